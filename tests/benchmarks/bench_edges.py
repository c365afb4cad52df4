"""How long the edges between regions take to simplify, beside shapely's own way of doing it.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_edges.py`. Both
work on the same merged edges about the front in the same run. Machines differ and are shared, so
only the ratio is worth quoting; processor times are the medians of several.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import shapely

from gazetteer.store import Gazetteer
from maps.basemap import simple_lines

_WINDOW = (15.0, 40.0, 55.0, 60.0)
_STEP_DEG = 0.02
_TIMES = 5


def median(work: Callable[[], Any]) -> float:
    """The median processor time of several runs, seconds."""
    seconds = []
    for _ in range(_TIMES):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def main() -> None:
    """Print the ratio."""
    with Gazetteer.open() as gazetteer:
        rows = gazetteer.within(shapely.box(*_WINDOW), kind="region")
        shapes = [gazetteer.geometry(place.id) for place in rows]
    edges = [shape.boundary for shape in shapes if shape is not None and shape.area]
    merged = shapely.line_merge(shapely.union_all(edges))
    ours_s = median(lambda: simple_lines(merged, _STEP_DEG))
    theirs_s = median(lambda: shapely.simplify(merged, _STEP_DEG, preserve_topology=True))
    sys.stdout.write(
        f"{shapely.get_num_coordinates(merged):,} vertices: {ours_s / theirs_s:.2f}× the time of "
        "shapely.simplify that keeps the topology of all lines\n"
    )


if __name__ == "__main__":
    main()
