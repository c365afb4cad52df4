"""How alike two look-up keys are, counted in letters typed wrong."""

from __future__ import annotations

from collections.abc import Iterable


def edits_allowed(key: str) -> int:
    """Say how many letters of a name may be wrong before it is taken for another name.

    Parameters
    ----------
    key
        A folded name.
    """
    return 1 if len(key) < 5 else 2 if len(key) < 10 else 3


def ranked_keys(key: str, others: Iterable[str]) -> list[tuple[float, str]]:
    """Sort keys by their likeness to one, without those that are too unlike.

    Parameters
    ----------
    key
        The folded name that somebody wrote.
    others
        Keys that names have.

    Returns
    -------
    list of tuple
        Damerau-Levenshtein similarity, 0..1, and key; most similar first.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    near = process.extract(
        key,
        list(others),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=edits_allowed(key),
        limit=None,
    )
    scored = [(1 - distance / max(len(key), len(other)), other) for other, distance, _ in near]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1]))
