"""Error ellipses: how far a position may be off, and in which direction most."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from gazetteer.measure import LonLat
from geo.belief import RADIUS_95
from geo.errors import RelationInvalid
from geo.outline import closed_curve

Array = NDArray[np.float64]
_STEPS = 72


@dataclass(frozen=True, slots=True)
class ErrorEllipse:
    """The ellipse around a position that holds the true one with 95 % probability.

    Raises
    ------
    RelationInvalid
        If an axis is no finite length, or the minor one is the longer.
    """

    semi_major_m: float
    """Half its longest diameter, metres."""
    semi_minor_m: float
    """Half its shortest diameter, metres."""
    orientation_deg: float
    """Where the longest diameter points, degrees clockwise from north, 0..180."""

    def __post_init__(self) -> None:
        if not 0 <= self.semi_minor_m <= self.semi_major_m < math.inf:
            raise RelationInvalid(
                f"no ellipse has half axes of {self.semi_major_m} m and {self.semi_minor_m} m"
            )

    @classmethod
    def of_covariance(cls, covariance: Array) -> ErrorEllipse:
        """Make the 95 % ellipse of a normal distribution in the plane.

        Its half axes are the roots of the eigenvalues times sqrt(χ²(2; 0.95)) = 2.448.

        Parameters
        ----------
        covariance
            2 × 2, square metres, east before north.
        """
        values, vectors = np.linalg.eigh(covariance)
        minor, major = RADIUS_95 * np.sqrt(np.maximum(values, 0.0))
        east, north = vectors[:, 1]
        turn = math.degrees(math.atan2(east, north)) % 180.0
        return cls(float(major), float(minor), turn)

    def share(self, *, distance_m: float, bearing_deg: float) -> float:
        """Tell how far out a point lies: 1 on the ellipse, less inside.

        Parameters
        ----------
        distance_m
            Its distance from the centre, metres.
        bearing_deg
            Its direction from the centre, degrees clockwise from north.
        """
        turn = math.radians(bearing_deg - self.orientation_deg)
        along, across = distance_m * math.cos(turn), distance_m * math.sin(turn)
        return math.hypot(
            along / max(self.semi_major_m, 1e-9), across / max(self.semi_minor_m, 1e-9)
        )

    def outline(self, centre: LonLat) -> Polygon | MultiPolygon:
        """Draw it.

        Parameters
        ----------
        centre
            (longitude, latitude) in degrees, WGS 84.

        Returns
        -------
        Polygon or MultiPolygon
            Longitude and latitude in degrees, its edge in steps of 5°; cut at the antimeridian.
            Empty where it has no extent.
        """
        if self.semi_minor_m <= 0:
            return Polygon()
        turn = np.linspace(0.0, 2 * math.pi, _STEPS, endpoint=False)
        along, across = self.semi_major_m * np.cos(turn), self.semi_minor_m * np.sin(turn)
        bearings = self.orientation_deg + np.degrees(np.arctan2(across, along))
        return closed_curve(centre, bearing_deg=bearings, distance_m=np.hypot(along, across))
