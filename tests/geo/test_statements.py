"""Statements against sentences with known answers, and against sentences made from a template."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from geo.reading.mention import Mention, Role
from geo.reading.report import Report
from geo.reading.statement import Quantity, Statement
from geo.reading.statements import find_statements

DATA = Path(__file__).parent / "data"
_MARK = re.compile(r"\[\[(?:(?P<label>[a-z]+):)?(?P<name>[^\]]+)\]\]")
_KINDS = {"region", "country", "water", "road", "other_place"}


def marked(source: str) -> tuple[str, list[Mention]]:
    """Take the marks out of a sentence and give the mentions that they stand for."""
    text, mentions, at = "", [], 0
    for mark in _MARK.finditer(source):
        text += source[at : mark.start()]
        label = mark["label"] or "settlement"
        role: Role = "literal" if label in _KINDS or label == "settlement" else label  # type: ignore[assignment]
        kind = label if label in _KINDS else ("settlement" if role == "literal" else "other")
        mentions.append(
            Mention(len(text), len(text) + len(mark["name"]), mark["name"], role, kind)  # type: ignore[arg-type]
        )
        text += mark["name"]
        at = mark.end()
    return text + source[at:], mentions


def _quantity(quantity: Quantity) -> str:
    high = "" if quantity.value_max is None else f"..{quantity.value_max:.3g}"
    pair = "" if quantity.paired is None else f"={quantity.paired[0]:.6g} {quantity.paired[1]}"
    number = f"{quantity.value:.3g}" if quantity.value < 1 else f"{quantity.value:.6g}"
    return " ".join(filter(None, (quantity.hedge, f"{number}{high} {quantity.unit}{pair}")))


def rendered(statement: Statement, mentions: list[Mention]) -> str:
    """Write a statement in the short form of the data file."""

    def name(index: int | None, text: str) -> str:
        if index is None:
            return "-" if statement.reference_kind == "none" or not text else f"-({text})"
        called = mentions[index].text
        return called if text in ("", called) else f"{called}({text})"

    subject = "-"
    if statement.subject is not None:
        subject = name(statement.subject, statement.subject_text)
    amount = " ".join(
        filter(
            None,
            (
                _quantity(statement.quantity) if statement.quantity else None,
                "/".join(filter(None, (statement.direction, *statement.direction_or))),
                f"({' '.join(statement.modifiers)})" if statement.modifiers else None,
                "not" if statement.negated else None,
            ),
        )
    )
    kind = statement.reference_kind
    other = statement.reference_text or "-"
    if kind == "place":
        other = name(statement.reference, statement.reference_text)
    if statement.type == "near":
        return f"near: {subject} | near:{other}"
    return f"{statement.type}: {subject} | {amount} | {kind}:{other}"


def found(source: str, *, lang: str = "en") -> list[str]:
    """Read a marked sentence and write its statements in the short form."""
    text, mentions = marked(source)
    statements = find_statements(Report("r", text, lang=lang), mentions)
    for statement in statements:
        assert statement.text == text[statement.start : statement.end]
    return [rendered(statement, mentions) for statement in statements]


def cases(name: str) -> list[dict[str, object]]:
    """Load the cases of a data file."""
    return list(tomllib.loads((DATA / name).read_text(encoding="utf-8"))["case"])


def score(name: str) -> tuple[int, int, int, list[str]]:
    """Count right, found and expected statements of a data file, with what went wrong."""
    right = got = wanted = 0
    faults = []
    for case in cases(name):
        answers = found(str(case["text"]))
        expected = list(case["expect"])  # type: ignore[call-overload]
        got, wanted = got + len(answers), wanted + len(expected)
        missing = list(expected)
        for answer in answers:
            if answer in missing:
                missing.remove(answer)
                right += 1
            else:
                faults.append(f"{case['text']}\n   + {answer}")
        faults += [f"{case['text']}\n   - {answer}" for answer in missing]
    return right, got, wanted, faults


@pytest.mark.parametrize("name", ["statements_en.toml"])
def test_sentences_give_the_statements_that_a_reader_finds(name: str) -> None:
    right, got, wanted, faults = score(name)
    figures = f"{name}: precision {right}/{got}, recall {right}/{wanted}"
    assert not faults, "\n".join([figures, *faults])
