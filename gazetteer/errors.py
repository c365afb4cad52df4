"""What can go wrong in the gazetteer.

* GazetteerError
  * PlaceInvalid (ValueError): a place that breaks its own rules
  * PlaceUnknown (LookupError): no row has this name or id
  * PlaceAmbiguous (LookupError): several rows have this name
  * CoordinatesInvalid (ValueError): a text written like coordinates is no point on the earth
  * GazetteerUnreadable (OSError): the file is missing, corrupt or of another format
  * GazetteerBusy (OSError): another process is changing the user's file
  * GazetteerUnwritable (OSError): the user's file cannot be changed, and is as it was
  * SourceUnknown (LookupError): the user's file has no source of this name
  * OptionInvalid (ValueError): an option of an import cannot be used
  * SourceUnreadable (OSError): a file to import is missing, corrupt or of another format
  * OnlineUnavailable (OSError): a geocoder on the network was not asked or gave no answer
  * OnlineUnknown (LookupError): a geocoder on the network knows no such place
  * CacheUnusable (OSError): the file that keeps answers of geocoders cannot be used
  * DownloadFailed (OSError): a file could not be fetched, or what came is not that file
  * CorrectionsInvalid (ValueError): a file of corrections says what none can, or cannot be read
  * CountryUnknown (LookupError): a text that should be a country's code is none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gazetteer.place import Place

_LONGEST_QUOTE: Final = 60
"""Letters of what a sentence quotes."""


class GazetteerError(Exception):
    """Root of every error that this package raises on purpose."""


class PlaceInvalid(GazetteerError, ValueError):
    """A place breaks its own rules; `faults` lists every one of them."""

    def __init__(self, place_id: str, faults: Sequence[str]) -> None:
        self.place_id = place_id
        self.faults = tuple(faults)
        super().__init__(f"place {place_id!r} is not valid: {'; '.join(self.faults)}")


class PlaceUnknown(GazetteerError, LookupError):
    """No row has this name or id; `nearest` lists the closest known names."""

    def __init__(self, name: str, nearest: Sequence[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        if self.nearest:
            advice = f"close names: {'; '.join(self.nearest)}"
        else:
            advice = "give another spelling, an id, or latitude, longitude"
        super().__init__(f"no place called {shortened(name)} in the gazetteer; {advice}")


class PlaceAmbiguous(GazetteerError, LookupError):
    """Several rows have this name; `candidates` lists them, best first."""

    def __init__(self, name: str, candidates: Sequence[Place]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = "; ".join(f"{place.label()} [{place.id}]" for place in self.candidates[:12])
        super().__init__(
            f"{shortened(name)} could be {len(self.candidates)} places; "
            f"name one by its id or add a region (NAME, REGION): {listed}"
        )


class CoordinatesInvalid(GazetteerError, ValueError):
    """A text written like coordinates is no point on the earth; `reason` says why."""

    def __init__(self, text: str, reason: str) -> None:
        self.text = text
        self.reason = reason
        super().__init__(
            f"{shortened(text)} is no point on the earth: {reason}; "
            "give latitude first, then longitude: 51.19, 35.27"
        )


class GazetteerUnreadable(GazetteerError, OSError):
    """A gazetteer file is missing, corrupt or of another format; `path` says which."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot read the gazetteer {path}: {reason}")


class GazetteerBusy(GazetteerError, OSError):
    """Another process is changing the user's file; `path` says which."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"another import is changing {path}; wait for it to end, or name another file "
            "with --gazetteer"
        )


class GazetteerUnwritable(GazetteerError, OSError):
    """The user's file cannot be changed, and is as it was; `path` says which, `reason` why."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot change the gazetteer {path}, which is as it was: {reason}")


class SourceUnknown(GazetteerError, LookupError):
    """The user's file has no source of this name; `known` lists those it has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        has = f"it has {'; '.join(self.known)}" if self.known else "it has none"
        super().__init__(f"your gazetteer has no source called {shortened(name)}; {has}")


class OptionInvalid(GazetteerError, ValueError):
    """An option of an import cannot be used; `option` and `value` say which."""

    def __init__(self, option: str, value: str, advice: str) -> None:
        self.option = option
        self.value = value
        super().__init__(f"--{option} {shortened(value)} cannot be used: {advice}")


class SourceUnreadable(GazetteerError, OSError):
    """A file to import is missing, corrupt or of another format; `path` says which."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot import {path}: {reason}")


class CorrectionsInvalid(GazetteerError, ValueError):
    """A file of corrections cannot be used; `path` says which, `faults` lists all that is wrong."""

    def __init__(self, path: str, faults: Sequence[str]) -> None:
        self.path = path
        self.faults = tuple(faults)
        super().__init__(f"cannot use the corrections in {path}: {'; '.join(self.faults)}")


class OnlineUnavailable(GazetteerError, OSError):
    """A geocoder on the network was not asked or gave no answer; `reason` says why.

    `retry_after_s` is how long to wait before the next look-up, seconds; None where unknown.
    """

    def __init__(self, service: str, reason: str, *, retry_after_s: float | None = None) -> None:
        self.service = service
        self.reason = reason
        self.retry_after_s = retry_after_s
        super().__init__(f"no answer from {service}: {reason}")


class OnlineUnknown(GazetteerError, LookupError):
    """A geocoder on the network knows no such place; `day` is when it was asked, ISO 8601."""

    def __init__(self, name: str, service: str, day: str, limits: str = "") -> None:
        self.name = name
        self.service = service
        self.day = day
        self.limits = limits
        within = f" ({limits})" if limits else ""
        advice = "drop a limit" if limits else "give another spelling, or --refresh to ask anew"
        super().__init__(
            f"{service}, asked on {day}, knows no place called {shortened(name)}{within}; {advice}"
        )


class CacheUnusable(GazetteerError, OSError):
    """The file that keeps answers of geocoders cannot be used; `path` says which."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"cannot keep answers of geocoders in {path}: {reason}")


class DownloadFailed(GazetteerError, OSError):
    """A file could not be fetched; `url` says which, `status` what the server answered, if it did.

    `reason` says why, and what to do.
    """

    def __init__(self, url: str, reason: str, *, status: int | None = None) -> None:
        self.url = url
        self.reason = reason
        self.status = status
        super().__init__(f"cannot download {url}: {reason}")


class CountryUnknown(GazetteerError, LookupError):
    """Texts are no countries' codes; `codes` lists them, `nearest` per text what may be meant."""

    def __init__(self, nearest: Mapping[str, Sequence[str]]) -> None:
        self.codes = tuple(nearest)
        self.nearest = {code: tuple(labels) for code, labels in nearest.items()}
        said = "; ".join(
            shortened(code) + (f" (close: {', '.join(labels)})" if labels else "")
            for code, labels in self.nearest.items()
        )
        super().__init__(
            f"no country has the code {said}; give ISO 3166-1 codes one by one, as RU UA"
        )


def shortened(text: str) -> str:
    """Quote a text for a sentence, cut where it is too long to be read in one.

    Parameters
    ----------
    text
        What came.
    """
    return repr(text) if len(text) <= _LONGEST_QUOTE else repr(text[: _LONGEST_QUOTE - 1] + "…")
