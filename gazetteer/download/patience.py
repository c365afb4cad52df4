"""How long a download waits, how often it tries, and whom it tells."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to try and how long to wait."""

    tries: int = 5
    """Tries in a row that bring no more than the best one before; then it is given up."""
    first_wait_s: float = 1
    """Wait after the first of them, seconds; each further wait is twice as long."""
    longest_wait_s: float = 120
    """Longest wait, seconds; a server that asks for a longer one is not waited for."""
    slow_bytes_per_s: float = 1000
    """Speed below which a server is too slow, on the average of a window."""
    window_s: float = 30
    """Length of that window, seconds."""

    def wait_s(self, faults: int) -> float:
        """Give the wait before the next try, seconds.

        Parameters
        ----------
        faults
            Number of tries that failed, from 1.
        """
        return min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(faults - 1, 30))


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and sleep."""

    monotonic_s: Callable[[], float] = time.monotonic
    """Seconds that only go up."""
    sleep: Callable[[float], None] = time.sleep
    """Wait this many seconds."""
    utc: Callable[[], datetime] = _utc_now
    """The time of day, UTC."""


class Progress(Protocol):
    """Is told how far a download is."""

    def moved(self, done: int, total: int | None) -> None:
        """Take note of bytes that came.

        Parameters
        ----------
        done
            Bytes of the file that are there.
        total
            Bytes of the whole file; None where the server does not say.
        """
        ...

    def waits(self, reason: str, seconds: float) -> None:
        """Take note of a wait before another try.

        Parameters
        ----------
        reason
            Why the last try ended.
        seconds
            Length of the wait.
        """
        ...

    def checks(self) -> None:
        """Take note that everything is there and is being checked."""
        ...


class Quiet:
    """A progress that tells nobody."""

    def moved(self, done: int, total: int | None) -> None:
        """Do nothing."""

    def waits(self, reason: str, seconds: float) -> None:
        """Do nothing."""

    def checks(self) -> None:
        """Do nothing."""


@dataclass(slots=True)
class Pace:
    """Tells whether a server is too slow, window by window."""

    clock: Clock
    patience: Patience
    _since_s: float = field(init=False)
    _count: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._since_s = self.clock.monotonic_s()

    def too_slow(self, count: int) -> str | None:
        """Take note of bytes that came; give the speed if a whole window was too slow.

        Parameters
        ----------
        count
            Bytes that came.
        """
        self._count += count
        elapsed_s = self.clock.monotonic_s() - self._since_s
        if elapsed_s < self.patience.window_s:
            return None
        speed = self._count / elapsed_s
        self._since_s, self._count = self.clock.monotonic_s(), 0
        return f"{speed:.0f} bytes a second" if speed < self.patience.slow_bytes_per_s else None
