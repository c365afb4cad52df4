"""The verb behind a name, and whether it tells what happens to the place."""

from __future__ import annotations

from geo.reading.context import Context


def verb_after(context: Context) -> int | None:
    """Give the index of the verb whose subject the name seems to be; None without one.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    lex = context.lexicon
    i = context.ahead()
    for _ in range(10):
        word = context.word(i)
        if not word:
            return None
        if word == "," and (behind := _behind_speaker(context, i)) is not None:
            i = behind
            continue
        if word == "," and (listed := _behind_listed(context, i)) is not None:
            i = listed
            continue
        if lex.has("calendar", word) or lex.has("adverbs", word) or word == ",":
            i += 1
            continue
        dated = lex.has("dating", word) and _dated(context, i + 1)
        if dated or context.tokens[i].kind == "number":
            i += 1
            continue
        if lex.has("coordinators", word) and capitalised(context, i + 1):
            i += 2
            while capitalised(context, i):
                i += 1
            continue
        break
    token = context.tokens[i] if i < len(context.tokens) else None
    if token is None or token.kind != "word" or token.capitalised:
        return None
    if any(map(token.lower.endswith, lex.classes["verbal_endings"])):
        return None
    return i


def _behind_speaker(context: Context, comma: int) -> int | None:
    """Index behind ", she said,", where that stands at a comma."""
    lex = context.lexicon
    if lex.has("sources", context.word(comma + 1)) and context.word(comma + 4) == ",":
        return comma + 5
    for k in range(comma + 2, comma + 6):
        if context.word(k) == ",":
            return None
        if lex.inflects("speech", context.word(k)) or lex.has("told", context.word(k)):
            return k + 2 if context.word(k + 1) == "," else None
    return None


def _behind_listed(context: Context, comma: int) -> int | None:
    """Index of the comma or "and" behind the next name of a list of subjects."""
    j = comma + 1
    while capitalised(context, j):
        j += 1
    goes_on = context.word(j) == "," or context.lexicon.has("coordinators", context.word(j))
    return j if j > comma + 1 and goes_on else None


def _dated(context: Context, index: int) -> bool:
    lex = context.lexicon
    return any(lex.has("calendar", context.word(k)) for k in (index, index + 1))


def capitalised(context: Context, index: int) -> bool:
    """Whether a word with a capital stands at an index.

    Parameters
    ----------
    context
        A name in its sentence.
    index
        Index of a token of the sentence, or one outside it.
    """
    return 0 <= index < len(context.tokens) and context.tokens[index].capitalised


def suffers(context: Context) -> bool:
    """Whether the verb behind the name tells what happens to the place.

    Parameters
    ----------
    context
        The name in its sentence.
    """
    lex = context.lexicon
    i = verb_after(context)
    if i is None or not lex.has("auxiliaries", context.word(i)):
        return False
    passive = False
    for k in range(i, min(i + 5, len(context.tokens))):
        word = context.word(k)
        if lex.has("be", word):
            passive = True
        elif lex.has("suffered", word):
            return passive
        elif not (lex.has("adverbs", word) or lex.has("auxiliaries", word)):
            return False
    return False
