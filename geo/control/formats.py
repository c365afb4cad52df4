"""Control maps from files: which format it is, and the layers out of each."""

from __future__ import annotations

from pathlib import Path

from geo.control.content import content_kind, parsed_json, read_bytes, refused
from geo.control.deepstate import (
    daily_day,
    map_of_answer,
    sketch_daily,
    sketch_deepstate,
)
from geo.control.finish import Origin, finished
from geo.control.layer import ControlLayer
from geo.control.options import LoadOptions
from geo.control.owlmaps import is_owlmaps, sketch_owlmaps
from geo.control.sketch import Sketch
from geo.errors import ControlInvalid


def load_layers(
    path: str | Path, *, options: LoadOptions | None = None
) -> tuple[ControlLayer, ...]:
    """Read the control maps of one file: one for each day that it shows.

    Parameters
    ----------
    path
        The file.
    options
        What the file does not say itself.

    Returns
    -------
    tuple of ControlLayer
        By day.

    Raises
    ------
    ControlInvalid
        If it is no control map that can be read; the text names file, fault and remedy.
    """
    path = Path(path)
    options = options or LoadOptions()
    data = read_bytes(path)
    kind = content_kind(data)
    if kind != "json":
        raise refused(data, file=path.name)
    origin = Origin.of(path.name, data)
    return finished(_from_json(data, origin, options), origin, options=options)


def load_control(path: str | Path, *, options: LoadOptions | None = None) -> ControlLayer:
    """Read one control map.

    Parameters
    ----------
    path
        The file.
    options
        What the file does not say itself.

    Raises
    ------
    ControlInvalid
        If it is no control map that can be read, or holds several days.
    """
    layers = load_layers(path, options=options)
    if len(layers) > 1:
        days = [layer.date or "undated" for layer in layers]
        shown = days if len(days) <= 8 else [*days[:3], f"… {len(days) - 6} more …", *days[-3:]]
        raise ControlInvalid(
            f"{Path(path).name} holds {len(layers)} maps, of {', '.join(shown)}; one is wanted"
        )
    return layers[0]


def _from_json(data: bytes, origin: Origin, options: LoadOptions) -> Sketch:
    """Read what JSON draws."""
    value = parsed_json(data, file=origin.file)
    if is_owlmaps(value):
        return sketch_owlmaps(value)
    if options.side_column is None and map_of_answer(value) is not None:
        return sketch_deepstate(value)
    if options.side_column is None and daily_day(value, origin.stem) is not None:
        return sketch_daily(value, origin.stem)
    raise ControlInvalid(f"{origin.file} is no control map")
