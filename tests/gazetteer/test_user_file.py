"""The user's own file before the one that ships; and files that are no gazetteer."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

import gazetteer as package
from gazetteer.errors import GazetteerError, GazetteerUnreadable, PlaceUnknown
from gazetteer.place import Place
from gazetteer.records import LineRow, Outline
from gazetteer.schema import APPLICATION_ID, SCHEMA_VERSION
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
Open = Callable[..., Gazetteer]


def test_a_row_of_the_user_replaces_the_shipped_one(opened: Open, place: Make) -> None:
    shipped = place("Berdin", "made:1", lon=35.0, names=("Бердин",))
    own = place("Berdyn", "made:1", lon=36.0)
    gazetteer = opened(shipped, place("Sudzha"), user=(own,))
    assert gazetteer.get("made:1") == own
    # Names, positions and likenesses of the shipped row are gone with it.
    assert gazetteer.find("Бердин") == ()
    assert [m.place for m in gazetteer.find("Berdyn")] == [own]
    assert [n.place.name for n in gazetteer.near(35, 51, radius_m=1000)] == ["Sudzha"]
    assert gazetteer.within(shapely.box(34.9, 50.9, 35.1, 51.1)) == (place("Sudzha"),)
    assert {m.place for m in gazetteer.fuzzy("Berdinn")} <= {own}


def test_rows_of_the_user_come_first_where_names_fit_alike(opened: Open, place: Make) -> None:
    big = place("Orlovka", "made:big", population=900_000)
    own = place("Orlovka", "user:small")
    assert [m.place for m in opened(big, user=(own,)).find("Orlovka")] == [own, big]


def test_a_place_added_or_removed_shows_when_opened_again(opened: Open, place: Make) -> None:
    new, sudzha = place("Novy Khutor"), place("Sudzha")
    assert opened(sudzha, user=()).find("Novy Khutor") == ()
    assert [m.place for m in opened(sudzha, user=(new,)).find("Novy Khutor")] == [new]
    gone = opened(sudzha, user=())
    assert gone.find("Novy Khutor") == ()
    with pytest.raises(PlaceUnknown):
        gone.get(new.id)


def test_an_outline_of_the_user_counts_and_so_does_the_lack_of_one(
    place: Make, tmp_path: Path
) -> None:
    region = place("Oblast", "made:1", kind="region")
    square, other = shapely.box(34, 50, 36, 52), shapely.box(0, 0, 1, 1)
    write(tmp_path / "s", [region], outlines={"made:1": Outline(square.wkb, 1.0)})
    write(tmp_path / "with", [region], outlines={"made:1": Outline(other.wkb, 2.0)})
    write(tmp_path / "without", [region])
    with Gazetteer.open(shipped=tmp_path / "s", user=tmp_path / "with") as gazetteer:
        assert gazetteer.geometry("made:1") == other
        assert gazetteer.outline_precision_m("made:1") == 2
    with Gazetteer.open(shipped=tmp_path / "s", user=tmp_path / "without") as gazetteer:
        assert gazetteer.geometry("made:1") is None
        assert gazetteer.outline_precision_m("made:1") is None


def test_a_line_of_the_user_replaces_the_shipped_one(tmp_path: Path) -> None:
    course = shapely.LineString([(0, 0), (1, 1)])
    for name, policy in (("s", "theirs"), ("u", "ours")):
        row = LineRow("border:A-B", "A–B", ("RU", "UA"), policy, 1.0, "made up", "MIT")
        write(tmp_path / name, [], lines=[(row, course.wkb)])
    with Gazetteer.open(shipped=tmp_path / "s", user=tmp_path / "u") as gazetteer:
        assert [row.policy for row in gazetteer.line_rows()] == ["ours"]
        with pytest.raises(PlaceUnknown, match="border:A-B"):
            gazetteer.line_row("border:A-C")


def test_the_content_hash_names_both_files(opened: Open, place: Make) -> None:
    one, both = opened(place("A")), opened(place("A"), user=(place("B"),))
    assert both.content_hash().endswith(f"+{one.content_hash()}")


def damaged(path: Path) -> None:
    write(path, [])
    data = bytearray(path.read_bytes())
    data[100:2000] = random.Random(1).randbytes(1900)  # noqa: S311
    path.write_bytes(data)


def foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()


def versioned(version: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        write(path, [])
        connection = sqlite3.connect(path)
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
        connection.close()

    return make


def tableless(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()


def truncated(path: Path) -> None:
    write(path, [])
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.exists, "there is no such file"),
        (Path.mkdir, "it is a folder"),
        (Path.touch, "the file is empty"),
        (lambda path: path.write_bytes(b"no database at all " * 100), "no gazetteer"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 500), "no gazetteer"),
        (foreign, "it is a database, but no gazetteer"),
        (versioned(SCHEMA_VERSION + 1), "install a newer frontmap"),
        (versioned(0), "says no format"),
        (tableless, "damaged or no gazetteer"),
        (damaged, "damaged"),
        (truncated, "damaged"),
        (os.mkfifo, "there is no such file"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["user", "shipped"])
def test_what_is_no_gazetteer_is_refused_in_one_sentence(
    make: Callable[[Path], object], says: str, role: str, tmp_path: Path
) -> None:
    path = tmp_path / "gazetteer.sqlite"
    make(path)
    files = {"shipped": tmp_path / "good.sqlite", "user": None}
    write(tmp_path / "good.sqlite", [])
    with pytest.raises(GazetteerUnreadable, match=says) as caught:
        Gazetteer.open(**(files | {role: path})).find("Berdin")
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    assert ";" in sentence, "it says what to do"
    assert isinstance(caught.value, OSError)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "gazetteer.sqlite"
    write(path, [])

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(GazetteerUnreadable, match="Permission denied; check"):
        Gazetteer.open(shipped=path)


@pytest.mark.parametrize("seed", range(3))
def test_bytes_gone_wrong_anywhere_end_in_an_error_of_ours(
    seed: int, place: Make, tmp_path: Path
) -> None:
    """Whatever byte is hit, an answer or an error of ours comes, and nothing else."""
    path = tmp_path / "gazetteer.sqlite"
    region = place("Oblast", "made:r", kind="region")
    write(
        path,
        [region, *(place(f"Village {n}", names=(f"Село {n}",), lon=n / 10) for n in range(60))],
        outlines={"made:r": Outline(shapely.box(0, 0, 1, 1).wkb, 1.0)},
    )
    whole = path.read_bytes()
    dice = random.Random(seed)  # noqa: S311 - a place to hit, not a secret
    for _ in range(100):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 30])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(data)
        try:
            with Gazetteer.open(shipped=path) as gazetteer:
                gazetteer.find("Village 7")
                gazetteer.find("Oblast")
                gazetteer.fuzzy("Vilage 7")
                gazetteer.near(3.0, 51.0, radius_m=200_000)
                gazetteer.steps("village")
                gazetteer.geometry("made:r")
                gazetteer.line_rows()
                gazetteer.sources()
                gazetteer.content_hash()
        except GazetteerError:
            continue


def test_a_file_that_fails_to_open_leaves_the_other_closed(place: Make, tmp_path: Path) -> None:
    own, bad = tmp_path / "own.sqlite", tmp_path / "bad.sqlite"
    write(own, [place("Berdin")])
    bad.write_bytes(b"x" * 1000)
    with pytest.raises(GazetteerUnreadable, match=r"bad\.sqlite"):
        Gazetteer.open(user=own, shipped=bad)


def test_closing_twice_does_no_harm(opened: Open, place: Make) -> None:
    gazetteer = opened(place("Berdin"), user=())
    gazetteer.close()
    gazetteer.close()


def test_a_path_with_every_kind_of_character_opens(place: Make, tmp_path: Path) -> None:
    path = tmp_path / "a b?c#d%20é&mode=rw.sqlite"
    write(path, [place("Berdin")])
    with Gazetteer.open(shipped=path, user=path) as gazetteer:
        assert gazetteer.find("Berdin")
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_reading_changes_nothing_even_where_nothing_may_be_written(
    place: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "read-only"
    path = folder / "gazetteer.sqlite"
    write(path, [place("Berdin")])
    path.chmod(0o444)
    folder.chmod(0o555)
    before = path.read_bytes()
    try:
        with Gazetteer.open(shipped=path, user=path) as gazetteer:
            assert gazetteer.find("Berdin")
            assert gazetteer.fuzzy("Berdinn")
        assert path.read_bytes() == before
        assert list(folder.iterdir()) == [path]
    finally:
        folder.chmod(0o755)


READER = """
import sys
from pathlib import Path
from gazetteer.store import Gazetteer
with Gazetteer.open(shipped=Path(sys.argv[1]), user=Path(sys.argv[1])) as gazetteer:
    print("open", flush=True)
    sys.stdin.readline()
    print(gazetteer.find("Berdin")[0].place.name, flush=True)
"""


def test_two_processes_read_at_once(place: Make, tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    write(path, [place("Berdin")])
    ours = str(Path(str(package.__file__)).parent.parent)
    readers = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", READER, str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": ours},
        )
        for _ in range(2)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "open\n"
        assert [reader.communicate("\n", timeout=30)[0] for reader in readers] == ["Berdin\n"] * 2
    finally:
        for reader in readers:
            reader.kill()
            reader.wait()


def test_rows_survive_threads_of_one_reader_each(opened: Open, place: Make) -> None:
    """Each gazetteer is for one thread; opening another for another thread is cheap."""
    from concurrent.futures import ThreadPoolExecutor

    opened(place("Berdin")).close()

    def look(path: Path) -> int:
        with Gazetteer.open(shipped=path) as gazetteer:
            return len(gazetteer.find("Berdin"))

    path = next(iter(opened(place("Berdin"))._layers)).path
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(look, [path] * 8)) == [1] * 8
