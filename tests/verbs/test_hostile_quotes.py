"""Quotes as a hostile editor sets them: each has a verdict that is right, and what was changed is never accepted."""

from __future__ import annotations

import pytest

from archive.text.judge import Text
from archive.verbs._corpus import Scoped
from archive.verbs._selftest import Alone
from archive.verbs.check import Asked, check_quote

TEXT = """\
The gate did not open at night, the ministry said. "We heard a 'roar' and thought it was the train," said Joss Pell.

Seventeen people were killed and 60 injured, officials said.
Odile Marrin said the levee held. Tam Brecken said that nobody slept.

"I won't go," she said. "He told me: 'Open gate 3.' I didn't."

وقال المتحدث إن السد لم ينهر في الليل. قال السكان إنهم سمعوا صوتا قويا.

市长说，大坝在夜里没有决堤。居民们听到了巨大的声音。

It cost $3.5 million (about £2.8 million) in 2021–22. The U.S. envoy arrived on 14 March.
"""
FINE = ("exact", "typography", "truncated")

#: quote → its verdict; `fine`: one of those of untouched words
QUOTES = [
    ("altered", "The gate did open at night"),
    ("altered", "The gate didn't open at night"),
    ("altered", "17 people were killed and 60 injured"),
    ("altered", "Seventeen people were killed and sixty injured"),
    ("altered", "Odile Marrin admitted the levee held"),
    ("altered", "Tam Brecken said the levee held"),
    ("altered", "Seventeen people were injured and 60 killed"),
    ("spliced", "The gate did not open at night. Nobody slept, Tam Brecken said that nobody slept"),
    ("typography", "“We heard a ‘roar’ and thought it was the train”"),
    ("typography", "'We heard a \"roar\" and thought it was the train'"),
    ("fine", "I won’t go"),
    ("absent", "I will not go"),
    ("fine", "He told me: “Open gate 3.” I didn’t."),
    ("altered", "He told me: “Open gate 4.” I didn’t."),
    ("altered", "He told me: “Open gate 3. I didn't.\""),
    ("elided", "Seventeen people were killed … officials said"),
    ("elided", "Seventeen people were killed ... officials said"),
    ("elided", "Seventeen people were killed . . . officials said"),
    ("elided", "Seventeen people were killed [...] officials said"),
    ("elided", "Seventeen people were killed [. . .] officials said"),
    ("elided", "Seventeen people were killed (…) officials said"),
    ("elided", "Seventeen people were killed [and others injured], officials said"),
    ("elision-hides", "The gate did […] open at night"),
    ("elision-hides", "The gate … open at night"),
    ("fine", "[T]he levee held"),
    ("elided", "[She] said the levee held"),
    ("altered", "She said the levee held"),
    ("fine", "قال السكان إنهم سمعوا صوتا قويا"),
    ("altered", "وقال المتحدث إن السد انهر في الليل"),
    ("altered", "وقال المتحدث إن السد ينهر في الليل"),
    ("fine", "大坝在夜里没有决堤"),
    ("altered", "大坝在夜里决堤"),
    ("altered", "大坝在夜里有决堤"),
    ("fine", "居民们听到了巨大的声音"),
    ("altered", "It cost $35 million (about £2.8 million)"),
    ("altered", "It cost $3.5 billion (about £2.8 million)"),
    ("altered", "It cost £3.5 million (about £2.8 million)"),
    ("altered", "It cost $3.5 million (about £2.8 million) in 2021"),
    ("fine", "It cost $3.5 million (about £2.8 million) in 2021-22"),
    ("altered", "It cost 3.5 million (about £2.8 million)"),
    ("altered", "The U.S. envoy arrived on 15 March"),
    ("altered", "The US envoy arrived on 14 March"),
    ("altered", "The U.S. envoy arrived on March 14"),
    ("altered", "Seventeen people were killed and 60 injured?"),
    ("altered", "Seventeen people were killed, and 60 injured"),
    ("altered", "Seventeen people were killed and 600 injured"),
    ("altered", "Seven people were killed and 60 injured"),
    ("altered", "seventeen people were not killed and 60 injured"),
    ("altered", '"I would go," she said'),
    ("fine", "\"I won't go,\" she said. \"He told me: 'Open gate 3.' I didn't.\""),
    ("altered", "Odile Marrin said the levee may have held"),
    ("altered", "Odile Marrin said that the levee held"),
    ("altered", "Nobody slept, Odile Marrin said the levee held"),
    ("altered", "more than seventeen people were killed and 60 injured"),
    ("altered", "Seventeen people were killed and 60 injured, witnesses said"),
    ("absent", "The council voted to rebuild the bridge by summer"),
    ("altered", "the levee held. Tam Brecken said nobody slept"),
    ("fine", "the levee held. Tam Brecken said that nobody slept"),
]


@pytest.mark.parametrize(("expected", "quote"), QUOTES)
def test_a_hostile_editor_is_seen_through(expected: str, quote: str) -> None:
    found = check_quote(Alone([Text(TEXT)]), Asked(quote), Scoped())
    assert found.verdict in (FINE if expected == "fine" else (expected,))
    assert found.accepted == (found.verdict in FINE)
