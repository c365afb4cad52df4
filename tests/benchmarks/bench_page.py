"""How heavy and how slow a page of very many marks is, beside plain folium, and in a browser.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_page.py`. The
places are settlements of the gazetteer that ships about the front, with made-up reports that tell
of an event at each and of distances between some. Building is compared with what plain folium makes
of the same places in the same run: a GeoJson layer, and a Marker each with the name in a popup.
Machines differ and are shared, so only ratios are worth quoting; times are the best of several.

With Chromium and playwright the page is opened as well: from the start of loading it to the moment
at which its scripts are done, the longest task in that time, and frames while the map is dragged.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType

import folium

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from maps.many import MANY_SCRIPTS
from maps.page import asset
from maps.report_map import report_map


def _beside(name: str) -> ModuleType:
    """A module that stands beside this folder."""
    path = Path(__file__).resolve().parent.parent / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"no {path}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


large_reports = _beside("large_reports")

_COUNTS = (1_000, 10_000, 100_000)
_TIMES = 3
_WATCH = """
window.longest = 0;
new PerformanceObserver(list => list.getEntries().forEach(task => {
  window.longest = Math.max(window.longest, task.duration);
})).observe({type: 'longtask', buffered: true});
new MutationObserver(() => {
  const ready = document.documentElement?.dataset.ready;
  if (ready && !window.readyAt) window.readyAt = performance.now();
}).observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});
"""
_FRAMES = """() => {
  window.frames_ms = [];
  let last = performance.now();
  const step = () => {
    const now = performance.now();
    window.frames_ms.push(now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""


def markers(places: Sequence[Place]) -> str:
    """The map of folium's own markers, each with its name in a popup."""
    picture = folium.Map(location=[50, 36], zoom_start=6)
    for place in places:
        folium.Marker([place.lat, place.lon], popup=place.name).add_to(picture)
    rendered: str = picture.get_root().render()
    return rendered


def geojson(places: Sequence[Place]) -> str:
    """The map of one GeoJson layer of folium's, with the name in a tooltip."""
    picture = folium.Map(location=[50, 36], zoom_start=6, prefer_canvas=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": {"name": place.name},
        }
        for place in places
    ]
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=5),
        tooltip=folium.GeoJsonTooltip(["name"]),
    ).add_to(picture)
    rendered: str = picture.get_root().render()
    return rendered


def best(work: Callable[[], str], *, times: int = _TIMES) -> tuple[float, str]:
    """The least processor time of several runs, seconds, and the page."""
    seconds, page = [], ""
    for _ in range(times):
        start = time.process_time()
        page = work()
        seconds.append(time.process_time() - start)
    return min(seconds), page


def opened(page: str) -> str:
    """What a browser makes of a page: the best of several runs, in words."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return "no Chromium to open it in"
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = []
        for _ in range(_TIMES):
            tab = browser.new_page(viewport={"width": 1400, "height": 900})
            tab.add_init_script(_WATCH)
            tab.goto(file.as_uri())
            tab.wait_for_selector("html[data-ready]", timeout=120_000)
            tab.wait_for_timeout(1_500)
            ready, longest = tab.evaluate("[window.readyAt, window.longest]")
            tab.evaluate(_FRAMES)
            tab.mouse.move(500, 350)
            tab.mouse.down()
            for step in range(60):
                tab.mouse.move(500 - 5 * step, 350 + 2 * step)
            tab.mouse.up()
            tab.wait_for_timeout(300)
            frames = sorted(tab.evaluate("window.frames_ms"))
            found.append((ready, longest, frames[int(0.95 * len(frames))]))
            tab.close()
        browser.close()
    ready, longest, frame = (min(values) for values in zip(*found, strict=True))
    return (
        f"ready after {ready:,.0f} ms, longest task {longest:,.0f} ms, "
        f"95 of 100 frames while dragging within {frame:.0f} ms"
    )


def main() -> None:
    """Print the figures for each number of places."""
    with Gazetteer.open() as gazetteer:
        few = large_reports.readings(large_reports.villages(gazetteer, 50), reports=1)
        base_s, base = best(partial(report_map, few, gazetteer))
        scripts = sum(len(asset(name)) for name in (*MANY_SCRIPTS, "many.css"))
        sys.stdout.write(
            f"fifty places over the same ground: {len(base.encode()) / 1e6:.2f} MB, "
            f"{base_s:.2f} s; scripts of large pages alone: {scripts / 1e6:.2f} MB\n"
        )
        for count in _COUNTS:
            places = large_reports.villages(gazetteer, count)
            checked = large_reports.readings(places)
            text = sum(len(reading.report.text.encode()) for reading, _ in checked)
            times = _TIMES if count < 100_000 else 1
            seconds, page = best(partial(report_map, checked, gazetteer), times=times)
            one_s, one = best(partial(geojson, places), times=times)
            each_s, each = best(partial(markers, places), times=1)
            size = len(page.encode())
            sys.stdout.write(
                f"{count:7,} places: {size / 1e6:6.2f} MB with {text / 1e6:.2f} MB of reports, "
                f"{size / len(one.encode()):5.2f}× the bytes and {seconds / one_s:5.2f}× the "
                f"time of folium.GeoJson, {size / len(each.encode()):5.2f}× and "
                f"{seconds / each_s:5.2f}× of folium.Marker ({seconds:.2f} s)\n"
                f"         {opened(page)}\n"
            )


if __name__ == "__main__":
    main()
