"""What a person types into the search box → the query tree. Whoosh's default language, and one thing more (exact:).

    war monument            both words                    NOT binds closest, then AND, then OR, then
    "war monument"          next to one another           standing side by side, which means AND
    "war monument"~5        in this order, each at most 5 places after the one before
    war OR peace            either                        (…) groups
    monum*  m?nument        * any letters, ? one; a ? that ends a word is a question mark
    kursk~  kursk~2         one letter (two) more, less or other
    gate^2 dam              “gate” counts twice
    *                       everything
    publisher:tribune       a field; title:"two words"; title:(dam OR gate); tag:* (any); no letter-forms are tried
    published:2024-04       known to be in that month; published:[2024-04 TO 2024-08], {…} without the ends, [… TO ]
    exact:"He said: “No.”"  the very characters, whole words; white space is any white space

A query is never refused. What is not understood is searched as words, and a note says why: a single word, field or
date where only that one makes no sense, the whole text where brackets or quotation marks do not close.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.model.query import (
    And,
    Boost,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Not,
    Nothing,
    Or,
    Pattern,
    Phrase,
    Query,
    Range,
    Word,
)
from archive.text.periods import FORMS, after, before, period, short

DATES = frozenset({"published", "captured"})
FIELDS = DATES | frozenset(
    {"title", "author", "publisher", "url", "domain", "language", "tag", "type", "document", "version"}
    | {"speaker", "stance", "from", "to", "subject", "confidential", "role"}
)
STANCES = ("supports", "contradicts", "mentions")
LONGEST = 10_000
"""Characters of a query that are read."""
DEEPEST = 40
"""Parentheses within parentheses."""

OPERATORS = ("AND", "OR", "NOT")
_Q = '"“”„‟＂'
_FACTOR = r"(?:\^(?P<{}>\d{{1,3}}(?:\.\d{{1,3}})?)(?![^\s()]))?"
_TOKEN = re.compile(
    rf"(?:(?P<group>[A-Za-z]+):)?(?P<open>\()"
    rf"|(?P<close>\)){_FACTOR.format('times')}"
    rf"|exact:(?:\"(?P<straight>[^\"]*)\"|[“„](?P<curly>[^“”]*)[”“]){_FACTOR.format('exactly')}"
    rf"|(?P<ranged>[A-Za-z]+):(?P<range>[\[{{][^\[\]{{}}]{{0,200}}[\]}}])"
    rf"|(?:(?P<field>[A-Za-z]+):)?[{_Q}](?P<phrase>[^{_Q}]*)[{_Q}](?:~(?P<within>\d{{1,4}})(?!\w)|(?P<odd>~[^\s(){_Q}^]*))?"
    rf"{_FACTOR.format('factor')}"
    rf"|(?P<bare>[^\s(){_Q}]+)"
    rf"|(?P<quote>[{_Q}])",
    re.IGNORECASE,
)
_FIELD = re.compile(r"([A-Za-z]+):(?!//)(.*)", re.DOTALL)
_RANGE = re.compile(r"([\[{])\s*(\S*?)\s*\bTO\b\s*(\S*?)\s*([\]}])", re.IGNORECASE)
_BOOSTED = re.compile(r"(.+)\^(\d{1,3}(?:\.\d{1,3})?)", re.DOTALL)
_FUZZY = re.compile(r"(.+)~([12]?)", re.DOTALL)
_UNPLAIN = re.compile(rf"[\s(){_Q}*?~^]|^[\[{{/]")
_PLAIN = re.compile(rf"[^\s():{_Q}]+")


@dataclass(frozen=True, slots=True)
class _Token:
    """A parenthesis or an operator as `sign`, or else a word or phrase; `field` and `factor` as they were given."""

    sign: str = ""
    text: str = ""
    field: str = ""
    quoted: bool = False
    within: int = 1
    factor: float = 1.0
    odd: str = ""  # what stands behind a phrase and is no distance


class _NotUnderstoodError(Exception):
    """Why; becomes a note."""


def parse(text: str) -> tuple[Query, list[str]]:
    """The tree, and notes on what was not understood. Linear in the length of the text; never raises."""
    if len(text) > LONGEST:
        return _plain(text[:LONGEST], [f"only the first {LONGEST:,} characters were read, as plain words"])
    try:
        tokens = [_token(match) for match in _TOKEN.finditer(text)]
        parser = _Parser([token for token in tokens if token.sign or token.text or token.field])
        return parser.whole(), list(dict.fromkeys(parser.notes))
    except _NotUnderstoodError as why:
        return _plain(text, [f"{why}: searched as plain words"])


def _plain(text: str, notes: list[str]) -> tuple[Query, list[str]]:
    """All words of the text but the operators; these too when there is nothing else."""
    words = _PLAIN.findall(text)
    kept = [w for w in words if w not in OPERATORS] or words
    if not kept:
        return Nothing(), [*notes, "nothing to search for"]
    return _joined(And, [Word(w) for w in kept]), notes


def _token(match: re.Match[str]) -> _Token:
    if match["quote"]:
        raise _NotUnderstoodError("a quotation mark without its other half")
    if match["open"]:
        return _Token(sign="(", field=match["group"] or "")
    if match["close"]:
        return _Token(sign=")", factor=float(match["times"] or 1))
    if match["range"]:
        return _Token(field=match["ranged"], text=match["range"])
    exact = match["straight"] if match["curly"] is None else match["curly"]
    if exact is not None:
        return _Token(field="exact", text=exact, quoted=True, factor=float(match["exactly"] or 1))
    if match["phrase"] is not None:
        return _Token("", match["phrase"].strip(), match["field"] or "", True, *_suffixes(match), match["odd"] or "")
    return _bare(match["bare"])


def _suffixes(match: re.Match[str]) -> tuple[int, float]:
    return max(int(match["within"] or 1), 1), float(match["factor"] or 1)


def _bare(text: str) -> _Token:
    if text in OPERATORS:
        return _Token(sign=text)
    if text == "*:*":
        return _Token(text="*")
    factor = 1.0
    if boosted := _BOOSTED.fullmatch(text):
        text, factor = boosted[1], float(boosted[2])
    if (found := _FIELD.fullmatch(text)) and (found[2] or found[1].lower() in FIELDS):
        return _Token(field=found[1], text=found[2], factor=factor)
    return _Token(text=text, factor=factor)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    return kind(tuple(parts)) if len(parts) > 1 else parts[0]


def _boosted(query: Query, factor: float) -> Query:
    return query if factor == 1 else Boost(query, factor)


class _Parser:
    """One method a level, the loosest first; each takes the tokens that belong to it."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.notes: list[str] = []
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        if not self._tokens:
            self.notes.append("nothing to search for")
            return Nothing()
        query = self._beside("")
        if self._sign():
            raise _NotUnderstoodError("a closing parenthesis without an opening one")
        return query

    def _sign(self) -> str:
        """The operator or parenthesis that comes next; the empty string for words and at the end."""
        return self._tokens[self._at].sign if self._at < len(self._tokens) else ""

    def _beside(self, field: str) -> Query:
        parts = [self._either(field)]
        while self._at < len(self._tokens) and self._sign() != ")":
            parts.append(self._either(field))
        return _joined(And, parts)

    def _either(self, field: str) -> Query:
        parts = [self._both(field)]
        while self._took("OR"):
            parts.append(self._both(field))
        return _joined(Or, parts)

    def _both(self, field: str) -> Query:
        parts = [self._negated(field)]
        while self._took("AND"):
            parts.append(self._negated(field))
        return _joined(And, parts)

    def _negated(self, field: str) -> Query:
        nots = 0
        while self._took("NOT"):
            nots += 1
        query = self._one(field)
        return Not(query) if nots % 2 else query

    def _one(self, field: str) -> Query:
        if self._at == len(self._tokens):
            raise _NotUnderstoodError("nothing stands after the last operator")
        token = self._tokens[self._at]
        if token.sign not in ("", "("):
            raise _NotUnderstoodError(f"nothing to search for stands before “{token.sign}”")
        self._at += 1
        return self._group(token.field, field) if token.sign else _boosted(self._leaf(token, field), token.factor)

    def _group(self, named: str, field: str) -> Query:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _NotUnderstoodError(f"parentheses more than {DEEPEST} deep")
        known = named.lower() in FIELDS
        query = self._beside(named.lower() if known else field)
        if self._sign() != ")":
            raise _NotUnderstoodError("an opening parenthesis without a closing one")
        query = _boosted(query, self._tokens[self._at].factor)
        self._at += 1
        self._depth -= 1
        return query if known or not named else And((self._word(named, self._unknown(named)), query))

    def _took(self, sign: str) -> bool:
        taken = self._sign() == sign
        self._at += taken
        return taken

    # What one word or phrase means

    def _leaf(self, token: _Token, field: str) -> Query:
        name = token.field.lower()
        if token.odd:
            self.notes.append(f'“{token.odd[:40]}” is no distance, and was left out: write it as in "a b"~5')
        if name == "exact" and token.text:
            return Exact(token.text)
        if name and name not in FIELDS:
            shown = f"{token.field}:{token.text}"
            if not token.quoted or not token.text:
                return self._word(shown if token.text else token.field, self._unknown(token.field))
            return And((self._word(token.field, self._unknown(token.field)), _words(token)))
        if name or field:
            return self._field(name or field, token)
        if token.quoted and "*" in token.text:
            self.notes.append("* stands for nothing inside quotation marks")
        return _words(token) if token.quoted else self._open(token.text)

    def _unknown(self, name: str) -> str:
        return f"there is no field “{name[:40]}”"

    def _field(self, name: str, token: _Token) -> Query:
        value = token.text
        if not value:
            return self._word(name, f"nothing stands after “{name}:”")
        if value[0] in "[{" and not token.quoted:
            return self._range(name, value)
        if value == "*" and not token.quoted:
            return Field(name, value, True)
        if name in DATES:
            named = period(value)
            return Range(name, *named) if named else self._no_date(value)
        if name == "stance" and value.lower() not in STANCES:
            return self._word(value, f"“{value[:40]}” is no stance ({', '.join(STANCES)})")
        return Field(name, value, not token.quoted and name not in ("document", "version") and "*" in value)

    def _range(self, name: str, value: str) -> Query:
        found = _RANGE.fullmatch(value)
        if found is None or name not in DATES:
            why = "a range is written [2024-04 TO 2024-08]" if name in DATES else f"{name} has no ranges"
            return self._word(value, f"{why}; “{value[:40]}” was not understood")
        opening, low, high, closing = found.groups()
        since, until = period(low), period(high)
        for written, named in ((low, since), (high, until)):
            if written and named is None:
                return self._no_date(written)
        first = "" if since is None else since[0] if opening == "[" else after(since[1])
        last = "" if until is None else until[1] if closing == "]" else before(until[0])
        if first and last and first > last:
            return self._word(value, f"{name}: the range ends before it begins")
        return Range(name, first, last) if first or last else Field(name, "*", True)

    def _no_date(self, value: str) -> Query:
        return self._word(value, f"“{value[:40]}” is no date as in {FORMS}")

    def _word(self, text: str, why: str) -> Query:
        """What was not understood, as a word."""
        self.notes.append(f"{why}: searched as words")
        return Word(text)

    def _open(self, text: str) -> Query:
        """A word as it stands there, with what its signs mean."""
        if text[0] == "-" and text[1:2].isalpha():
            self.notes.append(f"“{text[:40]}” is searched as a word; to leave one out write NOT {text[1:41]}")
        if text == "or":
            self.notes.append("“or” is searched as a word; for either of two write OR")
        if text == "*":
            return Everything()
        if "~" in text and (loose := _FUZZY.fullmatch(text)) and loose[1].strip("*?~"):
            return Fuzzy(loose[1], int(loose[2] or 1))
        if "*" in text or "?" in text.rstrip("?"):
            return Pattern(text) if text.strip("*?") else Word(text)
        return Word(text)


def _words(token: _Token) -> Query:
    """Words in quotation marks."""
    words = tuple(token.text.split())
    return Phrase(words, token.within) if len(words) > 1 else Word(token.text)


def written(query: Query) -> str:
    """The inverse of `parse`: a query that is read as this tree."""
    match query:
        case And(parts):
            return " AND ".join(map(_grouped, parts))
        case Or(parts):
            return " OR ".join(map(_grouped, parts))
        case Not(part):
            return f"NOT {_grouped(part)}"
        case Boost(part, factor):
            return f"({written(part)})^{factor:g}"
    return _written_leaf(query)


def _grouped(query: Query) -> str:
    return f"({written(query)})" if isinstance(query, And | Or | Not | Boost) else written(query)


def _written_leaf(query: Query) -> str:
    match query:
        case Word(text) | Pattern(text):
            return text
        case Phrase(words, within):
            return f'"{" ".join(words)}"' + (f"~{within}" if within > 1 else "")
        case Fuzzy(text, edits):
            return f"{text}~{edits}"
        case Exact(text):
            return f'exact:"{text}"' if '"' not in text else f"exact:“{text}”"
        case Field(name, value, pattern):
            return f"{name}:{value}" if pattern or not _UNPLAIN.search(value) else f'{name}:"{value}"'
        case Range(name, first, last):
            return f"{name}:[{short(first)} TO {short(last)}]"
    return "*" if isinstance(query, Everything) else ""
