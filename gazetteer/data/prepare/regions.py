"""First-level regions: outlines and attributes by Natural Earth, names by hand where war is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, shape
from shapely.geometry.base import BaseGeometry

from gazetteer.data.build import rows_of
from gazetteer.data.prepare.shapes import figures, fitted, simplified, sound
from gazetteer.data.prepare.table import Row
from gazetteer.measure import area_km2
from gazetteer.names import fold, plain

TOLERANCE_DEG: Final = 0.012
FOREIGN_TOLERANCE_DEG: Final = 0.02
PRECISION_M: Final = 3000.0
FOREIGN_PRECISION_M: Final = 5000.0
SOURCE: Final = "Natural Earth 1:10m admin 1 states and provinces"
SOURCE_CUT: Final = SOURCE + "; edge of Russia and Ukraine by OpenStreetMap contributors"
FRONT_FIT: Final = 0.9
"""Fit of the bare name of its seat for a region at the front: "Kursk" for Kursk Oblast."""
SEAT_FIT: Final = 0.85
"""The same elsewhere in Russia, Ukraine and Belarus, where the city comes first: "Poltava"."""
FOREIGN_SEAT_FIT: Final = 0.75
"""The same where reporters mean the city by the bare name: "Aleppo"."""

AT_THE_FRONT: Final = frozenset({"RU-KRS", "RU-BEL", "UA-09", "UA-14", "UA-23", "UA-59", "UA-63"})
"""Regions that reports call by their seat's bare name, since they fight across the region."""
HAND_WRITTEN: Final = ("RU", "UA", "BY")
AT_WAR: Final = (
    "AF", "AM", "AZ", "BF", "CD", "CF", "ER", "ET", "GE", "IL", "IQ", "IR", "KP", "LB", "LY", "ML",
    "MM", "NE", "NG", "PK", "PS", "RW", "SD", "SO", "SS", "SY", "TD", "YE",
)  # fmt: skip
"""Countries whose regions ship with outlines: at war, beside one or threatened, now or of late."""
_LEAST_KM2: Final = 4000.0
_TYPES: Final = {
    "SY": "Governorate", "LB": "Governorate", "IQ": "Governorate", "YE": "Governorate",
    "JO": "Governorate", "EG": "Governorate", "LY": "District", "IN": "State", "AZ": "District",
    "CD": "Province", "NE": "Region", "KP": "Province", "MM": "Region", "SD": "State",
}  # fmt: skip
_RENAMED: Final = {
    "CD-BC": "Kongo Central",
    "LB-JA": "South Lebanon",
    "LB-AS": "North Lebanon",
    "PS-GZZ": "Gaza Strip",
    "PS-WBK": "West Bank",
    "SD-DW": "West Darfur",
    "SD-GD": "Gedaref",
    "SD-GZ": "Gezira",
    "SY-DR": "Daraa",
    "SY-HA": "Hasakah",
    "SY-RA": "Raqqa",
    "SY-SU": "Suwayda",
    "YE-AD": "Aden",
    "YE-AM": "Amran",
    "YE-MA": "Marib",
    "YE-SD": "Saada",
    "YE-TA": "Taiz",
}
_TYPED: Final = frozenset({"SD-NB", "SD-NR", "SD-NW", "SD-RS", "SS-NU", "US-WA", "SS-LK", "SS-UY"})
"""Regions that are called like a river or a greater place: known by name and type alone."""
_UNTYPED: Final = frozenset({"PS-GZZ", "PS-WBK"})
_OTHERS: Final = {
    "IQ-AN": "Anbar",
    "PS-GZZ": "Gaza|Сектор Газа|Сектор Гази|Смуга Гази",
    "PS-WBK": "the West Bank|Judea and Samaria|Западный берег|Західний берег",
    "SD-GD": "Gadarif|Al Qadarif|El Gadarif",
    "SD-GZ": "Al Jazirah|Al-Jazirah|Jazirah|Al-Gezira|El Gezira|Gezira",
    "SY-HA": "Al-Hasakah|Hasaka|Al-Hasaka",
    "SY-RA": "Al-Raqqah|Ar-Raqqah|Raqqah",
    "SY-SU": "As-Suwayda|Sweida|Suweida|As-Suwayda'",
    "SY-DR": "Deraa|Dar'a",
    "SY-DY": "Deir Ezzor|Deir al-Zor|Deir al-Zour|Dayr az Zawr",
}


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its outline and what its row says."""

    id: str
    """Id of its row: `region:RU-KRS`."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    name: str
    """Display name."""
    outline: MultiPolygon
    """Degrees, WGS 84."""
    row: Row = field(repr=False)
    """Cells of its row."""
    precision_m: float = PRECISION_M
    """How far its outline may be off, metres."""
    drawn: bool = True
    """Whether its outline ships."""


class Finder:
    """Tells in which region a point lies."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self.regions = list(regions)
        self._tree = shapely.STRtree([region.outline for region in self.regions])

    def find(
        self, lon: float, lat: float, *, country: str, reach_deg: float = 0.3
    ) -> Region | None:
        """Find the region of a country that holds a point, or the nearest one within reach.

        Parameters
        ----------
        lon, lat
            The point, degrees, WGS 84.
        country
            ISO 3166-1 alpha-2 code.
        reach_deg
            How far outside a point may lie: coasts and borders are drawn roughly.
        """
        point = shapely.Point(lon, lat)
        near = self._tree.query(point, predicate="dwithin", distance=reach_deg)
        own = [self.regions[i] for i in near if self.regions[i].country == country]
        ranked = ((region.outline.distance(point), region.id, region) for region in own)
        return min(ranked, default=(0.0, "", None))[2]


def read_outlines(path: Path) -> list[dict[str, Any]]:
    """Read the features of Natural Earth's first-level regions that have a name."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return [feature for feature in features if feature["properties"].get("name")]


def home_regions(
    features: Iterable[Mapping[str, Any]],
    table: Path,
    countries: Mapping[str, MultiPolygon],
    border: LineString,
) -> list[Region]:
    """Make the regions of Russia, Ukraine and Belarus, fitted into their countries.

    Parameters
    ----------
    features
        What `read_outlines` reads.
    table
        The hand-written table of regions.
    countries
        Outline by two-letter code.
    border
        The land border of Russia and Ukraine, degrees.
    """
    listed = {(row["iso"][:2], row["outline"]): row for row in rows_of(table)}
    raw: dict[str, dict[str, BaseGeometry]] = {code: {} for code in HAND_WRITTEN}
    for feature in features:
        name = feature["properties"]["name"]
        for code in HAND_WRITTEN:
            if (code, name) in listed and feature["properties"]["iso_a2"] in HAND_WRITTEN:
                raw[code][name] = sound(shape(feature["geometry"]), least_deg2=0.0)
    edge = border.buffer(0.02)
    regions = []
    for code, parts in raw.items():
        made = fitted(simplified(parts, tolerance_deg=TOLERANCE_DEG), countries[code])
        for name, outline in made.items():
            row = listed[code, name]
            cut = code != "BY" and bool(outline.intersects(edge))
            cells = _cells(f"region:{row['iso']}", code, row["name"], row["feature"], outline)
            cells |= {
                "names": "|".join(_spelled(row)),
                "lesser": "|".join(_bare(row)),
                "source": SOURCE_CUT if cut else SOURCE,
                "licence": "ODbL-1.0" if cut else "LicenseRef-public-domain",
                "precision_m": PRECISION_M,
            }
            regions.append(Region(cells["id"], code, row["name"], outline, cells))
    return regions


def _cells(
    place_id: str, country: str, name: str, feature: str, outline: BaseGeometry
) -> dict[str, Any]:
    return {
        "id": place_id,
        "name": name,
        "kind": "region",
        "feature": feature,
        "country": country,
        "admin1": name,
        "radius_basis": "circle of the area",
    } | figures(outline)


def _spelled(row: Mapping[str, str]) -> list[str]:
    """List the full names of a hand-written region: Kursk Oblast, Kursk region, Курская область."""
    own = [row["name"], *filter(None, row["others"].split("|"))]
    forms = [name.removesuffix(" Oblast") + " region" for name in own if name.endswith(" Oblast")]
    forms += [name.removesuffix(" Krai") + " Territory" for name in own if name.endswith(" Krai")]
    cyrillic = [row["name_home"], row["name_ru"]] if row["feature"] != "city" else []
    every = dict.fromkeys([*forms, *own[1:], *cyrillic])
    return [name for name in every if name and name != row["name"]]


def _bare(row: Mapping[str, str]) -> list[str]:
    """List the bare names that an oblast shares with its seat, with their fit."""
    if row["feature"] not in ("oblast", "region") or row["iso"] in ("UA-32", "RU-MOS", "BY-MI"):
        return []
    names = [row["name"], *row["others"].split("|")]
    kinds = (" Oblast", " Region")
    bare = [name.removesuffix(kind) for name in names for kind in kinds if name.endswith(kind)]
    fit = FRONT_FIT if row["iso"] in AT_THE_FRONT else SEAT_FIT
    return [f"{name}={fit}" for name in dict.fromkeys(bare) if name not in names]


def foreign_regions(
    features: Iterable[Mapping[str, Any]],
    countries: Mapping[str, MultiPolygon],
    towns: frozenset[tuple[str, str]],
    words: frozenset[str],
) -> Iterator[Region]:
    """Make the regions of every other country; outlines ship for the countries at war alone.

    Parameters
    ----------
    features
        What `read_outlines` reads.
    countries
        Outline by two-letter code.
    towns
        Country and folded name of every town.
    words
        Common English words, which are no name without their type.
    """
    by_country: dict[str, dict[str, tuple[Mapping[str, Any], BaseGeometry]]] = {}
    for feature in features:
        cells = feature["properties"]
        code = cells["iso_a2"]
        place_id = "region:" + cells.get("iso_3166_2", "")
        if code in HAND_WRITTEN or code not in countries or "~" in place_id:
            continue
        parts = by_country.setdefault(code, {})
        if place_id in parts:
            place_id = f"{place_id}-{cells['adm1_code'].rpartition('-')[2]}"
        parts[place_id] = (cells, sound(shape(feature["geometry"]), least_deg2=0.0))
    for code in sorted(by_country):
        parts = by_country[code]
        shapes: Mapping[str, BaseGeometry] = {key: geometry for key, (_, geometry) in parts.items()}
        areas = [area_km2(geometry) for geometry in shapes.values()]
        if code not in AT_WAR and float(np.median(areas)) < _LEAST_KM2:
            continue
        if code in AT_WAR:
            rough = simplified(shapes, tolerance_deg=FOREIGN_TOLERANCE_DEG)
            shapes = fitted(rough, countries[code])
        for place_id, outline in shapes.items():
            cells = parts[place_id][0]
            yield _foreign(place_id, code, cells, outline, taken=(towns, words))


def _is_words(name: str, words: frozenset[str]) -> bool:
    return all(part in words for part in plain(name).split())


def _foreign(
    place_id: str,
    code: str,
    cells: Mapping[str, Any],
    outline: BaseGeometry,
    *,
    taken: tuple[frozenset[tuple[str, str]], frozenset[str]],
) -> Region:
    towns, words = taken
    iso = place_id.removeprefix("region:")
    kind = _TYPES.get(code) or str(cells.get("type_en") or "Province").split("|")[0]
    bare = _RENAMED.get(iso) or cells.get("name_en") or cells["name"]
    bare = bare.removesuffix(" " + kind)
    untyped = iso in _UNTYPED
    is_word = not untyped and _is_words(bare, words)
    is_word = is_word or iso in _TYPED
    shared = not untyped and (code, fold(bare)) in towns
    name = f"{bare} {kind}" if shared or is_word else bare
    others = [_OTHERS.get(iso, ""), cells["name"], cells.get("name_ru"), cells.get("name_uk")]
    spelled = [part for text in others if text for part in text.split("|")]
    kept = [text for text in spelled if "(" not in text and "." not in text]
    kept = [text for text in kept if not _is_words(text, words)]
    kept = [text for text in kept if (code, fold(text)) not in towns or untyped]
    kept = [] if is_word else kept
    latin = [] if untyped else [f"{bare} {kind}"]
    row = _cells(place_id, code, name, kind.lower(), outline) | {
        "names": "|".join(dict.fromkeys(text for text in [*latin, *kept] if text != name)),
        "lesser": f"{bare}={FOREIGN_SEAT_FIT}" if shared and not is_word else "",
        "source": SOURCE,
        "licence": "LicenseRef-public-domain",
        "precision_m": FOREIGN_PRECISION_M,
    }
    geometry = outline if isinstance(outline, MultiPolygon) else sound(outline)
    return Region(
        place_id, code, name, geometry, row, precision_m=FOREIGN_PRECISION_M, drawn=code in AT_WAR
    )
