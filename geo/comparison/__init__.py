"""Comparison: what several reports agree and disagree on, who quotes whom, and what is new.

`geo.comparison.compare.compare` sets the accounts of several reports side by side, and
`geo.comparison.difference.difference` those of two days. The rest stands beside them, one noun a
file: a `speaker` under one name, the `window` of days, an `account`, a `tally` in a text, a
`figure` and an `outcome`, `quoting`, `shared` text.
"""

from __future__ import annotations

from geo.comparison.account import Account
from geo.comparison.compare import compare
from geo.comparison.comparison import Agreement, Comparison, Disagreement, NotComparable
from geo.comparison.difference import Difference, difference

__all__ = [
    "Account",
    "Agreement",
    "Comparison",
    "Difference",
    "Disagreement",
    "NotComparable",
    "compare",
    "difference",
]
