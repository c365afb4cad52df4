"""Checked claims as schema.org's ClaimReview, in JSON-LD.

What is rated is the measurement alone. The scale has three steps, higher being nearer to what was
measured, and is written out in every rating (`worstRating` 1, `bestRating` 3):

| verdict | ratingValue | alternateName |
| --- | --- | --- |
| contradicted | 1 | Does not fit the measurement |
| uncertain | 2 | Cannot be told from the measurement |
| supported | 3 | Fits the measurement |

What was not checked has no review. Of the properties that Google's fact check markup requires
(`claimReviewed`, `reviewRating` with `alternateName`, `url`), `url` is the page's address, which is
known only where a publisher gives it; without it, reviews in a page point to their own row there,
and those in a file of their own have none. A program is nobody who could answer for a review:
`author` and `datePublished` are what the publisher states of themselves, or are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from geo.attribution.naming import person_in
from geo.attribution.origin import Origins
from geo.attribution.speaker import Speaker
from geo.claims.claim import Claim
from geo.errors import ReportInvalid
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.report_file import parse_day
from maps.errors import MapError
from maps.footnotes import method_of
from maps.spots import Checked
from maps.stated_sentence import sentence_of
from maps.ties import claim_key

CONTEXT: Final = "https://schema.org"
RATING_NAMES: Final[dict[str, str]] = {
    "contradicted": "Does not fit the measurement",
    "uncertain": "Cannot be told from the measurement",
    "supported": "Fits the measurement",
}
"""How a rating is called, by the verdict; the worst first."""
RATING_VALUES: Final = {verdict: value for value, verdict in enumerate(RATING_NAMES, 1)}
"""Its place on the scale."""
_KNOWN_DATES: Final = (None, "", "option", "header")
_LONGEST_ADDRESS: Final = 2_000


class PublicationInvalid(MapError, ValueError):
    """What a publisher says of a page cannot be used."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publisher says of the page that they answer for.

    Raises
    ------
    PublicationInvalid
        If the address is no web address, the day none of the calendar, or the name empty.
    """

    publisher: str | None = None
    """Name of the organisation that checked the claims and answers for it."""
    url: str | None = None
    """Address at which the page will stand."""
    reviewed: str | None = None
    """Day on which the check is published, ISO 8601."""

    def __post_init__(self) -> None:
        if self.publisher is not None and not self.publisher.strip():
            raise PublicationInvalid("the publisher has no name; give one, or leave it out")
        if self.url is not None and not _is_address(self.url):
            raise PublicationInvalid(
                f"{self.url[:80]!r} is no address of a page; give one such as "
                "https://example.org/checks/berdin"
            )
        if self.reviewed is not None:
            try:
                parse_day(self.reviewed)
            except ReportInvalid as error:
                raise PublicationInvalid(f"the day of the review: {error}") from error


UNPUBLISHED: Final = Publication()


def claim_reviews(
    checked: Checked, *, publication: Publication = UNPUBLISHED, alone: bool = False
) -> dict[str, Any]:
    """Write the reviews of all claims that were checked.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    publication
        What the publisher says of the page.
    alone
        Whether they will stand in a file of their own, where no row of a page can be pointed to.

    Returns
    -------
    dict
        JSON-LD with one `ClaimReview` per checked claim in its `@graph`.
    """
    return {"@context": CONTEXT, "@graph": list(_reviews(checked, publication, alone=alone))}


def _reviews(
    checked: Checked, publication: Publication, *, alone: bool
) -> Iterator[dict[str, Any]]:
    behind = Origins.of(reading for reading, _ in checked)
    for at, (reading, claims) in enumerate(checked):
        for index, claim in enumerate(claims):
            if claim.verdict in RATING_VALUES:
                sources = behind.of_chain(at, claim.statement.attribution)
                yield _review(
                    claim, reading, sources, claim_key(at, index), publication, alone=alone
                )


def _review(
    claim: Claim,
    reading: Reading,
    sources: Sequence[Speaker],
    key: str,
    publication: Publication,
    *,
    alone: bool,
) -> dict[str, Any]:
    """One review; what is not known is left out."""
    address = publication.url or ("" if not alone else None)
    return _known(
        {
            "@type": "ClaimReview",
            "identifier": key,
            "url": None if address is None else f"{address.partition('#')[0]}#{key}",
            "claimReviewed": sentence_of(claim.statement, mentions=reading.mentions),
            "author": _organisation(publication.publisher),
            "datePublished": publication.reviewed,
            "inLanguage": "en",
            "itemReviewed": _claim(claim, reading.report, sources),
            "reviewRating": {
                "@type": "Rating",
                "alternateName": RATING_NAMES[claim.verdict],
                "ratingValue": RATING_VALUES[claim.verdict],
                "bestRating": max(RATING_VALUES.values()),
                "worstRating": min(RATING_VALUES.values()),
                "ratingExplanation": claim.why or None,
            },
            "reviewBody": method_of(claim),
        }
    )


def _claim(claim: Claim, report: Report, sources: Sequence[Speaker]) -> dict[str, Any]:
    """The claim itself, with whoever is the first known to make it."""
    authors = [author for source in sources if (author := _author(source, report))]
    return _known(
        {
            "@type": "Claim",
            "text": " ".join(claim.statement.text.split()),
            "author": authors if len(authors) > 1 else next(iter(authors), None),
            "appearance": _appearance(report),
        }
    )


def _author(source: Speaker, report: Report) -> dict[str, Any] | None:
    """A source as schema.org knows authors: persons and organisations.

    A name that begins with a given name is a person's; groups (bloggers, residents) count as
    organisations, as is usual in fact checks. A report without a publisher is nobody.
    """
    if source.key == f"report:{report.id}":
        return None
    person = person_in(source.name, lang=report.lang)
    return {"@type": "Person", "name": person} if person else _organisation(source.name)


def _appearance(report: Report) -> dict[str, Any]:
    """The report as the work in which the claim appears."""
    return _known(
        {
            "@type": "CreativeWork",
            "name": report.title or report.id,
            "publisher": _organisation(report.source),
            # A day that was inferred from the text is no day of publication that anybody states.
            "datePublished": report.date if report.date_basis in _KNOWN_DATES else None,
            "inLanguage": report.lang,
        }
    )


def _organisation(name: str | None) -> dict[str, Any] | None:
    """An organisation by its name."""
    named = " ".join((name or "").split())
    return {"@type": "Organization", "name": named} if named else None


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known, on every level."""
    return {
        key: _known(value) if isinstance(value, dict) else value
        for key, value in fields.items()
        if value is not None
    }


def _is_address(text: str) -> bool:
    """Whether a text is an absolute web address."""
    if len(text) > _LONGEST_ADDRESS or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
