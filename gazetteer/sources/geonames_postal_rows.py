"""Rows of GeoNames' postal-code files: read from text, and told from post offices.

Twelve columns divided by tabs: country, code, place, then name and code of three levels of areas,
latitude, longitude, accuracy. The place is a settlement in most rows, in many a post office of one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from gazetteer.names import plain, romanise_russian, romanise_ukrainian, script_of

COLUMNS: Final = 12
_OFFICE_WORDS: Final = frozenset(
    "почтамт ммп мрп мсц мсо мсп опс пждп пждо оопп уопп аопп уфпс упс гцмпп цмпп цпп апп ппп ппс "
    "умсц опп сц ems цех отделение связи телеграф вокзал филиал сортировочный доставка войсковая "
    "часть тары фгуп поштамт відділення поштове пошта зв'язку військова частина".split()
)
_NUMBERED: Final = re.compile(r"\D[\s\-№]+\d+(?:[\s\-]\D*)?$")
_BRACKETS: Final = re.compile(r"\s*[(\[].*$")
_NAME: Final = re.compile(r"(?:\d{1,3}(?:-\w{1,2})?\s)?[^\W\d_][\w'’ʼ`.,\- ]*")
_SMALL_WORDS: Final = re.compile(
    r"(?<=-)(?:На|Над|Под|Де|Ла|Ле)(?=-)|(?<= )(?:На|Над|Под|И|Имени)(?= )"
)
_LOOKALIKES: Final = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
"""Latin letters that stand for Cyrillic ones of the same shape: Домашoво."""
_AREA_WORDS: Final = re.compile(
    r"\b(?:район|округ|улус|кожуун|аймак|область|край|raion|rayon|district)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PostalRow:
    """One row of a postal-code file."""

    country: str
    """ISO 3166-1 alpha-2 code."""
    code: str
    """Postal code."""
    name: str
    """Name of the settlement, without the village council in brackets behind it."""
    admin1: str
    """Name of the first-level region, as it stands there; "" where none does."""
    admin2: str
    """Name of the district, as it stands there; "" where none does."""
    lon: float
    """Degrees, WGS 84."""
    lat: float
    """Degrees, WGS 84."""
    accuracy: int
    """1 estimated, 3 of an area, 4 matched to a place of GeoNames, 6 centroid; 0 not stated."""


class Faulty(NamedTuple):
    """A row that is broken."""

    reason: str
    """What is wrong with it, and what would be right."""


class Office(NamedTuple):
    """A row of a post office."""

    name: str
    """What it is called."""


def parsed(line: str) -> PostalRow | Faulty | Office:
    """Read one row.

    Parameters
    ----------
    line
        The line, without its end.
    """
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != COLUMNS:
        return Faulty(
            f"it has {len(cells)} columns, not {COLUMNS} divided by tabs; "
            "take the file as GeoNames gives it out"
        )
    country, code, full, admin1, admin2 = cells[0], cells[1], cells[2], cells[3], cells[5]
    if not re.fullmatch("[A-Z]{2}", country) or not code:
        return Faulty(f"country {country!r} and code {code!r} are not two capitals and a code")
    point = _point(cells[10], cells[9])
    if isinstance(point, Faulty):
        return point
    if cells[11] and not re.fullmatch("[0-6]", cells[11]):
        return Faulty(f"accuracy {cells[11]!r} is not one of 1 to 6")
    if is_office(full):
        return Office(full)
    name = settlement_name(full)
    if not name:
        return Faulty(f"{full!r} does not read as the name of a settlement")
    return PostalRow(country, code, name, admin1, admin2, *point, int(cells[11] or 0))


def _point(lon_text: str, lat_text: str) -> tuple[float, float] | Faulty:
    try:
        lon, lat = float(lon_text), float(lat_text)
    except ValueError:
        return Faulty(f"latitude {lat_text!r} and longitude {lon_text!r} are not two numbers")
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        return Faulty(f"latitude {lat_text}, longitude {lon_text} is no point on the earth")
    if lon == 0 and lat == 0:
        return Faulty("latitude 0, longitude 0 stands for a point that nobody knew")
    return lon, lat


def is_office(name: str) -> bool:
    """Tell whether a place name is that of a post office: "Курск 21", "Пенза Почтамт".

    Parameters
    ----------
    name
        The third column.
    """
    words = re.split(r"[\s\-.,/]+", name.lower())
    return bool(_NUMBERED.search(_BRACKETS.sub("", name))) or not _OFFICE_WORDS.isdisjoint(words)


def settlement_name(name: str) -> str:
    """Clean a name: without brackets, its small words small; "" where it reads as none.

    Parameters
    ----------
    name
        The third column.

    Examples
    --------
    >>> settlement_name("Новоєгорівка (Н-Дуванська)"), settlement_name("Ростов-На-Дону")
    ('Новоєгорівка', 'Ростов-на-Дону')
    """
    bare = " ".join(_BRACKETS.sub("", name).replace("’", "'").replace("ʼ", "'").split())
    if " / " in bare:
        bare = next((half for half in bare.split(" / ") if script_of(half) == "latin"), bare)
    if script_of(bare) == "cyrillic":
        bare = bare.translate(_LOOKALIKES)
    if not _NAME.fullmatch(bare) or sum(map(str.isalpha, bare)) < 2:
        return ""
    return _SMALL_WORDS.sub(lambda match: match.group().lower(), bare)


def latin_name(name: str, country: str) -> str:
    """Write a name in Latin letters, by the usage of its country.

    Parameters
    ----------
    name
        Name in any script.
    country
        ISO 3166-1 alpha-2 code: UA by the table of 2010, else by BGN/PCGN for Russian.

    Examples
    --------
    >>> latin_name("Гоголевка", "RU"), latin_name("Гоголівка", "UA")
    ('Gogolevka', 'Hoholivka')
    """
    if script_of(name) != "cyrillic":
        return name
    return romanise_ukrainian(name) if country == "UA" else romanise_russian(name)


def slug(name: str, country: str) -> str:
    """Write a name as a part of an id: small Latin letters, digits and hyphens.

    Parameters
    ----------
    name
        Name in any script.
    country
        ISO 3166-1 alpha-2 code.
    """
    return plain(latin_name(name, country)).replace(" ", "-")


def district_name(admin2: str, country: str) -> str:
    """Write a district's name as this project does: "СУДЖАНСКИЙ РАЙОН" is Sudzhansky.

    Parameters
    ----------
    admin2
        As it stands in the row.
    country
        ISO 3166-1 alpha-2 code.
    """
    bare = " ".join(_AREA_WORDS.sub("", admin2).split())
    shown = "-".join(part.capitalize() for part in bare.split("-")) if bare.isupper() else bare
    return latin_name(shown, country)
