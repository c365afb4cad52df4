"""Reading boundary files of the usual makers and formats, written here with GeoPandas."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceUnreadable
from gazetteer.measure import area_km2
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.sources.area import Area, row_of
from gazetteer.sources.boundaries import Boundaries
from gazetteer.sources.gather import in_batches
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch
from gazetteer.store import Gazetteer

KURSK = shapely.box(34, 50, 36, 52)
SUMY = shapely.box(32, 50, 34, 52)


@pytest.fixture
def shipped(opened: Callable[..., Gazetteer], place: Callable[..., Place]) -> Gazetteer:
    """Two countries with a region each, drawn half a degree-tenth too large."""
    rough = {
        "country:RU": shapely.box(34, 49, 40, 55),
        "country:UA": shapely.box(28, 49, 34, 55),
        "region:RU-KRS": KURSK.buffer(0.05),
        "region:UA-59": SUMY.buffer(0.05),
    }
    facts: dict[str, Any] = {"precision_m": 3000.0, "kind": "region"}
    rows = [
        place("Russia", "country:RU", kind="country", names=("Россия",)),
        place("Ukraine", "country:UA", kind="country", country="UA"),
        place(
            "Kursk Oblast", "region:RU-KRS", admin1="Kursk Oblast", feature="oblast",
            names=("Kursk region", "Курщина"), capital="made:kursk", **facts,
        ),
        place(
            "Sumy Oblast", "region:UA-59", admin1="Sumy Oblast", country="UA", **facts,
        ),
        # Of this one no outline ships.
        place(
            "Kufra District", "region:LY-KF", admin1="Kufra District", country="LY",
            lon=23.0, lat=24.0, **facts,
        ),
    ]  # fmt: skip
    return opened(
        *rows,
        outlines={key: Outline(shapely.to_wkb(shape), 3000.0) for key, shape in rough.items()},
        lesser={"region:RU-KRS": [("Kursk", 0.9)]},
    )


def write(path: Path, *rows: dict[str, Any], crs: object = "EPSG:4326", **more: Any) -> Path:
    geopandas.GeoDataFrame(list(rows), geometry="geometry", crs=crs).to_file(path, **more)
    return path


def read(batches: Iterable[Batch]) -> tuple[dict[str, Place], list[Batch]]:
    listed = list(batches)
    return {place.id: place for batch in listed for place in batch.places}, listed


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.shp"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32636"])
def test_a_region_that_ships_is_refined_in_any_format_and_system(
    name: str, crs: str, tmp_path: Path, shipped: Gazetteer
) -> None:
    frame = geopandas.GeoDataFrame(
        {"shapeName": ["Kursk"], "shapeGroup": ["RUS"]}, geometry=[KURSK], crs="EPSG:4326"
    )
    path = tmp_path / name
    frame.to_crs(crs).to_file(path)
    places, batches = read(Boundaries([path], level=1, gazetteer=shipped).batches())
    region = places["region:RU-KRS"]
    assert (region.name, region.capital, region.admin1) == (
        "Kursk Oblast", "made:kursk", "Kursk Oblast",
    )  # fmt: skip
    assert region.names == ("Kursk region", "Курщина")
    assert region.bbox == pytest.approx((34, 50, 36, 52), abs=1e-5)
    assert region.area_km2 == pytest.approx(area_km2(KURSK), rel=1e-3)
    assert (region.precision_m, batches[0].outlines[region.id].precision_m) == (1000, 1000)
    # A bare name stays as weak as it shipped: it is the city's name too.
    assert dict(batches[0].fits[region.id]) == {"Kursk": 0.9}


def test_a_zipped_shapefile_with_cyrillic_names(tmp_path: Path, shipped: Gazetteer) -> None:
    write(
        tmp_path / "sumy.shp", {"ADM1_EN": "Sumska", "ADM1_UA": "Сумська", "geometry": SUMY},
        encoding="utf-8",
    )  # fmt: skip
    packed = tmp_path / "sumy.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in tmp_path.glob("sumy.*"):
            if part != packed:
                archive.write(part, part.name)
    source = Boundaries([packed], level=1, gazetteer=shipped)
    assert "name=ADM1_EN" in source.described
    places, _ = read(source.batches())
    # Its name is another one, but it covers the same ground.
    assert list(places) == ["region:UA-59"]


def test_a_name_alone_or_some_overlap_alone_make_no_region_the_same(
    tmp_path: Path, shipped: Gazetteer
) -> None:
    path = write(
        tmp_path / "a.geojson",
        {"name": "Kursk Oblast", "iso_a2": "RU", "geometry": shapely.box(37, 53, 38, 54)},
        {"name": "Other Land", "iso_a2": "RU", "geometry": shapely.box(34, 50, 36, 51.2)},
        {"name": "Sumy Oblast", "iso_a2": "UA", "geometry": shapely.box(32, 50, 34, 51.2)},
        {"name": "Kufra", "iso_a2": "LY", "geometry": shapely.box(22, 23, 24, 25)},
    )
    places, _ = read(Boundaries([path], level=1, gazetteer=shipped).batches())
    assert list(places) == [
        "region:RU-kursk-oblast", "region:RU-other-land", "region:UA-59", "region:LY-KF",
    ]  # fmt: skip


def test_a_code_of_iso_3166_decides_whatever_the_name(tmp_path: Path, shipped: Gazetteer) -> None:
    path = write(
        tmp_path / "a.geojson",
        {"name": "Anything", "iso_3166_2": "RU-KRS", "iso_a2": "RU", "geometry": KURSK},
    )
    places, _ = read(Boundaries([path], level=1, gazetteer=shipped).batches())
    assert list(places) == ["region:RU-KRS"]


def test_districts_have_ids_of_their_region_and_latin_names(
    tmp_path: Path, shipped: Gazetteer
) -> None:
    path = write(
        tmp_path / "a.geojson",
        {"name": "Суджанский район", "geometry": shapely.box(35, 51, 35.5, 51.5)},
        {"name": "Охтирський район", "geometry": shapely.box(33, 51, 33.5, 51.5)},
        {"name": "Lgovsky District", "geometry": shapely.box(35, 50, 35.5, 50.5)},
    )
    places, batches = read(Boundaries([path], level=2, gazetteer=shipped).batches())
    assert list(places) == [
        "district:RU-KRS-sudzhansky", "district:UA-59-okhtyrskyi", "district:RU-KRS-lgovsky",
    ]  # fmt: skip
    sudzha, okhtyrka, _ = places.values()
    assert (sudzha.name, sudzha.admin2) == ("Sudzhansky District", "Sudzhansky")
    assert sudzha.label() == "Sudzhansky District, Sudzhansky, Kursk Oblast, RU"
    assert (okhtyrka.name, okhtyrka.country) == ("Okhtyrskyi Raion", "UA")
    assert "Okhtyrskyi District" in okhtyrka.names
    assert set(batches[0].outlines) == set(places)


def test_codes_of_the_file_make_ids(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.geojson",
        {"ADM2_EN": "Okhtyrskyi", "ADM2_PCODE": "UA5902", "ADM1_EN": "Sumska", "ADM0_EN": "UKR",
         "geometry": shapely.box(33, 51, 33.5, 51.5)},
    )  # fmt: skip
    places, _ = read(Boundaries([path], level=2).batches())
    assert list(places) == ["district:UA5902"]
    assert places["district:UA5902"].admin1 == "Sumska"


def test_outlines_are_repaired_and_that_is_said(tmp_path: Path) -> None:
    bow = shapely.Polygon([(1, 1), (2, 2), (2, 1), (1, 2), (1, 1)])
    path = write(tmp_path / "a.geojson", {"name": "Bow", "geometry": bow})
    places, batches = read(Boundaries([path], level=1, country="FR").batches())
    (place,) = places.values()
    assert "outline repaired (self-intersection)" in place.source
    outline = shapely.from_wkb(batches[0].outlines[place.id].wkb)
    assert outline.is_valid
    assert outline.area == pytest.approx(0.5)
    assert (place.country, place.capital) == ("FR", None)


def test_a_large_outline_is_simplified_and_its_precision_says_so(tmp_path: Path) -> None:
    fine = shapely.Point(35, 51).buffer(1, quad_segs=3000)
    path = write(tmp_path / "a.geojson", {"name": "Disc", "geometry": fine})
    source = Boundaries([path], level=1, country="RU", precision_m=60)
    places, batches = read(source.batches())
    outline = batches[0].outlines[next(iter(places))]
    made = shapely.from_wkb(outline.wkb)
    assert shapely.get_num_coordinates(made) < 500
    assert outline.precision_m == pytest.approx((60**2 + 45**2) ** 0.5, abs=0.1)
    assert shapely.hausdorff_distance(made, fine) < 0.0005
    assert places.popitem()[1].area_km2 == pytest.approx(area_km2(fine), rel=1e-6)


def test_broken_features_are_rejected_with_a_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.gpkg",
        {"name": "Bare", "iso_a2": "FR", "geometry": None},
        {"name": None, "iso_a2": "FR", "geometry": shapely.box(1, 1, 2, 2)},
        {"name": "Nowhere", "iso_a2": "Atlantis", "geometry": shapely.box(1, 1, 2, 2)},
        {"name": "Far", "iso_a2": "FR", "geometry": shapely.box(1, 1, 2, 200)},
        {"name": "Unknown", "iso_a2": "", "geometry": shapely.box(1, 1, 2, 2)},
        {"name": "x" * 300, "iso_a2": "FR", "geometry": shapely.box(1, 1, 2, 2)},
        {"name": "Line", "iso_a2": "FR", "geometry": shapely.LineString([(1, 1), (2, 2)])},
        layer="a",
    )
    places, batches = read(Boundaries([path], level=1).batches())
    assert not places
    said = [rejected.reason for rejected in batches[0].rejected]
    wanted = ["geometry", "no name", "Atlantis", "200", "country", "300 letters", "no area"]
    assert all(word in reason for word, reason in zip(wanted, said, strict=True))
    assert batches[0].rejected[0].where == "a.gpkg, feature 1"


def test_files_that_cannot_be_read_are_refused_in_one_sentence(tmp_path: Path) -> None:
    box = shapely.box(1, 1, 2, 2)
    named = write(tmp_path / "good.geojson", {"name": "A", "geometry": box})
    with pytest.raises(SourceUnreadable, match="no attribute is called 'NAME'"):
        Boundaries([named], level=1, name_column="NAME")
    nameless = write(tmp_path / "b.geojson", {"height": 3, "geometry": box})
    with pytest.raises(SourceUnreadable, match=r"say which of: height"):
        Boundaries([nameless], level=1)
    with pytest.raises(SourceUnreadable, match="no such file"):
        Boundaries([tmp_path / "none.gpkg"], level=1)
    text = tmp_path / "c.gpkg"
    text.write_text("words")
    with pytest.raises(SourceUnreadable, match="no file of boundaries"):
        Boundaries([text], level=1)
    text.write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    with pytest.raises(SourceUnreadable, match="damaged"):
        Boundaries([text], level=1)
    layered = write(tmp_path / "d.gpkg", {"name": "A", "geometry": box}, layer="one")
    write(layered, {"name": "B", "geometry": box}, layer="two", mode="a")
    with pytest.raises(SourceUnreadable, match="one, two"):
        Boundaries([layered], level=1)
    source = Boundaries([layered], level=1, layer="two", country="FR")
    assert [place.name for place in read(source.batches())[0].values()] == ["B"]
    homeless = write(tmp_path / "e.shp", {"name": "A", "geometry": box})
    homeless.with_suffix(".prj").unlink()
    with pytest.raises(SourceUnreadable, match="coordinate system"):
        Boundaries([homeless], level=1)
    with pytest.raises(ValueError, match="level 3"):
        Boundaries([named], level=3)


def test_a_read_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gazetteer.sources.boundaries._ROWS", 10)
    rows = [
        {"name": f"Land {n}" if n % 7 else "", "geometry": shapely.box(n, 1, n + 1, 2)}
        for n in range(35)
    ]
    path = write(tmp_path / "a.gpkg", *rows)
    source = Boundaries([path], level=1, country="FR")
    whole = list(source.batches())
    assert [batch.position for batch in whole] == [10, 20, 30, 35]
    assert whole[-1].done == source.size == 35
    for n, batch in enumerate(whole):
        assert list(source.batches(start=batch.position)) == whole[n + 1 :]


def test_batches_are_made_by_the_common_code() -> None:
    assert in_batches.__kwdefaults__ == {"rows": 10_000}


@given(
    name=st.text(max_size=40),
    others=st.lists(st.text(max_size=40), max_size=4),
    level=st.sampled_from([0, 1, 2]),
    code=st.text(max_size=8),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_names_make_a_row_or_a_reason(
    name: str, others: list[str], level: int, code: str, shipped: Gazetteer
) -> None:
    area = Area(
        level, name, (), tuple(others), "RU", code, shapely.box(37, 53, 38, 54), 1000.0, "made up",
        "MIT",
    )  # fmt: skip
    try:
        row = row_of(area, Regions(shipped))
    except ValueError:
        return
    assert row.place.id.split(":")[0] == ("country", "region", "district")[level]
    assert "\n" not in "".join((row.place.name, *row.place.names))
    assert all(0 < fit <= 1 for _, fit in row.fits)
    assert row.place.lonlat == pytest.approx((37.5, 53.5))
