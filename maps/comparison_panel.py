"""What several reports agree and disagree on, and who quotes whom, beside their map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from geo.comparison.account import Account
from geo.comparison.compare import compare
from geo.comparison.comparison import Agreement, Comparison
from geo.comparison.quoting import Quote
from maps.cards import deed_key, quote
from maps.html import Html, join, tag
from maps.panel_rows import go
from maps.story import Story
from maps.tables import count_of
from maps.ties import claim_key

_DRAWN: Final = ("settlement", "water", "other")
_FIRST: Final = 12
"""How many agreements are shown at once; the rest stand behind a summary."""


def comparison_section(story: Story) -> Html | None:
    """Write the section that sets the reports side by side.

    Parameters
    ----------
    story
        What the page tells.

    Returns
    -------
    Html or None
        None where there is one report alone.
    """
    if len(story.checked) < 2:
        return None
    found = compare(story.checked)
    return tag(
        "section",
        tag("h2", "What the reports agree and disagree on", id="compared-title"),
        tag(
            "p",
            "Only the same quantity, unit, days and base is compared. Outlets are no origins: two "
            "papers that quote one ministry have one.",
            class_="note",
        ),
        _disagreements(found, story),
        _not_comparable(found, story),
        _agreements(found, story),
        _quotes(found),
        _shared(found),
        id="compared",
        aria_labelledby="compared-title",
        data_tab="Compared",
    )


def _disagreements(found: Comparison, story: Story) -> Html:
    items = [
        tag(
            "li",
            tag("h4", one.topic),
            tag("p", _sentence(one.why)),
            _sides(one.sides, story, between="against"),
        )
        for one in found.disagreements
    ]
    return _part("They disagree", items, "on nothing that could be compared.")


def _not_comparable(found: Comparison, story: Story) -> Html:
    items = [
        tag("li", tag("h4", _sentence(one.because)), _sides(one.sides, story, between="and"))
        for one in found.not_comparable
    ]
    return _part("Not comparable, because", items, "Nothing only looks alike.")


def _agreements(found: Comparison, story: Story) -> Html:
    items = [_agreement(one, story) for one in found.agreements]
    first, rest = items[:_FIRST], items[_FIRST:]
    more = None
    if rest:
        title = tag("summary", f"{len(rest)} more that they agree on")
        more = tag("details", title, tag("ul", *rest, class_="findings"))
    return join(_part("They agree", first, "on nothing that several tell."), more)


def _agreement(one: Agreement, story: Story) -> Html:
    counted = f"{count_of(len(one.outlets), 'outlet')}, {count_of(len(one.origins), 'origin')}"
    named = ", ".join(origin.name for origin in one.origins)
    told = tag("ul", *(tag("li", _told(account, story)) for account in one.accounts))
    return tag(
        "li",
        tag("h4", one.topic),
        tag("p", _sentence(one.why)) if one.why.startswith("what ") else None,
        tag("details", tag("summary", f"{counted}: {named}"), told),
    )


def _part(title: str, items: Sequence[Html], empty: str) -> Html:
    """A heading with its findings, or the sentence that there are none."""
    if items:
        return join(tag("h3", title), tag("ul", *items, class_="findings"))
    return join(tag("h3", title), tag("p", empty[0].upper() + empty[1:], class_="note"))


def _sides(sides: Sequence[Sequence[Account]], story: Story, *, between: str) -> Html:
    """The accounts of each side with their words, one side below the other."""
    parts: list[Html] = []
    for i, side in enumerate(sides):
        if i:
            parts.append(tag("p", between, class_="between"))
        items = []
        last = None
        for account in side:
            around = (account.report, story.sentence(account.report, account.start))
            # Two accounts of one sentence need its words once.
            words = None if around == last else _quoted(account, story)
            last = around
            items.append(tag("li", _told(account, story), words))
        parts.append(tag("ul", *items))
    return tag("div", *parts, class_="sides")


def _told(account: Account, story: Story) -> Html:
    """What is said, who says so, and when; a button where the map shows it."""
    key = _drawn_key(account, story)
    notes = [account.standing, str(account.window) if account.window else ""]
    who = " ← ".join(account.line)
    if account.evidence:
        who += f", on {account.evidence}"
    return join(
        go(key, account.said) if key else tag("span", account.said),
        tag("small", f"{who} ({', '.join(note for note in notes if note)})", class_="who"),
    )


def _quoted(account: Account, story: Story) -> Html:
    return quote(story, account.report, account.start, account.end)


def _drawn_key(account: Account, story: Story) -> str | None:
    """The row of a claim or an event that the map shows."""
    if account.kind == "claim":
        key = claim_key(account.report, account.index)
        return key if key in story.tied else None
    if account.kind == "event":
        deed = story.deeds_in(account.report)[account.index]
        if deed.place is not None and deed.place.kind in _DRAWN:
            return deed_key(deed)
    return None


def _quotes(found: Comparison) -> Html:
    """The graph as nested lists: below each outlet whom it quotes, below these whom they quote."""
    onward: dict[str, list[Quote]] = {}
    for quoted in found.quotes:
        onward.setdefault(quoted.by.key, []).append(quoted)
    items = [
        tag("li", outlet.name, _branch(outlet.key, onward, (outlet.key,)))
        for outlet in dict.fromkeys(found.outlets)
        if outlet.key in onward
    ]
    if not items:
        return join(tag("h3", "Who quotes whom"), tag("p", "Nobody is quoted.", class_="note"))
    return join(
        tag("h3", "Who quotes whom", id="quotes-title"),
        tag("ul", *items, class_="quotes", aria_labelledby="quotes-title"),
    )


def _branch(key: str, onward: Mapping[str, Sequence[Quote]], path: tuple[str, ...]) -> Html | None:
    items = [
        tag(
            "li",
            quoted.of.name,
            tag("small", f" {count_of(quoted.count, 'time')}"),
            None
            if quoted.of.key in path
            else _branch(quoted.of.key, onward, (*path, quoted.of.key)),
        )
        for quoted in onward.get(key, ())
    ]
    return tag("ul", *items) if items else None


def _shared(found: Comparison) -> Html | None:
    items = list(_shared_lines(found))
    return join(tag("h3", "The same text"), tag("ul", *items, class_="findings")) if items else None


def _shared_lines(found: Comparison) -> Iterator[Html]:
    for text in found.shared:
        one, other = (found.outlets[number].name for number in text.reports)
        yield tag(
            "li",
            f"{one} shares {text.shares[0]:.0%} of its sentences with {other} "
            f"({count_of(text.sentences, 'sentence')}): one origin.",
        )


def _sentence(text: str) -> str:
    """Write a reason as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."
