"""Which column of a table means what: as somebody says, or by the usual names of columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gazetteer.errors import GazetteerError, shortened

FIELDS: Final = (
    "id", "name", "names", "lat", "lon", "geo", "kind", "feature", "country", "admin1", "admin2",
    "population", "precision_m",
)  # fmt: skip
"""What a column can mean; `geo` is a column that holds both coordinates."""

# Best first; every entry is a column's name in lower case, without anything but letters and digits.
_USUAL: Final[Mapping[str, Sequence[str]]] = {
    "id": "id uid uuid geonameid placeid osmid".split(),
    "name": "nameen name placename title toponym place settlement locality city label "
    "asciiname название наименование назва".split(),
    "names": "names alternatenames alternatename altnames altname aliases othernames "
    "nameru nameuk namelocal".split(),
    "lat": "lat latitude latdd latitudedd declat y ycoord pointy широта".split(),
    "lon": "lon lng long longitude londd longitudedd declon x xcoord pointx "
    "долгота довгота".split(),
    "geo": "wkt geo geom geometry thegeom coordinates coordinate coords coord location latlon "
    "latlng latlong координаты координати".split(),
    "kind": ["kind"],
    "feature": "feature featuretype featureclass placetype type class place тип".split(),
    "country": "countrycode country iso2 isoa2 cc iso3 isoa3 страна країна".split(),
    "admin1": "admin1 admin1name adm1en adm1name region oblast province state governorate "
    "область регион".split(),
    "admin2": "admin2 admin2name adm2en adm2name district raion rayon county район".split(),
    "population": "population pop inhabitants население населення".split(),
    "precision_m": "precisionm precision accuracym".split(),
}
_LISTED: Final = 40


class ColumnsInvalid(GazetteerError, ValueError):
    """Columns are named that a table does not have, or those it has cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table hold what."""

    columns: Mapping[str, tuple[str, ...]]
    """Columns by field; several are read one after the other, the first that holds something
    counts, and for `names` all of them."""
    constants: Mapping[str, str]
    """Text by field that every record has."""

    def text(self, record: Mapping[str, str], field: str) -> str:
        """Read a field of a record; "" where it has none.

        Parameters
        ----------
        record
            Text by column.
        field
            One of `FIELDS`.
        """
        if field in self.constants:
            return self.constants[field]
        texts = (record.get(column, "") for column in self.columns.get(field, ()))
        if field == "names":
            return ";".join(filter(None, texts))
        return next((text for text in texts if text.strip()), "")

    @property
    def described(self) -> str:
        """The choice as a sentence for people: "name=Name, lat=Y, country:=UA"."""
        parts = [f"{field}={';'.join(self.columns[field])}" for field in self.columns]
        parts += [f"{field}:={text}" for field, text in self.constants.items()]
        return ", ".join(parts)


def parse_columns(text: str) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Read what somebody says of the columns.

    Parameters
    ----------
    text
        Parts divided by commas: `name=Name,lat=Y,lon=X,names=Alt;Old,country:=UA`. ":=" sets the
        same text for every record; ";" divides several columns. A part with a comma stands in
        double quotes: `"name=Name, official"`.

    Returns
    -------
    tuple of dict
        Columns by field, and text by field.

    Raises
    ------
    ColumnsInvalid
        If a part is not of this form, or its field is unknown or named twice.
    """
    columns: dict[str, tuple[str, ...]] = {}
    constants: dict[str, str] = {}
    for part in filter(str.strip, next(csv.reader([text], skipinitialspace=True), [])):
        found = re.fullmatch(r"\s*([a-z_0-9]+)\s*(:?=)(.+)", part, re.DOTALL)
        if found is None:
            raise ColumnsInvalid(
                f"{shortened(part)} names no column; write FIELD=COLUMN or FIELD:=TEXT, "
                "such as name=Name,lat=Y,lon=X,country:=UA"
            )
        field, mark, value = found[1], found[2], found[3].strip()
        if field not in FIELDS:
            raise ColumnsInvalid(f"{shortened(field)} is no field; the fields: {', '.join(FIELDS)}")
        if field in columns or field in constants:
            raise ColumnsInvalid(f"{field} is named twice; name each field once")
        if mark == ":=":
            constants[field] = value
        else:
            columns[field] = tuple(filter(None, (name.strip() for name in value.split(";"))))
    return columns, constants


def choose_columns(given: str, header: Sequence[str], *, geometry: bool = False) -> Columns:
    """Choose the columns of a table.

    Parameters
    ----------
    given
        As for `parse_columns`; fields that it leaves out are found by the usual names of columns.
    header
        The columns that there are.
    geometry
        Whether each record has a geometry, so that no column need hold the position.

    Raises
    ------
    ColumnsInvalid
        If a column is not there, two could be meant, or none holds the name or the position.
    """
    wanted, constants = parse_columns(given)
    columns = {field: tuple(_find(name, header) for name in wanted[field]) for field in wanted}
    taken = {column for names in columns.values() for column in names}
    placed = geometry or bool({"lat", "lon", "geo"} & columns.keys())
    for field, usual in _USUAL.items():
        if field in columns or field in constants:
            continue
        if field in ("lat", "lon", "geo") and (placed or (field == "geo" and "lat" in columns)):
            continue
        column = _usual(field, usual, [name for name in header if name not in taken])
        if column is not None:
            columns[field] = (column,)
            taken.add(column)
    _check(columns, constants, header, geometry=geometry)
    ordered: dict[str, tuple[str, ...]] = {}
    ordered |= {field: columns[field] for field in FIELDS if field in columns}
    return Columns(ordered, constants)


def _check(
    columns: Mapping[str, object],
    constants: Mapping[str, str],
    header: Sequence[str],
    *,
    geometry: bool,
) -> None:
    missing = [] if "name" in columns or "name" in constants else ["name"]
    if not geometry and "geo" not in columns:
        missing += [field for field in ("lat", "lon") if field not in columns]
    if missing:
        example = ",".join(f"{field}=COLUMN" for field in missing)
        raise ColumnsInvalid(
            f"no column is known to be {' or '.join(missing)}; say which with {example}; "
            f"the columns: {_named(header)}"
        )


def _find(name: str, header: Sequence[str]) -> str:
    """Find a column by its name as given, then by its letters alone."""
    alike = [column for column in header if column == name]
    alike = alike or [column for column in header if _bare(column) == _bare(name)]
    if len(alike) == 1:
        return alike[0]
    what = "several columns are called" if alike else "no column is called"
    raise ColumnsInvalid(f"{what} {shortened(name)}; the columns: {_named(header)}")


def _usual(field: str, usual: Sequence[str], header: Sequence[str]) -> str | None:
    for name in usual:
        alike = [column for column in header if column == name]
        alike = alike or [column for column in header if _bare(column) == name]
        if len(alike) > 1:
            raise ColumnsInvalid(
                f"the columns {_named(alike)} could each be {field}; say which with {field}=COLUMN"
            )
        if alike:
            return alike[0]
    return None


def _bare(column: str) -> str:
    # A dot stays: "tags.name" is the name of something inside the record.
    return "".join(letter for letter in column.lower() if letter.isalnum() or letter == ".")


def _named(columns: Iterable[str]) -> str:
    names = [shortened(column) for column in columns]
    more = [f"and {len(names) - _LISTED} more"] if len(names) > _LISTED else []
    return ", ".join([*names[:_LISTED], *more]) or "none"
