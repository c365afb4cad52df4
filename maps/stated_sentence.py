"""A statement as one plain sentence, and the sentence of the report that holds it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from geo.claims.why import wind_name
from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import AT, Statement
from geo.reading.tokens import Sentence, sentences
from maps import wording

_RELATED: Final = frozenset({"distance", "direction", "near", "containment"})
_SPOKEN: Final = 240


def sentence_of(statement: Statement, *, mentions: Sequence[Mention]) -> str:
    """Say what a statement states: `Berdin is roughly 15 km from the border`.

    What relates no two places is given in the report's own words; who holds a place, in both.

    Parameters
    ----------
    statement
        The statement.
    mentions
        The mentions that it relates.
    """
    subject = wording.meant(statement.subject_text, statement.subject, mentions)
    reference = wording.meant(statement.reference_text, statement.reference, mentions)
    if statement.type == "holding":
        done = wording.relation_of(statement, mentions=mentions)
        return f"{done} ({_as_written(statement.text)})"
    if statement.type not in _RELATED or not subject or not reference:
        return _as_written(statement.text)
    at = statement.type == "near" and AT in statement.modifiers
    words = [
        subject,
        "is not" if statement.negated else "is",
        wording.phrase_of_quantity(statement),
        " ".join(word for word in statement.modifiers if word != AT),
        _winds(statement),
        AT if at else _tie(statement),
        reference,
    ]
    return " ".join(" ".join(words).split())


def sentence_around(
    report: Report, start: int, *, known: Sequence[Sentence] | None = None
) -> tuple[int, int]:
    """Find the sentence around an offset of a report: (start, end).

    Parameters
    ----------
    report
        The report.
    start
        Offset into its text.
    known
        Its sentences, where they have been found already.
    """
    found = sentences(report.text, lang=report.lang) if known is None else known
    at = bisect_right(found, start, key=lambda sentence: sentence.end)
    if at == len(found):
        return start, start
    return min(found[at].start, start), found[at].end


def _winds(statement: Statement) -> str:
    """The directions that a statement admits, spelt out: `south or south-west`."""
    winds = filter(None, (statement.direction, *statement.direction_or))
    named = " or ".join(wind_name(wind) for wind in winds)
    return f"in the {named}" if named and statement.type == "containment" else named


def _tie(statement: Statement) -> str:
    """The word before the reference."""
    if statement.direction and statement.type != "near":
        return "of"
    return wording.tie_of(statement)


def _as_written(text: str) -> str:
    """The report's own words in quotation marks, shortened where they are very long."""
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _SPOKEN else f"“{words[:_SPOKEN].rstrip()} …”"
