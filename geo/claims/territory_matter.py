"""What a figure of territory measures on a map: whose ground, where, and in which sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from gazetteer.errors import PlaceUnknown
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.ends import Missing
from geo.claims.territory_ground import Ground
from geo.control.layer import ControlLayer
from geo.reading.reading import Reading
from geo.reading.statement import Statement
from geo.reading.territory import Deed, Territory

Sense = Literal["held", "free", "grown", "shrunk"]
_AREAS: Final = frozenset({"region", "country"})


@dataclass(frozen=True, slots=True)
class Matter:
    """What is measured."""

    ground: Ground
    """The ground, with the side that holds some of it."""
    sense: Sense
    """What counts: the ground that the side has `held`, the rest of it that is `free`, or by how
    much the held ground has `grown` or `shrunk`."""
    holder: str
    """Name of the side that holds ground there: `Ukraine`."""
    where: str
    """The ground in words: `in Kursk Oblast`, `in Russia`, `on the map`."""

    @property
    def side(self) -> str:
        """That side, as the layers name it."""
        return self.ground.holder


def matter_of(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, layers: Sequence[ControlLayer]
) -> Matter | Missing:
    """Tell what a statement measures.

    Parameters
    ----------
    statement
        An area or a share.
    reading
        The report.
    gazetteer
        The gazetteer that it was read against.
    layers
        The maps supplied.

    Returns
    -------
    Matter or Missing
        What is missing where the text or the maps do not tell.
    """
    told = statement.territory
    if told is None:
        return Missing(
            "unresolved",
            "the sentence does not say that a side holds, gains or loses this ground",
        )
    place = _place(told, reading, gazetteer)
    if isinstance(place, Missing):
        return place
    country = _country(told, place, layers)
    holder = _holder(told, country, layers)
    if isinstance(holder, Missing):
        return holder
    if told.side is None and told.foe_of is not None:
        told = replace(told, side=holder if told.foe_of == country else country)
    sense = _sense(told, holder)
    if sense is None:
        return Missing("unresolved", "the text does not say who lost the ground")
    if sense == "free" and statement.type != "proportion":
        return Missing(
            "unresolved", "the side holds ground of its own country, of which no map tells"
        )
    if country is None and told.side != holder:
        return Missing("unresolved", "the text does not say whose ground it is")
    region = place.id if place is not None and place.kind == "region" else None
    where = place.name if place is not None else side_name(gazetteer, country) if country else ""
    return Matter(
        ground=Ground(gazetteer, holder, country, region),
        sense=sense,
        holder=side_name(gazetteer, holder),
        where=f"in {where}" if where else "on the map",
    )


def side_name(gazetteer: Gazetteer, side: str) -> str:
    """Name a side as a person would: a country by its name, a movement as it is.

    Parameters
    ----------
    gazetteer
        Knows the countries.
    side
        ISO 3166-1 alpha-2 code, or a name.
    """
    try:
        return gazetteer.get(f"country:{side}").name
    except PlaceUnknown:
        return side


def _place(told: Territory, reading: Reading, gazetteer: Gazetteer) -> Place | Missing | None:
    """The region or country that is named; of a city whose region has its name, the region."""
    if told.place is None:
        return None
    place = reading.resolutions[told.place].place
    name = reading.mentions[told.place].text
    if place is None:
        return Missing("unresolved", f"{name} was not found")
    if place.kind not in _AREAS:
        named = gazetteer.find(place.admin1, kind="region") if place.admin1 else ()
        seated = next((m.place for m in named if m.place.capital == place.id), None)
        if seated is not None:
            return seated
        return Missing("unresolved", f"{place.label()} is no region or country with an outline")
    return place


def _country(told: Territory, place: Place | None, layers: Sequence[ControlLayer]) -> str | None:
    """The country that the ground belongs to."""
    if place is not None and place.country is not None:
        return place.country
    if told.country is not None:
        return told.country
    if told.own or told.deed == "regains":
        return told.side
    held: dict[str, float] = {}
    for layer in layers[-1:]:
        rows = layer.frame[(layer.frame["side"] == told.side) & layer.frame["within"].notna()]
        for country, shape in zip(rows["within"], rows.geometry, strict=True):
            held[country] = held.get(country, 0.0) + area_km2(shape)
    return max(held, key=lambda code: held[code]) if held else None


def _holder(told: Territory, country: str | None, layers: Sequence[ControlLayer]) -> str | Missing:
    """The side that holds ground of the country which is not its own."""
    sides = sorted({side for layer in layers for side in layer.sides})
    if told.side is not None and told.side != country:
        known = next((side for side in sides if side.casefold() == told.side.casefold()), None)
        if known is not None:
            return known
        return Missing("unresolved", f"no supplied map shows ground held by {told.side}")
    others = [side for side in sides if side != country and _holds(side, country, layers)]
    if len(others) == 1:
        return others[0]
    if not others:
        return Missing("unresolved", f"no supplied map shows ground of {country} held by a side")
    return Missing("unresolved", f"several sides hold ground there: {', '.join(others)}")


def _holds(side: str, country: str | None, layers: Sequence[ControlLayer]) -> bool:
    """Whether a side is drawn with ground of a country, on any map."""
    for layer in layers:
        within = layer.frame["within"][layer.frame["side"] == side]
        if len(within) and (within.isna().any() or (within == country).any()):
            return True
    return False


def _sense(told: Territory, holder: str) -> Sense | None:
    """In which sense the ground counts; None where a loss is nobody's."""
    grown: Sense = "held" if told.since is None else "grown"
    senses: dict[Deed, Sense | None]
    if told.side is None:
        senses = {"holds": "held", "gains": grown, "regains": "shrunk", "loses": None}
    elif told.side == holder:
        senses = {"holds": "held", "gains": grown, "regains": grown, "loses": "shrunk"}
    else:
        senses = {"holds": "free", "gains": "shrunk", "regains": "shrunk", "loses": grown}
    return senses[told.deed]
