"""The control that statuses of places indicate: ground by side, the front, and how sure it is.

What comes out is inferred and says so in every row. It is no control map: beyond a stated distance
from any status it gives no ground but says that nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from gazetteer.measure import LonLat, inverse_many
from geo.control.front_base import FrontBase, polygons
from geo.control.front_ground import FrontGround, InferredArea
from geo.control.front_model import FrontModel
from geo.control.front_patch import KNOWN_M, STEP_M, Patch, apart
from geo.control.front_status import KnownStatus
from geo.control.front_stretches import Reaches, stretches
from geo.control.layer import ControlLayer, LayerNote, Maker, control_frame
from geo.errors import ControlInvalid

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

Array = NDArray[np.float64]
BANDS: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class FrontOptions:
    """How a front is inferred.

    Raises
    ------
    ControlInvalid
        If the distances are none, or too large for one plane.
    """

    known_m: float = KNOWN_M
    """Distance from any status beyond which nothing is said of who holds the ground, metres."""
    step_m: float = STEP_M
    """Distance of the points at which the field is worked out, metres."""
    model: FrontModel = field(default_factory=FrontModel)
    """The numbers of the field."""
    licence: str | None = None
    """Licence of what it was inferred from."""

    def __post_init__(self) -> None:
        if not 0 < self.step_m <= self.known_m < 100_000:
            raise ControlInvalid(
                f"a front cannot be inferred in steps of {self.step_m} m up to {self.known_m} m "
                "from a status: steps above 0, and a distance above them and below 100 km are "
                "wanted"
            )


@dataclass(frozen=True, slots=True, eq=False)
class InferredFront:
    """Control as statuses of places indicate it."""

    layer: ControlLayer
    """Ground by side, every row inferred; its `line` is the front, so far as twice the distance
    within which anything is known. Rows labelled `no information` are as the base had them."""
    stretches: GeoDataFrame
    """The front by what it rests on, as `geo.control.front_stretches.stretches` gives it."""
    information: BaseGeometry
    """Ground within the stated distance of a status; beyond it the base stands as it was."""
    bands: GeoDataFrame
    """Ground that a side holds in the other's country with a probability of at least
    `probability`: columns `side`, `within`, `probability`; EPSG:4326."""
    areas: tuple[InferredArea, ...]
    """Ground that each side holds in the other's country."""
    statuses: tuple[KnownStatus, ...]
    """What it was inferred from."""
    base: FrontBase
    """What it started from."""
    options: FrontOptions
    """How it was inferred."""

    def length_km(self, kind: str) -> float:
        """Give how much of the front rests on something.

        Parameters
        ----------
        kind
            `stated`, `interpolated` or `none`.
        """
        rows = self.stretches[self.stretches["kind"] == kind]
        return float(rows["length_km"].sum())


def infer_front(
    statuses: Sequence[KnownStatus],
    *,
    base: FrontBase,
    date: str | None = None,
    source: str = "reports",
    silent: Sequence[LonLat] = (),
    options: FrontOptions | None = None,
) -> InferredFront:
    """Infer who holds the ground from what is known of places.

    Parameters
    ----------
    statuses
        What is known; at least one, of the two sides of the base.
    base
        What each side held before.
    date
        The day that the statuses show, ISO 8601.
    source
        What they were taken from, to be named in every row.
    silent
        Settlements of which nothing is said, (longitude, latitude) in degrees, WGS 84: where
        reports name what was taken alone, these weakly stand for what was not. Leave them out
        where the statuses are a fair sample of both sides.
    options
        How it is inferred.

    Raises
    ------
    ControlInvalid
        If nothing is known, or a status is of neither side.
    """
    options = options or FrontOptions()
    strange = sorted({status.side for status in statuses} - set(base.sides))
    if strange or not statuses:
        what = f"the side {strange[0]!r} is neither" if strange else "no place has a status"
        raise ControlInvalid(f"no front between {' and '.join(base.sides)} can be inferred: {what}")
    moved = [_gains(statuses, base, side, options, silent) for side in (0, 1)]
    work = FrontGround(base, moved)
    maker = Maker(
        f"frontmap, inferred from {source}", options.licence or base.licence, base.attribution
    )
    given = {"source": maker.name, "source_date": date, "licence": maker.licence,
             "attribution": maker.attribution or maker.name, "inferred": True}  # fmt: skip
    information = _information(statuses, options.known_m)
    line = work.line(_information(statuses, 2 * options.known_m))
    rows = list(_told(work.rows(0.5), information, base))
    layer = ControlLayer(
        control_frame([row | given for row in rows]),
        maker=maker,
        date=date,
        date_basis="the reports" if date else "the reports name no day",
        file="",
        format="inferred",
        notes=(_note(base, options),),
        line=line,
        inferred=True,
    )
    return InferredFront(
        layer=layer,
        stretches=stretches(line, statuses, reaches=Reaches(options.known_m)),
        information=information,
        bands=_bands(work),
        areas=tuple(work.areas()),
        statuses=tuple(statuses),
        base=base,
        options=options,
    )


def _note(base: FrontBase, options: FrontOptions) -> LayerNote:
    """Say what the layer is."""
    return LayerNote(
        "assumed",
        f"inferred from statuses of places, starting from {base.title}; more than "
        f"{options.known_m / 1000:g} km from any of them nothing is known",
    )


def _gains(
    statuses: Sequence[KnownStatus],
    base: FrontBase,
    side: int,
    options: FrontOptions,
    silent: Sequence[LonLat],
) -> list[Patch]:
    """Where a side may have gained ground behind the base front."""
    lonlat = np.array([(status.lon, status.lat) for status in statuses])
    there = base.holds(1 - side, lonlat)
    behind = [status for status, on in zip(statuses, there, strict=True) if on]
    quiet = np.array(silent, dtype=np.float64).reshape(-1, 2)
    quiet = quiet[base.holds(1 - side, quiet)] if len(quiet) else quiet
    patches = []
    for group in apart(behind, gap_m=2 * options.known_m):
        some = tuple(behind[k] for k in group)
        # Without anything gained or fought for, the base front stands.
        if any(status.side == base.sides[side] or not status.decisive for status in some):
            patches.append(
                Patch(
                    some,
                    base,
                    side,
                    options.model,
                    options.known_m,
                    options.step_m,
                    _about(quiet, some, options),
                )
            )
    return patches


def _about(quiet: Array, some: Sequence[KnownStatus], options: FrontOptions) -> tuple[LonLat, ...]:
    """The silent settlements near some statuses."""
    lonlat = np.array([(status.lon, status.lat) for status in some])
    far, _ = inverse_many(quiet[:, None, 0], quiet[:, None, 1], lonlat[:, 0], lonlat[:, 1])
    near = far.min(axis=1) <= options.known_m + options.model.reach_m
    return tuple((float(lon), float(lat)) for lon, lat in quiet[near])


def _told(
    rows: Iterable[dict[str, Any]], information: BaseGeometry, base: FrontBase
) -> Iterator[dict[str, Any]]:
    """Part rows into what is indicated and what only the base has."""
    for row in rows:
        abroad = base.abroad[base.sides.index(row["side"])]
        beyond = polygons((row["geometry"] & abroad) - information)
        for shape, label in (
            (polygons(row["geometry"] - beyond), f"inferred, starting from {base.title}"),
            (beyond, f"no information: as {base.title} has it"),
        ):
            if not shape.is_empty:
                yield row | {"geometry": shape, "label": label}


def _bands(work: FrontGround) -> GeoDataFrame:
    """Ground by side and probability, the widest first."""
    rows = [row | {"probability": share} for share in BANDS for row in work.rows(share)]
    import geopandas as gpd

    columns = ("side", "within", "probability")
    data = {name: [row[name] for row in rows] for name in columns}
    shapes = gpd.GeoSeries([row["geometry"] for row in rows], crs="EPSG:4326")
    return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


def _information(statuses: Sequence[KnownStatus], known_m: float) -> BaseGeometry:
    """Ground within a distance of any status."""
    from geo.outline import sector

    return shapely.union_all([sector((s.lon, s.lat), outer_m=known_m) for s in statuses])
