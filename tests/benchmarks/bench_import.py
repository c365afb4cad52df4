"""How fast an import is, and look-ups in what it makes, beside the plainest way to do the same.

Run it with the Python that frontmap is installed in: `python tests/benchmarks/bench_import.py
--rows 1000000`. The rows are generated, since only speed and memory are measured: names are put
together from syllables, and three in ten are common ones. The alternative puts the same file into
one SQLite table with an index on the name, by csv and executemany, without checking, folding,
positions or misspelt names.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from gazetteer.importing import import_source
from gazetteer.sources.geonames import GeoNames
from gazetteer.store import Gazetteer

ONSETS: Final = "b v g d zh z k l m n p r s t f kh ch sh st kr".split()
VOWELS: Final = "a e i o u y".split()
CODAS: Final = ("", "", "", "n", "r", "l", "s", "v")
COMMON: Final = 3000
"""Names that many places bear."""
_COUNTRY: Final = "XX"
_ASKED: Final = 200


def generate(path: Path, rows: int) -> None:
    """Write a file in the form of a dump of GeoNames."""
    dice = random.Random(5)  # noqa: S311 - rows, not secrets

    def word() -> str:
        syllables = (
            dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS)
            for _ in range(dice.choice((2, 3, 3, 4)))
        )
        return "".join(syllables).capitalize()

    common = [word() for _ in range(COMMON)]
    with path.open("w", encoding="utf-8") as file:
        for n in range(1, rows + 1):
            name = word()
            if dice.random() < 0.3:
                name = dice.choice(common)
            elif dice.random() < 0.25:
                name += f" {word()}"
            cells = (
                n, name, name, "", f"{dice.uniform(-60, 75):.5f}", f"{dice.uniform(-180, 180):.5f}",
                "P", "PPL", _COUNTRY, "", "", "", "", "", dice.choice((0, 0, 0, 120, 900, 4000)),
                "", "", "", "2026-01-01",
            )  # fmt: skip
            file.write("\t".join(map(str, cells)) + "\n")


def plainly(dump: Path, out: Path) -> None:
    """Put a dump into one table with an index on the name."""
    with dump.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        connection = sqlite3.connect(out)
        connection.execute(f"CREATE TABLE place ({', '.join(f'c{n}' for n in range(19))})")
        marks = ", ".join("?" * 19)
        connection.executemany(f"INSERT INTO place VALUES ({marks})", rows)  # noqa: S608
        connection.execute("CREATE INDEX place_name ON place (c1)")
        connection.commit()
        connection.close()


def imported(dump: Path, out: Path) -> None:
    """Import a dump as frontmap does."""
    import_source(GeoNames(dump), out)


def in_own_process(way: str, dump: Path, out: Path) -> tuple[float, float]:
    """Do it in a process of its own; give seconds and most memory, MB."""
    command = [sys.executable, __file__, "--way", way, str(dump), str(out)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return answer["seconds"], answer["mb"]


def milliseconds(work: Callable[[str], object], asked: Iterable[str]) -> float:
    """Milliseconds a look-up takes, the median over the names."""
    taken = []
    for name in asked:
        start = time.perf_counter()
        work(name)
        taken.append(time.perf_counter() - start)
    return 1000 * statistics.median(taken)


def ask(file: Path, dump: Path) -> None:
    """Print how fast look-ups in an imported file are."""
    with dump.open(encoding="utf-8") as lines:
        every = [line.split("\t", 2)[1] for line in lines]
    dice = random.Random(7)  # noqa: S311 - a sample, not a secret
    names = dice.sample(every, _ASKED)
    wrong = [f"{name[: len(name) // 2]}q{name[len(name) // 2 :]}" for name in names]
    del every

    def opened(name: str) -> None:
        with Gazetteer.open(user=file) as gazetteer:
            gazetteer.find(name)

    rows = [("open and first look-up", milliseconds(opened, names[:20]))]
    with Gazetteer.open(user=file) as gazetteer:
        rows.append(("exact", milliseconds(gazetteer.find, names)))
        rows.append(("fuzzy", milliseconds(gazetteer.fuzzy, wrong)))
    for name, taken_ms in rows:
        sys.stdout.write(f"{name:44}{taken_ms:12.4f} ms (median)\n")


def main() -> None:
    """Generate, import both ways, print seconds, memory and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="how many to generate")
    parser.add_argument("--way", nargs=3, metavar=("WAY", "DUMP", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        way, dump, out = given.way
        start = time.perf_counter()
        (imported if way == "import" else plainly)(Path(dump), Path(out))
        mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(json.dumps({"seconds": time.perf_counter() - start, "mb": mb}))
        return
    with tempfile.TemporaryDirectory() as folder:
        dump, file = Path(folder) / "XX.txt", Path(folder) / "own.sqlite"
        generate(dump, given.rows)
        plain_s, plain_mb = in_own_process("plain", dump, Path(folder) / "plain.sqlite")
        import_s, import_mb = in_own_process("import", dump, file)
        sys.stdout.write(f"{given.rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB on disk\n")
        for name, taken_s, mb in (
            ("csv, executemany, one index on the name", plain_s, plain_mb),
            ("frontmap gazetteer import geonames", import_s, import_mb),
        ):
            sys.stdout.write(f"{name:44}{taken_s:10.1f} s{taken_s / plain_s:9.1f}×{mb:9.0f} MB\n")
        ask(file, dump)


if __name__ == "__main__":
    main()
