"""What a page was made from, as a data block of the page: `frontmap verify` repeats the work."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from geo.claims.claim import VERDICT_LABELS, Claim
from geo.contract import claim_json
from geo.control.options import LoadOptions
from geo.reading.reading import Reading
from geo.reading.report import Report
from maps import wording
from maps.claim_review import UNPUBLISHED, Publication
from maps.spots import Checked
from maps.ties import claim_key
from maps.version import __version__

if TYPE_CHECKING:
    from gazetteer.corrections import Corrections
    from gazetteer.store import Gazetteer
    from geo.control.layer import ControlLayer

_HALVES: Final = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs."""
BLOCK: Final = "frontmap-inputs"
"""Id of the data block."""
REVIEWS_BLOCK: Final = "frontmap-reviews"
"""Id of the block that holds the claims as ClaimReview."""
FORM: Final = 1
"""Number of this form of the block, told to whoever reads it."""
CLAIM_KEYS: Final = (
    "type", "start", "end", "verdict", "cause", "stated", "measured", "measured_value",
    "measured_unit", "probability", "rows",
)  # fmt: skip
"""What of a claim of the output contract stands in the block, rounded as it is there."""


@dataclass(frozen=True, slots=True)
class ControlSettings:
    """How control maps were read, and what care was taken of them."""

    options: LoadOptions = field(default_factory=LoadOptions)
    """What the files do not say themselves."""
    cared: bool = False
    """Whether points of units were left out."""
    coarsen_m: float | None = None
    """Shapes tell no more than this, metres."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a page of reports was made from, beside the reports and the gazetteer."""

    corrections: Corrections | None = None
    """The file of corrections."""
    control: tuple[ControlLayer, ...] | None = None
    """The control maps that were supplied; None for no more than the one that is drawn."""
    settings: ControlSettings = field(default_factory=ControlSettings)
    """How they were read."""
    publication: Publication = UNPUBLISHED
    """What the publisher says of the page."""


def inputs_json(
    checked: Checked,
    gazetteer: Gazetteer,
    provenance: Provenance,
    *,
    title: str | None = None,
    drawn: Sequence[ControlLayer] = (),
) -> dict[str, Any]:
    """Write everything that is needed to repeat the work, and what came of it.

    Parameters
    ----------
    checked
        Each report's reading with its claims.
    gazetteer
        The gazetteer that they were read against, with its corrections.
    provenance
        What else the page was made from. The content of control maps is not given: most makers
        state no licence, and a name with a checksum says which file is meant.
    title
        The headline that was asked for.
    drawn
        The control maps that are drawn.
    """
    publication = provenance.publication
    layers = drawn if provenance.control is None else provenance.control
    return {
        "form": FORM,
        "frontmap": __version__,
        "gazetteer": gazetteer.content_hash(),
        "title": exact(title),
        "publication": {
            "publisher": exact(publication.publisher),
            "url": publication.url,
            "reviewed": publication.reviewed,
        },
        "corrections": _corrections(provenance.corrections),
        "control": [_control(layer) for layer in layers],
        "settings": _settings(provenance.settings),
        "reports": [_report(reading.report) for reading, _ in checked],
        "verdicts": list(_verdicts(checked)),
    }


def text_hash(text: str) -> str:
    """Give the checksum of a report's text: SHA-256 of its UTF-8, hexadecimal.

    Parameters
    ----------
    text
        The text; halves of surrogate pairs count as they are.
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verdict_json(claim: Claim, reading: Reading, key: str) -> dict[str, Any]:
    """Write what came out for one claim: figures as in the output contract, and as they are shown.

    Parameters
    ----------
    claim
        The claim.
    reading
        Its reading.
    key
        Id of its row on the page.
    """
    told = claim_json(claim, reading)
    return {
        "id": key,
        **{name: told[name] for name in CLAIM_KEYS},
        "shown": {
            "claim": wording.relation_of(claim.statement, mentions=reading.mentions),
            "stated": wording.stated(claim),
            "measured": wording.measured(claim),
            "verdict": VERDICT_LABELS[claim.verdict],
        },
    }


def _verdicts(checked: Checked) -> Iterator[dict[str, Any]]:
    for at, (reading, claims) in enumerate(checked):
        for index, claim in enumerate(claims):
            yield verdict_json(claim, reading, claim_key(at, index))


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": exact(report.id),
        "title": exact(report.title),
        "date": report.date,
        "date_basis": exact(report.date_basis),
        "lang": report.lang,
        "source": exact(report.source),
        "url": report.url,
        "sha256": text_hash(report.text),
        "text": exact(report.text),
    }


def exact(text: str | None) -> str | dict[str, str] | None:
    """Write a text so that JSON gives back each of its characters.

    JSON would join two halves of a surrogate pair that stand side by side to one character; such
    a text is given as its UTF-8 in base64 instead.

    Parameters
    ----------
    text
        Any text, or None.
    """
    if text is None or not _HALVES.search(text):
        return text
    data = text.encode("utf-8", "surrogatepass")
    return {"base64": base64.b64encode(data).decode("ascii")}


def _corrections(told: Corrections | None) -> dict[str, Any] | None:
    if told is None:
        return None
    content = base64.b64encode(told.content).decode("ascii")
    try:
        text = told.content.decode("utf-8")
    except UnicodeDecodeError:
        return {"file": exact(told.file), "sha256": told.sha256, "content": {"base64": content}}
    return {"file": exact(told.file), "sha256": told.sha256, "content": text}


def _control(layer: ControlLayer) -> dict[str, Any]:
    return {
        "file": exact(layer.file),
        "sha256": layer.sha256,
        "maker": exact(layer.maker.name),
        "date": layer.date,
    }


def _settings(settings: ControlSettings) -> dict[str, Any]:
    """The settings that are not as usual."""
    options = settings.options
    said = {
        "side_column": exact(options.side_column),
        "status_column": exact(options.status_column),
        "date_column": exact(options.date_column),
        "sides": {value: exact(side) for value, side in options.sides.items()} or None,
        "date": options.date,
        "maker": exact(options.maker),
        "licence": exact(options.licence),
        "cared": settings.cared or None,
        "coarsen_m": settings.coarsen_m,
    }
    return {name: value for name, value in said.items() if value is not None}
