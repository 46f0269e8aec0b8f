"""Graphs as text and drawn: nothing that a label holds is more than a label."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.text.graph_svg import graph_svg
from archive.text.graphs import Edge, Graph, Node, dot, mermaid

HOSTILE = [
    '"]; evil [label="',
    "\\",
    '\\"',
    "</text><script>alert(1)</script>",
    "`**bold**`",
    "#quot;#35;&quot;",
    "a\nb --> c\nend",
    "\u202egnp.exe\x00\x0c\x1b[31m",
    "<img src=x onerror=alert(1)>",
    '|"x"| n0',
    "%%{init: {}}%%",
]
LAYERS = ("one", "two", "three")


def made(*labels: str) -> Graph:
    nodes = [Node(f"n{n}", "document", n % 3, label, label) for n, label in enumerate(labels)]
    edges = [Edge("n0", node.id, "proposed", node.label) for node in nodes[1:]]
    return Graph(LAYERS, tuple(nodes), tuple(edges))


def outside_of_strings(written: str) -> str:
    return re.sub(r'"(?:[^"\\]|\\.)*"', '""', written)


def test_dot_keeps_labels_in_their_strings():
    plain, hostile = (outside_of_strings(dot(made(*labels)).decode()) for labels in (["x"] * 11, HOSTILE))
    assert hostile == plain


def test_mermaid_keeps_labels_in_their_strings():
    plain, hostile = (re.sub(r'"[^"\n]*"', '""', mermaid(made(*ls)).decode()) for ls in (["x"] * 11, HOSTILE))
    assert hostile == plain
    labels = re.findall(r'"([^"\n]*)"', mermaid(made(*HOSTILE)).decode())
    assert all(not re.search(r"[`&\\]|<(?!br/>)|#(?!\d+;)", label) for label in labels)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_any_label_is_drawn_and_is_only_text(labels):
    root = ET.fromstring(graph_svg(made(*labels), labels[0]))  # noqa: S314 - our own
    assert {one.tag.partition("}")[2] for one in root.iter()} <= {"svg", "title", "rect", "text", "g", "path", "line"}
    plain = made(*["x"] * len(labels))
    for write in (dot, mermaid):
        assert write(made(*labels)).count(b"\n") == write(plain).count(b"\n")


def test_no_two_boxes_of_a_column_cover_one_another():
    graph = made(*(f"a label of some length, number {n}, that goes on for a while" for n in range(40)))
    columns: dict[str, list[tuple[float, float]]] = {}
    drawn = ET.fromstring(graph_svg(graph, "t"))  # noqa: S314 - our own
    for box in drawn.iter("{http://www.w3.org/2000/svg}rect"):
        if "rx" in box.attrib:
            columns.setdefault(box.attrib["x"], []).append((float(box.attrib["y"]), float(box.attrib["height"])))
    assert sum(map(len, columns.values())) == 40
    for boxes in columns.values():
        boxes.sort()
        assert all(y + high <= below for (y, high), (below, _) in pairwise(boxes))
