from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from maps.geopackage import geopackage


def frame(*shapes: object) -> gpd.GeoDataFrame:
    texts = [f"Место {n}" for n in range(len(shapes))]
    geometry = gpd.GeoSeries(list(shapes), crs="EPSG:4326")
    return gpd.GeoDataFrame({"text": texts}, geometry=geometry, crs="EPSG:4326")


POINT, AREA = shapely.Point(35.4, 51.2), shapely.box(34, 50, 36, 52)


@pytest.mark.parametrize(
    ("shapes", "layers"),
    [([], ["places"]), ([POINT], ["places"]), ([POINT, None], ["places"]),
     ([POINT, AREA, shapely.MultiPolygon([AREA])], ["outlines", "places"]),
     ([AREA], ["outlines", "places"])],
)  # fmt: skip
def test_points_and_areas_come_back_from_layers_of_their_own(
    shapes: list[object], layers: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(geopackage(frame(*shapes)))
    assert sorted(gpd.list_layers(path)["name"]) == layers
    back = {layer: gpd.read_file(path, layer=layer) for layer in layers}
    assert all(read.crs.to_epsg() == 4326 for read in back.values())
    assert sum(len(read) for read in back.values()) == len(shapes)
    if POINT in shapes:
        assert back["places"].geometry[0].equals(POINT)
        assert back["places"]["text"][0] == "Место 0"
    if "outlines" in layers:
        assert all(shape.equals(AREA) for shape in back["outlines"].geometry)
