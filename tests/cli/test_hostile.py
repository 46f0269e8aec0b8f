"""Documents, names and metadata that are made to deceive whoever looks at them: nothing of it reaches a terminal raw.

Every command is shown every one of them, as text and as JSON; JSON still gives the very characters.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import LEDGER, Done

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HIDDEN = "\ufeff\ufff9\ufffb\u206a\U000e0001\U000e0041"
UNSAFE = {
    "escape": "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "c0": "\x0b\x0c\x7f",
    "c1": "\x9b31m \x85 \x9d0;t\x9c",
    "bidi": f"abc{BIDI}def",
    "hidden": f"abc{HIDDEN}def",
    "lines": "one\u2028error: two\u2029three",
}


def is_raw(character: str) -> bool:
    """Whether a terminal would act on it, or show something else than is there."""
    kind = unicodedata.category(character)
    return (kind in ("Cc", "Cs", "Zl", "Zp") and character != "\n") or character in BIDI + HIDDEN


def assert_safe(done: Done) -> None:
    assert [f"U+{ord(c):04X}" for c in done.out + done.err if is_raw(c)] == []


@pytest.fixture(params=UNSAFE)
def hostile(request, run, dam, tmp_path):
    """An archive with a document that is hostile everywhere, cited; gives its URL."""
    unsafe = UNSAFE[request.param]
    shown = "".join(c for c in unsafe if ord(c) >= 32 and c != "\x7f") or "plain"  # one-line fields refuse C0
    page = tmp_path / "hostile.txt"
    page.write_bytes(f"The gate {unsafe} was opened.\n\nNobody {unsafe} saw it.\n".encode())
    url = "https://hostile.example/" + "".join(shown.split())
    added = run("add", page, "--url", url, "--title", shown, "--author", shown, "--tag", shown, "--publisher", shown)
    assert_safe(added)
    quote = f"gate {unsafe} was"
    assert_safe(
        run("cite", "--in", url, "--quote", quote, "--claim", shown, "--speaker", shown, "--story", f"s {shown}")
    )
    return url, quote, f"s {shown}"


def test_no_command_lets_it_through(run, hostile):
    url, quote, story = hostile
    token = run("search", "gate opened", "--json").json["hits"][0]["token"]
    for words in (
        ["status"],
        ["list"],
        ["list", "claims"],
        ["list", "stories"],
        ["log"],
        ["log", url],
        ["show", url],
        ["show", token],
        ["show", f"{story}#1"],
        ["search", "gate"],
        ["search", "--find", "documents", "gate"],
        ["search", "--find", "claims", "abc OR red OR one OR t"],
        ["search", f"title:{story}"],
        ["search", quote],
        ["cite", token, "--to", f"{story}#1", "--story", story],
        ["cite", "--in", url, "--quote", quote + " not", "--claim", "c"],
        ["show", story],
        ["export", story, "-o", "bundle"],
        ["verify", "bundle"],
        ["verify", "--full"],
        ["retract", f"{story}#1", "--why", story],
        ["show", f"{story}#1"],
        ["list", "claims"],
        ["admin", "rebuild"],
    ):
        for flags in ([], ["--json"]):
            done = run(*[w if w != "bundle" else f"bundle{len(flags)}" for w in words], *flags, code=None)
            assert done.code in (0, 2, 3, 6), (words, done)
            assert_safe(done)
            if flags:
                assert done.lines


def test_json_gives_the_very_characters(run, hostile):
    url, quote, story = hostile
    cited = run("show", f"{story}#1", "--json").json["citations"][0]
    assert cited["exact"] == quote
    assert cited["document"] == url
    assert json.loads(run("list", "stories", "--json").out.splitlines()[-1])["story"] == story


def test_a_name_that_is_no_text(run, start, dam, tmp_path):
    """File names are bytes: one that is not UTF-8 is added, shown and found again like any other."""
    name = os.fsdecode(b"caf\xe9\xff\x1b[2J.txt")
    try:
        (tmp_path / name).write_text("The lock keeper slept.")
    except OSError:
        pytest.skip("this file system has no such names")
    for words in (["add", tmp_path / name], ["list"], ["log"], ["search", "lock keeper"]):
        for flags in ([], ["--json"]):
            assert_safe(run(*words, *flags))
    assert run("add", tmp_path / name, "--json").json["status"] == "known"
    assert_safe(run("add", tmp_path / (name + "x"), code=3))
    assert_safe(run("add", tmp_path / (name + "x"), "--json", code=3))
    assert run("export", "dam", "-o", tmp_path / (name + "-bundle"), "--json").json["path"].endswith("-bundle")
    assert_safe(run("verify", tmp_path / (name + "-bundle")))
    assert "Traceback" not in start("add", tmp_path / name).err


def test_a_name_that_would_pass_for_a_line_of_ours(run, dam, tmp_path):
    """A line feed in a name or a text never begins a line of output."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "a\nadded      version 000000000000  forged.txt").write_text("A sentence\nerror: over two lines.")
    (folder / "b\nerror: forged.bin.txt").write_bytes(b"%PDF-1.7 \x00")
    added = run("add", folder, code=7)
    assert len(added.out.splitlines()) == 2
    forged = re.compile(r"^(added +version 0000|error: (forged|over))", re.MULTILINE)
    document = run("list", "--json").lines[-2]["document"]
    cited = run("cite", "--in", document, "--quote", "sentence\nerror: over", "--claim", "c")
    told = [added, cited, run("log"), run("list"), run("show", document), run("show", cited.out.split()[6])]
    for done in told:
        assert not forged.search(done.out + done.err), done


SURROGATE = os.fsdecode(b"\xff\xfe")


@pytest.mark.parametrize(
    "words",
    [
        ["show", SURROGATE],
        ["show", f"https://{SURROGATE}"],
        ["show", f"{SURROGATE}#1"],
        ["log", f"urn:{SURROGATE}"],
        ["search", SURROGATE],
        *(
            ["search", f"{field}:{SURROGATE}"]
            for field in ("title", "url", "domain", "document", "speaker", "captured")
        ),
        ["search", "--find", "claims", SURROGATE],
        ["cite", SURROGATE, "--claim", "c"],
        ["cite", "--in", f"urn:{SURROGATE}", "--quote", "q", "--claim", "c"],
        ["cite", "--in", "dam", "--quote", SURROGATE, "--claim", SURROGATE],
        ["retract", "dam#1", "--why", SURROGATE],
        ["export", SURROGATE, "-o", "x"],
        ["export", "--search", SURROGATE, "-o", "x"],
        ["verify", SURROGATE],
        ["verify", "--root", SURROGATE],
        ["add", "x.txt", "--url", f"https://{SURROGATE}"],
        ["add", "x.txt", "--title", SURROGATE],
        ["add", "--from", SURROGATE],
        ["list", "--archive", SURROGATE],
        ["list", SURROGATE],
        ["init", "other", "--name", SURROGATE],
        [SURROGATE],
    ],
    ids=lambda words: " ".join(words).replace(SURROGATE, "…"),
)
def test_arguments_that_are_no_text(run, dam, words):
    """Bytes that are no UTF-8 reach Python as lone surrogates: refused or not found, never a traceback."""
    (dam / "x.txt").write_text("A sentence.")
    for flags in ([], ["--json"]):
        done = run(*words, *flags, code=None)
        assert_safe(done)
        assert done.code in (0, 2, 3, 12), done


@pytest.mark.parametrize(
    "line",
    [
        r'{"path": "a\ud800.txt"}',
        r'{"path": "a\u0000.txt"}',
        r'{"path": "../dam/archive.db"}',
        r'{"path": "/etc/passwd"}',
        r'{"path": ""}',
        r'{"path": {}}',
        '{"path": "' + "a" * 5000 + '"}',
        r'{"text": "\ud800"}',
        r'{"text": 3}',
        r'{"text": "x", "path": "y"}',
        r'{"text": "x", "url": "https://\ud800"}',
        r'{"text": "x", "url": "no address"}',
        r'{"text": "x", "title": "\ud800"}',
        r'{"text": "x", "title": ["\u001b"]}',
        r'{"text": "x", "tags": [["a"]]}',
        r'{"text": "x", "captured": "\ud800"}',
        r'{"text": "x", "captured": "2024-02-31T99:00:00Z"}',
        "[]",
        "1e999",
        "\x1b[2J",
        '{"text":',
        "[" * 100_000,
        "9" * 5_000,
    ],
    ids=lambda line: line[:40].replace("\x1b", "ESC"),
)
def test_lines_of_a_list_that_make_no_sense(run, dam, tmp_path, line):
    """Each fails by itself; the line after it is added."""
    listed = tmp_path / "list.jsonl"
    listed.write_bytes(line.encode() + b'\n{"text": "A good sentence."}\n')
    done = run("add", "--from", listed, "--json", code=7)
    assert_safe(done)
    assert [one["status"] for one in done.lines] == ["failed", "added"]
    assert_safe(run("add", "--from", listed, code=7))


@pytest.mark.parametrize(
    "line",
    [
        r'{"token": "\ud800", "claim": "c"}',
        r'{"in": "urn:\ud800", "quote": "q", "claim": "c"}',
        r'{"in": "URL", "quote": "\ud800", "claim": "c"}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "claim": "\ud800"}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "to": "\ud800#1"}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "to": "urn:\ud800"}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "claim": "c", "occurrence": 99999999999999999999}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "claim": "c", "occurrence": true}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "claim": "c", "stance": "supporst"}',
        r'{"in": "URL", "quote": "Nobody opened the gate", "claim": "c", "stanze": "supports"}',
        r'{"claim": null}',
        "[]",
        "\x1b[2J",
    ],
)
def test_lines_of_citations_that_make_no_sense(run, dam, tmp_path, line):
    """Each is refused by itself, and nothing is stored for it."""
    listed = tmp_path / "cites.jsonl"
    good = json.dumps({"in": LEDGER, "quote": "Nobody opened the gate", "claim": "It failed."})
    listed.write_text(line.replace("URL", LEDGER) + "\n" + good + "\n")
    before = run("status", "--json").json["size"]
    for flags in ([], ["--json"]):
        assert_safe(run("cite", "--from", listed, *flags, code=None))
    assert run("status", "--json").json["size"] == before
    done = run("cite", "--from", listed, "--keep-going", "--json", code=7)
    assert ["error" in one and "quote" not in one for one in done.lines] == [True, False]


def test_a_folder_of_links_and_pipes(run, dam, tmp_path):
    """What is no regular file is not opened: a pipe would wait for ever."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    (folder / "good.txt").write_text("A sentence.")
    done = run("add", folder, "--json")
    assert {Path(one["source"]).name: one["status"] for one in done.lines} == {
        "link.txt": "skipped",
        "loop": "skipped",
        "pipe.txt": "skipped",
        "good.txt": "added",
    }
    run("add", folder / "pipe.txt", code=5)
