"""The reports of a command: loaded, read and checked, with progress for the patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geo.errors import ReportInvalid
from maps.cli_control_notes import tell
from maps.progress import progress

if TYPE_CHECKING:
    from gazetteer.corrected import Rulings
    from gazetteer.store import Gazetteer
    from geo.claims.claim import Claim
    from geo.control.atlas import ControlAtlas
    from geo.reading.reading import Reading
    from geo.reading.report import Report

_LONG_TEXT: Final = 200_000
_LISTED: Final = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What the user says of the reports."""

    title: str | None = None
    """Headline."""
    date: str | None = None
    """Day of publication, `YYYY-MM-DD`."""
    source: str | None = None
    """Who published it."""


def load_all(paths: Sequence[str], *, known: Known) -> tuple[Report, ...]:
    """Load every report; files of the same name get a number behind their id.

    Parameters
    ----------
    paths
        Text files, or `-` for standard input.
    known
        What the user says of them; holds for each.

    Raises
    ------
    ReportInvalid
        If reports cannot be loaded; each is named, on a line of its own.
    """
    from geo.reading.report_file import load_report, parse_day

    if known.date is not None:
        parse_day(known.date)
    if paths.count("-") > 1:
        raise ReportInvalid("standard input (-) can be read only once; name it once")
    reports: list[Report] = []
    faults = []
    for path in paths:
        try:
            reports.append(
                load_report(path, title=known.title, date=known.date, source=known.source)
            )
        except ReportInvalid as error:
            faults.append(str(error))
    if faults:
        raise ReportInvalid("\n".join(faults))
    return _distinct(reports)


def check_all(
    reports: Sequence[Report],
    gazetteer: Gazetteer,
    *,
    rulings: Rulings,
    control: ControlAtlas | None = None,
    when: bool = False,
    noted: bool = True,
) -> list[tuple[Reading, tuple[Claim, ...]]]:
    """Read and check reports, with a progress bar on standard error when it takes a while.

    Parameters
    ----------
    reports
        The reports.
    gazetteer
        Where their places are looked up.
    rulings
        What the user's corrections rule for names.
    control
        Control maps to check against.
    when
        Whether to look for the reading under which a number fits that does not.
    noted
        Whether to name the corrections that no report uses, on standard error.
    """
    from geo.claims.check import check
    from geo.claims.when import with_when
    from geo.reading.read import read

    checked = []
    for report in _watched(reports):
        reading = read(report, gazetteer, rulings=rulings)
        claims = check(reading, gazetteer, control)
        if when:
            claims = with_when(claims, reading, gazetteer, control)
        checked.append((reading, claims))
    if noted:
        tell(unused_notes(rulings, [reading for reading, _ in checked]))
    return checked


def read_all(reports: Sequence[Report], gazetteer: Gazetteer, *, rulings: Rulings) -> list[Reading]:
    """Read reports without checking them, with the same progress bar.

    Parameters
    ----------
    reports
        The reports.
    gazetteer
        Where their places are looked up.
    rulings
        What the user's corrections rule for names.
    """
    from geo.reading.read import read

    readings = [read(report, gazetteer, rulings=rulings) for report in _watched(reports)]
    tell(unused_notes(rulings, readings))
    return readings


def unused_notes(rulings: Rulings, readings: Sequence[Reading]) -> Iterator[str]:
    """Say which entries of a file of corrections no report uses; nothing where all are used.

    Parameters
    ----------
    rulings
        What the file rules.
    readings
        Every report that was read with it.
    """
    if rulings.told is None:
        return
    from geo.reading.unused import unused_entries

    unused = list(unused_entries(rulings.told, readings))
    if unused:
        more = f", and {len(unused) - _LISTED} more" if len(unused) > _LISTED else ""
        listed = ", ".join(unused[:_LISTED])
        yield f"{rulings.told.path}: no report uses {listed}{more}"


def _watched(reports: Sequence[Report]) -> Iterator[Report]:
    """Give reports one by one, moving a bar on where somebody watches."""
    long = len(reports) > 1 or sum(len(report.text) for report in reports) > _LONG_TEXT
    with progress("Reading reports", wanted=long) as watch:
        for done, report in enumerate(reports):
            watch(done, len(reports))
            yield report


def _distinct(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Number the reports that share an id with an earlier one."""
    taken: set[str] = set()
    named = []
    for report in reports:
        name, number = report.id, 2
        while name in taken:
            name, number = f"{report.id}-{number}", number + 1
        taken.add(name)
        named.append(replace(report, id=name))
    return tuple(named)
