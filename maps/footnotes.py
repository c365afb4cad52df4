"""Footnotes: for each claim the quote, who says so where, the measured figure and the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.claims.claim import VERDICT_LABELS, Claim, RowUsed
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.tokens import sentences
from maps import wording
from maps.html import Html, join, tag
from maps.spots import Checked
from maps.stated_sentence import sentence_around, sentence_of
from maps.style import STANDING_WORDS
from maps.ties import claim_key

_ROOM: Final = 160
"""Letters of a sentence that are quoted before and behind the words that state something."""
_MAPPED: Final = {
    "area": "Area on WGS 84",
    "proportion": "Share of areas on WGS 84",
    "change": "Areas on WGS 84",
    "depth": "Geodesic on WGS 84 from the border to the farthest point held",
    "count": "Settlements counted",
    "holding": "Position of the place against the ground held",
}
"""How what needs a control map is measured."""
_BASES: Final = {
    "peak": "the largest ground held",
    "first": "the first map",
    "day": "the map of the day named",
    "region": "the whole region",
}
"""What a share is counted from, by the code of the claim."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """What can be cited of one claim."""

    number: int
    """Its number, from 1, over all reports."""
    key: str
    """Id of the claim's row on the page: `claim-1-3`."""
    statement: str
    """What is stated, as a sentence."""
    quote: tuple[str, str, str]
    """The report's sentence: before the stating words, these, and behind them."""
    speakers: str
    """The chain of those who say so, and how firmly."""
    report: str
    """Title, publisher and date of the report."""
    stated: str
    """What the words admit."""
    measured: str
    """The measured figure with its interval."""
    method: str
    """How it was measured, and with what."""
    verdict: str
    """What follows, in words."""

    @property
    def note_key(self) -> str:
        """Id of the footnote on the page: `note-1-3`."""
        return note_key(self.key)


def note_mark(checked: Checked, report: int, index: int) -> Html:
    """Write the mark that leads from a claim to its footnote.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    report
        Which of the reports, from 0.
    index
        Which of its claims, from 0.
    """
    number = sum(len(claims) for _, claims in checked[:report]) + index + 1
    key = note_key(claim_key(report, index))
    return tag(
        "sup", tag("a", number, href=f"#{key}", class_="note-mark", aria_label=f"Footnote {number}")
    )


def note_key(key: str) -> str:
    """Give the id of a footnote by that of its claim's row.

    Parameters
    ----------
    key
        Such as `claim-1-3`.
    """
    return key.replace("claim-", "note-", 1)


def footnotes_of(checked: Checked) -> tuple[Footnote, ...]:
    """Gather the footnotes of all claims.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return tuple(_footnotes(checked))


def footnotes_section(notes: Sequence[Footnote]) -> Html | None:
    """Write the footnotes for the foot of a page.

    Parameters
    ----------
    notes
        From `footnotes_of`; without one there is no section.
    """
    if not notes:
        return None
    items = [tag("li", *_item(note), id=note.note_key) for note in notes]
    return tag(
        "section",
        tag("h2", "Footnotes"),
        tag(
            "details",
            tag("summary", f"Sources, figures and methods of {len(notes)} "
                f"statement{'' if len(notes) == 1 else 's'}"),
            tag("ol", *items),
        ),
        class_="footnotes",
        id="footnotes",
    )  # fmt: skip


def method_of(claim: Claim) -> str:
    """Say in one line how a claim was measured, and with what.

    Parameters
    ----------
    claim
        The claim.
    """
    statement = claim.statement
    if claim.verdict == "unchecked":
        cause = f"Not measured ({claim.cause})." if claim.cause else "Not measured."
        return f"{cause} {claim.why}".strip()
    if statement.working is not None:
        inside = "dates" if statement.working.days else "numbers"
        return f"Worked out from the report’s own {inside}; nothing was measured on the ground."
    front = statement.reference_kind == "front"
    if claim.map is not None and not front:
        return f"{_mapped(claim)} {_on_map(claim)}"
    what = "Geodesic on WGS 84"
    if claim.measured_unit == "deg":
        what = f"Bearing of the g{what[1:]}"
    elif statement.type == "containment":
        what = "Position on WGS 84 against the outline"
    rows = [_row(row) for row in claim.rows]
    named = f": {'; '.join(rows)}" if rows else ""
    line = f"; front line {_on_map(claim)}" if front and claim.map is not None else "."
    return f"{what}{named}{line}"


def _footnotes(checked: Checked) -> Iterator[Footnote]:
    number = 0
    for at, (reading, claims) in enumerate(checked):
        report = reading.report
        known = sentences(report.text, lang=report.lang) if claims else ()
        for index, claim in enumerate(claims):
            number += 1
            statement = claim.statement
            around = sentence_around(report, statement.start, known=known)
            yield Footnote(
                number=number,
                key=claim_key(at, index),
                statement=sentence_of(statement, mentions=reading.mentions),
                quote=_quote(report.text, statement.start, statement.end, around),
                speakers=_speakers(claim, reading),
                report=_cited(report),
                stated=wording.stated(claim),
                measured=wording.measured(claim),
                method=method_of(claim),
                verdict=_verdict(claim),
            )


def _quote(text: str, start: int, end: int, around: tuple[int, int]) -> tuple[str, str, str]:
    """The sentence around a span, cut between words where it is long."""
    before, middle, behind = wording.quoted(text, start=start, end=end, around=around)
    if len(before) > _ROOM:
        before = f"… {before[-_ROOM:].partition(' ')[2]}"
    if len(behind) > _ROOM:
        behind = f"{behind[:_ROOM].rpartition(' ')[0]} …"
    return before, middle, behind


def _speakers(claim: Claim, reading: Reading) -> str:
    """Who says so, the report's publisher first, and how firmly."""
    statement, source = claim.statement, reading.report.source
    firm = STANDING_WORDS[statement.standing]
    if not statement.attribution:
        return f"{source or wording.ITSELF} ({firm})"
    said = wording.chain(statement.attribution)
    return f"{source} ← {said} ({firm})" if source else f"{said} ({firm})"


def _cited(report: Report) -> str:
    """Title, publisher and date of a report."""
    title = f"“{report.title}”" if report.title else f"report {report.id}"
    parts = (title, report.source or "publisher not stated", wording.date_of(report))
    return ", ".join(parts)


def _verdict(claim: Claim) -> str:
    """The verdict with what holds it back."""
    said = VERDICT_LABELS[claim.verdict]
    return f"{said} ({claim.cause})" if claim.cause and claim.verdict == "uncertain" else said


def _mapped(claim: Claim) -> str:
    """What was done on a control map."""
    if claim.map is not None and claim.map.base == "since":
        day = wording.day(claim.map.base_date)
        return f"Geodesic on WGS 84 from the front of {day} to the farthest ground gained"
    if claim.statement.type == "holding" and claim.measured_unit == "share":
        return "Share of the region’s area on WGS 84"
    return _MAPPED.get(claim.statement.type, "Geodesics on WGS 84")


def _on_map(claim: Claim) -> str:
    """Name the control map that a claim was measured on."""
    used = claim.map
    if used is None:
        return ""
    file = f", file {used.file}" if used.file else ""
    line = f"on the control map of {used.maker}, {wording.day(used.date)}{file}"
    if used.base is None or used.base == "since":
        return f"{line}{_of_row(claim)}."
    base = _BASES.get(used.base, used.base)
    day = f" of {wording.day(used.base_date)}" if used.base_date else ""
    return f"{line}{_of_row(claim)}; counted from {base}{day}."


def _of_row(claim: Claim) -> str:
    """The place whose ground was looked at on a map; a front line names it elsewhere."""
    if claim.statement.reference_kind == "front" or not claim.rows:
        return ""
    return f": {'; '.join(_row(row) for row in claim.rows)}"


def _row(row: RowUsed) -> str:
    """A row of the gazetteer with its precision and source."""
    lead = {"area": "the outline of ", "line": "the "}.get(row.shape, "")
    known = "" if row.precision_m is None else f", ±{wording.length(row.precision_m)}"
    return f"{lead}{row.name} [{row.id}]{known}, {row.source}"


def _item(note: Footnote) -> Iterator[Html]:
    """One footnote on a page."""
    before, middle, behind = note.quote
    yield tag("span", "“", before, tag("mark", middle), behind, "”", class_="quote")
    yield join(" Said by ", note.speakers, ". In ", note.report, ". ")
    yield tag("b", "Stated:")
    yield join(" ", note.stated, ". ")
    yield tag("b", "Measured:")
    yield join(" ", note.measured, ". ")
    yield tag("b", "Verdict:")
    yield join(" ", note.verdict, ". ")
    yield tag("b", "Method:")
    yield join(" ", note.method, " ")
    yield tag("a", f"#{note.key}", href=f"#{note.key}")
