"""What reports agree and disagree on, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geo.attribution.speaker import Speaker
from geo.comparison.account import Account
from geo.comparison.quoting import Quote
from geo.comparison.shared import SharedText
from geo.reading.report import Report


@dataclass(frozen=True, slots=True)
class Agreement:
    """Accounts of one thing that agree."""

    topic: str
    """What they are about: `Berdin: fighting`."""
    accounts: tuple[Account, ...]
    """Who says so."""
    why: str
    """What they have in common, in plain words."""
    of: str
    """What agrees: `event`, or the family of the figures, such as `distance`."""

    @property
    def outlets(self) -> tuple[Speaker, ...]:
        """Who published them, each once."""
        return outlets_of(self.accounts)

    @property
    def origins(self) -> tuple[Speaker, ...]:
        """Where they come from, each once: two papers that quote one ministry have one origin."""
        return origins_of(self.accounts)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Accounts of one thing of which not all can be so."""

    topic: str
    """What they are about: `Berdin`."""
    sides: tuple[tuple[Account, ...], ...]
    """The accounts, those together that agree; two groups or more."""
    why: str
    """Why not all can be so, in plain words."""


@dataclass(frozen=True, slots=True)
class NotComparable:
    """Accounts that stand side by side and are of different things."""

    topic: str
    """What they seem to be about."""
    sides: tuple[tuple[Account, ...], tuple[Account, ...]]
    """The accounts, those together that are of the same thing."""
    because: str
    """In what they differ, one sentence without its full stop."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some reports set side by side."""

    reports: tuple[Report, ...]
    """The reports, in the order given."""
    outlets: tuple[Speaker, ...]
    """Who published each, in step."""
    accounts: tuple[Account, ...]
    """Everything that they say, by report and then in the order of its text."""
    agreements: tuple[Agreement, ...]
    """What they agree on."""
    disagreements: tuple[Disagreement, ...]
    """What they disagree on."""
    not_comparable: tuple[NotComparable, ...]
    """What looks as if they agreed or disagreed, and is of different things."""
    quotes: tuple[Quote, ...]
    """Who quotes whom."""
    shared: tuple[SharedText, ...]
    """Which of them carry the same text."""


def outlets_of(accounts: Sequence[Account]) -> tuple[Speaker, ...]:
    """List who published some accounts, each once, by name.

    Parameters
    ----------
    accounts
        The accounts.
    """
    return tuple(sorted({account.outlet for account in accounts}))


def origins_of(accounts: Sequence[Account]) -> tuple[Speaker, ...]:
    """List where some accounts come from, each once, by name.

    Parameters
    ----------
    accounts
        The accounts.
    """
    found = sorted({origin for account in accounts for origin in account.origins})
    # "Reportedly" hides somebody who may well be one of those who are named.
    return tuple(origin for origin in found if origin.known) or tuple(found)
