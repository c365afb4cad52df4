"""A year of daily control maps, made up: for benchmarks, in the shape of UAControlMap's files.

A front of some thousand vertices with bulges that move a few per cent of them a day, ground
behind it, pockets beside it, and a bridgehead across the border that grows and shrinks. The same
seed gives the same bytes. Nothing in it is from a real map.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

_FIRST: Final = dt.date(2024, 1, 1)
_ALONG: Final = np.array([(38.1, 49.9), (37.9, 48.9), (37.2, 48.0), (35.6, 47.3), (33.4, 46.5)])
_REAR: Final = np.array([(33.5, 45.2), (36.5, 45.2), (38.3, 47.1), (40.0, 48.6), (39.2, 49.9)])
_POCKETS: Final = 10
Ring = list[list[float]]


@dataclass
class Year:
    """The moving parts."""

    rng: np.random.Generator
    """Where every chance comes from."""
    front: int = 5_600
    """Vertices of the front."""
    rear: int = 1_600
    """Vertices behind it, which never move."""
    moved: float = 0.03
    """Share of all vertices that move from one day to the next."""
    offsets: Any = field(init=False)
    """How far each vertex of the front lies from its course, degrees."""
    pockets: list[Any] = field(init=False)
    """Radii of each pocket, degrees."""
    bridge: Any = field(init=False)
    """Radii of the bridgehead, degrees."""

    def __post_init__(self) -> None:
        self.course = _smooth(_ALONG, self.front)
        along = np.gradient(self.course, axis=0)
        along /= np.linalg.norm(along, axis=1, keepdims=True)
        self.across = np.column_stack([along[:, 1], -along[:, 0]])
        self.offsets = _rough(self.rng, self.front, 0.12)
        self.back = _smooth(_REAR, self.rear)
        self.back[1:-1] += self.rng.normal(0, 0.0007, (self.rear - 2, 2))
        self.pockets = [0.05 + np.abs(_rough(self.rng, 150, 0.03)) for _ in range(_POCKETS)]
        self.bridge = 0.03 + np.abs(_rough(self.rng, 320, 0.02))

    def days(self, count: int) -> Iterator[dict[str, Any]]:
        """Give each day's file as parsed JSON.

        Parameters
        ----------
        count
            How many days.
        """
        for day in range(count):
            if day:
                self._move(day, count)
            front = self.course + self.across * self.offsets[:, None]
            rings = [np.concatenate([front, self.back])]
            middles = np.add(self.course[:: self.front // _POCKETS][:_POCKETS], [-1.1, 0.2])
            rings += [_around(m, radii) for m, radii in zip(middles, self.pockets, strict=True)]
            yield {
                "areas": [_written(ring) for ring in rings],
                "areas_ua": [_written(_around(np.array([35.35, 51.25]), self.bridge))],
                "frontline": [_written(front)],
                "units": [[], []], "unit_count": [0, 0], "geos": [[], []],
            }  # fmt: skip

    def _move(self, day: int, count: int) -> None:
        """A day's changes: bulges of the front, one pocket, the bridgehead."""
        left = int(self.moved * (self.front + self.rear + 150 * _POCKETS + 320))
        pocket = self.pockets[day % _POCKETS]
        _bulge(self.rng, pocket, 20, 0.006)
        # It grows for two months and shrinks for the rest.
        _bulge(self.rng, self.bridge, 40, 0.02 if day < count // 6 else -0.003)
        np.clip(self.bridge, 0.01, 0.4, out=self.bridge)
        left -= 60
        while left > 0:
            wide = min(left, int(self.rng.integers(12, 60)))
            _bulge(self.rng, self.offsets, wide, float(self.rng.normal(0.006, 0.009)))
            left -= wide


def write_year(folder: Path, *, days: int = 366, seed: int = 1) -> int:
    """Write the files of a year.

    Parameters
    ----------
    folder
        Where to.
    days
        How many.
    seed
        What chance begins with.

    Returns
    -------
    int
        Vertices of the grounds of the last day.
    """
    year = Year(np.random.default_rng(seed))
    vertices = 0
    for number, value in enumerate(year.days(days)):
        day = _FIRST + dt.timedelta(days=number)
        file = folder / f"{day:%Y%m%d}.json"
        file.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")
        vertices = sum(len(ring) for key in ("areas", "areas_ua") for ring in value[key])
    return vertices


def _smooth(corners: Any, count: int) -> Any:
    """A curve without sharp bends past some corners."""
    at = np.linspace(0, len(corners) - 1, count)
    weights = np.exp(-(((at[:, None] - np.arange(len(corners))) / 0.7) ** 2))
    weights /= weights.sum(axis=1, keepdims=True)
    return weights @ corners


def _rough(rng: np.random.Generator, count: int, high: float) -> Any:
    """Hills on hills, ever smaller: as jagged as a front is drawn."""
    found = np.zeros(count)
    at = np.linspace(0, 1, count)
    for octave in range(3, 11):
        knots = rng.normal(0, high / 1.7 ** (octave - 3), 2**octave + 1)
        found += np.interp(at * 2**octave, np.arange(2**octave + 1), knots)
    return found - np.linspace(found[0], found[-1], count)


def _bulge(rng: np.random.Generator, values: Any, wide: int, high: float) -> None:
    """Push out a stretch, most in its middle."""
    at = int(rng.integers(1, len(values) - wide - 1))
    values[at : at + wide] += high * np.sin(np.linspace(0, np.pi, wide + 2))[1:-1]


def _around(middle: Any, radii: Any) -> Any:
    """A ring about a point."""
    turn = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    return middle + np.column_stack([1.5 * radii * np.cos(turn), radii * np.sin(turn)])


def _written(points: Any) -> Ring:
    """As the files have it: latitude first, seven digits."""
    return [[round(float(y), 7), round(float(x), 7)] for x, y in points]
