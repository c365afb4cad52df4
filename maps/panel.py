"""The tables beside the map: claims, events, places, reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from gazetteer.measure import inverse, wind_of
from geo.claims.claim import Claim
from maps import wording
from maps.arrow_panel import axes_table
from maps.cards import (
    claim_card,
    deed_card,
    deed_key,
    missing_words,
    place_card,
    standing,
    verdict,
)
from maps.comparison_panel import comparison_section
from maps.footnotes import note_mark
from maps.html import Html, join, outward, tag
from maps.outside import beyond
from maps.panel_rows import (
    cell,
    go,
    group,
    head_cell,
    in_text,
    plain_row,
    row,
    section,
    unbroken,
)
from maps.report_text import report_section
from maps.row_data import claim_data, deed_data, subject_key
from maps.spots import Deed, Spot, unresolved
from maps.story import Story
from maps.strip import strip
from maps.style import STATUS_WORDS
from maps.ties import claim_key

_ELSEWHERE = 8
TITLES: Final[Mapping[str, str]] = {
    "claims": "What is stated, and measured",
    "events": "What the reports say happened",
    "places": "Places",
}
"""What stands above each table."""
TABS: Final[Mapping[str, str]] = {"claims": "Claims", "events": "Events", "places": "Places"}
"""What the tab of each table is called."""
HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "claims": ("What is stated", "Stated", "Measured", "Verdict"),
    "events": ("Who", "What and where", "When", "Standing"),
    "places": ("Place", "Where", "Status"),
}
"""Names of the columns of each table."""
CLAIMS_NOTE: Final = (
    "A verdict is about the measurement alone, not about whether anything happened."
)
"""What stands before the claims."""


def panel(story: Story) -> Html:
    """Write the tables.

    Parameters
    ----------
    story
        What the page tells.
    """
    return join(
        report_section(story),
        _claims(story),
        _events(story),
        axes_table(story, marked=True),
        _places(story),
        comparison_section(story),
        reports(story),
    )


def elsewhere(story: Story) -> Html | None:
    """Name the places that the first view leaves out, with how far off they are.

    Parameters
    ----------
    story
        What the page tells.
    """
    off = [s for s in story.spots if s.pinned and s.place.id not in story.central]
    off.sort(key=lambda spot: (-spot.weight, spot.number))
    west, south, east, north = story.view
    middle = ((west + east) / 2, (south + north) / 2)
    items = []
    for spot in off[:_ELSEWHERE]:
        way = inverse(middle, spot.place.lonlat)
        button = go(spot.key, spot.place.name)
        far = (
            f"{wording.number(round(way.distance_m / 1000, -1 if way.distance_m > 1e5 else 0))} km"
        )
        items.append(tag("li", button, f" {far} {wind_of(way.bearing_deg, winds=8)}"))
    if not items:
        return None
    if len(off) > _ELSEWHERE:
        more = tag("a", f"{len(off) - _ELSEWHERE} more", href="#places")
        items.append(tag("li", "and ", more))
    return tag("div", tag("span", "Outside the main area:"), tag("ul", *items), class_="elsewhere")


def _claims(story: Story) -> Html:
    rows = [
        _claim_row(report, index, story)
        for report, (_, claims) in enumerate(story.checked)
        for index in range(len(claims))
    ]
    return section(
        "claims",
        TITLES["claims"],
        rows,
        head=HEADS["claims"],
        empty=nothing("claims"),
        note=tag("p", CLAIMS_NOTE, class_="note"),
        tab=TABS["claims"],
    )


def _claim_row(report: int, index: int, story: Story) -> Html:
    claim = story.checked[report][1][index]
    key = claim_key(report, index)
    drawn = key in story.tied
    name = wording.relation_of(claim.statement, mentions=story.mentions(report))
    return row(
        key,
        [
            head_cell(go(key, name) if drawn else name),
            cell("Stated", unbroken(wording.stated(claim))),
            cell("Measured", join(unbroken(wording.measured(claim)), _beyond(claim), by=" ")),
            cell("Verdict", join(verdict(claim), note_mark(story.checked, report, index), by=" ")),
        ],
        claim_card(report, index, story),
        drawn=strip(claim),
        beside=in_text(key),
        data={"place": subject_key(claim, report, story), **claim_data(report, index, story)},
    )


def _beyond(claim: Claim) -> Html | None:
    """How far outside the measurement lies, below it."""
    words = beyond(claim)
    return None if words is None else tag("small", words)


def _events(story: Story) -> Html:
    rows = [_event_row(deed, story) for deed in story.deeds]
    return section(
        "events",
        TITLES["events"],
        rows,
        head=HEADS["events"],
        empty=nothing("events"),
        note=events_note(story),
        tab=TABS["events"],
    )


def events_note(story: Story) -> Html | None:
    """Say what of the events is not drawn, if there is any.

    Parameters
    ----------
    story
        What the page tells.
    """
    known = (deed.place is not None for deed in story.deeds)
    wide = (deed.place and deed.place.kind in ("region", "country") for deed in story.deeds)
    if all(known) and not any(wide):
        return None
    words = "What is known only for a region or for no place is listed here and not drawn."
    return tag("p", words, class_="note")


def _event_row(deed: Deed, story: Story) -> Html:
    event, key = deed.event, deed_key(deed)
    drawn = deed.place is not None and deed.place.kind in ("settlement", "water", "other")
    what = wording.happened(event)
    return row(
        key,
        [
            head_cell(tag("span", story.side(event.actor), class_=_side(story, event.actor))),
            cell("What and where", go(key, what) if drawn else what),
            cell("When", wording.day(event.date) if event.date else "—"),
            cell("Standing", standing(event.standing)),
        ],
        deed_card(deed, story),
        beside=in_text(key),
        data={"place": _place_key(deed, story), **deed_data(deed, story)},
    )  # fmt: skip


def _places(story: Story) -> Html:
    pinned = [spot for spot in story.spots if spot.pinned]
    groups = (
        ("On the map", [s for s in pinned if s.place.id in story.central]),
        ("Outside the first view", [s for s in pinned if s.place.id not in story.central]),
        (
            "Regions and countries",
            [s for s in story.spots if s.place.kind in ("region", "country")],
        ),
        ("Roads", [s for s in story.spots if s.place.kind == "road"]),
    )
    rows: list[Html] = []
    for title, spots in groups:
        if spots:
            rows.append(group(title, columns=3))
            rows.extend(_place_row(spot, story) for spot in spots)
    missing = unresolved(story.checked)
    if missing:
        rows.append(group("Not resolved: no place fits", columns=3))
        rows.extend(_missing_rows(missing, story))
    return section(
        "places",
        TITLES["places"],
        rows,
        head=HEADS["places"],
        empty=nothing("places"),
        tab=TABS["places"],
    )


def _place_row(spot: Spot, story: Story) -> Html:
    place = spot.place
    located = spot.pinned or place.bbox is not None
    known = f"± {wording.length(place.precision_m)}" if spot.pinned else ""
    if spot.estimated:
        known = f"estimated, ± {wording.length(place.precision_m)}"
    statuses = join(
        *(
            tag("span", f"{STATUS_WORDS[status.status]}", class_=_side(story, status.side),
                title=story.side(status.side))
            for status in spot.statuses
        ),
        by=" ",
    )  # fmt: skip
    where = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return row(
        spot.key,
        [
            head_cell(go(spot.key, place.name) if located else place.name),
            cell("Where", join(where, tag("small", known) if known else None, by=" ")),
            cell("Status", statuses if spot.statuses else "—"),
        ],
        place_card(spot, story),
        beside=in_text(spot.key),
    )


def _missing_rows(missing: Sequence[tuple[int, int]], story: Story) -> Iterator[Html]:
    for name, said in missing_words(missing, story):
        yield plain_row([head_cell(name), tag("td", said, colspan=2)])


def reports(story: Story) -> Html:
    """List the reports.

    Parameters
    ----------
    story
        What the page tells.
    """
    items = []
    for reading, _ in story.checked:
        report = reading.report
        facts = (report.source or "source not stated", wording.date_of(report))
        address = None if report.url is None else outward(report.url, report.url)
        name = tag("b", wording.name_of(report))
        items.append(tag("li", name, tag("span", join(*facts, address, by=", "))))
    return tag(
        "section",
        tag("h2", "Sources", id="reports-title"),
        tag("ul", *items, class_="reports"),
        id="reports",
        aria_labelledby="reports-title",
    )


def _place_key(deed: Deed, story: Story) -> str | None:
    """The row of the place that an event happened at."""
    if deed.place is None:
        return None
    return story.keys.get(deed.place.id)


def nothing(key: str) -> str:
    """Say that there is nothing to list.

    Parameters
    ----------
    key
        `claims`, `events` or `places`.
    """
    return f"The reports name no {key} that could be read."


def _side(story: Story, code: str | None) -> str:
    """Class of a side's swatch."""
    return "side" if code is None else f"side side-{list(story.colours).index(code) + 1}"
