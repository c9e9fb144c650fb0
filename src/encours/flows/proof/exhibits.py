"""Turns what was gathered into exhibits: files as they came, and papers that we draw of what was recorded."""

from collections.abc import Callable, Iterator
from functools import partial

from encours.flows.proof.drawn import Paper, Part, Row, paper_pdf
from encours.flows.proof.gathered import CaseProof
from encours.ground.documents import queries as documents_queries
from encours.ground.documents.queries import Kept
from encours.ground.evidence.dossier.exhibits import PDF, Exhibit, ExhibitKind
from encours.ground.kernel.clock import local_date
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.ground.wording.stages import FORMAL
from encours.method.agreements.queries.acceptances import AcceptanceFact
from encours.method.agreements.rules.acceptance import ACCEPTED_BY_LABELS
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.promise import Promise
from encours.method.calls.queries import CallFact
from encours.method.cases.rules.contact import CHANNEL_LABELS, Channel
from encours.method.cases.rules.papers import PaperKind
from encours.method.cases.rules.words import OUTCOME_LABELS
from encours.method.disputes.queries import DisputeFact
from encours.method.inbox.queries import InboundFact, files_of_items
from encours.method.outreach.models import Message
from encours.method.outreach.rules.batches import LetterState
from encours.method.outreach.rules.receipts import told as receipt_told
from encours.method.strategy.rules.formal_acts import FORMAL_KIND_LABELS, FormalState

_KINDS = {
    PaperKind.CONTRACT: ExhibitKind.CONTRACT,
    PaperKind.TERMS: ExhibitKind.TERMS,
    PaperKind.ORDER: ExhibitKind.ORDER,
    PaperKind.DELIVERY: ExhibitKind.DELIVERY,
    PaperKind.RECEIPT: ExhibitKind.RECEIPT,
    PaperKind.OTHER: ExhibitKind.OTHER,
}
Drawing = Callable[[], bytes]


def exhibits_of(proof: CaseProof, *, language: str) -> list[Exhibit]:
    """Every exhibit of a case, unnumbered; files that were erased are absent."""
    found = [*_books(proof), *_outside(proof), *_received(proof, language), *_formal(proof)]
    for message in proof.messages:
        found += _message(proof, message, language)
    found += [_call(proof, call, language) for call in proof.calls]
    agreements: tuple[Promise | Plan, ...] = (*proof.promises, *proof.plans)
    for agreement in agreements:
        found += _agreement(proof, agreement, language)
    found += [_dispute(proof, dispute, language) for dispute in proof.disputes]
    return found


def _file(document_id: int) -> Drawing:
    return partial(documents_queries.content, document_id)


def _drawn(proof: CaseProof, paper: Paper, language: str) -> Drawing:
    return partial(paper_pdf, proof, paper, language=language)


def _books(proof: CaseProof) -> Iterator[Exhibit]:
    """Copies of invoices and of the credit notes that were set against them."""
    notes = {}
    for invoice in proof.invoices:
        if invoice.document:
            title = Reason(N_("Facture {number}"), number=invoice.number)
            kind, media = ExhibitKind.INVOICE, invoice.document.media_type
            yield Exhibit(
                kind, title, invoice.issued_on, _file(invoice.document.pk), media, f"invoice:{invoice.pk}"
            )
        for due in invoice.dues.all():
            for x in due.allocations.all():
                if x.credit_note and x.ended_on is None and x.credit_note.document:
                    notes[x.credit_note.pk] = x.credit_note
    for note in notes.values():
        assert note.document
        title = Reason(N_("Avoir {number}"), number=note.number)
        yield Exhibit(
            ExhibitKind.CREDIT_NOTE,
            title,
            note.issued_on,
            _file(note.document.pk),
            note.document.media_type,
            f"credit_note:{note.pk}",
        )


def _outside(proof: CaseProof) -> Iterator[Exhibit]:
    """Papers that somebody added: contract, terms, order, delivery, receipts."""
    numbers = {invoice.pk: invoice.number for invoice in proof.invoices}
    files = _media([paper.document_id for paper in proof.papers])
    for paper in proof.papers:
        if paper.document_id is None or paper.document_id not in files:
            continue
        title: Reason | str = paper.title
        if paper.invoice_id:
            text = N_("{title} (facture {number})")
            title = Reason(text, title=paper.title, number=numbers[paper.invoice_id])
        kept = files[paper.document_id]
        yield Exhibit(
            _KINDS[paper.kind],
            title,
            paper.dated_on,
            _file(paper.document_id),
            kept.media_type,
            f"paper:{paper.id}",
            kept.name,
        )


def _formal(proof: CaseProof) -> Iterator[Exhibit]:
    """What proves that formal acts were posted, and what became of them."""
    texts = {
        True: N_("Avis de réception : {act} du {on}"),
        False: N_("Pli refusé ou non réclamé : {act} du {on}"),
    }
    files = _media([pk for act in proof.formal_acts for pk in (act.posting_proof_id, act.receipt_id)])
    for act in proof.formal_acts:
        name, posted = Reason(FORMAL_KIND_LABELS[act.kind]), act.posted_on
        deposit = Reason(N_("Preuve de dépôt : {act} du {on}, suivi {tracking}"), act=name, on=posted,
                         tracking=act.tracking)  # fmt: skip
        came_back = Reason(texts[act.state is FormalState.DELIVERED], act=name, on=posted)
        for title, on, pk in (
            (deposit, posted, act.posting_proof_id),
            (came_back, act.concluded_on, act.receipt_id),
        ):
            if pk in files:
                source = f"formal:{act.id}"
                yield Exhibit(ExhibitKind.RECEIPT, title, on, _file(pk), files[pk].media_type, source)


def _media(document_ids: list[int | None]) -> dict[int, Kept]:
    return documents_queries.kept([pk for pk in document_ids if pk is not None])


def _message(proof: CaseProof, message: Message, language: str) -> Iterator[Exhibit]:
    """A message with the proof that it left; of a letter, the exact copy of what was printed besides."""
    assert message.sent_at
    on = local_date(message.sent_at, proof.entity.time_zone)
    kind = ExhibitKind.NOTICE if message.stage in FORMAL else ExhibitKind.EXCHANGE
    channel = Channel(message.channel)
    posted = next((x for x in message.prints.all() if x.state == LetterState.POSTED.value), None)
    copies = ", ".join(piece.document.name for piece in message.attachments.all())
    rows: list[Row] = [
        (N_("Canal"), Reason(CHANNEL_LABELS[channel])),
        (N_("De"), _written_to(message.from_name, message.from_email)),
        (N_("À"), _written_to(message.to_name, message.to_email)),
        (N_("Parti le"), message.sent_at),
        (N_("Posté le"), posted.posted_on if posted else None),
        (N_("Numéro de suivi"), posted.tracking if posted else ""),
        (N_("Adresse imprimée"), ", ".join(posted.recipient) if posted else ""),
        (N_("Réponse du serveur"), receipt_told(message.receipt) if message.receipt else ""),
        (N_("Identifiant du message"), message.message_id if channel is Channel.EMAIL else ""),
        (N_("Pièces jointes"), copies),
        (N_("Factures"), ", ".join(line.number for line in message.lines.all())),
    ]
    what = N_("{channel} du {on} : {subject}")
    title = Reason(
        what, channel=_capital(Reason(CHANNEL_LABELS[channel]), language), on=on, subject=message.subject
    )
    paper = Paper(title, rows, [(Reason(N_("Texte")), message.text)])
    sort = message.sent_at.isoformat()
    yield Exhibit(kind, title, on, _drawn(proof, paper, language), PDF, f"message:{message.pk}", sort)
    if posted and posted.document_id:
        copy = Reason(N_("Copie exacte de la lettre du {on}"), on=on)
        yield Exhibit(kind, copy, on, _file(posted.document_id), PDF, f"letter:{posted.pk}", sort)


def _received(proof: CaseProof, language: str) -> Iterator[Exhibit]:
    pieces = files_of_items([item.id for item in proof.received])
    for item in proof.received:
        yield _item(proof, item, language)
        for piece in pieces.get(item.id, []):
            if piece.document_id:
                on = local_date(item.received_at, proof.entity.time_zone)
                title = Reason(N_("Joint à ce qui a été reçu le {on} : {name}"), on=on, name=piece.name)
                content = _file(piece.document_id)
                yield Exhibit(
                    ExhibitKind.EXCHANGE,
                    title,
                    on,
                    content,
                    piece.media_type,
                    f"piece:{piece.id}",
                    item.received_at.isoformat(),
                )


def _item(proof: CaseProof, item: InboundFact, language: str) -> Exhibit:
    on = local_date(item.received_at, proof.entity.time_zone)
    channel = Reason(CHANNEL_LABELS[item.channel])
    title = Reason(N_("Reçu du débiteur le {on} ({channel})"), on=on, channel=channel)
    rows: list[Row] = [(N_("Canal"), channel), (N_("Reçu le"), item.received_at)]
    paper = Paper(title, rows, [(Reason(N_("Contenu")), item.text)])
    content = _drawn(proof, paper, language)
    return Exhibit(
        ExhibitKind.EXCHANGE, title, on, content, PDF, f"inbound:{item.id}", item.received_at.isoformat()
    )


def _call(proof: CaseProof, call: CallFact, language: str) -> Exhibit:
    """The facts of a call; the caller's mood and what was confided stay with us."""
    on = local_date(call.called_at, proof.entity.time_zone)
    title = Reason(N_("Compte rendu de l'appel du {on}"), on=on)
    rows: list[Row] = [
        (N_("Appel du"), call.called_at),
        (N_("Noté le"), call.noted_at),
        (N_("Issue"), Reason(OUTCOME_LABELS[call.outcome])),
        (N_("Suite prévue"), call.next_step if call.next_on else ""),
        (N_("Pour le"), call.next_on),
    ]
    note = "" if call.is_hardship_told else call.note
    parts: list[Part] = [
        (Reason(N_("Note")), note),
        (Reason(N_("Raison donnée, dans ses mots")), call.reason_words),
        (Reason(N_("Ce qui est promis, dans ses mots")), call.promises),
        (Reason(N_("Résumé confirmé")), call.summary),
    ]
    paper, sort = Paper(title, rows, parts), call.called_at.isoformat()
    return Exhibit(
        ExhibitKind.EXCHANGE, title, on, _drawn(proof, paper, language), PDF, f"call:{call.id}", sort
    )


def _agreement(proof: CaseProof, agreement: Promise | Plan, language: str) -> Iterator[Exhibit]:
    """An agreement that was accepted in writing, with the written yes word for word; nothing else is one."""
    for yes in proof.acceptances.get(agreement.id, []):
        on = local_date(yes.accepted_at, proof.entity.time_zone)
        is_plan = isinstance(agreement, Plan)
        text = N_("Échéancier accepté le {on}") if is_plan else N_("Promesse de règlement acceptée le {on}")
        title = Reason(text, on=on)
        paper = Paper(title, _terms(agreement, yes), [
            (Reason(N_("Texte accepté")), yes.text), (Reason(N_("Mots du débiteur")), yes.words),
        ])  # fmt: skip
        sort = yes.accepted_at.isoformat()
        content = _drawn(proof, paper, language)
        yield Exhibit(ExhibitKind.EXCHANGE, title, on, content, PDF, f"acceptance:{yes.id}", sort)
        if yes.document_id and (kept := _media([yes.document_id]).get(yes.document_id)):
            copy = Reason(N_("Exemplaire signé de l'accord du {on}"), on=on)
            content = _file(yes.document_id)
            yield Exhibit(
                ExhibitKind.EXCHANGE, copy, on, content, kept.media_type, f"signed:{yes.id}", sort + "+"
            )


def _terms(agreement: Promise | Plan, yes: AcceptanceFact) -> list[Row]:
    rows: list[Row] = [(N_("Proposé le"), agreement.proposed_on), (N_("Accepté le"), yes.accepted_at)]
    rows += [
        (N_("Accepté par"), yes.person),
        (N_("Comment"), Reason(ACCEPTED_BY_LABELS[yes.how])),
        (N_("Adresse ou lien"), yes.address),
        (N_("Empreinte du texte (SHA-256)"), yes.digest),
    ]
    parts = agreement.parts if isinstance(agreement, Plan) else (agreement,)
    due = Reason(N_("{amount} pour le {on}"))
    rows += [(N_("Échéance"), Reason(due.text, amount=part.amount, on=part.promised_for)) for part in parts]
    return rows


def _dispute(proof: CaseProof, dispute: DisputeFact, language: str) -> Exhibit:
    number = next(x.number for x in proof.invoices if x.pk == dispute.invoice_id)
    title = Reason(
        N_("Contestation de la facture {number} du {on}, et notre réponse"),
        number=number,
        on=dispute.reported_on,
    )
    rows: list[Row] = [
        (N_("Montant contesté"), dispute.amount),
        (N_("Reçue le"), dispute.reported_on),
        (N_("Accusée le"), dispute.acknowledged_on),
        (N_("Répondue le"), dispute.answered_on),
        (N_("Réponse portée à sa connaissance le"), dispute.told_on),
    ]
    parts: list[Part] = [
        (Reason(N_("Ce qui est contesté")), dispute.subject),
        (Reason(N_("Notre réponse")), dispute.answer),
        (Reason(N_("Son objection")), dispute.objection),
    ]
    content = _drawn(proof, Paper(title, rows, parts), language)
    on = dispute.reported_on
    return Exhibit(
        ExhibitKind.EXCHANGE, title, on, content, PDF, f"dispute:{dispute.id}", f"{on.isoformat()}T"
    )


def _written_to(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address else name or address


def _capital(word: Reason, language: str) -> str:
    said = say(word, language)
    return said[:1].upper() + said[1:]
