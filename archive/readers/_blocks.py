"""Paragraphs, tables, notes and text boxes → text, for formats that say what is one.

Paragraphs are parted by a blank line, lines within them by LF. Of a table each row is a line, its cells parted by
tabs; where a cell holds several paragraphs, the cells stand one below the other. What hangs at a place (a text box)
follows the paragraph in which it hangs; what stands at the foot of a page (notes) follows the whole. Nothing is
written that is not in the document: no bullets, no numbers of lists and notes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Flow:
    """Blocks one below the other, and the pieces of the paragraph that is being read."""

    blocks: list[str] = field(default_factory=list)
    pieces: list[str] | None = None
    after: list[str] = field(default_factory=list)  # blocks that follow this paragraph
    tall: bool = False  # a table: one of its rows is no line


class Blocks:
    """What is read, in the order in which it is met. What does not fit (a cell without a row) is taken as it comes.

    `whole` makes the text of a paragraph from all that was written in it.
    """

    def __init__(self, whole: Callable[[str], str] = str.strip) -> None:
        self._whole = whole
        self.notes: list[str] = []
        self._flows = [_Flow()]
        self._rows: list[list[list[str]]] = []

    @property
    def blocks(self) -> list[str]:
        while len(self._flows) > 1:
            self.end_aside()
        self.end_paragraph()
        return self._flows[0].blocks

    def write(self, text: str) -> None:
        """Outside of a paragraph it is dropped: there is only white space."""
        pieces = self._flows[-1].pieces
        if pieces is not None:
            pieces.append(text)

    def begin_paragraph(self) -> None:
        self.end_paragraph()
        self._flows[-1].pieces = []

    def end_paragraph(self) -> None:
        flow = self._flows[-1]
        text = self._whole("".join(flow.pieces or ())).strip()
        flow.blocks += [text] * bool(text) + flow.after
        flow.pieces, flow.after = None, []

    def begin_aside(self) -> None:
        """A text box, a cell, a note: paragraphs of its own, in the middle of others."""
        self._flows.append(_Flow())

    def end_aside(self) -> None:
        blocks = self._left()
        flow = self._flows[-1]
        (flow.blocks if flow.pieces is None else flow.after).extend(blocks)

    def end_note(self) -> None:
        self.notes += self._left()

    def begin_row(self) -> None:
        self._rows.append([])

    def end_cell(self) -> None:
        if self._rows:
            self._rows[-1].append(self._left())
        else:
            self.end_aside()

    def end_row(self) -> None:
        if not self._rows:
            return
        cells, flow = self._rows.pop(), self._flows[-1]
        if any(len(cell) > 1 or "\n" in "".join(cell) for cell in cells):
            flow.tall = True
            flow.blocks += [block for cell in cells for block in cell]
        elif any(cells):
            flow.blocks.append("\t".join("".join(cell) for cell in cells).strip())

    def begin_table(self) -> None:
        self.begin_aside()

    def end_table(self) -> None:
        tall = self._flows[-1].tall
        rows = self._left()
        flow = self._flows[-1]
        (flow.blocks if flow.pieces is None else flow.after).append(("\n\n" if tall else "\n").join(rows))

    def _left(self) -> list[str]:
        self.end_paragraph()
        if len(self._flows) == 1:
            return []
        return self._flows.pop().blocks


def joined(blocks: Sequence[str]) -> str:
    return "\n\n".join(filter(None, blocks))
