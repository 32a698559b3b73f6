"""What a token may be used for: a register filled from above, by the surface that takes tokens."""

#: Code → label (translated when it is read).
_scopes: dict[str, object] = {}


def declare_scope(code: str, label: object) -> str:
    """
    Declare what a token may be used for; from ``wiring.py`` only.

    :raises ValueError: when the code is taken
    """
    if code in _scopes:
        message = f"Scope declared twice: {code}"
        raise ValueError(message)
    _scopes[code] = label
    return code


def scopes() -> dict[str, object]:
    return dict(_scopes)
