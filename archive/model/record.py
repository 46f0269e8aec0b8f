"""Records: the facts. Canonical JSON (RFC 8785), identified by the SHA-256 of its bytes, never re-serialised.

Every record is an envelope — `kind`, `salt` (16 random bytes, hex: an erased record cannot be guessed back), `at` (UTC,
Z), `by` (the agent named at `init`), `with` (program and version) — and the fields of its kind. A new field is a new
kind version, a changed meaning a new name. A kind that is not in `KINDS` is kept, proven, exported and counted, but
never projected.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from operator import lt
from typing import Any

from archive.model import jcs
from archive.model.digest import HEX64

Fields = Mapping[str, Any]
Check = Callable[[Any], bool]

MAX_RECORD = 16 * 1024 * 1024  # bytes; a record is read whole
ENVELOPE = ("kind", "salt", "at", "by", "with")
GUESS = "guessed"  # so begins the origin of what a document does not state, such as a date found in its text
STANCES = ("supports", "contradicts", "mentions")
MODES = ("takedown", "erase", "undo")  # of a removal
STRENGTHS = ("intact", "signed", "witnessed")  # of what was verified
DECISIONS = ("accepted", "edited", "rejected")
SIGNED = ("checked", "cleared")  # by a sign-off
RELATIONS = ("supports", "contradicts", "repeats")  # what a claim does to another

_AT = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)Z", re.ASCII)
_WHEN = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60))?Z)?)?)?", re.ASCII
)
_TOO_LARGE = "a record of {} bytes is larger than {}"
_SALT = re.compile(r"[0-9a-f]{32}")
_KIND = re.compile(r"[a-z]+/[1-9][0-9]*")
_ORIGIN = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*")
_KEY = re.compile(rf"{_ORIGIN.pattern}\+[0-9a-f]{{8}}\+[A-Za-z0-9+/]{{44}}")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s\x00-\x20\x7f\ud800-\udfff]+", re.IGNORECASE)


def is_at(value: Any) -> bool:
    """A moment in UTC, to the second: `2026-03-01T12:00:00Z`."""
    return isinstance(value, str) and _AT.fullmatch(value) is not None


def is_when(value: Any) -> bool:
    """A moment or date with the precision it is known to: `2024`, `2024-04`, `2024-04-26`, `2024-04-26T09:00Z`."""
    if not isinstance(value, str) or _WHEN.fullmatch(value) is None or value.startswith("0000"):
        return False
    try:
        return len(value) < 10 or bool(date.fromisoformat(value[:10]))
    except ValueError:  # 30 February
        return False


def is_uri(value: Any) -> bool:
    """An absolute URI (RFC 3986, loosely: a scheme and no white space)."""
    return isinstance(value, str) and _URI.fullmatch(value) is not None


def _is_id(value: Any) -> bool:
    return isinstance(value, str) and HEX64.fullmatch(value) is not None


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("sha256:") and _is_id(value[7:])


def _is_text(value: Any) -> bool:
    """Not empty, and without NUL, which a database's text column would cut."""
    return isinstance(value, str) and value != "" and "\0" not in value


def _is_exact(value: Any) -> bool:
    """A document's own characters: any but none."""
    return isinstance(value, str) and value != ""


def _is_origin(value: Any) -> bool:
    """What a log is called: the name of a folder, and no path."""
    return isinstance(value, str) and _ORIGIN.fullmatch(value) is not None


def _is_key(value: Any) -> bool:
    """A verifier key, as far as its spelling shows."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _is_true(value: Any) -> bool:
    return value is True


def _is_object(value: Any) -> bool:
    return isinstance(value, Mapping)


def _is_stance(value: Any) -> bool:
    return value in STANCES


def _is_mode(value: Any) -> bool:
    return value in MODES


def _is_ids(value: Any) -> bool:
    """Ids of records, one at least."""
    return isinstance(value, list) and len(value) > 0 and all(map(_is_id, value))


def _is_unchecked(value: Any) -> bool:
    """A citation of what was removed: its id, its claim's, and the stance."""
    return (
        isinstance(value, Mapping)
        and set(value) == {"citation", "claim", "stance"}
        and _is_id(value["citation"])
        and _is_id(value["claim"])
        and _is_stance(value["stance"])
    )


def _is_strength(value: Any) -> bool:
    return value in STRENGTHS


def _is_decision(value: Any) -> bool:
    return value in DECISIONS


def _is_signed(value: Any) -> bool:
    return value in SIGNED


def _is_relation(value: Any) -> bool:
    return value in RELATIONS


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and len(value) > 0 and all(map(check, value))


def _is_statement(value: Any) -> bool:
    """What a description sets: field → text, or a list of texts."""
    texts = _list_of(_is_text)
    return isinstance(value, Mapping) and all(_is_text(k) and (_is_text(v) or texts(v)) for k, v in value.items())


def _is_stated(value: Any) -> bool:
    """What a document says of itself: field → {value, from}."""
    return isinstance(value, Mapping) and all(
        isinstance(entry, Mapping)
        and set(entry) == {"value", "from"}
        and _is_statement({field: entry["value"]})
        and _is_text(entry["from"])
        for field, entry in value.items()
    )


def _is_change(value: Any) -> bool:
    """`kind`, and the words before and after, as far as there are any."""
    return (
        isinstance(value, Mapping)
        and {"kind"} <= set(value) <= {"kind", "before", "after"}
        and _is_text(value["kind"])
        and all(_is_exact(value.get(name, "x")) for name in ("before", "after"))
    )


def _is_result(value: Any) -> bool:
    """What became of one citation: `outcome`, its new place where it has one, the changes."""
    places = ("start", "end")
    return (
        isinstance(value, Mapping)
        and {"citation", "outcome"} <= set(value) <= {"citation", "outcome", "changes", *places}
        and _is_id(value["citation"])
        and _is_text(value["outcome"])
        and all(_is_count(value[name]) for name in places if name in value)
        and ("start" in value) == ("end" in value)
        and value.get("start", 0) < value.get("end", 1)
        and ("changes" not in value or _list_of(_is_change)(value["changes"]))
    )


def _is_place(value: Any) -> bool:
    """`start` and `end` of a text, in code points."""
    return (
        isinstance(value, Mapping)
        and set(value) == {"start", "end"}
        and all(map(_is_count, value.values()))
        and bool(value["start"] < value["end"])
    )


@dataclass(frozen=True, slots=True)
class Kind:
    """The fields of one kind, each with the check that its value must pass."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check]

    def problem(self, fields: Fields) -> str:
        """What is wrong with `fields` (the envelope left out), or the empty string."""
        for name, check in self.required.items():
            if name not in fields:
                return f"{name} is missing"
            if not check(fields[name]):
                return f"{name} is not well formed"
        for name, value in fields.items():
            if name in self.required:
                continue
            check_or_none = self.optional.get(name)
            if check_or_none is None:
                return f"{name} does not belong here"
            if not check_or_none(value):
                return f"{name} is not well formed"
        return ""


_VERSION = Kind(
    {
        "document": is_uri,
        "content": _is_digest,
        "size": _is_count,  # bytes of the content
        "media_type": _is_text,
        "reader": _is_text,
        "text": _is_digest,
        "length": _is_count,  # code points of the text
    },
    {
        "encoding": _is_text,
        "incomplete": _list_of(_is_text),
        "unreadable": _is_text,
        "stated": _is_stated,
        "part_of": _is_object,
    },
)
VERSIONS = ("version/1", "version/2")

KINDS: Mapping[str, Kind] = {
    "version/1": _VERSION,
    "version/2": Kind({**_VERSION.required, "engine": _is_text}, _VERSION.optional),
    "sentences/1": Kind(
        {"version": _is_id, "splitter": _is_text, "count": _is_count, "spans": _is_digest, "root": _is_id}, {}
    ),
    "sentences/2": Kind(
        {
            "version": _is_id,
            "document": is_uri,
            "splitter": _is_text,
            "count": _is_count,
            "spans": _is_digest,  # of a blob that begins with a salt
            "root": _is_id,
        },
        {},
    ),
    "selection/1": Kind({"version": _is_id, "selector": _is_text, "spans": _is_digest}, {}),
    "capture/1": Kind(
        {"version": _is_id, "captured": is_when, "how": _is_text},
        {"url": is_uri, "redirects": _list_of(is_uri), "headers": _is_digest},
    ),
    "capture/2": Kind(
        {"version": _is_id, "captured": is_when, "how": _is_text},
        {
            "url": is_uri,
            "redirects": _list_of(is_uri),
            "headers": _is_digest,
            "live": _is_true,
            "last_seen": is_at,
            "classed": _list_of(_is_text),
            "suspect": _list_of(_is_text),
            "unkept": _is_count,
        },
    ),
    "capture/3": Kind(
        {"version": _is_id, "captured": is_when, "how": _is_text, "headers": _is_digest},  # of a blob with a salt
        {
            "url": is_uri,
            "redirects": _list_of(is_uri),
            "live": _is_true,
            "last_seen": is_at,
            "classed": _list_of(_is_text),
            "suspect": _list_of(_is_text),
            "unkept": _is_count,
        },
    ),
    "acceptance/1": Kind({"capture": _is_id}, {}),
    "place/1": Kind({"document": is_uri, "path": _is_text, "content": _is_digest}, {}),
    "detection/1": Kind({"version": _is_id, "detector": _is_text, "language": _is_text}, {}),
    "description/1": Kind({"document": is_uri}, {"set": _is_statement, "unset": _list_of(_is_text)}),
    "description/2": Kind(
        {"document": is_uri}, {"set": _is_statement, "unset": _list_of(_is_text), "captured": is_when}
    ),
    "claim/1": Kind(
        {"text": _is_text},
        {
            "language": _is_text,
            "attribution": _is_object,
            "hedges": _list_of(_is_object),
            "negated": _is_true,
            "dates": _list_of(_is_object),
            "proposal": _is_object,
        },
    ),
    "citation/1": Kind(
        {
            "claim": _is_id,
            "version": _is_id,
            "start": _is_count,  # code points
            "end": _is_count,
            "exact": _is_exact,
            "stance": _is_stance,
            "verdict": _is_text,
        },
        {"warnings": _list_of(_is_text)},
    ),
    "translation/1": Kind({"citation": _is_id, "words": _is_text, "language": _is_text, "translator": _is_text}, {}),
    "retraction/1": Kind({"target": _is_id, "why": _is_text}, {}),
    "story/1": Kind({"story": _is_text, "claim": _is_id}, {}),
    "relation/1": Kind({"from": _is_id, "to": _is_id, "type": _is_relation}, {"note": _is_text}),
    "carry/1": Kind({"from": _is_id, "to": _is_id, "aligner": _is_text, "results": _list_of(_is_result)}, {}),
    "carry/2": Kind(
        {
            "citation": _is_id,
            "from": _is_id,
            "to": _is_id,
            "captured": is_when,
            "aligner": _is_text,
            "outcome": _is_text,
        },
        {"place": _is_place, "changes": _list_of(_is_change)},
    ),
    "extraction/1": Kind(
        {"version": _is_id, "extractor": _is_text, "count": _is_count, "output": _is_digest},
        {"settings": _list_of(_is_text)},
    ),
    "extraction/2": Kind(
        {"version": _is_id, "extractor": _is_text, "count": _is_count, "output": _is_digest, "refused": _is_count},
        {"settings": _list_of(_is_text)},
    ),
    "review/1": Kind({"extraction": _is_id, "n": _is_count, "decision": _is_decision}, {"claim": _is_id}),
    "signoff/1": Kind(
        {"claim": _is_id, "state": _is_signed, "name": _is_text, "citations": _is_ids}, {"note": _is_text}
    ),
    "review/2": Kind({"carry": _is_id, "citation": _is_id, "decision": _is_decision}, {"cited": _is_id}),
    "key/1": Kind({"key": _is_text}, {"replaces": _is_text, "signature": _is_text}),
    "run/1": Kind({"run": _is_text, "versions": _is_ids}, {}),
    "removal/1": Kind(
        {"mode": _is_mode, "why": _is_text, "records": _is_ids},
        {"contents": _list_of(_is_digest), "blobs": _list_of(_is_digest), "citations": _list_of(_is_unchecked)},
    ),
    "receipt/1": Kind(
        {
            "origin": _is_text,
            "size": _is_count,  # records of that log
            "root": _is_id,
            "bundle": _is_id,
            "strength": _is_strength,
            "records": _is_ids,
        },
        {"key": _is_id, "stamped": is_at},
    ),
    "continuation/1": Kind({"origin": _is_origin, "size": _is_count, "root": _is_id, "key": _is_key}, {}),
}

#: Kinds that never leave the archive: a place holds a path of this machine, a run and a removal name other documents.
NEVER_EXPORTED = frozenset({"place", "run", "removal"})

#: Kinds that say something of the log they stand in, and would say it of another log where that took them over.
OF_ONE_LOG = frozenset({"place", "key", "continuation", "removal", "run"})


@dataclass(frozen=True, slots=True)
class Record:
    """One fact. `id` is 64 hex digits; `data` its canonical bytes; `fields` what they say, envelope included."""

    id: str
    data: bytes
    fields: Fields

    @property
    def kind(self) -> str:
        """Such as `citation/1`."""
        kind: str = self.fields["kind"]
        return kind

    @property
    def name(self) -> str:
        """The kind without its version, such as `citation`."""
        return self.kind.partition("/")[0]

    @property
    def raw_id(self) -> bytes:
        return bytes.fromhex(self.id)

    def __str__(self) -> str:
        return f"{self.name} {self.id[:12]}"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes, with what. `by` and `with_` are the same for all records of one opening of an archive."""

    by: str
    with_: str

    def seal(self, kind: str, fields: Fields, *, at: str, salt: str) -> Record:
        """The record of these fields. `salt` is 32 hex digits. Raises ValueError when the fields are not the kind's."""
        problem = KINDS[kind].problem(fields)
        if problem:
            raise ValueError(f"{kind}: {problem}")
        whole = {**fields, "kind": kind, "salt": salt, "at": at, "by": self.by, "with": self.with_}
        data = jcs.dumps(whole)
        if len(data) > MAX_RECORD:
            raise ValueError(_TOO_LARGE.format(len(data), MAX_RECORD))
        return Record(hashlib.sha256(data).hexdigest(), data, whole)


def parse(data: bytes) -> Record:
    """Inverse of `Record.data`: strict. Raises ValueError, saying what is wrong; unknown kinds pass."""
    return Record(hashlib.sha256(data).hexdigest(), data, by_rule(data))


def fields_of(data: bytes, kind: str) -> Fields:
    """As `parse(data).fields`, quicker when it is a record of that kind."""
    return by_template(data, kind) or by_rule(data)


def by_rule(data: bytes) -> Fields:
    """What a record says, envelope included: the definition."""
    if len(data) > MAX_RECORD:
        raise ValueError(_TOO_LARGE.format(len(data), MAX_RECORD))
    fields = jcs.loads(data)
    if not isinstance(fields, dict):
        raise ValueError("not an object")
    problem = _envelope_problem(fields)
    kind = None if problem else KINDS.get(fields["kind"])
    if kind is not None:
        problem = kind.problem({k: v for k, v in fields.items() if k not in ENVELOPE})
    if problem:
        raise ValueError(problem)
    return fields


def _envelope_problem(fields: Fields) -> str:
    for name in ENVELOPE:
        if not _is_text(fields.get(name)):
            return f"{name} is missing"
    if not _KIND.fullmatch(fields["kind"]):
        return "kind is not well formed"
    if not _SALT.fullmatch(fields["salt"]):
        return "salt is not well formed"
    if not is_at(fields["at"]):
        return "at is not well formed"
    return ""


# The fast way ------------------------------------------------------------------------------------------------
#
# Most records look alike, and `verify --full` reads them all. A template is put together of spellings, each of which
# matches nothing but canonical JSON of values that the field's check accepts; with the members in canonical order, what
# matches is a record by construction. That takes a third of the time. The rest is left to the rules: most escapes,
# lists and objects, 29 February.

_HEX = "[0-9a-f]{64}"
_TEXT = r'[^"\\\x00-\x1f]++'
_WORDS = r'(?!")[^"\\\x00-\x1f]*+(?:\\["\\bfnrt][^"\\\x00-\x1f]*+)*+'  # escapes too: sources quote and break lines
_NAME = r'"[ !#-\[\]-~]++"'
_SAYS = rf'(?:"{_WORDS}"|\["{_WORDS}"(?:,"{_WORDS}")*+\])'
_MONTH = "(?:0[1-9]|1[0-2])"
_DAY = f"(?:{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
_CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_PAIRS = json.JSONDecoder(object_pairs_hook=list)

#: Check → how strings that pass it are spelled, between quotation marks.
_STRINGS: Mapping[Check, str] = {
    _is_id: _HEX,
    _is_digest: f"sha256:{_HEX}",
    _is_text: _TEXT,
    _is_stance: "|".join(STANCES),
    _is_mode: "|".join(MODES),
    _is_strength: "|".join(STRENGTHS),
    _is_decision: "|".join(DECISIONS),
    _is_signed: "|".join(SIGNED),
    _is_relation: "|".join(RELATIONS),
    is_uri: r"[A-Za-z][A-Za-z0-9+.-]*+:[!#-\[\]-~]++",
    is_at: f"[1-9][0-9]{{3}}-{_DAY}T{_CLOCK}:[0-5][0-9]Z",
    is_when: f"[1-9][0-9]{{3}}(?:-{_MONTH}|-{_DAY}(?:T{_CLOCK}(?::[0-5][0-9])?Z)?)?",
}


def _unescaped(words: str) -> str:
    return str(json.loads(f'"{words}"')) if "\\" in words else words


def _source(words: str) -> Fields:
    return {"source": {"text": words}}


def _statement(written: str) -> Fields:
    pairs = _PAIRS.decode(written)
    names = [name for name, _ in pairs]
    if not all(map(lt, names, names[1:])):
        raise ValueError("not in canonical order")
    return dict(pairs)


#: Check → spelling of other values that pass it, and what makes the value of the spelling's one group.
_OTHERS: Mapping[Check, tuple[str, Callable[[str], Any]]] = {
    _is_count: ("(?P<_>0|[1-9][0-9]{0,14})", int),
    _is_exact: (f'"(?P<_>{_WORDS})"', _unescaped),
    _is_object: (rf'\{{"source":\{{"text":"(?P<_>{_TEXT})"\}}\}}', _source),  # who says it, when that is all
    _is_ids: (rf'(?P<_>\["{_HEX}"(?:,"{_HEX}")*+\])', json.loads),
    _is_statement: (rf"(?P<_>\{{{_NAME}:{_SAYS}(?:,{_NAME}:{_SAYS})*+\}})", _statement),
}


class _Template:
    """The records of one kind of which each member has a spelling."""

    def __init__(self, kind: str) -> None:
        fields = {"by": _is_text, "with": _is_text, "at": is_at, **KINDS[kind].required, **KINDS[kind].optional}
        spellings = {name: f'"(?P<{name}>{_STRINGS[check]})"' for name, check in fields.items() if check in _STRINGS}
        spellings |= {"kind": f'"(?P<kind>{kind})"', "salt": f'"(?P<salt>{_SALT.pattern})"'}
        others = {name: _OTHERS[check] for name, check in fields.items() if check in _OTHERS}
        spellings |= {name: spelling.replace("<_>", f"<{name}>") for name, (spelling, _) in others.items()}
        self.others = [(name, make) for name, (_, make) in others.items()]
        self.optional = [name for name in sorted(spellings) if name in KINDS[kind].optional]
        members = ""
        for name in sorted(spellings):
            member = f',"{name}":{spellings[name]}'
            members += f"(?:{member})?" if name in self.optional else member
        self.fullmatch = re.compile(rf"\{{{members[1:]}\}}").fullmatch

    def fields(self, data: bytes) -> Fields | None:
        """What the record says, or None when it is not one of these. Raises ValueError for some that are none."""
        match = self.fullmatch(data.decode())
        if match is None:
            return None
        fields: dict[str, Any] = match.groupdict()
        for name in self.optional:
            if fields[name] is None:
                del fields[name]
        for name, make in self.others:
            if name in fields:
                fields[name] = make(fields[name])
        return fields


_template = cache(_Template)  # compiled when first needed: it takes a millisecond


def _is_spelled(kind: str) -> bool:
    """Whether every field that the kind must have has a spelling."""
    return all(check in _STRINGS or check in _OTHERS for check in KINDS[kind].required.values())


def by_template(data: bytes, kind: str) -> Fields | None:
    """What `by_rule` says of this record, or None, which says nothing."""
    if kind not in KINDS or len(data) > MAX_RECORD or not _is_spelled(kind):
        return None
    try:
        return _template(kind).fields(data)
    except ValueError:
        return None
