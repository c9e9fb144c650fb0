"""The addresses that can be read, one example each, and a session of the demonstration's owner to read them in."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern
from playwright.sync_api import Browser, Page

from encours.faces.desk.urls import urlpatterns
from tests.browser import morning
from tests.browser.served import Served
from tests.browser.windows import Windows

OWNER = ("claire.besnard@besnard-lorieux.example", "faire-part-2026")
# One example of each thing that an address names, taken from the demonstration's tables.
EXAMPLES = """
import json
from django.apps import apps
def rows(label, **where):
    return apps.get_model(label).objects.filter(**where).order_by("-pk")
def one(label, **where):
    return rows(label, **where).values_list("pk", flat=True).first()
def of_a_customer(label):
    row = rows(label).first()
    return [row.customer_id, row.pk]
def a_mail():
    message = rows("outreach.Message", state="accepted").first()
    mail = apps.get_model("inbox.InboundMail").objects.create(
        entity=message.entity, customer=message.customer, kind="reply", filing="suggested", origin="unproved",
        pile="to_read", fingerprint="1", from_name="Anne", from_email="a@client.test", subject="Facture",
        text="Nous n'avons pas recu la facture.", quoted="> Bonjour", html="<p>Bonjour</p>", language="fr",
        received_at=message.created_at, taken_at=message.created_at)
    piece = mail.pieces.create(name="avis.pdf", media_type="application/pdf", size_bytes=9)
    saying = mail.sayings.create(kind="never_received", sentence="Nous n'avons pas recu la facture.")
    mail.sayings.create(kind="promise", sentence="Vendredi.", named_on="2026-03-20", amount_minor=100, currency="EUR")
    return {"mail_id": mail.pk, "piece_id": piece.pk, "saying_id": saying.pk}
def a_printed_letter():
    message = rows("outreach.Message", state="accepted").first()
    whose = f"entity:{message.entity_id}"
    document = rows("documents.Document", owner=whose, media_type="application/pdf").first()
    batch = apps.get_model("outreach.PrintBatch").objects.create(
        entity=message.entity, number=1, state="printed", way="by_hand", made_at=message.created_at, made_by="user:1")
    letter = batch.letters.create(message=message, place=1, document=document, pages=1, recipient=["Lumen SAS"])
    return {"batch_id": batch.pk, "letter_id": letter.pk}
def a_follow_up():
    note = rows("calls.CallNote", outcome="plan_asked").first() or rows("calls.CallNote").first()
    return apps.get_model("calls.FollowUp").objects.create(
        entity=note.entity, customer=note.customer, note=note, kind="write_plan", due_on=note.noted_at.date(),
        noted_by="user:1", noted_at=note.noted_at).pk
def a_disputed_paper(message):
    dispute = rows("disputes.Dispute").first()
    document = message.attachments.first().document_id
    dispute.papers.create(document_id=document, added_at=message.created_at, added_by="user:1")
    return dispute.pk
def a_paper():
    invoice = rows("receivables.Invoice").filter(document__isnull=False).first()
    case = rows("cases.Case", closed_on=None).first()
    paper = apps.get_model("cases.CasePaper").objects.create(
        entity=case.entity, customer=case.customer, kind="contract", title="Contrat", document=invoice.document,
        added_by="user:1", added_at=case.customer.created_at)
    proof = apps.get_model("cases.ProofFile").objects.create(
        entity=case.entity, case=case, asked_by="user:1", asked_at=case.customer.created_at, state="ready",
        document=invoice.document, seal="ab" * 32, exhibits=3)
    formal = apps.get_model("strategy.FormalAct").objects.create(
        entity=case.entity, case=case, kind="formal_notice", means="registered_letter", level="formal_notice",
        language="fr", subject="Mise en demeure", text="Par la presente", currency="EUR", total_minor=1000,
        prepared_by="user:1", prepared_at=case.customer.created_at, statement=invoice.document)
    court = apps.get_model("strategy.CourtFile").objects.create(
        entity=case.entity, case=case, jurisdiction="FR", procedure="order_for_payment_commercial", currency="EUR",
        total_minor=1000, fees={"registry": 3347}, seal="ab" * 32, days={"filed": "2026-03-02"},
        prepared_by="user:1", prepared_at=case.customer.created_at, document=invoice.document)
    ids = {"court_id": court.pk, "formal_id": formal.pk, "case_id": case.pk}
    return ids | {"paper_id": paper.pk, "proof_id": proof.pk}
def a_plan():
    case = rows("cases.Case", closed_on=None).first()
    made, plans = case.customer.created_at, apps.get_model("agreements.Agreement")
    of_case = {"case": case, "customer": case.customer, "currency": case.currency}
    plan_b = apps.get_model("agreements.PlanB").objects.create(
        case=case, customer=case.customer, measure="agency", after_days=8, created_at=made)
    told = dict(of_case, source="call", created_at=made, proposed_on="2026-03-16", fallback=plan_b)
    plan = plans.objects.create(kind="plan", amount_minor=2000, promised_for="2026-04-24", **told)
    for place, day in enumerate(("2026-03-24", "2026-04-24"), 1):
        plans.objects.create(kind="instalment", plan=plan, place=place, amount_minor=1000, promised_for=day, **told)
    return {"plan": (case.customer_id, plan.pk), "plan_b": (case.customer_id, plan_b.pk)}
def a_placement():
    case = rows("cases.Case", closed_on=None).first()
    partner = apps.get_model("referral.Partner").objects.create(
        entity=case.entity, kind="agency", name="Recouvrance", hook="0" * 32)
    placed = apps.get_model("referral.Placement").objects.create(
        entity=case.entity, customer=case.customer, case=case, partner=partner, currency=case.currency,
        asked_at=case.customer.created_at, asked_by="user:1")
    return {"partner_id": partner.pk, "placement_id": placed.pk, "news_id": 1}
def an_offer():
    case = rows("cases.Case", closed_on=None).first()
    made, day = case.customer.created_at, "2026-04-01"
    offer = apps.get_model("agreements.Settlement").objects.create(
        case=case, customer=case.customer, currency=case.currency, balance_minor=200000, amount_minor=140000,
        floor_minor=50000, ends_on=day, pay_by=day, parts=4, parts_from_on=day, approved_on="2026-03-16",
        created_at=made)
    given_up = apps.get_model("receivables.CreditNote").objects.create(
        entity=case.entity, customer=case.customer, kind="write_off", ground="liquidation", number="AB-2026-900",
        issued_on="2026-03-16", currency=case.currency, total_minor=1200, unallocated_minor=1200, created_at=made)
    review = apps.get_model("insight.YearlyReview").objects.create(entity=case.entity, year=2026, opened_on=day)
    line = review.lines.create(
        customer=case.customer, currency=case.currency, margin_minor=100, cost_minor=900, months=30)
    line.votes.create(actor="user:1", stress=3, voted_at=made)
    told = {"settlement": (case.customer_id, offer.pk), "waiver_id": given_up.pk}
    return told | {"review_id": review.pk, "line_id": line.pk}
copied = rows("outreach.Message", attachments__isnull=False, state="ready").first()
print(json.dumps({
    "customer_id": 8, "message_id": copied.pk, "document_id": copied.attachments.first().document_id,
    **a_mail(), **a_printed_letter(), **a_plan(), **an_offer(), **a_paper(), **a_placement(),
    "item_id": one("strategy.WorkItem", section="today"), "incoming": one("inbox.InboundItem"),
    "invoice_id": one("receivables.Invoice"), "due_id": one("receivables.InvoiceDue"),
    "contact_id": one("receivables.Contact"), "payment": one("receivables.Payment"),
    "credit_note": one("receivables.CreditNote"), "member_id": one("creditor.TeamMember"),
    "account_id": one("creditor.BankAccount"), "closing_id": one("creditor.ClosedPeriod"),
    "hold": of_a_customer("cases.Hold"), "promise": of_a_customer("agreements.Agreement"),
    "own_promise": of_a_customer("agreements.OwnPromise"), "dispute": of_a_customer("disputes.Dispute"),
    "dispute_id": a_disputed_paper(copied),
    "observation": of_a_customer("insight.ObservedFact"), "note": of_a_customer("calls.CallNote"),
    "follow_up_id": a_follow_up(), "absence_id": 1, "alert_id": 1, "event_id": 1, "change_id": 1, "question_id": 1,
}))
"""
INVOICES = """Facture;Client;E-mail;Date;Échéance;Montant TTC
F-9001;Nouveau SARL;compta@nouveau.example;02/02/2026;04/03/2026;1 234,56
F-9002;Nouveau SARL;compta@nouveau.example;02/02/2026;;240,00
F-9003;Lumen SAS;;31/02/2026;04/03/2026;100,00
"""
SECTIONS = (
    "entity",
    "terms",
    "hours",
    "ladders",
    "thresholds",
    "law",
    "sending",
    "calls",
    "mail",
    "paper",
    "mailbox",
    "accounts",
    "online",
    "rates",
    "people",
    "access",
    "data",
)
SLUGS = {
    "kind": "sporadic", "key": "unknown", "level": "firm", "condition": "overdue_from",
    "family": "payer", "threshold": "good_share", "code": "FR", "fact": "FR-COMP-01", "event": "returned",
}  # fmt: skip
MORE = (
    "/?client=8", "/?client=9", "/messages?onglet=a-confirmer", "/messages?onglet=a-envoyer", "/messages?onglet=recus",
    "/messages?onglet=partis",
    "/courrier?pile=a-classer", "/courrier?pile=reponses-dues", "/courrier?pile=lus",
    "/messages?onglet=non-envoyes", "/factures?vue=open", "/clients?vue=all",
    "/reglages/scenarios/unknown/essai?customer=Lumen+SAS&start=today",
    "/reglages/seuils/guard", "/reglages/seuils/order/call_cost_minor", "/reglages/seuils/guard/call_from",
    "/chercher?q=lumen", "/chercher", "/clients/11", "/page-inconnue",
)  # fmt: skip


@dataclass
class Walk:
    """The pages of the demonstration that can be read, and a session of its owner."""

    windows: Windows
    state: Any
    paths: list[str]


@contextmanager
def walking(demonstration: Served, chromium: Browser) -> Iterator[Walk]:
    """Finds what can be read in a demonstration that is served; its windows are closed at the end."""
    windows = Windows(chromium, demonstration.address)
    page = windows.open("/")
    morning.sign_in(page, *OWNER)
    ids = json.loads(demonstration.installation.python(EXAMPLES).stdout)
    ids |= {"run_id": _drop_a_file(page), "place": 0, "session_id": 1, "passkey_id": 1, "export_id": 1}
    found = {path for pattern in urlpatterns for path in _paths(pattern, ids)} | set(MORE)
    readable = [path for path in sorted(found) if _is_page(page, path)]
    yield Walk(windows, page.context.storage_state(), readable)
    windows.close()


def _drop_a_file(page: Page) -> int:
    """Puts a file of invoices on the page of files and gives the number under which it waits."""
    page.goto("/fichiers")
    file = {"name": "factures.csv", "mimeType": "text/csv", "buffer": INVOICES.encode()}
    page.locator("main input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/fichiers/*")
    return int(page.url.rpartition("/")[2])


def _paths(pattern: URLPattern, ids: dict[str, Any]) -> list[str]:
    """The addresses of a pattern, one example each; an argument nobody knows fails the test."""
    name = pattern.name or ""
    text = "/" + str(pattern.pattern)
    for kind in (
        "hold",
        "promise",
        "own_promise",
        "dispute",
        "observation",
        "note",
        "plan",
        "plan_b",
        "settlement",
    ):
        if (f"{kind}_id" in text and "customer_id" in text) or (kind == "promise" and "agreement_id" in text):
            customer, own = ids[kind]
            return [
                re.sub(
                    r"<int:(hold|agreement|own_promise|dispute|observation|note|plan|plan_b|settlement)_id>",
                    str(own),
                    text.replace("<int:customer_id>", str(customer)),
                )
            ]
    if "<slug:name>" in text:
        return [text.replace("<slug:name>", section) for section in SECTIONS]
    if "<str:" in text or "<slug:token>" in text:
        return []
    text = re.sub(r"<slug:(\w+)>", lambda found: SLUGS.get(found.group(1), "x"), text)
    if "credit_id" in text:
        ids = {**ids, "credit_id": ids["credit_note" if name.startswith("credit_note") else "payment"]}
    if name == "incoming":
        ids = {**ids, "item_id": ids["incoming"]}
    return [re.sub(r"<int:(\w+)>", lambda found: str(ids[found.group(1)]), text)]


def _is_page(page: Page, path: str) -> bool:
    """A page of ours, not a file and not an address that only takes what is posted."""
    answer = page.request.get(path, max_redirects=0)
    assert answer.status < 500, (path, answer.status)
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and answer.status in {200, 404}
