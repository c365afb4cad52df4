"""The text cut at every span's edge: nothing lost, nothing doubled, every span found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.claim import Claim
from geo.errors import ReportInvalid
from geo.reading.axis import Axis
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.segments import Segment, segments_of
from geo.reading.statement import Statement

Span = tuple[int, int]


def reading_of(
    text: str, mentions: list[Span], events: list[Span], axes: list[Span] | None = None
) -> Reading:
    return Reading(
        report=Report(id="made-up", text=text),
        mentions=tuple(Mention(*span, text[slice(*span)], "literal", "other") for span in mentions),
        resolutions=tuple(Resolution(None, 0.0) for _ in mentions),
        statements=(),
        events=tuple(
            Event(*span, text[slice(*span)], None, "entered", "entered", None, "")
            for span in events
        ),
        resolve_without=lambda _: (),
        axes=tuple(
            Axis(*span, text[slice(*span)], None, "went", None, None) for span in axes or ()
        ),
    )


def claim_of(text: str, span: Span) -> Claim:
    statement = Statement(*span, text[slice(*span)], "near", None, "")
    return Claim(statement, None, None, None, None, None, "unchecked")


def test_a_sentence_is_cut_where_its_spans_begin_and_end() -> None:
    #       0      7    12
    text = "Berdin lies 15 km from Sudzha."
    reading = reading_of(text, mentions=[(0, 6), (23, 29)], events=[(0, 11)])
    assert segments_of(reading, (claim_of(text, (0, 29)),)) == (
        Segment(0, 6, mentions=(0,), claims=(0,), events=(0,)),
        Segment(6, 11, claims=(0,), events=(0,)),
        Segment(11, 23, claims=(0,)),
        Segment(23, 29, mentions=(1,), claims=(0,)),
        Segment(29, 30),
    )


def test_a_text_without_finds_is_one_segment() -> None:
    assert segments_of(reading_of("Nothing here.", [], [])) == (Segment(0, 13),)


def test_spans_that_touch_are_two_and_empty_ones_none() -> None:
    reading = reading_of("SudzhaBerdin", mentions=[(0, 6), (6, 12)], events=[(6, 6)])
    assert segments_of(reading) == (Segment(0, 6, mentions=(0,)), Segment(6, 12, mentions=(1,)))


def test_a_claim_of_another_report_is_told() -> None:
    longer = "a much longer text than the report's"
    with pytest.raises(ReportInvalid, match=r"0–36 does not lie in report 'made-up', which has 5"):
        segments_of(reading_of("short", [], []), (claim_of(longer, (0, 36)),))


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[list[Span]]]:
    text = draw(st.text(min_size=1, max_size=40).filter(str.strip))
    edge = st.integers(0, len(text))
    span = st.tuples(edge, edge).map(lambda pair: (min(pair), max(pair)))
    return text, [draw(st.lists(span, max_size=8)) for _ in range(4)]


@given(texts_with_spans())
def test_every_character_lies_in_exactly_the_spans_that_hold_it(
    drawn: tuple[str, list[list[Span]]],
) -> None:
    """Compared with asking every span about every character."""
    text, (mentions, claims, events, axes) = drawn
    reading = reading_of(text, mentions, events, axes)
    segments = segments_of(reading, [claim_of(text, span) for span in claims])
    assert "".join(text[segment.start : segment.end] for segment in segments) == text
    assert all(segment.start < segment.end for segment in segments)
    for segment in segments:
        for at in range(segment.start, segment.end):
            for found, spans in (
                (segment.mentions, mentions),
                (segment.claims, claims),
                (segment.events, events),
                (segment.axes, axes),
            ):
                holding = (i for i, (start, end) in enumerate(spans) if start <= at < end)
                assert found == tuple(holding)
    # No cut without an edge: neighbours differ.
    edges = {0, len(text)} | {edge for spans in drawn[1] for span in spans for edge in span}
    assert {segment.start for segment in segments} <= edges
