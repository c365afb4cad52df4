"""A made-up world with control maps, put down in kilometres from one point by `pyproj.Geod` alone.

So every distance, area and count of it is known without the code under test. Where its villages
and its ground lie is told at the top of `data/holdings_en.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely
from pyproj import Geod

from gazetteer.place import Place
from gazetteer.records import LineRow, Outline
from gazetteer.store import Gazetteer
from gazetteer.writer import write
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.control.atlas import ControlAtlas
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.reading.read import read
from geo.reading.report import Report

GEOD: Final = Geod(ellps="WGS84")
ORIGIN: Final = (35.0, 51.0)
RUSSIA: Final = {
    "Adrovka": (0, 5), "Belkino": (0, 10), "Chernovo": (0, 15), "Dubrava": (0, 20),
    "Novoselki": (0, 40), "Yelkino": (10, 5), "Gorokhovo": (10, 10), "Ivankovo": (10, 15),
    "Kamenskoye": (-10, 5), "Lipovka": (-10, 10), "Maslovo": (-10, 15),
}  # fmt: skip
UKRAINE: Final = {
    "Olshanka": (80, -5), "Petrivka": (80, -10), "Romanivka": (80, -15), "Stepove": (80, -20),
    "Tarasivka": (80, -30), "Verkhivka": (0, -10),
}  # fmt: skip
HELD: Final[dict[str, tuple[tuple[float, ...], ...]]] = {
    # west, south, east, north: held by Ukraine in Russia, by Russia in Ukraine, contested
    "2024-08-06": ((-5, 0, 5, 3), (), ()),
    "2024-09-01": ((-20, 0, 20, 17), (60, -8, 100, 0), ()),
    "2024-12-15": ((-20, 0, 20, 12), (60, -12, 100, 0), ()),
    "2025-01-04": ((-5, 0, 20, 12), (60, -12, 100, 0), ()),
    "2025-01-05": ((-5, 0, 20, 12), (60, -12, 100, 0), (-5, 12, 20, 16)),
}


def point(x_km: float, y_km: float) -> tuple[float, float]:
    """The point so many kilometres east and north of the origin: along the border, then off it."""
    lon, _, _ = GEOD.fwd(*ORIGIN, 90, x_km * 1000)
    lon, lat, _ = GEOD.fwd(lon, ORIGIN[1], 0, y_km * 1000)
    return lon, lat


def rectangle(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """The ground between, its edges with a corner every kilometre."""
    across = [west + k * (east - west) / 40 for k in range(41)]
    ring = [point(x, south) for x in across] + [point(x, north) for x in reversed(across)]
    return shapely.Polygon(ring)


def layer(day: str, maker: str = "Mapmakers") -> ControlLayer:
    """The map of a day."""
    ukraine, russia, contested = HELD[day]
    rows: list[dict[str, object]] = [
        {"side": "UA", "within": "RU", "geometry": rectangle(*ukraine)}
    ]
    if russia:
        rows.append({"side": "RU", "within": "UA", "geometry": rectangle(*russia)})
    if contested:
        shape = rectangle(*contested)
        rows.append({"side": None, "status": "contested", "within": "RU", "geometry": shape})
    return made(rows, day=day, maker=maker)


def made(
    rows: list[dict[str, object]],
    *,
    day: str | None,
    maker: str = "Mapmakers",
    inferred: bool = False,
) -> ControlLayer:
    """A map of any ground."""
    return ControlLayer(
        control_frame(rows), maker=Maker(maker), date=day, date_basis="file name",
        file=f"{day}.json", format="owlmaps", inferred=inferred,
    )  # fmt: skip


def places() -> Iterator[Place]:
    """The gazetteer's rows."""
    for name, code in (("Russia", "RU"), ("Ukraine", "UA")):
        yield Place(
            id=f"country:{code}", name=name, kind="country", lon=35, lat=54 if code == "RU" else 49,
            precision_m=3000, source="made up", country=code,
        )  # fmt: skip
    for name, code in (("Zalesk Oblast", "RU"), ("Dolsk Oblast", "UA")):
        yield Place(
            id=f"region:{code}-1", name=name, kind="region", lon=35, lat=51.4 if code == "RU" else
            50.6, precision_m=3000, source="made up", country=code,
            names=(name.replace("Oblast", "region"), name.replace(" Oblast", "")),
        )  # fmt: skip
    for named, code in ((RUSSIA, "RU"), (UKRAINE, "UA")):
        for name, spot in named.items():
            lon, lat = point(*spot)
            region = "Zalesk Oblast" if code == "RU" else "Dolsk Oblast"
            yield Place(
                id=f"made:{name.casefold()}", name=name, kind="settlement", lon=lon, lat=lat,
                precision_m=100, source="made up", country=code, admin1=region, radius_m=500,
                population=15_000, feature="village",
            )  # fmt: skip


@dataclass(frozen=True)
class World:
    """The world, with its gazetteer open."""

    gazetteer: Gazetteer
    maps: ControlAtlas

    def place(self, name: str) -> Place:
        """A place by its name."""
        return self.gazetteer.locate(name)

    def claims(
        self, text: str, *, date: str | None = "2025-01-05", maps: ControlAtlas | None = None
    ) -> tuple[Claim, ...]:
        """What is found of a text with the world's maps at hand, or with others."""
        reading = read(Report("case", text, date=date), self.gazetteer)
        return check(reading, self.gazetteer, maps or self.maps)

    def held(self, text: str, **given: object) -> Claim:
        """The one claim of holding in a text."""
        (claim,) = [c for c in self.claims(text, **given) if c.statement.type == "holding"]  # type: ignore[arg-type]
        return claim


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    """Build the world in a folder."""
    path = folder / "world.sqlite"
    west, _ = point(-600, 0)
    east, _ = point(600, 0)
    outlines = {
        "country:RU": shapely.box(west, 51, east, 56),
        "country:UA": shapely.box(west, 46, east, 51),
        "region:RU-1": rectangle(-60, 0, 120, 100),
        "region:UA-1": rectangle(-60, -100, 120, 0),
    }
    border = LineRow(
        "border:RU-UA",
        "Russia–Ukraine border",
        ("RU", "UA"),
        "made up",
        100.0,
        "made up",
        "CC0-1.0",
    )
    write(
        path,
        places(),
        outlines={key: Outline(shapely.to_wkb(of), 100.0) for key, of in outlines.items()},
        lines=[(border, shapely.to_wkb(shapely.LineString([(west, 51), (east, 51)])))],
    )
    with Gazetteer.open(shipped=path) as gazetteer:
        yield World(gazetteer, ControlAtlas(layer(day) for day in HELD))
