"""The attributed statements of the two seed articles, written down by hand, against what the rules find.

Each is told by code points: what is said, who says it, the cue, through whom it came (the one who says it to the reader
last), and what hedges it, the doubt on those through whom it came too. The spans are those of the text with the digest
beside them. The list was made by reading the articles, and read again without what the rules find; a sentence whose
subject is no speaker (“the involvement highlights …”) is no attributed statement, and where something spreads is nobody
through whom it came. An order is one: somebody says that something be done.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from archive.extractors import rules
from archive.model.proposal import Proposal
from archive.text.sentences import sentences

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Statement:
    content: tuple[Pair, ...]
    source: Pair | None
    cue: Pair
    relays: tuple[Pair, ...] = ()
    hedges: tuple[Pair, ...] = ()


DIGESTS = {
    "000_365ded8d983256a0.txt": "faf4526bb751aa93ab56e7a99c077dffd4d2b35967b6964c3a1db78400a47f95",
    "004_97c75ba8ccb7b6f3.txt": "9e36ae77c59a7fdecdaf10097c5b1ad68f2150b291ac084005d6db3e12609fd6",
}
STATEMENTS = {
    "000_365ded8d983256a0.txt": (
        Statement(((234, 294),), (101, 173), (223, 233)),  # confirming
        Statement(((440, 511),), (527, 552), (513, 526)),  # was hailed by
        Statement(((570, 606),), (541, 552), (558, 569)),  # referred to
        Statement(((916, 952),), (876, 878), (879, 889)),  # had tasked … with
        Statement(((954, 969), (981, 1052)), None, (970, 980), hedges=((970, 980),)),  # reportedly
        Statement(((1103, 1262),), (1054, 1074), (1094, 1102), ((1088, 1093),)),  # reports presented to … detailed
        Statement(((1663, 1699),), None, (1652, 1659)),  # reports of
        Statement(((1901, 2020),), None, (1883, 1894), hedges=((1883, 1894),)),  # speculation about
    ),
    "004_97c75ba8ccb7b6f3.txt": (
        Statement(((131, 292),), (78, 116), (117, 130), hedges=((131, 139),)),  # has announced plans
        Statement(((360, 402),), (342, 348), (349, 359), ((429, 437),)),  # emphasized, amplified by
        Statement(((766, 785), (797, 848)), None, (786, 796), hedges=((786, 796),)),  # reportedly
        Statement(((914, 1043),), (863, 882), (850, 862), ((893, 912),), ((863, 874),)),  # According to … leaked to
        Statement(((977, 1043),), (914, 937), (938, 951), ((863, 882), (893, 912)), ((863, 874),)),  # have informed
        Statement(((1144, 1259),), (1116, 1121), (1122, 1143)),  # expressing
        Statement(((1377, 1540),), (1260, 1278), (1345, 1356), ((1306, 1343),)),  # statement, as relayed by
        Statement(((1727, 1783),), (1710, 1716), (1717, 1726), hedges=((1717, 1723), (1727, 1736))),  # hinted at
        Statement(((1945, 2043),), (1931, 1939), (1940, 1944)),  # view
        Statement(((2086, 2239),), (2056, 2073), (2074, 2085)),  # have framed
        Statement(((2589, 2601), (2631, 2749)), (2626, 2630), (2602, 2625)),  # interpreted by some
    ),
}


def scores(shared: Path, only: str | None = None) -> dict[str, dict[str, float]]:
    """Percent of the statements found, and of those that have all their spans; and of what is found, those listed."""
    table: dict[str, dict[str, float]] = {}
    for name, listed in STATEMENTS.items():
        if only in (None, name):
            text = seed(shared, name)
            found = rules.extract(text, sentences(text))
            by_cue = {pair(one.cue): one for one in found}
            met = [(one, by_cue.get(one.cue)) for one in listed]
            measures = {
                "found": sum(other is not None and alike(one, other) for one, other in met) / len(listed),
                "whole": sum(other is not None and whole(one, other) for one, other in met) / len(listed),
                "precision": sum(other is not None for _, other in met) / len(found),
            }
            table |= {f"{name[:3]}_{measure}": {"rules": 100 * share} for measure, share in measures.items()}
    return table


def seed(shared: Path, name: str) -> str:
    """The article that the spans were written down for. Raises ValueError for another text."""
    data = (shared / "seeds" / name).read_bytes()
    if hashlib.sha256(data).hexdigest() != DIGESTS[name]:
        raise ValueError(f"{name} is not the text that the statements were listed of")
    return data.decode()


def pair(span: object) -> Pair | None:
    return (span.start, span.end) if span else None  # type: ignore[attr-defined]


def alike(one: Statement, other: Proposal) -> bool:
    """Half of the characters that either says is said by both (IoU)."""
    ours = {at for part in other.content for at in range(part.start, part.end)}
    theirs = {at for start, end in one.content for at in range(start, end)}
    return 2 * len(ours & theirs) >= len(ours | theirs)


def whole(one: Statement, other: Proposal) -> bool:
    """Whether speaker, relays and hedges are the very spans."""
    spans = (pair(other.source), tuple(map(pair, other.relays)), tuple(map(pair, other.hedges)))
    return alike(one, other) and spans == (one.source, one.relays, one.hedges)
