"""What a search asks: what stands beside a hit is what is said of its document."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.samples import make

URL = "https://example.org/gate"
SHOWN = ("title", "publisher", "published", "role")
WORDS = st.sampled_from(["A gate", "The Mercury", "2025", "own", "Another"])
SAID = st.dictionaries(st.sampled_from(["title", "publisher", "published", "tags", "language"]), WORDS, max_size=4)
PAGE = b"<html><head><title>Stated by the page</title></head><body><p>The gate was opened at night.</p></body></html>"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.tuples(SAID, st.sampled_from(["2020-01-01", "2021-01-01"])), max_size=4), own=st.booleans())
def test_what_stands_beside_a_hit_is_what_is_said(
    tmp_path: Path, lines: list[tuple[dict[str, str], str]], own: bool
) -> None:
    folder = f"a{len([*tmp_path.iterdir()])}"
    with make(tmp_path, folder) as made:
        made.add_bytes(PAGE, url=URL)
        for said, captured in lines:
            line = {"url": URL, "text": f"On {captured}.", "captured": captured, **said}
            list(made.add_list([json.dumps(line).encode()]))
        if own:
            made.describe(URL, values={"role": "own", "publisher": "Ours"})
        with made._opened.store.looking() as lookup:
            (all_of_it,), (shown,) = lookup.described([URL]).values(), lookup.shown([URL]).values()
        assert shown.values == {field: values for field, values in all_of_it.values.items() if field in SHOWN}
        assert shown.origins == {field: origin for field, origin in all_of_it.origins.items() if field in SHOWN}
