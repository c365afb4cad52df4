"""How heavy and how slow a page is, as ratios against one folium.Marker a place.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_page.py`.
Both maps are made in the same run; machines differ, so only the ratios are worth quoting.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Callable
from functools import partial

import folium

from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from maps.report_map import report_map

_WORD = "Village. "
_COUNTS = (1_000, 10_000)


def reading_of(count: int) -> Reading:
    """A report that names so many places, each once."""
    first = Place(
        id="bench:0", name="Village", kind="settlement", lon=35.0, lat=51.0, precision_m=300,
        source="made for this benchmark",
    )  # fmt: skip
    places = [
        dataclasses.replace(
            first, id=f"bench:{n}", name=f"Village {n}",
            lon=35 + n % 100 / 100, lat=51 + n // 100 / 100,
        )
        for n in range(count)
    ]  # fmt: skip
    at = [len(_WORD) * n for n in range(count)]
    mentions = []
    for start, place in zip(at, places, strict=True):
        match = Match(place, 1.0, "Village")
        mentions.append(
            Mention(start, start + 7, "Village", "literal", "settlement", candidates=(match,))
        )
    resolutions = tuple(Resolution(place, 1.0, (), "made for this benchmark") for place in places)
    report = Report(id="bench", text=_WORD * count)
    return Reading(report, tuple(mentions), resolutions, (), (), lambda _: resolutions)


def plain(reading: Reading) -> str:
    """The map that folium's own markers make of the same places, with the name in a popup."""
    picture = folium.Map(location=[51, 35], zoom_start=8)
    for resolution in reading.resolutions:
        place = resolution.place
        if place is not None:
            folium.Marker([place.lat, place.lon], popup=place.name).add_to(picture)
    rendered: str = picture.get_root().render()
    return rendered


def timed(work: Callable[[], str]) -> tuple[float, int]:
    """Seconds and bytes of a page."""
    start = time.perf_counter()
    page = work()
    return time.perf_counter() - start, len(page.encode())


def main() -> None:
    """Print one line for each number of places."""
    with Gazetteer.open() as gazetteer:
        warm = reading_of(2)
        report_map([(warm, ())], gazetteer)
        plain(warm)
        for count in _COUNTS:
            reading = reading_of(count)
            seconds, size = timed(partial(report_map, [(reading, ())], gazetteer))
            other, weight = timed(partial(plain, reading))
            per = count / 1_000
            sys.stdout.write(
                f"{count:7,} places: {size / per / 1e6:6.2f} MB and {seconds / per:6.2f} s "
                f"for 1,000, {size / weight:5.2f}× the bytes and {seconds / other:5.2f}× the time "
                f"of folium.Marker ({weight / per / 1e6:.2f} MB, {other / per:.2f} s)\n"
            )


if __name__ == "__main__":
    main()
