"""What coordinates say of the places that a text relates them to.

Coordinates mean their point whatever else is said, so they are evidence for which of several
places of one name is meant: the Mikhaylovka that "(51.2264, 35.3612)" stands behind. They only
choose between candidates. That all of them lie far off does not speak for a place that no
gazetteer has: the coordinates may be wrong, which is what checking is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.reading.reasons import said
from geo.reading.statement import Statement
from geo.reading.weights import Term

_WEIGHT: Final = 1.6
_FLOOR: Final = 1e-4
"""So low that it outweighs what lies near by or in the region named, not the two together."""
_FITS: Final = 0.5
_FOUND: Final = 12.0
"""What a bearer of the name at the coordinates speaks against the gazetteer lacking the place."""


def pinned_terms(
    stated: Sequence[tuple[Statement, NDArray[np.float64]]], *, count: int
) -> list[list[Term]]:
    """Weigh the candidates of a name by the coordinates that are related to it.

    Parameters
    ----------
    stated
        Statements with coordinates for their subject and the name for their reference, each with
        how well the coordinates answer to it, 0..1, seen from each candidate.
    count
        How many candidates the name has.

    Returns
    -------
    list of list of Term
        For each candidate one term a statement, and one more that raises the best one's sum to 0,
        or above it where one lies at the coordinates.
    """
    terms: list[list[Term]] = [[] for _ in range(count)]
    if not stated:
        return terms
    for statement, grades in stated:
        values = _WEIGHT * np.log(np.maximum(grades, _FLOOR))
        for c, (grade, value) in enumerate(zip(grades, values, strict=True)):
            lie = "lie where" if grade >= _FITS else "do not lie where"
            where = f"the text puts them, {said(statement)} it"
            reason = f"the coordinates {statement.subject_text} {lie} {where}"
            terms[c].append(Term(float(value), reason, stated=True))
    best = max((sum(term.value for term in found) for found in terms), default=0.0)
    fitting = any(grades.max(initial=0.0) >= _FITS for _, grades in stated)
    return [[*found, Term((_FOUND if fitting else 0.0) - best, "")] for found in terms]
