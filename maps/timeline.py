"""The page of many dated control maps: one slider drives ground, changes, events and charts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from shapely.geometry.base import BaseGeometry

from geo.claims.claim import Claim
from geo.control.atlas import ControlAtlas
from geo.reading.reading import Reading
from maps import wording
from maps.basemap import Base, base_of
from maps.colophon import borders_section, credit, hashes_section, report_hashes, sources_section
from maps.errata import Erratum
from maps.extent import Box, box_of, whole_world, widened
from maps.html import Html, join, tag
from maps.labels import base_labels
from maps.layers import TILES, Layer, draw
from maps.locator import locator
from maps.page import asset, write_page
from maps.spread import Spread, body, map_data, side_rules
from maps.stack import town_features, under
from maps.story import Story, tell
from maps.timeline_change import Turn, turns
from maps.timeline_chart import FOOT, TOP, scales_of
from maps.timeline_controls import controls
from maps.timeline_events import Dated, dated_of, events_section, marks
from maps.timeline_foot import how_to_read, input_hashes, maps_credit, maps_section, stamps
from maps.timeline_front import Front
from maps.timeline_key import key
from maps.timeline_maps import Course, Snapshot, course_of
from maps.timeline_names import Names, names_of
from maps.timeline_panel import area_table, figures
from maps.timeline_shapes import PER_DEGREE, Packed, drawn_grounds, origin_of, pack

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer

FADE_DAYS: Final = 7
"""Days in which the mark of an event fades."""
_NOUNS: Final = ("_shapes", "_ground", "_days", "_events", "", "_state")
_HINTS: Final = 18
_AIR: Final = 1.12
_CORE: Final = 0.97


def timeline_page(
    atlas: ControlAtlas,
    gazetteer: Gazetteer,
    *,
    checked: Sequence[tuple[Reading, tuple[Claim, ...]]] = (),
    title: str | None = None,
    maker: str | None = None,
    fade_days: int = FADE_DAYS,
    watch: Callable[[int, int], None] | None = None,
    errata: Sequence[Erratum] = (),
) -> str:
    """Draw dated control maps as one self-contained HTML page with a slider over their days.

    The page asks for nothing, and the same input gives the same bytes. Shapes are simplified for
    drawing alone; every area is measured on the full ones. Maps of one maker are shown: between
    two makers a difference is no change. Units and other points of the files are not on the page.

    Parameters
    ----------
    atlas
        The control maps.
    gazetteer
        The open gazetteer: names, borders, towns.
    checked
        Reports whose events are to appear on their days, each a reading with its claims.
    title
        Headline of the page; what is shown and from when to when by default.
    maker
        Whose maps to show; of the maker with maps of most days by default.
    fade_days
        Days in which the mark of an event fades, one or more.
    watch
        Called before each map is measured with how many are done and how many there are.
    errata
        Corrections that the publisher makes to the page.

    Returns
    -------
    str
        The HTML document, to be saved as UTF-8.
    """
    course = course_of(atlas, gazetteer, maker=maker, watch=watch)
    story = tell(checked, gazetteer)
    page = _gathered(course, story, gazetteer)
    view = _view(course)
    base = _base(gazetteer, view, page.events)
    layers = (
        *under(base),
        *(
            Layer(*towns)
            for towns in [("towns", tuple(town_features(base)), "Towns for orientation")]
            if towns[1]
        ),
    )
    headline = title or _title(course)
    spread = _spread(
        page, base, gazetteer, headline=headline, view=view, layers=layers, fade_days=fade_days
    )
    data = map_data(
        layers,
        view=view,
        everything=box_of([*_boxes(course), view]) or view,
        areas=[area.shape for area in base.areas],
        sides=page.names.numbered(),
        hints=_HINTS,
        views=("Main area", "All ground"),
    )
    return write_page(
        draw(layers, view=view),
        title=headline,
        body=lambda figure: body(spread.corrected(errata), figure),
        data={**data, "timeline": _timeline(page, gazetteer, fade_days=fade_days)},
        style="\n".join(
            [
                asset("control.css"),
                asset("timeline.css"),
                side_rules(page.names.colours),
                page.names.rules(),
            ]
        ),
        images=(TILES,),
        scripts=tuple(f"timeline{noun}.js" for noun in _NOUNS),
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Page:
    """What the page shows and tells."""

    course: Course
    story: Story
    names: Names
    events: tuple[Dated, ...]
    turned: tuple[tuple[Turn, ...], ...]


def _gathered(course: Course, story: Story, gazetteer: Gazetteer) -> _Page:
    actors = {deed.event.actor for deed in story.deeds if deed.event.actor is not None}
    return _Page(
        course,
        story,
        names_of(course, actors, gazetteer),
        dated_of(story, course),
        tuple(tuple(turns(changes)) for changes in course.changes),
    )


def _title(course: Course) -> str:
    first, last = course.snapshots[0].date, course.snapshots[-1].date
    if first == last:
        return f"Who holds what on {wording.day(first)}"
    return f"Who held what from {wording.day(first)} to {wording.day(last)}"


def _boxes(course: Course) -> list[Box]:
    """Boxes of all ground of the first and the last map and of all that changed between them."""
    ends = (course.snapshots[0], course.snapshots[-1])
    grounds = [ground.bounds for end in ends for ground in end.grounds if not ground.is_empty]
    return [*grounds, *(patch.shape.bounds for found in course.changes for patch in found)]


def _view(course: Course) -> Box:
    """The first view: where nearly all of the change was; without one, all ground."""
    found = [patch for patches in course.changes for patch in patches]
    found.sort(key=lambda patch: -patch.area_km2)
    total = sum(patch.area_km2 for patch in found)
    boxes: list[Box] = []
    seen = 0.0
    for patch in found:
        if seen > _CORE * total:
            break
        seen += patch.area_km2
        boxes.append(patch.shape.bounds)
    box = box_of(boxes or _boxes(course), least_half_m=30_000)
    return whole_world() if box is None else widened(box, by=_AIR)


def _base(gazetteer: Gazetteer, view: Box, events: Sequence[Dated]) -> Base:
    """What lies under the ground; places of events are named before other towns."""
    base = base_of(gazetteer, view=view, spots=())
    places = {
        one.deed.place.id: one.deed.place
        for one in events
        if one.marked and one.deed.place is not None
    }
    towns = [*places.values(), *(town for town in base.towns if town.id not in places)]
    return dataclasses.replace(base, towns=tuple(towns))


def _spread(
    page: _Page,
    base: Base,
    gazetteer: Gazetteer,
    *,
    headline: str,
    view: Box,
    layers: Sequence[Layer],
    fade_days: int,
) -> Spread:
    course = page.course
    front = Front(course, gazetteer)
    panel = join(
        figures(course, page.names, scales_of(course)),
        events_section(page.events, page.story, course, page.names, fade_days=fade_days),
        area_table(course, page.names),
    )
    inputs = [*input_hashes(course), *report_hashes(page.story.checked)]
    return Spread(
        headline=headline,
        subtitle=_subtitle(course),
        caption=(
            controls(course),
            key(course, page.names, page.events, border=bool(base.borders)),
            tag("p", maps_credit(course), " ", credit(gazetteer), class_="credit"),
        ),
        panel=panel,
        foot=(
            how_to_read(
                front, fade_days=fade_days, events=bool(page.story.checked), alone=not course.days
            ),
            maps_section(course),
            borders_section(base),
            sources_section(gazetteer),
            hashes_section(inputs, gazetteer, layers),
        ),
        labels=tuple(base_labels(base)),
        locator=locator(view, base.locator, base.locator_areas) if base.locator else None,
        stamps=tuple(stamps(course)),
        about="Map of who holds what, day by day",
        tables="Areas, events and the table of all maps",
    )


def _subtitle(course: Course) -> Html:
    first, last = (wording.day(one.date) for one in (course.snapshots[0], course.snapshots[-1]))
    count = len(course.snapshots)
    days = f"{count} map{'' if count == 1 else 's'}"
    if course.days:
        days += f" over {course.days + 1} days"
    return join(
        tag("span", course.maker, class_="source"),
        tag("span", first if first == last else f"{first} to {last}", class_="date"),
        tag("span", days, class_="count"),
    )


def _timeline(page: _Page, gazetteer: Gazetteer, *, fade_days: int) -> Mapping[str, object]:
    """What the slider drives, in codes and numbers: no text of a file or a report."""
    course = page.course
    packed = _packed(course, Front(course, gazetteer))
    return {
        "first": course.snapshots[0].date,
        "days": [snapshot.day for snapshot in course.snapshots],
        "series": [
            {
                "side": str(page.names.number(series.side)) if series.side is not None else "",
                "status": series.status,
                "inferred": series.inferred,
            }
            for series in course.series
        ],
        "areas": [[round(area, 2) for area in one.areas_km2] for one in course.snapshots],
        "turns": [
            [[round(turn.area_km2, 4), int(turn.gained_first), *turn.at] for turn in found]
            for found in page.turned
        ],
        "shapes": {
            "origin": packed.origin,
            "perDegree": PER_DEGREE,
            "rings": packed.rings,
            "days": packed.days,
        },
        "scales": [[scale.low, scale.high] for scale in scales_of(course)],
        "plot": [TOP, FOOT],
        "inferredFront": [int(one.layer.inferred) for one in course.snapshots],
        "marks": marks(page.events, course, page.names),
        "fade": fade_days,
    }


def _packed(course: Course, front: Front) -> Packed:
    origin = origin_of(ground for one in course.snapshots for ground in one.grounds)
    return pack((_drawn(one, front) for one in course.snapshots), origin=origin)


def _drawn(snapshot: Snapshot, front: Front) -> list[BaseGeometry]:
    """The grounds of one map and its front line, as they are drawn."""
    grounds = drawn_grounds(snapshot.grounds)
    return [*grounds, front.of(snapshot, grounds)]
