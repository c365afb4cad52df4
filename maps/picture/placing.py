"""Where names stand: positions weighed against one another until none can be bettered.

Christensen, Marks and Shieber (1995) compare ways to place labels of points. This one starts
from the weightiest name and then moves, evicts and brings back names while that lowers the sum
of what the positions and the missing names cost. It holds no chance: the same names always end
in the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from maps.extent import Box
from maps.picture.pen import Side

_ROUNDS: Final = 8
_TRIED: Final = 16
_LEAST_GAIN: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Position:
    """Where a name may stand."""

    box: Box
    """Left, bottom, right, top of the name, millimetres."""
    cost: float
    """How badly it stands there, zero or more."""
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None
    """The line from its mark to it; None where it stands beside it."""
    side: Side = "left"
    """What of the text stands nearest to what it names."""
    also: tuple[Box, ...] = ()
    """What else is covered where the name stands there."""

    @property
    def boxes(self) -> list[Box]:
        """Everything that it covers: the name, and the line to it in small steps."""
        if self.leader is None:
            return [self.box, *self.also]
        (x, y), (to_x, to_y) = self.leader
        steps = np.linspace(0.25, 1.0, 1 + int(np.hypot(to_x - x, to_y - y) / 0.8))
        along = [(x + (to_x - x) * share, y + (to_y - y) * share) for share in steps]
        return [self.box, *self.also, *((a - 0.15, b - 0.15, a + 0.15, b + 0.15) for a, b in along)]


def place(
    positions: Sequence[Sequence[Position]], missing: Sequence[float]
) -> list[Position | None]:
    """Choose a position for every name, or none, so that no two names overlap.

    Parameters
    ----------
    positions
        Where each name may stand.
    missing
        What it costs if a name is left out, the weightiest first at equal cost.

    Returns
    -------
    list
        For each name its position; None where it has to be left out.
    """
    board = _Board(positions, missing)
    for index in board.order:
        board.settle(index)
    for _ in range(_ROUNDS):
        bettered = [board.improve(index) for index in board.order]
        if not any(bettered):
            break
    return [
        None if chosen is None else positions[index][chosen]
        for index, chosen in enumerate(board.chosen)
    ]


class _Board:
    """The names with the positions that they have now."""

    def __init__(self, positions: Sequence[Sequence[Position]], missing: Sequence[float]) -> None:
        self.positions = positions
        self.missing = missing
        self.chosen: list[int | None] = [None] * len(positions)
        self.order = sorted(range(len(positions)), key=lambda i: (-missing[i], i))
        self.boxes = [[np.array(p.boxes) for p in found] for found in positions]
        self.cheapest = [sorted(range(len(f)), key=lambda i: f[i].cost) for f in positions]
        self._all = np.empty((0, 4))
        self._owner = np.empty(0, dtype=np.int64)

    def cost(self, name: int, position: int | None) -> float:
        if position is None:
            return self.missing[name]
        return self.positions[name][position].cost

    def put(self, name: int, position: int | None) -> None:
        """Move a name."""
        kept = self._owner != name
        self._all, self._owner = self._all[kept], self._owner[kept]
        self.chosen[name] = position
        if position is not None:
            added = self.boxes[name][position]
            self._all = np.concatenate([self._all, added])
            self._owner = np.concatenate([self._owner, np.full(len(added), name)])

    def against(self, name: int, position: int) -> list[int]:
        """Names that a position would cover."""
        if not len(self._all):
            return []
        hit = _overlap(self.boxes[name][position], self._all)
        return sorted({int(owner) for owner in self._owner[hit]} - {name})

    def settle(self, name: int) -> None:
        """Give a name the best position that is free."""
        for position in self.cheapest[name]:
            if self.positions[name][position].cost >= self.missing[name]:
                break
            if not self.against(name, position):
                self.put(name, position)
                return
        self.put(name, None)

    def improve(self, name: int) -> bool:
        """Move a name, and whoever stands in its way, where that lowers the sum."""
        before = self.chosen[name]
        now = self.cost(name, before)
        for position in self.cheapest[name][:_TRIED]:
            gain = now - self.positions[name][position].cost
            if gain <= _LEAST_GAIN:
                return False
            others = self.against(name, position)
            if len(others) > 3:
                continue
            old = {other: self.chosen[other] for other in others}
            for other in others:
                self.put(other, None)
            self.put(name, position)
            for other in sorted(others, key=lambda i: (-self.missing[i], i)):
                self.settle(other)
            lost = sum(self.cost(o, self.chosen[o]) - self.cost(o, old[o]) for o in others)
            if gain - lost > _LEAST_GAIN:
                return True
            for other in others:
                self.put(other, None)
            self.put(name, before)
            for other in others:
                self.put(other, old[other])
        return False


def _overlap(some: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the others any of some boxes covers a part of."""
    left, bottom, right, top = (some[:, i][:, None] for i in range(4))
    across = (left < others[None, :, 2]) & (others[None, :, 0] < right)
    along = (bottom < others[None, :, 3]) & (others[None, :, 1] < top)
    return np.asarray((across & along).any(axis=0), dtype=np.bool_)
