"""Who says what stands in a span of a text, and how firmly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.reading.frame_words import QUOTES, Strength, frame_words, strength_of
from geo.reading.frames import FrameScan
from geo.reading.speakers import Speakers
from geo.reading.statement import Attribution, Standing
from geo.reading.tokens import Sentence

_SENTENCE_TOKENS: Final = 300
"""A longer run of tokens is no sentence that anybody wrote; it is read in pieces."""
_BY_WEAKNESS: Final[tuple[Standing, ...]] = ("denied", "claimed", "assessed", "geolocated")
_CLOSING_QUOTES: Final = frozenset("”»")


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who says what a span states."""

    chain: tuple[Attribution, ...]
    """The speakers with their verbs, outermost first; empty for the report's own words. A speaker
    is the full name where it is certain, else as written, and empty where the text names none
    ("reportedly")."""
    standing: Standing
    """The weakest link of the chain, from strong to weak: geolocated, assessed, claimed, denied.
    Who only passes on another's word or footage adds no link of weakness."""
    negated: bool
    """Whether a speaker says that it is not so."""


@dataclass(frozen=True, slots=True)
class _Link:
    """One frame of speech, in characters."""

    start: int
    end: int
    verb_at: int
    rank: tuple[int, int, int, int]
    said: Attribution
    strength: Strength
    negated: bool


class Attributor:
    """The speech in one text."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        *,
        source: str | None = None,
        lang: str = "en",
    ) -> None:
        """Read who says what in every sentence.

        Parameters
        ----------
        text
            The text that the sentences are from.
        sentences
            Its sentences.
        source
            Who published the text: an assessing body's own words are assessments, anybody
            else's are claims.
        lang
            ISO 639-1 code of its language.
        """
        known = frame_words(lang)
        strength = strength_of(source or "", judges=False, known=known)
        self._own: Standing = "assessed" if strength == "assessed" else "claimed"
        pieces = [piece for sentence in sentences for piece in _pieces(sentence)]
        tokens = [token for sentence in sentences for token in sentence.tokens]
        speakers = Speakers(text, tokens, lang=lang)
        self._starts = [piece.start for piece in pieces]
        self._links: list[list[_Link]] = []
        for piece in pieces:
            frames = FrameScan(text, piece, speakers, lang=lang).frames()
            links = []
            for order, frame in enumerate(frames):
                start = piece.tokens[frame.low].start
                end = piece.tokens[frame.high - 1].end
                depth = 2 if frame.inner else 0 if frame.wide else 1
                rank = (depth, start, 0 if frame.speaker else 1, order)
                if frame.inner and order == 0 and len(frames) > 1:
                    # "The paper, citing the staff, wrote that …": the staff is the paper's source.
                    rank = (1, piece.tokens[frames[1].low].start, 2, order)
                said = Attribution(frame.speaker, frame.verb)
                verb_at = piece.tokens[frame.verb_at].start
                links.append(_Link(start, end, verb_at, rank, said, frame.strength, frame.negated))
            self._links.append(links)
        self._spread_over_quotations(pieces)
        for links in self._links:
            links.sort(key=lambda link: link.rank)

    def at(self, start: int, end: int) -> Attributed:
        """Say who states the words of a span.

        Parameters
        ----------
        start
            Offset of the span's first character.
        end
            Offset behind its last character.
        """
        at = bisect_right(self._starts, start) - 1
        links = [link for link in self._links[at] if _holds(link, start, end)] if at >= 0 else []
        chain = tuple(link.said for link in links)
        negated = sum(link.negated for link in links) % 2 == 1
        return Attributed(chain, self._standing(links), negated)

    def _standing(self, links: Sequence[_Link]) -> Standing:
        """The weakest link; a body that judges adds none where it passes on another's word."""
        telling = {
            link.strength
            for i, link in enumerate(links)
            if link.strength != "assessed" or i == len(links) - 1 or not link.said.speaker
        }
        for standing in _BY_WEAKNESS:
            if standing in telling:
                return standing
        if any(link.strength == "assessed" for link in links):
            return "assessed"
        return "claimed" if links else self._own

    def _spread_over_quotations(self, pieces: Sequence[Sentence]) -> None:
        """Give every sentence of a quotation the speaker that one of them names."""
        said_last: list[_Link] = []
        paragraph = -1
        for start, end, first, last in _quotations(pieces):
            own = [
                link
                for at in range(max(first - 1, 0), last + 1)
                for link in self._links[at]
                if link.said.speaker
                and not start <= link.verb_at < end
                and (
                    (link.start < end and start < link.end) or _introduces(pieces, at, first, link)
                )
            ]
            if (
                not own
                and pieces[first].paragraph == paragraph
                and first in _opened(pieces, start, first)
            ):
                own = said_last
            if not own:
                continue
            said_last, paragraph = own, pieces[first].paragraph
            for at in range(first, last + 1):
                low, high = max(start, pieces[at].start), min(end, pieces[at].end)
                for link in own:
                    if not any(
                        other.said == link.said and other.start <= low < other.end
                        for other in self._links[at]
                    ):
                        rank = (-1, low, 0, link.rank[3])
                        self._links[at].append(replace(link, start=low, end=high, rank=rank))


def _opened(pieces: Sequence[Sentence], start: int, first: int) -> tuple[int, ...]:
    """The sentence as a tuple where a quotation opens it, else nothing."""
    return (first,) if pieces[first].start == start else ()


def _introduces(pieces: Sequence[Sentence], at: int, first: int, link: _Link) -> bool:
    """Whether the sentence before a quotation ends in the speaker's verb and a colon."""
    return at == first - 1 and pieces[at].tokens[-1].text == ":" and link.end >= pieces[at].end - 1


def _holds(link: _Link, start: int, end: int) -> bool:
    """Whether a span lies in what a frame says: it begins there, or most of it does."""
    if link.start <= start < link.end:
        return True
    return 2 * (min(end, link.end) - max(start, link.start)) > end - start


def _pieces(sentence: Sentence) -> Iterator[Sentence]:
    """A sentence, cut where it is longer than any that is written."""
    tokens = sentence.tokens
    for i in range(0, len(tokens), _SENTENCE_TOKENS):
        run = tokens[i : i + _SENTENCE_TOKENS]
        yield Sentence(run[0].start, run[-1].end, run, sentence.paragraph)


def _quotations(pieces: Sequence[Sentence]) -> Iterator[tuple[int, int, int, int]]:
    """Every quotation: its offsets, and the first and last sentence that it touches.

    A quotation that its paragraph leaves open ends there, and goes on where the next paragraph
    opens with a quotation mark, as newspapers print long speech.
    """
    opened: tuple[int, int] | None = None
    for at, piece in enumerate(pieces):
        broken = opened is not None and piece.paragraph != pieces[at - 1].paragraph
        if opened and broken and piece.tokens[0].text not in QUOTES:
            yield opened[0], pieces[at - 1].end, opened[1], at - 1
            opened = None
        for token in piece.tokens:
            if token.text not in QUOTES:
                continue
            reopened = opened is not None and token.start == piece.start and at > opened[1]
            if opened is None:
                if token.text not in _CLOSING_QUOTES:
                    opened = (token.start, at)
            elif not (reopened and piece.paragraph != pieces[at - 1].paragraph):
                yield opened[0], token.end, opened[1], at
                opened = None
    if opened:
        yield opened[0], pieces[-1].end, opened[1], len(pieces) - 1
