"""Reading OpenStreetMap extracts: small ones, written here node by node."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceUnreadable
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.sources.gather import Found, in_batches
from gazetteer.sources.osm_names import feature_of, names_of, population_of
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch
from gazetteer.store import Gazetteer
from gazetteer.writer import write

osmium = pytest.importorskip("osmium")
from gazetteer.sources.osm import OsmExtract  # noqa: E402
from gazetteer.sources.osm_areas import Ways  # noqa: E402
from gazetteer.sources.osm_boundaries import AdminAreas, Levels  # noqa: E402
from gazetteer.sources.osm_file import Locations, OsmFile, Thing, _windows  # noqa: E402
from gazetteer.sources.osm_settlements import Settlements  # noqa: E402


class Drawing:
    """Writes an extract: squares of ways, nodes with tags; kinds in the order that files have."""

    def __init__(self) -> None:
        self.nodes: dict[int, tuple[tuple[float, float], Mapping[str, str]]] = {}
        self.ways: dict[int, tuple[list[int], Mapping[str, str]]] = {}
        self.relations: dict[int, tuple[list[tuple[str, int, str]], Mapping[str, str]]] = {}
        self._corners: dict[tuple[float, float], int] = {}

    def corner(self, lon: float, lat: float) -> int:
        key = (lon, lat)
        if key not in self._corners:
            self._corners[key] = 1_000_000 + len(self._corners)
            self.nodes[self._corners[key]] = (key, {})
        return self._corners[key]

    def way(self, number: int, *points: tuple[float, float], **tags: str) -> None:
        self.ways[number] = ([self.corner(*point) for point in points], tags)

    def square(self, number: int, west: float, south: float, size: float, **tags: str) -> None:
        """A closed way, of four edges."""
        east, north = west + size, south + size
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        self.way(number, *ring, **tags)

    def boundary(self, number: int, ways: list[int], *centres: int, **tags: str) -> None:
        members = [("w", way, "outer") for way in ways]
        members += [("n", node, "label") for node in centres]
        named = {key.replace("__", "-").replace("_en", ":en"): tags[key] for key in tags}
        self.relations[number] = (members, {"boundary": "administrative", **named})

    def place(self, number: int, lon: float, lat: float, tags: Mapping[str, str]) -> None:
        self.nodes[number] = ((lon, lat), tags)

    def write(self, path: Path, *, day: str = "2026-11-20") -> Path:
        header = osmium.io.Header()
        header.set("osmosis_replication_timestamp", f"{day}T00:00:00Z")
        kinds = osmium.osm.mutable
        with osmium.SimpleWriter(str(path), header=header) as writer:
            for number, (lonlat, tags) in sorted(self.nodes.items()):
                writer.add_node(kinds.Node(id=number, location=lonlat, tags=dict(tags)))
            for number, (nodes, tags) in sorted(self.ways.items()):
                writer.add_way(kinds.Way(id=number, nodes=nodes, tags=dict(tags)))
            for number, (members, tags) in sorted(self.relations.items()):
                relation = kinds.Relation(id=number, members=members, tags=dict(tags))
                writer.add_relation(relation)
        return path


def square(west: float, south: float, size: float) -> shapely.Polygon:
    return shapely.box(west, south, west + size, south + size)


def town(name: str, value: str = "town", **more: str) -> dict[str, str]:
    return {"place": value, "name": name, **more}


@pytest.fixture
def shipped(opened: Callable[..., Gazetteer], place: Callable[..., Place]) -> Gazetteer:
    """Two countries side by side; of Russia's region the outline is a little rough."""
    shapes = {
        "country:RU": square(34, 50, 4),
        "country:UA": square(30, 50, 4),
        "region:RU-KRS": square(34, 50, 2.1),
    }
    common: dict[str, Any] = {"precision_m": 3000.0}
    rows = [
        place("Russia", "country:RU", kind="country", bbox=(34, 50, 38, 54), **common),
        place("Ukraine", "country:UA", kind="country", country="UA", **common),
        place(
            "Kursk Oblast", "region:RU-KRS", kind="region", admin1="Kursk Oblast",
            feature="oblast", names=("Курская область",), capital="made:kursk", **common,
        ),
    ]  # fmt: skip
    return opened(
        *rows,
        outlines={key: Outline(shapely.to_wkb(shape), 3000.0) for key, shape in shapes.items()},
        lesser={"region:RU-KRS": [("Kursk", 0.9)]},
    )


def extract(path: Path) -> Path:
    """A region of 2 x 2 degrees with a hole-free district, and settlements of every kind."""
    drawing = Drawing()
    drawing.square(1, 34, 50, 2)
    drawing.square(2, 34.5, 50.5, 1)
    drawing.square(3, 35.6, 51.6, 0.2)
    drawing.boundary(
        10,
        [1],
        name="Курская область",
        admin_level="4",
        ISO3166__2="RU-KRS",
        name_en="Kursk Oblast",
    )
    drawing.boundary(11, [2], 1, name="Суджанский район", admin_level="6")
    drawing.boundary(12, [3], 2, name="городской округ Льгов", admin_level="6")
    drawing.boundary(13, [1, 99], name="Кусок", admin_level="6")
    drawing.boundary(14, [3], name="Мелочь", admin_level="8")
    drawing.place(1, 35, 51, town("Суджа", population="5 127", **{"name:en": "Sudzha"}))
    drawing.place(2, 35.7, 51.7, town("Льгов"))
    drawing.place(
        3,
        35.1,
        51.1,
        town("Малая Локня", "village", alt_name="Локня Малая;Локня", official_status="ru:село"),
    )
    drawing.place(4, 35.2, 51.2, town("Центр", "suburb"))
    drawing.place(5, 35.2, 51.2, town("Урочище", "locality"))
    drawing.place(6, 35.2, 51.2, {"place": "village"})
    drawing.place(7, 31, 51, town("Гуляйполе", "city"))
    drawing.place(8, 35.3, 51.3, town("地名", "hamlet"))
    drawing.place(9, 35.4, 51.4, town("Хутор", "farm"))
    drawing.square(20, 35.09, 51.09, 0.02, place="village", name="Малая Локня")
    drawing.square(21, 35.3, 50.6, 0.02, place="hamlet", name="Дальний")
    drawing.way(30, (34.1, 50.1), (34.2, 50.2), waterway="river", name="Псёл")
    drawing.way(31, (34.2, 50.2), (34.3, 50.3), waterway="river", name="Псёл")
    drawing.way(32, (35.8, 50.1), (35.9, 50.2), waterway="river", name="Псёл")
    drawing.square(33, 34.4, 50.2, 0.1, natural="water", name="Озеро Белое")
    return drawing.write(path)


def everything(batches: Iterator[Batch]) -> tuple[dict[str, Place], list[Batch]]:
    listed = list(batches)
    return {place.id: place for batch in listed for place in batch.places}, listed


@pytest.fixture
def kursk(tmp_path: Path) -> Path:
    return extract(tmp_path / "kursk.osm.pbf")


def test_settlements_lie_in_the_district_and_region_of_the_extract(
    kursk: Path, shipped: Gazetteer
) -> None:
    places, _ = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    sudzha = places["osm:node/1"]
    assert (sudzha.name, sudzha.names) == ("Sudzha", ("Суджа",))
    assert sudzha.label() == "Sudzha, Sudzhansky, Kursk Oblast, RU"
    assert (sudzha.kind, sudzha.feature, sudzha.population) == ("settlement", "town", 5127)
    assert (sudzha.licence, sudzha.lonlat) == ("ODbL-1.0", (35, 51))
    village = places["osm:node/3"]
    assert (village.name, village.feature) == ("Malaya Loknya", "selo")
    assert {"Малая Локня", "Локня Малая", "Локня"} == set(village.names)
    assert village.precision_m == 500


def test_a_place_outside_every_boundary_of_the_file_falls_to_the_shipped_outlines(
    kursk: Path, shipped: Gazetteer
) -> None:
    places, _ = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    assert (places["osm:node/7"].country, places["osm:node/7"].name) == ("UA", "Huliaipole")
    alone, _ = everything(OsmExtract([kursk]).batches())
    assert alone["osm:node/7"].country is None
    assert alone["osm:node/1"].country == "RU"
    given, _ = everything(OsmExtract([kursk], country="UA").batches())
    assert given["osm:node/7"].country == "UA"


def test_a_region_that_ships_keeps_its_id_and_gets_the_new_outline(
    kursk: Path, shipped: Gazetteer
) -> None:
    places, batches = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    region = places["region:RU-KRS"]
    assert (region.name, region.capital, region.feature) == ("Kursk Oblast", "made:kursk", "oblast")
    assert region.area_km2 == pytest.approx(area_km2(square(34, 50, 2)), rel=1e-6)
    assert region.source == "OpenStreetMap relation 10"
    outline = shapely.from_wkb(batches[0].outlines["region:RU-KRS"].wkb)
    assert outline.equals(square(34, 50, 2))
    assert batches[0].fits["region:RU-KRS"] == (("Kursk", 0.9),)


def test_an_import_answers_with_the_new_outline_and_the_old_ranks(
    kursk: Path, shipped: Gazetteer, tmp_path: Path
) -> None:
    batches = list(OsmExtract([kursk], gazetteer=shipped).batches())
    places = [place for batch in batches for place in batch.places]
    outlines = {key: shape for batch in batches for key, shape in batch.outlines.items()}
    fits = {key: fit for batch in batches for key, fit in batch.fits.items()}
    own = tmp_path / "imported.sqlite"
    write(own, places, outlines=outlines, lesser=fits)
    with Gazetteer.open(user=own, shipped=tmp_path / "shipped.sqlite") as gazetteer:
        (match,) = gazetteer.find("Kursk", kind="region")
        assert (match.place.id, match.fit) == ("region:RU-KRS", 0.9)
        assert gazetteer.find("Курская область")[0].fit == 1
        assert shapely.equals(gazetteer.geometry("region:RU-KRS"), square(34, 50, 2))
        assert gazetteer.locate("Sudzhansky district").id == "district:RU-KRS-sudzhansky"
        assert gazetteer.locate("Malaya Loknya, Kursk Oblast").id == "osm:node/3"


def test_a_district_is_a_place_and_the_boundary_of_a_town_is_the_town(
    kursk: Path, shipped: Gazetteer
) -> None:
    places, batches = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    district = places["district:RU-KRS-sudzhansky"]
    assert (district.name, district.admin2) == ("Sudzhansky District", "Sudzhansky")
    assert (district.admin1, district.bbox) == ("Kursk Oblast", (34.5, 50.5, 35.5, 51.5))
    assert [p.id for p in places.values() if "Льгов" in (*p.names, p.name)] == ["osm:node/2"]
    assert places["osm:node/2"].admin2 == "Lgov"
    assert district.id in batches[0].outlines


def test_what_is_left_out_is_counted_and_what_is_broken_is_said(
    kursk: Path, shipped: Gazetteer
) -> None:
    _, batches = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    assert len(batches) == 1
    assert batches[0].left_out == {
        "administrative boundaries of other levels": 1,
        "areas of a settlement that a node stands for": 1,
        "boundaries of a settlement that is a place of its own": 1,
        "boundaries of which the file holds a part alone": 1,
        "localities without inhabitants": 1,
        "other values of place": 1,
        "places and boundaries without a name": 1,
        "suburbs, quarters and neighbourhoods": 1,
    }
    assert [r.where for r in batches[0].rejected] == ["node 8"]
    assert "Latin" in batches[0].rejected[0].reason


def test_an_area_without_a_node_is_a_settlement(kursk: Path, shipped: Gazetteer) -> None:
    places, _ = everything(OsmExtract([kursk], gazetteer=shipped).batches())
    far = places["osm:way/21"]
    assert (far.name, far.admin2, far.radius_basis) == ("Dalny", "Sudzhansky", "circle of the area")
    assert "osm:way/20" not in places


def test_localities_quarters_and_waters_come_if_asked(kursk: Path, shipped: Gazetteer) -> None:
    source = OsmExtract([kursk], localities=True, quarters=True, waters=True, gazetteer=shipped)
    places, batches = everything(source.batches())
    assert places["osm:node/5"].kind == "other"
    assert places["osm:node/4"].feature == "suburb"
    rivers = [p for p in places.values() if p.feature == "river"]
    assert {p.id for p in rivers} == {"osm:way/30", "osm:way/32"}
    joined = places["osm:way/30"]
    assert joined.lonlat == pytest.approx((34.2, 50.2))
    assert joined.bbox == (34.1, 50.1, 34.3, 50.3)
    lake = places["osm:way/33"]
    assert (lake.kind, lake.feature) == ("water", "lake")
    assert lake.area_km2 == pytest.approx(area_km2(square(34.4, 50.2, 0.1)), rel=1e-4)
    assert "suburbs, quarters and neighbourhoods" not in batches[0].left_out


def test_ground_that_the_gazetteer_gives_another_country_stays_there(
    tmp_path: Path, shipped: Gazetteer
) -> None:
    drawing = Drawing()
    drawing.square(1, 31, 51, 1)
    drawing.boundary(10, [1], name="Спорная", admin_level="4", ISO3166__2="RU-XX")
    drawing.place(1, 31.5, 51.5, town("Село", "village"))
    path = drawing.write(tmp_path / "x.osm.pbf")
    places, batches = everything(OsmExtract([path], gazetteer=shipped).batches())
    assert batches[0].left_out == {
        "boundaries on ground that the gazetteer gives another country": 1
    }
    assert places["osm:node/1"].country == "UA"


def test_neighbours_share_their_edge_after_simplification(tmp_path: Path) -> None:
    drawing = Drawing()
    edge = [(35 + 0.0001 * (n % 2), 50 + n / 100) for n in range(101)]
    drawing.way(1, (34, 50), *edge[:1])
    drawing.way(2, *edge)
    drawing.way(3, edge[-1], (34, 51), (34, 50))
    drawing.way(4, edge[0], (36, 50), (36, 51), edge[-1])
    drawing.boundary(10, [1, 2, 3], name="West", admin_level="4", ISO3166__2="RU-WW")
    drawing.boundary(11, [2, 4], name="East", admin_level="4", ISO3166__2="RU-EE")
    path = drawing.write(tmp_path / "x.osm.pbf")
    _, batches = everything(OsmExtract([path]).batches())
    west, east = (
        shapely.from_wkb(batches[0].outlines[key].wkb) for key in ("region:RU-WW", "region:RU-EE")
    )
    assert west.intersection(east).area == 0
    assert west.union(east).area == pytest.approx(west.area + east.area)
    assert shapely.get_num_coordinates(west) < 20


def test_holes_are_holes_and_open_rings_are_said(tmp_path: Path) -> None:
    drawing = Drawing()
    drawing.square(1, 34, 50, 2)
    drawing.square(2, 34.5, 50.5, 0.5)
    drawing.way(3, (30, 50), (31, 50), (31, 51))
    drawing.relations[10] = (
        [("w", 1, "outer"), ("w", 2, "inner")],
        {"boundary": "administrative", "admin_level": "4", "name": "Ring", "ISO3166-2": "RU-RI"},
    )
    drawing.boundary(11, [3], name="Open", admin_level="4", ISO3166__2="RU-OP")
    path = drawing.write(tmp_path / "x.osm.pbf")
    places, batches = everything(OsmExtract([path]).batches())
    wanted = area_km2(square(34, 50, 2)) - area_km2(square(34.5, 50.5, 0.5))
    assert places["region:RU-RI"].area_km2 == pytest.approx(wanted, rel=1e-6)
    assert "do not close" in batches[0].rejected[0].reason


@pytest.mark.parametrize("ending", [".osm.pbf", ".osm", ".osm.bz2"])
def test_every_form_of_the_file_reads_the_same(
    ending: str, tmp_path: Path, shipped: Gazetteer
) -> None:
    path = extract(tmp_path / f"kursk{ending}")
    source = OsmExtract([path], gazetteer=shipped)
    places, batches = everything(source.batches())
    assert len(places) == 7
    assert source.name == "osm kursk"
    if ending == ".osm.pbf":
        assert source.date == "2026-11-20"
    assert batches[-1].done <= source.size == path.stat().st_size


def test_a_read_goes_on_where_it_stopped(
    kursk: Path, shipped: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_batches, "__kwdefaults__", {"rows": 4})
    source = OsmExtract([kursk], gazetteer=shipped)
    whole = list(source.batches())
    assert len(whole) > 3
    done = [batch.done for batch in whole]
    assert done == sorted(done)
    assert 0 < done[1] < done[-1] == source.size
    for n, batch in enumerate(whole):
        assert list(source.batches(start=batch.position)) == whole[n + 1 :]


def test_what_two_extracts_share_comes_once(tmp_path: Path, shipped: Gazetteer) -> None:
    paths = [extract(tmp_path / f"{name}.osm.pbf") for name in ("east", "west")]
    once, _ = everything(OsmExtract(paths[:1], gazetteer=shipped).batches())
    twice, batches = everything(OsmExtract(paths, gazetteer=shipped).batches())
    assert twice == once
    assert batches[0].left_out["objects that an earlier file holds too"] == len(once)
    assert all("id" not in rejected.reason for rejected in batches[0].rejected)


def test_without_pyosmium_the_sentence_says_how_to_install_it(
    kursk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(SourceUnreadable, match="pip install osmium"):
        OsmExtract([kursk])


def test_a_file_that_breaks_off_is_refused(kursk: Path) -> None:
    source = OsmExtract([kursk])
    kursk.write_bytes(kursk.read_bytes()[:-40])
    with pytest.raises(SourceUnreadable, match="damaged"):
        list(source.batches())


@pytest.mark.parametrize("name", ["no.osm.pbf", "text.osm.pbf", "table.csv"])
def test_a_wrong_file_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if not name.startswith("no"):
        path.write_text("name,lat,lon\n")
    with pytest.raises(SourceUnreadable):
        list(OsmExtract([path]).batches())


def test_numbers_of_nodes_are_asked_for_in_parts_that_need_little_memory(kursk: Path) -> None:
    ids = np.arange(1, 13_000_000_000, 10_000_000)
    windows = list(_windows(ids))
    assert np.array_equal(np.concatenate(windows), ids)
    assert all(len(np.unique(window >> 25)) <= 60 for window in windows)
    found = OsmFile(kursk).locations(np.array([1, 2, 3, 9_000_000_000]), tags_of={1})
    assert found.ids.tolist() == [1, 2, 3]
    assert found.course([3, 1]) == pytest.approx(np.array([[35.1, 51.1], [35, 51]]))
    assert found.course([3, 77]) is None
    assert found.tags[1]["name"] == "Суджа"


PLACES = ("city", "village", "suburb", "locality", "", "x")
LEVELS = ("2", "4", "6", "8", "", "four")


@given(
    tags=st.dictionaries(
        st.sampled_from(("name", "name:en", "alt_name", "population", "ISO3166-2", "ISO3166-1")),
        st.text(max_size=30)
        | st.just("x" * 300)
        | st.sampled_from(("Суджа", "UA", "RU-KRS", "名")),
    ),
    value=st.sampled_from(PLACES),
    level=st.sampled_from(LEVELS),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_node_and_boundary_is_a_place_or_has_a_reason(
    tags: dict[str, str], value: str, level: str, shipped: Gazetteer
) -> None:
    admin = AdminAreas(Levels(), Regions(shipped), None)
    corners = {1: (34.0, 50.0), 2: (36.0, 50.0), 3: (36.0, 52.0)}
    lonlats = np.array(list(corners.values()))
    ways = Ways({1: [1, 2, 3, 1]}, Locations(np.array(list(corners)), lonlats))
    boundary = Thing(1, {**tags, "admin_level": level}, members=(("w", 1, "outer"),))
    outcomes = list(admin.outcomes([boundary], ways, {}))
    node = Thing(2, {**tags, "place": value}, (35.0, 51.0))
    outcomes.append(Settlements(admin, localities=True, quarters=True).of_node(node))
    for outcome in outcomes:
        if isinstance(outcome, Found):
            names = (outcome.place.name, *outcome.place.names)
            assert max(map(len, names)) <= 200 + len(" District")
            assert not any(ord(letter) < 32 for name in names for letter in name)
        else:
            assert outcome.reason


KEYS = ("name", "name:en", "name:ru", "name:uk", "alt_name", "population", "place", "old_name")


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=30)))
def test_any_tags_are_read(tags: dict[str, str]) -> None:
    names = names_of(tags)
    every = [names.main, *names.preferred, *names.others]
    assert all("\n" not in name and "\x00" not in name for name in every)
    assert isinstance(feature_of(tags), str)
    population = population_of(tags)
    assert population is None or 0 < population <= 2_000_000_000
