"""Where a text measures from the edge of a place: *5 km from the outskirts of Donetsk*."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from geo.reading.mention import Mention
from geo.reading.words import words

_REACH: Final = 80
"""How many characters before a mention are looked at."""


def spoken_of_edge(text: str, mention: Mention, *, lang: str) -> bool:
    """Whether the words around a mention make it the edge of the place that is meant.

    Parameters
    ----------
    text
        The text of the report.
    mention
        A mention in it.
    lang
        ISO 639-1 code of the text.
    """
    ahead, behind = _patterns(lang)
    before = ahead.search(text, max(0, mention.start - _REACH), mention.start)
    return before is not None or behind.match(text, mention.end) is not None


@cache
def _patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends before the mention, "outskirts of the city of", and what follows it."""
    listed = words("hedges", lang=lang)["edge"]
    edge, of, article, kind = (
        "|".join(map(re.escape, listed[name])) for name in ("edges", "of", "articles", "types")
    )
    side = "|".join(rf"\w+{re.escape(ending)}" for ending in listed["side_endings"])
    ahead = (
        rf"\b(?:{edge})\s+(?:{of})\s+(?:(?:{article})\s+)?(?:\w+\s+(?:{of})\s+|(?:{kind})\s+)?\Z"
    )
    behind = rf"(?:['’]s?)?\s+(?:(?:{kind}|{side})\s+)?(?:{edge})\b"
    return re.compile(ahead, re.IGNORECASE), re.compile(behind, re.IGNORECASE)
