"""Which control map a claim is tested on, and what it means that it is another maker's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.claim import Verdict
from geo.control.atlas import ControlAtlas
from geo.control.coverage import covers
from geo.control.layer import ControlLayer
from geo.reading.control_words import control_words
from geo.reading.statement import Attribution
from geo.tolerance import table

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
    """The maker whose map the text quotes, where it is another one."""

    def quoted_note(self, verdict: Verdict) -> str:
        """Say that the quoted map is another one; empty where none is quoted.

        Parameters
        ----------
        verdict
            What follows from the map at hand.
        """
        if not self.quoted:
            return ""
        if verdict == "supported":
            return f"It agrees with another map; the quoted one ({self.quoted}) is unchecked."
        return f"The quoted map ({self.quoted}) is not at hand; another one is compared."


def drawn_maps(control: ControlAtlas) -> ControlAtlas | None:
    """Leave aside the maps that were inferred from reports: no claim supports itself.

    Parameters
    ----------
    control
        The maps.
    """
    layers = [layer for layer in control.layers if not layer.inferred]
    return ControlAtlas(layers) if layers else None


def covering_maps(control: ControlAtlas, place: Place, gazetteer: Gazetteer) -> ControlAtlas | None:
    """Leave out the makers whose maps say nothing of the country that a place lies in.

    Parameters
    ----------
    control
        The maps.
    place
        A settlement or region.
    gazetteer
        Tells where countries lie.

    Returns
    -------
    ControlAtlas or None
        None where no maker shows that country.
    """
    if place.country is None:
        return control
    kept = [
        layer
        for name in control.makers
        if covers(control.of_maker(name).layers, place.country, gazetteer)
        for layer in control.of_maker(name).layers
    ]
    return ControlAtlas(kept) if kept else None


def map_for(
    control: ControlAtlas, day: str | None, chain: Sequence[Attribution], *, lang: str
) -> MapChosen:
    """Choose the map of a day, that of the quoted maker if it is there.

    Parameters
    ----------
    control
        The maps.
    day
        ISO 8601; None takes the latest.
    chain
        Who says so.
    lang
        ISO 639-1 code of the text.
    """
    own = next((name for name in control.makers if _quoted(name, chain)), None)
    found = (control if own is None else control.of_maker(own)).at(day)
    quoted = "" if own is not None else _maker_in(chain, lang)
    return MapChosen(found.layer, found.gap_days, found.why, quoted)


def map_near(maps: ControlAtlas, day: str) -> ControlLayer | None:
    """Give the map of a day, or of one close enough to show it.

    Parameters
    ----------
    maps
        Maps of one maker.
    day
        ISO 8601, or without its year, which the maps then tell: `--01-04`.
    """
    if day.startswith("--"):
        years = maps.years_of(int(day[2:4]), int(day[5:7]))
        if len(years) != 1:
            return None
        day = years[0]
    found = maps.at(day)
    gap = found.gap_days
    # A map of a later day already shows a part of what is to be counted from that day on.
    if gap is None or gap > _SAME_DAYS or -gap > table()["holding"]["fresh_days"]:
        return None
    return found.layer


def maps_beside(
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


def _maker_in(chain: Sequence[Attribution], lang: str) -> str:
    """The known maker of maps among some speakers; empty where none is."""
    spoken = [link.speaker.casefold() for link in chain]
    known = control_words(lang).makers
    return next((name for name in known if any(name.casefold() in s for s in spoken)), "")


def _quoted(maker: str, chain: Sequence[Attribution]) -> bool:
    """Whether a speaker is the maker of a map."""
    name = maker.casefold()
    return any(
        len(link.speaker) > 3
        and (link.speaker.casefold() in name or name in link.speaker.casefold())
        for link in chain
    )
