"""Why a name was resolved as it was: its candidates, with what spoke for and against each."""

from __future__ import annotations

from dataclasses import dataclass

from gazetteer.place import Place
from geo.reading.mention import Resolution
from geo.reading.weights import Term


@dataclass(frozen=True, slots=True)
class Weighed:
    """One candidate of a name."""

    place: Place | None
    """The candidate; None for “no row of the gazetteer is meant”."""
    score: float
    """Its score, 0..1."""
    terms: tuple[Term, ...]
    """What spoke for it and against it, the weightiest first; given the other names' places."""

    @property
    def total(self) -> float:
        """Sum of what spoke for it and against it, log-odds."""
        return sum(term.value for term in self.terms)


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one name of a report was resolved."""

    text: str
    """The name as written."""
    mentions: tuple[int, ...]
    """Indexes of the mentions that mean the same."""
    resolution: Resolution
    """The choice, with its reason."""
    considered: tuple[Weighed, ...]
    """Every candidate and “no row is meant”, the likeliest first; empty where the place is given
    by coordinates or by the user's corrections."""
