"""Frames of speech: which stretch of a sentence somebody says, with which verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geo.reading.frame_cursor import Lead
from geo.reading.frame_strength import FrameStrength
from geo.reading.frame_words import QUOTES, Frame, Strength
from geo.reading.speakers import Speakers
from geo.reading.tokens import Sentence, Token


class FrameScan(FrameStrength):
    """One sentence, read once from left to right."""

    def __init__(
        self, text: str, sentence: Sentence, speakers: Speakers, *, lang: str = "en"
    ) -> None:
        """Prepare the sentence; the parameters are those of `FrameCursor`."""
        super().__init__(text, sentence, speakers, lang=lang)
        self._frames: list[Frame] = []

    def frames(self) -> list[Frame]:
        """Every frame of the sentence, in the order in which they open."""
        i = self._read_announced()
        while i < len(self._tokens):
            i = max(i + 1, self._step(i))
        self._trim()
        return [frame for frame in self._frames if frame.low < frame.high]

    def _read_announced(self) -> int:
        """Read a speaker who stands before a colon; give the index to go on at."""
        span = self._announced()
        if span is None:
            return 0
        speaker, colon = self._speakers.name(self._slice(span)), span[1]
        strength = self._strength("say", speaker, agent=True, geolocated=False)
        self._frames.append(
            Frame(colon + 1, len(self._tokens), speaker, self._written(colon), strength, colon)
        )
        self._base = self._clause = colon + 1
        return colon + 1

    def _step(self, i: int) -> int:
        """Read one token; give the index to go on at."""
        low, known = self._lows[i], self._words
        if low in known["adverbs"]:
            self._hedge(i, "claimed")
        elif low in known["according"] and self._low(i + 1) in known["according_to"]:
            return self._according(i, i + 2)
        elif i == 0 and low in known["per"] and self._names(1):
            return self._according(i, 1)
        elif low in known["no_subject"]:
            return self._citing(i)
        elif low in known["quoting"] and (end := self._quoted(i)):
            return end
        elif low in known["claim"] and self._low(i + 1) in known["that"]:
            self._nominal(i)
        elif self._tokens[i].capitalised:
            return i + 1
        elif (self._low(i + 1) in known["by"] and low in known["maker_verbs"]) or (
            low in known["maker_verbs"] and self._low(i - 1) in known["as"]
        ):
            return self._by(i)
        elif low in known.verbs:
            self._verb(i, known.verbs[low])
        elif low in known["adjectives"]:
            self._adjective(i)
        return i + 1

    def _verb(self, i: int, kinds: frozenset[str]) -> None:
        """Read a verb of speech."""
        lead = self._lead(i)
        known = self._words
        if lead.negated:
            self._doubt(i, kinds, lead)
        elif lead.modal or lead.infinitive:
            return
        elif lead.be and not self._lows[i].endswith(known.endings["gerund"]):
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

    def _active(self, i: int, kind: str, lead: Lead) -> None:
        """Read a verb whose speaker stands before it, or behind it after a quotation."""
        before = self._low(lead.first - 1)
        if before in self._words["conditional"] or not self._tells(i):
            return
        if self._is_inverted(i, lead):
            self._inverted(i, kind)
            return
        segment, high = self._segment(lead.first)
        if high < lead.first:
            segment, high = self._antecedent(segment, high)
        pieces = self._pieces(segment, high)
        joined = not before or before in self._words["sharing"] or lead.first <= segment
        joined = joined or (before == "," and not self._is_apposed(i, pieces))
        if joined and before not in QUOTES:
            self._share(i, kind)
            return
        subject, aside, suffix = self._subject(pieces, i)
        agent, geolocated = self._nature(subject)
        shown = self._presented(subject) if kind in ("evidence", "say") else None
        agent = agent and shown is None
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
        if shown is not None:
            self._frames.append(replace(shown, low=frame.low, high=frame.high, wide=frame.wide))
        self._frames.append(frame)

    def _tells(self, i: int) -> bool:
        """Whether "told" has what was told behind it or before it, not "told a story"."""
        if self._lows[i] not in self._words["told"]:
            return True
        ahead = self._lows[i + 1 : i + 16]
        marked = any(low in QUOTES or low == ":" for low in (*self._lows[:i], *ahead))
        return (
            marked
            or "," in self._lows[:i]
            or not self._words["that"].isdisjoint(ahead)
            or self._has_clause(i + 2)
        )

    def _has_clause(self, i: int) -> bool:
        """Whether a finite verb stands behind an index."""
        return any(self._verb_like(j) for j in range(i, min(i + 14, len(self._lows))))

    def _is_inverted(self, i: int, lead: Lead) -> bool:
        """Whether the speaker follows the verb, as in `"…," said the governor`."""
        if lead.first != i or self._lows[i] not in self._words["inverted"]:
            return False
        after = self._tokens[i + 1] if i + 1 < len(self._tokens) else None
        if after is None or after.kind != "word" or self._speakers.is_time(after):
            return False
        not_begun = self._words["lead"] | self._words["complementisers"] | self._words["of_maker"]
        if after.lower in not_begun or self._is_set_off(i - 2):
            return False
        if i and self._low(i - 1) in QUOTES:
            return True
        end = self._name_end(i + 1)
        last = len(self._lows) - 1 if self._low(end) == "," else end
        alone = last >= len(self._lows) - 1 and not any(map(self._verb_like, range(i + 1, last)))
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

    def _share(self, i: int, kind: str) -> None:
        """Read a verb that shares the speaker of the one before it: "and added that"."""
        evidence = kind == "evidence"
        fellow = next(
            (
                f
                for f in reversed(self._frames)
                if f.speaker and f.agent != evidence and f.verb not in self._words["no_subject"]
            ),
            None,
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

    def _adjective(self, i: int) -> None:
        """Read "reported advances": the noun behind is only claimed."""
        if self._is_adjective(i):
            high = self._clause_around(i)[1]
            self._frames.append(Frame(i, high, "", self._written(i), "claimed", i))

    def _passive(self, i: int) -> None:
        """Read "is believed to", "was reported near", "it was denied that"."""
        low = self._lows[i]
        if low in self._words["plain_passives"]:
            return
        if low in self._words.verbs and "deny" in self._words.verbs[low]:
            self._hedge(i, "denied", negated=True)
        elif low in self._words["judging_passives"]:
            self._hedge(i, "assessed")
        else:
            self._hedge(i, "claimed")

    def _doubt(self, i: int, kinds: frozenset[str], lead: Lead) -> None:
        """Read "cannot confirm" and "was not confirmed"."""
        if "doubt" not in kinds and "perceive" not in kinds:
            return
        if not self._words["neither"].isdisjoint(self._lows[lead.first : i]):
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
        owned = self._tokens[i - 1].kind == "possessive" if i else False
        while start > 0 and (
            self._lows[start - 1] in self._words.demonyms
            or self._tokens[start - 1].kind == "possessive"
            or (self._tokens[start - 1].capitalised and start > 1)
            or (owned and self._lows[start - 1] not in self._words["determiners"])
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

    def _according(self, i: int, name: int) -> int:
        """Read "according to", with the speaker's name from an index."""
        end = self._name_end(name)
        span = (name, end)
        agent, geolocated = self._nature(span)
        shown = self._presented(span)
        agent = agent and shown is None
        speaker = self._speakers.name(self._slice(span), aside=self._aside(end))
        strength = self._strength("say", speaker, agent=agent, geolocated=geolocated)
        head = self._lows[self._base : i]
        leading = all(
            low in self._words["lead_adverbs"] or low == "," or self._is_adverb(low) for low in head
        ) or self._low(i - 1) in self._words["before_according"] | {";"}
        frame = Frame(
            end, len(self._lows), speaker, self._phrase(i, name), strength, i, agent=agent
        )
        if leading:
            self._close_siblings(i, i)
            frame.high = self._limit(end)
            self._clause = end
        else:
            frame.low, frame.wide = self._base, True
            medial = self._low(end) == "," and self._low(end + 1) not in self._words["separators"]
            frame.high = len(self._lows) if medial else end
        if shown is not None:
            self._frames.append(replace(shown, low=frame.low, high=frame.high, wide=frame.wide))
        self._frames.append(frame)
        return end

    def _by(self, i: int) -> int:
        """Read "as detailed in reports from", "reported by"."""
        if self._low(i + 1) not in self._words["by_or_in"]:
            return i + 1
        end = self._name_end(i + 2)
        span = (i + 2, end)
        agent, geolocated = self._nature(span)
        speaker = self._speakers.name(self._slice(span), aside=self._aside(end))
        kind = "assess" if "assess" in self._words.verbs.get(self._lows[i], ()) else "say"
        strength = self._strength(kind, speaker, agent=agent, geolocated=geolocated)
        low = self._base if self._low(i - 1) in self._words["as"] else self._clause_around(i)[0]
        self._frames.append(
            Frame(low, end, speaker, self._written(i), strength, i, agent=agent, wide=True)
        )
        return end

    def _citing(self, i: int) -> int:
        """Read "citing the ministry": a source behind the speaker."""
        end = self._name_end(i + 1)
        agent, geolocated = self._nature((i + 1, end))
        speaker = self._speakers.name(self._tokens[i + 1 : end])
        wide = end >= len(self._lows) - 1 or self._low(end) != ","
        low, high = (self._base if wide else end), len(self._lows)
        if speaker:
            strength = self._strength("say", speaker, agent=agent, geolocated=geolocated)
            self._frames.append(
                Frame(low, high, speaker, self._written(i), strength, i, agent=agent, inner=True)
            )
        return end

    def _quoted(self, i: int) -> int:
        """Read "the agency quoted the mayor as saying"; give the index to go on at, 0 if not."""
        known = self._words
        end = next((j for j in range(i + 1, i + 16) if self._low(j) in known["as"]), 0)
        said = self._low(end + 1)
        if not end or said not in known.verbs or not said.endswith(known.endings["gerund"]):
            return 0
        self._active(i, "say", self._lead(i))
        if end > i + 1:
            speaker = self._speakers.name(self._tokens[i + 1 : end])
            strength = self._strength("say", speaker, agent=True, geolocated=False)
            low, verb = end + 2, self._written(end + 1)
            self._frames.append(Frame(low, self._limit(low), speaker, verb, strength, end + 1))
        self._clause = self._content(end + 1)
        return end + 2

    def _trim(self) -> None:
        """End speech where the report's own voice sets in: "…, but Berdin still stands"."""
        for frame in self._frames:
            said = self._lows[frame.low : frame.high]
            if frame.wide or not self._words["contrast"].isdisjoint(said):
                continue
            for j in range(max(frame.low, 1), min(frame.high, len(self._lows) - 1)):
                broken = self._lows[j] == ";" or (
                    self._lows[j - 1] == "," and self._lows[j] in self._words["closing"]
                )
                after = self._low(j + 1)
                goes_on = (
                    after in self._words["that"]
                    or self._verb_like(j + 1)
                    or after in self._words["do"]
                )
                if broken and not goes_on and not self._quoted_together(frame, j):
                    frame.high = j
                    break
