"""The labelled reports themselves: labels stand where they say and measure what they say."""

from __future__ import annotations

import hashlib
import importlib.util
import itertools
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest
from geopy.distance import geodesic
from geopy.point import Point
from pyproj import Geod, Transformer
from shapely import Point as ShapelyPoint
from shapely import transform, union_all
from shapely.geometry import shape

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from tests.reports import labels, score

FOLDER = Path(__file__).resolve().parent
MEASURED = re.compile(r"(?P<km>[\d.]+) km(?: (?P<bearing>\d+)°)?")


def _load() -> ModuleType:
    name = "labelled_reports_score"
    spec = importlib.util.spec_from_file_location(name, FOLDER / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SCORER = _load()
CASES: tuple[score.Case, ...] = SCORER.cases()


@pytest.fixture(scope="module")
def border() -> BaseGeometry:
    """The Russia–Ukraine border as shipped, longitude and latitude."""
    path = FOLDER.parents[1] / "gazetteer" / "data" / "border_ru_ua.geojson"
    features = json.loads(path.read_text())["features"]
    return union_all([shape(feature["geometry"]) for feature in features])


def _points(marked: labels.Labels) -> dict[str, labels.PlaceLabel]:
    """Where each name of a report lies; a name of several places keeps a settlement."""
    found: dict[str, labels.PlaceLabel] = {}
    for mention in marked.mentions:
        place = mention.places[0]
        if "literal" in mention.roles and place.lat is not None and place.within_km is None:
            found.setdefault(" ".join(mention.text.split()), place)
    return found


def _km_to_line(place: labels.PlaceLabel, line: BaseGeometry) -> float:
    """Measure in an equidistant projection centred on the place: slow, plain and exact."""
    plane = f"+proj=aeqd +lat_0={place.lat} +lon_0={place.lon} +units=km"
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    drawn = transform(line, lambda points: np.column_stack(to_plane.transform(*points.T)))
    return float(drawn.distance(ShapelyPoint(0, 0)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_labels_fit_their_report(case: score.Case) -> None:
    marked = SCORER.truth(case)
    text = case.path.read_bytes().decode()
    head, _, body = text.partition("\n\n")
    assert [line.partition(":")[0] for line in head.splitlines()] == ["Title", "Date", "Source"]
    assert head.splitlines()[2].startswith("Source: sample text")
    assert 120 <= len(body.split()) <= 350
    spans = [(one.start, one.end) for one in marked.mentions]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    events = [(one.place, one.actions) for one in marked.events if not one.optional]
    assert len(events) == len(set(events))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_claims_measure_what_their_labels_say(case: score.Case, border: BaseGeometry) -> None:
    marked = SCORER.truth(case)
    where = _points(marked)
    for claim in marked.claims:
        said = MEASURED.fullmatch(claim.measured)
        if said is None:
            assert claim.measured == "-"
            continue
        subject = where[claim.subject]
        if claim.reference == "border":
            assert float(said["km"]) == pytest.approx(_km_to_line(subject, border), abs=0.2)
            continue
        reference = where[claim.reference]
        ends = [Point(one.lat, one.lon) for one in (reference, subject)]
        assert float(said["km"]) == pytest.approx(geodesic(*ends).km, abs=0.06)
        bearing, _, _ = Geod(ellps="WGS84").inv(
            reference.lon, reference.lat, subject.lon, subject.lat
        )
        turn = (float(said["bearing"]) - bearing + 180) % 360 - 180
        assert abs(turn) <= 0.6, f"{claim.subject} from {claim.reference}: {bearing % 360:.0f}"


def test_there_are_enough_reports_and_some_are_put_aside() -> None:
    parts = [case.part for case in CASES]
    assert len(parts) >= 24
    assert parts.count("heldout") * 5 >= len(parts)
    labelled = {path.stem for path in (FOLDER / "labels").glob("*.labels")}
    assert labelled == {path.stem for path in FOLDER.glob("*.txt")}


def test_what_is_put_aside_is_frozen() -> None:
    aside = FOLDER / "heldout"
    listed = (aside / "SHA256SUMS").read_text().splitlines()
    frozen = {name: total for total, name in (line.split("  ") for line in listed)}
    files = {
        path.relative_to(aside).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in aside.rglob("*")
        if path.suffix in {".txt", ".labels"}
    }
    assert frozen == files, "say in the README why a report put aside was changed"


def test_every_place_of_the_table_is_used_and_there_once() -> None:
    rows = (FOLDER / "places.csv").read_text().splitlines()[1:]
    places = SCORER.labels.load_places(FOLDER / "places.csv")
    assert len(rows) == len(places)
    files = [*FOLDER.glob("labels/*"), *FOLDER.glob("heldout/labels/*"), *FOLDER.glob("seeds/*")]
    used = "\n".join(path.read_text() for path in files)
    assert [one for one in places if one not in used] == []


def test_the_labels_of_the_seeds_fit_them(seed_dir: Path) -> None:
    for case in SCORER.cases(seed_dir=seed_dir, parts=["seeds"]):
        marked = SCORER.truth(case)
        names = {" ".join(one.text.split()) for one in marked.mentions}
        for claim in marked.claims:
            assert {claim.subject, claim.reference} <= names | {"border", ""}
        assert {event.place for event in marked.events} <= names
