"""Coordinates of any named system, brought to longitude and latitude on WGS 84."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from gazetteer.errors import shortened
from geo.control.feature import Feature
from geo.errors import ControlInvalid

_WGS_84: Final = 4326


def in_degrees(features: Iterable[Feature], *, crs: str | None, file: str) -> list[Feature]:
    """Bring features to EPSG:4326, longitude first.

    Parameters
    ----------
    features
        Their shapes as written, x before y.
    crs
        The coordinate system that the file names; None where it names none: they are left alone.
    file
        Name of the file, for the message.

    Raises
    ------
    ControlInvalid
        If there is no such coordinate system, or it cannot be turned into degrees.
    """
    features = list(features)
    if crs is None:
        return features
    from pyproj import CRS, Transformer
    from pyproj.exceptions import ProjError

    try:
        system = CRS.from_user_input(crs)
        if system.to_epsg() == _WGS_84 or _is_crs84(crs):
            return features
        turn = Transformer.from_crs(system, _WGS_84, always_xy=True)
    except ProjError as error:
        raise ControlInvalid(
            f"{file} is in the coordinate system {shortened(crs)}, which is not known; "
            "export it in EPSG:4326"
        ) from error

    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(turn.transform(points[:, 0], points[:, 1]))

    return [
        feature
        if feature.shape is None
        else replace(feature, shape=shapely.transform(shapely.force_2d(feature.shape), moved))
        for feature in features
    ]


def _is_crs84(crs: str) -> bool:
    """Whether a system is WGS 84 with longitude first, by its name in the OGC's list."""
    return crs.upper().endswith(("CRS84", "CRS:84"))
