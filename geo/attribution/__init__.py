"""Attribution: who stands behind what a report says, by one rule for all that asks.

`geo.attribution.origin.Origins` goes along the chain of speakers that a reading gives for a
statement or an event and names the one at its end. Footage, maps, documents, pronouns and clauses
are nobody; a report's own words are those of its publisher. `naming` tells what the words of a
speaker name, a `speaker` goes under one name in all the reports.
"""

from __future__ import annotations

from geo.attribution.origin import Origins, Voices
from geo.attribution.speaker import Speaker

__all__ = ["Origins", "Speaker", "Voices"]
