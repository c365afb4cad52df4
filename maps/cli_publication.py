"""The options by which a publisher says what they answer for."""

from __future__ import annotations

from typing import Annotated

import typer

PublisherOption = Annotated[
    str | None,
    typer.Option(
        "--publisher", metavar="NAME", help="Who answers for the check, in its ClaimReview."
    ),
]
UrlOption = Annotated[
    str | None,
    typer.Option("--url", metavar="URL", help="Where the page will stand, in its ClaimReview."),
]
ErratumOption = Annotated[
    list[str] | None,
    typer.Option(
        "--erratum",
        metavar="DAY: TEXT",
        help="A correction that the page or picture tells of itself, YYYY-MM-DD: TEXT; one each.",
    ),
]
ReviewedOption = Annotated[
    str | None,
    typer.Option("--reviewed", metavar="YYYY-MM-DD", help="Day on which the check is published."),
]
