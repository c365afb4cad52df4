"""How fast a year of daily control maps is followed, as a ratio against a plain loop.

The plain loop is what one would write with geopandas: read each file, cut it at the country's
ground, measure it, and overlay it with the day before, both ways. Both do the same files in the
same run: `python tests/benchmarks/bench_series.py [DAYS]`. Machines differ, so only the ratio is
worth quoting; reading the files is timed apart. Times are of the processor. A year is read and
followed in some 8 seconds of it, a third of which a second core could save for a second of start:
so everything runs in one process.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import numpy as np
from shapely.geometry import Polygon

from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from gazetteer.vertices import GEOD
from geo.control.gather import gather
from geo.control.series import series

_POLYGONS = 10
_VERTICES = 200
_MOVED = 12
"""Vertices of one polygon that move a day."""


def rings(rng: np.random.Generator, days: int) -> list[list[list[list[float]]]]:
    """Ragged polygons side by side in Ukraine; each day a stretch of one moves by some 1 km."""
    turn = np.linspace(0, 2 * np.pi, _VERTICES, endpoint=False)
    radius = rng.uniform(0.18, 0.24, (_POLYGONS, _VERTICES))
    found = []
    for _ in range(days):
        which, start = rng.integers(_POLYGONS), rng.integers(_VERTICES - _MOVED)
        radius[which, start : start + _MOVED] += rng.uniform(-0.01, 0.012)
        day = []
        for number in range(_POLYGONS):
            lon = 34.0 + 0.5 * number + radius[number] * np.cos(turn)
            lat = 48.5 + radius[number] * np.sin(turn)
            day.append(np.column_stack([lat, lon]).round(6).tolist())
        found.append(day)
    return found


def written(folder: Path, days: int) -> list[Path]:
    """Write a file a day in the shape of the owlmaps files."""
    first = date(2024, 1, 1)
    for number, day in enumerate(rings(np.random.default_rng(1), days)):
        stamp = (first + timedelta(days=number)).strftime("%Y%m%d")
        text = json.dumps({"areas": day, "areas_ua": [], "frontline": [], "units": {}})
        (folder / f"{stamp}.json").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def plain(files: list[Path], ground: gpd.GeoDataFrame) -> tuple[float, list[float], float]:
    """The loop that one would write: seconds of reading, areas in km², seconds of measuring."""
    start = time.process_time()
    frames = []
    for file in files:
        value = json.loads(file.read_text(encoding="utf-8"))
        shapes = [Polygon([(lon, lat) for lat, lon in ring]) for ring in value["areas"]]
        frames.append(gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326"))
    read = time.process_time()
    areas: list[float] = []
    before = None
    for frame in frames:
        held = gpd.overlay(frame.dissolve(), ground, how="intersection")
        areas.append(sum(_km2(shape) for shape in held.geometry))
        if before is not None:
            for pair in ((held, before), (before, held)):
                changed = gpd.overlay(*pair, how="difference")
                sum(_km2(shape) for shape in changed.geometry)
        before = held
    return read - start, areas, time.process_time() - read


def _km2(shape: object) -> float:
    return abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6


def main() -> None:
    """Print both times and their ratio."""
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 365
    with tempfile.TemporaryDirectory() as name, Gazetteer.open() as gazetteer:
        files = written(Path(name), days)
        ukraine = territory(gazetteer, "UA")
        ground = gpd.GeoDataFrame(geometry=[ukraine], crs="EPSG:4326")
        start = time.process_time()
        atlas = gather([Path(name)])
        read = time.process_time()
        found = series(atlas, gazetteer).series[0]
        done = time.process_time()
        plain_read, areas, plain_measured = plain(files, ground)
    apart = max(abs(day.area_km2 - area) for day, area in zip(found.days, areas, strict=True))
    ours, theirs = 1000 * (done - read) / days, 1000 * plain_measured / days
    out = sys.stdout.write
    out(f"{days} files of {_POLYGONS} polygons of {_VERTICES} vertices\n")
    out(f"read, checked and repaired{1000 * (read - start) / days:12.1f} ms a file\n")
    out(f"read without any check    {1000 * plain_read / days:12.1f} ms a file\n")
    out(f"series                    {ours:12.1f} ms a file\n")
    out(f"plain geopandas loop      {theirs:12.1f} ms a file, {theirs / ours:.1f}×\n")
    out(f"largest difference of an area between the two: {apart:.4f} km²\n")


if __name__ == "__main__":
    main()
