"""Columns come out of a large page as they went in."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from maps.columns import deflated, packed_column


def plain_column(packed: Any, tables: Any = None) -> list[Any]:
    """Unpack a column as the module's docstring says: the slow plain oracle of `records.js`."""
    if isinstance(packed, list):
        return packed
    if packed["as"] == "one":
        return [packed["v"]] * packed["n"]
    values = plain_column(packed["v"], tables)
    if packed["as"] == "pick":
        table, name = packed["of"]
        source = plain_column(tables[table][name])
        return [source[value] if isinstance(value, int) else value for value in values]
    if packed["as"] == "table":
        return [packed["t"][code] for code in values]
    if packed["as"] == "behind":
        return [f"{packed['p']}{value}" for value in values]
    assert packed["as"] == "steps"
    sums = [sum(values[: i + 1]) / packed["by"] for i in range(len(values))]
    return [int(total) if packed["by"] == 1 else total for total in sums]


def plain_tables(block: Any) -> Any:
    """Unpack a whole block."""
    text = zlib.decompress(base64.b64decode(block["deflated"]), wbits=-15)
    assert len(text) == block["size"]
    tables = json.loads(text)
    return {
        kind: {name: plain_column(column, tables) for name, column in columns.items()}
        for kind, columns in tables.items()
    }


def text(alphabet: str | None = None) -> st.SearchStrategy[str]:
    whole = st.characters(exclude_categories=["Cs"])
    return st.text(whole if alphabet is None else alphabet, max_size=12)


COLUMNS = st.one_of(
    st.lists(text(), max_size=30),
    st.lists(st.none() | st.sampled_from(["UA", "RU", ""]), max_size=30),
    st.lists(text("01-9").map("place-".__add__), max_size=30),
    st.lists(st.integers(-(2**60), 2**60), max_size=30),
    st.lists(st.floats(-180, 180).map(lambda degrees: round(degrees, 5)), max_size=30),
    st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=30),
    st.lists(st.none() | st.lists(st.integers(0, 9), max_size=3), max_size=30),
    st.lists(st.one_of(st.none(), st.integers(0, 1), st.floats(0, 1), text()), max_size=30),
)


@given(COLUMNS)
@example(["place-0", "place-00"])
@example(["a9", "a9007199254740993"])
@example([1, 1.0])
@example([True, 1])
@example([0.1, 1e300])
@example(["", ""])
def test_every_column_comes_back_as_it_was(values: list[Any]) -> None:
    packed = json.loads(json.dumps(packed_column(values)))
    assert json.dumps(plain_column(packed)) == json.dumps(values) or (
        plain_column(packed) == values
    )


@given(st.dictionaries(text("abc"), st.dictionaries(text("xyz"), COLUMNS, max_size=3), max_size=3))
def test_every_table_comes_back_as_it_was(tables: dict[str, dict[str, list[Any]]]) -> None:
    assert plain_tables(deflated(tables)) == tables


@given(st.lists(text("ab"), unique=True), st.lists(st.none() | text("abc")))
def test_text_of_another_column_comes_back_wherever_it_stands(
    ids: list[str], named: list[str | None]
) -> None:
    tables: dict[str, dict[str, list[Any]]] = {"places": {"id": ids}, "events": {"place": named}}
    block = deflated(tables, picks={("events", "place"): ("places", "id")})
    assert plain_tables(block) == tables


def test_half_a_surrogate_pair_is_shown_as_on_the_rest_of_the_page() -> None:
    block = deflated({"places": {"name": ["a\ud800b", "\udc00"]}})
    assert plain_tables(block) == {"places": {"name": ["a\ufffdb", "\ufffd"]}}


def test_what_repeats_is_cheap() -> None:
    places = 10_000
    column = [f"place-{number}" for number in range(1, places + 1)]
    east = [round(35 + number % 100 / 100, 5) for number in range(places)]
    block = deflated({"places": {"key": column, "lon": east, "side": ["UA", "RU"] * 5_000}})
    assert len(json.dumps(block)) < 0.05 * len(json.dumps({"key": column, "lon": east}))
