"""Claims, citations and stories; with what it inherits, everything that can be asked inside one transaction."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Column, Select, and_, bindparam, case, func, or_, select, type_coerce

from archive.errors import IntegrityError, WasRemoved
from archive.model.carrying import Became as WhatBecame
from archive.model.carrying import Decision, Theirs, became, results, told
from archive.model.claim import Became, Citation, Claim, Relation, Translation
from archive.model.digest import Digest
from archive.model.proposal import Extraction
from archive.model.record import Fields, Record
from archive.model.signoff import STATES, state_of
from archive.model.span import Span
from archive.model.token import make_token
from archive.store import cells
from archive.store import tables as t
from archive.store.comparison import links_differ, rows_differ
from archive.store.signed import Signed

#: Why it was retracted, beside what it may be of; NULL where it was not.
_WHY = type_coerce(
    case((t.retractions.c.position.is_(None), None), else_=func.coalesce(t.retractions.c.why, "")),
    t.Words(optional=True),
).label("why")

_OF_CLAIMS = frozenset({"claim", "citation", "translation", "relation", "retraction", "story", "signoff"})


def _claims() -> Select[Any]:
    cited = select(func.count()).where(t.citations.c.claim == t.claims.c.id).scalar_subquery()
    gone = select(func.count(t.unchecked.c.citation.distinct())).where(t.unchecked.c.claim == t.claims.c.id)
    signed = select(func.count()).where(t.signoffs.c.claim == t.claims.c.id).scalar_subquery()
    counts = cited.label("citations"), gone.scalar_subquery().label("unchecked"), signed.label("signoffs")
    return select(t.claims, *counts, _WHY).outerjoin(t.retractions, t.retractions.c.target == t.claims.c.id)


class Reader(Signed):
    """All the questions: of the log, of documents, of claims."""

    def claim(self, id: str) -> Claim:
        row = self._connection.execute(_claims().where(t.claims.c.id == bytes.fromhex(id))).one()
        return self._claim(row, self.relations([id]))

    def claim_at(self, position: int) -> Claim:
        row = self._connection.execute(_claims().where(t.claims.c.position == position)).one()
        return self._claim(row, self.relations([row.id.hex()]))

    def claims(self, start: int = 0, limit: int = 1_000) -> list[Claim]:
        """Claims in the order in which they were made, from position `start` on."""
        query = _claims().where(t.claims.c.position >= start).order_by(t.claims.c.position).limit(limit)
        rows = self._connection.execute(query).all()
        related: dict[str, list[Relation]] = {row.id.hex(): [] for row in rows}
        for relation in self.relations(list(related)):
            for end in (relation.from_, relation.to):
                related.get(end, []).append(relation)
        return [self._claim(row, related[row.id.hex()]) for row in rows]

    def _claim(self, row: Any, relations: Sequence[Relation]) -> Claim:
        return Claim(
            row.position,
            row.id.hex(),
            row.text,
            row.source or "",
            tuple(f"{story}#{number}" for story, number in self._numbers(row.id)),
            row.citations,
            row.why or "",
            row.unchecked,
            self.asserted(row.position),
            tuple(relations),
            state_of(self.signoffs(row.id.hex())) if row.signoffs else STATES[0],
        )

    def asserted(self, position: int) -> str:
        """Whose word the record at this position is, when it was imported; empty for our own."""
        return str(self.received.by(position) or "")

    def _numbers(self, claim: bytes) -> list[tuple[str, int]]:
        """(story, number) of a claim: its place in the order in which claims came to the story. Numbers never move."""
        others = t.stories.alias("others")
        query = (
            select(t.stories.c.story, func.count())
            .join(others, and_(others.c.story == t.stories.c.story, others.c.position <= t.stories.c.position))
            .where(t.stories.c.claim == claim)
            .group_by(t.stories.c.story)
        )
        return [(story, number) for story, number in self._connection.execute(query)]

    def claim_ids(self, size: int | None = None) -> list[str]:
        """Ids of all claims, or of those among the first `size` records, in the order in which they were made."""
        query = select(t.claims.c.id).where(t.claims.c.position < _end(size))
        return [id.hex() for id in self._column(query.order_by(t.claims.c.position))]

    def claims_among(self, ids: Sequence[str], size: int) -> set[str]:
        """Those of these ids that are of claims among the first `size` records, and were not removed."""
        rows = self._rows(_CLAIMS, "values", [bytes.fromhex(id) for id in ids])
        return {row.id.hex() for row in rows if row.position < size}

    def claim_like(self, text: str, attribution: str | None) -> str | None:
        """The id of the claim with this natural key, unless retracted."""
        query = (
            select(t.claims.c.id)
            .outerjoin(t.retractions, t.retractions.c.target == t.claims.c.id)
            .where(
                t.claims.c.text == text,
                t.claims.c.attribution.is_not_distinct_from(attribution),
                t.retractions.c.position.is_(None),
            )
            .order_by(t.claims.c.position)
        )
        found: bytes | None = self._connection.execute(query).scalar()
        return found.hex() if found else None

    def citations(self, *, claim: str = "", version: str = "") -> list[Citation]:
        """Citations of a claim or of a version, in the order in which they were made."""
        query = select(t.citations, t.versions.c.document, t.records.c.data, _WHY)
        query = query.join(t.versions, t.versions.c.id == t.citations.c.version)
        query = query.join(t.records, t.records.c.position == t.citations.c.position)
        query = query.outerjoin(t.retractions, t.retractions.c.target == t.citations.c.id)
        if claim:
            query = query.where(t.citations.c.claim == bytes.fromhex(claim))
        if version:
            query = query.where(t.citations.c.version == bytes.fromhex(version))
        return [self._citation(row) for row in self._connection.execute(query.order_by(t.citations.c.position))]

    def citation(self, id: str) -> Citation:
        claim = select(t.citations.c.claim).where(t.citations.c.id == bytes.fromhex(id))
        found = self._connection.execute(claim).scalar_one_or_none()
        removal = None if found else self.removal_of(id)
        if found is None and removal is not None:
            raise WasRemoved(f"citation {id[:12]} is unchecked: {removal}", record=id)
        if found is None:
            raise IntegrityError(f"citation {id[:12]} is missing", hint=cells.REBUILD)
        return next(c for c in self.citations(claim=found.hex()) if c.id == id)

    def _citation(self, row: Any) -> Citation:
        span, exact = Span(row.start, row.end), self._parsed(row.data, row.id).fields["exact"]
        return Citation(
            row.position,
            row.id.hex(),
            row.claim.hex(),
            row.version.hex(),
            row.document,
            span,
            str(make_token(row.version.hex(), span, exact)),
            exact,
            row.stance,
            row.verdict,
            tuple((row.warnings or "").split()),
            row.why or "",
            self.asserted(row.position),
        )

    def translations(self, claim: str = "") -> list[Translation]:
        """What people translated of a claim's citations; of all, those that hold: nothing of it is retracted."""
        query = select(t.translations, t.citations.c.claim, _WHY)
        query = query.join(t.citations, t.citations.c.id == t.translations.c.citation)
        query = query.outerjoin(t.retractions, t.retractions.c.target == t.translations.c.id)
        if claim:
            query = query.where(t.citations.c.claim == bytes.fromhex(claim))
        else:
            retracted = select(t.retractions.c.target)
            ids = (t.translations.c.id, t.citations.c.id, t.citations.c.claim)
            query = query.where(*(id.not_in(retracted) for id in ids))
        return [
            Translation(
                row.id.hex(),
                row.citation.hex(),
                row.words,
                row.language,
                row.translator,
                row.why or "",
                self.asserted(row.position),
            )
            for row in self._connection.execute(query.order_by(t.translations.c.position)).all()
        ]

    def relations(self, claims: Collection[str]) -> list[Relation]:
        """What people say that these claims (ids) do to others, or others to them, retracted or not, in the order in
        which it was recorded. One between two of these claims is given once."""
        rows = self._rows(_RELATED, "values", [bytes.fromhex(claim) for claim in claims])
        return [self._relation(row) for row in sorted(set(rows), key=lambda row: row.position)]

    def _relation(self, row: Any) -> Relation:
        return Relation(
            row.position,
            row.id.hex(),
            row._mapping["from"].hex(),
            row.to.hex(),
            row.type,
            row.note or "",
            self._parsed(row.data, row.id).fields["by"],
            row.why or "",
            self.asserted(row.position),
        )

    def became(self, claim: str) -> list[Became]:
        """What became of a claim's citations in newer editions, in the order in which it was recorded; of each in one
        version, what was recorded last."""
        query = (
            select(t.carried.c.position, t.carried.c.citation, t.carried.c.version)
            .join(t.citations, t.citations.c.id == t.carried.c.citation)
            .where(t.citations.c.claim == bytes.fromhex(claim))
            .order_by(t.carried.c.position, t.carried.c.number)
        )
        last = {(row.citation.hex(), row.version): row.position for row in self._connection.execute(query).all()}
        cited = [citation for citation, _ in last]
        decided, theirs = self.decisions(cited), self.their_decisions(cited)
        found = [(position, citation) for (citation, _), position in last.items()]
        return [self._became(*one, decided.get(one[1], []), theirs.get(one[1], [])) for one in sorted(found)]

    def _became(
        self,
        position: int,
        citation: str,
        decisions: Sequence[Decision],
        theirs: Sequence[tuple[WhatBecame, Theirs]],
    ) -> Became:
        fields = self.record_at(position).fields
        result = next(one for one in results(fields) if one["citation"] == citation)
        token = self._token_at(fields["to"], result) if "start" in result else ""
        what = became(result)
        decided = [one.decision for one in decisions if one.became == what]
        others = tuple(one for other, one in theirs if other == what)
        whose = self.asserted(position)
        return Became(citation, told(*what), fields["to"], token, fields["at"], "".join(decided[-1:]), others, whose)

    def _token_at(self, version: str, result: Fields) -> str:
        """Of a place that is said to be in a version; empty where that is not here, or ends before."""
        here = self._connection.execute(select(t.versions.c.id).where(t.versions.c.id == bytes.fromhex(version)))
        text = self.text(self.version(version)) if here.first() else ""
        if result["end"] > len(text):
            return ""
        span = Span(result["start"], result["end"])
        return str(make_token(version, span, span.of(text)))

    def carryings(self, claims: Sequence[str]) -> list[int]:
        """Positions of the records that say what became of these claims' citations, and what was decided of that."""
        targets = [bytes.fromhex(claim) for claim in claims]
        rows = (row for query in (_CARRIED, _DECIDED_OF) for row in self._rows(query, "values", targets))
        return sorted({row.position for row in rows})

    def carried_last(self, citation: str, aligner: str) -> Record | None:
        """The last record that says what became of a citation, and of no other."""
        query = (
            select(t.carried.c.position)
            .join(t.records, t.records.c.position == t.carried.c.position)
            .where(t.carried.c.citation == bytes.fromhex(citation), t.carried.c.aligner == aligner)
            .where(t.records.c.kind == "carry/2")
            .order_by(t.carried.c.position.desc())
        )
        position = self._connection.execute(query.limit(1)).scalar()
        return None if position is None else self.record_at(position)

    def carried_elsewhere(self, citations: Sequence[str]) -> list[tuple[Record, str]]:
        """What each other archive said last of what became of these citations, where the newer version is not here;
        with whose word it is."""
        if not self.received.imports:
            return []
        rows = self._rows(_CARRIED_FROM, "values", [bytes.fromhex(citation) for citation in citations])
        came = sorted((row for row in rows if row.position in self.received), key=lambda row: row.position)
        last = {(row.citation, self.asserted(row.position)): row for row in came if self._is_from(row.position, row.of)}
        here = {row.id for row in self._rows(_VERSIONS_HERE, "values", list({row.version for row in last.values()}))}
        found = sorted(((row.position, whose) for (_, whose), row in last.items() if row.version not in here))
        return [(self.record_at(position), whose) for position, whose in found]

    def is_decided(self, carry: str) -> bool:
        """Whether somebody has decided of what a record says of a citation."""
        query = select(t.decided.c.position).where(t.decided.c.carry == bytes.fromhex(carry))
        return self._connection.execute(query).first() is not None

    def decisions(self, citations: Sequence[str]) -> dict[str, list[Decision]]:
        """What was decided here of these citations, each time that something else became of them, in order."""
        found: dict[str, list[Decision]] = {}
        for row, what in self._decided(citations):
            if row.position not in self.received:  # others looked at it, and nobody here
                citation, said = row.citation.hex(), self.record_at(row.position).fields
                instead = row.cited.hex() if row.cited and not self.retraction(row.cited.hex()) else ""
                decision = Decision(citation, what, row.decision, instead, said["at"], said["by"])
                found.setdefault(citation, []).append(decision)
        return found

    def their_decisions(self, citations: Sequence[str]) -> dict[str, list[tuple[WhatBecame, Theirs]]]:
        """What was decided of these citations in other archives, when what had become of them there."""
        found: dict[str, list[tuple[WhatBecame, Theirs]]] = {}
        for row, what in self._decided(citations) if self.received.imports else ():
            if asserted := self.asserted(row.position):
                said = self.record_at(row.position).fields
                theirs = Theirs(row.decision, said["at"], said["by"], asserted)
                found.setdefault(row.citation.hex(), []).append((what, theirs))
        return found

    def _decided(self, citations: Sequence[str]) -> Iterator[tuple[Any, WhatBecame]]:
        """The decisions of these citations, in order, each with what had become of its own."""
        rows = self._rows(_DECIDED, "values", [bytes.fromhex(id) for id in dict.fromkeys(citations)])
        for row in sorted(rows, key=lambda row: row.position):
            for one in results(self.record_at(row.carry_position).fields):
                if one["citation"] == row.citation.hex():
                    yield row, became(one)

    def imported_only(self) -> list[str]:
        """Documents with a living citation of which nothing was obtained here: others may know of newer editions."""
        if not self.received.imports:
            return []
        query = select(t.versions.c.document, t.captures.c.position).join(
            t.captures, t.captures.c.version == t.versions.c.id
        )
        own = {row.document for row in self._connection.execute(query) if row.position not in self.received}
        return sorted({document for _, document, _ in self.cited_contents()} - own)

    def living_citations(self, document: str) -> list[Citation]:
        """The citations of a document that are not retracted, nor their claims, in order."""
        held = [citation for version in self.versions(document) for citation in self.citations(version=version.id)]
        living = [one for one in held if not one.retracted and not self.retraction(one.claim)]
        return sorted(living, key=lambda citation: citation.position)

    def cited_contents(self) -> list[tuple[str, str, Digest]]:
        """(id, document, content of its edition) of each citation that is not retracted, nor its claim."""
        retracted = select(t.retractions.c.target)
        query = (
            select(t.citations.c.id, t.versions.c.document, t.versions.c.content)
            .join(t.versions, t.versions.c.id == t.citations.c.version)
            .where(t.citations.c.id.not_in(retracted), t.citations.c.claim.not_in(retracted))
        )
        return [(row.id.hex(), row.document, Digest(row.content.hex())) for row in self._connection.execute(query)]

    def carried_contents(
        self, aligner: str, citations: Collection[str] | None = None
    ) -> dict[tuple[str, Digest], tuple[int, str]]:
        """(citation, content of the edition) of all that was carried, or of these citations → (position of the record,
        outcome). An empty `aligner` is any, of which the last counts."""
        query = (
            select(t.carried.c.position, t.carried.c.citation, t.carried.c.outcome, t.versions.c.content)
            .join(t.versions, t.versions.c.id == t.carried.c.version)
            .order_by(t.carried.c.position)
        )
        query = query.where(t.carried.c.aligner == aligner) if aligner else query
        if citations is not None:
            query = query.where(t.carried.c.citation.in_([bytes.fromhex(citation) for citation in citations]))
        rows = self._connection.execute(query)
        return {(row.citation.hex(), Digest(row.content.hex())): (row.position, row.outcome) for row in rows}

    def carried(self, version: str, aligner: str) -> dict[str, str]:
        """Citation → what became of it in a version, as it was recorded."""
        query = select(t.carried.c.citation, t.carried.c.outcome).where(
            t.carried.c.version == bytes.fromhex(version), t.carried.c.aligner == aligner
        )
        return {row.citation.hex(): row.outcome for row in self._connection.execute(query)}

    def citation_like(self, claim: str, version: str, span: Span, stance: str) -> str | None:
        """The id of the citation with this natural key, retracted or not."""
        query = select(t.citations.c.id).where(
            t.citations.c.claim == bytes.fromhex(claim),
            t.citations.c.version == bytes.fromhex(version),
            t.citations.c.start == span.start,
            t.citations.c.end == span.end,
            t.citations.c.stance == stance,
        )
        found: bytes | None = self._connection.execute(query).scalar()
        return found.hex() if found else None

    def retraction(self, target: str) -> str:
        """Why a claim or citation was retracted, or the empty string."""
        query = select(t.retractions.c.why).where(t.retractions.c.target == bytes.fromhex(target))
        return self._connection.execute(query).scalar() or ""

    def stories(self) -> list[tuple[str, int]]:
        """(name, number of claims), in the order in which the stories were begun."""
        query = select(t.stories.c.story, func.count()).group_by(t.stories.c.story)
        return list(map(tuple, self._connection.execute(query.order_by(func.min(t.stories.c.position)))))

    def story(self, name: str, size: int | None = None) -> list[str]:
        """Ids of a story's claims (as it was told in the first `size` records), in order; claim number n stands at
        n - 1."""
        query = select(t.stories.c.claim).where(t.stories.c.story == name, t.stories.c.position < _end(size))
        return [claim.hex() for claim in self._column(query.order_by(t.stories.c.position))]

    def history(self, subject: tuple[str, str]) -> list[int]:
        """Positions of the records about a story or a claim (kind, id); of another record, its own."""
        kind, id = subject
        if kind not in ("story", "claim"):
            return [self.record(id)[0]]
        claims, stories = (self.story(id), [id]) if kind == "story" else ([id], None)
        about = [p for p, record in self.about(claims, stories) if record.name in _OF_CLAIMS]
        return sorted({*about, *self.carryings(claims), *self._relating(claims)})

    def _relating(self, claims: Sequence[str]) -> list[int]:
        """Positions of the relations of these claims, and of their retractions."""
        related = self.relations(claims)
        retracted = self._rows(_among(t.retractions.c.target), "values", [bytes.fromhex(one.id) for one in related])
        return [*(one.position for one in related), *(row.position for row in retracted)]

    def cited(self, document: str) -> list[int]:
        """Positions of the citations of a document, and of their retractions."""
        versions = [bytes.fromhex(version.id) for version in self.versions(document)]
        query = select(t.citations.c.position, t.citations.c.id).where(
            t.citations.c.version.in_(bindparam("values", expanding=True))
        )
        found = list(self._rows(query, "values", versions))
        retracted = self._rows(_among(t.retractions.c.target), "values", [row.id for row in found])
        return sorted({row.position for row in (*found, *retracted)})

    def detections(self, document: str) -> list[int]:
        """Positions of the detections of a document's language."""
        versions = [bytes.fromhex(version.id) for version in self.versions(document)]
        return sorted(row.position for row in self._rows(_among(t.detections.c.version), "values", versions))

    def acceptances(self, document: str) -> list[int]:
        """Positions of the acceptances of suspect captures of a document."""
        versions = [bytes.fromhex(version.id) for version in self.versions(document)]
        return sorted(row.position for row in self._rows(_ACCEPTANCES, "values", versions))

    def placed(self, document: str) -> list[int]:
        """For each path from which a document was added, the position of the first place."""
        query = select(func.min(t.places.c.position)).where(t.places.c.document == document).group_by(t.places.c.path)
        return sorted(self._column(query))

    def descriptions(self, document: str) -> list[int]:
        """Positions of all descriptions of a document."""
        return sorted(row.position for row in self._rows(_DESCRIPTIONS, "values", [document]))

    def extractions(self, version: str = "") -> list[Extraction]:
        """Our own runs of extractors over a version, or over all, in their order: an imported one came without what it
        proposed."""
        query = select(t.extractions).order_by(t.extractions.c.position)
        if version:
            query = query.where(t.extractions.c.version == bytes.fromhex(version))
        return [_extraction(row) for row in self._connection.execute(query) if row.position not in self.received]

    def reviews(self, extractions: Collection[str]) -> dict[str, dict[int, str]]:
        """Of these extractions: id → number of a proposal → what was decided."""
        found: dict[str, dict[int, str]] = {}
        query = select(t.reviews).where(t.reviews.c.extraction.in_(bindparam("values", expanding=True)))
        for row in self._rows(query, "values", [bytes.fromhex(id) for id in extractions]):
            found.setdefault(row.extraction.hex(), {})[row.n] = row.decision
        return found

    def about(
        self, claims: Sequence[str], stories: Collection[str] | None = None, size: int | None = None
    ) -> list[tuple[int, Record]]:
        """Every record that belongs to a bundle of these claims, in log order (never a place).

        Without a claim that was erased. With `size` only what stands in the first so many. Of `stories` only those are
        told that stand there, when it is given: a name may be a secret.
        """
        targets = [bytes.fromhex(claim) for claim in claims]
        cited = [row for row in self._rows(_CITED, "values", targets) if row.position < _end(size)]
        versions = list({row.version for row in cited})
        documents = list({row.document for row in self._rows(_DOCUMENT_OF, "values", versions)})
        translated = list(self._rows(_TRANSLATED, "values", [row.id for row in cited]))
        among = set(targets)
        related = [row for row in self._rows(_RELATED, "values", targets) if {row._mapping["from"], row.to} <= among]
        signed = list(self._rows(_SIGNOFFS, "values", targets))
        positions = {row.position for row in (*cited, *translated, *related, *signed)}
        positions |= self._carried_of({row.id: row.version for row in cited}, _end(size))
        for query, values in (
            (_among(t.claims.c.id), targets),
            (_among(t.stories.c.claim), targets),
            (_among(t.reviews.c.claim), targets),
            (_EXTRACTIONS, targets),
            (_among(t.retractions.c.target), targets + [row.id for row in (*cited, *translated, *related, *signed)]),
            (_among(t.versions.c.id), versions),
            (_among(t.sentences.c.version), versions),
            (_among(t.selections.c.version), versions),
            (_among(t.captures.c.version), versions),
            (_among(t.detections.c.version), versions),
            (_ACCEPTANCES, versions),
            (_DESCRIPTIONS, documents),
        ):
            positions.update(row.position for row in self._rows(query, "values", values))
        positions.update(self._receipts(positions))
        records = self._unless_erased([position for position in sorted(positions) if position < _end(size)])
        told = [r for r in records if stories is None or r[1].name != "story" or r[1].fields["story"] in stories]
        return told

    def _carried_of(self, cited: Mapping[bytes, bytes], end: int) -> set[int]:
        """Positions of the records that say what became of these citations (id → version) last, each of one alone, and
        what was decided of that."""
        rows = [row for row in self._rows(_CARRIED_ALONE, "values", list(cited)) if row.position < end]
        last = {row.citation: row for row in sorted(rows, key=lambda row: row.position)}
        fitting = [row for row in last.values() if self._is_from(row.position, cited[row.citation])]
        decided = self._rows(_DECIDED_BY_CARRY, "values", [row.id for row in fitting])
        known = (row.position for row in decided if row.citation in cited and (not row.cited or row.cited in cited))
        return {row.position for row in fitting} | set(known)

    def _is_from(self, position: int, version: bytes) -> bool:
        """Whether a carry record is of a citation of this version; what was imported may say anything."""
        return bool(self.record_at(position).fields["from"] == version.hex())

    def _unless_erased(self, positions: Sequence[int]) -> list[tuple[int, Record]]:
        """The records at these positions, which are in order. Raises IntegrityError for one that is not there, although
        no removal erased it."""
        entries = self.entries_at(positions)
        for position in set(positions).difference(position for position, _ in entries):
            with suppress(WasRemoved):
                self.record_at(position)
        return entries

    def removal_records(self) -> list[int]:
        """Positions of all removals, whatever the views say of them."""
        return self._column(select(t.records.c.position).where(t.records.c.kind == "removal/1"))

    def _receipts(self, positions: Collection[int]) -> set[int]:
        """Positions of the receipts, our own and those that came with an import, of any of these records."""
        held = sorted(positions)
        own = [one for one in self.received.imports if bisect_left(held, one.start) < bisect_left(held, one.receipt)]
        if not own:
            return set()
        ids = {self.ids(position, position + 1)[0] for position in held}
        came = [row.position for row in self._connection.execute(select(t.receipts.c.position))]
        came = [position for position in came if position in self.received]
        passed = {p for p in came if not ids.isdisjoint(self.record_at(p).fields["records"])}
        return {one.receipt for one in own} | passed

    def vouch(self, entries: Sequence[tuple[int, Record]]) -> None:
        """Raises IntegrityError unless the views, by which these records were chosen, are what the records say."""
        entries = [*entries, *self.entries_at(self.removal_records())]
        differing = links_differ(self._connection) or rows_differ(self._connection, entries)
        if differing:
            raise IntegrityError(f"a view is not what its record says: {differing}", hint=cells.REBUILD)

    def _column(self, query: Select[Any]) -> list[Any]:
        return list(self._connection.execute(query).scalars())


def _extraction(row: Any) -> Extraction:
    digest = Digest(row.output.hex())
    return Extraction(
        row.position, row.id.hex(), row.version.hex(), row.extractor, row.settings or "", row.count, digest
    )


def _end(size: int | None) -> int:
    """The position behind the first `size` records; behind all, for None."""
    return 2**62 if size is None else size


def _among(column: Column[Any]) -> Select[Any]:
    """Positions of the rows whose column holds one of `values`."""
    return select(column.table.c.position).where(column.in_(bindparam("values", expanding=True)))


_CLAIMS = select(t.claims.c.position, t.claims.c.id).where(t.claims.c.id.in_(bindparam("values", expanding=True)))
_CITED = select(t.citations.c.position, t.citations.c.id, t.citations.c.version).where(
    t.citations.c.claim.in_(bindparam("values", expanding=True))
)
_TRANSLATED = select(t.translations.c.position, t.translations.c.id).where(
    t.translations.c.citation.in_(bindparam("values", expanding=True))
)
_SIGNOFFS = select(t.signoffs.c.position, t.signoffs.c.id).where(
    t.signoffs.c.claim.in_(bindparam("values", expanding=True))
)
_RELATED = (
    select(t.relations, t.records.c.data, _WHY)
    .join(t.records, t.records.c.position == t.relations.c.position)
    .outerjoin(t.retractions, t.retractions.c.target == t.relations.c.id)
    .where(
        or_(
            t.relations.c["from"].in_(bindparam("values", expanding=True)),
            t.relations.c.to.in_(bindparam("values", expanding=True)),
        )
    )
)
_CARRIED = (
    select(t.carried.c.position)
    .join(t.citations, t.citations.c.id == t.carried.c.citation)
    .where(t.citations.c.claim.in_(bindparam("values", expanding=True)))
)
_DECIDED_OF = (
    select(t.decided.c.position)
    .join(t.citations, t.citations.c.id == t.decided.c.citation)
    .where(t.citations.c.claim.in_(bindparam("values", expanding=True)))
)
_DECIDED = (
    select(t.decided, t.carried.c.position.label("carry_position"))
    .join(t.carried, and_(t.carried.c.id == t.decided.c.carry, t.carried.c.citation == t.decided.c.citation))
    .where(t.decided.c.citation.in_(bindparam("values", expanding=True)))
)
_CARRIED_ALONE = (
    select(t.carried)
    .join(t.records, t.records.c.position == t.carried.c.position)
    .where(t.records.c.kind == "carry/2", t.carried.c.citation.in_(bindparam("values", expanding=True)))
)
_CARRIED_FROM = (
    select(t.carried, t.citations.c.version.label("of"))
    .join(t.records, t.records.c.position == t.carried.c.position)
    .join(t.citations, t.citations.c.id == t.carried.c.citation)
    .where(t.records.c.kind == "carry/2", t.carried.c.citation.in_(bindparam("values", expanding=True)))
)
_VERSIONS_HERE = select(t.versions.c.id).where(t.versions.c.id.in_(bindparam("values", expanding=True)))
_DECIDED_BY_CARRY = select(t.decided).where(t.decided.c.carry.in_(bindparam("values", expanding=True)))
_DOCUMENT_OF = select(t.versions.c.document).where(t.versions.c.id.in_(bindparam("values", expanding=True)))
_ACCEPTANCES = (
    select(t.acceptances.c.position)
    .join(t.captures, t.captures.c.id == t.acceptances.c.capture)
    .where(t.captures.c.version.in_(bindparam("values", expanding=True)))
)
_EXTRACTIONS = (
    select(t.extractions.c.position)
    .join(t.reviews, t.reviews.c.extraction == t.extractions.c.id)
    .where(t.reviews.c.claim.in_(bindparam("values", expanding=True)))
)
_DESCRIPTIONS = (
    select(t.statements.c.position)
    .where(t.statements.c.document.in_(bindparam("values", expanding=True)), t.statements.c.origin.is_(None))
    .distinct()
)
