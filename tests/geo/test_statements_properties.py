"""Sentences made from a template must be read back; no text at all may break the reader."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.reading.mention import Mention
from geo.reading.report import Report
from geo.reading.statement import WINDS, Statement
from geo.reading.statements import find_statements

SPELLINGS = {
    "N": ["north"], "E": ["east"], "S": ["south"], "W": ["west"],
    "NE": ["northeast", "north-east", "north east"], "SE": ["southeast", "south-east"],
    "SW": ["southwest", "south-west", "south west"], "NW": ["northwest", "north-west"],
    "NNE": ["north-northeast", "north-north-east"], "ENE": ["east-northeast", "east-north-east"],
    "ESE": ["east-southeast", "east-south-east"], "SSE": ["south-southeast", "south-south-east"],
    "SSW": ["south-southwest", "south-south-west"], "WSW": ["west-southwest", "west-south-west"],
    "WNW": ["west-northwest", "west-north-west"], "NNW": ["north-northwest", "north-north-west"],
}  # fmt: skip
HEDGES = ["", "about", "roughly", "some", "at least", "more than", "just over", "nearly", "up to"]
UNITS = {"km": "km", " km": "km", "\u00a0km": "km", " kilometers": "km", " miles": "mi", " m": "m"}
NAMES = [
    "Adrianopil", "Bilka", "Verkhnia Syrovatka", "Hrun", "Doroshivka", "Zhuravka", "Ust-Labinsk",
    "Novi Petrivtsi",
]  # fmt: skip

FRAMES = [", {} of ", " ({} of ", " lies {} of ", ", which is {} of ", " is located {} of "]
LINES = ["the border", "the Ukraine–Russia border", "the front line", "the line of contact"]
PIECES = (
    "15 km|north|of|from|the border|(|)|,|, and|and|which|lies|is|near|all|both|a town|the village|"
    "within|about|half|of the land|not|;|—|.|\n|\n\n|\"|'s|up to|into|respectively|it|apart|"
    "between|the distance between|10–|%|the capital of|front line|northeast|28|settlements"
).split("|")

names = st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True)
winds = st.sampled_from(WINDS).flatmap(
    lambda wind: st.tuples(st.just(wind), st.sampled_from([*SPELLINGS[wind], wind]))
)
amounts = st.tuples(
    st.sampled_from(HEDGES), st.integers(1, 400), st.sampled_from(sorted(UNITS.items()))
)


@dataclass
class Draft:
    """A sentence in the making, with the mentions in it."""

    text: str = ""
    mentions: tuple[Mention, ...] = ()

    def say(self, words: str) -> None:
        self.text += words

    def name(self, name: str) -> int:
        start = len(self.text)
        self.text += name
        mention = Mention(start, len(self.text), name, "literal", "settlement")
        self.mentions = (*self.mentions, mention)
        return len(self.mentions) - 1

    def list(self, chosen: list[str]) -> list[int]:
        """Write a list of names as English does."""
        found = []
        for i, name in enumerate(chosen):
            if i:
                last = i == len(chosen) - 1
                self.say(("," if len(chosen) > 2 else "") + " and " if last else ", ")
            found.append(self.name(name))
        return found

    def read(self) -> tuple[Statement, ...]:
        """Read the sentence."""
        statements = find_statements(Report("r", self.text), self.mentions)
        for statement in statements:
            assert statement.text == self.text[statement.start : statement.end]
        return statements


def amount(drawn: tuple[str, int, tuple[str, str]]) -> str:
    """Write a length."""
    hedge, value, (unit, _) = drawn
    return f"{hedge} {value}{unit}".strip()


@given(
    chosen=names,
    wind=winds,
    drawn=amounts,
    frame=st.sampled_from(FRAMES),
)
def test_a_distance_with_a_direction_is_read_back(
    chosen: list[str], wind: tuple[str, str], drawn: tuple[str, int, tuple[str, str]], frame: str
) -> None:
    draft = Draft()
    draft.say("The village of ")
    subject = draft.name(chosen[0])
    draft.say(frame.format(f"{amount(drawn)} {wind[1]}"))
    reference = draft.name(chosen[1])
    draft.say(") was quiet." if "(" in frame else ", was quiet.")
    (statement,) = draft.read()
    assert statement.type == "distance"
    assert (statement.subject, statement.reference) == (subject, reference)
    assert statement.direction == wind[0]
    assert statement.quantity is not None
    assert (statement.quantity.hedge or "") == drawn[0]
    assert statement.quantity.value == drawn[1]
    assert statement.quantity.unit == drawn[2][1]
    assert draft.text[statement.start :].startswith(chosen[0])
    assert statement.text.endswith(chosen[1])


@given(
    chosen=names,
    drawn=amounts,
    line=st.sampled_from(LINES),
)
def test_a_distance_to_a_line_is_read_back(
    chosen: list[str], drawn: tuple[str, int, tuple[str, str]], line: str
) -> None:
    draft = Draft()
    draft.say("Shells hit ")
    subject = draft.name(chosen[0])
    draft.say(f", {amount(drawn)} from {line}.")
    (statement,) = draft.read()
    assert statement.subject == subject
    assert statement.reference is None
    assert statement.reference_kind == ("border" if "border" in line else "front")
    assert statement.reference_text == line


@given(
    chosen=names,
    pairs=st.lists(winds, min_size=1, max_size=2),
    scope=st.sampled_from(["all ", "both ", ""]),
)
def test_the_scope_of_a_bracket_is_read_back(
    chosen: list[str], pairs: list[tuple[str, str]], scope: str
) -> None:
    references = ["Sudzha", "Berdin"][: len(pairs)]
    draft = Draft()
    draft.say("Forces occupy ")
    subjects = draft.list(chosen)
    draft.say(f" ({scope}")
    ends = []
    for i, (pair, name) in enumerate(zip(pairs, references, strict=True)):
        draft.say((" and " if i else "") + f"{pair[1]} of ")
        ends.append(draft.name(name))
    draft.say(") as of today.")
    meant = {"all ": subjects, "both ": subjects[-2:], "": subjects[-1:]}[scope]
    expected = {
        (subject, pair[0], end)
        for pair, end in zip(pairs, ends, strict=True)
        for subject in meant
    }  # fmt: skip
    found = draft.read()
    assert {(s.subject, s.direction, s.reference) for s in found} == expected
    assert len(found) == len(expected)


@given(chosen=names, wind=winds)
def test_a_sector_names_no_subject_but_its_near_places_do(
    chosen: list[str], wind: tuple[str, str]
) -> None:
    draft = Draft()
    draft.say(f"Units advanced {wind[1]} of ")
    reference = draft.name(chosen[0])
    plain = Draft(draft.text, draft.mentions)
    plain.say(" and dug in.")
    assert plain.read() == ()
    draft.say(" near ")
    subjects = draft.list(chosen[1:])
    draft.say(" on Monday.")
    found = draft.read()
    assert [s.subject for s in found] == subjects
    assert {(s.direction, s.reference) for s in found} == {(wind[0], reference)}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces=st.lists(
        st.one_of(
            st.sampled_from(PIECES),
            st.sampled_from(NAMES).map(lambda name: f"@{name}"),
            st.text(max_size=6),
        ),
        max_size=30,
    ),
    role=st.sampled_from(["literal", "literal", "metonym"]),
    kind=st.sampled_from(["settlement", "region", "country", "water"]),
)
def test_rubbish_neither_raises_nor_loses_its_place(
    pieces: list[str], role: str, kind: str
) -> None:
    draft = Draft()
    draft.say("x ")
    for piece in pieces:
        if piece.startswith("@"):
            index = draft.name(piece[1:])
            made = draft.mentions[index]
            changed = Mention(made.start, made.end, made.text, role, kind)  # type: ignore[arg-type]
            draft.mentions = (*draft.mentions[:-1], changed)
        else:
            draft.say(piece)
        draft.say(" ")
    for statement in draft.read():
        for end in (statement.subject, statement.reference):
            assert end is None or draft.mentions[end].role == "literal"
        assert statement.subject is None or statement.subject != statement.reference


def test_a_long_line_is_read_in_one_go() -> None:
    draft = Draft()
    for _ in range(3000):
        draft.name("Bilka")
        draft.say(", 5 km north of ")
        draft.name("Hrun")
        draft.say(" and (just (")
    assert len(draft.read()) >= 3000


def test_mentions_that_cut_words_or_overlap_do_no_harm() -> None:
    text = "Berdin-2 lies 5 km north of Sudzha."
    mentions = [
        Mention(0, 6, "Berdin", "literal", "settlement"),
        Mention(3, 8, "din-2", "literal", "settlement"),
        Mention(28, 31, "Sud", "literal", "settlement"),
    ]
    for statement in find_statements(Report("r", text), mentions):
        assert statement.text == text[statement.start : statement.end]
