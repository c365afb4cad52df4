"""What draws on the sheet: areas, lines, discs and text in millimetres, gathered in layers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.web_address import is_web_address
from maps.errors import MarkupUnsafe
from maps.picture.lettering import MM_PER_PT, Face, font, known

Side = Literal["left", "center", "right"]
HALO: Final = "halo"
"""What the ids of halos begin with."""
_HALO_PT: Final = 2.0


@dataclass
class Pen:
    """Draws on a figure; x runs right and y up, millimetres."""

    figure: Any
    """The matplotlib figure."""
    halo: str
    """Colour around names."""
    origin_mm: tuple[float, float] = (0.0, 0.0)
    """Where the point (0, 0) lies on the sheet, from its lower left corner."""
    every_letter: bool = False
    """Whether letters that no face has are written none the less, for other programs to show."""
    _groups: list[Any] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)
    _halos: int = 0

    @contextmanager
    def layer(self, name: str) -> Iterator[None]:
        """Gather what is drawn in a layer; layers may hold others.

        Parameters
        ----------
        name
            Its id.
        """
        group = _group()(self._unique(name))
        self._groups.append(group)
        try:
            yield
        finally:
            self._groups.pop()
            if group.parts:
                self._add(group)

    def area(self, shape: BaseGeometry, colour: str, *, alpha: float = 1.0) -> None:
        """Fill a shape.

        Parameters
        ----------
        shape
            Polygons.
        colour
            Of the filling, `#rrggbb`.
        alpha
            How much it covers, 0 to 1.
        """
        path = _path(_parts(shape, shapely.Polygon))
        if path is not None:
            self._patch(path, facecolor=colour, edgecolor="none", linewidth=0, alpha=alpha)

    def line(
        self,
        shape: BaseGeometry,
        colour: str,
        *,
        width_pt: float,
        dash: Sequence[float] = (),
        alpha: float = 1.0,
        round_ends: bool = False,
    ) -> None:
        """Draw along a shape.

        Parameters
        ----------
        shape
            Lines, or polygons whose edges are meant.
        colour
            `#rrggbb`.
        width_pt
            How wide, points.
        dash
            Points on and off; empty for a full line.
        alpha
            How much it covers, 0 to 1.
        round_ends
            Whether it ends in half a disc.
        """
        path = _path(_parts(shape, (shapely.LineString, shapely.Polygon)))
        if path is not None:
            self._patch(
                path,
                facecolor="none",
                edgecolor=colour,
                linewidth=width_pt,
                linestyle=(0, tuple(dash)) if dash else "-",
                alpha=alpha,
                capstyle="round" if round_ends else "butt",
                joinstyle="round",
            )

    def disc(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        width_pt: float = 0.0,
        dash: Sequence[float] = (),
    ) -> None:
        """Draw a disc or a ring.

        Parameters
        ----------
        x, y
            Its middle, millimetres.
        radius
            Millimetres.
        fill, edge
            Colours; None for none.
        width_pt
            How wide its edge is, points.
        dash
            Points on and off of the edge.
        """
        from matplotlib.path import Path

        self._patch(
            Path.circle((x, y), radius),
            facecolor=fill or "none",
            edgecolor=edge or "none",
            linewidth=width_pt if edge else 0,
            linestyle=(0, tuple(dash)) if dash else "-",
        )

    def text(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        colour: str,
        *,
        side: Side = "left",
        turned_deg: float = 0.0,
        halo: bool = False,
        address: str | None = None,
    ) -> None:
        """Write a line of text.

        Parameters
        ----------
        x, y
            Where its base line begins, is halved or ends, millimetres.
        text
            Plain text; a dollar sign is one.
        face
            The face.
        colour
            `#rrggbb`.
        side
            What of it stands at x.
        turned_deg
            How far it is turned against the clock, degrees.
        halo
            Whether it is set off from what lies below.
        address
            The plain address of a web page that it leads to, in the formats that have links.

        Raises
        ------
        MarkupUnsafe
            If the address is anything else, such as a script.
        """
        if address is not None and not is_web_address(address):
            raise MarkupUnsafe(f"a link to {address[:80]!r}")
        from matplotlib.text import Text

        said: dict[str, Any] = {
            "fontproperties": font(face),
            "ha": side,
            "va": "baseline",
            "rotation": turned_deg,
            "rotation_mode": "anchor",
            "parse_math": False,
            "text": text if self.every_letter else known(text, face),
        }
        if halo:
            self._halos += 1
            around = Text(x, y, color=self.halo, gid=f"{HALO}-{self._halos}", **said)
            if not self.every_letter:
                around.set_path_effects([_outline()(linewidth=_HALO_PT, foreground=self.halo)])
            self._add(around)
        self._add(Text(x, y, color=colour, url=address, **said))

    def _patch(self, path: Any, **look: Any) -> None:  # noqa: ANN401 (matplotlib's)
        from matplotlib.patches import PathPatch

        self._add(PathPatch(path, **look))

    def _add(self, artist: Any) -> None:  # noqa: ANN401
        if self._groups:
            artist.set_figure(self.figure)
            artist.set_transform(self._millimetres)
            self._groups[-1].parts.append(artist)
        else:
            artist.set_transform(self._millimetres)
            self.figure.add_artist(artist)

    @property
    def _millimetres(self) -> Any:  # noqa: ANN401
        from matplotlib.transforms import Affine2D

        return Affine2D().translate(*self.origin_mm).scale(1 / 25.4) + self.figure.dpi_scale_trans

    def _unique(self, name: str) -> str:
        found, number = name, 2
        while found in self._taken:
            found, number = f"{name}-{number}", number + 1
        self._taken.add(found)
        return found


def points(pixels: float, *, unit_mm: float) -> float:
    """Give the width of a line in points that a page draws some pixels wide.

    Parameters
    ----------
    pixels
        Width on a page.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    return pixels * unit_mm / MM_PER_PT


@lru_cache(maxsize=1)
def _group() -> Any:  # noqa: ANN401
    """The class of layers; made here, since matplotlib is loaded only when something is drawn."""
    from matplotlib.artist import Artist

    class Group(Artist):
        """Artists that are drawn together, in a group of their own where the format has them."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.set_gid(name)
            self.parts: list[Any] = []

        def draw(self, renderer: Any) -> None:  # noqa: ANN401
            """Draw the parts in order."""
            renderer.open_group("layer", gid=self.get_gid())
            for part in self.parts:
                part.draw(renderer)
            renderer.close_group("layer")

    return Group


@lru_cache(maxsize=1)
def _outline() -> Any:  # noqa: ANN401
    from matplotlib.patheffects import Stroke

    return Stroke


def _parts(shape: BaseGeometry, kinds: Any) -> list[BaseGeometry]:  # noqa: ANN401 (types)
    """The parts of a shape that are of some kinds."""
    if hasattr(shape, "geoms"):
        return [found for part in shape.geoms for found in _parts(part, kinds)]
    return [shape] if isinstance(shape, kinds) and not shape.is_empty else []


def _path(parts: Sequence[BaseGeometry]) -> Any:  # noqa: ANN401
    """One path of all parts; None for nothing."""
    from matplotlib.path import Path

    points, codes = [], []
    for part in parts:
        rings = [part.exterior, *part.interiors] if isinstance(part, shapely.Polygon) else [part]
        for ring in rings:
            along = shapely.get_coordinates(ring)
            code = np.full(len(along), Path.LINETO, dtype=np.uint8)
            code[0] = Path.MOVETO
            if ring is not part or ring.is_closed:
                code[-1] = Path.CLOSEPOLY
            points.append(along)
            codes.append(code)
    if not points:
        return None
    return Path(np.concatenate(points), np.concatenate(codes))
