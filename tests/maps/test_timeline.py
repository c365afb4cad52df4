"""What the page of many control maps says, read from its markup."""

from __future__ import annotations

import html as markup
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Geod

from geo.control.atlas import ControlAtlas
from geo.control.gather import gather
from geo.control.layer import LayerNote, Maker
from maps.page import LOCAL
from maps.timeline import timeline_page
from maps.timeline_axis import along, area_scale, day_ticks
from maps.timeline_controls import speeds
from maps.timeline_maps import TimelineRefused, course_of

GEOD = Geod(ellps="WGS84")
BULGE = (35.15, 51.15, 35.45, 51.30)
WIDER = (35.15, 51.15, 35.55, 51.30)
SMALL = (35.15, 51.15, 35.25, 51.30)
DAYS = ("2024-12-01", "2025-01-04", "2025-01-05")


def km2(box: tuple[float, float, float, float]) -> float:
    return abs(GEOD.geometry_area_perimeter(shapely.segmentize(shapely.box(*box), 0.01))[0]) / 1e6


def shown(area: float) -> str:
    return f"{area:,.1f}"


def words(html: str) -> str:
    """What a reader sees, without scripts and styles."""
    seen = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(markup.unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def data_of(html: str) -> dict[str, Any]:
    found = re.search(r'id="frontmap-data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    known: dict[str, Any] = json.loads(found[1])["timeline"]
    return known


@pytest.fixture
def atlas(control_layer: Any) -> ControlAtlas:
    """Three days of one maker: a bulge that grows and then shrinks."""
    return ControlAtlas(
        control_layer(
            [{"geometry": box, "side": "UA", "within": "RU"}], date=day, file=f"{day}.json",
            sha256=f"{number}" * 64,
        )
        for number, (day, box) in enumerate(zip(DAYS, (BULGE, WIDER, SMALL), strict=True))
    )  # fmt: skip


def test_head_title_and_foot_say_what_when_whose_and_by_what_licence(
    atlas: ControlAtlas, gazetteer: Any
) -> None:
    html = timeline_page(atlas, gazetteer)
    text = words(html)
    assert "<title>Who held what from 1 December 2024 to 5 January 2025</title>" in html
    assert "Lantern Maps 1 December 2024 to 5 January 2025 3 maps over 36 days" in text
    assert "Control: Lantern Maps (CC-BY-4.0)." in text
    assert "1991 line; Crimea Ukrainian" in text
    for number, day in enumerate(("1 December 2024", "4 January 2025", "5 January 2025")):
        assert f"{day}, {DAYS[number]}.json {str(number) * 64}" in text
    assert "The axis does not begin at zero" not in text


def test_areas_gains_and_losses_are_those_of_the_full_shapes(
    atlas: ControlAtlas, gazetteer: Any
) -> None:
    html = timeline_page(atlas, gazetteer)
    table = words(html[html.index('class="maps"') :])
    more, less = km2(WIDER) - km2(BULGE), km2(WIDER) - km2(SMALL)
    assert f"1 December 2024 {shown(km2(BULGE))} 4 January" in table
    assert f"4 January 2025 {shown(km2(WIDER))} +{shown(more)} 0.0 5 January" in table
    assert f"5 January 2025 {shown(km2(SMALL))} 0.0 \u2212{shown(less)}" in table
    known = data_of(html)
    assert known["days"] == [0, 34, 35]
    assert [day[0] for day in known["areas"]] == pytest.approx(
        [km2(BULGE), km2(WIDER), km2(SMALL)], abs=0.01
    )


def test_the_real_maps_come_to_their_known_figures(control_dir: Path, gazetteer: Any) -> None:
    """Figures that others measured on these files with pyproj.Geod."""
    from gazetteer.store import Gazetteer

    with Gazetteer.open() as full:
        course = course_of(gather([control_dir / "owlmaps"]), full)
    held = [(one.side, one.within) for one in course.series].index(("UA", "RU"))
    areas = {one.date: round(one.areas_km2[held], 1) for one in course.snapshots}
    assert areas == {
        "2024-08-06": 38.4, "2024-09-01": 1098.5, "2024-12-15": 538.0, "2025-01-04": 462.6,
        "2025-01-05": 468.3,
    }  # fmt: skip


def test_the_same_maps_give_the_same_bytes_in_any_order(
    atlas: ControlAtlas, gazetteer: Any
) -> None:
    first = timeline_page(atlas, gazetteer)
    assert timeline_page(ControlAtlas(reversed(atlas.layers)), gazetteer) == first
    assert not re.search(r"_[0-9a-f]{32}", first), "folium's random ids are in the page"


def test_nothing_in_the_page_is_loaded_from_elsewhere(atlas: ControlAtlas, gazetteer: Any) -> None:
    html = timeline_page(atlas, gazetteer)
    assert not re.search(r"<link|@import|<(?:script|img|iframe)[^>]*\ssrc", html)
    assert not any(url in html for url in LOCAL)


def test_a_map_without_a_date_is_refused_by_name(control_layer: Any, gazetteer: Any) -> None:
    rows = [{"geometry": BULGE, "side": "UA", "within": "RU"}]
    layers = [
        control_layer(rows),
        control_layer(rows, date=None, file="some.geojson", date_basis="no date in it"),
    ]
    with pytest.raises(TimelineRefused, match=r"needs the date of every map.*'some\.geojson'"):
        timeline_page(ControlAtlas(layers), gazetteer)


def test_two_makers_are_never_one_series(atlas: ControlAtlas, control_layer: Any,
                                         gazetteer: Any) -> None:  # fmt: skip
    other = Maker("Other Mapper", "CC0-1.0")
    more = control_layer(
        [{"geometry": WIDER, "side": "UA", "within": "RU"}], maker=other, date="2024-12-20"
    )
    both = ControlAtlas([*atlas.layers, more])
    html = timeline_page(both, gazetteer)
    assert data_of(html)["days"] == [0, 34, 35]
    assert "1 map by Other Mapper left out: one maker at a time." in words(html)
    alone = timeline_page(both, gazetteer, maker="Other Mapper")
    assert data_of(alone)["days"] == [0]
    with pytest.raises(TimelineRefused, match=r"the makers are Lantern Maps, Other Mapper"):
        timeline_page(both, gazetteer, maker="Nobody")


def test_two_files_of_one_day_are_not_silently_one(
    atlas: ControlAtlas, control_layer: Any, gazetteer: Any
) -> None:
    twin = control_layer(
        [{"geometry": BULGE, "side": "UA", "within": "RU"}], date="2025-01-05", file="a-twin.json"
    )
    html = timeline_page(ControlAtlas([*atlas.layers, twin]), gazetteer)
    assert "another file shows the same day" in words(html)
    assert len(data_of(html)["days"]) == 3


def test_a_licence_that_nobody_states_is_stamped(control_layer: Any, gazetteer: Any) -> None:
    layer = control_layer(
        [{"geometry": BULGE, "side": "UA", "within": "RU"}], maker=Maker("Somebody's channel")
    )
    text = words(timeline_page(ControlAtlas([layer]), gazetteer))
    assert "Licence not stated by its maker: Somebody's channel. Not for redistribution" in text


def test_inferred_ground_is_called_so_and_followed_apart(
    control_layer: Any, gazetteer: Any
) -> None:
    layers = [
        control_layer(
            [{"geometry": box, "side": "UA", "within": "RU", "inferred": guess}], date=day
        )
        for day, box, guess in (("2025-01-04", BULGE, False), ("2025-01-05", WIDER, True))
    ]
    html = timeline_page(ControlAtlas(layers), gazetteer)
    text = words(html)
    assert "Held by Ukraine in Russia (inferred)" in text
    assert "Inferred ground, dotted, was worked out from reports" in text
    assert [series["inferred"] for series in data_of(html)["series"]] == [False, True]
    assert 'data-fill="dots"' in html


def test_ground_of_no_stated_country_is_cut_at_the_border(
    control_layer: Any, gazetteer: Any
) -> None:
    """The small world's border runs through this box."""
    layer = control_layer([{"geometry": (34.9, 50.9, 35.4, 51.4), "side": "UA", "within": None}])
    course = course_of(ControlAtlas([layer]), gazetteer)
    assert {(one.side, one.within) for one in course.series} == {("UA", "RU"), ("UA", "UA")}
    assert sum(course.snapshots[0].areas_km2) == pytest.approx(km2((34.9, 50.9, 35.4, 51.4)),
                                                               rel=1e-3)  # fmt: skip


def test_what_was_repaired_is_told_once_with_its_count(control_layer: Any, gazetteer: Any) -> None:
    note = LayerNote("repaired", "a ring crossed itself", 2)
    layers = [
        control_layer([{"geometry": BULGE, "side": "UA", "within": "RU"}], date=day, notes=(note,))
        for day in DAYS
    ]
    text = words(timeline_page(ControlAtlas(layers), gazetteer))
    assert "Repaired a ring crossed itself (6 × in 3 maps)" in text


def test_units_are_not_on_the_page(control_layer: Any, gazetteer: Any) -> None:
    import geopandas as gpd

    points = gpd.GeoDataFrame(
        {"side": ["RU"], "label": ["103rd Secret Brigade"]},
        geometry=[shapely.Point(35.4321, 51.2345)],
        crs="EPSG:4326",
    )
    layer = control_layer([{"geometry": BULGE, "side": "UA", "within": "RU"}], points=points)
    html = timeline_page(ControlAtlas([layer]), gazetteer)
    assert "Secret Brigade" not in html
    assert "35.4321" not in html
    assert "1 unit or other point of the files" in words(html)


def test_events_go_to_their_days_and_the_rest_is_listed_apart(
    atlas: ControlAtlas, gazetteer: Any, notes: Any, places: Any
) -> None:
    written = notes("Sudzha fell. Berdin was shelled. Lgov held. Kursk region burned. "
                    "Martynovka was not entered.")  # fmt: skip
    spots = [written.mention(name, places[key]) for name, key in
             (("Sudzha", "sudzha"), ("Berdin", "berdin"), ("Lgov", "lgov"),
              ("Kursk region", "oblast"), ("Martynovka", "martynovka"))]  # fmt: skip
    about = {"actor": "UA", "action": "entered", "verb": "entered", "status": "entered"}
    written.event("Sudzha fell", spots[0], date="2025-01-04", **about)
    written.event("Berdin was shelled", spots[1], **about)
    written.event("Lgov held", spots[2], date="2023-05-05", **about)
    written.event("Kursk region burned", spots[3], date="2025-01-04", **about)
    written.event("Martynovka was not entered", spots[4], date="2025-01-04", negated=True, **about)
    html = timeline_page(atlas, gazetteer, checked=[written.checked()])
    marks = data_of(html)["marks"]
    assert marks == [
        {"day": 34, "at": [35.2722, 51.1906], "card": "event-1-1", "side": "1",
         "status": "entered", "standing": "claimed"}
    ]  # fmt: skip
    text = words(html)
    listed = text[text.index("What the reports say happened") :]
    by_day, outside, undated = (
        listed.index(title)
        for title in ("By day", "Before the first map or after", "The report gives no day")
    )
    assert by_day < listed.index("Sudzha") < outside < listed.index("Lgov") < undated
    assert undated < listed.index("Berdin")
    assert by_day < listed.index("Kursk region") < outside


def test_the_axis_of_a_large_area_shows_its_change_and_that_of_a_small_one_begins_at_zero() -> None:
    large = area_scale([114_220.0, 116_769.0])
    assert not large.from_zero
    assert large.low <= 114_220
    assert large.high >= 116_769
    assert large.high - large.low < 6_000
    small = area_scale([38.4, 1_098.5])
    assert small.from_zero
    assert small.high >= 1_098.5
    assert small.share(0) == 0


@pytest.mark.parametrize("areas", [[0.0], [5.0], [1e-9, 2e-9], [116_769.0], [0.0, 1e6]])
def test_an_axis_holds_whatever_it_is_given(areas: list[float]) -> None:
    scale = area_scale(areas)
    assert scale.low < scale.high
    assert all(-1e-9 <= scale.share(area) <= 1 + 1e-9 for area in areas)


def test_days_stand_at_their_true_distances() -> None:
    assert along(0, 152) == 0
    assert along(131, 152) == pytest.approx(131 / 152)
    ticks = day_ticks("2024-08-06", 152)
    assert [tick.label for tick in ticks] == ["Sep", "Oct", "Nov", "Dec", "2025"]
    assert ticks[0].at == pytest.approx(26 / 152)
    assert [tick.label for tick in day_ticks("2025-01-04", 1)] == ["4 Jan", "5 Jan"]
    assert [tick.label for tick in day_ticks("2025-01-04", 0)] == ["4 Jan"]


@pytest.mark.parametrize("days", [1, 30, 69, 70, 365, 1500, 9000])
def test_ticks_of_any_length_neither_crowd_nor_fail(days: int) -> None:
    ticks = day_ticks("2022-02-24", days)
    assert 2 <= len(ticks) <= 14
    assert all(0 <= tick.at <= 1 for tick in ticks)
    assert all(b.at - a.at > 0.05 for a, b in pairwise(ticks))


@pytest.mark.parametrize("days", [0, 1, 152, 365, 3000])
def test_every_speed_moves(days: int) -> None:
    paces = [pace for _, pace in speeds(days)]
    assert paces == sorted(paces)
    assert min(paces) > 0


def test_fields_beside_a_place_are_marked_and_not_the_place(
    atlas: ControlAtlas, gazetteer: Any, notes: Any, places: Any
) -> None:
    written = notes("They went ahead southwest of Berdin.")
    written.event(
        "went ahead southwest of Berdin", written.mention("Berdin", places["berdin"]),
        actor="UA", action="advanced", verb="went ahead", sector=("SW",), status="contested",
        date="2025-01-04",
    )  # fmt: skip
    html = timeline_page(atlas, gazetteer, checked=[written.checked()])
    (mark,) = data_of(html)["marks"]
    assert "status" not in mark
    (ring,) = mark["ground"]
    ground = shapely.Polygon(ring)
    berdin = places["berdin"]
    middle = ground.representative_point()
    assert middle.x < berdin.lon
    assert middle.y < berdin.lat
    assert "Fields beside a place" in words(html)
