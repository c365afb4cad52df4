"""How fast measuring is, as ratios against geopy in the same run.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_measure.py`.
Machines differ, so only the ratios are worth quoting.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from geopy.distance import geodesic
from shapely.geometry import LineString

from gazetteer.measure import LineMeter, inverse, inverse_many

_ROUNDS = 5
_BORDER = Path(__file__).parents[2] / "gazetteer" / "data" / "border_ru_ua.geojson"


def rate(work: Callable[[], object], *, items: int) -> float:
    """Items a second, the median of five rounds."""
    seconds = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return items / sorted(seconds)[_ROUNDS // 2]


def main() -> None:
    """Print one line for each way of measuring."""
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(30, 40, 100_000), rng.uniform(47, 54, 100_000)
    pairs = list(zip(lon[:300].tolist(), lat[:300].tolist(), strict=True))
    slow = rate(lambda: [geodesic((b, a), (51, 35)).meters for a, b in pairs], items=300)
    one = rate(lambda: [inverse((35, 51), pair) for pair in pairs], items=300)
    many = rate(lambda: inverse_many(35, 51, lon, lat), items=len(lon))

    (feature,) = json.loads(_BORDER.read_text(encoding="utf-8"))["features"]
    vertices = np.array(feature["geometry"]["coordinates"])
    meter = LineMeter(LineString(vertices))
    to_line = rate(lambda: meter.distances(lon[:5_000], lat[:5_000]), items=5_000)
    brute = rate(
        lambda: [inverse_many(a, b, vertices[:, 0], vertices[:, 1])[0].min() for a, b in pairs],
        items=300,
    )
    for name, figure, against in (
        ("point to point, geopy's geodesic", slow, slow),
        ("point to point, inverse", one, slow),
        ("point to point, inverse_many", many, slow),
        ("point to the border, vertex by vertex", brute, slow),
        ("point to the border, LineMeter", to_line, slow),
    ):
        sys.stdout.write(f"{name:54}{figure:12,.0f}/s{figure / against:10.1f}×\n")


if __name__ == "__main__":
    main()
