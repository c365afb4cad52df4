"""Coordinates that stand in a running text: which numbers are a position, and which are not.

A position shows itself by a degree sign, hemisphere letters, a label, a grid reference or a link
to a map. Two bare numbers are one only on further evidence, since reports are full of numbers:

* a word such as "coordinates" or "geolocated to" right before them, with a decimal each; or
* three decimals each; four where a blank or a stroke is all that parts them; or
* two decimals each, alone in brackets behind a capitalised word, that are no dates or times.

They are none beside a unit, a currency or a percent sign, in a longer list of numbers, both below
1 (shares), or as `51,295; 35,431` without such a word (thousands). What is no point on the earth
is left out. Latitude stands first unless letters, labels or the link's maker say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from gazetteer.coordinates_angle import Angle, angles
from gazetteer.coordinates_grid import grid_points
from gazetteer.coordinates_link import Numbers, map_links
from gazetteer.place import Place
from gazetteer.point import point_place, rounding_m

_NOTATIONS: Final = {
    1: "decimal degrees",
    2: "degrees and minutes",
    3: "degrees, minutes and seconds",
}
_GAP: Final = re.compile(
    r"[^\S\n]{0,3}[,;/|][^\S\n]{0,3}\n?[^\S\n]{0,3}|[^\S\n]{1,3}|"
    r"[^\S\n]{0,2},?[^\S\n]{1,3}(?:and|by|x|и|та|і|й)[^\S\n]{1,3}"
)
_LONGEST_GAP: Final = 12
_CUE: Final = re.compile(
    r"(?:\b(?:co-?ordinates?|coords?|geo-?locat\w{1,6}|lat[ ]?/?[ ]?lon\w{0,6}|latitude|gps|"
    r"координат\w{0,3}|геолокац\w{1,3}|геопривяз\w{1,4}|геолокован\w{1,3})\b\.?)"
    r"[\s:=—–-]{0,4}(?:(?:to|at|of|are|is|were|was|as|near|around|by|on|approximately|approx|"
    r"longitude|point|these|the|в|за|на|у|до)\b[\s:.]{1,3}){0,4}[(\[]?\Z",
    re.IGNORECASE,
)
_CUE_WINDOW: Final = 64
_LABELS: Final = re.compile(r"\b(lat|lon)\w{0,6}[ ]?[,/;][ ]?\Z", re.IGNORECASE)
_UNIT: Final = re.compile(
    r"[\s-]{0,2}(?:[%‰°$€£₴₽×]|(?i:km²?|m²?|mi|mm|cm|kg|ha|yd|ft|nm|mph|kph|[kmg]?hz|[kmg]w|"
    r"kilomet\w{1,4}|met(?:er|re)s?|miles?|yards?|feet|foot|inch(?:es)?|hectares?|sq|square|"
    r"percent|per[ ]cent|percentage|million|billion|thousand|hundred|mln|bn|usd|eur|dollars?|"
    r"euros?|rou?bles?|hryvnias?|hours?|minutes?|days?|weeks?|months?|years?|times|tonnes?|tons?|"
    r"calib\w{2}|км|м|мм|кг|га|процент\w{0,3}|відсот\w{1,3}|млн|млрд|тыс|тис|руб\w{0,3}|грн|"
    r"час\w{0,3}|годин\w{0,2})(?!\w))"
)
_MONEY: Final = re.compile(
    r"(?:[$€£₴₽#№§±~=]|\b(?:v|ver|version|section|no|fig|figure|table|pp?|ratio|score[ds]?)\.?)"
    r"[^\S\n]?\Z",
    re.IGNORECASE,
)
_NAME_BEFORE: Final = re.compile(r"(?<!\w)[^\W\d_][\w'’ʼ-]{1,40}[^\S\n]?[(\[]\Z")
_MORE_BEFORE: Final = re.compile(r"\d[^\S\n]{0,2}[,;/|][^\S\n]{0,3}\Z")
_MORE_AFTER: Final = re.compile(
    rf"[^\S\n]{{0,2}}[,/|][^\S\n]{{0,3}}[-+−]?\d{{1,9}}[.,]\d{{1,9}}(?!\w)(?!{_UNIT.pattern})"
)
_DIGITS: Final = re.compile(r"[-+−]?\d")
_FOLLOWS: Final = re.compile(r"[\s)\]]{0,2}(?:[,;/|]|[,;]?\s(?:and|и|та|і))?\s{0,3}[(\[]?")


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    """A position that stands in a text."""

    start: int
    """Offset of the first character in the text as given."""
    end: int
    """Offset behind the last."""
    text: str
    """As written."""
    place: Place
    """A place made up for the point, its precision from the digits given."""
    notation: str
    """How it is written: `decimal degrees`, `MGRS`, `map link`."""


def coordinates_in_text(text: str) -> tuple[WrittenPoint, ...]:
    """Find the positions that a text gives as coordinates or links to a map.

    Read are decimal degrees, degrees with minutes and seconds, MGRS, UTM and links to maps, each
    in the usual spellings. The time is linear in the length of the text.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    tuple of WrittenPoint
        In the order of the text, not overlapping.

    Examples
    --------
    >>> [(p.text, p.place.lonlat) for p in coordinates_in_text("Seen at 51.2954, 35.4311 at dawn.")]
    [('51.2954, 35.4311', (35.4311, 51.2954))]
    >>> coordinates_in_text("Losses were 2.5, 3.1 and 4.0 percent on 24.02.2022, the score 3:2.")
    ()
    """
    found = []
    links = list(map_links(text))
    for start, end, numbers in links:
        place = None if numbers is None else _of_numbers(numbers)
        if place is not None:
            found.append(WrittenPoint(start, end, text[start:end], place, "map link"))
    rest = _blanked(text, [(start, end) for start, end, _ in links])
    grid = [
        WrittenPoint(start, end, text[start:end], place, notation)
        for start, end, place, notation in grid_points(rest)
    ]
    rest = _blanked(rest, [(point.start, point.end) for point in grid])
    found += [*grid, *_Pairs(rest, text).points()]
    return tuple(sorted(found, key=lambda point: point.start))


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with marks in place of some spans, as long as before."""
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [text[at:start], "_" * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def _of_numbers(numbers: Numbers) -> Place | None:
    """The place of two decimal numbers, latitude first."""
    lat, lon = (float(number) for number in numbers)
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return None
    halves = [0.5 * 10.0 ** -len(number.partition(".")[2]) for number in numbers]
    precision_m = rounding_m(lat, lon, half_lat_deg=halves[0], half_lon_deg=halves[1])
    return point_place(lat + 0.0, lon + 0.0, precision_m=precision_m, source="map link as given")


class _Pairs:
    """Finds the angles of one text that belong together."""

    def __init__(self, text: str, written: str) -> None:
        self._text = text
        self._written = written
        self._last: int | None = None

    def points(self) -> Iterator[WrittenPoint]:
        """Read the angles in runs that nothing but commas and blanks part."""
        run: list[Angle] = []
        for angle in angles(self._text):
            if angle.bare and _UNIT.match(self._text, angle.end):
                continue
            if run and not self._joined(run[-1], angle):
                yield from self._of_run(run)
                run = []
            run.append(angle)
        yield from self._of_run(run)

    def _joined(self, a: Angle, b: Angle) -> bool:
        """Whether two angles stand side by side."""
        if b.start - a.end > _LONGEST_GAP:
            return False
        gap = self._text[a.end : b.start]
        return (gap == "" and a.lettered) or _GAP.fullmatch(gap) is not None

    def _of_run(self, run: Sequence[Angle]) -> Iterator[WrittenPoint]:
        """Take the pairs of a run."""
        listed = self._is_list(run)
        i = 0
        while i < len(run) - 1:
            a, b = run[i], run[i + 1]
            point = self._pair(a, b) if self._is_pair(a, b, listed=listed) else None
            if point is not None:
                yield point
                self._last = point.end
            i += 1 if point is None else 2

    def _is_pair(self, a: Angle, b: Angle, *, listed: bool) -> bool:
        """Whether there is enough to say that two angles are a position."""
        cued = self._cued(a.start) or (a.labelled and self._label_before(a) is not None)
        if a.lettered and b.lettered:
            return cued or all(x.marked or x.decimals >= 2 - x.labelled for x in (a, b))
        if a.marked and b.marked:
            return cued or all(x.parts > 1 or x.decimals >= 2 for x in (a, b))
        if not (a.decimals and b.decimals):
            return False
        money = _MONEY.search(self._text, max(0, a.start - 12), a.start)
        return money is None and (cued or (not listed and self._shows(a, b)))

    def _is_list(self, run: Sequence[Angle]) -> bool:
        """Whether a run is a list of numbers rather than one of pairs."""
        if len(run) > 2:
            gaps = [self._text[a.end : b.start].strip() for a, b in pairwise(run)]
            inner, outer = set(gaps[::2]), set(gaps[1::2])
            return len(run) % 2 == 1 or len(inner) > 1 or bool(inner & outer)
        if len(run) < 2:
            return False
        a, b = run
        before = _MORE_BEFORE.search(self._text, max(0, a.start - 8), a.start)
        return before is not None or _MORE_AFTER.match(self._text, b.end) is not None

    def _shows(self, a: Angle, b: Angle) -> bool:
        """Whether the digits of two bare numbers are those of a position."""
        least = min(a.decimals, b.decimals)
        low = min(abs(a.degrees), abs(b.degrees))
        high = max(abs(a.degrees), abs(b.degrees))
        if high < 1 or (low < 1 and least < 4):
            return False
        if (a.comma or b.comma) and least == 3:
            return False
        gap = self._text[a.end : b.start].strip()
        if gap not in (",", ";"):
            return least >= 4
        return least >= 3 or (least == 2 and self._bracketed(a, b) and not _is_time(a, b))

    def _bracketed(self, a: Angle, b: Angle) -> bool:
        """Whether they are alone in brackets behind a capitalised word."""
        before = _NAME_BEFORE.search(self._text, max(0, a.start - 48), a.start)
        closed = self._text[b.end : b.end + 1] in (")", "]")
        return closed and before is not None and not before.group()[0].islower()

    def _cued(self, start: int) -> bool:
        """Whether words before say that coordinates follow, or others stand right before."""
        last = self._last
        if last is not None and start - last <= _LONGEST_GAP:
            return _FOLLOWS.fullmatch(self._text, last, start) is not None
        return _CUE.search(self._text, max(0, start - _CUE_WINDOW), start) is not None

    def _label_before(self, angle: Angle) -> str | None:
        """The label that stands right before that of an angle: "lat, lon: 51.29, 35.43"."""
        found = _LABELS.search(self._text, max(0, angle.start - 16), angle.start)
        return found[1].casefold() if found else None

    def _pair(self, a: Angle, b: Angle) -> WrittenPoint | None:
        """The point of two angles; None where they are none on the earth."""
        if a.axis is not None and a.axis == b.axis:
            return None
        start, turned = a.start, a.axis == "lon" or b.axis == "lat"
        if a.labelled and b.axis is None:
            # "lat, lon: 51.29, 35.43": the last label stands for both.
            first = self._label_before(a)
            turned = turned if first is None else first == "lon"
            start = _DIGITS.search(self._text, a.start).start()  # type: ignore[union-attr]
        lat, lon = (b, a) if turned else (a, b)
        if abs(lat.degrees) > 90 or abs(lon.degrees) > 180:
            return None
        precision_m = rounding_m(
            lat.degrees, lon.degrees,
            half_lat_deg=lat.half_step_deg, half_lon_deg=lon.half_step_deg,
        )  # fmt: skip
        place = point_place(
            round(lat.degrees, 9) + 0.0, round(lon.degrees, 9) + 0.0, precision_m=precision_m
        )
        notation = _NOTATIONS[max(a.parts, b.parts)]
        return WrittenPoint(start, b.end, self._written[start : b.end], place, notation)


def _is_time(a: Angle, b: Angle) -> bool:
    """Whether both read as days of a month, as hours or as shares of a day: `24.02, 25.02`."""
    pairs = [divmod(round(abs(x.degrees) * 100), 100) for x in (a, b)]
    days = all(1 <= whole <= 31 and 1 <= rest <= 12 for whole, rest in pairs)
    return days or all(whole < 24 and rest < 60 for whole, rest in pairs)
