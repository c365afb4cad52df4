"""What the sides and grounds of a timeline are called, and the numbers that stand for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maps.control_sheet import STATUS_TITLES
from maps.html import Html, tag
from maps.story import side_name
from maps.style import side_colours
from maps.timeline_maps import Course
from maps.timeline_series import Series

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer


@dataclass(frozen=True, slots=True)
class Names:
    """Names and colours of all sides of a page. Scripts know a side by its number alone."""

    colours: Mapping[str, str]
    """Colour of every side, by its code."""
    countries: Mapping[str, str]
    """Name of every country that is a side or holds ground, by its code."""

    def number(self, side: str | None) -> int:
        """Give the number of a side, from 1; 0 for none.

        Parameters
        ----------
        side
            Its code.
        """
        return 0 if side is None else list(self.colours).index(side) + 1

    def numbered(self) -> dict[str, str]:
        """Give the colour of every side by its number; no text of a file is in it."""
        return {str(number): colour for number, colour in enumerate(self.colours.values(), 1)}

    def name(self, code: str | None) -> str:
        """Name a side or a country.

        Parameters
        ----------
        code
            Its code; None for none.
        """
        return "side not stated" if code is None else self.countries.get(code, code)

    def ground(self, series: Series) -> str:
        """Name a kind of ground: "Held by Ukraine in Russia".

        Parameters
        ----------
        series
            The kind.
        """
        word = STATUS_TITLES[series.status]
        by = f" by {self.name(series.side)}" if series.side is not None else ""
        if series.side is None and series.status == "held":
            word = "Held, side not stated"
        within = f" in {self.name(series.within)}" if series.within is not None else ""
        return f"{word}{by}{within}{' (inferred)' if series.inferred else ''}"

    def swatch(self, side: str | None) -> str:
        """Give the class by which tables show a side's colour.

        Parameters
        ----------
        side
            Its code; None for none.
        """
        return f"side side-{self.number(side)}" if side is not None else "side"

    def tone(self, side: str | None) -> str:
        """Give the class by which charts take a side's colour.

        Parameters
        ----------
        side
            Its code; None for none.
        """
        return f"tone-{self.number(side)}"

    def rules(self) -> str:
        """Write the rules of the colours of charts."""
        names = ("no-side", *(f"side-{number}" for number in range(1, len(self.colours) + 1)))
        return "\n".join(
            f".tone-{number} {{ color: var(--{name}); }}" for number, name in enumerate(names)
        )

    def marked(self, side: str | None, text: str) -> Html:
        """Write text behind a side's colour.

        Parameters
        ----------
        side
            Its code; None for none.
        text
            What to write.
        """
        return tag("span", text, class_=self.swatch(side))


def names_of(course: Course, actors: set[str], gazetteer: Gazetteer) -> Names:
    """Gather the names of everything on a page.

    Parameters
    ----------
    course
        The maps.
    actors
        Codes of the sides that events name.
    gazetteer
        Where names of countries are from.
    """
    sides = {one.side for one in course.series if one.side is not None} | actors
    codes = sides | {one.within for one in course.series if one.within is not None}
    countries = {code: side_name(gazetteer, code) for code in sorted(codes)}
    return Names(side_colours(sides), countries)
