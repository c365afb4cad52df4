"""What a reader takes home from the page: GeoJSON, KML, CSV and a picture; sources taken off."""

from __future__ import annotations

import csv
import io
import json
import struct
from collections.abc import Callable
from typing import Any

import fastkml
import pytest
from lxml import etree  # type: ignore[import-untyped]

from geo.claims.claim import VERDICT_LABELS
from geo.control.layer import Maker
from maps.control_map import control_map
from maps.report_map import report_map

HOSTILE = '<img src=x onerror=alert(1)>"; ]]> ${alert(2)} =1+1'


@pytest.fixture
def taken(opened: Any) -> Callable[[str, str], bytes]:
    """Presses one item of the download menu and gives what is saved."""

    def take(html: str, item: str) -> bytes:
        with opened(html) as page:
            page.click("#tool-download")
            with page.expect_download() as download:
                page.click(f"#tool-{item}")
            assert page.complaints == []
            assert [address for address in page.requests if not address.startswith("blob:")] == []
            content: bytes = download.value.path().read_bytes()
            return content

    return take


def test_geojson_holds_every_place_statement_and_event(
    taken: Any, html: str, checked: Any, places: Any
) -> None:
    found = json.loads(taken(html, "geojson"))
    kinds = [feature["properties"]["kind_of_row"] for feature in found["features"]]
    reading, claims = checked[0]
    assert kinds.count("claim") == len(claims)
    assert kinds.count("event") == len(reading.events)
    by_name = {
        feature["properties"]["name"]: feature
        for feature in found["features"]
        if feature["properties"]["kind_of_row"] == "place"
    }
    berdin = by_name["Berdin"]
    assert berdin["geometry"]["type"] == "Point"
    assert berdin["geometry"]["coordinates"] == [places["berdin"].lon, places["berdin"].lat]
    assert berdin["properties"]["status"] == "entered"
    told = found["metadata"]
    assert told["title"] == "A push northeast of Sudzha"
    assert "CC-BY-4.0" in told["credit"]
    assert "not about whether anything happened" in told["note"]
    assert len(told["made_from"]["Gazetteer"]) > 8


def test_geojson_is_read_by_geopandas(taken: Any, html: str) -> None:
    import geopandas

    frame = geopandas.read_file(io.BytesIO(taken(html, "geojson")))
    assert {"Point", "LineString"} <= set(frame.geometry.dropna().geom_type)
    assert frame.geometry.dropna().is_valid.all()


def test_kml_is_read_by_another_program(taken: Any, html: str) -> None:
    text = taken(html, "kml").decode().partition("?>")[2]
    document: Any = fastkml.KML.from_string(text).features[0]
    folders = {folder.name: folder.features for folder in document.features}
    assert list(folders) == ["Places", "Statements", "Events"]
    assert "Berdin" in [mark.name for mark in folders["Places"]]


def test_csv_gives_each_statement_with_its_verdict_in_words(
    taken: Any, html: str, checked: Any
) -> None:
    rows = list(csv.DictReader(io.StringIO(taken(html, "csv-claims").decode())))
    claims = checked[0][1]
    assert [row["verdict_label"] for row in rows] == [VERDICT_LABELS[c.verdict] for c in claims]
    assert list(rows[0])[:4] == ["what", "stated", "measured", "verdict_label"]
    assert {row["report"] for row in rows} == {checked[0][0].report.id}


def test_the_picture_is_a_png_of_the_map_with_its_title(taken: Any, html: str) -> None:
    content = taken(html, "png")
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", content[16:24])
    assert wide > 1000
    assert high > 1000


def test_the_picture_shows_what_the_map_shows(opened: Any, html: str) -> None:
    """Its blue points vanish with the layers that are blue."""
    count = """async () => {
      const blob = await frontmap.picture();
      const image = await createImageBitmap(blob);
      const canvas = new OffscreenCanvas(image.width, image.height);
      const pen = canvas.getContext('2d');
      pen.drawImage(image, 0, 0);
      const data = pen.getImageData(0, 0, image.width, image.height).data;
      let blue = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 2] > data[i] + 60) blue += 1;
      return blue;
    }"""
    with opened(html) as page:
        page.evaluate("document.querySelector('details.legend').open = false")
        before = page.evaluate(count)
        page.evaluate(
            "const { layers, map } = frontmap.page;"
            "['advances', 'places', 'grounds'].filter(key => layers[key])"
            ".forEach(key => map.removeLayer(layers[key]))"
        )
        assert before > 2000
        assert page.evaluate(count) < before / 5


def test_hostile_text_stays_text_in_every_file(
    taken: Any, notes: Any, places: Any, gazetteer: Any
) -> None:
    made = notes(f"Berdin {HOSTILE} stands.\n", title=HOSTILE, source=HOSTILE)
    berdin = made.mention("Berdin", places["berdin"])
    made.event(f"Berdin {HOSTILE}", berdin, actor="UA", action="holds", verb=HOSTILE, status="held")
    html = report_map([made.checked()], gazetteer)
    assert json.loads(taken(html, "geojson"))["metadata"]["title"] == HOSTILE
    rows = list(csv.DictReader(io.StringIO(taken(html, "csv-events").decode())))
    assert HOSTILE in rows[0]["what"]
    root = etree.fromstring(taken(html, "kml"))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    for description in root.findall(".//k:description", space):
        assert "<img" not in (description.text or "")


def test_ground_of_a_map_without_a_licence_is_not_given_away(
    opened: Any, control_layer: Any, gazetteer: Any
) -> None:
    rows = [{"side": "UA", "status": "held", "geometry": (35.1, 51.1, 35.5, 51.4)}]
    free = control_map(control_layer(rows), gazetteer)
    closed = control_map(control_layer(rows, maker=Maker("Somebody", None, "Somebody")), gazetteer)
    for page_text, disabled in ((free, False), (closed, True)):
        with opened(page_text) as page:
            page.click("#tool-download")
            assert page.is_disabled("#tool-geojson") is disabled
            assert page.is_disabled("#tool-kml") is disabled
            shapes = page.evaluate(
                "JSON.parse(frontmap.asGeoJson()).features.filter(one => one.geometry).length"
            )
            assert (shapes == 0) is disabled


def test_a_source_taken_off_takes_its_marks_along_and_brings_them_back(
    opened: Any, html: str
) -> None:
    seen = """name => {
      const card = [...document.querySelectorAll('#places tbody[id]')]
        .find(row => row.querySelector('th').textContent === name).id;
      const layer = frontmap.page.layers.places;
      const part = layer.getLayers().find(part => part.feature.properties.card === card);
      return part ? part.feature.properties.status || 'named' : null;
    }"""
    with opened(html) as page:
        assert page.evaluate(seen, "Martynovka") == "held"
        berdin = page.evaluate(seen, "Berdin")
        page.click("#tool-sources")
        page.get_by_label("bloggers", exact=True).uncheck()
        assert page.evaluate(seen, "Martynovka") is None
        assert page.evaluate(seen, "Berdin") == berdin
        page.get_by_label("bloggers", exact=True).check()
        assert page.evaluate(seen, "Martynovka") == "held"
        page.get_by_label("Lantern Institute", exact=True).uncheck()
        assert page.evaluate(seen, "Berdin") == "held"  # what Channel Overlook is left to say
