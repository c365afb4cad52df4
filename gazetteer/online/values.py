"""Values of an answer from outside, taken for what they are or not at all."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

_LONGEST_TEXT: Final = 200
_NOISE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_JOINERS: Final = "\u200c\u200d"
_INHABITANTS: Final = re.compile(r"\d{1,10}", re.ASCII)


def text_in(value: object) -> str | None:
    """Read a short text: on one line, without marks that steer a terminal or turn its direction.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    str or None
        None where it is no text, empty or longer than any name.
    """
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    kept = "".join(
        char for char in line if char in _JOINERS or unicodedata.category(char) not in _NOISE
    ).strip()
    return kept if 0 < len(kept) <= _LONGEST_TEXT else None


def number_in(value: object) -> float:
    """Read a number, or a text that is one.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    float
        NaN where it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def count_in(value: object) -> int | None:
    """Read a count of inhabitants.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    int or None
        None where it is none, or 0, by which services say that they do not know.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    digits = str(value) if isinstance(value, str) or 0 < value < 10**10 else ""
    return (int(digits) or None) if _INHABITANTS.fullmatch(digits) else None


def table_in(value: object) -> Mapping[str, Any]:
    """Read an object of JSON.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    mapping
        Empty where it is none.
    """
    return value if isinstance(value, Mapping) else {}


def box_in(
    west: object, south: object, east: object, north: object
) -> tuple[float, float, float, float] | None:
    """Read an extent.

    Parameters
    ----------
    west, south, east, north
        Degrees, WGS 84, in any form.

    Returns
    -------
    tuple of float or None
        None where they are no extent on the earth.
    """
    w, s, e, n = (number_in(value) for value in (west, south, east, north))
    sound = -180 <= w <= 180 and -180 <= e <= 180 and -90 <= s <= n <= 90
    return (w, s, e, n) if sound else None


def four_in(value: object) -> Sequence[object]:
    """Read a list of four values.

    Parameters
    ----------
    value
        Anything.

    Returns
    -------
    sequence
        Four times None where it is none.
    """
    return value if isinstance(value, list) and len(value) == 4 else [None] * 4
