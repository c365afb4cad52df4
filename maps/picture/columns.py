"""Text and keys in columns that end at about the same height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from maps.picture.lettering import NO_BREAK, Run, lines_of
from maps.picture.pen import Pen
from maps.picture.theme import Theme


class Block(Protocol):
    """Something with a height at a width."""

    def height(self, width: float) -> float:
        """Measure it, millimetres.

        Parameters
        ----------
        width
            Of its column, millimetres.
        """

    def draw(self, pen: Pen, theme: Theme, *, left: float, top: float, width: float) -> None:
        """Draw it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        left, top
            Its upper left corner, millimetres.
        width
            Of its column, millimetres.
        """


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that are broken into lines."""

    runs: tuple[Run, ...]
    """The words."""
    after_mm: float = 0.0
    """Room below, millimetres."""
    most: int | None = None
    """How many lines there may be."""

    def height(self, width: float) -> float:
        """Measure it, millimetres.

        Parameters
        ----------
        width
            Of its column, millimetres.
        """
        lines = lines_of(self.runs, width=width, most=self.most)
        return len(lines) * self._line_mm + self.after_mm if lines else 0.0

    def draw(self, pen: Pen, theme: Theme, *, left: float, top: float, width: float) -> None:
        """Write it.

        Parameters
        ----------
        pen
            What draws.
        theme
            The colours.
        left, top
            Its upper left corner, millimetres.
        width
            Of its column, millimetres.
        """
        biggest = max((run.face for run in self.runs), key=lambda face: face.size_pt, default=None)
        if biggest is None:
            return
        base = top - (self._line_mm - biggest.ascent_mm) / 2 - biggest.ascent_mm
        for line in lines_of(self.runs, width=width, most=self.most):
            for placed in line:
                run = placed.run
                colour = theme.quiet if run.quiet else theme.ink
                text = run.text.replace(NO_BREAK, " ")
                pen.text(left + placed.x_mm, base, text, run.face, colour, address=run.address)
            base -= self._line_mm

    @property
    def _line_mm(self) -> float:
        return max((run.face.line_mm for run in self.runs), default=0.0)


def columns_of(
    blocks: Sequence[Block], *, width: float, most: int, gap: float
) -> list[list[Block]]:
    """Divide blocks, in their order, so that the highest column is as low as can be.

    Parameters
    ----------
    blocks
        The blocks.
    width
        Of all columns with the gaps between them, millimetres.
    most
        How many columns there may be.
    gap
        Between columns, millimetres.
    """
    count = max(1, min(most, len(blocks)))
    each = (width - gap * (count - 1)) / count
    heights = [block.height(each) for block in blocks]
    low, high = max(heights, default=0.0), sum(heights)
    for _ in range(40):
        middle = (low + high) / 2
        if len(_filled(heights, middle)) <= count:
            high = middle
        else:
            low = middle
    cuts = _filled(heights, high + 1e-6)
    return [[blocks[index] for index in column] for column in cuts]


def height_of(columns: Sequence[Sequence[Block]], *, each: float) -> float:
    """Measure columns, millimetres.

    Parameters
    ----------
    columns
        The blocks of each.
    each
        Width of one, millimetres.
    """
    return max((sum(block.height(each) for block in column) for column in columns), default=0.0)


def draw_columns(
    pen: Pen,
    theme: Theme,
    columns: Sequence[Sequence[Block]],
    *,
    left: float,
    top: float,
    each: float,
    gap: float,
) -> None:
    """Draw columns.

    Parameters
    ----------
    pen
        What draws.
    theme
        The colours.
    columns
        The blocks of each.
    left, top
        Their upper left corner, millimetres.
    each
        Width of one, millimetres.
    gap
        Between them, millimetres.
    """
    for number, column in enumerate(columns):
        below = top
        for block in column:
            block.draw(pen, theme, left=left + number * (each + gap), top=below, width=each)
            below -= block.height(each)


def _filled(heights: Sequence[float], most: float) -> list[list[int]]:
    """Columns that are filled one after the other up to a height."""
    columns: list[list[int]] = []
    room = 0.0
    for index, height in enumerate(heights):
        if not columns or height > room + 1e-9:
            columns.append([])
            room = most
        columns[-1].append(index)
        room -= height
    return columns
