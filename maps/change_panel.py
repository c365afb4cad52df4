"""The tables beside a change map, and its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geo.control.change import CONTESTED
from maps import wording
from maps.cards import fact
from maps.change_patches import Patch, Turned
from maps.control_key import held_items
from maps.control_panel import listed, square_km, swatch_class
from maps.control_sheet import Sheet
from maps.html import Html, join, tag
from maps.key_items import item
from maps.layers import side_code
from maps.panel_rows import cell, go, group, head_cell, plain_row, row, section
from maps.style import CONTROL_FILLS

if TYPE_CHECKING:
    from geo.control.change import ControlChange

_NAMED: Final = 3
_HARDLY: Final = 0.01


@dataclass(frozen=True, slots=True)
class Tables:
    """Writes what a change map tells."""

    before: Sheet
    """The first map."""
    after: Sheet
    """The second map."""
    changes: tuple[ControlChange, ...]
    """What every side gained and lost."""
    patches: tuple[Patch, ...]
    """The pieces of ground that changed hands, the largest first."""
    turned: tuple[Turned, ...]
    """The settlements on them, the biggest first."""
    sides: Mapping[str, str]
    """Display name of every side, by its code."""
    uncompared: tuple[str, ...] = ()
    """What could not be compared and why, without a full stop."""

    @property
    def same_day(self) -> bool:
        """Whether the maps are of one day, so that they differ and nothing changed hands."""
        return self.before.layer.date is not None and (
            self.before.layer.date == self.after.layer.date
        )

    def panel(self) -> Html:
        """Write all tables."""
        return join(self._balance(), self._settlements(), self._patches())

    def key(self, *, border: bool) -> Iterator[tuple[str, list[Html]]]:
        """Give the columns of the key.

        Parameters
        ----------
        border
            Whether a named border is in view.
        """
        for side in dict.fromkeys(patch.side for patch in self.patches):
            title = f"{self._side(side)} on the second" if self.same_day else None
            taken = "Now contested" if side == CONTESTED else f"Taken by {self._side(side)}"
            yield title or taken, list(self._taken(side))
        pale = list(held_items(self.after, look="control-faint", without=self._all_new()))
        if pale:
            yield "The same on both maps" if self.same_day else "Unchanged", pale
        yield "Lines", list(self._lines(border=border))

    def _all_new(self) -> set[tuple[str | None, str]]:
        """The sides and statuses of which the second map shows hardly more than what is new."""
        held: dict[tuple[str | None, str], float] = {}
        for one in self.after.holdings:
            held[one.side, one.status] = held.get((one.side, one.status), 0.0) + one.area_km2
        new = dict.fromkeys(held, 0.0)
        for change in self.changes:
            key = (change.side, change.status)
            new[key] = new.get(key, 0.0) + change.gained.area_km2
        return {key for key, area in held.items() if area - new[key] <= _HARDLY * area}

    def _lines(self, *, border: bool) -> Iterator[Html]:
        names = [f"Front {wording.day(sheet.layer.date)}" for sheet in (self.before, self.after)]
        if self.same_day:
            names = ["Front on the first map", "Front on the second map"]
        if self.after.front is not None:
            yield item(names[1], swatch="front")
        if self.before.front is not None:
            yield item(names[0], swatch="front-past")
        if border:
            yield item("Border", swatch="border")
        slivers = sum(change.slivers_km2 for change in self.changes)
        if slivers:
            yield item(f"Slivers {square_km(slivers)}", swatch="sliver")

    def _side(self, code: str | None) -> str:
        return "nobody named" if code is None else self.sides.get(code, code)

    def _taken(self, side: str | None) -> Iterator[Html]:
        """What a side took, by country."""
        sums: dict[str, float] = {}
        for patch in self.patches:
            if patch.side == side:
                sums[patch.where] = sums.get(patch.where, 0.0) + patch.area_km2
        for where, area in sums.items():
            words = tag("span", f"In {where} ", tag("b", square_km(area), class_="figure"))
            fill, code = changed_fill(side), changed_side(side)
            yield item(words, swatch="changed", fill=fill, side=code)

    @property
    def _heads(self) -> tuple[str, str]:
        """What the columns of gain and loss are called."""
        return ("More", "Less") if self.same_day else ("Gained", "Lost")

    def _balance(self) -> Html:
        note = tag(
            "p",
            "Slivers, thin pieces that two drawings of one line leave, are in the sums and told "
            "apart. Areas are geodesic, on WGS 84.",
            class_="note",
        )
        rows = [self._balance_row(change) for change in self.changes if _any(change)]
        more, less = self._heads
        head = ("Ground of", more, less, "Net")
        return section(
            "balance", "More and less on the second map" if self.same_day else "Gained and lost",
            rows, head=head, note=note, empty="Both maps show the same ground.",
        )  # fmt: skip

    def _balance_row(self, change: ControlChange) -> Html:
        more, less = self._heads
        net = change.net_km2
        slivers = change.slivers_km2
        words = join(
            f"{change.status} in {change.within.name}",
            f"slivers {square_km(slivers)}" if slivers else None,
            by="; ",
        )
        name = tag("span", self._side(change.side), class_=self._swatch(change.side))
        signed = f"{'+' if net > 0 else '−' if net < 0 else ''}{square_km(abs(net))}"
        return plain_row(
            [
                head_cell(join(name, tag("small", words), by=" ")),
                cell(more, square_km(change.gained.area_km2), class_="figure"),
                cell(less, square_km(change.lost.area_km2), class_="figure"),
                cell("Net", signed, class_="figure"),
            ]
        )

    def _settlements(self) -> Html:
        rows: list[Html] = []
        for side in dict.fromkeys(turned.settlement.after for turned in self.turned):
            words = f"{self._side(side)} on the second map" if self.same_day else None
            turned_to = "Now contested" if side == CONTESTED else f"To {self._side(side)}"
            rows.append(group(words or turned_to, columns=3))
            rows += [self._settlement(t) for t in self.turned if t.settlement.after == side]
        note = None
        if any(turned.settlement.on_line for turned in self.turned):
            note = tag(
                "p",
                "“Near the edge”: the edge of the changed ground is nearer than the settlement’s "
                "own position is known.",
                class_="note",
            )
        head = ("Settlement", "Where", "First map" if self.same_day else "From")
        title = "Settlements that changed hands"
        if self.same_day:
            title = "Settlements on which the maps differ"
        return section(
            "settlements", title, rows, head=head, note=note,
            empty="No settlement of the gazetteer lies on such ground.",
        )  # fmt: skip

    def _settlement(self, turned: Turned) -> Html:
        one, town = turned.settlement, turned.settlement.place
        where = ", ".join(filter(None, (town.admin1, town.country)))
        edge = tag("small", "near the edge") if one.on_line else None
        name = tag("span", self._side(one.before), class_=self._swatch(one.before))
        count = fact("Inhabitants", f"{town.population:,}") if town.population else None
        precision = wording.length(town.precision_m)
        return row(
            turned.key,
            [
                head_cell(go(turned.key, town.name)),
                cell("Where", join(where or "—", edge, by=" ")),
                cell("First map" if self.same_day else "From", name),
            ],
            join(
                tag("h4", town.name, tag("small", where)),
                tag("p", self._said(one.before, one.after)),
                tag(
                    "dl",
                    count,
                    fact("Position", f"{wording.position(town.lon, town.lat)} ± {precision}"),
                    fact("Edge", f"{wording.length(one.edge_m)} to that of the changed ground"),
                    fact("Source", town.source),
                ),
            ),
        )

    @property
    def _now(self) -> str:
        """What the column of the second map's holder is called."""
        return "On the second map" if self.same_day else "Now held by"

    def _patches(self) -> Html:
        rows = [self._patch(patch) for patch in self.patches]
        return section(
            "patches", "The ground, piece by piece", rows, head=("Ground", self._now, "Area"),
            empty="There is no such ground but slivers.",
        )  # fmt: skip

    def _patch(self, patch: Patch) -> Html:
        name = patch_name(patch)
        side = tag("span", self._side(patch.side), class_=self._swatch(patch.side))
        return row(
            patch.key,
            [
                head_cell(go(patch.key, name)),
                cell(self._now, side),
                cell("Area", square_km(patch.area_km2), class_="figure"),
            ],
            join(
                tag("h4", name, tag("small", self._said(patch.lost_by, patch.side))),
                tag("dl", *self._facts(patch)),
            ),
        )

    def _facts(self, patch: Patch) -> Iterator[Html]:
        yield fact("Area", square_km(patch.area_km2))
        yield fact("In", patch.where)
        if patch.places:
            yield fact("Settlements", listed([town.name for town in patch.places]))
        for sheet, name in ((self.before, "First map"), (self.after, "Second map")):
            yield fact(name, sheet.dated)

    def _said(self, before: str | None, after: str | None) -> str:
        first, last = self.before.layer.date, self.after.layer.date
        if self.same_day:
            return (
                f"{self._side(before)} on the map by {self.before.layer.maker.name}, "
                f"{self._side(after)} on that by {self.after.layer.maker.name}"
            )
        return (
            f"From {self._side(before)} to {self._side(after)} between "
            f"{wording.day(first)} and {wording.day(last)}"
        )

    def _swatch(self, code: str | None) -> str:
        return swatch_class(self.sides, code)


def changed_fill(side: str | None) -> str:
    """Give the filling of changed ground by who has it now.

    Parameters
    ----------
    side
        The side, or `contested`.
    """
    return CONTROL_FILLS["contested" if side == CONTESTED else "held"]


def changed_side(side: str | None) -> str:
    """Give the code of who has changed ground now; nobody's where it is contested.

    Parameters
    ----------
    side
        The side, or `contested`.
    """
    return "" if side == CONTESTED else side_code(side)


def patch_name(patch: Patch) -> str:
    """Give what a reader knows a piece of ground by.

    Parameters
    ----------
    patch
        The piece.
    """
    if patch.places:
        return listed([town.name for town in patch.places[:_NAMED]])
    return f"Near {patch.near.name}" if patch.near else "Ground without a settlement"


def _any(change: ControlChange) -> bool:
    """Whether anything changed."""
    return bool(change.gained.area_km2 or change.lost.area_km2)
