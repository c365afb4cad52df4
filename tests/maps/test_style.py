"""The colours: legible on their grounds and told apart by every common colour vision."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from numpy.typing import NDArray

from maps import style, style_dark
from maps.style import Theme, theme

ASSETS: Final = Path(style.__file__).parent / "assets"
Vector = NDArray[np.float64]
# Full loss of one kind of cone, for linear sRGB: Machado, Oliveira and Fernandes, "A
# physiologically based model for simulation of color vision deficiency", IEEE TVCG 15(6), 2009,
# table of severity 1.
VISIONS: Final = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TEXT: Final = (
    "ink", "quiet", "focus", "town-name", "area-name", "country-name", "ground-name",
)  # fmt: skip


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def shown(request: pytest.FixtureRequest) -> Theme:
    """Each theme."""
    return theme(dark=request.param)


def linear(colour: str) -> Vector:
    """`#rrggbb` as linear sRGB."""
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2: relative luminances, 0.05 of stray light on each."""
    light, dark = sorted(
        (float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def lab(seen: Vector) -> Vector:
    """CIE L*a*b* (D65) of linear sRGB."""
    matrix = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = matrix @ np.clip(seen, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one: Vector, other: Vector) -> float:
    """The least CIE 1976 difference of two colours over all visions."""
    return min(float(np.linalg.norm(lab(m @ one) - lab(m @ other))) for m in VISIONS.values())


def on_land(shown: Theme, colour: str, look: str) -> Vector:
    """What a filling comes to on land: browsers mix what is encoded, not what is linear."""
    share = float(shown.looks[look]["fillOpacity"])
    parts = (
        share * int(colour[i : i + 2], 16) + (1 - share) * int(shown.land[i : i + 2], 16)
        for i in (1, 3, 5)
    )
    return linear("#" + "".join(f"{round(part):02x}" for part in parts))


def test_the_formulas_give_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # The grey that is just legible on white, by every contrast checker.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    # Red and a green that those without the cones for long waves take for the same.
    assert apart(linear("#a05000"), linear("#5c6e00")) < 12


def test_text_is_legible(shown: Theme) -> None:
    for name in TEXT:
        for ground in ("paper", "tint", "land"):
            assert contrast(shown.page[name], shown.page[ground]) >= 4.5, (name, ground)
    for name in ("ink", "quiet"):
        for ground in ("chosen", "marked", "unsure", "water"):
            wanted = 4.5 if name == "ink" or ground == "water" else 3
            assert contrast(shown.page[name], shown.page[ground]) >= wanted, (name, ground)


def test_marks_of_every_side_stand_out_from_the_ground(shown: Theme) -> None:
    for colour in (*shown.sides.values(), *shown.other_sides, shown.no_side):
        for ground in (shown.land, shown.paper, shown.water):
            assert contrast(colour, ground) >= 3, (colour, ground)


def test_no_vision_takes_one_side_for_another(shown: Theme) -> None:
    colours = (*shown.sides.values(), *shown.other_sides, shown.no_side)
    for one, other in combinations(colours, 2):
        assert apart(linear(one), linear(other)) >= 15, (one, other)


def test_ground_of_two_sides_is_told_apart_in_every_strength(shown: Theme) -> None:
    ukraine, russia = shown.sides["UA"], shown.sides["RU"]
    # 2.3 is the least difference that is seen at all (Mahy and others, 1994).
    for look, least in (
        ("control", 15), ("control-light", 9), ("control-past", 9), ("control-faint", 6),
    ):  # fmt: skip
        mixed = [on_land(shown, colour, look) for colour in (ukraine, russia)]
        assert apart(*mixed) >= least, look
        for one in mixed:
            assert apart(one, linear(shown.land)) >= 4.6, look


def test_both_themes_have_the_same_parts() -> None:
    assert style.PAGE.keys() == style_dark.PAGE.keys()
    assert style_dark.LOOKS.keys() <= style.LOOKS.keys()
    light, dark = theme(), theme(dark=True)
    assert light.looks.keys() == dark.looks.keys()
    assert len(light.other_sides) == len(dark.other_sides)
    for name, look in light.looks.items():
        # What is dashed on light ground is dashed on dark ground: hue is not all that changes.
        assert look.get("dashArray") == dark.looks[name].get("dashArray")


def test_a_side_keeps_its_place_in_the_palette() -> None:
    codes = {"UA", "RU", "rebels", "army"}
    light, dark = theme(), theme(dark=True)
    pairs = zip(light.side_colours(codes).items(), dark.side_colours(codes).items(), strict=True)
    for (code, day), (same, night) in pairs:
        assert code == same
        assert dark.side_colour(day) == night
        assert light.side_colour(day) == day


def test_colours_stand_in_one_place() -> None:
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(")
    sheets = [file for file in ASSETS.glob("*.css") if file.name != "leaflet.css"]
    assert len(sheets) > 3
    for file in sheets:
        found = literal.findall(file.read_text(encoding="utf-8"))
        assert not found, (file.name, found)


def test_every_property_that_the_sheets_of_all_pages_use_is_written() -> None:
    sheets = [(ASSETS / name).read_text(encoding="utf-8") for name in ("page.css", "toolbar.css")]
    used = {name for sheet in sheets for name in re.findall(r"var\(--([a-z-]+)", sheet)}
    own = {name for sheet in sheets for name in re.findall(r"--([a-z-]+):", sheet)}
    assert used - own <= style.PAGE.keys()
    assert style.PAGE.keys() & used
