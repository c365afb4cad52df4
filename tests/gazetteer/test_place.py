from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from typing import Any

import pytest

from gazetteer.errors import GazetteerError, PlaceInvalid
from gazetteer.place import KINDS, Place

Make = Callable[..., Place]


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"lon": 180.1}, "longitude 180.1"), ({"lon": -181}, "longitude -181"),
        ({"lon": math.nan}, "longitude nan"), ({"lat": 90.001}, "latitude 90.001"),
        ({"lat": math.inf}, "latitude inf"), ({"kind": "hamlet"}, "'hamlet' is none of"),
        ({"precision_m": -1}, "precision_m -1"), ({"precision_m": math.nan}, "precision_m nan"),
        ({"radius_m": -0.5}, "radius_m -0.5"), ({"id": ""}, "id is empty"),
        ({"name": " \u00a0"}, "name is empty"),
    ],
)  # fmt: skip
def test_a_place_that_breaks_a_rule_is_refused(
    fault: dict[str, Any], says: str, place: Make
) -> None:
    with pytest.raises(PlaceInvalid, match=says) as caught:
        dataclasses.replace(place("Berdin"), **fault)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, GazetteerError)
    assert len(caught.value.faults) == 1


def test_all_faults_are_told_at_once(place: Make) -> None:
    with pytest.raises(PlaceInvalid) as caught:
        place("", "made:1", lon=999, lat=-999, kind="x", radius_m=-1)
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize("lonlat", [(-180, -90), (180, 90), (0, 0)])
def test_the_edges_of_the_earth_are_on_it(lonlat: tuple[float, float], place: Make) -> None:
    assert place("Edge", lon=lonlat[0], lat=lonlat[1]).lonlat == lonlat


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_the_contract_is_one(kind: str, place: Make) -> None:
    assert place("Thing", kind=kind).kind == kind


def test_a_label_tells_places_apart_without_repeating_itself(place: Make) -> None:
    village = place("Berdin", admin2="Bolshesoldatsky", admin1="Kursk Oblast")
    assert village.label() == "Berdin, Bolshesoldatsky, Kursk Oblast, RU"
    assert place("Seoul", admin1="Seoul", country="KR").label() == "Seoul, KR"
    assert place("Nowhere", country=None).label() == "Nowhere"


def test_a_place_cannot_be_changed(place: Make) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        place("Berdin").lon = 0.0  # type: ignore[misc]
