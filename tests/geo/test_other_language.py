"""Nothing in the engine is English: a language that nobody speaks is read as well.

That language is English with its letters changed (ROT13): its grammar files, its names of places
and its reports. What the engine finds in it must be what it finds in English. A word that stands
in the engine in place of a grammar file shows as a difference.
"""

from __future__ import annotations

import codecs
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
import shapely

import geo.reading.words
from gazetteer.place import Place
from gazetteer.records import Outline
from gazetteer.store import Gazetteer
from gazetteer.writer import write
from geo.attribution.naming import is_evidence, is_nobody
from geo.attribution.speaker import SpeakerNames
from geo.claims.check import check
from geo.claims.claim import Claim
from geo.comparison.tally import find_tallies
from geo.reading.read import read
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Statement
from geo.reading.territory import Territory

REPORTS: Final = Path(__file__).parents[1] / "reports"
TERRITORY: Final = Path(__file__).parent / "data" / "territory_en.toml"
# Values that are codes of the engine, by file; all others are words of the language.
CODES: Final[dict[str, tuple[str, ...]]] = {
    "events": (
        "verb.[].action",
        "verb.[].past",
        "states.suffered.[].[2]",
        "states.predicates.*",
        "verb.[].object",
        "phrase.[].action",
        "winds.*",
        "clauses.attempts.[]",
    ),
    "statements": ("macros.*", "nominal.[].*", "relation.[].*", "needs.any.[].[]"),
    "hedges": ("fuzzy.*",),
    "axes": ("headings.*",),
    "tallies": ("families.*.[]",),
}
# Tables whose keys are words of the language; all other keys are codes.
WORD_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "dates": ("relative", "following", "numbers"),
    "hedges": ("fuzzy", "multiple"),
    "quantities": (
        "numbers.words", "numbers.tens", "numbers.scales", "numbers.phrases", "numbers.vague",
        "numbers.additions", "numbers.parts", "numbers.shares", "numbers.most", "after_unit",
        "pairs.close",
    ),
    "events": ("irregular", "winds", "states.predicates"),
    "axes": ("headings",),
    "sides": ("movements.same",),
    "statements": ("inhabitants",),
}  # fmt: skip
LANG: Final = "qx"
Found = list[tuple[Any, ...]]


def changed(text: str) -> str:
    """Change the letters; the mark of the genitive, which the tokeniser knows, stays."""
    return "".join(
        part if n % 2 else codecs.encode(part, "rot13")
        for n, part in enumerate(re.split(r"(?<=\w)(['’]s)\b", text))
    )


def changed_file(value: Any, *, subject: str, path: tuple[str, ...] = ()) -> Any:
    """Change the letters of every word in a grammar file, and of no code."""
    if isinstance(value, dict):
        words = ".".join(path) in WORD_KEYS.get(subject, ())
        return {
            changed(key) if words else key: changed_file(of, subject=subject, path=(*path, key))
            for key, of in value.items()
        }
    if isinstance(value, list):
        return [
            changed_file(of, subject=subject, path=(*path, f"[{n}]")) for n, of in enumerate(value)
        ]
    if not isinstance(value, str):
        return value
    patterns = (
        re.escape(code).replace(r"\*", "[^.]*").replace(r"\[\]", r"\[\d+\]")
        for code in CODES.get(subject, ())
    )
    code = any(re.fullmatch(pattern, ".".join(path)) for pattern in patterns)
    return value if code else changed(value)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("Infinity", "inf")


@pytest.fixture(scope="module")
def grammar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Puts the grammar of the other language beside the others."""
    folder = tmp_path_factory.mktemp("language") / "grammar"
    shutil.copytree(str(geo.reading.words.GRAMMAR), folder)
    (folder / LANG).mkdir()
    for path in sorted((folder / "en").iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            table = changed_file(tomllib.loads(text), subject=path.stem)
            text = "\n".join(f"{toml(key)} = {toml(value)}" for key, value in table.items())
        else:
            text = "\n".join(changed(line) for line in text.splitlines() if line[:1] != "#")
        (folder / LANG / path.name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(geo.reading.words, "GRAMMAR", folder)
        yield


@contextmanager
def both(report: Report, g: Gazetteer, folder: Path) -> Iterator[tuple[Gazetteer, Gazetteer]]:
    """Open a gazetteer of what a report may name, and one in which the names have other letters.

    Every name is listed as the report spells it: which spellings are alike is not the question.
    """
    places, spelt = places_of(report, g)
    outlines = {
        place.id: Outline(shapely.to_wkb(outline), g.outline_precision_m(place.id) or 0.0)
        for place in places
        if (outline := g.geometry(place.id)) is not None
    }
    lines = [
        (row, shapely.to_wkb(course))
        for row in g.line_rows()
        if (course := g.geometry(row.id)) is not None
    ]
    for name, letters in (("plain", str), ("changed", changed)):
        rows = [
            replace(p, name=letters(p.name), names=tuple(map(letters, p.names))) for p in places
        ]
        lesser = {
            place_id: [(letters(text), fit) for text, fit in fits.items()]
            for place_id, fits in spelt.items()
        }
        write(folder / f"{name}.sqlite", rows, lesser=lesser, outlines=outlines, lines=lines)
    with (
        Gazetteer.open(shipped=folder / "plain.sqlite") as plain,
        Gazetteer.open(shipped=folder / "changed.sqlite") as coded,
    ):
        yield plain, coded


def places_of(report: Report, g: Gazetteer) -> tuple[list[Place], dict[str, dict[str, float]]]:
    """Give every place that a report may name, with its country, its region and their seats.

    And by the id of each how the report spells it, with the fit of that spelling.
    """
    found: dict[str, Place] = {}
    spelt: dict[str, dict[str, float]] = {}
    for mention in read(report, g).mentions:
        for match in mention.candidates:
            found[match.place.id] = match.place
            spelt.setdefault(match.place.id, {})[mention.text] = match.fit
    for place in list(found.values()):
        found |= {m.place.id: m.place for m in g.find(place.admin1 or "", kind="region")}
        country = g.row(f"country:{place.country}")
        found |= {} if country is None else {country.id: country}
    for place in list(found.values()):
        seat = g.row(place.capital or "")
        found |= {} if seat is None else {seat.id: seat}
    return [place for place in found.values() if not place.id.startswith("point:")], spelt


def told(statement: Statement, of: Callable[[str], str]) -> Territory | None:
    """Give what a figure of territory is about, in English letters."""
    found = statement.territory
    if found is None:
        return None
    sides = (found.side, found.foe_of, found.country)
    plain = [side if side is None or len(side) == 2 else of(side) for side in sides]
    maker = None if found.maker is None else of(found.maker)
    return replace(found, side=plain[0], foe_of=plain[1], country=plain[2], maker=maker)


def found_in(reading: Reading, claims: Sequence[Claim], of: Callable[[str], str]) -> Found:
    """Give all that was found, in English letters."""
    mentions: Found = [
        # Where a name ends, the gazetteer knows: it lists "Gezira State" in English.
        (m.start, m.role, m.kind, r.place is not None and not r.estimated and r.place.id)
        for m, r in zip(reading.mentions, reading.resolutions, strict=True)
    ]
    for claim in claims:
        s = claim.statement
        quantity = s.quantity and (s.quantity.value, s.quantity.unit, of(s.quantity.hedge or ""))
        mentions.append((
            s.start, s.end, s.type, of(s.subject_text or ""), of(s.reference_text or ""), quantity,
            s.direction, s.negated, s.standing, s.date, claim.verdict, told(s, of),
            *((of(link.speaker), of(link.verb)) for link in s.attribution),
        ))  # fmt: skip
    for event in reading.events:
        actor = event.actor or ""
        mentions.append((
            event.start, event.end, actor if len(actor) == 2 else of(actor), event.action,
            of(event.place_name), event.sector, of(event.part or ""), event.negated,
            of(event.verb), event.standing, event.date,
            *((of(link.speaker), of(link.verb)) for link in event.attribution),
        ))  # fmt: skip
    for axis in reading.axes:
        actor = axis.actor or ""
        mentions.append((
            axis.start, axis.end, actor if len(actor) == 2 else of(actor), of(axis.verb),
            axis.from_mention, axis.toward_mention, axis.from_wind, axis.heading, axis.standing,
        ))  # fmt: skip
    return mentions


@pytest.mark.usefixtures("grammar")
@pytest.mark.parametrize("name", sorted(path.stem for path in REPORTS.glob("*.txt")))
def test_a_report_in_other_letters_is_read_the_same(name: str, tmp_path: Path) -> None:
    text = (REPORTS / f"{name}.txt").read_text(encoding="utf-8").partition("\n\n")[2]
    expected, found = both_read(Report(name, text, date="2025-01-06"), tmp_path)
    assert found == expected


@pytest.mark.usefixtures("grammar")
@pytest.mark.parametrize("part", range(4))
def test_territory_in_other_letters_is_read_the_same(part: int, tmp_path: Path) -> None:
    bank = tomllib.loads(TERRITORY.read_text(encoding="utf-8"))["sentence"]
    text = "\n\n".join(row["text"] for row in bank[part::4])
    expected, found = both_read(Report("territory", text, date="2025-01-06"), tmp_path)
    assert any(isinstance(value, Territory) for row in expected for value in row)
    assert found == expected


def both_read(report: Report, folder: Path) -> tuple[Found, Found]:
    """Read a report in English letters and in the others."""
    with (
        Gazetteer.open() as g,
        both(report, g, folder) as (plain, coded),
    ):
        english = read(report, plain)
        other = read(replace(report, text=changed(report.text), lang=LANG), coded)
        expected = found_in(english, check(english, plain), str) + compared_in(english)
        found = found_in(other, check(other, coded), changed) + compared_in(other)
    return expected, found


def compared_in(reading: Reading) -> Found:
    """Give what reports are compared by: what is counted, and which bodies speak."""
    tallies = find_tallies(reading)
    lang = reading.report.lang
    chains = [event.attribution for event in reading.events]
    chains += [statement.attribution for statement in reading.statements]
    spoken = [link.speaker for chain in chains for link in chain]
    names = SpeakerNames((name, lang) for name in spoken)
    keys = [names.of(name, lang=lang).key for name in spoken]
    return [
        *((t.start, t.end, t.noun, t.family, t.deed, t.hours, t.window, t.place) for t in tallies),
        *((key,) for key in keys if key.startswith(("body:", "org:", "side:"))),
        *((is_evidence(name, lang=lang), is_nobody(name, lang=lang)) for name in spoken),
    ]
