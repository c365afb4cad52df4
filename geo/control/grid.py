"""A grid on the earth that shapes are moved to, so that none tells more than its cells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.errors import ControlInvalid

_LEAST_DEGREE_M: Final = 110_574.0
"""A degree of latitude at the equator, where it is shortest on WGS 84, metres."""
_BAND_DEG: Final = 5.0
_WIDEST_M: Final = 100_000.0


@dataclass(frozen=True, slots=True)
class Grid:
    """Nodes at whole multiples of a step of longitude and one of latitude.

    The steps are the same for all maps that reach into the same band of five degrees of latitude,
    so that the maps of two days are moved to the same nodes.

    Raises
    ------
    ControlInvalid
        If the cells are smaller than a metre or larger than 100 km.
    """

    metres: float
    """Nodes lie at least this far apart, northwards and eastwards."""
    north_deg: float
    """The highest latitude, north or south, of what is moved."""

    def __post_init__(self) -> None:
        if not 1 <= self.metres <= _WIDEST_M:
            raise ControlInvalid(
                f"shapes cannot be coarsened to {self.metres:g} m: 1 to 100,000 m are wanted"
            )

    @property
    def step(self) -> tuple[float, float]:
        """Steps of longitude and latitude, degrees."""
        band = min(math.ceil(abs(self.north_deg) / _BAND_DEG) * _BAND_DEG, 89.0)
        north = self.metres / _LEAST_DEGREE_M
        # A degree of longitude is cos(latitude) times one of the equator, which is longer still.
        return north / math.cos(math.radians(band)), north

    def snapped(self, shape: BaseGeometry) -> BaseGeometry:
        """Move every vertex of lines and areas to a node.

        Parameters
        ----------
        shape
            Lines or areas, longitude and latitude in degrees, WGS 84.

        Returns
        -------
        geometry
            Valid; areas stay areas and lines lines; empty where less than a cell is left.
        """
        cells = shapely.transform(shapely.force_2d(shape), lambda at: at / self.step)
        noded = shapely.set_precision(cells, 1.0)
        # Nodes on a straight run tell nothing, and where they stood would depend on the old ones.
        plain = shapely.simplify(noded, 0.0)
        return shapely.transform(plain if plain.is_valid else noded, self._degrees)

    def centred(self, points: BaseGeometry) -> BaseGeometry:
        """Move every point to the centre of its cell.

        Parameters
        ----------
        points
            Points, longitude and latitude in degrees, WGS 84.
        """
        return shapely.transform(
            shapely.force_2d(points), lambda at: (np.floor(at / self.step) + 0.5) * self.step
        )

    def _degrees(self, cells: NDArray[Any]) -> NDArray[Any]:
        return np.asarray(np.round(cells) * self.step)
