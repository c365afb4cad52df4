"""Print pictures that lead on: corrections, and links in the formats that have them."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from maps.addresses import ADDRESSES
from maps.errata import Erratum
from maps.errors import MarkupUnsafe
from maps.picture.lettering import Face, Run, lines_of, runs_of
from maps.picture.pen import Pen
from maps.picture.report import report_picture
from maps.picture.saving import new_figure, settled
from maps.spots import Checked

SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
ADDRESS = "https://lantern.example/reports/2025-01-05?part=1&page=2"
ERRATA = (
    Erratum("2025-01-07", "the distance was 21 km, not 12"),
    Erratum("2025-02-01", "Sudzha <b>is</b> $x$ meant."),
)


@pytest.fixture
def published(checked: Checked) -> Checked:
    """The report of these tests as one that stands on the web."""
    ((reading, claims),) = checked
    report = dataclasses.replace(reading.report, url=ADDRESS)
    return ((dataclasses.replace(reading, report=report), claims),)


def parsed(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - made here


def links(root: ET.Element) -> list[tuple[str, str]]:
    return [(a.get(HREF, ""), "".join(a.itertext()).strip()) for a in root.iter(f"{SVG}a")]


def words(root: ET.Element, layer: str) -> str:
    (group,) = (g for g in root.iter(f"{SVG}g") if g.get("id") == layer)
    return " ".join("".join(text.itertext()) for text in group.iter(f"{SVG}text"))


def test_an_svg_leads_to_the_report_its_data_and_their_licences(
    published: Checked, gazetteer: Any
) -> None:
    root = parsed(report_picture(published, gazetteer, format="svg"))
    made = links(root)
    assert (ADDRESS, "Lantern Institute") in made or (ADDRESS, ADDRESS) in made
    assert "".join(text for address, text in made if address == ADDRESS).endswith(ADDRESS)
    assert (ADDRESSES["CC-BY-4.0"], "CC-BY-4.0") in made
    assert {address for address, _ in made} <= {ADDRESS, *ADDRESSES.values()}
    assert {a.get("rel") for a in root.iter(f"{SVG}a")} == {"noopener noreferrer nofollow"}


def test_a_pdf_has_its_links_where_their_words_stand(published: Checked, gazetteer: Any) -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(report_picture(published, gazetteer, format="pdf")))
    (page,) = reader.pages
    found = [note.get_object() for note in page["/Annots"]]  # type: ignore[attr-defined]
    assert {note["/A"]["/URI"] for note in found} >= {ADDRESS, ADDRESSES["CC-BY-4.0"]}
    assert {note["/A"]["/S"] for note in found} == {"/URI"}
    placed: list[tuple[str, float, float]] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, *_: placed.append(
            (text.strip(), tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5])
        )
    )
    (licence,) = (note for note in found if note["/A"]["/URI"] == ADDRESSES["CC-BY-4.0"])
    left, bottom, right, top = (float(edge) for edge in licence["/Rect"])
    inside = [text for text, x, y in placed if left - 1 <= x <= right and bottom - 3 <= y <= top]
    assert any("CC-BY-4.0" in text for text in inside)


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_corrections_and_links_leave_the_bytes_the_same(
    form: str, published: Checked, gazetteer: Any
) -> None:
    once, again = (
        report_picture(published, gazetteer, format=form, errata=ERRATA, dpi=60) for _ in range(2)
    )
    assert once == again
    assert once != report_picture(published, gazetteer, format=form, dpi=60)


def test_a_corrected_picture_says_so_at_its_head_and_what_at_its_foot(
    checked: Checked, gazetteer: Any
) -> None:
    root = parsed(report_picture(checked, gazetteer, format="svg", errata=ERRATA))
    assert "Corrected 2 times, last on 1 February 2025" in words(root, "warnings")
    foot = words(root, "foot")
    first, second = "Sudzha <b>is</b> $x$ meant.", "the distance was 21 km, not 12."
    assert foot.index(first) < foot.index(second) < foot.index("Map data")
    plain = parsed(report_picture(checked, gazetteer, format="svg"))
    assert "Correct" not in "".join(plain.itertext())


def test_a_report_without_an_address_has_no_link(checked: Checked, gazetteer: Any) -> None:
    root = parsed(report_picture(checked, gazetteer, format="svg"))
    assert {address for address, _ in links(root)} <= set(ADDRESSES.values())
    assert "Reports" not in words(root, "foot")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "https://a@b.example/", ""]
)
def test_no_picture_leads_to_what_is_no_plain_address(address: str) -> None:
    with settled():
        pen = Pen(new_figure(width_mm=60, height_mm=20, paper="#ffffff"), "#ffffff")
        with pytest.raises(MarkupUnsafe):
            pen.text(1, 1, "here", Face(8), "#000000", address=address)


def test_a_link_within_brackets_stays_with_them() -> None:
    face = Face(8)
    runs = list(runs_of([("see Maker (", None), ("CC-X", "https://x.example"), ("), and", None)],
                        face))  # fmt: skip
    for width in (9.0, 12.0, 16.0, 21.0, 60.0):
        lines = lines_of(runs, width=width)
        said = ["".join(placed.run.text for placed in line) for line in lines]
        whole = " ".join("".join(said).split())
        assert "(CC-X)," in whole.replace(" ", "")
        assert any("(CC-X)," in line for line in said) or width < 12
        linked = [p.run.text for line in lines for p in line if p.run.address]
        assert "".join(linked) == "CC-X"


def test_a_long_address_is_divided_and_every_piece_leads_to_all_of_it() -> None:
    run = Run(ADDRESS, Face(8), address=ADDRESS)
    lines = lines_of([run], width=20.0)
    assert len(lines) > 2
    assert "".join(placed.run.text for line in lines for placed in line) == ADDRESS
    assert {placed.run.address for line in lines for placed in line} == {ADDRESS}


def test_the_command_takes_corrections(
    alone: None, call: Any, sentence: Any, tmp_path: Path
) -> None:
    report, file = tmp_path / "report.txt", tmp_path / "map.svg"
    report.write_text(f"Url: {ADDRESS}\n\nUkrainian forces entered Sudzha.\n", encoding="utf-8")
    said = ("--erratum", "2025-01-07: it was Sudzha", "--erratum", "2025-01-08: it was not")
    code, _, err = call("picture", report, "-o", file, *said)
    assert (code, err) == (0, "")
    root = parsed(file.read_bytes())
    assert "8 January 2025: it was not. 7 January 2025: it was Sudzha." in words(root, "foot")
    assert ADDRESS in {address for address, _ in links(root)}
    file.unlink()
    assert "YYYY-MM-DD: TEXT" in sentence(call("picture", report, "-o", file, "--erratum", "no"))
    assert not file.exists()
