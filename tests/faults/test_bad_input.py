"""What people and attackers give: each source that cannot be added says why, and the others are added."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive import Archive
from archive.errors import ArchiveError, NotFound, Unreadable, UsageError
from tests.store.samples import article, make, write_articles

ROOT = Path(__file__).parents[2]
LONG_LINE = int(os.environ.get("ARCHIVE_LONG_LINE", str(20 * 2**20)))


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Archive]:
    with make(tmp_path) as opened:
        yield opened
        assert not {p.code for p in opened.verify(full=True).problems} - {"nothing-checked"}


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


#: name → (what makes it, the error; None for what is kept all the same)
BAD_FILES: dict[str, tuple[Callable[[Path], object], type[ArchiveError] | None]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), Unreadable),
    "blank.txt": (lambda path: path.write_bytes(b" \n\t\r\n"), Unreadable),
    "bom-alone.txt": (lambda path: path.write_bytes(b"\xef\xbb\xbf"), None),
    "pdf.txt": (lambda path: path.write_bytes(b"%PDF-1.7\n1 0 obj"), None),
    "random.txt": (lambda path: path.write_bytes(bytes(range(256)) * 40), None),
    "nuls.txt": (lambda path: path.write_bytes(b"\0" * 1000), None),
    "broken-utf-16.txt": (lambda path: path.write_bytes(b"\xff\xfea\0b"), None),
    "fifo.txt": (os.mkfifo, Unreadable),
    "loop.txt": (link("loop.txt"), Unreadable),
    "dangling.txt": (link("nowhere"), NotFound),
    "device.txt": (link("/dev/zero"), Unreadable),
    "missing.txt": (lambda path: None, NotFound),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_that_is_named_fails_and_the_others_are_added(tmp_path: Path, made: Archive, name: str) -> None:
    (tmp_path / "in").mkdir()
    good = write_articles(tmp_path / "in", 2)
    make_it, error = BAD_FILES[name]
    make_it(tmp_path / "in" / name)
    one, bad, two = made.add(good[0], tmp_path / "in" / name, good[1])
    assert (one.status, bad.status, two.status) == ("added", "failed" if error else "unreadable", "added")
    assert type(bad.error) is (error or Unreadable)
    assert bad.error.message
    assert (bad.version == "") is (error is not None)


def test_a_folder_with_all_of_them_gives_what_can_be_read_and_never_hangs(tmp_path: Path, made: Archive) -> None:
    folder = tmp_path / "in"
    write_articles(folder / "deep" / "er", 3)
    for name, (make_it, _) in BAD_FILES.items():
        make_it(folder / name)
    (folder / "round").symlink_to(folder)
    (folder / "deep" / "up").symlink_to("..")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "a.txt").write_text("hidden")
    (folder / "image.png").write_bytes(b"\x89PNG\r\n")
    done = list(made.add(folder))
    assert (
        sorted(one.status for one in done if one.status != "skipped")
        == ["added"] * 3 + ["failed"] * 3 + ["unreadable"] * 5
    )
    links = [one.source for one in done if one.status == "skipped"]
    assert len(links) == 7  # the fifo, three links to what is no article, two links to folders, the hidden folder


def test_file_names_that_are_not_utf_8_and_odd_ones(tmp_path: Path, made: Archive) -> None:
    folder = os.fsencode(tmp_path / "in")
    os.mkdir(folder)  # noqa: PTH102
    names = [b"\xff\xfe.txt", b"new\nline.txt", b"\xd8\xa7\xe2\x80\xae.txt", b"quote'\"`$(x).txt", b" .txt", b"-rf.txt"]
    for n, name in enumerate(names):
        with open(os.path.join(folder, name), "wb") as file:  # noqa: PTH118, PTH123
            file.write(article(n).encode())
    first = list(made.add(tmp_path / "in"))
    assert [one.status for one in first] == ["added"] * len(names)
    again = list(made.add(tmp_path / "in"))
    assert [(one.status, one.document) for one in again] == [("known", one.document) for one in first]
    assert made.status().counts["place"] == len(names)
    odd = Path(os.fsdecode(os.path.join(folder, names[0])))  # noqa: PTH118
    odd.write_text("Other words.")
    assert next(made.add(odd)).status == "edition"


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b", "x" * 5000, "/" * 3000 + "x"])
def test_what_cannot_be_a_path(made: Archive, path: str) -> None:
    bad, good = made.add(path, __file__)
    assert bad.status == "failed"
    assert isinstance(bad.error, ArchiveError)
    assert good.status == "added"


BAD_LINES = {
    "not JSON": b"{",
    "not UTF-8": b'{"text": "\xff"}',
    "nesting": b'{"text": ' + b"[" * 10_000_000,
    "a long number": b'{"text": ' + b"9" * 100_000 + b"}",
    "not an object": b'["text"]',
    "a number for a text": b'{"text": 7}',
    "an object for a text": b'{"text": {"a": 1}}',
    "nothing": b"{}",
    "both": b'{"text": "x", "path": "0000.txt"}',
    "an empty text": b'{"text": ""}',
    "a blank text": b'{"text": " \\n"}',
    "a lone surrogate in the text": b'{"text": "a\\ud800b"}',
    "a lone surrogate in the title": b'{"text": "x y", "title": "\\ud800"}',
    "a lone surrogate in the URL": b'{"text": "x y", "url": "https://x/\\ud800"}',
    "NUL in the title": b'{"text": "x y", "title": "a\\u0000b"}',
    "NUL in a tag": b'{"text": "x y", "tags": ["a\\u0000"]}',
    "a list for a title": b'{"text": "x y", "title": ["a"]}',
    "an object in the tags": b'{"text": "x y", "tags": [{"a": 1}]}',
    "a number for a URL": b'{"text": "x y", "url": 7}',
    "no URL": b'{"text": "x y", "url": "example"}',
    "a space in the URL": b'{"text": "x y", "url": "https://a b"}',
    "no date": b'{"text": "x y", "captured": "yesterday"}',
    "more than a record holds": b'{"text": "x y", "title": "' + b"t" * 17_000_000 + b'"}',
    "very many tags": json.dumps({"text": "x y", "tags": [f"tag {n}" for n in range(200_000)]}).encode(),
    "a long URL": b'{"text": "x y", "url": "https://x/' + b"u" * 17_000_000 + b'"}',
    "a path outside": b'{"path": "../secret.txt"}',
    "a path outside by a link": b'{"path": "link/secret.txt"}',
    "an absolute path": b'{"path": "/etc/passwd"}',
    "the folder itself": b'{"path": "."}',
    "no such path": b'{"path": "nothing.txt"}',
    "NUL in a path": b'{"path": "a\\u0000b"}',
    "a lone surrogate in a path": b'{"path": "a\\ud800b"}',
    "a path that is far too long": b'{"path": "' + b"x" * 5000 + b'"}',
    "a link that leads to itself": b'{"path": "loop"}',
    "a FIFO": b'{"path": "fifo"}',
    "a folder": b'{"path": "below"}',
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_of_a_list_fails_and_the_others_are_added(tmp_path: Path, made: Archive, name: str) -> None:
    folder = tmp_path / "in"
    write_articles(folder, 2)
    (tmp_path / "secret.txt").write_text("secret words")
    (folder / "below").mkdir()
    (folder / "link").symlink_to(tmp_path)
    (folder / "loop").symlink_to("loop")
    os.mkfifo(folder / "fifo")
    lines = [b'{"path": "0000.txt"}\n', BAD_LINES[name] + b"\n", b"\n", b'{"path": "0001.txt", "title": "T"}']
    one, bad, two = made.add_list(lines, name="the list", folder=folder)
    assert (one.status, bad.status, two.status) == ("added", "failed", "added")
    assert isinstance(bad.error, ArchiveError)
    assert "the list:2" in bad.source
    assert len(bad.error.message) < 10_000
    assert made.status().counts["documents"] == 2


KEPT = {
    "NULs among the words": "before\0after, and some more words here. And more.",
    "CRLF and CR": "one\r\ntwo\rthree\n",
    "separators that are no line ends": "one\u2028two\u2029three\x85four\x0bfive\x0csix",
    "bidi": "\u202eright to left\u202c and \u2066isolated\u2069",
    "a BOM inside": "one\ufefftwo",
    "not normalised": "e\u0301 \u00e9 ﬁ Ⅳ \u1e9b\u0323",
    "beyond the BMP": "😀 𝔘 \U0010fffd",
    "trailing space": "   two   \n\n\n   ",
}


@pytest.mark.parametrize("name", KEPT)
def test_texts_survive_byte_for_byte(tmp_path: Path, made: Archive, name: str) -> None:
    path = tmp_path / "in.txt"
    path.write_bytes(KEPT[name].encode())
    (added,) = made.add(path)
    with made._opened.store.reading() as reader:
        version = reader.version(added.version)
        assert reader.blob(version.content) == KEPT[name].encode()
        assert reader.text(version) == KEPT[name].replace("\r\n", "\n").replace("\r", "\n")
    for sentence in made.show(added.version).sentences:
        assert made.show(sentence.token).text == sentence.text


def test_one_very_long_line(tmp_path: Path, made: Archive) -> None:
    words = "The dam was opened and “nobody” told us why "
    path = tmp_path / "long.txt"
    path.write_text(words * (LONG_LINE // len(words)))
    (added,) = made.add(path)
    assert added.status == "added"
    hit = made.search("nobody").hits[0]
    assert made.show(hit.token).text == hit.text
    assert [one.status for one in made.add(path)] == ["known"]


@pytest.mark.parametrize(("depth", "status"), [(200, "added"), (1_300, "failed")])
def test_very_deep_folders(tmp_path: Path, made: Archive, depth: int, status: str) -> None:
    here = os.getcwd()  # noqa: PTH109
    try:
        os.chdir(tmp_path)
        for _ in range(depth):
            os.mkdir("d")  # noqa: PTH102
            os.chdir("d")
        Path("a.txt").write_text(article(1))
    finally:
        os.chdir(here)
    assert [one.status for one in made.add(tmp_path / "d", *write_articles(tmp_path, 1))] == [status, "added"]
    subprocess.run(["rm", "-rf", str(tmp_path / "d")], check=True)  # deeper than Python's own can go


@pytest.mark.parametrize(
    "arguments",
    [{"url": "example"}, {"url": "https://a b"}, {"captured": "soon"}, {"values": {"title": "a\nb"}}],
    ids=repr,
)
def test_what_is_given_with_it_is_checked_before_anything_is_read(made: Archive, arguments: dict[str, object]) -> None:
    for attempt in (lambda: list(made.add(__file__, **arguments)), lambda: made.add_bytes(b"words", **arguments)):
        with pytest.raises(UsageError):
            attempt()
    assert made.status().size == 0


def test_the_command_does_not_hang_on_a_folder_with_a_fifo(tmp_path: Path) -> None:
    make(tmp_path).close()
    write_articles(tmp_path / "in", 1)
    os.mkfifo(tmp_path / "in" / "fifo.txt")
    done = subprocess.run(
        [sys.executable, "-c", "from archive.cli import main; main()", "add", str(tmp_path / "in")],
        env={**os.environ, "ARCHIVE_DIR": str(tmp_path / "a"), "XDG_CACHE_HOME": str(tmp_path / "xdg")},
        cwd=ROOT,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
