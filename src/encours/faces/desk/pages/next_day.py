"""What «Lendemain matin» answers: what the demonstration's bank told, what came in, what the night prepared."""

from encours.flows.next_morning import Morning
from encours.ground.kernel.money import total
from encours.ground.kernel.reason import N_, Reason


def morning_words(morning: Morning, currency: str) -> Reason:
    """One sentence for each thing that happened meanwhile; amounts in another currency are only counted."""
    return Reason(
        N_("{bank} {letters} Messages préparés cette nuit : {queued}."),
        bank=_bank(morning, currency),
        letters=_letters(morning),
        queued=morning.queued,
    )


def _bank(morning: Morning, currency: str) -> Reason:
    if morning.bank_read_to is None:
        return Reason(N_("La nuit est passée."))
    if not morning.received:
        return Reason(
            N_("La banque de la démonstration est lue jusqu'au {on} : rien n'est arrivé."),
            on=morning.bank_read_to,
        )
    own = total((money for money in morning.received if money.currency == currency), currency)
    return Reason(
        N_("La banque de la démonstration est lue jusqu'au {on}. Règlements arrivés : {count} ({amount})."),
        on=morning.bank_read_to,
        count=len(morning.received),
        amount=own,
    )


def _letters(morning: Morning) -> Reason:
    if not morning.letters:
        return Reason(N_("Aucune réponse à lire."))
    return Reason(N_("Réponses reçues, à lire : {count}."), count=morning.letters)
