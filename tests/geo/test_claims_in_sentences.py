"""What each of many sentences states, and does not state, against labels made by hand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import Statement
from geo.reading.statements import find_statements

FILE = Path(__file__).parent / "data" / "claims_en.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]
FIELDS = 8
_MARK = re.compile(r"\[\[(?:(?P<kind>[a-z]+):)?(?P<name>[^\]]+)\]\]")


def marked(source: str) -> tuple[str, list[Mention]]:
    """Take the marks out of a sentence and give the mentions that they stand for."""
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[at : mark.start()]
        start, text, at = len(text), text + mark["name"], mark.end()
        kind: Any = mark["kind"] or "settlement"
        mentions.append(Mention(start, len(text), mark["name"], "literal", kind))
    return text + source[at:], mentions


def shown(statement: Statement, mentions: list[Mention]) -> tuple[str, ...]:
    """Write a statement in the fields of the data file."""
    quantity = statement.quantity
    value, unit, hedge = "", "", ""
    if quantity is not None:
        top = "" if quantity.value_max is None else f"..{quantity.value_max:g}"
        value, unit, hedge = f"{quantity.value:g}{top}", quantity.unit, quantity.hedge or ""
    subject = "" if statement.subject is None else mentions[statement.subject].text
    reference = statement.reference_text
    if statement.reference is not None:
        reference = mentions[statement.reference].text
    elif statement.reference_kind in ("border", "front"):
        reference = statement.reference_kind
    denied = "not" if statement.negated else ""
    ends = (statement.type, subject, reference)
    return (*ends, value, unit, statement.direction or "", hedge, denied)


def label(claim: str) -> tuple[str, ...]:
    """Read a claim of the data file."""
    fields = ["" if field == "-" else field for field in claim.split(" | ")]
    return (*fields, *[""] * (FIELDS - len(fields)))


def admits(wanted: tuple[str, ...], found: tuple[str, ...], *, loosely: bool = False) -> bool:
    """Whether a statement is the claim; a label without a hedge leaves the hedge open."""
    pairs = list(zip(wanted, found, strict=True))
    ends, numbers, (hedge, said), denial = pairs[:3], pairs[3:6], pairs[6], pairs[7]
    alike = all(one in other.split("/") for other, one in ends)
    if loosely or not alike:
        return alike
    exact = all(one in other.split("/") for other, one in numbers)
    return exact and hedge in ("", said) and denial[0] == denial[1]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_a_sentence_states_what_a_reader_finds(case: dict[str, Any]) -> None:
    text, mentions = marked(case["text"])
    found = [
        shown(statement, mentions) for statement in find_statements(Report("r", text), mentions)
    ]
    # Something without a name ("the troops are 5 km from X") is stated of no place.
    found = [one for one in found if one[1] or one[0] == "proportion"]
    for claim in map(label, case["claims"]):
        fitting = [one for one in found if admits(claim, one)]
        assert fitting, f"{claim} is not among {found}"
        found.remove(fitting[0])
    optional = [label(claim) for claim in case.get("may", ())]
    left = [one for one in found if not any(admits(may, one, loosely=True) for may in optional)]
    assert not left, "more was found than is stated"
