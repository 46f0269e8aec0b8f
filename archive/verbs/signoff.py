"""Say that somebody checked claims, or cleared them: `proposed` → `checked` → `cleared`.

Whose name it is must be said each time: an archive's name is a newsroom's, and a default would be a signature that
nobody gave. All claims are signed in one transaction; one that cannot be is left as it is, and the reason said. What a
state is, and when it falls back, stands in `model.signoff`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.errors import ArchiveError, NotFound, Refused, UsageError
from archive.model.claim import Citation
from archive.model.record import SIGNED
from archive.model.signoff import Signoff, by_one_person, holding, state_of
from archive.model.verdict import VERDICTS
from archive.store.reading import Reader
from archive.store.writing import Writer
from archive.verbs._opened import Opened
from archive.verbs._resolve import resolve
from archive.verbs._sources import checked_line

LONGEST = 1_000  # characters of a name or note


@dataclass(frozen=True, slots=True)
class Signed:
    """`signed` is what it was signed off as, `state` what the claim is now; `existing` when the same was said before.
    `one_person`: whoever cleared it is the only one who checked it."""

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
        return [_attempt(opened, writer, claim, state, name, note) for claim in claims]


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


def _attempt(opened: Opened, writer: Writer, claim: str, state: str, name: str, note: str) -> Signed | NotSigned:
    text = writer.claim(claim).text
    try:
        return _sign(opened, writer, claim, state, name, note)
    except Refused as error:
        return NotSigned(claim, text, error)


def _sign(opened: Opened, writer: Writer, claim: str, state: str, name: str, note: str) -> Signed:
    """Everything is checked before the record is appended. Raises Refused."""
    citations = _looked_at(writer, claim)
    before = writer.signoffs(claim)
    if state == "cleared" and state_of(before) == "proposed":
        raise Refused(
            f"claim {claim[:12]} is not checked, and only what is checked is cleared",
            hint=f"first: archive signoff {claim[:12]} --as checked --by NAME",
            code="not-checked",
        )
    if state == "checked" and not note:
        _refuse_warned(writer, claim, citations)
    known = _known(before, state, name, note)
    looked_at = tuple(one.id for one in citations)
    id = known or _append(opened, writer, {"claim": claim, "state": state, "name": name, "note": note}, looked_at)
    now = writer.signoffs(claim)
    text = writer.claim(claim).text
    return Signed(claim, text, state, name, note, id, looked_at, state_of(now), by_one_person(now), known != "")


def _known(before: Sequence[Signoff], state: str, name: str, note: str) -> str:
    """The id of the sign-off that says just that and holds, or nothing."""
    same = [one.id for one in holding(before) if (one.state, one.name) == (state, name) and note in ("", one.note)]
    return "".join(same[:1])


def _append(opened: Opened, writer: Writer, said: dict[str, str], citations: Sequence[str]) -> str:
    fields = {**{field: value for field, value in said.items() if value}, "citations": list(citations)}
    record = opened.store.seal("signoff/1", fields, at=opened.clock())
    writer.append(record)
    writer.flush()
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


def _refuse_warned(reader: Reader, claim: str, citations: Sequence[Citation]) -> None:
    """What is to be beware of must have been seen by whoever checks: the note says so."""
    changed = reader.words_changed(claim)
    for one in citations:
        found = [*one.warnings, *reader.record(one.version)[1].fields.get("incomplete", ())]
        found += [f"{changed[one.id][1]} in a newer edition"] if one.id in changed else []
        if found:
            raise Refused(
                f"citation {one.id[:12]} of claim {claim[:12]} has warnings: {', '.join(found)}",
                hint=f"look at it (archive show {one.token}), and say in a note why it stands: --note '…'",
                code="warned",
            )
