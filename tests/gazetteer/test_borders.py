"""Borders: which line is meant, how well it is known, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from gazetteer.borders import (
    COARSE_PRECISION_M,
    Border,
    BorderInvalid,
    border_between,
    coming_border,
)
from gazetteer.errors import PlaceUnknown
from gazetteer.measure import inverse
from gazetteer.place import Place
from gazetteer.records import LineRow


def country(code: str, name: str) -> Place:
    return Place(
        id=f"country:{code}", name=name, kind="country", lon=0, lat=0, precision_m=0,
        source="made up", country=code,
    )  # fmt: skip


@dataclass
class Atlas:
    """A gazetteer of four square countries in a row; two of them have a drawn border."""

    shapes: dict[str, BaseGeometry] = field(
        default_factory=lambda: {
            "country:AA": box(0, 50, 2, 52),
            "country:BB": box(2, 50, 4, 52),
            "country:CC": box(4, 50, 6, 52),
            "country:DD": box(6, 52, 8, 54),
            "border:AA-BB": LineString([(2, 50), (2.01, 51), (2, 52)]),
        }
    )

    def line_rows(self) -> tuple[LineRow, ...]:
        return (
            LineRow("border:AA-BB", "Aland–Bland border (1991 line)", ("AA", "BB"), "1991 line",
                    300.0, "a survey", "CC0-1.0"),
        )  # fmt: skip

    def geometry(self, place_id: str) -> BaseGeometry | None:
        return self.shapes.get(place_id)

    def get(self, place_id: str) -> Place:
        names = {"country:AA": "Aland", "country:BB": "Bland", "country:CC": "Cland"}
        if place_id not in names:
            raise PlaceUnknown(place_id)
        return country(place_id[-2:], names[place_id])


def village(lon: float, lat: float, *, code: str | None) -> Place:
    return Place(
        id="x:village", name="Village", kind="settlement", lon=lon, lat=lat, precision_m=100,
        source="made up", country=code,
    )  # fmt: skip


def test_a_drawn_line_comes_before_the_polygons() -> None:
    border = border_between(Atlas(), "BB", "AA")
    assert border is not None
    assert (border.id, border.precision_m, border.policy) == ("border:AA-BB", 300.0, "1991 line")
    assert border.countries == ("AA", "BB")


def test_without_a_drawn_line_the_shared_edge_is_taken_with_its_own_precision() -> None:
    border = border_between(Atlas(), "cc", "bb")
    assert border is not None
    assert border.geometry.equals(LineString([(4, 50), (4, 52)]))
    assert border.precision_m == COARSE_PRECISION_M >= 2_000
    assert "12 km" in border.precision_basis
    assert border.name == "Bland–Cland border"


@pytest.mark.parametrize("pair", [("AA", "CC"), ("CC", "DD"), ("AA", "ZZ")])
def test_countries_that_do_not_touch_along_a_line_have_no_border(pair: tuple[str, str]) -> None:
    # CC and DD touch in one point; ZZ has no polygon
    assert border_between(Atlas(), *pair) is None


@pytest.mark.parametrize("codes", [("AA",), ("AA", "aa"), ("AA", "BB", "CC")])
def test_a_border_needs_two_countries(codes: tuple[str, ...]) -> None:
    with pytest.raises(BorderInvalid, match="two countries"):
        border_between(Atlas(), *codes)


def test_gaps_between_polygons_that_were_generalised_apart_are_closed() -> None:
    atlas = Atlas()
    # the vertex at (4.005, 51) stands in one of the two polygons alone
    atlas.shapes["country:BB"] = Polygon(
        [(2, 50), (4, 50), (4, 50.8), (4.005, 51), (4, 51.2), (4, 52), (2, 52)]
    )
    atlas.shapes["country:CC"] = Polygon([(4, 50), (6, 50), (6, 52), (4, 52), (4, 51.2), (4, 50.8)])
    border = border_between(atlas, "BB", "CC")
    assert border is not None
    assert border.distance(4.02, 51).distance_m < 1_500
    assert border.distance(4.02, 50.9).distance_m < 1_500


def test_the_border_is_that_with_the_party_named() -> None:
    choice = coming_border(Atlas(), village(3.8, 51, code="BB"), parties=("BB", "AA"))
    assert choice is not None
    assert choice.border.countries == ("AA", "BB")
    assert "Village lies in Bland and the report names Aland" in choice.why


def test_of_several_parties_the_nearest_border_is_meant() -> None:
    parties = ("AA", "CC", "DD")
    east = coming_border(Atlas(), village(3.8, 51, code="BB"), parties=parties)
    west = coming_border(Atlas(), village(2.2, 51, code="BB"), parties=parties)
    assert east is not None
    assert west is not None
    assert east.border.countries == ("BB", "CC")
    assert west.border.countries == ("AA", "BB")


def test_without_a_party_the_nearest_line_on_file_is_taken_and_said_so() -> None:
    choice = coming_border(Atlas(), village(1, 51, code="AA"))
    assert choice is not None
    assert choice.border.id == "border:AA-BB"
    assert "names no other country" in choice.why
    assert coming_border(Atlas(), village(7, 53, code="DD")) is None


def test_distance_and_foot_are_measured_to_the_line() -> None:
    border = border_between(Atlas(), "AA", "BB")
    assert border is not None
    found = border.distance(1.0, 51.0)
    assert found.distance_m == pytest.approx(inverse((1, 51), (2.01, 51)).distance_m, rel=1e-3)
    assert found.bearing_deg == pytest.approx(90, abs=2)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"geometry": Point(1, 1)}, "needs a line"),
        ({"geometry": MultiLineString()}, "needs a line"),
        ({"countries": ("AA", "AA")}, "two countries"),
        ({"precision_m": -1.0}, "precision"),
        ({"precision_m": float("nan")}, "precision"),
    ],
)
def test_what_is_no_border_is_refused(change: dict[str, Any], says: str) -> None:
    border = border_between(Atlas(), "AA", "BB")
    assert isinstance(border, Border)
    with pytest.raises(BorderInvalid, match=says):
        replace(border, **change)


def test_a_line_on_file_without_its_course_is_reported() -> None:
    atlas = Atlas()
    del atlas.shapes["border:AA-BB"]
    with pytest.raises(BorderInvalid, match="no geometry"):
        border_between(atlas, "AA", "BB")
