"""The columns that the page's scripts search and download from."""

from __future__ import annotations

import json
import re
from typing import Any


def test_the_page_carries_every_place_claim_and_event_of_its_tables(html: str) -> None:
    found = re.search(r'<script type="application/json" id="frontmap-records">(.*?)</script>', html)
    assert found is not None
    records: dict[str, Any] = json.loads(found.group(1))
    for kind, key in (("places", "place"), ("claims", "claim"), ("events", "event")):
        lengths = {len(column) for column in records[kind].values()}
        rows = re.findall(rf'<tbody id="({key}-[0-9-]+)"', html)
        assert lengths == {len(rows)}
        assert sorted(records[kind]["key"]) == sorted(rows)
