"""How fast names are found in a text, against one regular expression of all names.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_matcher.py`.
Machines differ, so only the ratios are worth quoting; above 1 is faster than the regular
expression. That one finds listed spellings alone, exactly as written.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from gazetteer.matcher import Matcher
from gazetteer.shipped import shipped_path
from gazetteer.store import Gazetteer

_REPORTS = Path(__file__).parents[1] / "reports"
_SAMPLE = 20_000


def measured(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds that a piece of work takes, and what it gives."""
    start = time.perf_counter()
    given = work()
    return time.perf_counter() - start, given


def megabytes(work: Callable[[], object]) -> float:
    """Most memory that Python holds at once for it, in MB."""
    tracemalloc.start()
    kept = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return peak / 1e6


def alternation() -> re.Pattern[str]:
    """One pattern of every spelling, the longest first."""
    connection = sqlite3.connect(f"{shipped_path().as_uri()}?mode=ro", uri=True)
    spellings = {row[0] for row in connection.execute("SELECT spelling FROM name")}
    connection.close()
    ordered = sorted(spellings, key=lambda text: (-len(text), text))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, ordered))})\b")


def main() -> None:
    """Print seconds, ratio and memory for 1 MB of our own sample reports."""
    reports = "\n\n".join(path.read_text("utf-8") for path in sorted(_REPORTS.glob("*.txt")))
    text = (reports * (1_000_000 // len(reports) + 1))[:1_000_000]
    with Gazetteer.open() as gazetteer:
        cold_s, _ = measured(lambda: Matcher(gazetteer).spans(text))
        matcher = Matcher(gazetteer)
        matcher.spans(text)
        warm_s, spans = measured(lambda: matcher.spans(text))
        matcher_mb = megabytes(lambda: Matcher(gazetteer).spans(text))
    build_s, pattern = measured(alternation)
    assert isinstance(pattern, re.Pattern)
    assert isinstance(spans, tuple)
    # The pattern is tried at every letter; the time for 1 MB is that for a part, scaled.
    part_s, _ = measured(lambda: pattern.findall(text[:_SAMPLE]))
    regex_s = part_s * len(text) / _SAMPLE
    regex_mb = megabytes(alternation)
    sys.stdout.write(f"1 MB of text, {len(spans):,} spans\n")
    for name, taken_s, mb in (
        (f"regex of all names (timed on {_SAMPLE:,} letters)", regex_s, regex_mb),
        ("the same with compiling it", regex_s + build_s, regex_mb),
        ("Matcher, first text", cold_s, matcher_mb),
        ("Matcher, kept", warm_s, matcher_mb),
    ):
        sys.stdout.write(f"{name:46}{taken_s:10.2f} s{regex_s / taken_s:10.1f}×{mb:9.1f} MB\n")


if __name__ == "__main__":
    main()
