"""GeoNames' postal-code files as a source of villages: checked rows, one place per settlement.

The files name more villages than any other free list, and are noisy: of the rows that GeoNames
matched to a place, one in six stands at another place of that name. The whole input is looked
over first (`geonames_postal_check`); the rows that pass become places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gazetteer.errors import SourceUnreadable
from gazetteer.extent import settlement_radius
from gazetteer.place import Place
from gazetteer.sources.geonames_postal_check import Detail, Judgement, Verdict
from gazetteer.sources.geonames_postal_columns import Area, Columns
from gazetteer.sources.geonames_postal_district import NEIGHBOURS
from gazetteer.sources.geonames_postal_file import PostalFile
from gazetteer.sources.geonames_postal_region import PREFIX, Regions
from gazetteer.sources.geonames_postal_rows import (
    Faulty,
    Office,
    PostalRow,
    district_name,
    latin_name,
    parsed,
    slug,
)
from gazetteer.sources.source import BATCH_ROWS, Batch, Rejected

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

OFFICE: Final = "post offices, not settlements"
FURTHER: Final = "further postal codes of a settlement that another row gives"
PRECISION_M: Final = {"UA": 2000.0}
"""Precision by country, else `OTHER_PRECISION_M`: 95 % of the rows that pass lie within 1.4 km of
the independently listed place in Ukraine's file of 2026, within 2.2 km in Russia's of 2016; that
place's own error of 1 km is added in quadrature."""
OTHER_PRECISION_M: Final = 2500.0
MINUTE_PRECISION_M: Final = 6500.0
"""Precision where both coordinates are whole minutes: of those 95 % lie within 6.2 km."""
_MINUTE_OFF: Final = 0.006
"""Four decimals of a degree round a whole minute by so many minutes at most, and a bit more."""


class GeoNamesPostal:
    """Postal-code files of GeoNames, opened for an import.

    Parameters
    ----------
    paths
        Files such as UA.zip or allCountries.txt, plain or zipped.
    gazetteer
        Where regions are looked up, with their outlines, and settlements that are known already;
        it has to stay open. Without one no row can be found outside its region.
    name
        What the user's file calls the source; None makes it of the files' names.

    Raises
    ------
    SourceUnreadable
        If a file is missing, or cannot be one of postal codes.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        *,
        gazetteer: Gazetteer | None = None,
        name: str | None = None,
    ) -> None:
        if not paths:
            raise SourceUnreadable("", "no file of postal codes is given; name one, as UA.zip")
        self._files = [PostalFile(path) for path in paths]
        self._regions = Regions(gazetteer)
        self._judgement: Judgement | None = None
        self.paths: tuple[Path, ...] = tuple(paths)
        self.name = name or f"geonames postal {'+'.join(path.stem for path in paths)}"
        versions = {file.licence_version or "4.0" for file in self._files}
        self.licence = " AND ".join(f"CC-BY-{version}" for version in sorted(versions))
        self.credit = "GeoNames (geonames.org), postal codes"
        self.date = max(file.date for file in self._files)
        self.options = "regions not checked"
        if gazetteer is not None:
            self.options = f"regions checked against {gazetteer.content_hash()}"
        self.size = sum(file.size for file in self._files)

    def batches(self, *, start: int = 0) -> Iterator[Batch]:
        """Read the places, behind the first `start` records.

        Parameters
        ----------
        start
            The `position` of the last batch that is already kept.

        Raises
        ------
        SourceUnreadable
            If a file is damaged or no file of postal codes.
        """
        judgement = self.judged()
        made: list[Place] = []
        rejected: list[Rejected] = []
        left_out: Counter[str] = Counter()
        position = done = 0
        for position, done, where, line in self._records():
            if position <= start:
                continue
            found = self._made(position - 1, line, judgement)
            if isinstance(found, Place):
                made.append(found)
            elif found in (OFFICE, FURTHER):
                left_out[found] += 1
            else:
                rejected.append(Rejected(where, found, line))
            if position % BATCH_ROWS == 0:
                yield Batch(position, done, tuple(made), tuple(rejected), dict(left_out))
                made, rejected, left_out = [], [], Counter()
        if position > start and position % BATCH_ROWS:
            yield Batch(position, done, tuple(made), tuple(rejected), dict(left_out))

    def vouched(self) -> Iterator[Place]:
        """Read those places alone for which the rows of their district speak.

        The others have no district, or one of too few rows.

        Yields
        ------
        Place
            In the order of the input.
        """
        judgement = self.judged()
        for position, _, _, line in self._records():
            if judgement.vouched[position - 1]:
                found = self._made(position - 1, line, judgement)
                if isinstance(found, Place):
                    yield found

    def _records(self) -> Iterator[tuple[int, int, str, str]]:
        """Read the lines of all files: number over all, bytes done, where it stands, the line."""
        position = before = 0
        for file in self._files:
            for number, (line, done) in enumerate(file.lines(), start=1):
                position += 1
                yield position, before + done, f"{file.path.name}, line {number}", line
            before += file.size

    def judged(self) -> Judgement:
        """Look the whole input over, once.

        Returns
        -------
        Judgement
            What becomes of every record, in their order.
        """
        if self._judgement is None:
            columns = Columns()
            for _, _, _, line in self._records():
                row = parsed(line)
                columns.add(row if isinstance(row, PostalRow) else None)
            areas = [self._regions.area(country, admin1) for country, admin1 in columns.areas]
            self._judgement = Judgement(
                columns, areas, region_at=self._regions.holding, known=self._regions.settlements
            )
        return self._judgement

    def _made(self, number: int, line: str, judgement: Judgement) -> Place | str:
        """Make a place of a row, or say why it makes none."""
        row = parsed(line)
        if isinstance(row, Faulty):
            return row.reason
        if isinstance(row, Office):
            return OFFICE
        verdict, area = Verdict(judgement.verdicts[number]), judgement.area_of(number)
        if verdict == Verdict.FURTHER:
            return FURTHER
        if verdict == Verdict.KEPT:
            turn = judgement.suffixes.get(number, 1)
            return place_of(row, area, licence=self.licence, turn=turn)
        return self._reason(row, area, verdict, judgement.details.get(number, Detail(0.0)))

    def _reason(self, row: PostalRow, area: Area, verdict: Verdict, detail: Detail) -> str:
        """Say why a row is not believed."""
        away_km, usual_km = detail.away_m / 1000, detail.usual_m / 1000
        if verdict == Verdict.OUTSIDE:
            return self._outside(row, area, away_km)
        if verdict == Verdict.STRAY:
            return (
                f"it lies {away_km:.0f} km from the middle of its district {row.admin2}, where "
                f"three in four rows lie within {usual_km:.0f} km; of the {NEIGHBOURS} rows around "
                f"it {detail.count} are of that district, most of {detail.other}"
            )
        if verdict == Verdict.SHARED:
            rows = "row of another name has" if detail.count == 1 else "rows of other names have"
            return f"{detail.count} {rows} the very same point: it stands in for something else"
        if verdict == Verdict.NAMESAKE:
            return f"the {row.name} of its district is known and lies {away_km:.0f} km from there"
        if verdict == Verdict.OF_AREA:
            return f"accuracy {row.accuracy}: its point is that of an area, not of the settlement"
        return f"accuracy {row.accuracy}: its point is an average of the codes before and after it"

    def _outside(self, row: PostalRow, area: Area, away_km: float) -> str:
        inside = self._regions.holding(row.country, row.lon, row.lat)
        reason = f"it lies {away_km:.0f} km outside its own region {area.name}"
        return f"{reason}, in {inside.name}" if inside else reason


def place_of(row: PostalRow, area: Area, *, licence: str, turn: int = 1) -> Place:
    """Make a place of a row that is believed.

    Parameters
    ----------
    row
        The row.
    area
        Its region.
    licence
        SPDX expression.
    turn
        Which of several settlements of one name and postal code it is, from 1 on.
    """
    name = latin_name(row.name, row.country)
    part = slug(row.name, row.country) or "place"
    end = f"-{turn}" if turn > 1 else ""
    radius_m, basis = settlement_radius("", None)
    return Place(
        id=f"{PREFIX}{row.country}-{row.code.replace(' ', '')}-{part}{end}",
        name=name,
        kind="settlement",
        lon=row.lon,
        lat=row.lat,
        precision_m=precision_m(row),
        source=f"GeoNames postal code {row.code}",
        names=(row.name,) if row.name != name else (),
        feature="populated place",
        country=row.country,
        admin1=area.name or None,
        admin2=district_name(row.admin2, row.country) or None,
        radius_m=radius_m,
        radius_basis=basis,
        licence=licence,
    )


def precision_m(row: PostalRow) -> float:
    """Say how far the point of a row that is believed may be off, metres, 95 %.

    Parameters
    ----------
    row
        The row.
    """
    if all(abs(60 * angle - round(60 * angle)) <= _MINUTE_OFF for angle in (row.lon, row.lat)):
        return MINUTE_PRECISION_M
    return PRECISION_M.get(row.country, OTHER_PRECISION_M)
