"""Who quotes whom: the chains of all accounts as one graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from geo.attribution.speaker import Speaker
from geo.comparison.account import Account


@dataclass(frozen=True, slots=True)
class Quote:
    """One speaker passes on what another says."""

    by: Speaker
    """Who quotes: an outlet, or a speaker that an outlet quotes."""
    of: Speaker
    """Who is quoted."""
    count: int
    """How many accounts go this way."""
    outlet: bool
    """Whether the one who quotes publishes one of the reports."""


def quotes_of(accounts: Iterable[Account]) -> tuple[Quote, ...]:
    """Count who quotes whom, what is quoted most first.

    Parameters
    ----------
    accounts
        The accounts of the reports.
    """
    told = list(accounts)
    outlets = {account.outlet for account in told}
    counted = Counter(edge for account in told for edge in _edges(account))
    found = [Quote(by, of, count, by in outlets) for (by, of), count in counted.items()]
    return tuple(sorted(found, key=lambda quote: (-quote.count, quote.by, quote.of)))


def _edges(account: Account) -> Iterator[tuple[Speaker, Speaker]]:
    """The steps of one chain, from the outlet inwards; two who speak as one are quoted each."""
    if not account.chain:
        return
    together = account.origins if len(account.origins) > 1 else ()
    line = account.chain[: len(account.chain) - len(together)] if together else account.chain
    yield from pairwise((account.outlet, *line))
    for speaker in together:
        yield (line[-1] if line else account.outlet, speaker)
