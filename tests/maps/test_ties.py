"""What is drawn of a statement lies where the words put it."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from gazetteer.measure import inverse
from geo.reading.statement import Quantity
from maps.sectors import sectors_of
from maps.spots import deeds_of
from maps.style import SECTOR_REACH_M
from maps.ties import ties_of


def distances_km(centre: tuple[float, float], shape: Any) -> list[float]:
    return [inverse(centre, tuple(p)).distance_m / 1000 for p in shapely.get_coordinates(shape)]


def test_a_distance_to_a_place_is_a_ring_around_that_place(checked: Any, places: Any) -> None:
    tie = next(tie for tie in ties_of(checked) if tie.subject.name == "Bolshoye Soldatskoye")
    assert tie.centre.name == "Kursk"
    assert distances_km(places["kursk"].lonlat, tie.rings) == pytest.approx([70] * 121, rel=1e-6)
    slack = distances_km(places["kursk"].lonlat, tie.band)
    assert min(slack) == pytest.approx(60)
    assert max(slack) == pytest.approx(80)
    ends = shapely.get_coordinates(tie.measured)
    assert tuple(ends[0]) == pytest.approx(places["kursk"].lonlat)
    assert tuple(ends[-1]) == pytest.approx(places["soldatskoye"].lonlat)


def test_a_distance_to_the_border_is_a_ring_around_the_subject(checked: Any, places: Any) -> None:
    tie = next(tie for tie in ties_of(checked) if tie.reference is None)
    assert tie.centre.name == "Berdin"
    assert set(map(round, distances_km(places["berdin"].lonlat, tie.rings))) == {15}
    assert tuple(shapely.get_coordinates(tie.measured)[0]) == pytest.approx((35.14, 51.24))


@pytest.mark.parametrize(("unit", "metres"), [("mi", 16093.44), ("m", 10), ("yd", 9.144)])
def test_units_are_converted(notes: Any, places: Any, unit: str, metres: float) -> None:
    written = notes("Sudzha lies 10 units from Kursk.")
    sudzha, kursk = (written.mention(*pair) for pair in (("Sudzha", places["sudzha"]),
                                                         ("Kursk", places["kursk"])))  # fmt: skip
    written.claim("10 units", sudzha, kursk, quantity=Quantity(10, unit))
    (tie,) = ties_of([written.checked()])
    assert distances_km(places["kursk"].lonlat, tie.rings)[0] * 1000 == pytest.approx(metres)


def test_a_direction_is_a_cone_from_the_reference(checked: Any, places: Any) -> None:
    tie = next(tie for tie in ties_of(checked) if tie.subject.name == "Mikhaylovka")
    assert tie.claim.statement.direction == "NE"
    widest, *_, narrowest = tie.cones
    assert narrowest.difference(widest).area < 0.01 * narrowest.area
    assert narrowest.area < 0.95 * widest.area
    inside = [shapely.Point(places[key].lonlat) for key in ("mikhaylovka", "martynovka")]
    assert all(widest.covers(point) for point in inside)
    for key in ("lgov", "sumy"):  # north and southwest of Sudzha
        assert not widest.intersects(shapely.Point(places[key].lonlat))


def test_what_has_no_two_positions_is_not_drawn(notes: Any, places: Any) -> None:
    written = notes("Tikhy Log lies 5 km from Sudzha, and Sudzha north of Kursk region.")
    log = written.mention("Tikhy Log", None)
    sudzha = written.mention("Sudzha", places["sudzha"])
    region = written.mention("Kursk region", places["oblast"])
    written.claim("5 km from Sudzha", log, sudzha, quantity=Quantity(5, "km"))
    written.claim("north of Kursk region", sudzha, region, direction="N", unit="deg")
    assert ties_of([written.checked()]) == ()


def test_a_ring_over_a_pole_is_left_out(notes: Any, places: Any) -> None:
    written = notes("Sudzha lies 9,000 km from Seoul.")
    sudzha = written.mention("Sudzha", places["sudzha"])
    seoul = written.mention("Seoul", places["seoul"])
    written.claim("9,000 km", sudzha, seoul, quantity=Quantity(9000, "km"), stated=(8500, 9500))
    (tie,) = ties_of([written.checked()])
    assert tie.rings is None
    assert tie.band is None


def test_fields_southwest_and_south_of_a_village(checked: Any, places: Any) -> None:
    sectors = sectors_of(deeds_of(checked))
    berdin = next(s for s in sectors if s.deed.place == places["berdin"])
    widest, *_, narrowest = berdin.levels
    assert narrowest.difference(widest).area < 0.01 * narrowest.area
    centre = places["berdin"].lonlat
    assert max(distances_km(centre, widest)) == pytest.approx(SECTOR_REACH_M / 1000, rel=0.01)
    west, south, east, north = widest.bounds
    # Mostly south and west of the village: soft edges reach a little further.
    assert centre[1] - south > 3 * (north - centre[1])
    assert centre[0] - west > east - centre[0]
    assert sum(level.area for level in berdin.levels) > 3 * narrowest.area


def test_regions_have_no_fields(notes: Any, places: Any) -> None:
    written = notes("Troops went ahead west of Kursk region.")
    region = written.mention("Kursk region", places["oblast"])
    written.event("west of Kursk region", region, actor="UA", action="advanced", verb="went",
                  sector=("W",))  # fmt: skip
    assert sectors_of(deeds_of([written.checked()])) == ()
