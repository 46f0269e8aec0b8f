"""Sign-offs, judged by what the claim rests on now (the rule stands in `model.signoff`)."""

from __future__ import annotations

from collections import Counter
from math import inf
from typing import Any

from sqlalchemy import Integer, Select, and_, func, select, type_coerce

from archive.model.carrying import UNCHANGED
from archive.model.signoff import Grounds, Signoff, judged, state_of
from archive.store import tables as t
from archive.store.removals import Removals

#: Where it was decided that a citation stays as it is; NULL where it was not.
_REJECTED = type_coerce(t.decided.c.position, Integer).label("rejected")
_RETRACTED = select(t.retractions.c.target)
_SIGNED = select(t.signoffs.c.claim).where(t.signoffs.c.claim.not_in(_RETRACTED)).distinct()


def _changed(claim: bytes) -> Select[Any]:
    """What became of a claim's citations in newer editions, and where it was decided that one stays as it is, in the
    order in which it was recorded."""
    of_it = and_(t.decided.c.carry == t.carried.c.id, t.decided.c.citation == t.carried.c.citation)
    return (
        select(t.carried.c.citation, t.carried.c.position, t.carried.c.outcome, _REJECTED)
        .join(t.citations, t.citations.c.id == t.carried.c.citation)
        .outerjoin(t.decided, and_(of_it, t.decided.c.decision == "rejected"))
        .where(t.citations.c.claim == claim)
        .order_by(t.carried.c.position)
    )


class Signed(Removals):
    """Questions about sign-offs."""

    def signoffs(self, claim: str) -> tuple[Signoff, ...]:
        """Of a claim, in the order of the log, each with why it does not hold any more."""
        raw = bytes.fromhex(claim)
        query = select(t.signoffs.c.position).where(t.signoffs.c.claim == raw).order_by(t.signoffs.c.position)
        positions = list(self._connection.execute(query).scalars())
        return judged(map(self._signoff, positions), self.grounds(claim)) if positions else ()

    def _signoff(self, position: int) -> Signoff:
        record = self.record_at(position)
        f = record.fields
        whose = str(self.received.by(position) or "")
        retracted = self._why_retracted(record.raw_id)
        about = f["claim"], f["state"], f["name"], f["at"], tuple(f["citations"]), f.get("note", "")
        return Signoff(position, record.id, *about, retracted, whose)

    def grounds(self, claim: str) -> Grounds:
        """What a claim rests on."""
        raw = bytes.fromhex(claim)
        living = select(t.citations.c.id, t.citations.c.position).where(
            t.citations.c.claim == raw, t.citations.c.id.not_in(_RETRACTED)
        )
        citations = {row.id.hex(): row.position for row in self._connection.execute(living)}
        return Grounds(citations, bool(self._why_retracted(raw)), self.words_changed(claim))

    def words_changed(self, claim: str, size: int | None = None) -> dict[str, tuple[int, str]]:
        """Citation → where it was recorded last (in the first `size` records) that a newer edition has not the same
        words, and what became of them; without what somebody here decided to leave as it is."""
        rows = self._connection.execute(_changed(bytes.fromhex(claim))).all()
        end = inf if size is None else size
        told = [row for row in rows if row.position < end and row.outcome not in UNCHANGED]
        return {row.citation.hex(): (row.position, row.outcome) for row in told if not self._stays(row.rejected, end)}

    def _stays(self, rejected: int | None, end: float) -> bool:
        """Whether a decision counts; that of another archive is its word."""
        return rejected is not None and rejected < end and rejected not in self.received

    def states(self) -> dict[str, int]:
        """State → how many claims, which are not withdrawn, are so far; those that nobody signed off left out."""
        signed = [claim.hex() for claim in self._connection.execute(_SIGNED).scalars()]
        return Counter(state_of(self.signoffs(claim)) for claim in signed)

    def living_claims(self) -> int:
        """How many claims are not withdrawn."""
        query = select(func.count()).select_from(t.claims).where(t.claims.c.id.not_in(_RETRACTED))
        return int(self._connection.execute(query).scalar_one())
