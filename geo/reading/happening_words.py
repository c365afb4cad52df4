"""The words of a language that bound clauses and tell deeds that happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geo.reading.words import words


@dataclass(frozen=True, slots=True)
class HappeningWords:
    """Word classes for reading a sentence for deeds."""

    attempts: frozenset[str]
    """Actions of which a try is an attack."""
    tried: frozenset[str]
    """Words that make a deed a try."""
    stops: frozenset[str]
    """Words behind which another clause begins."""
    clause_breaks: frozenset[str]
    """Words and marks at which a clause begins."""
    degrees: frozenset[str]
    """Words between two "as" that only compare: "as much as"."""
    hard_breaks: frozenset[str]
    """Marks across which no verb shares its subject."""
    negations: frozenset[str]
    """Words that deny."""
    doubt: frozenset[str]
    """Words that make a denial one of knowledge: "not confirmed"."""
    sharing: frozenset[str]
    """Words and marks behind which a verb shares the subject of the one before."""
    past_endings: tuple[str, ...]
    """Endings of verbs in the past."""
    agents: frozenset[str]
    """Words that lead to the one who does what a noun names."""
    to: frozenset[str]
    """Words that lead to the one to whom a place falls."""
    out_of: frozenset[str]
    """Words that lead to the place that is left."""
    ties: frozenset[str]
    """Words that tie a place to the object of a verb."""
    article: frozenset[str]
    """Definite articles."""
    conjunctions: frozenset[str]
    """Words that join two sides that fight each other."""
    comparing: frozenset[str]
    """Words that compare or open a clause."""
    shared: frozenset[str]
    """Words before a verb whose subject other words name: "they", "and"."""
    told: frozenset[str]
    """Words that open what is told: "the report that Berdin had fallen"."""
    be: frozenset[str]
    """Forms of "be"."""
    false: frozenset[str]
    """What claims are that are denied."""
    civil: frozenset[str]
    """Who may do what forces do: "police raided a flat"."""
    occurrence: frozenset[str]
    """Words that say that a deed named by a noun happened."""

    @staticmethod
    def of(lang: str) -> HappeningWords:
        """The words of a language.

        Parameters
        ----------
        lang
            ISO 639-1 code.
        """
        return _read(lang)


@cache
def _read(lang: str) -> HappeningWords:
    """Read the words of a language, once."""
    data = words("events", lang=lang)
    clauses = data["clauses"]
    return HappeningWords(
        attempts=frozenset(clauses["attempts"]),
        tried=frozenset(data["polarity"]["tried"]),
        stops=frozenset(data["places"]["stops"]),
        clause_breaks=frozenset(clauses["breaks"]),
        degrees=frozenset(clauses["degrees"]),
        hard_breaks=frozenset(clauses["hard_breaks"]),
        negations=frozenset(data["polarity"]["negations"]),
        doubt=frozenset(clauses["doubt"]),
        sharing=frozenset(clauses["sharing"]),
        past_endings=tuple(clauses["past_endings"]),
        agents=frozenset(clauses["agents"]),
        to=frozenset(clauses["to"]),
        out_of=frozenset(clauses["out_of"]),
        ties=frozenset(clauses["of"]),
        article=frozenset(clauses["article"]),
        conjunctions=frozenset(clauses["conjunctions"]),
        comparing=frozenset(clauses["comparing"]),
        shared=frozenset(clauses["shared"]),
        told=frozenset(clauses["told"]),
        be=frozenset(data["polarity"]["be"]),
        false=frozenset(clauses["false"]),
        civil=frozenset(clauses["civil"]),
        occurrence=frozenset(clauses["occurrence"]),
    )
