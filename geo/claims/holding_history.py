"""What the maps before and after the day of a claim show of the same place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer


@dataclass(frozen=True, slots=True)
class History:
    """What one maker's dated maps show of one state of a place."""

    before: str | None
    """Day of the last map before the claim's day that shows it so, if the last of all does."""
    since: str | None
    """Day of the first map of the unbroken run that shows it so; None where none does."""
    open_start: bool
    """Whether that first map is the first of all, so that it may have been so before."""
    after: str | None
    """Day of the first map behind the claim's day that shows it so."""
    last: str | None
    """Where the map of the day does not show it: the last one before that does."""


def history(
    control: ControlAtlas, layer: ControlLayer, day: str, shows: Callable[[ControlLayer], bool]
) -> History:
    """Look a state up on all maps of the maker of one.

    Parameters
    ----------
    control
        The maps.
    layer
        The map that the claim is tested on.
    day
        The day that the claim is about, ISO 8601.
    shows
        Whether a map shows the state.
    """
    maps = [
        other
        for other in control.of_maker(layer.maker.name).layers
        if other.date is not None and not other.inferred
    ]
    shown = [(str(other.date), shows(other)) for other in maps]
    earlier = [(when, so) for when, so in shown if when < day]
    later = [when for when, so in shown if so and when > day]
    upto = [(when, so) for when, so in shown if when <= str(layer.date)]
    run: list[str] = []
    for when, so in reversed(upto):
        if not so:
            break
        run.append(when)
    return History(
        before=earlier[-1][0] if earlier and earlier[-1][1] else None,
        since=run[-1] if run else None,
        open_start=bool(run) and run[-1] == shown[0][0],
        after=min(later, default=None),
        last=max((when for when, so in upto if so), default=None) if not run else None,
    )


def told(found: History, day: str, *, state: str, stale: bool) -> str:
    """Say what the other maps show, in sentences; empty where there are none.

    Parameters
    ----------
    found
        The history.
    day
        The day that the claim is about, ISO 8601.
    state
        What is shown, as a past participle: `held by UA`.
    stale
        Whether the claim is of a change, so that it comes late if the map showed it before.
    """
    sentences = []
    if found.since is not None and found.before is not None:
        days = (date.fromisoformat(day) - date.fromisoformat(found.before)).days
        late = f", {days} day{'' if days == 1 else 's'} before" if stale else ""
        sentences.append(f"The map already showed it {state} on {found.before}{late}")
        if found.since < found.before:
            latest = "at the latest" if found.open_start else ""
            sentences[-1] += f" and since {found.since} {latest}".rstrip()
        elif found.open_start:
            sentences[-1] += ", the first map supplied"
    elif found.since is not None and not found.open_start:
        sentences.append(f"It is first shown {state} on {found.since}")
    elif found.since is None:
        if found.last is not None:
            sentences.append(f"The map last showed it {state} on {found.last}")
        if found.after is not None:
            sentences.append(f"It is first shown {state} on {found.after}")
    return " ".join(f"{sentence}." for sentence in sentences)
