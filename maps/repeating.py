"""The work behind a page, done again from the inputs that the page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from maps.errors import MapError
from maps.inputs import Provenance, inputs_json
from maps.inputs_read import PageControl, PageInputs
from maps.report_map import report_map
from maps.spots import Checked

if TYPE_CHECKING:
    from gazetteer.corrected import Rulings
    from gazetteer.corrections import Corrections
    from gazetteer.store import Gazetteer
    from geo.control.atlas import ControlAtlas
    from geo.control.layer import ControlLayer

_LISTED: Final = 4


class ControlMissing(MapError, LookupError):
    """Control maps that a page was measured on are not at hand; `missing` lists them."""

    def __init__(self, missing: Sequence[PageControl], *, given: bool) -> None:
        self.missing = tuple(missing)
        named = [
            f"{one.file or 'a map'} of {one.maker} (SHA-256 {one.sha256 or 'not known'})"
            for one in self.missing[:_LISTED]
        ]
        more = len(self.missing) - len(named)
        listed = "; ".join(named) + (f"; and {more} more" if more else "")
        count = f"{len(self.missing)} control map{'' if len(self.missing) == 1 else 's'}"
        lead = (
            f"{count} that the page was measured on are not among the files given"
            if given
            else f"the page was measured on {count}"
        )
        super().__init__(f"{lead}: {listed}; give the files under these names with --control")


@dataclass(frozen=True, slots=True)
class Repeated:
    """What came of doing the work again."""

    checked: Checked
    """Each report's reading with its claims."""
    inputs: dict[str, Any]
    """The data block that belongs to them."""
    page: str
    """The page, drawn anew."""


def matching(atlas: ControlAtlas | None, wanted: Sequence[PageControl]) -> ControlAtlas | None:
    """Choose the control maps that a page was measured on, by their checksums.

    Parameters
    ----------
    atlas
        The maps at hand, read with the page's settings.
    wanted
        The maps that the page names.

    Returns
    -------
    ControlAtlas or None
        None where the page names none. A map whose file was renamed has the page's name of it.

    Raises
    ------
    ControlMissing
        If one of them is not at hand.
    """
    if not wanted:
        return None
    from geo.control.atlas import ControlAtlas

    at_hand = {} if atlas is None else {_key(layer): layer for layer in atlas.layers}
    found: list[ControlLayer] = []
    missing = []
    for one in wanted:
        layer = at_hand.get((one.sha256, one.date, one.maker))
        if layer is None or not one.sha256:
            missing.append(one)
        else:
            found.append(layer if layer.file == one.file else replace(layer, file=one.file))
    if missing:
        raise ControlMissing(missing, given=atlas is not None)
    return ControlAtlas(found)


def cared(atlas: ControlAtlas, inputs: PageInputs) -> ControlAtlas:
    """Take the care of control maps that the page's maker took.

    Parameters
    ----------
    atlas
        The maps as they were read.
    inputs
        The page's inputs.
    """
    settings = inputs.settings
    if not settings.cared:
        return atlas
    from geo.control.care import Care, cared_for

    care = Care(coarsen_m=settings.coarsen_m)
    # The clock counts for an embargo alone, and there is none.
    return cared_for(atlas, care, now=datetime.fromtimestamp(0, UTC), sharing=False).atlas


def repeat(
    inputs: PageInputs,
    gazetteer: Gazetteer,
    *,
    rulings: Rulings,
    corrections: Corrections | None,
    control: ControlAtlas | None,
) -> Repeated:
    """Read, check and draw the reports of a page again.

    Parameters
    ----------
    inputs
        The page's inputs.
    gazetteer
        The gazetteer, with the corrections.
    rulings
        What the corrections rule for names.
    corrections
        The corrections themselves.
    control
        The control maps, from `matching` and `cared`.
    """
    from maps.cli_reports import check_all
    from maps.control_choice import sheet_for

    reports = [one.report for one in inputs.reports]
    checked = check_all(reports, gazetteer, rulings=rulings, control=control, noted=False)
    made_from = Provenance(
        corrections,
        None if control is None else control.layers,
        inputs.settings,
        inputs.publication,
    )
    sheet = None if control is None else sheet_for(reports, control, gazetteer)
    page = report_map(checked, gazetteer, title=inputs.title, control=sheet, provenance=made_from)
    told = inputs_json(checked, gazetteer, made_from, title=inputs.title)
    return Repeated(checked, told, page)


def _key(layer: ControlLayer) -> tuple[str, str | None, str]:
    return layer.sha256, layer.date, layer.maker.name
