"""Every address of the product, and what it names in the tests' ``world``."""

from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

#: Addresses with a name in them that everybody who is signed in may open, and why.
OPEN = {
    "places:unit": "public facts",
    "rulebook:history": "law is public",
    "rulebook:lay_down": "asks for an organisation of one's own; the service checks it",
    "search:pick": "a source, not a thing; sources show what the actor may see",
    "indicators:indicator": "a definition, not a thing; whose figures are shown is asked for apart",
    "indicators:series": "a definition, not a thing; whose figures are shown is asked for apart",
    "exchange:upload": "a kind, not a thing; needs the kind's right",
    "exchange:template": "a kind, not a thing; needs the kind's right",
    "exchange:current": "a kind, not a thing; one's own union, needs the kind's right",
    "agreements:published": "who has the address of a published text reads its redacted copy",
    "worklist:calendar": "a phone's calendar cannot sign in; the secret stands for the password",
    "cards:verify": "who holds the card holds its code; the page tells valid or not, never whose",
    "members:apply": "who scans a union's code applies without an account",
    "notifications:link": "a channel, not a thing; the link is one's own",
    "notifications:leave": "who holds a letter holds its token; it ends that letter's categories",
    "publications:public": "published papers are for everybody",
    "publications:public_file": "published papers are for everybody",
    "privacy:agree": "a purpose of the rulebook, not a thing; the yes is one's own",
    "signing:verify": "who holds the paper holds its token",
}
LIBRARIES = ("account_", "mfa_", "usersessions", "accounts:")
#: Words that may stand in no page of somebody else.
SECRET = "Quy chế tuyệt mật"


def named_routes(patterns=None, namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from named_routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.pattern.converters:
            yield f"{namespace}{pattern.name}", dict(pattern.pattern.converters)


ROUTES = {
    name: keys
    for name, keys in named_routes()
    if name not in OPEN and not name.startswith(LIBRARIES)
}


def address(world, name, keys):
    """Return the address of the thing; the longest key of ``world`` that fits says which."""
    fits = [key for key in world if name == key or name.startswith((f"{key}:", f"{key}_"))]
    assert fits, f"say in `world` what {name} names"
    values = world[max(fits, key=len)]
    made = {key: 1 if isinstance(kind, IntConverter) else uuid4() for key, kind in keys.items()}
    return reverse(name, kwargs=made | {key: values[key] for key in keys if key in values})
