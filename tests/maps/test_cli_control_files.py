"""The options by which commands take control maps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from geo.errors import ControlInvalid
from maps.cli_control_files import (
    ControlFiles,
    DateColumnOption,
    LicenceOption,
    MakerOption,
    MapDateOption,
    SideColumnOption,
    SidesOption,
    StatusColumnOption,
    gathered,
    load_options,
    note_lines,
    tell_notes,
)

RING = [[48.0, 37.0], [48.0, 37.5], [48.4, 37.5], [48.4, 37.0], [48.0, 37.0]]


def daily(path: Path, *rings: list[list[float]]) -> Path:
    path.write_text(json.dumps({"areas": list(rings), "frontline": []}))
    return path


def test_a_command_takes_the_options_and_reads_the_files(tmp_path: Path) -> None:
    app = typer.Typer()

    @app.command()
    def show(
        files: ControlFiles,
        *,
        side_column: SideColumnOption = None,
        status_column: StatusColumnOption = None,
        date_column: DateColumnOption = None,
        sides: SidesOption = None,
        map_date: MapDateOption = None,
        maker: MakerOption = None,
        licence: LicenceOption = None,
    ) -> None:
        options = load_options(
            side_column=side_column, status_column=status_column, date_column=date_column,
            sides=sides, map_date=map_date, maker=maker, licence=licence,
        )  # fmt: skip
        for layer in gathered(files, options=options).layers:
            typer.echo(f"{layer.title} {layer.maker.licence} {' '.join(layer.sides)}")

    ring = [[lon, lat] for lat, lon in RING]
    feature = {"type": "Feature", "properties": {"zone": "red"},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    path = tmp_path / "map.geojson"
    path.write_text(json.dumps(feature))
    done = CliRunner().invoke(
        app,
        [str(path), "--side-column", "zone", "--sides", "red=RU,blue=UA", "--sides", "green=",
         "--map-date", "2025-01-04", "--maker", "Lantern", "--licence", "CC0-1.0"],
    )  # fmt: skip
    assert done.output == "Lantern, 2025-01-04 CC0-1.0 RU\n"
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("given", "says"), [({"sides": ["red"]}, "VALUE=SIDE"), ({"map_date": "4.1.25"}, "is no day")]
)
def test_options_that_make_no_sense(given: dict[str, object], says: str) -> None:
    with pytest.raises(ControlInvalid, match=says):
        load_options(**given)  # type: ignore[arg-type]


def test_notes_are_one_line_each_and_shared_by_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for k in range(1, 6):
        daily(tmp_path / f"2025010{k}.json", RING[:-1])
    daily(tmp_path / "20250106.json", RING, RING)
    (tmp_path / "READ\x1bME.md").write_text("x")
    atlas = gathered([tmp_path])
    five = "20250101.json, 20250102.json, 20250103.json and 2 more"
    assert note_lines(atlas) == [
        f"{five}: repaired: a ring was not closed and has been",
        "20250106.json: left out: a shape that another one repeats exactly",
        "skipped: READ�ME.md is no control map",
    ]
    tell_notes(atlas)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == note_lines(atlas)


def test_many_skipped_files_are_counted(tmp_path: Path) -> None:
    daily(tmp_path / "20250101.json", RING)
    for k in range(10):
        (tmp_path / f"{k}.txt").write_text("x")
    lines = note_lines(gathered([tmp_path]))
    assert len(lines) == 4
    assert lines[-1] == "skipped: 7 more files that are no control maps"


def test_a_bar_is_shown_where_somebody_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for k in range(1, 4):
        daily(tmp_path / f"2025010{k}.json", RING)
    gathered([tmp_path])
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert len(gathered([tmp_path]).layers) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "Reading control maps" in err
