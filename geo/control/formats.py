"""Control maps from files: which format it is, and one layer out of each."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from geo.control.layer import ControlLayer, Maker, control_frame
from geo.control.owlmaps import MAKER, is_owlmaps, owlmaps_rows
from geo.errors import ControlInvalid


def load_control(path: str | Path) -> ControlLayer:
    """Read one control map.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    ControlInvalid
        If it is no control map that can be read.
    """
    path = Path(path)
    data = path.read_bytes()
    value = json.loads(data)
    day = re.search(r"(\d{4})(\d{2})(\d{2})", path.stem)
    stamp = "-".join(day.groups()) if day else None
    if not is_owlmaps(value):
        raise ControlInvalid(f"{path.name} is no control map")
    rows = [row | {"source": MAKER, "source_date": stamp} for row in owlmaps_rows(value)]
    return ControlLayer(
        control_frame(rows),
        maker=Maker(MAKER),
        date=stamp,
        date_basis="file name",
        file=path.name,
        format="owlmaps",
        sha256=hashlib.sha256(data).hexdigest(),
    )
