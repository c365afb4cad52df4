"""What the mentions of a report tell of each other: lists, regions named beside, one sense."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from gazetteer.place import Place
from geo.reading.city_or_region import city_evidence, region_evidence
from geo.reading.context import Context
from geo.reading.lexicon import Lexicon
from geo.reading.mention import Mention, between
from geo.reading.sizes import of_that_size


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Lets the mentions of one report learn from each other."""

    text: str
    """The report's text, as its names are looked for."""
    lexicon: Lexicon
    """The language's word classes."""
    context_of: Callable[[int, int], Context | None]
    """Gives the span of two offsets in its sentence."""
    inhabitants: Mapping[str, Sequence[float]]
    """For each type word the fewest and the most inhabitants of what it is said of."""

    def settle(self, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """Let mentions learn from each other.

        Parameters
        ----------
        mentions
            The mentions of the report, in the order of its text.
        """
        mentions = [self._apposed_region(mentions, i) for i in range(len(mentions))]
        settled = []
        text = self.text
        for i in range(len(mentions)):
            mention = self._sited(mentions, i, self._listed_role(mentions, i))
            context = self.context_of(mention.start, mention.end)
            if context is not None and mention.role == "literal":
                mention = city_evidence(mentions, i, mention, context, text)
                mention = region_evidence(mentions, i, mention, text, self.lexicon)
                beside = _regions_beside(mentions, i, text, self.lexicon)
                mention = replace(mention, context=beside)
            kept = tuple(m for m in mention.candidates if m.place.kind == mention.kind)
            if context is not None and mention.role == "literal":
                kept = of_that_size(kept, context, inhabitants=self.inhabitants)
            settled.append(replace(mention, candidates=kept))
        return tuple(settled)

    def _apposed_region(self, mentions: Sequence[Mention], i: int) -> Mention:
        """The region, not the town of its name, behind one of its towns: “Orlando, Florida”."""
        mention = mentions[i]
        if not i or mention.kind != "settlement" or not is_spot(mentions[i - 1]):
            return mention
        if between(self.text, mentions[i - 1], mention) not in self.lexicon.classes["appositions"]:
            return mention
        towns = {(m.place.country, m.place.admin1) for m in mentions[i - 1].candidates}
        if not any(_is_region(m.place, towns) for m in mention.candidates):
            return mention
        reason = f"it says where {mentions[i - 1].text} lies"
        return replace(mention, kind="region", reason=reason)

    def _sited(self, mentions: Sequence[Mention], i: int, mention: Mention) -> Mention:
        """A city joined to another that a preposition governs: “sources in Tehran and Ankara”."""
        if mention.role != "metonym" or not i or mentions[i - 1].role != "literal":
            return mention
        gap = between(self.text, mentions[i - 1], mention)
        first = self.context_of(mentions[i - 1].start, mentions[i - 1].end)
        if gap not in self.lexicon.classes["coordinators"] or first is None:
            return mention
        head = first.word(first.head_before())
        if not self.lexicon.has_any(("locative", "directional"), head):
            return mention
        return replace(mention, role="literal", reason=f"“{head}” stands before it and another")

    def _country_of(self, mentions: Sequence[Mention], i: int) -> Mention:
        """The country named behind its settlement is the land: “from Perth, Australia”."""
        mention, before = mentions[i], mentions[i - 1] if i else None
        if mention.role != "metonym" or mention.kind != "country" or before is None:
            return mention
        apposed = between(self.text, before, mention) in self.lexicon.classes["appositions"]
        if not apposed or not is_spot(before) or not _holds(mention, before):
            return mention
        return replace(mention, role="literal", reason=f"it says where {before.text} lies")

    def _listed_role(self, mentions: Sequence[Mention], i: int) -> Mention:
        """A country joined to another by “and” shares its role where it has none of its own."""
        mention = self._country_of(mentions, i)
        if mention.role != "literal" or mention.evidence > 0.3 or mention.kind != "country":
            return mention
        for j in (i - 1, i + 1):
            if not 0 <= j < len(mentions) or mentions[j].role not in {"metonym", "literal"}:
                continue
            if self.lexicon.has("list_gaps", between(self.text, mention, mentions[j])):
                reason = f"it is named together with {mentions[j].text}"
                return replace(mention, role=mentions[j].role, reason=reason)
        return mention


def is_spot(mention: Mention) -> bool:
    """Whether a mention is a place within a country.

    Parameters
    ----------
    mention
        Any mention.
    """
    return mention.role == "literal" and mention.kind != "country"


def _is_region(place: Place, towns: Collection[tuple[str | None, str | None]]) -> bool:
    """Whether a place is the region of one of some towns, by its country and name."""
    return place.kind == "region" and (place.country, place.name) in towns


def _holds(country: Mention, spot: Mention) -> bool:
    """Whether a candidate of a settlement lies in a country."""
    codes = {m.place.country for m in country.candidates if m.place.kind == "country"}
    return any(m.place.country in codes for m in spot.candidates)


def _regions_beside(
    mentions: Sequence[Mention], i: int, text: str, lex: Lexicon
) -> tuple[str, ...]:
    """Ids of the regions that the words beside a settlement's name put it in."""
    mention = mentions[i]
    if mention.kind != "settlement":
        return ()
    for j in (i + 1, i + 2):
        if j < len(mentions) and mentions[j].kind in {"region", "country"}:
            gap = text[mention.end : mentions[j].start].casefold()
            if gap.strip() in lex.classes["beside_after"]:
                return _regions(mentions[j])
    if i and mentions[i - 1].kind in {"region", "country"} and mentions[i - 1].role == "literal":
        gap = text[mentions[i - 1].end : mention.start].casefold()
        words = gap.replace("’", "'").split()
        if (
            words
            and len(words) <= 4
            and (lex.has("possessive", words[0]) or lex.has("genitive", words[-1]))
        ):
            return _regions(mentions[i - 1])
    return ()


def _regions(mention: Mention) -> tuple[str, ...]:
    """Ids of the likeliest regions or countries of a mention."""
    return tuple(m.place.id for m in mention.candidates if m.place.kind == mention.kind)[:3]
