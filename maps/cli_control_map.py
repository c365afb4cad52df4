"""`frontmap control map`: who holds what on one day, what changed between two, all days in turn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from maps.cli_control_care import CoarsenOption, EmbargoOption, UnitsOption, careful
from maps.cli_control_files import (
    ControlFiles,
    DateColumnOption,
    LicenceOption,
    MakerOption,
    MapDateOption,
    SideColumnOption,
    SidesOption,
    StatusColumnOption,
    files_read,
    gathered,
    load_options,
    tell_notes,
)
from maps.cli_options import (
    CorrectionsOption,
    TitleOption,
    UsageInvalid,
    answer_path,
    corrections_at,
    opened_corrected,
    taught,
)
from maps.cli_publication import ErratumOption
from maps.cli_reports import Known, check_all, load_all
from maps.output import write
from maps.progress import MANY, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.store import Gazetteer
    from geo.claims.claim import Claim
    from geo.control.atlas import ControlAtlas
    from geo.control.grounds import Within
    from geo.control.layer import ControlLayer
    from geo.reading.reading import Reading
    from maps.errata import Erratum
    from maps.inputs import Provenance

    Checked = Sequence[tuple[Reading, tuple[Claim, ...]]]

CONTROL_MAP_HELP: Final = taught(
    "Draw control maps as one HTML page that needs no network.\n\n"
    "One day is drawn as it is, two days as what changed between them, more days with a slider.",
    "frontmap control map 20250104.json -o map.html",
    'frontmap control map 20250104.json --within "Kursk region" -o kursk.html',
    "frontmap control map 20241215.json 20250105.json --change -o change.html",
    "frontmap control map maps/ --report report.txt -o timeline.html",
)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the options ask for."""

    change: bool
    """Whether two days are to be compared."""
    within: Within | None
    """The region that the page opens on."""
    title: str | None
    """Headline of the page."""
    units: bool
    """Whether units are to be on the page."""
    made_from: Provenance
    """What a page of reports is made from."""
    errata: tuple[Erratum, ...]
    """Corrections that the page tells of itself."""


def control_map_page(
    context: typer.Context,
    files: ControlFiles,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The page, .html; - for stdout.")
    ],
    change: Annotated[
        bool,
        typer.Option(
            "--change", help="Draw what changed from the first day to the last, however many."
        ),
    ] = False,
    within: Annotated[
        str | None,
        typer.Option(
            "--within", metavar="PLACE", help="Open on this region or country and measure in it."
        ),
    ] = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            "--report",
            metavar="REPORT",
            help="Put the events of this report on the map; may be given several times.",
        ),
    ] = None,
    units: UnitsOption = False,
    embargo: EmbargoOption = None,
    coarsen: CoarsenOption = None,
    title: TitleOption = None,
    corrections: CorrectionsOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
    erratum: ErratumOption = None,
) -> None:
    """Draw control maps."""
    from maps.errata import erratum_of

    errata = tuple(erratum_of(written) for written in erratum or ())
    named = files_read(files) + [name for name in report or () if name != "-"]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    options = load_options(
        side_column=side_column,
        status_column=status_column,
        date_column=date_column,
        sides=sides,
        map_date=map_date,
        maker=maker,
        licence=licence,
    )
    reports = load_all(report or (), known=Known())
    atlas = gathered(files, options=options)
    tell_notes(atlas)
    atlas = careful(atlas, embargo=embargo, coarsen=coarsen, units=units).atlas
    from geo.control.grounds import within_of
    from maps.inputs import ControlSettings, Provenance

    told = corrections_at(corrections)
    with opened_corrected(context, told) as (gazetteer, rulings):
        place = None if within is None else within_of(gazetteer, within)
        checked = check_all(reports, gazetteer, rulings=rulings, control=atlas)
        made_from = Provenance(
            told, atlas.layers, ControlSettings(options, cared=True, coarsen_m=coarsen)
        )
        wish = _Wish(
            change=change,
            within=place,
            title=title,
            units=units,
            made_from=made_from,
            errata=errata,
        )
        page = _page(atlas, gazetteer, wish, checked)
    write(page, path=path)
    if path is not None:
        write(f"{path}: {_told(atlas)}\n", path=None)


def _page(atlas: ControlAtlas, gazetteer: Gazetteer, wish: _Wish, checked: Checked) -> str:
    """Draw what the maps at hand and the options come to."""
    if wish.change or len(atlas.layers) == 2:
        return _change(atlas, gazetteer, wish, checked)
    if len(atlas.layers) > 1:
        return _timeline(atlas, gazetteer, wish, checked)
    (layer,) = atlas.layers
    if checked:
        return _with_reports(layer, gazetteer, wish, checked)
    from maps.control_map import control_map

    return control_map(
        layer,
        gazetteer,
        within=wish.within,
        title=wish.title,
        units=wish.units,
        errata=wish.errata,
    )


def _with_reports(layer: ControlLayer, gazetteer: Gazetteer, wish: _Wish, checked: Checked) -> str:
    """Draw one day with what reports say happened."""
    from geo.control.atlas import ControlAtlas
    from maps.control_choice import sheet_for
    from maps.report_map import report_map

    if wish.units or wish.within:
        raise UsageInvalid("--report goes with neither --units nor --within on the map of one day")
    reports = [reading.report for reading, _ in checked]
    sheet = sheet_for(reports, ControlAtlas([layer]), gazetteer)
    return report_map(
        checked,
        gazetteer,
        title=wish.title,
        control=sheet,
        provenance=wish.made_from,
        errata=wish.errata,
    )


def _change(atlas: ControlAtlas, gazetteer: Gazetteer, wish: _Wish, checked: Checked) -> str:
    """Draw what changed from the first map to the last."""
    from maps.change_map import change_map

    first, last = atlas.layers[0], atlas.layers[-1]
    if first is last:
        raise UsageInvalid("--change compares two days; name the maps of two")
    if first.date == last.date and first.maker == last.maker:
        raise UsageInvalid(
            f"{first.file} and {last.file} are both of {first.date or 'an unknown day'}; "
            "a change is between two days"
        )
    if checked or wish.units:
        raise UsageInvalid("--change goes with neither --report nor --units")
    return change_map(
        first, last, gazetteer, within=wish.within, title=wish.title, errata=wish.errata
    )


def _timeline(atlas: ControlAtlas, gazetteer: Gazetteer, wish: _Wish, checked: Checked) -> str:
    """Draw many days with a slider."""
    from maps.timeline import timeline_page

    if wish.units or wish.within:
        raise UsageInvalid("a timeline takes neither --units nor --within")
    with progress("Following the maps", wanted=len(atlas.layers) >= MANY) as watch:
        return timeline_page(
            atlas,
            gazetteer,
            checked=checked,
            title=wish.title,
            watch=watch,
            errata=wish.errata,
        )


def _told(atlas: ControlAtlas) -> str:
    """Say in one line what was drawn."""
    from maps.tables import count_of

    days = atlas.dates
    spanned = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else "undated"
    return f"{count_of(len(atlas.layers), 'control map')}, {spanned}, by {', '.join(atlas.makers)}"
