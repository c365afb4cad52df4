"""Looks for QGIS, which it reads from the table `layer_styles` of a GeoPackage."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Final

import shapely

from maps import style
from maps.export import FILLS, USUAL_FILL, Export, ExportTable, clean

_SYMBOLS: Final = {0: ("marker", "SimpleMarker"), 1: ("line", "SimpleLine"),
                   2: ("fill", "SimpleFill")}  # fmt: skip


def style_rows(export: Export) -> list[dict[str, str]]:
    """Give one look for each table: `table`, `qml` and `description`.

    Parameters
    ----------
    export
        What is written.
    """
    words = "Sides in the colours of frontmap; dashed and unfilled is inferred"
    return [
        {"table": table.name, "qml": qml(table), "description": words} for table in export.filled
    ]


def qml(table: ExportTable) -> str:
    """Write the look of a table as QGIS's own XML: a rule for each kind of row.

    Parameters
    ----------
    table
        The table.
    """
    form = int(max(shapely.get_dimensions(table.frame.geometry.to_numpy())))
    rules, symbols = [], []
    for number, (filter_, label, look) in enumerate(_kinds(table, form)):
        rules.append(
            f'<rule key="r{number}" symbol="{number}" filter="{_escaped(filter_)}" '
            f'label="{_escaped(label)}"/>'
        )
        symbols.append(_symbol(number, form, look))
    return (
        '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM">'
        '<qgis version="3.22.0" styleCategories="Symbology">'
        '<renderer-v2 type="RuleRenderer" forceraster="0" symbollevels="0" enableorderby="0">'
        f'<rules key="all">{"".join(rules)}</rules><symbols>{"".join(symbols)}</symbols>'
        "</renderer-v2></qgis>"
    )


def _kinds(table: ExportTable, form: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give each kind of row: QGIS's filter, the words of the legend, and the look."""
    frame = table.frame
    known = [name for name in ("side", "status", "change", "inferred") if name in frame.columns]
    kinds = {tuple(None if v != v else v for v in row) for row in zip(  # noqa: PLR0124
        *(frame[name].tolist() for name in known), strict=True)} or {()}  # fmt: skip
    sides = {str(dict(zip(known, kind, strict=True)).get("side") or "") for kind in kinds}
    colours = style.side_colours(sides - {""})
    for kind in sorted(kinds, key=repr):
        row = dict(zip(known, kind, strict=True))
        tests = [f'"{name}" {_equals(value)}' for name, value in row.items()]
        side, inferred = str(row.get("side") or ""), bool(row.get("inferred"))
        mark = str(row.get("change") or row.get("status") or "")
        words = " ".join(filter(None, (side, mark))) or table.name.replace("_", " ")
        colour = colours.get(side, style.INK if form == 1 else style.NO_SIDE)
        look = _look(form, colour, FILLS.get(mark, USUAL_FILL), inferred)
        yield " AND ".join(tests), f"{words}{' (inferred)' if inferred else ''}", look


def _look(form: int, colour: str, fill: int, inferred: bool) -> dict[str, str]:  # noqa: FBT001
    """The properties of a symbol: ground that is inferred is dashed and unfilled."""
    ink = _rgba(colour, 255)
    if form == 0:
        return {"color": ink, "size": "1.8", "outline_style": "no"}
    dash = "dash" if inferred else "solid"
    if form == 1:
        return {"line_color": ink, "line_style": dash, "line_width": "0.6"}
    return {
        "color": _rgba(colour, fill),
        "style": "no" if inferred else "solid",
        "outline_color": ink,
        "outline_style": dash,
        "outline_width": "0.6" if inferred else "0.2",
    }


def _symbol(number: int, form: int, look: Mapping[str, str]) -> str:
    kind, layer = _SYMBOLS[form]
    options = "".join(
        f'<Option name="{name}" type="QString" value="{value}"/>' for name, value in look.items()
    )
    return (
        f'<symbol name="{number}" type="{kind}" alpha="1" clip_to_extent="1" force_rhr="0">'
        f'<layer class="{layer}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{options}</Option></layer></symbol>'
    )


def _equals(value: object) -> str:
    """A test for a value in QGIS's expressions; a quote in it is doubled."""
    if value is None:
        return "IS NULL"
    if isinstance(value, bool):
        return f"= {str(value).lower()}"
    quoted = clean(str(value)).replace("\\", "\\\\").replace("'", "''")
    return f"= '{quoted}'"


def _rgba(colour: str, alpha: int) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _escaped(text: str) -> str:
    return html.escape(clean(text), quote=True)
