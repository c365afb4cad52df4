"""Print pictures: true to the ground, legible, the same every time, whatever text comes in."""

from __future__ import annotations

import io
import itertools
import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from PIL import Image
from pyproj import Geod

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.reading.read import read
from geo.reading.report import Report
from geo.reading.report_file import load_report
from maps.control_sheet import sheet_of
from maps.errors import NothingToMap, PictureInvalid
from maps.picture.composition import Composition, compose
from maps.picture.report import report_picture
from maps.picture.saving import settled
from maps.picture.sheet import draw
from maps.picture.shown import show_picture
from maps.spots import Checked
from maps.style import LAND, PAPER, SIDES

SVG = "{http://www.w3.org/2000/svg}"
GEOD = Geod(ellps="WGS84")
REPORTS = Path(__file__).resolve().parents[1] / "reports"
SAMPLES = ("berdin-assessment", "aleppo-fall", "evening-situation")


def parsed(data: bytes | str) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - made here


def composed(checked: Checked, gazetteer: Any, **options: Any) -> Composition:
    usual = {"title": None, "control": None, "width_mm": 180.0, "dark": False, "graticule": False}
    with settled():
        return compose(checked, gazetteer, **{**usual, **options})


@lru_cache(maxsize=8)
def sample(name: str, width_mm: float = 180.0) -> Composition:
    """A report of ours, read with the gazetteer that ships and laid out."""
    with Gazetteer.open() as gazetteer:
        reading = read(load_report(str(REPORTS / f"{name}.txt")), gazetteer)
        return composed([(reading, check(reading, gazetteer))], gazetteer, width_mm=width_mm)


@pytest.fixture
def svg(checked: Checked, gazetteer: Any) -> ET.Element:
    """The picture of the report of these tests."""
    return parsed(report_picture(checked, gazetteer, format="svg"))


def layer(root: ET.Element, name: str) -> ET.Element:
    (found,) = (group for group in root.iter(f"{SVG}g") if group.get("id") == name)
    return found


def texts(root: ET.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


def read_text(root: ET.Element) -> str:
    # A link within brackets is a piece of text of its own.
    return re.sub(r"(?<=\() | (?=[);,])", "", " ".join(texts(root)))


def picture_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def pixel(data: bytes, made: Composition, x_mm: float, y_mm: float, *, dpi: int) -> np.ndarray:
    """The colour of a point of the map in a PNG of it: the map's foot is found by its height."""
    image = picture_of(data)
    figure = drawn_figure(made)
    below_mm = origin(figure)
    row = image.shape[0] - (y_mm + below_mm) / 25.4 * dpi
    return np.asarray(image[round(row), round(x_mm / 25.4 * dpi)])


def drawn_figure(made: Composition) -> Any:
    with settled():
        return draw(made, every_letter=False)


def parts(figure: Any) -> Iterator[Any]:
    waiting = list(figure.artists)
    while waiting:
        part = waiting.pop()
        yield part
        waiting += getattr(part, "parts", [])


def origin(figure: Any) -> float:
    """Where the map's lower edge lies on the sheet, millimetres: what its frame is drawn at."""
    (frame,) = (part for part in figure.artists if part.get_gid() == "frame")
    box = frame.parts[0].get_path().get_extents(frame.parts[0].get_transform())
    return float(box.y0 / figure.dpi * 25.4)


# ---- true to the ground


@pytest.mark.parametrize("name", SAMPLES)
def test_marks_lie_where_the_ground_has_them(name: str) -> None:
    """Distance and bearing from the middle of the map, against the geodesic."""
    made = sample(name)
    middle = np.array(made.frame.middle_mm)
    lon, lat = made.frame.lonlat(*middle)
    places = {spot.key: spot.place for spot in made.story.spots}
    assert made.marks
    for mark in made.marks:
        place = places[mark.feature.get("card")]
        azimuth, _, distance_m = GEOD.inv(float(lon), float(lat), place.lon, place.lat)
        east, north = np.array([mark.x, mark.y]) - middle
        assert np.hypot(east, north) * made.frame.scale / 1000 == pytest.approx(
            distance_m, rel=2e-3, abs=12
        )
        bearing = np.degrees(np.arctan2(east, north))
        if distance_m > 500:
            assert abs((bearing - azimuth + 180) % 360 - 180) < 0.5


def test_a_mark_is_drawn_at_its_pixel(checked: Checked, gazetteer: Any) -> None:
    made = composed(checked, gazetteer)
    held = next(m for m in made.marks if m.feature.get("standing") == "assessed")
    data = report_picture(checked, gazetteer, dpi=150)
    assert tuple(pixel(data, made, held.x, held.y, dpi=150)) == pytest.approx(
        rgb(SIDES["UA"]), abs=6
    )
    beside = pixel(data, made, held.x, held.y + 1.6 * held.reach, dpi=150)
    assert tuple(beside) != pytest.approx(rgb(SIDES["UA"]), abs=40)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width_mm", [89.0, 180.0])
def test_the_scale_bar_is_as_long_as_it_says(name: str, width_mm: float) -> None:
    made = sample(name, width_mm)
    assert made.bar is not None
    x, y = made.frame.middle_mm
    for length_mm, length_m in (
        (made.bar.km_mm, made.bar.km * 1000),
        (made.bar.miles_mm, made.bar.miles * 1609.344),
    ):
        lon, lat = made.frame.lonlat([x - length_mm / 2, x + length_mm / 2], [y, y])
        _, _, measured_m = GEOD.inv(lon[0], lat[0], lon[1], lat[1])
        assert measured_m == pytest.approx(length_m, rel=5e-3)
        assert 0.05 * width_mm < length_mm < 0.3 * width_mm


def test_the_bar_is_drawn_in_its_length(svg: ET.Element, checked: Checked, gazetteer: Any) -> None:
    made = composed(checked, gazetteer)
    assert made.bar is not None
    bars = layer(svg, "scale-bar").findall(f"{SVG}path")
    widths = []
    for bar in bars:
        found = re.findall(r"-?\d+(?:\.\d+)?", bar.get("d", ""))
        x = [float(value) for value in found[::2]]
        widths.append((max(x) - min(x)) / 72 * 25.4)
    expected = [made.bar.km_mm] * 2 + [made.bar.miles_mm] * 2
    assert widths == pytest.approx(expected, rel=5e-3)
    assert {f"{made.bar.km:g} km", f"{made.bar.miles:g} mi"} <= set(texts(svg))


def test_degrees_stand_where_the_ground_has_them() -> None:
    from maps.picture.graticule import draw_graticule
    from maps.picture.pen import Pen

    made = sample("berdin-assessment")
    with settled():
        figure = drawn_figure(made)
        pen = Pen(figure, LAND)
        with pen.layer("only-degrees"):
            draw_graticule(pen, made.frame, made.theme, unit_mm=made.unit_mm)
        (drawn,) = (part for part in figure.artists if part.get_gid() == "only-degrees")
    found = {
        part.get_text(): part.get_position() for part in drawn.parts if hasattr(part, "get_text")
    }
    meridians = [text for text in found if text.endswith("E")]
    assert len(meridians) >= 3
    for text in meridians:
        whole, minutes = re.fullmatch(r"(\d+)°(?:(\d+)′)?E", text).groups()  # type: ignore[union-attr]
        lon, _ = made.frame.lonlat(found[text][0], made.frame.box_mm[3])
        assert float(lon) == pytest.approx(int(whole) + int(minutes or 0) / 60, abs=1e-3)


# ---- what is shown


def test_places_off_the_theatre_do_not_set_the_extent(
    svg: ET.Element, checked: Checked, gazetteer: Any
) -> None:
    made = composed(checked, gazetteer)
    west, south, east, north = made.frame.window
    assert east - west < 2
    assert north - south < 1
    assert not west < 126.98 < east
    assert "Seoul" not in read_text(layer(svg, "labels"))
    assert re.search(r"Not on this map .*Seoul, [67],\d{3} km", read_text(layer(svg, "foot")))


def test_head_and_foot_say_whose_when_and_how(svg: ET.Element) -> None:
    head, foot = read_text(layer(svg, "head")), read_text(layer(svg, "foot"))
    assert "A push northeast of Sudzha" in head
    assert "Night Desk" in head
    assert "6 January 2025" in head
    assert "hand-made table (CC-BY-4.0)" in foot
    assert "1991 line; Crimea Ukrainian" in foot
    assert "Lambert azimuthal equal-area" in foot
    assert "north is up" in foot
    assert "0" * 12 in foot


def test_an_undated_report_says_so(gazetteer: Any, notes: Any) -> None:
    plain = notes("Nothing happened anywhere.").checked()
    root = parsed(report_picture([plain], gazetteer, format="svg"))
    assert "undated" in read_text(layer(root, "head"))


def test_the_key_holds_only_what_is_drawn(
    svg: ET.Element, gazetteer: Any, notes: Any, places: Any
) -> None:
    full = texts(layer(svg, "key"))
    assert {"Ukraine", "Claimed only", "Geolocated", "Does not fit", "Border"} <= set(full)
    told = notes("Sudzha is named.")
    told.mention("Sudzha", places["sudzha"])
    root = parsed(report_picture([told.checked()], gazetteer, format="svg"))
    lone = texts(layer(root, "key"))
    assert "Named" in lone
    assert not {"Ukraine", "Claimed only", "Geolocated", "Does not fit", "Held"} & set(lone)


def test_only_distances_in_question_are_labelled(svg: ET.Element) -> None:
    labels = read_text(layer(svg, "labels-measured"))
    assert "15 km stated" in labels
    assert "does not fit" in labels
    assert "70 km" not in labels


# ---- legible


def overlapping(boxes: list[Any]) -> list[tuple[int, int]]:
    return [
        (i, j)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width_mm", [89.0, 180.0])
def test_names_cover_neither_one_another_nor_marks(name: str, width_mm: float) -> None:
    """As matplotlib measures the letters that it draws, not as the layout does."""
    made = sample(name, width_mm)
    figure = drawn_figure(made)
    figure.set_dpi(300)
    labels = [
        part
        for part in parts(figure)
        if hasattr(part, "get_text") and not (part.get_gid() or "").startswith("halo")
    ]
    shown = {standing.name.text for standing in made.lettered.standing}
    (group,) = (part for part in figure.artists if part.get_gid() == "labels")
    written = [p for p in parts_of(group) if p in labels]
    assert {part.get_text() for part in written} == shown
    boxes = []
    for part in written:
        box = part.get_window_extent(figure.canvas.get_renderer())
        # Line height reaches above capitals; the letters themselves must be apart.
        trim = 0.12 * min(box.height, box.width)
        boxes.append((box.x0, box.y0 + trim, box.x1, box.y1 - trim))
    assert overlapping(boxes) == []
    left, bottom, right, top = made.frame.box_mm
    for standing in made.lettered.standing:
        box = shapely.box(*standing.position.box)
        assert shapely.box(left, bottom, right, top).contains(box)
        for mark in made.marks:
            if mark is not standing.name.mark:
                disc = shapely.Point(mark.x, mark.y).buffer(mark.reach * 0.95)
                assert not box.intersects(disc), standing.name.text
        for closed in (made.inset_box, made.bar_box):
            assert closed is None or not box.intersects(shapely.box(*closed).buffer(-0.01))


def parts_of(group: Any) -> Iterator[Any]:
    for part in group.parts:
        yield part
        if hasattr(part, "parts"):
            yield from parts_of(part)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_places_that_matter_are_named(name: str) -> None:
    made = sample(name)
    named = {id(standing.name.mark) for standing in made.lettered.standing}
    missing = [m for m in made.marks if m.feature.get("status") and id(m) not in named]
    assert missing == []
    assert len([m for m in made.marks if id(m) in named]) >= 0.9 * len(made.marks)


def test_inset_and_bar_hide_no_place() -> None:
    for name in SAMPLES:
        made = sample(name)
        for box in (made.inset_box, made.bar_box):
            if box is not None:
                hidden = [m for m in made.marks if shapely.box(*box).contains_properly(
                    shapely.Point(m.x, m.y))]  # fmt: skip
                assert hidden == []


# ---- the files


def test_an_svg_has_a_layer_for_everything_and_text_as_text(svg: ET.Element) -> None:
    layers = [group.get("id") for group in svg.findall(f"{SVG}g")]
    assert {
        "water", "land", "borders", "ground-gained", "measured", "places", "labels", "scale-bar",
        "locator", "frame", "head", "key", "foot",
    } <= set(layers)  # fmt: skip
    assert layers.index("land") < layers.index("measured") < layers.index("labels")
    names = texts(layer(svg, "labels-places"))
    assert {"Berdin", "Cherkasskoye Porechnoye", "Novosotnitsky"} <= set(names)
    assert "RUSSIA" in texts(layer(svg, "labels-areas"))
    ids = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert svg.get("width") == "180mm"


def test_an_svg_asks_for_nothing_and_names_no_day(checked: Checked, gazetteer: Any) -> None:
    data = report_picture(checked, gazetteer, format="svg").decode()
    # What a link leads to is asked for when a reader follows it, and not before.
    unlinked = re.sub(r'<a xlink:href="https?://[^"]+"', "<a", data)
    addresses = set(re.findall(r"[a-z]+://[^\"' ]+", unlinked))
    assert addresses <= {
        "http://www.w3.org/2000/svg",
        "http://www.inkscape.org/namespaces/inkscape",
        "http://www.w3.org/1999/xlink",
    }
    assert "<script" not in data
    assert "<image" not in data
    assert not re.search(r"20[2-9]\d-\d\d-\d\dT", data)


def test_halos_are_not_read_twice(svg: ET.Element) -> None:
    halos = [g for g in svg.iter(f"{SVG}g") if g.get("class") == "halo"]
    assert halos
    assert {halo.get("aria-hidden") for halo in halos} == {"true"}
    assert all("stroke-width" in text.get("style", "") for h in halos for text in h)


def test_a_pdf_holds_its_faces_and_its_words(checked: Checked, gazetteer: Any) -> None:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(report_picture(checked, gazetteer, format="pdf")))
    (page,) = reader.pages
    text = " ".join(page.extract_text().split())
    assert "A push northeast of Sudzha" in text
    assert "Novosotnitsky" in text
    assert reader.metadata is not None
    assert reader.metadata.title == "A push northeast of Sudzha"
    assert reader.metadata.creation_date is None
    assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(180, abs=0.1)
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    for font in fonts:
        inner = font.get("/DescendantFonts", [font])[0].get_object()
        assert "/FontFile2" in inner["/FontDescriptor"].get_object()


def test_a_png_is_as_large_as_print_needs(checked: Checked, gazetteer: Any) -> None:
    image = Image.open(io.BytesIO(report_picture(checked, gazetteer, width_mm=89)))
    assert image.width == pytest.approx(89 / 25.4 * 300, abs=1)
    assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert "Software" not in image.info


def test_dark_is_dark_and_paper_is_light(checked: Checked, gazetteer: Any) -> None:
    light = picture_of(report_picture(checked, gazetteer, width_mm=89, dpi=72))
    dark = picture_of(report_picture(checked, gazetteer, width_mm=89, dpi=72, dark=True))
    assert light.shape == dark.shape
    assert light.mean() > 200
    assert dark.mean() < 70
    assert tuple(light[-1, 0]) == rgb(PAPER)


def test_a_user_s_settings_neither_matter_nor_change(checked: Checked, gazetteer: Any) -> None:
    import matplotlib as mpl

    usual = report_picture(checked, gazetteer, format="svg")
    odd: dict[Any, Any] = {
        "text.usetex": True, "font.family": ["monospace"], "lines.scale_dashes": True,
        "svg.fonttype": "path", "savefig.bbox": "tight", "figure.autolayout": True,
    }  # fmt: skip
    with mpl.rc_context(odd):
        before = dict(mpl.rcParams)
        again = report_picture(checked, gazetteer, format="svg")
        assert dict(mpl.rcParams) == before
    assert again == usual


def test_pyplot_is_left_alone(frontmap: Any, root: Path, tmp_path: Path) -> None:
    import subprocess

    code = (
        "import sys; from maps.cli import run; "
        f"assert run(['picture', {str(REPORTS / 'berdin-assessment.txt')!r}, '-o', "
        f"{str(tmp_path / 'map.svg')!r}]) == 0; assert 'matplotlib.pyplot' not in sys.modules"
    )
    import maps

    env = {"PYTHONPATH": str(Path(str(maps.__file__)).parents[1]), "PYTHONUTF8": "1",
           "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}  # fmt: skip
    subprocess.run([sys.executable, "-c", code], check=True, env=env, cwd=root, timeout=300)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_same_report_gives_the_same_bytes(frontmap: Any, tmp_path: Path, ending: str) -> None:
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.{ending}"
        done = frontmap(
            "picture", REPORTS / "berdin-assessment.txt", "-o", file, "--dpi", "100",
            env={"PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        made.append(file.read_bytes())
    assert made[0] == made[1]


# ---- a control map beneath


def test_a_control_map_lies_beneath_the_marks(
    checked: Checked, gazetteer: Any, control_layer: Callable[..., Any]
) -> None:
    ground = control_layer([
        {"geometry": (35.0, 51.0, 35.35, 51.5), "side": "UA", "status": "held", "within": "RU"},
        {"geometry": (35.35, 51.0, 35.45, 51.5), "side": "RU", "status": "contested",
         "within": "RU"},
    ])  # fmt: skip
    sheet = sheet_of(ground, gazetteer)
    root = parsed(report_picture(checked, gazetteer, format="svg", control=sheet))
    order = [group.get("id") for group in root.findall(f"{SVG}g")]
    assert order.index("land") < order.index("control") < order.index("places")
    assert {"Held by Ukraine", "Contested by Russia"} <= set(texts(layer(root, "key")))
    assert "Lantern Maps (CC-BY-4.0)" in read_text(layer(root, "foot"))
    fills = [p.get("style", "") for p in layer(root, "control").iter(f"{SVG}path")]
    assert any(SIDES["UA"] in style and "fill: none" not in style for style in fills)
    assert any(SIDES["RU"] in style and "fill: none" in style for style in fills)


# ---- hostile and odd text


HOSTILE = (
    "$x^2$ and $\\frac{1}{2", "<script>alert(1)</script>", "]]><![CDATA[<b>", "&lt;&#x3c;",
    "one\ntwo\r\nthree\tfour", "a\x00b\x1bc\ufffe", "a\ud800b", "safe\u202egnp.exe",
    "مرحبا بالعالم", "שלום", "中文名字", "😀 emoji 🇺🇦", "Село́ Верхний" * 40, "W" * 3000,
    "\u200b\u2060", "—" * 300, "e\u0301\u0323" * 20, "\\usepackage{x} %d {0} ${y}", "\u2028x\u2029",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_shown_as_it_is(
    text: str, gazetteer: Any, notes: Any, places: Any, tmp_path: Path
) -> None:
    import dataclasses

    told = notes("Sudzha is named, and Berdin.", title=text, source=text)
    told.mention("Sudzha", dataclasses.replace(places["sudzha"], name=text))
    told.mention("Berdin", places["berdin"])
    checked = [told.checked()]
    root = parsed(report_picture(checked, gazetteer, format="svg"))
    assert not [e for e in root.iter() if e.tag.removeprefix(SVG) in ("script", "b", "image")]
    assert "Berdin" in texts(layer(root, "labels-places"))
    if text == HOSTILE[0]:
        assert "$x^2$ and $\\frac{1}{2" in texts(layer(root, "labels-places"))
        assert "$x^2$ and $\\frac{1}{2" in read_text(layer(root, "head"))
    form = "pdf" if HOSTILE.index(text) % 2 else "png"
    assert len(report_picture(checked, gazetteer, format=form, dpi=72, width_mm=89)) > 5_000


def test_cyrillic_is_drawn_not_boxed(gazetteer: Any, notes: Any, places: Any) -> None:
    import pypdf

    told = notes("Село названо.", title="Бердин и Суджа: їжак, ґанок, ў")
    told.mention("Село", places["sudzha"])
    data = report_picture([told.checked()], gazetteer, format="pdf")
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "Бердин и Суджа: їжак, ґанок, ў" in " ".join(text.split())


def test_a_report_without_places_and_one_with_a_region_are_drawn(
    gazetteer: Any, notes: Any, places: Any
) -> None:
    nothing = notes("Nothing.").checked()
    region = notes("Kursk Oblast is named.")
    region.mention("Kursk Oblast", places["oblast"])
    for checked in (nothing, region.checked()):
        root = parsed(report_picture([checked], gazetteer, format="svg"))
        assert layer(root, "land") is not None


# ---- refusals


def test_what_cannot_be_drawn_is_refused(checked: Checked, gazetteer: Any) -> None:
    for options in (
        {"format": "gif"}, {"width_mm": 10}, {"width_mm": float("nan")}, {"dpi": 5},
        {"width_mm": 600, "dpi": 1200},
    ):  # fmt: skip
        with pytest.raises(PictureInvalid):
            report_picture(checked, gazetteer, **options)
    with pytest.raises(NothingToMap):
        report_picture([], gazetteer)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "map.gif"], ".png, .svg or .pdf"),
        (["-o", "map"], ".png, .svg or .pdf"),
        (["-o", "-"], ".png, .svg or .pdf"),
        (["-o", "map.png", "--width", "5km"], "89mm"),
        (["-o", "map.png", "--width", "5mm"], "60 to 600 mm"),
        (["-o", "map.png", "--dpi", "9"], "50 to 1,200"),
        (["-o", "map.png", "--theme", "pink"], "pink"),
        (["-o", "no/such/map.png"], "no folder"),
    ],
)
def test_a_bad_command_ends_with_one_sentence(
    *,
    alone: None, call: Any, sentence: Any, options: list[str], said: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "report.txt"
    report.write_text("Sudzha is named.", encoding="utf-8")
    assert said in sentence(call("picture", report, *options))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.txt"]


def test_the_command_writes_a_picture(alone: None, call: Any, tmp_path: Path) -> None:
    report, file = tmp_path / "report.txt", tmp_path / "map.svg"
    report.write_text("Ukrainian forces entered Sudzha.", encoding="utf-8")
    code, out, err = call(
        "picture", report, "-o", file, "--title", "Under way", "--width", "12cm", "--graticule",
        "--theme", "dark",
    )  # fmt: skip
    assert (code, err) == (0, "")
    assert "map.svg: 1 report" in out
    root = parsed(file.read_bytes())
    assert root.get("width") == "120mm"
    assert "Under way" in read_text(layer(root, "head"))
    assert "graticule" in [group.get("id") for group in root.findall(f"{SVG}g")]


# ---- notebooks


def test_a_notebook_shows_it(checked: Checked, gazetteer: Any) -> None:
    drawn = show_picture(checked, gazetteer, format="svg")
    assert drawn._repr_png_() is None
    assert parsed(drawn._repr_svg_() or "").tag == f"{SVG}svg"
    shown = show_picture(checked, gazetteer, width_mm=89, dpi=72)._repr_png_()
    assert shown is not None
    assert shown[0].startswith(b"\x89PNG")
    assert shown[1]["width"] == 336


def test_a_report_may_hold_anything(gazetteer: Any) -> None:
    with Gazetteer.open() as real:
        reading = read(Report(id="x", text="Sudzha\x00 <b>and</b> $Berdin$."), real)
        data = report_picture([(reading, check(reading, real))], real, format="svg")
    assert parsed(data) is not None
