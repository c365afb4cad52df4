"""The ground on the sheet: a projection that is true to area, centred on what is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from maps.extent import Box

_MARGIN: Final = 0.08
_LOWEST: Final = 0.56
_WIDTHS_MM: Final = (89.0, 180.0, 400.0)
_HIGHEST: Final = (1.0, 0.8, 0.7)
"""How much of its width a map may be high, by its width."""
_STEPS: Final = 60
_WORLD_DEG: Final = 130.0
_FINE_MM: Final = 0.03
_LEGS: Final = 150


@dataclass(frozen=True)
class MapFrame:
    """A part of the earth in a rectangle of the sheet; x runs right and y up, millimetres."""

    crs: str
    """The projection, as PROJ takes it."""
    west_m: float
    """Its left side in the projection, metres."""
    south_m: float
    """Its lower side, metres."""
    mm_per_m: float
    """Millimetres of the sheet for a metre at the middle."""
    width_mm: float
    """Its width."""
    height_mm: float
    """Its height."""
    left_mm: float = 0.0
    """Where it begins on the sheet."""
    bottom_mm: float = 0.0
    """Where it ends below."""

    @property
    def box_mm(self) -> Box:
        """Left, bottom, right, top on the sheet, millimetres."""
        return (
            self.left_mm,
            self.bottom_mm,
            self.left_mm + self.width_mm,
            self.bottom_mm + self.height_mm,
        )

    @property
    def middle_mm(self) -> tuple[float, float]:
        """Its middle on the sheet."""
        return self.left_mm + self.width_mm / 2, self.bottom_mm + self.height_mm / 2

    @property
    def scale(self) -> float:
        """How many times smaller than the earth the map is, at its middle."""
        return 1000 / self.mm_per_m

    @property
    def whole_earth(self) -> bool:
        """Whether so much is shown that no one scale holds."""
        return "eqearth" in self.crs

    @property
    def span_deg(self) -> float:
        """The greater of what it shows from west to east and from south to north, degrees."""
        west, south, east, north = self.window
        return max(east - west, north - south)

    @cached_property
    def window(self) -> Box:
        """West, south, east, north of all that it shows, degrees, WGS 84."""
        if self.whole_earth:
            return (-180.0, -90.0, 180.0, 90.0)
        left, bottom, right, top = self.box_mm
        edge = shapely.segmentize(shapely.box(left, bottom, right, top), self.width_mm / _STEPS)
        lon, lat = self.lonlat(*shapely.get_coordinates(edge.exterior).T)
        if not np.isfinite(lon).all():
            return (-180.0, -90.0, 180.0, 90.0)
        middle = self.lonlat(*self.middle_mm)[0]
        lon = middle + (lon - middle + 180) % 360 - 180
        west, south, east, north = lon.min(), lat.min(), lon.max(), lat.max()
        for pole in (90.0, -90.0):
            x, y = (float(v) for v in self.place(0.0, pole))
            if left <= x <= right and bottom <= y <= top:
                west, east = -180.0, 180.0
                south, north = min(south, pole), max(north, pole)
        return (
            float(max(-180.0, west)), float(south), float(min(180.0, east)), float(north),
        )  # fmt: skip

    def at(self, left_mm: float, bottom_mm: float) -> MapFrame:
        """Give the same map elsewhere on the sheet.

        Parameters
        ----------
        left_mm, bottom_mm
            Its lower left corner, millimetres.
        """
        return replace(self, left_mm=left_mm, bottom_mm=bottom_mm)

    def place(self, lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
        """Find where points of the earth lie on the sheet.

        Parameters
        ----------
        lon, lat
            Degrees, WGS 84.

        Returns
        -------
        tuple of ndarray
            x and y, millimetres; infinite where the projection does not reach.
        """
        x, y = self._projection(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        return (
            self.left_mm + (np.asarray(x) - self.west_m) * self.mm_per_m,
            self.bottom_mm + (np.asarray(y) - self.south_m) * self.mm_per_m,
        )

    def lonlat(self, x_mm: ArrayLike, y_mm: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
        """Find which points of the earth are drawn at points of the sheet.

        Parameters
        ----------
        x_mm, y_mm
            Millimetres from the sheet's lower left corner.

        Returns
        -------
        tuple of ndarray
            Longitude and latitude, degrees, WGS 84.
        """
        x = (np.asarray(x_mm, dtype=float) - self.left_mm) / self.mm_per_m + self.west_m
        y = (np.asarray(y_mm, dtype=float) - self.bottom_mm) / self.mm_per_m + self.south_m
        lon, lat = self._projection(x, y, inverse=True)
        return np.asarray(lon), np.asarray(lat)

    def holds(self, x_mm: float, y_mm: float) -> bool:
        """Tell whether a point of the sheet lies on the map.

        Parameters
        ----------
        x_mm, y_mm
            Millimetres from the sheet's lower left corner.
        """
        left, bottom, right, top = self.box_mm
        return left <= x_mm <= right and bottom <= y_mm <= top

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """Draw a shape of the earth on the sheet, cut at the map's edge.

        Parameters
        ----------
        geometry
            Longitude and latitude, degrees, WGS 84.

        Returns
        -------
        BaseGeometry
            In millimetres; empty where nothing of it is on the map.
        """
        west, south, east, north = self.window
        more = 0.02 * max(east - west, north - south)
        near = shapely.box(west - more, south - more, east + more, north + more)
        kept = shapely.intersection(_sound(geometry), near)
        if kept.is_empty:
            return kept
        legs = shapely.segmentize(kept, max(east - west, north - south) / _LEGS)
        drawn = _sound(shapely.transform(legs, self._points))
        cut = shapely.intersection(drawn, shapely.box(*self.box_mm))
        return shapely.simplify(cut, _FINE_MM, preserve_topology=True)

    def _points(self, coordinates: NDArray[Any]) -> NDArray[Any]:
        x, y = self.place(coordinates[:, 0], coordinates[:, 1])
        return np.column_stack([x, y])

    @cached_property
    def _projection(self) -> Any:  # noqa: ANN401 (pyproj's class is loaded when needed)
        from pyproj import Proj

        return Proj(self.crs)


def frame_of(view: Box, *, width_mm: float) -> MapFrame:
    """Choose projection and scale so that a view, with a margin, lies on a map of some width.

    Parameters
    ----------
    view
        West, south, east, north in degrees, WGS 84.
    width_mm
        Width of the map, millimetres.
    """
    highest = float(np.interp(width_mm, _WIDTHS_MM, _HIGHEST))
    return _frame(view, width_mm, margin=_MARGIN, shares=(_LOWEST, highest))


def filled_frame(view: Box, *, width_mm: float) -> MapFrame:
    """Choose projection and scale so that a view fills a map of some width to its edges.

    Parameters
    ----------
    view
        West, south, east, north in degrees, WGS 84.
    width_mm
        Width of the map, millimetres.
    """
    return _frame(view, width_mm, margin=-0.1, shares=(0.75, 0.95))


def _frame(view: Box, width_mm: float, *, margin: float, shares: tuple[float, float]) -> MapFrame:
    west, south, east, north = view
    lon, lat = round((west + east) / 2, 2), round((south + north) / 2, 2)
    whole_earth = east - west > _WORLD_DEG or north - south > _WORLD_DEG * 0.75
    if whole_earth:
        crs = "+proj=eqearth +lon_0=0 +ellps=WGS84"
    else:
        crs = f"+proj=laea +lat_0={lat:g} +lon_0={lon:g} +ellps=WGS84"
    whole = MapFrame(crs, 0.0, 0.0, 1.0, 1.0, 1.0)
    edge = shapely.segmentize(shapely.box(*view), max(east - west, north - south) / _STEPS)
    x, y = whole.place(*shapely.get_coordinates(edge.exterior).T)
    left, right, bottom, top = x.min(), x.max(), y.min(), y.max()
    wide = (right - left) * (1 + 2 * margin)
    high = (top - bottom) * (1 + 2 * margin)
    if whole_earth:
        wide, high = right - left, top - bottom
    share = min(shares[1], max(0.0 if whole_earth else shares[0], high / wide))
    if margin < 0:
        # What has to be full to its edges is cut, not widened.
        wide, high = min(wide, high / share), min(high, wide * share)
    else:
        wide, high = max(wide, high / share), max(high, wide * share)
    return MapFrame(
        crs=crs,
        west_m=float((left + right - wide) / 2),
        south_m=float((bottom + top - high) / 2),
        mm_per_m=float(width_mm / wide),
        width_mm=width_mm,
        height_mm=float(width_mm * high / wide),
    )


def _sound(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)
