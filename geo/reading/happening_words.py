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
    occurrence: frozenset[str]
    """Words that say that a deed named by a noun happened."""
    no: frozenset[str]
    """Words before a force that deny what it did: "no troops entered"."""
    be: frozenset[str]
    """Forms of "be"."""
    forces: frozenset[str]
    """Nouns of those who fight."""
    civil: frozenset[str]
    """Who may do what forces do: "police raided a flat"."""
    dashes: frozenset[str]
    """Marks behind a heading."""
    told: frozenset[str]
    """Words that open what is told: "the report that Berdin had fallen"."""
    false: frozenset[str]
    """What claims are that are denied."""

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
        occurrence=frozenset(clauses["occurrence"]),
        no=frozenset(data["polarity"]["no"]),
        be=frozenset(data["polarity"]["be"]),
        forces=frozenset(words("sides", lang=lang)["forces"]["nouns"] + data["frames"]["pronouns"]),
        civil=frozenset(data["frames"]["civil"]),
        dashes=frozenset(data["frames"]["dashes"]),
        told=frozenset(data["frames"]["told"]),
        false=frozenset(data["frames"]["false"]),
    )
