"""`frontmap verify`: repeat the work behind a page, and say whether it still comes out the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_files import files_read, gathered
from maps.cli_options import (
    OutputOption,
    UsageInvalid,
    VerifyFormat,
    answer_path,
    chosen,
    corrections_at,
    opened_corrected,
    taught,
)
from maps.output import json_text, write

if TYPE_CHECKING:
    from geo.control.atlas import ControlAtlas
    from maps.inputs_read import PageInputs
    from maps.verifying import Verification

VERIFY_HELP: Final = taught(
    "Repeat the work behind a page that `frontmap map` wrote, and compare every verdict.\n\n"
    "The page holds its inputs: they are read and checked anew, and whatever the page shows, holds "
    "or prints as a checksum is compared with what comes out. It ends with 0 if all is the same, "
    "with 1 if anything differs. Nothing of the page is run. It tells that the page follows from "
    "its inputs, not who made it nor whether the report is genuine.",
    "frontmap verify map.html",
    "frontmap verify map.html --control maps/",
    "frontmap verify map.html --rebuild",
)
_LARGEST_BYTES: Final = 200_000_000


def verify(
    context: typer.Context,
    page: Annotated[
        str,
        typer.Argument(
            metavar="PAGE", help="The page, .html; - is standard input.", show_default=False
        ),
    ],
    *,
    control: Annotated[
        list[Path] | None,
        typer.Option(
            "--control",
            metavar="FILE",
            help="The control maps that the page was measured on, or a folder that holds them.",
        ),
    ] = None,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            metavar="FILE",
            help="Use these corrections in place of those in the page, to see what they change.",
        ),
    ] = None,
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help="Also ask that the page is the same byte for byte."),
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name
        VerifyFormat | None,
        typer.Option(
            "--format",
            help="How to write the answer; without it by the ending of FILE, else a table.",
        ),
    ] = None,
    output: OutputOption = None,
) -> None:
    """Repeat the work behind a page.

    Raises
    ------
    Exit
        With 1, if anything differs.
    """
    named = [page, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    form = chosen(format, path, known=VerifyFormat)
    data = _read(page)
    verification, anew = _verified(context, data, page, control, corrections)
    same_bytes = anew.encode("utf-8", "backslashreplace") == data if rebuild else None
    if form == VerifyFormat.JSON:
        from maps.verify_answers import verification_json

        text = json_text(verification_json(page, verification, same_bytes=same_bytes))
    else:
        from maps.tables import text_of
        from maps.verify_answers import verification_tables

        tables = verification_tables(page, verification, same_bytes=same_bytes)
        text = text_of(tables, file=path is not None)
    write(text, path=path)
    if verification.differences or same_bytes is False:
        raise typer.Exit(1)


def _verified(
    context: typer.Context,
    data: bytes,
    name: str,
    control: list[Path] | None,
    corrections: Path | None,
) -> tuple[Verification, str]:
    """Repeat the work, compare, and give the page drawn anew as well."""
    from maps.errors import MapError
    from maps.repeating import repeat
    from maps.verifying import compare, page_inputs

    label = "the page on standard input" if name == "-" else f"the page {name!r}"
    try:
        text = data.decode("utf-8")
        seen, inputs = page_inputs(text)
    except UnicodeDecodeError as error:
        raise UsageInvalid(
            f"cannot verify {label}: byte {error.start + 1} is no UTF-8; "
            "give a page that `frontmap map` wrote"
        ) from error
    except MapError as error:
        raise UsageInvalid(f"cannot verify {label}: {error}") from error
    told = corrections_at(corrections) or inputs.corrections
    replaced = corrections is not None and told != inputs.corrections
    atlas = _maps(inputs, control)
    with opened_corrected(context, told) as (gazetteer, rulings):
        repeated = repeat(inputs, gazetteer, rulings=rulings, corrections=told, control=atlas)
    return compare(text, seen, inputs, repeated, replaced=replaced), repeated.page


def _maps(inputs: PageInputs, control: list[Path] | None) -> ControlAtlas | None:
    """The control maps that the page was measured on."""
    from maps.repeating import cared, matching

    if not inputs.control:
        if control:
            raise UsageInvalid("the page was made without control maps; leave --control out")
        return None
    at_hand = gathered(control, options=inputs.settings.options) if control else None
    found = matching(at_hand, inputs.control)
    return None if found is None else cared(found, inputs)


def _read(page: str) -> bytes:
    """Read a page, or say in one sentence why not."""
    import sys

    try:
        if page == "-":
            if sys.stdin is None:
                raise UsageInvalid("standard input is closed; name a file in place of -")
            data = sys.stdin.buffer.read(_LARGEST_BYTES + 1)
        else:
            with Path(page).open("rb") as stream:
                data = stream.read(_LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageInvalid(f"there is no file {page!r}; check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageInvalid(f"cannot read {page!r}: {reason}") from error
    if len(data) > _LARGEST_BYTES:
        raise UsageInvalid(f"{page!r} holds more than {_LARGEST_BYTES // 1_000_000} MB: no page is")
    return data
