"""The encoding of a web page: what it declares, unless its bytes say otherwise."""

from __future__ import annotations

import codecs
import re
from typing import Final

_HEAD_BYTES: Final = 4096
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_FREQUENT: Final = frozenset("оеаинтсрвлкмдпу")
_SAMPLE_BYTES: Final = 200_000
# As browsers do: pages that say Latin-1 mean what Windows made of it.
_MEANT: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8"}


def page_text(data: bytes) -> str:
    """Decode a web page.

    A byte order mark decides; then bytes that are valid UTF-8 are it, whatever is declared; then
    the declared encoding counts if the bytes fit it; else the Cyrillic encoding that gives the
    likeliest letters is taken, else that of Western Windows.

    Parameters
    ----------
    data
        The bytes of the page.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data[:_HEAD_BYTES])
    if declared == "utf-8" and _nearly_utf8(data):
        return data.decode("utf-8", "replace")
    # Every byte means something in these, so that what is declared proves nothing.
    if declared in (None, "utf-8", "cp1252"):
        declared = _likeliest(data)
    try:
        return data.decode(declared)
    except UnicodeDecodeError:
        return data.decode(_likeliest(data), "replace")


def _declared(head: bytes) -> str | None:
    """The encoding that a page declares, under Python's name; None if none that is text."""
    found = _DECLARED.search(head)
    if found is None:
        return None
    try:
        info = codecs.lookup((found[1] or found[2]).decode("ascii"))
        # Some codecs turn bytes into bytes.
        b"a".decode(info.name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return _MEANT.get(info.name, info.name)


def _nearly_utf8(data: bytes) -> bool:
    """Whether a page is UTF-8 but for a few bytes, such as one that was cut short."""
    sample = data[:_SAMPLE_BYTES].decode("utf-8", "replace")
    beyond = sum(c > "\x7f" for c in sample)
    return sample.count("\ufffd") * 10 < beyond


def _likeliest(data: bytes) -> str:
    """The encoding under which most letters beyond ASCII are frequent ones of Cyrillic text."""
    sample = bytes(byte for byte in data[:_SAMPLE_BYTES] if byte > 0x7F)

    def share(encoding: str) -> float:
        letters = sample.decode(encoding, "replace")
        return sum(c in _FREQUENT for c in letters) / max(len(letters), 1)

    best = max(_CYRILLIC, key=share)
    return best if share(best) > 0.5 else "cp1252"
