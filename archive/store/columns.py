"""The values of one field with what has them: what a search filters by, in plain SQL like everything that it asks.

A column is read whole: a filter is then a loop over distinct values in memory, whatever it compares, and the next one
in the same process costs no question at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from archive.model.newest import Dated, newest
from archive.model.passage import Granularity

Column = dict[str, list[int]]
"""Value → log positions of the versions (or claims) that have it."""

Execute = Callable[[str, tuple[Any, ...]], Iterable[Any]]

_FIELDS = {"author": "authors", "tag": "tags"}  # a field of a query → what a description calls it
IN_DOUBT = """c.suspect IS NOT NULL AND NOT EXISTS (SELECT 1 FROM captures AS other WHERE other.version = c.version
    AND (other.suspect IS NULL OR other.id IN (SELECT capture FROM acceptances)))"""
_SUSPECTS = f"SELECT v.position FROM captures AS c JOIN versions AS v ON v.id = c.version WHERE {IN_DOUBT}"  # noqa: S608
BELIEVED = f"""(origin IS NULL OR NOT EXISTS (SELECT 1 FROM versions AS v JOIN captures AS c ON c.version = v.id
    WHERE v.position = statements.position AND {IN_DOUBT}))"""  # noqa: S608
"""What a description says, or a version states, unless all captures of that are suspect and none was accepted: for few
statements. Where all of a field are asked for, a list of those versions is quicker."""

_SAID = f"""SELECT document, position, origin, value, captured, at FROM statements WHERE field = ?
    AND position NOT IN ({_SUSPECTS}) ORDER BY document, origin IS NOT NULL, position DESC, number"""  # noqa: S608
_DETECTED = """SELECT v.document, v.position, d.language FROM detections AS d JOIN versions AS v ON v.id = d.version"""
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


def column(execute: Execute, name: str, find: Granularity, older: Callable[[], frozenset[int]]) -> Column:
    """All values of a field as they are now; of what is said of a document, for all its versions.

    `older` gives the versions that are not their document's newest.
    """
    query = _ROWS.get((name, find == "claim"))
    if query is not None:
        return _gathered((value, [position]) for value, position in execute(query, ()))
    positions = _gathered((document, [position]) for document, position in execute(_VERSIONS, ()))
    said = list(_said_now(execute(_SAID, (_FIELDS.get(name, name),)), older))
    detected = _detected(execute, {document for document, _ in said}) if name == "language" else ()
    return _gathered(
        chain(((value, positions[document]) for document, value in said if document in positions), detected)
    )


def _said_now(rows: Iterable[Any], older: Callable[[], frozenset[int]]) -> Iterator[tuple[str, str | None]]:
    """(document, value) of those rows of a document that hold: of the description that the rule puts last, else of its
    newest version. The value is None where that unsets the field. The rows of one document stand together.
    """
    outdated: frozenset[int] | None = None
    for document, described in groupby(rows, key=itemgetter(0)):
        held = list(described)
        if held[0][2] is not None:  # nobody described it
            outdated = older() if outdated is None else outdated
            held = [row for row in held if row[1] not in outdated]
        elif held[0][1] != held[-1][1]:  # several records; mostly there is one
            winner = newest(Dated(p, captured or at, at) for _, p, origin, _, captured, at in held if origin is None)
            held = [row for row in held if winner and row[1] == winner.position]
        yield from ((document, row[3]) for row in held)


def _detected(execute: Execute, said: set[str]) -> Iterator[tuple[str, list[int]]]:
    """(language, versions) of the documents of which nobody says the language."""
    for document, position, language in execute(_DETECTED, ()):
        if document not in said:
            yield language, [position]


def _gathered(pairs: Iterable[tuple[str | None, list[int]]]) -> Column:
    gathered: Column = {}
    for value, positions in pairs:
        if value is not None:
            gathered.setdefault(value, []).extend(positions)
    return gathered
