"""Sections, rows and cells of the tables beside a map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maps.html import Html, join, tag


def section(
    key: str,
    title: str,
    rows: Sequence[Html],
    *,
    head: Sequence[str],
    empty: str,
    note: Html | None = None,
    tab: str | None = None,
) -> Html:
    """Write one section of the panel: a title and its table.

    Parameters
    ----------
    key
        The section's id, and the class of its table.
    title
        What stands above it.
    rows
        Its rows, as `row` writes them.
    head
        Names of the columns.
    empty
        The sentence that stands there where there is no row.
    note
        What has to be said before the table.
    tab
        What its tab is called where a page shows one section at a time; its title by default.
    """
    if rows:
        table = tag(
            "table",
            tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head))),
            *rows,
            class_=key,
            aria_labelledby=f"{key}-title",
        )
    else:
        table = tag("p", empty, class_="note")
    return tag(
        "section", tag("h2", title, id=f"{key}-title"), note, table,
        id=key, aria_labelledby=f"{key}-title", data_tab=tab,
    )  # fmt: skip


def row(
    key: str,
    cells: Sequence[Html],
    card: Html,
    *,
    drawn: Html | None = None,
    beside: Html | None = None,
    data: Mapping[str, str | None] | None = None,
) -> Html:
    """Write a row with the card that tells more, which the map's popup shows as well.

    Parameters
    ----------
    key
        The row's id, by which features of the map name it.
    cells
        Its cells.
    card
        What more there is to tell.
    drawn
        A drawing of what the cells say.
    beside
        What stands beside the button that shows the card.
    data
        Codes that the page's script reads from the row, by name.
    """
    more = tag(
        "details",
        tag("summary", "More", tag("span", " about this", class_="unseen")),
        tag("div", card, class_="card"),
    )
    return tag(
        "tbody",
        tag("tr", *cells),
        tag("tr", tag("td", drawn, more, beside, colspan=len(cells)), class_="more"),
        id=key,
        **{f"data_{name}": value for name, value in (data or {}).items()},
    )


def plain_row(cells: Sequence[Html], *, class_: str = "missing") -> Html:
    """Write a row that has no more to tell than it shows.

    Parameters
    ----------
    cells
        Its cells.
    class_
        What kind of row it is.
    """
    return tag("tbody", tag("tr", *cells), class_=class_)


def group(title: str, *, columns: int) -> Html:
    """Write a line that heads the rows below it.

    Parameters
    ----------
    title
        What they have in common.
    columns
        How many the table has: one more would take room from the others.
    """
    head = tag("th", title, colspan=columns, scope="rowgroup")
    return tag("tbody", tag("tr", head), class_="group")


def head_cell(content: object) -> Html:
    """Write the cell that names its row.

    Parameters
    ----------
    content
        Text or markup.
    """
    return tag("th", content, scope="row")


def cell(label: str, content: object, *, class_: str | None = None) -> Html:
    """Write a cell.

    Parameters
    ----------
    label
        Name of its column, which a narrow screen shows before it.
    content
        Text or markup.
    class_
        What kind of cell it is.
    """
    return tag("td", content, data_label=label, class_=class_)


def unbroken(figures: str) -> Html:
    """Write figures so that their bracket stays on one line.

    Parameters
    ----------
    figures
        Such as "21 km (20–22)".
    """
    said, opened, bracket = figures.rpartition(" (")
    return (
        join(said, tag("span", f"({bracket}", class_="whole"), by=" ") if opened else join(bracket)
    )


def go(key: str, text: str) -> Html:
    """Write a button that shows something on the map.

    Parameters
    ----------
    key
        Id of the row that tells about it.
    text
        What stands on the button.
    """
    return tag("button", text, type="button", class_="go", data_card=key)


def in_text(key: str) -> Html:
    """Write a link to where a report says it.

    Parameters
    ----------
    key
        Id of the row that it stands in.
    """
    return tag(
        "a",
        "In the text",
        tag("span", ": where this is said", class_="unseen"),
        href=f"#at-{key}",
        class_="in-text",
        data_card=key,
    )
