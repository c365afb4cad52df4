"""`frontmap check`: what reports state, measured on the ground and on control maps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from maps.cli_control_files import (
    ControlOption,
    DateColumnOption,
    LicenceOption,
    MakerOption,
    MapDateOption,
    SideColumnOption,
    SidesOption,
    StatusColumnOption,
    files_read,
    gathered,
    load_options,
    tell_notes,
)
from maps.cli_options import (
    CheckFormat,
    CheckFormatOption,
    CorrectionsOption,
    DateOption,
    OutputOption,
    ReportsArgument,
    SourceOption,
    TitleOption,
    UsageInvalid,
    answer_path,
    chosen,
    opened_corrected,
    taught,
)
from maps.cli_publication import PublisherOption, ReviewedOption, UrlOption
from maps.cli_reports import Known, check_all, load_all
from maps.output import csv_text, json_text, write

if TYPE_CHECKING:
    from geo.claims.claim import Claim
    from geo.control.atlas import ControlAtlas
    from geo.reading.reading import Reading

    Checked = tuple[Reading, tuple[Claim, ...]]

CHECK_HELP: Final = taught(
    "Check the distances and directions that reports state, and with control maps the areas and "
    "shares of ground, and who holds what.\n\n"
    "The verdict is about the measurement alone, never about whether something happened.",
    "frontmap check report.txt",
    "frontmap check report.txt --control maps/ --when",
    "frontmap check *.txt --strict --format csv -o claims.csv",
    "frontmap check report.txt -o footnotes.md",
    'frontmap check report.txt --publisher "Our Desk" --url https://example.org/a -o a.jsonld',
)


def check(
    context: typer.Context,
    reports: ReportsArgument,
    *,
    control: ControlOption = None,
    when: Annotated[
        bool,
        typer.Option(
            "--when",
            help="For a number that does not fit, look for the day, base, reference, unit or road "
            "reading under which it would, and count what was tried.",
        ),
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 if a statement does not fit.")
    ] = False,
    format: CheckFormatOption = None,  # noqa: A002 - the option's name
    output: OutputOption = None,
    title: TitleOption = None,
    date: DateOption = None,
    source: SourceOption = None,
    corrections: CorrectionsOption = None,
    side_column: SideColumnOption = None,
    status_column: StatusColumnOption = None,
    date_column: DateColumnOption = None,
    sides: SidesOption = None,
    map_date: MapDateOption = None,
    maker: MakerOption = None,
    licence: LicenceOption = None,
    publisher: PublisherOption = None,
    url: UrlOption = None,
    reviewed: ReviewedOption = None,
) -> None:
    """Check what reports state.

    Raises
    ------
    Exit
        With 1, if `--strict` is on and a statement does not fit.
    """
    named = [*reports, *files_read(control or ())]
    path = answer_path(context, output, inputs=named, corrections=corrections)
    form = chosen(format, path, known=CheckFormat)
    said = {"publisher": publisher, "url": url, "reviewed": reviewed}
    _fitting(said, form)
    options = load_options(
        side_column=side_column, status_column=status_column, date_column=date_column,
        sides=sides, map_date=map_date, maker=maker, licence=licence,
    )  # fmt: skip
    atlas = gathered(control, options=options) if control else None
    if atlas is not None:
        tell_notes(atlas)
    known = Known(title, date, source)
    checked = checked_reports(context, reports, known, corrections, control=atlas, when=when)
    write(_claims_text(checked, form, said, file=path is not None), path=path)
    contradicted = any(claim.verdict == "contradicted" for _, claims in checked for claim in claims)
    if strict and contradicted:
        raise typer.Exit(1)


def checked_reports(
    context: typer.Context,
    reports: Sequence[str],
    known: Known,
    corrections: Path | None,
    *,
    control: ControlAtlas | None = None,
    when: bool = False,
) -> list[Checked]:
    """Load, read and check reports; a title can belong to one alone.

    Parameters
    ----------
    context
        The running command.
    reports
        Text files, or `-` for standard input.
    known
        What the user says of them.
    corrections
        The file of corrections.
    control
        Control maps to check against.
    when
        Whether to look for the reading under which a number fits that does not.

    Raises
    ------
    UsageInvalid
        If a title is given for several reports.
    """
    if known.title is not None and len(reports) > 1:
        message = "--title is for one report; name one, or write 'Title: …' at the head of each"
        raise UsageInvalid(message)
    loaded = load_all(reports, known=known)
    with opened_corrected(context, corrections) as (gazetteer, rulings):
        return check_all(loaded, gazetteer, rulings=rulings, control=control, when=when)


def _fitting(said: Mapping[str, str | None], form: str) -> None:
    """Refuse what only a ClaimReview says in any other format, and what it cannot say."""
    from maps.claim_review import Publication

    given = [f"--{name}" for name, value in said.items() if value is not None]
    if given and form != CheckFormat.CLAIMREVIEW:
        raise UsageInvalid(f"{', '.join(given)} go with --format claimreview, not with {form}")
    Publication(**said)


def _claims_text(
    checked: Sequence[Checked], form: str, said: Mapping[str, str | None], *, file: bool
) -> str:
    """Write claims in a format."""
    if form == CheckFormat.CLAIMREVIEW:
        from maps.claim_review import Publication, claim_reviews

        return json_text(claim_reviews(checked, publication=Publication(**said), alone=True))
    if form == CheckFormat.MARKDOWN:
        from maps.footnotes_markdown import footnotes_markdown

        return footnotes_markdown(checked)
    if form == "table":
        from maps.tables import check_tables, text_of

        return text_of(check_tables(checked), file=file)
    from geo.contract import claim_json

    claims: Iterable[dict[str, Any]] = (
        {"report": reading.report.id, **claim_json(claim, reading)}
        for reading, claims in checked
        for claim in claims
    )
    if form == "json":
        return json_text(list(claims))
    from maps.rows import CLAIM_COLUMNS, claim_rows

    return csv_text(claim_rows(claims), columns=CLAIM_COLUMNS)
