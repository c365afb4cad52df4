"""Features of any file, read into the sides, statuses and days of a control map."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import shapely

from gazetteer.errors import shortened
from geo.control.columns import (
    date_column,
    days_of,
    first_column,
    named_column,
    side_column,
    status_column,
    untold,
)
from geo.control.feature import Feature, columns_of, plain_name, text_of, values_of
from geo.control.layer import CONTROL_STATUSES, Maker
from geo.control.meaning import Meaning, facts, meaning
from geo.control.options import ANY_VALUE, LoadOptions, split_side
from geo.control.sketch import PointRow, Sketch
from geo.control.tally import Tally
from geo.control.theatre import country_of
from geo.errors import ControlInvalid

_OURS: Final = ("side", "status", "within", "source", "source_date", "licence")
"""Attributes by which a layer that this project wrote is known."""
_TABLE: Final = "layer"
_TABLES: Final = frozenset({"control", "front_line", "points", "units"})
_CARRIED: Final = ("within", "label", "source", "licence", "attribution")
_FRONT: Final = re.compile(r"\bfront|\bcontact\b|\bfrontline|\blinija\b|фронт", re.IGNORECASE)
_NOBODY: Final = (
    "an area without a side is ground that nobody is said to hold",
    "{n} areas without a side are ground that nobody is said to hold",
)
_UNLISTED: Final = (
    "an area whose value stands for no side that was given",
    "{n} areas whose values stand for no side that was given",
)
_LINES: Final = ("a line", "{n} lines")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which attribute says what; None where none does."""

    side: str | None
    status: str | None
    date: str | None
    label: str | None
    within: str | None


def sketch_table(
    features: Sequence[Feature], *, kind: str, file: str, maker: str, options: LoadOptions
) -> Sketch:
    """Read features into a map.

    Parameters
    ----------
    features
        All features of the file.
    kind
        Which format they come from.
    file
        Name of the file.
    maker
        Who drew it, so far as its name tells.
    options
        What the user says of it.

    Raises
    ------
    ControlInvalid
        If there are no areas, an attribute named is missing, or nothing says who holds the ground.
    """
    features = _ours(features)
    areas = [feature for feature in features if feature.is_area]
    if not any(feature.shape is not None for feature in areas):
        raise ControlInvalid(_no_areas(features, file))
    sketch = Sketch(kind, _maker(areas, maker))
    columns = _columns(areas, sketch.tally, file, options)
    days = values_of(features, columns.date) if columns.date else ()
    reader = _Reader(
        columns,
        options,
        sketch.tally,
        country_of([area.shape for area in areas if area.shape is not None]),
        days_of(days, column=columns.date or "", file=file),
    )
    for feature in areas:
        row = reader.row(feature)
        if row is not None:
            sketch.rows.append(row)
    _add_others(sketch, [feature for feature in features if not feature.is_area], reader)
    return sketch


def _written_by_us(features: Sequence[Feature]) -> bool:
    """Whether the attributes are those of a layer that this project wrote."""
    return set(_OURS) <= set(columns_of(features))


def _ours(features: Sequence[Feature]) -> Sequence[Feature]:
    """Of a file that this project wrote the control alone, not what was told beside it.

    Bands of probability, ground without information and stretches of an inferred front are tables
    of their own there.
    """
    if not _written_by_us(features):
        return features
    return [f for f in features if text_of(f.attributes.get(_TABLE) or "control") in _TABLES]


def _no_areas(features: Sequence[Feature], file: str) -> str:
    """Say what a file holds in place of areas."""
    kinds = sorted({f.shape.geom_type for f in features if f.shape is not None})
    holds = f"only features of type {', '.join(kinds)}" if kinds else "no features with a shape"
    return f"{file} holds {holds}; a control map has areas (polygons)"


def _maker(areas: Sequence[Feature], name: str) -> Maker:
    """The maker that a layer of ours names, else by the file's name."""
    if not _written_by_us(areas):
        return Maker(name)
    told = [values_of(areas, column) for column in ("source", "licence", "attribution")]
    source, licence, attribution = ((values or ("",))[0] for values in told)
    return Maker(source or name, licence or None, attribution)


def _columns(areas: Sequence[Feature], tally: Tally, file: str, options: LoadOptions) -> _Columns:
    """Find out which attribute says what, and note what was assumed."""
    side = named_column(options.side_column, areas, option="--side-column", file=file)
    status = named_column(options.status_column, areas, option="--status-column", file=file)
    day = named_column(options.date_column, areas, option="--date-column", file=file)
    if side is None:
        side = side_column(areas, options=options)
        if side is None and ANY_VALUE not in options.sides:
            raise untold(areas, file=file)
        if side is not None and plain_name(side) != "side":
            tally.add("assumed", f"the attribute {shortened(side)} says who holds the ground")
    if status is None:
        status = status_column(areas, beside=side)
    if day is None and options.date is None:
        day = date_column(areas)
        if day is not None and plain_name(day) not in ("date", "sourcedate"):
            tally.add("assumed", f"the attribute {shortened(day)} says the day")
    label, within = (first_column(areas, what=what) for what in ("label", "within"))
    return _Columns(side, status, day, label, within)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads rows out of features."""

    columns: _Columns
    options: LoadOptions
    tally: Tally
    country: str | None
    days: Mapping[str, str]

    def row(self, feature: Feature) -> dict[str, Any] | None:
        """The row of one area; None, and counted, where the user's list leaves it out."""
        value = self._value(feature, self.columns.side)
        told = self._told(value)
        if told is None:
            self.tally.add("left out", *_UNLISTED, detail=shortened(value))
            return None
        status = self._status(feature) or told.status
        if told.side is None and status != "contested":
            self.tally.add("assumed", *_NOBODY)
        carried = {name: text_of(feature.attributes.get(name)) or None for name in _CARRIED}
        return carried | {
            "geometry": feature.shape,
            "side": told.side,
            "status": status or ("held" if told.side else "contested"),
            "within": self._within(feature) or told.within,
            "label": self._value(feature, self.columns.label) or value or None,
            "day": self.day(feature),
            "inferred": text_of(feature.attributes.get("inferred")).lower() in ("true", "1"),
        }

    def _value(self, feature: Feature, column: str | None) -> str:
        return text_of(feature.attributes.get(column)) if column is not None else ""

    def _told(self, value: str) -> Meaning | None:
        """What a value says, by the user's list, else by itself; None where it is not listed."""
        sides = self.options.sides
        folded = {key.casefold(): side for key, side in sides.items()}
        known = meaning(value)
        given = folded.get(value.casefold(), sides.get(ANY_VALUE))
        if given is not None:
            side, status = split_side(value, given)
            # "liberated=UA" says the side; that the ground is liberated says the value itself.
            return replace(known, side=side, status=status or known.status)
        if sides and not known.is_known and value:
            return None
        if known.side is None and known.status in ("held", "liberated"):
            return self._by_ground(known, value)
        if known.side is None and value and not known.is_known:
            self.tally.add("assumed", f"{shortened(value)} is the maker's own name of a party")
            return Meaning(value)
        return known

    def _by_ground(self, known: Meaning, value: str) -> Meaning:
        """Whose "occupied" or "liberated" it is, by the country that the ground lies in."""
        country = known.within or self.country
        occupier = facts()["occupied"].get(country)
        if country is None or occupier is None:
            return known
        side = occupier if known.status == "held" else country
        verb = "holds" if known.status == "held" else "has liberated"
        self.tally.add(
            "assumed",
            f"{shortened(value)} is ground that {side} {verb}, since all of it lies in {country}",
        )
        return replace(known, side=side, within=country)

    def _status(self, feature: Feature) -> str | None:
        value = self._value(feature, self.columns.status)
        return value if value in CONTROL_STATUSES else meaning(value).status

    def _within(self, feature: Feature) -> str | None:
        value = self._value(feature, self.columns.within)
        return meaning(value).side or value or None

    def day(self, feature: Feature) -> str | None:
        """The day of a feature, ISO 8601."""
        return self.days.get(self._value(feature, self.columns.date))


def _add_others(sketch: Sketch, others: Sequence[Feature], reader: _Reader) -> None:
    """Keep points and the lines that are the front; count the other lines."""
    named = first_column(others, what="label")
    for feature in others:
        shape = feature.shape
        if shape is None:
            continue
        words = " ".join(text_of(value) for value in feature.attributes.values())
        if shape.geom_type in ("Point", "MultiPoint"):
            side = meaning(text_of(feature.attributes.get(reader.columns.side or ""))).side
            label = text_of(feature.attributes.get(named or ""))
            for x, y in shapely.get_coordinates(shape):
                sketch.points.append(
                    PointRow(float(x), float(y), side, label, "point", reader.day(feature))
                )
        elif _FRONT.search(words):
            sketch.lines.append((reader.day(feature), shapely.force_2d(shape)))
        else:
            sketch.tally.add("left out", *_LINES)
