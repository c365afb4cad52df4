"""Text that reports have in common, word for word: an agency's text in two papers.

Sentences are compared without case, marks and spaces. A sentence that two reports carry has one
origin, whoever of the two had it first, so what both state in it counts once.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from geo.attribution.speaker import Speaker
from geo.reading.report import Report
from geo.reading.tokens import sentences

_FEWEST_WORDS: Final = 6
"""A shorter sentence two writers may well both write."""
_WORD: Final = re.compile(r"[^\W_]+")
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class SharedText:
    """How much one pair of reports has in common."""

    reports: tuple[int, int]
    """Which of the reports, from 0, the lower first."""
    sentences: int
    """How many different sentences both carry."""
    shares: tuple[float, float]
    """Which part of the sentences of each report they are, 0..1."""


class SharedTexts:
    """The sentences that reports have in common."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """Compare every pair of reports.

        Parameters
        ----------
        reports
            The reports.
        """
        self._reports = reports
        self._marks = [_marked(report) for report in reports]
        carried: dict[str, list[int]] = {}
        for number, marks in enumerate(self._marks):
            for mark in dict.fromkeys(mark for _, _, mark in marks):
                carried.setdefault(mark, []).append(number)
        self._carried = {mark: which for mark, which in carried.items() if len(which) > 1}
        self._starts = [[start for start, _, _ in marks] for marks in self._marks]

    def pairs(self) -> tuple[SharedText, ...]:
        """List the pairs of reports that share a sentence, with how much they share."""
        found: dict[tuple[int, int], int] = {}
        for which in self._carried.values():
            for pair in combinations(which, 2):
                found[pair] = found.get(pair, 0) + 1
        return tuple(
            SharedText(pair, number, (self._share(*pair), self._share(*pair[::-1])))
            for pair, number in sorted(found.items())
        )

    def origin(self, report: int, offset: int) -> Speaker | None:
        """Give what stands for the source of a sentence that several reports carry.

        Parameters
        ----------
        report
            Which of the reports, from 0.
        offset
            A character of it.

        Returns
        -------
        Speaker or None
            None where the sentence of that character is in this report alone.
        """
        at = bisect_right(self._starts[report], offset) - 1
        if at < 0 or offset >= self._marks[report][at][1]:
            return None
        which = self._carried.get(self._marks[report][at][2])
        if which is None:
            return None
        named = sorted(self._reports[number].id for number in which)
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        return Speaker(
            f"shared:{'|'.join(named)}", f"one text in {', '.join(named[:_SHOWN])}{more}"
        )

    def _share(self, report: int, other: int) -> float:
        """Part of a report's sentences, of those long enough, that another carries as well."""
        marks = [mark for _, _, mark in self._marks[report]]
        return sum(other in self._carried.get(mark, ()) for mark in marks) / len(marks)


def _marked(report: Report) -> list[tuple[int, int, str]]:
    """The sentences of a report that are long enough: start, end, hash of the words."""
    found = []
    for sentence in sentences(report.text, lang=report.lang):
        spoken = _WORD.findall(report.text[sentence.start : sentence.end].casefold())
        if len(spoken) >= _FEWEST_WORDS:
            mark = hashlib.sha256(" ".join(spoken).encode()).hexdigest()
            found.append((sentence.start, sentence.end, mark))
    return found
