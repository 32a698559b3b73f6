"""The register of verbs: every act that is recorded has a sentence people can read."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from congdoan.foundation.vietnamese import sort_key
from congdoan.kernel.audit.models import AuditEntry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_sentences: dict[str, "str | _StrPromise"] = {}


def declare_verb(code: str, sentence: "str | _StrPromise") -> None:
    """
    Give a verb its sentence, e.g. ``_("{actor} đã ký {target}")``; from ``wiring.py`` only.

    ``{actor}``, ``{target}`` and ``{reason}`` are filled in; the code starts with the slice's name.

    :raises ValueError: when the verb has another sentence already
    """
    known = _sentences.setdefault(code, sentence)
    if str(known) != str(sentence):
        message = f"Verb declared twice: {code}"
        raise ValueError(message)


def require_declared(code: str) -> None:
    """:raises ValueError: when nobody could read an entry with this verb."""
    if code not in _sentences:
        message = f"Verb without a sentence: {code} (declare_verb in wiring.py)"
        raise ValueError(message)


def declared_verbs() -> tuple[str, ...]:
    return tuple(sorted(_sentences))


def described_verbs() -> list[tuple[str, str]]:
    """Return each verb with its sentence, the blanks drawn as dots, in Vietnamese order."""
    described = [
        (code, gettext(str(told)).format(actor="…", target="…", reason="…"))
        for code, told in _sentences.items()
    ]
    return sorted(described, key=lambda one: sort_key(one[1]))


def sentence(entry: AuditEntry) -> str:
    """Return the act as one sentence in the active language."""
    template = _sentences.get(entry.verb)
    if template is None:  # a verb of a version that is no longer installed
        return f"{entry.actor_name}: {entry.verb} {entry.target_label}"
    told = gettext(str(template)).format(
        actor=entry.actor_name, target=entry.target_label, reason=entry.reason
    )
    if entry.acting_for:
        by = gettext("do {name} thao tác thay").format(name=entry.acting_for)
        return f"{told} ({by})"
    return told
