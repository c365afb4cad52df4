"""A gazetteer file is whole or not there, and named by its content."""

from __future__ import annotations

import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely

from gazetteer.place import Place
from gazetteer.records import LineRow, Outline, SourceInfo
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
SQUARE = shapely.box(34, 50, 36, 52)


@pytest.fixture
def full(place: Make) -> Place:
    """A place with everything that a row can hold."""
    return place(
        "Kursk Oblast", "made:oblast", kind="region", lon=35.123456789012345, lat=51.5,
        precision_m=1.5, names=("Курская область", "Kursk-Oblast"), feature="oblast",
        admin1="Kursk Oblast", admin2="none", population=1_000_000, radius_m=120_000.0,
        radius_basis="a guess", area_km2=29_997.0, bbox=(34.0, 50.0, 36.0, 52.0),
        capital="made:kursk", licence="CC-BY-4.0", derived_from=("made:a", "made:b"),
    )  # fmt: skip


def test_what_is_written_is_read_back(full: Place, place: Make, tmp_path: Path) -> None:
    line = LineRow("border:A-B", "A–B", ("RU", "UA"), "as drawn", 300.0, "made up", "MIT")
    source = SourceInfo("made up", 2, "MIT", "2025-01-01", "none", "0" * 64)
    course = shapely.LineString([(34, 50), (36, 52)])
    village = place("Berdin", names=("Бердин",))
    write(
        tmp_path / "a.sqlite",
        [full, village],
        outlines={full.id: Outline(SQUARE.wkb, 250.0)},
        lines=[(line, course.wkb)],
        sources=[source],
    )
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        assert gazetteer.get(full.id) == full
        assert gazetteer.get(village.id) == village
        assert gazetteer.geometry(full.id) == SQUARE
        assert gazetteer.outline_precision_m(full.id) == 250
        assert gazetteer.geometry(village.id) is None
        assert gazetteer.outline_precision_m(village.id) is None
        assert gazetteer.geometry("border:A-B") == course
        assert gazetteer.line_row("border:A-B") == line
        assert gazetteer.line_rows() == (line,)
        assert gazetteer.sources() == (source,)


def test_the_content_hash_does_not_depend_on_the_order(
    full: Place, place: Make, tmp_path: Path
) -> None:
    places = [full, *(place(f"Village {n}", names=(f"Село {n}",)) for n in range(40))]
    hashes = set()
    for n in range(4):
        random.Random(n).shuffle(places)  # noqa: S311 - an order, not a secret
        hashes.add(write(tmp_path / f"{n}.sqlite", places, built_from=f"order {n}"))
    assert len(hashes) == 1
    with Gazetteer.open(shipped=tmp_path / "0.sqlite") as gazetteer:
        assert gazetteer.content_hash() == hashes.pop()


@pytest.mark.parametrize(
    "change",
    [{"name": "Berdinn"}, {"names": ("Бердино",)}, {"lon": 35.0000001}, {"precision_m": 501.0},
     {"source": "other"}, {"population": 1}, {"derived_from": ("made:x",)}],
)  # fmt: skip
def test_the_content_hash_sees_every_change(
    change: dict[str, object], place: Make, tmp_path: Path
) -> None:
    before = write(tmp_path / "a.sqlite", [place("Berdin", "made:1")])
    name = str(change.get("name", "Berdin"))
    rest = {key: value for key, value in change.items() if key != "name"}
    assert write(tmp_path / "b.sqlite", [place(name, "made:1", **rest)]) != before


def test_outlines_lines_and_sources_are_content(full: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    line = LineRow("border:A-B", "A–B", ("RU", "UA"), "as drawn", 300.0, "made up", "MIT")
    source = SourceInfo("made up", 1, "MIT", "2025-01-01", "none")
    hashes = {
        write(path, [full]),
        write(path, [full], outlines={full.id: Outline(SQUARE.wkb, 1.0)}),
        write(path, [full], lines=[(line, shapely.LineString([(0, 0), (1, 1)]).wkb)]),
        write(path, [full], sources=[source]),
        write(path, [full], lesser={full.id: [("Kursk", 0.8)]}),
    }
    assert len(hashes) == 5


def test_the_last_row_of_an_id_counts(place: Make, tmp_path: Path) -> None:
    write(tmp_path / "a.sqlite", [place("Old", "made:1"), place("New", "made:1")])
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        assert gazetteer.get("made:1").name == "New"
        assert gazetteer.find("Old") == ()


def test_lesser_spellings_have_the_fit_that_is_given(full: Place, tmp_path: Path) -> None:
    write(tmp_path / "a.sqlite", [full], lesser={full.id: [("Kursk", 0.8)]})
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        assert [match.fit for match in gazetteer.find("Kursk")] == [0.8]
        assert [match.fit for match in gazetteer.find("Kursk Oblast")] == [1.0]


def test_a_write_that_fails_in_the_middle_leaves_the_old_file(place: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write(path, [place("Old")])
    before = path.read_bytes()

    def breaking() -> Iterator[tuple[LineRow, bytes]]:
        yield LineRow("a", "A", ("RU",), "p", 1.0, "s", "MIT"), b"1"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(path, [place("New")], lines=breaking())
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.sqlite"]


def test_a_write_that_cannot_be_renamed_leaves_nothing(
    place: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "a.sqlite", [place("New")])
    assert list(tmp_path.iterdir()) == []


def test_an_open_file_may_be_replaced(place: Make, tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    write(path, [place("Old", "made:1")])
    with Gazetteer.open(shipped=path) as old:
        write(path, [place("New", "made:1")])
        assert old.get("made:1").name == "Old"
        with Gazetteer.open(shipped=path) as new:
            assert new.get("made:1").name == "New"


def test_folders_are_made_and_everybody_may_read(place: Make, tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "gazetteer.sqlite"
    write(path, [place("Berdin")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_gazetteer_may_be_empty(tmp_path: Path) -> None:
    write(tmp_path / "a.sqlite", [])
    with Gazetteer.open(shipped=tmp_path / "a.sqlite") as gazetteer:
        assert gazetteer.find("Berdin") == ()
        assert gazetteer.fuzzy("Berdin") == ()
        assert gazetteer.near(35, 51, radius_m=1e7) == ()
        assert gazetteer.within(SQUARE) == ()
        assert gazetteer.sources() == ()
