"""What was repaired, turned, left out or assumed while a file was read, counted by kind."""

from __future__ import annotations

from typing import Final, Literal, get_args

from geo.control.layer import LayerNote

NoteKind = Literal["repaired", "turned", "left out", "assumed"]
_ORDER: Final[tuple[str, ...]] = get_args(NoteKind)


class Tally:
    """Counts what happens to the features of a file; what happens often becomes one note."""

    def __init__(self) -> None:
        self._counts: dict[tuple[NoteKind, str, str], int] = {}
        self._details: dict[tuple[NoteKind, str, str], list[str]] = {}

    def add(
        self, kind: NoteKind, one: str, many: str = "", *, count: int = 1, detail: str = ""
    ) -> None:
        """Count one thing more.

        Parameters
        ----------
        kind
            What was done.
        one
            The sentence for a single feature, without a full stop.
        many
            The sentence for several, with `{n}` for how many; `one` where it is not given.
        count
            How many features it concerns.
        detail
            What is to be said of this one in particular.
        """
        key = (kind, one, many or one)
        self._counts[key] = self._counts.get(key, 0) + count
        if detail:
            self._details.setdefault(key, []).append(detail)

    def take(self, other: Tally) -> None:
        """Add what another one counted.

        Parameters
        ----------
        other
            The other one, which stays as it is.
        """
        for key, count in other._counts.items():
            self._counts[key] = self._counts.get(key, 0) + count
        for key, details in other._details.items():
            self._details.setdefault(key, []).extend(details)

    def notes(self) -> tuple[LayerNote, ...]:
        """Give the notes: repairs first, then what was turned, left out and assumed."""
        return tuple(
            LayerNote(kind, self._text(kind, one, many, count), count)
            for (kind, one, many), count in sorted(
                self._counts.items(), key=lambda item: _ORDER.index(item[0][0])
            )
        )

    def _text(self, kind: NoteKind, one: str, many: str, count: int) -> str:
        text = one if count == 1 else many.replace("{n}", str(count))
        details = self._details.get((kind, one, many), [])
        shown = [*details[:3], *([f"and {len(details) - 3} more"] if len(details) > 3 else [])]
        return f"{text}: {'; '.join(shown)}" if shown else text
