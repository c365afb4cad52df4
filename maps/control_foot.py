"""What the foot of a page says about the control maps on it, and what is stamped at its head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.control.layer import Maker
from maps import wording
from maps.control_panel import NOT_STATED
from maps.control_sheet import Sheet
from maps.html import Html, tag


def stamps_of(sheets: Sequence[Sheet], *, statements: int | None = None) -> Iterator[str]:
    """Give the warnings that belong to a whole page.

    Parameters
    ----------
    sheets
        The control maps on it.
    statements
        How many statuses of places an inferred map rests on, where that is known.
    """
    makers = list(dict.fromkeys(sheet.layer.maker.name for sheet in sheets))
    if len(makers) > 1:
        yield (
            f"Two makers are mixed here: {' and '.join(makers)}. A part of every difference is "
            "theirs, not a change on the ground."
        )
    if any(sheet.layer.inferred for sheet in sheets):
        count = "reports" if statements is None else f"{statements} statements"
        yield f"Inferred by frontmap from {count}: no maker drew this ground or this line."
    for maker, inferred in dict.fromkeys((s.layer.maker, s.layer.inferred) for s in sheets):
        if maker.licence is None and not inferred:
            yield f"Licence {NOT_STATED}: {maker.name}. Ask before you publish."
        elif maker.licence is None and maker.attribution:
            yield f"It starts from a map whose licence is {NOT_STATED}: {maker.attribution}."
    for sheet in sheets:
        if sheet.why is not None and not sheet.exact:
            yield f"Control map of {wording.day(sheet.layer.date)}: {sheet.why}."
    if any(sheet.layer.date is None for sheet in sheets):
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


def control_hashes(sheets: Sequence[Sheet]) -> list[tuple[str, str]]:
    """Give name and checksum of each control map's file.

    Parameters
    ----------
    sheets
        The control maps on the page.
    """
    return [(sheet.layer.file or "Control map", sheet.layer.sha256 or "—") for sheet in sheets]


def control_credit(sheets: Sequence[Sheet]) -> str:
    """Name the makers of control maps with their licences, in one line.

    Parameters
    ----------
    sheets
        The control maps on the page.
    """
    named = dict.fromkeys(_credited(sheet.layer.maker) for sheet in sheets)
    return f"Control: {'; '.join(named)}. "


def _credited(maker: Maker) -> str:
    """A maker as they are to be credited; the licence is named once."""
    if maker.licence is None:
        return f"{maker.name} (licence {NOT_STATED})"
    line = maker.attribution or maker.name
    return line if maker.licence in line else f"{line} ({maker.licence})"


def _sheet(sheet: Sheet) -> Html:
    layer = sheet.layer
    lines = [
        ("Maker", layer.maker.attribution or layer.maker.name),
        ("Licence", layer.maker.licence or NOT_STATED),
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
