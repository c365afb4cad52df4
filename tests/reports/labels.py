"""What people say that a report holds: mentions, claims and events, read from label files.

The format of the files is told in the README beside this file.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROLES: Final = ("literal", "metonym", "person", "organisation", "other")
KINDS: Final = ("settlement", "region", "country", "water", "road", "other")
TYPES: Final = (
    "daily assessment", "ministry statement", "wire", "live blog", "blogger", "explainer", "other",
)  # fmt: skip
STANDINGS: Final = ("claimed", "assessed", "geolocated", "denied")
VERDICTS: Final = ("supported", "contradicted", "uncertain", "unchecked")
ACTIONS: Final = (
    "advanced", "entered", "seized", "holds", "attacked", "repelled", "withdrew", "fighting",
    "lost", "struck", "infiltrated", "cleared", "crossed",
)  # fmt: skip
_SPAN: Final = re.compile(r"(\d+)-(\d+)")
_ESTIMATE: Final = re.compile(r"~(-?[\d.]+),(-?[\d.]+),([\d.]+)")
_TYPE_LINE: Final = re.compile(r"type\s*=\s*(.*)")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADER_LINE: Final = re.compile(r"(?P<key>Title|Date|Source):.*")


class LabelsInvalid(ValueError):
    """A label file does not fit its report or its own format; `faults` lists all that is wrong."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"{path}: " + "; ".join(self.faults))


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """The place that a mention means, or that it means none."""

    id: str
    """Id of a row of `places.csv`, or how else the mention is judged: `-` stays unresolved, `~` is
    estimated, `water` and `road` are put at such a row or nowhere, `*` is not judged."""
    name: str = ""
    """Name of the row."""
    kind: str = ""
    """Kind of the row."""
    country: str = ""
    """ISO 3166-1 alpha-2 code of the row."""
    lat: float | None = None
    """Latitude in degrees, WGS 84; None for regions and countries."""
    lon: float | None = None
    """Longitude in degrees, WGS 84; None for regions and countries."""
    within_km: float | None = None
    """For `~`: how near the estimate must come, kilometres."""


@dataclass(frozen=True, slots=True)
class MentionLabel:
    """One mention."""

    start: int
    """Offset of its first character in the file's text."""
    end: int
    """Offset behind its last character."""
    text: str
    """The words."""
    roles: tuple[str, ...]
    """The roles that are right: mostly one."""
    kinds: tuple[str, ...]
    """The kinds that are right: mostly one."""
    places: tuple[PlaceLabel, ...]
    """The places that are right: mostly one."""
    optional: bool
    """True where a reader may leave the mention out."""


@dataclass(frozen=True, slots=True)
class ClaimLabel:
    """One claim."""

    type: str
    """Its type in the output contract."""
    subject: str
    """The subject's name as written."""
    reference: str
    """The reference's name as written, `border`, `front`, or empty."""
    value: float | None
    """The number as written."""
    value_max: float | None
    """The upper number of a range."""
    unit: str | None
    """The unit as the contract writes it."""
    direction: str | None
    """Where the subject lies from the reference."""
    hedge: str | None
    """The hedge as written, lower case."""
    verdicts: tuple[str, ...]
    """The verdicts that are right: mostly one."""
    cause: str | None
    """The cause of an unchecked or uncertain verdict, where it is judged."""
    measured: str
    """What an independent measurement gives: `16.1 km 44°`."""
    reason: str
    """Why that verdict."""
    standings: tuple[str, ...]
    """The standings that are right; empty where it is not judged."""
    optional: bool
    """True where a reader may leave the claim out."""


@dataclass(frozen=True, slots=True)
class EventLabel:
    """One event."""

    actors: tuple[str | None, ...]
    """The actors that are right, None for unsaid; empty where it is not judged."""
    actions: tuple[str, ...]
    """The actions that are right: mostly one."""
    place: str
    """The place's name as written."""
    sector: tuple[str, ...]
    """Winds of the ground around the place."""
    part: str | None
    """The part of the place."""
    negated: bool
    """True where the text says that it did not happen."""
    standings: tuple[str, ...]
    """The standings that are right; empty where it is not judged."""
    dates: tuple[str | None, ...]
    """The days that are right, YYYY-MM-DD, None for no day; empty where it is not judged."""
    optional: bool
    """True where a reader may leave the event out."""


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of one report."""

    report: str
    """Name of the report: its file's name without ending."""
    type: str
    """What kind of report it is, one of `TYPES`; `other` where the file does not say."""
    mentions: tuple[MentionLabel, ...]
    """Mentions in text order."""
    claims: tuple[ClaimLabel, ...]
    """Claims in text order."""
    events: tuple[EventLabel, ...]
    """Events in text order."""


def load_places(path: Path) -> dict[str, PlaceLabel]:
    """Load the table of the places that labels name.

    Parameters
    ----------
    path
        A CSV file with the columns id, name, kind, country, lat, lon.
    """
    places = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            lat, lon = (float(row[axis]) if row[axis] else None for axis in ("lat", "lon"))
            places[row["id"]] = PlaceLabel(
                row["id"], row["name"], row["kind"], row["country"], lat, lon
            )
    return places


def load_labels(path: Path, *, text: str, places: Mapping[str, PlaceLabel]) -> Labels:
    """Load the labels of one report.

    Parameters
    ----------
    path
        The label file.
    text
        The report's whole file, header included: offsets count its characters.
    places
        The rows that labels may name, by id.

    Raises
    ------
    LabelsInvalid
        If a span is not found in order, or a value is none that the format knows.
    """
    sections: dict[str, list[list[str]]] = {"mentions": [], "claims": [], "events": []}
    faults: list[str] = []
    current: list[list[str]] | None = None
    report_type = "other"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = sections.get(line[1:-1])
            if current is None:
                faults.append(f"there is no section {line}")
        elif line.strip() and not line.startswith("#"):
            said = _TYPE_LINE.fullmatch(line) if current is None else None
            if said is not None:
                report_type = said[1].strip()
            elif current is None:
                faults.append(f"{line!r} stands in no section")
            else:
                current.append([field.strip() for field in line.split("|")])
    if report_type not in TYPES:
        faults.append(f"no report type {report_type!r}: write one of {', '.join(TYPES)}")
    mentions = tuple(_mentions(sections["mentions"], text, places, faults))
    claims = tuple(_claims(sections["claims"], faults))
    events = tuple(_events(sections["events"], faults))
    if faults:
        raise LabelsInvalid(path, faults)
    return Labels(path.stem, report_type, mentions, claims, events)


def body_of(text: str) -> str:
    """Blank out the keys of a report's header, its date and source; offsets stay.

    Parameters
    ----------
    text
        The report's whole file.
    """

    def blank(found: re.Match[str]) -> str:
        line = found.group()
        kept = line[len("Title:") :] if found["key"] == "Title" else ""
        return kept.rjust(len(line))

    head, gap, body = text.partition("\n\n")
    if not all(_HEADER_LINE.fullmatch(line) for line in head.split("\n")):
        return text
    return _HEADER_LINE.sub(blank, head) + gap + body


def _mentions(
    rows: Sequence[list[str]],
    text: str,
    places: Mapping[str, PlaceLabel],
    faults: list[str],
) -> Iterator[MentionLabel]:
    searched, at = body_of(text), 0
    for row in rows:
        if len(row) != 4:
            faults.append(f"a mention has 4 fields, not {len(row)}: {row}")
            continue
        optional, name = _optional(row[0])
        span = _span(name.replace("\\u00a0", "\xa0").replace("\\n", "\n"), searched, at)
        if span is None:
            faults.append(f"mention {row[0]!r} is not found behind offset {at}")
            continue
        at = span[1]
        roles, kinds = tuple(row[1].split("/")), tuple(row[2].split("/"))
        faults += [f"{row[0]!r}: no role {role!r}" for role in roles if role not in ROLES]
        faults += [f"{row[0]!r}: no kind {kind!r}" for kind in kinds if kind not in KINDS]
        meant = tuple(_place(given, places, faults) for given in row[3].split("/"))
        yield MentionLabel(*span, text[slice(*span)], roles, kinds, meant, optional)


def _span(given: str, searched: str, at: int) -> tuple[int, int] | None:
    """Find a mention's span: offsets as given, or the next place where its words stand."""
    offsets = _SPAN.fullmatch(given)
    if offsets:
        start, end = int(offsets[1]), int(offsets[2])
        return (start, end) if at <= start < end <= len(searched) else None
    found = re.compile(rf"(?<!\w){re.escape(given)}(?!\w)").search(searched, at)
    return found.span() if found else None


def _place(given: str, places: Mapping[str, PlaceLabel], faults: list[str]) -> PlaceLabel:
    estimate = _ESTIMATE.fullmatch(given)
    if estimate:
        lat, lon, within = map(float, estimate.groups())
        return PlaceLabel("~", lat=lat, lon=lon, within_km=within)
    if given in {"-", "*", "water", "road"}:
        return PlaceLabel(given)
    if given not in places:
        faults.append(f"places.csv has no row {given!r}")
        return PlaceLabel("*")
    return places[given]


def _claims(rows: Sequence[list[str]], faults: list[str]) -> Iterator[ClaimLabel]:
    for row in rows:
        if len(row) not in {11, 12}:
            faults.append(f"a claim has 11 or 12 fields, not {len(row)}: {row}")
            continue
        optional, kind = _optional(row[0])
        low, _, high = row[3].partition("..")
        verdicts = tuple(row[7].split("/"))
        faults += [f"no verdict {verdict!r}" for verdict in verdicts if verdict not in VERDICTS]
        yield ClaimLabel(
            type=kind,
            subject=_said(row[1]) or "",
            reference=_said(row[2]) or "",
            value=None if low == "-" else float(low),
            value_max=float(high) if high else None,
            unit=_said(row[4]),
            direction=_said(row[5]),
            hedge=_said(row[6]),
            verdicts=verdicts,
            cause=_said(row[8]),
            measured=row[9],
            reason=row[10],
            standings=_standings(row[11:], faults),
            optional=optional,
        )


def _events(rows: Sequence[list[str]], faults: list[str]) -> Iterator[EventLabel]:
    for row in rows:
        if not 6 <= len(row) <= 8:
            faults.append(f"an event has 6 to 8 fields, not {len(row)}: {row}")
            continue
        optional, actor = _optional(row[0])
        actions = ACTIONS if row[1] == "*" else tuple(row[1].split("/"))
        faults += [f"no action {action!r}" for action in actions if action not in ACTIONS]
        if row[5] not in {"yes", "no"}:
            faults.append(f"negated is yes or no, not {row[5]!r}")
        yield EventLabel(
            actors=() if actor == "*" else tuple(_said(one) for one in actor.split("/")),
            actions=actions,
            place=row[2],
            sector=tuple((_said(row[3]) or "").split()),
            part=_said(row[4]),
            negated=row[5] == "yes",
            standings=_standings(row[6:7], faults),
            dates=_dates(row[7:], faults),
            optional=optional,
        )


def _standings(fields: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    """Read a field of standings that may be left out."""
    standings = _judged(fields)
    faults += [f"no standing {one!r}" for one in standings if one not in STANDINGS]
    return standings


def _dates(fields: Sequence[str], faults: list[str]) -> tuple[str | None, ...]:
    """Read a field of days that may be left out."""
    days = tuple(_said(one) for one in _judged(fields))
    faults += [f"no day {one!r}" for one in days if one and not _DATE.fullmatch(one)]
    return days


def _judged(fields: Sequence[str]) -> tuple[str, ...]:
    """Part the alternatives of a field that may be absent or not judged."""
    return () if not fields or fields[0] == "*" else tuple(fields[0].split("/"))


def _optional(given: str) -> tuple[bool, str]:
    return given.startswith("?"), given.removeprefix("?")


def _said(given: str) -> str | None:
    return None if given == "-" else given
