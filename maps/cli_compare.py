"""`frontmap compare` and `frontmap diff`: what several reports say, set side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from geo.errors import ReportInvalid
from maps.cli_check import checked_reports
from maps.cli_control_files import ControlOption, files_read, gathered
from maps.cli_options import (
    CorrectionsOption,
    DateOption,
    Format,
    FormatOption,
    OutputOption,
    ReportsArgument,
    answer_path,
    chosen,
    taught,
)
from maps.cli_reports import Known
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from geo.claims.claim import Claim
    from geo.reading.reading import Reading

    Checked = tuple[Reading, tuple[Claim, ...]]

COMPARE_HELP: Final = taught(
    "Compare reports: what they agree and disagree on, and who quotes whom.\n\n"
    "Only the same quantity, unit, window and base is compared; what merely looks alike is "
    "listed as not comparable, with the reason. Two papers that quote one ministry are two outlets "
    "and one origin.",
    "frontmap compare monday.txt tuesday.txt",
    "frontmap compare reports/*.txt --format json -o comparison.json",
)
DIFF_HELP: Final = taught(
    "Tell what is new, changed and dropped from one day's reports to another's.\n\n"
    "Each side is a report or a folder of reports. Other words for the same are no change.",
    "frontmap diff monday.txt tuesday.txt",
    "frontmap diff reports/2025-01-05 reports/2025-01-06 --format csv -o changes.csv",
)
COMPARISON_COLUMNS: Final = (
    "finding", "number", "topic", "why", "side", "outlets", "origins", "report", "outlet", "chain",
    "origin", "standing", "evidence", "verdict", "window_first", "window_last", "window_basis",
    "said", "start", "end", "text",
)  # fmt: skip
DIFFERENCE_COLUMNS: Final = (
    "change", "kind", "topic", "before", "after", "reports_before", "reports_after",
    "origins_before", "origins_after",
)  # fmt: skip
REPORT_ENDINGS: Final = (".txt", ".text", ".md", ".html", ".htm", ".pdf", ".docx")
_OUR_PAGE: Final = b'<meta name="generator" content="frontmap">'
_HEAD_BYTES: Final = 16_384


def compare(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    control: ControlOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    date: DateOption = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Compare reports.

    JSON is one object, `{"reports", "agree", "disagree", "not_comparable", "quotes", "shared"}`;
    `geo.comparison.contract.comparison_json` documents it. CSV has one row for each account of each
    finding: `finding` is `agree`, `disagree` or `not comparable`, `number` counts the findings and
    `side` the groups within one.
    """
    named = [*reports, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    form = chosen(format, path, known=Format)
    atlas = gathered(control) if control else None
    checked = checked_reports(
        context, _files(reports), Known(date=date), corrections, control=atlas
    )
    write(_comparison_text(checked, form, file=path is not None), path=path)


def diff(
    context: typer.Context,
    yesterday: Annotated[
        str, typer.Argument(metavar="YESTERDAY", help="A report or a folder of reports.")
    ],
    today: Annotated[str, typer.Argument(metavar="TODAY", help="The same of the later day.")],
    *,
    control: ControlOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Tell what changed between two sets of reports.

    JSON is one object, `{"before", "after", "changes", "unchanged"}`;
    `geo.comparison.contract.difference_json` documents it. CSV has one row for each change.
    """
    days = _files([yesterday]), _files([today])
    named = [*days[0], *days[1], *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    form = chosen(format, path, known=Format)
    atlas = gathered(control) if control else None
    checked = checked_reports(context, [*days[0], *days[1]], Known(), corrections, control=atlas)
    first = len(days[0])
    write(
        _difference_text(checked[:first], checked[first:], form, file=path is not None), path=path
    )


def _files(paths: Sequence[str]) -> list[str]:
    """Put the reports in a folder in its place, in the order of their names.

    Raises
    ------
    ReportInvalid
        If a folder holds no report.
    """
    found: list[str] = []
    for path in paths:
        folder = Path(path)
        if path == "-" or not folder.is_dir():
            found.append(path)
            continue
        inside = sorted(
            file
            for file in folder.iterdir()
            if file.suffix.lower() in REPORT_ENDINGS
            and not file.name.startswith(".")
            and file.is_file()
            and not _is_ours(file)
        )
        if not inside:
            endings = ", ".join(REPORT_ENDINGS)
            raise ReportInvalid(
                f"the folder {path!r} holds no report; put files ({endings}) into it"
            )
        found += map(str, inside)
    return found


def _is_ours(file: Path) -> bool:
    """Whether a file is a page that we wrote, a map of the reports beside it."""
    try:
        with file.open("rb") as stream:
            return _OUR_PAGE in stream.read(_HEAD_BYTES)
    except OSError:
        return False  # the one who loads it tells why it cannot be read


def _comparison_text(checked: Sequence[Checked], form: str, *, file: bool) -> str:
    """Write a comparison in a format."""
    from geo.comparison.compare import compare as compared
    from geo.comparison.contract import comparison_json

    found = compared(checked)
    if form == "table":
        from maps.comparison_tables import comparison_tables
        from maps.tables import text_of

        return text_of(comparison_tables(found), file=file)
    flat = comparison_json(found)
    if form == "json":
        return json_text(flat)
    return csv_text(_comparison_rows(flat), columns=COMPARISON_COLUMNS)


def _difference_text(
    yesterday: Sequence[Checked], today: Sequence[Checked], form: str, *, file: bool
) -> str:
    """Write a difference in a format."""
    from geo.comparison.contract import difference_json
    from geo.comparison.difference import difference

    found = difference(yesterday, today)
    if form == "table":
        from maps.comparison_tables import difference_tables
        from maps.tables import text_of

        return text_of(difference_tables(found), file=file)
    flat = difference_json(found)
    if form == "json":
        return json_text(flat)
    return csv_text(map(_change_row, flat["changes"]), columns=DIFFERENCE_COLUMNS)


def _comparison_rows(flat: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each account of each finding."""
    findings = [
        *(("agree", one, one["why"], [one]) for one in flat["agree"]),
        *(("disagree", one, one["why"], one["sides"]) for one in flat["disagree"]),
        *(("not comparable", one, one["because"], one["sides"]) for one in flat["not_comparable"]),
    ]
    for number, (finding, one, why, sides) in enumerate(findings, 1):
        for at, side in enumerate(sides, 1):
            for account in side["accounts"]:
                window = account["window"] or {}
                yield {
                    **account,
                    "finding": finding,
                    "number": number,
                    "topic": one["topic"],
                    "why": why,
                    "side": at,
                    "outlets": len(side["outlets"]),
                    "origins": len(side["origins"]),
                    "chain": " < ".join(account["chain"]),
                    "origin": " & ".join(account["origins"]),
                    **{f"window_{key}": window.get(key) for key in ("first", "last", "basis")},
                }


def _change_row(change: dict[str, Any]) -> dict[str, Any]:
    """One change, with where it stands."""
    row = dict(change)
    for day in ("before", "after"):
        accounts = change[f"accounts_{day}"]
        row[f"reports_{day}"] = " ".join(dict.fromkeys(one["report"] for one in accounts))
        origins = (origin for one in accounts for origin in one["origins"])
        row[f"origins_{day}"] = " & ".join(dict.fromkeys(origins))
    return row
