"""Coordinates in a report as mentions: each is the point that it names, whatever stands around."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from gazetteer.coordinates_in_text import coordinates_in_text
from gazetteer.place import Match, Place
from gazetteer.point import is_point
from geo.reading.mention import Mention


def find_points(text: str) -> list[Mention]:
    """Find the positions that a text gives as coordinates, grid references or links to a map.

    Parameters
    ----------
    text
        The text of the report.

    Returns
    -------
    list of Mention
        Literal mentions of kind `other` in the order of the text, each with its point for its
        only candidate.
    """
    return [
        Mention(
            point.start, point.end, point.text, "literal", "other",
            f"it names a point ({point.notation})",
            candidates=(Match(point.place, 1.0, point.text),), evidence=1.0,
        )
        for point in coordinates_in_text(text)
    ]  # fmt: skip


def point_of(mention: Mention) -> Place | None:
    """Give the point of a mention that is written as coordinates; None for a name.

    Parameters
    ----------
    mention
        Any mention.
    """
    place = mention.candidates[0].place if mention.candidates else None
    return place if place is not None and is_point(place) else None


def outside(mentions: Iterable[Mention], points: Sequence[Mention]) -> list[Mention]:
    """Leave out the names that stand inside a point, as in a link.

    Parameters
    ----------
    mentions
        Other mentions.
    points
        The points, in the order of the text.
    """
    starts = [point.start for point in points]
    ends = [point.end for point in points]
    # Clear of all where as many points end before it as do not begin behind it.
    return [m for m in mentions if bisect_right(ends, m.start) >= bisect_left(starts, m.end)]
