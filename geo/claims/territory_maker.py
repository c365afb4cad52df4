"""One maker's maps asked for a figure of territory: the map of the day, the base, the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from geo.claims.claim import Verdict
from geo.claims.ends import Missing
from geo.claims.territory_days import NEAR_DAYS, DatedMap, Day, around, nearest, with_year
from geo.claims.territory_figure import (
    BaseKind,
    Figure,
    belief,
    changed_area,
    held_area,
    peak_of,
    share_of_base,
    share_of_region,
)
from geo.claims.territory_matter import Matter
from geo.claims.verdict import verdict_of
from geo.control.layer import ControlLayer
from geo.reading.periods import Span
from geo.reading.statement import Quantity, Statement
from geo.reading.territory import Territory
from geo.tolerance import StatedInterval, nominal

_SURE: Final = frozenset({"supported", "contradicted"})
_LETTERS: Final = re.compile(r"[^\w]+")
_TITLE: Final = re.compile(r"\(.*\)|\bmaps?\b|maps?$")


@dataclass(frozen=True)
class Maps:
    """The maps of one maker, and what is asked of them."""

    layers: Sequence[ControlLayer]
    """Their layers, by date."""
    matter: Matter
    """What is measured."""
    statement: Statement
    """The statement."""
    quantity: Quantity
    """Its number."""
    stated: StatedInterval
    """What its words admit."""
    day: Day
    """The day that it is of."""

    @property
    def told(self) -> Territory:
        """What the statement is about."""
        return self.statement.territory or Territory("holds")

    @property
    def maker(self) -> str:
        """Who drew the maps."""
        return self.layers[0].maker.name

    @cached_property
    def quoted(self) -> bool:
        """Whether the text names this maker as the source of the figure."""
        own = _bare(self.maker)
        spoken = [self.told.maker or "", *(link.speaker for link in self.statement.attribution)]
        return bool(own) and any(own in _folded(name) for name in spoken)

    def probability(self, figure: Figure) -> float:
        """Give the belief in the statement, by a figure.

        Parameters
        ----------
        figure
            As the maps have it.
        """
        found = belief(figure, self.stated, nominal(self.quantity), quoted=self.quoted)
        return 1 - found if self.statement.negated else found


@dataclass(frozen=True, slots=True)
class Trial:
    """What one maker's maps say of a statement."""

    maps: Maps
    """The maps."""
    figure: Figure
    """The figure that they give."""
    probability: float
    """The belief in the statement."""
    verdict: Verdict
    """The verdict."""
    cause: str | None = None
    """Why it is uncertain."""
    others: tuple[Figure, ...] = field(default=())
    """The figure on other days, or from other bases, that may be meant."""


def try_maps(maps: Maps) -> Trial | Missing:
    """Ask the maps of one maker.

    Parameters
    ----------
    maps
        The maps, and what is asked of them.

    Returns
    -------
    Trial or Missing
        What is missing where the maps do not give the figure.
    """
    shown = _shown(maps)
    if shown is None:
        return _any_day(maps)
    figure = figure_on(maps, shown)
    if isinstance(figure, Missing):
        return figure
    probability = maps.probability(figure)
    verdict = verdict_of(probability)
    far = not shown.near or not _near(figure.base_gap_days)
    others = tuple(_others(maps, figure))
    if far:
        return Trial(maps, figure, probability, "uncertain", "date", others)
    sure = {verdict_of(maps.probability(other)) for other in others} & _SURE
    if sure - {verdict}:
        return Trial(maps, figure, probability, "uncertain", "base and date", others)
    cause = "map disagreement" if figure.error > maps.stated.soft else "vague words"
    return Trial(maps, figure, probability, verdict, None if verdict in _SURE else cause, others)


def figure_on(maps: Maps, shown: DatedMap) -> Figure | Missing:
    """Measure the figure on the map of a day.

    Parameters
    ----------
    maps
        The maps, and what is asked of them.
    shown
        The map of the day.
    """
    found = _area_on(maps, shown) if maps.statement.type != "proportion" else _share_on(maps, shown)
    if found is None:
        where = maps.matter.where.removeprefix("in ")
        return Missing("unresolved", f"no outline of {where} is on file")
    return found


def _shown(maps: Maps) -> DatedMap | None:
    """The map of the day; None where no day is known and there are several maps."""
    if maps.told.peak and maps.statement.type != "proportion":
        return DatedMap(peak_of(maps.matter, maps.layers, until=None), 0)
    if maps.day.span is not None:
        found = nearest(maps.layers, maps.day.span)
        return found or DatedMap(maps.layers[-1], None)
    return DatedMap(maps.layers[0], 0) if len(maps.layers) == 1 else None


def _any_day(maps: Maps) -> Trial | Missing:
    """Ask every map, where no day is known: what they agree in is said."""
    found = [figure_on(maps, DatedMap(layer, None)) for layer in maps.layers]
    figures = [figure for figure in found if isinstance(figure, Figure)]
    if not figures:
        return next(gone for gone in found if isinstance(gone, Missing))
    verdicts = {verdict_of(maps.probability(figure)) for figure in figures}
    last, before = figures[-1], tuple(figures[:-1])
    probability = maps.probability(last)
    if len(verdicts) == 1 and verdicts <= _SURE:
        return Trial(maps, last, probability, verdicts.pop(), None, before)
    return Trial(maps, last, probability, "uncertain", "date", before)


def _area_on(maps: Maps, shown: DatedMap) -> Figure | Missing | None:
    """An area, or by how much it changed."""
    matter = maps.matter
    if matter.sense in ("held", "free"):
        return held_area(matter, shown)
    counted = _counted_from(maps, shown)
    if counted is None or counted.layer is shown.layer:
        return Missing("date", "a change needs maps of two days, and only one is supplied")
    kind: BaseKind = "peak" if maps.told.since is None else "since"
    return changed_area(matter, shown, counted.layer, kind, counted.gap_days)


def _counted_from(maps: Maps, shown: DatedMap) -> DatedMap | None:
    """The map from which a change is counted: of the day named, else of the most held."""
    if maps.told.since is None:
        return DatedMap(_peak(maps, shown), 0)
    span = with_year(maps.told.since, maps.layers)
    return None if span is None else nearest(maps.layers, span, edge="first")


def _share_on(maps: Maps, shown: DatedMap) -> Figure | Missing | None:
    """A share of the ground, or of what was held of it."""
    matter, told = maps.matter, maps.told
    if told.share_of == "region" and matter.sense != "shrunk":
        return share_of_region(matter, shown)
    based = _base_on(maps)
    if based is not None:
        return share_of_base(matter, shown, based.layer, "day", based.gap_days)
    if len(maps.layers) == 1:
        why = "a share of what was held needs a map of an earlier day, and only one is supplied"
        return Missing("base", why)
    found = share_of_base(matter, shown, _peak(maps, shown), "peak", 0)
    return found or Missing("base", "on no supplied map of that day or before is anything held")


def _base_on(maps: Maps) -> DatedMap | None:
    """The map of the day that the words name as the base."""
    span: Span | None = maps.told.base_on and with_year(maps.told.base_on, maps.layers)
    return None if span is None else nearest(maps.layers, span)


def _peak(maps: Maps, shown: DatedMap) -> ControlLayer:
    """The map on which most was held, up to the day."""
    return peak_of(maps.matter, maps.layers, until=shown.layer.date)


def _others(maps: Maps, figure: Figure) -> Iterator[Figure]:
    """The same share on days near, where the words name none, and from days near the peak."""
    if figure.unit != "share" or figure.base_kind == "region":
        return
    days = [] if maps.day.named else list(around(maps.layers, figure.shown.layer))
    for layer in days:
        found = figure_on(maps, DatedMap(layer, figure.shown.gap_days))
        if isinstance(found, Figure) and found.base is not layer:
            yield found
    if figure.base_kind != "peak" or figure.base is None:
        return
    for base in around(maps.layers, figure.base):
        if (base.date or "") < (figure.shown.layer.date or ""):
            share = share_of_base(maps.matter, figure.shown, base, "day", 0)
            if share is not None and share.base_km2 > share.area_km2:
                yield share


def _near(gap_days: int | None) -> bool:
    """Whether the base is of the day that the words name, as far as they name one."""
    return gap_days is None or abs(gap_days) <= NEAR_DAYS


def _bare(maker: str) -> str:
    """The name of a maker without what says that it makes maps."""
    return _folded(_TITLE.sub("", maker.casefold()))


def _folded(name: str) -> str:
    """The letters of a name."""
    return _LETTERS.sub("", name.casefold())
