"""Tells the other language, and «tu» where «vous» is due (LAN01, REG01)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from encours.ground.wording.linter.reading import Found, Reading

_ENOUGH = 3
_ENGLISH = frozenset(
    [
        "the",
        "and",
        "you",
        "your",
        "is",
        "are",
        "of",
        "with",
        "we",
        "our",
        "have",
        "has",
        "this",
        "that",
        "please",
        "will",
        "for",
        "not",
        "been",
        "was",
        "were",
        "they",
        "it",
        "be",
        "by",
        "from",
        "when",
        "would",
        "could",
        "should",
        "if",
        "what",
        "an",
        "to",
        "in",
        "on",
        "about",
        "account",
        "after",
        "agreed",
        "all",
        "amount",
        "answer",
        "any",
        "arrived",
        "asap",
        "find",
        "waiting",
        "attached",
        "available",
        "back",
        "bank",
        "before",
        "being",
        "both",
        "but",
        "confirm",
        "confirmed",
        "days",
        "dear",
        "did",
        "discussed",
        "does",
        "due",
        "enclosed",
        "forward",
        "further",
        "happy",
        "hello",
        "here",
        "how",
        "invoice",
        "just",
        "kind",
        "kindly",
        "know",
        "last",
        "let",
        "looking",
        "many",
        "meeting",
        "month",
        "months",
        "more",
        "morning",
        "much",
        "next",
        "open",
        "overdue",
        "paid",
        "payment",
        "received",
        "regarding",
        "regards",
        "reminder",
        "reply",
        "send",
        "sent",
        "settled",
        "sincerely",
        "some",
        "soon",
        "still",
        "than",
        "thank",
        "thanks",
        "their",
        "them",
        "then",
        "there",
        "tomorrow",
        "transfer",
        "until",
        "very",
        "welcome",
        "where",
        "which",
        "why",
        "wishes",
        "yesterday",
        "yours",
    ]
)
_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "une",
        "est",
        "et",
        "vous",
        "votre",
        "vos",
        "nous",
        "notre",
        "nos",
        "pas",
        "avec",
        "pour",
        "que",
        "qui",
        "dans",
        "sur",
        "cette",
        "ces",
        "aux",
        "ne",
        "au",
        "merci",
        "bonjour",
        "cordialement",
        "avons",
        "avez",
        "sont",
        "je",
        "il",
        "elle",
        "de",
        "un",
        "en",
        "par",
        "afin",
        "agreer",
        "ainsi",
        "alors",
        "annee",
        "apres",
        "aujourd",
        "avant",
        "avoir",
        "beaucoup",
        "bien",
        "bientot",
        "bonne",
        "bonsoir",
        "celle",
        "celui",
        "cet",
        "ceux",
        "chez",
        "ci",
        "cordiales",
        "deja",
        "delai",
        "demain",
        "depuis",
        "dernier",
        "derniere",
        "distingues",
        "donc",
        "echeance",
        "etre",
        "facture",
        "factures",
        "faire",
        "hier",
        "hui",
        "jamais",
        "jointe",
        "jointes",
        "jour",
        "journee",
        "jours",
        "leur",
        "leurs",
        "lorsque",
        "madame",
        "mais",
        "meme",
        "moins",
        "mois",
        "monsieur",
        "montant",
        "où",
        "paiement",
        "parce",
        "pendant",
        "priere",
        "prochain",
        "prochaine",
        "quand",
        "rappel",
        "recu",
        "recue",
        "reglement",
        "relance",
        "reponse",
        "salut",
        "selon",
        "semaine",
        "ses",
        "sinceres",
        "solde",
        "toujours",
        "tres",
        "trouver",
        "vers",
        "veuillez",
        "virement",
        "voici",
        "voila",
    ]
)
_IN_BOTH = {
    "fr": frozenset({"on", "an", "has", "if", "in", "be", "it", "not", "will"}),
    "en": frozenset({"on", "en", "des", "pas", "sur", "la", "de", "au", "est", "sont", "le", "du", "par"}),
}
_WORD = re.compile(r"[a-z]+")
_IDIOM = re.compile(
    r"(?<!\w)(?:as (?:discussed|agreed|per)|(?:best|kind) regards|looking forward|by the way)(?!\w)"
)
_ACCENTED = re.compile(r"(?<!\w)[a-zà-öø-ÿœ]*[àâçéèêëîïôûùœ][a-zà-öø-ÿœ]*(?!\w)")
_LOANS = frozenset(
    re.findall(
        r"\S+",
        "café cafés résumé fiancé fiancée née façade cliché déjà touché naïve entrée sauté purée exposé décor pâté "
        "soirée matinée protégé fête crème brûlée élite rôle",
    )
)
"""French words with their accents that English uses as its own."""
_QUOTED = re.compile(r"[«“\"][^»”\"]{0,200}[»”\"]|https?://\S{1,200}|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,80}")
_TU = re.compile(
    r"(?<![\w-])(?:(?:dis|reponds|envoie|rappelle|appelle|regarde|donne|ecris|previens|fais|paie|regle|verse)-(?:moi|nous)"
    r"|stp|s'il te plait|t'inquiete|^ecoute(?=,)"
    r"|(?:\w+-)?(?<!s'est )(?<!se sont )tu|toi|t'(?=as\b|es\b|en\b|y\b|avais|aurais|appell|envo|inform|ecri"
    r"|invit|indiqu|adress|avions|avons|avait)|te(?= (?:[a-z]{2,}))|"
    r"tes(?= [a-z])|ta(?= [a-z])|ton(?= [a-z]))(?!\w)"
)
_TON_NOUN = re.compile(
    r"(?:le|du|un|au|ce|de|quel|son|notre|votre|changer de|hausser le|sur un|sur le|d'un|meme|bon|quel|des"
    r"|les|l'|ton sur|teinte|couleur|nuance|gris|bleu|ce meme|deux|trois"
    r"|tout|en|avec|dans|par|d'autre|chaque|sans|du meme|nouveau|premier|second|mi) ton$"
)
_VOUS = re.compile(r"(?<!\w)(?:vous|votre|vos)(?!\w)")
_NOT_POSSESSED = re.compile(
    r"ton (?:sur ton|est|etait|de|du|employe|utilise|courtois|poli|cordial|plus|moins|neutre|ferme|calme|et|pose|sera"
    r"|doit|reste|adopte|amical|convient|juste)\b"
)


def foreign_in(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where three words that only the other language joins sentences with stand (folded)."""
    language = reading.book.language
    other = (_ENGLISH if language == "fr" else _FRENCH) - _IN_BOTH[language]
    text = _QUOTED.sub(lambda match: " " * len(match[0]), reading.folded.text)
    found = [match for match in _WORD.finditer(text) if match[0] in other or _is_accented(match, reading)]
    if language == "fr" and (idiom := _IDIOM.search(text)) is not None:
        yield idiom.span()
        return
    if len({match[0] for match in found}) >= 2 and len(found) >= _ENOUGH:
        yield found[0].start(), found[-1].end()
        return
    for first, second in pairwise(found):
        if text[first.end() : second.start()] == " " and not _is_a_name(first, second, reading):
            yield first.start(), second.end()
            return


def _is_accented(match: re.Match[str], reading: Reading) -> bool:
    """Whether a small word of an English text bears a French accent."""
    if reading.book.language != "en" or reading.folded.places is not None:
        return False
    word = reading.given[match.start() : match.end()]
    return word not in _LOANS and _ACCENTED.fullmatch(word) is not None


def _is_a_name(first: re.Match[str], second: re.Match[str], reading: Reading) -> bool:
    """Two capitals in a row are a company: «Best Western», «La Poste»."""
    starts = (reading.folded.start(first.start()), reading.folded.start(second.start()))
    return all(reading.given[start : start + 1].isupper() for start in starts)


def familiar_in(reading: Reading) -> Iterator[Found]:
    """«tu» where it was not agreed, or beside «vous»."""
    if reading.book.language != "fr":
        return
    if reading.context.tutoiement and not (_VOUS.search(reading.folded.text)):
        return
    for sentence, _ in reading.sentences:
        for match in _TU.finditer(sentence.text):
            before = sentence.text[max(0, match.start() - 14) : match.end()]
            is_noun = match[0] == "ton" and (
                _TON_NOUN.search(before) or _NOT_POSSESSED.match(sentence.text, match.start())
            )
            if is_noun:
                continue
            if reading.context.tutoiement and _is_plural(reading):
                continue
            yield Found(sentence.start + match.start(), sentence.start + match.end(), sentence)
            break


def _is_plural(reading: Reading) -> bool:
    """«rendez-vous» and «entre vous» are no register."""
    return not _VOUS.search(re.sub(r"rendez-vous|s'il vous plait|entre vous", "", reading.folded.text))
