"""Areas that reports name and no state lists: unions of regions, and what maps leave open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import shapely
from shapely.geometry import MultiPolygon

from gazetteer.data.prepare.regions import SOURCE, Region
from gazetteer.data.prepare.shapes import figures, sound


class Union(NamedTuple):
    """An area that is the sum of first-level regions."""

    id: str
    """Id of its row."""
    country: str
    """ISO 3166-1 alpha-2 code."""
    name: str
    """Display name."""
    names: str
    """Other spellings, divided by "|"."""
    parts: tuple[str, ...]
    """Ids of the regions."""


UNIONS: Final = (
    Union(
        "region:donbas", "UA", "Donbas",
        "Donbass|Donets Basin|Донбасс|Донбас|Донеччина і Луганщина",
        ("region:UA-14", "region:UA-09"),
    ),
    Union(
        "region:darfur", "SD", "Darfur", "Дарфур",
        tuple(f"region:SD-{code}" for code in ("DE", "DN", "DS", "DW")),
    ),
    Union(
        "region:nagorno-karabakh", "AZ", "Nagorno-Karabakh",
        "Nagorno Karabakh|Karabakh|Artsakh|Mountainous Karabakh|Нагорный Карабах|Нагірний Карабах",
        tuple(f"region:AZ-{code}" for code in ("SUS", "XA", "XCI", "XVD")),
    ),
    Union(
        "region:kurdistan-iraq", "IQ", "Kurdistan Region",
        "Iraqi Kurdistan|Kurdistan Region of Iraq|Иракский Курдистан|Іракський Курдистан",
        tuple(f"region:IQ-{code}" for code in ("AR", "DA", "SU")),
    ),
)  # fmt: skip


def unions(regions: Iterable[Region]) -> list[Region]:
    """Make the areas that are sums of regions.

    Parameters
    ----------
    regions
        All regions; an area that lacks a part is left out.
    """
    made = []
    known = list(regions)
    for union in UNIONS:
        parts = [region for region in known if _is_part(region, union)]
        if not parts:
            continue
        outline = sound(shapely.union_all([part.outline for part in parts]))
        cut = any("ODbL" in str(part.row["licence"]) for part in parts)
        said = "union of " + ", ".join(sorted(part.name for part in parts))
        made.append(_area(union, outline, said, licence="ODbL-1.0" if cut else ""))
    return made


def _is_part(region: Region, union: Union) -> bool:
    return any(region.id == part or region.id.startswith(part + "-") for part in union.parts)


def golan_heights(outline: MultiPolygon) -> Region:
    """Make the row of the Golan Heights from what neighbouring countries enclose."""
    names = "Golan|Голанские высоты|Голанські висоти"
    area = Union("region:golan-heights", "SY", "Golan Heights", names, ())
    said = "what Syria, Israel, Jordan and Lebanon enclose on Natural Earth's map and none holds"
    return _area(area, outline, said)


def _area(area: Union, outline: MultiPolygon, said: str, *, licence: str = "") -> Region:
    row: Mapping[str, object] = {
        "id": area.id,
        "name": area.name,
        "names": area.names,
        "kind": "region",
        "feature": "macroregion",
        "country": area.country,
        "admin1": area.name,
        "precision_m": 5000.0,
        "radius_basis": "circle of the area",
        "source": f"{said}; {SOURCE}",
        "licence": licence or "LicenseRef-public-domain",
    }
    cells = dict(row) | figures(outline)
    return Region(area.id, area.country, area.name, outline, cells, precision_m=5000.0)
