"""Arrows for the axes of advance that reports state.

An arrow is an axis that the text states, and no more: from a place to a place, into a place from a
wind, or out of a place to a wind. Where ground lies is no direction of movement: "advanced west of
Berdin" and "entered the southern part of Berdin" have no arrow. An end that the text gives by a
wind alone is drawn `style.ARROW_REACH_M` away, since no text says how far off it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from shapely import LineString

from gazetteer.measure import WINDS, LonLat, destination
from gazetteer.place import Place
from geo.reading.axis import Axis
from geo.reading.reading import Reading
from maps.layers import Feature, feature, side_code
from maps.spots import Checked
from maps.style import ARROW_REACH_M

_WIND_DEG = 360 / len(WINDS)


@dataclass(frozen=True, slots=True)
class Arrow:
    """One stated axis whose course is known."""

    report: int
    """Which of the reports, from 0."""
    index: int
    """Which of its axes, from 0."""
    axis: Axis
    """The axis."""
    places: tuple[Place, ...]
    """The places at its ends, one or two."""
    start: LonLat
    """Where it begins: (longitude, latitude) in degrees, WGS 84."""
    end: LonLat
    """Where it points to."""

    @property
    def key(self) -> str:
        """The id of its row on the page."""
        return arrow_key(self.report, self.index)

    @property
    def open_end(self) -> Literal["start", "end"] | None:
        """The end that no name gives, whose distance has no meaning; None where both have one."""
        if len(self.places) > 1:
            return None
        return "start" if self.axis.from_mention is None else "end"


def arrow_key(report: int, index: int) -> str:
    """Give the id of an axis's row on the page.

    Parameters
    ----------
    report
        Which of the reports, from 0.
    index
        Which of its axes, from 0.
    """
    return f"axis-{report + 1}-{index + 1}"


def arrows_of(checked: Checked) -> tuple[Arrow, ...]:
    """Draw every stated axis of advance whose course is known.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    """
    return tuple(
        arrow
        for report, (reading, _) in enumerate(checked)
        for index, axis in enumerate(reading.axes)
        for arrow in _arrow(report, index, axis, reading)
    )


def _arrow(report: int, index: int, axis: Axis, reading: Reading) -> Iterator[Arrow]:
    """One axis drawn; none where an end is no position or the two are one."""
    start, end = (_pinned(reading, at) for at in (axis.from_mention, axis.toward_mention))
    if start is not None and end is not None:
        if start.id != end.id:
            yield Arrow(report, index, axis, (start, end), start.lonlat, end.lonlat)
    elif end is not None and axis.from_wind is not None and axis.from_mention is None:
        origin = _off(end, axis.from_wind)
        yield Arrow(report, index, axis, (end,), origin, end.lonlat)
    elif start is not None and axis.heading is not None and axis.toward_mention is None:
        yield Arrow(report, index, axis, (start,), start.lonlat, _off(start, axis.heading))


def _off(place: Place, wind: str) -> LonLat:
    """The point in a wind from a place at the distance of an end that no name gives."""
    reach_m = ARROW_REACH_M + (place.radius_m or 0.0)
    bearing_deg = WINDS.index(wind) * _WIND_DEG
    return destination(place.lonlat, bearing_deg=bearing_deg, distance_m=reach_m)


def _pinned(reading: Reading, mention: int | None) -> Place | None:
    """The place of a mention, if it has a position that an arrow may end at."""
    place = None if mention is None else reading.resolutions[mention].place
    return place if place is not None and place.kind in ("settlement", "water", "other") else None


def arrow_features(arrows: tuple[Arrow, ...]) -> Iterator[Feature]:
    """Give the features of arrows: their two ends; the page's script bends and tapers them.

    Parameters
    ----------
    arrows
        The arrows.
    """
    for arrow in arrows:
        yield feature(
            LineString([arrow.start, arrow.end]),
            "axis",
            side=side_code(arrow.axis.actor),
            standing=arrow.axis.standing,
            card=arrow.key,
            open=arrow.open_end,
        )
