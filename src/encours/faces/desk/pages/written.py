"""Numbers as people write them: telephones, SIRENs."""

import phonenumbers


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
