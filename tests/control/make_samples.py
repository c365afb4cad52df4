"""Write the invented control maps that README and tests show.

Run it as `python tests/control/make_samples.py`. "Sample mapper" does not exist, and its shapes are
plain polygons near Sudzha that follow no real map.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "sample"
Ring = list[tuple[float, float]]
BLUE: Final[dict[str, Ring]] = {
    "2024-08-12": [(35.02, 51.26), (35.16, 51.24), (35.22, 51.12), (35.33, 51.14), (35.30, 51.24),
                   (35.20, 51.31), (35.06, 51.33)],
    "2024-09-01": [(35.00, 51.26), (35.16, 51.24), (35.20, 51.10), (35.44, 51.06), (35.52, 51.17),
                   (35.50, 51.29), (35.37, 51.38), (35.22, 51.45), (35.04, 51.43), (34.93, 51.34)],
    "2024-10-20": [(35.04, 51.26), (35.16, 51.24), (35.20, 51.10), (35.44, 51.07), (35.49, 51.16),
                   (35.47, 51.28), (35.34, 51.36), (35.20, 51.41), (35.08, 51.37)],
    "2024-12-15": [(35.10, 51.26), (35.16, 51.24), (35.20, 51.10), (35.43, 51.08), (35.45, 51.17),
                   (35.42, 51.26), (35.31, 51.33), (35.18, 51.35), (35.10, 51.32)],
    "2025-01-04": [(35.12, 51.26), (35.16, 51.24), (35.20, 51.10), (35.41, 51.09), (35.43, 51.17),
                   (35.44, 51.29), (35.36, 51.32), (35.28, 51.30), (35.17, 51.33)],
}  # fmt: skip
RED: Final[dict[str, Ring]] = {
    "2024-08-12": [(34.40, 51.18), (34.60, 51.15), (34.60, 51.21), (34.40, 51.21)],
    "2025-01-04": [(34.38, 51.16), (34.62, 51.12), (34.62, 51.21), (34.38, 51.21)],
}
GREY: Final[dict[str, Ring]] = {
    "2025-01-04": [(35.17, 51.33), (35.28, 51.30), (35.31, 51.33), (35.19, 51.37)],
}


def feature(ring: Ring, day: str, *, side: str | None, status: str) -> dict[str, Any]:
    """Make a GeoJSON feature: longitude first, in degrees."""
    facts = {
        "side": side,
        "status": status,
        "within": "UA" if side == "RU" else "RU",
        "source": "Sample mapper (invented)",
        "source_date": day,
        "licence": "CC0-1.0",
    }
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": facts, "geometry": shape}


def main() -> None:
    """Write one file a day."""
    FOLDER.mkdir(exist_ok=True)
    red: Ring = []
    for day, blue in BLUE.items():
        red = RED.get(day, red)
        features = [
            feature(blue, day, side="UA", status="held"),
            feature(red, day, side="RU", status="held"),
        ]
        if day in GREY:
            features.append(feature(GREY[day], day, side=None, status="contested"))
        value = {"type": "FeatureCollection", "features": features}
        (FOLDER / f"sample_{day}.geojson").write_text(json.dumps(value) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
