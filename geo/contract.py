"""A reading and its checked claims as plain values for JSON: the output contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from gazetteer.place import Place
from geo.claims.claim import Claim, Interval
from geo.precision_codes import precision_codes
from geo.reading.axis import Axis
from geo.reading.estimate import EstimatedPlace
from geo.reading.event import Event
from geo.reading.mention import Mention, Resolution
from geo.reading.reading import Reading
from geo.reading.report import Report
from geo.reading.statement import Attribution, Statement

Json = dict[str, Any]


def to_json(reading: Reading, claims: Sequence[Claim]) -> Json:
    """Turn a reading into one object of the output contract.

    Keys stand in a fixed order. Offsets are `str` indices into the report's text, ends are
    exclusive. Coordinates are degrees on WGS 84; distances are in km, areas in km², bearings in
    degrees clockwise from north; scores and probabilities are 0..1.

    Parameters
    ----------
    reading
        One report, read.
    claims
        Its statements as checked; may be empty.
    """
    pairs = list(zip(reading.mentions, reading.resolutions, strict=True))
    return {
        "report": _report(reading.report),
        "mentions": [_mention(mention, resolution) for mention, resolution in pairs],
        "claims": [claim_json(claim, reading) for claim in claims],
        "events": [_event(event) for event in reading.events],
        "axes": [_axis(axis) for axis in reading.axes],
    }


def claim_json(claim: Claim, reading: Reading) -> Json:
    """Turn one checked claim into an object of the output contract.

    Parameters
    ----------
    claim
        A claim of that reading.
    reading
        The reading whose mentions the claim's indices count.
    """
    statement, quantity = claim.statement, claim.statement.quantity
    return {
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "type": statement.type,
        "subject": _words(reading, statement.subject, statement.subject_text),
        "subject_mention": statement.subject,
        "reference": _reference(reading, statement),
        "reference_mention": statement.reference,
        "value": quantity and quantity.value,
        "value_max": quantity and quantity.value_max,
        "unit": quantity and quantity.unit,
        "direction": statement.direction,
        "direction_or": list(statement.direction_or),
        "hedge": quantity and quantity.hedge,
        "negated": statement.negated,
        "attribution": _attribution(statement.attribution),
        "standing": statement.standing,
        "date": statement.date,
        "stated": _interval(claim.stated),
        "measured": _interval(claim.measured),
        "measured_unit": claim.measured_unit,
        "probability": _rounded(claim.probability, 4),
        "verdict": claim.verdict,
        "cause": claim.cause,
        "why": claim.why,
        "measured_value": _rounded(claim.measured_value, 3),
        "bearing_deg": _rounded(claim.bearing_deg, 1),
        "foot": point_json(claim.foot),
        "fits": [
            {
                "reference": fit.reference,
                "distance_km": _rounded(fit.distance_km, 3),
                "low_km": _rounded(fit.low_km, 3),
                "high_km": _rounded(fit.high_km, 3),
                "fits": fit.fits,
            }
            for fit in claim.fits
        ],
        "action": statement.modifiers[0] if statement.type == "holding" else None,
        "map": None if claim.map is None else asdict(claim.map),
        "when": [asdict(when) for when in claim.when],
        "rows": [asdict(row) for row in claim.rows],
    }


def place_json(place: Place, *, estimated: bool = False) -> Json:
    """Turn a gazetteer row into the `place` of the output contract.

    Parameters
    ----------
    place
        The row.
    estimated
        Whether it is worked out from the text; its precision codes then say so.
    """
    codes = precision_codes(place, estimated=estimated)
    return {
        "id": place.id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": _rounded(place.lat, 6),
        "lon": _rounded(place.lon, 6),
        "precision_m": _whole(place.precision_m),
        "source": place.source,
        "same_as": list(place.same_as),
        "geo_precision": codes.geo_precision,
        "viina_precision": codes.viina_precision,
    }


def ellipse_json(place: Place | None) -> Json | None:
    """Turn the shape of an estimated place into `{"semi_major_m", "semi_minor_m", …}`.

    Parameters
    ----------
    place
        The place; None, or one that is not estimated, has no ellipse.
    """
    ellipse = place.ellipse if isinstance(place, EstimatedPlace) else None
    if ellipse is None:
        return None
    return {
        "semi_major_m": _whole(round(ellipse.semi_major_m)),
        "semi_minor_m": _whole(round(ellipse.semi_minor_m)),
        "orientation_deg": _rounded(ellipse.orientation_deg, 1),
    }


def point_json(point: tuple[float, float] | None) -> Json | None:
    """Turn a point into `{"lat", "lon"}`.

    Parameters
    ----------
    point
        Longitude, latitude in degrees, WGS 84; None stays None.
    """
    if point is None:
        return None
    return {"lat": _rounded(point[1], 6), "lon": _rounded(point[0], 6)}


def places_geojson(readings: Sequence[Reading]) -> Json:
    """Gather the places that reports name literally, as a GeoJSON feature collection (RFC 7946).

    Each mention is one point feature, (longitude, latitude) in degrees on WGS 84.

    Parameters
    ----------
    readings
        The reports, read.
    """
    features = [
        _feature(reading, mention, resolution, resolution.place)
        for reading in readings
        for mention, resolution in zip(reading.mentions, reading.resolutions, strict=True)
        if mention.role == "literal" and resolution.place is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def _feature(reading: Reading, mention: Mention, resolution: Resolution, place: Place) -> Json:
    flat = place_json(place, estimated=resolution.estimated)
    lat, lon = flat.pop("lat"), flat.pop("lon")
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {
            "report": reading.report.id,
            "start": mention.start,
            "end": mention.end,
            "text": mention.text,
            "kind": place.kind,
            **flat,
            "estimated": resolution.estimated,
            "score": _rounded(resolution.score, 4),
            "why": resolution.why,
            **_shaped(place),
        },
    }


def _report(report: Report) -> Json:
    return {
        "id": report.id,
        "title": report.title,
        "date": report.date,
        "date_basis": report.date_basis,
        "lang": report.lang,
        "source": report.source,
        "url": report.url,
        "extracted_from": report.extracted_from,
        # Whoever has only the document could not count offsets otherwise.
        **({"text": report.text} if report.extracted_from else {}),
    }


def _mention(mention: Mention, resolution: Resolution) -> Json:
    # A person is no place, whatever row the name would fit.
    place = None if mention.role == "person" else resolution.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "kind": place.kind if place else mention.kind,
        "place": place and place_json(place, estimated=resolution.estimated),
        "estimated": resolution.estimated,
        "score": _rounded(resolution.score, 4),
        "rivals": [
            {
                "id": rival.place.id,
                "name": rival.place.name,
                "lat": _rounded(rival.place.lat, 6),
                "lon": _rounded(rival.place.lon, 6),
                "score": _rounded(rival.score, 4),
            }
            for rival in resolution.rivals
        ],
        "why": resolution.why or mention.reason,
        **_shaped(place),
    }


def _shaped(place: Place | None) -> Json:
    """The key `ellipse`, on estimated places alone."""
    ellipse = ellipse_json(place)
    return {} if ellipse is None else {"ellipse": ellipse}


def _event(event: Event) -> Json:
    return {
        "start": event.start,
        "end": event.end,
        "text": event.text,
        "actor": event.actor,
        "action": event.action,
        "place_name": event.place_name,
        "place_mention": event.place_mention,
        "sector": list(event.sector),
        "part": event.part,
        "verb": event.verb,
        "attribution": _attribution(event.attribution),
        "standing": event.standing,
        "negated": event.negated,
        "date": event.date,
        "status": event.status,
    }


def _axis(axis: Axis) -> Json:
    """One stated axis of advance."""
    return {
        "start": axis.start,
        "end": axis.end,
        "text": axis.text,
        "actor": axis.actor,
        "verb": axis.verb,
        "from_mention": axis.from_mention,
        "toward_mention": axis.toward_mention,
        "from_wind": axis.from_wind,
        "heading": axis.heading,
        "attribution": _attribution(axis.attribution),
        "standing": axis.standing,
        "date": axis.date,
    }


def _attribution(chain: Sequence[Attribution]) -> list[Json]:
    return [{"speaker": link.speaker, "verb": link.verb} for link in chain]


def _words(reading: Reading, mention: int | None, otherwise: str) -> str | None:
    """Give a mention's text, else the words of the statement."""
    return reading.mentions[mention].text if mention is not None else otherwise or None


def _reference(reading: Reading, statement: Statement) -> str | None:
    """Name what the subject is related to: `border` and `front` by these words."""
    if statement.reference_kind in ("border", "front"):
        return statement.reference_kind
    return _words(reading, statement.reference, statement.reference_text)


def _interval(interval: Interval | None) -> list[float | None] | None:
    return None if interval is None else [_rounded(end, 3) for end in interval]


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(float(number), digits)


def _whole(number: float) -> float:
    """Write a length in whole metres without a fraction."""
    return int(number) if float(number).is_integer() else round(float(number), 1)
