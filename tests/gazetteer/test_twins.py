"""Rows of several sources that are one place: how near they are, and what they make together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.place import Place
from gazetteer.twins import FARTHEST_M, Row, reach_m, united

Make = Callable[..., Place]


def as_row(place: Place, number: int = 0) -> Row:
    own = {field.name: getattr(place, field.name) for field in fields(place)}
    return Row(number, **{name: own[name] for name in Row._fields if name != "n"})


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        ({}, {}, 2500.0),
        ({"admin1": "Kursk Oblast"}, {"admin1": "Kursk"}, 2500.0),
        ({"admin1": "Kursk Oblast"}, {"admin1": "Sumy Oblast"}, 1000.0),
        ({"admin1": "Kursk Oblast"}, {}, 2500.0),
        ({"country": "RU"}, {"country": "UA"}, None),
        ({"country": "RU"}, {"country": None}, 2500.0),
        ({"kind": "water"}, {"kind": "water"}, 3000.0),
        ({"kind": "other"}, {"kind": "other"}, 1000.0),
        ({"kind": "road"}, {"kind": "road"}, None),
        ({"kind": "water"}, {"kind": "settlement"}, None),
        ({"kind": "country"}, {"kind": "country"}, FARTHEST_M),
        ({"kind": "region"}, {"kind": "region"}, FARTHEST_M),
        ({"kind": "region", "feature": "raion"}, {"kind": "region", "feature": "district"}, 3e4),
        ({"kind": "region", "feature": "raion"}, {"kind": "region", "feature": "oblast"}, None),
    ],
)
def test_how_near_two_rows_must_be(
    one: dict[str, Any], other: dict[str, Any], metres: float | None, place: Make
) -> None:
    rows = as_row(place("A", "a:1", **one)), as_row(place("A", "b:1", **other))
    for pair in (rows, rows[::-1]):
        reach = reach_m(*pair)
        assert (reach < 0) if metres is None else reach == metres


def test_a_big_city_has_a_wide_middle(place: Make) -> None:
    """Half of 0.035 P^0.44 km."""
    city = as_row(place("A", "a:1", population=3_000_000))
    assert reach_m(city, as_row(place("A", "b:1"))) == pytest.approx(12_370, abs=30)


def test_rows_of_one_id_are_one_however_far_apart(place: Make) -> None:
    road, region = place("A", "osm:1", kind="road"), place("B", "osm:1", kind="region")
    assert reach_m(as_row(road), as_row(region)) == FARTHEST_M


def test_what_several_rows_make_together(place: Make) -> None:
    lead = place(
        "Berdin", "theatre:b", lon=35.43, precision_m=1200, names=("Бердин",), source="table",
        licence="CC-BY-4.0", derived_from=("theatre:x",), feature="populated place",
        radius_m=500.0, radius_basis="rule: least radius of a settlement, half a usual length",
    )  # fmt: skip
    dump = place(
        "Berdyn", "geonames:1", lon=35.431, precision_m=1000, names=("Бердин", "Berdin"),
        licence="CC-BY-4.0", population=120, admin1="Kursk Oblast", feature="populated place",
    )  # fmt: skip
    map_ = place(
        "Berdin", "osm:n1", lon=35.432, lat=51.3, precision_m=100, source="OSM n1",
        licence="ODbL-1.0", feature="village", population=90, radius_m=700.0,
        radius_basis="outline", bbox=(35.4, 51.2, 35.5, 51.4), area_km2=2.0,
    )  # fmt: skip
    one = united([lead, dump, map_])
    assert one == replace(
        lead,
        lon=35.432, lat=51.3, precision_m=100, source="OSM n1", derived_from=(),
        names=("Бердин", "Berdyn"), licence="CC-BY-4.0 AND ODbL-1.0", feature="village",
        population=120, admin1="Kursk Oblast", radius_m=700.0, radius_basis="outline",
        bbox=(35.4, 51.2, 35.5, 51.4), area_km2=2.0, same_as=("geonames:1", "osm:n1"),
    )  # fmt: skip


@given(
    precisions=st.lists(st.sampled_from((1.0, 50.0, 500.0)), min_size=1, max_size=4),
    names=st.lists(st.sampled_from(("A", "B", "В")), min_size=4, max_size=4),
)
def test_nothing_is_lost_or_made_up(precisions: list[float], names: list[str], place: Make) -> None:
    rows = [
        place(name, f"s:{n}", precision_m=precision_m, lon=float(n), names=(f"N{n}",))
        for n, (precision_m, name) in enumerate(zip(precisions, names, strict=False))
    ]
    one = united(rows)
    assert (one.id, one.name, one.kind) == (rows[0].id, rows[0].name, rows[0].kind)
    assert sorted((one.id, *one.same_as)) == sorted(row.id for row in rows)
    assert {one.name, *one.names} == {text for row in rows for text in (row.name, *row.names)}
    assert len({one.name, *one.names}) == 1 + len(one.names)
    assert one.precision_m == min(precisions)
    assert one.lonlat in {row.lonlat for row in rows if row.precision_m == one.precision_m}
    assert united([one]) == one
