"""Find what a figure of territory is about: who does what with which ground, and when."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from geo.reading.days import Day
from geo.reading.ground_scene import GroundScene
from geo.reading.mention import Mention
from geo.reading.periods import Period, find_periods
from geo.reading.report import Report
from geo.reading.sides import find_sides
from geo.reading.statement import Statement
from geo.reading.tokens import Sentence

_TESTED: Final = frozenset({"area", "proportion", "count", "change"})
_AREAS: Final = frozenset({"region", "country"})


class Grounds:
    """Reads the territory that the statements of one report are about."""

    def __init__(
        self,
        report: Report,
        mentions: Sequence[Mention],
        sentences: Sequence[Sentence],
        days: Sequence[Day],
    ) -> None:
        """Keep what the report is read with.

        Parameters
        ----------
        report
            The report.
        mentions
            Its mentions, with roles.
        sentences
            The sentences of its text.
        days
            The days that it names.
        """
        self._report = report
        self._mentions = mentions
        self._sentences = sentences
        self._days = days
        self._starts = [sentence.start for sentence in sentences]
        self._anchor = date.fromisoformat(report.date) if report.date else None

    def told(self, statement: Statement) -> Statement:
        """Add to a statement of an area or a share what it is about, if the text says it.

        Parameters
        ----------
        statement
            Any statement of the report, with its attribution.
        """
        if statement.type not in _TESTED or statement.working is not None:
            return statement
        at = bisect_right(self._starts, statement.start) - 1
        if at < 0:
            return statement
        scene = GroundScene(self, self._sentences[at], statement)
        territory = scene.territory()
        denied = territory is not None and scene.denies
        return replace(statement, territory=territory, negated=statement.negated != denied)

    def periods(self, sentence: Sentence) -> tuple[Period, ...]:
        """Give the times that a sentence names.

        Parameters
        ----------
        sentence
            One of the report's sentences.
        """
        report = self._report
        return find_periods(
            report.text, sentence.start, sentence.end,
            days=self._days, anchor=self._anchor, lang=report.lang,
        )  # fmt: skip

    @property
    def lang(self) -> str:
        """The language of the report."""
        return self._report.lang

    def mentions_in(self, start: int, end: int) -> Iterator[tuple[int, Mention]]:
        """Give the literal mentions of regions and countries in a stretch, with their indices.

        Parameters
        ----------
        start, end
            Offsets.
        """
        for index, mention in enumerate(self._mentions):
            if (
                mention.role == "literal"
                and mention.kind in _AREAS
                and start <= mention.start < end
            ):
                yield index, mention

    def latest_area(self, before: int) -> int | None:
        """The region that the text named last before an offset; a country where it named none.

        Parameters
        ----------
        before
            The offset.
        """
        named = list(self.mentions_in(0, before))
        regions = [index for index, mention in named if mention.kind == "region"]
        return regions[-1] if regions else next((index for index, _ in reversed(named)), None)

    def latest_side(self, before: int) -> str | None:
        """The side that acted last in the sentences before an offset.

        Parameters
        ----------
        before
            The offset.
        """
        at = bisect_left(self._starts, before) - 2
        while at >= 0:
            sides = find_sides(self._sentences[at].tokens, lang=self.lang)
            named = [side.name for side in sides if side.name and side.role != "demonym"]
            if named:
                return named[-1]
            at -= 1
        return None

    def opponent(self, side: str | None) -> str | None:
        """The other of the two sides that the text names most.

        Parameters
        ----------
        side
            One of them.
        """
        others = [name for name in self._parties if name != side]
        return others[0] if side in self._parties and others else None

    @cached_property
    def _parties(self) -> list[str]:
        """The two sides that the text names most."""
        counted = Counter(
            side.name
            for sentence in self._sentences
            for side in find_sides(sentence.tokens, lang=self.lang)
            if side.name
        )
        return [name for name, _ in counted.most_common(2)]
