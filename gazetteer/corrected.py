"""A gazetteer as a file of corrections has it, and what that file rules for names in reports."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from gazetteer.coordinates_in_text import coordinates_in_text
from gazetteer.corrections import PREFIX, Corrections, Naming
from gazetteer.errors import (
    CoordinatesInvalid,
    CorrectionsInvalid,
    PlaceAmbiguous,
    PlaceUnknown,
)
from gazetteer.extent import LEAST_PRECISION_M
from gazetteer.layer import Layer
from gazetteer.names import fold
from gazetteer.place import Place
from gazetteer.point import is_point
from gazetteer.records import SourceInfo
from gazetteer.store import Gazetteer
from gazetteer.writer import write

_LICENCE: Final = "LicenseRef-own"


@dataclass(frozen=True, slots=True)
class Rulings:
    """What a user has ruled for names, whatever else speaks for or against it."""

    ignored: frozenset[str] = frozenset()
    """Folded names that are never places."""
    meant: Mapping[tuple[str, str | None], Place] = field(default_factory=dict)
    """The place per folded name and id of a report; None for every report."""
    credible: frozenset[str] = frozenset()
    """Folded names that are places wherever they may be, common words or not."""
    told: Corrections | None = None
    """The file that says so; None where nothing is ruled."""

    def place_of(self, name: str, *, report: str) -> Place | None:
        """Give the place that a name means by ruling.

        Parameters
        ----------
        name
            The name as written.
        report
            Id of the report that it stands in; a ruling for one report goes before one for all.
        """
        key = fold(name)
        return self.meant.get((key, report)) or self.meant.get((key, None))

    def ignores(self, name: str) -> bool:
        """Tell whether a name as written is ruled to be no place."""
        return fold(name) in self.ignored


NO_RULINGS: Final = Rulings()


@contextmanager
def corrected(
    gazetteer: Gazetteer, corrections: Corrections
) -> Iterator[tuple[Gazetteer, Rulings]]:
    """Put corrections before a gazetteer.

    Parameters
    ----------
    gazetteer
        An open gazetteer; it stays open, and unchanged.
    corrections
        What `gazetteer.corrections.load_corrections` read.

    Yields
    ------
    tuple of Gazetteer and Rulings
        The gazetteer with the places and names added, and what is ruled for names.

    Raises
    ------
    CorrectionsInvalid
        If a place that is named in them is unknown or could be several; all are listed at once.
    """
    faults: list[str] = []
    own = {place.id: place for place in corrections.places}
    added: dict[str, list[str]] = {}
    for naming in corrections.aliases:
        place = _located(naming, "aliases", gazetteer, own, faults)
        if place is not None:
            added.setdefault(place.id, []).append(naming.name)
    meant = {}
    for naming in corrections.meant:
        place = _located(naming, "meant", gazetteer, own, faults)
        if place is not None:
            meant[fold(naming.name), naming.report] = place
    if faults:
        raise CorrectionsInvalid(corrections.path, faults)
    rulings = Rulings(
        ignored=frozenset(map(fold, corrections.ignored)),
        meant=meant,
        told=corrections,
        credible=frozenset(
            fold(name)
            for name in (
                *(naming.name for naming in (*corrections.aliases, *corrections.meant)),
                *(name for place in corrections.places for name in (place.name, *place.names)),
            )
        ),
    )
    twins = {
        place_id: replace(gazetteer.get(place_id), names=tuple(names))
        for place_id, names in added.items()
        if place_id not in own
    }
    rows = [replace(row, names=(*row.names, *added.get(row.id, ()))) for row in own.values()]
    with tempfile.TemporaryDirectory(prefix="frontmap-") as folder:
        path = Path(folder) / "corrections.sqlite"
        _write_layer(path, corrections, rows=rows, twins=list(twins.values()))
        with closing(Layer(path)) as layer:
            yield gazetteer.behind(layer), rulings


def _located(
    naming: Naming,
    part: str,
    gazetteer: Gazetteer,
    own: dict[str, Place],
    faults: list[str],
) -> Place | None:
    """Find the place that a name is tied to; coordinates become a place of that name."""
    key = fold(naming.place)
    for place in own.values():
        if naming.place == place.id or key in map(fold, (place.name, *place.names)):
            return place
    try:
        place = gazetteer.locate(naming.place)
    except PlaceAmbiguous as error:
        listed = ", ".join(f"{place.id} ({place.label()})" for place in error.candidates[:6])
        more = ", …" if len(error.candidates) > 6 else ""
        faults.append(
            f"{part}, “{naming.name}”: “{naming.place}” could be {len(error.candidates)} places; "
            f"give the id of one: {listed}{more}"
        )
        return None
    except (PlaceUnknown, CoordinatesInvalid) as error:
        faults.append(f"{part}, “{naming.name}”: {error}")
        return None
    if is_point(place):
        written = coordinates_in_text(f"coordinates {naming.place}")
        precision_m = written[0].place.precision_m if written else LEAST_PRECISION_M
        name_key = fold(naming.name).replace(" ", "-")
        place = replace(
            place, id=f"{PREFIX}{name_key}-{place.id.partition(':')[2]}", name=naming.name,
            kind="settlement", precision_m=precision_m, source="coordinates in the corrections",
        )  # fmt: skip
        own[place.id] = place
    return place


def _write_layer(
    path: Path, corrections: Corrections, *, rows: Sequence[Place], twins: Sequence[Place]
) -> None:
    """Write the added places, and the added names as twins of the rows that they belong to."""
    file = Path(corrections.path)
    source = SourceInfo(
        name=f"corrections in {file.name}",
        rows=len(rows) + len(twins),
        licence=_LICENCE,
        date="",
        path=corrections.path,
        sha256=corrections.sha256,
    )
    write(path, [*rows, *twins], sources=[source])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executemany(
            "INSERT INTO twin SELECT n, n, id FROM place WHERE id = ?",
            [(place.id,) for place in twins],
        )
        # What is ruled for names makes no rows, and the reading depends on it too.
        connection.execute(
            "UPDATE meta SET value = ? WHERE field = 'content_hash'", (corrections.sha256,)
        )
