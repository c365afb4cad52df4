"""The checker on 70 distances that encyclopaedias and papers state, each judged by hand.

`data/stated_distances.csv` gives for each row both positions as known in 2025 (theatre table),
the stated figure, the page that states it, the verdict that a careful reader would give, and the
reason where it is not that the figure fits.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gazetteer.place import Place
from geo.claims.claim import Claim
from geo.reading.statement import Quantity, Statement

Check = Callable[..., tuple[Claim, ...]]
Row = dict[str, str]

FILE = Path(__file__).parent / "data" / "stated_distances.csv"
ROWS: list[Row] = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))


def place(row: Row, prefix: str, name: str, derived_from: str) -> Place | None:
    if not row[f"{prefix}lon"]:
        return None
    return Place(
        id=name, name=name, kind="settlement", country="RU", source="theatre table",
        lon=float(row[f"{prefix}lon"]), lat=float(row[f"{prefix}lat"]),
        precision_m=float(row[f"{prefix}precision_m"]),
        derived_from=(derived_from,) if derived_from else (),
    )  # fmt: skip


def claim_of(row: Row, checked: Check) -> Claim:
    border = row["reference"] == "border"
    subject = place(row, "", row["subject"], row["reference"] if row["derived_from"] else "")
    other = place(row, "ref_", row["reference"], row["subject"] if row["ref_derived_from"] else "")
    words = f"{row['km']} km from {row['reference']}"
    statement = Statement(
        start=0, end=len(words), text=words, type="distance",
        subject=0, subject_text=row["subject"],
        reference_kind="border" if border else "place", reference=None if border else 1,
        reference_text="the border" if border else row["reference"],
        quantity=Quantity(float(row["km"]), "km", hedge=row["hedge"] or None, text=row["km"]),
        direction=row["direction"] or None,
        modifiers=("by road",) if row["by_road"] else (),
    )  # fmt: skip
    places = [subject] if border else [subject, other]
    (claim,) = checked(places, statement)
    return claim


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{r['subject']}-{r['reference']}-{r['km']}" for r in ROWS]
)
def test_a_stated_distance_is_judged_as_by_hand(row: Row, checked: Check) -> None:
    claim = claim_of(row, checked)
    assert claim.verdict == row["verdict"], f"{row['reason']} | {claim.why}"


def test_every_verdict_but_a_fit_has_its_reason_and_every_row_its_source() -> None:
    assert len(ROWS) == 70
    assert all(row["source"].startswith("http") for row in ROWS)
    assert all(bool(row["reason"]) == (row["verdict"] != "supported") for row in ROWS)


def test_figures_that_do_not_fit_are_wrong_or_by_road_or_from_an_edge(checked: Check) -> None:
    contradicted = [row for row in ROWS if claim_of(row, checked).verdict == "contradicted"]
    kinds = Counter(
        next((kind for kind in ("road", "wrong", "edge") if kind in row["reason"]), "?")
        for row in contradicted
    )
    assert kinds == {"road": 7, "wrong": 3, "edge": 3}
    for row in contradicted:
        if "road" in row["reason"]:
            assert "road distance" in claim_of(row, checked).why, row


def test_bare_figures_are_as_good_as_the_table_says(checked: Check) -> None:
    # the measured ground of the shares under [bare] in geo/tolerance.toml
    off = []
    for row in ROWS:
        claim = claim_of(row, checked)
        bare = not row["hedge"] and not row["by_road"] and "road" not in row["reason"]
        if claim.measured_value is not None and bare:
            off.append(abs(float(row["km"]) / claim.measured_value - 1))
    assert len(off) >= 30
    assert np.median(off) < 0.03
    assert np.quantile(off, 0.9) < 0.15
