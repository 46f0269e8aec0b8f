"""What bears on a statement, as a graph: the statement, documents and claims, relays, speakers, and copies."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.errors import UsageError
from archive.model.claim import Relation
from archive.text.graph_svg import graph_svg
from archive.text.graphs import Edge, Graph, Node, cut, dot, mermaid
from archive.verbs._beside import ClaimBeside, Evidence
from archive.verbs.evidence import Borne

LAYERS = ("asked about", "documents and claims", "through", "said by", "copies of one another")
STATEMENT, BESIDE, RELAYS, SPEAKERS, COPIES = range(5)
ORDER = ("differs", "repeats", "agrees", "bears")
QUOTED = 90  # code points of a sentence in its box


def evidence_graph(borne: Borne, suffix: str) -> bytes:
    """The drawing. Raises UsageError for a suffix that is none of `.svg`, `.dot`, `.mmd`."""
    graph = graph_of(borne)
    match suffix.lower():
        case ".svg":
            return graph_svg(graph, borne.statement)
        case ".dot" | ".gv":
            return dot(graph)
        case ".mmd" | ".mermaid":
            return mermaid(graph)
    raise UsageError(f"{suffix or 'a file without a suffix'} is no kind of drawing", hint="one of: .svg, .dot, .mmd")


@dataclass(slots=True)
class _Drawn:
    """Nodes by what they stand for, in the order in which they are met."""

    nodes: dict[tuple[str, str], Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], Edge] = field(default_factory=dict)

    def node(self, kind: str, key: str, layer: int, label: str, tag: str = "") -> str:
        if (kind, key) not in self.nodes:
            self.nodes[kind, key] = Node(f"n{len(self.nodes)}", kind, layer, label, tag)
        return self.nodes[kind, key].id

    def edge(self, from_: str, to: str, style: str, label: str = "") -> None:
        self.edges.setdefault((from_, to, style), Edge(from_, to, style, label))


def graph_of(borne: Borne) -> Graph:
    """The graph of what was found."""
    drawn = _Drawn()
    asked = drawn.node("statement", "", STATEMENT, borne.statement, f"claim {borne.claim[:12]}" if borne.claim else "")
    _claims(borne, drawn, asked)
    _documents(borne, drawn, asked)
    _copies(borne, drawn)
    if borne.speaker:
        source = next((one.source for one in borne.citations if one.stance == "supports"), 0)
        speaker = drawn.node("speaker", _key(borne.speaker, source), SPEAKERS, borne.speaker)
        drawn.edge(asked, speaker, "stated", "said by")
    return Graph(LAYERS, tuple(drawn.nodes.values()), tuple(drawn.edges.values()))


def _documents(borne: Borne, drawn: _Drawn, asked: str) -> None:
    """A box a document, with the mark of its sentence that says most; a line to whom it quotes."""
    cited = {one.document: one for one in borne.citations}
    hits: dict[str, list[Evidence]] = {document: [] for document in cited}
    for hit in borne.hits:
        hits.setdefault(hit.document, []).append(hit)
    best = {document: min(listed, key=_rank, default=None) for document, listed in hits.items()}
    for document in sorted(hits, key=lambda one: (one not in cited, *_rank(best[one]))):
        first = best[document]
        tags = (f"cited: {cited[document].stance}" if document in cited else "", _said(first))
        tag = "; ".join(filter(None, tags))
        label = _about(first) if first else f"{document}: “{cut(cited[document].exact, QUOTED)}”"
        node = drawn.node("document", document, BESIDE, label, tag)
        drawn.edge(asked, node, "stated" if document in cited else "proposed", tag)
        for hit in hits[document]:
            _speakers(hit, drawn, node)


def _rank(hit: Evidence | None) -> tuple[int, int]:
    """What says most comes first, what is of one source together."""
    return (ORDER.index(hit.mark), hit.source) if hit else (-1, 0)


def _said(hit: Evidence | ClaimBeside | None) -> str:
    """`differs: 1,200 soldiers / 800 soldiers`."""
    if hit is None:
        return ""
    said = [f"{d.here} / {d.there}" for d in hit.details if not d.same] or [d.there for d in hit.details]
    return f"{hit.mark}: {'; '.join(said)}" if said else hit.mark


def _about(hit: Evidence) -> str:
    where = ", ".join(part for part in (hit.publisher or hit.title, hit.published) if part)
    return f"{where}: “{cut(hit.text, QUOTED)}”"


def _speakers(hit: Evidence, drawn: _Drawn, node: str) -> None:
    if not hit.speaker:
        return
    for relay in reversed(hit.relays):
        through = drawn.node("relay", _key(relay, 0 if relay[:1].isupper() else hit.source), RELAYS, relay)
        drawn.edge(node, through, "found", "has it from")
        node = through
    drawn.edge(node, drawn.node("speaker", _key(hit.speaker, hit.source), SPEAKERS, hit.speaker), "found", "quotes")


def _key(name: str, source: int) -> str:
    """Speakers of one name are one box only where they are one source: `the minister` may be two."""
    return f"{source} {name.casefold()}"


def _claims(borne: Borne, drawn: _Drawn, asked: str) -> None:
    for one in borne.claims:
        label = f"{one.text} ({one.speaker})" if one.speaker else one.text
        stated = [
            _stated(relation, one.claim) for relation in one.relations if borne.claim == relation.other(one.claim)
        ]
        node = drawn.node("claim", one.claim, BESIDE, label, "; ".join([*stated, _said(one)]))
        if one.mark != "bears":
            drawn.edge(asked, node, "proposed", _said(one))
    ends = {one.claim: drawn.nodes["claim", one.claim].id for one in borne.claims} | {borne.claim: asked}
    for relation in borne.relations:
        drawn.edge(ends[relation.from_], ends[relation.to], "stated", f"{relation.type}, stated by {relation.by}")


def _stated(relation: Relation, claim: str) -> str:
    """`stated: contradicts it`."""
    return f"stated: {relation.type} it" if relation.from_ == claim else f"stated: it {relation.type} this"


def _copies(borne: Borne, drawn: _Drawn) -> None:
    """A box a provenance group of which two documents have a box or a copy."""
    for source in borne.sources:
        if source.kind != "copies" or len(source.documents) < 2:
            continue
        label = f"{source.name}: {len(source.documents)} documents in {', '.join(source.outlets)}"
        node = drawn.node("copies", str(source.number), COPIES, label, "one source")
        for document in source.documents:
            copied = drawn.node("document", document, BESIDE, document, "a copy")
            drawn.edge(copied, node, "found", "a copy in")
