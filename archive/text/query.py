"""What a person types into the search box → the query tree.

    war monument            both words                    NOT binds closest, then AND, then OR, then
    "war monument"          next to one another           standing side by side, which means AND: as in
    war OR peace            either                        Whoosh, whose language this is, reduced to this
    war AND NOT peace       (…) groups
    publisher:tribune       a field; title:"two words"

A query is never refused. One that cannot be understood is searched as plain words, and a note says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.model.query import And, Field, Not, Nothing, Or, Phrase, Query, Word

FIELDS = frozenset(
    {"title", "author", "publisher", "url", "domain", "language", "tag", "type", "published", "captured"}
    | {"document", "version", "speaker", "stance"}
)
LONGEST = 10_000
"""Characters of a query that are read."""
DEEPEST = 50
"""Parentheses within parentheses."""

OPERATORS = ("AND", "OR", "NOT")
_Q = '"“”„‟＂'
_TOKEN = re.compile(
    rf"(?P<paren>[()])"
    rf"|(?:(?P<field>[A-Za-z]+):)?[{_Q}](?P<phrase>[^{_Q}]*)[{_Q}]"
    rf"|(?P<bare>[^\s(){_Q}]+)"
    rf"|(?P<quote>[{_Q}])"
)
_FIELD = re.compile(r"([A-Za-z]+):(?!//)(.+)", re.DOTALL)
_PLAIN = re.compile(rf"[^\s():{_Q}]+")


@dataclass(frozen=True, slots=True)
class _Token:
    """A parenthesis or an operator as `sign`, or else what it means."""

    sign: str = ""
    query: Query | None = None


class _NotUnderstoodError(Exception):
    """Why; becomes a note."""


def parse(text: str) -> tuple[Query, list[str]]:
    """The tree, and notes on what was not understood. Linear in the length of the text; never raises."""
    notes = [] if len(text) <= LONGEST else [f"only the first {LONGEST:,} characters were read"]
    if notes:
        return _plain(text[:LONGEST], notes)
    try:
        tokens = _tokens(text)
        if not tokens:
            return Nothing(), ["nothing to search for"]
        parser = _Parser(tokens)
        query = parser.beside()
        if parser.sign():
            raise _NotUnderstoodError("a closing parenthesis without an opening one")
    except _NotUnderstoodError as why:
        return _plain(text, [f"{why}: searched as plain words"])
    return query, _wildcards(text)


def _plain(text: str, notes: list[str]) -> tuple[Query, list[str]]:
    """All words of the text but the operators; these too when there is nothing else."""
    words = _PLAIN.findall(text)
    kept = [w for w in words if w not in OPERATORS] or words
    if not kept:
        return Nothing(), [*notes, "nothing to search for"]
    return _joined(And, [Word(w) for w in kept]), notes


def _wildcards(text: str) -> list[str]:
    return ["* stands for nothing here: whole words are searched"] if "*" in text else []


def _tokens(text: str) -> list[_Token]:
    return [token for match in _TOKEN.finditer(text) for token in _token(match)]


def _token(match: re.Match[str]) -> list[_Token]:
    if match["quote"]:
        raise _NotUnderstoodError("a quotation mark without its other half")
    if match["paren"] or match["bare"] in OPERATORS:
        return [_Token(sign=match[0])]
    if match["phrase"] is not None:
        if match["field"]:
            return [_Token(query=_field(match["field"], match["phrase"].strip()))]
        words = tuple(match["phrase"].split())
        return [_Token(query=Phrase(words) if len(words) > 1 else Word(words[0]))] if words else []
    return [_Token(query=_bare(match["bare"]))]


def _bare(text: str) -> Query:
    if found := _FIELD.fullmatch(text):
        return _field(found[1], found[2])
    if text.endswith(":") and text[:-1].lower() in FIELDS:
        return _field(text[:-1], "")
    return Word(text)


def _field(name: str, value: str) -> Query:
    if name.lower() not in FIELDS:
        raise _NotUnderstoodError(f"there is no field “{name[:40]}”")
    if not value:
        raise _NotUnderstoodError(f"nothing stands after “{name}:”")
    return Field(name.lower(), value)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    return kind(tuple(parts)) if len(parts) > 1 else parts[0]


class _Parser:
    """One method a level, the loosest first; each takes the tokens that belong to it."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def sign(self) -> str:
        """The operator or parenthesis that comes next; the empty string for words and at the end."""
        return self._tokens[self._at].sign if self._at < len(self._tokens) else ""

    def beside(self) -> Query:
        parts = [self._either()]
        while self._at < len(self._tokens) and self.sign() != ")":
            parts.append(self._either())
        return _joined(And, parts)

    def _either(self) -> Query:
        parts = [self._both()]
        while self._took("OR"):
            parts.append(self._both())
        return _joined(Or, parts)

    def _both(self) -> Query:
        parts = [self._negated()]
        while self._took("AND"):
            parts.append(self._negated())
        return _joined(And, parts)

    def _negated(self) -> Query:
        nots = 0
        while self._took("NOT"):
            nots += 1
        query = self._one()
        return Not(query) if nots % 2 else query

    def _one(self) -> Query:
        if self._took("("):
            return self._group()
        if self._at == len(self._tokens):
            raise _NotUnderstoodError("nothing stands after the last operator")
        token = self._tokens[self._at]
        if token.query is None:
            raise _NotUnderstoodError(f"nothing to search for stands before “{token.sign}”")
        self._at += 1
        return token.query

    def _group(self) -> Query:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _NotUnderstoodError(f"parentheses more than {DEEPEST} deep")
        query = self.beside()
        if not self._took(")"):
            raise _NotUnderstoodError("an opening parenthesis without a closing one")
        self._depth -= 1
        return query

    def _took(self, sign: str) -> bool:
        taken = self.sign() == sign
        self._at += taken
        return taken
