"""A feature of a file: a shape with its attributes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shapely.geometry.base import BaseGeometry

from gazetteer.errors import shortened
from gazetteer.vertices import parts

_LISTED: Final = 8
_VALUES: Final = 5


@dataclass(frozen=True, slots=True)
class Feature:
    """A shape with its attributes."""

    shape: BaseGeometry | None
    """x, y, its validity not checked; None where the file has none that can be read."""
    attributes: Mapping[str, Any]
    """What the file says of it."""

    @property
    def is_area(self) -> bool:
        """Whether it is, or holds, an area; one whose shape cannot be read may be."""
        return self.shape is None or any(part.geom_type == "Polygon" for part in parts(self.shape))


def plain_name(name: str) -> str:
    """Reduce the name of an attribute to its letters and digits, in small letters.

    Parameters
    ----------
    name
        As the file has it.

    Examples
    --------
    >>> plain_name("Controlled_By")
    'controlledby'
    """
    return re.sub(r"[\W_]+", "", str(name)).casefold()


def text_of(value: object) -> str:
    """Give the value of an attribute as text; empty where there is none.

    Parameters
    ----------
    value
        As the file has it.
    """
    if value is None or value != value:  # noqa: PLR0124 - not a number, not a time
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\u00a0", " ").split())


def columns_of(features: Iterable[Feature]) -> tuple[str, ...]:
    """List the attributes that occur in features, each once, in their order.

    Parameters
    ----------
    features
        The features.
    """
    return tuple(dict.fromkeys(name for feature in features for name in feature.attributes))


def values_of(features: Iterable[Feature], column: str) -> tuple[str, ...]:
    """List the values of an attribute, each once, in their order, empty ones left out.

    Parameters
    ----------
    features
        The features.
    column
        Name of the attribute.
    """
    texts = (text_of(feature.attributes.get(column)) for feature in features)
    return tuple(dict.fromkeys(text for text in texts if text))


def listed_columns(features: Sequence[Feature], columns: Sequence[str]) -> str:
    """List attributes with some of their values, for a message.

    Parameters
    ----------
    features
        The features.
    columns
        Which attributes.
    """
    told = []
    for column in columns[:_LISTED]:
        values = values_of(features, column)
        shown = [shortened(value) for value in values[:_VALUES]]
        more = [f"{len(values) - _VALUES} more"] if len(values) > _VALUES else []
        told.append(f"{shortened(column)} ({', '.join([*shown, *more]) or 'empty'})")
    more = [f"{len(columns) - _LISTED} more"] if len(columns) > _LISTED else []
    return ", ".join([*told, *more])
