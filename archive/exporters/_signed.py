"""Sign-offs, judged from nothing but records: what an export shows of them, and what `verify` makes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.exporters import of_kind
from archive.model.carrying import UNCHANGED, became, told
from archive.model.record import Record
from archive.model.signoff import Grounds, Signoff, by_one_person, judged, state_of
from archive.text.wording import day

STATES = {
    "proposed": "Proposed: no check of it stands.",
    "checked": "Checked, and not cleared.",
    "cleared": "Cleared.",
}
_ONE_PERSON = "Checked and cleared by the same person."


def signed_claims(records: Sequence[Record], received: Mapping[str, Record]) -> dict[str, tuple[Signoff, ...]]:
    """By claim, its sign-offs, each with why it does not hold. `records` stand in log order, their places there being
    their positions here; `received`: those that were imported, with the receipts."""
    why = {record.fields["target"]: record.fields["why"] for record in of_kind(records, "retraction/1")}
    living: dict[str, dict[str, int]] = {}
    signoffs: dict[str, list[Signoff]] = {}
    for position, record in enumerate(records):
        if record.kind == "citation/1" and record.id not in why:
            living.setdefault(record.fields["claim"], {})[record.id] = position
        elif record.kind == "signoff/1":
            one = _signoff(position, record, why.get(record.id, ""), received.get(record.id))
            signoffs.setdefault(one.claim, []).append(one)
    changed = _changed(records, received)
    return {
        claim: judged(some, Grounds(living.get(claim, {}), claim in why, changed)) for claim, some in signoffs.items()
    }


def _changed(records: Sequence[Record], received: Mapping[str, Record]) -> dict[str, tuple[int, str]]:
    """Citation → where it is recorded that a newer edition has not the same words, and what became of them; without
    what the exporting archive decided to leave as it is."""
    decided = (record for record in of_kind(records, "review/2") if record.id not in received)
    stays = {record.fields["carry"] for record in decided if record.fields["decision"] == "rejected"}
    carried = ((n, r.fields) for n, r in enumerate(records) if r.kind == "carry/2" and r.id not in stays)
    what = ((f["citation"], n, told(*became(f))) for n, f in carried)
    return {citation: (n, outcome) for citation, n, outcome in what if outcome not in UNCHANGED}


def _signoff(position: int, record: Record, retracted: str, receipt: Record | None) -> Signoff:
    f = record.fields
    about = f["claim"], f["state"], f["name"], f["at"], tuple(f["citations"]), f.get("note", "")
    asserted = f"{receipt.fields['origin']}, {receipt.fields['strength']}" if receipt else ""
    return Signoff(position, record.id, *about, retracted, asserted)


def said(signoffs: Sequence[Signoff]) -> list[str]:
    """Sentences for people: how far a claim is."""
    return [STATES[state_of(signoffs)], *([_ONE_PERSON] if by_one_person(signoffs) else [])]


def line(one: Signoff) -> str:
    """Who said so, when, and whether it holds."""
    whose = f" of the log {one.asserted.partition(',')[0]}" if one.asserted else ""
    lapsed = f", {one.lapsed}: it does not hold any more" if one.lapsed else ""
    foreign = " That is their word: it counts for nothing here." if one.asserted else ""
    note = f" Note: {one.note}" if one.note else ""
    return f"{one.state.capitalize()} by {one.name}{whose}, {day(one.at[:10])}{lapsed}.{foreign}{note}"
