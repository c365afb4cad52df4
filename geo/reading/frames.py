"""Frames of speech: which stretch of a sentence somebody says, with which verb."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from geo.reading.speakers import Speakers
from geo.reading.tokens import Sentence, Token
from geo.reading.words import words

Strength = Literal["relayed", "claimed", "assessed", "geolocated", "denied"]
QUOTES: Final = frozenset('"“”„«»')
_STOPS: Final = frozenset({";", ":", "—", "–"})
_ENDS: Final = frozenset({".", "!", "?", "…", ",", ")", ";"}) | QUOTES


@dataclass(slots=True)
class Frame:
    """Somebody's speech inside a sentence; its scope shrinks while the sentence is read."""

    low: int
    """Index of the first token of what is said."""
    high: int
    """Index behind its last token."""
    speaker: str
    """Who says so; empty where the text does not tell."""
    verb: str
    """The verb, or the noun or adverb in its place, as written."""
    strength: Strength
    """How firm this link is by itself."""
    verb_at: int
    """Index of the verb's token."""
    negated: bool = False
    """Whether the speaker says that it is not so."""
    agent: bool = True
    """Whether the speaker is somebody rather than footage or a map."""
    wide: bool = False
    """Whether what is said stands before the speaker."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """The words of a language that open and close speech."""

    verbs: dict[str, frozenset[str]]
    sets: dict[str, frozenset[str]]
    demonyms: frozenset[str]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.sets[name]


@cache
def frame_words(lang: str) -> FrameWords:
    """The words of a language, read once."""
    data = words("attribution", lang=lang)
    kinds = ("say", "assess", "deny", "evidence", "publish", "doubt", "perceive")
    verbs: dict[str, set[str]] = {}
    for kind in kinds:
        for form in data["verbs"][kind]:
            verbs.setdefault(form, set()).add(kind)
    sets = {
        name: frozenset(listed)
        for part in ("verbs", "nouns", "hedges", "clauses", "speakers")
        for name, listed in data[part].items()
        if name not in kinds and name != "kin"
    }
    sets["evidence"] = frozenset(data["nouns"]["evidence"])
    sets["aux"] = sets["be"] | sets["have"] | sets["do"] | sets["modals"] | sets["negations"]
    sides = words("sides", lang=lang)["countries"].values()
    demonyms = frozenset(name.casefold() for side in sides for name in side["demonyms"])
    return FrameWords({form: frozenset(k) for form, k in verbs.items()}, sets, demonyms)


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands before a verb and belongs to it."""

    first: int
    """Index of the first auxiliary, adverb or the verb itself."""
    be: bool
    modal: bool
    negated: bool
    infinitive: bool


class FrameScan:
    """One sentence, read once from left to right."""

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
        self._frames: list[Frame] = []
        self._base = 0
        self._clause = 0
        self._quote_ends = _quote_ends(self._lows)

    def frames(self) -> list[Frame]:
        """Every frame of the sentence, in the order in which they open."""
        i = 0
        while i < len(self._tokens):
            i = max(i + 1, self._step(i))
        self._trim()
        return [frame for frame in self._frames if frame.low < frame.high]

    def _step(self, i: int) -> int:
        """Read one token; give the index to go on at."""
        low, known = self._lows[i], self._words
        if low in known["adverbs"]:
            self._hedge(i, "claimed")
        elif low == "according" and self._low(i + 1) == "to":
            return self._according(i)
        elif low == "citing":
            return self._citing(i)
        elif low in known["claim"] and self._low(i + 1) == "that":
            self._nominal(i)
        elif self._tokens[i].capitalised:
            return i + 1
        elif (self._low(i + 1) == "by" and low in known["maker_verbs"]) or (
            low in known["maker_verbs"] and self._low(i - 1) == "as"
        ):
            return self._by(i)
        elif low in known.verbs:
            self._verb(i, known.verbs[low])
        elif low in known["adjectives"]:
            self._adjective(i)
        return i + 1

    def _low(self, i: int) -> str:
        """The token at an index, folded; empty outside the sentence."""
        return self._lows[i] if 0 <= i < len(self._lows) else ""

    def _verb(self, i: int, kinds: frozenset[str]) -> None:
        """Read a verb of speech."""
        lead = self._lead(i)
        known = self._words
        if lead.negated:
            self._doubt(i, kinds, lead)
        elif lead.modal or lead.infinitive:
            return
        elif lead.be and not self._lows[i].endswith("ing"):
            if self._lows[i] in known["passives"]:
                self._passive(i)
        elif self._is_noun(i) or kinds <= {"doubt", "perceive"}:
            return
        elif self._is_adjective(i):
            self._adjective(i)
        elif "publish" in kinds and not self._publishes_report(i):
            return
        else:
            kind = next(k for k in ("deny", "assess", "evidence", "say", "publish") if k in kinds)
            self._active(i, kind, lead)

    def _lead(self, i: int) -> _Lead:
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
        infinitive = self._low(j - 1) == "to"
        if infinitive and self._low(j - 2) in known["negations"]:
            negated, j = True, j - 2
        return _Lead(j, be, modal, negated, infinitive)

    def _is_adverb(self, low: str) -> bool:
        """Whether a word can stand between a subject and its verb."""
        return (low.endswith("ly") and len(low) > 4) or low in self._words["adverb_words"]

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
        if self._speakers.is_time(before) or before.kind == "number" or after == "that":
            return before.lower in known.demonyms
        if before.lower in known.demonyms or (low.endswith("ing") and before.text not in ",)"):
            return True
        speaks = before.capitalised or before.lower in known["partisan"] or before.text in '),”"'
        speaks = speaks or before.lower in known["plural"] or before.lower in known["assessing"]
        speaks = speaks or before.lower in known["evidence"] or before.lower in known["document"]
        speaks = speaks or before.lower in known["pronouns"] or before.lower in known["have"]
        speaks = speaks or before.lower in known["relaying"] or before.lower in known["relatives"]
        speaks = speaks or self._is_adverb(before.lower) or before.lower in ("and", "or")
        return not speaks or after in {"of", "from", "on", "in", "and", "or", ""}

    def _is_adjective(self, i: int) -> bool:
        """Whether a participle describes the noun behind it: "reported advances"."""
        before, after = self._low(i - 1), self._low(i + 1)
        if self._lows[i] not in self._words["adjectives"] or not after.isalpha():
            return False
        described = before in self._words["determiners"] or before.endswith("ing")
        described = described or before in self._words.demonyms or before in ("'s", "’s", "")
        return described and after not in ("that", "to", "its", "the")

    def _publishes_report(self, i: int) -> bool:
        """Whether what is published reports: maps, footage, claims."""
        if self._low(i - 1) in self._words["evidence"] | self._words["document"]:
            return False
        return not self._words["quoted_object"].isdisjoint(self._lows[i + 1 : i + 8])

    def _active(self, i: int, kind: str, lead: _Lead) -> None:
        """Read a verb whose speaker stands before it, or behind it after a quotation."""
        before = self._low(lead.first - 1)
        if self._is_inverted(i, lead):
            self._inverted(i, kind)
            return
        segment, high = self._segment(lead.first)
        if high < lead.first:
            segment, high = self._antecedent(segment, high)
        pieces = self._pieces(segment, high)
        joined = before in ("and", "or", "but", "") or lead.first <= segment
        joined = joined or (before == "," and not self._is_apposed(i, pieces))
        if joined and before not in QUOTES:
            self._share(i, kind)
            return
        subject, aside, suffix = self._subject(pieces, i)
        agent, geolocated = self._nature(subject)
        speaker = self._speakers.name(self._slice(subject), aside=self._slice(aside))
        strength = self._strength(kind, speaker, agent=agent, geolocated=geolocated)
        negated = kind == "deny"
        frame = Frame(
            i + 1, len(self._tokens), speaker, self._written(i), strength, i, negated, agent
        )
        if suffix:
            frame.low, frame.wide = self._base, True
            if self._low(self._after_setting(i)) != ",":
                frame.high = i
        else:
            self._close_siblings(segment, subject[0])
            frame.high = self._limit(frame.low)
            self._clause = self._content(i)
        self._frames.append(frame)

    def _is_inverted(self, i: int, lead: _Lead) -> bool:
        """Whether the speaker follows the verb, as in `"…," said the governor`."""
        if lead.first != i or self._lows[i] not in self._words["inverted"]:
            return False
        after = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if after is None or after.kind != "word" or self._speakers.is_time(after):
            return False
        if after.lower in self._words["lead"] or after.lower in self._words["complementisers"]:
            return False
        if i and self._low(i - 1) in QUOTES:
            return True
        end = self._name_end(i + 1)
        alone = end >= len(self._lows) - 1 and not any(map(self._verb_like, range(i + 1, end)))
        return alone and self._low(i - 1) == ","

    def _inverted(self, i: int, kind: str) -> None:
        """Read a speaker that follows the verb."""
        end = self._name_end(i + 1)
        span = (i + 1, end)
        agent, geolocated = self._nature(span)
        speaker = self._speakers.name(self._slice(span), aside=self._aside(end))
        strength = self._strength(kind, speaker, agent=agent, geolocated=geolocated)
        self._frames.append(Frame(self._base, i, speaker, self._written(i), strength, i, wide=True))
        if any(low in QUOTES for low in self._lows[end:]):
            self._frames[-1].high = len(self._tokens)

    def _is_apposed(self, i: int, pieces: Sequence[tuple[int, int]]) -> bool:
        """Whether the comma before a verb closes an apposition to its subject."""
        names = [p for p in pieces if p[0] < p[1] and not self._is_lead(p)]
        if self._lows[i].endswith("ing") or len(names) < 2:
            return False
        return not any(map(self._verb_like, range(*names[0])))

    def _share(self, i: int, kind: str) -> None:
        """Read a verb that shares the speaker of the one before it: "and added that"."""
        evidence = kind == "evidence"
        fellow = next(
            (f for f in reversed(self._frames) if f.speaker and f.agent != evidence), None
        )
        if fellow is None and evidence and self._frames:
            return
        if fellow is None:
            speaker, agent = self._first_subject(i), True
        else:
            speaker, agent = fellow.speaker, fellow.agent
            for frame in self._frames:
                if frame.low >= fellow.low or frame is fellow:
                    frame.high = min(frame.high, i)
        if not speaker:
            return
        strength = self._strength(kind, speaker, agent=agent, geolocated=False)
        high = self._limit(i + 1)
        self._frames.append(
            Frame(i + 1, high, speaker, self._written(i), strength, i, kind == "deny", agent)
        )
        self._clause = self._content(i)

    def _first_subject(self, i: int) -> str:
        """The subject of the clause, for a later verb of the same subject."""
        for low, high in self._pieces(self._clause, i):
            start = self._without_lead(low, high)
            if start < high and self._lows[low] not in self._words["lead"]:
                end = next((k for k in range(start, high) if self._verb_like(k)), high)
                return self._speakers.name(self._tokens[start:end])
        return ""

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
                or low == "while"
                or (low in QUOTES)
                or (low == "that" and verbal)
                or (low in ("and", "as", "because", "when") and verbal and j + 1 < high)
                or (low == "with" and self._low(j - 1) == ",")
            ):
                start, verbal = j + 1, False
            verbal = verbal or self._verb_like(j)
        return start, high

    def _antecedent(self, low: int, high: int) -> tuple[int, int]:
        """Where the noun begins that a relative clause behind it describes."""
        start = min(high, len(self._lows) - 1)
        timed = any(
            self._speakers.is_time(token) for token in self._tokens[max(low, high - 4) : high]
        )
        while timed and start > low and self._lows[start] not in ("on", "in"):
            start -= 1
        high = start
        while start > low:
            word = self._lows[start - 1]
            if word in self._words["lead"] or word == "," or self._verb_like(start - 1):
                break
            start -= 1
            if word in ("the", "a", "an"):
                break
        return (start, high) if start < high else (low, high)

    def _verb_like(self, i: int) -> bool:
        """Whether a word looks like a verb in a finite clause."""
        low = self._lows[i]
        if low in self._words["be"] or low in self._words["have"] or low in self._words["modals"]:
            return True
        past = low.endswith("ed") and len(low) > 4 and not self._tokens[i].capitalised
        return past and self._low(i - 1) not in self._words["determiners"]

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
        """Choose the subject among the pieces before a verb: it, its apposition, and whether
        what is said stands before it.
        """
        apposed = len(pieces) > 1 and pieces[-1][0] >= pieces[-1][1]
        filled = [piece for piece in pieces if piece[0] < piece[1]]
        if not filled:
            return (i, i), (i, i), False
        tail = self._after_setting(i)
        ended = tail >= len(self._lows) or self._lows[tail] in _ENDS
        spoken = filled[: -2 if apposed else -1]
        suffix = ended and self._is_said_before(spoken, filled[0][0], tail)
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

    def _is_said_before(self, spoken: Sequence[tuple[int, int]], first: int, tail: int) -> bool:
        """Whether what is said stands before the speaker: "Berdin has fallen, the mayor said"."""
        if (
            first
            and self._lows[first - 1] in QUOTES
            and any(first - 1 == b for _, b in self._quote_ends)
        ):
            return True
        return bool(spoken) and not (self._is_lead(spoken[0]) and len(spoken) == 1)

    def _without_lead(self, low: int, high: int) -> int:
        """Where a piece begins once conjunctions, adverbs and a time before it are left out."""
        known = self._words
        while low < high - 1 and (
            self._lows[low] in known["lead_adverbs"] or self._is_adverb(self._lows[low])
        ):
            low += 1
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
        if self._low(j) in {
            "in",
            "on",
            "via",
            "during",
            "at",
            "to",
            "late",
            "early",
            "after",
            "reporters",
        }:
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
            if self._lows[j] == "that":
                relative = self._low(j + 1) in self._words.verbs
                return i + 1 if relative else j + 1
            if self._lows[j] in _ENDS or self._verb_like(j) or self._lows[j] in self._words.verbs:
                break
        return i + 1

    def _close_siblings(self, segment: int, subject: int) -> None:
        """End the speech before a new speaker who stands beside it, not within it."""
        mark = segment - 1
        if segment <= self._clause or subject >= len(self._lows):
            lead = self._lows[self._clause : subject]
            if not (lead and lead[0] in self._words["separators"] and self._clause):
                return
            mark = self._clause
        separator = self._low(mark)
        if separator not in self._words["separators"] and separator != ";":
            return
        end = mark - (self._low(mark - 1) == ",")
        for frame in self._frames:
            if frame.low <= end < frame.high and not self._quoted_together(frame, mark):
                frame.high = end
        self._base = segment

    def _quoted_together(self, frame: Frame, mark: int) -> bool:
        """Whether a mark stands inside a quotation that is wholly the frame's."""
        return any(a < mark < b and frame.low < b for a, b in self._quote_ends)

    def _limit(self, low: int) -> int:
        """How far speech that begins at an index can reach: to the end of the speech around it."""
        around = [f.high for f in self._frames if f.low <= low < f.high and not f.wide]
        return min(around, default=len(self._tokens))

    def _hedge(self, i: int, strength: Strength, *, negated: bool = False) -> None:
        """Read a word that passes a claim on for its clause."""
        low, high = self._clause_around(i)
        self._frames.append(Frame(low, high, "", self._written(i), strength, i, negated))

    def _clause_around(self, i: int) -> tuple[int, int]:
        """The clause that a hedge covers."""
        known = self._words
        low = i
        stops = (
            known["closing"]
            | {"while", "that", "which", "who", "and", ",", "said"}
            | _STOPS
            | QUOTES
        )
        while low > self._clause and self._lows[low - 1] not in stops:
            low -= 1
        high = i + 1
        while high < len(self._lows):
            after = self._low(high + 1)
            if self._lows[high] in ";—":
                break
            if self._lows[high] == "," and (
                after in known["closing"] or after in ("while", "which", "who", "according")
            ):
                break
            high += 1
        return low, high

    def _adjective(self, i: int) -> None:
        """Read "reported advances": the noun behind is only claimed."""
        if self._is_adjective(i):
            high = self._clause_around(i)[1]
            self._frames.append(Frame(i, high, "", self._written(i), "claimed", i))

    def _passive(self, i: int) -> None:
        """Read "is believed to", "was reported near", "it was denied that"."""
        low = self._lows[i]
        if low in ("confirmed", "described"):
            return
        if low in self._words.verbs and "deny" in self._words.verbs[low]:
            self._hedge(i, "denied", negated=True)
        elif low in ("assessed", "estimated"):
            self._hedge(i, "assessed")
        else:
            self._hedge(i, "claimed")

    def _doubt(self, i: int, kinds: frozenset[str], lead: _Lead) -> None:
        """Read "cannot confirm" and "was not confirmed"."""
        if "doubt" not in kinds and "perceive" not in kinds:
            return
        ahead = self._lows[i + 1 : i + 9]
        if "perceive" in kinds and self._words["proof"].isdisjoint(ahead):
            return
        first = next(
            (j for j in range(lead.first, i) if self._lows[j] in self._words["negations"]), i
        )
        verb = self._text[self._tokens[first].start : self._tokens[i].end]
        if lead.be:
            low, high = self._clause_around(i)
            self._frames.append(Frame(low, high, "", verb, "denied", i))
            return
        segment, high = self._segment(lead.first)
        subject, aside, _ = self._subject(self._pieces(segment, high), i)
        self._close_siblings(segment, subject[0])
        speaker = self._speakers.name(self._slice(subject), aside=self._slice(aside))
        self._frames.append(Frame(i + 1, self._limit(i + 1), speaker, verb, "denied", i))
        self._clause = self._content(i)

    def _nominal(self, i: int) -> None:
        """Read "Ukrainian claims that …"."""
        start = i
        while start > 0 and (
            self._lows[start - 1] in self._words.demonyms
            or self._tokens[start - 1].kind == "possessive"
            or (self._tokens[start - 1].capitalised and start > 1)
        ):
            start -= 1
        span = self._tokens[start:i]
        span = span[:-1] if span and span[-1].kind == "possessive" else span
        speaker = self._speakers.name(span) if span else ""
        if not speaker and any(f.low <= i < f.high for f in self._frames):
            return
        if self._is_verb_after_all(i, span):
            self._verb(i, self._words.verbs.get(self._lows[i], frozenset({"say"})))
            return
        self._frames.append(
            Frame(i + 2, self._limit(i + 2), speaker, self._written(i), "claimed", i)
        )
        self._clause = i + 2

    def _is_verb_after_all(self, i: int, span: Sequence[Token]) -> bool:
        """Whether "… claims that" has a speaker for its subject rather than a describer."""
        if self._lows[i] not in self._words.verbs or self._is_noun(i):
            return False
        return not span or span[-1].lower not in self._words.demonyms

    def _according(self, i: int) -> int:
        """Read "according to"."""
        end = self._name_end(i + 2)
        span = (i + 2, end)
        agent, geolocated = self._nature(span)
        speaker = self._speakers.name(self._slice(span), aside=self._aside(end))
        strength = self._strength("say", speaker, agent=agent, geolocated=geolocated)
        head = self._lows[self._base : i]
        leading = all(
            low in self._words["lead_adverbs"] or low == "," or self._is_adverb(low) for low in head
        ) or self._low(i - 1) in ("that", ";", "while", "and", "but")
        frame = Frame(end, len(self._lows), speaker, "according to", strength, i, agent=agent)
        if leading:
            self._close_siblings(i, i)
            frame.high = self._limit(end)
            self._clause = end
        else:
            frame.low, frame.wide = self._base, True
            medial = self._low(end) == "," and self._low(end + 1) not in self._words["separators"]
            frame.high = len(self._lows) if medial else end
        self._frames.append(frame)
        return end

    def _by(self, i: int) -> int:
        """Read "as detailed in reports from", "reported by"."""
        if self._low(i + 1) not in ("by", "in"):
            return i + 1
        end = self._name_end(i + 2)
        span = (i + 2, end)
        agent, geolocated = self._nature(span)
        speaker = self._speakers.name(self._slice(span), aside=self._aside(end))
        kind = "assess" if "assess" in self._words.verbs.get(self._lows[i], ()) else "say"
        strength = self._strength(kind, speaker, agent=agent, geolocated=geolocated)
        low = self._base if self._low(i - 1) == "as" else self._clause_around(i)[0]
        self._frames.append(
            Frame(low, end, speaker, self._written(i), strength, i, agent=agent, wide=True)
        )
        return end

    def _citing(self, i: int) -> int:
        """Read "citing the ministry": a source behind the speaker."""
        end = self._name_end(i + 1)
        speaker = self._speakers.name(self._tokens[i + 1 : end])
        wide = end >= len(self._lows) - 1 or self._low(end) != ","
        frame = Frame(self._base if wide else end, len(self._lows), speaker, "citing", "claimed", i)
        if speaker:
            self._frames.append(frame)
        return end

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
            if self._lows[j] in (":", "—", "–", "who", "which", "that", "while", "but"):
                return j
        return len(self._lows)

    def _aside(self, end: int) -> Sequence[Token]:
        """The apposition behind a name that ends at an index."""
        if self._low(end) != ",":
            return ()
        return self._tokens[end + 1 : self._name_end(end + 1)][:12]

    def _nature(self, span: tuple[int, int]) -> tuple[bool, bool]:
        """Whether a speaker is somebody, and whether it is evidence whose place is known."""
        lows = self._lows[span[0] : span[1]]
        evidence = self._words["evidence"]
        head = next((low for low in lows if low in evidence), None)
        people = self._words["partisan"] | self._words["assessing"] | self._words["relaying"]
        agent = head is None or not people.isdisjoint(lows)
        return agent, not agent and not self._words["geolocated"].isdisjoint(lows)

    def _strength(self, kind: str, speaker: str, *, agent: bool, geolocated: bool) -> Strength:
        """How firm a link is by itself."""
        if kind == "deny":
            return "denied"
        if not agent:
            return "geolocated" if geolocated else "relayed"
        return strength_of(speaker, judges=kind == "assess", known=self._words)

    def _slice(self, span: tuple[int, int]) -> Sequence[Token]:
        """The tokens of a span of indices."""
        return self._tokens[span[0] : span[1]]

    def _written(self, i: int) -> str:
        """The word at an index as written."""
        return self._tokens[i].text

    def _trim(self) -> None:
        """End speech where the report's own voice sets in: "…, but Berdin still stands"."""
        for frame in self._frames:
            if frame.wide or "not" in self._lows[frame.low : frame.high]:
                continue
            for j in range(max(frame.low, 1), min(frame.high, len(self._lows) - 1)):
                broken = self._lows[j] == ";" or (
                    self._lows[j - 1] == "," and self._lows[j] in self._words["closing"]
                )
                after = self._low(j + 1)
                goes_on = after == "that" or self._verb_like(j + 1) or after in self._words["do"]
                if broken and not goes_on and not self._quoted_together(frame, j):
                    frame.high = j
                    break


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


def strength_of(speaker: str, *, judges: bool, known: FrameWords) -> Strength:
    """How firm somebody's word is by itself.

    Parameters
    ----------
    speaker
        The speaker's name.
    judges
        Whether the verb is one of judgement, as "assessed".
    known
        The words of the language.
    """
    plain = speaker.casefold().translate(str.maketrans("-()’'", "     "))
    name = f" {' '.join(plain.split())} "

    def has(listed: Iterable[str]) -> bool:
        return any(f" {word} " in name for word in listed)

    if has(known["assessing"]):
        return "assessed"
    if has(known["partisan"]):
        return "claimed"
    if judges:
        return "assessed"
    return "relayed" if has(known["relaying"]) else "claimed"
