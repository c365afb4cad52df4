"""Check what a report states: measure it, and say whether it fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gazetteer.borders import Border
from gazetteer.place import Place
from gazetteer.store import Gazetteer
from geo.claims.assessment import Assessment, assess, measure
from geo.claims.claim import Claim, Fit, Interval, Verdict
from geo.claims.edge import spoken_of_edge
from geo.claims.ends import EndFinder, Ends, Missing
from geo.claims.fits import fits, references_of
from geo.claims.holding import holding_claims
from geo.claims.holding_advance import advance_claims
from geo.claims.holding_front import with_gap
from geo.claims.mapped import mapped_claim
from geo.claims.rows_used import rows_used
from geo.claims.swapped import swapped_note
from geo.claims.verdict import RIVAL_FROM, SURE_FROM, verdict_of, worse
from geo.claims.why import CAUSES, fit_sentence, sentence, span
from geo.claims.working import worked_claim
from geo.errors import RelationInvalid
from geo.reading.reading import Reading
from geo.reading.statement import Quantity, Statement
from geo.relation import Region, Relation, relation_of
from geo.tolerance import StatedInterval, stated_interval, table

if TYPE_CHECKING:
    from geo.control.atlas import ControlAtlas

_EDGE_SHARES: Final = (0.5, 2.0)
"""How far out a town's edge may lie, in shares of the radius of a circle as large."""
_MAPPED: Final[dict[str, str]] = {
    "depth": "how deep an advance reaches",
    "area": "an area",
    "proportion": "a share of an area",
    "change": "a change of control",
    "count": "a count",
}
"""What only a control map can test."""


def check(
    reading: Reading, gazetteer: Gazetteer, control: ControlAtlas | None = None
) -> tuple[Claim, ...]:
    """Check every statement of a report against the gazetteer, and against control maps.

    A statement fits (`supported`) where the probability that the true value lies in the stated
    interval is 0.8 or more, and does not (`contradicted`) where it is 0.05 or less; between them
    the verdict is `uncertain`, with its cause. It is `unchecked` where an end is unresolved,
    estimated, or known only from such statements. No statement supports itself: where the choice
    of a place would change without it, the verdict is `uncertain`.

    Parameters
    ----------
    reading
        One report, read.
    gazetteer
        The gazetteer that it was read against.
    control
        Control maps; without them what is stated of territory stays unchecked.

    Returns
    -------
    tuple of Claim
        One for each statement, in their order, and with control maps behind them one for each
        advance of a told length and each event that says who holds a place; distances in km,
        bearings in degrees clockwise from north.
    """
    checker = _Checker(reading, gazetteer, control)
    stated = tuple(checker.claim(index) for index in range(len(reading.statements)))
    if control is None:
        return stated
    holdings = holding_claims(reading, gazetteer, control)
    return (*stated, *advance_claims(reading, gazetteer, control), *holdings)


@dataclass(frozen=True, slots=True)
class _Finding:
    """A verdict in the making."""

    verdict: Verdict
    cause: str | None
    probability: float
    notes: tuple[str, ...] = ()

    def unsure(self, cause: str, note: str) -> _Finding:
        """The same, but no longer sure, for a reason."""
        return replace(self, verdict="uncertain", cause=cause, notes=(*self.notes, note))

    def noted(self, note: str) -> _Finding:
        """The same with a further remark, if there is one."""
        return replace(self, notes=(*self.notes, note)) if note else self


class _Checker:
    """Checks the statements of one report."""

    def __init__(
        self, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas | None
    ) -> None:
        self._reading = reading
        self._gazetteer = gazetteer
        self._control = control
        self._finder = EndFinder(reading, gazetteer, control)

    def claim(self, index: int) -> Claim:
        """Check one statement."""
        statement = self._reading.statements[index]
        if statement.working is not None:
            return worked_claim(statement, statement.working, lang=self._reading.report.lang)
        try:
            relation = relation_of(statement, lang=self._reading.report.lang)
        except RelationInvalid as error:
            return _unchecked(statement, None, Missing("unresolved", str(error)))
        if relation is None:
            return self._mapped(statement) or _unmapped(statement, self._reading.report.lang)
        ends = self._finder.ends(statement, self._reading.resolutions)
        if isinstance(ends, Missing):
            return _unchecked(statement, relation, ends)
        region = Region(relation, ends.reference, ends.extent)
        parts, found = assess(region, ends.subject), measure(region, ends.subject)
        if ends.map is not None:
            parts = with_gap(parts, region, ends.subject)
        finding = self._finding(index, region, ends, parts)
        tried = self._tried(statement, region, ends, finding)
        shown = _shown(statement, parts)
        sentences = [sentence(part, ends, found, statement, relation) for part in parts]
        misfit = finding.verdict == "contradicted" and not statement.negated
        swapped = swapped_note(region, ends) if misfit else ""
        others = fit_sentence(tried, ends.subject.name)
        notes = [note for note in (*finding.notes, swapped, others) if note]
        return Claim(
            statement=statement,
            stated=shown.stated,
            measured=shown.measured,
            measured_value=shown.value,
            measured_unit=shown.unit,
            probability=finding.probability,
            verdict=finding.verdict,
            cause=finding.cause,
            why=" ".join([*sentences, *notes]),
            fits=tried,
            foot=found.foot,
            bearing_deg=found.bearing_deg,
            map=ends.map,
            rows=rows_used(ends, region),
        )

    def _mapped(self, statement: Statement) -> Claim | None:
        """Check a statement of territory, where there are maps to check it against."""
        if self._control is None:
            return None
        return mapped_claim(statement, self._reading, self._gazetteer, self._control)

    def _finding(
        self, index: int, region: Region, ends: Ends, parts: tuple[Assessment, ...]
    ) -> _Finding:
        """The verdict, after everything that may shake it."""
        statement = self._reading.statements[index]
        worst = min(parts, key=lambda part: part.probability)
        probability = 1 - worst.probability if statement.negated else worst.probability
        verdict = verdict_of(probability)
        unsure = verdict == "uncertain"
        finding = _Finding(verdict, worst.cause if unsure else None, probability)
        if statement.negated:
            finding = finding.noted("The text denies the relation, so the verdict is turned round.")
        if unsure:
            finding = finding.noted(f"It cannot be told: {CAUSES[worst.cause]}.")
        finding = finding.noted(ends.note and f"Here {ends.note}.")
        finding = _by_road(finding, region, ends.subject, statement)
        finding = self._from_said_edge(finding, region, ends.subject, statement)
        finding = _from_the_edge(finding, region, ends.subject, worst)
        finding = _in_other_units(
            finding, region, ends.subject, statement.quantity, lang=self._reading.report.lang
        )
        if ends.stale and finding.verdict != "uncertain":
            finding = finding.unsure("date", ends.stale)
        return self._resting(finding, index, ends)

    def _from_said_edge(
        self, finding: _Finding, region: Region, subject: Place, statement: Statement
    ) -> _Finding:
        """The finding, where the text measures from the outskirts of a town."""
        stated, reference = region.relation.distance, region.reference
        reach = region.anchor.built_up_m
        if stated is None or statement.reference is None or not reach or statement.negated:
            return finding
        report = self._reading.report
        mention = self._reading.mentions[statement.reference]
        if not spoken_of_edge(report.text, mention, lang=report.lang):
            return finding
        low_m, high_m = (share * reach for share in _EDGE_SHARES)
        high = None if stated.high is None else stated.high + high_m
        moved = replace(stated, low=(stated.low or 0.0) + low_m, high=high)
        verdict = verdict_of(_with_distance(region, moved).probability(subject))
        centred = verdict_of(_with_distance(region, stated).probability(subject))
        if centred in (verdict, "uncertain") or finding.verdict != centred:
            return finding
        return finding.unsure(
            "extent",
            f"The text measures from the edge of {reference.name}, which may lie "
            f"{low_m / 1000:.0f}–{high_m / 1000:.0f} km from its centre; "
            "only the centre is on file.",
        )

    def _resting(self, finding: _Finding, index: int, ends: Ends) -> _Finding:
        """The finding, unsure where the choice of the places is."""
        statement = self._reading.statements[index]
        implied = statement.reference is not None and (
            statement.reference_text not in statement.text
        )
        if implied and finding.verdict == "contradicted":
            return finding.unsure(
                "resolution",
                f"The text does not say from where; {statement.reference_text}, named before, "
                "is taken.",
            )
        without = self._reading.resolve_without(index)
        for mention in (statement.subject, statement.reference):
            if mention is None:
                continue
            chosen, other = self._reading.resolutions[mention].place, without[mention].place
            if chosen is not None and (other is None or other.id != chosen.id):
                instead = "would not be resolved" if other is None else f"would be {other.label()}"
                return finding.unsure(
                    "resolution",
                    f"Without this statement {chosen.name} {instead}: it cannot support itself.",
                )
        rival = self._rival(index, ends) if finding.verdict == "contradicted" else None
        if rival is not None:
            return finding.unsure(
                "resolution", f"It would fit another place of the name: {rival.label()}."
            )
        if ends.score < SURE_FROM and finding.verdict != "uncertain":
            return finding.unsure(
                "resolution", f"Which place is meant is itself unsure (belief {ends.score:.2f})."
            )
        return finding

    def _rival(self, index: int, ends: Ends) -> Place | None:
        """A place that the text could mean as well, of which the statement would hold."""
        statement = self._reading.statements[index]
        relation = relation_of(statement, lang=self._reading.report.lang)
        if relation is None:
            return None
        for mention in (statement.subject, statement.reference):
            rivals = () if mention is None else self._reading.resolutions[mention].rivals
            for rival in rivals:
                if rival.score < RIVAL_FROM:
                    continue
                swapped = mention == statement.subject
                subject = rival.place if swapped else ends.subject
                reference = ends.reference if swapped else rival.place
                fitting = Region(relation, reference).probability(subject)
                if verdict_of(fitting) == "supported":
                    return rival.place
        return None

    def _tried(
        self, statement: Statement, region: Region, ends: Ends, finding: _Finding
    ) -> tuple[Fit, ...]:
        """The report's other references, where a distance does not fit its own."""
        stated = region.relation.distance
        if finding.verdict != "contradicted" or stated is None or statement.negated:
            return ()
        choice = self._finder.border_of(ends.subject)
        own = region.only("distance").probability(ends.subject)
        if verdict_of(own) != "contradicted":
            return ()
        references = references_of(
            self._reading,
            border=choice.border if choice else None,
            without=(ends.subject.id, ends.reference.id),
        )
        return fits(ends.subject, stated, references)


def _by_road(finding: _Finding, region: Region, subject: Place, statement: Statement) -> _Finding:
    """The finding, where the stated figure is or could be the length of a road."""
    stated, quantity = region.relation.distance, statement.quantity
    if stated is None or quantity is None or isinstance(region.reference, Border):
        return finding
    row = table()["road"]
    if region.relation.by_road:
        widened = replace(stated, low=(stated.low or 0.0) / row["longest"])
        possible = _with_distance(region, widened).probability(subject)
        if verdict_of(possible) == "contradicted":
            return finding.noted("No road is as long as that, or as short.")
        return finding.unsure(
            "road", "The text speaks of the road; only the straight line is measured here."
        )
    distance = float(region.measure(subject.lon, subject.lat)[0])
    middle = replace(quantity, hedge=None, value_max=None, text="", paired=None)
    named = stated_interval(middle)
    length = ((named.low or 0.0) + (named.high or 0.0)) / 2
    usual = row["least"] <= length / max(distance, 1.0) <= row["most"]
    if not usual or finding.verdict == "supported" or distance >= (stated.low or 0.0):
        return finding
    return finding.noted(
        "Roads are typically "
        f"{row['typical_low']}–{row['typical_high']} times longer than the straight line: "
        "as a road distance the figure would fit."
    )


def _from_the_edge(
    finding: _Finding, region: Region, subject: Place, worst: Assessment
) -> _Finding:
    """The finding, where a distance fits if it is measured between edges, not centres."""
    stated = region.relation.distance
    built_up = (subject.radius_m or 0.0) + region.anchor.built_up_m
    off = finding.verdict == "contradicted" and worst.part == "distance"
    if subject.kind != "settlement" or region.extent is not None:
        return finding
    if not off or stated is None or stated.high is None or not built_up or region.relation.negated:
        return finding
    widened = replace(stated, high=stated.high + built_up)
    if verdict_of(_with_distance(region, widened).probability(subject)) == "contradicted":
        return finding
    edges = max(float(region.measure(subject.lon, subject.lat)[0]) - built_up, 0.0) / 1000
    return finding.unsure(
        "extent",
        f"From edge to edge of the built-up areas it is about {edges:.1f} km: "
        "measured so, the figure may fit.",
    )


def _in_other_units(
    finding: _Finding, region: Region, subject: Place, quantity: Quantity | None, *, lang: str
) -> _Finding:
    """The finding, where the text gives a distance in two units that disagree."""
    stated = region.relation.distance
    if stated is None or stated.disagreement is None or quantity is None or not quantity.paired:
        return finding
    note = f"The text disagrees with itself: {stated.disagreement}."
    value, unit = quantity.paired
    other = stated_interval(
        replace(quantity, value=value, unit=unit, text="", paired=None), lang=lang
    )
    if other.unit != "m":
        return finding.noted(note)
    second = verdict_of(_with_distance(region, other).probability(subject))
    if worse(second, finding.verdict) == second == finding.verdict:
        return finding.noted(note)
    return finding.unsure("units", note)


def _with_distance(region: Region, stated: StatedInterval) -> Region:
    """The region of another distance from the same reference."""
    return region.stating(Relation(distance=stated))


def _shown(statement: Statement, parts: tuple[Assessment, ...]) -> Assessment:
    """The part whose figures the claim carries: the one that the statement is named after."""
    return next((part for part in parts if part.part == statement.type), parts[0])


def _unchecked(statement: Statement, relation: Relation | None, missing: Missing) -> Claim:
    """A claim that cannot be measured, with what its words admit."""
    stated: Interval | None = None
    unit = None
    if relation is not None and relation.distance is not None:
        stated, unit = _printed(relation.distance)
    elif relation is not None and relation.wind is not None:
        stated, unit = relation.admitted_deg, "deg"
    why = f"{missing.why[:1].upper()}{missing.why[1:]}."
    return Claim(statement, stated, None, None, unit, None, "unchecked", missing.cause, why)


def _unmapped(statement: Statement, lang: str) -> Claim:
    """A claim that only a control map, or nothing here, can test."""
    stated: Interval | None = None
    unit, admits = None, ""
    if statement.quantity is not None and statement.quantity.unit != "count":
        stated, unit = _printed(stated_interval(statement.quantity, lang=lang))
        admits = f"; the words admit {span(stated, unit)}"
    mapped = statement.type in _MAPPED
    cause = "no control map" if mapped else "not measured"
    if mapped:
        why = f"To test {_MAPPED[statement.type]}, a control map of the day is needed{admits}."
    elif statement.type == "duration":
        cause = "unresolved"
        why = f"The text does not date both ends of it{admits}."
    else:
        why = f"A {statement.type} is not measured on a map."
    return Claim(statement, stated, None, None, unit, None, "unchecked", cause, why)


def _printed(interval: StatedInterval) -> tuple[Interval, str]:
    """An interval in the unit of the contract: lengths in km."""
    factor, unit = (1000, "km") if interval.unit == "m" else (1, interval.unit)
    low, high = interval.low, interval.high
    ends = (None if low is None else low / factor, None if high is None else high / factor)
    return ends, unit
