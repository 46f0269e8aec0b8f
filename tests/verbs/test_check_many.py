"""A quote whose rarest-looking words stand in more documents than are looked at: its other words tell which."""

from __future__ import annotations

import json
from pathlib import Path

from tests.store.samples import make

COUNT = 230
SAID = "Persons displaced within the territory of Halvenia by country of origin in year number {}"


def test_a_sentence_that_hundreds_of_documents_have_but_for_its_end_is_found(tmp_path: Path) -> None:
    articles = ({"text": f"A profile.\n\n{SAID.format(n)}.\n", "url": f"https://a.example/{n}"} for n in range(COUNT))
    with make(tmp_path) as made:
        list(made.add_list(json.dumps(one).encode() for one in articles))
        asked = [SAID.format(n) + "." for n in range(0, COUNT, 23)]
        assert {made.check(quote)[0].verdict for quote in asked} == {"exact"}
        assert made.check(SAID.format(COUNT + 1))[0].verdict == "altered"
