"""GeoNames' dumps: a country (RU.zip, RU.txt) or the whole world (allCountries.zip).

The 19 columns are those of the readme beside the dumps. GeoNames states no precision: the three of
its places that the theatre table takes from an independent source lie 53, 397 and 637 m off, so
1 km is stated for a settlement, a quarter of the radius of a big one. The point of a river lies
somewhere along it, that of a region anywhere near its middle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from gazetteer.errors import PlaceInvalid, shortened
from gazetteer.extent import centre_precision_m, settlement_radius
from gazetteer.names import script_of
from gazetteer.place import Place
from gazetteer.sources.alternate_names import one_form, weighed
from gazetteer.sources.geonames_features import DEFAULT, Wanted
from gazetteer.sources.geonames_names import NameFile
from gazetteer.sources.lines import LineFile
from gazetteer.sources.naming import LONGEST_NAME, cleaned
from gazetteer.sources.regions import Regions
from gazetteer.sources.source import BATCH_ROWS, Batch, Rejected, modified_day

LICENCE: Final = "CC-BY-4.0"
CREDIT: Final = "GeoNames (geonames.org)"
_COLUMNS: Final = 19
_AREA: Final = re.compile(rb"\tA\tADM[12]\t")
_PRECISION_M: Final = {"region": 10_000.0, "water": 10_000.0}
_NUMBER: Final = re.compile("[0-9]{1,15}")
_COUNTRY: Final = re.compile("[A-Z]{2}")

Fits = tuple[tuple[str, float], ...]


class GeoNames:
    """A dump of GeoNames, as a source of places.

    Parameters
    ----------
    paths
        The dumps, zip or txt, in any order.
    alternate_names
        GeoNames' file alternateNamesV2, zip or txt, which says of what language a name is.
    features
        Feature classes and codes to take.
    regions
        The regions that ship, whose names its own take.

    Raises
    ------
    SourceUnreadable
        If a file cannot be read or is no dump.
    OptionInvalid
        If `features` names no class or code.
    """

    def __init__(
        self,
        *paths: Path,
        alternate_names: Path | None = None,
        features: str = DEFAULT,
        regions: Regions | None = None,
    ) -> None:
        paths = tuple(sorted(set(paths), key=lambda path: (path.stem, path)))
        self._dumps = [LineFile(path) for path in paths]
        for dump in self._dumps:
            dump.check_columns(_COLUMNS, "a dump of GeoNames")
        self._names = None if alternate_names is None else NameFile(alternate_names)
        self._wanted = Wanted(features)
        self._regions = regions
        self.name = cleaned(f"geonames {' '.join(path.stem for path in paths)}")
        self.licence = LICENCE
        self.credit = CREDIT
        self.date = max(modified_day(path) for path in paths)
        self.paths = (*paths, *(() if alternate_names is None else (alternate_names,)))
        regional = regions.described if regions else ""
        self.options = "; ".join(filter(None, (f"features {self._wanted.spec}", regional)))
        self.size = sum(dump.size for dump in self._dumps)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` lines.

        Parameters
        ----------
        start
            Number of lines, over all dumps, that are already kept.

        Raises
        ------
        SourceUnreadable
            If a file is damaged or is no dump of GeoNames.
        """
        areas = self._areas()
        alternates = None if self._names is None else self._names.sorted()
        position = done = 0
        for dump in self._dumps:
            reader = _Reader(dump.path.name, self._wanted, areas, alternates)
            for number, lines, size in _chunks(dump):
                kept = min(max(start - position, 0), len(lines))
                done += size
                position += len(lines)
                if kept < len(lines):
                    yield reader.batch(
                        lines[kept:], number=number + kept, position=position, done=done
                    )

    def _areas(self) -> dict[tuple[str, str, str], str]:
        """Read the names of all regions and districts, by their codes."""
        names = {}
        for dump in self._dumps:
            for block in dump.blocks():
                for match in _AREA.finditer(block):
                    first, behind = block.rfind(b"\n", 0, match.start()), match.end()
                    line = block[first + 1 : block.find(b"\n", behind) % (len(block) + 1)]
                    cells = line.decode("utf-8", "replace").split("\t")
                    if len(cells) == _COLUMNS:
                        region = cells[7] == "ADM1"
                        name = _latin_name(cells)
                        if name and len(name) <= LONGEST_NAME:
                            names[cells[8], cells[10], "" if region else cells[11]] = (
                                self._region_name(name, cells[8]) if region else name
                            )
        return names

    def _region_name(self, name: str, country: str) -> str:
        known = self._regions.by_name(name, country) if self._regions else None
        return known.name if known else name


def _chunks(dump: LineFile) -> Iterator[tuple[int, list[bytes], int]]:
    """Cut a dump into runs of lines: number of the first line, the lines, their length in bytes."""
    number = 1
    for block in dump.blocks():
        lines = block.split(b"\n")
        if not lines[-1]:
            lines.pop()
        for first in range(0, len(lines), BATCH_ROWS):
            run = lines[first : first + BATCH_ROWS]
            yield number, run, sum(map(len, run)) + len(run)
            number += len(run)


class _Reader:
    """Turns lines into places."""

    def __init__(
        self,
        file: str,
        wanted: Wanted,
        areas: Mapping[tuple[str, str, str], str],
        alternates: NameFile | None,
    ) -> None:
        self._file = file
        self._wanted = wanted
        self._areas = areas
        self._alternates = alternates

    def batch(self, lines: Sequence[bytes], *, number: int, position: int, done: int) -> Batch:
        places, rejected = [], []
        left_out: Counter[str] = Counter()
        fits: dict[str, Fits] = {}
        for line_number, line in enumerate(lines, start=number):
            if not line.strip():
                left_out["empty line"] += 1
                continue
            try:
                place = self._place(line, left_out, fits)
            except ValueError as error:  # what a broken cell raises, PlaceInvalid among them
                where = f"{self._file}, line {line_number}"
                record = line.decode("utf-8", "replace")
                rejected.append(Rejected(where, _reason(error), record))
                continue
            if place is not None:
                places.append(place)
        return Batch(position, done, tuple(places), tuple(rejected), left_out, fits=fits)

    def _place(self, line: bytes, left_out: Counter[str], fits: dict[str, Fits]) -> Place | None:
        cells = line.decode("utf-8").rstrip("\r").split("\t")
        if len(cells) != _COLUMNS:
            raise ValueError(f"it has {len(cells)} columns where a dump has {_COLUMNS}")
        feature = self._wanted.of(cells[6], cells[7])
        if feature is None:
            left_out[f"feature {cells[6]}.{cells[7]}"] += 1
            return None
        geonameid = _whole(cells[0], "its number")
        place_id = f"geonames:{geonameid}"
        name = _latin_name(cells)
        if len(name) > LONGEST_NAME:
            raise ValueError(f"its name has {len(name)} letters")
        population = _whole(cells[14], "its population") or None if cells[14] else None
        country = cells[8] or None
        if country is not None and not _COUNTRY.fullmatch(country):
            raise ValueError(f"{shortened(country)} is no code of a country")
        names = self._names(name, cells, geonameid)
        if names:
            fits[place_id] = names
        settled = feature.kind == "settlement"
        radius_m, basis = settlement_radius(feature.name, population) if settled else (None, None)
        area = (cells[8], cells[10], "")
        return Place(
            id=place_id,
            name=name,
            kind=feature.kind,
            lon=_degrees(cells[5], "longitude"),
            lat=_degrees(cells[4], "latitude"),
            precision_m=(
                centre_precision_m(feature.name, population)
                if settled
                else _PRECISION_M.get(feature.kind, 1000.0)
            ),
            source=f"GeoNames {geonameid}",
            names=tuple(form for form, fit in names if fit >= 1.0),
            feature=feature.name,
            country=country,
            admin1=self._areas.get(area),
            admin2=self._areas.get((cells[8], cells[10], cells[11])) if cells[11] else None,
            population=population,
            radius_m=radius_m,
            radius_basis=basis,
            licence=LICENCE,
        )

    def _names(self, name: str, cells: Sequence[str], geonameid: int) -> Fits:
        told = cleaned(one_form(cells[1]))
        own = ((told, 1.0),) if told != name else ()
        if self._alternates is not None:
            return (*own, *self._alternates.get(geonameid))
        if not cells[3]:
            return own
        alternates = cells[3].split(",")
        return (
            *own,
            *weighed(name, alternates, country=cells[8], population=int(cells[14] or 0)),
        )


def _latin_name(cells: Sequence[str]) -> str:
    """Give the name of a line, or the one in plain letters where it is not in Latin ones."""
    name = cleaned(one_form(cells[1]))
    if name.isascii() or script_of(name) == "latin":
        return name
    plain = cleaned(one_form(cells[2]))
    return plain if script_of(plain) == "latin" else name


def _whole(text: str, what: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{what} {shortened(text)} is no whole number of zero or more")
    return int(text)


def _degrees(text: str, what: str) -> float:
    try:
        return float(text if "_" not in text else "")
    except ValueError:
        raise ValueError(f"its {what} {shortened(text)} is no number of degrees") from None


def _reason(error: ValueError) -> str:
    if isinstance(error, PlaceInvalid):
        return "; ".join(error.faults)
    if isinstance(error, UnicodeDecodeError):
        return "it is not written in UTF-8"
    return str(error)
