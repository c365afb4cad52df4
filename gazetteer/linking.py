"""Find the rows of a user's file that are one place, with each other or with a place that ships.

The rule: two rows of different sources are one place if they share a name (as listed, or romanised
from its Cyrillic), are of one kind and country and lie within `gazetteer.twins.reach_m`; if each is
the other's nearest of its source; and if neither has a second candidate there that is not clearly
farther. So two villages of one name in one source never become one, and no two rows are one that a
third source tells apart by their ids. Rows with the same published id are one, and so are regions
with one id. A settlement of the user's with an id of ours, such as `theatre:berdin`, is not one
with that row: it replaces it.
"""

from __future__ import annotations

import itertools
import math
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from gazetteer.measure import inverse
from gazetteer.spelling import ROMANISED
from gazetteer.twins import Row, reach_m

CLEARLY: Final = 2.0
"""A second candidate must be so many times as far as the first, and `MARGIN_M` more."""
MARGIN_M: Final = 500.0
_CERTAIN_M: Final = -MARGIN_M
"""Stands for the distance of rows with one id: nearer than any other can be."""
_METRES_A_DEGREE: Final = 110_500.0
_COLUMNS: Final = "p.n, p.id, p.kind, p.lon, p.lat, p.country, p.admin1, p.feature, p.population"
_SHIPPED: Final = 0
"""Rank of what ships: the source that leads."""
_TABLES: Final = """
DROP TABLE IF EXISTS temp.origin;
DROP TABLE IF EXISTS temp.pair;
DROP TABLE IF EXISTS temp.lead;
CREATE TEMP TABLE origin (first_n INTEGER PRIMARY KEY, rank INTEGER);
CREATE TEMP TABLE pair (
    a INTEGER, b INTEGER, rank_a INTEGER, rank_b INTEGER, distance_m REAL, PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE TEMP TABLE lead (
    n INTEGER PRIMARY KEY, leader INTEGER, rank INTEGER, first INTEGER, UNIQUE (leader, rank)
);
"""
_PUBLISHED: Final = "('geonames:', 'osm:', 'postal:')"
_AREAS: Final = "('region', 'country')"
_SHARED_INSIDE: Final = f"""
SELECT name.k AS k, {_COLUMNS} FROM
    (SELECT k FROM name WHERE fit >= {ROMANISED} GROUP BY k HAVING
        (SELECT max(first_n) FROM origin WHERE first_n <= min(n)) !=
        (SELECT max(first_n) FROM origin WHERE first_n <= max(n))) AS shared
    CROSS JOIN name ON name.k = shared.k CROSS JOIN place AS p ON p.n = name.n
WHERE name.fit >= {ROMANISED} ORDER BY name.k
"""
_SHARED_SHIPPED: Final = f"""
SELECT * FROM (
    SELECT ours.k AS k, {_COLUMNS} FROM shipped.key AS theirs CROSS JOIN main.key AS ours
        ON ours.key = theirs.key CROSS JOIN main.name AS name ON name.k = ours.k
        CROSS JOIN main.place AS p ON p.n = name.n WHERE name.fit >= {ROMANISED}
    UNION ALL
    SELECT ours.k AS k, -1 - p.n, {_COLUMNS.removeprefix("p.n, ")} FROM shipped.key AS theirs
        CROSS JOIN main.key AS ours ON ours.key = theirs.key
        CROSS JOIN shipped.name AS name ON name.k = theirs.k
        CROSS JOIN shipped.place AS p ON p.n = name.n WHERE name.fit >= {ROMANISED}
        AND NOT EXISTS (SELECT 1 FROM main.place AS own WHERE own.id = p.id
            AND substr(own.id, 1, instr(own.id, ':')) NOT IN {_PUBLISHED}
            AND own.kind NOT IN {_AREAS})
) ORDER BY k
"""
_SAME_ID: Final = """
SELECT one.n, other.n FROM place AS one JOIN place AS other ON one.id = other.id
WHERE one.n < other.n
"""
_SAME_SHIPPED_ID: Final = f"""
SELECT -1 - theirs.n, ours.n FROM shipped.place AS theirs CROSS JOIN main.place AS ours
ON ours.id = theirs.id
WHERE substr(ours.id, 1, instr(ours.id, ':')) IN {_PUBLISHED} OR ours.kind IN {_AREAS}
"""
_SAME: Final = f"""
CREATE TEMP TABLE same AS
    SELECT a AS n, rank_b AS rank, b AS other FROM pair WHERE distance_m = {_CERTAIN_M}
    UNION ALL SELECT b, rank_a, a FROM pair WHERE distance_m = {_CERTAIN_M};
CREATE INDEX temp.same_n ON same (n, rank);
DELETE FROM pair WHERE distance_m >= 0 AND EXISTS (
    SELECT 1 FROM same AS one JOIN same AS another
        ON another.n = pair.b AND another.rank = one.rank AND another.other != one.other
    WHERE one.n = pair.a
);
INSERT OR IGNORE INTO lead SELECT a, a, rank_a, a FROM pair
    WHERE distance_m = {_CERTAIN_M} AND a NOT IN
        (SELECT b FROM pair WHERE distance_m = {_CERTAIN_M});
INSERT OR IGNORE INTO lead SELECT b, a, rank_b, a FROM pair
    WHERE distance_m = {_CERTAIN_M} AND a IN (SELECT n FROM lead);
DROP TABLE temp.same
"""
_CHOSEN: Final = f"""
CREATE TEMP TABLE chosen AS SELECT a, rank_a, b FROM (
    SELECT *,
        row_number() OVER of_a AS place_a, lead(distance_m, 1, 1e9) OVER of_a AS next_a,
        row_number() OVER of_b AS place_b, lead(distance_m, 1, 1e9) OVER of_b AS next_b
    FROM pair WHERE rank_b = ?
    WINDOW of_a AS (PARTITION BY a, rank_b ORDER BY distance_m, b),
        of_b AS (PARTITION BY b, rank_a ORDER BY distance_m, a)
) WHERE place_a = 1 AND place_b = 1
    AND next_a >= {CLEARLY} * distance_m + {MARGIN_M}
    AND next_b >= {CLEARLY} * distance_m + {MARGIN_M} AND distance_m >= 0
ORDER BY distance_m, rank_a, a, b
"""


def link(connection: sqlite3.Connection) -> int:
    """Write down anew which rows of an open gazetteer file are one place.

    Parameters
    ----------
    connection
        A connection to the file, in a transaction, with what ships attached as `shipped`.

    Returns
    -------
    int
        Number of rows that add to one of another source, which leads their place.
    """
    _run(connection, _TABLES)
    ranks = _rank_sources(connection)
    _find_pairs(connection, ranks)
    _choose_leaders(connection, ranks)
    connection.execute("DELETE FROM twin")
    connection.execute(
        "INSERT INTO twin SELECT n, first_value(n) OVER (PARTITION BY leader ORDER BY rank), "
        "(SELECT id FROM shipped.place WHERE shipped.place.n = -1 - leader) "
        "FROM lead WHERE n >= 0 AND leader IN "
        "(SELECT leader FROM lead WHERE n >= 0 GROUP BY leader HAVING count(*) > 1 OR leader < 0)"
    )
    (linked,) = connection.execute(
        "SELECT count(*) FROM twin WHERE n != leader OR shipped IS NOT NULL"
    ).fetchone()
    return int(linked)


def _rank_sources(connection: sqlite3.Connection) -> dict[int, int]:
    """Order the sources, the most exact first; give the rank of each by its first row."""
    rows = connection.execute(
        "SELECT first_n FROM source WHERE rows > 0 ORDER BY "
        "(SELECT avg(precision_m) FROM place WHERE place.n >= source.first_n AND place.n < "
        "coalesce((SELECT min(s.first_n) FROM source AS s WHERE s.first_n > source.first_n), 1e18)"
        "), name"
    ).fetchall()
    firsts = [int(first_n) for (first_n,) in rows]
    if 0 not in firsts:
        firsts.append(0)  # rows of no source that the file names
    ranks = {first_n: rank for rank, first_n in enumerate(firsts, start=_SHIPPED + 1)}
    connection.executemany("INSERT INTO origin VALUES (?, ?)", ranks.items())
    return ranks


def _find_pairs(connection: sqlite3.Connection, ranks: dict[int, int]) -> None:
    """Fill the table of pairs that could be one place."""
    firsts = sorted(ranks)

    def rank_of(n: int) -> int:
        return _SHIPPED if n < 0 else ranks[firsts[bisect_right(firsts, n) - 1]]

    def keep(pairs: Iterable[tuple[int, int, float]]) -> None:
        ranked = ((sorted(((rank_of(a), a), (rank_of(b), b))), d) for a, b, d in pairs)
        connection.executemany(
            "INSERT OR IGNORE INTO pair VALUES (?, ?, ?, ?, ?)",
            (
                (a, b, rank_a, rank_b, distance_m)
                for ((rank_a, a), (rank_b, b)), distance_m in ranked
                if rank_a != rank_b
            ),
        )

    several = len(firsts) > 1
    for query in (*([_SAME_ID] if several else []), _SAME_SHIPPED_ID):
        keep((a, b, _CERTAIN_M) for a, b in connection.execute(query))
    for query in (*([_SHARED_INSIDE] if several else []), _SHARED_SHIPPED):
        for rows in _groups(connection.execute(query)):
            keep(near_pairs(rows, apart=lambda one, other: rank_of(one.n) != rank_of(other.n)))


def _groups(found: Iterable[tuple[Any, ...]]) -> Iterator[list[Row]]:
    """Gather rows by their key, each row once."""
    for _, group in groupby(found, key=lambda values: values[0]):
        yield list(dict.fromkeys(Row(*values[1:]) for values in group))


def near_pairs(
    rows: Sequence[Row], *, apart: Callable[[Row, Row], bool]
) -> Iterator[tuple[int, int, float]]:
    """Find the rows that lie near enough to each other to be one place.

    Parameters
    ----------
    rows
        Rows that share a name.
    apart
        Tells whether two rows are of different sources.

    Yields
    ------
    tuple
        Numbers of two rows, and the geodesic distance between them in metres.
    """
    ordered = sorted(rows, key=lambda row: (row.lat, row.lon))
    widest_m = max((reach_m(row, row._replace(id="")) for row in ordered), default=0.0)
    window_deg = widest_m / _METRES_A_DEGREE
    for i, one in enumerate(ordered):
        for other in itertools.islice(ordered, i + 1, None):
            if other.lat - one.lat > window_deg:
                break
            if one.id == other.id or not apart(one, other):
                continue
            reach = reach_m(one, other)
            if _too_far_east(one, other, reach):
                continue
            distance_m = inverse((one.lon, one.lat), (other.lon, other.lat)).distance_m
            if distance_m <= reach:
                yield one.n, other.n, distance_m


def _too_far_east(one: Row, other: Row, reach: float) -> bool:
    """Tell by longitudes alone that two rows of about one latitude are too far apart."""
    turn = abs(one.lon - other.lon)
    shrink = math.cos(math.radians(min(max(abs(one.lat), abs(other.lat)) + 0.5, 90.0)))
    return min(turn, 360.0 - turn) * shrink * _METRES_A_DEGREE > reach


def _choose_leaders(connection: sqlite3.Connection, ranks: dict[int, int]) -> None:
    """Say of every row that is in a pair which row leads its place.

    Rows with one id are together from the start; by a shared name they join others once, source
    after source.
    """
    _run(connection, _SAME)
    joined: set[int] = set()
    for rank in range(_SHIPPED + 1, len(ranks) + 1):
        connection.execute("DROP TABLE IF EXISTS temp.chosen")
        connection.execute(_CHOSEN.replace("?", str(rank)))
        for a, rank_a, b in connection.execute("SELECT a, rank_a, b FROM chosen ORDER BY rowid"):
            (to, _), (leader, first) = (
                _leader(connection, a, rank_a), _leader(connection, b, rank)
            )  # fmt: skip
            if first not in joined and _join(connection, leader, to=to):
                joined.add(first)


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in filter(str.strip, statements.split(";")):
        connection.execute(statement)


def _leader(connection: sqlite3.Connection, n: int, rank: int) -> tuple[int, int]:
    """Give the row that leads a row's place, and the first of those with its id."""
    connection.execute("INSERT OR IGNORE INTO lead VALUES (?1, ?1, ?2, ?1)", (n, rank))
    leader, first = connection.execute(
        "SELECT leader, first FROM lead WHERE n = ?", (n,)
    ).fetchone()
    return int(leader), int(first)


def _join(connection: sqlite3.Connection, leader: int, *, to: int) -> bool:
    """Make the rows of one place those of another, if no source has a row in both."""
    if leader == to:
        return False
    # What ships leads, and its rows have numbers below those of all others.
    first, last = sorted((leader, to))
    try:
        connection.execute("UPDATE lead SET leader = ? WHERE leader = ?", (first, last))
    except sqlite3.IntegrityError:
        return False
    return True
