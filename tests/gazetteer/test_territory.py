"""The ground of countries and regions, cut at the named border line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import border_between
from gazetteer.errors import PlaceUnknown
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.records import LineRow
from gazetteer.store import Gazetteer
from gazetteer.territory import territory


@pytest.fixture(scope="module")
def world() -> Iterator[Gazetteer]:
    """The gazetteer that ships."""
    with Gazetteer.open() as gazetteer:
        yield gazetteer


@dataclass(eq=False)
class Atlas:
    """Two squares that meet at 2° east; the line between them bulges into the second."""

    shapes: dict[str, BaseGeometry] = field(
        default_factory=lambda: {
            "country:AA": box(0, 50, 2, 52),
            "country:BB": box(2, 50, 4, 52),
            "region:AA-N": box(1, 51, 2, 52),
            "region:AA-S": box(1, 50, 2, 51),
            "region:BB-N": box(2, 51, 4, 52),
            "border:AA-BB": LineString([(2, 50.05), (2, 51.2), (2.1, 51.5), (2, 51.8), (2, 51.95)]),
        }
    )

    def line_rows(self) -> tuple[LineRow, ...]:
        return (
            LineRow("border:AA-BB", "Aland–Bland border", ("AA", "BB"), "1991 line", 300.0,
                    "a survey", "CC0-1.0"),
        )  # fmt: skip

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return self.shapes.get(place_id)

    def get(self, place_id: str) -> Place:
        if place_id not in self.shapes:
            raise PlaceUnknown(place_id)
        code = place_id.partition(":")[2][:2]
        return Place(
            id=place_id, name=place_id, kind="region", lon=0, lat=0, precision_m=0,
            source="made up", country=code,
        )  # fmt: skip


BULGE = Polygon([(2, 51.2), (2.1, 51.5), (2, 51.8)])


def test_the_line_decides_between_two_countries() -> None:
    atlas = Atlas()
    assert territory(atlas, "AA").equals(box(0, 50, 2, 52) | BULGE)
    assert territory(atlas, "bb").equals(box(2, 50, 4, 52) - BULGE)


def test_a_region_is_filled_and_cut_where_the_line_runs_elsewhere() -> None:
    atlas = Atlas()
    assert territory(atlas, "region:AA-N").equals(box(1, 51, 2, 52) | BULGE)
    assert territory(atlas, "region:AA-S").equals(box(1, 50, 2, 51))
    assert territory(atlas, "region:BB-N").equals(box(2, 51, 4, 52) - BULGE)


@pytest.mark.parametrize("west", [1.997, 2.003])
def test_outlines_that_overlap_or_leave_a_crack_still_share_their_edge(west: float) -> None:
    """The crack or overlap is 300 m wide, as generalised outlines have them."""
    atlas = Atlas()
    atlas.shapes["country:AA"] = box(0, 50, west, 52)
    first, second = territory(atlas, "AA"), territory(atlas, "BB")
    assert first.contains(Point(1.9999, 51))
    assert second.contains(Point(2.0001, 51))
    assert (first & second).area == 0
    assert (first | second).contains(Point(2, 51.1))


def test_far_parts_of_a_country_stay_as_they_are() -> None:
    atlas = Atlas()
    island = box(5, 50, 6, 51)
    atlas.shapes["country:AA"] = MultiPolygon([box(0, 50, 2, 52), island])
    assert territory(atlas, "AA").contains(island)
    assert not territory(atlas, "BB").intersects(island)


def test_without_a_line_the_outline_holds() -> None:
    atlas = Atlas()
    del atlas.shapes["border:AA-BB"]
    assert territory(atlas, "AA").equals(box(0, 50, 2, 52))


@pytest.mark.parametrize("name", ["XX", "region:nowhere"])
def test_what_has_no_outline_is_unknown(name: str) -> None:
    with pytest.raises(PlaceUnknown):
        territory(Atlas(), name)


def test_the_two_countries_share_the_named_line(world: Gazetteer) -> None:
    border = border_between(world, "RU", "UA")
    assert border is not None
    shared = territory(world, "RU").boundary & territory(world, "UA").boundary
    geod = Geod(ellps="WGS84")
    assert geod.geometry_length(shared) == pytest.approx(
        geod.geometry_length(border.geometry), rel=0.002
    )
    for vertex in shapely.get_coordinates(border.geometry)[::20]:
        assert shapely.dwithin(Point(vertex), shared, 1e-6)


def test_areas_agree_with_published_ones(world: Gazetteer) -> None:
    """Ukraine with Crimea 603,628 km², Kursk Oblast 29,997, Sumy Oblast 23,834."""
    assert area_km2(territory(world, "UA")) == pytest.approx(603_628, rel=0.01)
    assert area_km2(territory(world, "region:RU-KRS")) == pytest.approx(29_997, rel=0.01)
    assert area_km2(territory(world, "region:UA-59")) == pytest.approx(23_834, rel=0.015)


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (35.271, 51.190, "RU"),  # Sudzha
        (35.02, 51.26, "RU"),  # Novoivanovka
        (34.801, 50.911, "UA"),  # Sumy
        (35.05, 51.10, "UA"),  # Yunakivka
        (34.10, 44.95, "UA"),  # Simferopol, Crimea
        (33.52, 44.60, "UA"),  # Sevastopol
        (36.60, 50.60, "RU"),  # Belgorod
        (37.80, 48.00, "UA"),  # Donetsk
    ],
)
def test_towns_lie_in_their_own_country(
    world: Gazetteer, lon: float, lat: float, country: str
) -> None:
    other = "UA" if country == "RU" else "RU"
    assert territory(world, country).contains(Point(lon, lat))
    assert not territory(world, other).contains(Point(lon, lat))


def test_settlements_of_the_gazetteer_lie_on_their_side_of_the_line(world: Gazetteer) -> None:
    """Of some 16,700 one alone lies across, and its position is known to 2 km."""
    grounds = {code: territory(world, code) for code in ("RU", "UA")}
    across = [
        place
        for place in world.within(box(20, 40, 60, 60), kind="settlement")
        if place.country in grounds
        and grounds["RU" if place.country == "UA" else "UA"].contains(Point(place.lon, place.lat))
    ]
    assert len(across) <= 1
    border = border_between(world, "RU", "UA")
    assert border is not None
    for place in across:
        assert border.distance(place.lon, place.lat).distance_m < place.precision_m


def test_regions_of_one_country_do_not_overlap(world: Gazetteer) -> None:
    ids = ("region:RU-KRS", "region:RU-BEL", "region:RU-BRY")
    grounds = [territory(world, region) for region in ids]
    for first in grounds:
        assert area_km2(first - territory(world, "RU")) < 0.01
        assert sum(area_km2(first & other) for other in grounds if other is not first) < 0.01
