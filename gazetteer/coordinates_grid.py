"""Grid references: MGRS squares and UTM eastings and northings, on WGS 84."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from gazetteer.place import Place
from gazetteer.point import point_place

_ZONE: Final = r"(?P<zone>\d(?<!\w\d)\d?)[^\S\n]?(?P<band>[C-HJ-NP-X])"
_MGRS: Final = re.compile(
    _ZONE + r"[^\S\n]{0,2}(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])[^\S\n]{0,2}"
    r"(?:(?P<pair>\d{2,5}[^\S\n]\d{2,5})|(?P<run>\d{4,10}))(?!\w|[.,]\d)",
    re.ASCII,
)
_UTM: Final = re.compile(
    _ZONE + r"[^\S\n]{1,3}(?P<easting>\d{6}(?:\.\d{1,3})?)(?:[^\S\n]?m?[ ]?E)?[,;]?[^\S\n]{1,3}"
    r"(?P<northing>\d{7}(?:\.\d{1,3})?)(?:[^\S\n]?m?[ ]?N)?(?!\w)",
    re.ASCII,
)
_CUE: Final = re.compile(r"\b(?:mgrs|grid|co-?ord)[\w ]{0,12}[:=]? ?\Z", re.IGNORECASE)
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_METRES: Final = 5
"""Digits of each half of a reference that is good to the metre."""


def grid_points(text: str) -> Iterator[tuple[int, int, Place, str]]:
    """Find the grid references of a text.

    An MGRS reference has its zone, band and square and four to ten digits, six at least where no
    blank parts them: `37U CS 123 456`, `37UCS123456`; it names a square, of which the centre is
    taken and the half diagonal is the precision: 71 m for six digits. A UTM position has its zone,
    band, an easting of six digits and a northing of seven: `37U 390123 5684567`; it is good to
    the metre.

    Parameters
    ----------
    text
        Any text.

    Yields
    ------
    tuple
        Offset of the first character, offset behind the last, the point, and `MGRS` or `UTM`.
        What names no square or lies outside its band is left out.
    """
    for match in _MGRS.finditer(text):
        # "20KMH2024" is no square of a kilometre unless something says so.
        short = match["run"] and len(match["run"]) < 6 and " " not in match.group()
        if short and not _CUE.search(text, max(0, match.start() - 24), match.start()):
            continue
        found = _of_square(match)
        if found is not None:
            yield match.start(), match.end(), found, "MGRS"
    for match in _UTM.finditer(text):
        found = _of_metres(match)
        if found is not None:
            yield match.start(), match.end(), found, "UTM"


def _of_square(match: re.Match[str]) -> Place | None:
    """The middle of an MGRS square."""
    digits = match["run"] or ""
    halves = match["pair"].split() if match["pair"] else []
    if digits:
        halves = [digits[: len(digits) // 2], digits[len(digits) // 2 :]]
    easting, northing = halves
    if len(easting) != len(northing) or not 1 <= int(match["zone"]) <= 60:
        return None
    from mgrs import MGRS
    from mgrs.core import MGRSError

    square = f"{int(match['zone']):02d}{match['band']}{match['square']}"
    try:
        lat, lon = MGRS().toLatLon(f"{square}{easting}{northing}")
    except MGRSError:
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    side_m = 10.0 ** (_METRES - len(easting))
    precision_m = math.hypot(side_m, side_m) / 2
    return point_place(
        round(lat, 7), round(lon, 7), precision_m=precision_m, source="MGRS reference as given"
    )


def _of_metres(match: re.Match[str]) -> Place | None:
    """A UTM position; N and S may be bands or halves of the earth."""
    zone, band = int(match["zone"]), match["band"]
    if not 1 <= zone <= 60:
        return None
    from pyproj import Transformer

    easting, northing = float(match["easting"]), float(match["northing"])
    for south in (band < "N", True) if band == "S" else (band < "N",):
        base = 32700 if south else 32600
        to_degrees = Transformer.from_crs(f"EPSG:{base + zone}", "EPSG:4326", always_xy=True)
        lon, lat = to_degrees.transform(easting, northing)
        if _fits(lat, lon, band=band, south=south, zone=zone):
            return point_place(
                round(lat, 7), round(lon, 7), precision_m=1.0, source="UTM position as given"
            )
    return None


def _fits(lat: float, lon: float, *, band: str, south: bool, zone: int) -> bool:
    """Whether a position lies about where its zone and band say."""
    if not (math.isfinite(lat) and math.isfinite(lon) and -80 <= lat <= 84 and -180 <= lon <= 180):
        return False
    off_deg = (lon - (6 * zone - 183) + 180) % 360 - 180
    low = -80 + 8 * _BANDS.index(band)
    high = 84 if band == "X" else low + 8
    in_band = low - 0.01 <= lat <= high + 0.01
    half = band in "NS" and (lat < 0) == (band == "S") and south == (band == "S")
    return abs(off_deg) < 7 and (in_band or half)
