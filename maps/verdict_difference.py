"""Where verdicts that a page gives are not those that come out now, and likely why."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gazetteer.measure import inverse
from geo.claims.claim import VERDICT_LABELS
from maps import wording

_FIGURES: Final = ("cause", "stated", "measured", "measured_value", "measured_unit", "probability")
_PLACES: Final = ("type", "start", "end")
_LAST_DIGIT: Final = {"probability": 1e-4}
"""How far figures may lie apart that were rounded: one in the last place that is given."""
_USUAL_DIGIT: Final = 1e-3
_MOVED_M: Final = 1.0
Told = tuple[str, str, str, str]
"""Where, what the page says, what comes out now, why."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not as it was when the page was made."""

    gazetteer: bool = False
    """Whether the gazetteer is another."""
    version: bool = False
    """Whether frontmap is another version."""
    corrections: bool = False
    """Whether other corrections are used."""
    texts: frozenset[int] = frozenset()
    """Reports whose text was altered, from 1."""

    def __bool__(self) -> bool:
        return self.gazetteer or self.version or self.corrections or bool(self.texts)

    def told(self) -> str:
        """Say it as a clause."""
        said = [
            "other corrections are used" if self.corrections else "",
            "the gazetteer is another" if self.gazetteer and not self.corrections else "",
            "frontmap is another version" if self.version else "",
            "a report’s text was altered" if self.texts else "",
        ]
        return " and ".join(filter(None, said))


@dataclass(frozen=True, slots=True)
class VerdictsCompared:
    """What came of comparing verdicts."""

    same: int
    """How many are the same with all their figures."""
    differences: tuple[Told, ...]
    """The rest."""


def verdict_differences(
    page: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], changes: Changes
) -> VerdictsCompared:
    """Compare the verdicts of a page with those that come out now.

    Parameters
    ----------
    page
        The page's, as `maps.inputs.verdict_json` writes them.
    now
        Those that come out now, in the same form.
    changes
        What is not as it was.
    """
    found: list[Told] = []
    same = 0
    if len(page) != len(now):
        reason = changes.told() or "the page was edited after it was made"
        found.append(("number of statements", str(len(page)), str(len(now)), reason))
    by_id = {one["id"]: one for one in now}
    for was in page:
        other = by_id.get(was["id"])
        if other is None:
            found.append(
                (was["id"], was["shown"]["claim"], "not found again", _why(was, None, changes))
            )
            continue
        apart = list(_apart(was, other, changes))
        found += apart
        same += not apart
    known = {one["id"] for one in page}
    for other in now:
        if other["id"] not in known:
            claim = other["shown"]["claim"]
            found.append((other["id"], "missing", claim, _why(None, other, changes)))
    return VerdictsCompared(same, tuple(found))


def _apart(was: Mapping[str, Any], now: Mapping[str, Any], changes: Changes) -> Iterator[Told]:
    """Where two verdicts on one claim differ."""
    key, why = was["id"], _why(was, now, changes)
    if any(was.get(name) != now[name] for name in _PLACES):
        yield f"{key}: statement", _place(was), _place(now), why
        return
    if was["verdict"] != now["verdict"]:
        labels = VERDICT_LABELS[was["verdict"]], VERDICT_LABELS[now["verdict"]]
        yield f"{key}: verdict", *labels, why
    figures = False
    for name in _FIGURES:
        if not _same(was.get(name), now[name], within=_LAST_DIGIT.get(name, _USUAL_DIGIT)):
            figures = True
            yield f"{key}: {name.replace('_', ' ')}", _said(was.get(name)), _said(now[name]), why
    if figures or was["verdict"] != now["verdict"]:
        return
    for name, text in now["shown"].items():
        if was["shown"].get(name) != text:
            yield f"{key}: {name} in words", str(was["shown"].get(name)), text, why


def _same(was: Any, now: Any, *, within: float) -> bool:  # noqa: ANN401 - as JSON has it
    """Whether two values are the same to rounding; bearings may wrap."""
    if isinstance(was, list) and isinstance(now, list):
        pairs = zip(was, now, strict=False)
        return len(was) == len(now) and all(_same(a, b, within=within) for a, b in pairs)
    if _number(was) and _number(now):
        return math.isclose(was, now, rel_tol=1e-12, abs_tol=1.001 * within)
    return bool(was == now)


def _number(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, int | float) and not isinstance(value, bool)


def _place(told: Mapping[str, Any]) -> str:
    """Which statement it is."""
    return f"{told.get('type')} at {told.get('start')}–{told.get('end')}"


def _said(value: Any) -> str:  # noqa: ANN401
    """A value in a few characters."""
    if isinstance(value, list):
        return "–".join("open" if end is None else f"{end:,.6g}" for end in value)
    if _number(value):
        return f"{value:,.6g}"
    return "none" if value is None else str(value)


def _why(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, changes: Changes) -> str:
    """What a difference likely comes from."""
    told = was or now or {}
    report = str(told.get("id", "")).split("-")[1:2]
    if report and report[0].isdigit() and int(report[0]) in changes.texts:
        return "the report’s text was altered"
    if changes.corrections:
        return "other corrections"
    if changes.gazetteer:
        moved = "" if was is None or now is None else "; ".join(_moved(was, now))
        return f"the gazetteer changed{f': {moved}' if moved else ''}"
    if changes.version:
        return "frontmap is another version"
    if changes.texts:
        return "the text of another report was altered"
    return "the page was edited: its own inputs give this"


def _moved(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Which rows are not as they were."""
    for old, new in zip(was["rows"], now["rows"], strict=False):
        if old["id"] != new["id"]:
            yield f"{new['name']} [{new['id']}] in place of {old['name']} [{old['id']}]"
            continue
        ends = [old.get("lon"), old.get("lat"), new.get("lon"), new.get("lat")]
        if all(map(_number, ends)):
            apart_m = inverse((ends[0], ends[1]), (ends[2], ends[3])).distance_m
            if apart_m > _MOVED_M:
                yield f"{new['name']} lies {wording.length(apart_m)} from where it was"
        if old.get("precision_m") != new.get("precision_m"):
            yield f"{new['name']} is known to {_said(new.get('precision_m'))} m"
