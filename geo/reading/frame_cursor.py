"""A sentence as a reader of speech sees it: subjects, verbs, clauses, quotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from geo.reading.frame_words import QUOTES, frame_words
from geo.reading.inflection import is_adverb
from geo.reading.speakers import Speakers
from geo.reading.tokens import Sentence, Token

_STOPS: Final = frozenset({";", ":", "—", "–"})
_DASHES: Final = frozenset("-–—")
_ENDS: Final = frozenset({".", "!", "?", "…", ",", ")", ";"}) | QUOTES


@dataclass(frozen=True, slots=True)
class Lead:
    """What stands before a verb and belongs to it."""

    first: int
    """Index of the first auxiliary, adverb or the verb itself."""
    be: bool
    modal: bool
    negated: bool
    infinitive: bool


class FrameCursor:
    """The tokens of one sentence and what can be told of them."""

    def __init__(
        self, text: str, sentence: Sentence, speakers: Speakers, *, lang: str = "en"
    ) -> None:
        """Prepare the sentence.

        Parameters
        ----------
        text
            The text that the sentence is from.
        sentence
            The sentence.
        speakers
            The speakers of the text so far; the sentence's are added to them.
        lang
            ISO 639-1 code of its language.
        """
        self._text = text
        self._tokens = sentence.tokens
        self._lows = [token.lower for token in sentence.tokens]
        self._words = frame_words(lang)
        self._speakers = speakers
        self._base = 0
        self._clause = 0
        self._quote_ends = _quote_ends(self._lows)

    def _low(self, i: int) -> str:
        """The token at an index, folded; empty outside the sentence."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def _lead(self, i: int) -> Lead:
        """Walk back over the auxiliaries and adverbs of a verb."""
        known = self._words
        j = i
        be = modal = negated = False
        while j > self._clause and (
            self._lows[j - 1] in known["aux"] or self._is_adverb(self._lows[j - 1])
        ):
            j -= 1
            be = be or self._lows[j] in known["be"]
            modal = modal or self._lows[j] in known["modals"]
            negated = negated or self._lows[j] in known["negations"]
        infinitive = self._low(j - 1) in known["infinitive"]
        if infinitive and self._low(j - 2) in known["negations"]:
            negated, j = True, j - 2
        return Lead(j, be, modal, negated, infinitive)

    def _is_adverb(self, low: str) -> bool:
        """Whether a word can stand between a subject and its verb."""
        return is_adverb(low, self._words.endings["adverb"]) or low in self._words["adverb_words"]

    def _is_noun(self, i: int) -> bool:
        """Whether a word that can be a noun is one here."""
        known, low = self._words, self._lows[i]
        if low not in known["ambiguous"]:
            return False
        if i == 0:
            return True
        before, after = self._tokens[i - 1], self._low(i + 1)
        if before.lower in known["determiners"] or before.kind == "possessive":
            return True
        if self._speakers.is_time(before) or before.kind == "number" or after in known["that"]:
            return before.lower in known.demonyms
        if before.lower in known.demonyms or (
            low.endswith(known.endings["gerund"]) and before.text not in ",)"
        ):
            return True
        evidence = self._lows[max(self._clause, i - 16) : i]
        if low in known["pictures"] and not known["evidence"].isdisjoint(evidence):
            return False
        speaks = before.capitalised or before.lower in known["partisan"] or before.text in '),”"'
        speaks = speaks or before.lower in known["plural"] or before.lower in known["assessing"]
        speaks = speaks or before.lower in known["evidence"] or before.lower in known["document"]
        speaks = speaks or before.lower in known["pronouns"] or before.lower in known["have"]
        speaks = speaks or before.lower in known["relaying"] or before.lower in known["relatives"]
        speaks = speaks or self._is_adverb(before.lower) or before.lower in known["joining"]
        return not speaks or not after or after in known["behind_noun"]

    def _is_adjective(self, i: int) -> bool:
        """Whether a participle describes the noun behind it: "reported advances"."""
        before, after = self._low(i - 1), self._low(i + 1)
        if self._lows[i] not in self._words["adjectives"] or not after.isalpha():
            return False
        described = (
            before in self._words["determiners"]
            or before.endswith(self._words.endings["gerund"])
            or before in self._words.verbs
        )
        described = described or before in self._words.demonyms or not before
        described = described or before in self._words["possessive_endings"]
        return described and after not in self._words["not_behind_adjective"]

    def _publishes_report(self, i: int) -> bool:
        """Whether what is published reports: maps, footage, claims."""
        if self._low(i - 1) in self._words["evidence"] | self._words["document"]:
            return False
        return not self._words["quoted_object"].isdisjoint(self._lows[i + 1 : i + 8])

    def _segment(self, high: int) -> tuple[int, int]:
        """The stretch before a verb that holds its subject: start and end index."""
        known = self._words
        if self._low(high - 1) in known["relatives"] and high - 1 > self._clause:
            high -= 1
            if self._low(high - 1) == ",":
                high -= 1
        verbal = False
        start = self._clause
        for j in range(self._clause, high):
            low = self._lows[j]
            if (
                low in _STOPS
                or low in known["closing"]
                or low in known["new_subject"]
                or (low in QUOTES)
                or (low in known["that"] and verbal)
                or (self._begins_clause(j, high) and verbal)
                or (low in known["absolute"] and self._low(j - 1) == ",")
            ):
                start, verbal = j + 1, False
            verbal = verbal or self._verb_like(j)
        return start, high

    def _begins_clause(self, i: int, high: int) -> bool:
        """Whether a conjunction can begin a clause rather than join two numbers."""
        joins = self._lows[i] in self._words["clause_joiners"] and i + 1 < high
        if not joins or self._describes_noun(i):
            return False
        return self._tokens[i + 1].kind != "number"

    def _antecedent(self, low: int, high: int) -> tuple[int, int]:
        """Where the noun begins that a relative clause behind it describes."""
        start = min(high, len(self._lows) - 1)
        timed = any(
            self._speakers.is_time(token) for token in self._tokens[max(low, high - 4) : high]
        )
        while timed and start > low and self._lows[start] not in self._words["dated_by"]:
            start -= 1
        high = start
        while start > low:
            word = self._lows[start - 1]
            if word in self._words["lead"] or word == "," or self._verb_like(start - 1):
                break
            start -= 1
            if word in self._words["articles"]:
                break
        return (start, high) if start < high else (low, high)

    def _verb_like(self, i: int) -> bool:
        """Whether a word looks like a verb in a finite clause."""
        low = self._lows[i]
        if low in self._words["be"] or low in self._words["have"] or low in self._words["modals"]:
            return True
        past = (
            low.endswith(self._words.endings["past"])
            and len(low) > 4
            and not self._tokens[i].capitalised
        )
        past = past or low in self._words["irregular_past"]
        return past and self._low(i - 1) not in self._words["determiners"]

    def _describes_noun(self, i: int) -> bool:
        """Whether "and" joins a second participle to a noun: "shared by … and geolocated to"."""
        participle, after = self._low(i + 1), self._low(i + 2)
        return participle.endswith(self._words.endings["past"]) and after in self._words["setting"]

    def _pieces(self, low: int, high: int) -> list[tuple[int, int]]:
        """Split a stretch at its commas, parentheses kept whole; empty pieces stay."""
        pieces, start, depth = [], low, 0
        for j in range(low, high):
            depth += (self._lows[j] == "(") - (self._lows[j] == ")")
            if depth <= 0 and (self._lows[j] == "," or self._lows[j] in QUOTES):
                pieces.append((start, j))
                start = j + 1
        pieces.append((start, high))
        return pieces

    def _subject(
        self, pieces: Sequence[tuple[int, int]], i: int
    ) -> tuple[tuple[int, int], tuple[int, int], bool]:
        """Choose the subject among the pieces before a verb.

        Gives it, its apposition, and whether what is said stands before it.
        """
        apposed = len(pieces) > 1 and pieces[-1][0] >= pieces[-1][1]
        filled = [piece for piece in pieces if piece[0] < piece[1]]
        if not filled:
            return (i, i), (i, i), False
        tail = self._after_setting(i)
        ended = tail >= len(self._lows) or self._lows[tail] in _ENDS
        spoken = filled[: -2 if apposed else -1]
        suffix = ended and self._is_said_before(spoken, filled[0][0])
        names = [p for p in filled if not self._is_lead(p)] or filled
        if suffix:
            at = len(filled) - (2 if apposed else 1)
        elif apposed or not any(map(self._verb_like, range(names[0][0], filled[-1][0]))):
            at = filled.index(names[0])
        else:
            at = len(filled) - 1
        chosen = filled[max(at, 0)]
        aside = filled[at + 1] if 0 <= at < len(filled) - 1 else (i, i)
        return (self._without_lead(*chosen), chosen[1]), aside, suffix

    def _is_lead(self, piece: tuple[int, int]) -> bool:
        """Whether a piece only leads in: "On Sunday", "However"."""
        low = self._lows[piece[0]]
        if low in self._words["separators"] and piece[1] - piece[0] > 1:
            return False
        return (
            low in self._words["lead"] or low in self._words["lead_adverbs"] or self._is_adverb(low)
        )

    def _is_said_before(self, spoken: Sequence[tuple[int, int]], first: int) -> bool:
        """Whether what is said stands before the speaker: "Berdin has fallen, the mayor said"."""
        if (
            first
            and self._lows[first - 1] in QUOTES
            and any(first - 1 == b for _, b in self._quote_ends)
        ):
            return True
        return bool(spoken) and not (self._is_lead(spoken[0]) and len(spoken) == 1)

    def _is_apposed(self, i: int, pieces: Sequence[tuple[int, int]]) -> bool:
        """Whether the comma before a verb closes an apposition to its subject."""
        names = [p for p in pieces if p[0] < p[1] and not self._is_lead(p)]
        if self._lows[i].endswith(self._words.endings["gerund"]):
            return False
        if len(names) < 2 - self._is_set_off(i - 2):
            return False
        return not any(map(self._verb_like, range(*names[0])))

    def _is_set_off(self, i: int) -> bool:
        """Whether commas set an adverb off as they do an apposition: "Residents, however, said"."""
        commas = self._low(i - 1) == "," and self._low(i + 1) == ","
        return commas and (
            self._low(i) in self._words["lead_adverbs"] or self._is_adverb(self._low(i))
        )

    def _without_lead(self, low: int, high: int) -> int:
        """Where a piece begins once conjunctions, adverbs and a time before it are left out."""
        known = self._words
        while low < high - 1 and (
            self._lows[low] in known["lead_adverbs"] or self._is_adverb(self._lows[low])
        ):
            low += 1
        opens = self._lows[low] in known["lead"] or self._lows[low] in known["determiners"]
        for j in range(low, min(low + 6, high - 1)):
            if self._lows[j] in known["times"] and (opens or j == low):
                return j + 1
        if self._lows[low] in known["lead"]:
            for j in range(min(high - 1, low + 8) - 1, low, -1):
                token = self._tokens[j]
                if token.kind == "number" or self._speakers.is_time(token):
                    return j + 1
        return low

    def _after_setting(self, i: int) -> int:
        """Index behind a verb and the words that say where, when and to whom it was said."""
        known = self._words
        j = i + 1
        while j < len(self._lows) and (
            self._is_adverb(self._lows[j]) or self._speakers.is_time(self._tokens[j])
        ):
            j += 1
        if self._low(j) in known["setting"] or self._lows[i] in known["told"]:
            k = j + 1
            while k < min(len(self._lows), j + 14):
                if self._lows[k] in _ENDS:
                    return k
                if self._lows[k] in known["complementisers"] or self._lows[k] == ":":
                    return j
                if self._verb_like(k):
                    return j
                k += 1
            return k if k >= len(self._lows) else j
        return j

    def _content(self, i: int) -> int:
        """Where what is said begins, behind "that" or straight behind the verb."""
        for j in range(i + 1, min(len(self._lows), i + 16)):
            if self._lows[j] in self._words["that"]:
                relative = self._low(j + 1) in self._words.verbs
                return i + 1 if relative else j + 1
            if self._lows[j] in _ENDS or self._verb_like(j) or self._lows[j] in self._words.verbs:
                break
        return i + 1

    def _clause_around(self, i: int) -> tuple[int, int]:
        """The clause that a hedge covers."""
        known = self._words
        low = i
        stops = known["closing"] | known["clause_begins"] | {","} | _STOPS | QUOTES
        while low > self._clause and self._lows[low - 1] not in stops:
            low -= 1
        high = i + 1
        while high < len(self._lows):
            after = self._low(high + 1)
            if self._lows[high] in ";—":
                break
            if self._lows[high] == "," and (
                after in known["closing"] or after in known["clause_goes_on"]
            ):
                break
            high += 1
        return low, high

    def _name_end(self, i: int) -> int:
        """Where a speaker's name that begins at an index ends."""
        depth = 0
        for j in range(i, len(self._lows)):
            depth += (self._lows[j] == "(") - (self._lows[j] == ")")
            last = j == len(self._lows) - 1 and self._lows[j] in _ENDS
            if (
                depth < 0
                or last
                or (depth == 0 and self._lows[j] in _ENDS and self._lows[j] != ")")
            ):
                return j
            if self._lows[j] in self._words["behind_name"] | {":", "—", "–"}:
                return j
        return len(self._lows)

    def _announced(self) -> tuple[int, int] | None:
        """The speaker's name that a line begins with, a colon behind: "14:20 — The channel: …"."""
        start = 0
        while start < len(self._lows) and (
            self._tokens[start].kind == "time" or self._lows[start] in _DASHES
        ):
            start += 1
        ahead = self._lows[start : start + 9]
        end = start + ahead.index(":") if ":" in ahead else start
        if end == start or end >= len(self._lows) - 1 or not self._tokens[start].capitalised:
            return None
        spoken = any(
            low in self._words.verbs and not self._tokens[j].capitalised
            for j, low in enumerate(self._lows[start:end], start)
        )
        named = not self._words["announcing"].isdisjoint(self._lows[start:end])
        return (start, end) if named and not spoken else None

    def _aside(self, end: int) -> Sequence[Token]:
        """The apposition behind a name that ends at an index."""
        if self._low(end) != ",":
            return ()
        return self._tokens[end + 1 : self._name_end(end + 1)][:12]

    def _slice(self, span: tuple[int, int]) -> Sequence[Token]:
        """The tokens of a span of indices."""
        return self._tokens[span[0] : span[1]]

    def _phrase(self, i: int, end: int) -> str:
        """The words from an index up to another, folded, single spaces."""
        return " ".join(self._lows[i:end])

    def _written(self, i: int) -> str:
        """The word at an index as written."""
        return self._tokens[i].text


def _quote_ends(lows: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of the quotation marks that open and close inside a sentence."""
    pairs = []
    opened: int | None = None
    for i, low in enumerate(lows):
        if low not in QUOTES:
            continue
        if opened is None:
            opened = i
        else:
            pairs.append((opened, i))
            opened = None
    if opened is not None:
        pairs.append((opened, len(lows)))
    return pairs
