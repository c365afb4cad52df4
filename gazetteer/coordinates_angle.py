"""Single angles in running text: `51.2954`, `51°17′43″N`, `N 51 17.7`, `lat: 51.2954`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Axis = Literal["lat", "lon"]
_DEGREE: Final = "[°º˚]"
_MINUTE: Final = "['′’‘ʹ´`ʼ]"
_SECOND: Final = '["″”“ʺ]'
_PART: Final = r"\d{1,2}(?:[.,]\d{1,12})?(?!\d)"
_LETTERS: Final = "NSEWСЮВЗ"
_HEMISPHERE: Final = (
    rf"(?:[{_LETTERS}](?![^\W\d_])"
    r"|(?i:north|south|east|west)(?:(?i:ern)?[ ](?i:latitude|longitude|lat|long?)\b\.?)?(?!\w)"
    r"|(?i:[сю]\.?\s?ш|[вз]\.?\s?д|п[нд]\.?\s?ш|[сз]х\.?\s?д)\b\.?"
    r"|(?i:северн|южн|восточн|западн|північн|південн|східн|західн)\w{2,3}\s"
    r"(?i:широт|долгот|довгот)\w{1,2})(?!\s(?:of|from)\b)"
)
_BEHIND: Final = re.compile(rf"\s{{0,2}}({_HEMISPHERE})")
_MARKED: Final = re.compile(
    rf"(?P<degrees>\d{{1,3}}(?:[.,]\d{{1,15}})?)\s{{0,2}}(?:{_DEGREE}|(?i:deg(?:rees?)?)\b\.?)"
    rf"(?:\s{{0,2}}(?P<minutes>{_PART})(?!\s{{0,2}}{_DEGREE})\s{{0,2}}"
    rf"(?:{_MINUTE}|(?=\s{{0,2}}{_HEMISPHERE}))"
    rf"(?:\s{{0,2}}(?P<seconds>{_PART})\s{{0,2}}(?:{_SECOND}|{_MINUTE}{{2}}))?)?"
)
_SPACED: Final = re.compile(
    rf"(?P<degrees>\d{{1,3}})(?:[^\S\n]|[:-])(?P<minutes>{_PART})"
    rf"(?:(?:[^\S\n]|[:-])(?P<seconds>{_PART}))?"
)
_DECIMAL: Final = re.compile(
    r"(?P<degrees>\d{1,3}(?:\.\d{1,15}(?!\d|\.\d)|,\d{1,15}(?!\d|[.,]\d)))"
)
_WHOLE: Final = re.compile(r"(?P<degrees>\d{1,3})(?!\d|[.,]\d)")
_BEFORE: Final = re.compile(
    r"(?:(?<!\w)(?P<label>(?i:lat(?:itude)?|lon(?:g(?:itude)?)?|lng|широта|долгота|довгота))"
    rf"\.?\s{{0,2}}[:=]?\s{{0,2}}|(?<!\w)(?P<front>[{_LETTERS}])\s{{0,2}})?"
    r"(?P<sign>(?<![\w.,])[-+−])?\Z"
)
_RUN: Final = re.compile(r"\d+", re.ASCII)
_WINDOW: Final = 18
_FRACTION: Final = re.compile(r"\d{1,3}[.,]\d")
_SIGN: Final = re.compile(rf"[°º˚{_LETTERS}]|(?i:deg|lat|lon|lng|широт|долгот|довгот|ш\b|д\b)")
_SIDES: Final[dict[str, tuple[Axis, int]]] = {
    "n": ("lat", 1), "s": ("lat", -1), "e": ("lon", 1), "w": ("lon", -1),
    "сш": ("lat", 1), "юш": ("lat", -1), "вд": ("lon", 1), "зд": ("lon", -1),
    "пнш": ("lat", 1), "пдш": ("lat", -1), "схд": ("lon", 1), "зхд": ("lon", -1),
    "се": ("lat", 1), "ю": ("lat", -1), "в": ("lon", 1), "з": ("lon", -1), "с": ("lat", 1),
    "північ": ("lat", 1), "півден": ("lat", -1), "сх": ("lon", 1),
}  # fmt: skip
"""What the beginning of a folded hemisphere says: its axis and its sign."""


@dataclass(frozen=True, slots=True)
class Angle:
    """One number that could be a latitude or a longitude."""

    start: int
    """Offset of the first character, its label, letter and sign included."""
    end: int
    """Offset behind the last."""
    degrees: float
    """Signed degrees."""
    half_step_deg: float
    """Half a unit of its last digit, degrees."""
    axis: Axis | None
    """Which of the two the text says that it is."""
    parts: int
    """1 for degrees alone, 2 with minutes, 3 with seconds."""
    decimals: int
    """Digits behind the point of the degrees."""
    comma: bool
    """Whether that point is a comma."""
    marked: bool
    """Whether it has a degree sign or minutes."""
    lettered: bool
    """Whether it has a hemisphere or a label."""
    labelled: bool
    """Whether it has a label."""

    @property
    def bare(self) -> bool:
        """Whether nothing but its digits says that it is an angle."""
        return not (self.marked or self.lettered)


def angles(text: str) -> Iterator[Angle]:
    """Find what could be half of a position; whole numbers only with a sign of it.

    Parameters
    ----------
    text
        Any text.
    """
    at = 0
    for run in _RUN.finditer(text):
        start = run.start()
        if start < at or run.end() - start > 3 or _inside(text, start, at):
            continue
        found = _angle(text, start, at)
        if found is not None:
            yield found
            at = found.end


def _inside(text: str, start: int, at: int) -> bool:
    """Whether a digit goes on a word or a number that began before."""
    before = text[start - 1] if start else " "
    if start - 1 < at:
        return False
    if before in ".,":
        return start - 1 != at and text[start - 2 : start - 1].isalnum()
    if before in _LETTERS:
        return text[max(start - 2, 0) : start - 1].isalnum()
    return before.isalnum() or before == "_"


def _angle(text: str, start: int, floor: int) -> Angle | None:
    """The angle whose first digit stands at `start`."""
    fraction = _FRACTION.match(text, start) is not None
    if not fraction and not _SIGN.search(text, max(floor, start - _WINDOW), start + _WINDOW):
        return None
    lead = _lead(text, start, floor)
    label, front = (lead["label"], lead["front"]) if lead else (None, None)
    sign = lead["sign"] if lead else None
    for pattern in (_MARKED, _DECIMAL) if fraction else (_MARKED, _SPACED, _WHOLE):
        found = pattern.match(text, start)
        if found is None:
            continue
        behind = None if front else _BEHIND.match(text, found.end())
        if behind is not None and pattern is not _MARKED and len(behind[1]) > 1:
            # "35.43 north" is a direction; only a sign or a Slavonic term makes it a hemisphere.
            behind = behind if not behind[1].isascii() or " " in behind[1] else None
        if pattern in (_SPACED, _WHOLE) and not (front or behind or (label and pattern is _WHOLE)):
            continue
        side = front or (behind[1] if behind else None)
        made = _made(found, side=side, label=label, sign=sign, marked=pattern is _MARKED)
        if made is None:
            continue
        begin = lead.start() if lead and (label or front or sign) else start
        end = behind.end() if behind else found.end()
        tail = text[end : end + 1]
        if behind is None and (tail.isalpha() or tail == "_"):
            continue
        return Angle(begin, end, *made)
    return None


def _lead(text: str, start: int, floor: int) -> re.Match[str] | None:
    """The label, letter and sign before a number, if a letter or sign stands there at all."""
    at = start
    while at > max(floor, start - 5) and text[at - 1] in " \t\u00a0:=.+-−":
        at -= 1
    signed = start > floor and text[start - 1] in "+-−"
    if not signed and (at == floor or not text[at - 1].isalpha()):
        return None
    return _BEFORE.search(text, max(floor, start - _WINDOW), start)


def _made(
    found: re.Match[str],
    *,
    side: str | None,
    label: str | None,
    sign: str | None,
    marked: bool,
) -> tuple[float, float, Axis | None, int, int, bool, bool, bool, bool] | None:
    """The values of an angle; None where they are no angle."""
    groups = found.groupdict()
    written = [groups["degrees"], groups.get("minutes"), groups.get("seconds")]
    given = [part.replace(",", ".") for part in written if part]
    if any("." in part for part in given[:-1]) or any(float(part) >= 60 for part in given[1:]):
        return None
    if sign and side:
        return None
    value = sum(float(part) / 60**power for power, part in enumerate(given))
    digits = len(given[-1].partition(".")[2])
    half_step = 0.5 * 10.0**-digits / 60 ** (len(given) - 1)
    axis, turn = _side(side) if side else (None, 1)
    if axis is None and label:
        axis = "lat" if label.casefold()[:3] in ("lat", "шир") else "lon"
    turn = -1 if sign in ("-", "−") else turn
    decimals = digits if len(given) == 1 else 0
    comma = "," in written[len(given) - 1]  # type: ignore[operator]
    signed = marked or len(given) > 1
    lettered = bool(side or label)
    return (
        turn * value, half_step, axis, len(given), decimals, comma, signed, lettered, bool(label),
    )  # fmt: skip


def _side(written: str) -> tuple[Axis, int]:
    """Read a hemisphere."""
    plain = "".join(letter for letter in written.casefold() if letter.isalpha())
    return next(_SIDES[plain[:size]] for size in (6, 3, 2, 1) if plain[:size] in _SIDES)
