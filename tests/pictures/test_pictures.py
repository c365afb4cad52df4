"""The pictures beside this file are what the samples look like today."""

from __future__ import annotations

import base64
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
NAMES = (
    "report_map.png", "report_dark.png", "report_phone.png", "report_paper.png",
    "control_map.png", "change_map.png", "timeline.png",
)  # fmt: skip
COLUMNS, ROWS = 40, 25
LIMIT = 9.0
"""Most that two pictures may differ in the mean, of 255. Other fonts stay below: the text takes
little of a blurred picture. A blank map or one without its marks is told by `COLOURED`."""
COLOURED = 0.5
"""Least share of the baseline's blue and of its marked points, which stand out from the ground,
that a picture must hold."""

MEASURE = """async ([source, columns, rows]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + source;
  await image.decode();
  const read = (wide, high) => {
    const canvas = document.createElement('canvas');
    canvas.width = wide;
    canvas.height = high;
    const pen = canvas.getContext('2d');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(image, 0, 0, wide, high);
    return pen.getImageData(0, 0, wide, high).data;
  };
  const whole = read(image.width, image.height);
  const map = image.width > 900 ? Math.round(image.width * 0.6) : image.width;
  const light = i => (whole[i] * 2 + whole[i + 1] * 5 + whole[i + 2]) / 8;
  const counts = new Array(256).fill(0);
  for (let i = 0; i < whole.length; i += 4) counts[Math.round(light(i))] += 1;
  const ground = counts.indexOf(Math.max(...counts));
  let blue = 0, marked = 0;
  for (let i = 0; i < whole.length; i += 4) {
    if ((i / 4) % image.width >= map) continue;
    const [r, g, b] = [whole[i], whole[i + 1], whole[i + 2]];
    if (b > r + 25 && b > g + 10) blue += 1;
    if (Math.abs(light(i) - ground) > 130) marked += 1;
  }
  return { size: [image.width, image.height], blue, marked, blurred: [...read(columns, rows)] };
}"""


@pytest.fixture(scope="module")
def maker() -> Any:
    """The script that makes the pictures."""
    spec = importlib.util.spec_from_file_location("make_pictures", HERE / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up there.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def measure(browser: Any, picture: bytes) -> Any:
    page = browser.new_page()
    found = page.evaluate(MEASURE, [base64.b64encode(picture).decode("ascii"), COLUMNS, ROWS])
    page.close()
    return found


def faults(one: Any, other: Any) -> list[str]:
    """What makes a picture another one than the baseline."""
    pairs = zip(one["blurred"], other["blurred"], strict=True)
    mean = sum(abs(a - b) for a, b in pairs) / len(one["blurred"])
    found = [f"differs by {mean:.1f} of 255 in the mean"] if mean > LIMIT else []
    return found + [
        f"holds {one[colour]} {colour} points, not about {other[colour]}"
        for colour in ("blue", "marked")
        if one[colour] < COLOURED * other[colour]
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_picture_is_of_today(browser: Any, maker: Any, name: str) -> None:
    baseline = measure(browser, (HERE / name).read_bytes())
    now = measure(browser, maker.photograph(browser, maker.SHOTS[name]))
    assert now["size"] == baseline["size"] == list(maker.SHOTS[name].size)
    assert faults(now, baseline) == [], "run tests/pictures/make_pictures.py and look at it"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("hidden", ["canvas { opacity: 0 }", ".folium-map { visibility: hidden }"])
def test_a_blank_map_would_be_noticed(browser: Any, maker: Any, hidden: str, name: str) -> None:
    blank = measure(browser, maker.photograph(browser, maker.SHOTS[name], hidden=hidden))
    assert faults(blank, measure(browser, (HERE / name).read_bytes())) != []


def test_light_for_dark_would_be_noticed(browser: Any) -> None:
    light, dark = (
        measure(browser, (HERE / name).read_bytes())
        for name in ("report_map.png", "report_dark.png")
    )
    assert faults(light, dark) != []
    assert faults(dark, light) != []


def test_the_print_picture_is_of_today(browser: Any, maker: Any) -> None:
    baseline = measure(browser, (HERE / "print_picture.png").read_bytes())
    assert faults(measure(browser, maker.print_picture()), baseline) == []


@pytest.mark.parametrize("name", [*NAMES, "print_picture.png"])
def test_the_picture_is_light(name: str) -> None:
    assert (HERE / name).stat().st_size <= 300_000
