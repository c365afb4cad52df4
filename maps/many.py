"""Pages of very many marks: what they tell stands in them as packed columns, not as markup.

A page of thousands of places with a row, a card and a feature for each would weigh a kilobyte and
more a place, and a browser would lay out every row of it before a reader can do anything. From
`MANY` on pages carry columns instead (`maps.columns`); their scripts draw marks, rows and cards
from these when they are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any, Final

from geo.claims.claim import VERDICT_LABELS
from geo.relation import Relation
from maps.arrow_panel import axes_table
from maps.columns import deflated
from maps.html import Html, join, tag
from maps.layers import side_code
from maps.many_cards import GROUPS, cards_of, marks_of
from maps.panel import CLAIMS_NOTE, HEADS, TABS, TITLES, events_note, nothing, reports
from maps.records import records_of
from maps.sectors import LEVELS
from maps.sources import sources_of
from maps.story import Story
from maps.style import (
    CONE_OVERSHOOT,
    SECTOR_REACH_M,
    STANDING_WORDS,
    STATUS_WORDS,
    VERDICT_SIGNS,
)
from maps.text_key import text_key
from maps.ties import CONE_LEVELS, LEAST_CONE_M

MANY: Final = 500
"""From so many places, or claims, or events on a page is one of many. Written out, each costs up to
eight kilobytes: below this a page weighs a few megabytes at most, opens at once, and all that it
tells can be read without scripts."""
FOOTNOTED: Final = 300
"""So many claims have footnotes, and reviews for machines, on such a page: about a kilobyte each.
Of more the rows tell the same, and `frontmap check` writes them to files."""
MANY_SCRIPTS: Final = (
    "many.js",
    "many_shapes.js",
    "many_cards.js",
    "many_draw.js",
    "many_view.js",
    "many_choose.js",
    "many_tables.js",
    "many_text.js",
)
"""Scripts that only such pages have, in their order."""

_PICKS: Final = {
    ("events", "place"): ("places", "id"),
    ("claims", "subject"): ("places", "id"),
    ("claims", "reference"): ("places", "id"),
}


def is_many(story: Story) -> bool:
    """Tell whether a page tells so much that it carries columns instead of markup.

    Parameters
    ----------
    story
        What the page tells.
    """
    return max(len(story.spots), _claims(story), len(story.deeds)) >= MANY


def is_footnoted(story: Story) -> bool:
    """Tell whether a page's claims have footnotes and reviews.

    Parameters
    ----------
    story
        What the page tells.
    """
    return not is_many(story) or _claims(story) <= FOOTNOTED


def blocks_of(story: Story) -> Mapping[str, object]:
    """Give what the scripts of such a page work on, by the id of the block that holds it.

    Parameters
    ----------
    story
        What the page tells.
    """
    sources = sources_of(story)
    return {
        "frontmap-records": deflated(records_of(story), picks=_PICKS),
        "frontmap-marks": deflated(marks_of(story, sources)),
        "frontmap-cards": deflated(cards_of(story)),
        "frontmap-many": _words(story),
        # Which of them stand behind which row is told by the marks.
        "frontmap-sources": {"names": sources["names"], "cards": {}, "statuses": {}},
    }


def many_panel(story: Story) -> Html:
    """Write the tables' frames; the page's scripts fill them, a hundred rows at a time.

    Parameters
    ----------
    story
        What the page tells.
    """
    return join(
        _texts(story),
        _frame("claims", _claims(story), note=tag("p", CLAIMS_NOTE, class_="note")),
        _frame("events", len(story.deeds), note=events_note(story)),
        axes_table(story),
        _frame("places", len(story.spots)),
        reports(story),
    )


def unscripted(story: Story) -> str:
    """Say what such a page holds to those whose browser runs no scripts.

    Parameters
    ----------
    story
        What the page tells.
    """
    return (
        "The map and its tables need scripts, since they hold so much: "
        f"{len(story.spots):,} places, {_claims(story):,} stated measurements and "
        f"{len(story.deeds):,} events. Nothing of it is loaded from elsewhere: the page asks for "
        "nothing."
    )


def _claims(story: Story) -> int:
    return sum(len(claims) for _, claims in story.checked)


def _texts(story: Story) -> Html:
    """The frame of the reports' texts; the page's scripts fill it with the one that is read."""
    several = len(story.checked) > 1
    return tag(
        "section",
        tag("h2", "What the reports say" if several else "What the report says", id="report-title"),
        text_key(story),
        id="report",
        class_="report",
        aria_labelledby="report-title",
        data_tab="Reports" if several else "Report",
        data_many="texts",
    )


def _frame(key: str, count: int, *, note: Html | None = None) -> Html:
    if count:
        head = tag("tr", *(tag("th", name, scope="col") for name in HEADS[key]))
        table = tag(
            "table", tag("thead", head), class_=key, aria_labelledby=f"{key}-title",
            data_many=key, data_rows=count,
        )  # fmt: skip
    else:
        table = tag("p", nothing(key), class_="note")
    return tag(
        "section", tag("h2", TITLES[key], id=f"{key}-title"), note, table,
        id=key, aria_labelledby=f"{key}-title", data_tab=TABS[key],
    )  # fmt: skip


def _words(story: Story) -> Mapping[str, Any]:
    """The words and measures that rows, cards and shapes share."""
    return {
        "sides": [
            {"code": code, "name": story.side(code), "look": side_code(code), "number": number}
            for number, code in enumerate(story.colours, 1)
        ],
        "statuses": STATUS_WORDS,
        "standings": STANDING_WORDS,
        "verdicts": VERDICT_LABELS,
        "signs": VERDICT_SIGNS,
        "groups": list(GROUPS),
        "sector": {
            "reach_m": SECTOR_REACH_M,
            "shares": [share for _, share in LEVELS],
            "halves": _halves([belief for belief, _ in LEVELS]),
        },
        "cone": {
            "least_m": LEAST_CONE_M,
            "overshoot": CONE_OVERSHOOT,
            "shares": [share for _, share in CONE_LEVELS],
            "halves": _halves([belief for belief, _ in CONE_LEVELS]),
        },
    }


def _halves(beliefs: list[float]) -> Mapping[str, list[float]]:
    """Half the width of a direction at each belief, degrees, as `Region.outline` draws it."""
    kinds = {
        "eight": Relation(wind="N"),
        "sixteen": Relation(wind="NNE"),
        "due": Relation(wind="N", due=True),
        "due-sixteen": Relation(wind="NNE", due=True),
    }
    found = {}
    for name, relation in kinds.items():
        half_deg, edge_deg = relation.sector_deg
        shifts = [NormalDist().inv_cdf(belief) for belief in beliefs]
        found[name] = [round(max(0.0, half_deg - edge_deg * shift), 3) for shift in shifts]
    return found
