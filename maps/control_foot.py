"""What the foot of a page says about the control maps on it, and what is stamped at its head."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from geo.control.care import has_licence
from geo.control.layer import ControlLayer
from maps import wording
from maps.control_panel import NO_LICENCE, NOT_STATED, licence_of
from maps.control_sheet import Sheet
from maps.html import Html, tag

_LISTED: Final = 12


def stamps_of(sheets: Sequence[Sheet], *, statements: int | None = None) -> Iterator[str]:
    """Give the warnings that belong to a whole page.

    Parameters
    ----------
    sheets
        The control maps on it.
    statements
        How many statuses of places an inferred map rests on, where that is known.
    """
    layers = [sheet.layer for sheet in sheets]
    makers = list(dict.fromkeys(layer.maker.name for layer in layers))
    if len(makers) > 1:
        yield (
            f"Two makers are mixed here: {' and '.join(makers)}. A part of every difference is "
            "theirs, not a change on the ground."
        )
    if any(layer.inferred for layer in layers):
        count = "reports" if statements is None else f"{statements} statements"
        yield f"Inferred by frontmap from {count}: no maker drew this ground or this line."
    unlicensed = [layer for layer in layers if not has_licence(layer)]
    yield from dict.fromkeys(said for layer in unlicensed if (said := _unlicensed(layer)))
    for sheet in sheets:
        if sheet.why is not None and not sheet.exact:
            yield f"Control map of {wording.day(sheet.layer.date)}: {sheet.why}."
    notes = [note for layer in layers for note in layer.notes if note.kind == "coarsened"]
    yield from dict.fromkeys(f"{note.text[:1].upper()}{note.text[1:]}." for note in notes)
    if any(layer.date is None for layer in layers):
        yield "Undated: neither the file nor its name tell of which day the map is."


def control_sections(sheets: Sequence[Sheet]) -> Iterator[Html]:
    """Write the sections of the foot that tell of control maps.

    Parameters
    ----------
    sheets
        The control maps on the page.
    """
    yield tag(
        "section",
        tag("h2", "Control map" if len(sheets) == 1 else "Control maps"),
        *(_sheet(sheet) for sheet in sheets),
    )


def control_hashes(
    sheets: Sequence[Sheet], supplied: Sequence[ControlLayer] = ()
) -> list[tuple[str, str]]:
    """Give name and checksum of each control map's file.

    Parameters
    ----------
    sheets
        The control maps on the page.
    supplied
        Every control map that claims were measured on; where they are many, those that are not on
        the page are given as one: the SHA-256 of their checksums, sorted, a line each.
    """
    shown = [sheet.layer for sheet in sheets]
    drawn = [(layer.file, layer.sha256) for layer in shown]
    further = [layer for layer in supplied if (layer.file, layer.sha256) not in drawn]
    listed = [(file or "Control map", sha256 or "—") for file, sha256 in drawn]
    if len(further) <= _LISTED:
        return listed + [(layer.file or "Control map", layer.sha256 or "—") for layer in further]
    sums = "".join(f"{sha256}\n" for sha256 in sorted(layer.sha256 for layer in further))
    return [
        *listed,
        (f"{len(further)} further control maps", hashlib.sha256(sums.encode()).hexdigest()),
    ]


def control_credit(sheets: Sequence[Sheet]) -> str:
    """Name the makers of control maps with their licences, in one line.

    Parameters
    ----------
    sheets
        The control maps on the page.
    """
    named = dict.fromkeys(_credited(sheet.layer) for sheet in sheets)
    return f"Control: {'; '.join(named)}. "


def _unlicensed(layer: ControlLayer) -> str | None:
    """The warning about a map whose licence nobody states."""
    maker = layer.maker
    if not layer.inferred:
        return f"Licence {NOT_STATED}: {maker.name}. Ask before you publish."
    if maker.attribution:
        return f"It starts from a map whose licence is {NOT_STATED}: {maker.attribution}."
    return None


def _credited(layer: ControlLayer) -> str:
    """A maker as they are to be credited; the licence is named once."""
    maker = layer.maker
    line = maker.attribution or maker.name
    licence = licence_of(layer)
    if licence == NO_LICENCE:
        return maker.name
    if licence == NOT_STATED:
        return f"{maker.name} (licence {NOT_STATED})"
    return line if licence in line else f"{line} ({licence})"


def _sheet(sheet: Sheet) -> Html:
    layer = sheet.layer
    lines = [
        ("Maker", layer.maker.attribution or layer.maker.name),
        ("Licence", licence_of(layer)),
        ("Day", f"{wording.day(layer.date)} ({layer.date_basis})"),
        ("File", f"{layer.file or '—'} ({layer.format})"),
        ("Front line", sheet.front_basis if sheet.front is not None else "none"),
    ]
    if sheet.why:
        lines.append(("Chosen", sheet.why))
    lines += [
        (note.kind.capitalize(), f"{note.text} ({note.count} ×)" if note.count > 1 else note.text)
        for note in layer.notes
    ]
    return tag("dl", *(tag("div", tag("dt", k), tag("dd", v)) for k, v in lines), class_="hashes")
