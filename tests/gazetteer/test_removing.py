"""A source taken out again leaves what was there before."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from gazetteer import removing
from gazetteer.errors import GazetteerBusy, GazetteerUnreadable, SourceUnknown
from gazetteer.importing import import_source
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.removing import remove_source
from gazetteer.rewriting import alone
from gazetteer.sources.source import Batch
from gazetteer.store import Gazetteer
from gazetteer.writer import write

Make = Callable[..., Place]
Rows = Callable[[Path], dict[str, list[tuple[Any, ...]]]]


@pytest.fixture
def shipped(tmp_path: Path, place: Make) -> Path:
    path = tmp_path / "shipped.sqlite"
    write(path, [place("Village 1", "theatre:1", lon=1 / 7, lat=1 / 9)])
    return path


@pytest.fixture
def sources(tmp_path: Path, place: Make, made_source: Any) -> dict[str, Any]:
    """Sources that share places, names and keys; one without any place."""
    rows: dict[str, list[Any]] = {
        name: [
            place(f"Village {n}", f"{name}:{n}", lon=n / 7, lat=n / 9 + shift, names=(f"Село {n}",))
            for n in numbers
        ]
        for name, numbers, shift in (
            ("a", range(4), 0.0), ("b", range(1, 6), 0.002), ("c", range(2, 9, 3), 0.001),
        )
    }  # fmt: skip
    rows["empty"] = [None]
    return {name: made_source(tmp_path, name, listed) for name, listed in rows.items()}


@pytest.mark.parametrize("order", list(itertools.permutations(("a", "b", "empty", "c"))))
def test_the_last_source_removed_leaves_the_state_before_it(
    order: tuple[str, ...], sources: Any, shipped: Path, tmp_path: Path, all_rows: Rows
) -> None:
    user_file = tmp_path / "own.sqlite"
    states = []
    for name in order:
        import_source(sources[name], user_file, shipped=shipped)
        states.append(all_rows(user_file))
    for name in reversed(order[1:]):
        states.pop()
        remove_source(name, user_file, shipped=shipped)
        assert all_rows(user_file) == states[-1]


@pytest.mark.parametrize("gone", ["a", "b", "empty", "c"])
def test_any_source_removed_leaves_what_the_others_alone_give(
    gone: str, sources: Any, shipped: Path, tmp_path: Path
) -> None:
    def seen(user_file: Path) -> Any:
        with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
            found = [
                gazetteer.find(f"{word} {n}") for word in ("Village", "Село") for n in range(9)
            ]
            keys = [gazetteer.steps("village"), gazetteer.steps("село")]
            return found, keys, gazetteer.fuzzy("Vilage 3"), gazetteer.content_hash()

    without, with_it = tmp_path / "1" / "own.sqlite", tmp_path / "2" / "own.sqlite"
    for name, source in sources.items():
        import_source(source, with_it, shipped=shipped)
        if name != gone:
            import_source(source, without, shipped=shipped)
    rows = sum(isinstance(row, Place) for row in sources[gone]._rows)
    assert remove_source(gone, with_it, shipped=shipped) == rows
    assert seen(with_it) == seen(without)


def test_a_source_without_rows_takes_nobody_elses_with_it(
    sources: Any, shipped: Path, tmp_path: Path
) -> None:
    """It stands between others, whose numbers may be given anew behind it."""
    user_file = tmp_path / "own.sqlite"
    for name in ("a", "empty", "b"):
        import_source(sources[name], user_file, shipped=shipped)
    remove_source("a", user_file, shipped=shipped)
    remove_source("b", user_file, shipped=shipped)
    import_source(sources["c"], user_file, shipped=shipped)
    remove_source("empty", user_file, shipped=shipped)
    with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
        assert gazetteer.find("Village 8")


def test_outlines_go_with_their_rows(place: Make, shipped: Path, tmp_path: Path) -> None:
    class Regions:
        name, licence, credit, date, options, size = "regions", "MIT", "nobody", "2025", "", 1
        paths: tuple[Path, ...] = (shipped,)

        def batches(self, *, start: int = 0) -> Any:
            region = place("Oblast", "made:r", kind="region")
            outline = Outline(shapely.box(34, 50, 36, 52).wkb, 10.0)
            yield Batch(1, 1, (region,), outlines={"made:r": outline})

    user_file = tmp_path / "own.sqlite"
    import_source(Regions(), user_file, shipped=shipped)
    with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
        assert gazetteer.geometry("made:r") is not None
    remove_source("regions", user_file, shipped=shipped)
    with Gazetteer.open(user=user_file, shipped=shipped) as gazetteer:
        assert gazetteer.geometry("made:r") is None
        assert gazetteer.row("made:r") is None


def test_what_lies_beside_the_file_goes_as_well(
    made_source: Any, place: Callable[..., Place], shipped: Path, tmp_path: Path
) -> None:
    user_file = tmp_path / "x" / "own.sqlite"
    import_source(
        made_source(tmp_path, "half", ["broken", place("Berdin")]), user_file, shipped=shipped
    )
    assert len(list(user_file.parent.glob("*.rejects.csv"))) == 1
    remove_source("half", user_file, shipped=shipped)
    assert {path.name for path in user_file.parent.iterdir()} == {"own.sqlite", ".own.sqlite.lock"}


def test_what_a_stopped_import_read_can_be_dropped(
    sources: Any, shipped: Path, tmp_path: Path, all_rows: Rows
) -> None:
    def stop(doing: str, done: int, _: int) -> None:
        if doing == "reading" and done:
            raise KeyboardInterrupt

    user_file = tmp_path / "x" / "own.sqlite"
    import_source(sources["a"], user_file, shipped=shipped)
    before = all_rows(user_file)
    with pytest.raises(KeyboardInterrupt):
        import_source(sources["b"], user_file, shipped=shipped, progress=stop)
    assert list(user_file.parent.glob(".*.stage"))
    assert remove_source("b", user_file, shipped=shipped) == 0
    assert not list(user_file.parent.glob(".*.stage"))
    assert all_rows(user_file) == before
    with pytest.raises(SourceUnknown):
        remove_source("b", user_file, shipped=shipped)


def test_a_source_that_is_not_there(
    sources: Any, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_file = tmp_path / "own.sqlite"
    for name in ("a", "b"):
        import_source(sources[name], user_file, shipped=shipped)
    data = user_file.read_bytes()
    # The file, which may be huge, is not copied first.
    monkeypatch.setattr(shutil, "copyfile", lambda *_: pytest.fail("copied"))
    with pytest.raises(SourceUnknown, match="it has a; b") as caught:
        remove_source("nobody's\x1b[2J", user_file, shipped=shipped)
    assert caught.value.known == ("a", "b")
    assert str(caught.value).isprintable()
    assert user_file.read_bytes() == data


def test_a_file_that_is_missing_or_busy(sources: Any, shipped: Path, tmp_path: Path) -> None:
    user_file = tmp_path / "own.sqlite"
    with pytest.raises(GazetteerUnreadable, match="no such file"):
        remove_source("a", user_file, shipped=shipped)
    assert not user_file.exists()
    import_source(sources["a"], user_file, shipped=shipped)
    with alone(user_file), pytest.raises(GazetteerBusy):
        remove_source("a", user_file, shipped=shipped)


@pytest.mark.parametrize("step", ["remove_rows", "link", "seal"])
def test_a_removal_that_fails_changes_nothing(
    step: str, sources: Any, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user_file = tmp_path / "own.sqlite"
    import_source(sources["a"], user_file, shipped=shipped)
    data = user_file.read_bytes()
    monkeypatch.setattr(removing, step, lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        remove_source("a", user_file, shipped=shipped)
    assert user_file.read_bytes() == data
    assert not list(tmp_path.glob(".*unfinished"))


def test_a_file_gives_its_room_back(
    place: Make, made_source: Any, sources: Any, shipped: Path, tmp_path: Path
) -> None:
    user_file = tmp_path / "own.sqlite"
    import_source(sources["a"], user_file, shipped=shipped)
    small = user_file.stat().st_size
    many = [place(f"Place {n}", f"m:{n}", lon=n / 100, lat=n / 100) for n in range(3000)]
    import_source(made_source(tmp_path, "many", many, batch=1000), user_file, shipped=shipped)
    assert user_file.stat().st_size > 3 * small
    remove_source("many", user_file, shipped=shipped)
    assert user_file.stat().st_size < 1.5 * small
