"""Footnotes as Markdown, in which no text of a report can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from maps import wording
from maps.footnotes import Footnote, footnotes_of
from maps.spots import Checked
from maps.version import __version__

_MARKS: Final = re.compile(r"[\\`*_{}\[\]#|~!^$<>@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def footnotes_markdown(checked: Checked) -> str:
    """Write what reports state, each statement with its footnote.

    Footnotes are written as Pandoc, GitHub and most editors take them (`[^1]`).

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    notes = footnotes_of(checked)
    lines: list[str] = []
    at = 0
    for reading, claims in checked:
        own = notes[at : at + len(claims)]
        at += len(claims)
        lines += [f"## {escaped(wording.name_of(reading.report))}", ""]
        facts = (reading.report.source or "source not stated", wording.date_of(reading.report))
        lines += [f"Report: {escaped(', '.join(facts))}", ""]
        lines += [_line(note) for note in own] or ["It states nothing that can be measured."]
        lines.append("")
    lines += [_note(note) for note in notes]
    lines += [""] if notes else []
    lines.append(
        "A verdict is about the measurement alone, not about whether anything happened. "
        "Intervals of distances and directions hold 95 % by the precisions named; those on control "
        f"maps rest on the gap between two makers’ maps. Measured with frontmap {__version__}."
    )
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    r"""Make any text one line of Markdown that shows as it was written.

    Marks of Markdown get a backslash, also in what an editor would make a link of; `&` becomes an
    entity. The text must not stand at the head of a line, where further characters are marks.
    Characters that cannot be seen become U+FFFD.

    Parameters
    ----------
    text
        Text from anywhere.

    Examples
    --------
    >>> print(escaped("*Berdin* <b> & 15 km"))
    \*Berdin\* \<b\> &amp; 15 km
    """
    seen = " ".join(_UNSEEN.sub("\ufffd", text).split())
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", seen.replace("&", "&amp;"))


def _line(note: Footnote) -> str:
    """One statement with its verdict and the mark of its footnote."""
    said = escaped(f"{note.statement}: {note.verdict}")
    return f"- {said}.[^{note.number}]"


def _note(note: Footnote) -> str:
    """One footnote."""
    return f"[^{note.number}]: {' '.join(_parts(note))}"


def _parts(note: Footnote) -> Iterator[str]:
    yield escaped(f"“{''.join(note.quote)}” Said by {note.speakers}. In {note.report}.")
    yield escaped(f"Stated: {note.stated}.")
    yield escaped(f"Measured: {note.measured}.")
    yield escaped(f"Verdict: {note.verdict}.")
    yield escaped(f"Method: {note.method}")
    yield f"\\#{note.key}"
