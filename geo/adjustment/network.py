"""Networks: stations and the observations that tie them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.adjustment.observation import Observation, Station
from geo.errors import NetworkInvalid


@dataclass(frozen=True, slots=True)
class Network:
    """Everything that is adjusted jointly.

    Raises
    ------
    NetworkInvalid
        If two stations share an id, or an observation names a station that is not there.
    """

    stations: tuple[Station, ...]
    """The points."""
    observations: tuple[Observation, ...]
    """What is stated of them."""

    def __post_init__(self) -> None:
        ids = {station.id for station in self.stations}
        if len(ids) < len(self.stations):
            raise NetworkInvalid("two stations of a network have the same id")
        for observation in self.observations:
            for end in (observation.subject, observation.reference):
                if end is not None and end not in ids:
                    raise NetworkInvalid(f"{observation.words}: no station has the id {end!r}")

    def parts(self) -> Iterator[Network]:
        """Take it apart into networks that nothing ties to each other, in order of their ids.

        Stations and observations of each stand in an order of their own, so that the order in
        which they came changes nothing.
        """
        root = {station.id: station.id for station in self.stations}

        def top(station: str) -> str:
            while root[station] != station:
                root[station] = root[root[station]]
                station = root[station]
            return station

        for observation in self.observations:
            if observation.reference is not None:
                one, other = sorted((top(observation.subject), top(observation.reference)))
                root[other] = one
        groups: dict[str, tuple[list[Station], list[Observation]]] = {}
        for station in sorted(self.stations, key=lambda station: station.id):
            groups.setdefault(top(station.id), ([], []))[0].append(station)
        for observation in sorted(self.observations, key=_order):
            groups[top(observation.subject)][1].append(observation)
        for stations, observations in groups.values():
            yield Network(tuple(stations), tuple(observations))


def _order(observation: Observation) -> tuple[str | float | bool, ...]:
    """What observations are sorted by."""
    border = "" if observation.border is None else observation.border.id
    return (
        observation.subject, observation.reference or "", border, observation.kind,
        observation.bound, observation.value, observation.sigma, observation.customary,
        observation.words,
    )  # fmt: skip
