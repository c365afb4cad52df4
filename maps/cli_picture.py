"""The `picture` command: a picture of reports for print."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from maps.cli_control_files import ControlOption, files_read, gathered
from maps.cli_options import (
    CorrectionsOption,
    DateOption,
    ReportsArgument,
    SourceOption,
    TitleOption,
    UsageInvalid,
    answer_path,
    opened_corrected,
    taught,
)
from maps.cli_publication import ErratumOption
from maps.cli_reports import Known, check_all, load_all
from maps.output import write, write_bytes

PICTURE_HELP: Final = taught(
    "Draw a picture of the reports for print: PNG, SVG or PDF, by the ending of the file.\n\n"
    "An SVG has a group for every layer and text that can be edited. SVG and PDF hold links to the "
    "reports, to makers and licences. The same input gives the same bytes.",
    "frontmap picture report.txt -o map.png",
    "frontmap picture report.txt --width 89mm -o column.pdf",
    'frontmap picture report.txt --erratum "2025-01-07: 21 km, not 12" -o map.pdf',
    "frontmap picture report.txt --control maps/ --theme dark --graticule -o map.svg",
)
_ENDINGS: Final = ("png", "svg", "pdf")
_WIDTH: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mm|cm|in)?", re.IGNORECASE)
_MM: Final = {"mm": 1.0, "cm": 10.0, "in": 25.4}


class ThemeName(StrEnum):
    """What marks stand on."""

    LIGHT = "light"
    DARK = "dark"


def picture(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The picture: .png, .svg, .pdf.")
    ],
    title: TitleOption = None,
    date: DateOption = None,
    source: SourceOption = None,
    control: ControlOption = None,
    corrections: CorrectionsOption = None,
    width: Annotated[
        str, typer.Option("--width", metavar="MM", help="Width on paper: 89mm, 12cm, 7in.")
    ] = "180mm",
    dpi: Annotated[int, typer.Option("--dpi", metavar="N", help="Points per inch of a PNG.")] = 300,
    theme: Annotated[
        ThemeName, typer.Option("--theme", help="Dark marks on light ground, or the reverse.")
    ] = ThemeName.LIGHT,
    graticule: Annotated[
        bool, typer.Option("--graticule", help="Draw meridians and parallels with their degrees.")
    ] = False,
    erratum: ErratumOption = None,
) -> None:
    """Draw the picture of reports."""
    form = _form(output)
    width_mm = _width_mm(width)
    named = [*reports, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    own_title = title if len(reports) == 1 else None
    from maps.errata import erratum_of
    from maps.picture.report import check_size

    errata = [erratum_of(written) for written in erratum or ()]
    check_size(form, width_mm=width_mm, dpi=dpi)
    loaded = load_all(reports, known=Known(own_title, date, source))
    atlas = gathered(control) if control else None
    from maps.control_choice import sheet_for
    from maps.picture.report import report_picture

    with opened_corrected(context, corrections) as (gazetteer, rulings):
        checked = check_all(loaded, gazetteer, rulings=rulings, control=atlas)
        data = report_picture(
            checked,
            gazetteer,
            format=form,
            title=title,
            control=sheet_for(loaded, atlas, gazetteer) if atlas else None,
            errata=errata,
            width_mm=width_mm,
            dpi=dpi,
            dark=theme == ThemeName.DARK,
            graticule=graticule,
        )
    write_bytes(data, path=path)
    from maps.tables import count_of, count_of_verdicts

    claims = [claim for _, claims in checked for claim in claims]
    reports_read = count_of(len(checked), "report")
    write(f"{path}: {reports_read}, {count_of_verdicts(claims)}\n", path=None)


def _form(output: Path) -> str:
    """The format that a file's ending asks for."""
    ending = output.suffix.lower().removeprefix(".")
    if ending not in _ENDINGS:
        told = f"a file ending in {output.suffix}" if ending else f"{str(output)!r}"
        raise UsageInvalid(
            f"a picture is written as .png, .svg or .pdf, not as {told}; give -o one of these "
            "endings"
        )
    return ending


def _width_mm(text: str) -> float:
    """A width in millimetres."""
    found = _WIDTH.fullmatch(text.strip())
    if found is None:
        raise UsageInvalid(f"--width takes a length such as 89mm, 12cm or 7in, not {text!r}")
    return float(found[1].replace(",", ".")) * _MM[(found[2] or "mm").lower()]
