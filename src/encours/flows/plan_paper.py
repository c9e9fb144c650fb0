"""A payment plan as a paper to be signed, in the customer's language; plan B is never on it."""

from datetime import date

from encours.books.creditor import queries as creditor_queries
from encours.books.receivables import queries as receivables_queries
from encours.ground.evidence.acts import Act
from encours.ground.kernel.reason import N_, Reason
from encours.ground.plumbing.say import say
from encours.method.agreements.adapters.agreement_pdf import agreement_pdf
from encours.method.agreements.rules.agreement_text import Offered, clauses_of
from encours.method.agreements.rules.plan_life import Plan
from encours.method.agreements.rules.words import AgreementKind


def paper_of(act: Act, customer_id: int, plan: Plan) -> bytes:
    """The PDF of a plan: its parts, what both sides agree to, room to sign."""
    entity = creditor_queries.entity(act.entity_id)
    customer = receivables_queries.customers_by_id([customer_id])[customer_id]
    language = customer.language
    rows = receivables_queries.invoices_by_id(act.entity_id, [invoice for invoice, _minor in plan.invoices])
    offered = Offered(
        kind=AgreementKind.PLAN,
        creditor=entity.name,
        customer=customer.name,
        parts=[(part.promised_for, part.amount) for part in plan.parts],
        means=plan.means,
        invoices=[row.number for row in rows.values()],
        waives_interest=plan.waives_interest,
    )

    return agreement_pdf(_drawn(plan, offered, on=act.today, language=language), made_at=act.at)


def _drawn(plan: Plan, offered: Offered, *, on: date, language: str) -> dict[str, object]:
    def told(text: str, **values: object) -> str:
        return say(Reason(text, **values), language)

    parties = told(N_("Entre {creditor} et {customer}"), creditor=offered.creditor, customer=offered.customer)
    return {
        "language": language,
        "title": told(N_("Échéancier")),
        "creditor": offered.creditor,
        "day": told("{on}", on=on),
        "parties": parties,
        "columns": [told(N_("Échéance")), told(N_("Le")), told(N_("Montant"))],
        "parts": [
            {
                "place": str(part.place),
                "day": told("{on}", on=part.promised_for),
                "amount": told("{amount}", amount=part.amount),
            }
            for part in plan.parts
        ],
        "total_label": told(N_("Total")),
        "total": told("{amount}", amount=plan.total),
        "clauses": [say(line, language) for line in clauses_of(offered)],
        "signatures": [offered.creditor, offered.customer],
        "place_and_date": told(N_("Date et signature")),
    }
