"""The page in a frame of another page: sealed off, of any size, nothing left out."""

from __future__ import annotations

import html as markup
import re
from pathlib import Path
from typing import Any

import pytest

from maps.embed import embedded, frame_of
from maps.errors import MarkupUnsafe


def test_what_is_no_page_of_ours_is_refused() -> None:
    with pytest.raises(MarkupUnsafe, match="<body>"):
        embedded("<p>Hello</p>")


def test_the_frame_names_the_page_and_seals_it_off(html: str) -> None:
    frame = frame_of(html, src='maps/a "b".html')
    assert 'src="maps/a%20%22b%22.html"' in frame
    assert "A push northeast of Sudzha" in markup.unescape(frame)
    sandbox = re.search(r'sandbox="([^"]*)"', frame)
    assert sandbox is not None
    assert "allow-same-origin" not in sandbox[1]
    assert "allow-top-navigation" not in sandbox[1]


@pytest.mark.parametrize("size", [(320, 300), (640, 480), (1200, 700)])
def test_the_map_fills_the_frame_at_any_size(
    opened: Any, html: str, tmp_path: Path, size: tuple[int, int]
) -> None:
    (tmp_path / "inner.html").write_text(embedded(html), encoding="utf-8")
    width, height = size
    frame = frame_of(html, src="inner.html")
    usual = "width: 100%; aspect-ratio: 4 / 3; min-height: 28rem"
    assert usual in frame
    sized = frame.replace(usual, f"width: {width}px; height: {height}px")
    outer = f'<!DOCTYPE html><html data-ready="1"><body>{sized}</body></html>'
    with opened(outer) as page:
        inner = page.frame_locator("iframe")
        inner.locator("html[data-ready]").wait_for()
        box = inner.locator(".frame").bounding_box()
        assert box["width"] == pytest.approx(width, abs=2)
        assert box["height"] >= 0.35 * height
        assert not inner.locator("#claims").is_visible()
        inner.locator("#tool-tables").click()
        assert inner.locator("#tool-tables").get_attribute("aria-pressed") == "true"
        assert inner.locator(".panel").is_visible()
        assert inner.locator("footer").is_visible()
