"""Which rows of several sources become one place, against a plain search through all pairs."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from gazetteer.importing import import_source
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
EARTH = Geod(ellps="WGS84")
SHIPPED = "ships"
NAMES = ("Orlovka", "Zhuravka", "Temir Tau")
# The middle of nowhere, both sides of the antimeridian, the poles and their neighbourhoods.
CENTRES = (
    (35.0, 51.0),
    (180.0, -16.5),
    (-179.99, 66.0),
    (10.0, 90.0),
    (-77.0, 89.98),
    (0.0, -90.0),
)
IDS = ("geonames:1", "geonames:2", "osm:n3", "theatre:x", "theatre:y")


class Listed(NamedTuple):
    """A row of a source."""

    source: str
    place: Place


@st.composite
def rows(draw: st.DrawFn) -> list[Listed]:
    """Draw rows of up to three sources and of what ships, close to each other."""
    lon, lat = draw(st.sampled_from(CENTRES))
    listed = []
    for source in (SHIPPED, "a", "b", "c"):
        known: set[str] = set()
        for number in range(draw(st.integers(0, 4))):
            own_id = f"{'theatre' if source == SHIPPED else source}:{number}"
            place_id = draw(st.sampled_from((own_id, own_id, *IDS)))
            if place_id in known:
                continue
            known.add(place_id)
            east, north, _ = EARTH.fwd(
                lon, lat, draw(st.integers(0, 359)),
                draw(st.sampled_from((0, 1, 300, 700, 1300, 2400, 2600, 5200, 40_000))),
            )  # fmt: skip
            listed.append(Listed(source, Place(
                id=place_id,
                name=draw(st.sampled_from(NAMES)),
                kind=draw(st.sampled_from(("settlement", "settlement", "water", "region", "road"))
                          if place_id == own_id else st.just("settlement")),
                lon=min(max(east, -180.0), 180.0),
                lat=min(max(north, -90.0), 90.0),
                precision_m=draw(st.sampled_from((50.0, 500.0, 1000.0))),
                source=source,
                feature=draw(st.sampled_from(("village", "raion"))),
                country=draw(st.sampled_from((None, "RU", "KZ"))),
                admin1=draw(st.sampled_from((None, "Kursk Oblast", "Tomsk Oblast", "Kursk"))),
                population=draw(st.sampled_from((None, 900_000))),
            )))  # fmt: skip
    return listed


def metres(one: Place, other: Place) -> float:
    return float(EARTH.inv(one.lon, one.lat, other.lon, other.lat)[2])


def farthest(one: Place, other: Place) -> float:
    """The documented rule for two rows that share a name."""
    if one.kind != other.kind or one.kind == "road":
        return -1
    if one.country and other.country and one.country != other.country:
        return -1
    if one.kind == "water":
        return 3000
    if one.kind == "region":
        return {0: 300_000, 1: -1, 2: 30_000}[(one.feature, other.feature).count("raion")]
    regions = {(place.admin1 or "").removesuffix(" Oblast") for place in (one, other)} - {""}
    if len(regions) == 2:
        return 1000
    # Half of 35 m times the number of people to the power of 0.44.
    return 17.5 * 900_000**0.44 if {one.population, other.population} != {None} else 2500


def published(place_id: str) -> bool:
    return not place_id.startswith("theatre:")


def told_apart(one: Listed, other: Listed, ids: dict[str, set[str]]) -> bool:
    """Whether a third source has both ids, and so says that they are two places."""
    return any(
        {one.place.id, other.place.id} <= ids[source]
        and (source != SHIPPED or (published(one.place.id) and published(other.place.id)))
        for source in set(ids) - {one.source, other.source}
    )


def edges(listed: Sequence[Listed]) -> set[frozenset[Listed]]:
    """Search all pairs for those that the rule makes one place."""
    ids: dict[str, set[str]] = defaultdict(set)
    for row in listed:
        ids[row.source].add(row.place.id)
    away: dict[frozenset[Listed], float] = {}
    for one, other in itertools.combinations(listed, 2):
        if one.source == other.source:
            continue
        if one.place.id == other.place.id:
            away[frozenset((one, other))] = -500.0
        elif one.place.name == other.place.name and not told_apart(one, other, ids):
            distance_m = metres(one.place, other.place)
            if distance_m <= farthest(one.place, other.place):
                away[frozenset((one, other))] = distance_m
    candidates: dict[tuple[Listed, str], list[float]] = defaultdict(list)
    for pair, distance_m in away.items():
        one, other = pair
        candidates[one, other.source].append(distance_m)
        candidates[other, one.source].append(distance_m)
    found = set()
    for pair, distance_m in away.items():
        one, other = pair
        rivals = [sorted(candidates[key]) for key in ((one, other.source), (other, one.source))]
        if all(
            distance_m == near[0] and (len(near) == 1 or near[1] >= 2 * distance_m + 500)
            for near in rivals
        ):
            found.add(pair)
    return found


class Opened(NamedTuple):
    """Rows, and the gazetteer that holds them."""

    rows: list[Listed]
    gazetteer: Gazetteer
    user_file: Path


def opened_with(
    listed: Sequence[Listed], made_source: Any, *, order: str = "abc"
) -> Iterator[Opened]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "shipped", [row.place for row in listed if row.source == SHIPPED])
        user_file = folder / "own.sqlite"
        for source in order:
            places = [row.place for row in listed if row.source == source]
            import_source(
                made_source(folder, source, places), user_file, shipped=folder / "shipped"
            )
        own_ids = {row.place.id for row in listed if row.source != SHIPPED}
        # A row of the user's with an id of ours replaces ours.
        shown = [
            row
            for row in listed
            if row.source != SHIPPED or published(row.place.id) or row.place.id not in own_ids
        ]
        with Gazetteer.open(user=user_file, shipped=folder / "shipped") as gazetteer:
            yield Opened(shown, gazetteer, user_file)


def connected(members: Sequence[Listed], joined: set[frozenset[Listed]]) -> bool:
    reached, waiting = set[Listed](), [members[0]]
    while waiting:
        one = waiting.pop()
        reached.add(one)
        waiting += [
            other for other in members if other not in reached and frozenset((one, other)) in joined
        ]
    return len(reached) == len(set(members))


@settings(max_examples=120, deadline=None)
@given(listed=rows())
def test_rows_are_one_place_by_the_rule_alone(listed: list[Listed], made_source: Any) -> None:
    for world in opened_with(listed, made_source):
        groups: dict[str, list[Listed]] = defaultdict(list)
        for row in world.rows:
            groups[world.gazetteer.get(row.place.id).id].append(row)
        joined = edges(world.rows)
        for members in groups.values():
            sources = [row.source for row in members]
            assert len(set(sources)) == len(sources), "two rows of one source are never one place"
            assert connected(members, joined)
        group_of = {row: shown for shown, members in groups.items() for row in members}
        for pair in joined:
            one, other = pair
            if sum(one in edge or other in edge for edge in joined) == 1:
                assert group_of[one] == group_of[other], "nothing stands against it"
            if one.place.id == other.place.id:
                assert group_of[one] == group_of[other]


@settings(max_examples=80, deadline=None)
@given(
    listed=rows(),
    centre=st.sampled_from(CENTRES),
    radius_m=st.sampled_from((0.0, 500.0, 3000.0, 45_000.0, 2e7)),
    kind=st.sampled_from((None, "settlement", "region")),
)
def test_reading_shows_every_place_once(
    listed: list[Listed], centre: tuple[float, float], radius_m: float, kind: str | None,
    made_source: Any,
) -> None:  # fmt: skip
    for world in opened_with(listed, made_source):
        shown = {}
        for row in world.rows:
            place = world.gazetteer.get(row.place.id)
            shown[place.id] = place
            best = min(
                (other.place for other in world.rows
                 if other.place.id in (place.id, *place.same_as)),
                key=lambda other: other.precision_m,
            )  # fmt: skip
            assert place.precision_m == best.precision_m
            assert row.place.id in (place.id, *place.same_as)
        ids = [place_id for place in shown.values() for place_id in (place.id, *place.same_as)]
        assert len(set(ids)) == len(ids)
        found = [match.place for name in NAMES for match in world.gazetteer.find(name)]
        assert {place.id: place for place in found} == shown
        for name in NAMES:
            has_it = {p.id for p in shown.values() if name in (p.name, *p.names)}
            assert {match.place.id for match in world.gazetteer.find(name)} == has_it
        kept = [place for place in shown.values() if kind in (None, place.kind)]
        lon, lat = centre
        away = {place: EARTH.inv(lon, lat, place.lon, place.lat)[2] for place in kept}
        near = world.gazetteer.near(lon, lat, radius_m=radius_m, kind=kind)
        assert [(n.place, pytest.approx(n.distance_m, abs=1e-3)) for n in near] == sorted(
            ((place, far) for place, far in away.items() if far <= radius_m),
            key=lambda pair: (pair[1], pair[0].id),
        )
        box = shapely.box(lon - 0.05, max(lat - 0.03, -90), lon + 0.05, min(lat + 0.03, 90))
        assert world.gazetteer.within(box, kind=kind) == tuple(
            sorted(
                (p for p in kept if box.intersects(shapely.Point(p.lon, p.lat))),
                key=lambda p: p.id,
            )
        )


@settings(max_examples=60, deadline=None)
@given(listed=rows(), order=st.permutations("abc").map("".join))
def test_what_is_seen_does_not_depend_on_the_order_of_imports(
    listed: list[Listed], order: str, made_source: Any
) -> None:
    def seen(order: str) -> list[Place]:
        for world in opened_with(listed, made_source, order=order):
            return [world.gazetteer.get(row.place.id) for row in world.rows]
        return []

    assert seen("abc") == seen(order)


def test_two_villages_of_a_name_stay_two(place: Make, made_source: Any, tmp_path: Path) -> None:
    """Whichever of two a third one in the middle is, nobody knows."""
    a = [place("Orlovka", "a:1", lat=51.0), place("Orlovka", "a:2", lat=51.02)]
    middle = [place("Orlovka", "b:1", lat=51.009)]
    seen = _seen(made_source, tmp_path, a=a, b=middle)
    assert {(p.id, p.same_as) for p in seen} == {("a:1", ()), ("a:2", ()), ("b:1", ())}


def test_the_nearer_of_two_villages_is_meant_where_the_other_is_clearly_farther(
    place: Make, made_source: Any, tmp_path: Path
) -> None:
    a = [place("Orlovka", "a:1", lat=51.0), place("Orlovka", "a:2", lat=51.02)]
    seen = _seen(made_source, tmp_path, a=a, b=[place("Orlovka", "b:1", lat=51.002)])
    assert {(p.id, p.same_as) for p in seen} == {("a:1", ("b:1",)), ("a:2", ())}


def test_a_source_with_both_ids_tells_two_villages_apart(
    place: Make, made_source: Any, tmp_path: Path
) -> None:
    """What ships has the one, the user kept the other, and the dump has both."""
    one = place("Orlovka", "geonames:1", lat=51.0)
    other = place("Orlovka", "geonames:2", lat=51.01)
    both = {"a": [one, other], "b": [other]}
    apart = _seen(made_source, tmp_path / "both", shipped=[one], **both)
    assert {p.id for p in apart} == {"geonames:1", "geonames:2"}
    assert all(p.same_as == () for p in apart)
    # Without the dump, the name and the distance speak for one place.
    (merged,) = _seen(made_source, tmp_path / "one", shipped=[one], b=[other])
    assert (merged.id, merged.same_as) == ("geonames:1", ("geonames:2",))


def test_a_row_that_the_user_replaced_takes_no_part(
    place: Make, made_source: Any, tmp_path: Path
) -> None:
    """The user put our Orlovka elsewhere; a dump has one where ours stood."""
    seen = _seen(
        made_source, tmp_path,
        shipped=[place("Orlovka", "theatre:o", lat=51.0)],
        a=[place("Orlovka", "theatre:o", lat=52.0)],
        b=[place("Orlovka", "b:1", lat=51.0)],
    )  # fmt: skip
    assert {(p.id, p.lat, p.same_as) for p in seen} == {
        ("theatre:o", 52.0, ()), ("b:1", 51.0, ()),
    }  # fmt: skip


def test_cyrillic_and_latin_names_meet(place: Make, made_source: Any, tmp_path: Path) -> None:
    (seen,) = _seen(
        made_source, tmp_path,
        a=[place("Суджа", "a:1", lat=51.0)], b=[place("Sudzha", "b:1", lat=51.001)],
    )  # fmt: skip
    assert {seen.id, *seen.same_as} == {"a:1", "b:1"}


def _seen(
    made_source: Any, folder: Path, *, shipped: Sequence[Place] = (), **sources: Sequence[Place]
) -> set[Place]:
    folder.mkdir(exist_ok=True)
    write(folder / "shipped.sqlite", shipped)
    for name, places in sources.items():
        import_source(
            made_source(folder, name, places), folder / "own.sqlite",
            shipped=folder / "shipped.sqlite",
        )  # fmt: skip
    with Gazetteer.open(user=folder / "own.sqlite", shipped=folder / "shipped.sqlite") as gazetteer:
        rows = [*shipped, *(place for places in sources.values() for place in places)]
        return {gazetteer.get(row.id) for row in rows}
