"""Coordinates in running text: what is a position, what is only numbers, and how exact it is."""

from __future__ import annotations

import math
import time

import pytest
from geopy.distance import geodesic
from hypothesis import example, given
from hypothesis import strategies as st
from mgrs import MGRS
from pyproj import Transformer

from gazetteer.coordinates_in_text import coordinates_in_text

POINT = (51.2954, 35.4311)
# 51°17'43" is 51 + 17/60 + 43/3600; 35°25'52" is 35 + 25/60 + 52/3600.
DMS = (51 + 17 / 60 + 43 / 3600, 35 + 25 / 60 + 52 / 3600)
DM = (51 + 17.72 / 60, 35 + 25.87 / 60)

WRITTEN = [
    ("51.2954, 35.4311", POINT), ("51.2954,35.4311", POINT), ("51.2954 35.4311", POINT),
    ("51,2954; 35,4311", POINT), ("51,2954, 35,4311", POINT), ("51.2954; 35.4311", POINT),
    ("51.2954° N, 35.4311° E", POINT), ("51.2954N 35.4311E", POINT), ("51.2954N35.4311E", POINT),
    ("N51.2954 E35.4311", POINT), ("N 51.2954, E 35.4311", POINT), ("51.2954º, 35.4311º", POINT),
    ("35.4311° E, 51.2954° N", POINT), ("51.2954 degrees north, 35.4311 degrees east", POINT),
    ("lat 51.2954, lon 35.4311", POINT), ("Latitude: 51.2954 Longitude: 35.4311", POINT),
    ("51.2954 с.ш. 35.4311 в.д.", POINT), ("51.2954° с. ш., 35.4311° в. д.", POINT),
    ("51.2954° пн. ш., 35.4311° сх. д.", POINT), ("51.2954° пн.ш. 35.4311° сх.д.", POINT),
    ("51°17'43\"N 35°25'52\"E", DMS), ("51°17′43″N, 35°25′52″E", DMS),
    ("51º17’43”N 35º25’52”E", DMS), ("51˚ 17' 43'' N, 35˚ 25' 52'' E", DMS),
    ("51 17 43 N, 35 25 52 E", DMS), ("N 51 17 43 E 35 25 52", DMS),
    ("51°17'43\", 35°25'52\"", DMS), ("51°17′43″ с.ш. 35°25′52″ в.д.", DMS),
    ("51°17′43″ північної широти, 35°25′52″ східної довготи", DMS),
    ("51°17.72'N, 35°25.87'E", DM), ("N51°17.72' E035°25.87'", DM), ("51°17,72′N 35°25,87′E", DM),
    ("https://www.google.com/maps/@51.2954,35.4311,15z", POINT),
    ("https://www.google.com/maps/place/Berdin/@51.1,35.1,15z/data=!4m5!8m2!3d51.2954!4d35.4311",
     POINT),
    ("https://maps.google.com/?q=51.2954,35.4311", POINT),
    ("https://www.google.com/maps/search/?api=1&query=51.2954%2C35.4311", POINT),
    ("https://www.openstreetmap.org/?mlat=51.2954&mlon=35.4311#map=15/51.1/35.1", POINT),
    ("https://www.openstreetmap.org/#map=15/51.2954/35.4311", POINT),
    ("https://yandex.ru/maps/?ll=35.4311%2C51.2954&z=14", POINT),
    ("https://yandex.com/maps/?ll=35.1,51.1&pt=35.4311,51.2954,pm2rdm&z=14", POINT),
    ("https://maps.apple.com/?ll=51.2954,35.4311&q=Pin", POINT),
    ("https://deepstatemap.live/#13/51.2954/35.4311", POINT),
    ("https://deepstatemap.live/en#13.5/51.2954/35.4311", POINT),
    ("geo:51.2954,35.4311;u=35", POINT), ("geo:0,0?q=51.2954,35.4311(Hill)", POINT),
    ("google.com/maps?q=51.2954,35.4311", POINT),
]  # fmt: skip


@pytest.mark.parametrize(("written", "lat_lon"), WRITTEN)
@pytest.mark.parametrize(
    "sentence", ["{}", "Seen on day 3 at {}, by two units.", "A hill ({}).", "Там было {} ранок"]
)
def test_each_notation_is_found_where_it_stands(
    written: str, lat_lon: tuple[float, float], sentence: str
) -> None:
    text = sentence.format(written)
    (found,) = coordinates_in_text(text)
    assert text[found.start : found.end] == found.text == written
    assert (found.place.lat, found.place.lon) == pytest.approx(lat_lon, abs=1e-6)
    assert found.place.id.startswith("point:")
    assert found.place.kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "on 24.02.2022, 25.02.2022", "at 12:30, 18:45", "the score was 3.1, 2.5",
        "24, 48 hours", "2.5, 3.1 km", "2.512, 3.114 km", "guns of 122, 152 mm",
        "version 1.2.3, 4.5.6", "addresses 192.168.0.1, 10.0.0.1", "prices of $51.2954, 35.4311",
        "rose 51.295, 35.431 percent", "call +7 495 123-45-67", "the 51st and 35th brigades",
        "between 20° and 25°", "a bearing of 45°, 90°", "20.55°C, 25.31°C", "(24.02, 25.02)",
        "Monday (12.30, 18.45)", "51,295; 35,431 soldiers", "12,345, 67,890 people",
        "1.2345, 2.3456, 3.4567", "20.5, 21.7, 22.9", "p of 0.0123, 0.0456", "51.2 - 35.4",
        "ratio 51.2954:35.4311", "51.29/35.43", "the roads M4, E40", "the N7 and E40", "51.29",
        "from 51.2954 to 35.4311", "51.2954–35.4311", "Group (51.2, 35.4)", "items (51.29, 35.43)",
        "code 20KMH2024", "3.5S 2.2W", "12.5 N and 3 E", "7.62 × 39", "51.29, 35.43",
        # No points on the earth.
        "95.1234, 35.4311", "lat 95.1234, lon 35.4311", "51.2954, 195.4311", "51°70'N 35°10'E",
        "coordinates 95.3, 35.4", "61U CS 123 456", "37UIS123456", "37U CS 123 45",
        "https://maps.google.com/?q=95.1,35.4", "https://example.org/51.2954,35.4311",
        "https://www.google.com/maps", "http://[bad/maps?q=51.2954,35.4311", "geo:x,y",
        "36U 999999 9999999", "51.2954N, 35.4311N", "-51.2954N, 35.4311E",
    ],
)  # fmt: skip
def test_other_numbers_are_no_position(text: str) -> None:
    assert coordinates_in_text(text) == ()
    assert coordinates_in_text(f"They said {text}.") == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("coordinates 51.3, 35.4", 1), ("Coords: 51.3, 35.4 and 51.4, 35.5", 2),
        ("geolocated to 51.3, 35.4", 1), ("координаты: 51.3, 35.4", 1),
        ("Martynovka (51.24, 35.36)", 1),
        ("lat, lon: 51.3, 35.4", 1), ("-33.8688, 151.2093", 1), ("51.5074, -0.1278", 1),
        ("51.2954, 35.4311; 51.3011, 35.4402; 51.3102, 35.4", 3), ("51°N 35°E", 1),
        ("51.2954, 35.4311, 3.5 km north of it", 1),
        ("51.2954°, 35.4311° north of it", 1), ("51.2954, 35.4311 SW of it", 1),
    ],
)  # fmt: skip
def test_words_brackets_and_digits_are_evidence(text: str, count: int) -> None:
    assert len(coordinates_in_text(text)) == count


@pytest.mark.parametrize("text", ["lon, lat: 35.4311, 51.2954", "Lon/Lat: 35.4311, 51.2954"])
def test_labels_may_put_longitude_first(text: str) -> None:
    (found,) = coordinates_in_text(text)
    assert found.place.lonlat == (35.4311, 51.2954)


@pytest.mark.parametrize(
    ("text", "precision_m"),
    [
        # Half a unit of the last digit: 0.00005° is 5.56 m north and 3.48 m east at 51°.
        ("51.2954, 35.4311", math.hypot(5.56, 3.49)),
        ("coordinates 51.3, 35.4", math.hypot(5564, 3487)),
        ("51°17'43\"N 35°25'52\"E", math.hypot(15.45, 9.69)),
        ("37U CS 123 456", math.hypot(50, 50)), ("37U CS 1234 4567", math.hypot(5, 5)),
        ("51.29541234, 35.43112345", 1),
    ],
)  # fmt: skip
def test_the_precision_is_that_of_the_digits(text: str, precision_m: float) -> None:
    (found,) = coordinates_in_text(text)
    assert found.place.precision_m == pytest.approx(precision_m, rel=0.01)


lats = st.floats(-79.9, 83.9, allow_nan=False).filter(lambda x: abs(x) > 1)
lons = st.floats(-179.9, 179.9, allow_nan=False).filter(lambda x: abs(x) > 1)


def sexagesimal(value: float, *, letters: str, decimals: int) -> str:
    """Write an angle in degrees, minutes and seconds."""
    total = round(abs(value) * 3600, decimals)
    minutes, seconds = divmod(total, 60)
    degrees, minutes = divmod(int(minutes), 60)
    letter = letters[value < 0]
    return f"{degrees}°{minutes}'{seconds:.{decimals}f}\"{letter}"


def check(text: str, written: str, lat: float, lon: float) -> None:
    """Expect one point where it was written, within its own precision of the true one."""
    (found,) = coordinates_in_text(text)
    assert text[found.start : found.end] == written
    off_m = geodesic((lat, lon), (found.place.lat, found.place.lon)).meters
    assert off_m <= found.place.precision_m * 1.01 + 0.02


@given(lats, lons, st.integers(3, 7))
def test_decimal_degrees_come_back_within_their_precision(lat: float, lon: float, n: int) -> None:
    written = f"{lat:.{n}f}, {lon:.{n}f}"
    check(f"Footage from ({written}) shows it.", written, lat, lon)
    lettered = f"{abs(lat):.{n}f}°{'NS'[lat < 0]} {abs(lon):.{n}f}°{'EW'[lon < 0]}"
    check(f"Footage from {lettered} shows it.", lettered, lat, lon)


@given(lats, lons, st.integers(0, 2))
def test_seconds_come_back_within_their_precision(lat: float, lon: float, n: int) -> None:
    written = " ".join(
        (sexagesimal(lat, letters="NS", decimals=n), sexagesimal(lon, letters="EW", decimals=n))
    )
    check(f"Footage from {written}, they said.", written, lat, lon)


@example(lat=-33.18198717918709, lon=-1.7149081611517119, n=3)
@given(lats, lons, st.integers(2, 5))
def test_grid_references_come_back_within_their_precision(lat: float, lon: float, n: int) -> None:
    written = MGRS().toMGRS(lat, lon, MGRSPrecision=n)
    text = f"grid {written} was hit"
    check(text, written, lat, lon)


@given(st.floats(-79, 79).filter(lambda x: abs(x) > 0.5), lons)
def test_utm_comes_back_within_its_precision(lat: float, lon: float) -> None:
    zone = int((lon + 180) // 6) + 1
    code = (32600 if lat > 0 else 32700) + zone
    easting, northing = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(
        lon, lat
    )
    band = "CDEFGHJKLMNPQRSTUVWX"[int((lat + 80) // 8)]
    written = f"{zone}{band} {easting:06.0f} {northing:07.0f}"
    check(f"at {written} now", written, lat, lon)


@given(st.text(alphabet="0123456789.,;/ °'\"NSEWсшвд+-()atlon:\n37UCS", max_size=120) | st.text())
def test_any_text_gives_points_on_the_earth_in_order(text: str) -> None:
    at = 0
    for found in coordinates_in_text(text):
        assert found.start >= at
        assert text[found.start : found.end] == found.text
        assert -90 <= found.place.lat <= 90
        assert -180 <= found.place.lon <= 180
        at = found.end


@pytest.mark.parametrize(
    "piece",
    ["1", "51.2954, ", "51° ", " ", "N ", "lat ", "51 ", "1.", "37U CS ", "https://", "(", "geo:1,",
     "https://www.google.com/maps/@51.29,35.43 ", "51°17'", "1,", "-", "lon: 5"],
)  # fmt: skip
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        taken = []
        for _ in range(3):
            begun = time.process_time()
            coordinates_in_text(text)
            taken.append(time.process_time() - begun)
        # The best of several, by the processor's clock: other work on the machine does not count.
        return min(taken)

    # Four times the text would take sixteen times as long where time grew with its square.
    assert seconds(400_000) < 8 * max(seconds(100_000), 0.02)
