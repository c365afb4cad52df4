"""Score a reading, as JSON of the output contract, against labels.

Every figure is a share of counts, so that the counts of several reports can be added.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from geopy.distance import geodesic

if TYPE_CHECKING:
    from tests.reports.labels import ClaimLabel, EventLabel, Labels, MentionLabel, PlaceLabel

Json = Mapping[str, Any]
KEPT_OFF_ROLES: Final = ("person", "organisation")
CORE_CLAIMS: Final = ("distance", "direction")
# Ids of labels that name no row: unresolved, not judged, estimated, a river, a road.
INDEFINITE: Final = ("-", "*", "~", "water", "road")
SAME_PLACE_KM: Final = 3.0
RINGS_KM: Final = (1, 5, 10)
_TYPE_WORDS: Final = re.compile(
    r"\b(the|village|town|city|settlement|hamlet|of|oblast|region|province|governorate|state"
    r"|department|district)\b"
)
# Figure: what is counted as right, out of what.
SHARES: Final[Mapping[str, tuple[str, str]]] = {
    "mentions precision": ("mention hit", "mention read"),
    "mentions recall": ("mention hit", "mention labelled"),
    "roles": ("role right", "mention hit"),
    "kinds": ("kind right", "kind judged"),
    "kept off the map": ("kept off", "to keep off"),
    "literal precision": ("literal hit", "literal read"),
    "literal recall": ("literal hit", "literal labelled"),
    "resolved exactly": ("place exact", "place judged"),
    **{f"resolved @{ring} km": (f"place @{ring}", "place judged") for ring in RINGS_KM},
    "left unresolved": ("unresolved right", "unresolved judged"),
    "estimated": ("estimate right", "estimate judged"),
    "pins precision": ("pin right", "pin drawn"),
    "pins recall": ("pin right", "pin labelled"),
    "claims precision": ("claim hit", "claim read"),
    "claims recall": ("claim hit", "claim labelled"),
    "claim value": ("value right", "claim hit"),
    "claim unit": ("unit right", "claim hit"),
    "claim direction": ("direction right", "claim hit"),
    "claim hedge": ("hedge right", "claim hit"),
    "verdicts": ("verdict right", "claim hit"),
    "causes": ("cause right", "cause judged"),
    "claim standing": ("claim standing right", "claim standing judged"),
    "other claims recall": ("other claim hit", "other claim labelled"),
    "events precision": ("event hit", "event read"),
    "events recall": ("event hit", "event labelled"),
    "event actor": ("actor right", "actor judged"),
    "event sector": ("sector right", "event hit"),
    "event part": ("part right", "event hit"),
    "event negated": ("negated right", "event hit"),
    "event standing": ("event standing right", "event standing judged"),
    "event date": ("event date right", "event date judged"),
}
FIGURES: Final = (
    "mentions precision", "mentions recall", "mentions F1", "roles", "kinds", "kept off the map",
    "literal precision", "literal recall", "literal F1", "resolved exactly", "resolved @1 km",
    "resolved @5 km", "resolved @10 km", "left unresolved", "estimated", "pins precision",
    "pins recall", "pins F1", "claims precision", "claims recall", "claims F1", "claim value",
    "claim unit", "claim direction", "claim hedge", "verdicts", "causes", "claim standing",
    "other claims recall",
    "events precision", "events recall", "events F1", "event actor", "event sector",
    "event part", "event negated", "event standing", "event date",
)  # fmt: skip


@dataclass(slots=True)
class Score:
    """Counts of what is right and what there is, with a line for everything that is not right."""

    counts: Counter[str] = field(default_factory=Counter)
    """Counts by the names that `SHARES` uses."""
    misses: list[tuple[str, str]] = field(default_factory=list)
    """(cause, what was missed), in the order of the text."""

    def add(self, other: Score) -> None:
        """Add another report's counts and misses to this score."""
        self.counts.update(other.counts)
        self.misses += other.misses

    def figures(self) -> dict[str, float | None]:
        """Give every figure, 0..1, in the order of `FIGURES`; None where nothing was judged."""
        shares = {name: self._share(*parts) for name, parts in SHARES.items()}
        for stem in ("mentions", "literal", "pins", "claims", "events"):
            shares[f"{stem} F1"] = f1(shares[f"{stem} precision"], shares[f"{stem} recall"])
        return {name: shares[name] for name in FIGURES}

    def _share(self, right: str, whole: str) -> float | None:
        return self.counts[right] / self.counts[whole] if self.counts[whole] else None

    def tell(self, cause: str, what: str) -> None:
        """Note a miss."""
        self.misses.append((cause, what))


def f1(precision: float | None, recall: float | None) -> float | None:
    """Give the harmonic mean of precision and recall.

    Parameters
    ----------
    precision
        Share of what was read that is right, 0..1; None where nothing was read.
    recall
        Share of what is labelled that was read, 0..1; None where nothing is labelled.
    """
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * precision * recall / (precision + recall)


def score(reading: Json, labels: Labels) -> Score:
    """Score one report's reading.

    Parameters
    ----------
    reading
        One object of the output contract.
    labels
        The labels of the same report.
    """
    result = Score()
    _score_mentions(reading["mentions"], labels, result)
    _score_claims(reading["claims"], labels.claims, result)
    _score_events(reading["events"], labels.events, result)
    return result


def _overlap(label: MentionLabel, mention: Json) -> bool:
    return bool(mention["start"] < label.end and label.start < mention["end"])


def _drawn(mention: Json) -> bool:
    return bool(mention["role"] == "literal" and mention["place"])


def _score_mentions(mentions: Sequence[Json], labels: Labels, result: Score) -> None:
    """Count spans, roles, places and pins."""
    left = {(mention["start"], mention["end"]): mention for mention in mentions}
    for label in labels.mentions:
        found = left.get((label.start, label.end))
        if found is None and set(label.roles) & set(KEPT_OFF_ROLES):
            # How far a person's or body's name reaches does not matter to the map.
            found = next((one for one in left.values() if _overlap(label, one)), None)
        _judge_span(label, found, mentions, result)
        # What overlaps an optional label, a person or a body says the same once more.
        wholly = label.optional or (found is not None and found["role"] in KEPT_OFF_ROLES)
        for span in [span for span, one in left.items() if _overlap(label, one)]:
            if wholly or left[span] is found:
                del left[span]
    for mention in left.values():
        if mention["role"] in KEPT_OFF_ROLES:
            continue
        result.counts["mention read"] += 1
        result.counts["literal read"] += mention["role"] == "literal"
        result.counts["pin drawn"] += _drawn(mention)
        result.tell("mention too many", f"{mention['text']!r} as {mention['role']}")


def _judge_span(
    label: MentionLabel, found: Json | None, mentions: Sequence[Json], result: Score
) -> None:
    """Count one labelled mention."""
    counts = result.counts
    if "literal" not in label.roles:
        off = not any(_overlap(label, one) and _drawn(one) for one in mentions)
        counts["to keep off"] += 1
        counts["kept off"] += off
        if not off:
            result.tell("not kept off the map", f"{label.text!r}, {label.roles[0]}")
    if not label.optional:
        counts["mention labelled"] += 1
        counts["literal labelled"] += label.roles == ("literal",)
        counts["pin labelled"] += label.roles == ("literal",) and _definite(label)
        if found is None:
            result.tell("mention missed", f"{label.text!r}, {label.roles[0]}")
    if found is None or (label.optional and found["role"] not in label.roles):
        if found is not None and _drawn(found) and "literal" not in label.roles:
            counts["pin drawn"] += 1
        return
    if label.optional:
        return
    counts["mention hit"] += 1
    counts["mention read"] += 1
    right = found["role"] in label.roles
    counts["role right"] += right
    if not right:
        result.tell("role wrong", f"{label.text!r} is {label.roles[0]}, read as {found['role']}")
    if "literal" in label.roles and len(label.roles) > 1:
        return
    counts["literal read"] += found["role"] == "literal"
    counts["literal hit"] += label.roles == ("literal",) == (found["role"],)
    if label.roles == ("literal",) == (found["role"],):
        _judge_place(label, found, result)
    elif _drawn(found):
        counts["pin drawn"] += 1


def _definite(label: MentionLabel) -> bool:
    """Whether a definite place must be drawn for a mention."""
    return not any(place.id in INDEFINITE for place in label.places)


def _judge_place(label: MentionLabel, found: Json, result: Score) -> None:
    """Count the kind and the place of a literal mention that was read as one."""
    counts, given = result.counts, found["place"]
    if any(place.id == "*" for place in label.places):
        return
    counts["kind judged"] += 1
    counts["kind right"] += found["kind"] in label.kinds
    if found["kind"] not in label.kinds:
        result.tell("kind wrong", f"{label.text!r} is {label.kinds[0]}, read as {found['kind']}")
    where = "nowhere" if given is None else f"{given['id']} ({given['lat']}, {given['lon']})"
    if _definite(label):
        exact = any(same_place(place, found) for place in label.places)
        off_km = min((distance_km(place, found) for place in label.places), default=float("inf"))
        counts["place judged"] += 1
        counts["place exact"] += exact
        for ring in RINGS_KM:
            counts[f"place @{ring}"] += exact or off_km <= ring
        counts["pin drawn"] += given is not None
        counts["pin right"] += exact or off_km <= RINGS_KM[1]
        if not exact:
            result.tell("place wrong", f"{label.text!r} is {label.places[0].id}, put at {where}")
        return
    kinds = {place.id for place in label.places}
    what = "estimate" if "~" in kinds else "unresolved"
    right = _right_without_row(label, found)
    counts[f"{what} judged"] += 1
    counts[f"{what} right"] += right
    counts["pin drawn"] += given is not None and not right
    if not right:
        result.tell(f"{what} wrong", f"{label.text!r} put at {where}")


def _right_without_row(label: MentionLabel, found: Json) -> bool:
    """Whether a place that no gazetteer holds was left alone or estimated well."""
    for place in label.places:
        if found["place"] is None:
            if place.id in {"-", "water", "road"}:
                return True
        elif place.id == "~":
            near = distance_km(place, found) <= (place.within_km or 0)
            if found["estimated"] and near:
                return True
        elif place.id in {"water", "road"}:
            if found["kind"] == place.id:
                return True
        elif place.id != "-" and same_place(place, found):
            return True
    return False


def distance_km(place: PlaceLabel, found: Json) -> float:
    """Give the distance from a labelled place to where a mention was put, kilometres.

    Regions and countries have no point: nothing is near them.

    Parameters
    ----------
    place
        The labelled place.
    found
        A mention of the output contract.
    """
    given = found["place"]
    if given is None or place.lat is None or place.lon is None:
        return float("inf")
    return float(geodesic((place.lat, place.lon), (given["lat"], given["lon"])).km)


def same_place(place: PlaceLabel, found: Json) -> bool:
    """Whether a mention was put at the labelled place.

    It is where the ids are the same, or where another source's row is a settlement within 3 km,
    a region of the same name and country, or the same country.

    Parameters
    ----------
    place
        The labelled place.
    found
        A mention of the output contract.
    """
    given = found["place"]
    if given is None:
        return False
    if given["id"] == place.id:
        return True
    if found["kind"] != place.kind or found.get("estimated"):
        return False
    if place.kind == "country":
        return bool(given["country"] == place.country)
    if place.kind == "region":
        return given["country"] == place.country and _alike(place.name, given["name"])
    same_table = given["id"].partition(":")[0] == place.id.partition(":")[0]
    return not same_table and distance_km(place, found) <= SAME_PLACE_KM


def _alike(one: str, other: str) -> bool:
    return difflib.SequenceMatcher(None, plain(one), plain(other)).ratio() >= 0.6


def plain(name: str | None) -> str:
    """Strip a name to what tells it from others: no case, no type words, single spaces.

    Parameters
    ----------
    name
        A name as written, or None.
    """
    letters = unicodedata.normalize("NFKD", (name or "").casefold().replace("’", "'"))
    bare = "".join(one for one in letters if not unicodedata.combining(one))
    folded = " ".join(bare.split())
    stripped = " ".join(_TYPE_WORDS.sub(" ", folded.removesuffix("'s")).split())
    return stripped or folded


def _same_claim(label: ClaimLabel, claim: Json) -> bool:
    """Whether a claim is the labelled one, be its number right or not."""
    if label.type != claim["type"]:
        return False
    if label.type not in CORE_CLAIMS:
        return (claim["value"], claim["value_max"]) == (label.value, label.value_max)
    named = plain(claim["reference"])
    named = "border" if named.endswith("border") else named
    return plain(label.subject) == plain(claim["subject"]) and plain(label.reference) == named


def _score_claims(claims: Sequence[Json], labels: Sequence[ClaimLabel], result: Score) -> None:
    """Count claims; distances and directions whose subject is no place are not judged."""
    left = [
        claim
        for claim in claims
        if claim["subject_mention"] is not None or claim["type"] not in CORE_CLAIMS
    ]
    # Claims that must be found have first choice.
    for label in sorted(labels, key=lambda label: label.optional):
        fitting = [claim for claim in left if _same_claim(label, claim)]
        found = max(fitting, key=lambda claim: sum(_agree(label, claim).values()), default=None)
        if found is not None:
            left.remove(found)
        if not label.optional:
            _judge_claim(label, found, result)
    for claim in left:
        if claim["type"] in CORE_CLAIMS:
            result.counts["claim read"] += 1
            told = f"{claim['type']} {claim['subject']} – {claim['reference']} {claim['text']!r}"
            result.tell("claim too many", told)


def _judge_claim(label: ClaimLabel, found: Json | None, result: Score) -> None:
    counts = result.counts
    told = f"{label.type} {label.subject} – {label.reference}"
    core = label.type in CORE_CLAIMS
    counts["claim labelled" if core else "other claim labelled"] += 1
    if found is None:
        result.tell("claim missed", told)
        return
    _judge_part("claim standing", label.standings, found["standing"], told, result)
    if not core:
        counts["other claim hit"] += 1
        return
    counts["claim hit"] += 1
    counts["claim read"] += 1
    for what, right in _agree(label, found).items():
        counts[f"{what} right"] += right
        if not right:
            result.tell(f"{what} wrong", f"{told}: {_wanted(label, what)}, read {found[what]!r}")
    if label.cause is not None and found["verdict"] in label.verdicts:
        counts["cause judged"] += 1
        counts["cause right"] += found["cause"] == label.cause


def _judge_part(
    what: str, wanted: Sequence[str | None], read: str | None, told: str, result: Score
) -> None:
    """Count a part that only some labels judge: those that list what is right."""
    if not wanted:
        return
    result.counts[f"{what} judged"] += 1
    result.counts[f"{what} right"] += read in wanted
    if read not in wanted:
        result.tell(f"{what} wrong", f"{told}: {'/'.join(map(str, wanted))}, read {read!r}")


def _wanted(label: ClaimLabel, what: str) -> str:
    if what == "verdict":
        return f"{'/'.join(label.verdicts)} ({label.measured}: {label.reason})"
    return repr(getattr(label, what))


def _agree(label: ClaimLabel, claim: Json) -> dict[str, bool]:
    """Compare a claim's parts with the label's."""
    return {
        "value": (claim["value"], claim["value_max"]) == (label.value, label.value_max),
        "unit": (claim["unit"] or None) == label.unit,
        "direction": claim["direction"] == label.direction,
        "hedge": plain(claim["hedge"]) == plain(label.hedge),
        "verdict": claim["verdict"] in label.verdicts,
    }


def _score_events(events: Iterable[Json], labels: Sequence[EventLabel], result: Score) -> None:
    """Count events, told apart by place and action; without a place they are not judged."""
    read: dict[tuple[str, str], list[Json]] = {}
    for event in events:
        if event["place_mention"] is not None:
            read.setdefault((plain(event["place_name"]), event["action"]), []).append(event)
    counts = result.counts
    taken: set[tuple[str, str]] = set()
    for label in sorted(labels, key=lambda label: label.optional):
        keys = [(plain(label.place), action) for action in label.actions]
        key = next((key for key in keys if key in read and key not in taken), None)
        taken.update(keys if label.optional else [key] if key else [])
        if label.optional:
            continue
        counts["event labelled"] += 1
        told = f"{'/'.join(label.actions)} {label.place}"
        if key is None:
            result.tell("event missed", told)
            continue
        counts["event hit"] += 1
        counts["event read"] += 1
        _judge_event(label, read[key], told, result)
    for key, same in read.items():
        if key not in taken:
            counts["event read"] += 1
            result.tell("event too many", f"{key[1]} {key[0]}: {same[0]['text']!r}")


def _same_part(labelled: str | None, read: str | None) -> bool:
    """Whether a part is the labelled one: `southern outskirts` is right where `southern` is."""
    if labelled is None or read is None:
        return labelled is read
    return set(plain(labelled).split()) <= set(plain(read).split())


def _judge_event(label: EventLabel, same: Sequence[Json], told: str, result: Score) -> None:
    """Compare the parts of an event; the best of several tellings counts."""
    verdicts = [
        {
            "actor": not label.actors or event["actor"] in label.actors,
            "sector": sorted(event["sector"]) == sorted(label.sector),
            "part": _same_part(label.part, event["part"]),
            "negated": event["negated"] == label.negated,
        }
        for event in same
    ]
    listed = (("standing", label.standings), ("date", label.dates))
    agreeing = [
        sum(right.values()) + sum(event[what] in wanted for what, wanted in listed if wanted)
        for event, right in zip(same, verdicts, strict=True)
    ]
    best = agreeing.index(max(agreeing))
    for what, wanted in listed:
        _judge_part(f"event {what}", wanted, same[best][what] if wanted else None, told, result)
    for what, right in verdicts[best].items():
        if what == "actor":
            if not label.actors:
                continue
            result.counts["actor judged"] += 1
        result.counts[f"{what} right"] += right
        if not right:
            result.tell(f"event {what} wrong", f"{told}: read {same[best][what]!r}")
