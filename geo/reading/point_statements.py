"""What coordinates beside a name state: that their point lies at the place, or in the region.

"Berdin (51.2954, 35.4311)", "in Berdin, 51.2954, 35.4311" and "51.2954, 35.4311 in Berdin" say
that the point lies in the village or at it: nobody geolocates its centre. That is a statement of
type `near` with the modifier `AT`, of which the coordinates are the subject; how far "at" reaches
from the edge of the village stands in `tolerance.toml`. Beside a region or country it is one of
type `containment`. Where words stand between ("3 km north of Berdin (51.32, 35.43)"), the grammar
of `relations` has read them, and the coordinates are what lies there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from geo.reading.mention import Mention
from geo.reading.points import point_of
from geo.reading.report import Report
from geo.reading.statement import AT, Statement
from geo.reading.words import words

_AREAS: Final = frozenset({"region", "country"})
_LONGEST_GAP: Final = 60
_WORD: Final = re.compile(r"[\w-]+")
_MARKS_BEHIND: Final = re.compile(r"[\s(\[,:=*–—-]*")
_MARKS_AHEAD: Final = re.compile(r"[\s()\[\],:=*–—-]*")
_PARTED: Final = re.compile(r"\n\s*\n")


def beside_names(
    report: Report, mentions: Sequence[Mention], stated: Sequence[Statement]
) -> Iterator[Statement]:
    """Find what the coordinates of a report state by standing beside a name.

    Parameters
    ----------
    report
        The report; its `lang` chooses the words.
    mentions
        Its mentions, in the order of the text.
    stated
        What its grammar states: no pair is related twice.

    Yields
    ------
    Statement
        One for each place; `subject` is the index of the coordinates.
    """
    related = {(statement.subject, statement.reference) for statement in stated}
    near = {statement.reference for statement in stated if statement.type == "near"}
    for index, mention in enumerate(mentions):
        if point_of(mention) is None:
            continue
        for place, loose in _places(report, mentions, index):
            if (index, place) not in related:
                yield _statement(report, mentions, index, place, loose=loose or place in near)


def _places(report: Report, mentions: Sequence[Mention], index: int) -> Iterator[tuple[int, bool]]:
    """The places that coordinates stand beside, each with whether they lie near it only."""
    gaps = _gaps(report.lang)
    point = mentions[index]
    before, after = index - 1, index + 1
    found = False
    if before >= 0 and _names_place(mentions[before]):
        loose = gaps.behind(report.text[mentions[before].end : point.start])
        if loose is not None:
            found = True
            yield before, loose
            outer = before - 1
            if mentions[before].kind in _AREAS and outer >= 0 and _names_place(mentions[outer]):
                between = report.text[mentions[outer].end : mentions[before].start]
                if mentions[outer].kind == "settlement" and gaps.regional(between):
                    yield outer, loose
    if after < len(mentions) and _names_place(mentions[after]):
        within = gaps.ahead(report.text[point.end : mentions[after].start])
        if within is not None and (within or not found):
            yield after, False


def _names_place(mention: Mention) -> bool:
    """Whether a mention is one that coordinates can lie at or in."""
    named = mention.kind == "settlement" or mention.kind in _AREAS
    return mention.role == "literal" and named and point_of(mention) is None


def _statement(
    report: Report, mentions: Sequence[Mention], point: int, place: int, *, loose: bool
) -> Statement:
    start = min(mentions[point].start, mentions[place].start)
    end = max(mentions[point].end, mentions[place].end)
    area = mentions[place].kind in _AREAS
    return Statement(
        start=start,
        end=end,
        text=report.text[start:end],
        type="containment" if area else "near",
        subject=point,
        subject_text=mentions[point].text,
        reference_kind="place",
        reference=place,
        reference_text=mentions[place].text,
        modifiers=() if area or loose else (AT,),
    )


class _Gaps:
    """The words of one language that may stand between a name and coordinates."""

    def __init__(self, lang: str) -> None:
        listed = words("points", lang=lang)
        self._leads = frozenset(listed["leads"]) | frozenset(listed["types"])
        self._loose = frozenset(listed["loose"])
        self._within = frozenset(listed["within"])
        self._types = frozenset(listed["types"])
        self._regional = frozenset(listed["regional"])

    def behind(self, gap: str) -> bool | None:
        """Whether coordinates behind a name lie only near it; None where they are not beside it."""
        said = _said(gap, _MARKS_BEHIND)
        if said is None or not said <= self._leads:
            return None
        return bool(said & self._loose)

    def ahead(self, gap: str) -> bool | None:
        """Whether a word puts coordinates in the name behind them; None where it is not beside."""
        said = _said(gap, _MARKS_AHEAD)
        if said is None or not said <= self._within | self._types:
            return None
        within = bool(said & self._within)
        return within if within or re.search(r"[(\[–—:]", gap) else None

    def regional(self, gap: str) -> bool:
        """Whether a settlement is followed by its region."""
        return " ".join(gap.replace(",", " ").casefold().split()) in self._regional


@lru_cache(maxsize=8)
def _gaps(lang: str) -> _Gaps:
    return _Gaps(lang)


def _said(gap: str, marks: re.Pattern[str]) -> set[str] | None:
    """The words of a gap, folded; None where it is long or has other marks than these."""
    if len(gap) > _LONGEST_GAP or _PARTED.search(gap):
        return None
    said = {word.casefold() for word in _WORD.findall(gap) if word.strip("-_")}
    return said if marks.fullmatch(_WORD.sub("", gap)) else None
