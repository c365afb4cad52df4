"""Coordinates as people type them: latitude first, in decimals or degrees, minutes and seconds."""

from __future__ import annotations

import re
from typing import Final

from gazetteer.errors import CoordinatesInvalid
from gazetteer.place import Place

_LONGEST: Final = 100
"""Letters of the longest text that is read as coordinates."""
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
        What a person typed: `51.2, 35.4`, `51°11'29"N 35°16'14"E` or `51 11 29 N, 35 16 14 E`.

    Returns
    -------
    Place or None
        A place made up for the point, with a precision of 0; None where the text is a name.

    Raises
    ------
    CoordinatesInvalid
        If it holds nothing but numbers and marks of coordinates, and yet is no point on the
        earth with its latitude first.
    """
    if len(text) > _LONGEST:
        return None
    marked = text.translate(_SAME_MARKS).replace("''", '"').upper().strip()
    if not _ALIKE.fullmatch(marked) or len(_NUMBER.findall(marked)) < 2:
        return None
    halves = _halves(marked)
    if halves is None:
        raise CoordinatesInvalid(text, "it does not fall into two numbers")
    lat = _degrees(text, halves[0], name="latitude", letters="NS", most=90)
    lon = _degrees(text, halves[1], name="longitude", letters="EW", most=180)
    return Place(
        id=f"point:{lat:.9g},{lon:.9g}",
        name=f"{lat:.7g}, {lon:.7g}",
        kind="other",
        lon=lon,
        lat=lat,
        precision_m=0.0,
        source="coordinates as given",
    )


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
