"""The inputs of a page, read back from its data block and checked before anything uses them."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gazetteer.corrections import Corrections, parse_corrections
from gazetteer.errors import shortened
from geo.claims.claim import VERDICTS
from geo.control.options import LoadOptions
from geo.errors import GeoError, ReportInvalid
from geo.reading.report import Report
from geo.reading.report_file import parse_day
from maps.claim_review import Publication, PublicationInvalid
from maps.columns import grown
from maps.errors import MapError
from maps.inputs import FORM, ControlSettings

_LANGUAGE: Final = re.compile(r"[a-z]{2}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST_NAME: Final = 255
_LARGEST: Final = 1e12


class InputsInvalid(MapError, ValueError):
    """The data block of a page is no inputs of frontmap; `where` says in which part of it."""

    def __init__(self, where: str, reason: str) -> None:
        self.where = where
        super().__init__(f"the inputs in the page cannot be used: {where} {reason}")


@dataclass(frozen=True, slots=True)
class PageReport:
    """A report as a page holds it."""

    report: Report
    """The report."""
    sha256: str
    """The checksum of its text that the page gives."""


@dataclass(frozen=True, slots=True)
class PageControl:
    """A control map that a page names."""

    file: str
    """Name of the file."""
    sha256: str
    """Its checksum."""
    maker: str
    """Who drew it."""
    date: str | None
    """The day that it shows, ISO 8601."""


@dataclass(frozen=True, slots=True)
class PageInputs:
    """Everything that a page was made from, and what came of it."""

    version: str
    """The version of frontmap that made it."""
    gazetteer: str
    """The checksum of the gazetteer."""
    title: str | None
    """The headline that was asked for."""
    publication: Publication
    """What the publisher says of the page."""
    corrections: Corrections | None
    """The file of corrections."""
    corrections_sha256: str | None
    """The checksum of it that the page gives."""
    control: tuple[PageControl, ...]
    """The control maps."""
    settings: ControlSettings
    """How they were read."""
    reports: tuple[PageReport, ...]
    """The reports."""
    verdicts: tuple[Mapping[str, Any], ...]
    """What came out, as `maps.inputs.verdict_json` writes it."""


def read_inputs(block: str) -> PageInputs:
    """Read the data block of a page.

    Parameters
    ----------
    block
        Its text.

    Raises
    ------
    InputsInvalid
        If it is no JSON, or anything in it is not what frontmap writes.
    """
    try:
        told = grown(json.loads(block))
    except (ValueError, RecursionError) as error:
        raise InputsInvalid("the block", f"is no whole JSON ({_why(error)})") from error
    top = _object(told, "the block")
    if top.get("form") != FORM:
        raise InputsInvalid(
            "form", f"is {shortened(str(top.get('form')))}; this version reads form {FORM}"
        )
    corrections, sha256 = _corrections(top.get("corrections"))
    reports = tuple(_report(one, f"reports[{n}]") for n, one in _listed(top, "reports"))
    if not reports:
        raise InputsInvalid("reports", "is empty")
    return PageInputs(
        version=_text(top, "frontmap", "frontmap"),
        gazetteer=_text(top, "gazetteer", "gazetteer"),
        title=_exact(top.get("title"), "title"),
        publication=_publication(_object(top.get("publication"), "publication")),
        corrections=corrections,
        corrections_sha256=sha256,
        control=tuple(_control(one, f"control[{n}]") for n, one in _listed(top, "control")),
        settings=_settings(_object(top.get("settings"), "settings")),
        reports=reports,
        verdicts=tuple(_verdict(one, f"verdicts[{n}]") for n, one in _listed(top, "verdicts")),
    )


def _why(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)


def _object(value: Any, where: str) -> dict[str, Any]:  # noqa: ANN401 - as JSON has it
    if not isinstance(value, dict):
        raise InputsInvalid(where, f"is {_named(value)}, not an object")
    return value


def _listed(top: Mapping[str, Any], name: str) -> enumerate[Any]:
    value = top.get(name)
    if not isinstance(value, list):
        raise InputsInvalid(name, f"is {_named(value)}, not a list")
    return enumerate(value)


def _named(value: Any) -> str:  # noqa: ANN401
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return "missing" if value is None else kinds.get(type(value), "a number")


def _text(told: Mapping[str, Any], name: str, where: str) -> str:
    value = told.get(name)
    if not isinstance(value, str):
        raise InputsInvalid(where, f"is {_named(value)}, not a text")
    return value


def _maybe_text(told: Mapping[str, Any], name: str, where: str) -> str | None:
    return None if told.get(name) is None else _text(told, name, where)


def _decoded(value: str, where: str) -> bytes:
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InputsInvalid(where, "is no base64") from error


def _exact(value: Any, where: str) -> str | None:  # noqa: ANN401
    """A text as `maps.inputs.exact` wrote it."""
    if value is None or isinstance(value, str):
        return value
    data = _decoded(_text(_object(value, where), "base64", where), where)
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise InputsInvalid(where, "is no UTF-8") from error


def _named_text(value: Any, where: str) -> str:  # noqa: ANN401
    """A text that has to be there."""
    found = _exact(value, where)
    if found is None:
        raise InputsInvalid(where, "is missing")
    return found


def _day(told: Mapping[str, Any], name: str, where: str) -> str | None:
    value = _maybe_text(told, name, where)
    try:
        return value if value is None else parse_day(value)
    except ReportInvalid as error:
        raise InputsInvalid(where, f"is no day: {shortened(value or '')}") from error


def _report(value: Any, where: str) -> PageReport:  # noqa: ANN401
    told = _object(value, where)
    lang = _text(told, "lang", f"{where}.lang")
    if not _LANGUAGE.fullmatch(lang):
        raise InputsInvalid(f"{where}.lang", f"is no code of a language: {shortened(lang)}")
    try:
        report = Report(
            id=_named_text(told.get("id"), f"{where}.id"),
            text=_named_text(told.get("text"), f"{where}.text"),
            title=_exact(told.get("title"), f"{where}.title"),
            date=_day(told, "date", f"{where}.date"),
            date_basis=_exact(told.get("date_basis"), f"{where}.date_basis"),
            lang=lang,
            source=_exact(told.get("source"), f"{where}.source"),
            url=_maybe_text(told, "url", f"{where}.url"),
        )
    except ReportInvalid as error:
        raise InputsInvalid(where, f"is none: {error}") from error
    return PageReport(report, _text(told, "sha256", f"{where}.sha256"))


def _publication(told: Mapping[str, Any]) -> Publication:
    try:
        return Publication(
            publisher=_exact(told.get("publisher"), "publication.publisher"),
            url=_maybe_text(told, "url", "publication.url"),
            reviewed=_maybe_text(told, "reviewed", "publication.reviewed"),
        )
    except PublicationInvalid as error:
        raise InputsInvalid("publication", f"cannot be: {error}") from error


def _corrections(value: Any) -> tuple[Corrections | None, str | None]:  # noqa: ANN401
    """The corrections and the checksum that the page gives of them."""
    if value is None:
        return None, None
    told = _object(value, "corrections")
    file = _named_text(told.get("file"), "corrections.file")
    if Path(file).name != file or "\0" in file or len(file) > _LONGEST_NAME:
        raise InputsInvalid("corrections.file", f"is no name of a file: {shortened(file)}")
    content = told.get("content")
    if isinstance(content, str):
        data = content.encode("utf-8", "surrogatepass")
    else:
        given = _text(_object(content, "corrections.content"), "base64", "corrections.content")
        data = _decoded(given, "corrections.content")
    sha256 = _text(told, "sha256", "corrections.sha256")
    return parse_corrections(data, path=Path(file)), sha256


def _control(value: Any, where: str) -> PageControl:  # noqa: ANN401
    told = _object(value, where)
    sha256 = _text(told, "sha256", f"{where}.sha256")
    if sha256 and not _SHA256.fullmatch(sha256):
        raise InputsInvalid(f"{where}.sha256", f"is no SHA-256: {shortened(sha256)}")
    return PageControl(
        file=_named_text(told.get("file"), f"{where}.file"),
        sha256=sha256,
        maker=_named_text(told.get("maker"), f"{where}.maker"),
        date=_day(told, "date", f"{where}.date"),
    )


def _settings(told: Mapping[str, Any]) -> ControlSettings:
    sides = _object(told.get("sides", {}), "settings.sides")
    texts = {
        name: _exact(told.get(name), f"settings.{name}")
        for name in ("side_column", "status_column", "date_column", "maker", "licence")
    }
    coarsen_m = told.get("coarsen_m")
    if coarsen_m is not None and not (_number(coarsen_m) and 0 < coarsen_m < _LARGEST):
        raise InputsInvalid("settings.coarsen_m", "is no length in metres")
    try:
        options = LoadOptions(
            sides={name: _named_text(side, "settings.sides") for name, side in sides.items()},
            date=_maybe_text(told, "date", "settings.date"),
            **texts,
        )
    except GeoError as error:
        raise InputsInvalid("settings", f"cannot be: {error}") from error
    return ControlSettings(options, cared=told.get("cared") is True, coarsen_m=coarsen_m)


def _verdict(value: Any, where: str) -> Mapping[str, Any]:  # noqa: ANN401
    """What came out for one claim."""
    told = _object(value, where)
    for name in ("id", "type"):
        _text(told, name, f"{where}.{name}")
    if told.get("verdict") not in VERDICTS:
        raise InputsInvalid(
            f"{where}.verdict", f"is none of {', '.join(VERDICTS)}: {_named(told.get('verdict'))}"
        )
    for name in ("start", "end", "probability", "measured_value"):
        if told.get(name) is not None and not _number(told[name]):
            raise InputsInvalid(f"{where}.{name}", f"is {_named(told[name])}, not a number")
    for name in ("stated", "measured"):
        ends = told.get(name)
        if ends is not None and not _interval(ends):
            raise InputsInvalid(f"{where}.{name}", "is no pair of numbers")
    shown = _object(told.get("shown"), f"{where}.shown")
    for name in ("claim", "stated", "measured", "verdict"):
        _text(shown, name, f"{where}.shown.{name}")
    for n, row in _listed(told, "rows"):
        _row(row, f"{where}.rows[{n}]")
    return told


def _row(value: Any, where: str) -> None:  # noqa: ANN401
    told = _object(value, where)
    for name in ("id", "name", "source"):
        _text(told, name, f"{where}.{name}")
    for name, most in (("lon", 180), ("lat", 90)):
        degrees = told.get(name)
        if degrees is not None and not (_number(degrees) and -most <= degrees <= most):
            raise InputsInvalid(f"{where}.{name}", f"is no number of degrees up to {most}")


def _number(value: Any) -> bool:  # noqa: ANN401
    """Whether a value is a finite number."""
    try:
        return (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and math.isfinite(float(value))
        )
    except OverflowError:
        return False


def _interval(value: Any) -> bool:  # noqa: ANN401
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(end is None or _number(end) for end in value)
    )
