"""The words of a language that tie places to deeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from geo.reading.words import words


class LocusWords:
    """The words of a language that tie places to deeds."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        places = data["places"]
        self.kinds = {
            word: kind for kind in ("settlement", "region", "water") for word in places[kind]
        }
        self.type_words = frozenset(places["type_words"])
        self.ground = frozenset(places["ground"])
        self.parts = frozenset(places["parts"])
        self.plain_parts = frozenset(places["plain_parts"])
        self.near = frozenset(places["near"])
        self.of = frozenset(places["of"])
        self.to = frozenset(places["to"])
        self.up = frozenset(places["up"])
        self.away: str = places["away"]
        self.conjunctions = frozenset(places["and"])
        self.lists = frozenset(places["lists"])
        self.article = frozenset(places["article"])
        self.definite = frozenset(places["definite"])
        self.within = frozenset(places["within"])
        self.around = frozenset(places["around"])
        self.before_wind = frozenset(places["before_wind"])
        self.range = frozenset(places["range"])
        self.passing = tuple(places["passing"])
        self.inside = frozenset(places["inside"])
        self.not_here = frozenset(places["not_here"])
        self.towards = frozenset(places["towards"])
        self.directions = frozenset(places["direction_of"])
        self.from_words = frozenset(places["from_words"])
        self.stops = frozenset(places["stops"])
        self.skippable = frozenset(places["skippable"])
        self.winds: Mapping[str, str] = data["winds"]
        self.wind_adjectives = frozenset(data["wind_adjectives"]["words"])
        self.adjective_of_wind: str = data["wind_adjectives"]["of_wind"]
        self.fought_for = frozenset(places["fought_for"])
        self.spanning = frozenset(places["spanning"])
        self.dashes = frozenset(data["clauses"]["dashes"])
        self.when = frozenset(data["clauses"]["when"])
        self.shown_as = frozenset(data["clauses"]["comparing"])
        self.as_well = frozenset((first, second) for first, second in places["as_well"])
        self.relatives = frozenset(places["relatives"])
        self.be = frozenset(data["polarity"]["be"] + data["polarity"]["have"])


@cache
def locus_words(lang: str) -> LocusWords:
    """The words of a language, read once."""
    return LocusWords(words("events", lang=lang))


def head_of(objects: Sequence[str], known: LocusWords) -> str:
    """The noun that is an object's head: the last of its words that describe nothing else."""
    heads = [low for low in objects if low not in known.skippable]
    return heads[-1] if heads else ""
