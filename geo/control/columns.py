"""Which attribute of a file says what: by the user's word, else by its name and its values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from gazetteer.errors import shortened
from geo.control.feature import Feature, columns_of, listed_columns, plain_name, values_of
from geo.control.file_day import DayOrder, day_in
from geo.control.meaning import facts, meaning
from geo.control.options import LoadOptions
from geo.errors import ControlInvalid

_MOST: Final = 0.5


def named_column(
    given: str | None, features: Sequence[Feature], *, option: str, file: str
) -> str | None:
    """Find the attribute that the user named.

    Parameters
    ----------
    given
        The name; None where the user named none.
    features
        The features of the file.
    option
        The option by which it was named, for the message.
    file
        Name of the file, for the message.

    Raises
    ------
    ControlInvalid
        If there is no such attribute.
    """
    if given is None:
        return None
    columns = columns_of(features)
    exact = [name for name in columns if name == given]
    alike = [name for name in columns if plain_name(name) == plain_name(given)]
    if exact or alike:
        return (exact or alike)[0]
    near = get_close_matches(given, columns, n=1)
    hint = f"; {option} {near[0]}?" if near else ""
    raise ControlInvalid(
        f"{file} has no attribute {shortened(given)}{hint} It has "
        f"{listed_columns(features, _telling(columns)) or 'none'}"
    )


def side_column(features: Sequence[Feature], *, options: LoadOptions) -> str | None:
    """Find the attribute that most likely names the side.

    Parameters
    ----------
    features
        The areas of the file.
    options
        What the user says values mean.

    Returns
    -------
    str or None
        None where nothing can be told.
    """
    columns = columns_of(features)
    for name in _by_name(columns, facts()["columns"]["side"]):
        values = values_of(features, name)
        if any(not value.replace(".", "").isdigit() for value in values):
            return name
    listed = [name for name in columns if _share(values_of(features, name), options) >= _MOST]
    if listed:
        return listed[0]
    for name in _by_name(columns, facts()["columns"]["perhaps"]):
        values = values_of(features, name)
        known = [value for value in values if meaning(value).is_known]
        if values and len(known) >= _MOST * len(values):
            return name
    return None


def status_column(features: Sequence[Feature], *, beside: str | None) -> str | None:
    """Find the attribute that most likely names the status.

    Parameters
    ----------
    features
        The areas of the file.
    beside
        The attribute that names the side.
    """
    for name in _by_name(columns_of(features), facts()["columns"]["status"]):
        values = values_of(features, name)
        if name != beside and values and all(meaning(value).status for value in values):
            return name
    return None


def date_column(features: Sequence[Feature]) -> str | None:
    """Find the attribute that most likely holds the day: one whose every value is a day.

    Parameters
    ----------
    features
        The areas of the file.
    """
    for name in _by_name(columns_of(features), facts()["columns"]["date"]):
        days = [day_in(value) for value in values_of(features, name)]
        if days and all(found.day or found.basis for found in days):
            return name
    return None


def days_of(values: Sequence[str], *, column: str, file: str) -> dict[str, str]:
    """Read the days of an attribute; one value can tell in which order the others are written.

    Parameters
    ----------
    values
        The values, each once.
    column
        The attribute, for the message.
    file
        Name of the file, for the message.

    Returns
    -------
    dict
        Value → day, ISO 8601; a value that is no day is left away.

    Raises
    ------
    ControlInvalid
        If none of the values is a day, or one can be read as two.
    """
    found = {value: day_in(value) for value in values}
    unclear = {value: dated.basis for value, dated in found.items() if not dated.day}
    unclear = {value: basis for value, basis in unclear.items() if basis}
    if unclear:
        order = _order(values)
        if order is None:
            raise ControlInvalid(
                f"{file} has the day {next(iter(unclear.values()))}, in the attribute {column}; "
                "write days as 2025-01-04, or say one day for all with --map-date"
            )
        found = {value: day_in(value, order=order) for value in values}
    days = {value: dated.day for value, dated in found.items() if dated.day}
    if values and not days:
        raise ControlInvalid(
            f"{file} has no day in its attribute {column} but {shortened(values[0])}; "
            "days are written as 2025-01-04"
        )
    return days


def _order(values: Sequence[str]) -> DayOrder | None:
    """Whether day or month comes first, as far as the values that are clear tell."""
    orders: set[DayOrder] = set()
    for value in values:
        day_first = day_in(value, order="day").day
        month_first = day_in(value, order="month").day
        if (day_first is None) != (month_first is None):
            orders.add("day" if day_first else "month")
    return orders.pop() if len(orders) == 1 else None


def first_column(features: Sequence[Feature], *, what: str) -> str | None:
    """Find an attribute by its name alone.

    Parameters
    ----------
    features
        The features of the file.
    what
        `label` or `within`.
    """
    return next(iter(_by_name(columns_of(features), facts()["columns"][what])), None)


def untold(features: Sequence[Feature], *, file: str) -> ControlInvalid:
    """Say that nothing tells who holds the ground, and what to do about it.

    Parameters
    ----------
    features
        The areas of the file.
    file
        Its name.
    """
    columns = _telling(columns_of(features))
    if not columns:
        return ControlInvalid(
            f"{file} has {len(features)} areas and no attribute that could say who holds them; "
            'say it for all of them with --sides "*=RU"'
        )
    values = values_of(features, columns[0])
    return ControlInvalid(
        f"{file} does not say who holds its {len(features)} areas; its attributes are "
        f"{listed_columns(features, columns)}; name the one that says it and what its values mean, "
        f'such as --side-column {columns[0]} --sides "{(values or ("VALUE",))[0][:30]}=RU"'
    )


def _telling(columns: Iterable[str]) -> list[str]:
    """The attributes that are not about drawing alone."""
    return [name for name in columns if plain_name(name) not in facts()["columns"]["drawing"]]


def _by_name(columns: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The attributes with one of the names wanted, in the order of those."""
    return [name for plain in wanted for name in columns if plain_name(name) == plain]


def _share(values: Sequence[str], options: LoadOptions) -> float:
    """Share of values that the user has said the side of."""
    listed = {value.casefold() for value in options.sides}
    return sum(value.casefold() in listed for value in values) / len(values) if values else 0.0
