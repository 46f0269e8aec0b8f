"""Sessions as tests: each .txt beside this file is run line by line and must print what it shows.

    # a remark
    $ archive search 'brass key' && archive list     words as a shell splits them; `cd` is understood, and &&
    1  <token:key>                                   standard output
    ! 1 sentence found                               then standard error
    ? 3                                              the exit code, where it is not 0

What differs from run to run is written as a placeholder: <id> <root> <token> <print> <uuid> <time>
<origin> <folder> <version>.
One with a name, such as <token:key>, is the same wherever it stands, in commands as well; an id may be shortened.
After a change of wording: `TRANSCRIPTS_UPDATE=1 pytest tests/transcripts` writes what is printed now.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from archive import cli
from tests.extractors import marked

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

PATTERNS = {
    "token": r"[0-9a-f]{12}:\d+-\d+:[2-9a-z]{4}",
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "origin": r"[a-z0-9-]+\.[0-9a-f]{16}",
    "print": r"[0-9a-f]{4}(?: [0-9a-f]{4}){15}",
    "root": r"[0-9a-f]{64}",
    "id": r"[0-9a-f]{12,64}",
    "version": r"\d+\.\d+\.\d+",
}
PLACEHOLDER = re.compile(rf"<({'|'.join(PATTERNS)}|folder)(?::([a-z]+))?>")
_PART = re.compile(rf"(<(?:{'|'.join(PATTERNS)}|folder)(?::[a-z]+)?>|\d+)")


@dataclass
class Step:
    """A command, what it should print, and what stands above it."""

    above: list[str]
    command: str
    expected: list[str] = field(default_factory=list)


def steps_of(text: str) -> Iterator[Step]:
    above: list[str] = []
    step: Step | None = None
    for line in text.splitlines():
        if line.startswith("$ "):
            if step:
                yield trimmed(step, above)
            step, above = Step(above, line[2:]), []
        elif line.startswith("#") or (above and not line) or step is None:
            above.append(line)
        elif above:
            raise ValueError(f"output after a remark: {line!r}")
        else:
            step.expected.append(line)
    if step:
        yield trimmed(step, [])


def trimmed(step: Step, above: list[str]) -> Step:
    """Blank lines at the end of the output belong to what comes next."""
    while step.expected and not step.expected[-1]:
        above.insert(0, step.expected.pop())
    return step


class Session:
    """A temporary folder, where we are in it, and what placeholders stand for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, str] = {"folder": str(folder)}

    def run(self, command: str) -> list[str]:
        """What the command printed, in the transcript's notation."""
        out, err, code = io.StringIO(), io.StringIO(), 0
        words = [self.filled(word) for word in shlex.split(command)]
        while words and not code:
            end = words.index("&&") if "&&" in words else len(words)
            this, words = words[:end], words[end + 1 :]
            if this[0] == "cd":
                os.chdir(this[1])
                continue
            assert this[0] == "archive", f"only `archive` and `cd` are run, not {this[0]!r}"
            with redirect_stdout(out), redirect_stderr(err):
                code = cli.run(this[1:])
        lines = out.getvalue().splitlines() + [f"! {line}".rstrip() for line in err.getvalue().splitlines()]
        return lines + ([f"? {code}"] if code else [])

    def filled(self, word: str) -> str:
        return PLACEHOLDER.sub(lambda m: self.known[m[0][1:-1]], word)

    def matches(self, expected: str, line: str) -> bool:
        """Whether the line is what is expected; learns the names in it."""
        names, pattern, at = [], "", 0
        for found in PLACEHOLDER.finditer(expected):
            pattern += re.escape(expected[at : found.start()]) + self.pattern(found)
            names.append(found[0][1:-1])
            at = found.end()
        match = re.fullmatch(pattern + re.escape(expected[at:]), line)
        if match is None:
            return False
        for name, value in zip(names, match.groups(), strict=True):
            if not self.agree(name, value):
                return False
        self.known.update(
            {n: max(v, self.known.get(n, ""), key=len) for n, v in zip(names, match.groups(), strict=True)}
        )
        return True

    def pattern(self, found: re.Match[str]) -> str:
        return f"({re.escape(self.known['folder']) if found[1] == 'folder' else PATTERNS[found[1]]})"

    def agree(self, name: str, value: str) -> bool:
        known = self.known.get(name, "")
        return ":" not in name or value.startswith(known) or (name.startswith("id:") and known.startswith(value))

    def renumbered(self, expected: str, line: str) -> str:
        """The expected line with this line's numbers, when it differs in numbers only; learns the names in it."""
        parts = [part for part in _PART.split(expected) if part]
        kinds = [PLACEHOLDER.fullmatch(part) for part in parts]
        pattern = "".join(
            self.pattern(kind) if kind else r"(\d+)" if part.isdigit() else f"({re.escape(part)})"
            for part, kind in zip(parts, kinds, strict=True)
        )
        match = re.fullmatch(pattern, line)
        if match is None:
            return ""
        new = "".join(part if kind else value for part, kind, value in zip(parts, kinds, match.groups(), strict=True))
        return new if self.matches(new, line) else ""

    def written(self, line: str) -> str:
        """The line with placeholders for what differs from run to run."""
        for name, value in self.known.items():
            if ":" in name:
                line = re.sub(rf"(?<!\w){value}(?![\w:])", f"<{name}>", line)
        line = line.replace(self.known["folder"], "<folder>")
        line = re.sub(PATTERNS["uuid"], "<uuid>", line)
        for name in ("print", "token", "origin", "root", "id"):
            line = re.sub(rf"(?<![\w.<:])(?:{PATTERNS[name]})(?!\w)", f"<{name}>", line)
        return re.sub(rf"^( +\d+  ){PATTERNS['time']}", r"\1<time>", line)


def rewritten(path: Path, session: Session) -> str:
    """The transcript with what is printed now; lines that still hold keep their placeholders' names."""
    parts = []
    for step in steps_of(path.read_text(encoding="utf-8")):
        lines = []
        for line in session.run(step.command):
            held = (e for e in step.expected if session.matches(e, line))
            same = (new for e in step.expected if (new := session.renumbered(e, line)))
            lines.append(next(held, None) or next(same, None) or session.written(line))
        parts += [*step.above, f"$ {step.command}", *lines]
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda path: path.stem)
def test_the_session_prints_what_it_shows(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "session"
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    for listed in (*HERE.glob("*.jsonl"), *HERE.glob("*.md")):
        shutil.copy(listed, folder)
    if "--ocr" in path.read_text(encoding="utf-8"):
        pytest.importorskip("rapidocr", reason="the extra `ocr` is not installed")
        shutil.copy(ROOT / "tests" / "data" / "readers" / "ocr" / "minutes.pdf", folder)
    if "extract train" in path.read_text(encoding="utf-8"):
        pytest.importorskip("pycrfsuite", reason="the extra `train` is not installed")
        marked.written(folder / "valley.jsonl", marked.articles())
        (folder / "ferry.txt").write_text(f"{marked.IDIOM}\nThe river rose again and the road was cut.\n")
        marked.written(folder / "few.jsonl", marked.articles(3))
    if "shared/" in path.read_text(encoding="utf-8"):
        articles = request.getfixturevalue("shared") / "seeds"
        if not articles.is_dir():
            pytest.skip(f"no shared articles at {articles}")
        shutil.copytree(articles, folder / "shared")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder / "home"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ARCHIVE_DIR", raising=False)
    monkeypatch.chdir(folder)
    session = Session(folder)
    if os.environ.get("TRANSCRIPTS_UPDATE"):
        path.write_text(rewritten(path, session), encoding="utf-8")
        return
    for step in steps_of(path.read_text(encoding="utf-8")):
        lines = session.run(step.command)
        same = len(lines) == len(step.expected) and all(map(session.matches, step.expected, lines))
        if not same:
            held = [
                e if session.matches(e, line) else session.written(line)
                for e, line in zip(step.expected, lines, strict=False)
            ]
            rest = [session.written(line) for line in lines[len(held) :]]
            assert [f"$ {step.command}", *held, *rest] == [f"$ {step.command}", *step.expected]
