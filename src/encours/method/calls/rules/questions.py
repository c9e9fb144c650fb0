"""The questions of a call in order, and where every answer leads. Nobody's bad intent is among the answers."""

from collections.abc import Sequence
from types import MappingProxyType

from encours.books.creditor.rules.roles import Role
from encours.ground.kernel.reason import N_
from encours.method.calls.rules.tree import Answer, Due, Leads, Leaf, Part, Question
from encours.method.cases.rules.words import CaseReason

_R = CaseReason
FIRST = "anything"
ASIDE = (
    Answer("refuses", N_("ne souhaite pas en parler"), "write_options"),
    Answer("denies", N_("dit ne rien devoir"), "prove"),
    Answer("emotional", N_("le ton monte, l'émotion prend le dessus"), "cool_down"),
    Answer("serious", N_("un deuil, une maladie, un sinistre"), "hold"),
)
"""Answers that may come to any question."""
_OTHER = Answer("other", N_("autre chose"), "answer_later")


def _asked(key: str, part: Part, text: str, *answers: tuple[str, str, str]) -> Question:
    return Question(key, part, text, (*(Answer(*answer) for answer in answers), _OTHER))


_MINOR, _MAJOR = Part.MINOR, Part.MAJOR
_ALL = (
    _asked(
        "anything", Part.OPENING,
        N_("Y a-t-il quelque chose à propos du paiement dont je devrais être au courant ?"),
        ("told", N_("la personne explique"), "arrived"),
        ("nothing", N_("rien de particulier"), "arrived"),
        ("paid", N_("c'est déjà payé"), "check_bank"),
        ("date", N_("propose d'elle-même une date"), "promise"),
    ),
    _asked(
        "arrived", _MINOR, N_("La facture est-elle bien arrivée, à la bonne personne ?"),
        ("yes", N_("oui"), "correct"),
        ("no", N_("non, ou pas à la bonne personne"), "resend"),
    ),
    _asked(
        "correct", _MINOR,
        N_("La facture est-elle correcte (montant, numéro de commande, TVA, raison sociale, adresse) ?"),
        ("yes", N_("oui"), "means"),
        ("reference", N_("une référence leur manque, la nôtre était juste"), "fix_reference"),
        ("ours", N_("nous nous sommes trompés de référence ou de société"), "fix_ours"),
        ("amount", N_("le montant n'est pas le bon"), "dispute"),
    ),
    _asked(
        "means", _MINOR, N_("Les modes de paiement proposés conviennent-ils ?"),
        ("yes", N_("oui"), "missing"),
        ("no", N_("non"), "offer_means"),
    ),
    _asked(
        "missing", _MINOR, N_("Manque-t-il une information ou une validation pour payer ?"),
        ("nothing", N_("rien ne manque"), "satisfied"),
        ("document", N_("une pièce manque"), "send_document"),
        ("our_word", N_("nous avions promis quelque chose"), "keep_our_word"),
        ("approval", N_("une validation interne"), "wait_for_approval"),
        ("paid", N_("c'est déjà payé"), "check_bank"),
    ),
    _asked(
        "satisfied", _MAJOR, N_("Êtes-vous satisfait de ce qui a été livré ?"),
        ("yes", N_("oui"), "when"),
        ("no", N_("non"), "dispute"),
        ("our_word", N_("nous avions promis quelque chose"), "keep_our_word"),
    ),
    _asked(
        "when", _MAJOR, N_("Quand et comment le règlement pourrait-il se faire ?"),
        ("soon", N_("une date dans les dix jours"), "promise"),
        ("later", N_("plus tard, ou en plusieurs fois"), "plan"),
        ("no_date", N_("aucune date"), "first_part"),
    ),
    _asked(
        "first_part", _MAJOR, N_("Qu'est-ce qui permettrait un premier versement ?"),
        ("something", N_("un premier versement est possible"), "plan"),
        ("nothing", N_("rien pour l'instant"), "else"),
    ),
    _asked(
        "plan", _MAJOR, N_("Serait-il utile de mettre en place un plan de paiement ?"),
        ("for_a_time", N_("oui, le temps de passer un cap"), "plan_proposal"),
        ("lasting", N_("oui, mais la difficulté va durer"), "smaller_plan"),
        ("owes_many", N_("d'autres fournisseurs attendent, une procédure est proche"), "signals"),
        ("no", N_("non"), "else"),
    ),
    _asked(
        "else", _MAJOR, N_("Y a-t-il autre chose qui empêche le règlement ?"),
        ("their_customer", N_("attend d'être payé par son propre client"), "part_now"),
        ("pressure", N_("« nous payons à 90 jours »"), "talk_business"),
        ("absent", N_("la personne qui décide est absente"), "call_decider"),
        ("nothing", N_("non, rien de précis"), "call_back"),
    ),
)  # fmt: skip
QUESTIONS = MappingProxyType({question.key: question for question in _ALL})
_AR, _OWNER = Role.AR, Role.OWNER
LEAVES = MappingProxyType(
    {
        "resend": Leaf(
            Leads.RESEND, _R.ADMIN, _AR, Due.TODAY,
            N_(
                "Renvoyez-la pendant l'appel, faites confirmer l'ouverture, notez la bonne personne, "
                "puis demandez une date."
            ),
        ),
        "fix_reference": Leaf(
            Leads.FIX_REFERENCE, _R.ADMIN, _AR, Due.TODAY,
            N_("Facture avec leur référence aujourd'hui même ; l'échéance ne change pas."),
        ),
        "fix_ours": Leaf(
            Leads.FIX_OURS, _R.OUR_FAULT, _AR, Due.TODAY,
            N_("Facture corrigée aujourd'hui même, avec nos excuses ; huit jours de plus pour régler."),
        ),
        "dispute": Leaf(
            Leads.DISPUTE, _R.DISSATISFIED, Role.MANAGER, Due.TEN_DAYS,
            N_(
                "Quoi, depuis quand, pour quelle partie ? Ouvrez le litige pour cette partie "
                "seulement ; le reste garde sa date."
            ),
        ),
        "offer_means": Leaf(
            Leads.OFFER_MEANS, _R.ADMIN, _AR, Due.TODAY,
            N_("Proposez virement, prélèvement, chèque ou dépôt sur leur portail, puis demandez une date."),
        ),
        "send_document": Leaf(
            Leads.SEND_DOCUMENT, _R.ADMIN, _AR, Due.TODAY,
            N_("Notez quelle pièce, à qui l'envoyer ; elle part aujourd'hui."),
        ),
        "keep_our_word": Leaf(
            Leads.KEEP_OUR_WORD, _R.OUR_FAULT, Role.MANAGER, Due.TWO_DAYS,
            N_("Notre parole d'abord : dites pour quand, excusez-vous une fois, ne demandez rien d'autre."),
        ),
        "wait_for_approval": Leaf(
            Leads.WAIT_FOR_APPROVAL, _R.ADMIN, _AR, Due.AGREED,
            N_("Qui valide, et quand part le prochain règlement ? L'accord porte sur ce jour-là."),
        ),
        "check_bank": Leaf(
            Leads.CHECK_BANK, _R.ADMIN, _AR, Due.THREE_DAYS,
            N_("Demandez la date et la référence du virement ; cherchez-le à la banque, trois jours ouvrés."),
        ),
        "promise": Leaf(
            Leads.PROMISE, None, _AR, Due.AGREED,
            N_("Un montant, une date de calendrier, un moyen, une personne : faites-les redire."),
        ),
        "call_back": Leaf(
            Leads.CALL_BACK, _R.UNKNOWN, _AR, Due.A_WEEK,
            N_("Convenez d'un rappel, au plus tard dans sept jours."),
        ),
        "plan_proposal": Leaf(
            Leads.PLAN, _R.FINANCIAL, _AR, Due.TODAY,
            N_("L'écoute d'abord. Puis des dates égales sur 90 jours au plus, la première sous sept jours."),
        ),
        "smaller_plan": Leaf(
            Leads.SMALLER_PLAN, _R.FINANCIAL, _OWNER, Due.TWO_DAYS,
            N_("De plus petites mensualités : le dirigeant en décide, ne promettez rien."),
        ),
        "signals": Leaf(
            Leads.SIGNALS, _R.FINANCIAL, _OWNER, Due.TODAY,
            N_("Écoutez, ne conseillez pas. Le dirigeant revoit les conditions ; une médiation peut être proposée."),
        ),
        "part_now": Leaf(
            Leads.PART_NOW, _R.FINANCIAL, _AR, Due.AGREED,
            N_("À quelle date l'attend-il ? Une part maintenant, le reste à cette date, par écrit."),
        ),
        "talk_business": Leaf(
            Leads.TALK_BUSINESS, _R.UNKNOWN, Role.ACCOUNT_MANAGER, Due.TWO_DAYS,
            N_(
                "Rappelez ce qui a été convenu, sans débattre ; les conditions futures se parlent "
                "avec son interlocuteur commercial."
            ),
        ),
        "call_decider": Leaf(
            Leads.CALL_DECIDER, _R.ADMIN, _AR, Due.AGREED,
            N_("Son nom, le jour de son retour : rappelez ce jour-là."),
        ),
        "write_options": Leaf(
            Leads.WRITE_OPTIONS, _R.UNKNOWN, _AR, Due.A_WEEK,
            N_("Laissez la porte ouverte : vous écrivez les possibilités, vous rappelez dans sept à dix jours."),
        ),
        "prove": Leaf(
            Leads.PROVE, _R.DISSATISFIED, Role.MANAGER, Due.TEN_DAYS,
            N_("Envoyez l'accord et la preuve de livraison, ouvrez un litige : il sera répondu comme à tout autre."),
        ),
        "answer_later": Leaf(
            Leads.ANSWER_LATER, _R.UNKNOWN, _AR, Due.TWO_DAYS,
            N_(
                "Notez ses mots. Sans réponse sous la main : « je cherche et je vous rappelle », sous "
                "deux jours ouvrés."
            ),
        ),
        "cool_down": Leaf(
            Leads.COOL_DOWN, None, _AR, Due.COOLED,
            N_("Une pause, puis la phrase de fin. Rien ne se décide aujourd'hui."),
        ),
        "hold": Leaf(
            Leads.HOLD, None, _AR, Due.TODAY,
            N_("Ne demandez rien, n'écrivez aucun détail. Le client est mis en attente."),
        ),
    }
)  # fmt: skip


def question_after(answers: Sequence[tuple[str, str]]) -> Question | None:
    """The question to ask now, after some answers (question, answer); None where a branch has ended."""
    if not answers:
        return QUESTIONS[FIRST]
    leads_to = _leads_to(*answers[-1])
    return QUESTIONS.get(leads_to)


def leaves_of(answers: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The leaves that some answers reached, in order, each once."""
    found = (_leads_to(*answer) for answer in answers)
    return tuple(dict.fromkeys(key for key in found if key in LEAVES))


def goes_on_with(answers: Sequence[tuple[str, str]]) -> Question | None:
    """The next question where somebody wants to go on after a leaf: a small thing mended is no date yet."""
    if not answers:
        return QUESTIONS[FIRST]
    order = list(QUESTIONS)
    place = order.index(answers[-1][0]) + 1
    asked = {question for question, _answer in answers}
    if QUESTIONS[answers[-1][0]].part is Part.MINOR and "when" not in asked:
        return QUESTIONS["when"]
    rest = [key for key in order[place:] if key not in asked]
    return QUESTIONS[rest[0]] if rest else None


def is_answer(question: str, answer: str) -> bool:
    """Whether a question has that answer."""
    return question in QUESTIONS and answer in {a.key for a in answers_to(question)}


def answers_to(question: str) -> tuple[Answer, ...]:
    """The answers of a question, those that may come at any time last."""
    return (*QUESTIONS[question].answers, *ASIDE)


def reason_of(answers: Sequence[tuple[str, str]]) -> CaseReason | None:
    """The reason that the answers tell of this delay: the last one that tells any."""
    told = [LEAVES[key].reason for key in leaves_of(answers)]
    known = [reason for reason in told if reason not in {None, _R.UNKNOWN}]
    return known[-1] if known else None


def _leads_to(question: str, answer: str) -> str:
    return next((a.leads_to for a in answers_to(question) if a.key == answer), "")
