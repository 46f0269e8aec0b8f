"""Sentences: what news looks like, and what must hold of any text. Every sentence here is invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text.sentences import sentences

# "¦" stands where a sentence ends; it is removed before splitting.
QUOTES = """
He called the rowers ‘heroes.’ ¦This praise surprised the harbour.
“We leave at dawn.” ¦The mayor then sat down.
He said, "The bridge is closed." ¦Nobody moved.
„Wir fahren morgen.“ ¦Danach schwieg der Kapitän.
»Wir fahren morgen.« ¦Danach schwieg der Kapitän.
« Nous partons demain. » ¦Le maire s'est tu.
« Qui vient ? » demande le maire. ¦Personne ne répond.
«Мы уходим.» ¦Потом мэр замолчал.
“We leave at dawn. ¦We return at dusk.” ¦The mayor sat down.
“Stop!” he said. ¦Nobody did.
"Why?" asked the minister. ¦Nobody knew.
“Never!” Smith said. ¦The hall cheered.
“Never!” Anna van Dyk replied. ¦The hall cheered.
“Never!” ¦The hall cheered.
— Кто там? — спросил сторож. ¦Никто не ответил.
«Кто там?» — спросил сторож. ¦Никто не ответил.
The plan was “bold.” ¦“It was mad,” she said.
It was (as we know) over. ¦(See the map below.) ¦Next came the rain.
They met (in secret) at noon. ¦Then they parted.
"""
ABBREVIATIONS = """
Gen. Smith met Lt. Col. Brown and Dr. Lee. ¦They talked.
Sen. Ann Poe, Rep. Joe Fox, Mr. Yu and Mrs. Ng voted. ¦Prof. Ito abstained.
She lives in St. Ives near Mt. Tor. ¦It rains there.
The U.S. Senate and the U.S.-led force agreed. ¦He left the U.S. ¦The flight was long.
J. K. Marsh and George W. Finch wrote it. ¦A. Poe sang.
The clinic sells vitamin C. ¦Doctors shrug.
Brook Inc. said Monday that Tarn Corp. and Fell Ltd. merged. ¦He works for Brook Inc. ¦The pay is low.
They open at 10.30 a.m. on Jan. 5 and close at 5 p.m. ¦Visitors then leave.
They meet at 9 a.m. Monday. ¦They dine at 8 p.m. EST sharp.
Room No. 5 is free. ¦Did he pay? ¦No. ¦He ran.
Prices rose 3.5 percent to 1.25 in version 2.0.1. ¦Sales fell.
See example.org/a.b?c=d, or write to jo.doe@mail.example.com. ¦Thanks.
He lives in Washington, D.C. ¦The rent is high.
Bring maps, ropes, etc. ¦The path is steep.
KYIV, Ukraine (AP) — The river rose on Tuesday. ¦It fell on Friday.
Bring maps, ropes, etc. so that nobody is lost. ¦Go.
Verordnung vom 7. Mai (ABl. L 9 S. 3) und § 4 i. V. m. § 5. ¦Sie gilt.
Fans of Yahoo! still exist. ¦Few admit it. ¦The band Tarn Rocks! played twice.
À 9 h, le 3 av. J.-C., rien. ¦L'été, tout.
See Fig. 3 and pp. 4-9 of vol. 2. ¦They differ.
Am 3. Oktober kam der 18. Bote z. B. aus Ulm, d. h. zu Fuß. ¦Er blieb bis 1990. ¦Dann ging er.
Im 19. Jahrhundert lebte Dr. Meier in der Goethe-Str. 9 am Fluss. ¦Er malte.
Он родился в г. Тула, т. е. далеко, в 1901 г. ¦Потом жил на ул. Новой, д. 5. ¦Умер в 1980 г. в Перми.
Театр им. Чехова продал 25 тыс. билетов и т. д. ¦Все рады.
Він жив у м. Києві до 1943 р. і помер. ¦Його забули.
M. Dupont et J.-M. Le Brun ont voté. ¦Mme Roy est partie.
El Sr. Gil vive en EE. UU. desde 1990. ¦¿Por qué? ¦¡Nadie lo sabe! ¦Es raro.
"""
MARKS = """
He waited… and waited. ¦He waited ... then left.
He waited… ¦Nobody came.
He waited . . . then left. ¦“We never knew…” Poe said. ¦Rain fell.
He waited... ¦Nobody came.
The treaty ends all (...) disputes. ¦[…] It holds.
The tide is rising.[12] ¦The moon pulls it.[3][4] ¦So they say.²³ ¦Nobody asks.
What?! ¦You came! ¦Well.
So glad you came! :) ¦Stay for tea.
Rain fell all day. 😀 ¦We stayed in.
The gate was shut.Nobody had a key.
the gate was shut. nobody had a key.
今天下雨。¦他说：“明天会晴吗？”¦谁知道呢！¦没人。
雨が降る。 ¦「もう帰ろう。」と彼は言った。 ¦誰も動かない。
비가 온다. ¦내일은 맑을까? ¦아무도 모른다.
비가 옵니다 ¦우산을 챙기세요 ¦늦지 마라.
هل نام القط؟ ¦نعم، نام القط. ¦ثم صحا.
बारिश हो रही है। ¦क्या कल धूप होगी? ¦कौन जाने।
วันนี้ฝนตก แต่พรุ่งนี้ แดดออก พ.ศ. ดีมาก
"""
# Expected pieces of texts with line breaks.
LINES = {
    "a headline": ("Storm nears\nThe wind rose.\n", ["Storm nears", "The wind rose."]),
    "a blank line": ("the wind\n \nrose", ["the wind", "rose"]),
    "bullets": (
        "Bring\n- rope\n- a map. Old ones do.\n• tea",
        ["Bring", "- rope", "- a map.", "Old ones do.", "• tea"],
    ),
    "a numbered list": ("1. First rule\n2. Second rule. Obey it.", ["1. First rule", "2. Second rule.", "Obey it."]),
    "Markdown": ("# Wind\nIt rose.\n## Rain\nIt fell.", ["# Wind", "It rose.", "## Rain", "It fell."]),
    "one sentence a line": ("The wind rose.\nThe rain fell.", ["The wind rose.", "The rain fell."]),
    "Thai": ("ฝนตก หนัก\nแดดออก", ["ฝนตก หนัก", "แดดออก"]),
    "a break at a link": (
        "The council's report on the harbour, published by\nthe Tarn Herald, is long.",
        ["The council's report on the harbour, published by\nthe Tarn Herald, is long."],
    ),
    "CRLF": ("Wind.\r\n\r\nRain.\r\n", ["Wind.", "Rain."]),
    "nothing": (" \n\t\u2003", []),
}
# "|" stands where a line ends, "¦" where a sentence and a line end: inside a paragraph.
BREAKS = {
    "before lower case": "The new library lacks a lock, as it raises|cost and|noise|concerns.",
    "links on lines of their own": (
        "The Tarn Ferry Guild met our chief|Harbour Safety Officer,|Noah Quill, and the|Tidal Works|Fellows. ¦We"
        "|asked them about sails,|ropes and|knots, because nobody else in the harbour|Guild of Rowers would talk"
        "|to us about such things."
    ),
    "after a comma": "They sail with Ann Poe,|Tarn's oldest pilot.",
    "after an article": "Nobody repaired the|Tarn Bridge.",
    "after a conjunction": "He sold maps and|Atlases of the moon.",
    "after a preposition": "The old ferry sails on Mondays to|Tarn.",
    "but a headline may end with one": "Signing in¦Show your ticket.",
    "after a hyphen": "It was the North-|South line.",
    "after a bracket": "He left (|Tarn is far).",
    "before a closing mark": "He read the Tarn Herald|, which is long.",
    "after an abbreviation": "We met Dr.|Lee at noon.",
    "a stop before lower case": "Bring ropes etc.|so that nobody is lost.",
    "an escaped ordinal": "Der Vertrag endet mit Ablauf des|31\\. Dezember 2031 und gilt.",
    "an escaped ordinal at the end": "Der Vertrag endet am 31\\.|Dezember 2031 und gilt.",
    "an ordinal": "Der Vertrag endet am|31. Dezember 2031. ¦Er gilt.",
    "an ordinal after an article": "Er wohnt seit der|2. Flut in Ulm.",
    "a date without an article": "Er kam am Freitag, 3.|Mai in Ulm an.",
    "a headline": "Bridge shut after storm¦By Ann Poe¦3 May 2031¦The bridge was shut.",
    "a dateline": "Nobody rows at night¦TARN, Fenland (Herald) — The ferry stopped.",
    "paragraphs of one line": "The ferry stopped at noon.¦“We wait,” she said.¦Nobody knew why.",
    "a list of names": "Green Oar Party¦Harbour Union¦Tarn First",
    "a list of words": "alder¦birch¦cedar¦elm¦fir¦hazel¦larch",
    "fields": "flag: a white gull on blue¦note: nobody knows the gull¦motto: row on",
    "a setext heading": "What is next¦-----------¦We row.",
    "a heading": "# Rowing¦we row.",
    "a table": "| oar | rope |¦| 3 | 4 |¦after it",
    "a hanging item": "*   Prüfen von|    Rudern und Tauen|    (§ 4 Absatz 2|    Nummer 3)¦*   Zählen",
    "an enumeration": "i. Ropes¦ii. Oars¦aa) Sails",
    "not an enumeration": "Die Ordnung gilt hier|i. d. R. nicht.",
    "numbers": "12¦7¦3",
    "code fences": "```¦row(1)¦```",
}
WRAPPED = """\
The harbour master of Tarn said on Tuesday that the old bridge, which
Gen. Poe had opened in 1921, would be closed to lorries. The decision
surprised nobody. Shops on the quay, she added, will be told by Dr.
Lee when the work begins.

Storm warnings

Fishermen were less pleased with the plan, and said so in a letter to
the council.
"""
SETS = {"quotes": QUOTES, "abbreviations": ABBREVIATIONS, "marks": MARKS}
CASES = [pytest.param(line, id=f"{name}-{i}") for name, t in SETS.items() for i, line in enumerate(t.split("\n")[1:-1])]


def pieces(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize("marked", CASES)
def test_splits_where_marked(marked):
    expected = [part.strip() for part in marked.split("¦")]
    if ".Nobody" in marked or ". nobody" in marked:  # a forgotten space or capital
        expected = [expected[0][:18], expected[0][18:].strip()]
    assert pieces(marked.replace("¦", "")) == expected


@pytest.mark.parametrize("name", LINES)
def test_lines(name):
    text, expected = LINES[name]
    assert pieces(text) == expected


@pytest.mark.parametrize("name", BREAKS)
def test_line_breaks_inside_a_paragraph(name):
    marked = BREAKS[name]
    expected = [part.strip().replace("|", "\n") if name != "a table" else part for part in marked.split("¦")]
    if name != "a table":
        marked = marked.replace("|", "\n")
    assert pieces(marked.replace(" ¦", " ").replace("¦", "\n")) == expected


def test_hard_wrapped_lines_go_on():
    assert [" ".join(piece.split()) for piece in pieces(WRAPPED)] == [
        "The harbour master of Tarn said on Tuesday that the old bridge, which Gen. Poe had opened in 1921, "
        "would be closed to lorries.",
        "The decision surprised nobody.",
        "Shops on the quay, she added, will be told by Dr. Lee when the work begins.",
        "Storm warnings",
        "Fishermen were less pleased with the plan, and said so in a letter to the council.",
    ]


def check(text):
    """What must hold of any text."""
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert not text[start].isspace() and not text[end - 1].isspace()
        at = end
    assert not text[at:].strip()
    assert spans == sentences(text)


ALPHABET = " \n\t\r\u00a0\u2028\u3000.!?…。।؟\"'“”’«»()[]-—:)1²aAZéЯг他は요니다บ\u200b😀،;*#"


@given(st.text() | st.text(st.sampled_from(ALPHABET), max_size=80))
def test_loses_only_white_space(text):
    check(text)


@given(
    st.lists(st.sampled_from([*ALPHABET, "Dr. ", "U.S. ", "z. B. ", "3. ", "p.m. ", "...", "“No!” ", "\n\n", "The "]))
)
def test_loses_only_white_space_of_news(parts):
    check("".join(parts))


HOSTILE = [
    *ALPHABET,
    ". ",
    '"a',
    "([",
    "a.",
    ".a",
    ".\n",
    "a\n",
    "- \n",
    '." ',
    ". . ",
    "? “",
    "A. ",
    "1. ",
    ".[1]",
    " »",
]
HOSTILE += [
    ". a ",
    "a b c d\n",
    "…)",
    ".😀",
    " :)",
    "요 ",
    ".A",
    "Dr. ",
    ".\u00a0",
    "»\u202f",
    "`",
    "! A b said ",
    "[",
    "].",
]


@pytest.mark.parametrize("unit", HOSTILE, ids=ascii)
def test_hostile_text_takes_no_more_than_its_length(unit):
    # Quadratic work on these would take minutes; nobody looks at a clock.
    check(unit * (200_000 // len(unit)))
    check("word " * 9 + unit * (200_000 // len(unit)) + " End")
