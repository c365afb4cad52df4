"""The options by which commands take control maps, and the reading of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.control.atlas import ControlAtlas
    from geo.control.options import LoadOptions

ControlFiles = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="Control maps, or folders of them.", show_default=False),
]
ControlOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--control",
        metavar="FILE",
        help="A control map, or a folder of dated ones; may be given several times.",
    ),
]


def gathered(paths: Sequence[Path], *, options: LoadOptions | None = None) -> ControlAtlas:
    """Read control maps, with a progress bar on standard error when it takes a while.

    Parameters
    ----------
    paths
        Files and folders.
    options
        What the files do not say themselves.
    """
    from geo.control.gather import LoadOptions, gather

    return gather(paths, options=options or LoadOptions())
