"""Imports into the user's file: streaming, resumable, all or nothing."""

from __future__ import annotations

import csv
import functools
import os
import random
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gazetteer import importing, stage
from gazetteer.errors import (
    GazetteerBusy,
    GazetteerError,
    GazetteerUnreadable,
    GazetteerUnwritable,
    SourceUnreadable,
)
from gazetteer.importing import Imported, import_source
from gazetteer.place import Place
from gazetteer.rewriting import alone
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
Rows = Callable[[Path], dict[str, list[tuple[Any, ...]]]]
Child = Callable[[Callable[[], object]], tuple[int, str]]


class World:
    """A folder with a user's file that holds two sources, and a newer version of one of them."""

    def __init__(self, folder: Path, place: Make, made_source: Any) -> None:
        self.shipped = folder / "shipped.sqlite"
        write(self.shipped, [place("Sudzha", "theatre:sudzha", lon=35.27, lat=51.19)])
        self.folder = folder / "old"
        self.folder.mkdir()
        others = [place(f"Village {n}", f"other:{n}", lon=n / 7, lat=n / 9) for n in range(5)]
        old = [place(f"Village {n}", f"made:{n}", lon=n / 7, lat=n / 9) for n in range(4)]
        new = [
            *(place(f"Village {n}", f"made:{n}", lon=n / 7, lat=n / 9 + 0.001) for n in range(3)),
            "one,broken", None,
            place("Sudzha", "made:s", lon=35.271, lat=51.191, names=("Суджа",)),
            *(place(f"Hamlet {n}", f"made:h{n}", lon=n / 5, lat=50.0) for n in range(3)),
            place("Village 1 again", "made:1", lon=1 / 7, lat=1 / 9),
            None, "another",
        ]  # fmt: skip
        self.others = made_source(folder, "other", others)
        self.older = made_source(folder, "made", old)
        self._newer = functools.partial(made_source, folder, "made", new)
        for source in (self.others, self.older):
            import_source(source, self.folder / "own.sqlite", shipped=self.shipped)

    def newer(self) -> Any:
        return self._newer()

    def copy(self, folder: Path) -> Path:
        """Lay the user's file into another folder, as it was before the new version."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return Path(shutil.copy(self.folder / "own.sqlite", folder))

    def bring(self, user_file: Path, source: Any, **more: Any) -> Imported:
        return import_source(source, user_file, shipped=self.shipped, **more)


@pytest.fixture
def world(tmp_path: Path, place: Make, made_source: Any) -> World:
    return World(tmp_path, place, made_source)


@pytest.fixture
def states(world: World, tmp_path: Path, all_rows: Rows) -> tuple[Any, Any]:
    """Every row before the import, and after one that nothing disturbed."""
    user_file = world.copy(tmp_path / "undisturbed")
    old = all_rows(user_file)
    world.bring(user_file, world.newer())
    new = all_rows(user_file)
    assert old != new
    return old, new


def beside(user_file: Path) -> set[str]:
    return {path.name for path in user_file.parent.iterdir()} - {".own.sqlite.lock"}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def counting(limit: int) -> Callable[..., None]:
    """Make something that kills the process when it is called for the `limit`-th time."""
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == limit:
            die()

    return count


Survives = Callable[[Callable[[Path], object]], tuple[bool, Imported, list[int]]]


@pytest.fixture
def survives(
    world: World, tmp_path: Path, states: tuple[Any, Any], all_rows: Rows, in_child: Child
) -> Survives:
    """Kills an import, looks at what it leaves, and imports again.

    Gives whether it was killed, what the second import did, and where it began to read.
    """
    old, new = states
    folder = tmp_path / "killed"

    def check(work: Callable[[Path], object]) -> tuple[bool, Imported, list[int]]:
        user_file = world.copy(folder)
        ended, said = in_child(lambda: work(user_file))
        assert ended in (0, signal.SIGKILL), said
        assert all_rows(user_file) in (old, new)
        with Gazetteer.open(user=user_file, shipped=world.shipped) as gazetteer:
            assert gazetteer.find("Village 2")
        source = world.newer()
        done = world.bring(user_file, source)
        assert all_rows(user_file) == new
        assert beside(user_file) == {"own.sqlite", "own.sqlite.made.rejects.csv"}
        with (folder / "own.sqlite.made.rejects.csv").open(newline="") as file:
            assert [row[0] for row in csv.reader(file)] == [
                "where",
                "made, line 4",
                "made, line 12",
            ]
        return ended == signal.SIGKILL, done, source.starts

    return check


def test_killed_at_any_step_that_it_tells(world: World, survives: Survives) -> None:
    resumed = []
    for n in range(1, 100):
        killed, done, starts = survives(
            functools.partial(world.bring, source=world.newer(), progress=counting(n))
        )
        if not killed:
            break
        assert starts == [done.resumed]
        resumed.append(done.resumed)
    # Hashing, the start, four batches, indexing, comparing; nothing is read twice.
    assert resumed == [0, 0, 3, 6, 9, 12, 12, 12]


class Counting(sqlite3.Connection):
    """A connection that kills the process before a statement, or in the middle of many."""

    count = staticmethod(counting(0))

    def execute(self, *arguments: Any) -> Any:
        self.count()
        return super().execute(*arguments)

    def executemany(self, statement: str, rows: Iterable[Any]) -> Any:
        self.count()

        def counted() -> Iterator[Any]:
            for number, row in enumerate(rows):
                if number == 1:
                    self.count()
                yield row

        return super().executemany(statement, counted())


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_killed_before_or_amid_any_statement(part: int, world: World, survives: Survives) -> None:
    """Each batch, the deletion of old rows, the moves, the comparison, the commits."""

    def work(user_file: Path, limit: int) -> None:
        Counting.count = staticmethod(counting(limit))
        connect = functools.partial(sqlite3.connect, factory=Counting)
        pytest.MonkeyPatch().setattr(sqlite3, "connect", connect)
        world.bring(user_file, world.newer())

    kills = 0
    for limit in range(1 + part, 1000, 4):
        killed, _, _ = survives(functools.partial(work, limit=limit))
        kills += killed
        if not killed:
            break
    assert kills > 20


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("target", ["own.sqlite", "own.sqlite.made.rejects.csv"])
def test_killed_at_a_rename(when: str, target: str, world: World, survives: Survives) -> None:
    rename = Path.replace

    def work(user_file: Path) -> None:
        def replace(path: Path, to: Path) -> Path:
            if to.name == target and when == "before":
                die()
            done = rename(path, to)
            if to.name == target:
                die()
            return done

        pytest.MonkeyPatch().setattr(Path, "replace", replace)
        world.bring(user_file, world.newer())

    killed, done, starts = survives(work)
    assert killed
    finished = (when, target) == ("after", "own.sqlite")
    assert (done.unchanged, starts) == (finished, [] if finished else [12])


def test_killed_between_the_rename_and_the_end(world: World, survives: Survives) -> None:
    def work(user_file: Path) -> None:
        def removing(path: Path) -> None:
            if path.exists():
                die()

        pytest.MonkeyPatch().setattr(importing, "remove_stage", removing)
        world.bring(user_file, world.newer())

    killed, done, _ = survives(work)
    assert killed
    assert done.unchanged


def test_an_error_amid_the_moves_leaves_the_stage_sound(
    world: World, tmp_path: Path, states: Any, all_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = states
    user_file = world.copy(tmp_path / "x")
    with monkeypatch.context() as patch:
        patch.setattr(importing, "link", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            world.bring(user_file, world.newer())
    assert all_rows(user_file) == old
    assert world.bring(user_file, world.newer()).resumed == 12
    assert all_rows(user_file) == new


def test_ctrl_c_leaves_what_was_read(world: World, tmp_path: Path, states: Any) -> None:
    user_file = world.copy(tmp_path / "x")

    def stop(doing: str, done: int, _: int) -> None:
        if doing == "reading" and done == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.bring(user_file, world.newer(), progress=stop)
    source = world.newer()
    assert world.bring(user_file, source).resumed == 6
    assert source.starts == [6]


def test_other_input_of_the_same_name_begins_anew(
    world: World, tmp_path: Path, all_rows: Rows, made_source: Any, place: Make
) -> None:
    user_file = world.copy(tmp_path / "x")
    with pytest.raises(KeyboardInterrupt):
        world.bring(user_file, world.newer(), progress=_stopping(at=6))
    other = made_source(tmp_path, "made", [place("Only one", "made:only")])
    assert world.bring(user_file, other).rows == 1
    assert other.starts == [0]
    assert [row[1] for row in all_rows(user_file)["place"] if row[1][:5] == "made:"] == [
        "made:only"
    ]


def _stopping(*, at: int) -> Callable[[str, int, int], None]:
    def stop(doing: str, done: int, _: int) -> None:
        if doing == "reading" and done == at:
            raise KeyboardInterrupt

    return stop


@pytest.mark.parametrize("damage", ["no database", "middle", "empty", "short"])
def test_a_damaged_stage_is_begun_anew(
    damage: str, world: World, tmp_path: Path, states: Any, all_rows: Rows
) -> None:
    user_file = world.copy(tmp_path / "x")
    with pytest.raises(KeyboardInterrupt):
        world.bring(user_file, world.newer(), progress=_stopping(at=9))
    (staged,) = user_file.parent.glob(".*.stage")
    data = staged.read_bytes()
    staged.write_bytes(
        {
            "no database": b"x" * 5000, "middle": data[:4096] + b"\xff" * 4096 + data[8192:],
            "empty": b"", "short": data[: len(data) // 2],
        }[damage]
    )  # fmt: skip
    assert world.bring(user_file, world.newer()).resumed == 0
    assert all_rows(user_file) == states[1]


def test_importing_the_same_again_does_nothing(world: World, tmp_path: Path) -> None:
    user_file = world.copy(tmp_path / "x")
    first = world.bring(user_file, world.newer())
    data = user_file.read_bytes()
    again = world.bring(user_file, world.newer())
    assert user_file.read_bytes() == data
    assert again.unchanged
    assert (again.rows, again.before, again.rejected) == (first.rows, first.rows, first.rejected)
    assert again.rejects == first.rejects


def test_what_an_import_says_adds_up(world: World, tmp_path: Path) -> None:
    source = world.newer()
    done = world.bring(world.copy(tmp_path / "x"), source)
    assert done.before == 4
    assert done.rows + done.rejected + sum(done.left_out.values()) == source.size
    assert done.left_out == {"unwanted": 2, "earlier row of an id that comes again": 1}
    assert done.one_place == 3, "of two villages the second row, and Sudzha, which ships"


def test_the_order_of_imports_does_not_matter(
    place: Make, made_source: Any, tmp_path: Path
) -> None:
    shipped = tmp_path / "shipped.sqlite"
    write(shipped, [place("Berdin", "theatre:b", lon=35.43, precision_m=100)])
    rows = {
        "c": [place("Berdin", "c:1", lon=35.431, population=7, precision_m=900)],
        "b": [place("Berdin", "b:1", lon=35.43, precision_m=800, admin2="Here"),
              place("Solo", "b:2", lon=30.0, lat=50.0, precision_m=800)],
        "a": [place("Berdin", "a:1", lon=35.43, precision_m=800, population=9, admin2="There"),
              place("Solo", "a:2", lon=30.0, lat=50.001, precision_m=800, feature="village")],
    }  # fmt: skip
    sources = {name: made_source(tmp_path, name, places) for name, places in rows.items()}
    seen = []
    for order in ("abc", "cba", "bca", "abca"):
        user_file = tmp_path / order / "own.sqlite"
        for name in order:
            import_source(sources[name], user_file, shipped=shipped)
        with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
            found = [
                *(match.place for name in ("Berdin", "Solo") for match in gazetteer.find(name)),
                *(near.place for near in gazetteer.near(35.4, 51.0, radius_m=1e6)),
            ]
            seen.append((found, gazetteer.content_hash()))
    assert seen[0][0][0].same_as == ("a:1", "b:1", "c:1")
    assert seen[0][0][0].admin2 == "There"
    assert seen.count(seen[0]) == len(seen)


def test_a_source_compared_with_other_shipped_places_is_compared_again(
    place: Make, made_source: Any, tmp_path: Path
) -> None:
    """After an update of the program."""
    first, second, user_file = (tmp_path / name for name in ("1", "2", "own.sqlite"))
    write(first, [])
    write(second, [place("Berdin", "theatre:b")])
    source = made_source(tmp_path, "made", [place("Berdin", "made:b")])
    import_source(source, user_file, shipped=first)
    assert not import_source(source, user_file, shipped=second).unchanged
    assert import_source(source, user_file, shipped=second).unchanged
    with Gazetteer.open(user=user_file, shipped=second) as gazetteer:
        assert [match.place.id for match in gazetteer.find("Berdin")] == ["theatre:b"]


def test_rows_that_the_user_wrote_before_any_import_stay(
    place: Make, made_source: Any, world: World, tmp_path: Path
) -> None:
    hashes = []
    for lon in (1.0, 2.0):
        user_file = tmp_path / f"{lon}.sqlite"
        mine = place("Mine", "mine:1", lon=lon)
        write(user_file, [mine])
        world.bring(user_file, world.others)
        world.bring(user_file, world.newer())
        with Gazetteer.open(user=user_file, shipped=world.shipped) as gazetteer:
            assert gazetteer.get("mine:1") == mine
            hashes.append(gazetteer.content_hash())
    assert hashes[0] != hashes[1]


def test_a_source_without_a_place_replaces_its_rows(
    world: World, tmp_path: Path, made_source: Any
) -> None:
    user_file = world.copy(tmp_path / "x")
    done = world.bring(user_file, made_source(tmp_path, "made", [None]))
    assert (done.rows, done.before) == (0, 4)
    with Gazetteer.open(user=user_file, shipped=world.shipped) as gazetteer:
        assert gazetteer.find("Village 3")[0].place.same_as == ()


def test_a_file_of_which_nothing_is_a_place_replaces_nothing(
    world: World, tmp_path: Path, made_source: Any
) -> None:
    user_file = world.copy(tmp_path / "x")
    before = user_file.read_bytes()
    with pytest.raises(SourceUnreadable, match="none of its 2 records is a place"):
        world.bring(user_file, made_source(tmp_path, "made", ["broken", None, "broken"]))
    assert user_file.read_bytes() == before


def test_a_folder_that_is_missing_is_made(world: World, tmp_path: Path) -> None:
    user_file = tmp_path / "no" / "such" / "own.sqlite"
    assert world.bring(user_file, world.others).rows == 5
    assert beside(user_file) == {"own.sqlite"}


def test_a_link_stays_a_link(world: World, tmp_path: Path, states: Any, all_rows: Rows) -> None:
    user_file = world.copy(tmp_path / "x")
    link = tmp_path / "link.sqlite"
    link.symlink_to(user_file)
    world.bring(link, world.newer())
    assert link.is_symlink()
    assert all_rows(user_file) == states[1]


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_private_file_stays_private(mode: int, world: World, tmp_path: Path) -> None:
    user_file = world.copy(tmp_path / "x")
    user_file.chmod(mode)
    world.bring(user_file, world.newer())
    assert user_file.stat().st_mode & 0o777 == mode


def test_whoever_reads_meanwhile_keeps_the_old_state(
    world: World, tmp_path: Path, place: Make
) -> None:
    user_file = world.copy(tmp_path / "x")
    with Gazetteer.open(user=user_file, shipped=world.shipped) as reading:
        assert reading.find("Village 3")
        world.bring(user_file, world.newer())
        assert reading.get("made:3").id
        assert reading.find("Hamlet 1") == ()
    with Gazetteer.open(user=user_file, shipped=world.shipped) as reading:
        assert reading.find("Hamlet 1")


def test_two_imports_at_once(world: World, tmp_path: Path, states: Any, all_rows: Rows) -> None:
    user_file = world.copy(tmp_path / "x")
    with alone(user_file), pytest.raises(GazetteerBusy, match="another import"):
        world.bring(user_file, world.newer())
    assert all_rows(user_file) == states[0]
    world.bring(user_file, world.newer())
    assert all_rows(user_file) == states[1]


def test_names_of_sources_share_no_file_beside_the_users(
    made_source: Any, tmp_path: Path, world: World, place: Callable[..., Place]
) -> None:
    user_file = world.copy(tmp_path / "x")
    names = ["Сёла", "Города", "a/b", "a b", "../up", "x" * 150]
    for number, name in enumerate(names):
        source = made_source(tmp_path, f"source {number}", ["broken", place(f"Village {number}")])
        source.name = name
        done = world.bring(user_file, source)
        assert done.rejects is not None
        assert done.rejects.parent == user_file.parent
    assert len(beside(user_file)) == 1 + len(names)


def test_a_named_list_of_broken_records_is_written_even_where_there_are_none(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("old")
    done = world.bring(world.copy(tmp_path / "x"), world.others, rejects=path)
    assert done.unchanged
    world.bring(tmp_path / "y" / "own.sqlite", world.others, rejects=path)
    assert path.read_text().split() == ["where,reason,record"]


def test_broken_records_are_no_formulas_for_a_spreadsheet(
    made_source: Any, tmp_path: Path, world: World, place: Callable[..., Place]
) -> None:
    hostile = ["=1+1", "@x", 'a\n"b",\0c', "x" * 5000]
    done = world.bring(
        tmp_path / "own.sqlite", made_source(tmp_path, "hostile", [*hostile, place("Berdin")])
    )
    assert done.rejects is not None
    with done.rejects.open(newline="", encoding="utf-8") as file:
        records = [row[2] for row in csv.reader(file)][1:]
    assert records == ["'=1+1", "'@x", 'a\n"b",\0c', "x" * 2000]


def test_a_list_of_broken_records_to_a_device(world: World, tmp_path: Path) -> None:
    device = Path(os.devnull)
    world.bring(world.copy(tmp_path / "x"), world.newer(), rejects=device)
    assert device.is_char_device()


def _in_one_sentence(error: GazetteerError) -> str:
    sentence = str(error)
    assert sentence.isprintable()
    return sentence


def test_a_user_file_that_is_damaged_stays_as_it_is(world: World, tmp_path: Path) -> None:
    user_file = world.copy(tmp_path / "x")
    whole = user_file.read_bytes()
    refused = []
    for at in range(4096, len(whole), 4096):
        data = whole[:at] + b"\xff" * 4096 + whole[at + 4096 :]
        user_file.write_bytes(data)
        try:
            world.bring(user_file, world.newer())
        except GazetteerUnreadable as error:
            refused.append(_in_one_sentence(error))
            assert user_file.read_bytes() == data
            assert not list(user_file.parent.glob("*.unfinished"))
    assert len(refused) > 5
    assert all("damaged" in sentence for sentence in refused)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"no database " * 100), "no gazetteer"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE t (a)").connection.close(),
         "no gazetteer"),
        (Path.mkdir, "it is a folder"),
        (Path.touch, "the file is empty"),
    ],
)  # fmt: skip
def test_what_is_no_gazetteer_is_not_imported_into(
    make: Callable[[Path], object], says: str, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "x" / "own.sqlite"
    path.parent.mkdir()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(GazetteerUnreadable, match=says):
        world.bring(path, world.others)
    assert beside(path) == {"own.sqlite"}
    assert before is None or path.read_bytes() == before


def test_a_folder_in_which_nothing_can_be_made(world: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(GazetteerUnwritable) as caught:
        world.bring(tmp_path / "file" / "own.sqlite", world.others)
    assert str(tmp_path / "file") in _in_one_sentence(caught.value)


def test_a_folder_that_may_not_be_written(
    world: World, tmp_path: Path, states: Any, all_rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_file = world.copy(tmp_path / "x")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(user_file))

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", denied)
        with pytest.raises(GazetteerUnwritable, match="Permission denied"):
            world.bring(user_file, world.newer())
    assert all_rows(user_file) == states[0]


def test_a_disk_without_room(
    world: World, tmp_path: Path, states: Any, all_rows: Rows, in_child: Child
) -> None:
    """A file may only grow to so many bytes, for one limit after the other."""

    def work(user_file: Path, source: Any, limit: int) -> str:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            world.bring(user_file, source)
        except GazetteerUnwritable as error:
            return _in_one_sentence(error)
        return "done"

    answers = set()
    for limit in (0, 100, 5000, 12_288, 20_480, 50_000, 70_000, 81_920, 10_000_000):
        user_file = world.copy(tmp_path / "x")
        _, said = in_child(functools.partial(work, user_file, world.newer(), limit))
        answers.add(said.partition(str(user_file))[0])
        assert all_rows(user_file) == states[said == "done"], said
        assert not list(user_file.parent.glob("*.unfinished"))
        world.bring(user_file, world.newer())
        assert all_rows(user_file) == states[1]
    assert answers == {"cannot change the gazetteer ", "done"}


def test_a_file_to_import_that_cannot_be_read(
    world: World, tmp_path: Path, states: Any, all_rows: Rows
) -> None:
    source, user_file = world.newer(), world.copy(tmp_path / "x")
    path = tmp_path / "folder"
    path.mkdir()
    source.paths = (path,)
    with pytest.raises(SourceUnreadable, match="folder"):
        world.bring(user_file, source)
    assert all_rows(user_file) == states[0]


def test_a_source_that_breaks_off_keeps_what_it_gave(
    world: World, tmp_path: Path, states: Any, all_rows: Rows
) -> None:
    source, user_file = world.newer(), world.copy(tmp_path / "x")
    sound = source.batches

    def breaking(*, start: int = 0) -> Iterator[Any]:
        for number, batch in enumerate(sound(start=start)):
            if number == 2:
                raise SourceUnreadable("made", "it is cut short")
            yield batch

    source.batches = breaking
    with pytest.raises(SourceUnreadable):
        world.bring(user_file, source)
    assert all_rows(user_file) == states[0]
    assert world.bring(user_file, world.newer()).resumed == 6


def test_a_stage_alone_takes_a_row_twice(place: Make) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("ATTACH ':memory:' AS stage")
    stage.create(connection)
    rows = [place("A", "made:1"), place("B", "made:2"), place("C", "made:1")]
    stage.add(connection, rows, first=0, fits={}, outlines={})
    assert [stage.drop_repeated(connection) for _ in range(2)] == [1, 0]
    kept = connection.execute("SELECT id, name FROM stage.place ORDER BY n").fetchall()
    connection.close()
    assert kept == [("made:2", "B"), ("made:1", "C")]


@pytest.mark.parametrize("seed", range(3))
def test_bytes_gone_wrong_anywhere_end_in_an_error_of_ours(
    seed: int, world: World, tmp_path: Path
) -> None:
    """Whatever byte of the user's file is hit; and the file is as it was or whole and new."""
    user_file = world.copy(tmp_path / "x")
    whole = user_file.read_bytes()
    dice = random.Random(seed)  # noqa: S311 - a place to hit, not a secret
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 30, 1000])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        user_file.write_bytes(data)
        try:
            world.bring(user_file, world.newer())
        except GazetteerError:
            assert user_file.read_bytes() == data


def test_a_gazetteer_to_compare_with_that_is_missing(world: World, tmp_path: Path) -> None:
    missing = tmp_path / "missing.sqlite"
    with pytest.raises(GazetteerUnreadable, match="no such file"):
        import_source(world.others, tmp_path / "own.sqlite", shipped=missing)
    assert not missing.exists()
