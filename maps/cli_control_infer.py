"""`frontmap control infer`: the control that reports indicate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_care import PermittedOption, careful
from maps.cli_control_files import ControlOption, files_read, gathered, tell_notes
from maps.cli_control_notes import tell
from maps.cli_options import (
    CorrectionsOption,
    OutputOption,
    PlaceFormat,
    ReportsArgument,
    UsageInvalid,
    answer_path,
    chosen,
    opened_corrected,
    taught,
)
from maps.cli_reports import Known, load_all, read_all
from maps.output import json_text, write, write_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from gazetteer.store import Gazetteer
    from geo.control.evidence import Evidence
    from geo.control.front import InferredFront
    from geo.control.front_base import FrontBase
    from geo.control.layer import ControlLayer

INFER_HELP: Final = taught(
    "Infer who holds the ground from what reports say of places.\n\n"
    "The result is no control map: it is marked as inferred everywhere, says which stretch of the "
    "front rests on a statement and which is interpolated, and gives no ground beyond 12 km from "
    "any place that something is said of. Without --control it starts from the border.",
    "frontmap control infer report.txt",
    "frontmap control infer monday.txt tuesday.txt --control 20241215.json",
    "frontmap control infer report.txt --date 2025-01-05 -o inferred.html",
    "frontmap control infer report.txt --date 2025-01-05 -o inferred.gpkg",
)


def infer(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    control: ControlOption = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="Day to infer the front for: later events do not count, older ones weigh less. "
            "Reports that name no day are taken to be of it.",
        ),
    ] = None,
    sides: Annotated[
        str | None,
        typer.Option("--sides", metavar="SIDE,SIDE", help="The two sides: UA,RU."),
    ] = None,
    known_km: Annotated[
        float,
        typer.Option(
            "--known-km",
            metavar="KM",
            help="Distance from any place with a status beyond which nothing is known.",
            min=1,
            max=50,
        ),
    ] = 12.0,
    permitted: PermittedOption = None,
    format: Annotated[  # noqa: A002 - the option's name
        PlaceFormat | None,
        typer.Option(
            "--format",
            help="How to write the answer; without it by the ending of FILE, else a table.",
        ),
    ] = None,
    output: OutputOption = None,
    corrections: CorrectionsOption = None,
) -> None:
    """Infer who holds the ground."""
    from geo.control.evidence import evidence_of
    from geo.reading.report_file import parse_day

    named = [*reports, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    page = format is None and path is not None and path.suffix.lower() in (".html", ".htm")
    form = PlaceFormat.TABLE if page else chosen(format, path, known=PlaceFormat)
    day = None if date is None else parse_day(date)
    loaded = [
        replace(report, date=day, date_basis="option") if report.date is None and day else report
        for report in load_all(reports, known=Known())
    ]
    with opened_corrected(context, corrections) as (gazetteer, rulings):
        readings = read_all(loaded, gazetteer, rulings=rulings)
        evidence = evidence_of(readings, day=day)
        base = _base(
            _layer(control, day, permitted, sharing=form in ("geojson", "gpkg")),
            _pair(sides, evidence),
            gazetteer,
        )
        front = _inferred(evidence, base, day, known_km * 1000, gazetteer)
        html = _page(front, gazetteer) if page else ""
    if page:
        write(html, path=path)
        return
    _write(front, evidence, form, path, permitted)


def _page(front: InferredFront, gazetteer: Gazetteer) -> str:
    """Draw the front on a page, with what each stretch of it rests on."""
    from maps.control_basis import basis_of
    from maps.control_map import control_map

    return control_map(front.layer, gazetteer, basis=basis_of(front))


def _pair(given: str | None, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """The two sides: as told, else those that the reports name.

    Raises
    ------
    UsageInvalid
        If there are not two.
    """
    from geo.control.evidence import sides_of

    if given is not None:
        named = [side.strip() for side in given.split(",") if side.strip()]
        if len(set(named)) != 2:
            raise UsageInvalid(f"--sides takes two sides, such as UA,RU, not {given!r}")
        return named[0], named[1]
    found = sides_of(evidence)
    if len(found) < 2:
        raise UsageInvalid(
            "the reports say of no settlement which of two sides has it, so no front can be "
            "inferred; if only one side is named, give both with --sides UA,RU"
        )
    if len(found) > 2:
        several = f"the reports name {', '.join(found)}"
        tell([f"{several}; the front is drawn between {found[0]} and {found[1]} (--sides)"])
    return found[0], found[1]


def _layer(
    control: Sequence[Path] | None, date: str | None, permitted: str | None, *, sharing: bool
) -> ControlLayer | None:
    """The map to start from."""
    if not control:
        return None
    atlas = gathered(control)
    tell_notes(atlas)
    if sharing:
        atlas = careful(atlas, permitted=permitted, sharing=True).atlas
    choice = atlas.at(date)
    later = choice.gap_days is not None and choice.gap_days > 0
    tell([f"starts from {choice.layer.title}: {choice.why}"
          + ("; it is later than the day asked for" if later else "")])  # fmt: skip
    return choice.layer


def _base(layer: ControlLayer | None, sides: tuple[str, str], gazetteer: Gazetteer) -> FrontBase:
    """What the front starts from."""
    from geo.control.front_base import border_base, layer_base

    if layer is None:
        return border_base(gazetteer, sides)
    return layer_base(layer, gazetteer, sides)


def _inferred(
    evidence: Sequence[Evidence],
    base: FrontBase,
    date: str | None,
    known_m: float,
    gazetteer: Gazetteer,
) -> InferredFront:
    """The front that evidence indicates."""
    from geo.control.evidence import silent_places
    from geo.control.front import FrontOptions, infer_front

    used = [one for one in evidence if one.counts and one.actor in (None, *base.sides)]
    statuses = [status for one in used for status in one.known(base.sides)]
    days = [one.date for one in used if one.date is not None]
    count = len({one.report for one in used})
    return infer_front(
        statuses,
        base=base,
        date=date or max(days, default=None),
        source="1 report" if count == 1 else f"{count} reports",
        silent=silent_places(gazetteer, statuses, known_m=known_m),
        options=FrontOptions(known_m=known_m),
    )


def _write(
    front: InferredFront,
    evidence: Sequence[Evidence],
    form: str,
    path: Path | None,
    permitted: str | None,
) -> None:
    """Write the answer in a format."""
    from maps.inferred_answers import (
        evidence_row,
        inferred_export,
        inferred_json,
        inferred_tables,
    )

    if form in ("geojson", "gpkg"):
        from maps.export_files import export_bytes

        write_bytes(export_bytes(inferred_export(front, permitted=permitted), form), path=path)
    elif form == "json":
        write(json_text(inferred_json(front, evidence)), path=path)
    elif form == "csv":
        from maps.output import csv_text

        rows = [evidence_row(one) for one in evidence]
        columns = tuple(rows[0]) if rows else ()
        write(csv_text(rows, columns=columns), path=path)
    else:
        from maps.tables import text_of

        write(text_of(inferred_tables(front, evidence), file=path is not None), path=path)
