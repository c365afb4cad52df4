"""Markup that hostile text cannot leave.

Every string that comes from a report, a gazetteer or an option becomes part of a page through
`neutral` and no other way: `tag` and `join` pass whatever is not `Html` through it.
"""

from __future__ import annotations

import html
import re
from typing import Final

from geo.web_address import is_web_address
from maps.errors import MarkupUnsafe

_ENTITIES: Final = str.maketrans({mark: f"&#{ord(mark)};" for mark in "`${}\\"})
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_LOADING: Final = frozenset(
    "src srcset href action formaction data poster background ping style srcdoc".split()
)
_EMPTY: Final = frozenset("br col hr img input meta link".split())


class Html(str):
    """Markup that is safe to stand in a page as it is."""

    __slots__ = ()


def neutral(text: str) -> Html:
    """Make any text inert in HTML, in a JavaScript template literal and in a Jinja template.

    The characters that HTML gives a meaning to, the backtick, the dollar sign, both braces and the
    backslash become entities, so a reader sees the text as it was written. Characters that no page
    can hold (control characters, halves of surrogate pairs) become U+FFFD and so stay visible.

    Parameters
    ----------
    text
        Text from anywhere.
    """
    seen = _UNPRINTABLE.sub("\ufffd", text)
    return Html(html.escape(seen, quote=True).translate(_ENTITIES))


def join(*parts: object, by: str = "") -> Html:
    """Put pieces one behind the other; whatever is not markup yet is made inert.

    Parameters
    ----------
    *parts
        Markup, text or numbers; None is left out.
    by
        What stands between two pieces; text.
    """
    return Html(neutral(by).join(_piece(part) for part in parts if part is not None))


def tag(element: str, *children: object, **attributes: str | float | bool | None) -> Html:
    """Write one element.

    Parameters
    ----------
    element
        Name of the element.
    *children
        Its content, as `join` takes it.
    **attributes
        Its attributes: underscores stand for hyphens, a trailing one is dropped (`class_`).
        True writes the bare name, False and None leave the attribute out.

    Raises
    ------
    MarkupUnsafe
        If the element or an attribute could load or run something: scripts, handlers, inline
        styles and every link that does not point into the page.
    """
    if not _NAME.fullmatch(element) or element in ("script", "iframe", "object", "embed", "base"):
        raise MarkupUnsafe(f"an element <{element}>")
    opened = "".join(
        _attribute(name.rstrip("_").replace("_", "-"), value)
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if element in _EMPTY:
        return Html(f"<{element}{opened}>")
    return Html(f"<{element}{opened}>{join(*children)}</{element}>")


def outward(text: object, address: str) -> Html:
    """Write a link to another page: it asks for nothing until a reader follows it.

    No other function writes one. The page that it leads to is not told where the reader came from.

    Parameters
    ----------
    text
        What is shown.
    address
        The plain address of a web page.

    Raises
    ------
    MarkupUnsafe
        If the address is anything else, such as a script.
    """
    if not is_web_address(address):
        raise MarkupUnsafe(f"a link to {address[:80]!r}")
    rel = "noopener noreferrer nofollow"
    return Html(f'<a href="{neutral(address)}" rel="{rel}">{join(text)}</a>')


def _attribute(name: str, value: str | float | bool) -> str:  # noqa: FBT001 (private)
    """Write one attribute with the blank before it."""
    if not _NAME.fullmatch(name) or name.startswith("on"):
        raise MarkupUnsafe(f"an attribute {name!r}")
    if name in _LOADING and not (name == "href" and str(value).startswith("#")):
        raise MarkupUnsafe(f"an attribute {name}={value!r}")
    return f" {name}" if value is True else f' {name}="{_piece(value)}"'


def _piece(part: object) -> str:
    """Markup as it is, anything else as inert text."""
    return part if isinstance(part, Html) else neutral(str(part))
