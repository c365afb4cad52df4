"""The pieces that every key to a map is made of."""

from __future__ import annotations

from collections.abc import Iterable

from maps.html import Html, tag


def key_of(groups: Iterable[tuple[str, Iterable[Html]]]) -> Html:
    """Write a key in columns.

    Parameters
    ----------
    groups
        Title and items of each column, as `item` writes them; one without items is left out.
    """
    columns = [
        tag("div", tag("h3", title), tag("ul", *items))
        for title, found in groups
        if (items := list(found))
    ]
    return tag(
        "details", tag("summary", "Key"), tag("div", *columns, class_="groups"), class_="legend",
        open=True,
    )  # fmt: skip


def item(text: object, *, swatch: str, **data: str) -> Html:
    """Write one line of a key: a little picture, drawn by the code that draws the map, and words.

    Parameters
    ----------
    text
        The words.
    swatch
        The look that the picture shows.
    **data
        Codes that the look depends on.
    """
    picture = tag(
        "canvas",
        width=34,
        height=24,
        class_="swatch",
        aria_hidden="true",
        data_swatch=swatch,
        **{f"data_{name}": value for name, value in data.items()},
    )
    return tag("li", picture, text)
