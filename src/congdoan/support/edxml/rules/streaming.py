"""
The hardened reader: one pass over a stream, nothing kept that is over its measure.

Expat reads piece by piece. A DOCTYPE ends the reading, so there are no entities and nothing is
fetched. Text of an attachment goes straight through the base64 decoder into a file on disk once
it is more than a little; the first byte over a limit ends the reading, whatever would follow.
"""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from xml.parsers import expat

from congdoan.support.edxml.rules.refusals import (
    AttachmentBroken,
    AttachmentTooLarge,
    HasEntities,
    NotXml,
    PackageTooLarge,
    TextTooLong,
    TooDeep,
    TooManyAttachments,
)

_MEGABYTE = 1024 * 1024
_IN_MEMORY = 256 * 1024
#: Elements whose text is a file.
CONTENT = frozenset({"ContentTransferEncoded", "ContentTransferEncoding", "Content64"})


@dataclass(frozen=True)
class Limits:
    """Bytes of the whole package, of one file in it, of one text; how deep, how many."""

    package: int = 120 * _MEGABYTE
    attachment: int = 25 * _MEGABYTE
    text: int = 64 * 1024
    depth: int = 24
    elements: int = 20_000
    attachments: int = 50


@dataclass
class Node:
    """One element by its local name; texts are whole, contents lie in ``file``."""

    name: str
    namespace: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    file: "IO[bytes] | None" = None

    def find(self, name: str) -> "Node | None":
        return next((one for one in self.children if one.name == name), None)

    def all(self, name: str) -> list["Node"]:
        return [one for one in self.children if one.name == name]

    def deep(self, name: str) -> "Node | None":
        """Return the first element of that name anywhere below."""
        for one in self.children:
            found = one if one.name == name else one.deep(name)
            if found is not None:
                return found
        return None

    def said(self, *path: str) -> str:
        """Return the text at a path of names; "" where there is none."""
        node: Node | None = self
        for name in path:
            node = node.find(name) if node is not None else None
        return node.text if node is not None else ""


class _Decoder:
    """Base64 in pieces, into a file that is on disk once it is large."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.rest = limit, 0, ""
        self.file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the node's

    def take(self, text: str) -> None:
        joined = self.rest + "".join(text.split())
        whole = len(joined) - len(joined) % 4
        self.rest = joined[whole:]
        self._write(joined[:whole])

    def end(self) -> "IO[bytes]":
        if self.rest:
            raise AttachmentBroken(name="")
        self.file.seek(0)
        return self.file

    def _write(self, text: str) -> None:
        try:
            piece = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise AttachmentBroken(name="") from None
        self.size += len(piece)
        if self.size > self.limit:
            raise AttachmentTooLarge(limit=self.limit // _MEGABYTE)
        self.file.write(piece)


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.limits, self.elements, self.files = limits, 0, 0
        self.root: Node | None = None
        self.open: list[Node] = []
        self.texts: list[str] = []
        self.length = 0
        self.decoder: _Decoder | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        parser.ExternalEntityRefHandler = self.refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.say
        self.parser = parser

    def refuse(self, *_: Any) -> int:
        raise HasEntities

    def start(self, full: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) >= self.limits.depth or self.elements > self.limits.elements:
            raise TooDeep
        namespace, _space, name = full.rpartition(" ")
        local = {key.rpartition(" ")[2]: value[:500] for key, value in attributes.items()}
        node = Node(name, namespace, attributes=local)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)
        self.texts, self.length = [], 0
        if name in CONTENT:
            self.files += 1
            if self.files > self.limits.attachments:
                raise TooManyAttachments(most=self.limits.attachments)
            self.decoder = _Decoder(self.limits.attachment)

    def say(self, text: str) -> None:
        if self.decoder is not None:
            self.decoder.take(text)
            return
        self.length += len(text)
        if self.length > self.limits.text:
            raise TextTooLong(part=self.open[-1].name)
        self.texts.append(text)

    def end(self, _name: str) -> None:
        node = self.open.pop()
        if self.decoder is not None:
            node.file, self.decoder = self.decoder.end(), None
        elif not node.children:
            node.text = "".join(self.texts).strip()
        self.texts, self.length = [], 0


def pieces(stream: "IO[bytes]", size: int = 64 * 1024) -> Iterable[bytes]:
    """Return a stream's content piece by piece."""
    read: Callable[[], bytes] = lambda: stream.read(size)  # noqa: E731
    return iter(read, b"")


def read_tree(stream: "IO[bytes]", limits: Limits) -> Node:
    """
    Return the elements of a package.

    :raises PackageRefused: for what is malformed, hostile or over a limit
    """
    reader, seen = _Reader(limits), 0
    try:
        for piece in pieces(stream):
            seen += len(piece)
            if seen > limits.package:
                raise PackageTooLarge(limit=limits.package // _MEGABYTE)
            reader.parser.Parse(piece, False)  # noqa: FBT003 - expat's
        reader.parser.Parse(b"", True)  # noqa: FBT003 - expat's
    except (expat.ExpatError, LookupError, ValueError):  # the last two: encodings expat has not
        raise NotXml from None
    if reader.root is None:
        raise NotXml
    return reader.root
