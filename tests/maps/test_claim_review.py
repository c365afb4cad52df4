"""Checked claims as ClaimReview: what schema.org and Google's fact check markup ask for.

The property lists are those of https://schema.org/ClaimReview, /Claim, /Rating and of Google's
page on ClaimReview, written down here by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo.reading.statement import Attribution, Quantity
from maps.claim_review import Publication, PublicationInvalid, claim_reviews
from maps.report_map import report_map

Run = Callable[..., tuple[int, str, str]]
ALLOWED = {
    "ClaimReview": {
        "claimReviewed", "itemReviewed", "reviewRating", "reviewBody", "author", "datePublished",
        "inLanguage", "identifier", "url",
    },
    "Claim": {"appearance", "firstAppearance", "author", "datePublished", "text", "name"},
    "Rating": {
        "alternateName", "ratingValue", "bestRating", "worstRating", "ratingExplanation", "author",
    },
    "CreativeWork": {"name", "publisher", "datePublished", "inLanguage", "url"},
    "Organization": {"name", "url"},
    "Person": {"name", "url"},
}  # fmt: skip
RANGES = {
    "itemReviewed": {"Claim"},
    "reviewRating": {"Rating"},
    "author": {"Organization", "Person"},
    "appearance": {"CreativeWork"},
    "publisher": {"Organization", "Person"},
}
REQUIRED = {"ClaimReview": {"claimReviewed", "reviewRating", "url"}, "Rating": {"alternateName"}}
READ_BY_GOOGLE = {
    "ClaimReview": {"author", "datePublished", "itemReviewed"},
    "Rating": {"bestRating", "ratingValue", "worstRating"},
    "Claim": {"appearance", "author"},
}
HOSTILE = "</script><script>window.pwned=1</script><!-- \u2028 {{7*7}} ${x} \"' \x00"


def nodes(value: Any, name: str = "") -> list[tuple[str, dict[str, Any]]]:
    """Every node with the property that it is the value of."""
    if isinstance(value, list):
        return [found for one in value for found in nodes(one, name)]
    if not isinstance(value, dict):
        return []
    own = [(name, value)] if "@type" in value else []
    return own + [found for key, inner in value.items() for found in nodes(inner, key)]


@pytest.fixture
def published(checked: Any) -> dict[str, Any]:
    """The reviews of a page that a publisher answers for."""
    by = Publication("Harbour Desk", "https://example.org/checks/1?a=b#top", "2025-01-07")
    return claim_reviews(checked, publication=by)


def test_every_property_is_one_of_its_type_and_of_its_range(published: Any) -> None:
    assert published["@context"] == "https://schema.org"
    found = nodes(published)
    assert {node["@type"] for _, node in found} >= {"ClaimReview", "Claim", "Rating"}
    for name, node in found:
        assert node.keys() - {"@type"} <= ALLOWED[node["@type"]], node
        assert name == "@graph" or node["@type"] in RANGES[name]


def test_what_google_requires_and_reads_is_there(published: Any) -> None:
    for _, node in nodes(published):
        kind = node["@type"]
        assert REQUIRED.get(kind, set()) | READ_BY_GOOGLE.get(kind, set()) <= node.keys()


def test_each_checked_claim_has_one_review_and_no_other_claim(published: Any, checked: Any) -> None:
    keys = [one["identifier"] for one in published["@graph"]]
    verdicts = [claim.verdict for claim in checked[0][1]]
    assert keys == [f"claim-1-{n}" for n, v in enumerate(verdicts, 1) if v != "unchecked"]
    assert "unchecked" in verdicts


def test_the_scale_runs_from_not_fitting_over_cannot_tell_to_fitting(
    published: Any, checked: Any
) -> None:
    scale = {
        "contradicted": (1, "Does not fit the measurement"),
        "uncertain": (2, "Cannot be told from the measurement"),
        "supported": (3, "Fits the measurement"),
    }
    seen = set()
    for one in published["@graph"]:
        verdict = checked[0][1][int(one["identifier"].split("-")[2]) - 1].verdict
        rating = one["reviewRating"]
        assert (rating["ratingValue"], rating["alternateName"]) == scale[verdict]
        assert (rating["worstRating"], rating["bestRating"]) == (1, 3)
        seen.add(verdict)
    assert seen == set(scale)


def test_a_review_says_what_is_claimed_by_whom_and_where(published: Any) -> None:
    first = published["@graph"][0]
    assert first["claimReviewed"] == "Berdin is some 15 km from the border"
    assert first["url"] == "https://example.org/checks/1?a=b#claim-1-1"
    assert first["author"] == {"@type": "Organization", "name": "Harbour Desk"}
    assert first["datePublished"] == "2025-01-07"
    claim = first["itemReviewed"]
    assert claim["author"] == {"@type": "Organization", "name": "Channel Overlook"}
    assert claim["appearance"] == {
        "@type": "CreativeWork",
        "name": "A push northeast of Sudzha",
        "publisher": {"@type": "Organization", "name": "Night Desk"},
        "datePublished": "2025-01-06",
        "inLanguage": "en",
    }
    explained = first["reviewRating"]["ratingExplanation"]
    assert explained == "21.2 km to the nearest point of the border; the words admit 12 to 18 km"


def test_the_claim_is_of_the_innermost_speaker_that_is_somebody(notes: Any, places: Any) -> None:
    def author(*speakers: str, source: str | None = "Night Desk") -> Any:
        written = notes("Berdin lies 15 km from Sudzha.", source=source)
        ends = [written.mention(name, places[name.lower()]) for name in ("Berdin", "Sudzha")]
        written.claim(
            "15 km", *ends, quantity=Quantity(15, "km"),
            attribution=tuple(Attribution(name, "said") for name in speakers),
        )  # fmt: skip
        (review,) = claim_reviews([written.checked()])["@graph"]
        return review["itemReviewed"].get("author")

    bloggers = {"@type": "Organization", "name": "bloggers"}
    assert author("Lantern Institute", "bloggers") == bloggers
    assert author("Lantern Institute", "bloggers", "their maps") == bloggers
    assert author("bloggers", "they", "") == bloggers
    assert author("Geolocated footage")["name"] == "Night Desk"
    assert author("Kateryna Romny") == {"@type": "Person", "name": "Kateryna Romny"}
    assert author()["name"] == "Night Desk"
    assert author(source=None) is None


def test_nothing_is_made_up_where_nothing_is_known(checked: Any) -> None:
    on_page, alone = (claim_reviews(checked, alone=alone) for alone in (False, True))
    assert on_page["@graph"][0]["url"] == "#claim-1-1"
    for one in alone["@graph"]:
        assert not {"url", "author", "datePublished"} & one.keys()
    assert "null" not in json.dumps(alone)


def test_a_date_that_was_inferred_is_no_day_of_publication(notes: Any, places: Any) -> None:
    written = notes("Berdin lies 15 km from Sudzha.", date="2025-01-05", date_basis="a guess")
    ends = [written.mention(name, places[name.lower()]) for name in ("Berdin", "Sudzha")]
    written.claim("15 km", *ends, quantity=Quantity(15, "km"))
    (review,) = claim_reviews([written.checked()])["@graph"]
    assert "datePublished" not in review["itemReviewed"]["appearance"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"publisher": "  "}, {"url": "example.org"}, {"url": "javascript:alert(1)"},
        {"url": "https://"}, {"url": "https://a b"}, {"url": "http://[::1"}, {"url": "x" * 9_999},
        {"reviewed": "yesterday"}, {"reviewed": "2025-02-30"},
    ],
)  # fmt: skip
def test_what_no_publisher_can_say_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(PublicationInvalid):
        Publication(**wrong)


def test_the_page_holds_the_reviews_where_no_text_can_end_them(
    opened: Any, notes: Any, places: Any, gazetteer: Any
) -> None:
    written = notes(f"Berdin lies 15 km from Sudzha, {HOSTILE}.", title=HOSTILE, source=HOSTILE)
    ends = [written.mention(name, places[name.lower()]) for name in ("Berdin", "Sudzha")]
    written.claim(
        "15 km", *ends, quantity=Quantity(15, "km"), why=HOSTILE,
        attribution=(Attribution(HOSTILE, "said"),),
    )  # fmt: skip
    checked = [written.checked()]
    with opened(report_map(checked, gazetteer, title=HOSTILE)) as page:
        blocks = page.locator('script[type="application/ld+json"]')
        assert blocks.count() == 1
        told = json.loads(blocks.text_content())
        inputs = json.loads(page.locator("#frontmap-inputs").text_content())
        page.locator("#footnotes summary").click()
        shown = page.locator("#note-1-1").text_content()
        assert page.evaluate("window.pwned") is None
        assert page.requests == page.dialogs == page.complaints == []
    assert told == claim_reviews(checked)
    assert inputs["reports"][0]["text"] == written.report.text
    assert "window.pwned=1</script>" in shown


@pytest.mark.usefixtures("alone")
def test_check_writes_the_reviews_to_a_file(call: Run, root: Path, tmp_path: Path) -> None:
    report, file = root / "tests/reports/berdin-assessment.txt", tmp_path / "claims.jsonld"
    by = ("--publisher", "Harbour Desk", "--url", "https://example.org/a", "--reviewed")
    assert call("check", report, *by, "2025-01-07", "-o", file) == (0, "", "")
    told = json.loads(file.read_text("utf-8"))
    assert len(told["@graph"]) == 8  # of ten statements two are not checked
    assert re.fullmatch(r"https://example\.org/a#claim-1-\d+", told["@graph"][0]["url"])


@pytest.mark.usefixtures("alone")
def test_what_a_publisher_says_goes_with_reviews_alone(
    call: Run, root: Path, sentence: Any
) -> None:
    report = root / "tests/reports/berdin-assessment.txt"
    said = sentence(call("check", report, "--publisher", "Harbour Desk"))
    assert "--publisher go with --format claimreview" in said
    bad = ("--format", "claimreview", "--url", "example.org")
    assert "no address of a page" in sentence(call("check", report, *bad))
