"""The tables beside a change map, and its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from gazetteer.place import Place
from maps import wording
from maps.cards import fact
from maps.change_swing import SLIVER_KM2, SLIVER_M, Patch, Swing
from maps.control_panel import listed, square_km, swatch_class
from maps.control_sheet import Sheet
from maps.html import Html, join, tag
from maps.key_items import item
from maps.panel_rows import cell, go, group, head_cell, plain_row, row, section

_LISTED: Final = 40


class Tables:
    """Writes what a change map tells."""

    def __init__(
        self, before: Sheet, after: Sheet, swings: Sequence[Swing], patches: Sequence[Patch]
    ) -> None:
        """Take what changed.

        Parameters
        ----------
        before, after
            The two control maps.
        swings
            What every side gained and lost.
        patches
            The pieces of ground that changed hands, the largest first.
        """
        self.before, self.after = before, after
        self.swings = swings
        self.patches = patches
        self.sides = {**before.sides, **after.sides}
        self.turned = [(patch, town) for patch in patches for town in patch.places]

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
            yield f"Taken by {self._side(side)}", list(self._taken(side))
        slivers = sum(swing.sliver_km2 for swing in self.swings)
        lines = []
        if slivers:
            lines.append(item(f"Slivers {square_km(slivers)}", swatch="sliver"))
        if self.after.front is not None:
            lines.append(item(f"Front {wording.day(self.after.layer.date)}", swatch="front"))
        if self.before.front is not None:
            lines.append(item(f"Front {wording.day(self.before.layer.date)}", swatch="front-past"))
        if border:
            lines.append(item("Border", swatch="border"))
        yield "Lines", lines

    def settlement_key(self, town: Place) -> str:
        """Give the id of the row of a settlement that changed hands.

        Parameters
        ----------
        town
            The settlement.
        """
        known = [turned.id for _, turned in self.turned]
        return f"place-{known.index(town.id) + 1}"

    def _side(self, code: str | None) -> str:
        return "side not stated" if code is None else self.sides.get(code, code)

    def _taken(self, side: str | None) -> Iterator[Html]:
        """What a side took, by country."""
        sums: dict[str | None, float] = {}
        for patch in self.patches:
            if patch.side == side:
                sums[patch.country] = sums.get(patch.country, 0.0) + patch.area_km2
        for country, area in sums.items():
            where = f"In {self._side(country)} " if country else ""
            words = tag("span", where, tag("b", square_km(area), class_="figure"))
            yield item(words, swatch="changed", fill="plain", side=side or "")

    def _balance(self) -> Html:
        note = tag(
            "p",
            f"Slivers are apart: changed ground narrower than {SLIVER_M:.0f} m or smaller than "
            f"{wording.number(SLIVER_KM2)} km² is mostly a line drawn anew.",
            class_="note",
        )
        rows = [
            self._balance_row(s) for s in self.swings if not (s.gained.is_empty and s.lost.is_empty)
        ]
        head = ("Ground held", "Gained", "Lost", "Net")
        return section(
            "balance", "Gained and lost", rows, head=head, note=note,
            empty="Neither map shows ground held by anybody but its own country.",
        )  # fmt: skip

    def _balance_row(self, swing: Swing) -> Html:
        gained, lost = swing.gained_km2, swing.lost_km2
        net = gained - lost
        where = f"in {self._side(swing.country)}" if swing.country else ""
        slivers = f"slivers {square_km(swing.sliver_km2)}" if swing.sliver_km2 else ""
        return plain_row(
            [
                head_cell(
                    join(
                        tag("span", self._side(swing.side), class_=self._swatch(swing.side)),
                        tag("small", join(where, slivers or None, by="; ")),
                        by=" ",
                    )
                ),
                cell("Gained", square_km(gained), class_="figure"),
                cell("Lost", square_km(lost), class_="figure"),
                cell("Net", f"{'+' if net > 0 else '−' if net < 0 else ''}{square_km(abs(net))}",
                     class_="figure"),
            ]
        )  # fmt: skip

    def _settlements(self) -> Html:
        rows: list[Html] = []
        for side in dict.fromkeys(patch.side for patch, _ in self.turned):
            rows.append(group(f"To {self._side(side)}"))
            rows += [self._settlement(p, town) for p, town in self.turned if p.side == side]
        head = ("Settlement", "Where", "From")
        return section(
            "settlements", "Settlements that changed hands", rows, head=head,
            empty="No settlement of the gazetteer lies on ground that changed hands.",
        )  # fmt: skip

    def _settlement(self, patch: Patch, town: Place) -> Html:
        where = ", ".join(filter(None, (town.admin1, town.country)))
        name = self._side(patch.lost_by)
        return row(
            self.settlement_key(town),
            [
                head_cell(go(self.settlement_key(town), town.name)),
                cell("Where", where or "—"),
                cell("From", tag("span", name, class_=self._swatch(patch.lost_by))),
            ],
            join(
                tag("h4", town.name, tag("small", where)),
                tag("p", self._said(patch)),
                tag("dl",
                    fact("Inhabitants", f"{town.population:,}") if town.population else None,
                    fact("Position", wording.position(town.lon, town.lat)
                         + f" ± {wording.length(town.precision_m)}"),
                    fact("Source", town.source)),
            ),
        )  # fmt: skip

    def _patches(self) -> Html:
        rows = [self._patch(patch) for patch in self.patches]
        note = None
        if len(rows) > _LISTED:
            note = tag("p", f"{len(rows)} pieces, the largest first.", class_="note")
        return section(
            "patches", "The ground, piece by piece", rows, head=("Ground", "Now held by", "Area"),
            empty="No ground changed hands.", note=note,
        )  # fmt: skip

    def _patch(self, patch: Patch) -> Html:
        return row(
            patch.key,
            [
                head_cell(go(patch.key, _name(patch))),
                cell(
                    "Now held by",
                    tag("span", self._side(patch.side), class_=self._swatch(patch.side)),
                ),
                cell("Area", square_km(patch.area_km2), class_="figure"),
            ],
            join(
                tag("h4", _name(patch), tag("small", self._said(patch))),
                tag("dl", *self._facts(patch)),
            ),
        )

    def _facts(self, patch: Patch) -> Iterator[Html]:
        yield fact("Area", square_km(patch.area_km2))
        yield fact("Now held by", self._side(patch.side))
        yield fact("Before", self._side(patch.lost_by))
        if patch.places:
            yield fact("Settlements", listed([town.name for town in patch.places]))
        for sheet, name in ((self.before, "First map"), (self.after, "Second map")):
            yield fact(name, sheet.dated)

    def _said(self, patch: Patch) -> str:
        first, last = self.before.layer.date, self.after.layer.date
        return (
            f"From {self._side(patch.lost_by)} to {self._side(patch.side)} between "
            f"{wording.day(first)} and {wording.day(last)}"
        )

    def _swatch(self, code: str | None) -> str:
        return swatch_class(self.sides, code)


def _name(patch: Patch) -> str:
    """What a reader knows a piece of ground by."""
    if patch.places:
        return listed([town.name for town in patch.places[:3]])
    return f"Near {patch.near.name}" if patch.near else "Ground without a settlement"
