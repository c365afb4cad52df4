"""Look-ups by name, position and query, each beside a plain oracle or a hand calculation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from geopy.distance import geodesic
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import CoordinatesInvalid, PlaceAmbiguous, PlaceUnknown
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.ranking import FOREIGN_NOISE_FIT, NOISE_FIT
from gazetteer.schema import close_hashes, swapped
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
Open = Callable[..., Gazetteer]


def names(matches: object) -> list[str]:
    return [match.place.name for match in matches]  # type: ignore[attr-defined]


def test_any_spelling_or_script_finds_a_place(opened: Open, place: Make) -> None:
    gazetteer = opened(place("Plyokhovo", names=("Плёхово",)))
    for written in ("Plyokhovo", "PLEKHOVO", "Плехово", "плёхово", "Plyokhovo"):
        assert names(gazetteer.find(written)) == ["Plyokhovo"], written
    assert gazetteer.find("Plokhovo") == ()


@pytest.mark.parametrize("nothing", ["", " ", "—", "\0", "\udcff", "x" * 5000, "🛰️", "שלום"])
def test_what_nothing_is_called_is_found_nowhere(nothing: str, opened: Open, place: Make) -> None:
    gazetteer = opened(place("Berdin"))
    assert gazetteer.find(nothing) == ()
    assert gazetteer.fuzzy(nothing) == ()
    assert gazetteer.steps(fold(nothing))[0] is False
    assert gazetteer.row(nothing) is None
    with pytest.raises(PlaceUnknown):
        gazetteer.locate(nothing)
    with pytest.raises(PlaceUnknown):
        gazetteer.get(nothing)


def test_noise_lowers_the_fit_and_abroad_far_more(opened: Open, place: Make) -> None:
    gazetteer = opened(place("Nikolskiy", "made:ru"), place("Nikolskiy", "made:fr", country="FR"))
    assert [m.fit for m in gazetteer.find("Nikolskiy")] == [1, 1]
    fits = {m.place.id: m.fit for m in gazetteer.find("Nikolsky")}
    assert fits == {"made:ru": NOISE_FIT, "made:fr": FOREIGN_NOISE_FIT}


def test_order_is_fit_then_countries_then_size(opened: Open, place: Make) -> None:
    small, big = place("Orel", "made:s", population=10), place("Orel", "made:b", population=10**6)
    country, alike = (
        place("Orel", "made:c", kind="country"),
        place("Oryel", "made:x", names=("Оряел",)),
    )
    found = opened(small, big, country, alike).find("Orel")
    assert [m.place for m in found] == [country, big, small]


def test_find_keeps_what_is_asked_for(opened: Open, place: Make) -> None:
    gazetteer = opened(
        place("Orel", "made:1", admin1="Oryol Oblast"),
        place("Orel", "made:2", country="UA", admin1="Kharkiv Oblast"),
        place("Orel", "made:3", kind="water", country="UA"),
    )
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({"kind": "water"}, ["made:3"]),
        ({"country": "ua"}, ["made:2", "made:3"]),
        ({"admin1": "Kharkiv"}, ["made:2"]),
        ({"admin1": "kharkiv oblast", "country": "UA"}, ["made:2"]),
        ({"admin1": "Nowhere"}, []),
    ]
    for limits, ids in cases:
        assert [m.place.id for m in gazetteer.find("Orel", **limits)] == ids
        assert {m.place.id for m in gazetteer.fuzzy("Orell", **limits)} == set(ids)


def test_a_name_in_capitals_is_an_acronym_only_where_there_is_one(
    opened: Open, place: Make
) -> None:
    gazetteer = opened(
        place("United States", "made:us", names=("US",), country="US"), place("Orel")
    )
    assert names(gazetteer.find("US")) == ["United States"]
    assert gazetteer.find("us") == ()
    assert names(gazetteer.find("OREL")) == ["Orel"]


def test_a_walk_goes_on_as_far_as_names_do(opened: Open, place: Make) -> None:
    gazetteer = opened(
        place("Novaya"),
        place("Novaya-Gora Malaya"),
        place("Novayaz"),
        user=(place("Malaya Loknya"),),
    )
    walked = {name: gazetteer.steps(fold(name)) for name in (
        "Novaya", "Novaya Gora", "Novaya Gora Malaya", "Novayaz", "Nova", "Malaya", "Gora",
    )}  # fmt: skip
    assert walked == {
        "Novaya": (True, True),
        "Novaya Gora": (False, True),
        "Novaya Gora Malaya": (True, False),
        "Novayaz": (True, False),
        "Nova": (False, False),
        "Malaya": (False, True),
        "Gora": (False, False),
    }


# One edit by brute force: every key that one insertion, loss, change or swap of neighbours makes.
def one_edit_away(one: str, other: str) -> bool:
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    if len(one) < len(other):
        return any(other[:i] + other[i + 1 :] == one for i in range(len(other)))
    wrong = [i for i in range(len(one)) if one[i] != other[i]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
    return len(wrong) == 1 or (
        swapped and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    )


SHORT = st.text(alphabet="abc", min_size=1, max_size=8)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(known=st.sets(SHORT, min_size=1, max_size=12), written=SHORT)
def test_every_name_one_edit_away_is_found(
    known: set[str], written: str, tmp_path_factory: pytest.TempPathFactory, place: Make
) -> None:
    path = tmp_path_factory.mktemp("fuzzy") / "a.sqlite"
    write(path, [place(name, country="FR") for name in known])
    with Gazetteer.open(shipped=path) as gazetteer:
        found = {m.place.name for m in gazetteer.fuzzy(written, limit=100)}
    assert {name for name in known if one_edit_away(written, name)} <= found


KEYS = st.text(alphabet="ab ", min_size=1, max_size=13)


@given(key=KEYS, at=st.integers(0, 12), letter=st.sampled_from(["", "a", "c"]), swap=st.booleans())
def test_parts_are_shared_by_what_is_one_edit_apart(
    *, key: str, at: int, letter: str, swap: bool
) -> None:
    """But for a swap across a cut, for which the store looks by itself."""
    at = min(at, len(key) - 1)
    if swap and at + 1 < len(key):
        other = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
    else:
        other = key[:at] + letter + key[at + 1 :]  # a letter changed, or lost
    for written, stored in ((key, other), (other, key)):
        if written and stored and written not in swapped(stored):
            parts = close_hashes(written, len(stored))
            assert set(parts) & set(close_hashes(stored, len(stored)))


def test_the_likest_comes_first_and_no_more_than_asked(opened: Open, place: Make) -> None:
    gazetteer = opened(place("Sudzha"), place("Sudza"), place("Sudja"), place("Kursk"))
    assert names(gazetteer.fuzzy("Sudzha"))[0] == "Sudzha"
    assert len(gazetteer.fuzzy("Sudzha", limit=2)) == 2
    assert "Kursk" not in names(gazetteer.fuzzy("Sudzha"))


LONLATS = st.tuples(
    st.floats(-180, 180) | st.sampled_from([-180.0, 180.0, -179.9, 179.9, 0.0]),
    st.floats(-90, 90) | st.sampled_from([-90.0, 90.0, -89.9, 89.9]),
)


@pytest.fixture(scope="module")
def globe(tmp_path_factory: pytest.TempPathFactory, place: Make) -> Gazetteer:
    """Places all over the earth, thick at the poles and along the antimeridian."""
    dice = np.random.default_rng(7)
    lons = np.r_[dice.uniform(-180, 180, 400), dice.choice([-180, 180, -179.99, 179.99], 60)]
    lats = np.r_[dice.uniform(-90, 90, 350), dice.choice([-90, 90, 89.9, -89.99], 110)]
    path = tmp_path_factory.mktemp("globe") / "a.sqlite"
    write(
        path,
        [
            place(f"P{n}", lon=float(x), lat=float(y))
            for n, (x, y) in enumerate(zip(lons, lats, strict=True))
        ],
    )
    return Gazetteer.open(shipped=path)


@settings(max_examples=60, deadline=None)
@given(lonlat=LONLATS, radius_m=st.sampled_from([0.0, 1e3, 5e4, 8e5, 5e6, 1.2e7, 2.1e7]))
def test_near_against_every_distance_by_geopy(
    lonlat: tuple[float, float], radius_m: float, globe: Gazetteer
) -> None:
    every = globe.within(shapely.box(-180, -90, 180, 90))
    assert len(every) == 460
    (lon, lat) = lonlat
    found = globe.near(lon, lat, radius_m=radius_m)
    distances = {p.id: geodesic((lat, lon), (p.lat, p.lon)).m for p in every}
    assert {n.place.id for n in found} >= {i for i, d in distances.items() if d < radius_m - 0.01}
    assert {n.place.id for n in found} <= {i for i, d in distances.items() if d < radius_m + 0.01}
    assert [n.distance_m for n in found] == sorted(n.distance_m for n in found)
    for neighbour in found[:5]:
        assert neighbour.distance_m == pytest.approx(distances[neighbour.place.id], abs=0.01)
    assert globe.near(lon, lat, radius_m=radius_m, limit=3) == found[:3]


@settings(max_examples=60, deadline=None)
@given(one=LONLATS, other=LONLATS)
def test_within_against_every_place(
    one: tuple[float, float], other: tuple[float, float], globe: Gazetteer
) -> None:
    (west, east), (south, north) = (sorted(pair) for pair in zip(one, other, strict=True))
    area = shapely.box(west, south, east, north)
    every = globe.within(shapely.box(-180, -90, 180, 90))
    inside = [p for p in every if west <= p.lon <= east and south <= p.lat <= north]
    if area.area > 0:
        assert list(globe.within(area)) == inside


def test_within_takes_the_edge_and_leaves_the_hole(opened: Open, place: Make) -> None:
    gazetteer = opened(
        place("Edge", lon=34.0),
        place("Hole"),
        place("In", lon=35.9),
        place("River", lon=35.8, kind="water"),
    )
    hole = shapely.box(34.5, 50.5, 35.5, 51.5)
    area = shapely.Polygon(shapely.box(34, 50, 36, 52).exterior, [hole.exterior])
    assert [p.name for p in gazetteer.within(area)] == ["Edge", "In", "River"]
    assert [p.name for p in gazetteer.within(area, kind="water")] == ["River"]
    assert gazetteer.within(shapely.Polygon()) == ()


def test_locate_takes_names_regions_ids_and_coordinates(opened: Open, place: Make) -> None:
    near = place("Kamenka", "made:1", admin1="Kursk Oblast", admin2="Sudzhansky")
    far = place("Kamenka", "made:2", admin1="Sumy Oblast", country="UA")
    gazetteer = opened(
        near, far, place("Ukraine", "made:ua", kind="country", country="UA"),
        place("Kursk Oblast", "made:oblast", kind="region", names=("Курская область",)),
    )  # fmt: skip
    for query in ("Kamenka, RU", "Kamenka, ru", "Kamenka, Kursk", "Kamenka, Kursk Oblast",
                  "Kamenka, Sudzhansky", "Kamenka, Курская область", "Kamenka, Kursk region",
                  "made:1", " made:1 ", "Kamenka, Sudzhansky, RU"):  # fmt: skip
        assert gazetteer.locate(query) == near, query
    assert gazetteer.locate("Kamenka, Ukraine") == far
    assert gazetteer.locate("51°11'29\"N 35°16'14\"E").lonlat == pytest.approx(
        (35.270556, 51.191389)
    )
    with pytest.raises(CoordinatesInvalid, match="latitude first"):
        gazetteer.locate("151.2, 35.4")
    with pytest.raises(PlaceUnknown, match="Kamenka, Narnia") as caught:
        gazetteer.locate("Kamenka, Narnia")
    assert any("Kamenka" in label for label in caught.value.nearest)
    with pytest.raises(PlaceUnknown, match="'Kamienka'") as caught:
        gazetteer.locate("Kamienka")
    assert "Kamenka, Sudzhansky, Kursk Oblast, RU" in caught.value.nearest


def test_a_place_ten_times_as_big_is_meant(opened: Open, place: Make) -> None:
    for population, ambiguous in ((1001, False), (1000, True)):
        gazetteer = opened(
            place("Orel", "made:b", population=population), place("Orel", "made:s", population=100)
        )
        if ambiguous:
            with pytest.raises(PlaceAmbiguous, match=r"\[made:s\]") as caught:
                gazetteer.locate("Orel")
            assert {p.id for p in caught.value.candidates} == {"made:b", "made:s"}
        else:
            assert gazetteer.locate("Orel").id == "made:b"


def test_places_of_unknown_size_are_ambiguous(opened: Open, place: Make) -> None:
    with pytest.raises(PlaceAmbiguous):
        opened(place("Orel", "made:1"), place("Orel", "made:2")).locate("Orel")


def test_an_unknown_id_names_its_like(opened: Open, place: Make) -> None:
    gazetteer = opened(place("Berdin", "made:berdin"))
    assert gazetteer.get("made:berdin").name == "Berdin"
    with pytest.raises(PlaceUnknown, match="Berdin, RU"):
        gazetteer.get("made:brdin")


def test_a_long_query_is_cut_in_the_sentence(opened: Open, place: Make) -> None:
    with pytest.raises(PlaceUnknown) as caught:
        opened(place("Berdin")).locate("x" * 9000)
    assert len(str(caught.value)) < 200
    assert caught.value.name == "x" * 9000


def test_the_shipped_file_opens_where_none_is_named() -> None:
    with Gazetteer.open() as gazetteer:
        assert gazetteer.locate("Sudzha").country == "RU"
        assert len(gazetteer.content_hash()) == 64
        assert isinstance(next(iter(gazetteer._layers)).path, Path)
