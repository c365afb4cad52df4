"""Reading tables of text, as people have them."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceUnreadable
from gazetteer.place import Place
from gazetteer.sources.columns import ColumnsInvalid, choose_columns, parse_columns
from gazetteer.sources.csv_table import CsvTable
from gazetteer.sources.gather import in_batches
from gazetteer.sources.naming import cleaned, named, whole_number
from gazetteer.sources.source import Batch, Source
from gazetteer.store import Gazetteer

PLAIN = "name,lat,lon\nBila Luka,50.5,30.5\nMala Luka,50.25,30.75\nNova Luka,50.0,31.0\n"
RUSSIAN = "Название;Широта;Долгота\n" + "".join(
    f"{name};51,{n};35,{n}\n" for n, name in enumerate(["Верхняя Сосна", "Нижняя Сосна", "Орлово"])
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., CsvTable]:
    """Writes a table and opens it, with the options given."""

    def make(text: str | bytes, *, file: str = "villages.csv", **options: Any) -> CsvTable:
        path = tmp_path / file
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return CsvTable([path], **options)

    return make


def places_of(batches: Iterable[Batch]) -> list[Place]:
    return [place for batch in batches for place in batch.places]


def reasons_of(batches: Iterable[Batch]) -> list[str]:
    return [rejected.reason for batch in batches for rejected in batch.rejected]


def test_usual_columns_are_found_and_the_choice_is_said(table: Callable[..., CsvTable]) -> None:
    source = table('Title,LNG,Latitude,pop\nSosna,35.5,51.25,"1,200"\n')
    (place,) = places_of(source.batches())
    assert (place.name, place.lonlat, place.population) == ("Sosna", (35.5, 51.25), 1200)
    assert "name=Title, lat=Latitude, lon=LNG, population=pop" in source.described
    assert (source.name, source.licence) == ("csv villages", "LicenseRef-unknown")


def test_every_reader_is_a_source(tmp_path: Path) -> None:
    """That each fits the protocol is for the type checker to see."""
    from gazetteer.sources.boundaries import Boundaries
    from gazetteer.sources.geojson_table import GeoJsonTable
    from gazetteer.sources.osm import OsmExtract

    def told(source: Source) -> tuple[str, ...]:
        return source.name, source.licence, source.date, source.options

    path = tmp_path / "a.csv"
    path.write_text(PLAIN)
    name, licence, date, options = told(CsvTable([path], licence="CC0-1.0", date="2026-11-01"))
    assert (name, licence, date) == ("csv a", "CC0-1.0", "2026-11-01")
    assert "\n" not in options
    makers: tuple[Callable[..., Source], ...] = (GeoJsonTable, Boundaries, OsmExtract)
    for maker in makers:
        with pytest.raises(SourceUnreadable):
            maker([tmp_path / "none.json"], **({"level": 1} if maker is Boundaries else {}))


def test_a_mapping_names_columns_constants_and_several_columns(
    table: Callable[..., CsvTable],
) -> None:
    text = "Ort;Alt;Alt2;N;E;Art;Nr;Unsicher\nSosna;Pine;Fir|Larch;51,5;35,25;selo;17;250\n"
    columns = (
        "name=Ort,names=Alt;Alt2,lat=N,lon=E,feature=Art,id=Nr,precision_m=Unsicher,country:=ru"
    )
    (place,) = places_of(table(text, columns=columns).batches())
    assert (place.name, place.names) == ("Sosna", ("Pine", "Fir", "Larch"))
    assert (place.lonlat, place.country) == ((35.25, 51.5), "RU")
    assert (place.id, place.precision_m, place.feature) == ("csv-villages:17", 250, "selo")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ("name=Namen", "no column is called 'Namen'"),
        ("latitude=lat", "'latitude' is no field"),
        ("name=name,name=lat", "named twice"),
        ("name", "names no column"),
    ],
)
def test_a_wrong_mapping_is_one_sentence_that_lists_what_there_is(
    columns: str, said: str, table: Callable[..., CsvTable]
) -> None:
    with pytest.raises(SourceUnreadable, match=said) as caught:
        table(PLAIN, columns=columns)
    assert "\n" not in str(caught.value)


def test_missing_and_ambiguous_columns_list_the_columns(table: Callable[..., CsvTable]) -> None:
    with pytest.raises(SourceUnreadable, match=r"lat or lon.*'Ort', 'Höhe', 'name'"):
        table("Ort,Höhe,name\na,1,b\n")
    with pytest.raises(SourceUnreadable, match=r"'Lat', 'LAT' could each be lat"):
        table("name,Lat,LAT,lon\na,1,2,3\n")


def test_a_part_of_a_mapping_may_hold_a_comma() -> None:
    columns, constants = parse_columns('"name=Name, official", lat=Y,admin1:=Kursk Oblast')
    assert columns == {"name": ("Name, official",), "lat": ("Y",)}
    assert constants == {"admin1": "Kursk Oblast"}
    with pytest.raises(ColumnsInvalid):
        choose_columns("name=a", ["b", "lat", "lon"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251"])
@pytest.mark.parametrize("packed", ["", ".gz", ".zip"])
def test_encodings_and_packings_are_told_by_the_content(
    encoding: str, packed: str, table: Callable[..., CsvTable]
) -> None:
    data = RUSSIAN.encode(encoding)
    if packed == ".gz":
        data = gzip.compress(data)
    elif packed == ".zip":
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.md", "words")
            archive.writestr("deep/villages.csv", data)
        data = held.getvalue()
    source = table(data, file=f"villages.csv{packed}", columns="country:=RU")
    batches = list(source.batches())
    assert [p.name for p in places_of(batches)] == ["Verkhnyaya Sosna", "Nizhnyaya Sosna", "Orlovo"]
    assert places_of(batches)[1].lonlat == (35.1, 51.1)
    assert batches[-1].done == source.size


def test_other_encodings_are_refused_unless_they_are_said(table: Callable[..., CsvTable]) -> None:
    koi = RUSSIAN.encode("koi8-r")
    with pytest.raises(SourceUnreadable, match="encoding"):
        table(koi)
    assert len(places_of(table(koi, encoding="koi8-r").batches())) == 3
    western = "name,lat,lon\nKöln am Rhein,50.9,6.9\nZürich,47.4,8.5\nÜberlingen,47.7,9.1\n"
    with pytest.raises(SourceUnreadable, match="encoding"):
        table(western.encode("cp1252"))
    with pytest.raises(SourceUnreadable, match="is no encoding"):
        table(PLAIN, encoding="klingon")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_file(mark: str, table: Callable[..., CsvTable]) -> None:
    assert len(places_of(table(PLAIN.replace(",", mark)).batches())) == 3
    assert len(places_of(table(f"sep={mark}\n" + PLAIN.replace(",", mark)).batches())) == 3


@pytest.mark.parametrize(
    ("lat", "lon", "wanted"),
    [
        ("51,5", "35,25", (35.25, 51.5)),
        ("51°30'0\"N", "35°15'0\"E", (35.25, 51.5)),
        ("51 30 00 N", "35 15 00 E", (35.25, 51.5)),
        ("-51.5", "-35.25", (-35.25, -51.5)),
        ("+51.5", " 35.25 ", (35.25, 51.5)),
    ],
)
def test_positions_in_decimals_and_in_degrees_and_minutes(
    lat: str, lon: str, wanted: tuple[float, float], table: Callable[..., CsvTable]
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["name", "lat", "lon"], ["Sosna", lat, lon]])
    (place,) = places_of(table(text.getvalue()).batches())
    assert place.lonlat == pytest.approx(wanted)


def test_a_column_with_both_coordinates_or_with_a_geometry(table: Callable[..., CsvTable]) -> None:
    text = (
        "name;geometry;kind\nSosna;POINT (35.25 51.5);\nOrlovo;51.5, 35.25;\n"
        "Field;POLYGON ((35 51, 36 51, 36 52, 35 52, 35 51));\n"
        "Psel;LINESTRING (35 51, 36 51);river\nRoad;LINESTRING (35 51, 36 51);\n"
        "Half;POLYGON ((35 51;\n"
    )
    batches = list(table(text).batches())
    found = {place.name: place for place in places_of(batches)}
    assert found["Sosna"].lonlat == found["Orlovo"].lonlat == (35.25, 51.5)
    assert (found["Field"].kind, found["Field"].bbox) == ("region", (35, 51, 36, 52))
    assert shapely.from_wkb(batches[0].outlines[found["Field"].id].wkb).bounds == (35, 51, 36, 52)
    assert (found["Psel"].kind, found["Psel"].lonlat) == ("water", (35.5, 51))
    assert [r.where for r in batches[0].rejected] == ["villages.csv:6", "villages.csv:7"]


def test_swapped_axes_are_refused_and_not_put_right(
    table: Callable[..., CsvTable], opened: Callable[..., Gazetteer], place: Callable[..., Place]
) -> None:
    east = "name,lat,lon\n" + "".join(f"V{n},{100 + n},51\n" for n in range(5))
    with pytest.raises(SourceUnreadable, match="swapped"):
        table(east)
    metres = "name,y,x\n" + "".join(f"V{n},{6650000 + n},3926000\n" for n in range(5))
    with pytest.raises(SourceUnreadable, match="projection"):
        table(metres)
    row = place("Ukraine", "country:UA", kind="country", country="UA", bbox=(22, 44, 40, 52))
    swapped = PLAIN.replace("lat,lon", "lon,lat")
    assert len(places_of(table(swapped, columns="country:=UA").batches())) == 3
    with pytest.raises(SourceUnreadable, match="swapped"):
        table(swapped, columns="country:=UA", gazetteer=opened(row))
    straight = table(PLAIN, columns="country:=UA", gazetteer=opened(row))
    assert len(places_of(straight.batches())) == 3


def test_one_wild_value_is_its_rows_fault_alone(table: Callable[..., CsvTable]) -> None:
    batches = list(table(PLAIN + "Far,95,200\nNot,51,abc\nNone,,\n").batches())
    assert len(places_of(batches)) == 3
    said = reasons_of(batches)
    assert "latitude 95" in said[0]
    assert "abc" in said[1]
    assert "no latitude" in said[2]


def test_regions_take_the_spelling_that_ships(
    table: Callable[..., CsvTable], opened: Callable[..., Gazetteer], place: Callable[..., Place]
) -> None:
    gazetteer = opened(
        place("Russia", "country:RU", kind="country", names=("Россия",)),
        place(
            "Kursk Oblast", "region:RU-KRS", kind="region", admin1="Kursk Oblast",
            names=("Курская область",),
        ),
    )  # fmt: skip
    text = "name,lat,lon,country,region,district\n" + "".join(
        f"V{n},51.{n},35.5,{country},{region},Суджанский район\n"
        for n, (country, region) in enumerate(
            [("RU", "Курская область"), ("RUS", "RU-KRS"), ("Россия", "kursk oblast"), ("ru", "")]
        )
    )
    found = places_of(table(text, gazetteer=gazetteer).batches())
    assert {p.country for p in found} == {"RU"}
    assert [p.admin1 for p in found] == ["Kursk Oblast"] * 3 + [None]
    assert {p.admin2 for p in found} == {"Sudzhansky"}
    wrong = list(table(text.replace("RUS", "Ruritania"), gazetteer=gazetteer).batches())
    assert "'Ruritania' is no country" in reasons_of(wrong)[0]


def test_ids_stay_when_rows_are_put_in_another_order(table: Callable[..., CsvTable]) -> None:
    head, *rows = PLAIN.splitlines()
    turned = "\n".join([head, *rows[::-1]])
    ids = [{p.name: p.id for p in places_of(table(text).batches())} for text in (PLAIN, turned)]
    assert ids[0] == ids[1]
    assert len(set(ids[0].values())) == 3


def test_a_row_that_comes_again_is_rejected(table: Callable[..., CsvTable]) -> None:
    batches = list(table(PLAIN + "Nova Luka,50.0,31.0\n").batches())
    assert len(places_of(batches)) == 3
    assert "same name and position" in reasons_of(batches)[0]


def test_an_id_with_a_colon_is_taken_as_it_is(table: Callable[..., CsvTable]) -> None:
    (place,) = places_of(table("id,name,lat,lon\ngeonames:7,Sosna,51,35\n").batches())
    assert place.id == "geonames:7"


def test_names_are_on_one_line_and_of_sane_length(table: Callable[..., CsvTable]) -> None:
    text = io.StringIO()
    rows = [
        ["Mala\nLuka\x07\u202e", 50, 30, "One\r\nTwo|" + "x" * 300],
        ["<b>Bold</b>", 50, 31, ""],
        ["y" * 201, 50, 32, ""],
    ]
    csv.writer(text).writerows([["name", "lat", "lon", "names"], *rows])
    batches = list(table(text.getvalue()).batches())
    first, second = places_of(batches)
    assert (first.name, first.names) == ("Mala Luka", ("One Two",))
    assert second.name == "<b>Bold</b>"
    assert batches[0].left_out == {"other names of more than 200 letters": 1}
    assert "201 letters" in reasons_of(batches)[0]


def test_rows_with_too_many_cells_and_open_quotes_are_rejected(
    table: Callable[..., CsvTable],
) -> None:
    batches = list(table(PLAIN + "Kyiv, city,50.4,30.5\nVelyka,50.1,30.1\n").batches())
    assert len(places_of(batches)) == 4
    assert "4 cells" in reasons_of(batches)[0]
    endless = list(table(PLAIN + '"Open,50,30\n' + "a,1,2\n" * 40_000).batches())
    assert len(places_of(endless)) > 3
    assert endless[0].rejected


def test_one_line_of_two_million_letters_is_read_in_pieces(table: Callable[..., CsvTable]) -> None:
    batches = list(table(PLAIN + "z" * 2_000_000 + "\nVelyka,50.1,30.1\n").batches())
    assert "Velyka" in [p.name for p in places_of(batches)]
    assert all(len(r.record) <= 500 for b in batches for r in b.rejected)


def test_a_table_without_a_header_has_numbered_columns(table: Callable[..., CsvTable]) -> None:
    rows = PLAIN.partition("\n")[2]
    source = table(rows, header=False, columns="name=1,lat=2,lon=3")
    assert [p.name for p in places_of(source.batches())] == ["Bila Luka", "Mala Luka", "Nova Luka"]


@pytest.mark.parametrize(
    "data",
    [b"", b"   \n", b"\x1f\x8b\x08\x00broken", b"PK\x03\x04broken", b"just words\nmore words\n"],
)
def test_a_wrong_file_is_refused(data: bytes, table: Callable[..., CsvTable]) -> None:
    with pytest.raises(SourceUnreadable):
        list(table(data).batches())


def test_a_file_that_breaks_off_is_refused(table: Callable[..., CsvTable]) -> None:
    rows = "".join(f"V{n},{n % 90}.{n},{n % 170}.5\n" for n in range(20_000))
    packed = gzip.compress(("name,lat,lon\n" + rows).encode())
    with pytest.raises(SourceUnreadable, match="damaged"):
        list(table(packed[:-20], file="v.csv.gz").batches())
    with pytest.raises(SourceUnreadable, match="no such file"):
        CsvTable([Path("/nowhere/v.csv")])


def rows_of(count: int) -> str:
    lines = [f"V{n},{n / 1000},{n / 500}" if n % 7 else f"V{n},x,y" for n in range(count)]
    return "name,lat,lon\n" + "\n".join(lines)


def test_a_read_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_batches, "__kwdefaults__", {"rows": 1000})
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    paths[0].write_text(rows_of(1234))
    paths[1].write_text(rows_of(1500).replace("V", "W"))
    source = CsvTable(paths)
    whole = list(source.batches())
    assert [batch.position for batch in whole] == [1000, 2000, 2734]
    assert whole[-1].done == source.size
    for n, batch in enumerate(whole):
        assert list(source.batches(start=batch.position)) == whole[n + 1 :]
    rest = list(source.batches(start=1001))
    assert rest[0].position == 2000
    assert len(rest[0].places) == len(whole[1].places) - 1


@given(st.integers(0, 60), st.integers(1, 9))
def test_batches_hold_every_record_once(count: int, rows: int) -> None:
    from gazetteer.sources.gather import LeftOut

    def read(start: int) -> list[Batch]:
        records = [LeftOut("of no kind") for _ in range(count)]
        return list(in_batches(records, start=start, done=lambda: 0, rows=rows))

    whole = read(0)
    assert sum(sum(batch.left_out.values()) for batch in whole) == count
    for start in range(0, count, rows):
        assert read(start) == whole[start // rows :]


CELLS = st.text(max_size=12) | st.sampled_from(
    ["51.5", "35,25", "nan", "inf", "1e400", "51°30'N", "-0", "9" * 30, "POINT(1 2)", "POINT(",
     "MULTIPOINT(1 2, 3 4)", "POLYGON EMPTY", "\x00", "\ud800", "\u202e", '"', "UA", "٣٥"]
)  # fmt: skip


@given(st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=8))
@example([["Name", "0", "0", "", "", "", "", ""]])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_garbage_is_rejected_and_never_a_crash(
    tmp_path: Path, rows: Sequence[Sequence[str]]
) -> None:
    text = io.StringIO()
    head = ["name", "lat", "lon", "names", "country", "population", "kind", "precision_m"]
    csv.writer(text).writerows([head, ["Sosna", "51", "35"], *rows])
    path = tmp_path / "garbage.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    try:
        source = CsvTable([path], encoding="utf-8")
    except SourceUnreadable as error:
        if "swapped" not in str(error) and "projection" not in str(error):
            raise
        return
    batches = list(source.batches())
    for place in places_of(batches):
        assert all(c.isprintable() or c == "\u00a0" for c in place.name if ord(c) < 256)
        assert "\n" not in "".join(place.names)
        assert math.isfinite(place.precision_m)
    for rejected in (r for b in batches for r in b.rejected):
        assert rejected.reason
        assert "".join(rejected).encode()


@given(st.text())
def test_a_cleaned_name_is_one_line_and_stays_so(text: str) -> None:
    once = cleaned(text)
    assert cleaned(once) == once
    assert len(once.splitlines()) <= 1
    assert not any(ord(letter) < 32 for letter in once)
    assert once.encode().decode() == once


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5127", 5127), ("5 127", 5127), ("1,234,567", 1234567), ("1'234", 1234),
        ("448733.0", 448733), ("~300", 300), ("300 (2010)", 300), ("", None),
        ("no data", None), ("9" * 40, None),
        ("5\u00a0127", 5127),
    ],
)  # fmt: skip
def test_numbers_of_inhabitants_as_people_write_them(text: str, wanted: int | None) -> None:
    assert whole_number(text) == wanted


def test_display_names_are_latin() -> None:
    assert named("Суджа", preferred=["Sudzha"], country="RU") == ("Sudzha", ("Суджа",), 0)
    assert named("Харків", country="UA")[0] == "Kharkiv"
    assert named("Баранавічы", country="BY")[0] == "Baranavichy"
    assert named("حلب", others=["Halab", "Alep"], country="SY")[0] == "Halab"
