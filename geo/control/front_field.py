r"""A field of control behind a front: above zero a side has gained the ground, below zero not.

Kriging with a drift (a Gaussian process with a mean). The mean is what the base says: ground
behind the base front is not gained, the less so the deeper it lies,

.. math:: m(x) = -(step + drift \cdot \min(depth(x) / drift_m, 1)),

and statuses pull the field to +1 or -1 around them, by two Matérn covariances, a long one of the
scale of a salient and a short one of the scale of neighbouring villages. A held place behind the
base front also pulls the ground on its shortest way home (`corridor_points`).

Known error: a front may run anywhere between two villages of different sides; halfway is only the
likeliest. Where villages lie 4 km apart, as in the Kursk region, that is about 1 km.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.control.front_model import FrontModel
from geo.control.front_pull import Pull

Array = NDArray[np.float64]
_BLOCK: Final = 1 << 20
_WAVES: Final = 400


@dataclass(frozen=True, slots=True, eq=False)
class FrontField:
    """The field that some points make."""

    model: FrontModel
    """Its numbers."""
    pull: Pull
    """What is known."""
    _weights: Array = field(init=False, repr=False)
    _inverse: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pull = self.pull
        matrix = self._covariance(pull.xy, pull.xy).astype(np.float64)
        matrix[np.diag_indices_from(matrix)] += self.model.doubt + pull.doubt
        inverse = np.linalg.inv(matrix)
        object.__setattr__(self, "_inverse", inverse)
        object.__setattr__(self, "_weights", inverse @ (pull.value - self.mean(pull.depth_m)))

    def mean(self, depth_m: Array) -> Array:
        """Give what the base alone says of ground behind its front.

        Parameters
        ----------
        depth_m
            How deep it lies there, metres, 0 or more.
        """
        model = self.model
        return -(model.step + model.drift * np.minimum(depth_m / model.drift_m, 1.0))

    def at(self, xy: Array, depth_m: Array) -> tuple[Array, Array]:
        """Give the field at points, with its standard deviation.

        Parameters
        ----------
        xy
            One row a point: metres east and metres north.
        depth_m
            How deep each lies behind the base front, metres, 0 or more.
        """
        values, deviations = [np.empty(0)], [np.empty(0)]
        whole = 1.0 + self.model.near_share
        rows = max(1, _BLOCK // max(len(self.pull.xy), 1))
        for i in range(0, len(xy), rows):
            shared = self._covariance(xy[i : i + rows], self.pull.xy)
            values.append(shared @ self._weights)
            told = ((shared @ self._inverse) * shared).sum(axis=1)
            deviations.append(np.sqrt(np.maximum(1.0 - told / whole, 0.0)))
        return (
            self.mean(depth_m) + np.concatenate(values),
            self.model.spread * np.concatenate(deviations),
        )

    def drawn(self, xy: Array, depth_m: Array, *, count: int) -> Array:
        """Draw fields that all agree with what is known, the same every time.

        Random Fourier features give fields of the same covariance, and kriging the difference to
        what is known turns each into one that agrees with it (Matheron's rule).

        Parameters
        ----------
        xy
            One row a point: metres east and metres north.
        depth_m
            How deep each lies behind the base front, metres, 0 or more.
        count
            How many to draw.

        Returns
        -------
        array
            One row a point, one column a field.
        """
        dice = np.random.default_rng(0)
        pull, model = self.pull, self.model
        spread = model.spread / math.sqrt(1.0 + model.near_share)
        both = np.concatenate([xy, pull.xy])
        free = np.zeros((len(both), count))
        for reach_m, share in ((model.reach_m, 1.0), (model.near_m, model.near_share)):
            turns = _frequencies(dice, reach_m)
            waves = np.cos(both @ turns.T + dice.uniform(0, 2 * np.pi, len(turns)))
            amounts = dice.normal(size=(len(turns), count))
            free += math.sqrt(2 * share / len(turns)) * (waves @ amounts)
        doubt = np.sqrt(model.doubt + pull.doubt)[:, None]
        missed = free[len(xy) :] + doubt * dice.normal(size=(len(pull.xy), count))
        shared = self._covariance(xy, pull.xy).astype(np.float64)
        known = self.mean(depth_m) + shared @ self._weights
        drawn = free[: len(xy)] - shared @ (self._inverse @ missed)
        return np.asarray(known[:, None] + spread * drawn)

    def _covariance(self, a: Array, b: Array) -> NDArray[np.float32]:
        """Covariance between points, 1 + `near_share` of one with itself."""
        # Single precision is twice as fast and good to a metre.
        one, other = a.astype(np.float32), b.astype(np.float32)
        apart = np.hypot(one[:, None, 0] - other[:, 0], one[:, None, 1] - other[:, 1])
        model = self.model
        return matern(apart, model.reach_m) + np.float32(model.near_share) * matern(
            apart, model.near_m
        )


def _frequencies(dice: np.random.Generator, reach_m: float) -> Array:
    """Frequencies of the Matérn covariance of smoothness 3/2: Student's t of three degrees."""
    scale = np.sqrt(3.0 / dice.chisquare(3.0, _WAVES))[:, None]
    return np.asarray(dice.normal(size=(_WAVES, 2)) * scale / reach_m)


def matern(apart_m: NDArray[np.float32], reach_m: float) -> NDArray[np.float32]:
    """Give the Matérn covariance of smoothness 3/2.

    Parameters
    ----------
    apart_m
        Distances, metres.
    reach_m
        Its length, metres.
    """
    scaled = apart_m * np.float32(math.sqrt(3.0) / reach_m)
    return np.asarray((1 + scaled) * np.exp(-scaled))
