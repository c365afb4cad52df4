"""An SVG file put in order: layers that editors know, text that they can edit, no stray ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from maps.picture.pen import HALO

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_INKSCAPE: Final = "http://www.inkscape.org/namespaces/inkscape"
_AUTOMATIC: Final = re.compile(r"[A-Za-z0-9]+_\d+")
_FILL: Final = re.compile(r"fill: (#[0-9a-f]{6})")
_FACES: Final = (
    (
        re.compile("'DejaVu Serif'(, 'DejaVu Sans')?"),
        "'DejaVu Serif', Georgia, 'Times New Roman', serif",
    ),
    (re.compile("'DejaVu Sans'"), "'DejaVu Sans', Verdana, Arial, sans-serif"),
)
"""What stands in for the faces where they are not installed."""
SPACE: Final = "\u200a"
"""The space that sets the letters of a name of an area apart."""


def tidied(data: bytes, *, title: str, size_mm: tuple[float, ...]) -> bytes:
    """Put an SVG file of matplotlib's in order.

    Parameters
    ----------
    data
        The file.
    title
        Headline, for those who cannot see the picture.
    size_mm
        Width and height.
    """
    for prefix, uri in (("", _SVG), ("xlink", _XLINK), ("inkscape", _INKSCAPE)):
        ET.register_namespace(prefix, uri)
    root = ET.fromstring(data)  # noqa: S314 (written here)
    root.set("width", f"{size_mm[0]:.6g}mm")
    root.set("height", f"{size_mm[1]:.6g}mm")
    root.set("role", "img")
    root.set("aria-labelledby", "title")
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    named = ET.Element(f"{{{_SVG}}}title", {"id": "title"})
    named.text = title
    root.insert(0, named)
    _flatten(root)
    _flatten(root)
    for sheet in root.findall(f"{{{_SVG}}}path"):
        sheet.set("id", "paper")
    for layer in root.findall(f"{{{_SVG}}}g"):
        layer.set(f"{{{_INKSCAPE}}}groupmode", "layer")
        layer.set(f"{{{_INKSCAPE}}}label", layer.get("id", "").replace("-", " "))
    for text in root.iter(f"{{{_SVG}}}text"):
        _face(text)
    for link in root.iter(f"{{{_SVG}}}a"):
        # As on a page: what a link leads to is not told where the reader came from.
        link.set("rel", "noopener noreferrer nofollow")
    for group in list(_groups(root)):
        _halos(group)
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _groups(root: ET.Element) -> Iterator[ET.Element]:
    yield from root.iter(f"{{{_SVG}}}g")


def _flatten(parent: ET.Element) -> None:
    """Take what groups without a name of their own hold out of them."""
    kept: list[ET.Element] = []
    for child in list(parent):
        _flatten(child)
        automatic = _AUTOMATIC.fullmatch(child.get("id", ""))
        if child.tag == f"{{{_SVG}}}g" and automatic and len(child.attrib) == 1:
            kept += list(child)
        else:
            kept.append(child)
    for child in list(parent):
        parent.remove(child)
    parent.extend(kept)


def _face(text: ET.Element) -> None:
    """Name faces to stand in, and set letters apart by a property rather than by spaces."""
    style = text.get("style", "")
    for face, faces in _FACES:
        style, count = face.subn(faces, style, count=1)
        if count:
            break
    if text.text and SPACE in text.text:
        text.text = text.text.replace(SPACE, "")
        style += "; letter-spacing: 0.16em"
    text.set("style", style)
    if text.get("transform", "").startswith("rotate(-0 "):
        del text.attrib["transform"]


def _halos(group: ET.Element) -> None:
    """Draw around the letters of halos, which then are text as well."""
    for child in list(group):
        if not child.get("id", "").startswith(f"{HALO}-"):
            continue
        del child.attrib["id"]
        child.set("class", HALO)
        child.set("aria-hidden", "true")
        for text in child.iter(f"{{{_SVG}}}text"):
            style = text.get("style", "")
            colour = _FILL.search(style)
            if colour is not None:
                text.set("style", f"{style}; stroke: {colour[1]}; stroke-width: 2; "
                                  "stroke-linejoin: round")  # fmt: skip
