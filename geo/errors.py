"""What can go wrong when a report is read or checked.

* GeoError
  * ReportInvalid (ValueError): the text is empty, too long or not text
  * RelationInvalid (ValueError): a relation that no region can answer to
  * NetworkInvalid (ValueError): stations and observations that no adjustment can take
  * StatedTableInvalid (ValueError): a table of stated relations that cannot be read
  * ControlInvalid (ValueError): a control map that cannot be read or makes no sense
    * ControlWithheld: care or licences leave no control map over
"""

from __future__ import annotations

from collections.abc import Sequence


class GeoError(Exception):
    """Root of every error that this package raises on purpose."""


class ReportInvalid(GeoError, ValueError):
    """A report cannot be read: it is empty or is not text."""


class RelationInvalid(GeoError, ValueError):
    """A relation breaks its own rules: no such wind, a negative distance, low above high."""


class NetworkInvalid(GeoError, ValueError):
    """A network of stations and observations breaks its own rules."""


class StatedTableInvalid(GeoError, ValueError):
    """A table of stated relations cannot be read; the text names its line and column."""


class ControlInvalid(GeoError, ValueError):
    """A control map cannot be read or breaks its own rules; the text names file and fault."""


class ControlWithheld(ControlInvalid):
    """Care or licences leave no control map over; `notes` say why of each."""

    def __init__(self, notes: Sequence[str]) -> None:
        self.notes = tuple(notes)
        super().__init__(f"no control map is left: {'; '.join(self.notes)}")
