"""What control maps of a made-up world say of sentences about who holds what."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from geo.claims.claim import Claim

FILE: Final = Path(__file__).parent / "data" / "holdings_en.toml"
CASES: Final[list[dict[str, Any]]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["case"]


def shown(claim: Claim) -> tuple[str, ...]:
    """Write a claim in the fields of the data file."""
    statement = claim.statement
    reference = statement.reference_text
    if statement.type == "holding":
        reference = f"{reference} {statement.modifiers[0]}".strip()
    elif statement.reference_kind in ("border", "front"):
        reference = statement.reference_kind
    subject = "" if statement.subject is None else statement.subject_text
    return statement.type, subject, reference, claim.verdict, claim.cause or ""


def label(claim: str) -> tuple[str, ...]:
    """Read a claim of the data file."""
    fields = ["" if field == "-" else field for field in claim.split(" | ")]
    return (*fields, *[""] * (5 - len(fields)))


def admits(wanted: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether a claim is the labelled one; a cause that is left out is not asked for."""
    pairs = list(zip(wanted, found, strict=True))
    exact = all(one in other.split("/") for other, one in pairs[:4])
    cause, said = pairs[4]
    return exact and (not cause or said in cause.split("/"))


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:70] for case in CASES])
def test_maps_say_what_a_reader_sees_on_them(case: dict[str, Any], made_up: Any) -> None:
    claims = [
        claim
        for claim in made_up.claims(case["text"], date=case.get("date", "2025-01-05"))
        if claim.statement.type in ("holding", "count", "depth", "proportion")
        or claim.statement.reference_kind == "front"
    ]
    wanted = [label(claim) for claim in case["claims"]]
    found = [shown(claim) for claim in claims]
    whys = "\n".join(claim.why for claim in claims)
    assert len(found) == len(wanted), f"{found}\n{whys}"
    for each in wanted:
        assert any(admits(each, one) for one in found), f"{each} is not in {found}\n{whys}"
