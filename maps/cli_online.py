"""`frontmap gazetteer search --online`: ask a geocoder on the network, and keep what it knows."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from gazetteer.errors import OnlineUnknown
from maps.cli_options import UsageInvalid, user_file_to_write
from maps.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gazetteer.online.look_up import Answer
    from gazetteer.online.services import Service
    from gazetteer.place import Match, Place

USERNAME_VARIABLE: Final = "FRONTMAP_GEONAMES_USERNAME"
NOMINATIM_VARIABLE: Final = "FRONTMAP_NOMINATIM"
USER_AGENT: Final = f"frontmap/{__version__} (command line; one name at a time, on request)"


class OnlineService(StrEnum):
    """A geocoder that can be asked."""

    NOMINATIM = "nominatim"
    PHOTON = "photon"
    GEONAMES = "geonames"


OnlineOption = Annotated[
    bool, typer.Option("--online", help="Ask a geocoder on the network, not the gazetteer.")
]
ServiceOption = Annotated[
    OnlineService | None,
    typer.Option("--service", help="With --online: whom to ask; nominatim if not given."),
]
ServerOption = Annotated[
    str | None,
    typer.Option(
        "--server",
        metavar="URL",
        help="With --online: the service on another server than its makers'; for nominatim the "
        f"variable {NOMINATIM_VARIABLE} says so as well.",
    ),
]
UsernameOption = Annotated[
    str | None,
    typer.Option(
        "--username",
        metavar="NAME",
        envvar=USERNAME_VARIABLE,
        help="With --service geonames: your user name there.",
    ),
]
RefreshOption = Annotated[
    bool, typer.Option("--refresh", help="With --online: ask anew where an answer is kept.")
]
KeepOption = Annotated[
    list[str] | None,
    typer.Option("--keep", metavar="ID", help="With --online: add this row to your own places."),
]


class Asking(NamedTuple):
    """How a person wants a geocoder to be asked."""

    service: OnlineService | None
    """Whom to ask."""
    server: str | None
    """Its address, where it is another than usual."""
    username: str | None
    """User name at GeoNames."""
    refresh: bool
    """Whether to ask anew where an answer is kept."""
    keep: tuple[str, ...]
    """Ids of rows to add to the user's own."""

    def check_unused(self) -> None:
        """Refuse options that mean nothing without `--online`.

        Raises
        ------
        UsageInvalid
            If one of them is given.
        """
        for option, given in (
            ("--service", self.service), ("--server", self.server),
            ("--refresh", self.refresh), ("--keep", self.keep),
        ):  # fmt: skip
            if given:
                raise UsageInvalid(f"{option} goes with --online; add it to ask a geocoder")


@dataclass(frozen=True, slots=True)
class Found:
    """What a geocoder knows, and what to say of it."""

    matches: tuple[Match, ...]
    """The places, in the service's own order; `fit` is how like the name is, 0..1."""
    notes: tuple[str, ...]
    """Lines for standard error: whom to credit, how to keep a row, what was kept."""

    def tell(self) -> None:
        """Write the notes to standard error."""
        for note in self.notes if sys.stderr is not None else ():
            line = "".join(char if char.isprintable() else "�" for char in note)
            encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
            sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def look_up_online(
    context: typer.Context,
    name: str,
    asking: Asking,
    *,
    kind: str | None,
    country: str | None,
    region: str | None,
    limit: int,
) -> Found:
    """Ask a geocoder for a name, and keep the rows that the person wants kept.

    Parameters
    ----------
    context
        The running command; holds what `--gazetteer` says.
    name
        The name.
    asking
        Whom to ask and how.
    kind, country, region
        Limits; None for none.
    limit
        Most places, 1 or more.

    Raises
    ------
    OnlineUnknown
        If the service knows no such place within the limits.
    """
    from gazetteer.online.answer_cache import AnswerCache, cache_path
    from gazetteer.online.look_up import look_up
    from gazetteer.online.region_names import region_namer
    from gazetteer.ranking import kept
    from gazetteer.store import Gazetteer

    service = _service(asking)
    with Gazetteer.open() as shipped, AnswerCache(cache_path()) as cache:
        answer = look_up(
            name, service, cache=cache, country=country, refresh=asking.refresh,
            region_named=region_namer(shipped),
        )  # fmt: skip
    matches = kept(_matches(name, answer.places), kind=kind, country=country, admin1=region)
    if not matches:
        limits = ", ".join(filter(None, (kind, region, country)))
        raise OnlineUnknown(name, answer.service, answer.day, limits)
    notes = [_credit(answer)]
    if answer.left_out:
        notes.append(f"{len(answer.left_out)} rows of the answer are no places and left out")
    if asking.keep:
        notes += _keep(context, answer, asking.keep)
    else:
        notes.append("to add a row to your own places, repeat this with --keep ID")
    return Found(matches[:limit], tuple(notes))


def _service(asking: Asking) -> Service:
    """Set up the service that the person chose."""
    from gazetteer.online import services

    if asking.service == OnlineService.GEONAMES:
        if not asking.username:
            raise UsageInvalid(
                "GeoNames wants a user name: register at geonames.org, then give --username "
                f"or set {USERNAME_VARIABLE}"
            )
        return services.geonames_search(
            asking.username, user_agent=USER_AGENT, server=asking.server
        )
    if asking.service == OnlineService.PHOTON:
        return services.photon(user_agent=USER_AGENT, server=asking.server)
    # Its terms ask that an application can be sent to another server at any time.
    server = asking.server or os.environ.get(NOMINATIM_VARIABLE)
    return services.nominatim(user_agent=USER_AGENT, server=server)


def _matches(name: str, places: Sequence[Place]) -> list[Match]:
    """Say how like the name of each place is to the one asked for, 0..1."""
    from gazetteer.names import fold
    from gazetteer.place import Match
    from gazetteer.similarity import ranked_keys

    asked = fold(name.partition(",")[0])
    matches = []
    for place in places:
        keys = {fold(spelling): spelling for spelling in (*place.names, place.name)}
        fit, key = next(iter(ranked_keys(asked, keys)), (0.0, fold(place.name)))
        matches.append(Match(place, fit, keys[key]))
    return matches


def _credit(answer: Answer) -> str:
    """Name whom to credit, and when they were asked."""
    when = f"asked on {answer.day}, kept since" if answer.from_cache else f"asked on {answer.day}"
    return f"{answer.credit}; {when}"


def _keep(context: typer.Context, answer: Answer, ids: Sequence[str]) -> list[str]:
    """Keep rows of an answer in the user's own gazetteer file, and say so."""
    from gazetteer.online.kept import kept_path, kept_source

    by_id = {place.id: place for place in answer.places}
    unknown = [place_id for place_id in ids if place_id not in by_id]
    if unknown:
        raise UsageInvalid(
            f"--keep {unknown[0]!r} is no row of this answer; its rows: {', '.join(by_id)}"
        )
    from gazetteer.importing import import_source

    file = user_file_to_write(context)
    chosen = [by_id[place_id] for place_id in dict.fromkeys(ids)]
    import_source(kept_source(kept_path(file), chosen, day=answer.day), file)
    return [f"kept in {file}: {place.label()} [{place.id}]" for place in chosen]
