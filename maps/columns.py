"""Columns of plain values, packed small for a page's scripts; `assets/records.js` unpacks them.

Large pages would else be mostly repetition. A packed column is a list of plain values or a mapping
whose `as` says how to unpack it:

* `one`: the value `v`, `n` times;
* `table`: `t` lists the different values, `v` holds for each row its position there, from 0;
* `steps`: `v` holds differences of whole numbers, the sums are divided by `by`;
* `behind`: `v` holds what stands behind the text `p`;
* `pick`: `v` holds for each row a position in the column `of` (table, name) of the same tables, or
  text that is not there, or None.

`v` of `table`, `steps` and `behind` is a packed column itself. The JSON of all columns is deflated
(RFC 1951) and written in base64.
"""

from __future__ import annotations

import base64
import json
import math
import re
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

Columns = Mapping[str, Sequence[Any]]
"""Values by the name of their column; the i-th of each belongs to the same thing."""
_DEGREE: Final = 100_000
_EXACT: Final = 2**53
_HALVES: Final = re.compile("[\ud800-\udfff]")
_TABLE_SHARE: Final = 0.6
_FEW: Final = 16
_LARGEST: Final = 10**15
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,14}")
_NUMBERED: Final = re.compile(rf"(.*?)({_NUMBER.pattern})", re.DOTALL)


def deflated(
    tables: Mapping[str, Columns], *, picks: Mapping[tuple[str, str], tuple[str, str]] | None = None
) -> Mapping[str, object]:
    """Pack tables for a block of a page: what `frontmap.columns` of its scripts reads.

    Halves of surrogate pairs, which no page can hold, become U+FFFD as they do in `maps.html`.

    Parameters
    ----------
    tables
        Columns by the name of their table. Values are text, numbers, None or lists of these.
    picks
        For columns (table, name) whose text mostly stands in another one: which that is. The other
        one must not be picked itself.

    Returns
    -------
    mapping
        `deflated`: base64 of the deflated JSON; `size`: bytes of that JSON.
    """
    picked = {
        (kind, name): _picked(tables[kind].get(name, ()), tables[of[0]].get(of[1], ()), of)
        for (kind, name), of in (picks or {}).items()
    }
    packed = {
        kind: {
            name: picked.get((kind, name)) or packed_column(values)
            for name, values in columns.items()
        }
        for kind, columns in tables.items()
    }
    return shrunk(packed)


def shrunk(value: object) -> Mapping[str, object]:
    """Deflate any value for a block of a page: what `frontmap.block` of its scripts reads.

    Parameters
    ----------
    value
        Anything that JSON can write.

    Returns
    -------
    mapping
        `deflated`: base64 of the deflated JSON; `size`: bytes of that JSON.
    """
    written = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    plain = _HALVES.sub("\ufffd", written).encode()
    shrink = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    small = shrink.compress(plain) + shrink.flush()
    return {"deflated": base64.b64encode(small).decode("ascii"), "size": len(plain)}


def grown(value: Any) -> Any:  # noqa: ANN401 (JSON of any shape)
    """Give what `shrunk` made smaller; any other value as it is.

    Parameters
    ----------
    value
        A block of a page, read from its JSON.

    Raises
    ------
    ValueError
        If it is cut off, damaged or larger than it says.
    """
    if not (isinstance(value, dict) and value.keys() == {"deflated", "size"}):
        return value
    text, size = value["deflated"], value["size"]
    if not isinstance(text, str) or not isinstance(size, int) or size < 0:
        raise ValueError("what is deflated is no text of a known size")
    grow = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        plain = grow.decompress(base64.b64decode(text, validate=True), size + 1)
    except zlib.error as error:
        raise ValueError(f"what is deflated is damaged ({error})") from error
    if len(plain) != size:
        raise ValueError(f"what is deflated has {len(plain)} bytes and not {size}")
    return json.loads(plain)


def _picked(
    column: Sequence[str | None], source: Sequence[str], of: tuple[str, str]
) -> Mapping[str, object]:
    at = {value: position for position, value in enumerate(source)}
    places = [value if value is None else at.get(value, value) for value in column]
    return {"as": "pick", "of": list(of), "v": places}


def packed_column(values: Sequence[Any]) -> Any:  # noqa: ANN401 (JSON of several shapes)
    """Pack one column in the form that suits its values; unpacking gives them back exactly.

    Parameters
    ----------
    values
        Text, numbers, None or lists of these.
    """
    column = list(values)
    if len(column) < 2:
        return column
    if _same(column):
        return {"as": "one", "v": column[0], "n": len(column)}
    kinds = set(map(type, column))
    if all(issubclass(kind, str) for kind in kinds):
        return _numbered(column) or _tabled(column) or column
    if all(issubclass(kind, int | float) and kind is not bool for kind in kinds):
        return _stepped(column) or column
    if all(kind is type(None) or issubclass(kind, str) for kind in kinds):
        return _tabled(column) or column
    return column


def _same(column: list[Any]) -> bool:
    first = column[0]
    # Lists that are equal may still hold 1 here and True there.
    if isinstance(first, list) and first:
        return False
    return len(set(map(type, column))) == 1 and column.count(first) == len(column)


def _numbered(column: list[str]) -> Mapping[str, object] | None:
    """Names such as `place-1`, `place-2`: one beginning, and a whole number behind it."""
    first = _NUMBERED.fullmatch(column[0])
    if first is None:
        return None
    beginning = first[1]
    try:
        whole = [int(value[len(beginning) :]) for value in column]
    except ValueError:
        return None
    written = [f"{beginning}{number}" for number in whole]
    if written != column or min(whole) < 0 or max(whole) >= _LARGEST:
        return None
    return {"as": "behind", "p": beginning, "v": _stepped(whole) or whole}


def _tabled(column: list[str | None]) -> Mapping[str, object] | None:
    """Few different values: each written once."""
    places: dict[str | None, int] = {}
    codes = [places.setdefault(value, len(places)) for value in column]
    if len(places) > _TABLE_SHARE * len(column):
        return None
    return {"as": "table", "t": list(places), "v": codes}


def _stepped(column: Sequence[float]) -> Mapping[str, object] | None:
    """Whole numbers, or degrees of five digits: differences are shorter than values."""
    by = 1 if all(issubclass(kind, int) for kind in set(map(type, column))) else _DEGREE
    if not all(map(math.isfinite, column)) or max(map(abs, column)) * by >= _EXACT / 2:
        return None
    scaled = [round(value * by) for value in column]
    if [whole / by for whole in scaled] != list(column):
        return None
    steps = [scaled[0], *(b - a for a, b in pairwise(scaled))]
    if by == 1 and max(map(abs, steps)) >= max(map(abs, scaled)) and len(set(steps)) > _FEW:
        return None
    return {"as": "steps", "by": by, "v": steps}
