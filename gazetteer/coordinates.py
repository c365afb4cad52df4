"""Coordinates as people type them: latitude first, a grid reference, or a link to a map."""

from __future__ import annotations

import re
from typing import Final

from gazetteer.errors import CoordinatesInvalid
from gazetteer.place import Place
from gazetteer.point import point_place

_LONGEST: Final = 100
"""Letters of the longest text that is read as coordinates."""
_LONGEST_LINK: Final = 2_000
_LINK: Final = re.compile(r"(?:https?://|geo:[-+\d]|(?:www|maps)\.\w)\S*", re.IGNORECASE)
_GRID: Final = re.compile(
    r"\d{1,2}\s?[C-HJ-NP-X]\s{0,3}(?:[A-HJ-NP-Z]{2}[\s\d]{4,14}|[\d\s.,ENM]{13,30})", re.ASCII
)
_SAME_MARKS: Final = str.maketrans(
    {"−": "-", "º": "°", "˚": "°"} | dict.fromkeys("′’‘ʹ´`", "'") | dict.fromkeys("″”“ʺ", '"')
)
_ALIKE: Final = re.compile(r"[\s\d.,;/+\-°'\"NSEW]+")
_NUMBER: Final = re.compile(r"[+-]?\s*\d+(?:\.\d+)?", re.ASCII)
_ANGLE: Final = re.compile(
    r"(?P<front>[NSEW])?\s*+(?P<sign>[+-])?\s*+(?P<degrees>\d++(?:\.\d++)?+)\s*+°?\s*+"
    r"(?:(?P<minutes>\d++(?:\.\d++)?+)\s*+'?\s*+"
    r"(?:(?P<seconds>\d++(?:\.\d++)?+)\s*+\"?\s*+)?)?(?P<back>[NSEW])?",
    re.ASCII,
)


def place_of_coordinates(text: str) -> Place | None:
    """Read a text as a point, where it is written like one.

    Parameters
    ----------
    text
        What a person typed: `51.2, 35.4`, `51°11'29"N 35°16'14"E`, `51 11 29 N, 35 16 14 E`,
        `37U CS 123 456` (MGRS), `37U 390123 5684567` (UTM), or a link to a map.

    Returns
    -------
    Place or None
        A place made up for the point, with a precision of 0 where plain degrees name it, else
        that of the grid square or of the link's digits; None where the text is a name.

    Raises
    ------
    CoordinatesInvalid
        If it holds nothing but numbers and marks of coordinates, and yet is no point on the
        earth with its latitude first; or a link that names no point, or no grid square.
    """
    elsewhere = _grid_or_link(text.strip())
    if elsewhere is not None or len(text) > _LONGEST:
        return elsewhere
    marked = text.translate(_SAME_MARKS).replace("''", '"').upper().strip()
    if not _ALIKE.fullmatch(marked) or len(_NUMBER.findall(marked)) < 2:
        return None
    halves = _halves(marked)
    commas = _whole(text.strip()) if halves is None else None
    if commas is not None:
        return commas
    if halves is None:
        raise CoordinatesInvalid(text, "it does not fall into two numbers")
    lat = _degrees(text, halves[0], name="latitude", letters="NS", most=90)
    lon = _degrees(text, halves[1], name="longitude", letters="EW", most=180)
    return point_place(lat, lon)


def _grid_or_link(text: str) -> Place | None:
    """Read what is written otherwise than in degrees, or in other than Latin letters."""
    link = len(text) <= _LONGEST_LINK and _LINK.fullmatch(text)
    grid = len(text) <= _LONGEST and _GRID.fullmatch(text.upper())
    if not link and not grid and (len(text) > _LONGEST or text.isascii()):
        return None
    found = _whole(text.upper(), lead="grid ") if grid else None
    if link or (not grid and _is_foreign(text)):
        found = _whole(text)
    if found is None and link:
        raise CoordinatesInvalid(text, "the link names no point")
    if found is None and grid:
        raise CoordinatesInvalid(text, "there is no such grid square")
    return found


def _whole(text: str, *, lead: str = "") -> Place | None:
    """The point that a text is from end to end, read as in a report behind some words."""
    from gazetteer.coordinates_in_text import coordinates_in_text

    found = coordinates_in_text(lead + text)
    return found[0].place if len(found) == 1 and len(found[0].text) == len(text) else None


def _is_foreign(text: str) -> bool:
    """Whether a text has letters that its marks are not read with here: `51° с. ш.`."""
    return any(letter.isalpha() and not letter.isascii() for letter in text)


def _halves(text: str) -> tuple[str, str] | None:
    """Cut at the one comma, or, without any, before the second half of the numbers."""
    parts = re.split("[,;/]", text)
    if len(parts) == 2:
        return parts[0].strip(), parts[1].strip()
    numbers = list(_NUMBER.finditer(text))
    if len(parts) > 2 or len(numbers) not in (2, 4, 6):
        return None
    cut = numbers[len(numbers) // 2].start()
    if text[0].isalpha():
        cut = re.search(r"[NSEW]?\s*\Z", text[:cut]).start()  # type: ignore[union-attr]
    return text[:cut].strip(), text[cut:].strip()


def _degrees(text: str, angle: str, *, name: str, letters: str, most: int) -> float:
    """Turn one angle into signed degrees; only then is geopy needed, which loads slowly."""
    found = _ANGLE.fullmatch(angle)
    if found is None:
        raise CoordinatesInvalid(text, f"{angle!r} is no {name}")
    given = {letter for letter in (found["front"], found["back"]) if letter}
    if found["sign"] and given:
        raise CoordinatesInvalid(text, f"the {name} has both a sign and a letter; keep one")
    minutes, seconds = (float(found[part] or 0) for part in ("minutes", "seconds"))
    if len(given) > 1 or not given <= set(letters):
        raise CoordinatesInvalid(text, f"{' and '.join(letters)} are the letters of a {name}")
    if minutes >= 60 or seconds >= 60:
        raise CoordinatesInvalid(text, f"minutes and seconds of the {name} must be below 60")
    from geopy.point import Point

    # A sign on 0 degrees would be lost, so that it is handed over as a letter.
    south_or_west = (found["sign"] == "-") != bool(given & {"S", "W"})
    degrees = float(
        Point.parse_degrees(found["degrees"], minutes, seconds, "S" if south_or_west else "N")
    )
    if abs(degrees) > most:
        raise CoordinatesInvalid(text, f"{name} {degrees:g} is not within -{most}..{most} degrees")
    return degrees + 0.0
