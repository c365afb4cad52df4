"""The timeline in a browser: one slider drives ground, change, events and charts, by any hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
import shapely

from geo.control.atlas import ControlAtlas
from geo.control.layer import Maker
from maps.timeline import timeline_page

BULGE = (35.15, 51.15, 35.45, 51.30)
WIDER = (35.15, 51.15, 35.55, 51.30)
SMALL = (35.15, 51.15, 35.25, 51.30)
DAYS = ("2024-12-01", "2025-01-04", "2025-01-05")
INK = """at => {
  const ground = frontmap.timeline.ground, point = ground.point(at), fine = ground._fine;
  const data = ground._pen.getImageData(point.x * fine - 6, point.y * fine - 6, 12, 12).data;
  const seen = {};
  for (let i = 0; i < data.length; i += 4) {
    const key = data.slice(i, i + 4).join();
    seen[key] = (seen[key] || 0) + 1;
  }
  return seen;
}"""
"""Colours of the ground's canvas around a position, longitude and latitude."""
KEPT = (35.20, 51.22)
"""Ground that is held on all days."""
CAME = (35.50, 51.22)
"""Ground that is held on the second day alone."""
HELD_THEN_LOST = (35.35, 51.22)
EMPTY = "0,0,0,0"


def drawn(page: Any, at: tuple[float, float]) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(INK, list(at))
    return found


def complaints(page: Any) -> list[str]:
    """What the page complains of, but for our own looking at its canvas."""
    return [said for said in page.complaints if "willReadFrequently" not in said]


def until(page: Any, what: str) -> None:
    """Wait until something holds of the timeline's state; the page lets no text be run."""
    page.evaluate(
        """what => new Promise(done => {
          const look = {
            stopped: state => !state.playing,
            again: state => state.day < 20,
          }[what];
          (function wait() {
            if (look(frontmap.timeline.state)) done(); else setTimeout(wait, 25);
          })();
        })""",
        what,
    )


def state(page: Any, what: str) -> Any:
    return page.evaluate(f"frontmap.timeline.state.{what}")


@pytest.fixture
def atlas(control_layer: Any) -> ControlAtlas:
    return ControlAtlas(
        control_layer([{"geometry": box, "side": "UA", "within": "RU"}], date=day)
        for day, box in zip(DAYS, (BULGE, WIDER, SMALL), strict=True)
    )


@pytest.fixture
def told(notes: Any, places: Any) -> Any:
    """A report of three events: on the second map's day, undated, and long ago."""
    written = notes("Sudzha fell. Berdin was shelled. Lgov was quiet.")
    about = {"actor": "UA", "action": "entered", "verb": "entered", "status": "entered"}
    for name, key, date in (
        ("Sudzha", "sudzha", "2025-01-03"),
        ("Berdin", "berdin", None),
        ("Lgov", "lgov", "2020-01-01"),
    ):  # fmt: skip
        mention = written.mention(name, places[key])
        written.event(name, mention, date=date, **about)
    return written.checked()


@pytest.fixture
def page(opened: Any, atlas: ControlAtlas, gazetteer: Any, told: Any) -> Iterator[Any]:
    html = timeline_page(atlas, gazetteer, checked=[told])
    with opened(html, width=1280, height=860) as open_page:
        yield open_page
        assert open_page.requests == []
        assert complaints(open_page) == []
        assert open_page.dialogs == []


def test_it_opens_on_the_last_day_with_ground_figures_and_chart(page: Any) -> None:
    assert state(page, "day") == 35
    assert page.locator("#clock").is_visible()
    assert page.locator("#clock .day").inner_text() == "5 January 2025"
    assert page.locator("#clock .age").inner_text() == "map of this day"
    assert EMPTY not in drawn(page, KEPT)
    assert set(drawn(page, CAME)) != {EMPTY}, "what was lost is shown"
    box = page.locator(".chart").first.bounding_box()
    now = page.locator(".chart .now").first.bounding_box()
    assert now["x"] == pytest.approx(box["x"] + box["width"], abs=3)


def test_the_slider_changes_shapes_change_figures_and_chart(page: Any) -> None:
    slider = page.locator("#slider")
    slider.fill("34")
    assert state(page, "map") == 1
    assert EMPTY not in drawn(page, CAME), "held on the second day"
    second = page.locator(".series b .area").inner_text()
    assert page.locator(".series .gained").inner_text().startswith("+")
    slider.fill("0")
    assert set(drawn(page, CAME)) == {EMPTY}, "not yet held"
    assert page.locator(".series b .area").inner_text() != second
    assert not page.locator(".series .change").is_visible()
    box = page.locator(".chart").first.bounding_box()
    now = page.locator(".chart .now").first.bounding_box()
    assert now["x"] == pytest.approx(box["x"], abs=3)


def test_gained_ground_is_solid_and_lost_ground_is_a_lattice(page: Any) -> None:
    page.locator("#slider").fill("34")
    gained = drawn(page, CAME)
    kept = drawn(page, KEPT)
    assert len(gained) == 1
    assert len(kept) == 1
    assert set(gained) != set(kept)
    page.locator("#slider").fill("35")
    assert len(drawn(page, HELD_THEN_LOST)) > 3
    page.locator("#base").select_option("none")
    assert set(drawn(page, HELD_THEN_LOST)) == {EMPTY}


def test_a_day_without_a_map_shows_the_last_one_and_says_how_old_it_is(page: Any) -> None:
    slider = page.locator("#slider")
    slider.fill("21")
    assert page.locator("#clock .day").inner_text() == "22 December 2024"
    assert page.locator("#clock .age").inner_text() == "map of 1 December 2024, 21 days old"
    assert slider.get_attribute("aria-valuetext") == (
        "22 December 2024, map of 1 December 2024, 21 days old"
    )
    slider.fill("34")
    assert slider.get_attribute("aria-valuetext") == "4 January 2025"


def test_maps_stand_at_their_true_distances(page: Any) -> None:
    strokes = page.locator(".marks path").get_attribute("d")
    at = [float(x) for x in re.findall(r"M([\d.]+) 0", strokes)]
    assert at == pytest.approx([0, 1000 * 34 / 35, 1000], abs=0.1)


def test_every_key_does_what_is_said(page: Any) -> None:
    page.locator("#slider").focus()
    for key, day in (
        ("Home", 0), ("ArrowRight", 1), ("PageDown", 34), ("ArrowLeft", 33), ("PageUp", 0),
        ("End", 35), ("PageUp", 34), ("ArrowDown", 33), ("ArrowUp", 34),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert state(page, "day") == day, key
        assert page.locator("#slider").input_value() == str(day), key
    page.keyboard.press(" ")
    assert state(page, "playing") is True
    page.keyboard.press(" ")
    assert state(page, "playing") is False


def test_keys_leave_the_map_buttons_and_lists_alone(page: Any) -> None:
    page.locator("#speed").focus()
    page.keyboard.press("End")
    assert state(page, "day") == 35
    page.locator("#go-back").focus()
    page.keyboard.press(" ")
    assert state(page, "playing") is False
    assert state(page, "day") == 34
    page.locator(".folium-map").focus()
    page.keyboard.press("ArrowLeft")
    assert state(page, "day") == 34


def test_buttons_step_from_map_to_map(page: Any) -> None:
    for button, day in (("back", 34), ("back", 0), ("back", 0), ("on", 34), ("on", 35)):
        page.locator(f"#go-{button}").click()
        assert state(page, "day") == day
    page.locator("#slider").fill("20")
    page.locator("#go-back").click()
    assert state(page, "day") == 0


def test_it_plays_to_the_end_stops_and_begins_again(page: Any) -> None:
    play = page.locator("#go-play")
    page.locator("#speed").evaluate("one => { one.selectedIndex = one.options.length - 1; }")
    page.locator("#slider").fill("30")
    play.click()
    assert play.get_attribute("aria-label") == "Pause"
    until(page, "stopped")
    assert state(page, "day") == 35
    assert play.get_attribute("aria-label") == "Play"
    play.click()
    assert state(page, "day") < 20
    play.click()
    assert state(page, "playing") is False


def test_it_repeats_where_that_is_asked_for(page: Any) -> None:
    page.locator("#speed").evaluate("one => { one.selectedIndex = one.options.length - 1; }")
    page.locator("#again").check()
    page.locator("#slider").fill("33")
    page.locator("#go-play").click()
    until(page, "again")
    assert state(page, "playing") is True


def test_who_asks_for_less_motion_sees_steps(page: Any) -> None:
    """The browser of these tests asks for it: no more than two days a second are shown."""
    page.locator("#slider").fill("0")
    page.evaluate(
        """() => {
          window.seen = new Set();
          const paint = frontmap.timeline.ground.paint;
          frontmap.timeline.ground.paint = function () {
            window.seen.add(frontmap.timeline.state.day);
            paint.call(this);
          };
          frontmap.timeline.play(true);
        }"""
    )
    page.wait_for_timeout(1_200)
    page.evaluate("frontmap.timeline.play(false)")
    assert page.evaluate("window.seen.size") <= 4


def test_a_click_or_drag_on_a_chart_chooses_the_day(page: Any) -> None:
    box = page.locator(".chart").first.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.click(box["x"] + box["width"] * 20 / 35, middle)
    assert state(page, "day") == 20
    assert page.locator("#slider").input_value() == "20"
    page.mouse.move(box["x"] + box["width"] * 20 / 35, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 7 / 35, middle, steps=4)
    page.mouse.up()
    assert state(page, "day") == 7


def test_a_day_of_ones_own_can_be_compared_with(page: Any) -> None:
    page.locator("#slider").fill("0")
    page.locator("#pin").click()
    page.locator("#slider").fill("35")
    assert page.locator(".since").first.inner_text() == "1 December 2024"
    assert page.locator("#base").evaluate("one => one.selectedOptions[0].textContent") == (
        "1 December 2024"
    )
    # 20 of the 30 hundredths of a degree are lost since then.
    first = float(page.evaluate("frontmap.data().timeline.areas[0][0]"))
    lost = float(page.locator(".series .lost").inner_text().lstrip("\u2212").replace(",", ""))
    assert lost == pytest.approx(first * 20 / 30, abs=0.1)


def test_an_event_appears_on_its_day_fades_and_tells_about_itself(page: Any) -> None:
    sudzha = (35.2722, 51.1906)
    slider = page.locator("#slider")
    slider.fill("32")
    before = drawn(page, sudzha)
    slider.fill("33")
    on_its_day = drawn(page, sudzha)
    slider.fill("34")
    assert len(before) == 1
    assert len(on_its_day) > 3
    assert drawn(page, sudzha) != on_its_day, "it fades"
    assert "current" in page.locator("#event-1-1").get_attribute("class")
    slider.fill("0")
    assert page.locator("tbody.current").count() == 0
    page.locator("#event-1-1 button.go").click()
    assert state(page, "day") == 33
    assert "Sudzha" in page.locator(".leaflet-popup .card").inner_text()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.card") == "event-1-1"
    assert page.locator("#event-1-2 button.go").count() == 0, "it has no day to go to"


def test_layers_can_be_switched(page: Any) -> None:
    page.locator("#slider").fill("34")
    page.locator(".leaflet-control-layers").hover()
    boxes = page.locator(".leaflet-control-layers-overlays label")
    names = [" ".join(text.split()) for text in boxes.all_text_contents()]
    assert {"Change", "Front line", "Events"} <= set(names)
    boxes.nth(names.index("Change")).locator("input").click()
    assert drawn(page, CAME) == drawn(page, KEPT)


def test_ground_stays_in_place_when_the_map_moves(page: Any) -> None:
    page.locator("#slider").fill("34")
    at = list(KEPT)
    before = drawn(page, KEPT)
    page.evaluate(
        "() => { const map = window[document.querySelector('.folium-map').id];"
        " map.setZoom(map.getZoom() + 1, { animate: false });"
        " map.panBy([40, 25], { animate: false }); }"
    )
    offset = page.evaluate(
        """at => {
          const ground = frontmap.timeline.ground, point = ground.point(at);
          const canvas = ground._container.getBoundingClientRect();
          const map = window[document.querySelector('.folium-map').id];
          const true_ = map.latLngToContainerPoint(L.GeoJSON.coordsToLatLng(at));
          const frame = map.getContainer().getBoundingClientRect();
          return [canvas.left + point.x - frame.left - true_.x,
                  canvas.top + point.y - frame.top - true_.y];
        }""",
        at,
    )
    assert offset == pytest.approx([0, 0], abs=1)
    assert drawn(page, KEPT) == before


@pytest.mark.parametrize("width", [360, 768, 1024, 1440])
def test_nothing_sticks_out_sideways(
    opened: Any, atlas: Any, gazetteer: Any, told: Any, width: int
) -> None:
    with opened(timeline_page(atlas, gazetteer, checked=[told]), width=width, height=740) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for details in page.locator("details").all():
            details.evaluate("one => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        whole = "one => one.scrollWidth <= one.closest('.when').clientWidth"
        assert page.locator("#clock .day").evaluate(whole)


def test_without_scripts_the_table_still_tells_all(
    browser: Any, atlas: Any, gazetteer: Any, tmp_path: Any
) -> None:
    (tmp_path / "map.html").write_text(timeline_page(atlas, gazetteer), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    page.locator("details summary", has_text="Table of areas").click()
    table = page.locator("table.maps").inner_text()
    assert not page.locator("#clock").is_visible()
    context.close()
    for day in ("1 December 2024", "4 January 2025", "5 January 2025"):
        assert day in table


def test_paper_shows_the_day_and_no_buttons(page: Any) -> None:
    page.locator("#slider").fill("34")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#clock .day").is_visible()
    assert not page.locator("#go-play").is_visible()
    assert not page.locator("#slider").is_visible()
    assert EMPTY not in drawn(page, CAME)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 2])
def test_one_map_and_two_make_a_page_as_well(
    opened: Any, atlas: ControlAtlas, gazetteer: Any, count: int
) -> None:
    with opened(timeline_page(ControlAtlas(atlas.layers[:count]), gazetteer)) as page:
        assert page.locator("#go-play").is_visible() is (count > 1)
        assert page.locator(".chart").count() == (1 if count > 1 else 0)
        assert EMPTY not in drawn(page, KEPT)
        page.keyboard.press("ArrowLeft")
        assert state(page, "day") == (33 if count > 1 else 0)
        assert complaints(page) == page.requests == []


def test_a_year_of_daily_maps_is_small_and_ends_where_it_should(
    opened: Any, control_layer: Any, gazetteer: Any
) -> None:
    """Without a clock: how smoothly it plays is measured in tests/benchmarks."""
    first = dt.date(2024, 1, 1)
    ring = shapely.get_coordinates(shapely.Point(35.3, 51.3).buffer(0.3, quad_segs=300))
    layers = []
    for day in range(366):
        at = 3 * day % (len(ring) - 9)
        ring[at : at + 8] += (0.002, 0.001)
        ring[-1] = ring[0]
        shape = shapely.make_valid(shapely.Polygon(ring))
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
        rows = [{"geometry": part, "side": "UA", "within": "RU"} for part in parts]
        layers.append(control_layer(rows, date=(first + dt.timedelta(days=day)).isoformat()))
    html = timeline_page(ControlAtlas(layers), gazetteer)
    assert len(html.encode()) < 2_000_000
    with opened(html) as page:
        assert state(page, "day") == 365
        for day in (0, 365, 17, 200, 30):
            page.locator("#slider").fill(str(day))
            assert state(page, "map") == day
        assert page.locator("#clock .day").inner_text() == "31 January 2024"
        assert complaints(page) == []


ZOO = {
    "script": "<script>window.pwned = 1; alert(1)</script>",
    "image": '"><img src=x onerror=window.pwned=1;alert(1)>',
    "template": "{{7*7}}${window.pwned = 1}`",
    "end": "</title></style></script><svg onload=window.pwned=1>",
    "turned": "safe\u202egnp.exe",
}


@pytest.fixture
def hostile_report(notes: Any, places: Any) -> Any:
    """Makes a report whose every field is a text."""

    def make(text: str) -> Any:
        written = notes(f"They came to {text} then.", title=text, source=text, id=text)
        mention = written.mention(text, places["sudzha"], why=text)
        about = {"action": "entered", "verb": text, "status": "entered", "part": text}
        written.event(text, mention, actor=text, date="2025-01-04", **about)
        written.event(text, mention, actor="UA", date=text, **about)
        return written.checked()

    return make


@pytest.mark.parametrize("kind", ZOO)
def test_hostile_text_in_every_place_is_shown_and_does_nothing(
    opened: Any, control_layer: Any, gazetteer: Any, hostile_report: Any, kind: str
) -> None:
    text = ZOO[kind]
    layers = [
        control_layer(
            [{"geometry": box, "side": text, "within": within, "label": text, "source": text}],
            maker=Maker(text, text, text), date=day, file=text, date_basis=text, sha256=text,
        )
        for day, box, within in zip(DAYS, (BULGE, WIDER, SMALL), (text, text, None), strict=True)
    ]  # fmt: skip
    report = hostile_report(text)
    html = timeline_page(ControlAtlas(layers), gazetteer, checked=[report], title=text)
    with opened(html) as page:
        assert page.locator("h1").text_content() == text
        assert text in page.locator(".subtitle .source").text_content()
        assert text in " ".join(page.locator(".series h3").all_text_contents())
        assert text in " ".join(page.locator("#events td").all_text_contents())
        for day in ("0", "34", "35"):
            page.locator("#slider").fill(day)
        page.locator("#event-1-1 button.go").click()
        assert page.evaluate("window.pwned") is None
        dangers = page.evaluate(
            """() => [...document.querySelectorAll('*')].filter(one =>
              ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM'].includes(one.tagName) ||
              one.getAttributeNames().some(name => name.startsWith('on') || name === 'src')
            ).map(one => one.outerHTML.slice(0, 200))"""
        )
        assert dangers == []
        assert complaints(page) == page.requests == page.dialogs == []
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert not any(text in script for script in scripts)
