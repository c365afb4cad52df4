"""`frontmap control change`: what ground changed hands between two maps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_area import SideOption, WithinOption, check_side
from maps.cli_control_files import (
    DateColumnOption,
    SideColumnOption,
    SidesOption,
    StatusColumnOption,
    gathered,
    load_options,
    tell_notes,
)
from maps.cli_control_notes import tell
from maps.cli_options import (
    Format,
    FormatOption,
    OutputOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened,
    taught,
)
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.control.change import Comparison, ControlChange
    from geo.control.layer import ControlLayer
    from geo.control.options import LoadOptions

CHANGE_HELP: Final = taught(
    "Compare two maps: ground gained and lost, and settlements that changed hands.\n\n"
    "Gained less lost is the change of the area. Thin pieces that two drawings of one line "
    "leave are told apart as slivers. Maps of two makers are compared with a warning alone.",
    "frontmap control change 20241215.json 20250104.json",
    'frontmap control change 20241215.json 20250104.json --within "Kursk region"',
    "frontmap control change 20241215.json 20250104.json --format json",
)


def change(
    context: typer.Context,
    a: Annotated[
        Path, typer.Argument(metavar="A", help="The first control map.", show_default=False)
    ],
    b: Annotated[
        Path, typer.Argument(metavar="B", help="The second control map.", show_default=False)
    ],
    *,
    within: WithinOption = None,
    side: SideOption = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
) -> None:
    """Compare two maps."""
    from geo.control.atlas import ControlAtlas
    from geo.control.change import compare

    path = answer_path(context, output, inputs=[str(a), str(b)])
    form = chosen(format, path, known=Format)
    options = load_options(
        side_column=side_column,
        status_column=status_column,
        date_column=date_column,
        sides=sides,
    )
    before, after = (_one(file, options) for file in (a, b))
    atlas = ControlAtlas([before, after])
    tell_notes(atlas)
    check_side(atlas, side)
    with opened(context) as gazetteer:
        found = compare(before, after, gazetteer, within=within or (), side=side)
    tell(_notes(before, after, found))
    write(_text(found.changes, form, file=path is not None), path=path)


def _one(file: Path, options: LoadOptions) -> ControlLayer:
    """Read the one map of a file."""
    layers = gathered([file], options=options).layers
    if len(layers) > 1:
        raise UsageInvalid(
            f"{str(file)!r} holds {len(layers)} control maps; change compares two, name one each"
        )
    return layers[0]


def _notes(before: ControlLayer, after: ControlLayer, found: Comparison) -> Iterator[str]:
    """What a reader of the figures must know."""
    if before.date and after.date and before.date > after.date:
        yield (
            f"the first map, {before.date}, is the later one: what is called gained was lost in "
            "the course of time"
        )
    if before.date is not None and before.date == after.date and not _mixed(before, after):
        yield f"both maps show {before.date}"
    for one in found.changes:
        if one.warning is not None:
            yield one.warning
    yield from found.uncompared


def _mixed(before: ControlLayer, after: ControlLayer) -> bool:
    return before.maker.name != after.maker.name


def _text(found: Sequence[ControlChange], form: str, *, file: bool) -> str:
    """Write changes as asked."""
    from maps.control_change_tables import CHANGE_COLUMNS, change_row, change_tables
    from maps.tables import text_of

    if form == "json":
        return json_text([change_row(one) for one in found])
    if form == "csv":
        rows = (change_row(one) | {"settlements": len(one.settlements)} for one in found)
        return csv_text(rows, columns=CHANGE_COLUMNS)
    return text_of(change_tables(found), file=file)
