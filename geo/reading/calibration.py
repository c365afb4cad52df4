"""Scores that mean what they say: of the choices that score 0.8, four in five are right.

The belief of the joint choice is a model's; its scale is set by how often such choices were right
(logistic calibration: Platt 1999, "Probabilistic outputs for support vector machines", in Advances
in Large Margin Classifiers), with a ceiling for places that no gazetteer holds.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_EDGE: Final = 1e-9


def calibrated(belief: float) -> float:
    """Turn the belief in a choice into the share of such choices that are right.

    Parameters
    ----------
    belief
        Share of belief of the chosen place, 0..1.

    Returns
    -------
    float
        Score, 0..1; it grows with the belief.
    """
    table = _table()
    inside = min(max(belief, _EDGE), 1 - _EDGE)
    strength = table["slope"] * math.log(inside / (1 - inside))
    return table["ceiling"] / (1 + math.exp(-strength))


def abstain_below() -> float:
    """Give the score below which no place is chosen, 0..1."""
    return _table()["abstain_below"]


def shared(score: float, beliefs: tuple[float, ...], chosen: int) -> tuple[float, ...]:
    """Divide what a score leaves among the other places, as their beliefs are to each other.

    Parameters
    ----------
    score
        Score of the chosen place, 0..1.
    beliefs
        Share of belief of every place and, last, of none.
    chosen
        Index of the chosen one.

    Returns
    -------
    tuple of float
        Scores in the same order; with the chosen one's they make 1 or less.
    """
    rest = sum(belief for n, belief in enumerate(beliefs) if n != chosen)
    scale = (1 - score) / rest if rest > 0 else 0.0
    return tuple(
        score if n == chosen else min(belief * scale, score) for n, belief in enumerate(beliefs)
    )


@cache
def _table() -> dict[str, float]:
    text = files("geo.reading").joinpath("calibration.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
