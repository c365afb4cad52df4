"""A browser reads packed columns as they were packed, whatever they hold."""

from __future__ import annotations

import base64
import json
import random
import zlib
from pathlib import Path
from typing import Any

from maps.columns import deflated
from maps.html import Html
from maps.layers import draw
from maps.page import write_page
from maps.spread import Spread, body, map_data

VIEW = (35.0, 51.0, 35.6, 51.4)
HOSTILE = ["</script><script>alert(1)</script>", "${1}`", "{{7*7}}", "\u2028", "🜂 й ß", "\x00"]


def page_with(tables: Any) -> str:
    spread = Spread("t", Html(""), (), Html(""), (), ())
    return write_page(
        draw([], view=VIEW),
        title="t",
        body=lambda figure: body(spread, figure),
        data=map_data([], view=VIEW, everything=VIEW, areas=[], sides={}, hints=0),
        blocks={"frontmap-records": tables},
    )


def read_in(browser: Any, tmp_path: Path, tables: Any) -> Any:
    file = tmp_path / "page.html"
    file.write_text(page_with(tables), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    found = page.evaluate("JSON.stringify(frontmap.records())")
    page.close()
    return json.loads(found)


def test_packed_columns_reach_the_scripts_as_they_were(browser: Any, tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 (the same data each time)
    many = 4_000
    tables: dict[str, Any] = {
        "places": {
            "key": [f"place-{n}" for n in range(1, many + 1)],
            "name": [
                "".join(chance.choices("abcdefghij оуіїє🜂", k=chance.randint(1, 9)))
                for _ in range(many)
            ],
            "lon": [round(chance.uniform(-180, 180), 5) for _ in range(many)],
            "side": chance.choices(["UA", "RU", None], k=many),
            "precision_m": chance.choices([300, 500, 10**15], k=many),
            "estimated": [0] * many,
            "written": [[], ["a"], ["b", "ч"]] * (many // 3) + [[]],
            "hostile": HOSTILE * (many // 6) + HOSTILE[: many % 6],
            "noise": [chance.random() for _ in range(many)],
        },
        "events": {},
        "claims": {"key": ["claim-1-1"], "stated": [None]},
    }
    tables["events"] = {"place": ["place-7", None, "elsewhere", "place-1"]}
    picks = {("events", "place"): ("places", "key")}
    assert read_in(browser, tmp_path, deflated(tables, picks=picks)) == tables


def test_blocks_that_deflating_leaves_alone_are_read_too(browser: Any, tmp_path: Path) -> None:
    short = {"places": {"name": ["a"]}}
    assert read_in(browser, tmp_path, deflated(short)) == short
    text = json.dumps({"places": {"name": ["as it is"]}}).encode()
    raw = zlib.compressobj(0, zlib.DEFLATED, -zlib.MAX_WBITS)
    stored = base64.b64encode(raw.compress(text) + raw.flush()).decode()
    block = {"deflated": stored, "size": len(text)}
    assert read_in(browser, tmp_path, block) == {"places": {"name": ["as it is"]}}


def test_small_pages_carry_plain_columns_that_are_read_the_same_way(
    browser: Any, tmp_path: Path
) -> None:
    plain = {"places": {"name": ["Berdin"], "lon": [35.4311]}, "claims": {}, "events": {}}
    assert read_in(browser, tmp_path, plain) == plain
