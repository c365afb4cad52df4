"""The small print below a picture: what is left out, data, borders, method, hashes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from gazetteer.measure import inverse, wind_of
from maps import style, wording
from maps.addresses import pieces
from maps.basemap import Base
from maps.colophon import credit, report_hashes
from maps.control_foot import control_credit, control_hashes
from maps.control_sheet import Sheet
from maps.errata import Erratum, latest_first
from maps.headline import reports_of
from maps.picture.columns import Paragraph
from maps.picture.lettering import MM_PER_PT, Face, Run, kept_together, runs_of
from maps.picture.projection import MapFrame
from maps.picture.seen import Sight, features_in
from maps.spots import Spot
from maps.story import Story
from maps.version import __version__

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

_TEXT_PX: Final = 8.8
_LEAST_PT: Final = 4.8
_AFTER_PX: Final = 2.5
_AWAY: Final = 8
_HASH: Final = 12
_REPORTS: Final = 4
_ADDRESSES: Final = 12
_LINKED: Final = ("Control", "Map data")


def foot_of(
    story: Story,
    base: Base,
    gazetteer: Gazetteer,
    frame: MapFrame,
    sight: Sight,
    *,
    control: Sheet | None,
    errata: Sequence[Erratum],
    width_mm: float,
    unit_mm: float,
) -> list[Paragraph]:
    """Write the foot.

    Parameters
    ----------
    story
        What the picture tells.
    base
        What lies under its marks.
    gazetteer
        Whose sources are named.
    frame
        The map.
    sight
        What is seen of its layers.
    control
        The control map beneath the marks.
    errata
        Corrections to the picture.
    width_mm
        Width of the sheet.
    unit_mm
        What a pixel of a page is on the sheet, millimetres.
    """
    sheets = [] if control is None else [control]
    # The credit of a page says itself what it is of.
    data = credit(gazetteer).removeprefix("Map data: ")
    made = f"{control_credit(sheets).removeprefix('Control: ')}" if sheets else ""
    lines = [
        ("Corrections", " ".join(_corrected(errata))),
        ("Not on this map", "; ".join(_away(story, frame, sight))),
        ("Control", made),
        ("Map data", f"{data}."),
        ("Borders", " ".join(_borders(base, sight))),
        ("Method", _method(frame, sight, width_mm)),
        ("To make this again", "; ".join(_hashes(story, gazetteer, sheets))),
    ]
    written: list[tuple[str, Iterable[tuple[str, str | None]]]] = [
        (title, pieces(text) if title in _LINKED else [(text, None)])
        for title, text in lines
        if text
    ]
    addresses = list(_addresses(story))
    if addresses:
        written.insert(1 if errata else 0, ("Reports", addresses))
    return [_paragraph(title, said, unit_mm) for title, said in written]


def _paragraph(title: str, said: Iterable[tuple[str, str | None]], unit_mm: float) -> Paragraph:
    size = max(_LEAST_PT, _TEXT_PX * unit_mm / MM_PER_PT)
    kept = ((kept_together(text), address) for text, address in said)
    return Paragraph(
        (Run(title, Face(size, bold=True), quiet=True), *runs_of(kept, Face(size), quiet=True)),
        after_mm=_AFTER_PX * unit_mm,
    )


def _corrected(errata: Sequence[Erratum]) -> Iterator[str]:
    for one in latest_first(errata):
        end = "" if one.text.endswith((".", "!", "?")) else "."
        yield f"{wording.day(one.day)}: {one.text}{end}"


def _addresses(story: Story) -> Iterator[tuple[str, str | None]]:
    """Name the reports that stand on the web, each with its address."""
    named = [report for report in reports_of(story) if report.url is not None]
    for index, report in enumerate(named[:_ADDRESSES]):
        yield f"{'; ' if index else ''}{wording.name_of(report)}: ", None
        yield str(report.url), report.url
    if len(named) > _ADDRESSES:
        yield f"; and {len(named) - _ADDRESSES} more", None


def _away(story: Story, frame: MapFrame, sight: Sight) -> Iterator[str]:
    """The places that the map leaves out, with how far off they are."""
    shown = {feature.get("card") for feature in features_in(sight, "places")}
    off = [spot for spot in story.spots if spot.pinned and spot.key not in shown]
    off.sort(key=lambda spot: (-spot.weight, spot.number))
    middle = tuple(float(value) for value in frame.lonlat(*frame.middle_mm))
    for spot in off[:_AWAY]:
        yield _far(spot, (middle[0], middle[1]))
    if len(off) > _AWAY:
        yield f"and {len(off) - _AWAY} more"


def _far(spot: Spot, middle: tuple[float, float]) -> str:
    way = inverse(middle, spot.place.lonlat)
    km = round(way.distance_m / 1000, -1 if way.distance_m > 1e5 else 0)
    return f"{spot.place.name}, {wording.number(km)} km {wind_of(way.bearing_deg, winds=8)}"


def _borders(base: Base, sight: Sight) -> Iterator[str]:
    if "borders" in sight:
        for row, _ in base.borders:
            precision = wording.length(row.precision_m)
            yield f"{row.name}: {row.policy.rstrip('.')}; known to about {precision}."
    yield "Other edges of countries and regions are for orientation alone."


def _method(frame: MapFrame, sight: Sight, width_mm: float) -> str:
    """How to read the map, in one line or two."""
    lon, lat = (float(value) for value in frame.lonlat(*frame.middle_mm))
    at = f"{abs(lat):.2f}° {'N' if lat >= 0 else 'S'}, {abs(lon):.2f}° {'E' if lon >= 0 else 'W'}"
    drawn = (
        "Equal Earth projection."
        if frame.whole_earth
        else f"Lambert azimuthal equal-area projection about {at}; north is up; about "
        f"1:{_rounded(frame.scale):,} at {wording.number(width_mm)} mm width."
    )
    soft = ""
    if "advances" in sight or "grounds" in sight:
        reach = wording.length(style.SECTOR_REACH_M)
        soft = (
            f" Ground beside a place is drawn {reach} deep: reports do not say how far it reaches."
        )
    return (
        "Names were found in the text and resolved against a gazetteer; distances are geodesics "
        "on WGS 84, centre to centre. A verdict is about the measurement, not about whether "
        f"anything happened.{soft} {drawn}"
    )


def _rounded(scale: float) -> int:
    """A scale to two digits."""
    step: int = 10 ** max(0, len(str(int(scale))) - 2)
    return round(scale / step) * step


def _hashes(story: Story, gazetteer: Gazetteer, sheets: Sequence[Sheet]) -> Iterator[str]:
    yield f"frontmap {__version__}"
    reports = report_hashes(story.checked)
    for name, value in reports[:_REPORTS]:
        yield f"{name[:1].lower()}{name[1:]} {value[:_HASH]}"
    if len(reports) > _REPORTS:
        yield f"and {len(reports) - _REPORTS} more reports"
    for name, value in control_hashes(sheets):
        yield f"{name} {value[:_HASH]}"
    yield f"gazetteer {gazetteer.content_hash()[:_HASH]}"
