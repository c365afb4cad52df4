"""What an adjustment says of one statement or place, in plain words."""

from __future__ import annotations

from geo.adjustment.result import AdjustedObservation, AdjustedPlace
from geo.tolerance import table

_AS_WELL = 0.5


def explain_outlier(adjusted: AdjustedObservation) -> str:
    """Say how a statement that was set aside contradicts the others.

    Parameters
    ----------
    adjusted
        An observation whose ends have positions.
    """
    observation, residual = adjusted.observation, adjusted.residual or 0.0
    times = f"{adjusted.standardised:.1f} standard deviations"
    if observation.kind == "direction":
        bearing, off = (observation.value + residual) % 360.0, abs(residual)
        return f"by the adjusted positions it lies at {bearing:.0f}°, {off:.0f}° off; {times}"
    length = observation.value + residual
    side = "farther" if residual > 0 else "nearer"
    said = (
        f"by the adjusted positions {length / 1000:.1f} km apart, "
        f"{abs(residual) / 1000:.1f} km {side} than stated; {times}"
    )
    road = table()["road"]
    if observation.bound == "exact" and length > 0 and observation.border is None:
        ratio = observation.value / length
        if road["least"] <= ratio <= road["most"]:
            said += f"; {ratio:.2f} times the straight line, as a road may be"
    return said


def explain_place(adjusted: AdjustedPlace) -> str:
    """Say what the adjustment leaves of a place: its rivals, its position on file.

    Parameters
    ----------
    adjusted
        A place.
    """
    if adjusted.lonlat is None:
        return f"not placed: {adjusted.reason}"
    parts = [adjusted.station.reason] if adjusted.station.reason else []
    if adjusted.moved_m is not None and adjusted.moved_share is not None:
        where = "inside" if adjusted.moved_share <= 1 else "outside"
        parts.append(
            f"the position on file lies {adjusted.moved_m / 1000:.1f} km off, {where} the ellipse "
            f"({adjusted.moved_share:.2f} of the way to its edge)"
        )
    if adjusted.file_outlier:
        parts.append("the position on file contradicts what is stated and was set aside")
    if adjusted.station.free and adjusted.redundancy < 0.05:
        parts.append("nothing tests it: no more is stated than is needed")
    parts += [
        f"or {'just as well' if spot.likelihood > _AS_WELL else 'less likely'} at "
        f"{spot.lat:.4f}, {spot.lon:.4f} (likelihood {spot.likelihood:.2f} of 1)"
        for spot in adjusted.alternatives
    ]
    return "; ".join(parts)
