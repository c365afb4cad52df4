"""Made-up reports that name very many places, with an event at each and distances between some.

Places may be rows of a gazetteer or made up as well; who holds what is drawn by lot about a line
from north-west to south-east, so that a map of it looks like one of a front. Nothing of it is said
by anybody.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence
from typing import Any

import shapely

from gazetteer.measure import inverse
from gazetteer.place import Match, Place
from geo.claims.claim import Claim
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution, Rival
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution, Quantity, Statement

WINDOW = (31.0, 46.0, 40.5, 53.0)
"""West, south, east, north of the ground that villages are taken from, degrees."""
DEEDS = (
    ("held", "holds", "held"), ("entered", "entered", "entered"),
    ("fought in", "fighting", "contested"), ("attacked", "attacked", "attacked"),
    ("withdrew from", "withdrew", "lost"),
)  # fmt: skip
SPEAKERS = (
    (Attribution("Lantern Institute", "wrote"),),
    (Attribution("Channel Overlook", "said"),),
    (Attribution("Lantern Institute", "wrote"), Attribution("bloggers", "mark")),
)
STANDINGS = ("claimed", "claimed", "assessed", "geolocated")
_EVERY = 6


def villages(gazetteer: Any, count: int) -> list[Place]:
    """So many settlements of a gazetteer; where it has fewer, copies a few kilometres away."""
    chance = random.Random(count)  # noqa: S311 (the same places each time)
    found = list(gazetteer.within(shapely.box(*WINDOW), kind="settlement"))
    chance.shuffle(found)
    made = found[:count]
    while len(made) < count:
        place = found[len(made) % len(found)]
        turn = len(made) // len(found) + 1
        lon, lat = chance.gauss(place.lon, 0.08), chance.gauss(place.lat, 0.05)
        made.append(
            dataclasses.replace(
                place, id=f"{place.id}:{turn}", name=f"{place.name}-{turn}", lon=lon, lat=lat
            )
        )
    return made


def invented(count: int) -> list[Place]:
    """So many villages that no gazetteer has."""
    chance = random.Random(count)  # noqa: S311 (the same places each time)
    return [
        Place(
            id=f"made:{number}", name=f"Hamlet {number}", kind="settlement",
            lon=chance.uniform(35.0, 36.0), lat=chance.uniform(51.0, 51.6), precision_m=300,
            source=f"made up {number}", feature="village", country="RU", admin1="Kursk Oblast",
        )
        for number in range(count)
    ]  # fmt: skip


def readings(
    places: Sequence[Place], *, reports: int = 10
) -> list[tuple[Reading, tuple[Claim, ...]]]:
    """Reports in equal parts that tell of every place once."""
    chance = random.Random(len(places))  # noqa: S311 (the same reports each time)
    size = -(-len(places) // reports)
    # Each report is about places near one another, as reports are.
    near = sorted(places, key=lambda place: (round(place.lat * 5), place.lon))
    return [
        _reading(near[first : first + size], number, chance)
        for number, first in enumerate(range(0, len(near), size), 1)
    ]


def _reading(
    places: Sequence[Place], number: int, chance: random.Random
) -> tuple[Reading, tuple[Claim, ...]]:
    text, mentions, events, claims, sentences = [], [], [], [], []
    at = 0
    for index, place in enumerate(places):
        side = _side(place, chance)
        said, action, status = chance.choice(DEEDS)
        name = "Ukrainian" if side == "UA" else "Russian"
        before = f"{name} units {said} "
        behind = f" on day {index % 27 + 1}, it was said. "
        start = at + len(before)
        mentions.append(
            Mention(start, start + len(place.name), place.name, "literal", "settlement",
                    candidates=(Match(place, 1.0, place.name),))
        )  # fmt: skip
        speakers, standing = chance.choice(SPEAKERS), chance.choice(STANDINGS)
        events.append(
            Event(
                at, start + len(place.name), before + place.name, side, action,  # type: ignore[arg-type]
                said, index, place.name, sector=("SW",) if index % 9 == 0 else (),
                status=status, attribution=speakers, standing=standing,  # type: ignore[arg-type]
                date=f"2025-01-{index % 27 + 1:02}",
            )
        )  # fmt: skip
        sentence = before + place.name + behind
        if index % _EVERY == _EVERY - 1:
            stated = f"{place.name} is 12 km from {places[index - 1].name}. "
            claims.append(_claim(at + len(sentence), index, places, stated, speakers))
            sentence += stated
        sentences.append((at, at + len(before + place.name + behind) - 1))
        if len(sentence) > sentences[-1][1] + 1 - at:
            sentences.append((sentences[-1][1] + 1, at + len(sentence) - 1))
        text.append(sentence)
        at += len(sentence)
    report = Report(
        id=f"made-{number}", text="".join(text), title=f"Made-up summary {number}",
        source=f"Desk {number}", date="2025-01-28", date_basis="option",
    )  # fmt: skip
    resolutions = tuple(_resolution(place, places, index) for index, place in enumerate(places))
    return (
        Reading(
            report,
            tuple(mentions),
            resolutions,
            (),
            tuple(events),
            lambda _: resolutions,
            sentences=tuple(sentences),
        ),
        tuple(claims),
    )


def _side(place: Place, chance: random.Random) -> str:
    """West of a line from north-west to south-east it is more often one side, else the other."""
    across = (place.lon - 35.5) * 0.8 + (place.lat - 50.0) * 0.5
    return "RU" if chance.gauss(across, 0.7) > 0 else "UA"


def _resolution(place: Place, places: Sequence[Place], index: int) -> Resolution:
    near = places[index - 1]
    why = (
        f"{place.label()}: the only place of this name; it is {index % 60} km from {near.name}, "
        "which the report names"
    )
    return Resolution(place, 0.97, (Rival(near, 0.02),) if index % 3 == 0 else (), why)


def _claim(start: int, index: int, places: Sequence[Place], stated: str, speakers: Any) -> Claim:
    subject, reference = places[index], places[index - 1]
    km = inverse(reference.lonlat, subject.lonlat).distance_m / 1000
    statement = Statement(
        start, start + len(stated) - 2, stated[:-2], "distance", index, subject.name,
        reference_kind="place", reference=index - 1, reference_text=reference.name,
        quantity=Quantity(12, "km", hedge=None, text="12"), direction=None,
        attribution=speakers, standing="claimed",
    )  # fmt: skip
    fits = 10 <= km <= 14
    return Claim(
        statement, (10.0, 14.0), (km - 1, km + 1), km, "km", 0.9 if fits else 0.01,
        "supported" if fits else "contradicted", None,
        f"{subject.name} lies {km:.1f} km from {reference.name} in a straight line; “12 km” admits "
        "10–14 km.", (), None,
    )  # fmt: skip
