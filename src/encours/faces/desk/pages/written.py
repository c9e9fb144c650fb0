"""What is known of people and companies, as one writes it: telephones, SIRENs, when somebody can be reached."""

from typing import Any

import phonenumbers

from encours.ground.kernel.reason import N_, Reason


def phone_text(phone: str, *, country: str = "FR") -> str:
    """A number as one writes it in a country, with its prefix when it is of another one."""
    try:
        number = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return phone
    is_here = phonenumbers.country_code_for_region(country) == number.country_code
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if is_here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return str(phonenumbers.format_number(number, form))


def siren_text(siren: str) -> str:
    """«552 100 554», with gaps that do not break."""
    return "\N{NO-BREAK SPACE}".join(siren[i : i + 3] for i in range(0, len(siren), 3))


def reachable(person: Any) -> Reason:
    """The hours at which somebody may be called; empty when they named none."""
    hours = {
        name: f"{hour:%H:%M}"
        for name, hour in (("start", person.reachable_from), ("end", person.reachable_until))
        if hour
    }
    match sorted(hours):
        case ["end", "start"]:
            return Reason(N_("joignable de {start} à {end}"), **hours)
        case ["start"]:
            return Reason(N_("joignable à partir de {start}"), **hours)
        case ["end"]:
            return Reason(N_("joignable jusqu'à {end}"), **hours)
    return Reason("")
