"""What may be true of a message, and what it may name: the closed lists that a template can use."""

from enum import StrEnum

from encours.ground.kernel.reason import N_


class Register(StrEnum):
    """How somebody is addressed. English has one way, which is the first."""

    VOUS = "vous"
    TU = "tu"


REGISTER_LABELS = {Register.VOUS: N_("vous"), Register.TU: N_("tu")}


class Fact(StrEnum):
    """What is true of this message or call, and chooses its words. A letter states only what is so."""

    SEVERAL = "several"
    CONTACT = "contact"
    PHONE = "phone"
    IBAN = "iban"
    COPIES = "copies"
    SOME_COPIES = "some copies"
    PARTIAL = "partial"
    EARLIER = "earlier"
    CALL = "call"
    WRITE = "write"
    LIGHT = "light"
    OPTIONS = "options"
    POLICY = "policy"
    STATEMENT = "statement"
    COMPLETE = "complete"
    KEPT = "kept"
    SETTLED = "settled"
    MESSAGES = "messages"
    CALLS = "calls"
    BROKEN = "broken"
    TERMS = "terms"
    HARDSHIP = "hardship"
    RELIABLE = "reliable"
    SITUATION = "situation"
    AGREED = "agreed"
    MEANS = "means"
    PLAN = "plan"
    OUR_PART = "our part"
    PLAN_B = "plan b"
    INTEREST = "interest"
    INDEMNITY = "indemnity"
    CONSUMER = "consumer"
    UPHELD = "upheld"
    PARTLY = "partly"
    COLLEAGUE = "colleague"
    AVAILABILITY = "availability"
    DOCUMENTS = "documents"
    ORDER = "order"
    DELIVERY = "delivery"
    AGREEMENT_TEXT = "agreement text"
    SUPPLIER = "supplier"
    ORDERS = "orders"
    CREDIT_NOTE = "credit note"
    RESENT = "resent"
    FIRST_LATE = "first late"
    INTERMEDIARY = "intermediary"
    FIXED_DAY = "fixed day"
    LISTEN = "listen"
    REASONS = "reasons"
    REVIEW = "review"
    STANDING_PLAN = "standing plan"
    WHAT_CHANGED = "what changed"
    WRITTEN_AGREEMENT = "written agreement"
    WRITTEN_DATE = "written date"


PLACEHOLDERS = frozenset(
    {
        "agency_contact", "agency_name", "agreed_amount", "agreed_date", "agreement_date", "agreement_ref",
        "agreements_summary", "amount", "answer", "answer_date", "attached_numbers", "attachments",
        "availability", "billing_rhythm", "broken_agreements", "call_date", "callback_date", "caller",
        "case_ref", "check_date", "colleague", "contact", "cooldown_date", "credit_amount", "dates",
        "deadline_date", "debtor_address", "debtor_contacts", "debtor_legal_name", "debtor_registration",
        "deliverable", "deliverables", "delivery_date", "discount_date", "discount_pct",
        "discounted_amount", "dispute_ref", "dispute_status", "dispute_subject", "disputed_amount",
        "due_date", "email", "end_date", "extras", "fee_terms", "findings", "first_due_date",
        "fixed_amount", "iban", "interest_amount", "interest_rate", "invoice_count", "invoice_date",
        "invoice_lines", "invoice_no", "invoice_numbers", "last_contact_date", "method", "month",
        "new_amount", "new_due_date", "next_step_date", "notice_days", "offer_expiry_date", "open_orders",
        "option_a_amount", "option_a_date", "option_b_n", "option_b_start_date", "our_action",
        "our_action_date", "our_company", "our_promise", "our_promise_date", "owner", "page_link", "paid_amount",
        "paid_date", "past_contacts", "payment_methods", "person", "phone", "plan_b_date", "plan_b_name",
        "plan_b_sentence", "po_number", "policy_notice", "question", "question_date", "reply_by_date",
        "reporting_rhythm", "required_amount", "resent_date", "schedule_lines", "signature", "situation",
        "stated_reason", "statement_lines", "statement_total", "supplier", "terms_days", "their_company",
        "total", "total_due", "what_was_done",
    }
)  # fmt: skip
LANGUAGES = ("fr", "en")
