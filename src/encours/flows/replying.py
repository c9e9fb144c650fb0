"""An answer to a mail in a person's own words: prepared like any message, read again before it leaves."""

from django.db import transaction

from encours.books.receivables import queries as receivables_queries
from encours.books.receivables.models import Contact
from encours.flows.drafting import Drafting, plain_sender
from encours.flows.mail_in import by_hand
from encours.flows.page_links import page_in, page_link
from encours.flows.review.facts_of import live_contacts, moment_of_sending
from encours.flows.review.gathered import House, house_of
from encours.ground.evidence.acts import Act
from encours.ground.kernel.clock import FixedClock
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.stages import Stage
from encours.method.cases import queries as cases_queries
from encours.method.cases.rules.contact import Channel, Occasion
from encours.method.inbox import queries as inbox_queries
from encours.method.inbox.queries import MailFact
from encours.method.inbox.rules.piles import Pile
from encours.method.outreach.queries import travelled
from encours.method.outreach.rules.as_html import html_of
from encours.method.outreach.rules.compose import page_words
from encours.method.outreach.rules.drafts import MessageDraft
from encours.method.outreach.rules.states import Mode

LEVEL = "reply"
_NOBODY = Refused(
    Reason(N_("Ajoutez d'abord cette personne aux interlocuteurs du client : nous n'écrivons qu'à eux."))
)


@transaction.atomic
def reply(act: Act, *, mail_id: int, subject: str, text: str) -> int | Refused:
    """Prepares an answer in the conversation of a mail, which is read by then; returns the message's id.

    It waits for a person's yes, with the rules of wording beside it; the guard knows it as an answer.
    Refused when the mail is on no case, or came from nobody whom the customer's file knows.
    """
    whole = inbox_queries.whole_mail(act.entity_id, mail_id)
    assert whole is not None
    fact = whole.fact
    contact = writer_of(act.entity_id, fact)
    if contact is None or fact.customer_id is None:
        return _NOBODY
    house = house_of(act.entity_id, act.today, FixedClock(act.at))
    draft = _draft(house, fact, contact, subject=subject.strip(), text=text.strip())
    Drafting.of(house).queue(act, [draft])
    if fact.pile is Pile.TO_READ:
        by_hand.read(act, mail_id=mail_id)
    made = travelled.by_step_key(act.entity_id, draft.step_key)
    assert made is not None
    return made


def writer_of(entity_id: int, fact: MailFact) -> Contact | None:
    """The person of the customer's file who wrote a mail, or to whom the answered message went."""
    if fact.customer_id is None:
        return None
    customer = receivables_queries.customer(entity_id, fact.customer_id)
    people = [c for c in live_contacts(customer) if c.email and c.accepts_email] if customer else []
    written = [c for c in people if c.email.lower() == fact.from_email]
    known = [c for c in people if c.pk == fact.contact_id and fact.may_prove]
    return next(iter([*written, *known]), None)


def _with_page(house: House, fact: MailFact, contact: Contact, text: str) -> str:
    """The words with the way to the customer's page at their end, unless the person put it there already."""
    link = page_link(
        entity_id=house.entity.id, customer_id=contact.customer_id, contact=contact, now=house.now
    )
    if not link or page_in(text):
        return text
    return f"{text}\n\n{page_words(Drafting.of(house).texts, language=fact.language, link=link)}"


def _draft(house: House, fact: MailFact, contact: Contact, *, subject: str, text: str) -> MessageDraft:
    assert fact.customer_id is not None
    sender, entity = plain_sender(house), house.entity
    text = _with_page(house, fact, contact, text)
    cases = cases_queries.open_cases_of([fact.customer_id]).get(fact.customer_id, [])
    case = next(iter(cases), None)
    # What it answers stands last in the conversation, which a mail names from its latest message back.
    thread = (*reversed(fact.thread), *([fact.message_id] if fact.message_id else []))
    return MessageDraft(
        customer_id=fact.customer_id,
        case_id=case.id if case else None,
        contact_id=contact.pk,
        step_key=f"mail:{fact.id}/reply/{house.now.isoformat()}",
        level=LEVEL,
        occasion=Occasion.REPLY,
        channel=Channel.EMAIL,
        stage=Stage.OWN_PROMISE.value,
        template="",
        template_version="",
        language=fact.language,
        mode=Mode.TO_CONFIRM,
        from_name=f"{sender.name} – {entity.name}" if sender.name else entity.name,
        from_email=entity.email,
        to_name=contact.name,
        to_email=contact.email,
        subject=subject,
        text=text,
        html=html_of(text, language=fact.language),
        currency=case.currency if case else entity.currency,
        total_minor=0,
        send_from=moment_of_sending(house),
        decided_on=house.today,
        thread=thread,
        reasons=(Reason(N_("Réponse à « {subject} »"), subject=fact.subject),),
    )
