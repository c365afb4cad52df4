"""Ask a geocoder for one name: from what was kept, else over the network, at its makers' pace."""

from __future__ import annotations

import json
import math
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from gazetteer.errors import OnlineUnavailable, PlaceInvalid, PlaceUnknown
from gazetteer.online.answer_cache import AnswerCache, Kept
from gazetteer.online.region_names import RegionNamed, as_it_came
from gazetteer.online.services import Question, Service
from gazetteer.online.values import text_in
from gazetteer.place import Place

LONGEST_WAIT_S: Final = 15.0
"""A look-up that would have to wait longer for its turn is refused."""

_LONGEST_NAME: Final = 200
_USUAL_HOLD_S: Final = 60.0
_LONGEST_HOLD_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a geocoder answers to a name."""

    places: tuple[Place, ...]
    """The places, in the service's own order, the likeliest first; () if it knows none."""
    service: str
    """The service's name."""
    credit: str
    """Whom to name where the places are shown, with their licence."""
    day: str
    """Day on which the service was asked, ISO 8601, UTC."""
    from_cache: bool
    """Whether it was kept from then and nobody was asked now."""
    left_out: tuple[str, ...] = ()
    """What is wrong with rows that are no places."""


def look_up(
    name: str,
    service: Service,
    *,
    cache: AnswerCache,
    country: str | None = None,
    language: str = "en",
    region_named: RegionNamed = as_it_came,
    refresh: bool = False,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """Ask a geocoder for a name, at most once in three months.

    Parameters
    ----------
    name
        The name, in any spelling or script.
    service
        Whom to ask.
    cache
        Keeps answers, and the pace.
    country
        Only this country, ISO 3166-1 alpha-2; None for all.
    language
        Language in which the answer names regions.
    region_named
        Names regions as the gazetteer does.
    refresh
        Whether to ask even where an answer is kept.
    clock
        Gives the time, seconds since 1970, UTC.
    sleep
        Waits for some seconds.

    Raises
    ------
    CacheUnusable
        If the cache cannot be read or written; nobody is asked then.
    OnlineUnavailable
        If the service gives no usable answer, or would have to be asked too soon.
    PlaceUnknown
        If the name is no name: empty, too long, or no text.
    """
    asked = " ".join(name.split())
    if not (0 < len(asked) <= _LONGEST_NAME and asked.isprintable()):
        raise PlaceUnknown(name)
    question = Question(asked, country.lower() if country else None, language)
    key = json.dumps([service.name, service.server, *question])
    kept = None if refresh else cache.get(key, now_s=clock())
    from_cache = kept is not None
    if kept is None:
        _wait_for_turn(service, cache, clock, sleep)
        kept = Kept(clock(), _ask(service, question, cache, clock))
        cache.put(key, kept.rows, now_s=kept.asked_s)
    day = datetime.fromtimestamp(kept.asked_s, tz=UTC).date().isoformat()
    places, left_out = _places(kept.rows, service, day, region_named)
    if question.country:
        places = [place for place in places if place.country == question.country.upper()]
    return Answer(tuple(places), service.name, service.credit, day, from_cache, tuple(left_out))


def _wait_for_turn(
    service: Service,
    cache: AnswerCache,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> None:
    wait_s = cache.reserve(
        service.server, now_s=clock(), pace_s=service.pace_s, longest_s=LONGEST_WAIT_S
    )
    if wait_s > LONGEST_WAIT_S:
        raise OnlineUnavailable(
            service.name,
            f"it may not be asked for another {math.ceil(wait_s)} s; wait, or ask another service",
            retry_after_s=wait_s,
        )
    if wait_s > 0:
        sleep(wait_s)


def _ask(
    service: Service, question: Question, cache: AnswerCache, clock: Callable[[], float]
) -> list[Any]:
    """Ask over the network and give the rows of the answer."""
    from geopy.exc import GeopyError

    try:
        with warnings.catch_warnings():
            # geopy warns of a latitude beyond a pole, and then refuses it.
            warnings.simplefilter("ignore", UserWarning)
            locations = service.ask(question) or ()
        # GeoNames' rows without a position are None here.
        return [None if location is None else location.raw for location in locations]
    except GeopyError as error:
        refusal = refusal_of(error, service.name)
        if refusal.retry_after_s is not None:
            cache.hold(service.server, now_s=clock(), wait_s=refusal.retry_after_s)
        raise refusal from error
    except (AttributeError, LookupError, TypeError, ValueError, OverflowError) as error:
        # geopy takes the form of an answer for granted.
        raise OnlineUnavailable(service.name, "its answer is not of the usual form") from error


def refusal_of(error: Exception, service: str) -> OnlineUnavailable:
    """Say in one sentence why geopy has no answer.

    Parameters
    ----------
    error
        What geopy raised.
    service
        Name of the service.
    """
    from geopy import exc
    from geopy.adapters import AdapterHTTPError, get_retry_after

    cause = error.__cause__
    words = text_in(str(error)) or "it does not say why"
    status = cause.status_code if isinstance(cause, AdapterHTTPError) else None
    said = get_retry_after(cause.headers) if isinstance(cause, AdapterHTTPError) else None
    if isinstance(error, exc.GeocoderQuotaExceeded) or (status == 503 and said is not None):
        hold_s = min(max(_USUAL_HOLD_S if said is None else float(said), 0.0), _LONGEST_HOLD_S)
        reason = f"it was asked too often; ask again in {math.ceil(hold_s)} s"
        return OnlineUnavailable(service, reason, retry_after_s=hold_s)
    if isinstance(error, exc.GeocoderAuthenticationFailure):
        reason = "it does not know the user name; register at geonames.org and give --username"
    elif isinstance(error, exc.GeocoderInsufficientPrivileges):
        reason = (
            "it refuses: the user name or this address may not use it; see its terms, "
            "or ask another service"
        )
    elif status is not None:
        reason = f"the server answers {_status(status)}; try later, or ask another service"
    elif isinstance(error, exc.GeocoderTimedOut):
        reason = "it takes too long; try later, or ask another service"
    elif isinstance(error, exc.GeocoderUnavailable):
        reason = f"there is no way to it ({words}); check the network"
    else:
        reason = f"{words}; try later, or ask another service"
    return OnlineUnavailable(service, reason)


def _status(code: int) -> str:
    try:
        return f"{code} ({HTTPStatus(code).phrase})"
    except ValueError:
        return str(code)


def _places(
    rows: Sequence[Any], service: Service, day: str, region_named: RegionNamed
) -> tuple[list[Place], list[str]]:
    """Make places of rows; the first of several with one id counts."""
    places: dict[str, Place] = {}
    left_out = []
    for row in rows:
        if not isinstance(row, dict):
            left_out.append("a row without a position")
            continue
        try:
            place = service.read(row, day=day, region_named=region_named)
        except PlaceInvalid as error:
            left_out.append(str(error))
        else:
            places.setdefault(place.id, place)
    return list(places.values()), left_out
