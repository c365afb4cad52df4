"""GeoNames' dumps, read line by line: sound ones, broken ones, and files that are none."""

from __future__ import annotations

import csv
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import OptionInvalid, SourceUnreadable
from gazetteer.importing import import_source
from gazetteer.place import Place
from gazetteer.sources import geonames, lines
from gazetteer.sources.geonames import GeoNames
from gazetteer.sources.geonames_features import DEFAULT, Wanted
from gazetteer.sources.lines import LineFile
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import Batch, Rejected
from gazetteer.spelling import UNLIKE
from gazetteer.store import Gazetteer
from gazetteer.writer import write

COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature_class",
    "feature_code", "country", "cc2", "admin1", "admin2", "admin3", "admin4", "population",
    "elevation", "dem", "timezone", "modified",
)  # fmt: skip
SOUND = dict.fromkeys(COLUMNS, "") | {
    "geonameid": "101", "name": "Nova Sloboda", "asciiname": "Nova Sloboda", "latitude": "51.25",
    "longitude": "35.5", "feature_class": "P", "feature_code": "PPL", "country": "RU",
    "admin1": "41", "population": "0", "dem": "160", "timezone": "Europe/Moscow",
    "modified": "2024-02-29",
}  # fmt: skip


def row(**cells: str) -> bytes:
    """Write a line of a dump, without its end; what is not given is sound."""
    assert set(cells) <= set(COLUMNS)
    return "\t".join({**SOUND, **cells}.values()).encode()


def dump(path: Path, *rows: bytes, end: bytes = b"\n") -> Path:
    data = b"".join(line + end for line in rows)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path.stem}.txt", data)
            archive.writestr("readme.txt", "19 columns")
    else:
        path.write_bytes(data)
    return path


def read(*paths: Path, **options: Any) -> tuple[list[Place], list[Rejected], Counter[str]]:
    places: list[Place] = []
    rejected: list[Rejected] = []
    left_out: Counter[str] = Counter()
    for batch in GeoNames(*paths, **options).batches():
        places += batch.places
        rejected += batch.rejected
        left_out.update(batch.left_out)
    return places, rejected, left_out


def read_one(folder: Path, **cells: str) -> Place:
    (place,), rejected, left_out = read(dump(folder / "XX.txt", row(**cells)))
    assert not rejected
    assert not left_out
    return place


@pytest.mark.parametrize("name", ["RU.zip", "RU.txt"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_row_with_everything(name: str, end: bytes, tmp_path: Path) -> None:
    path = dump(
        tmp_path / name,
        row(geonameid="7", name="Kurskaya Oblast’", feature_class="A", feature_code="ADM1"),
        row(geonameid="8", name="Sudzhansky", feature_class="A", feature_code="ADM2", admin2="9"),
        row(admin2="9", population="1234", alternatenames="Новая Слобода,Nova Slobda,NSL,,Q1"),
        end=end,
    )  # fmt: skip
    (region, district, village), rejected, left_out = read(path)
    assert not rejected
    assert not left_out
    assert (region.kind, region.feature) == ("region", "first-level region")
    assert (district.kind, district.feature, district.admin1) == (
        "region", "district", "Kurskaya Oblast'",
    )  # fmt: skip
    assert village.id == "geonames:101"
    assert (village.lon, village.lat, village.country) == (35.5, 51.25, "RU")
    assert (village.admin1, village.admin2) == ("Kurskaya Oblast'", "Sudzhansky")
    assert (village.kind, village.feature, village.population) == (
        "settlement", "populated place", 1234,
    )  # fmt: skip
    assert (village.licence, village.source) == ("CC-BY-4.0", "GeoNames 101")
    assert village.precision_m >= 1000


def test_other_names_are_found_and_codes_are_not(tmp_path: Path) -> None:
    path = dump(tmp_path / "RU.txt", row(alternatenames="Новая Слобода,Nova Slobda,NSL,Hotel 5"))
    import_source(GeoNames(path), tmp_path / "own.sqlite")
    with Gazetteer.open(user=tmp_path / "own.sqlite") as gazetteer:
        for name in ("Nova Sloboda", "Новая Слобода", "Nova Slobda"):
            assert "geonames:101" in {match.place.id for match in gazetteer.find(name)}
        for name in ("NSL", "Hotel 5"):
            assert "geonames:101" not in {match.place.id for match in gazetteer.find(name)}


def test_regions_take_the_names_that_ship(tmp_path: Path) -> None:
    path = dump(
        tmp_path / "RU.txt", row(name="Kurskaya Oblast’", feature_class="A", feature_code="ADM1"),
        row(geonameid="102"), row(geonameid="103", admin1="no such"),
    )  # fmt: skip
    with Gazetteer.open() as shipped:
        source = GeoNames(path, regions=Regions(shipped))
        (batch,) = source.batches()
        assert [place.admin1 for place in batch.places] == ["Kursk Oblast", "Kursk Oblast", None]
        assert shipped.content_hash()[:12] in source.options
    assert GeoNames(path).options != source.options


def test_several_dumps_are_one_source_in_whatever_order(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    one = dump(folder / "BY.zip", row(geonameid="1", country="BY"))
    two = dump(tmp_path / "UA.txt", row(geonameid="2", country="UA"), row(geonameid="3"))
    source, other = GeoNames(two, one), GeoNames(one, two, one)
    assert source.name == other.name == "geonames BY UA"
    assert source.paths == other.paths == (one, two)
    assert [p.id for batch in source.batches() for p in batch.places] == [
        "geonames:1", "geonames:2", "geonames:3",
    ]  # fmt: skip
    assert [batch.position for batch in source.batches()] == [1, 3]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"latitude": "91"}, "latitude 91.0 is not within -90..90"),
        ({"latitude": "nan"}, "latitude nan is not within"),
        ({"longitude": "-inf"}, "longitude -inf is not within"),
        ({"longitude": "180.0001"}, "longitude 180.0001"),
        ({"latitude": "51,2"}, "its latitude '51,2' is no number of degrees"),
        ({"latitude": "5_1"}, "its latitude '5_1' is no number of degrees"),
        ({"longitude": ""}, "its longitude '' is no number of degrees"),
        ({"population": "-5"}, "its population '-5' is no whole number"),
        ({"population": "12.5"}, "its population '12.5' is no whole number"),
        ({"population": "9" * 30}, "is no whole number"),
        ({"population": "1_0"}, "is no whole number"),
        ({"population": "²"}, "is no whole number"),
        ({"geonameid": ""}, "its number '' is no whole number"),
        ({"geonameid": "-1"}, "its number '-1'"),
        ({"geonameid": "9" * 5000}, "its number '999"),
        ({"name": "", "asciiname": ""}, "its name is empty"),
        ({"name": " \x00\x1b ", "asciiname": ""}, "its name is empty"),
        ({"name": "x" * 201}, "its name has 201 letters"),
        ({"country": "RUS"}, "'RUS' is no code of a country"),
        ({"country": "ру"}, "'ру' is no code of a country"),
        ({"feature_class": "\x1b[31m"}, "is no feature of GeoNames"),
        ({"feature_class": "X"}, "'X.PPL' is no feature of GeoNames"),
        ({"feature_code": "P P"}, "'P.P P' is no feature of GeoNames"),
        ({"timezone": "a\tb"}, "it has 20 columns where a dump has 19"),
    ],
)  # fmt: skip
def test_a_broken_row_is_listed_with_its_reason(
    cells: dict[str, str], says: str, tmp_path: Path
) -> None:
    path = dump(tmp_path / "RU.txt", row(geonameid="1"), row(**cells), row(geonameid="2"))
    places, (broken,), left_out = read(path)
    assert [place.id for place in places] == ["geonames:1", "geonames:2"]
    assert broken.where == "RU.txt, line 2"
    assert says in broken.reason
    assert broken.reason.isprintable()
    assert len(broken.reason) < 200
    assert broken.record == row(**cells).decode()
    assert not left_out


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"", None), (b"  ", None),
        (b"one cell", "it has 1 columns"),
        (b"1" + b"\t" * 17, "it has 18 columns"),
        (row().replace(b"Nova", b"\xcd\xee\xe2\xe0"), "it is not written in UTF-8"),
        (row().replace(b"Nova", b"\xed\xa0\x80"), "it is not written in UTF-8"),
        (b"x" * 1_000_000, "it has 1 columns"),
        (b"y" * 5_000_000, "it has 1 columns"),
        (b"\x00" * 3000, "it has 1 columns"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_row(line: bytes, says: str | None, tmp_path: Path) -> None:
    path = dump(tmp_path / "RU.zip", row(geonameid="1"), line, row(geonameid="2"))
    places, rejected, left_out = read(path)
    assert [place.id for place in places] == ["geonames:1", "geonames:2"]
    if says is None:
        assert not rejected
        assert left_out == {"empty line": 1}
    else:
        assert [says in broken.reason for broken in rejected] == [True]
        assert [broken.where for broken in rejected] == ["RU.txt, line 2".replace(".txt", ".zip")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Nova\x00 Sloboda", "Nova Sloboda"), ("Nova\x1b[31m", "Nova [31m"),
        ("Nova\x85Sloboda", "Nova Sloboda"), ("\u202eNova", "Nova"), ("Nova\u2028S", "Nova S"),
        (" Nova  Sloboda ", "Nova Sloboda"), ("No\u0301va", "Nóva"), ("Nov’a", "Nov'a"),
    ],
)  # fmt: skip
def test_names_are_cleaned(written: str, name: str, tmp_path: Path) -> None:
    assert read_one(tmp_path, name=written).name == name


def test_a_name_in_another_script_is_shown_in_plain_letters_and_still_found(
    tmp_path: Path,
) -> None:
    path = dump(
        tmp_path / "SY.txt",
        row(name="الباب", asciiname="Al Bab", country="SY"),
        row(geonameid="102", name="Слобода", asciiname="Sloboda"),
        row(geonameid="103", name="北京", asciiname="", country="CN"),
        row(geonameid="104", name="1905", asciiname="1905"),
    )
    places, _, _ = read(path)
    assert [place.name for place in places] == ["Al Bab", "Sloboda", "北京", "1905"]
    assert [place.names for place in places] == [("الباب",), ("Слобода",), (), ()]


def test_regions_with_names_that_cannot_be_used_are_left_unnamed(tmp_path: Path) -> None:
    area = {"feature_class": "A", "feature_code": "ADM1"}
    path = dump(
        tmp_path / "RU.txt",
        row(geonameid="1", name="\x07", asciiname="", admin1="1", **area),
        row(geonameid="2", name="x" * 500, admin1="2", **area),
        row(geonameid="3", name="Kursk\x1b[2J Oblast", admin1="3", **area),
        *(row(geonameid=f"1{n}", admin1=str(n)) for n in (1, 2, 3)),
    )
    places, _, _ = read(path)
    assert {p.id: p.admin1 for p in places if p.kind == "settlement"} == {
        "geonames:11": None, "geonames:12": None, "geonames:13": "Kursk [2J Oblast",
    }  # fmt: skip


def test_what_is_not_wanted_is_counted(tmp_path: Path) -> None:
    path = dump(
        tmp_path / "RU.txt",
        row(), row(geonameid="2", feature_class="S", feature_code="HTL"),
        row(geonameid="3", feature_class="S", feature_code="HTL"),
        row(geonameid="4", feature_class="", feature_code=""),
        row(geonameid="5", feature_class="T", feature_code="HLL"),
    )  # fmt: skip
    places, rejected, left_out = read(path)
    assert not rejected
    assert left_out == {"feature S.HTL": 2, "feature .": 1, "feature T.HLL": 1}
    hills, _, left_out = read(path, features="t.hll, P")
    assert [(p.kind, p.feature) for p in hills] == [
        ("settlement", "populated place"), ("other", "hill"),
    ]  # fmt: skip
    assert left_out == {"feature S.HTL": 2, "feature .": 1}
    hotels, _, _ = read(path, features="S")
    assert {p.feature for p in hotels} == {"GeoNames S.HTL"}
    assert len(places) == 1


@pytest.mark.parametrize("spec", ["", "  ", "X", "P.", "P.PPL.X", "PPL", "P;A", "P,é", "\x1b"])
def test_features_that_are_none(spec: str) -> None:
    with pytest.raises(OptionInvalid, match="--features") as caught:
        Wanted(spec)
    assert str(caught.value).isprintable()


def test_the_same_features_written_otherwise_are_the_same() -> None:
    assert Wanted("p A.ADM1,p").spec == Wanted("A.ADM1 P").spec == "A.ADM1 P"
    assert Wanted(DEFAULT).of("P", "PPL") is not None
    with pytest.raises(ValueError, match="no feature"):
        Wanted().of("P", "\n")


def truncated(path: Path) -> None:
    whole = dump(path, *(row(geonameid=str(n)) for n in range(5000))).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def without_text(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("RU.csv", row())


def with_two(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", row())
        archive.writestr("two.txt", row())


def with_nothing(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("RU.txt", b"")


def encrypted(path: Path) -> None:
    data = bytearray(dump(path, row()).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    path.write_bytes(data)


def spoiled(path: Path) -> None:
    data = bytearray(dump(path, *(row(geonameid=str(n)) for n in range(5000))).read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.exists, "No such file"),
        (Path.mkdir, "directory"),
        (Path.touch, "it holds nothing"),
        (lambda path: path.write_text("<!DOCTYPE html><p>not here</p>"), "not a dump of GeoNames"),
        (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 500), "not a dump"),
        (lambda path: path.write_text("RU\t1\tA\n" * 20), "has 19 columns"),
        (truncated, "cut short"), (without_text, "one text file"), (with_two, "one text file"),
        (with_nothing, "it holds nothing"), (encrypted, "encrypted"), (spoiled, "damaged"),
        (lambda path: path.write_bytes(b"PK\x03\x04"), "cut short"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["dump", "alternate names"])
def test_a_file_that_is_none_is_refused(
    make: Callable[[Path], object], says: str, role: str, tmp_path: Path
) -> None:
    path = tmp_path / "RU.zip"
    make(path)
    sound = dump(tmp_path / "XX.txt", row())
    with pytest.raises(SourceUnreadable) as caught:
        read(path) if role == "dump" else read(sound, alternate_names=path)
    sentence = str(caught.value)
    if role == "dump":
        assert says in sentence
    assert str(path) in sentence
    assert sentence.isprintable()


def test_a_wrong_file_leaves_the_old_rows(tmp_path: Path) -> None:
    write(tmp_path / "shipped", [])
    user_file, path = tmp_path / "own.sqlite", tmp_path / "RU.zip"
    import_source(GeoNames(dump(path, row())), user_file, shipped=tmp_path / "shipped")
    before = user_file.read_bytes()
    spoiled(path)
    with pytest.raises(SourceUnreadable):
        import_source(GeoNames(path), user_file, shipped=tmp_path / "shipped")
    assert user_file.read_bytes() == before


# What lines can be made of: cells, sound and broken, and anything.
CELLS = st.sampled_from(
    ["", "0", "1", "-1", "51.5", "nan", "1e400", "P", "PPL", "A", "ADM1", "RU", "Слобода",
     "\x00", "\u202e", "\ud7ff", "9" * 25, "a,b,,c", "²", "_", "Nova Sloboda", "\x1b[2J"]
)  # fmt: skip


@st.composite
def broken_rows(draw: st.DrawFn) -> bytes:
    cells = dict(SOUND, geonameid=str(draw(st.integers(1, 30))))
    for column in draw(st.lists(st.sampled_from(COLUMNS), max_size=3)):
        cells[column] = draw(CELLS | st.text(max_size=5))
    return "\t".join(cells.values()).encode(errors="replace")


LINES = (
    broken_rows()
    | st.binary(max_size=40)
    | st.lists(CELLS, min_size=17, max_size=20).map(lambda cells: "\t".join(cells).encode())
).map(lambda line: line.replace(b"\n", b" "))


@pytest.fixture(scope="module")
def small_pieces() -> Iterator[None]:
    """Blocks of a few lines and batches of two, so that every seam is met."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK_BYTES", 700)
        patch.setattr(geonames, "BATCH_ROWS", 2)
        yield


@pytest.mark.usefixtures("small_pieces")
@settings(max_examples=100, deadline=None)
@given(
    written=st.lists(LINES, max_size=25),
    start=st.integers(0, 30),
    end=st.sampled_from((b"", b"\n")),
)
def test_every_line_is_a_place_or_broken_or_left_out(
    written: list[bytes], start: int, end: bytes
) -> None:
    every = [row(), *written]
    data = b"\n".join(every) + end
    number = len(every) - (not end and not every[-1])
    with TemporaryDirectory() as folder:
        path = Path(folder, "RU.txt")
        path.write_bytes(data)
        batches = list(GeoNames(path).batches())
        rest = list(GeoNames(path).batches(start=start))
    assert sum(map(counted, batches)) == number
    assert batches[-1].position == number
    assert batches[-1].done == len(data) + (not data.endswith(b"\n"))
    for batch in batches:
        texts = (text for p in batch.places for text in (p.name, p.admin1 or "", *p.names))
        # Controls, ends of lines and paragraphs, halves of pairs.
        assert {category(c) for text in texts for c in text}.isdisjoint(("Cc", "Zl", "Zp", "Cs"))
        assert all(broken.reason.isprintable() for broken in batch.rejected)
        assert all(reason.isprintable() for reason in batch.left_out)
    assert sum(map(counted, rest)) == max(number - start, 0)
    assert [place for batch in rest for place in batch.places] == [
        place for batch in batches for place in batch.places
    ][-sum(len(batch.places) for batch in rest) or 10**6 :]
    assert [broken.where for batch in rest for broken in batch.rejected] == [
        broken.where
        for batch in batches
        for broken in batch.rejected
        if int(broken.where.rpartition(" ")[2]) > start
    ]


def counted(batch: Batch) -> int:
    return len(batch.places) + len(batch.rejected) + sum(batch.left_out.values())


@pytest.mark.usefixtures("small_pieces")
def test_a_read_from_any_batch_on_equals_the_rest(tmp_path: Path) -> None:
    one = dump(tmp_path / "A.zip", *(row(geonameid=str(n)) for n in range(11)), b"broken")
    two = dump(tmp_path / "B.txt", b"broken", *(row(geonameid=f"2{n}") for n in range(7)))
    source = GeoNames(one, two)
    batches = list(source.batches())
    assert len(batches) > 8
    assert batches[-1].done == source.size
    for number, batch in enumerate(batches):
        assert list(source.batches(start=batch.position)) == batches[number + 1 :]


@pytest.mark.usefixtures("small_pieces")
@settings(max_examples=30, deadline=None)
@given(written=st.lists(LINES, min_size=1, max_size=12))
def test_whatever_a_dump_holds_can_be_imported(written: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        shipped, user_file = Path(folder, "shipped"), Path(folder, "own")
        write(shipped, [])
        path = dump(Path(folder, "RU.zip"), row(), *written)
        done = import_source(GeoNames(path), user_file, shipped=shipped)
        number = done.rows + done.rejected + sum(done.left_out.values())
        assert number == 1 + len(written)
        with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
            assert len(gazetteer.near(35.5, 51.25, radius_m=2.1e7)) == done.rows
        if done.rejects:
            with done.rejects.open(newline="", encoding="utf-8") as file:
                assert len(list(csv.reader(file))) == 1 + done.rejected


@pytest.mark.parametrize("length", [1, 700, 1399, 1400, 1401, 2100, 9000])
@pytest.mark.usefixtures("small_pieces")
def test_a_long_line_stays_one_line(length: int, tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(b"head\n" + b"x" * length + b"\ntail\n" + b"y" * length)
    found = b"".join(LineFile(path).blocks()).split(b"\n")
    assert [line[:4] for line in found] == [
        b"head",
        b"x" * min(length, 4),
        b"tail",
        b"yyyy"[:length],
    ]
    kept = min(length, 700)
    assert all(kept <= len(line) <= length for line in found[1::2])


def alternates(path: Path, *rows: tuple[str, ...]) -> Path:
    """Write names: id of the place, language, name, and marks: short, colloquial, historic."""
    written = [
        "\t".join((str(n), place, language, name, "", "1" if "s" in marks else "",
                   "1" if "c" in marks else "", "1" if "h" in marks else "", "", "")).encode()
        for n, (place, language, name, marks) in enumerate(rows)
    ]  # fmt: skip
    return dump(path, *written)


@pytest.mark.parametrize("name", ["alternateNamesV2.zip", "alternateNamesV2.txt"])
def test_names_by_language(name: str, tmp_path: Path) -> None:
    names = alternates(
        tmp_path / name,
        ("101", "ru", "Новая Слобода", ""), ("101", "en", "New Quarter", ""),
        ("101", "de", "Neustadt", ""), ("101", "link", "https://example.org", ""),
        ("101", "", "Sloboda", ""), ("101", "uk", "Стара Слобода", "h"),
        ("101", "en", "The Slob", "c"), ("102", "ru", "Чужая", ""), ("101", "post", "307800", ""),
        ("999999999999999999999999", "ru", "Далёкая", ""), ("²", "ru", "Странная", ""),
        ("101", "ru", "С\x00лобода", ""), ("101", "ru", "x" * 101, ""), ("101", "ru", " ", ""),
    )  # fmt: skip
    path = dump(tmp_path / "RU.txt", row(alternatenames="Ignored Name"), row(geonameid="105"))
    source = GeoNames(path, alternate_names=names)
    assert source.paths == (path, names)
    (batch,) = source.batches()
    assert dict(batch.fits["geonames:101"]) == {
        "Новая Слобода": 1.0, "New Quarter": 1.0, "Sloboda": 1.0, "С лобода": 1.0,
        "Стара Слобода": UNLIKE, "The Slob": UNLIKE,
    }  # fmt: skip
    assert set(batch.places[0].names) == {"Новая Слобода", "New Quarter", "Sloboda", "С лобода"}
    assert batch.places[1].names == ()
    # A second read, as after an interruption, gives the same.
    assert list(source.batches()) == [batch]
