"""Places of geocoders that a user chose to keep: lines of JSON beside the user's gazetteer file.

The file is only ever added to; of several lines with one id the last counts. Delete a line to
drop its place at the next import.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NamedTuple

from gazetteer.errors import PlaceInvalid, SourceUnreadable
from gazetteer.place import Place
from gazetteer.sources.source import Batch, Rejected

NAME: Final = "online"
"""What the user's gazetteer file calls the source."""

_CREDITS: Final = {
    "ODbL-1.0": "© OpenStreetMap contributors",
    "CC-BY-4.0": "GeoNames (geonames.org)",
}
_NOT_OURS: Final = "it is no line that this program wrote; mend or delete it"
_TEXTS: Final = (
    "id", "name", "kind", "source", "feature", "country", "admin1", "admin2", "licence",
)  # fmt: skip
_LISTS: Final = ("names", "bbox", "derived_from", "same_as")


class _Line(NamedTuple):
    """One line of the file."""

    n: int
    """Its number, from 1."""
    text: str
    """The line as it stands there."""
    place: Place | None
    """The place; None where the line is broken."""
    day: str
    """Day on which it was kept, ISO 8601."""
    fault: str
    """What is wrong with it; empty where nothing is."""


class KeptSource:
    """The kept places, opened for an import; a `gazetteer.sources.source.Source`.

    Parameters
    ----------
    path
        The file of kept places.

    Raises
    ------
    SourceUnreadable
        If it cannot be read.
    """

    name = NAME
    options = ""

    def __init__(self, path: Path) -> None:
        self.paths: tuple[Path, ...] = (path,)
        self._lines = tuple(_lines(path))
        last = {line.place.id: line for line in self._lines if line.place is not None}
        self._places = tuple(line.place for line in last.values() if line.place is not None)
        licences = sorted({place.licence for place in self._places if place.licence})
        self.licence = " AND ".join(licences)
        self.credit = "; ".join(_CREDITS.get(licence, licence) for licence in licences)
        self.date = max((line.day for line in last.values()), default="")
        self.size = len(self._lines)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places: one batch of all of them.

        Parameters
        ----------
        start
            Number of lines that are already read.
        """
        if start < self.size:
            rejected = (
                Rejected(f"{self.paths[0].name}, line {line.n}", line.fault, line.text)
                for line in self._lines
                if line.fault
            )
            yield Batch(self.size, self.size, self._places, tuple(rejected))


def kept_path(user_file: Path) -> Path:
    """Name the file of kept places that belongs to a user's gazetteer file.

    Parameters
    ----------
    user_file
        The gazetteer file: `gazetteer.sqlite` has `gazetteer.kept.jsonl` beside it.
    """
    return user_file.with_suffix(".kept.jsonl")


def kept_source(path: Path, places: Sequence[Place] = (), *, day: str = "") -> KeptSource:
    """Keep places, and open all that are kept for an import.

    Parameters
    ----------
    path
        The file of kept places; made where it is missing.
    places
        Places to keep now. One that is kept already, as it is, is not written again.
    day
        Day of the answer that they are from, ISO 8601.

    Raises
    ------
    SourceUnreadable
        If the file cannot be read or written.
    """
    lines = _lines(path) if path.exists() else ()
    before = {line.place.id: line.place for line in lines if line.place is not None}
    new = [place for place in places if before.get(place.id) != place]
    if new:
        text = "".join(f"{json.dumps(_row(place, day), ensure_ascii=False)}\n" for place in new)
        try:
            _append(path, text.encode())
        except OSError as error:
            raise SourceUnreadable(str(path), f"it cannot be written ({error.strerror})") from error
    return KeptSource(path)


def _append(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(end - 1, 0))
        # A line that was cut off must not swallow the next one.
        cut = end > 0 and stream.read(1) != b"\n"
        stream.write(b"\n" + data if cut else data)


def _row(place: Place, day: str) -> dict[str, Any]:
    facts = {key: value for key, value in asdict(place).items() if value not in (None, "", ())}
    return {"kept": day, "place": facts}


def _lines(path: Path) -> Iterator[_Line]:
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as error:
        reason = f"{error.strerror or error}; check its path and permissions"
        raise SourceUnreadable(str(path), reason) from error
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _line(n, line)


def _line(n: int, text: str) -> _Line:
    try:
        row = json.loads(text)
        facts = dict(row["place"])
        facts.update({key: tuple(facts[key]) for key in _LISTS if key in facts})
        texts = [facts.get(key, "") for key in _TEXTS] + [*facts.get("names", ())]
        if not all(isinstance(value, str) for value in texts):
            return _Line(n, text, None, "", _NOT_OURS)
        return _Line(n, text, Place(**facts), str(row["kept"]), "")
    except PlaceInvalid as error:
        fault = str(error)
    except (AttributeError, ValueError, TypeError, LookupError, RecursionError):
        fault = _NOT_OURS
    return _Line(n, text, None, "", fault)
