"""The words of a step that a person does: a firm letter, ready to be copied, with what really took place."""

from encours.books.creditor import queries as creditor_queries
from encours.flows.case_words import also_true, happened_in, register_of, told_of
from encours.flows.drafting import invoice_lines, sender_in_role
from encours.flows.page_links import page_link
from encours.flows.review.assess import Assessment
from encours.flows.review.facts_of import contact_for
from encours.flows.review.gathered import Gathered
from encours.flows.steps import OwnStep
from encours.ground.kernel.reason import N_, Reason, Refused
from encours.ground.wording.sections import TemplateError
from encours.ground.wording.stages import FORMAL
from encours.ground.wording.templates import has_template
from encours.method.cases.rules.contact import Channel
from encours.method.outreach.queries.texts import library_of
from encours.method.outreach.rules.compose import compose
from encours.method.outreach.rules.message_facts import ComposeFacts, Draft

_FORMAL = Reason(N_("Acte formel : ses mentions viennent du droit, il se prépare sur la page du dossier."))
_OF_A_PERSON = Reason(
    N_("Ce texte attend ce que seule une personne sait : il se trouve dans Réglages, Textes.")
)


def words_of_step(known: Gathered, a: Assessment, step: OwnStep) -> Draft | Refused | None:
    """What the letter or message of a step would say today; None where no text of ours travels.

    Refused for a formal act, which `formal` writes from the law.
    """
    part, level = step.level.message, step.level
    if part is None or not has_template(part.template):
        return None
    if level.stage in FORMAL:
        return Refused(_FORMAL)
    customer, house = known.customers[a.customer_id], known.house
    contact = contact_for(customer, Channel.EMAIL)
    account = creditor_queries.account_for(house.accounts, a.currency)
    facts = ComposeFacts(
        template=part.template,
        language=(contact.language if contact else "") or customer.language,
        page=page_link(entity_id=house.entity.id, customer_id=a.customer_id, contact=contact, now=house.now),
        register=register_of(customer),
        customer=customer.name,
        sender=sender_in_role(known, a.customer_id, level.sender),
        today=house.today,
        lines=invoice_lines(known, a),
        contact=contact.name if contact else "",
        iban=account.iban if account else "",
        happened=happened_in(known, a),
        told=told_of(known, a, level),
        also=also_true(known, a),
        texts=library_of(house.entity.id),
    )
    try:
        return compose(facts)
    except TemplateError:
        return Refused(_OF_A_PERSON)
