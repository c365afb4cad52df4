"""Coordinates as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.coordinates import place_of_coordinates
from gazetteer.errors import CoordinatesInvalid, GazetteerError

# 51°11'29" is 51 + 11/60 + 29/3600, 35°16'14" is 35 + 16/60 + 14/3600.
SUDZHA = (51.191389, 35.270556)


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [
        ("51.2, 35.4", 51.2, 35.4), ("51.2 35.4", 51.2, 35.4), ("51.2;35.4", 51.2, 35.4),
        (" 51.2 / 35.4 ", 51.2, 35.4), ("51.2°, 35.4°", 51.2, 35.4), ("51,35", 51, 35),
        ("+51.2, -35.4", 51.2, -35.4), ("−51.2, 35.4", -51.2, 35.4),
        ("51.2 N, 35.4 E", 51.2, 35.4), ("51.2S 35.4W", -51.2, -35.4),
        ("n51.2 e35.4", 51.2, 35.4), ("N 51.2, W 35.4", 51.2, -35.4),
        ("51°11'29\"N 35°16'14\"E", *SUDZHA), ("51°11′29″N, 35°16′14″E", *SUDZHA),
        ("51°11’29”N 35°16’14”E", *SUDZHA), ("51° 11' 29'' N 35° 16' 14'' E", *SUDZHA),
        ("51 11 29 N, 35 16 14 E", *SUDZHA), ("51 11 29 N 35 16 14 E", *SUDZHA),
        ("N 51 11 29 E 35 16 14", *SUDZHA), ("51 11 29, 35 16 14", *SUDZHA),
        ("51 11.5 N, 35 16.5 E", 51.191667, 35.275), ("51°30', 35°", 51.5, 35),
        ("-0°30', 5", -0.5, 5), ("0°30'S, 0°15'W", -0.5, -0.25),
        ("90, 180", 90, 180), ("-90, -180", -90, -180), ("0, 0", 0, 0),
    ],
)  # fmt: skip
def test_latitude_stands_first(text: str, lat: float, lon: float) -> None:
    found = place_of_coordinates(text)
    assert found is not None
    assert found.lonlat == pytest.approx((lon, lat), abs=1e-6)
    assert (found.kind, found.precision_m) == ("other", 0)


@pytest.mark.parametrize(
    "text",
    ["", "Sumy", "Sumy 12", "12", "51.2", "N", "M4, E40x", "Berdin, 51.2", "51.2, 35.4 Berdin",
     "50 Let Oktyabrya", "geonames:12", "theatre:berdin", "٥١, ٣٥", "51.2, 35.4" + " " * 200],
)  # fmt: skip
def test_a_name_is_no_point(text: str) -> None:
    assert place_of_coordinates(text) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("5, 6, 7", "two numbers"), ("1 2 3", "two numbers"), ("51,2 35,4", "two numbers"),
        ("51.2,, 35.4", "two numbers"), ("151.2, 35.4", "latitude 151.2"),
        ("35.4, 190", "longitude 190"), ("90.0001, 0", "latitude 90.0001"),
        ("90 0 1, 0 0 0", "latitude 90.0003"), ("35 E, 51 N", "N and S"), ("51 N, 35 S", "E and W"),
        ("51 60 0, 35 0 0", "below 60"), ("51 0 75 N, 35 0 0 E", "below 60"),
        ("-51 N, 35 E", "both a sign and a letter"), ("N51S, 35", "letters of a latitude"),
        ("51.2.3, 35", "latitude"), ("1 2 3 4, 5", "latitude"), ("--51, 35", "latitude"),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_point_gets_one_sentence_with_the_order(
    text: str, says: str
) -> None:
    with pytest.raises(CoordinatesInvalid, match="latitude first, then longitude") as caught:
        place_of_coordinates(text)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, ValueError)


@given(
    st.floats(-90, 90).map(lambda x: round(x, 5)), st.floats(-180, 180).map(lambda x: round(x, 5))
)
def test_any_point_is_read_back(lat: float, lon: float) -> None:
    for text in (f"{lat:.5f}, {lon:.5f}", f"{lat:.5f} {lon:.5f}"):
        found = place_of_coordinates(text)
        assert found is not None
        assert found.lonlat == (lon, lat)
    letters = f"{abs(lat):.5f} {'S' if lat < 0 else 'N'}, {abs(lon):.5f} {'W' if lon < 0 else 'E'}"
    again = place_of_coordinates(letters)
    assert again is not None
    assert again.lonlat == (lon, lat)


@given(st.text(alphabet="0123456789.,;/ °'\"NSEW+-", max_size=110) | st.text())
def test_any_text_is_a_point_or_a_name_or_refused(text: str) -> None:
    try:
        found = place_of_coordinates(text)
    except GazetteerError:
        return
    assert found is None or (-90 <= found.lat <= 90 and -180 <= found.lon <= 180)


@pytest.mark.parametrize(
    ("text", "lat", "lon", "precision_m"),
    [
        # The squares' corners by the tables of NGA.STND.0037: 37U CS begins at 300 km E, 5600 km N.
        ("37U CS 123 456", 50.93196, 36.32954, 70.7), ("37ucs123456", 50.93196, 36.32954, 70.7),
        (" 37U CS 12345 45678 ", 50.9321, 36.3295, 0.71),
        ("37U 390123 5684567", 51.3018, 37.4238, 1.0),
        ("https://yandex.ru/maps/?ll=35.4311,51.2954&z=14", 51.2954, 35.4311, 6.6),
        ("geo:51.2954,35.4311", 51.2954, 35.4311, 6.6),
        ("51,2954; 35,4311", 51.2954, 35.4311, 6.6),
        ("51°17′43″ с.ш. 35°25′52″ в.д.", 51.29528, 35.43111, 18.2),
    ],
)  # fmt: skip
def test_grid_references_and_links_are_points(
    text: str, lat: float, lon: float, precision_m: float
) -> None:
    found = place_of_coordinates(text)
    assert found is not None
    assert found.lonlat == pytest.approx((lon, lat), abs=2e-4)
    assert found.precision_m == pytest.approx(precision_m, rel=0.02)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("https://example.org/", "the link names no point"),
        ("https://maps.google.com/?q=Sumy", "the link names no point"),
        ("61U CS 123 456", "no such grid square"), ("37U CS 123 45", "no such grid square"),
    ],
)  # fmt: skip
def test_a_link_or_grid_reference_without_a_point_is_refused(text: str, says: str) -> None:
    with pytest.raises(CoordinatesInvalid, match=says):
        place_of_coordinates(text)
