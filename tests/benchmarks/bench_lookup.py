"""How fast look-ups are, as ratios against all names in memory, in the same run.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_lookup.py`.
Machines differ, so only the ratios are worth quoting. A ratio above 1 is faster than the
alternative.
"""

from __future__ import annotations

import pickle
import random
import sqlite3
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from gazetteer.names import fold
from gazetteer.shipped import shipped_path
from gazetteer.store import Gazetteer

_ROUNDS = 5


def seconds(work: Callable[[], object], *, items: int = 1) -> float:
    """Seconds an item takes, the median of five rounds."""
    taken = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[_ROUNDS // 2] / items


def megabytes(work: Callable[[], object]) -> float:
    """Most memory that Python holds at once for it, in MB."""
    tracemalloc.start()
    kept = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return peak / 1e6


def all_names(path: Path) -> dict[str, list[tuple[int, str, float]]]:
    """Every key with its spellings: the gazetteer as a dict in memory."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    names: dict[str, list[tuple[int, str, float]]] = {}
    rows = connection.execute("SELECT key, n, spelling, fit FROM name JOIN key USING (k)")
    for key, n, spelling, fit in rows:
        names.setdefault(key, []).append((n, spelling, fit))
    connection.close()
    return names


def opened_and_asked(name: str) -> object:
    """Open the gazetteer, look one name up, close it."""
    with Gazetteer.open() as gazetteer:
        return gazetteer.find(name)


def main() -> None:
    """Print one line for each kind of look-up."""
    path = shipped_path()
    names = all_names(path)
    keys = [key for key in names if not key.startswith("=")]
    dice = random.Random(1)  # noqa: S311 - a sample, not a secret
    asked = [names[key][0][1] for key in dice.sample(keys, 500)]
    wrong = [name[: len(name) // 2] + "q" + name[len(name) // 2 :] for name in asked[:40]]
    with tempfile.TemporaryDirectory() as folder:
        pickled = Path(folder) / "names"
        pickled.write_bytes(pickle.dumps(names))

        def loaded() -> object:
            return pickle.loads(pickled.read_bytes())[fold("Sudzha")]  # noqa: S301 - ours

        open_plain_s, open_plain_mb = seconds(loaded), megabytes(loaded)
    with Gazetteer.open() as gazetteer:
        first_s = seconds(lambda: [gazetteer.find(name) for name in asked], items=len(asked))
        dict_s = seconds(lambda: [names.get(fold(name)) for name in asked], items=len(asked))
        fuzzy_s = seconds(lambda: [gazetteer.fuzzy(name) for name in wrong], items=len(wrong))
        every_s = seconds(
            lambda: [
                process.extractOne(
                    fold(name), keys, scorer=DamerauLevenshtein.normalized_similarity
                )
                for name in wrong
            ],
            items=len(wrong),
        )
        fuzzy_mb = megabytes(lambda: [gazetteer.fuzzy(name) for name in wrong])
    with Gazetteer.open() as gazetteer:
        first_mb = megabytes(lambda: [gazetteer.find(name) for name in asked])
    open_s = seconds(lambda: opened_and_asked("Sudzha"))
    open_mb = megabytes(lambda: opened_and_asked("Sudzha"))
    dict_mb = megabytes(lambda: all_names(path))
    sys.stdout.write(f"{len(keys):,} keys, {path.stat().st_size / 1e6:.1f} MB on disk\n")
    for name, taken_s, against_s, mb in (
        ("exact: a dict of all names in memory", dict_s, dict_s, dict_mb),
        ("exact: find, with whole places", first_s, dict_s, first_mb),
        ("fuzzy: rapidfuzz.process.extractOne over all names", every_s, every_s, dict_mb),
        ("fuzzy: fuzzy", fuzzy_s, every_s, fuzzy_mb),
        (
            "open and ask: load a pickled dict of all names",
            open_plain_s,
            open_plain_s,
            open_plain_mb,
        ),
        ("open and ask: Gazetteer.open and find", open_s, open_plain_s, open_mb),
    ):
        sys.stdout.write(
            f"{name:52}{taken_s * 1e3:12.4f} ms{against_s / taken_s:10.2f}×{mb:9.1f} MB\n"
        )


if __name__ == "__main__":
    main()
