"""Numbers written in digits, as texts group and part them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geo.reading.tokens import Token

_MOST_DIGITS: Final = 15


def read_digits(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """Read a number in digits, also `2,5`, `1 000` and `3/4`: its value and the index behind it.

    Parameters
    ----------
    tokens
        Tokens of one sentence.
    i
        Index of a token of kind `number`.

    Returns
    -------
    tuple or None
        None where it has more digits than any amount.
    """
    if len(tokens[i].text) > _MOST_DIGITS:
        return None
    text = tokens[i].text
    for mark in ",\u00a0\u202f":
        text = text.replace(mark, "")
    value, end = float(text), i + 1
    if "." in text or end >= len(tokens):
        return value, end
    after = tokens[end]
    if after.text == "," and end + 1 < len(tokens) and _touch(tokens, i, end + 1):
        decimals = tokens[end + 1]
        if decimals.kind == "number" and decimals.text.isdigit() and len(decimals.text) <= 2:
            return float(f"{text}.{decimals.text}"), end + 2
    part = _fraction(tokens, i)
    if part is not None:
        return part
    if after.kind == "number" and len(text) <= 2 and after.start == tokens[i].end + 1:
        part = _fraction(tokens, end)
        if part is not None:
            return value + part[0], part[1]
    group = after.kind == "number" and after.text.isdigit() and len(after.text) == 3
    if group and len(text) <= 3 and after.start == tokens[i].end + 1:
        return float(text + after.text), end + 1
    return value, end


def _fraction(tokens: Sequence[Token], i: int) -> tuple[float, int] | None:
    """Read `3/4` at token `i`."""
    if i + 2 >= len(tokens) or tokens[i + 1].text != "/" or not _touch(tokens, i, i + 2):
        return None
    over, under = tokens[i].text, tokens[i + 2].text
    small = over.isdecimal() and under.isdecimal() and len(over) <= 2 and len(under) <= 2
    if not small or not 0 < int(over) < int(under) <= 16:
        return None
    return int(over) / int(under), i + 3


def _touch(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether nothing stands between the tokens from `i` to `j`."""
    return all(tokens[k].end == tokens[k + 1].start for k in range(i, j))
