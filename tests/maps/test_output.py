from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from maps.output import OutputRefused, check_destination, csv_text, json_text, write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_json_keeps_letters_and_refuses_what_json_cannot_say() -> None:
    assert json.loads(json_text({"a": "Суджа ’"})) == {"a": "Суджа ’"}
    assert "Суджа" in json_text(["Суджа"])
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))


def test_csv_comes_back_as_it_went_in() -> None:
    rows = [{"a": 'He said "no",\nthen left', "b": None, "c": -3.5, "d": 1}]
    read = list(csv.DictReader(io.StringIO(csv_text(rows, columns=("a", "b", "c")), newline="")))
    assert read == [{"a": 'He said "no",\nthen left', "b": "", "c": "-3.5"}]


@pytest.mark.parametrize("text", ["=1+1", "+7", "-x", "@SUM(A1)", "\t=1"])
def test_csv_text_is_never_a_formula(text: str) -> None:
    (row,) = csv.DictReader(io.StringIO(csv_text([{"a": text}], columns=("a",)), newline=""))
    assert row["a"] == f"'{text}"


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old")
    path.chmod(0o640)
    write("new\n", path=path)
    assert path.read_text() == "new\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names(tmp_path) == ["answer.json"]


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("")
    write("new\n", path=tmp_path / "answer")
    assert (tmp_path / "answer").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_nothing_is_left_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answer"
    path.write_text("old")

    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputRefused, match="No space left"):
        write("new", path=path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["answer"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write("new", path=tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    before = Path("/dev/null").stat().st_rdev
    check_destination(Path("/dev/null"))
    write("text", path=Path("/dev/null"))
    assert Path("/dev/null").stat().st_rdev == before


def test_a_destination_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputRefused, match="is a folder"):
        check_destination(tmp_path)
    with pytest.raises(OutputRefused, match="no folder"):
        check_destination(tmp_path / "none" / "a.json")
    report = tmp_path / "report.txt"
    report.write_text("text")
    with pytest.raises(OutputRefused, match="files to read"):
        check_destination(tmp_path / "." / "report.txt", inputs=["-", str(report)])
    check_destination(tmp_path / "other.txt", inputs=["-", str(report)])
    check_destination(None, inputs=[str(report)])
    assert names(tmp_path) == ["report.txt"]


def test_a_place_that_takes_no_file_is_refused() -> None:
    # Not even root may make a file there.
    with pytest.raises(OutputRefused, match=r"cannot write '/proc/answer'"):
        write("text", path=Path("/proc/answer"))
