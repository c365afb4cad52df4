"""Claims: what a report states, measured.

`geo.claims.check.check` turns a reading into claims. The rest stands beside it, one noun a file:
the two `ends` of a statement, the `assessment` of each of its parts, the `verdict` on a
probability, the other references that a number `fits`, and the sentences of `why`.
"""

from __future__ import annotations

from geo.claims.claim import (
    VERDICT_LABELS,
    VERDICTS,
    Claim,
    Fit,
    Interval,
    MapUsed,
    RowUsed,
    Verdict,
    When,
)

__all__ = [
    "VERDICTS",
    "VERDICT_LABELS",
    "Claim",
    "Fit",
    "Interval",
    "MapUsed",
    "RowUsed",
    "Verdict",
    "When",
]
