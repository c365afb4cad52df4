"""Makes the pictures of the README anew: `python tests/pictures/make_pictures.py`.

Run it with the Python that frontmap and its test extra are installed in. It needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.control.gather import gather
from geo.reading.read import read
from geo.reading.report_file import load_report
from maps.change_map import change_map
from maps.control_map import control_map
from maps.picture.report import report_picture
from maps.report_map import report_map
from maps.timeline import timeline_page

HERE: Final = Path(__file__).resolve().parent
REPORT: Final = HERE.parent / "reports" / "berdin-assessment.txt"
CONTROL: Final = HERE.parent / "control" / "sample"
DESK: Final = (1280, 800)
PHONE: Final = (360, 740)
PAPER: Final = (694, 982)
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def sample_page() -> str:
    """Draw the map of the sample report."""
    with Gazetteer.open() as gazetteer:
        reading = read(load_report(str(REPORT)), gazetteer)
        return report_map([(reading, check(reading, gazetteer))], gazetteer)


def control_page() -> str:
    """Draw the last of the invented control maps."""
    with Gazetteer.open() as gazetteer:
        return control_map(gather([CONTROL]).layers[-1], gazetteer)


def change_page() -> str:
    """Draw what changed between the last two of the invented control maps."""
    with Gazetteer.open() as gazetteer:
        before, after = gather([CONTROL]).layers[-2:]
        return change_map(before, after, gazetteer)


def timeline() -> str:
    """Draw all of the invented control maps with the events of the report beside them."""
    with Gazetteer.open() as gazetteer:
        atlas = gather([CONTROL])
        reading = read(load_report(str(CONTROL.parent / "sample-report.txt")), gazetteer)
        checked = [(reading, check(reading, gazetteer, atlas))]
        return timeline_page(atlas, gazetteer, checked=checked)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: what is photographed, and how."""

    page: Callable[[], str]
    """Makes the page."""
    size: tuple[int, int] = DESK
    """Width and height of the window, pixels."""
    dark: bool = False
    """Whether the reader wants dark colours."""
    paper: bool = False
    """Whether it is laid out for paper."""


SHOTS: Final[Mapping[str, Shot]] = {
    "report_map.png": Shot(sample_page),
    "report_dark.png": Shot(sample_page, dark=True),
    "report_phone.png": Shot(sample_page, size=PHONE),
    "report_paper.png": Shot(sample_page, size=PAPER, paper=True),
    "control_map.png": Shot(control_page),
    "change_map.png": Shot(change_page),
    "timeline.png": Shot(timeline),
}
"""Every picture of a page."""


def photograph(browser: Any, shot: Shot, *, hidden: str = "") -> bytes:
    """Take a picture of a page as it opens, as PNG.

    Parameters
    ----------
    browser
        A browser of playwright's.
    shot
        What is photographed, and how.
    hidden
        A rule of CSS that is put on the page before.
    """
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        offline=True,
        reduced_motion="reduce",
        color_scheme="dark" if shot.dark else "light",
    )
    page = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(shot.page(), encoding="utf-8")
        page.goto(file.as_uri())
        page.locator("html[data-ready]").wait_for()
        if shot.paper:
            page.emulate_media(media="print", reduced_motion="reduce")
            page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        if hidden:
            page.evaluate(
                "rule => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rule);"
                " document.adoptedStyleSheets = [sheet]; }",
                hidden,
            )
        page.wait_for_timeout(200)
        taken: bytes = page.screenshot()
    context.close()
    return taken


def print_picture() -> bytes:
    """Draw the sample report as a print picture, small enough for a page on the web."""
    with Gazetteer.open() as gazetteer:
        reading = read(load_report(str(REPORT)), gazetteer)
        checked = [(reading, check(reading, gazetteer))]
        return report_picture(checked, gazetteer, format="png", dpi=120)


def main() -> None:
    """Write the pictures beside this script."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("make_pictures.py needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for name, shot in SHOTS.items():
            (HERE / name).write_bytes(photograph(browser, shot))
        browser.close()
    (HERE / "print_picture.png").write_bytes(print_picture())


if __name__ == "__main__":
    main()
