"""Checking: what fits, what does not, what cannot be told, and what it says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import box

from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.claims.verdict import verdict_of, worse
from geo.reading.countries import adjectives_in, demonyms
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.statement import Quantity, ReferenceKind, Statement, StatementType

Check = Callable[..., tuple[Claim, ...]]

# Positions of the theatre table of 2025, with their 95 % radii: facts, fixed here so that a
# better table does not move the figures below.
_ROWS = {
    "Sudzha": (35.2706, 51.1914, 30),
    "Kursk": (36.1846, 51.7269, 1000),
    "Bolshoye Soldatskoye": (35.5100, 51.3361, 200),
    "Berdin": (35.4311, 51.2954, 1200),
    "Novosotnitsky": (35.4600, 51.3022, 1200),
    "Yamskaya Step": (35.3952, 51.3298, 1500),
    "Cherkasskoye Porechnoye": (35.3297, 51.2964, 600),
    "Martynovka": (35.3647, 51.2414, 600),
    "Mikhaylovka": (35.3612, 51.2264, 800),
    "Novaya Sorochina": (35.2165, 51.3553, 900),
    "Glushkovo": (34.6386, 51.3394, 200),
}
_DERIVED = {
    "Berdin": ("Bolshoye Soldatskoye", "Yamskaya Step", "Novosotnitsky"),
    "Novosotnitsky": ("Bolshoye Soldatskoye", "Berdin"),
    "Yamskaya Step": ("Bolshoye Soldatskoye", "Berdin"),
}


def at(name: str, **more: Any) -> Place:
    lon, lat, precision_m = _ROWS[name]
    row = Place(
        id=name, name=name, kind="settlement", lon=lon, lat=lat, precision_m=precision_m,
        source="theatre table", country="RU", admin1="Kursk Oblast",
        derived_from=_DERIVED.get(name, ()),
    )  # fmt: skip
    return replace(row, **more)


def km(value: float, hedge: str | None = None, **more: Any) -> Quantity:
    return Quantity(value, "km", hedge=hedge, text=f"{value:g}", **more)


def says(
    kind: StatementType = "direction",
    *,
    subject: int | None = 0,
    reference: int | None = 1,
    reference_kind: ReferenceKind = "place",
    **more: Any,
) -> Statement:
    return Statement(
        start=0, end=9, text="as stated", type=kind, subject=subject, subject_text="it",
        reference_kind=reference_kind, reference=reference, **more,
    )  # fmt: skip


def to_border(quantity: Quantity, **more: Any) -> Statement:
    return says("distance", reference=None, reference_kind="border", quantity=quantity,
                **{"reference_text": "the border", **more})  # fmt: skip


# The facts of the January 2025 reports


def test_approximately_70_km_from_the_regional_capital_fits(checked: Check) -> None:
    places = [at("Bolshoye Soldatskoye"), at("Kursk")]
    (claim,) = checked(places, says("distance", quantity=km(70, "approximately")))
    assert claim.verdict == "supported"
    assert claim.measured_value == pytest.approx(63.9, abs=0.05)
    assert claim.measured == pytest.approx((62.9, 64.9), abs=0.1)
    assert claim.measured_unit == "km"
    assert "63.9 km" in claim.why
    assert "approximately 70 km" in claim.why


def test_roughly_15_km_from_the_border_does_not_fit_but_fits_the_town(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha"), at("Kursk"), at("Bolshoye Soldatskoye")]
    (claim,) = checked(places, to_border(km(15, "roughly")))
    assert claim.verdict == "contradicted"
    assert claim.stated == (12.0, 18.0)
    assert claim.measured == pytest.approx((19.9, 22.4), abs=0.05)
    assert claim.probability is not None
    assert claim.probability < 0.001
    assert [fit.reference for fit in claim.fits if fit.fits] == ["Sudzha"]
    assert len(claim.fits) == 3
    assert "fits 1 of the 3 other references tested: Berdin–Sudzha 16.1 km" in claim.why
    assert "1991 line; Crimea Ukrainian" in claim.why
    assert claim.foot == pytest.approx((35.1505, 51.2234), abs=0.001)


@pytest.mark.parametrize(
    ("subject", "wind", "reference"),
    [
        ("Berdin", "NE", "Sudzha"),
        ("Cherkasskoye Porechnoye", "NE", "Sudzha"),
        ("Martynovka", "NE", "Sudzha"),
        ("Mikhaylovka", "NE", "Sudzha"),
        ("Martynovka", "SW", "Berdin"),
        ("Mikhaylovka", "SW", "Berdin"),
        ("Novaya Sorochina", "N", "Sudzha"),
        ("Novaya Sorochina", "NW", "Berdin"),
    ],
)
def test_the_directions_of_the_assessment_fit(
    checked: Check, subject: str, wind: str, reference: str
) -> None:
    (claim,) = checked([at(subject), at(reference)], says(direction=wind))
    assert claim.verdict == "supported", claim.why
    assert claim.measured_unit == "deg"
    assert claim.stated is not None
    assert ((claim.stated[1] or 0) - (claim.stated[0] or 0)) % 360 == 90


def test_46_degrees_off_the_axis_cannot_be_told(checked: Check) -> None:
    places = [at("Cherkasskoye Porechnoye"), at("Berdin")]
    (claim,) = checked(places, says(direction="SW"))
    assert claim.verdict == "uncertain"
    assert claim.cause in {"vague words", "coordinates"}
    assert claim.measured_value == pytest.approx(271, abs=0.5)
    assert "46° off" in claim.why


@pytest.mark.parametrize(
    ("subject", "wind", "word"),
    [("Novosotnitsky", "E", "just"), ("Yamskaya Step", "NW", "immediately")],
)
def test_a_position_worked_out_from_the_reference_cannot_test_it(
    checked: Check, subject: str, wind: str, word: str
) -> None:
    places = [at(subject), at("Berdin")]
    (claim,) = checked(places, says(direction=wind, modifiers=(word,)))
    assert (claim.verdict, claim.cause) == ("unchecked", "circular")
    assert claim.measured is None
    assert claim.stated is not None
    (other_way,) = checked([at("Berdin"), at(subject)], says(direction=wind))
    assert other_way.cause == "circular"


# Distances with a direction


def test_a_distance_with_a_direction_is_as_good_as_its_worse_part(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha")]
    both, wrong_way, wrong_far = checked(
        places,
        says("distance", quantity=km(16), direction="NE"),
        says("distance", quantity=km(16), direction="SW"),
        says("distance", quantity=km(30), direction="NE"),
    )
    assert both.verdict == "supported"
    assert wrong_way.verdict == wrong_far.verdict == "contradicted"
    assert both.measured_unit == wrong_way.measured_unit == "km"
    assert "180° off" in wrong_way.why or "179° off" in wrong_way.why
    assert wrong_way.fits == ()


def test_a_denied_relation_turns_the_verdict_round(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha")]
    near, far = checked(
        places,
        says("distance", quantity=km(16, "about"), negated=True),
        says("distance", quantity=km(40), negated=True),
    )
    assert (near.verdict, far.verdict) == ("contradicted", "supported")
    assert near.fits == ()
    assert "denies" in near.why


@pytest.mark.parametrize(
    ("hedge", "value", "verdict"),
    [("at least", 10, "supported"), ("at least", 30, "contradicted"), ("within", 20, "supported"),
     ("within", 10, "contradicted"), ("nearly", 20, "supported"), ("more than", 16, "uncertain")],
)  # fmt: skip
def test_one_sided_hedges_are_open_on_one_side(
    checked: Check, hedge: str, value: float, verdict: str
) -> None:
    (claim,) = checked([at("Berdin"), at("Sudzha")], says("distance", quantity=km(value, hedge)))
    assert claim.verdict == verdict
    assert claim.stated is not None
    if hedge in {"at least", "more than"}:
        assert claim.stated == (value, None)
    if hedge == "within":
        assert claim.stated == (None, value)


def test_nearness_is_checked_with_soft_words(checked: Check) -> None:
    places = [at("Mikhaylovka"), at("Martynovka"), at("Kursk")]
    near, far = checked(places, says("near"), says("near", reference=2))
    assert near.verdict == "supported"
    assert far.verdict == "contradicted"
    assert near.measured_unit == "km"


# What shakes a verdict


def test_a_badly_known_place_makes_the_answer_unsure_for_that_reason(checked: Check) -> None:
    places = [at("Berdin", precision_m=9000), at("Sudzha")]
    (claim,) = checked(places, says("distance", quantity=km(16)))
    assert (claim.verdict, claim.cause) == ("uncertain", "coordinates")


def test_a_badly_known_border_makes_the_answer_unsure_for_that_reason(
    checked: Check, atlas: Any
) -> None:
    atlas.shapes["country:RU"] = box(34, 50, 40, 54)
    atlas.shapes["country:PL"] = box(30, 50, 34, 54)
    lodge = at("Sudzha", lon=34.06, lat=51.0)
    (claim,) = checked([lodge], to_border(km(5), reference_text="the Polish border"))
    assert (claim.verdict, claim.cause) == ("uncertain", "border")
    assert "Russia–Poland" in claim.why or "Poland–Russia" in claim.why


def test_a_figure_that_fits_between_edges_is_not_called_wrong(checked: Check) -> None:
    places = [at("Glushkovo", radius_m=1500), at("Sudzha", radius_m=2500)]
    # 47.1 km between the centres, about 43 km between the edges
    (claim,) = checked(places, says("distance", quantity=km(44)))
    assert (claim.verdict, claim.cause) == ("uncertain", "extent")
    assert "43.1 km" in claim.why
    (longer,) = checked(places, says("distance", quantity=km(51)))
    assert longer.verdict == "contradicted"


def test_a_road_like_figure_is_remarked_on(checked: Check) -> None:
    (claim,) = checked([at("Sudzha"), at("Kursk")], says("distance", quantity=km(105)))
    assert claim.verdict == "contradicted"
    assert "as a road distance the figure would fit" in claim.why
    (shorter,) = checked([at("Sudzha"), at("Kursk")], says("distance", quantity=km(60)))
    assert "road" not in shorter.why


def test_a_stated_road_length_is_never_held_against_the_straight_line(checked: Check) -> None:
    places = [at("Sudzha"), at("Kursk")]
    by_road, too_short = checked(
        places,
        says("distance", quantity=km(105), modifiers=("by road",)),
        says("distance", quantity=km(60), modifiers=("by road",)),
    )
    assert (by_road.verdict, by_road.cause) == ("uncertain", "road")
    assert too_short.verdict == "contradicted"


def test_two_units_that_disagree_make_the_answer_unsure(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha")]
    agreeing, disagreeing = checked(
        places,
        says("distance", quantity=km(16, paired=(10.0, "mi"))),
        says("distance", quantity=km(16, paired=(26.0, "mi"))),
    )
    assert agreeing.verdict == "supported"
    assert (disagreeing.verdict, disagreeing.cause) == ("uncertain", "units")
    assert "16 km is 9.94 mi, not 26 mi" in disagreeing.why


def test_no_statement_supports_itself(checked: Check) -> None:
    far = at("Mikhaylovka", id="another", lon=40.0)
    places = [at("Mikhaylovka"), at("Sudzha")]
    (claim,) = checked(places, says(direction="NE"), without={0: [far, at("Sudzha")]})
    assert (claim.verdict, claim.cause) == ("uncertain", "resolution")
    (gone,) = checked(places, says(direction="NE"), without={0: [None, at("Sudzha")]})
    assert (gone.verdict, gone.cause) == ("uncertain", "resolution")
    assert gone.measured is not None


def test_another_place_of_the_name_that_would_fit_is_named(checked: Check) -> None:
    rival = at("Mikhaylovka", id="other", admin2="Elsewhere", lon=35.0, lat=51.4)
    places = [at("Mikhaylovka"), at("Sudzha")]
    statement = says("distance", quantity=km(30), direction="NW")
    (alone,) = checked(places, statement)
    assert alone.verdict == "contradicted"
    (claim,) = checked(places, statement, rivals={0: [rival]})
    assert (claim.verdict, claim.cause) == ("uncertain", "resolution")
    assert "Elsewhere" in claim.why


def test_an_open_number_is_tried_near_itself(checked: Check) -> None:
    places = [at("Glushkovo"), at("Sudzha"), at("Kursk"), at("Bolshoye Soldatskoye")]
    # Kursk lies 115 km away: "over 60" is not said of it; Bolshoye Soldatskoye lies 61 km away
    (claim,) = checked(places, says("distance", quantity=km(60, "over")))
    assert claim.verdict == "contradicted"
    assert [fit.reference for fit in claim.fits if fit.fits] == ["Bolshoye Soldatskoye"]


def test_each_place_has_its_own_border_and_is_named_with_it(checked: Check, atlas: Any) -> None:
    atlas.shapes["country:UA"] = box(22, 48, 34, 52)
    atlas.shapes["country:PL"] = box(16, 48, 22, 52)
    east = replace(at("Sudzha"), id="e", name="Eastham", country="UA", lon=34.2, lat=51.1)
    west = replace(at("Sudzha"), id="w", name="Westham", country="UA", lon=22.3, lat=51.0)
    claims = checked(
        [east, west],
        to_border(km(20)),
        to_border(km(20), subject=1),
        text="Polish and Russian papers write of Ukraine.",
    )
    assert "Eastham lies in Ukraine and the report names Russia" in claims[0].why
    assert "Westham lies in Ukraine and the report names Poland" in claims[1].why


def test_a_place_that_is_likelier_another_carries_no_verdict(checked: Check) -> None:
    places = [at("Mikhaylovka"), at("Sudzha")]
    (claim,) = checked(places, says(direction="NE"), score=0.4)
    assert (claim.verdict, claim.cause) == ("uncertain", "resolution")


def test_what_is_unresolved_or_estimated_is_not_checked(checked: Check) -> None:
    distance = says("distance", quantity=km(15))
    (nowhere,) = checked([None, at("Sudzha")], distance)
    assert (nowhere.verdict, nowhere.cause) == ("unchecked", "unresolved")
    assert "Nowhere" in nowhere.why
    assert nowhere.stated == pytest.approx((12.5, 17.5))
    (estimated,) = checked([at("Berdin"), at("Sudzha")], distance, estimated=[0])
    assert (estimated.verdict, estimated.cause) == ("unchecked", "circular")
    (nobody,) = checked([at("Sudzha")], says("distance", subject=None, reference=0, quantity=km(5)))
    assert (nobody.verdict, nobody.cause) == ("unchecked", "unresolved")


@pytest.mark.parametrize(
    ("kind", "quantity", "unit"),
    [("area", Quantity(493, "km2", text="493"), "km2"),
     ("proportion", Quantity(0.4, "share", hedge="some", text="40"), "share"),
     ("count", Quantity(28, "count", text="28"), None),
     ("depth", Quantity(30, "km", hedge="up to", text="30"), "km")],
)  # fmt: skip
def test_what_needs_a_control_map_says_so(
    checked: Check, kind: StatementType, quantity: Quantity, unit: str | None
) -> None:
    (claim,) = checked(
        [at("Sudzha")],
        says(kind, subject=None, reference=None, reference_kind="none", quantity=quantity),
    )
    assert (claim.verdict, claim.cause) == ("unchecked", "no control map")
    assert claim.measured_unit == unit


def test_the_front_needs_a_control_map(checked: Check) -> None:
    front = says("distance", reference=None, reference_kind="front", quantity=km(5))
    (claim,) = checked([at("Sudzha")], front)
    assert (claim.verdict, claim.cause) == ("unchecked", "no control map")


# Borders and areas


@pytest.mark.parametrize(
    "words", ["the border", "the Ukrainian border", "the border with Ukraine", "the state border",
              "the Russia-Ukraine border", "Russia's border with Ukraine"],
)  # fmt: skip
def test_the_border_is_found_however_it_is_called(checked: Check, words: str) -> None:
    (claim,) = checked([at("Berdin")], to_border(km(21), reference_text=words))
    assert claim.verdict == "supported"
    assert "Russia–Ukraine border" in claim.why


def test_a_border_that_is_none_of_the_states_is_not_measured_to_theirs(checked: Check) -> None:
    (internal,) = checked([at("Berdin")], to_border(km(21), reference_text="the regional border"))
    assert (internal.verdict, internal.cause) == ("unchecked", "unresolved")
    (far,) = checked([at("Berdin")], to_border(km(21), reference_text="the Polish border"))
    assert (far.verdict, far.cause) == ("unchecked", "unresolved")


def test_from_a_country_means_from_its_border(checked: Check) -> None:
    ukraine = Place(
        id="country:UA", name="Ukraine", kind="country", lon=31, lat=49, precision_m=50_000,
        source="made up", country="UA",
    )  # fmt: skip
    (claim,) = checked([at("Berdin"), ukraine], says("distance", quantity=km(21)))
    assert claim.verdict == "supported"
    assert claim.foot is not None


def test_an_area_is_measured_from_its_edge_and_has_parts(checked: Check, atlas: Any) -> None:
    land = Place(
        id="region:x", name="Landia", kind="region", lon=35, lat=51, precision_m=30_000,
        source="made up", country="RU",
    )  # fmt: skip
    atlas.shapes["region:x"] = box(34, 50.5, 36, 51.5)
    north = at("Sudzha", lon=35.0, lat=51.68)
    inside = at("Sudzha", lon=34.2, lat=51.0)
    (out,) = checked([north, land], says("distance", quantity=km(20), direction="N"))
    assert out.verdict == "supported"
    assert "the edge of Landia" in out.why
    west, east, in_it, not_in_it = checked(
        [inside, land, north],
        says(direction="W"),
        says(direction="E"),
        says("containment"),
        says("containment", subject=2),
    )
    assert (west.verdict, east.verdict) == ("supported", "contradicted")
    assert (in_it.verdict, not_in_it.verdict) == ("supported", "contradicted")


def test_what_the_text_does_not_measure_from_is_not_held_against_it(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha")]
    implied = says("distance", quantity=km(140), reference_text="Sudzha")
    (claim,) = checked(places, implied)
    assert (claim.verdict, claim.cause) == ("uncertain", "resolution")
    assert "does not say from where" in claim.why
    (named,) = checked(places, replace(implied, text="140 km from Sudzha"))
    assert named.verdict == "contradicted"


def test_a_region_that_holds_a_place_stands_for_its_seat() -> None:
    with Gazetteer.open() as gazetteer:
        reading = read(Report("r", "Sudzha lies about 90 km from the Kursk region."), gazetteer)
        (claim,) = check(reading, gazetteer)
    assert claim.verdict == "supported"
    assert claim.measured_value == pytest.approx(87.1, abs=0.5)
    assert "the seat of Kursk Oblast is taken" in claim.why


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Marinka is 5 km from Donetsk.", "contradicted"),
        ("Marinka is 5 km from the outskirts of Donetsk.", "uncertain"),
        ("Marinka is 5 km from Donetsk's western outskirts.", "uncertain"),
        ("Marinka is 5 km to the WSW of the Donetsk city limits.", "uncertain"),
        ("Marinka is 2 km from the centre of Donetsk.", "contradicted"),
        ("Bakhmut is 5 km from the outskirts of Donetsk.", "contradicted"),
    ],
)
def test_a_distance_from_the_outskirts_is_not_held_against_the_centre(
    text: str, verdict: str
) -> None:
    with Gazetteer.open() as gazetteer:
        (claim,) = check(read(Report("r", text), gazetteer), gazetteer)
    assert claim.verdict == verdict
    assert (claim.cause == "extent") == (verdict == "uncertain")
    assert ("edge of Donetsk" in claim.why) == (verdict == "uncertain")


def test_a_place_behind_the_border_is_as_deep_as_it_is_far(checked: Check) -> None:
    deep = replace(to_border(km(21), reference_text="Russian territory"), type="depth")
    (claim,) = checked([at("Berdin")], deep)
    assert claim.verdict == "supported"


# Small parts


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [(1.0, "supported"), (0.8, "supported"), (0.79, "uncertain"), (0.06, "uncertain"),
     (0.05, "contradicted"), (0.0, "contradicted")],
)  # fmt: skip
def test_the_thresholds_are_those_of_the_contract(probability: float, verdict: str) -> None:
    assert verdict_of(probability) == verdict


def test_the_worse_verdict_counts() -> None:
    assert worse("supported", "uncertain") == "uncertain"
    assert worse("contradicted", "uncertain") == "contradicted"


def test_countries_are_known_by_their_adjectives() -> None:
    text = "North Korean troops, Ukraine's Polish lorries and the South Sudanese"
    assert adjectives_in(text) == ("KP", "PL", "SS")
    assert adjectives_in("UKRAINIAN and russian") == ("UA", "RU")
    assert demonyms("xx") == demonyms("en")


def test_the_same_reading_gives_the_same_claims(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha"), at("Kursk")]
    statements = (to_border(km(15, "roughly")), says(direction="NE"), says("near"))
    assert checked(places, *statements) == checked(places, *statements)


def test_every_reason_is_a_sentence_that_can_be_printed(checked: Check) -> None:
    places = [at("Berdin"), at("Sudzha"), None]
    claims = checked(
        places,
        to_border(km(15, "roughly")),
        says(direction="NE"),
        says("near"),
        says("distance", reference=2, quantity=km(15)),
        says("area", subject=None, reference=None, quantity=Quantity(5, "km2", text="5")),
        says("duration", subject=None, reference=None, quantity=Quantity(5, "count", text="5")),
        says("containment"),
    )
    for claim in claims:
        assert claim.why[0].isupper()
        assert claim.why.endswith(".")
        assert ".." not in claim.why
        assert "None" not in claim.why


def test_a_report_without_statements_has_no_claims(checked: Check) -> None:
    assert checked([at("Berdin")]) == ()
