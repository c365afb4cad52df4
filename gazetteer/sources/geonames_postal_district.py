"""Districts without outlines: a point is in the district that the rows around it are of."""

from __future__ import annotations

from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from gazetteer.measure import inverse_many

NEIGHBOURS: Final = 12
"""Nearest points that are asked for their district."""
LEAST_OWN: Final = 2
"""Of them so many have to be of the row's own district."""
LEAST_DISTRICT: Final = 5
"""Points from which on a district can speak for its rows."""
_CHUNK: Final = 256

Ints = NDArray[Any]
Floats = NDArray[np.float64]


class Crowd:
    """The believed points of a region, each of a district.

    Parameters
    ----------
    lon, lat
        Points, degrees, WGS 84.
    district
        Number of each one's district, 0 or more.
    """

    def __init__(self, lon: Floats, lat: Floats, district: Ints) -> None:
        marks = np.column_stack([district.astype(np.float64), lon, lat])
        marks = np.unique(marks, axis=0) if len(marks) else marks.reshape(0, 3)
        self._lon, self._lat = marks[:, 1], marks[:, 2]
        self.district = marks[:, 0].astype(np.int64)
        """District of every point, without repetition."""
        numbers, counts = np.unique(self.district, return_counts=True)
        self.speaking = numbers[counts >= LEAST_DISTRICT]
        """Districts of enough points to say what lies in them."""
        self._vectors = _on_sphere(self._lon, self._lat)

    @classmethod
    def that_can_tell(cls, lon: Floats, lat: Floats, district: Ints) -> Self | None:
        """Gather points, or None where they are too few, or of one district alone.

        Parameters
        ----------
        lon, lat
            Points, degrees, WGS 84.
        district
            Number of each one's district; points with -1 are left out.
        """
        placed = district >= 0
        crowd = cls(lon[placed], lat[placed], district[placed])
        enough = len(crowd.speaking) > 1 and len(crowd.district) > NEIGHBOURS
        return crowd if enough else None

    def ask(
        self, lon: Floats, lat: Floats, district: Ints, *, itself: bool = False
    ) -> tuple[Ints, Ints]:
        """Ask the nearest points of each of some places for their district.

        Parameters
        ----------
        lon, lat
            Places, degrees, WGS 84.
        district
            Number of the district that each claims to be in.
        itself
            Whether the places are among the points: none is then asked about itself.

        Returns
        -------
        tuple of arrays
            How many of the `NEIGHBOURS` nearest points are of the claimed district, and which
            district most of them are of.
        """
        own = np.zeros(len(lon), dtype=np.int64)
        most = np.zeros(len(lon), dtype=np.int64)
        for start in range(0, len(lon), _CHUNK):
            part = slice(start, start + _CHUNK)
            # The nearer, the greater the cosine of the angle between the two.
            closeness = _on_sphere(lon[part], lat[part]) @ self._vectors.T
            if itself:
                same = (lon[part, None] == self._lon) & (lat[part, None] == self._lat)
                closeness[same & (district[part, None] == self.district)] = -2.0
            nearest = np.argpartition(-closeness, NEIGHBOURS - 1, axis=1)[:, :NEIGHBOURS]
            around = self.district[nearest]
            own[part] = (around == district[part, None]).sum(axis=1)
            most[part] = [np.bincount(row).argmax() for row in around]
        return own, most

    def off_middle_m(self, lon: float, lat: float, district: int) -> tuple[float, float]:
        """Measure how far a place lies from the middle of a district, and how far most points do.

        Parameters
        ----------
        lon, lat
            The place, degrees, WGS 84.
        district
            Number of the district.

        Returns
        -------
        tuple of float
            Metres from the median point of the district to the place, and metres within which
            three in four of its points lie.
        """
        mine = self.district == district
        middle = (float(np.median(self._lon[mine])), float(np.median(self._lat[mine])))
        away, _ = inverse_many(*middle, self._lon[mine], self._lat[mine])
        here, _ = inverse_many(*middle, lon, lat)
        return float(here), float(np.percentile(away, 75))


def _on_sphere(lon: Floats, lat: Floats) -> Floats:
    east, north = np.radians(lon), np.radians(lat)
    across = np.cos(north)
    return np.column_stack([across * np.cos(east), across * np.sin(east), np.sin(north)])
