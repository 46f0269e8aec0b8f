"""The values of one field with what has them: what a search filters by, in plain SQL like everything that it asks.

A column is read whole: a filter is then a loop over distinct values in memory, whatever it compares, and the next one
in the same process costs no question at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from archive.model.passage import Granularity

Column = dict[str, list[int]]
"""Value → log positions of the versions (or claims) that have it."""

Execute = Callable[[str, tuple[Any, ...]], Iterable[Any]]

_FIELDS = {"author": "authors", "tag": "tags"}  # a field of a query → what a description calls it
_IN_DOUBT = """c.suspect IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captures AS other WHERE other.version = c.version
    AND (other.suspect IS NULL OR other.id IN (SELECT capture FROM acceptances)))"""
_SUSPECTS = f"SELECT v.position FROM captures AS c JOIN versions AS v ON v.id = c.version WHERE {_IN_DOUBT}"  # noqa: S608
BELIEVED = f"""NOT EXISTS (SELECT 1 FROM versions AS v JOIN captures AS c ON c.version = v.id
    WHERE v.position = statements.position AND {_IN_DOUBT})"""  # noqa: S608
"""What a version states, unless all its captures are suspect and none was accepted: for few statements. Where all of a
field are asked for, a list of those versions is quicker."""

_SAID = f"""SELECT document, position, origin, value FROM statements WHERE field = ? AND position NOT IN ({_SUSPECTS})
    ORDER BY document, origin IS NOT NULL, position DESC, number"""  # noqa: S608
_VERSIONS = "SELECT document, position FROM versions"
_CITED = """FROM citations JOIN claims ON claims.id = claim JOIN versions ON versions.id = version
    WHERE citations.id NOT IN (SELECT target FROM retractions) AND claims.id NOT IN (SELECT target FROM retractions)"""
_ROWS = {
    ("url", False): _VERSIONS,
    ("type", False): "SELECT media_type, position FROM versions",
    ("captured", False): "SELECT captured, versions.position FROM captures JOIN versions ON versions.id = version",
    ("speaker", False): f"SELECT DISTINCT source, versions.position {_CITED}",
    ("stance", False): f"SELECT DISTINCT stance, versions.position {_CITED}",
    ("speaker", True): "SELECT source, position FROM claims",
    ("stance", True): """SELECT DISTINCT stance, claims.position FROM claims JOIN citations ON claims.id = claim
        WHERE citations.id NOT IN (SELECT target FROM retractions)""",
}


def has(name: str, find: Granularity) -> bool:
    """Whether what is searched for has such a field."""
    return find != "claim" or (name, True) in _ROWS


def column(execute: Execute, name: str, find: Granularity) -> Column:
    """All values of a field as they are now; of what is said of a document, for all its versions."""
    query = _ROWS.get((name, find == "claim"))
    if query is not None:
        return _gathered((value, [position]) for value, position in execute(query, ()))
    positions = _gathered((document, [position]) for document, position in execute(_VERSIONS, ()))
    said = _said_now(execute(_SAID, (_FIELDS.get(name, name),)))
    return _gathered((value, positions[document]) for document, value in said if document in positions)


def _said_now(rows: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """(document, value) of those rows of a document that win: of the first record that comes."""
    winner: tuple[str, int, bool] | None = None
    for document, position, origin, value in rows:
        if winner is None or winner[0] != document:
            winner = (document, position, origin is None)
        if winner == (document, position, origin is None) and value is not None:
            yield document, value


def _gathered(pairs: Iterable[tuple[str | None, list[int]]]) -> Column:
    gathered: Column = {}
    for value, positions in pairs:
        if value is not None:
            gathered.setdefault(value, []).extend(positions)
    return gathered
