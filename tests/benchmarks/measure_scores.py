"""Measure what the score of a resolution means: `python tests/benchmarks/measure_scores.py`.

Sentences are made from real rows of the gazetteer that ships, so that the place meant is known:
alone, beside neighbours, with a distance and direction, with a region, beside a far capital. In
every fifth the row meant is hidden, as if the gazetteer lacked it. The score of each pin is held
against whether it is right, in bins; `--fit` fits the parameters of
`geo/reading/calibration.toml` to other sentences than those judged.
"""

from __future__ import annotations

import argparse
import csv
import math
import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.table import Table

from gazetteer.measure import inverse, wind_of
from gazetteer.place import Match, Place
from gazetteer.store import Gazetteer
from geo.reading.read import read
from geo.reading.report import Report

DATA: Final = Path(__file__).parents[2] / "gazetteer" / "data"
CALIBRATION: Final = DATA.parents[1] / "geo" / "reading" / "calibration.toml"
BINS: Final = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0001)
WINDS: Final = {
    "N": "north", "NE": "northeast", "E": "east", "SE": "southeast", "S": "south",
    "SW": "southwest", "W": "west", "NW": "northwest",
}  # fmt: skip
RIGHT_M: Final = 3000.0


class Without(Gazetteer):
    """A gazetteer that lacks one place."""

    hidden: str = ""

    def match_key(self, key: str, *, spelling: str) -> tuple[Match, ...]:
        found = super().match_key(key, spelling=spelling)
        return tuple(match for match in found if match.place.id != self.hidden)


@dataclass(frozen=True, slots=True)
class Pin:
    """One resolution."""

    setting: str
    """What the sentence tells beside the name."""
    score: float
    """Its score, 0..1."""
    right: bool
    """Whether it is the place meant."""


def sentences(gazetteer: Gazetteer, *, count: int, seed: int) -> Iterator[tuple[str, str, Place]]:
    """Make sentences: what they tell, the text, and the place that its last name means."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    with (DATA / "settlements.csv").open(encoding="utf-8", newline="") as stream:
        centres = [(float(r["lon"]), float(r["lat"])) for r in csv.DictReader(stream)
                   if r["country"] in ("UA", "RU")]  # fmt: skip
    settings = ("alone", "pair", "list", "distance", "direction", "region", "far capital")
    made = 0
    while made < count:
        near = gazetteer.near(*dice.choice(centres), radius_m=30_000, kind="settlement", limit=14)
        places = [n.place for n in near if n.place.country in ("UA", "RU")]
        if len(places) < 4:
            continue
        meant, *beside = dice.sample(places, 4)
        setting = settings[made % len(settings)]
        made += 1
        yield setting, sentence(setting, meant, beside, dice), meant


def sentence(setting: str, meant: Place, beside: Sequence[Place], dice: random.Random) -> str:
    """Write one sentence that ends in the name meant."""
    if setting == "pair":
        return f"Fighting continued near {beside[0].name} and {meant.name}."
    if setting == "list":
        return f"Fighting continued near {beside[0].name}, {beside[1].name} and {meant.name}."
    if setting in ("distance", "direction"):
        way = inverse(beside[0].lonlat, meant.lonlat)
        far = f"about {max(round(way.distance_m / 1000), 1)} km " if setting == "distance" else ""
        wind = WINDS[wind_of(way.bearing_deg, winds=8)]
        return f"Troops entered {meant.name}, {far}{wind} of {beside[0].name}."
    if setting == "region" and meant.admin1:
        return f"In {meant.admin1} troops entered {meant.name}."
    if setting == "far capital":
        return f"Officials in {dice.choice(['Kyiv', 'Moscow'])} said troops entered {meant.name}."
    return f"Fighting continued near the village of {meant.name}."


def pins(gazetteer: Without, *, count: int, seed: int) -> list[Pin]:
    """Read sentences and judge what is likeliest for the names meant, if chosen or not.

    In every twentieth sentence the row meant is hidden.
    """
    found = []
    for n, (setting, text, meant) in enumerate(sentences(gazetteer, count=count, seed=seed)):
        gazetteer.hidden = meant.id if n % 20 == 19 else ""
        reading = read(Report("made", text), gazetteer)
        for k, mention in enumerate(reading.mentions):
            told = reading.explain(k) if mention.text == meant.name else None
            best = None if told is None else next(iter(told.considered), None)
            if best is not None and best.place is not None:
                off_m = inverse(best.place.lonlat, meant.lonlat).distance_m
                right = off_m <= RIGHT_M and best.place.kind == meant.kind
                found.append(Pin("hidden" if gazetteer.hidden else setting, best.score, right))
        gazetteer.hidden = ""
    return found


def binned(found: Sequence[Pin]) -> Iterator[tuple[float, float, list[Pin]]]:
    """Sort pins into bins of their score."""
    for low, high in pairwise(BINS):
        inside = [pin for pin in found if low <= pin.score < high]
        if inside:
            yield low, min(high, 1.0), inside


def mean(values: Iterable[float]) -> float:
    """Give the mean of some numbers."""
    listed = list(values)
    return sum(listed) / len(listed)


def reliability(found: Sequence[Pin]) -> Table:
    """Lay out, by bins of the score, how many pins there are and how many of them are right."""
    table = Table("score", "names", "mean score", "right")
    for low, high, inside in binned(found):
        right, score = mean(pin.right for pin in inside), mean(pin.score for pin in inside)
        table.add_row(f"{low:g}–{high:g}", str(len(inside)), f"{score:.3f}", f"{right:.3f}")
    return table


def errors(found: Sequence[Pin]) -> tuple[float, float]:
    """Give the expected calibration error over the bins, and the Brier score."""
    off = sum(abs(sum(pin.score - pin.right for pin in inside)) for _, _, inside in binned(found))
    return off / len(found), mean((pin.score - pin.right) ** 2 for pin in found)


def fitted(found: Sequence[Pin]) -> tuple[float, float]:
    """Fit slope and ceiling by the greatest likelihood on a grid."""
    table = tomllib.loads(CALIBRATION.read_text(encoding="utf-8"))
    score = np.clip([pin.score / table["ceiling"] for pin in found], 1e-9, 1 - 1e-9)
    belief = np.log(score / (1 - score)) / table["slope"]
    right = np.array([pin.right for pin in found])
    best = (-math.inf, 0.0, 0.0)
    for slope in np.arange(0.3, 1.31, 0.02):
        for ceiling in (0.98, 0.985, 0.99, 0.995, 1.0):
            share = np.clip(ceiling / (1 + np.exp(-slope * belief)), 1e-9, 1 - 1e-9)
            likelihood = float(np.log(np.where(right, share, 1 - share)).mean())
            best = max(best, (likelihood, float(slope), ceiling))
    return best[1:]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--count", type=int, default=1400, help="sentences to make")
    parser.add_argument("--seed", type=int, default=2, help="seed of the sentences judged")
    parser.add_argument("--fit", action="store_true", help="fit the parameters to other sentences")
    given = parser.parse_args()
    console = Console()
    with Without.open() as gazetteer:
        found = pins(gazetteer, count=given.count, seed=given.seed)
        console.print(reliability(found))
        console.print("calibration error {:.3f}, Brier score {:.4f}".format(*errors(found)))
        for setting in dict.fromkeys(pin.setting for pin in found):
            own = [pin for pin in found if pin.setting == setting]
            right, score = mean(pin.right for pin in own), mean(pin.score for pin in own)
            console.print(f"{setting}: {len(own)} names, mean score {score:.3f}, right {right:.3f}")
        if given.fit:
            apart = pins(gazetteer, count=2 * given.count, seed=given.seed + 1000)
            slope, ceiling = fitted(apart)
            console.print(f"slope {slope:.2f}, ceiling {ceiling}")


if __name__ == "__main__":
    main()
