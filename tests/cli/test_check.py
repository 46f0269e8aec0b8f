"""archive check as a person uses it: order, counts, exit codes."""

from __future__ import annotations

from tests.cli.conftest import LEDGER, TRIBUNE

THERE = "The gate did not break"


def test_what_is_bad_comes_first_and_every_count_adds_up(run, dam, tmp_path):
    quotes = tmp_path / "q.jsonl"
    quotes.write_text(
        "\n".join(
            f'{{"quote": "{quote}"}}'
            for quote in (
                THERE,
                "the call came at about half past two",
                "The gate did break",
                "gate 3",
                "He said nothing of it to us",
            )
        )
    )
    done = run("check", "--from", quotes, "--json", code=6)
    assert [one["verdict"] for one in done.lines] == ["altered", "absent", "truncated", "too-short", "exact"]
    assert "5 checked: 2 refused, 1 to be looked at, 1 fine, 1 not counted" in done.err
    shown = run("check", "--from", quotes, code=6).out
    assert shown.index("altered") < shown.index("absent") < shown.index("truncated")
    assert "exact" not in shown


def test_exit_codes(run, dam, tmp_path):
    run("check", "--quote", THERE, code=0)
    run("check", "--quote", THERE, "--in", LEDGER, code=6)
    run("check", "--quote", "the call came at about half past two", code=0)
    run("check", "--quote", "the call came at about half past two", "--strict", code=6)
    run("check", "--quote", THERE, "--speaker", "Dario Fenn", code=0)
    run("check", "--quote", THERE, "--speaker", "Dario Fenn", "--strict", code=6)  # who says it is not clear
    run("check", "--quote", THERE, "--in", "https://example.org/none", code=3)
    run("check", code=2)
    run("check", "--quote", THERE, "draft.md", code=2)
    run("check", "none.md", code=2)


def test_that_nothing_was_checked_is_a_failure(run, dam, tmp_path):
    empty = tmp_path / "draft.md"
    empty.write_text("There is no quotation in this draft.")
    assert "nothing was checked" in run("check", empty, code=6).err
    assert "nothing was checked" in run("check", "--quote", "gate 3", code=6).err
    run("check", "--quote", "gate 3", "--in", TRIBUNE, code=0)


def test_a_draft_from_standard_input_and_its_page(run, dam, tmp_path):
    page = tmp_path / "checked.html"
    draft = "„The gate did not break“, she wrote. ‘The gate broke in the middle,’ he wrote. <script>alert(1)</script>"
    run("check", "-", "--html", page, stdin=draft.encode(), code=6)
    written = page.read_text()
    assert "<script>" not in written
    assert 'class="refused"' in written and 'class="fine"' in written
    run("check", "-", "--html", page, stdin=draft.encode(), code=8)


def test_a_bundle_is_looked_in_without_an_archive(run, dam, tmp_path, monkeypatch):
    run("export", "dam", "-o", tmp_path / "bundle")
    monkeypatch.chdir(tmp_path)
    run("check", "--quote", THERE, "--in", tmp_path / "bundle", code=0)


def test_a_draft_becomes_claims_and_a_bundle(run, dam, token, tmp_path):
    draft = tmp_path / "story.md"
    draft.write_text(f"The brass key was signed out at 02:34 [{token}]. Nothing is cited here.")
    cited = run("cite", draft, "--story", "mine", "--json").lines
    assert [(one["token"], one["number"]) for one in cited] == [(token, "mine#1")]
    assert "The brass key was signed out at 02:34." in run("show", "mine#1").out
    assert run("export", draft, "-o", tmp_path / "bundle", "--json").json["claims"] == 1
    run("verify", tmp_path / "bundle")


def test_a_draft_whose_quotation_was_altered_becomes_nothing(run, dam, token, tmp_path):
    held = run("list", "claims", "--json").lines
    draft = tmp_path / "story.md"
    draft.write_text(f"It says “The brass key to the tower cabinet was signed out at 02:34” [{token}].")
    assert "is altered" in run("cite", draft, code=6).err
    assert "is altered" in run("export", draft, "-o", tmp_path / "bundle", code=6).err
    assert run("list", "claims", "--json").lines == held
    draft.write_text(f"It says “The brass key […] was signed out at 02:34” [{token}].")
    assert "0 refused" in run("cite", draft).err


def test_a_draft_that_is_not_there_is_said_to_be_that(run, dam):
    assert "no file nosuch.md" in run("cite", "nosuch.md", "--story", "x", code=2).err


def test_a_quote_with_a_scope_that_is_none_leaves_the_others_checked(run, dam, tmp_path):
    listed = tmp_path / "q.csv"
    listed.write_text("quote,in\nbrass key to the gate cabinet,\nthe siren was silent,nosuch\n")
    found = run("check", "--from", listed, "--json", code=6).lines
    assert {one["source"].rsplit(":", 1)[1]: one["verdict"] for one in found} == {"2": "exact", "3": "unchecked"}


def test_a_draft_that_says_more_than_its_source_becomes_nothing(run, dam, token, tmp_path):
    draft = tmp_path / "story.md"
    draft.write_text(f"The brass key was signed out at 04:34 [{token}]. It was signed out [{token}].")
    size = run("status", "--json").json["size"]
    assert "04:34" in run("cite", draft, code=6).err
    run("export", draft, "-o", tmp_path / "bundle", code=6)
    assert run("status", "--json").json["size"] == size
    run("cite", draft, "--keep-going", code=7)
    run("cite", draft, "--claim", "c", code=2)


def test_a_quote_in_several_places_is_counted_by_document_and_group(run, dam, tmp_path):
    shared = "The gate held all night. The crew came at six in the morning to look at it.\n\nThe gate held all night, "
    shared += "and nobody in the houses below was woken by the siren of the dam, wrote the desk of the agency."
    for name, text in (("a", shared), ("b", shared), ("c", "A reader asks why the gate held all night, and who knew.")):
        (tmp_path / f"{name}.txt").write_text(f"Paper {name}\n\n{text}\n")
        run("add", tmp_path / f"{name}.txt")
    assert "5 places in 3 documents of 2 groups (copies)" in (out := run("check", "--quote", "gate held all night").out)
    assert out.count("(a copy of urn:uuid:") == 1
    tokens = run("check", "--quote", "gate held all night", "--json").lines[0]["tokens"]
    assert len(tokens) == 5 and all(token in out for token in tokens)
