"""Verdicts: from a probability to what is said of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geo.claims.claim import Verdict

SUPPORTED_FROM: Final = 0.8
"""Least probability of a statement that fits."""
CONTRADICTED_TO: Final = 0.05
"""Greatest probability of a statement that does not fit."""
SURE_FROM: Final = 0.5
"""Least belief in a resolution that a verdict may rest on: below it, another place is likelier."""
RIVAL_FROM: Final = 0.02
"""Least belief in another place of the name for it to be tried where a statement does not fit."""
_ORDER: Final[tuple[Verdict, ...]] = ("contradicted", "uncertain", "supported")


def verdict_of(probability: float) -> Verdict:
    """Turn a probability into a verdict.

    Parameters
    ----------
    probability
        That the true value lies in the stated interval, 0..1.
    """
    if probability >= SUPPORTED_FROM:
        return "supported"
    return "contradicted" if probability <= CONTRADICTED_TO else "uncertain"


def worse(a: Verdict, b: Verdict) -> Verdict:
    """Give the worse of two verdicts: one that does not fit is worse than one that cannot be told.

    Parameters
    ----------
    a, b
        Verdicts of checked statements.
    """
    return min(a, b, key=_ORDER.index)


def dominant(spreads: Mapping[str, float]) -> str:
    """Name the source of uncertainty that spreads the answer most.

    Parameters
    ----------
    spreads
        Standard deviation that each source adds, all in one unit.
    """
    return max(spreads, key=lambda cause: spreads[cause])
