"""What the page tells about one place, one claim, one event: the same markup in table and popup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geo.claims.claim import VERDICT_LABELS, Claim
from geo.reading.estimate import EstimatedPlace
from geo.reading.mention import Resolution
from geo.reading.statement import Attribution
from maps import wording
from maps.html import Html, join, tag
from maps.spots import Deed, Spot
from maps.story import Story
from maps.style import STANDING_WORDS, STATUS_WORDS, VERDICT_SIGNS
from maps.ties import claim_key

_RIVALS = 5
_QUOTES = 3


def deed_key(deed: Deed) -> str:
    """Give the id of an event's row on the page.

    Parameters
    ----------
    deed
        The event.
    """
    return f"event-{deed.report + 1}-{deed.index + 1}"


def verdict(claim: Claim) -> Html:
    """Show a verdict: sign and words, no colour of good or bad.

    Parameters
    ----------
    claim
        The claim.
    """
    return tag(
        "span",
        tag("span", VERDICT_SIGNS[claim.verdict], class_="sign", aria_hidden="true"),
        " ",
        VERDICT_LABELS[claim.verdict],
        class_=f"verdict {claim.verdict}",
    )


def standing(word: str) -> Html:
    """Show how firmly a report stands behind something.

    Parameters
    ----------
    word
        Its standing.
    """
    return tag("span", STANDING_WORDS[word], class_=f"standing {word}")


def place_card(spot: Spot, story: Story) -> Html:
    """Tell everything about a place.

    Parameters
    ----------
    spot
        The place.
    story
        What the page tells.
    """
    place = spot.place
    report, mention = spot.sightings[0]
    resolution = story.checked[report][0].resolutions[mention]
    kind = place.feature or place.kind
    where = place.label().partition(", ")[2]
    claims = story.claims.get(place.id, ())
    return join(
        tag("h4", place.name, tag("small", join(kind, where or None, by=", "))),
        _estimate(spot),
        _statuses(spot, story),
        _listed("What happened", [_deed_line(deed, story) for deed in spot.deeds]),
        _listed("What is stated about it", [_claim_line(*claim, story) for claim in claims]),
        *_quotes(spot, story),
        tag("dl", *_facts(spot, story, resolution)),
    )


def claim_card(report: int, index: int, story: Story) -> Html:
    """Tell everything about a claim.

    Parameters
    ----------
    report
        Which of the reports, from 0.
    index
        Which of its claims, from 0.
    story
        What the page tells.
    """
    claim = story.checked[report][1][index]
    statement = claim.statement
    return join(
        tag("h4", wording.relation_of(statement, mentions=story.mentions(report)), class_="again"),
        tag(
            "dl",
            fact("Stated", wording.stated(claim)),
            fact("Measured", wording.measured(claim)),
            fact("Verdict", verdict(claim)),
            class_="again figures",
        ),
        quote(story, report, statement.start, statement.end),
        tag("p", claim.why) if claim.why else None,
        tag(
            "dl",
            fact("Held back by", claim.cause) if claim.cause else None,
            fact("Fits elsewhere", fits_words(claim)) if claim.fits else None,
            fact("Who says so", said_by(statement.attribution, story, report)),
            fact("Standing", standing(statement.standing)),
            fact("About", wording.day(statement.date)) if statement.date else None,
        ),
    )


def deed_card(deed: Deed, story: Story) -> Html:
    """Tell everything about an event.

    Parameters
    ----------
    deed
        The event.
    story
        What the page tells.
    """
    event = deed.event
    status = None
    if event.status is not None and not event.negated:
        status = f"{STATUS_WORDS[event.status]} (seen from {story.side(event.actor)})"
    return join(
        tag("h4", story.side(event.actor), ": ", wording.happened(event), class_="again"),
        tag(
            "dl",
            fact("When", wording.day(event.date)),
            fact("Who says so", said_by(event.attribution, story, deed.report)),
            fact("Standing", standing(event.standing)),
            fact("Status", status) if status else None,
        ),
        quote(story, deed.report, event.start, event.end),
    )


def quote(story: Story, report: int, start: int, end: int) -> Html:
    """Quote the sentence of a report that holds a span, the span marked.

    Parameters
    ----------
    story
        What the page tells.
    report
        Which of the reports, from 0.
    start, end
        Offsets of the span.
    """
    source = story.checked[report][0].report
    before, middle, behind = wording.quoted(
        source.text, start=start, end=end, around=story.sentence(report, start)
    )
    named = tag("cite", wording.name_of(source)) if len(story.checked) > 1 else None
    return tag("blockquote", tag("p", before, tag("mark", middle), behind), named)


def said_by(attribution: Sequence[Attribution], story: Story, report: int) -> str:
    """Name the chain of speakers, the report's publisher at its end.

    Parameters
    ----------
    attribution
        The links, outermost first.
    story
        What the page tells.
    report
        Which of the reports, from 0.
    """
    source = story.checked[report][0].report
    if not attribution:
        return source.source or wording.ITSELF
    said = wording.chain(attribution)
    return f"{source.source} ← {said}" if source.source else said


def fact(term: str, value: object) -> Html:
    """Write one line of a list of facts.

    Parameters
    ----------
    term
        What it is.
    value
        What it is worth: text or markup.
    """
    return tag("div", tag("dt", term), tag("dd", value))


def estimate_note(spot: Spot) -> str | None:
    """Say that a place is an estimate and how good it is; None where it is none.

    Parameters
    ----------
    spot
        The place.
    """
    if not spot.estimated:
        return None
    return (
        "Estimated from the text: no gazetteer here holds this place. The true place is "
        f"likely within {wording.length(spot.place.precision_m)}{_shape(spot)}."
    )


def _estimate(spot: Spot) -> Html | None:
    note = estimate_note(spot)
    return tag("p", note, class_="note") if note else None


def _shape(spot: Spot) -> str:
    ellipse = spot.place.ellipse if isinstance(spot.place, EstimatedPlace) else None
    return "" if ellipse is None else f", in an ellipse of {wording.ellipse(ellipse)} (half axes)"


def _statuses(spot: Spot, story: Story) -> Html | None:
    if not spot.statuses:
        return None
    lines = [
        tag(
            "li",
            tag("b", STATUS_WORDS[status.status]),
            f" – {story.side(status.side)}, ",
            standing(status.standing),
        )
        for status in spot.statuses
    ]
    return tag("ul", *lines, class_="statuses")


def _facts(spot: Spot, story: Story, resolution: Resolution) -> Iterator[Html]:
    place = spot.place
    written = sorted({_text(story, *sighting) for sighting in spot.sightings} - {place.name})
    if written:
        yield fact("As written", ", ".join(f"“{text}”" for text in written))
    yield fact("Named", f"{len(spot.sightings)} ×" if len(spot.sightings) > 1 else "once")
    if resolution.why:
        yield fact("Why this place", resolution.why)
    if not spot.estimated:
        yield fact("Belief", f"{resolution.score:.0%}")
    if resolution.rivals:
        yield fact("Not chosen", rivals_words(resolution))
    if spot.pinned:
        precision = f" ± {wording.length(place.precision_m)}"
        yield fact("Position", wording.position(place.lon, place.lat) + precision)
    if place.derived_from:
        yield fact("Worked out from", "stated relations, not observed")
    yield fact("Source", place.source)


def rivals_words(resolution: Resolution) -> str:
    """List what a name could have meant as well; empty where it could have meant nothing else.

    Parameters
    ----------
    resolution
        What was chosen, and what was not.
    """
    rivals = resolution.rivals[:_RIVALS]
    more = len(resolution.rivals) - len(rivals)
    listed = "; ".join(f"{rival.place.label()} ({rival.score:.0%})" for rival in rivals)
    return listed + (f"; {more} more" if more else "")


def missing_words(missing: Sequence[tuple[int, int]], story: Story) -> Iterator[tuple[str, str]]:
    """Give each name that no place fits, with how often it occurs and why.

    Parameters
    ----------
    missing
        (report, mention) of each, from `maps.spots.unresolved`.
    story
        What the page tells.
    """
    seen: dict[str, list[tuple[int, int]]] = {}
    for report, index in missing:
        seen.setdefault(_text(story, report, index), []).append((report, index))
    for text, where in seen.items():
        report, index = where[0]
        why = story.checked[report][0].resolutions[index].why or "no row of the gazetteer fits"
        times = f"named {len(where)} ×" if len(where) > 1 else "named once"
        yield text, f"{times}: {why}"


def _quotes(spot: Spot, story: Story) -> Iterator[Html]:
    """The sentences that say most of a place: of its events, else the first that names it."""
    spans = [(deed.report, deed.event.start, deed.event.end) for deed in spot.deeds]
    spans += [(report, *_span(story, report, mention)) for report, mention in spot.sightings[:1]]
    seen: set[tuple[int, int]] = set()
    for report, start, end in spans:
        sentence = (report, story.sentence(report, start)[0])
        if sentence not in seen and len(seen) < _QUOTES:
            seen.add(sentence)
            yield quote(story, report, start, end)


def _text(story: Story, report: int, mention: int) -> str:
    return story.mentions(report)[mention].text


def _span(story: Story, report: int, mention: int) -> tuple[int, int]:
    found = story.mentions(report)[mention]
    return found.start, found.end


def _listed(title: str, lines: Sequence[Html]) -> Html | None:
    if not lines:
        return None
    return join(tag("h5", title), tag("ul", *lines))


def _deed_line(deed: Deed, story: Story) -> Html:
    return tag(
        "li",
        tag("b", story.side(deed.event.actor)),
        " ",
        wording.happened(deed.event),
        ", ",
        standing(deed.event.standing),
        tag("span", said_by(deed.event.attribution, story, deed.report), class_="who"),
    )


def _claim_line(report: int, index: int, story: Story) -> Html:
    claim = story.checked[report][1][index]
    name = wording.relation_of(claim.statement, mentions=story.mentions(report))
    return tag(
        "li",
        tag("a", name, href=f"#{claim_key(report, index)}"),
        ": stated ",
        wording.stated(claim),
        ", measured ",
        wording.measured(claim),
        " – ",
        verdict(claim),
    )


def fits_words(claim: Claim) -> str:
    """Say which other references a stated number fits; empty where none was tried.

    Parameters
    ----------
    claim
        The claim.
    """
    if not claim.fits:
        return ""
    fitting = [fit for fit in claim.fits if fit.fits]
    listed = ", ".join(f"{fit.reference} {wording.number(fit.distance_km)} km" for fit in fitting)
    counted = f"{len(fitting)} of the {len(claim.fits)} references tested"
    return f"{counted}: {listed}" if listed else counted
