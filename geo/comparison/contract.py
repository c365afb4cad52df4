"""Comparisons and differences as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from geo.comparison.account import Account
from geo.comparison.comparison import Comparison, origins_of, outlets_of
from geo.comparison.difference import Change, Difference
from geo.reading.report import Report

Json = dict[str, Any]
_DIGITS: Final = 4


def comparison_json(found: Comparison) -> Json:
    """Turn a comparison into one object.

    Its keys: `reports`, each with what it says; `agree`, `disagree`, `not_comparable`, each with
    its accounts; `quotes`; `shared`. An account is

    ```json
    {"report": "monday", "kind": "event", "index": 3, "start": 10, "end": 52, "text": "…",
     "said": "Russia “repelled” – Berdin", "outlet": "Sample Post",
     "chain": ["Russian Defense Ministry"], "origins": ["Russian Defense Ministry"],
     "standing": "claimed", "evidence": null, "verdict": null,
     "window": {"first": "2025-01-05", "last": "2025-01-05", "basis": "stated"}}
    ```

    where `index` counts the claims or the events of the output contract, offsets are `str` indices
    into the text of that report, and `window` is null where no day is known.

    Parameters
    ----------
    found
        The comparison.
    """
    ids = [report.id for report in found.reports]
    return {
        "reports": [
            {**_report(report), "says": _accounts(_of_report(found.accounts, number), ids)}
            for number, report in enumerate(found.reports)
        ],
        "agree": [
            {
                "topic": one.topic,
                "why": one.why,
                "of": one.of,
                "outlets": [outlet.name for outlet in one.outlets],
                "origins": [origin.name for origin in one.origins],
                "accounts": _accounts(one.accounts, ids),
            }
            for one in found.agreements
        ],
        "disagree": [
            {"topic": one.topic, "why": one.why, "sides": _sides(one.sides, ids)}
            for one in found.disagreements
        ],
        "not_comparable": [
            {"topic": one.topic, "because": one.because, "sides": _sides(one.sides, ids)}
            for one in found.not_comparable
        ],
        "quotes": [
            {
                "by": quote.by.name,
                "of": quote.of.name,
                "count": quote.count,
                "by_outlet": quote.outlet,
            }
            for quote in found.quotes
        ],
        "shared": [
            {
                "reports": [ids[number] for number in text.reports],
                "sentences": text.sentences,
                "shares": [round(share, _DIGITS) for share in text.shares],
            }
            for text in found.shared
        ],
    }


def difference_json(found: Difference) -> Json:
    """Turn a difference into one object.

    Its keys: `before` and `after`, the reports; `changes`, each
    `{"kind", "change", "topic", "before", "after", "accounts_before", "accounts_after"}` with
    `kind` one of `status`, `event`, `claim`, `tally`, `place`, `change` one of `new`, `changed`,
    `dropped`, and accounts as in `comparison_json`; `unchanged`, the number of things of each kind
    that both days say alike.

    Parameters
    ----------
    found
        The difference.
    """
    ids = [report.id for report in found.reports]
    return {
        "before": [_report(report) for report in found.before],
        "after": [_report(report) for report in found.after],
        "changes": [_change(change, ids) for change in found.changes],
        "unchanged": dict(found.unchanged),
    }


def account_json(account: Account, *, report: str) -> Json:
    """Turn an account into an object.

    Parameters
    ----------
    account
        The account.
    report
        The id of its report.
    """
    window = account.window
    return {
        "report": report,
        "kind": account.kind,
        "index": account.index,
        "start": account.start,
        "end": account.end,
        "text": account.text,
        "said": account.said,
        "outlet": account.outlet.name,
        "chain": [speaker.name for speaker in account.chain],
        "origins": [origin.name for origin in account.origins],
        "standing": account.standing,
        "evidence": account.evidence,
        "verdict": account.verdict,
        "window": window and {"first": window.first, "last": window.last, "basis": window.basis},
    }


def _change(change: Change, ids: Sequence[str]) -> Json:
    return {
        "kind": change.kind,
        "change": change.change,
        "topic": change.topic,
        "before": change.before,
        "after": change.after,
        "accounts_before": _accounts(change.accounts_before, ids),
        "accounts_after": _accounts(change.accounts_after, ids),
    }


def _report(report: Report) -> Json:
    return {
        "id": report.id,
        "title": report.title,
        "date": report.date,
        "source": report.source,
    }


def _of_report(accounts: Iterable[Account], number: int) -> list[Account]:
    return [account for account in accounts if account.report == number]


def _accounts(accounts: Iterable[Account], ids: Sequence[str]) -> list[Json]:
    return [account_json(account, report=ids[account.report]) for account in accounts]


def _sides(sides: Iterable[Sequence[Account]], ids: Sequence[str]) -> list[Json]:
    """The groups of accounts, each with its count of outlets and origins."""
    return [
        {
            "outlets": [outlet.name for outlet in outlets_of(side)],
            "origins": [origin.name for origin in origins_of(side)],
            "accounts": _accounts(side, ids),
        }
        for side in sides
    ]
