"""How far a measurement lies outside of what is stated."""

from __future__ import annotations

from geo.claims.claim import Claim
from maps import wording


def outside(claim: Claim) -> float | None:
    """Give how far the best measured value lies beyond the stated interval.

    Parameters
    ----------
    claim
        The claim.

    Returns
    -------
    float or None
        In the claim's `measured_unit`: 0 inside, positive above (of bearings: clockwise of it),
        negative below; None where nothing was measured, nothing stated, or the text denies it.
    """
    value, ends = claim.measured_value, claim.stated
    if value is None or ends is None or claim.statement.negated:
        return None
    low, high = ends
    if claim.measured_unit == "deg":
        return None if low is None or high is None else _turned(value, low, high)
    if low is not None and value < low:
        return value - low
    if high is not None and value > high:
        return value - high
    return 0.0


def share_outside(claim: Claim) -> float | None:
    """Give the same as a share, so that kilometres, degrees and hectares can be put in one order.

    Parameters
    ----------
    claim
        The claim.

    Returns
    -------
    float or None
        Share of the width of what is stated, of its only end where it is open; 0 or more.
    """
    gap = outside(claim)
    if gap is None or claim.stated is None:
        return None
    low, high = claim.stated
    if claim.measured_unit == "deg":
        width = ((high or 0.0) - (low or 0.0)) % 360
    elif low is None or high is None:
        width = abs(low or high or 0.0)
    else:
        width = high - low
    return abs(gap) / width if width else float(gap != 0)


def beyond(claim: Claim) -> str | None:
    """Put it into words, such as "3.2 km more"; None where the value lies inside.

    Parameters
    ----------
    claim
        The claim.
    """
    gap = outside(claim)
    if not gap:
        return None
    amount = wording.interval((abs(gap), abs(gap)), claim.measured_unit)
    if claim.measured_unit == "deg":
        return f"{amount} outside"
    return f"{amount} {'more' if gap > 0 else 'less'}"


def _turned(value: float, low: float, high: float) -> float:
    """Degrees from an arc that runs clockwise from `low` to `high`."""
    if (value - low) % 360 <= (high - low) % 360:
        return 0.0
    above, below = (value - high) % 360, (low - value) % 360
    return above if above <= below else -below
