"""What can go wrong when a map is made.

* MapError
  * NothingToMap (ValueError): no report was given
  * AssetUnknown (LookupError): a page asks for a file that no local copy stands for
  * ChartInvalid (ValueError): a chart has nothing to draw
  * MarkupUnsafe (ValueError): a piece of a page would load or run something from outside
  * PictureInvalid (ValueError): a picture is asked for in a size or form that none is drawn in
"""

from __future__ import annotations

from collections.abc import Sequence


class MapError(Exception):
    """Root of every error that this package raises on purpose."""


class NothingToMap(MapError, ValueError):
    """A map was asked for without a single report."""

    def __init__(self) -> None:
        super().__init__("no report was given: a map is drawn from one report or more")


class AssetUnknown(MapError, LookupError):
    """A page asks for a file that no local copy stands for; `known` lists those that do."""

    def __init__(self, url: str, known: Sequence[str]) -> None:
        self.url = url
        self.known = tuple(known)
        super().__init__(
            f"the page asks for {url!r}, which has no local copy; "
            f"add the file to maps/assets and to the table in maps/page.py. "
            f"Known: {', '.join(self.known)}"
        )


class MarkupUnsafe(MapError, ValueError):
    """A piece of a page would load or run something from outside; `reason` says what."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the page would not be self-contained and inert: {reason}")


class ChartInvalid(MapError, ValueError):
    """A chart has nothing to draw, or days and values are not as many."""


class PictureInvalid(MapError, ValueError):
    """A picture is asked for in a size or form that none is drawn in."""
