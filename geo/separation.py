"""How far a place lies from another, a border or a front, with what that is uncertain by."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gazetteer.borders import Border
from gazetteer.measure import distance_to_line, inverse, wind_of
from gazetteer.place import Place
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.control.holder import Holder
    from geo.control.layer import ControlLayer


@dataclass(frozen=True, slots=True)
class Separation:
    """The measured distance and direction of a subject from a reference."""

    subject: Place
    """What lies there."""
    reference: Place | Border
    """What it is measured from."""
    distance_km: float
    """Length of the geodesic on WGS 84, kilometres."""
    low_km: float
    """Lower end of the interval that holds the true distance with 95 % probability or more."""
    high_km: float
    """Upper end of that interval, kilometres."""
    bearing_deg: float | None
    """Bearing from the reference (its nearest point) to the subject, degrees clockwise from
    north; None at the same point."""
    foot: tuple[float, float] | None
    """For a line, its point nearest to the subject: (longitude, latitude), degrees, WGS 84."""

    @property
    def direction(self) -> str | None:
        """The wind, one of sixteen, in which the subject lies from the reference."""
        return None if self.bearing_deg is None else wind_of(self.bearing_deg)


def between(subject: Place, reference: Place) -> Separation:
    """Measure from centre to centre.

    Parameters
    ----------
    subject
        The place whose position is asked for.
    reference
        The place that it is measured from.
    """
    found = inverse(reference.lonlat, subject.lonlat)
    slack_m = math.hypot(subject.precision_m, reference.precision_m)
    return _separation(subject, reference, found.distance_m, found.bearing_deg, slack_m, foot=None)


def to_border(subject: Place, border: Border) -> Separation:
    """Measure from the nearest point of a border to the centre of a place.

    Parameters
    ----------
    subject
        The place.
    border
        The line, with its own precision.
    """
    found = distance_to_line(subject.lonlat, border.geometry)
    foot = (found.foot_lon, found.foot_lat)
    bearing_deg = inverse(foot, subject.lonlat).bearing_deg
    slack_m = math.hypot(subject.precision_m, border.precision_m)
    return _separation(subject, border, found.distance_m, bearing_deg, slack_m, foot=foot)


@dataclass(frozen=True, slots=True)
class OtherGround:
    """The ground of another side that lies nearest to a place."""

    side: str
    """Whose it is."""
    distance_km: float
    """To its nearest point, kilometres; 0 inside it."""
    point: tuple[float, float]
    """That point, (longitude, latitude) in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class FrontSeparation:
    """The measured distance of a place from the front line of a control map."""

    separation: Separation
    """Distance, bearing and foot point; its interval holds the gap between makers of maps."""
    holder: Holder
    """Who holds the place."""
    others: tuple[OtherGround, ...]
    """The nearest ground of every side but the holder, nearest first: held abroad or its own."""
    maker_line_km: float | None
    """To the front line that the maker draws, kilometres; None where none is drawn."""


def to_front(subject: Place, layer: ControlLayer, gazetteer: Gazetteer) -> FrontSeparation:
    """Measure from the nearest point of a control map's front line to the centre of a place.

    The front line is the edge of what is held abroad, without borders and coasts; a line that
    the maker draws is only measured to beside it.

    Parameters
    ----------
    subject
        The place.
    layer
        The map.
    gazetteer
        Tells where borders and coasts run.

    Raises
    ------
    ControlInvalid
        If the map has no front line.
    """
    from geo.control.frontier import front_as_border
    from geo.control.holder import holder_at, nearest_ground

    front = front_as_border(layer, gazetteer)
    if front is None:
        raise ControlInvalid(
            f"{layer.file or layer.title} has no front line: nobody holds ground abroad on it; "
            "take a map of another day or maker"
        )
    holder = holder_at(layer, subject, gazetteer)
    own_line = None
    if layer.line is not None and not layer.line.is_empty:
        own_line = distance_to_line(subject.lonlat, layer.line).distance_m / 1000
    others = [
        OtherGround(side, distance_m / 1000, point)
        for side, distance_m, point in nearest_ground(layer, subject, gazetteer)
        if side != holder.side
    ]
    return FrontSeparation(
        separation=to_border(subject, front),
        holder=holder,
        others=tuple(sorted(others, key=lambda other: other.distance_km)),
        maker_line_km=own_line,
    )


def _separation(
    subject: Place,
    reference: Place | Border,
    distance_m: float,
    bearing_deg: float,
    slack_m: float,
    *,
    foot: tuple[float, float] | None,
) -> Separation:
    """Put the interval around a distance.

    The 95 % radii of both ends add in quadrature. A radius holds 95 % in the plane, so along
    one line it holds more: the interval is on the safe side.
    """
    return Separation(
        subject=subject,
        reference=reference,
        distance_km=distance_m / 1000,
        low_km=max(0.0, distance_m - slack_m) / 1000,
        high_km=(distance_m + slack_m) / 1000,
        bearing_deg=bearing_deg if distance_m > 0 else None,
        foot=foot,
    )
