"""How reading and checking grow with a report, against growth in proportion: run it by hand.

`python tests/benchmarks/bench_read.py` reads the sample reports once, then several times over as
one text. A ratio of 1 is time in proportion to the length; above it the text costs more.
"""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.reading.read import read
from geo.reading.report import Report

REPORTS = Path(__file__).resolve().parents[1] / "reports"
COPIES = (1, 2, 4, 8)


def seconds(text: str, gazetteer: Gazetteer) -> tuple[float, float]:
    """Read and check a text once: seconds for each."""
    start = time.perf_counter()
    reading = read(Report("bench", text, date="2025-01-06"), gazetteer)
    middle = time.perf_counter()
    check(reading, gazetteer)
    return middle - start, time.perf_counter() - middle


def main() -> None:
    """Measure and print."""
    names = ("berdin-assessment", "daily-list", "pokrovsk-sectors", "kharkiv-statement")
    text = "\n\n".join((REPORTS / f"{name}.txt").read_text("utf-8") for name in names) + "\n\n"
    table = Table("copies", "words", "read, s", "check, s", "ratio to proportion")
    with Gazetteer.open() as gazetteer:
        seconds(text, gazetteer)
        once = sum(seconds(text, gazetteer))
        for copies in COPIES:
            reading, checking = seconds(text * copies, gazetteer)
            words = len(text.split()) * copies
            ratio = (reading + checking) / (once * copies)
            row = (copies, words, f"{reading:.2f}", f"{checking:.2f}", f"{ratio:.2f}")
            table.add_row(*map(str, row))
    Console().print(table)


if __name__ == "__main__":
    main()
