"""Makes the pictures of the README anew: `python tests/pictures/make_pictures.py`.

Run it with the Python that frontmap and its test extra are installed in. It needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from gazetteer.store import Gazetteer
from geo.claims.check import check
from geo.control.gather import gather
from geo.reading.read import read
from geo.reading.report_file import load_report
from maps.change_map import change_map
from maps.control_map import control_map
from maps.report_map import report_map
from maps.timeline import timeline_page

HERE: Final = Path(__file__).resolve().parent
REPORT: Final = HERE.parent / "reports" / "berdin-assessment.txt"
CONTROL: Final = HERE.parent / "control" / "sample"
SIZE: Final = (1280, 800)
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


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "report_map.png": sample_page,
    "control_map.png": control_page,
    "change_map.png": change_page,
    "timeline.png": timeline,
}
"""What makes the page of each picture."""


def photograph(browser: Any, html: str) -> bytes:
    """Take a picture of a page as it opens, as PNG.

    Parameters
    ----------
    browser
        A browser of playwright's.
    html
        The page.
    """
    width, height = SIZE
    context = browser.new_context(
        viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce"
    )
    page = context.new_page()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "map.html"
        file.write_text(html, encoding="utf-8")
        page.goto(file.as_uri())
        page.locator("html[data-ready]").wait_for()
        page.wait_for_timeout(200)
        taken: bytes = page.screenshot()
    context.close()
    return taken


def main() -> None:
    """Write the pictures beside this script."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        sys.exit("make_pictures.py needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for name, page in PAGES.items():
            (HERE / name).write_bytes(photograph(browser, page()))
        browser.close()


if __name__ == "__main__":
    main()
