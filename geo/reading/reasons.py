"""What speaks for a choice of a place, in words."""

from __future__ import annotations

from collections.abc import Sequence

from geo.reading.statement import AT, Statement
from geo.reading.weights import Term


def said(statement: Statement) -> str:
    """Put a relation into a few words: `about 15 km NE of`.

    Parameters
    ----------
    statement
        What the text states.
    """
    words = [*statement.modifiers]
    tie = "of" if statement.direction else "from"
    if statement.type == "near":
        tie = "" if AT in words else "near"
    if statement.type == "containment":
        tie = "in"
    if statement.quantity is not None:
        amount = statement.quantity
        words += [amount.hedge or "", amount.text or f"{amount.value:g}", amount.unit]
    words += [statement.direction or "", tie]
    return " ".join(word for word in words if word)


def reasons(terms: Sequence[Term]) -> list[str]:
    """Give the reasons for a candidate: stated relations first, then by weight.

    Parameters
    ----------
    terms
        What speaks for it and against it.
    """
    ranked = sorted(terms, key=lambda term: (not term.stated, -abs(term.value)))
    return [term.reason for term in ranked if term.reason and (term.stated or term.value > -0.5)]
