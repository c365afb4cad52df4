"""The output contract, against a schema written down from its description."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gazetteer.place import KINDS, Place
from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.claims.claim import VERDICTS, Claim, Fit
from geo.contract import claim_json, places_geojson, to_json
from geo.reading.event import ACTIONS, Event
from geo.reading.mention import ROLES, Mention, Resolution, Rival
from geo.reading.read import read
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.report_file import load_report
from geo.reading.statement import STATEMENT_TYPES, WINDS, Attribution, Quantity, Statement

TEXT = "Orlan says Vesna, some 12 km north of Lug and 3 to 5 miles from the border, was entered."
NUMBER = (int, float)
MAYBE_TEXT = (str, type(None))
MAYBE_NUMBER = (int, float, type(None))
MAYBE_INT = (int, type(None))
LINKS = [{"speaker": str, "verb": str}]
# Lists hold one shape for all items; None stands for null; a tuple lists the types allowed.
SCHEMA: dict[str, Any] = {
    "report": {
        "id": str,
        "title": MAYBE_TEXT,
        "date": MAYBE_TEXT,
        "date_basis": MAYBE_TEXT,
        "lang": str,
        "source": MAYBE_TEXT,
    },
    "mentions": [
        {
            "start": int,
            "end": int,
            "text": str,
            "role": str,
            "kind": str,
            "place": {
                "id": str,
                "name": str,
                "country": MAYBE_TEXT,
                "admin1": MAYBE_TEXT,
                "lat": NUMBER,
                "lon": NUMBER,
                "precision_m": NUMBER,
                "source": str,
            },
            "estimated": bool,
            "score": NUMBER,
            "rivals": [{"id": str, "name": str, "lat": NUMBER, "lon": NUMBER, "score": NUMBER}],
            "why": str,
        }
    ],
    "claims": [
        {
            "start": int,
            "end": int,
            "text": str,
            "type": str,
            "subject": MAYBE_TEXT,
            "subject_mention": MAYBE_INT,
            "reference": MAYBE_TEXT,
            "reference_mention": MAYBE_INT,
            "value": MAYBE_NUMBER,
            "value_max": MAYBE_NUMBER,
            "unit": MAYBE_TEXT,
            "direction": MAYBE_TEXT,
            "direction_or": list,
            "hedge": MAYBE_TEXT,
            "negated": bool,
            "attribution": LINKS,
            "standing": str,
            "date": MAYBE_TEXT,
            "stated": [MAYBE_NUMBER],
            "measured": [MAYBE_NUMBER],
            "measured_unit": MAYBE_TEXT,
            "probability": MAYBE_NUMBER,
            "verdict": str,
            "cause": MAYBE_TEXT,
            "why": str,
        }
    ],
    "events": [
        {
            "start": int,
            "end": int,
            "text": str,
            "actor": MAYBE_TEXT,
            "action": str,
            "place_name": str,
            "place_mention": MAYBE_INT,
            "sector": [str],
            "part": MAYBE_TEXT,
            "verb": str,
            "attribution": LINKS,
            "standing": str,
            "negated": bool,
            "date": MAYBE_TEXT,
            "status": MAYBE_TEXT,
        }
    ],
}
NULLABLE = {"place", "stated", "measured"}


def faults(value: Any, schema: Any, path: str = "$") -> list[str]:
    """List where a value departs from the schema; keys must come in order, extras at the end."""
    if isinstance(schema, dict):
        keys = list(value)[: len(schema)]
        found = [] if keys == list(schema) else [f"{path}: keys {keys}"]
        for key in schema:
            if value.get(key) is None and key in NULLABLE:
                continue
            found += faults(value[key], schema[key], f"{path}.{key}")
        return found
    if isinstance(schema, list):
        return [f for i, v in enumerate(value) for f in faults(v, schema[0], f"{path}[{i}]")]
    kinds = schema if isinstance(schema, tuple) else (schema,)
    exact = type(value) in kinds
    return [] if exact else [f"{path}: {value!r} is no {schema}"]


def place(name: str, lon: float, lat: float, precision_m: float = 50.0) -> Place:
    return Place(
        f"t:{name.lower()}", name, "settlement", lon, lat, precision_m, "made up", country="RU"
    )


def mention(words: str, role: Any = "literal", kind: Any = "settlement") -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), words, role, kind, reason="by its words")


VESNA, LUG = place("Vesna", 35.123456789, 51.2), place("Lug", 35.1, 51.1, 33.25)
SAID = (Attribution("Orlan", "says"),)
MENTIONS = (mention("Orlan", "person"), mention("Vesna", kind="other"), mention("Lug"))
RESOLUTIONS = (
    Resolution(LUG, 0.1, why=""),
    Resolution(VESNA, 0.91234567, (Rival(LUG, 0.05),), "the only one near Lug"),
    Resolution(None, 0.0),
)
NORTH = Statement(
    11, 41, TEXT[11:41], "distance", 1, "Vesna", "place", 2, "Lug",
    Quantity(12.0, "km", None, "some", "12"), "N", (), False, SAID,
)  # fmt: skip
BORDER = Statement(
    11, 74, TEXT[11:74], "distance", 1, "Vesna", "border", None, "the border",
    Quantity(3.0, "mi", 5.0), attribution=SAID,
)  # fmt: skip
CLAIMS = (
    Claim(
        NORTH, (9.5, 14.5), (11.12345678, 11.2), 11.15, "km", 0.999999, "supported",
        fits=(Fit("Lug", 11.0, 11.3, 11.15, True),), bearing_deg=8.04,
    ),
    Claim(BORDER, (4.0, None), None, None, "km", None, "unchecked", "unresolved", "no border",
          foot=(35.0, 51.0)),
)  # fmt: skip
EVENT = Event(
    0, len(TEXT), TEXT, "UA", "entered", "was entered", 1, "Vesna", ("SW", "S"), "southern",
    "entered", False, SAID,
)  # fmt: skip


@pytest.fixture
def reading() -> Reading:
    return Reading(
        Report("r1", TEXT), MENTIONS, RESOLUTIONS, (NORTH, BORDER), (EVENT,), lambda _: RESOLUTIONS
    )


def test_it_has_every_key_in_order_and_of_its_type(reading: Reading) -> None:
    assert faults(to_json(reading, CLAIMS), SCHEMA) == []


def test_the_schema_test_sees_faults(reading: Reading) -> None:
    broken = to_json(reading, CLAIMS)
    broken["mentions"][1]["start"] = "6"
    broken["claims"][0]["attribution"] = [{"verb": "says", "speaker": "Orlan"}]
    del broken["events"][0]["status"]
    broken["events"][0]["status"] = 7
    assert len(faults(broken, SCHEMA)) == 3


def test_offsets_and_indices_point_at_what_they_say(reading: Reading) -> None:
    answer = to_json(reading, CLAIMS)
    for item in [*answer["mentions"], *answer["claims"], *answer["events"]]:
        assert TEXT[item["start"] : item["end"]] == item["text"]
    for claim in answer["claims"]:
        assert answer["mentions"][claim["subject_mention"]]["text"] == claim["subject"]
    assert answer["events"][0]["place_mention"] == 1


def test_values_are_as_written_and_ends_may_be_open(reading: Reading) -> None:
    north, border = to_json(reading, CLAIMS)["claims"]
    assert (north["value"], north["unit"], north["hedge"]) == (12.0, "km", "some")
    assert (north["reference"], north["reference_mention"]) == ("Lug", 2)
    assert (north["direction"], north["stated"]) == ("N", [9.5, 14.5])
    assert (border["value"], border["value_max"], border["unit"]) == (3.0, 5.0, "mi")
    assert (border["reference"], border["reference_mention"]) == ("border", None)
    assert (border["stated"], border["measured"]) == ([4.0, None], None)
    assert border["foot"] == {"lat": 51.0, "lon": 35.0}


def test_a_person_is_never_a_place(reading: Reading) -> None:
    orlan, vesna, lug = to_json(reading, CLAIMS)["mentions"]
    assert orlan["place"] is None
    assert orlan["why"] == "by its words"
    assert (vesna["place"]["id"], vesna["kind"]) == ("t:vesna", "settlement")
    assert lug["place"] is None


def test_the_same_reading_gives_the_same_bytes(reading: Reading) -> None:
    first, second = (json.dumps(to_json(reading, CLAIMS), allow_nan=False) for _ in range(2))
    assert first == second


def test_lengths_carry_no_needless_fraction(reading: Reading) -> None:
    answer = to_json(reading, CLAIMS)["mentions"][1]["place"]
    assert json.dumps(answer["precision_m"]) == "50"
    assert (answer["lon"], answer["lat"]) == (35.123457, 51.2)


def test_a_statement_about_no_mention_keeps_its_words(reading: Reading) -> None:
    about = Statement(0, 5, TEXT[:5], "area", None, "the pocket", quantity=Quantity(9.0, "km2"))
    answer = claim_json(Claim(about, None, None, None, None, None, "unchecked"), reading)
    assert (answer["subject"], answer["subject_mention"]) == ("the pocket", None)
    assert answer["reference"] is None
    assert answer["stated"] is None


def test_geojson_holds_resolved_literal_places_alone(reading: Reading) -> None:
    collection = places_geojson([reading])
    (feature,) = collection["features"]
    assert collection["type"] == "FeatureCollection"
    assert feature["geometry"] == {"type": "Point", "coordinates": [35.123457, 51.2]}
    assert feature["properties"]["text"] == "Vesna"
    assert feature["properties"]["report"] == "r1"


SAMPLES = sorted((Path(__file__).parent.parent / "reports").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_real_readings_keep_the_contract(path: Path) -> None:
    report = load_report(path)
    with Gazetteer.open() as gazetteer:
        read_report = read(report, gazetteer)
        answer = to_json(read_report, check(read_report, gazetteer))
    assert faults(answer, SCHEMA) == []
    mentions = answer["mentions"]
    assert mentions
    spans = [(mention["start"], mention["end"]) for mention in mentions]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans)), "mentions are flat"
    for item in [*mentions, *answer["claims"], *answer["events"]]:
        assert report.text[item["start"] : item["end"]] == item["text"]
    for mention in mentions:
        assert mention["role"] in ROLES
        assert mention["kind"] in KINDS
        assert 0 <= mention["score"] <= 1
    for claim in answer["claims"]:
        assert claim["type"] in STATEMENT_TYPES
        assert claim["verdict"] in VERDICTS
        assert claim["direction"] in (None, *WINDS)
        for end in ("subject", "reference"):
            index = claim[f"{end}_mention"]
            assert index is None or mentions[index]["text"] == claim[end]
    for event in answer["events"]:
        assert event["action"] in ACTIONS
        index = event["place_mention"]
        assert index is None or mentions[index]["text"] == event["place_name"]
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
