"""The options by which commands take care of control maps, and the taking of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maps.cli_control_notes import tell

if TYPE_CHECKING:
    from geo.control.atlas import ControlAtlas
    from geo.control.care import Cared

EmbargoOption = Annotated[
    float | None,
    typer.Option("--embargo", metavar="HOURS", help="Leave out maps younger than this.", min=0),
]
CoarsenOption = Annotated[
    float | None,
    typer.Option(
        "--coarsen",
        metavar="METRES",
        help="Move shapes to a grid this wide, so that they tell no more.",
        min=1,
    ),
]
UnitsOption = Annotated[
    bool,
    typer.Option("--units", help="Keep the points of units and sites, which are left out."),
]
PermittedOption = Annotated[
    str | None,
    typer.Option(
        "--permitted",
        metavar="TEXT",
        help="Who permits, and when, that maps without a stated licence are given away; it is "
        "written into the file.",
    ),
]


def careful(
    atlas: ControlAtlas,
    *,
    embargo: float | None = None,
    coarsen: float | None = None,
    units: bool = False,
    permitted: str | None = None,
    sharing: bool = False,
) -> Cared:
    """Take care of maps as a command's options ask for, and say on standard error what was done.

    Parameters
    ----------
    atlas
        The maps as they were read.
    embargo
        What `--embargo` says, hours.
    coarsen
        What `--coarsen` says, metres.
    units
        What `--units` says.
    permitted
        What `--permitted` says.
    sharing
        Whether the command gives the maps away as data.
    """
    from datetime import UTC, datetime

    from geo.control.care import Care, cared_for

    care = Care(embargo, coarsen, units, permitted)
    cared = cared_for(atlas, care, now=datetime.now(UTC), sharing=sharing)
    tell(cared.notes)
    return cared
