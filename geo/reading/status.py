"""What an action makes of a place, seen from the side that acts."""

from __future__ import annotations

from typing import Final

from geo.reading.event import Action, Status

STATUS: Final[dict[Action, Status]] = {
    "seized": "held",
    "cleared": "held",
    "holds": "held",
    "entered": "entered",
    "infiltrated": "entered",
    "crossed": "entered",
    "advanced": "contested",
    "fighting": "contested",
    "repelled": "contested",
    "attacked": "attacked",
    "struck": "attacked",
    "withdrew": "lost",
    "lost": "lost",
}
"""One status for every action.

`held`: the side has the place. `entered`: it is inside, the place is not taken. `contested`: both
fight over the place or the ground around it; an advance near a village takes nothing of the
village, and a repelled assault proves that somebody still assaults. `attacked`: the side attacks or
strikes the place without being in it. `lost`: the side has had to leave it.
"""
_WHOLE: Final = frozenset({"held", "lost"})


def status_of(
    action: Action, *, whole: bool = True, negated: bool = False, inside: bool = True
) -> Status | None:
    """Give the status that follows for a place.

    Parameters
    ----------
    action
        What was done.
    whole
        Whether it was done to the whole place rather than to a part of it.
    negated
        Whether the text says that it was not done; nothing follows then.
    inside
        Whether it was done in the place rather than near it or in the fields around it.

    Returns
    -------
    Status | None
        From `STATUS`, where a part or the fields around a place say nothing of all of it: taking a
        part leaves the place `entered`, taking the ground around it leaves it `contested`.
    """
    if negated:
        return None
    status = STATUS[action]
    if status in _WHOLE and not inside:
        return "contested"
    if status == "held" and not whole:
        return "entered"
    if status == "lost" and not whole:
        return "contested"
    return "contested" if status == "entered" and not inside else status
