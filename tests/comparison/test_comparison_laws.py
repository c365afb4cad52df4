"""What holds for any reports: their order is nothing, and none differs from itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.comparison import Account, Comparison, compare, difference
from geo.reading.report_file import load_report

REPORTS = sorted((Path(__file__).parent / "reports").rglob("*.txt"))
SENTENCES = [
    "Russian forces repelled a Ukrainian attack near Berdin on January 5, the ministry said.",
    "Ukrainian forces entered the southern part of Berdin on January 5, ISW said.",
    "Russian forces hold Sudzha, the Russian Defense Ministry said on January 5.",
    "Ukrainian forces still hold Sudzha, the General Staff of Ukraine said.",
    "Ukraine denied that Russian forces had seized Martynovka on January 4.",
    "Russian forces seized Martynovka on January 4, a Russian blogger claimed.",
    "Ukraine held 493 square kilometers of the Kursk region as of January 4, DeepState said.",
    "Ukraine held about 190 square miles of the Kursk region as of January 5.",
    "The Ukrainian General Staff reported 44 combat clashes on January 5.",
    "Ukraine's forces repelled 47 attacks over the past 24 hours, its General Staff said.",
    "Berdin lies 15 kilometers from the border with Ukraine in the north.",
    "Berdin is more than 20 kilometers from the border, the mayor said.",
    "Malaya Loknya lies 14 km north of Sudzha on the road to Lgov.",
    "Sudzha is 30 km south of Malaya Loknya by the shortest of the roads.",
    "M23 rebels seized Sake on January 5, a spokesman of the rebels said.",
    "Congolese troops recaptured Sake on January 5, according to the Congolese army.",
]
texts = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5, unique=True).map(" ".join)
LAWS = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spoken(account: Account, found: Comparison) -> tuple[object, ...]:
    report = found.reports[account.report].id
    return (report, account.kind, account.start, account.said, account.origins, account.chain)


def findings(found: Comparison) -> set[object]:
    """All findings without any order."""

    def side(accounts: Sequence[Account]) -> frozenset[object]:
        return frozenset(spoken(account, found) for account in accounts)

    rows: set[object] = set()
    for agreed in found.agreements:
        rows.add(("agree", agreed.topic, agreed.why, side(agreed.accounts)))
    for split in found.disagreements:
        rows.add(("disagree", split.topic, split.why, frozenset(map(side, split.sides))))
    for apart in found.not_comparable:
        rows.add(("apart", apart.topic, apart.because, frozenset(map(side, apart.sides))))
    rows |= {("quote", quote.by, quote.of, quote.count) for quote in found.quotes}
    return rows


@LAWS
@given(one=texts, other=texts)
def test_the_order_of_two_reports_is_nothing(
    told: Callable[..., Any], one: str, other: str
) -> None:
    pair = [told(one, source="Red Post"), told(other, source="Blue Post")]
    assert findings(compare(pair)) == findings(compare(pair[::-1]))


@settings(LAWS, max_examples=6)
@given(order=st.permutations(range(len(REPORTS))))
def test_the_order_of_many_reports_is_nothing(
    loaded: Callable[[Path], Any], order: list[int]
) -> None:
    straight = compare([loaded(path) for path in REPORTS])
    assert findings(compare([loaded(REPORTS[i]) for i in order])) == findings(straight)


@LAWS
@given(text=texts)
def test_a_report_disagrees_with_its_copy_on_nothing_but_itself(
    told: Callable[..., Any], text: str
) -> None:
    alone = compare([told(text, source="Red Post")])
    both = compare([told(text, source="Red Post"), told(text, source="Blue Post")])
    assert [one.topic for one in both.disagreements] == [one.topic for one in alone.disagreements]
    assert [one.because for one in both.not_comparable] == [
        one.because for one in alone.not_comparable
    ]


@LAWS
@given(text=texts)
def test_nothing_changes_from_a_report_to_itself(told: Callable[..., Any], text: str) -> None:
    same = difference([told(text, source="Red Post")], [told(text, source="Red Post")])
    assert same.changes == ()
    assert sum(count for _, count in same.unchanged) > 0


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_sample_report_changes_to_itself(path: Path, loaded: Callable[[Path], Any]) -> None:
    assert difference([loaded(path)], [loaded(path)]).changes == ()


@LAWS
@given(one=texts, other=texts)
def test_what_is_new_one_way_is_dropped_the_other_way(
    told: Callable[..., Any], one: str, other: str
) -> None:
    first, second = told(one, source="Red Post"), told(other, source="Blue Post")
    there, back = difference([first], [second]), difference([second], [first])

    def of(found: Any, change: str) -> list[tuple[str, str]]:
        return sorted((row.kind, row.topic) for row in found.changes if row.change == change)

    assert of(there, "new") == of(back, "dropped")
    assert of(there, "dropped") == of(back, "new")
    assert there.unchanged == back.unchanged


def test_a_report_of_another_language_is_compared_as_well(
    told: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "note.txt"
    file.write_text("Село Бердин. Бои.", encoding="utf-8")
    report = load_report(file)
    assert report.lang == "ru"
    reading, claims = told("Berdin.", source="Red Post")
    foreign = replace(reading, report=report, mentions=(), resolutions=(), events=(), statements=())
    found = compare([(foreign, ()), (reading, claims)])
    assert found.disagreements == ()
