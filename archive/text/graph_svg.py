"""A graph in layers, drawn: a column a layer, a box a node, and curves between them. No script; every value escaped.

The first two columns keep the order of their nodes; the rows of the others stand as their neighbours do (barycentres),
which leaves few crossings. A line that passes a column has a bend of its own there, between the boxes. A tag stands in
its box, not on the line: labels on lines cover one another where there are many.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.text.graphs import Edge, Graph, Node, cut
from archive.text.markup import NOTHING, Html, join, tag, text, words

WIDE, GAP, ROW = 236, 84, 16  # pixels: of a box, between columns, between rows
LINE, PAD, TOP, SIDE = 15, 9, 96, 24
BOW = 46
CHARACTERS, LINES = 35, 3  # of a label in its box
BEND = "bend"  # the kind of a node that only keeps a place free for a line
_LOOK: Mapping[str, tuple[str, str]] = {
    "statement": ("#1a1a1a", "#f4f1e6"),
    "claim": ("#0b4a8f", "#eef4fb"),
    "document": ("#555", "#fff"),
    "relay": ("#8a6d00", "#fff8e0"),
    "speaker": ("#1d6b35", "#eef7f0"),
    "copies": ("#a11", "#fdf1f1"),
}
_LINES = {"stated": ("#1a1a1a", "2.4", ""), "proposed": ("#1a1a1a", "1.4", "7 4"), "found": ("#777", "1.2", "2 3")}
_SAYS = {"stated": "stated or cited by people", "proposed": "proposed by its words", "found": "found in the texts"}


@dataclass(frozen=True, slots=True)
class _Box:
    node: Node
    tag: tuple[str, ...]
    lines: tuple[str, ...]
    x: float = 0
    y: float = 0

    @property
    def high(self) -> int:
        if self.node.kind == BEND:
            return 6
        return 2 * PAD + LINE * (1 + len(self.tag) + len(self.lines))

    @property
    def middle(self) -> float:
        return self.y + self.high / 2


def graph_svg(graph: Graph, title: str) -> bytes:
    """An SVG of its own; what is cut in a box is whole in its tooltip."""
    graph = _bent(graph)
    columns = _ordered(graph)
    boxes = {box.node.id: box for box in _placed(columns)}
    wide = 2 * SIDE + len(columns) * WIDE + (len(columns) - 1) * GAP
    high = max((box.y + box.high for box in boxes.values()), default=TOP) + SIDE
    drawing = tag(
        "svg",
        words("title", cut(title)),
        tag("rect", width=str(wide), height=_px(high), fill="#fff"),
        _words(SIDE, 30, cut(title, max(30, wide // 8)), size="16", weight="bold"),
        *_legend(),
        *(
            _words(SIDE + n * (WIDE + GAP), TOP - 12, heading, size="12", fill="#555")
            for n, heading in _headings(graph)
        ),
        *(_edge(edge, boxes) for edge in graph.edges),
        *(_box(box) for box in boxes.values()),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {wide} {_px(high)}",
        width=str(wide),
        height=_px(high),
        font_family="system-ui, 'Segoe UI', Arial, 'Noto Sans', sans-serif",
    )
    return drawing.encode()


# Places ------------------------------------------------------------------------------------------------------------


def _headings(graph: Graph) -> list[tuple[int, str]]:
    used = sorted({node.layer for node in graph.nodes})
    return [(n, graph.layers[layer]) for n, layer in enumerate(used)]


def _bent(graph: Graph) -> Graph:
    """The graph with a bend for each line in each column that it passes."""
    layers, used = {node.id: node.layer for node in graph.nodes}, {node.layer for node in graph.nodes}
    nodes, edges = list(graph.nodes), []
    for number, edge in enumerate(graph.edges):
        first, last = sorted((edge.from_, edge.to), key=layers.__getitem__)
        before = first
        for layer in sorted(used & set(range(layers[first] + 1, layers[last]))):
            nodes.append(Node(f"b{number}.{layer}", BEND, layer, "", edge.style))
            edges.append(Edge(before, nodes[-1].id, edge.style, edge.label))
            before = nodes[-1].id
        edges.append(Edge(before, last, edge.style, edge.label))
    return Graph(graph.layers, tuple(nodes), tuple(edges))


def _ordered(graph: Graph) -> list[list[Node]]:
    """The nodes of each layer that has any, from the third on each row near to its neighbours on the left."""
    used = sorted({node.layer for node in graph.nodes})
    columns = [[node for node in graph.nodes if node.layer == layer] for layer in used]
    near: dict[str, list[str]] = {node.id: [] for node in graph.nodes}
    for edge in graph.edges:
        near[edge.to].append(edge.from_)
    for n in range(2, len(columns)):
        rows = {node.id: row for column in columns[:n] for row, node in enumerate(column)}
        columns[n] = sorted(columns[n], key=lambda node: _mean([rows[one] for one in near[node.id] if one in rows]))
    return columns


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _placed(columns: Sequence[Sequence[Node]]) -> Iterator[_Box]:
    """The boxes, each column in the middle of the height of the highest."""
    listed = [[_measured(node) for node in column] for column in columns]
    heights = [sum(box.high + ROW for box in column) - ROW for column in listed]
    highest = max(heights, default=0)
    for n, (column, high) in enumerate(zip(listed, heights, strict=True)):
        y = TOP + (highest - high) / 2
        for box in column:
            yield _Box(box.node, box.tag, box.lines, SIDE + n * (WIDE + GAP), y)
            y += box.high + ROW


def _measured(node: Node) -> _Box:
    return _Box(node, _wrapped(node.tag, 2), _wrapped(node.label, LINES))


def _wrapped(label: str, most: int) -> tuple[str, ...]:
    lines = textwrap.wrap(" ".join(label.split()), CHARACTERS)
    return tuple(lines if len(lines) <= most else [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), CHARACTERS)])


# Drawing -----------------------------------------------------------------------------------------------------------


def _box(box: _Box) -> Html:
    if box.node.kind == BEND:
        return _passing(box)
    colour, fill = _LOOK.get(box.node.kind, ("#555", "#fff"))
    place = {"x": _px(box.x), "y": _px(box.y), "width": str(WIDE), "height": str(box.high)}
    rounded = "14" if box.node.kind in ("speaker", "relay") else "3"
    y = box.y + PAD + 11
    said = [_words(box.x + PAD, y, box.node.kind, size="10", fill=colour, weight="bold")]
    for n, line in enumerate((*box.tag, *box.lines), 1):
        said.append(_words(box.x + PAD, y + n * LINE, line, size="12", weight="bold" if n <= len(box.tag) else ""))
    tip = words("title", _line(f"{box.node.kind}: {box.node.tag} {box.node.label}"))
    frame = tag("rect", **place, rx=rounded, fill=fill, stroke=colour, stroke_width="1.5")
    return tag("g", tip, frame, join(said))


def _passing(box: _Box) -> Html:
    colour, wide, dashes = _LINES[box.node.tag]
    place = {"x1": _px(box.x), "x2": _px(box.x + WIDE), "y1": _px(box.middle), "y2": _px(box.middle)}
    return tag("line", **place, stroke=colour, stroke_width=wide, stroke_dasharray=dashes)


def _edge(edge: Edge, boxes: Mapping[str, _Box]) -> Html:
    colour, wide, dashes = _LINES[edge.style]
    tip = words("title", _line(edge.label)) if edge.label else NOTHING
    return tag(
        "path",
        tip,
        d=_curve(boxes[edge.from_], boxes[edge.to]),
        fill="none",
        stroke=colour,
        stroke_width=wide,
        stroke_dasharray=dashes,
    )


def _curve(one: _Box, other: _Box) -> str:
    """From side to side; of two in one column a bow on their right."""
    left, right = sorted((one, other), key=lambda box: box.x)
    x, end = left.x + WIDE, right.x if right.x > left.x else left.x + WIDE
    bend = (end - x) / 2 or BOW
    return " ".join(
        f"{sign}{_px(at)},{_px(box.middle)}"
        for sign, at, box in (
            ("M", x, left),
            ("C", x + bend, left),
            ("", end - bend if end > x else x + bend, right),
            ("", end, right),
        )
    )


def _legend() -> Iterator[Html]:
    x = SIDE
    for style, said in _SAYS.items():
        colour, wide, dashes = _LINES[style]
        line = {"x1": str(x), "x2": str(x + 34), "y1": "52", "y2": "52", "stroke": colour, "stroke_width": wide}
        yield tag("line", **line, stroke_dasharray=dashes)
        yield _words(x + 40, 56, said, size="11", fill="#555")
        x += 200


def _words(x: float, y: float, plain: str, *, size: str, fill: str = "#1a1a1a", weight: str = "") -> Html:
    return tag("text", text(_line(plain)), x=_px(x), y=_px(y), font_size=size, fill=fill, font_weight=weight)


def _line(plain: str) -> str:
    """On one line: what XML forbids besides what HTML does (a form feed) is white space."""
    return " ".join(plain.split())


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
