"""Whether a page says what its inputs give: every verdict repeated, every figure compared."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from maps.claim_review import RATING_NAMES
from maps.errors import MapError
from maps.html import neutral
from maps.inputs import BLOCK, REVIEWS_BLOCK, text_hash
from maps.inputs_read import PageInputs, read_inputs
from maps.page_reader import PageSeen, read_page
from maps.repeating import Repeated
from maps.verdict_difference import Changes, verdict_differences
from maps.version import __version__

_EDITED: Final = "the page was edited after it was made"
_BROKEN: Final = "no JSON that can be read"
_VERDICT: Final = re.compile(r"^\S (.*?)(?: \d+)?$")


class PageUnreadable(MapError, ValueError):
    """A file is no page whose work can be repeated; the text says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a page says and that does not come out again."""

    where: str
    """What differs: `claim-1-3: verdict`."""
    page: str
    """What the page says."""
    now: str
    """What comes out now, or what else in the page says otherwise."""
    why: str
    """What it likely comes from."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of repeating the work behind a page."""

    verdicts: int
    """How many verdicts the page has."""
    same: int
    """How many came out the same, with all their figures."""
    differences: tuple[Difference, ...]
    """Everything that differs."""
    remark: str | None = None
    """What was not compared and why."""


def page_inputs(page: str) -> tuple[PageSeen, PageInputs]:
    """Read what a page shows and what it was made from.

    Parameters
    ----------
    page
        The document.

    Raises
    ------
    PageUnreadable
        If it is no page of frontmap, or one that holds no inputs.
    """
    seen = read_page(_lines(page))
    if BLOCK in seen.blocks:
        return seen, read_inputs(seen.blocks[BLOCK])
    if not seen.ours and "frontmap-data" not in seen.blocks:
        raise PageUnreadable("it is no page of frontmap; give one that `frontmap map` wrote")
    raise PageUnreadable(
        "it holds no inputs to repeat the work from: it is cut off, shows control maps alone, or "
        "was made by a version of frontmap before inputs were kept; draw it anew with frontmap map"
    )


def compare(
    page: str, seen: PageSeen, inputs: PageInputs, repeated: Repeated, *, replaced: bool = False
) -> Verification:
    """Compare a page with what comes out now.

    Parameters
    ----------
    page
        The document.
    seen, inputs
        What it shows and what it was made from, by `page_inputs`.
    repeated
        What came of doing the work again.
    replaced
        Whether other corrections than the page's were used.
    """
    given = list(_given(inputs, repeated))
    changes = Changes(
        gazetteer=inputs.gazetteer != repeated.inputs["gazetteer"],
        version=inputs.version != __version__,
        corrections=replaced,
        texts=frozenset(
            n for n, one in enumerate(inputs.reports, 1) if one.sha256 != text_hash(one.report.text)
        ),
    )
    verdicts = json.loads(json.dumps(repeated.inputs["verdicts"]))
    found = verdict_differences(inputs.verdicts, verdicts, changes)
    differences = [*given, *(Difference(*one) for one in found.differences)]
    if changes:
        differences += _inside(seen, inputs)
        remark = (
            "Beside the verdicts and the table of claims the rest of the page was not compared, "
            f"since {changes.told()}."
        )
    else:
        differences += _shown(page, seen, repeated, known=bool(differences))
        remark = None
    return Verification(len(inputs.verdicts), found.same, tuple(differences), remark)


def _given(inputs: PageInputs, repeated: Repeated) -> Iterator[Difference]:
    """What differs in the inputs themselves."""
    if inputs.version != __version__:
        why = "the page was made by another version of frontmap"
        yield Difference("frontmap", inputs.version, __version__, why)
    now = repeated.inputs["gazetteer"]
    if inputs.gazetteer != now:
        yield Difference("gazetteer", inputs.gazetteer, now, _of_gazetteer(inputs.gazetteer, now))
    for one in inputs.reports:
        found = text_hash(one.report.text)
        if found != one.sha256:
            why = "the text in the page was altered after it was made"
            yield Difference(f"report {one.report.id}: checksum", one.sha256, found, why)
    told = inputs.corrections
    if told is not None and told.sha256 != inputs.corrections_sha256:
        why = "the corrections in the page were altered after it was made"
        yield Difference("corrections: checksum", str(inputs.corrections_sha256), told.sha256, why)


def _of_gazetteer(page: str, now: str) -> str:
    """Say in which part two gazetteers differ: the user's rows stand before those that ship."""
    *own, shipped = page.split("+")
    *own_now, shipped_now = now.split("+")
    said = []
    if shipped != shipped_now:
        said.append("another gazetteer ships with this version")
    if own != own_now:
        if not own_now:
            said.append("the page was made with places of a user’s own, or other corrections")
        elif not own:
            said.append("places of your own are used, which the page’s maker did not have")
        else:
            said.append("your own places or the corrections are others")
    return "; ".join(said)


def _inside(seen: PageSeen, inputs: PageInputs) -> Iterator[Difference]:
    """Where the page says otherwise than its own data block."""
    for told in inputs.verdicts:
        key, shown = told["id"], told["shown"]
        row = seen.rows.get(key)
        if row is None:
            yield Difference(f"{key}: row", "missing", shown["claim"], _EDITED)
            continue
        if row.verdict != told["verdict"]:
            yield Difference(f"{key}: mark of the row", row.verdict, told["verdict"], _EDITED)
        for column in ("claim", "stated", "measured", "verdict"):
            cell, text = row.cells.get(column.capitalize(), ""), _as_shown(shown[column])
            # A sign stands before a verdict, the number of a footnote behind it.
            said = _VERDICT.sub(r"\1", cell) if column == "verdict" else cell
            if said != text and not said.startswith(f"{text} "):
                yield Difference(f"{key}: {column} in the table", cell, text, _EDITED)
    for key in seen.rows.keys() - {told["id"] for told in inputs.verdicts}:
        yield Difference(f"{key}: row", "stands in the table", "no such claim", _EDITED)
    yield from _printed(seen, inputs)
    verdicts = {told["id"]: told["verdict"] for told in inputs.verdicts}
    for key, review in _reviews(seen).items():
        rating = review.get("reviewRating")
        name = rating.get("alternateName") if isinstance(rating, dict) else None
        wanted = RATING_NAMES.get(verdicts.get(key, ""), "no review")
        if name != wanted:
            yield Difference(f"{key}: ClaimReview", str(name), wanted, _EDITED)


def _printed(seen: PageSeen, inputs: PageInputs) -> Iterator[Difference]:
    """Where the checksums in the foot are not those of the data block."""
    wanted = [
        ("frontmap", inputs.version),
        *((f"Report {one.report.id}", one.sha256) for one in inputs.reports),
    ]
    printed = [*seen.hashes[: len(wanted)], *seen.hashes[-2:-1]]
    for n, (name, value) in enumerate([*wanted, ("Gazetteer", inputs.gazetteer)]):
        found = printed[n] if n < len(printed) else ("", "missing")
        if found != (_as_shown(name), value):
            yield Difference(f"{name} in the foot", " ".join(found).strip(), value, _EDITED)


def _shown(page: str, seen: PageSeen, repeated: Repeated, *, known: bool) -> Iterator[Difference]:
    """Where the page shows or holds something else than the one drawn anew."""
    drawn = _lines(repeated.page)
    anew = read_page(drawn)
    count = 0
    for one in _parts(seen, anew):
        count += 1
        yield one
    written = _lines(page)
    if not count and not known and written != drawn:
        ends = min(len(written), len(drawn))
        at = next((n for n in range(ends) if written[n] != drawn[n]), ends)
        was, now = (text[max(at - 20, 0) : at + 40] for text in (written, drawn))
        yield Difference(f"markup, character {at + 1:,}", was, now, _EDITED)


def _lines(page: str) -> str:
    """A page with one kind of line end, and nothing before or behind it."""
    return page.replace("\r\n", "\n").strip("\ufeff\n ")


def _parts(seen: PageSeen, anew: PageSeen) -> Iterator[Difference]:
    """Compare rows, reviews, checksums, other text, data and code."""
    told = set()
    for key in dict.fromkeys([*seen.rows, *anew.rows]):
        for where, was, now in _row_differences(seen, anew, key):
            told.add(key)
            yield Difference(f"{key}: {where}", was, now, _EDITED)
    yield from _review_differences(seen, anew)
    if seen.hashes != anew.hashes:
        told.add("footer")
        pairs = dict(seen.hashes), dict(anew.hashes)
        for name in dict.fromkeys([*pairs[0], *pairs[1]]):
            was, now = (pair.get(name, "missing") for pair in pairs)
            if was != now:
                yield Difference(f"{name} in the foot", was, now, _EDITED)
    for key in dict.fromkeys([*seen.passages, *anew.passages]):
        was, now = (side.passages.get(key, "") for side in (seen, anew))
        if was != now and key not in told:
            yield Difference(_place_of(key), *_apart(was, now), _EDITED)
    for key in dict.fromkeys([*seen.blocks, *anew.blocks]):
        was, now = (side.blocks.get(key, "missing") for side in (seen, anew))
        if was != now and key != REVIEWS_BLOCK:
            yield Difference(f"data block {key}", *_apart(was, now), _EDITED)
    if seen.code != anew.code:
        why = f"{_EDITED}, or another version of folium draws here"
        yield Difference(
            "drawing and scripts",
            f"{len(seen.code)} pieces of code",
            f"{len(set(anew.code) - set(seen.code))} of {len(anew.code)} are others",
            why,
        )


def _row_differences(seen: PageSeen, anew: PageSeen, key: str) -> Iterator[tuple[str, str, str]]:
    """Where a row of the table of claims differs."""
    was, now = seen.rows.get(key), anew.rows.get(key)
    if was is None or now is None:
        yield "row", "stands in the table" if was else "missing", "no such claim" if was else "is"
        return
    if was.verdict != now.verdict:
        yield "mark of the row", was.verdict, now.verdict
    for column in dict.fromkeys([*was.cells, *now.cells]):
        texts = was.cells.get(column, ""), now.cells.get(column, "")
        if texts[0] != texts[1]:
            yield f"{column.lower()} in the table", *texts


def _review_differences(seen: PageSeen, anew: PageSeen) -> Iterator[Difference]:
    """Where the ClaimReview of a claim differs."""
    if seen.blocks.get(REVIEWS_BLOCK) == anew.blocks.get(REVIEWS_BLOCK):
        return
    was, now = _reviews(seen), _reviews(anew)
    if _BROKEN in was:
        yield Difference("ClaimReview", _BROKEN, f"{len(now)} reviews", _EDITED)
        return
    found = False
    for key in dict.fromkeys([*was, *now]):
        flat = _flat(was.get(key)), _flat(now.get(key))
        for name in dict.fromkeys([*flat[0], *flat[1]]):
            texts = [side.get(name, "missing") for side in flat]
            if texts[0] != texts[1]:
                found = True
                yield Difference(f"{key}: ClaimReview{name}", texts[0], texts[1], _EDITED)
    if not found:
        texts = [side.blocks.get(REVIEWS_BLOCK, "missing") for side in (seen, anew)]
        yield Difference("ClaimReview", *_apart(texts[0], texts[1]), _EDITED)


def _reviews(seen: PageSeen) -> dict[str, Mapping[str, Any]]:
    """The reviews of a page by the id of the claim; those that cannot be read are left out."""
    try:
        told = json.loads(seen.blocks.get(REVIEWS_BLOCK, "{}"))
    except (ValueError, RecursionError):
        return {_BROKEN: {}}
    graph = told.get("@graph") if isinstance(told, dict) else None
    if not isinstance(graph, list):
        return {}
    reviews = [one for one in graph if isinstance(one, dict)]
    return {str(one.get("identifier")): one for one in reviews}


def _flat(value: Any, name: str = "") -> dict[str, str]:  # noqa: ANN401 - as JSON has it
    """The values of a review by the way to them: `.reviewRating.ratingValue`."""
    flat: dict[str, str] = {}
    waiting = [(name, value)]
    while waiting:
        way, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [(f"{way}.{key}", inner) for key, inner in one.items()]
        elif one is not None:
            flat[way] = str(one)
    return flat


def _as_shown(text: str) -> str:
    """A text as a page shows it."""
    return " ".join(html.unescape(neutral(text)).split())


def _place_of(key: str) -> str:
    """Name a part of the page."""
    names: Mapping[str, str] = {"header": "head of the page", "main": "map and key",
                                "footer": "foot of the page", "title": "title"}  # fmt: skip
    return names.get(key, f"text at #{key}")


def _apart(was: str, now: str, *, room: int = 60) -> tuple[str, str]:
    """Cut two texts to where they part."""
    ends = min(len(was), len(now))
    at = next((n for n in range(ends) if was[n] != now[n]), ends)
    start = max(at - room // 3, 0)
    lead = "…" if start else ""

    def cut(text: str) -> str:
        tail = "…" if len(text) > start + room else ""
        return f"{lead}{text[start : start + room]}{tail}" if text else "missing"

    return cut(was), cut(now)
