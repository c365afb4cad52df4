"""What typesetting did to a text, undone: ligatures, hard blanks, soft hyphens, raised figures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Presentation forms of letters that belong together, U+FB00 to U+FB06.
_LIGATURES: Final = {ord(c): unicodedata.normalize("NFKC", c) for c in "ﬀﬁﬂﬃﬄﬅﬆ"}
# Marks without width that only say where a line may or may not break.
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_HARD_BLANK: Final = re.compile("(?<!\\d)[\u00a0\u202f]|[\u00a0\u202f](?!\\d)")
_BLANKS: Final = re.compile("[ \t\f\v\u2000-\u200a\u205f\u3000]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LENGTH: Final = re.compile(r"(?:^|[\W\d_])(?:km|m|mi|ft|yd|км|м)$")
_POWERS: Final = {"2": "²", "3": "³"}
_NOTE: Final = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§]{1,3})[\])]?(?:\s*,\s*\d{1,3})*")


def clean(text: str) -> str:
    """Bring a paragraph into plain characters with single blanks, its line breaks kept.

    A hard blank between two figures stays, since it parts thousands. Halves of surrogate pairs
    and control characters are dropped.

    Parameters
    ----------
    text
        One paragraph.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain if plain.isprintable() else _CONTROL.sub("", plain)
    if not plain.isascii():
        plain = plain.translate(_INVISIBLE).translate(_LIGATURES)
        plain = _HARD_BLANK.sub(" ", unicodedata.normalize("NFC", plain))
    plain = _BLANKS.sub(" ", plain)
    return "\n".join(line for line in (part.strip() for part in plain.split("\n")) if line)


def raised(before: str, text: str) -> str:
    """Give what raised characters stand for: a power of a unit, nothing for the mark of a note.

    Parameters
    ----------
    before
        What stands before them.
    text
        The raised characters, such as `2` behind `km`, `[3]` behind a sentence, `th` behind 5.
    """
    bare = text.strip()
    if bare in _POWERS and _LENGTH.search(before[-4:]):
        return _POWERS[bare]
    return "" if _NOTE.fullmatch(bare) else text


def joined(paragraphs: Iterable[str]) -> str:
    """Put paragraphs into one text, cleaned, with an empty line between two of them.

    Items of one list stand on lines below each other.

    Parameters
    ----------
    paragraphs
        The paragraphs; one that begins with `- ` is an item of a list.
    """
    parts: list[str] = []
    item_before = False
    for paragraph in map(clean, paragraphs):
        item = paragraph.startswith("- ")
        if paragraph.strip("- "):
            if parts:
                parts.append("\n" if item and item_before else "\n\n")
            parts.append(paragraph)
            item_before = item
    return "".join(parts)
