"""`--corrections`: entries that change nothing are named, with the file that they stand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
TEXT = (
    "Ukrainian forces entered Loknya Malaya on Sunday near Martynovka. "
    "Sudzha lies some 10 km from Mikhaylovka. Fighting goes on near Victory, and they hold "
    "Dacha Settlement, 6 km east of Sudzha."
)
USED = """
ignored = ["martynovka"]
[aliases]
"Loknya Malaya" = "theatre:malaya-loknya"
[meant]
"Mikhaylovka" = "theatre:mikhaylovka"
"Sudzha" = { place = "theatre:sudzha", report = "monday" }
[[places]]
name = "Dacha Settlement"
lat = 51.19
lon = 35.36
"""


@pytest.fixture
def noted(call: Run, tmp_path: Path) -> Callable[..., str]:
    """Runs a command with corrections, and gives what stands on standard error."""
    report, fixes = tmp_path / "monday.txt", tmp_path / "fixes.toml"
    report.write_text(TEXT, encoding="utf-8")

    def run(corrections: str, command: str = "read", *options: Any) -> str:
        fixes.write_text(corrections, encoding="utf-8")
        code, _, err = call(command, report, "--corrections", fixes, *options)
        assert code == 0
        return err

    return run


def test_nothing_is_said_where_every_entry_is_used(noted: Callable[..., str]) -> None:
    assert noted(USED) == ""
    assert noted("") == ""


@pytest.mark.parametrize(
    ("corrections", "entry"),
    [
        ('ignored = ["Victoria", "Martynovka"]', "“Victoria” (ignored)"),
        ('[aliases]\n"Old Loknya" = "theatre:malaya-loknya"', "“Old Loknya” (aliases)"),
        ('[meant]\n"Mikhailivka" = "theatre:mikhaylovka"', "“Mikhailivka” (meant)"),
        ('[meant]\n"Sudzha" = { place = "theatre:sudzha", report = "friday" }',
         "“Sudzha” (meant, in the report friday, which was not read)"),
        ('[[places]]\nname = "Dacha Colony"\nlat = 51.19\nlon = 35.36', "“Dacha Colony” (places)"),
    ],
)  # fmt: skip
def test_an_entry_that_no_report_uses_is_named_with_its_file(
    noted: Callable[..., str], corrections: str, entry: str, tmp_path: Path
) -> None:
    expected = f"frontmap: note: {tmp_path / 'fixes.toml'}: no report uses {entry}\n"
    assert noted(corrections) == expected


def test_a_ruling_for_all_that_one_report_overrules_is_not_used(noted: Callable[..., str]) -> None:
    said = noted(
        '[meant]\n"Mikhaylovka" = ["theatre:mikhaylovka", '
        '{ place = "geonames:527012", report = "monday" }]'
    )
    assert said.endswith("no report uses “Mikhaylovka” (meant)\n")


def test_a_long_list_is_cut_short(noted: Callable[..., str]) -> None:
    names = ", ".join(f'"Nowhere {letter}"' for letter in "ABCDEFGHIJK")
    said = noted(f"ignored = [{names}]")
    assert said.count("(ignored)") == 8
    assert said.endswith(", and 3 more\n")


@pytest.mark.parametrize("command", ["check", "map", "picture", "locate"])
def test_every_command_that_reads_says_so_and_its_answer_stays_clean(
    noted: Callable[..., str], command: str, tmp_path: Path
) -> None:
    ending = {"map": "map.html", "picture": "map.svg"}.get(command, "answer.json")
    options = ["-o", tmp_path / ending] + (["--format", "json"] if ending[-1] == "n" else [])
    assert "“Victoria” (ignored)" in noted('ignored = ["Victoria"]', command, *options)
    assert "Victoria" not in (tmp_path / ending).read_text(encoding="utf-8").replace(
        'ignored = [\\"Victoria\\"]', ""
    )


def test_an_entry_that_one_of_two_days_uses_is_used(call: Run, tmp_path: Path) -> None:
    fixes = tmp_path / "fixes.toml"
    fixes.write_text('ignored = ["Martynovka"]', encoding="utf-8")
    for day, text in (("monday", TEXT), ("tuesday", "Sudzha was quiet, it is said.")):
        (tmp_path / day).mkdir()
        (tmp_path / day / f"{day}.txt").write_text(text, encoding="utf-8")
    code, _, err = call("diff", tmp_path / "monday", tmp_path / "tuesday", "--corrections", fixes)
    assert (code, err) == (0, "")


def test_a_page_that_is_verified_is_not_told_of_its_corrections_again(
    noted: Callable[..., str], call: Run, tmp_path: Path
) -> None:
    page = tmp_path / "map.html"
    assert "Victoria" in noted('ignored = ["Victoria"]', "map", "-o", page)
    code, out, err = call("verify", page)
    assert (code, err) == (0, ""), out
