"""Which control map a claim is tested on, and what it means that it is another maker's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer
from geo.reading.statement import Attribution

_SAME_DAYS = 3
"""Maps of makers this many days apart are still compared."""


@dataclass(frozen=True, slots=True)
class MapChosen:
    """The map that a claim is tested on."""

    layer: ControlLayer
    """The map."""
    gap_days: int | None
    """Days from the claim's day to the map's, negative where the map is older."""
    why: str
    """Why it was chosen, in one plain sentence without a full stop."""
    quoted: str = ""
    """Where the text quotes another maker's map: what that means, as a sentence."""


def drawn_maps(control: ControlAtlas) -> ControlAtlas | None:
    """Leave aside the maps that were inferred from reports: no claim supports itself.

    Parameters
    ----------
    control
        The maps.
    """
    layers = [layer for layer in control.layers if not layer.inferred]
    return ControlAtlas(layers) if layers else None


def map_for(control: ControlAtlas, day: str | None, chain: Sequence[Attribution]) -> MapChosen:
    """Choose the map of a day, that of the quoted maker if it is there.

    Parameters
    ----------
    control
        The maps.
    day
        ISO 8601; None takes the latest.
    chain
        Who says so.
    """
    own = next((name for name in control.makers if _quoted(name, chain)), None)
    found = (control if own is None else control.of_maker(own)).at(day)
    return MapChosen(found.layer, found.gap_days, found.why)


def verdict_elsewhere(
    control: ControlAtlas, chosen: MapChosen, day: str | None
) -> Iterator[ControlLayer]:
    """Give the other makers' maps of about the same day.

    Parameters
    ----------
    control
        The maps.
    chosen
        The one that was taken.
    day
        The day that is spoken of, ISO 8601.
    """
    for name in control.makers:
        if name == chosen.layer.maker.name:
            continue
        other = control.of_maker(name).at(day)
        if other.gap_days is not None and abs(other.gap_days) <= _SAME_DAYS:
            yield other.layer


def _quoted(maker: str, chain: Sequence[Attribution]) -> bool:
    """Whether a speaker is the maker of a map."""
    name = maker.casefold()
    return any(
        len(link.speaker) > 3
        and (link.speaker.casefold() in name or name in link.speaker.casefold())
        for link in chain
    )
