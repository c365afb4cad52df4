"""The self-contained page: what folium draws, with every asset inside and nothing to ask for.

folium names the files that a page needs by their address; `LOCAL` says which file of
`maps/assets` stands for each. A page that asks for any other file is not written.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import Any, Final

from maps.errors import AssetUnknown, MarkupUnsafe
from maps.html import Html, neutral
from maps.style import properties, theme

LOCAL: Final[Mapping[str, str]] = {
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.js": "leaflet.js",
    "https://cdn.jsdelivr.net/npm/leaflet@1.9.3/dist/leaflet.css": "leaflet.css",
}
STYLES: Final[tuple[str, ...]] = (
    "page.css",
    "toolbar.css",
    "embed.css",
    "tools.css",
)
"""Style sheets of every page, in their order; those of one kind of page stand behind them."""
HEAD_SCRIPTS: Final[tuple[str, ...]] = (
    "marks.js",
    "arrows.js",
    "scale.js",
    "records.js",
    "control.js",
    "names.js",
    "locator.js",
)
"""Scripts of every page that run before the map is made, in their order."""
SCRIPTS: Final[tuple[str, ...]] = (
    "tabs.js",
    "page.js",
    "toolbar.js",
    "state.js",
    "geodesic.js",
    "mgrs.js",
    "coordinates.js",
    "clipboard.js",
    "sketch.js",
    "spot.js",
    "find.js",
    "measure_words.js",
    "measure_panel.js",
    "measure.js",
    "sources.js",
    "picture.js",
    "downloads.js",
    "screen.js",
    "graticule.js",
    "theme.js",
    "text.js",
    "columns.js",
    "filters.js",
    "embed.js",
    "state_parts.js",
)
"""Scripts of every page that run once the map is there; those of one kind of page follow."""
_CSS_URL: Final = re.compile(r"url\((?!data:|#)[^)]*\)")
_SOURCE_MAP: Final = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")
_GAP: Final = re.compile(r"(?<=[\d\]]), (?=[-\d\[])")
_OPENING: Final = re.compile(r"</script|<!--|<script", re.IGNORECASE)
_LOADING: Final = frozenset(
    "src srcset data poster background action formaction ping style".split()
)


def local_copy(url: str) -> str:
    """Give the text of the file that stands for an address.

    Pictures that a style sheet would load are taken out: the page draws its own.

    Parameters
    ----------
    url
        Address as folium writes it.

    Raises
    ------
    AssetUnknown
        If no local file stands for the address.
    """
    if url not in LOCAL:
        raise AssetUnknown(url, sorted(LOCAL))
    text = asset(LOCAL[url])
    return _CSS_URL.sub("none", text) if url.endswith(".css") else _SOURCE_MAP.sub("", text)


@cache
def asset(name: str) -> str:
    """Read one file of `maps/assets`.

    Parameters
    ----------
    name
        Its name there.
    """
    return (resources.files("maps") / "assets" / name).read_text(encoding="utf-8")


def write_page(
    picture: Any,  # noqa: ANN401 (folium carries no types)
    *,
    title: str,
    body: Callable[[Html], Html],
    data: Mapping[str, object],
    style: str = "",
    images: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    blocks: Mapping[str, object] | None = None,
) -> str:
    """Write the whole page around a folium map.

    Parameters
    ----------
    picture
        A `folium.Map` with its layers.
    title
        Title of the document; text.
    body
        Makes the body's markup from the map's own element.
    data
        What the page's script needs to know, as JSON: no text of a report belongs here.
    style
        Rules of this page alone, behind those of `page.css`; no text of a report belongs here.
    images
        Origins that the page may load images from once the reader asks for tiles.
    scripts
        Files of `maps/assets` that run behind `SCRIPTS`, on pages that do more than others.
    blocks
        Further values, as JSON by the id of their element; one with an `@context` is marked as
        JSON-LD. They may hold text of a report, which scripts may show as text alone.

    Raises
    ------
    AssetUnknown
        If folium asks for a file that has no local copy.
    MarkupUnsafe
        If folium writes something that would load or run what is not in the page.
    """
    figure = picture.get_root()
    figure.render()
    links, styles = _header(figure, picture.get_name())
    first = [
        *links,
        *(asset(name) for name in HEAD_SCRIPTS),
    ]
    colours = properties(theme().page, theme(dark=True).page)
    named = (asset(name) for name in STYLES)
    styles = [*styles, colours, *named, *([style] if style else [])]
    # Blanks between coordinates would be a tenth of the page.
    drawn = [
        _script(_GAP.sub(",", figure.script.render())),
        *(asset(name) for name in (*SCRIPTS, *scripts)),
    ]
    inside = body(_inert(figure.html.render()))
    policy = _policy([*first, *drawn], styles, images)
    values = {"frontmap-data": data, **(blocks or {})}
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="frontmap">',
            f"<title>{neutral(title)}</title>",
            *(f"<style>{style}</style>" for style in styles),
            *(f"<script>{script}</script>" for script in first),
            "</head>",
            "<body>",
            inside,
            *(_block(key, value) for key, value in values.items()),
            *(f"<script>{script}</script>" for script in drawn),
            "</body>",
            "</html>",
            "",
        ]
    )


def _block(key: str, value: object) -> Html:
    """A value as JSON in an element that runs nothing and that no text can end early."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=True, sort_keys=True)
    for mark in "<>&":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    kind = "ld+json" if isinstance(value, Mapping) and "@context" in value else "json"
    return Html(f'<script type="application/{kind}" id="{neutral(key)}">{text}</script>')


def _header(figure: Any, map_name: str) -> tuple[list[str], list[str]]:  # noqa: ANN401
    """Scripts and styles that folium links to, inlined in its order."""
    from branca.element import CssLink, JavascriptLink

    scripts, styles = [], []
    for key, element in figure.header._children.items():  # noqa: SLF001 (branca offers no other way)
        if isinstance(element, JavascriptLink):
            scripts.append(_script(local_copy(element.url)))
        elif isinstance(element, CssLink):
            styles.append(local_copy(element.url))
        elif key not in ("meta_http", map_name):
            # The page sets its own character set, viewport and sizes; anything else is news.
            raise MarkupUnsafe(f"folium puts {key!r} into the head, which the page does not know")
    return scripts, styles


def _script(code: str) -> str:
    """A script that cannot end early."""
    if _OPENING.search(code):
        raise MarkupUnsafe("a script holds a mark that would end it early")
    return code


def _inert(markup: str) -> Html:
    """Markup of folium's own, once it is known to load and run nothing."""
    _Inspector().feed(markup)
    return Html(markup.strip())


class _Inspector(HTMLParser):
    """Refuses elements and attributes that load or run something."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "link", "iframe", "object", "embed", "base"):
            raise MarkupUnsafe(f"folium writes an element <{tag}> into the body")
        for name, _ in attrs:
            if name in _LOADING or name.startswith("on"):
                raise MarkupUnsafe(f"folium writes an attribute {name!r} into the body")


def _policy(scripts: list[str], styles: list[str], images: tuple[str, ...]) -> str:
    """Content-Security-Policy that lets in what the page holds and nothing else."""
    rules = {
        "default-src": ["'none'"],
        "script-src": [_digest(code) for code in scripts],
        "style-src": [_digest(code) for code in styles],
        "img-src": ["data:", *images],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _digest(code: str) -> str:
    """Hash of an inline script or style, as browsers work it out."""
    sha256 = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(sha256).decode('ascii')}'"
