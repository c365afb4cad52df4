"""Several control maps, by day: which one shows the day that a text speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geo.control.layer import ControlLayer
from geo.errors import ControlInvalid


@dataclass(frozen=True, slots=True)
class Chosen:
    """A map chosen for a day."""

    layer: ControlLayer
    """The map."""
    gap_days: int | None
    """Days from the day asked for to the day of the map, negative where the map is older; None
    where one of them has no date."""
    why: str
    """The reason, in one plain sentence without a full stop."""

    @property
    def exact(self) -> bool:
        """Whether the map is of the very day."""
        return self.gap_days == 0


@dataclass(frozen=True, slots=True)
class ControlAtlas:
    """The control maps that were supplied, each maker's by date.

    Raises
    ------
    ControlInvalid
        If there is none.
    """

    layers: tuple[ControlLayer, ...]
    """By date, those without one last."""
    skipped: tuple[str, ...] = ()
    """Files of the folders that were no control maps, each with the reason."""

    def __init__(self, layers: Iterable[ControlLayer], *, skipped: Iterable[str] = ()) -> None:
        ordered = sorted(
            layers, key=lambda layer: (layer.date is None, layer.date or "", layer.file)
        )
        if not ordered:
            raise ControlInvalid("no control map was given: name a file or a folder of them")
        object.__setattr__(self, "layers", tuple(ordered))
        object.__setattr__(self, "skipped", tuple(skipped))

    @property
    def makers(self) -> tuple[str, ...]:
        """Who drew them, each once, in the order of their first map."""
        return tuple(dict.fromkeys(layer.maker.name for layer in self.layers))

    @property
    def dates(self) -> tuple[str, ...]:
        """The days shown, each once, in order."""
        return tuple(sorted({layer.date for layer in self.layers if layer.date is not None}))

    def of_maker(self, name: str) -> ControlAtlas:
        """Give the maps of one maker.

        Parameters
        ----------
        name
            The maker's name; one of `makers`.
        """
        return ControlAtlas(layer for layer in self.layers if layer.maker.name == name)

    def at(self, day: str | None) -> Chosen:
        """Choose the map for a day: of that day, else the last before it, else the first after.

        The first after is taken as well where it is less than half as far: a map of the next day
        tells more of a day than one three weeks old.

        Parameters
        ----------
        day
            ISO 8601; None takes the latest map.
        """
        dated = [layer for layer in self.layers if layer.date is not None]
        if day is None or not dated:
            layer = dated[-1] if dated else self.layers[-1]
            only = "the only map supplied" if len(self.layers) == 1 else "the latest map supplied"
            reason = "no day is known" if day is None else "the map has no date"
            return Chosen(layer, None, f"{reason}, so {only} is taken")
        gaps = [
            ((date.fromisoformat(layer.date or day) - date.fromisoformat(day)).days, layer)
            for layer in dated
        ]
        older = [(gap, layer) for gap, layer in gaps if gap <= 0][-1:]
        later = [(gap, layer) for gap, layer in gaps if gap > 0][:1]
        gap, layer = min(older + later, key=lambda found: max(-found[0], 2 * found[0]))
        return Chosen(layer, gap, _told(gap, layer, older=bool(older)))

    def years_of(self, month: int, day: int) -> tuple[str, ...]:
        """List the supplied days that fall on a day of the year: of a text that states no year.

        Parameters
        ----------
        month, day
            1..12 and 1..31.
        """
        return tuple(d for d in self.dates if d[5:] == f"{month:02d}-{day:02d}")


def _told(gap: int, layer: ControlLayer, *, older: bool) -> str:
    """Say how the day of a map lies to the day asked for."""
    if gap == 0:
        return f"the map shows that day, {layer.date}"
    days = f"{abs(gap)} day{'' if abs(gap) == 1 else 's'}"
    if gap < 0:
        return (
            f"no map of that day is supplied; the last before it shows {layer.date}, {days} older"
        )
    lacking = "of that day" if older else "as old"
    return f"no map {lacking} is supplied; the first after it shows {layer.date}, {days} later"
