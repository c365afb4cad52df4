"""`frontmap verify`: a page that follows from its inputs is confirmed, an edited one is not."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gazetteer.corrected import NO_RULINGS
from gazetteer.store import Gazetteer
from maps.repeating import Repeated, repeat
from maps.verifying import Verification, compare, page_inputs
from maps.version import __version__

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
TEXT = (
    "Title: A push near Berdin\nSource: Night Desk\nDate: 2025-01-06\n\n"
    "Channel Overlook said that Berdin, roughly 15 kilometers from the border, was entered. "
    "Martynovka lies northeast of Sudzha. Bolshoye Soldatskoye is about 70 kilometers from "
    "Kursk city.\n"
)
BLOCK = re.compile(
    r'(<script type="application/json" id="frontmap-inputs">)(.*?)(</script>)', re.DOTALL
)


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a small report, drawn once."""
    from maps.cli import run

    folder = tmp_path_factory.mktemp("verify")
    (folder / "berdin.txt").write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FRONTMAP_GAZETTEER", raising=False)
        patch.setenv("XDG_DATA_HOME", str(folder))
        assert run(["map", str(folder / "berdin.txt"), "-o", str(folder / "map.html")]) == 0
    return (folder / "map.html").read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def again(drawn: str) -> Repeated:
    """The work behind that page, done again once."""
    with Gazetteer.open() as gazetteer:
        return repeat(
            page_inputs(drawn)[1], gazetteer, rulings=NO_RULINGS, corrections=None, control=None
        )


@pytest.fixture
def compared(again: Repeated) -> Callable[[str], Verification]:
    """Compare a document with what came of the work behind the page as it was drawn."""

    def compare_page(page: str) -> Verification:
        return compare(page, *page_inputs(page), again)

    return compare_page


@pytest.fixture
def verified(call: Run, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Verify a document by the command: the exit code, and the answer in JSON."""

    def verify(page: str, *options: str | Path) -> tuple[int, dict[str, Any]]:
        file = tmp_path / "page.html"
        file.write_bytes(page.encode("utf-8"))
        code, out, err = call("verify", file, "--format", "json", *options)
        assert err == ""
        answer: dict[str, Any] = json.loads(out)
        return code, answer

    return verify


def inputs(page: str) -> dict[str, Any]:
    """The inputs that a page holds, as any reader of JSON gets them."""
    found = BLOCK.search(page)
    assert found is not None
    told: dict[str, Any] = json.loads(found[2])
    return told


def with_inputs(page: str, change: Callable[[dict[str, Any]], None]) -> str:
    """The page with its data block altered by hand."""
    told = inputs(page)
    change(told)
    written = json.dumps(told, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")
    return BLOCK.sub(lambda found: f"{found[1]}{written}{found[3]}", page)


def once(page: str, old: str, new: str) -> str:
    """The page with one passage replaced, which must stand there."""
    assert old in page
    return page.replace(old, new, 1)


def row_of(page: str, key: str) -> str:
    """The markup of a row."""
    start = page.index(f'<tbody id="{key}"')
    return page[start : page.index("</tbody>", start)]


def places(found: Verification) -> list[str]:
    return [one.where for one in found.differences]


def test_a_page_as_it_was_drawn_is_confirmed(call: Run, drawn: str, tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    file.write_bytes(drawn.encode("utf-8"))
    code, out, err = call("verify", file, "--rebuild")
    assert (code, err) == (0, "")
    assert "3 verdicts repeated, all the same" in " ".join(out.split())
    assert "the same byte for byte" in out


def test_the_page_holds_what_is_needed_to_repeat_the_work(drawn: str) -> None:
    told = inputs(drawn)
    (report,) = told["reports"]
    assert report["id"] == "berdin"
    assert report["title"] == "A push near Berdin"
    assert report["source"] == "Night Desk"
    assert (report["date"], report["date_basis"]) == ("2025-01-06", "header")
    assert report["text"].endswith("from Kursk city.\n")
    assert [one["verdict"] for one in told["verdicts"]] == [
        "contradicted", "supported", "supported",
    ]  # fmt: skip
    low, high = told["verdicts"][0]["measured"]
    assert low == pytest.approx(19.9, abs=0.1)
    assert high == pytest.approx(22.4, abs=0.1)


def test_line_ends_of_another_system_make_no_difference_but_to_the_bytes(
    verified: Any, drawn: str
) -> None:
    other = drawn.replace("\n", "\r\n")
    code, answer = verified(other)
    assert (code, answer["differences"]) == (0, [])
    code, answer = verified(other, "--rebuild")
    assert (code, answer["differences"], answer["same_bytes"]) == (1, [], False)


def test_a_verdict_altered_in_the_table_is_named(compared: Any, drawn: str) -> None:
    row = row_of(drawn, "claim-1-1")
    edited = once(drawn, row, row.replace("does not fit", "fits"))
    found = compared(edited)
    first = found.differences[0]
    assert first.where == "claim-1-1: verdict in the table"
    assert (first.page, first.now) == ("≠ fits 1", "≠ does not fit 1")
    assert "edited" in first.why
    assert found.same == 3  # the verdicts of the data block are as they were


def test_a_figure_altered_in_the_table_is_named(compared: Any, drawn: str) -> None:
    row = row_of(drawn, "claim-1-1")
    found = compared(once(drawn, row, row.replace("21.2", "12.2", 1)))
    assert "claim-1-1: measured in the table" in places(found)


def test_the_mark_by_which_a_row_is_drawn_is_compared(compared: Any, drawn: str) -> None:
    row = row_of(drawn, "claim-1-1")
    edited = once(row, 'data-verdict="contradicted"', 'data-verdict="supported"')
    found = compared(once(drawn, row, edited))
    assert "claim-1-1: mark of the row" in places(found)


def test_a_row_taken_out_is_missed(compared: Any, drawn: str) -> None:
    row = row_of(drawn, "claim-1-2")
    found = compared(once(drawn, f"{row}</tbody>", ""))
    assert "claim-1-2: row" in places(found)


def test_the_reason_in_a_card_is_compared(compared: Any, drawn: str) -> None:
    row = row_of(drawn, "claim-1-3")
    edited = once(row, "in a straight line", "by the road")
    found = compared(once(drawn, row, edited))
    assert places(found) == ["text at #claim-1-3"]
    assert "by the road" in found.differences[0].page


@pytest.mark.parametrize(
    ("key", "value", "where"),
    [
        ("verdict", "supported", "claim-1-1: verdict"),
        ("measured", [12.0, 14.0], "claim-1-1: measured"),
        ("measured_value", 13.0, "claim-1-1: measured value"),
        ("stated", [12.0, 25.0], "claim-1-1: stated"),
        ("probability", 0.9, "claim-1-1: probability"),
        ("cause", "border", "claim-1-1: cause"),
        ("start", 1, "claim-1-1: statement"),
    ],
)
def test_what_is_altered_in_the_data_is_named(
    compared: Any, drawn: str, key: str, value: Any, where: str
) -> None:
    edited = with_inputs(drawn, lambda told: told["verdicts"][0].update({key: value}))
    found = compared(edited)
    assert where in places(found)
    assert found.same == 2


def test_rounding_in_the_last_place_is_no_difference(compared: Any, drawn: str) -> None:
    def nudge(told: dict[str, Any]) -> None:
        first = told["verdicts"][0]
        first["measured_value"] = round(first["measured_value"] + 0.001, 3)

    found = compared(with_inputs(drawn, nudge))
    assert found.same == 3
    # The page as it stands is compared as well, and it is not the one that was drawn.
    assert places(found) == ["data block frontmap-inputs"]


def test_a_verdict_left_out_of_the_data_is_missed(compared: Any, drawn: str) -> None:
    found = compared(with_inputs(drawn, lambda told: told["verdicts"].pop()))
    assert {"number of statements", "claim-1-3"} <= set(places(found))


def test_a_letter_altered_in_the_text_is_named_with_what_it_changes(
    verified: Any, drawn: str
) -> None:
    def edit(told: dict[str, Any]) -> None:
        report = told["reports"][0]
        report["text"] = report["text"].replace("15 kilometers", "21 kilometers")

    code, answer = verified(with_inputs(drawn, edit))
    assert code == 1
    by_place = {one["where"]: one for one in answer["differences"]}
    assert "altered" in by_place["report berdin: checksum"]["why"]
    verdict = by_place["claim-1-1: verdict"]
    assert (verdict["page"], verdict["now"]) == ("does not fit", "fits")
    assert "text was altered" in verdict["why"]


def test_a_checksum_altered_in_the_foot_is_named(compared: Any, drawn: str) -> None:
    sha256 = inputs(drawn)["reports"][0]["sha256"]
    found = compared(once(drawn, f"<code>{sha256}</code>", f"<code>{'0' * 64}</code>"))
    assert places(found) == ["Report berdin in the foot"]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"ratingValue":1', '"ratingValue":3', "claim-1-1: ClaimReview.reviewRating.ratingValue"),
        (
            '"alternateName":"Does not fit the measurement"',
            '"alternateName":"Fits the measurement"',
            "claim-1-1: ClaimReview.reviewRating.alternateName",
        ),
        ('"@graph":[', '"@graph":[[', "ClaimReview"),
    ],
)
def test_what_is_altered_in_the_claim_review_is_named(
    compared: Any, drawn: str, old: str, new: str, where: str
) -> None:
    found = compared(once(drawn, old, new))
    assert any(place.endswith(where) for place in places(found)), places(found)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("<h1>A push near Berdin</h1>", "<h1>Berdin has fallen</h1>", "head of the page"),
        ("1991 line; Crimea Ukrainian. Known", "no line at all. Known", "foot of the page"),
        ("<title>A push near Berdin", "<title>Another", "title"),
        ("default-src 'none'", "default-src *", "markup, character"),
        ("</body>", "<script>document.title = 'x'</script></body>", "drawing and scripts"),
        ("</footer>", "<p hidden></p></footer>", "markup, character"),
    ],
)
def test_whatever_else_is_edited_is_noticed(
    compared: Any, drawn: str, old: str, new: str, where: str
) -> None:
    found = compared(once(drawn, old, new))
    assert any(place.startswith(where) for place in places(found)), places(found)


def test_a_pin_that_was_moved_is_noticed(compared: Any, drawn: str) -> None:
    found = re.search(r'"coordinates": \[(35\.\d+),51\.\d+\], "type": "Point"', drawn)
    assert found is not None
    edited = once(drawn, found[0], found[0].replace(found[1], "36.0"))
    found = compared(edited)
    assert places(found) == ["drawing and scripts"]


def test_another_gazetteer_is_told_with_the_rows_that_moved(
    call: Run, verified: Any, drawn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tmp_path / "mine.csv"
    rows.write_text(
        "id,name,lat,lon,country,precision_m\ntheatre:berdin,Berdin,51.28,35.33,RU,300\n",
        encoding="utf-8",
    )
    own = tmp_path / "own.sqlite"
    code, _, err = call("--gazetteer", own, "gazetteer", "import", "csv", rows)
    assert code == 0, err
    monkeypatch.setenv("FRONTMAP_GAZETTEER", str(own))
    code, answer = verified(drawn)
    assert code == 1
    by_place = {one["where"]: one for one in answer["differences"]}
    assert "places of your own are used" in by_place["gazetteer"]["why"]
    why = by_place["claim-1-1: measured"]["why"]
    assert re.search(r"the gazetteer changed: Berdin.* lies \d+(\.\d)? km from where it was", why)
    assert "claim-1-3: measured" not in by_place
    assert "the rest of the page was not compared" in answer["remark"]


def test_a_page_of_another_version_is_still_checked_for_edits(compared: Any, drawn: str) -> None:
    older = with_inputs(drawn, lambda told: told.update(frontmap="0.0.7"))
    older = once(older, f"<dd><code>{__version__}</code></dd>", "<dd><code>0.0.7</code></dd>")
    found = compared(older)
    assert places(found) == ["frontmap"]
    assert (found.verdicts, found.same) == (3, 3)
    row = row_of(older, "claim-1-1")
    edited = once(older, row, row.replace("21.2", "12.2", 1))
    assert places(compared(edited)) == ["frontmap", "claim-1-1: measured in the table"]
    edited = once(older, row, row.replace("does not fit", "fits"))
    assert places(compared(edited)) == ["frontmap", "claim-1-1: verdict in the table"]
    edited = once(older, '"Does not fit the measurement"', '"Fits the measurement"')
    assert places(compared(edited)) == ["frontmap", "claim-1-1: ClaimReview"]
    sha256 = inputs(drawn)["reports"][0]["sha256"]
    edited = once(older, f"<code>{sha256}</code>", "<code>0</code>")
    assert places(compared(edited)) == ["frontmap", "Report berdin in the foot"]
    assert places(compared(once(older, row, ""))) == ["frontmap", "claim-1-1: row"]


def test_corrections_travel_in_the_page(call: Run, tmp_path: Path) -> None:
    report, fixes = tmp_path / "report.txt", tmp_path / "fixes.toml"
    report.write_text("They hold Dacha Settlement, 6 km east of Sudzha.", encoding="utf-8")
    fixes.write_bytes(
        b'# mine\r\n[[places]]\r\nname = "Dacha Settlement"\r\nlat = 51.2\r\nlon = 35.36\r\n'
    )
    page = tmp_path / "map.html"
    assert call("map", report, "--corrections", fixes, "-o", page)[0] == 0
    told = inputs(page.read_bytes().decode())
    assert told["corrections"]["content"].encode() == fixes.read_bytes()
    fixes.unlink()
    code, out, err = call("verify", page, "--rebuild")
    assert (code, err) == (0, "")
    assert "1 verdict repeated, it is the same" in " ".join(out.split())
    other = tmp_path / "other.toml"
    other.write_text('[[places]]\nname = "Dacha Settlement"\nlat = 51.2\nlon = 35.6\n', "utf-8")
    code, out, _ = call("verify", page, "--corrections", other, "--format", "json")
    assert code == 1
    answer = json.loads(out)
    by_place = {one["where"]: one for one in answer["differences"]}
    assert by_place["claim-1-1: measured"]["why"] == "other corrections"
    assert by_place["claim-1-1: verdict"]["now"] == "does not fit"


def test_a_user_s_own_corrections_do_not_leak_into_a_page_without_any(
    call: Run, drawn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixes = tmp_path / "fixes.toml"
    fixes.write_text('ignored = ["Berdin"]', encoding="utf-8")
    monkeypatch.setenv("FRONTMAP_CORRECTIONS", str(fixes))
    page = tmp_path / "page.html"
    page.write_bytes(drawn.encode())
    assert call("verify", page)[0] == 0


def test_a_page_with_control_maps_needs_them(
    call: Run, root: Path, tmp_path: Path, sentence: Any
) -> None:
    report = root / "tests/control/sample-report.txt"
    folder = tmp_path / "maps"
    shutil.copytree(root / "tests/control/sample", folder)
    page = tmp_path / "map.html"
    assert call("map", report, "--control", folder, "-o", page)[0] == 0
    listed = inputs(page.read_bytes().decode())["control"]
    text = sentence(call("verify", page))
    assert listed[0]["file"] in text
    assert listed[0]["sha256"] in text
    assert "--control" in text
    code, out, err = call("verify", page, "--control", folder, "--rebuild")
    assert code == 0, (out, err)
    assert "byte for byte" in out
    # A map of another content is not the one that was used, whatever its name.
    first = folder / listed[0]["file"]
    first.write_text(first.read_text("utf-8").replace("35.", "35.0", 1), "utf-8")
    text = sentence(call("verify", page, "--control", folder))
    assert "not among the files given" in text
    assert listed[0]["sha256"] in text
    assert listed[1]["sha256"] not in text


def test_a_map_of_one_day_with_a_report_can_be_repeated(
    call: Run, root: Path, tmp_path: Path
) -> None:
    """`control map --report` reads files by options and takes care of them; so does repeating."""
    day = root / "tests/control/sample/sample_2025-01-04.geojson"
    report = root / "tests/control/sample-report.txt"
    page = tmp_path / "map.html"
    options = ("--maker", "Another Desk", "--coarsen", "300", "--map-date", "2025-01-04")
    code, _, err = call("control", "map", day, "--report", report, *options, "-o", page)
    assert code == 0, err
    told = inputs(page.read_bytes().decode())
    assert told["settings"]["coarsen_m"] == 300
    code, out, err = call("verify", page, "--control", day, "--rebuild")
    assert code == 0, (out, err)


def test_differences_are_a_table_for_people(call: Run, drawn: str, tmp_path: Path) -> None:
    row = row_of(drawn, "claim-1-1")
    page = tmp_path / "page.html"
    page.write_bytes(once(drawn, row, row.replace("does not fit", "fits")).encode())
    code, out, err = call("verify", page)
    assert (code, err) == (1, "")
    told = " ".join(out.split())
    for head in ("What differs", "The page says", "Comes out now"):
        assert head in told
    assert "the page was edited after it was made" in told
    assert re.search(r"3 verdicts repeated, 3 the same; \d differences?", told)


def test_the_answer_goes_to_a_file_that_is_none_of_those_read(
    call: Run, drawn: str, tmp_path: Path, sentence: Any
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(drawn.encode())
    answer = tmp_path / "answer.json"
    assert call("verify", page, "-o", answer) == (0, "", "")
    assert json.loads(answer.read_text("utf-8"))["differences"] == []
    assert "one of the files to read" in sentence(call("verify", page, "-o", page))


def test_shown_text_is_compared_as_a_page_can_hold_it(
    verified: Any, call: Run, tmp_path: Path
) -> None:
    """Control characters and lone marks are shown otherwise than they are written."""
    report = tmp_path / "odd.txt"
    report.write_text(
        "Title: A `push` \x1b[31m <b>near</b> {{Berdin}} & \u2028 more\n\n"
        "Berdin lies 15 km from the border, said <i>Channel \x07 Overlook</i>.\r\n\rSo it is.",
        encoding="utf-8",
        newline="",
    )
    page = tmp_path / "map.html"
    assert call("map", report, "-o", page)[0] == 0
    code, answer = verified(page.read_bytes().decode(), "--rebuild")
    assert (code, answer["differences"], answer["same_bytes"]) == (0, [], True)
    text = inputs(page.read_bytes().decode())["reports"][0]["text"]
    assert text.endswith(".\r\n\rSo it is.")
    assert html.escape("<i>") not in text
