"""What frontmap wrote beside a control layer is not read back as control."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely

from gazetteer.measure import area_km2
from geo.control.formats import load_control

HELD = shapely.box(35.2, 51.1, 35.3, 51.2)
BAND = shapely.box(35.0, 51.0, 35.6, 51.4)


def feature(table: str, shape: shapely.Geometry, **more: Any) -> dict[str, Any]:
    facts = {
        "layer": table,
        "side": "UA",
        "status": "held",
        "within": "RU",
        "source": "frontmap, inferred from 1 report",
        "source_date": "2025-01-06",
        "licence": "CC0-1.0",
        "inferred": True,
    }
    geometry = json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": facts | more, "geometry": geometry}


def test_bands_and_ground_without_information_are_no_control(tmp_path: Path) -> None:
    features = [
        feature("control", HELD),
        feature("bands", BAND, probability=0.1),
        feature("information", BAND, side=None),
        feature("stretches", HELD.exterior, kind="stated"),
    ]
    path = tmp_path / "inferred.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    layer = load_control(path)
    assert len(layer.frame) == 1
    assert area_km2(layer.ground("UA")) == area_km2(HELD)
    assert layer.inferred
    assert layer.line is None
