"""The numbers of the front's model: how far a status reaches, and what no status tells.

They were fitted to real control maps: settlements' statuses were taken out of them and the ground
rebuilt from these alone. They were chosen with every day in view. `measure_front.py --fit` among
the benchmarks does it again by random search and shows what each day gets from numbers that were
fitted without it: for an earlier choice in the mean 0.02 of intersection over union less. One day
pays for the others: on 6 August 2024, when one village alone was held, a plain Voronoi diagram of
all settlements does better (0.58 against 0.46).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FrontModel:
    """What the field of control assumes; see `geo.control.front_field`."""

    reach_m: float = 14_000.0
    """Length over which statuses inform each other, metres: the scale of a salient."""
    near_m: float = 2_200.0
    """Length of the second, short scale, metres: about the distance of neighbouring villages. It
    lets one village be held among many that are not."""
    near_share: float = 0.4
    """Variance of the short scale as a share of the long one's."""
    doubt: float = 0.02
    """Variance of a status that is certain, which keeps two villages side by side from tearing the
    field."""
    step: float = 0.2
    """How far ground just across the base front is from changing hands before anything is said;
    1 is a held village."""
    drift: float = 1.2
    """How much further ground is from it that lies `drift_m` deep or deeper."""
    drift_m: float = 25_000.0
    """Depth at which ground is no longer less likely to be taken, metres."""
    corridor: float = 1.0
    """What ground between a held place and its own side is taken for, 1 is a held village: what is
    held beyond the base front is reached through ground that is held too."""
    corridor_doubt: float = 1.0
    """Variance of that."""
    corridor_firm: float = 0.05
    """Variance where the way would else be cut."""
    corridor_step_m: float = 2_500.0
    """Distance between the points that stand for it, metres."""
    corridor_clear_m: float = 3_000.0
    """No such point lies this near to a place of the other side, metres."""
    corridor_told_m: float = 4_500.0
    """... or this near to a held place, which tells more of the ground around it, metres."""
    silent_doubt: float = 6.0
    """Variance of taking a settlement that nobody names for one that is still as the base has it:
    reports name what was taken, and hardly what was not. Without it, six villages that are said to
    be held and nothing else give twice the ground that is."""
    spread: float = 0.6
    """Standard deviation of the field where nothing is known; it makes probabilities of it."""
