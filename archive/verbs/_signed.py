"""What an export says of sign-offs: which of them go out, and which claims are not cleared.

Of each citation the last record of what became of it leaves, and none of those that speak of several citations. A
sign-off that fell back by a record that stays would look as if it held: it stays here, too, so that the bundle's
records lead to the state that the claim has.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from archive.exporters import of_kind
from archive.exporters._facts import received
from archive.exporters._signed import signed_claims
from archive.model.leaving import NotCleared
from archive.model.record import Record
from archive.model.signoff import fallen, state_of
from archive.store.reading import Reader

Found = list[tuple[int, Record]]  # records with their positions


def standing(reader: Reader, found: Found, size: int) -> tuple[Found, dict[str, str]]:
    """Without the sign-offs under which the source changed by a record that does not go out, as of the log's first
    `size` records, and without what is said of those; claim → why the last of them fell."""
    why: dict[str, str] = {}
    gone: set[str] = set()
    going = {position for position, _ in found}
    for position, record in found:
        changed = _changed(reader, position, record, size, going) if record.kind == "signoff/1" else ""
        if changed:
            gone.add(record.id)
            f = record.fields
            if position not in reader.received:
                why[f["claim"]] = f"{f['state']} by {f['name']} on {f['at'][:10]}, {changed}"
    kept = [(p, r) for p, r in found if r.id not in gone and r.fields.get("target") not in gone]
    return kept, why


def _changed(reader: Reader, signed: int, record: Record, size: int, going: Container[int]) -> str:
    changed = reader.words_changed(record.fields["claim"], size)
    for citation in record.fields["citations"]:
        position, outcome = changed.get(citation, (-1, ""))
        if position > signed and position not in going:
            return f"before the source of citation {citation[:12]} changed ({outcome})"
    return ""


def not_cleared(records: Sequence[Record], why: Mapping[str, str]) -> tuple[NotCleared, ...]:
    """The claims that nobody cleared, or whose clearance does not hold. `why`: of those that fell back by what is not
    among the records."""
    signed = signed_claims(records, received(of_kind(records, "receipt/1")))
    states = {claim.id: state_of(signed.get(claim.id, ())) for claim in of_kind(records, "claim/1")}
    return tuple(
        NotCleared(claim, state, why.get(claim) or fallen(signed.get(claim, ())))
        for claim, state in states.items()
        if state != "cleared"
    )
