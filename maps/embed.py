"""A page for a frame of another page, such as an article in a content management system."""

from __future__ import annotations

import html
import re
import urllib.parse
from typing import Final

from maps.errors import MarkupUnsafe
from maps.html import Html, neutral

_BODY: Final = "\n<body>\n"
_TITLE: Final = re.compile("<title>(.*?)</title>", re.DOTALL)


def embedded(page: str) -> str:
    """Turn a page into its form for a frame: the map fills it, whatever its size.

    Nothing is taken out: tables, sources, licences and checksums are a button away.

    Parameters
    ----------
    page
        The HTML document, such as `maps.report_map.report_map` writes.

    Raises
    ------
    MarkupUnsafe
        If it is no page of ours.
    """
    if page.count(_BODY) != 1:
        raise MarkupUnsafe("a page without a <body> of ours; give one that frontmap has written")
    return page.replace(_BODY, '\n<body class="embed">\n')


def frame_of(page: str, *, src: str) -> Html:
    """Write the element that shows a page in another one, sealed off and responsive.

    Parameters
    ----------
    page
        The HTML document.
    src
        Where it will lie, seen from the page around it: a file's name or an address.
    """
    found = _TITLE.search(page)
    title = html.unescape(found.group(1)) if found else "Map"
    address = urllib.parse.quote(src, safe="/:?&=#%")
    return Html(
        f'<iframe src="{neutral(address)}" title="{neutral(title)}" '
        'loading="lazy" allowfullscreen '
        'sandbox="allow-scripts allow-downloads allow-modals allow-popups" '
        'style="width: 100%; aspect-ratio: 4 / 3; min-height: 28rem; border: 0"></iframe>'
    )
