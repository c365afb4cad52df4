"""GeoNames' feature codes: which become places here, of which kind, and what they are called."""

from __future__ import annotations

import re
from typing import Final, NamedTuple, cast

from gazetteer.errors import OptionInvalid, shortened
from gazetteer.place import Kind

KIND_OF_CLASS: Final[dict[str, str]] = {
    "A": "region", "H": "water", "L": "other", "P": "settlement", "R": "road", "S": "other",
    "T": "other", "U": "water", "V": "other",
}  # fmt: skip
"""GeoNames' nine classes in the six kinds of the output contract."""

_NAMES: Final[dict[str, str]] = {
    "A.ADM1": "first-level region", "A.ADM2": "district", "A.ADM3": "municipality",
    "P.PPL": "populated place", "P.PPLA": "city", "P.PPLA2": "town", "P.PPLA3": "populated place",
    "P.PPLA4": "populated place", "P.PPLA5": "populated place", "P.PPLC": "city",
    "P.PPLF": "village", "P.PPLG": "city", "P.PPLL": "village", "P.PPLR": "populated place",
    "P.PPLS": "populated place", "P.PPLX": "section of a populated place", "P.STLMT": "settlement",
    "P.PPLQ": "abandoned place", "P.PPLW": "destroyed place", "H.STM": "river", "H.STMI": "river",
    "H.LK": "lake", "H.LKI": "lake", "H.LKS": "lakes", "H.RSV": "reservoir", "H.CNL": "canal",
    "H.SEA": "sea", "H.GULF": "gulf", "H.BAY": "bay", "H.STRT": "strait", "H.LGN": "lagoon",
    "H.ESTY": "estuary", "H.MRSH": "marsh", "H.CHN": "channel", "T.ISL": "island",
    "T.ISLS": "islands", "T.PEN": "peninsula", "T.SPIT": "spit", "T.CAPE": "cape",
    "T.MT": "mountain", "T.HLL": "hill", "T.PASS": "pass", "S.AIRB": "air base",
    "S.AIRP": "airport", "S.AIRF": "airfield", "S.INSM": "military base", "S.DAM": "dam",
    "S.BDG": "bridge", "S.RSTN": "railway station", "L.RGN": "area", "L.MILB": "military base",
    "R.RD": "road", "V.FRST": "forest",
}  # fmt: skip
DEFAULT: Final = (
    "P.PPL P.PPLA P.PPLA2 P.PPLA3 P.PPLA4 P.PPLA5 P.PPLC P.PPLF P.PPLG P.PPLL P.PPLQ P.PPLR "
    "P.PPLS P.PPLW P.STLMT A.ADM1 A.ADM2 H.STM H.STMI H.LK H.LKI H.LKS H.RSV H.CNL H.SEA H.GULF "
    "H.BAY H.STRT H.LGN H.ESTY T.ISL T.ISLS T.PEN S.AIRB"
)
"""What is imported unless told otherwise: settlements, regions and districts, waters, islands and
air bases. Hotels, schools, farms and hills bear every other name there is."""
_SOUND: Final = re.compile(r"[AHLPRSTUV]?\.[A-Z0-9]{0,10}")
_CODE: Final = re.compile(r"([AHLPRSTUV])(?:\.([A-Z0-9]{1,10}))?")


class Feature(NamedTuple):
    """What a feature code means here."""

    kind: Kind
    """One of the six kinds."""
    name: str
    """What such a place is called."""


class Wanted:
    """The features that an import takes.

    Parameters
    ----------
    spec
        Classes and codes, separated by spaces or commas: "P", "H.LK", "P,A.ADM1,S.AIRB".

    Raises
    ------
    OptionInvalid
        If a part of it is no class or code.
    """

    def __init__(self, spec: str = DEFAULT) -> None:
        self.spec = " ".join(sorted(set(re.split(r"[\s,]+", spec.strip().upper())) - {""}))
        self._known: dict[tuple[str, str], Feature | None] = {}
        parts = [_CODE.fullmatch(part) for part in self.spec.split()]
        if not parts or not all(parts):
            raise OptionInvalid(
                "features", spec, "give GeoNames classes or codes: P, H.LK or A.ADM1,S.AIRB"
            )
        self._parts = frozenset(part[0] for part in parts if part)

    def of(self, feature_class: str, code: str) -> Feature | None:
        """Say what a feature is; None where it is not wanted.

        Parameters
        ----------
        feature_class
            GeoNames' class: "P".
        code
            Its code: "PPLA".

        Raises
        ------
        ValueError
            If they are no class and code; each may be "", as it is for some of GeoNames' places.
        """
        pair = (feature_class, code)
        if pair not in self._known:
            full = f"{feature_class}.{code}"
            if not _SOUND.fullmatch(full):
                raise ValueError(f"{shortened(full)} is no feature of GeoNames")
            wanted = feature_class in KIND_OF_CLASS and not self._parts.isdisjoint(
                (feature_class, full)
            )
            self._known[pair] = (
                Feature(
                    cast("Kind", KIND_OF_CLASS[feature_class]),
                    _NAMES.get(full, f"GeoNames {full}"),
                )
                if wanted
                else None
            )
        return self._known[pair]
