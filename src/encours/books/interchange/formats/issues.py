"""What can be wrong, odd or missing in a file, each with its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from encours.ground.kernel.reason import N_, Reason

SHOWN_VALUE_CHARACTERS = 60
SHOWN_SUBJECTS = 100


class Code(StrEnum):
    """One word for each remark, stable for scripts."""

    # The whole file
    FILE_NOT_FOUND = "file_not_found"
    FILE_CLOSED = "file_closed"
    EMPTY = "empty"
    TOO_BIG = "too_big"
    BINARY = "binary"
    WRONG_ENCODING = "wrong_encoding"
    TRUNCATED = "truncated"
    PASSWORD = "password"  # noqa: S105
    OLD_WORKBOOK = "old_workbook"
    WORKBOOK_UNREADABLE = "workbook_unreadable"
    TOO_MANY_CELLS = "too_many_cells"
    ZIP_BOMB = "zip_bomb"
    LINE_TOO_LONG = "line_too_long"
    NO_HEADER = "no_header"
    UNKNOWN_KIND = "unknown_kind"
    KIND_UNCLEAR = "kind_unclear"
    KIND_NOT_TAKEN = "kind_not_taken"
    SAGE_TEXT = "sage_text"
    NOT_A_PDF = "not_a_pdf"
    PDF_TRUNCATED = "pdf_truncated"
    ARCHIVE_UNREADABLE = "archive_unreadable"
    TOO_MANY_FILES = "too_many_files"
    COLUMN_MISSING = "column_missing"
    TOO_MANY_ERRORS = "too_many_errors"
    MORE_REFUSED = "more_refused"
    MORE_REMARKS = "more_remarks"
    # A line or a cell
    MISSING = "missing"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_IMPLAUSIBLE = "date_implausible"
    AMOUNT_UNREADABLE = "amount_unreadable"
    TOO_MANY_DECIMALS = "too_many_decimals"
    AMOUNT_TOO_BIG = "amount_too_big"
    CURRENCY_UNKNOWN = "currency_unknown"
    FORMULA = "formula"
    TEXT_TOO_LONG = "text_too_long"
    DUPLICATE_NUMBER = "duplicate_number"
    DUPLICATE_CUSTOMER = "duplicate_customer"
    SHORT_LINE = "short_line"
    UNBALANCED_ENTRY = "unbalanced_entry"
    UNBALANCED_FILE = "unbalanced_file"
    NEGATIVE_PAYMENT = "negative_payment"
    DUE_BEFORE_ISSUE = "due_before_issue"
    INSTALMENTS_MISMATCH = "instalments_mismatch"
    OPEN_BEYOND_TOTAL = "open_beyond_total"
    # A line and the books
    NUMBER_TAKEN = "number_taken"
    PAYMENT_CHANGED = "payment_changed"
    OPENING_DIFFERS = "opening_differs"
    BEFORE_OPENING = "before_opening"
    DUE_DATE_MISSING = "due_date_missing"
    DATE_TO_COME = "date_to_come"
    CUSTOMER_UNKNOWN = "customer_unknown"
    CUSTOMER_AMBIGUOUS = "customer_ambiguous"
    INVOICE_UNKNOWN = "invoice_unknown"
    PAYER_UNCLEAR = "payer_unclear"
    COPY_UNMATCHED = "copy_unmatched"
    COPY_AMBIGUOUS = "copy_ambiguous"
    # To know
    MANAGER_UNKNOWN = "manager_unknown"
    DETAILS_ADDED = "details_added"
    DETAILS_DIFFER = "details_differ"
    DATES_ADDED = "dates_added"
    DATES_DIFFER = "dates_differ"
    NAMED_NOT_OPEN = "named_not_open"
    PAID_WITHOUT_DATE = "paid_without_date"
    EMAIL_INVALID = "email_invalid"
    PHONE_UNREADABLE = "phone_unreadable"
    IDENTIFIER_INVALID = "identifier_invalid"
    VALUE_UNKNOWN = "value_unknown"
    TERMS_NOT_UNDERSTOOD = "terms_not_understood"
    NUMBER_FORMAT_ASSUMED = "number_format_assumed"
    ROUNDED = "rounded"
    EXAMPLE_ROW = "example_row"
    REPEATED_ROW = "repeated_row"
    NOT_ISSUED = "not_issued"
    ZERO_AMOUNT = "zero_amount"
    TOTAL_FROM_LINES = "total_from_lines"
    ENTRY_NUMBERS_USELESS = "entry_numbers_useless"
    NUMBER_FROM_ENTRY = "number_from_entry"
    FOREIGN_CURRENCY = "foreign_currency"
    LETTERING_UNBALANCED = "lettering_unbalanced"
    TERMS_ASSUMED = "terms_assumed"
    NOTHING_TO_TAKE = "nothing_to_take"
    # To ask
    DATE_ORDER_ASSUMED = "date_order_assumed"
    DUE_DATES_MISSING = "due_dates_missing"
    EMAILS_MISSING = "emails_missing"
    PAYMENT_DATES_MISSING = "payment_dates_missing"
    OPENING_DATES_MISSING = "opening_dates_missing"
    LETTERING_MISSING = "lettering_missing"
    DOUBTFUL_ACCOUNTS = "doubtful_accounts"
    BILLS_RECEIVABLE = "bills_receivable"
    ADVANCES = "advances"
    COLLECTIVE_ACCOUNT = "collective_account"
    MEANS_OF_PAYMENT = "means_of_payment"
    SAME_GROUP = "same_group"


SENTENCES: dict[Code, str] = {
    Code.FILE_NOT_FOUND: N_("Le fichier n'existe pas."),
    Code.FILE_CLOSED: N_("Le fichier ne s'ouvre pas : {reason}."),
    Code.EMPTY: N_("Le fichier est vide."),
    Code.TOO_BIG: N_("Le fichier est trop gros : {limit} Mo au plus."),
    Code.BINARY: N_("Ce n'est pas un fichier de données : enregistrez-le en CSV, XLSX ou ODS."),
    Code.WRONG_ENCODING: N_("Les caractères ne sont pas écrits en {encoding} : choisissez un autre codage."),
    Code.TRUNCATED: N_("Le fichier s'arrête au milieu d'une ligne : il est incomplet."),
    Code.PASSWORD: N_("Le classeur est protégé par un mot de passe : enregistrez-le sans."),
    Code.OLD_WORKBOOK: N_("Ce classeur est d'un ancien format : enregistrez-le en XLSX ou en ODS."),
    Code.WORKBOOK_UNREADABLE: N_("Le classeur ne s'ouvre pas : il est incomplet ou abîmé."),
    Code.TOO_MANY_CELLS: N_("La feuille est trop grande : {limit} cellules au plus."),
    Code.ZIP_BOMB: N_("L'archive se déplie en un volume anormal : elle n'a pas été ouverte."),
    Code.LINE_TOO_LONG: N_("Cette ligne dépasse {limit} caractères."),
    Code.NO_HEADER: N_("Aucune ligne de titres n'a été reconnue : indiquez à quoi sert chaque colonne."),
    Code.UNKNOWN_KIND: N_(
        "Ce fichier ne ressemble ni à des clients, ni à des factures, ni à des règlements."
    ),
    Code.KIND_UNCLEAR: N_("Ces colonnes sont celles de factures ou de règlements : dites ce que c'est."),
    Code.KIND_NOT_TAKEN: N_("Ce fichier est de nature « {kind} » et n'est pas encore pris en charge."),
    Code.SAGE_TEXT: N_("C'est un export texte de Sage : exportez plutôt le fichier des écritures (FEC)."),
    Code.NOT_A_PDF: N_("Ce n'est pas un PDF."),
    Code.PDF_TRUNCATED: N_("Le PDF est incomplet."),
    Code.ARCHIVE_UNREADABLE: N_("L'archive ZIP ne s'ouvre pas : elle est incomplète ou abîmée."),
    Code.TOO_MANY_FILES: N_("L'archive contient plus de {limit} fichiers."),
    Code.COLUMN_MISSING: N_("Il manque la colonne « {column} »."),
    Code.TOO_MANY_ERRORS: N_("Plus de {limit} lignes refusées : la lecture s'est arrêtée."),
    Code.MORE_REFUSED: N_("D'autres lignes sont refusées, sans être nommées ici : {count}."),
    Code.MORE_REMARKS: N_("D'autres remarques ne sont pas montrées : {count}."),
    Code.MISSING: N_("La case « {column} » est vide."),
    Code.DATE_UNREADABLE: N_("« {value} » n'est pas une date."),
    Code.DATE_IMPOSSIBLE: N_("La date « {value} » n'existe pas."),
    Code.DATE_IMPLAUSIBLE: N_("La date « {value} » est trop éloignée."),
    Code.AMOUNT_UNREADABLE: N_("« {value} » n'est pas un montant."),
    Code.TOO_MANY_DECIMALS: N_("« {value} » a trop de décimales pour {currency}."),
    Code.AMOUNT_TOO_BIG: N_("Le montant « {value} » est trop grand."),
    Code.CURRENCY_UNKNOWN: N_("La devise « {value} » n'est pas connue."),
    Code.FORMULA: N_("La case contient une formule (« {value} ») : écrivez le texte lui-même."),
    Code.TEXT_TOO_LONG: N_("Le texte dépasse {limit} caractères."),
    Code.DUPLICATE_NUMBER: N_("Le numéro {number} est déjà à la ligne {other}, avec d'autres données."),
    Code.DUPLICATE_CUSTOMER: N_("Le client {name} est déjà à la ligne {other}, avec d'autres données."),
    Code.SHORT_LINE: N_("La ligne a {found} colonnes au lieu de {expected}."),
    Code.UNBALANCED_ENTRY: N_("L'écriture {entry} du journal {journal} n'est pas équilibrée (écart {gap})."),
    Code.UNBALANCED_FILE: N_("Les débits et les crédits du fichier diffèrent de {gap}."),
    Code.NEGATIVE_PAYMENT: N_("Un règlement négatif est un remboursement : saisissez-le à la main."),
    Code.INSTALMENTS_MISMATCH: N_("Les échéances de {number} ne font pas son total."),
    Code.OPEN_BEYOND_TOTAL: N_("Le reste dû de {number} ({left}) dépasse son total ({total})."),
    Code.NUMBER_TAKEN: N_("Le numéro {number} est déjà pris pour {other} : {booked}."),
    Code.PAYMENT_CHANGED: N_("Le règlement « {reference} » du {on} est déjà connu pour {booked}."),
    Code.OPENING_DIFFERS: N_("L'à-nouveau de {customer} est de {opening} ; vos livres disent {booked}."),
    Code.BEFORE_OPENING: N_(
        "Les livres de {customer} commencent par un à-nouveau du {opening} : "
        "ce qui est daté du {on} y est déjà compris."
    ),
    Code.DUE_DATE_MISSING: N_("La facture {number} n'a pas d'échéance : indiquez votre délai de paiement."),
    Code.DATE_TO_COME: N_("Le règlement est daté du {on}, qui n'est pas encore venu."),
    Code.CUSTOMER_UNKNOWN: N_(
        "Le client {customer} n'est pas connu : prenez d'abord le fichier des clients."
    ),
    Code.CUSTOMER_AMBIGUOUS: N_("Plusieurs clients s'appellent {customer} : indiquez leur code."),
    Code.INVOICE_UNKNOWN: N_("Aucune facture ne porte le numéro {number} : indiquez le client."),
    Code.PAYER_UNCLEAR: N_("Les factures {number} sont de plusieurs clients : indiquez lequel a payé."),
    Code.COPY_UNMATCHED: N_("Aucune facture ne porte le numéro que dit le nom « {name} »."),
    Code.COPY_AMBIGUOUS: N_("Le nom « {name} » convient à plusieurs factures : {numbers}."),
    Code.MANAGER_UNKNOWN: N_("« {value} » n'est pas de l'équipe : le chargé de clientèle est laissé vide."),
    Code.DETAILS_ADDED: N_("Fiches de clients complétées : {count}."),
    Code.DETAILS_DIFFER: N_("La fiche de {customer} dit autre chose ({fields}) : elle n'est pas changée."),
    Code.DATES_ADDED: N_("Échéances supposées remplacées par celles du fichier : {count}."),
    Code.DATES_DIFFER: N_(
        "La facture {number} est connue avec d'autres dates ({issued_on}, échéance {due_on}) : "
        "elle n'est pas changée."
    ),
    Code.NAMED_NOT_OPEN: N_(
        "La facture {number} n'est pas ouverte chez ce client dans cette devise : {amount} reste à affecter."
    ),
    Code.PAID_WITHOUT_DATE: N_(
        "Règlements sans date : {count}. Ils comptent, sans compter dans les habitudes."
    ),
    Code.EMAIL_INVALID: N_("L'adresse « {value} » n'est pas valable : elle n'est pas reprise."),
    Code.PHONE_UNREADABLE: N_("Le téléphone « {value} » n'est pas reconnu : il est gardé tel quel."),
    Code.IDENTIFIER_INVALID: N_("Le {name} « {value} » n'est pas valable : il n'est pas repris."),
    Code.VALUE_UNKNOWN: N_("« {value} » n'est pas reconnu : la case est laissée vide."),
    Code.TERMS_NOT_UNDERSTOOD: N_("Le délai « {value} » n'est pas compris : la case est laissée vide."),
    Code.NUMBER_FORMAT_ASSUMED: N_(
        "« {value} » est lu {read} : le séparateur est compté comme celui des milliers."
    ),
    Code.ROUNDED: N_("Le montant « {value} » est arrondi à {read}."),
    Code.EXAMPLE_ROW: N_("Ligne d'exemple, non reprise."),
    Code.REPEATED_ROW: N_("Cette ligne répète la ligne {other} : elle compte une fois."),
    Code.NOT_ISSUED: N_("La pièce {number} n'est pas émise ({status}) : elle n'est pas reprise."),
    Code.ZERO_AMOUNT: N_("Le montant est nul : la ligne n'est pas reprise."),
    Code.DUE_BEFORE_ISSUE: N_("L'échéance {due_on} précède la date de la facture {issued_on}."),
    Code.TOTAL_FROM_LINES: N_("Le total des factures est calculé d'après leurs lignes."),
    Code.ENTRY_NUMBERS_USELESS: N_(
        "Les numéros d'écriture ne séparent pas les écritures : l'équilibre est vérifié sur tout le fichier."
    ),
    Code.NUMBER_FROM_ENTRY: N_("Pièces sans référence propre : {count}. Leur numéro vient de l'écriture."),
    Code.FOREIGN_CURRENCY: N_("Lignes en {currency} : {count}. Le montant comptable en {book} est repris."),
    Code.LETTERING_UNBALANCED: N_(
        "Groupes de lettrage non équilibrés : {count}. Leur reste est laissé ouvert."
    ),
    Code.TERMS_ASSUMED: N_("Échéances calculées à {days} jours : {count}."),
    Code.NOTHING_TO_TAKE: N_("Le fichier est reconnu et ne contient aucune ligne à reprendre."),
    Code.DATE_ORDER_ASSUMED: N_("Les dates sont lues jour/mois/année ; rien dans le fichier ne le prouve."),
    Code.DUE_DATES_MISSING: N_("Factures sans échéance : {count}. Quel est votre délai de paiement ?"),
    Code.EMAILS_MISSING: N_("Clients sans adresse e-mail : {count}."),
    Code.PAYMENT_DATES_MISSING: N_("Règlements sans date : {count}. Quand ont-ils été reçus ?"),
    Code.OPENING_DATES_MISSING: N_(
        "À-nouveaux de l'exercice d'avant, sans vraie date : {count}. De quand datent-ils ?"
    ),
    Code.LETTERING_MISSING: N_("Le fichier n'est pas lettré : quels règlements paient quelles factures ?"),
    Code.DOUBTFUL_ACCOUNTS: N_("Clients avec un compte douteux (416) : {count}. Que faire de ces sommes ?"),
    Code.BILLS_RECEIVABLE: N_(
        "Clients avec des effets à recevoir (413) : {count}. Que faire de ces sommes ?"
    ),
    Code.ADVANCES: N_("Clients ayant versé des avances (419) : {count}. Que faire de ces sommes ?"),
    Code.COLLECTIVE_ACCOUNT: N_(
        "Des lignes sont sur un compte collectif, sans client distinct : qui est-ce ?"
    ),
    Code.MEANS_OF_PAYMENT: N_("Ces comptes ressemblent à des moyens de paiement : sont-ce des clients ?"),
    Code.SAME_GROUP: N_("Ces clients sont aussi en compte de groupe (45) : faut-il les relancer ?"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A remark on a line (or on the whole file, `line` None) and the field it is about."""

    code: Code
    message: Reason
    line: int | None = None
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only a person can answer. `subjects` names the first hundred concerned, of `count`."""

    code: Code
    message: Reason
    count: int
    subjects: tuple[str, ...] = ()


def issue(
    code: Code, *, line: int | None = None, field: str | None = None, value: object = None, **facts: object
) -> Issue:
    """A remark in its sentence; `value` is what stood in the cell, shortened."""
    shown = None if value is None else _shorten(str(value))
    if shown is not None:
        facts["value"] = shown
    return Issue(code=code, message=Reason(SENTENCES[code], **facts), line=line, field=field, value=shown)


def summed(*remarks: Issue) -> tuple[Issue, ...]:
    """Remarks without those said again: the counts of one code about the whole file are added up."""
    found: dict[object, Issue] = {}
    for remark in remarks:
        facts = dict(remark.message.values)
        count = facts.pop("count", None)
        is_counted = remark.line is None and isinstance(count, int)
        same = (remark.code, tuple(facts.items())) if is_counted else len(found)
        if (before := found.get(same)) is not None and isinstance(
            said := before.message.values["count"], int
        ):
            counted = Reason(
                remark.message.text, **facts, count=said + (count if isinstance(count, int) else 0)
            )
            found[same] = replace(before, message=counted)
        else:
            found[same] = remark
    return tuple(found.values())


def question(
    code: Code,
    subjects: list[str],
    *,
    count: int | None = None,
    facts: Mapping[str, object] = MappingProxyType({}),
) -> Question:
    """A question about these subjects; `count` where they are only the first of so many."""
    number = len(subjects) if count is None else count
    message = Reason(SENTENCES[code], count=number, **facts)
    return Question(code=code, message=message, count=number, subjects=tuple(subjects[:SHOWN_SUBJECTS]))


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_VALUE_CHARACTERS else flat[:SHOWN_VALUE_CHARACTERS] + "…"
