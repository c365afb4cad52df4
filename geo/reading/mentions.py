"""Which names of a text could be places, and what each of them stands for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from gazetteer.errors import PlaceUnknown
from gazetteer.matcher import Matcher, Span
from gazetteer.names import fold
from gazetteer.place import Kind, Match
from gazetteer.store import Gazetteer
from geo.reading.city_or_region import decide_kind
from geo.reading.context import Context, context_of
from geo.reading.countries import demonyms
from geo.reading.credible import (
    credible,
    doubt,
    edges_of,
    near_the_sure,
    part_of_longer_name,
)
from geo.reading.grammar.items import rules
from geo.reading.lexicon import Lexicon, lexicon
from geo.reading.mention import Mention, between
from geo.reading.namesakes import TYPES, namesake
from geo.reading.neighbours import Neighbours, is_spot
from geo.reading.points import find_points, outside
from geo.reading.proper_names import ProperName, find_proper_names
from geo.reading.report import Report
from geo.reading.roads import find_roads
from geo.reading.roles import Verdict, role_of_place
from geo.reading.state_roles import role_of_state
from geo.reading.surface import readable
from geo.reading.tokens import Sentence, sentences
from geo.reading.unlisted import UnlistedName, find_unlisted
from geo.reading.waters import find_waters

_SEAT: Final = "a seat of power stands for its government"
_ROAD: Final = "it is the name of a road"
_WATER: Final = "it is the name of a water"
_TO_POINT: Final = re.compile(r"\s?(?:[(\[:]\s?(?:[^\W\d_]{1,15}:?\s){0,3}|[,–—-]\s?)")
_LANDFORM: Final[tuple[str, Kind]] = ("landforms", "other")
_PARTICLE: Final = re.compile(r"\b([^\W\d_]{2,3})([ -])\Z")
_FUZZY_FLOOR: Final = 0.86
_FUZZY_POWER: Final = 6
_SURELY_A_PLACE: Final = 0.7
_COUNTRY_FIT: Final = 0.95


def find_mentions(
    report: Report,
    gazetteer: Gazetteer,
    *,
    plain: Report | None = None,
    credible_names: Collection[str] = (),
) -> tuple[Mention, ...]:
    """Find every mention of a report, in the order of the text.

    Parameters
    ----------
    report
        The report.
    gazetteer
        Where names are looked up.
    plain
        The report as `readable` writes it; written here when not given.
    credible_names
        Folded names that need nothing beside them to be taken for places.
    """
    lex = lexicon(report.lang)
    given = report.text
    report = plain or readable(report, gazetteer)
    text_sentences = sentences(report.text, lang=report.lang)
    spans = [
        _with_particle(_without_type(span, report.text, gazetteer, lex), report.text, lex)
        for span in Matcher(gazetteer).spans(report.text)
        if _worth(span, lex, report.lang)
    ]
    multiword = frozenset(span.start for span in spans if " " in span.text or "-" in span.text)
    names = find_proper_names(text_sentences, lex, known_starts=multiword)
    points = find_points(given)
    finder = _Finder(report, lex, text_sentences, gazetteer, points, credible_names=credible_names)
    typed = finder.roads() + finder.waters()
    untyped = [span for span in spans if not _overlaps(span.start, span.end, typed)]
    mentions = finder.named(untyped, names) + typed
    mentions += finder.seats(mentions)
    mentions += finder.unlisted(mentions, names)
    # A point tells nothing of the role of a name beside it.
    beside = Neighbours(report.text, lex, finder.context, rules(report.lang).inhabitants)
    settled = beside.settle(sorted(outside(mentions, points), key=lambda mention: mention.start))
    written = [replace(mention, text=given[mention.start : mention.end]) for mention in settled]
    return tuple(sorted([*written, *points], key=lambda mention: mention.start))


def _worth(span: Span, lex: Lexicon, lang: str) -> bool:
    """Whether a span is more than a word that is capitalised for another reason."""
    words = [word.strip(".,'’").casefold() for word in span.text.split()]
    if len(words) == 1 and lex.has_any(("calendar", "modifiers"), words[0]):
        return False
    if " ".join(words) in demonyms(lang) or (len(words) == 1 and lex.has("bearers", words[0])):
        return False
    return bool(span.matches) and not all(lex.has("connectors", word) for word in words)


def _without_type(span: Span, text: str, gazetteer: Gazetteer, lex: Lexicon) -> Span:
    """Cut the type word off “NAME city of OTHER”: it belongs to the other name."""
    name, _, last = span.text.rpartition(" ")
    behind = text[span.end :].split(maxsplit=1)[:1]
    if not name or not behind or not lex.has("genitive", behind[0].casefold()):
        return span
    if not lex.has("settlement_words", last.casefold()):
        return span
    matches = gazetteer.find(name)
    return Span(span.start, span.start + len(name), name, matches) if matches else span


def _with_particle(span: Span, text: str, lex: Lexicon) -> Span:
    """Take the article of an Arabic name in, where the gazetteer has the name without it."""
    particle = _PARTICLE.search(text, max(0, span.start - 5), span.start)
    if particle is None:
        return span
    stands_apart = particle[2] == " "
    listed = lex.has("free_particles" if stands_apart else "particles", particle[1].casefold())
    if not listed or not (stands_apart or particle[1][0].isupper()):
        return span
    return replace(span, start=particle.start(), text=text[particle.start() : span.end])


class _Finder:
    """Turns spans of one report into mentions."""

    def __init__(
        self,
        report: Report,
        lex: Lexicon,
        text_sentences: Sequence[Sentence],
        gazetteer: Gazetteer,
        points: Sequence[Mention],
        *,
        credible_names: Collection[str],
    ) -> None:
        self.report = report
        self.credible_names = credible_names
        self.pointed = frozenset(point.start for point in points)
        self.lex = lex
        self.sentences = text_sentences
        self.starts = [sentence.start for sentence in text_sentences]
        self.gazetteer = gazetteer
        self.capitals: dict[str, str | None] = {}
        self.small = frozenset(
            token.text
            for sentence in text_sentences
            for token in sentence.tokens
            if token.kind == "word" and token.text[0].islower()
        )

    def named(self, spans: Sequence[Span], names: Sequence[ProperName]) -> list[Mention]:
        """Mentions of the spans that the gazetteer knows."""
        mentions: list[Mention] = []
        doubtful: list[Mention] = []
        done: set[int] = set()
        bodies = [name for name in names if name.role == "organisation"]
        starts = frozenset(span.start for span in spans if _cover(span, bodies) is None)
        edges = edges_of(spans, self.report.text, self.lex)
        for span in spans:
            cover = _cover(span, names)
            if cover is not None and not self._place_after_all(span, cover):
                if cover.start not in done:
                    done.add(cover.start)
                    mentions.append(self._proper(cover))
                continue
            mention, credible = self._placed(span, starts, edges)
            if mention is not None:
                (mentions if credible else doubtful).append(mention)
        mentions += [
            self._proper(name)
            for name in names
            if name.start not in done and not _overlaps(name.start, name.end, mentions)
        ]
        return mentions + self._after_all(doubtful, mentions)

    def _after_all(self, doubtful: Sequence[Mention], sure: Sequence[Mention]) -> list[Mention]:
        """The doubtful mentions that the report's sure ones make places.

        They are named again, lie close by, or stand in one list: "Lyptsi and Kupiansk".
        """
        places = [mention for mention in sure if mention.role == "literal"]
        texts = {mention.text for mention in places}
        found, left = [], []
        for mention in doubtful:
            plain = self._plain(mention)
            again = mention.text in texts and (plain or not self._with_article(mention))
            near = again or (plain and near_the_sure(mention, sure))
            near = near or self._before_point(mention.end)
            if near:
                found.append(mention)
            elif plain:
                left.append(mention)
        while listed := [m for m in left if self._listed(m, [*places, *found])]:
            found += listed
            left = [mention for mention in left if mention not in listed]
        return found

    def _before_point(self, end: int) -> bool:
        """Whether coordinates stand behind a name: in brackets, or behind a colon or a comma."""
        gap = _TO_POINT.match(self.report.text, end)
        return gap is not None and gap.end() in self.pointed

    def _listed(self, mention: Mention, places: Sequence[Mention]) -> bool:
        """Whether it stands in a list with a place: before its comma, or beside its "and"."""
        return any(
            self.lex.has("list_gaps", gap) and (gap != "," or mention.start < place.start)
            for place in places
            for gap in [between(self.report.text, mention, place)]
        )

    def _with_article(self, mention: Mention) -> bool:
        """Whether an article stands right before a name: “the Pravda reporter”."""
        context = self.context(mention.start, mention.end)
        return context is not None and self.lex.has("articles", context.word(context.back()))

    def roads(self) -> list[Mention]:
        """Mentions of roads, which bear the names of the places at their ends."""
        text = self.report.text
        return [
            Mention(start, end, text[start:end], "literal", "road", _ROAD, evidence=1.0)
            for start, end in find_roads(text, self.sentences, self.lex)
        ]

    def waters(self) -> list[Mention]:
        """Mentions of waters that are named type first."""
        found = []
        for start, end in find_waters(self.sentences, self.lex):
            text = self.report.text[start:end]
            known = self.gazetteer.find(text, kind="water")
            found.append(Mention(start, end, text, "literal", "water", _WATER, known, evidence=1.0))
        return found

    def _plain(self, mention: Mention) -> bool:
        """Whether nothing speaks for another reading of a name."""
        context = self.context(mention.start, mention.end)
        return context is not None and not doubt(context, small=self.small)

    def seats(self, mentions: Sequence[Mention]) -> list[Mention]:
        """Mentions of the seats of power that stand for a government: the Kremlin."""
        return [
            Mention(*match.span(), match.group(), "metonym", "other", _SEAT)
            for name in sorted(self.lex.classes["seats"])
            for match in re.finditer(rf"\b{re.escape(name)}\b", self.report.text, re.IGNORECASE)
            if match.group()[0].isupper() and not _overlaps(*match.span(), mentions)
        ]

    def _place_after_all(self, span: Span, cover: ProperName) -> bool:
        """Whether a span is a place in spite of the name that holds it.

        The country in “General Staff of COUNTRY”; a surname where only a place can stand.
        """
        context = self.context(span.start, span.end)
        if context is None:
            return False
        if cover.role == "person":
            whole = (cover.start, cover.end) == (span.start, span.end)
            return whole and role_of_place(context).evidence >= _SURELY_A_PLACE
        if not self._is_state(span.matches):
            return False
        head = context.word(context.head_before())
        return cover.start < span.start and self.lex.has("genitive", head)

    def _stands_for_power(self, name: str) -> bool:
        """Whether a name is that of a government's seat: the Kremlin."""
        return self.lex.has("seats", " ".join(name.casefold().split()))

    def _proper(self, name: ProperName) -> Mention:
        text = self.report.text[name.start : name.end]
        if self._stands_for_power(text):
            return Mention(name.start, name.end, text, "metonym", "other", _SEAT)
        return Mention(name.start, name.end, text, name.role, "other", name.reason)

    def _placed(
        self, span: Span, starts: frozenset[int], edges: frozenset[int]
    ) -> tuple[Mention | None, bool]:
        """The mention of a span, and whether the words around make it believable by itself."""
        context = self.context(span.start, span.end)
        if context is None or not span.matches:
            return None, False
        if self._stands_for_power(span.text):
            return Mention(span.start, span.end, span.text, "metonym", "other", _SEAT), True
        other = namesake(
            span, context, self.report.text, gazetteer=self.gazetteer, small=self.small
        )
        if other is not None:
            return other, True
        state = self._is_state(span.matches)
        if not state and part_of_longer_name(context, edges=edges):
            part = role_of_place(context)
            if part.role == "literal":
                return None, False
            return self._mention(span, part, context), True
        if state:
            indexes = frozenset(
                k for k, token in enumerate(context.tokens) if token.start in starts
            )
            verdict = role_of_state(context, place_spans=indexes)
        else:
            verdict = role_of_place(context)
        mention = self._mention(span, verdict, context)
        if state or verdict.role != "literal":
            return mention, True
        return mention, fold(span.text) in self.credible_names or credible(
            span.matches, context, evidence=verdict.evidence, small=self.small
        )

    def _mention(self, span: Span, verdict: Verdict, context: Context) -> Mention:
        seats = frozenset(m.place.id for m in span.matches if self._is_seat(m))
        kind, why = decide_kind(span.text, span.matches, context, capitals=seats)
        chosen: Kind = kind or span.matches[0].place.kind
        reason = "; ".join(part for part in (verdict.reason, why) if part)
        return Mention(
            span.start, span.end, span.text, verdict.role, chosen, reason,
            candidates=span.matches, evidence=verdict.evidence,
        )  # fmt: skip

    def _is_seat(self, match: Match) -> bool:
        """Whether a settlement is the seat of its country's government."""
        country = match.place.country
        if match.place.kind != "settlement" or country is None:
            return False
        if country not in self.capitals:
            try:
                self.capitals[country] = self.gazetteer.get(f"country:{country}").capital
            except PlaceUnknown:
                self.capitals[country] = None
        return self.capitals[country] == match.place.id

    def _is_state(self, matches: Sequence[Match]) -> bool:
        """Whether the name is a country's or the seat of its government's."""
        if any(self.lex.has("governing", match.spelling.casefold()) for match in matches):
            return True
        best = [m for m in matches if m.fit >= _COUNTRY_FIT]
        return any(m.place.kind == "country" or self._is_seat(m) for m in best)

    def context(self, start: int, end: int) -> Context | None:
        """The span of two offsets in its sentence."""
        at = bisect_right(self.starts, start) - 1
        return context_of(self.sentences[at], start, end, self.lex) if at >= 0 else None

    def unlisted(self, mentions: Sequence[Mention], names: Sequence[ProperName]) -> list[Mention]:
        """Mentions of names that the gazetteer lacks but only a place can have."""
        found = find_unlisted(
            self.sentences,
            self.lex,
            places=[(m.start, m.end) for m in mentions if is_spot(m)],
            others=[(m.start, m.end) for m in mentions if not is_spot(m)]
            + [(n.start, n.end) for n in names],
            winds=self.lex.classes["winds"],
        )
        named = [self._unlisted(name) for name in found]
        return named + self._again(named, [*mentions, *named, *names])

    def _again(
        self, named: Sequence[Mention], taken: Sequence[Mention | ProperName]
    ) -> list[Mention]:
        """Mentions of the same names where the words around do not tell that they are places."""
        found: list[Mention] = []
        for name in {mention.text: mention for mention in named}.values():
            for match in re.finditer(rf"\b{re.escape(name.text)}\b", self.report.text):
                start, end = match.span()
                if not any(start < other.end and other.start < end for other in taken):
                    found.append(replace(name, start=start, end=end))
        return found

    def _unlisted(self, name: UnlistedName) -> Mention:
        text = self.report.text[name.start : name.end]
        # Two villages whose names differ by a letter are commoner than a misspelt one.
        close = tuple(
            replace(m, fit=round(m.fit**_FUZZY_POWER, 4))
            for m in self.gazetteer.fuzzy(text, limit=20)
            if m.fit >= _FUZZY_FLOOR
        )
        last = text.split()[-1].casefold()
        types = (*TYPES, _LANDFORM)
        typed: list[Kind] = [kind for name, kind in types if self.lex.has(name, last)]
        context = self.context(name.start, name.end)
        # English has the article before rivers and never before settlements.
        article = context is not None and self.lex.has("articles", context.word(context.back()))
        kind: Kind = typed[0] if typed else "water" if article else "settlement"
        return Mention(
            name.start, name.end, text, "literal", kind,
            f"no gazetteer row has this spelling, but {name.reason}",
            candidates=tuple(m for m in close if m.place.kind == kind),
            evidence=name.strength,
        )  # fmt: skip


def _overlaps(start: int, end: int, mentions: Sequence[Mention]) -> bool:
    """Whether a span overlaps a mention."""
    return any(start < m.end and m.start < end for m in mentions)


def _cover(span: Span, names: Sequence[ProperName]) -> ProperName | None:
    """The name of a person or body that holds a span."""
    for name in names:
        if name.start <= span.start and span.end <= name.end:
            return name
        if name.role == "person" and name.start < span.end and span.start < name.end:
            return name
    return None
