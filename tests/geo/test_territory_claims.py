"""Areas and shares of ground against control maps: days, bases, makers, tolerance, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import box

from gazetteer.measure import area_km2
from gazetteer.store import Gazetteer
from gazetteer.territory import territory
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.claims.territory_days import DatedMap
from geo.claims.territory_figure import Figure, belief
from geo.claims.when import with_when
from geo.contract import claim_json
from geo.control.atlas import ControlAtlas
from geo.control.gather import gather
from geo.control.layer import ControlLayer, Maker, control_frame
from geo.reading.days import find_days
from geo.reading.grounds import Grounds
from geo.reading.periods import Span, find_periods
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.report_file import load_report
from geo.reading.tokens import sentences
from geo.tolerance import StatedInterval

GEOD: Final = Geod(ellps="WGS84")
FIGURES: Final = ("area", "change", "proportion")


@cache
def ground(size_km2: float) -> Any:
    """A rectangle inside Kursk Oblast of a size, worked out with pyproj alone."""
    low, high = 35.4, 38.0
    for _ in range(60):
        middle = (low + high) / 2
        area = abs(GEOD.geometry_area_perimeter(box(35.4, 51.25, middle, 51.52))[0]) / 1e6
        low, high = (low, middle) if area > size_km2 else (middle, high)
    return box(35.4, 51.25, high, 51.52)


def layer(
    day: str | None, size_km2: float, *, maker: str = "Test Cartography", inferred: bool = False
) -> ControlLayer:
    """A map on which Ukraine holds some of Kursk Oblast."""
    row = {"geometry": ground(size_km2), "side": "UA", "within": "RU", "inferred": inferred}
    return ControlLayer(
        control_frame([row]), maker=Maker(maker), date=day, date_basis="attribute",
        file=f"{day}.json", format="geojson", inferred=inferred,
    )  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def claim_of(
    text: str, layers: Sequence[ControlLayer], gazetteer: Gazetteer, *, day: str | None = None
) -> Claim:
    """The one claim of territory in a text."""
    reading = read(Report("test", text, date=day), gazetteer)
    claims = check(reading, gazetteer, ControlAtlas(layers))
    (claim,) = [claim for claim in claims if claim.statement.type in FIGURES]
    return claim


HOLDS: Final = "Ukraine holds 480 square kilometers of the Kursk region"


def test_what_is_stated_is_left_unchecked_without_a_map(gazetteer: Gazetteer) -> None:
    reading = read(Report("test", f"{HOLDS}."), gazetteer)
    (claim,) = check(reading, gazetteer)
    assert (claim.verdict, claim.cause) == ("unchecked", "no control map")


def test_the_quoted_map_leaves_no_allowance_for_other_makers(gazetteer: Gazetteer) -> None:
    text = "Ukraine holds 493 square kilometers of the Kursk region, according to DeepState."
    another = claim_of(text, [layer("2025-01-04", 462.6)], gazetteer, day="2025-01-04")
    quoted = claim_of(
        text, [layer("2025-01-04", 440, maker="DeepStateMap")], gazetteer, day="2025-01-04"
    )
    assert another.verdict == "supported"
    assert "agrees with another map; the quoted one (DeepState) is unchecked" in another.why
    assert "fits barely" in another.why
    assert quoted.verdict == "contradicted"
    assert "the map of the quoted maker was itself at hand" in quoted.why


def test_two_makers_that_agree_say_so_and_two_that_differ_leave_it_open(
    gazetteer: Gazetteer,
) -> None:
    near = [layer("2025-01-04", 480), layer("2025-01-04", 500, maker="Other Maps")]
    far = [layer("2025-01-04", 480), layer("2025-01-04", 900, maker="Other Maps")]
    agreed = claim_of(f"{HOLDS}.", near, gazetteer, day="2025-01-04")
    differs = claim_of(f"{HOLDS}.", far, gazetteer, day="2025-01-04")
    assert (agreed.verdict, agreed.cause) == ("supported", None)
    assert "Test Cartography and Other Maps agree" in agreed.why
    # Each maker has one vote: the mean of 480 and 500, and an interval around both.
    assert agreed.measured_value == pytest.approx(490, abs=0.5)
    assert agreed.measured is not None
    low, high = agreed.measured
    assert low is not None
    assert high is not None
    assert low < 470
    assert high > 510
    assert "Together they give 490 km²" in agreed.why
    assert (differs.verdict, differs.cause) == ("uncertain", "map disagreement")
    assert differs.measured is not None
    low, high = differs.measured
    assert low is not None
    assert high is not None
    assert low < 480
    assert high > 900


def test_a_maker_who_does_not_draw_a_side_does_not_say_that_it_has_nothing(
    gazetteer: Gazetteer,
) -> None:
    row = {"geometry": box(37.2, 49.4, 37.4, 49.6), "side": "RU", "within": "UA"}
    other = ControlLayer(
        control_frame([row]), maker=Maker("Other Maps"), date="2025-01-04",
        date_basis="attribute", file="other.json", format="geojson",
    )  # fmt: skip
    claim = claim_of(f"{HOLDS}.", [layer("2025-01-04", 480), other], gazetteer, day="2025-01-04")
    assert claim.verdict == "supported"
    assert "Other Maps" not in claim.why


def test_a_map_inferred_from_reports_checks_no_report(gazetteer: Gazetteer) -> None:
    inferred = layer("2025-01-04", 480, maker="frontmap", inferred=True)
    alone = claim_of(f"{HOLDS}.", [inferred], gazetteer, day="2025-01-04")
    drawn = claim_of(f"{HOLDS}.", [inferred, layer("2025-01-04", 900)], gazetteer, day="2025-01-04")
    assert (alone.verdict, alone.cause) == ("unchecked", "circular")
    assert drawn.measured_value == pytest.approx(900, abs=0.1)


@pytest.mark.parametrize(
    ("days", "verdict"), [(0, "supported"), (7, "supported"), (8, "uncertain")]
)
def test_a_map_more_than_a_week_off_is_not_of_the_day(
    days: int, verdict: str, gazetteer: Gazetteer
) -> None:
    claim = claim_of(
        f"{HOLDS}.", [layer("2025-01-04", 480)], gazetteer, day=f"2025-01-{4 + days:02d}"
    )
    assert claim.verdict == verdict
    assert claim.cause == (None if verdict == "supported" else "date")
    assert claim.map is not None
    assert claim.map.gap_days == -days


def test_a_day_without_its_year_is_that_of_the_supplied_maps(gazetteer: Gazetteer) -> None:
    maps = [layer("2024-09-01", 1000), layer("2025-01-04", 480)]
    claim = claim_of(f"As of January 4, {HOLDS}.", maps, gazetteer)
    assert (claim.verdict, claim.map and claim.map.date) == ("supported", "2025-01-04")
    assert "states no year" in claim.why


def test_a_day_without_its_year_that_two_years_have_is_unknown(gazetteer: Gazetteer) -> None:
    maps = [layer("2024-01-04", 1000), layer("2025-01-04", 480)]
    claim = claim_of(f"As of January 4, {HOLDS}.", maps, gazetteer)
    assert (claim.verdict, claim.cause) == ("uncertain", "date")


def test_without_any_day_the_maps_decide_where_they_agree(gazetteer: Gazetteer) -> None:
    alike = [layer("2025-01-04", 480), layer("2025-01-20", 470)]
    unlike = [layer("2024-09-01", 1000), layer("2025-01-20", 470)]
    assert claim_of(f"{HOLDS}.", alike, gazetteer).verdict == "supported"
    open_ = claim_of(f"{HOLDS}.", unlike, gazetteer)
    assert (open_.verdict, open_.cause) == ("uncertain", "date")


def test_a_share_of_what_was_seized_needs_an_earlier_map(gazetteer: Gazetteer) -> None:
    text = "Russia has recaptured half of the territory that Ukraine seized in the Kursk region."
    alone = claim_of(text, [layer("2025-01-04", 480)], gazetteer, day="2025-01-04")
    assert (alone.verdict, alone.cause) == ("unchecked", "base")
    maps = [layer("2024-09-01", 1000), layer("2025-01-04", 480)]
    claim = claim_of(text, maps, gazetteer, day="2025-01-04")
    assert claim.verdict == "supported"
    assert claim.measured_value == pytest.approx(0.52, abs=1e-4)
    assert claim.map is not None
    assert (claim.map.base, claim.map.base_date) == ("peak", "2024-09-01")
    assert "the most on any supplied map" in claim.why


def test_the_day_and_the_base_can_decide_a_share(gazetteer: Gazetteer) -> None:
    """60 % were lost on the day itself, 40 % three weeks before: the text leaves open which."""
    maps = [layer("2024-09-01", 1000), layer("2024-12-15", 600), layer("2025-01-04", 400)]
    text = (
        "Russia has since recaptured some 40 percent of the land that Ukraine took in Kursk region."
    )
    claim = claim_of(text, maps, gazetteer, day="2025-01-04")
    assert (claim.verdict, claim.cause) == ("uncertain", "base and date")
    dated = claim_of(f"By January 4, 2025, {text}", maps, gazetteer)
    assert dated.verdict == "contradicted"


def test_a_denied_figure_turns_the_verdict(gazetteer: Gazetteer) -> None:
    maps = [layer("2024-09-01", 1000), layer("2025-01-04", 480)]
    text = "Ukraine never controlled more than {} square kilometers of the Kursk region."
    assert claim_of(text.format(400), maps, gazetteer).verdict == "contradicted"
    assert claim_of(text.format("1,500"), maps, gazetteer).verdict == "supported"


def test_a_claim_tells_its_map_in_json(gazetteer: Gazetteer) -> None:
    maps = [layer("2024-09-01", 1000), layer("2025-01-04", 480)]
    reading = read(Report("test", f"{HOLDS}.", date="2025-01-05"), gazetteer)
    (claim,) = check(reading, gazetteer, ControlAtlas(maps))
    found = claim_json(claim, reading)
    assert found["measured_unit"] == "km2"
    assert found["stated"] == [456.0, 504.0]
    assert found["map"] == {
        "maker": "Test Cartography", "date": "2025-01-04", "file": "2025-01-04.json",
        "base_date": None, "base": None, "gap_days": -1,
    }  # fmt: skip
    assert found["when"] == []


def test_when_solves_a_stale_share_for_its_day(gazetteer: Gazetteer) -> None:
    """Of 1,000 km² 100 days lose 500 evenly: 40 % was lost on the 80th day, 34–46 % on 68 to 92."""
    maps = [layer("2024-09-01", 1000), layer("2024-12-10", 500), layer("2025-01-19", 200)]
    text = "Russia has recaptured some 40 percent of the land that Ukraine seized in Kursk region."
    reading = read(Report("test", text, date="2025-01-19"), gazetteer)
    claims = check(reading, gazetteer, ControlAtlas(maps))
    (claim,) = with_when(claims, reading, gazetteer, ControlAtlas(maps))
    assert claim.verdict == "contradicted"
    dated = [when for when in claim.when if when.kind == "date" and when.fits]
    assert [(when.date_from, when.date_to) for when in dated] == [("2024-11-08", "2024-12-02")]
    assert "2024-11-20" in dated[0].description
    fitting = sum(when.fits for when in claim.when)
    assert f"{fitting} of {len(claim.when)} alternatives tried" in claim.why
    assert {when.kind for when in claim.when} == {"date", "base", "sense"}
    assert "meant" not in claim.why.partition("alternatives tried")[2]


def test_when_tries_the_other_unit(gazetteer: Gazetteer) -> None:
    """1,000 km² are 386 square miles."""
    maps = [layer("2024-09-01", 1000)]
    text = "Ukraine holds 386 square kilometers of the Kursk region."
    reading = read(Report("test", text, date="2024-09-01"), gazetteer)
    claims = check(reading, gazetteer, ControlAtlas(maps))
    (claim,) = with_when(claims, reading, gazetteer, ControlAtlas(maps))
    assert [when.kind for when in claim.when if when.fits] == ["unit"]


def test_when_leaves_what_fits_alone(gazetteer: Gazetteer) -> None:
    maps = ControlAtlas([layer("2025-01-04", 480)])
    reading = read(Report("test", f"{HOLDS}.", date="2025-01-04"), gazetteer)
    claims = check(reading, gazetteer, maps)
    assert with_when(claims, reading, gazetteer, maps) == claims


def test_belief_falls_from_the_median_gap_to_that_of_nine_in_ten() -> None:
    """±45 km² are what two makers differ by in the median, 150 km² in nine cases of ten."""
    shown = DatedMap(layer("2025-01-04", 500), 0)
    stated = StatedInterval(495.0, 505.0, "km2", "a test", soft=1.0)

    def of(value: float) -> float:
        figure = Figure(value, 45.0, 150.0, "km2", shown)
        return belief(figure, stated, (500.0, 500.0), quoted=False)

    assert of(455.0) == of(545.0) == pytest.approx(0.8)
    assert of(350.0) == of(650.0) == pytest.approx(0.05)
    assert of(500.0) > 0.9
    assert of(200.0) < 0.01


@pytest.mark.parametrize("quoted", [False, True])
@given(value=st.floats(0, 5000), error=st.floats(0.1, 300), half=st.floats(1, 300))
def test_belief_is_a_probability_and_falls_away_from_the_number(
    *, value: float, error: float, half: float, quoted: bool
) -> None:
    shown = DatedMap(layer("2025-01-04", 500), 0)
    stated = StatedInterval(max(1000 - half, 0), 1000 + half, "km2", "a test", soft=half / 6)
    near, far = (
        belief(Figure(v, error, 3 * error, "km2", shown), stated, (1000.0, 1000.0), quoted=quoted)
        for v in ((value + 1000) / 2, value)
    )
    assert 0 <= far <= near <= 1


def test_times_of_a_sentence() -> None:
    text = (
        "Between 1 November and 5 January it grew; in December it fell; since early October it "
        "had lost; by 3 January it held; over the past two weeks nothing moved."
    )
    days = find_days(text, anchor=date(2025, 1, 6))
    found = find_periods(text, 0, len(text), days=days, anchor=date(2025, 1, 6), lang="en")
    assert [(period.kind, period.span) for period in found] == [
        ("since", Span("2024-11-01", "2024-11-01")),
        ("until", Span("2025-01-05", "2025-01-05")),
        ("during", Span("2024-12-01", "2024-12-31")),
        ("since", Span("2024-10-01", "2024-10-10")),
        ("until", Span("2025-01-03", "2025-01-03")),
        ("during", Span("2024-12-23", "2025-01-06")),
    ]


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from(
            ["Ukraine", "Russia", "holds", "lost", "has been", "recaptured", "by", "half", "of",
             "480 square kilometers", "the", "territory", "seized", "since", "September", ",",
             "in", "December", "its", "under", "control", "most of", "40 percent", "Kursk region",
             ".", "but", "by 500", "shrank", "out of", "driven", "between", "1 May and 2 June"]
        ),
        min_size=1, max_size=25,
    )
)  # fmt: skip
def test_no_order_of_words_breaks_the_reading(gazetteer: Gazetteer, words: list[str]) -> None:
    report = Report("any", " ".join(words) + ".")
    reading = read(report, gazetteer)
    check(reading, gazetteer, ControlAtlas([layer("2025-01-04", 480)]))
    grounds = Grounds(report, reading.mentions, sentences(report.text), find_days(report.text))
    assert [grounds.told(s).territory for s in reading.statements] == [
        s.territory for s in reading.statements
    ]


REAL: Final = {
    "493 square kilometers of the Kursk region": ("supported", 462.6, "2025-01-04"),
    "approximately 500 square kilometers of Russian territory": ("supported", 468.3, "2025-01-05"),
    "About half of the initial offensive’s seized land": ("uncertain", 0.574, "2025-01-05"),
    "some 40 percent of the territory": ("contradicted", 0.574, "2025-01-05"),
}


@pytest.mark.parametrize("day", [None, "2025-01-06"])
def test_the_seed_reports_against_real_maps(
    day: str | None, seed_dir: Path, control_dir: Path, gazetteer: Gazetteer
) -> None:
    atlas = gather([control_dir / "owlmaps"])
    found = {}
    for file in sorted(seed_dir.glob("00[03]*")):
        reading = read(load_report(str(file), date=day), gazetteer)
        for claim in check(reading, gazetteer, atlas):
            if claim.statement.type in FIGURES and claim.map is not None:
                value = round(claim.measured_value or 0, 1 if claim.measured_unit == "km2" else 3)
                found[claim.statement.text] = (claim.verdict, value, claim.map.date)
    assert found == REAL


def test_ground_drawn_over_the_sea_is_not_counted() -> None:
    # South of Berdiansk: land to about 46.65 degrees north, then the Sea of Azov.
    drawn = box(36.4, 46.2, 37.2, 47.2)
    rows = [{"geometry": drawn, "side": "RU", "within": "UA"}]
    layer = ControlLayer(
        control_frame(rows), maker=Maker("Mapmakers"), date="2025-01-04", date_basis="file name",
        file="map.json", format="geojson",
    )  # fmt: skip
    report = Report(
        id="r", date="2025-01-04", text="Russian forces occupy 4,000 square kilometers of Ukraine."
    )
    with Gazetteer.open() as gazetteer:
        (claim,) = check(read(report, gazetteer), gazetteer, ControlAtlas([layer]))
        on_land = area_km2(drawn & territory(gazetteer, "UA"))
    assert claim.measured_value == pytest.approx(on_land, abs=0.5)
    assert on_land < 0.8 * area_km2(drawn)
    assert "drawn beyond coast and border" in claim.why
