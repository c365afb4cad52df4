"""Statements that only a control map can test: which of them is tested by what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from geo.claims.depth import depth_claim
from geo.claims.settlement_count import count_claim
from geo.claims.territory import territory_claim
from geo.reading.statement import StatementType

if TYPE_CHECKING:
    from gazetteer.store import Gazetteer
    from geo.claims.claim import Claim
    from geo.control.atlas import ControlAtlas
    from geo.reading.reading import Reading
    from geo.reading.statement import Statement

    Tester = Callable[[Statement, Reading, Gazetteer, ControlAtlas], Claim | None]

_TESTERS: Final[Mapping[StatementType, Tester]] = {
    "area": territory_claim,
    "count": count_claim,
    "depth": depth_claim,
    "change": territory_claim,
    "proportion": territory_claim,
}
"""One function for each type of statement; None from it leaves the statement unchecked."""


def mapped_claim(
    statement: Statement, reading: Reading, gazetteer: Gazetteer, control: ControlAtlas
) -> Claim | None:
    """Check a statement against control maps.

    Parameters
    ----------
    statement
        A statement of the reading.
    reading
        The report that states it.
    gazetteer
        The gazetteer that it was read against.
    control
        The control maps supplied. A layer that was inferred from reports is never used: no claim
        may support itself.

    Returns
    -------
    Claim or None
        None where such statements are not tested on maps.
    """
    tester = _TESTERS.get(statement.type)
    return None if tester is None else tester(statement, reading, gazetteer, control)
