"""Postal-code files: rows that stand where they say become villages, all others are refused."""

from __future__ import annotations

import math
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.errors import SourceUnreadable
from gazetteer.measure import inverse
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.sources import geonames_postal
from gazetteer.sources.geonames_postal import FURTHER, OFFICE, GeoNamesPostal
from gazetteer.sources.geonames_postal_district import NEIGHBOURS, Crowd
from gazetteer.sources.geonames_postal_rows import Faulty, Office, PostalRow, parsed
from gazetteer.sources.source import Batch
from gazetteer.store import Gazetteer

WEST, EAST = "ЗАПАДНЫЙ РАЙОН", "ВОСТОЧНЫЙ РАЙОН"
REGION, OTHER = "Курская Область", "Брянская Область"
NAMES = (
    "Берёзовка Вишнёвка Гоголевка Дубрава Ивановка Калиновка Липовка Мартыновка Николаевка "
    "Ольховка Погребки Рябинки Сосновка Тополи Ульянки Фёдоровка Хуторки Чернава Шатовка Ясенки"
).split()


def line(
    name: str,
    lon: float | str,
    lat: float | str,
    *,
    code: str = "307800",
    district: str = WEST,
    region: str = REGION,
    accuracy: str = "4",
    country: str = "RU",
) -> str:
    """Write a row as GeoNames writes it."""
    cells = (country, code, name, region, "", district, "", "", "", str(lat), str(lon), accuracy)
    return "\t".join(cells)


def grid(district: str, *, west: float, prefix: str, region: str = REGION) -> list[str]:
    """Write rows of twenty villages, 0.1 degrees apart, of which no two have one point."""
    return [
        line(f"{prefix} {name}", round(west + i % 5 * 0.1013, 4), round(51.01 + i // 5 * 0.1017, 4),
             code=f"{3078 if district == WEST else 3079}{i:02}", district=district, region=region)
        for i, name in enumerate(NAMES)
    ]  # fmt: skip


def country() -> list[str]:
    """Two districts side by side: longitudes 35.0-35.5 and 35.6-36.1, latitudes 51.0-51.4."""
    return [
        *grid(WEST, west=35.0113, prefix="Старая"),
        *grid(EAST, west=35.6117, prefix="Новая"),
    ]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., GeoNamesPostal]:
    """Opens a file of the lines given: `read(lines, gazetteer=...)`."""

    def opened(lines: Iterable[str], gazetteer: Gazetteer | None = None) -> GeoNamesPostal:
        path = tmp_path / "XX.txt"
        path.write_text("".join(f"{text}\n" for text in lines), encoding="utf-8")
        return GeoNamesPostal([path], gazetteer=gazetteer)

    return opened


@pytest.fixture
def regions(opened: Callable[..., Gazetteer], place: Callable[..., Place]) -> Gazetteer:
    """Kursk Oblast, longitudes 35 to 36.2, with Bryansk Oblast east of it and one known village."""
    shapes = {"KRS": shapely.box(35, 51, 36.2, 51.5), "BRY": shapely.box(36.2, 51, 37.4, 51.5)}
    return opened(
        place("Kursk Oblast", "region:RU-KRS", kind="region", names=("Курская область",)),
        place("Bryansk Oblast", "region:RU-BRY", kind="region", names=("Брянская область",)),
        place("Zaozyorye", lon=35.3, lat=51.2, names=("Заозёрье",), admin1="Kursk Oblast"),
        outlines={f"region:RU-{k}": Outline(shape.wkb, 500.0) for k, shape in shapes.items()},
    )


def joined(batches: Iterable[Batch]) -> tuple[dict[str, Place], dict[str, str], Counter[str]]:
    """Join what batches gave: places by id, reasons by the name in the row, counts left out."""
    places: dict[str, Place] = {}
    reasons: dict[str, str] = {}
    left_out: Counter[str] = Counter()
    for batch in batches:
        places |= {place.id: place for place in batch.places}
        reasons |= {
            row.record.split("\t")[2]: row.reason for row in batch.rejected if "\t" in row.record
        }
        left_out.update(batch.left_out)
    return places, reasons, left_out


def test_a_village_among_its_district_becomes_a_place(
    read: Callable[..., GeoNamesPostal], regions: Gazetteer
) -> None:
    places, reasons, _ = joined(read(country(), regions).batches())
    assert reasons == {}
    assert len(places) == 40
    village = places["postal:RU-307802-staraya-gogolevka"]
    assert (village.name, village.names) == ("Staraya Gogolevka", ("Старая Гоголевка",))
    assert (village.country, village.admin1, village.admin2) == ("RU", "Kursk Oblast", "Zapadny")
    assert (village.kind, village.lonlat) == ("settlement", (35.2139, 51.01))
    assert village.precision_m >= 2000
    assert "GeoNames" in village.source


def test_ukrainian_names_are_written_as_ukraine_writes_them(
    read: Callable[..., GeoNamesPostal],
) -> None:
    row = line("Ємельянівка (Згурівська сільська рада)", 31.78, 50.5, country="UA",
               region="Kyivska", district="Zghurivskyi", code="07600")  # fmt: skip
    places, _, _ = joined(read([row]).batches())
    (village,) = places.values()
    assert (village.name, village.names) == ("Yemelianivka", ("Ємельянівка",))
    assert village.admin2 == "Zghurivskyi"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (line("Берёзовка", "", ""), "not two numbers"),
        (line("Берёзовка", "nan", 51.2), "no point on the earth"),
        (line("Берёзовка", 35.2, 151.2), "no point on the earth"),
        (line("Берёзовка", 0, 0), "nobody knew"),
        (line("Берёзовка", "35,2", "51,2"), "not two numbers"),
        (line("", 35.2, 51.2), "does not read as the name"),
        (line("Пв Москва; Липецк", 35.2, 51.2), "does not read as the name"),
        (line("Берёзовка", 35.2, 51.2, accuracy="9"), "accuracy '9'"),
        (line("Берёзовка", 35.2, 51.2).removesuffix("\t4"), "11 columns"),
        (line("Берёзовка", 35.2, 51.2, country="Russia"), "two capitals"),
    ],
)
def test_a_broken_row_is_refused_with_the_reason(
    read: Callable[..., GeoNamesPostal], row: str, said: str
) -> None:
    (batch,) = read([*country(), row]).batches()
    (refused,) = batch.rejected
    assert said in refused.reason
    assert refused.where == "XX.txt, line 41"
    assert refused.record == row


@pytest.mark.parametrize(
    "name",
    ["Курск 21", "Пенза-Почтамт", "Уфпс Курской Области", "Москва-Гцмпп 70", "Юрга 2-Станция",
     "Самара Почтамт Уч. Тары", "Поштове відділення 3"],
)  # fmt: skip
def test_post_offices_are_no_settlements(read: Callable[..., GeoNamesPostal], name: str) -> None:
    places, reasons, left_out = joined(read([*country(), line(name, 35.2, 51.2)]).batches())
    assert len(places) == 40
    assert reasons == {}
    assert left_out == {OFFICE: 1}


@pytest.mark.parametrize(
    ("name", "shown"),
    [("8 Марта", "8 Marta"), ("Ростов-На-Дону", "Rostov-na-Donu"), ("Почтарёво", "Pochtaryovo"),
     ("Им. Фрунзе", "Im. Frunze"), ("Домашoво", "Domashovo")],
)  # fmt: skip
def test_settlements_with_odd_names_are_kept(
    read: Callable[..., GeoNamesPostal], name: str, shown: str
) -> None:
    places, _, _ = joined(read([line(name, 35.2, 51.2)]).batches())
    assert [place.name for place in places.values()] == [shown]


def test_a_row_outside_its_region_is_refused_with_how_far_and_where(
    read: Callable[..., GeoNamesPostal], regions: Gazetteer
) -> None:
    rows = [*country(), line("Сафоново", 36.9, 51.2), line("Рубежное", 36.203, 51.0101)]
    _, reasons, _ = joined(read(rows, regions).batches())
    away_km = inverse((36.2, 51.2), (36.9, 51.2)).distance_m / 1000
    assert (
        f"{away_km:.0f} km outside its own region Kursk Oblast, in Bryansk" in reasons["Сафоново"]
    )
    # The outline is good to 500 m: 210 m beyond it is no proof, but its district is not near.
    assert "district" in reasons["Рубежное"]


def test_without_a_gazetteer_regions_are_not_checked(
    read: Callable[..., GeoNamesPostal],
) -> None:
    places, reasons, _ = joined(
        read([*country(), line("Дальнее", 39.9, 55.2, district="")]).batches()
    )
    assert reasons == {}
    assert places["postal:RU-307800-dalneye"].admin1 == "Kurskaya Oblast"


def test_a_row_among_another_district_is_refused_with_figures(
    read: Callable[..., GeoNamesPostal],
) -> None:
    edge = line("Граничное", 35.56, 51.2)
    _, reasons, _ = joined(read([*country(), edge, line("Чужое", 36.0, 51.21)]).batches())
    assert set(reasons) == {"Чужое"}
    middle = (35.2139, 51.1626)
    away_km = inverse(middle, (36.0, 51.21)).distance_m / 1000
    said = int(reasons["Чужое"].split(" km from the middle")[0].split()[-1])
    assert said == pytest.approx(away_km, abs=4)
    assert f"0 are of that district, most of {EAST}" in reasons["Чужое"]


def test_a_point_of_many_names_stands_for_none_of_them_but_the_known_one(
    read: Callable[..., GeoNamesPostal], regions: Gazetteer
) -> None:
    names = ("Лужки", "Заозёрье", "Выселки")
    rows = [*country(), *(line(name, 35.3005, 51.2005) for name in names)]
    places, reasons, _ = joined(read(rows, regions).batches())
    assert {place.name for place in places.values()} >= {"Zaozyorye"}
    assert set(reasons) == {"Лужки", "Выселки"}
    assert "2 rows of other names have the very same point" in reasons["Лужки"]


@pytest.mark.parametrize("accuracy", ["1", "2", "3"])
def test_estimates_are_no_positions(read: Callable[..., GeoNamesPostal], accuracy: str) -> None:
    row = line("Лужки", 35.207, 51.203, accuracy=accuracy)
    _, reasons, _ = joined(read([*country(), row]).batches())
    assert reasons["Лужки"].startswith(f"accuracy {accuracy}: its point is ")


def test_a_row_far_from_the_known_place_of_its_name_and_district_is_refused(
    read: Callable[..., GeoNamesPostal], regions: Gazetteer
) -> None:
    wrong = line("Заозёрье", 35.1, 51.05)
    _, reasons, _ = joined(read([*country(), wrong], regions).batches())
    away_km = inverse((35.3, 51.2), (35.1, 51.05)).distance_m / 1000
    assert f"is known and lies {away_km:.0f} km from there" in reasons["Заозёрье"]
    # With the known one in the file as well, the district has two villages of that name.
    right = line("Заозёрье", 35.301, 51.201, code="307850")
    places, reasons, _ = joined(read([*country(), wrong, right], regions).batches())
    assert reasons == {}
    assert len(places) == 42


def test_one_settlement_of_many_codes_is_one_place_and_namesakes_are_two(
    read: Callable[..., GeoNamesPostal],
) -> None:
    rows = [
        line("Лужки", 35.2, 51.2),
        line("Лужки", 35.2, 51.2, code="307801"),
        line("Лужки", 35.21, 51.2, code="307802"),
        line("Лужки", 35.4, 51.3),
    ]
    places, _, left_out = joined(read([*country(), *rows]).batches())
    assert {i for i in places if "luzhki" in i} == {
        "postal:RU-307800-luzhki", "postal:RU-307800-luzhki-2",
    }  # fmt: skip
    assert left_out == {FURTHER: 2}


def test_a_district_that_moved_to_another_region_goes_there_as_a_whole(
    read: Callable[..., GeoNamesPostal], regions: Gazetteer
) -> None:
    moved = grid("ЮЖНЫЙ РАЙОН", west=36.61, prefix="Малая")
    lone = line("Сафоново", 36.9, 51.2077)
    places, reasons, _ = joined(read([*country(), *moved, lone], regions).batches())
    assert set(reasons) == {"Сафоново"}
    assert Counter(place.admin1 for place in places.values()) == {
        "Kursk Oblast": 40, "Bryansk Oblast": 20,
    }  # fmt: skip


def test_reading_goes_on_behind_any_batch(
    read: Callable[..., GeoNamesPostal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geonames_postal, "BATCH_ROWS", 7)
    rows = [*country(), line("Чужое", 36.0, 51.21), line("Курск 3", 35.2, 51.2)]
    source = read(rows)
    batches = list(source.batches())
    assert [batch.position for batch in batches] == [7, 14, 21, 28, 35, 42]
    assert batches[-1].done == source.size == source.paths[0].stat().st_size
    for i, batch in enumerate(batches):
        assert list(read(rows).batches(start=batch.position)) == batches[i + 1 :]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.one_of(
            st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])),
            st.builds(
                line,
                st.sampled_from(["Лужки", "Курск 21", "", "Выселки", "A\u202eB"]),
                st.sampled_from(["35.2", "nan", "35.21", "-190", "1e999", ""]),
                st.sampled_from(["51.2", "51.25", "inf"]),
                district=st.sampled_from([WEST, EAST, ""]),
                accuracy=st.sampled_from(["4", "1", ""]),
            ),
        ),
        max_size=12,
    )
)
def test_every_record_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[str]
) -> None:
    path = tmp_path_factory.mktemp("postal") / "XX.txt"
    path.write_text(
        "".join(f"{row}\n" for row in [*country(), *rows]), encoding="utf-8", newline=""
    )
    count = 0
    for batch in GeoNamesPostal([path]).batches():
        count += len(batch.places) + len(batch.rejected) + sum(batch.left_out.values())
    assert count == 40 + len(rows)


@given(st.text())
def test_no_line_breaks_the_reader(text: str) -> None:
    row = parsed(text)
    assert isinstance(row, PostalRow | Faulty | Office)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.floats(-180, 180), st.floats(-85, 85)),
        min_size=NEIGHBOURS + 1, max_size=40,
        unique_by=(lambda point: round(point[1], 2), lambda point: round(point[2], 2)),
    )
)  # fmt: skip
def test_neighbours_are_those_that_a_plain_search_finds(
    points: list[tuple[int, float, float]],
) -> None:
    district, lon, lat = (np.array(column) for column in zip(*points, strict=True))
    own, _ = Crowd(lon, lat, district).ask(lon, lat, district, itself=True)

    def angle(a: int, b: int) -> float:
        east = math.radians(lon[a] - lon[b]) / 2
        north = math.radians(lat[a] - lat[b]) / 2
        shrink = math.cos(math.radians(lat[a])) * math.cos(math.radians(lat[b]))
        return math.asin(math.sqrt(math.sin(north) ** 2 + shrink * math.sin(east) ** 2))

    for i in range(len(points)):
        others = sorted((angle(i, j), j) for j in range(len(points)) if j != i)
        last = others[NEIGHBOURS - 1][0]
        if len(others) > NEIGHBOURS and others[NEIGHBOURS][0] - last < 1e-6:
            continue  # two as far as each other: either may be the twelfth
        assert own[i] == sum(district[j] == district[i] for _, j in others[:NEIGHBOURS])


def test_a_zip_gives_what_its_table_gives_and_its_licence(
    read: Callable[..., GeoNamesPostal], tmp_path: Path
) -> None:
    plain = read(country())
    zipped = tmp_path / "XX.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(
            zipfile.ZipInfo("XX.txt", (2016, 6, 29, 0, 0, 0)), plain.paths[0].read_text("utf-8")
        )
        archive.writestr("readme.txt", "under a Creative Commons Attribution 3.0 License")
    source = GeoNamesPostal([zipped])
    assert (source.date, source.licence) == ("2016-06-29", "CC-BY-3.0")
    assert plain.licence == "CC-BY-4.0"
    ours, theirs = (joined(opened.batches())[0] for opened in (source, plain))
    assert {i: place.lonlat for i, place in ours.items()} == {
        i: place.lonlat for i, place in theirs.items()
    }


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"1\tSudzha\t\n" * 5, "none of its lines has 12 columns"),
        ("a.txt", b"", "none of its lines has 12 columns"),
        ("a.txt", "\tКурск".encode("cp1251") * 11 + b"\n", "no UTF-8 text"),
        ("a.zip", b"PK\x03\x04 and no more", "no whole zip file"),
    ],
)
def test_a_file_of_another_format_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable, match=said) as caught:
        list(GeoNamesPostal([path]).batches())
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_zip_without_a_table_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"UA\.zip"):
        GeoNamesPostal([tmp_path / "UA.zip"])
    empty = tmp_path / "empty.zip"
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(SourceUnreadable, match="holds one table"):
        GeoNamesPostal([empty])


def test_a_damaged_zip_is_refused_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("UA.txt", "\n".join(country() * 200))
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(bytes(content))
    with pytest.raises(SourceUnreadable, match="damaged"):
        list(GeoNamesPostal([path]).batches())


@pytest.fixture(scope="module")
def real(postal_dir: Path) -> dict[tuple[str, str], str]:
    """What becomes of the real rows by name and code: "lon lat" or the reason."""
    found: dict[tuple[str, str], str] = {}
    with Gazetteer.open() as gazetteer:
        for name in ("RU.zip", "UA.zip"):
            for batch in GeoNamesPostal([postal_dir / name], gazetteer=gazetteer).batches():
                for place in batch.places:
                    code = place.source.rpartition(" ")[2]
                    found[place.names[0], code] = f"{place.lon} {place.lat}"
                for row in batch.rejected:
                    cells = row.record.split("\t")
                    found[cells[2], cells[1]] = row.reason
    return found


# Positions from encyclopaedia articles, which state the postal code as well.
@pytest.mark.parametrize(
    ("name", "code", "lon", "lat"),
    [
        ("Волинка", "16131", 32.4669, 51.6258),
        ("Сокиринці", "17312", 32.7758, 50.6983),
        ("Боровики", "15546", 30.7353, 51.2956),
        ("Перекопівка", "42083", 33.4239, 50.6156),
        ("Постольне", "42324", 34.5647, 51.0231),
        ("Федорівка", "75030", 32.8119, 46.7994),
        ("Зерново", "242163", 34.0939, 52.1936),
        ("Березино", "242622", 34.4444, 53.4861),
        ("Красниково", "306225", 36.4150, 51.2464),
    ],
)
def test_real_rows_that_are_right_are_kept(
    real: dict[tuple[str, str], str], name: str, code: str, lon: float, lat: float
) -> None:
    east, north = map(float, real[name, code].split())
    assert inverse((lon, lat), (east, north)).distance_m < 2000


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Дарьино", "307813", "Moscow"),  # beside Sudzha, not at Moscow
        ("Кругле", "92651", "Chernihiv Oblast"),
        ("Геройське", "75620", "outside its own region Kherson Oblast"),
        ("Макіївка", "92911", "in Donetsk Oblast"),
        ("Новоивановка", "307818", "district"),
        ("Вороньки", "17442", "accuracy 1"),
    ],
)
def test_real_rows_that_are_wrong_are_refused(
    real: dict[tuple[str, str], str], name: str, code: str, said: str
) -> None:
    assert said in real[name, code]
