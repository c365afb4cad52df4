"""How heavy the page of a year of daily control maps is, and how smoothly it plays.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_timeline.py`.
The maps are made up (`daily_maps.py`); with `--control FOLDER` a year is made of real files of
one maker, what changed between two of them spread over the days between. The page is played at
its fastest speed in headless Chromium; a frame is the time from one animation frame to the next,
a step the time that the page's own script takes for one day. Machines differ and so do runs on a
busy one: each is played several times.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely

from gazetteer.store import Gazetteer
from geo.control.atlas import ControlAtlas
from geo.control.gather import gather
from geo.control.layer import ControlLayer, control_frame
from maps.timeline import timeline_page
from maps.timeline_maps import course_of

# Beside this file, which is where Python looks for what a script imports.
from daily_maps import write_year  # type: ignore[import-not-found]  # isort: skip

PLAYED = """speed => new Promise(done => {
  const line = frontmap.timeline, frames = [], steps = [];
  document.getElementById('speed').value = speed;
  line.show(0);
  const paint = line.ground.paint;
  line.ground.paint = function () {
    const from = performance.now();
    paint.call(this);
    steps.push(performance.now() - from);
  };
  let before = null;
  function frame(now) {
    if (before !== null) frames.push(now - before);
    before = now;
    if (line.state.playing) requestAnimationFrame(frame);
    else {
      line.ground.paint = paint;
      done({ frames, steps });
    }
  }
  line.play(true);
  requestAnimationFrame(frame);
})"""


def spread(atlas: ControlAtlas, gazetteer: Gazetteer, days: int) -> ControlAtlas:
    """A map for every day between some real ones: piece by piece, what changed comes and goes."""
    course = course_of(atlas, gazetteer)
    shots = course.snapshots
    layers: list[ControlLayer] = []
    for day in range(days):
        at = day / max(1, days - 1) * course.days
        index = max(i for i, one in enumerate(shots) if one.day <= at)
        after = min(index + 1, len(shots) - 1)
        gap = max(1, shots[after].day - shots[index].day)
        share = (at - shots[index].day) / gap
        rows = []
        for series, ground, found in zip(
            course.series, shots[index].grounds, course.changes, strict=True
        ):
            pieces = [patch for patch in found if patch.at == after and after > index]
            done = pieces[: round(share * len(pieces))]
            shape = shapely.union_all([ground, *(p.shape for p in done if p.gained)])
            shape = shapely.difference(
                shape, shapely.union_all([p.shape for p in done if not p.gained])
            )
            parts = [p for p in shapely.get_parts(shape) if p.geom_type == "Polygon"]
            rows += [
                {"geometry": part, "side": series.side, "within": series.within,
                 "status": series.status}
                for part in parts
            ]  # fmt: skip
        date = dt.date(2024, 1, 1) + dt.timedelta(days=day)
        layers.append(
            dataclasses.replace(
                shots[index].layer, frame=control_frame(rows), date=date.isoformat(), _cache={}
            )
        )
    return ControlAtlas(layers)


def made_up(days: int) -> ControlAtlas:
    """A made-up year, read as real files are."""
    with tempfile.TemporaryDirectory() as folder:
        vertices = write_year(Path(folder), days=days)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / days
        started = time.perf_counter()
        atlas = gather([folder])
    seconds = time.perf_counter() - started
    sys.stdout.write(
        f"{days} made-up days of {vertices:,} vertices, {size / 1000:.0f} kB a file, "
        f"read in {seconds:.1f} s\n"
    )
    return atlas


def told(name: str, values: Sequence[float]) -> str:
    """Median, 95th percentile and maximum."""
    cuts = statistics.quantiles(values, n=20)
    return f"{name} p50 {cuts[9]:5.1f}  p95 {cuts[18]:5.1f}  max {max(values):6.1f} ms"


def play(html: str, *, runs: int, size: tuple[int, int]) -> None:
    """Print a line for every run."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    program = next(path for path in map(shutil.which, names) if path)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "timeline.html"
        file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        opened = time.perf_counter()
        page.goto(file.as_uri())
        page.wait_for_function("window.frontmap && frontmap.timeline")
        sys.stdout.write(f"  opens in {time.perf_counter() - opened:.2f} s\n")
        fastest = page.evaluate(
            "[...document.getElementById('speed').options].map(one => one.value).pop()"
        )
        for base in ("before", "30"):
            page.select_option("#base", base)
            for _ in range(runs):
                found: Any = page.evaluate(PLAYED, fastest)
                sys.stdout.write(
                    f"  change since {base:6s} {len(found['frames']):4d} frames at {fastest} days "
                    f"a second: {told('frame', found['frames'])}; {told('step', found['steps'])}; "
                    f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores\n"
                )
        browser.close()


def main() -> None:
    """Print the figures of a year."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, default=366)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--control", type=Path, help="a folder of one maker's real files")
    asked.add_argument("--size", default="1400x900")
    asked.add_argument("--keep", type=Path, help="where to write the page")
    asked.add_argument("--page", type=Path, help="play this page instead of making one")
    options = asked.parse_args()
    wide, high = (int(side) for side in options.size.split("x"))
    if options.page is not None:
        play(options.page.read_text(encoding="utf-8"), runs=options.runs, size=(wide, high))
        return
    with Gazetteer.open() as gazetteer:
        if options.control is None:
            atlas = made_up(options.days)
        else:
            atlas = spread(gather([options.control]), gazetteer, options.days)
        started = time.perf_counter()
        html = timeline_page(atlas, gazetteer)
    seconds = time.perf_counter() - started
    sys.stdout.write(f"page of {len(html.encode()) / 1e6:.2f} MB, made in {seconds:.1f} s\n")
    if options.keep is not None:
        options.keep.write_text(html, encoding="utf-8")
    play(html, runs=options.runs, size=(wide, high))


if __name__ == "__main__":
    main()
