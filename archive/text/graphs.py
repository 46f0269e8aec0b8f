"""A graph in layers, as DOT (Graphviz) and Mermaid write it; `graph_svg.py` draws it.

A layer is a column, from left to right. What people stated is drawn as a solid line, what the program proposes as a
dashed one, what it found in the texts (who is quoted, what is a copy) as a dotted one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.text import escape

LONGEST = 120  # code points of a label; more is cut


@dataclass(frozen=True, slots=True)
class Node:
    """`kind` is what it is (document, speaker …), `tag` what is to be said of it above its label."""

    id: str
    kind: str
    layer: int
    label: str
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Between two nodes, by their ids; `style` is stated, proposed or found."""

    from_: str
    to: str
    style: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """`layers` are the headings of the columns."""

    layers: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def cut(label: str, most: int = LONGEST) -> str:
    """The label on one line, cut."""
    whole = " ".join(label.split())
    return whole if len(whole) <= most else f"{whole[: most - 1].rstrip()}…"


_DOT_SHAPES = {"statement": "box", "document": "note", "claim": "box", "relay": "cds", "speaker": "ellipse"}
_DOT_LINES = {"stated": "solid", "proposed": "dashed", "found": "dotted"}


def dot(graph: Graph) -> bytes:
    """As Graphviz reads it."""
    lines = [
        "digraph evidence {",
        "  rankdir=LR;",
        '  node [fontname="sans-serif", fontsize=11];',
        "  edge [fontsize=10];",
    ]
    lines += [
        f"  {node.id} [shape={_DOT_SHAPES.get(node.kind, 'folder')}, label={_dot_label(node)}];" for node in graph.nodes
    ]
    lines += [f"  {e.from_} -> {e.to} [style={_DOT_LINES[e.style]}{_dot_edge(e)}];" for e in graph.edges]
    return "\n".join([*lines, "}", ""]).encode()


def _dot_label(node: Node) -> str:
    return '"' + r"\n".join(escape.dot(part) for part in _parts(node)) + '"'


def _dot_edge(edge: Edge) -> str:
    return f', label="{escape.dot(cut(edge.label))}"' if edge.label else ""


_MERMAID_SHAPES = {"statement": ("[[", "]]"), "speaker": ("([", "])"), "relay": ("[/", "/]"), "copies": ("[(", ")]")}
_MERMAID_LINES = {"stated": "==>", "proposed": "-.->", "found": "-->"}


def mermaid(graph: Graph) -> bytes:
    """As Mermaid reads it. It has no dotted lines beside dashed ones: what is found is thin, what is stated thick."""
    lines = ["flowchart LR"]
    for node in graph.nodes:
        opening, closing = _MERMAID_SHAPES.get(node.kind, ("[", "]"))
        lines.append(f'  {node.id}{opening}"{"<br/>".join(escape.mermaid(part) for part in _parts(node))}"{closing}')
    for edge in graph.edges:
        label = f'|"{escape.mermaid(cut(edge.label))}"|' if edge.label else ""
        lines.append(f"  {edge.from_} {_MERMAID_LINES[edge.style]}{label} {edge.to}")
    return "\n".join([*lines, ""]).encode()


def _parts(node: Node) -> Sequence[str]:
    return [cut(part) for part in (f"{node.kind}: {node.tag}" if node.tag else node.kind, node.label) if part]
