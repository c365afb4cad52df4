"""`frontmap verify` on what is no page, and on pages that were made to do harm."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.errors import CorrectionsInvalid
from maps.errors import MapError
from maps.inputs import BLOCK, exact, inputs_json
from maps.inputs import Provenance as MadeFrom
from maps.inputs_read import InputsInvalid, read_inputs
from maps.page_reader import MarkupUnreadable, read_page
from maps.report_map import report_map
from maps.verifying import PageUnreadable, page_inputs

Run = Callable[..., tuple[int, str, str]]
pytestmark = pytest.mark.usefixtures("alone")
HEAD = '<!DOCTYPE html><html><head><meta name="generator" content="frontmap"></head><body>'


def page_of(block: str) -> str:
    return f'{HEAD}<script type="application/json" id="{BLOCK}">{block}</script></body></html>'


@pytest.fixture
def told(checked: Any, gazetteer: Any) -> dict[str, Any]:
    """The inputs of a page, read by hand."""
    return inputs_json(checked, gazetteer, MadeFrom())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no page of frontmap"),
        (b"<html><p>Hello</p></html>", "no page of frontmap"),
        (b"\xff\xfe\x00", "byte 1 is no UTF-8"),
        (HEAD.encode(), "holds no inputs"),
        (page_of("").encode(), "no whole JSON"),
        (page_of('{"form": 1, "reports": [{"id').encode(), "no whole JSON"),
        (page_of("[" * 200_000).encode(), "no whole JSON"),
        (page_of("[]").encode(), "the block is a list, not an object"),
        (page_of("null").encode(), "the block is missing, not an object"),
        (page_of('{"form": 2}').encode(), "this version reads form 1"),
        (page_of('{"form": 1, "reports": []}').encode(), "reports is empty"),
        (page_of('{"form": 1, "reports": [1]}').encode(), "reports[0] is a number, not an object"),
        (b"<!--" * 100_000, "none that frontmap writes"),
        (b"<a " * 100_000, "none that frontmap writes"),
        (b"<![" * 50, "markup cannot be read"),
        (b"<div>" * 50_000 + b"</div>" * 50_000, "no page of frontmap"),
    ],
)
def test_what_is_no_page_is_refused_in_one_sentence(
    call: Run, tmp_path: Path, sentence: Any, content: bytes, says: str
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(content)
    assert says in sentence(call("verify", file))


def test_a_file_that_is_not_there_and_a_folder_are_refused(
    call: Run, tmp_path: Path, sentence: Any
) -> None:
    assert "there is no file" in sentence(call("verify", tmp_path / "none.html"))
    assert "cannot read" in sentence(call("verify", tmp_path))


def test_a_page_of_control_maps_alone_says_so(call: Run, root: Path, tmp_path: Path) -> None:
    page = tmp_path / "control.html"
    day = root / "tests/control/sample/sample_2025-01-04.geojson"
    assert call("control", "map", day, "-o", page)[0] == 0
    code, out, err = call("verify", page)
    assert (code, out) == (2, "")
    assert "shows control maps alone" in err


def test_control_maps_for_a_page_without_any_are_refused(
    call: Run, root: Path, tmp_path: Path, told: Any, sentence: Any
) -> None:
    page = tmp_path / "page.html"
    page.write_text(page_of(json.dumps(told)), encoding="utf-8")
    folder = root / "tests/control/sample"
    assert "leave --control out" in sentence(call("verify", page, "--control", folder))


def test_the_inputs_of_a_page_are_read_back_as_they_were(
    checked: Any, gazetteer: Any, told: Any
) -> None:
    found = read_inputs(json.dumps(told))
    assert [one.report for one in found.reports] == [reading.report for reading, _ in checked]
    assert found.gazetteer == gazetteer.content_hash()
    _, inputs = page_inputs(report_map(checked, gazetteer))
    assert inputs.reports == found.reports


HARD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from("\0\r\n\t\u2028\u2029\ufeff<>&\"'`${}\\/\x7f\x85"),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(text=HARD)
def test_every_character_of_a_text_survives_the_page(text: str) -> None:
    from maps.page import _block

    written = _block("x", {"text": exact(text)})
    assert "</script" not in written[:-9]
    assert written.isascii()
    seen = read_page(f"<html><body>{written}</body></html>")
    report = {"id": "a", "text": json.loads(seen.blocks["x"])["text"], "lang": "en", "sha256": ""}
    found = read_back(report)
    assert found is None if not text.strip() else found == text


def read_back(report: dict[str, Any]) -> str | None:
    """The text of a report as `verify` reads it; None where it is refused as empty."""
    block = {
        "form": 1, "frontmap": "1", "gazetteer": "", "publication": {}, "control": [],
        "settings": {}, "verdicts": [], "reports": [report],
    }  # fmt: skip
    if report["text"] is not None and not str(report["text"]).strip():
        with pytest.raises(InputsInvalid, match="is empty"):
            read_inputs(json.dumps(block))
        return None
    return read_inputs(json.dumps(block)).reports[0].report.text


ANY = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), HARD, st.just("2025-01-05"),
        st.just("UA"), st.just({"base64": "AAA"}),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["base64", "id", "text", "sides", "rows"]), inner),
    ),
    max_leaves=8,
)  # fmt: skip


def ways(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way into a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = [way] if way else []
    if isinstance(value, dict | list):
        for key, inner in inside:
            found += ways(inner, (*way, key)) if isinstance(inner, dict | list) else [(*way, key)]
    return found


@settings(
    max_examples=200, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data())
def test_whatever_stands_in_the_data_is_read_or_refused(told: Any, data: st.DataObject) -> None:
    altered = json.loads(json.dumps(told))
    altered["corrections"] = {"file": "mine.toml", "sha256": "0", "content": "ignored = []"}
    altered["control"] = [{"file": "a", "sha256": "0" * 64, "maker": "b", "date": None}]
    for _ in range(data.draw(st.integers(1, 3))):
        way = data.draw(st.sampled_from(ways(altered)))
        inside = altered
        for key in way[:-1]:
            inside = inside[key]
        inside[way[-1]] = data.draw(ANY)
    found = None
    # Every other error would be a traceback for the user.
    with contextlib.suppress(MapError, CorrectionsInvalid):
        found = page_inputs(page_of(json.dumps(altered).replace("<", "\\u003c")))[1]
    if found is not None:
        assert all(isinstance(one.report.text, str) for one in found.reports)
        json.dumps(found.verdicts, allow_nan=False)


@settings(deadline=None)
@given(block=ANY)
def test_any_json_at_all_is_refused(block: Any) -> None:
    with pytest.raises(InputsInvalid):
        read_inputs(json.dumps(block))


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", "<!DOCTYPE", "&#", "&lt",
             "<script>", "</script>", '<script type="application/json" id="frontmap-inputs">',
             "<tbody id='claim-1-1'>", "<td data-label=x>", "<dd><code>", "<title>", "</html>"]
        ),
        HARD,
    ),
    max_size=30,
)  # fmt: skip


@settings(deadline=None)
@given(parts=MARKUP)
def test_any_markup_that_is_no_page_is_refused(parts: list[str]) -> None:
    document = "".join(parts)
    with pytest.raises((MarkupUnreadable, PageUnreadable, InputsInvalid)) as refused:
        page_inputs(document)
    assert str(refused.value)


@pytest.mark.parametrize(
    "unit", ["<!--", "<a ", "</", "<?", "<script>", "<style ", "<style></ style><a ", "<>"]
)
def test_the_time_grows_with_the_length_of_a_hostile_page(unit: str) -> None:
    """Processor time, which what else runs on the machine does not lengthen."""

    def cost_s(length: int) -> float:
        began = time.process_time()
        with contextlib.suppress(MarkupUnreadable):
            read_page(HEAD + unit * length)
        return time.process_time() - began

    cost_s(1_000)
    # A time that grew with the square would be 256 times as long.
    assert cost_s(160_000) < 100 * cost_s(10_000) + 1.0
