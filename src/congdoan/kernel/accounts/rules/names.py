import re

from congdoan.foundation import vietnamese

# A letter first: a user name is never mistaken for a phone number or an e-mail address.
_USER_NAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")


def normal_user_name(text: str) -> str:
    """Return the name as stored and looked up: lower case, without diacritics."""
    return vietnamese.fold(text)


def is_user_name(text: str) -> bool:
    return _USER_NAME.fullmatch(text) is not None
