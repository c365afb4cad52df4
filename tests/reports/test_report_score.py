"""The scorer itself: each figure falls for the fault that it stands for, and for no other."""

from __future__ import annotations

import copy
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.reports import score

PLACES = """id,name,kind,country,lat,lon,source
theatre:anino,Anino,settlement,RU,51.0,35.0,made up
theatre:borovo,Borovo,settlement,RU,51.0,35.5,made up
country:RU,Russia,country,RU,,,made up
"region:Kursk Oblast,RU",Kursk Oblast,region,RU,,,made up
"""
TEXT = """Title: A day in Anino
Date: 2025-01-05
Source: sample text about Borovo

Troops entered Anino, about 35 km west of Borovo in Kursk region, Russia.
Moscow denies it. Mr Vadim Orlov of the Orel Courier and the village of Nowhere say otherwise.
"""
LABELS = """type = wire

[mentions]
Anino | literal | settlement | theatre:anino
Anino | literal | settlement | theatre:anino
Borovo | literal | settlement | theatre:borovo
Kursk region | literal | region | region:Kursk Oblast,RU
Russia | literal | country | country:RU
Moscow | metonym | settlement | *
Vadim Orlov | person | other | -
Orel Courier | organisation | other | -
Nowhere | literal | settlement | -

[claims]
distance | Anino | Borovo | 35 | km | W | about | supported | - | 35.1 km 270° | it fits | claimed
sum | - | - | 900 | count | - | - | unchecked | - | - | not measurable | claimed/assessed

[events]
UA | entered | Anino | - | - | no | claimed | 2025-01-05
"""


LAST = "Nowhere | literal | settlement | -"


@pytest.fixture(scope="module")
def scorer(root: Path) -> ModuleType:
    name = "labelled_reports_score"
    spec = importlib.util.spec_from_file_location(name, root / "tests" / "reports" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def case(scorer: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> score.Case:
    (tmp_path / "places.csv").write_text(PLACES)
    (tmp_path / "day.txt").write_text(TEXT)
    (tmp_path / "day.labels").write_text(LABELS)
    monkeypatch.setattr(scorer, "HERE", tmp_path)
    made: score.Case = scorer.Case("dev", tmp_path / "day.txt", tmp_path / "day.labels")
    return made


def _place(ident: str, name: str, lat: float, lon: float) -> dict[str, Any]:
    return {"id": ident, "name": name, "country": "RU", "lat": lat, "lon": lon}


def _perfect() -> dict[str, Any]:
    """What a reader without fault answers for the text above, offsets counted anew."""
    places = {
        "Anino": ("settlement", _place("theatre:anino", "Anino", 51.0, 35.0)),
        "Borovo": ("settlement", _place("theatre:borovo", "Borovo", 51.0, 35.5)),
        "Kursk region": ("region", _place("geo:1", "Kursk Oblast", 51.7, 36.2)),
        "Russia": ("country", _place("geo:2", "Russian Federation", 60.0, 90.0)),
    }
    roles = {"Moscow": "metonym", "Vadim Orlov": "person", "Orel Courier": "organisation"}
    mentions, at = [], TEXT.index("Anino")
    body = TEXT.replace("about Borovo", "about ______")
    for text in (
        "Anino", "Anino", "Borovo", "Kursk region", "Russia", "Moscow", "Vadim Orlov",
        "Orel Courier", "Nowhere",
    ):  # fmt: skip
        start = body.index(text, at)
        at = start + len(text)
        kind, place = places.get(text, ("settlement", None))
        mentions.append({
            "start": start, "end": at, "text": text, "role": roles.get(text, "literal"),
            "kind": kind, "place": copy.deepcopy(place), "estimated": False,
        })  # fmt: skip
    claim = {
        "type": "distance", "subject": "Anino", "subject_mention": 1, "reference": "Borovo",
        "reference_mention": 2, "value": 35.0, "value_max": None, "unit": "km", "direction": "W",
        "hedge": "about", "verdict": "supported", "cause": None, "text": "about 35 km west",
        "standing": "claimed",
    }  # fmt: skip
    total = {
        "type": "sum", "subject": "", "subject_mention": None, "reference": "",
        "reference_mention": None, "value": 900.0, "value_max": None, "unit": "count",
        "direction": None, "hedge": None, "verdict": "unchecked", "cause": None,
        "text": "900 in all", "standing": "assessed",
    }  # fmt: skip
    event = {
        "actor": "UA", "action": "entered", "place_name": "Anino", "place_mention": 1,
        "sector": [], "part": None, "negated": False, "text": "Troops entered Anino",
        "standing": "claimed", "date": "2025-01-05",
    }  # fmt: skip
    return {
        "report": {"id": "day"},
        "mentions": mentions,
        "claims": [claim, total],
        "events": [event],
    }


def _figures(scorer: ModuleType, case: score.Case, reading: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = scorer.score_case(case, reading).figures()
    return found


def test_a_perfect_reading_scores_one_everywhere(scorer: ModuleType, case: score.Case) -> None:
    result = scorer.score_case(case, _perfect())
    judged = {name: one for name, one in result.figures().items() if one is not None}
    assert set(judged.values()) == {1.0}
    assert result.misses == []
    assert result.figures()["estimated"] is None, "no label asks for an estimate"


def _shift(reading: dict[str, Any]) -> None:
    reading["mentions"][2]["end"] -= 1


def _drop(reading: dict[str, Any]) -> None:
    del reading["mentions"][2]


def _pin_moscow(reading: dict[str, Any]) -> None:
    reading["mentions"][5].update(role="literal", place=_place("geo:3", "Moscow", 55.7, 37.6))


def _pin_the_paper(reading: dict[str, Any]) -> None:
    reading["mentions"][7].update(role="literal", place=_place("geo:4", "Orel", 52.9, 36.0))


def _put_nowhere(reading: dict[str, Any]) -> None:
    reading["mentions"][8]["place"] = _place("geo:5", "Nowhere", 40.0, -90.0)


def _put_7_km_away(reading: dict[str, Any]) -> None:
    reading["mentions"][2]["place"] = _place("geo:6", "Borovo", 51.0, 35.6)


def _city_for_region(reading: dict[str, Any]) -> None:
    reading["mentions"][3].update(
        kind="settlement", place=_place("theatre:kursk", "Kursk", 51.7, 36.2)
    )


def _metonym(reading: dict[str, Any]) -> None:
    reading["mentions"][4]["role"] = "metonym"


def _claim(**parts: object) -> Callable[[dict[str, Any]], None]:
    return lambda reading: reading["claims"][0].update(parts)


def _total(**parts: object) -> Callable[[dict[str, Any]], None]:
    return lambda reading: reading["claims"][1].update(parts)


def _event(**parts: object) -> Callable[[dict[str, Any]], None]:
    return lambda reading: reading["events"][0].update(parts)


def _claim_twice(reading: dict[str, Any]) -> None:
    reading["claims"] *= 2


@pytest.mark.parametrize(
    ("fault", "fallen"),
    [
        (
            _shift,
            {
                "mentions precision",
                "mentions recall",
                "literal precision",
                "literal recall",
                "pins precision",
                "pins recall",
            },
        ),
        (_drop, {"mentions recall", "literal recall", "pins recall"}),
        (_pin_moscow, {"roles", "kept off the map", "literal precision", "pins precision"}),
        (_pin_the_paper, {"roles", "kept off the map", "literal precision", "pins precision"}),
        (_put_nowhere, {"left unresolved", "pins precision"}),
        (
            _put_7_km_away,
            {
                "resolved exactly",
                "resolved @1 km",
                "resolved @5 km",
                "pins precision",
                "pins recall",
            },
        ),
        (
            _city_for_region,
            {
                "kinds",
                "resolved exactly",
                "resolved @1 km",
                "resolved @5 km",
                "resolved @10 km",
                "pins precision",
                "pins recall",
            },
        ),
        (_metonym, {"roles", "literal recall", "pins recall"}),
        (_claim(subject="Borovo"), {"claims precision", "claims recall"}),
        (_claim(reference="border"), {"claims precision", "claims recall"}),
        (_claim(value=30.0), {"claim value"}),
        (_claim(unit="mi"), {"claim unit"}),
        (_claim(direction="E"), {"claim direction"}),
        (_claim(hedge="roughly"), {"claim hedge"}),
        (_claim(verdict="contradicted"), {"verdicts"}),
        (_claim(standing="geolocated"), {"claim standing"}),
        (_total(standing="denied"), {"claim standing"}),
        (_total(value=90.0), {"other claims recall"}),
        (_total(value_max=950.0), {"other claims recall"}),
        (_total(type="count"), {"other claims recall"}),
        (_claim_twice, {"claims precision"}),
        (_event(action="seized"), {"events precision", "events recall"}),
        (_event(place_name="Borovo"), {"events precision", "events recall"}),
        (_event(actor="RU"), {"event actor"}),
        (_event(sector=["N"]), {"event sector"}),
        (_event(part="southern"), {"event part"}),
        (_event(negated=True), {"event negated"}),
        (_event(standing="denied"), {"event standing"}),
        (_event(date=None), {"event date"}),
    ],
)
def test_a_fault_lowers_its_own_figures(
    scorer: ModuleType,
    case: score.Case,
    fault: Callable[[dict[str, Any]], None],
    fallen: set[str],
) -> None:
    reading = _perfect()
    fault(reading)
    figures = _figures(scorer, case, reading)
    low = {name for name, one in figures.items() if one is not None and one < 1}
    assert {name for name in low if not name.endswith("F1")} == fallen
    assert {name.split()[0] for name in low if name.endswith("F1")} == {
        name.split()[0]
        for name in fallen - {"other claims recall"}
        if name.endswith((" precision", " recall"))
    }


def test_a_body_may_be_cut_short_and_strangers_may_be_named(
    scorer: ModuleType, case: score.Case
) -> None:
    reading = _perfect()
    reading["mentions"][7]["start"] += 5
    stranger = {**reading["mentions"][6], "start": 150, "end": 153, "text": "Mr "}
    reading["mentions"].append(stranger)
    figures = _figures(scorer, case, reading)
    assert figures["mentions F1"] == 1.0


def test_counts_of_reports_add_up(scorer: ModuleType, case: score.Case) -> None:
    whole, half = _perfect(), _perfect()
    half["claims"] = []
    answers = iter([whole, half])
    parts, each = scorer.score_parts([case, case], lambda _: next(answers))
    assert parts["dev"].figures()["claims recall"] == 0.5
    assert parts["all"].figures() == parts["dev"].figures()
    assert len(each) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Borovo | literal | settlement | theatre:borovo", "not found"),
        ("Nowhere | somewhere | settlement | -", "no role"),
        ("Nowhere | literal | settlement | theatre:atlantis", "places.csv has no row"),
        ("Nowhere | literal", "4 fields"),
        (f"{LAST}\n\n[events]\nUA | entered | Anino | - | - | no | sure", "no standing 'sure'"),
        (f"{LAST}\n\n[events]\nUA | entered | Anino | - | - | no | * | May 5", "no day 'May 5'"),
    ],
)
def test_labels_that_do_not_fit_are_refused(
    scorer: ModuleType, case: score.Case, line: str, words: str
) -> None:
    case.labels.write_text(LABELS.replace(LAST, line))
    with pytest.raises(ValueError, match=words):
        scorer.truth(case)


def test_a_type_that_no_report_has_is_refused(scorer: ModuleType, case: score.Case) -> None:
    case.labels.write_text(LABELS.replace("type = wire", "type = poem"))
    with pytest.raises(ValueError, match=r"no report type 'poem'.*live blog"):
        scorer.truth(case)


def test_figures_add_up_by_type_of_report(
    scorer: ModuleType, case: score.Case, tmp_path: Path
) -> None:
    untyped = scorer.Case("dev", case.path, tmp_path / "untyped.labels")
    untyped.labels.write_text(LABELS.removeprefix("type = wire"))
    missed = _perfect()
    missed["events"] = []
    answers = iter([missed, _perfect()])
    _, each = scorer.score_parts([untyped, case], lambda _: next(answers))
    types = scorer.by_type(each)
    assert list(types) == ["wire", "other"]
    assert types["wire"].figures()["events recall"] == 1.0
    assert types["other"].figures()["events recall"] == 0.0


def test_what_a_label_does_not_judge_counts_neither_way(
    scorer: ModuleType, case: score.Case
) -> None:
    case.labels.write_text(LABELS.replace("| claimed | 2025-01-05", "| *"))
    figures = _figures(scorer, case, _perfect())
    assert figures["event standing"] is None
    assert figures["event date"] is None


def test_the_table_shows_every_figure_of_every_part(scorer: ModuleType, case: score.Case) -> None:
    parts, _ = scorer.score_parts([case], lambda _: _perfect())
    drawn = scorer.table(parts)
    assert [column.header for column in drawn.columns] == ["figure", "dev", "all"]
    assert drawn.row_count == len(scorer.figures.FIGURES)
