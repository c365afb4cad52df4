"""The front line that a statement is measured from: that of the map of its day."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gazetteer.borders import Border
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.assessment import Assessment
from geo.claims.claim import MapUsed
from geo.claims.holding_day import DaysMeant
from geo.claims.holding_maps import drawn_maps, map_for
from geo.control.atlas import ControlAtlas
from geo.control.doubt import gap
from geo.control.frontier import front_as_border
from geo.reading.reading import Reading
from geo.reading.statement import Statement
from geo.relation import Region, Relation
from geo.tolerance import table


@dataclass(frozen=True, slots=True)
class Front:
    """A front line, with what is to be said of its map."""

    line: Border
    """The line."""
    map: MapUsed
    """Its map."""
    note: str
    """Why this map, in one plain sentence without a full stop."""
    stale: str
    """Why the map's day leaves every verdict open, as a sentence; empty where it does not."""


class FrontFinder:
    """Finds the front line for the statements of one report."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas) -> None:
        self._gazetteer = gazetteer
        self._lang = reading.report.lang
        self._maps = drawn_maps(control)
        self._days = DaysMeant(reading, control)

    def of(self, statement: Statement) -> Front | None:
        """Give the front line of the day that a statement is about.

        Parameters
        ----------
        statement
            A statement whose reference is the front.

        Returns
        -------
        Front or None
            None where no map drawn by a maker has a front line.
        """
        if self._maps is None:
            return None
        day = self._days.of(statement.start, statement.end, own=statement.date)
        chosen = map_for(self._maps, day.iso, statement.attribution, lang=self._lang)
        line = front_as_border(chosen.layer, self._gazetteer)
        if line is None:
            return None
        layer, gap = chosen.layer, chosen.gap_days
        stale = ""
        if day.iso is None:
            stale = "Without a day it cannot be told where the front ran then."
        elif gap is not None and abs(gap) > table()["holding"]["fresh_days"]:
            stale = f"The map is {abs(gap)} days {'older' if gap < 0 else 'later'}."
        return Front(
            line=line,
            map=MapUsed(layer.maker.name, layer.date, layer.file, gap_days=gap),
            note=f"{day.why}; {chosen.why}",
            stale=stale,
        )


def with_gap(
    parts: tuple[Assessment, ...], region: Region, subject: Place
) -> tuple[Assessment, ...]:
    """Let a distance from the front fit that fits another maker's line as well as ours.

    Who states "8 km from the front" looks at some map. Its line lies off ours by the gap between
    makers, so what the words admit is widened by the median of that gap, as the tolerance of an
    area is. That makes nothing contradict that our line alone leaves open.

    Parameters
    ----------
    parts
        The statement as assessed from our line.
    region
        The relation with the front line as its reference.
    subject
        The place.
    """
    stated, line = region.relation.distance, region.reference
    if stated is None or not isinstance(line, Border):
        return parts
    wide_m = gap().within(0.5)
    low = None if stated.low is None else max(stated.low - wide_m, 0.0)
    high = None if stated.high is None else stated.high + wide_m
    other = Region(
        Relation(distance=replace(stated, low=low, high=high)), replace(line, precision_m=0.0)
    )
    fitting = other.probability(subject)
    return tuple(
        replace(part, probability=max(part.probability, fitting))
        if part.part == "distance"
        else part
        for part in parts
    )
