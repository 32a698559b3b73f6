import phonenumbers

HOME = "VN"


def normal_phone(text: str) -> str:
    """
    Return a phone number as E.164 (``+84912345678``), or nothing when it is none.

    Takes what people write: 0912 345 678, +84912345678, 84 912 345 678, 0912.345.678.
    """
    digits = "".join(char for char in text if char.isdigit())
    if not digits:
        return ""
    spelled = f"+{digits}" if _is_international(text, digits) else digits
    try:
        number = phonenumbers.parse(spelled, HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _is_international(text: str, digits: str) -> bool:
    return text.strip().startswith("+") or (digits.startswith("84") and len(digits) >= 11)


def national_phone(number: str) -> str:
    """Return a stored number as people read it (``0912 345 678``)."""
    if not number:
        return ""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    shape = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if home
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, shape)
