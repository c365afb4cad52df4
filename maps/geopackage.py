"""GeoPackage files, which every GIS opens: points and areas in layers of their own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def geopackage(frame: GeoDataFrame) -> bytes:
    """Make a GeoPackage of a table of places.

    Parameters
    ----------
    frame
        Places with their geometry and CRS.

    Returns
    -------
    bytes
        The file: a layer `places` with the points and the rows without geometry, and, where
        there are areas, a layer `outlines` with them.
    """
    areas = frame.geom_type.isin(["Polygon", "MultiPolygon"])
    with tempfile.TemporaryDirectory(prefix="frontmap-") as folder:
        path = Path(folder) / "places.gpkg"
        frame[~areas].to_file(path, layer="places", driver="GPKG", geometry_type="Point")
        if areas.any():
            frame[areas].to_file(
                path, layer="outlines", driver="GPKG", geometry_type="MultiPolygon",
                promote_to_multi=True,
            )  # fmt: skip
        return path.read_bytes()
