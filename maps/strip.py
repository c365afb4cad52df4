"""Stated beside measured as a small drawing: a dial for bearings, an axis for everything else.

What is stated is a light bar with an edge, what was measured is ink with a tick at the best value;
no colour says whether the two agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from geo.claims.claim import Claim, Interval
from maps.html import Html, tag

_MARGIN: Final = 0.12
_LEAST: Final = 1.2
"""Least width of a bar, percent of the axis."""
_RADIUS: Final = 11.0


def strip(claim: Claim) -> Html | None:
    """Draw a claim; None where nothing is stated as an interval.

    The drawing repeats what the cells say in numbers, so it is hidden from those who cannot see it.

    Parameters
    ----------
    claim
        The claim.
    """
    if claim.stated is None or claim.stated == (None, None):
        return None
    if claim.measured_unit == "deg":
        return _dial(claim, claim.stated)
    return _axis(claim, claim.stated)


def _axis(claim: Claim, stated: Interval) -> Html:
    """Both intervals on one axis."""
    ends = [*stated, *(claim.measured or ()), claim.measured_value]
    known = [end for end in ends if end is not None and math.isfinite(end)]
    low, high = min(known), max(known)
    margin = (high - low or abs(high) or 1.0) * _MARGIN
    # An open end runs off the axis.
    left = low - margin * (3 if stated[0] is None else 1)
    right = high + margin * (3 if stated[1] is None else 1)
    left = max(left, 0.0) if low >= 0 else left

    def percent(value: float) -> float:
        return float(100 * (value - left) / (right - left))

    bars = [_bar(stated, percent, "said", y=4, height=12)]
    if claim.measured is not None:
        bars.append(_bar(claim.measured, percent, "found", y=8, height=4))
    if claim.measured_value is not None:
        at = percent(claim.measured_value)
        bars.append(tag("line", x1=_figure(at), x2=_figure(at), y1=1, y2=19, class_="best"))
    base = tag("line", x1="0%", x2="100%", y1=10, y2=10, class_="axis")
    return tag("svg", base, *bars, class_="strip", height=20, aria_hidden="true")


def _bar(
    ends: Interval, percent: Callable[[float], float], look: str, *, y: int, height: int
) -> Html:
    low, high = ends
    start = 0.0 if low is None else percent(low)
    end = 100.0 if high is None else percent(high)
    wide = max(end - start, _LEAST)
    left = min(max((start + end - wide) / 2, 0.0), 100.0 - wide)
    ajar = " open" if low is None or high is None else ""
    return tag(
        "rect", x=_figure(left), width=_figure(wide), y=y, height=height,
        class_=look + ajar,
    )  # fmt: skip


def _dial(claim: Claim, stated: Interval) -> Html | None:
    """The stated arc as a wedge, the measured bearing as a needle with its uncertainty."""
    low, high = stated
    if low is None or high is None:
        return None
    parts = [
        tag("circle", r=_RADIUS, class_="rim"),
        tag("path", d=_wedge(low, high), class_="said"),
    ]
    if claim.measured is not None and None not in claim.measured:
        first, last = (float(end or 0.0) for end in claim.measured)
        parts.append(tag("path", d=_arc(first, last, _RADIUS), class_="found"))
    if claim.measured_value is not None:
        x, y = _point(claim.measured_value, _RADIUS)
        parts.append(tag("line", x2=f"{x:.1f}", y2=f"{y:.1f}", class_="best"))
    parts.append(tag("path", d="M0 -11V-8", class_="north"))
    return tag(
        "svg", *parts, class_="dial", viewbox="-13 -13 26 26", width=26, height=26,
        aria_hidden="true",
    )  # fmt: skip


def _wedge(low: float, high: float) -> str:
    if (high - low) % 360 == 0:
        return f"M0 -{_RADIUS}A{_RADIUS} {_RADIUS} 0 1 1 -0.1 -{_RADIUS}Z"
    return f"M0 0L{_arc(low, high, _RADIUS)[1:]}Z"


def _arc(low: float, high: float, radius: float) -> str:
    """Clockwise along the rim."""
    (x1, y1), (x2, y2) = _point(low, radius), _point(high, radius)
    large = int((high - low) % 360 > 180)
    return f"M{x1:.1f} {y1:.1f}A{radius:g} {radius:g} 0 {large} 1 {x2:.1f} {y2:.1f}"


def _point(bearing_deg: float, radius: float) -> tuple[float, float]:
    angle = math.radians(bearing_deg)
    return radius * math.sin(angle), -radius * math.cos(angle)


def _figure(percent: float) -> str:
    return f"{percent:.1f}%"
