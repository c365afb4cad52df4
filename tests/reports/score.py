"""Score readings of the labelled reports: `python tests/reports/score.py`.

Without `--readings` the installed frontmap reads the reports. With it, the answers of any tool
are scored: a JSON file of the output contract, one object or a list, told apart by `report.id`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

HERE: Final = Path(__file__).resolve().parent


def _sibling(name: str) -> ModuleType:
    """Load a file of this folder, which is no package and stands on no path."""
    full = f"labelled_reports_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, HERE / f"{name}.py")
        if spec is None or spec.loader is None:
            raise ImportError(f"there is no {name}.py in {HERE}")
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


if TYPE_CHECKING:
    from tests.reports import figures, labels
else:
    labels = _sibling("labels")
    figures = _sibling("figures")

Json = Mapping[str, Any]
Reader = Callable[[Path], Json]
PARTS: Final = ("dev", "heldout", "seeds")
TITLE: Final = "Readings against labels"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled report."""

    part: str
    """Part that it belongs to: `dev`, `heldout` or `seeds`."""
    path: Path
    """The report's text."""
    labels: Path
    """Its labels."""


def cases(*, seed_dir: Path | None = None, parts: Sequence[str] = PARTS) -> tuple[Case, ...]:
    """List the labelled reports, those of each part in the order of their names.

    Parameters
    ----------
    seed_dir
        Folder of the seed reports' texts, which do not stand here; without it they are left out.
    parts
        The parts wanted.
    """
    found = []
    for part, texts, marked in (
        ("dev", HERE, HERE / "labels"),
        ("heldout", HERE / "heldout", HERE / "heldout" / "labels"),
        ("seeds", seed_dir, HERE / "seeds"),
    ):
        if part in parts and texts is not None:
            found += [
                Case(part, texts / f"{path.stem}.txt", path)
                for path in sorted(marked.glob("*.labels"))
            ]
    return tuple(found)


def truth(case: Case) -> labels.Labels:
    """Load the labels of a report.

    Parameters
    ----------
    case
        The labelled report.
    """
    text = case.path.read_bytes().decode("utf-8")
    places = labels.load_places(HERE / "places.csv")
    return labels.load_labels(case.labels, text=text, places=places)


def score_case(case: Case, reading: Json) -> figures.Score:
    """Score one report's reading.

    Parameters
    ----------
    case
        The labelled report.
    reading
        Its reading, one object of the output contract.
    """
    return figures.score(reading, truth(case))


def score_parts(
    chosen: Iterable[Case], reader: Reader
) -> tuple[dict[str, figures.Score], dict[Case, figures.Score]]:
    """Read and score reports; give the scores of the parts, of `all`, and of each report.

    Parameters
    ----------
    chosen
        The labelled reports.
    reader
        Reads a report's file into one object of the output contract.
    """
    parts: dict[str, figures.Score] = {}
    each = {}
    for case in chosen:
        each[case] = score_case(case, reader(case.path))
        for name in (case.part, "all"):
            parts.setdefault(name, figures.Score()).add(each[case])
    # The sum comes last, as in any table.
    return {name: parts[name] for name in (*PARTS, "all") if name in parts}, each


def by_type(each: Mapping[Case, figures.Score]) -> dict[str, figures.Score]:
    """Add up the scores of the reports of each type, in the order of the label format.

    Parameters
    ----------
    each
        The scores of the reports.
    """
    types: dict[str, figures.Score] = {}
    for case, one in each.items():
        types.setdefault(truth(case).type, figures.Score()).add(one)
    return {name: types[name] for name in labels.TYPES if name in types}


def frontmap_reader(user: Path | None = None) -> Reader:
    """Give the reader that runs frontmap itself.

    Parameters
    ----------
    user
        A gazetteer file to look places up in before the one that ships.
    """
    from gazetteer.store import Gazetteer
    from geo.claims.check import check
    from geo.contract import to_json
    from geo.reading.read import read
    from geo.reading.report_file import load_report

    gazetteer = Gazetteer.open(user=user)

    def reader(path: Path) -> Json:
        reading = read(load_report(path), gazetteer)
        return to_json(reading, check(reading, gazetteer))

    return reader


def file_reader(path: Path) -> Reader:
    """Give a reader that looks the answers up in a file that some tool wrote.

    Parameters
    ----------
    path
        JSON: one object of the output contract, or a list.
    """
    given = json.loads(path.read_text(encoding="utf-8"))
    answers = {one["report"]["id"]: one for one in (given if isinstance(given, list) else [given])}
    return lambda report: answers[report.stem]


def table(
    scores: Mapping[str, figures.Score], *, rows: Sequence[str] = (), title: str = TITLE
) -> Table:
    """Lay the figures of several parts out beside each other, in percent.

    Parameters
    ----------
    scores
        The scores, by the name of their part.
    rows
        The figures to show; all without.
    title
        What stands above.
    """
    drawn = Table("figure", *(f"{name}" for name in scores), title=title)
    drawn.columns[0].no_wrap = True
    for column in drawn.columns[1:]:
        column.justify = "right"
    values = {name: score.figures() for name, score in scores.items()}
    for figure in rows or figures.FIGURES:
        row = [values[name][figure] for name in scores]
        drawn.add_row(figure, *("–" if one is None else f"{100 * one:.1f}" for one in row))
    return drawn


def _tell_misses(each: Mapping[Case, figures.Score]) -> Iterator[str]:
    for case, one in each.items():
        yield f"\n{case.part}/{case.path.stem}: {len(one.misses)} not right"
        yield from (f"  {cause}: {what}" for cause, what in one.misses)


def main(arguments: Sequence[str] | None = None) -> None:
    """Score and print.

    Parameters
    ----------
    arguments
        The command's words; those of the process when not given.
    """
    parser = argparse.ArgumentParser(description="Score readings of the labelled reports.")
    parser.add_argument("reports", nargs="*", help="names of reports; all without")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part")
    parser.add_argument("--seed-dir", type=Path, help="folder of the seed reports")
    parser.add_argument("--readings", type=Path, help="JSON that some tool wrote, to be scored")
    parser.add_argument("--misses", action="store_true", help="list what is not right")
    parser.add_argument("--brief", action="store_true", help="only the figures that have a floor")
    parser.add_argument(
        "--by-type", action="store_true", help="and the brief figures of each type of report"
    )
    parser.add_argument(
        "--gazetteer", type=Path, help="read a second time, with this gazetteer before what ships"
    )
    given = parser.parse_args(arguments)
    chosen = [
        case
        for case in cases(seed_dir=given.seed_dir, parts=given.part or PARTS)
        if not given.reports or case.path.stem in given.reports
    ]
    if not chosen:
        parser.error("no labelled report has such a name")
    reader = file_reader(given.readings) if given.readings else frontmap_reader()
    parts, each = score_parts(chosen, reader)
    console = Console()
    if given.misses:
        for line in _tell_misses(each):
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    rows = list(floors["dev"]) if given.brief else ()
    console.print(table(parts, rows=rows))
    if given.by_type:
        console.print(table(by_type(each), rows=list(floors["dev"]), title="By type of report"))
    if given.gazetteer is not None:
        parts, each = score_parts(chosen, frontmap_reader(given.gazetteer))
        if given.misses:
            for line in _tell_misses(each):
                console.print(line, markup=False, highlight=False, soft_wrap=True)
        console.print(table(parts, rows=rows, title=f"The same with {given.gazetteer.name}"))


if __name__ == "__main__":
    main()
