"""A figure as a file whose bytes depend on nothing but what is drawn."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from maps.picture.svg import tidied
from maps.version import __version__

FORMATS: Final = ("png", "svg", "pdf")
"""Endings of the files that a picture can be."""
_SALT: Final = "frontmap"
_SETTINGS: Final[Mapping[Any, Any]] = {
    "agg.path.chunksize": 0,
    "axes.unicode_minus": True,
    "lines.scale_dashes": False,
    "path.simplify": False,
    "pdf.compression": 6,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": _SALT,
    "text.antialiased": True,
    "text.hinting": "no_hinting",
    "text.usetex": False,
}
_SUBSET: Final = re.compile(rb"/([A-Z]{6})\+(DejaVu)")


@contextmanager
def settled() -> Iterator[None]:
    """Draw under settings of our own, whatever the user's are, and leave theirs as they were."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(dict(_SETTINGS))
        yield


def new_figure(*, width_mm: float, height_mm: float, paper: str) -> Any:  # noqa: ANN401
    """Make an empty sheet.

    Parameters
    ----------
    width_mm, height_mm
        Its size.
    paper
        Its colour.

    Returns
    -------
    matplotlib.figure.Figure
        The sheet, known to no window and to nothing else.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), facecolor=paper)
    FigureCanvasAgg(figure)
    return figure


def saved(figure: Any, *, format: str, dpi: int, title: str) -> bytes:  # noqa: A002, ANN401
    """Write a figure.

    Parameters
    ----------
    figure
        The figure.
    format
        One of `FORMATS`.
    dpi
        Points per inch of a PNG.
    title
        Headline, kept in the file.
    """
    creator = f"frontmap {__version__}"
    metadata: dict[str, dict[str, str | None]] = {
        "png": {"Software": None, "Title": _latin(title)},
        "svg": {"Date": None, "Creator": None},
        "pdf": {"CreationDate": None, "Producer": creator, "Creator": creator, "Title": title},
    }
    stream = io.BytesIO()
    with warnings.catch_warnings():
        # A letter that no face has is a box here, and itself in SVG.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(
            stream,
            format=format,
            dpi=dpi if format == "png" else 72,
            metadata=metadata[format],
            facecolor=figure.get_facecolor(),
        )
    data = stream.getvalue()
    if format == "svg":
        return tidied(data, title=title, size_mm=tuple(figure.get_size_inches() * 25.4))
    return _steady(data) if format == "pdf" else data


def _latin(text: str) -> str:
    """A text as a PNG's own field can hold it."""
    return text.encode("latin-1", "replace").decode("latin-1")


def _steady(pdf: bytes) -> bytes:
    """Name the subsets of faces in order: their names come from a hash that changes by process."""
    found: dict[bytes, bytes] = {}
    for match in _SUBSET.finditer(pdf):
        found.setdefault(match[1], b"FMAP" + bytes([65 + len(found) // 26, 65 + len(found) % 26]))
    return _SUBSET.sub(lambda match: b"/" + found[match[1]] + b"+" + match[2], pdf)
