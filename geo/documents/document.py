"""A document: the plain text taken out of a file, and what the file says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, get_args

DocumentKind = Literal["html", "pdf", "docx"]
DOCUMENT_KINDS: Final[tuple[str, ...]] = get_args(DocumentKind)
_DAY: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
_TITLE_LIMIT: Final = 300
# What programs write where the writer gave no title or name.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft word|powerpoint|microsoft powerpoint) - .*|untitled.*|document\d*|about:blank|"
    r"\(?anonymous\)?|.*\.(?:docx?|pdf|html?|indd|qxd|tex|odt|txt)|\(?unspecified\)?|"
    r"[a-z]+://.*",
    re.IGNORECASE,
)
_NO_NAME: Final = frozenset(
    "(anonymous) (unspecified) admin administrator anonymous author guest microsoft office owner "
    "python-docx root unknown user windows".split()
) | {"microsoft office user", "windows user", "default user"}


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader takes out of a file."""

    text: str
    """The text: paragraphs with an empty line between them, items of a list on lines of their
    own behind `- `, cells of a table behind ` | `."""
    title: str | None = None
    """Headline that the file states, which need not stand in the text."""
    date: str | None = None
    """Day that the file states of itself, ISO 8601."""
    date_basis: str | None = None
    """Where it states it: `web page's metadata (article:published_time)`."""
    published: bool = False
    """Whether that is the day of publication; False where it is only when the file was made."""
    source: str | None = None
    """Who the file says published or wrote it."""
    lang: str | None = None
    """ISO 639-1 code of the language that it says it is in."""


def day_of(text: str | None) -> str | None:
    """Take the day out of a time as metadata write it; a time that is none gives None.

    The day is that of the time zone in which the time is written.

    Parameters
    ----------
    text
        Such as `2025-04-21T22:10:00+03:00`, `20250421` or `D:20250421221000+03'00'`.
    """
    stated = (text or "").strip()
    # As PDF writes it, the time follows at once.
    found = _DAY.match(stated[2:10] if stated.startswith("D:") else stated)
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        return None


def language_of(tag: str | None) -> str | None:
    """Take the two-letter code out of a language tag such as `en-GB`; anything else gives None.

    Parameters
    ----------
    tag
        A language tag (BCP 47), also written with an underscore.
    """
    code = re.split(r"[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None


def line_of(text: str | None) -> str | None:
    """Bring a title or name from metadata into one line; None where nothing is left.

    Parameters
    ----------
    text
        The value as it stands there.
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text or "").split())
    return line[:_TITLE_LIMIT].rstrip() or None


def title_or_none(text: str | None) -> str | None:
    """Give a title from metadata; None for what programs write there on their own.

    Parameters
    ----------
    text
        The title as it stands there.
    """
    title = line_of(text)
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def name_or_none(text: str | None) -> str | None:
    """Give who metadata name as the writer; None for what programs write there on their own.

    Parameters
    ----------
    text
        The name as it stands there.
    """
    name = line_of(text)
    return None if name is None or name.casefold() in _NO_NAME else name
