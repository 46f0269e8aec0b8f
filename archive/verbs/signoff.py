"""Say that somebody checked claims, or cleared them: `proposed` → `checked` → `cleared`.

Whose name it is must be said each time: an archive's name is a newsroom's, and a default would be a signature that
nobody gave. All claims are signed in one transaction; one that cannot be is left as it is, and the reason said. What a
state is, and when it falls back, stands in `model.signoff`.

That a newer edition has other words is a warning until somebody has looked at it (`review`), whatever was decided: when
the newer words were cited as well, whoever signs off sees them; when all was left as it is, somebody answers for that.
Either way it is told who looked, and a note is asked for no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import ArchiveError, NotFound, Refused, UsageError
from archive.model.carrying import Decision
from archive.model.claim import Citation
from archive.model.record import SIGNED
from archive.model.signoff import Signoff, by_one_person, holding, state_of
from archive.model.verdict import VERDICTS
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.verbs._decided import Recorded, recorded
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._sources import checked_line

LONGEST = 1_000  # characters of a name or note


@dataclass(frozen=True, slots=True)
class Signed:
    """`signed` is what it was signed off as, `state` what the claim is now; `existing` when the same was said before.
    `one_person`: whoever cleared it is the only one who checked it. `looked`: which of its citations have other words
    in a newer edition, and who has looked at that."""

    claim: str
    text: str
    signed: str
    name: str
    note: str
    signoff: str
    citations: tuple[str, ...]
    state: str
    one_person: bool
    existing: bool
    looked: tuple[Looked, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What was decided of a citation with other words in a newer edition (`outcome`, for people), when and by whom."""

    citation: str
    outcome: str
    decision: str
    at: str
    by: str


@dataclass(frozen=True, slots=True)
class NotSigned:
    """A claim that was not signed off, and why."""

    claim: str
    text: str
    error: ArchiveError


def signoff(
    opened: Opened, references: Sequence[str], *, state: str, name: str, note: str = ""
) -> list[Signed | NotSigned]:
    """Of claims, and of all living claims of stories, each once. Raises UsageError, NotFound, Ambiguous."""
    _check(state, name, note)
    with opened.store.writing() as writer:
        claims = list(dict.fromkeys(claim for reference in references for claim in _meant(writer, reference)))
        if not claims:
            raise NotFound("there are no claims to sign off", hint="name claims or a story: archive list claims")
        saying = _Saying(opened, writer, state, name, note)
        done = [_attempt(saying, claim) for claim in claims]
        writer.flush()
        return [one if isinstance(one, NotSigned) else _told(saying, one) for one in done]


def _check(state: str, name: str, note: str) -> None:
    if state not in SIGNED:
        raise UsageError(f"{state!r} is nothing to sign off as", hint=f"one of: {', '.join(SIGNED)}")
    checked_line("the name of who signs off", name)
    if note:
        checked_line("the note", note)
    if len(name) > LONGEST or len(note) > LONGEST:
        raise UsageError(f"a name and a note have at most {LONGEST:,} characters each")


def _meant(reader: Reader, reference: str) -> Iterator[str]:
    """A claim, or a story's claims but for those that were withdrawn."""
    thing = resolve(reader, reference)
    if thing.kind == "claim":
        yield thing.id
    elif thing.kind == "story":
        yield from (claim for claim in reader.story(thing.id) if not reader.retraction(claim))
    else:
        raise UsageError(f"{reference!r} is a {thing.kind}; claims and stories are signed off")


@dataclass(frozen=True, slots=True)
class _Saying:
    """What is said of each claim, and where it is written."""

    opened: Opened
    writer: Writer
    state: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class _Said:
    claim: str
    signoff: str
    citations: tuple[str, ...]
    existing: bool
    looked: tuple[Looked, ...]


def _attempt(saying: _Saying, claim: str) -> _Said | NotSigned:
    try:
        return _sign(saying, claim)
    except Refused as error:
        return NotSigned(claim, saying.writer.claim(claim).text, error)


def _sign(saying: _Saying, claim: str) -> _Said:
    """Everything is checked before the record is appended. Raises Refused."""
    writer, state, note = saying.writer, saying.state, saying.note
    citations = _looked_at(writer, claim)
    before = writer.signoffs(claim)
    if state == "cleared" and state_of(before) == "proposed":
        raise Refused(
            f"claim {claim[:12]} is not checked, and only what is checked is cleared",
            hint=f"first: archive signoff {claim[:12]} --as checked --by NAME",
            code="not-checked",
        )
    changed = recorded(writer, citations)
    if state == "checked" and not note:
        _refuse_warned(writer, citations, changed)
    looked_at = tuple(one.id for one in citations)
    known = _known(before, state, saying.name, note)
    looked = tuple(_looked(one, one.decision) for one in changed if one.decision)
    return _Said(claim, known or _append(saying, claim, looked_at), looked_at, known != "", looked)


def _looked(one: Recorded, seen: Decision) -> Looked:
    return Looked(one.citation, one.outcome, seen.decision, seen.at, seen.by)


def _told(saying: _Saying, said: _Said) -> Signed:
    """What was said, and what the claim is now."""
    now = saying.writer.signoffs(said.claim)
    return Signed(
        said.claim,
        saying.writer.claim(said.claim).text,
        saying.state,
        saying.name,
        saying.note,
        said.signoff,
        said.citations,
        state_of(now),
        by_one_person(now),
        said.existing,
        said.looked,
    )


def _known(before: Sequence[Signoff], state: str, name: str, note: str) -> str:
    """The id of the sign-off that says just that and holds, or nothing."""
    same = [one.id for one in holding(before) if (one.state, one.name) == (state, name) and note in ("", one.note)]
    return "".join(same[:1])


def _append(saying: _Saying, claim: str, citations: Sequence[str]) -> str:
    note = {"note": saying.note} if saying.note else {}
    fields = {"claim": claim, "state": saying.state, "name": saying.name, "citations": list(citations), **note}
    record = saying.opened.store.seal("signoff/1", fields, at=saying.opened.clock())
    saying.writer.append(record)
    return record.id


# What may be signed off ----------------------------------------------------------------------------------------


def _looked_at(reader: Reader, claim: str) -> list[Citation]:
    """The living citations of a claim that may be signed off. Raises Refused."""
    withdrawn, removal = reader.retraction(claim), reader.removal_of(claim)
    if withdrawn or removal:
        raise Refused(f"claim {claim[:12]} was {removal or f'retracted: {withdrawn}'}", code="retracted")
    for gone in reader.unchecked(claim):
        if not gone.retracted:
            raise Refused(
                f"citation {gone.citation[:12]} of claim {claim[:12]} is unchecked: {gone.removal}",
                hint=f"nobody can look at it: archive retract {gone.citation[:12]} --why '…'",
                code="unchecked",
            )
    living = [one for one in reader.citations(claim=claim) if not one.retracted]
    if not living:
        raise Refused(
            f"claim {claim[:12]} rests on nothing: no citation of it stands",
            hint=f"cite it first: archive cite TOKEN --to {claim[:12]}",
            code="no-citation",
        )
    for one in living:
        _refuse_bad(one)
    return living


def _refuse_bad(citation: Citation) -> None:
    """An imported citation may say of itself that its words are not the source's."""
    group, meaning = VERDICTS.get(citation.verdict, ("refused", "a verdict that is not known here"))
    if group not in ("fine", "look"):
        raise Refused(
            f"citation {citation.id[:12]} of claim {citation.claim[:12]} is {citation.verdict}: {meaning}",
            hint=f"withdraw it, or cite better words: archive retract {citation.id[:12]} --why '…'",
            code=citation.verdict if citation.verdict in VERDICTS else "refused",
        )


#: Where the newer words are to be seen; by whether only others hold them.
_LOOK = {False: "archive review, or ", True: "get the newer edition with archive add, or "}


def _refuse_warned(reader: Reader, citations: Sequence[Citation], changed: Sequence[Recorded]) -> None:
    """What is to be beware of must have been seen by whoever checks: the note says so."""
    for one in citations:
        found = [*one.warnings, *reader.record(one.version)[1].fields.get("incomplete", ())]
        waits = [other for other in changed if other.citation == one.id and not other.decision]
        if why := ", ".join(map(str, (*found, *waits))):
            look = _LOOK[any(other.asserted for other in waits)] if waits else ""
            raise Refused(
                f"citation {one.id[:12]} of claim {one.claim[:12]} has warnings: {why}",
                hint=f"look at it ({look}archive show {one.token}), and say in a note why it stands: --note '…'",
                code="warned",
            )
