"""Countries: outlines by Natural Earth, the edge of Russia and Ukraine by OpenStreetMap."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import LineString, MultiPolygon, shape

from gazetteer.data.prepare.shapes import divided, figures, polygons, simplified, sound
from gazetteer.names import plain

TOLERANCE_DEG: Final = 0.012
PRECISION_M: Final = 3000.0
"""Natural Earth's 1:10m edge of Russia and Ukraine lies within this of OpenStreetMap's at 95 %."""
FAR_TOLERANCE_DEG: Final = 0.04
FAR_CONTINENTS: Final = ("North America", "South America", "Oceania", "Antarctica")
"""Drawn more roughly: no land joins them to the rest, and no border there is measured to."""
FAR_PRECISION_M: Final = 10_000.0
FAR_SLIVER_DEG2: Final = 0.03
FAR_COASTS: Final = ("AQ", "AU", "CA", "CL", "GL", "ID", "NO", "NZ", "PG", "PH", "US")
"""Countries of many islands far from any border that is measured to: small ones are left out."""
SOURCE: Final = "Natural Earth 1:10m admin 0 countries, view of Germany"
SOURCE_CUT: Final = SOURCE + "; edge of Russia and Ukraine by OpenStreetMap contributors"

COMMON_NAMES: Final = {
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CN": "China",
    "CI": "Ivory Coast",
    "CZ": "Czech Republic",
    "FM": "Micronesia",
    "KP": "North Korea",
    "KR": "South Korea",
    "LA": "Laos",
    "MK": "North Macedonia",
    "MM": "Myanmar",
    "PS": "Palestine",
    "SZ": "Eswatini",
    "TL": "East Timor",
    "TR": "Turkey",
    "US": "United States",
    "VA": "Vatican City",
}
OTHER_NAMES: Final = {
    "AE": "UAE|U.A.E.",
    "BA": "Bosnia",
    "BY": "Byelorussia|Белоруссия|Беларусь|Білорусь",
    "CD": "DR Congo|DRC|Congo-Kinshasa|D.R. Congo",
    "CF": "CAR",
    "CG": "Congo-Brazzaville|Congo Republic",
    "CI": "Côte d'Ivoire",
    "CN": "People's Republic of China|PRC|Китай",
    "CV": "Cape Verde",
    "CZ": "Czechia",
    "GB": "U.K.|UK|Great Britain|Britain|Великобритания|Велика Британія",
    "IR": "Islamic Republic of Iran",
    "KP": "DPRK|D.P.R.K.|Democratic People's Republic of Korea|КНДР|Северная Корея|Північна Корея",
    "KR": "ROK|Republic of Korea|Южная Корея|Південна Корея",
    "MK": "Macedonia",
    "MM": "Burma",
    "NL": "Holland|the Netherlands",
    "PS": "State of Palestine|Palestinian territories|Palestinian Territories",
    "RU": "Russian Federation|Российская Федерация|Росія|РФ|Rossiya",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TR": "Türkiye|Turkiye",
    "TW": "Republic of China",
    "UA": "Украина|Україна|Ukraina|Ukrayina",
    "US": "U.S.|U.S.A.|US|USA|United States of America|America|США|Соединённые Штаты|"
    "Сполучені Штати",
    "VA": "Holy See|Vatican",
    "YE": "Republic of Yemen",
}
_NAME_FIELDS: Final = (
    "NAME_EN", "NAME_LONG", "ADMIN", "FORMAL_EN", "BRK_NAME", "NAME_RU", "NAME_UK",
)  # fmt: skip


def country_shapes(admin0: Any, border: LineString) -> dict[str, MultiPolygon]:  # noqa: ANN401
    """Make the outlines of all countries, by two-letter code.

    Parameters
    ----------
    admin0
        GeoDataFrame of Natural Earth's countries with their attributes.
    border
        The land border of Russia and Ukraine, degrees.
    """
    coded = admin0[admin0.ISO_A2_EH.str.match("^[A-Z]{2}$")].dissolve("ISO_A2_EH")
    raw = {code: sound(geometry, least_deg2=0.0) for code, geometry in coded.geometry.items()}
    raw["SY"] = sound(raw["SY"].union(golan(raw)), least_deg2=0.0)
    far = set(coded[coded.CONTINENT.isin(FAR_CONTINENTS)].index) & set(raw)
    shapes = simplified(
        {code: outline for code, outline in raw.items() if code not in far},
        tolerance_deg=TOLERANCE_DEG,
    ) | simplified({code: raw[code] for code in sorted(far)}, tolerance_deg=FAR_TOLERANCE_DEG)
    both = shapes["RU"].union(shapes["UA"])
    russia, ukraine = divided(both, border, (shapes["RU"], shapes["UA"]))
    coasts = {code: sound(shapes[code], least_deg2=FAR_SLIVER_DEG2) for code in FAR_COASTS}
    return shapes | coasts | {"RU": sound(russia), "UA": sound(ukraine)}


def outline_precision_m(admin0: Any, code: str) -> float:  # noqa: ANN401
    """Say how far the outline of a country may be off, metres.

    Parameters
    ----------
    admin0
        GeoDataFrame of Natural Earth's countries with their attributes.
    code
        ISO 3166-1 alpha-2 code.
    """
    own = admin0[admin0["ISO_A2_EH"] == code]
    far = bool(own.CONTINENT.isin(FAR_CONTINENTS).any())
    return FAR_PRECISION_M if far else PRECISION_M


def golan(raw: Mapping[str, MultiPolygon]) -> MultiPolygon:
    """Find the Golan Heights: what Syria, Israel, Jordan and Lebanon enclose and none holds."""
    around = shapely.union_all([raw[code].buffer(0.003) for code in ("SY", "IL", "JO", "LB")])
    holes = [shapely.Polygon(ring) for part in polygons(around) for ring in part.interiors]
    found = [hole.buffer(0.003) for hole in holes if hole.contains(shapely.Point(35.8, 33.0))]
    alone = shapely.union_all(found)
    return sound(
        alone.difference(shapely.union_all([raw[code] for code in ("SY", "IL", "JO", "LB")]))
    )


def country_rows(
    admin0: Any,  # noqa: ANN401
    shapes: Mapping[str, MultiPolygon],
    capitals: Mapping[str, str],
    populations: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Make the rows of the countries.

    Parameters
    ----------
    admin0
        GeoDataFrame of Natural Earth's countries with their attributes.
    shapes
        Outline by two-letter code.
    capitals
        Place id of the seat by two-letter code.
    populations
        Inhabitants by two-letter code.
    """
    coded = admin0[admin0.ISO_A2_EH.isin(list(shapes))].sort_values("POP_EST", ascending=False)
    rows = []
    for code, record in coded.drop_duplicates("ISO_A2_EH").set_index("ISO_A2_EH").iterrows():
        listed = [record[field] for field in _NAME_FIELDS if isinstance(record[field], str)]
        name = COMMON_NAMES.get(str(code)) or str(record["NAME_EN"] or record["NAME"])
        others = [*OTHER_NAMES.get(str(code), "").split("|"), *listed]
        rows.append(
            {
                "id": f"country:{code}",
                "name": name,
                "names": "|".join(distinct(others, but=name)),
                "kind": "country",
                "feature": "country",
                "country": code,
                "precision_m": 5000,
                "population": populations.get(str(code)) or "",
                "radius_basis": "circle of the area",
                "capital": capitals.get(str(code), ""),
                "source": SOURCE_CUT if code in ("RU", "UA") else SOURCE,
                "licence": "ODbL-1.0" if code in ("RU", "UA") else "LicenseRef-public-domain",
            }
            | figures(shapes[str(code)])
        )
    return sorted(rows, key=lambda row: str(row["id"]))


def distinct(names: list[str], *, but: str) -> list[str]:
    """Drop empty names, and those that a reader would call the same spelling as one before."""
    seen = {plain(but)}
    kept = []
    for name in names:
        if name and plain(name) and plain(name) not in seen and len(plain(name)) > 1:
            seen.add(plain(name))
            kept.append(name)
    return kept


def read_border(path: Path) -> LineString:
    """Read the border of Russia and Ukraine from its GeoJSON file.

    Parameters
    ----------
    path
        A collection of one feature, longitude before latitude, degrees, WGS 84.

    Raises
    ------
    TypeError
        If the feature is no LineString.
    """
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    line = shape(features[0]["geometry"])
    if not isinstance(line, LineString):
        raise TypeError(f"{path} holds a {line.geom_type} where a LineString is wanted")
    return line
