"""What a reader may do that was taken over by a document: give wrong text, and nothing else. Real child processes."""

from __future__ import annotations

import platform
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from archive.errors import Unreadable, UsageError
from archive.readers import Box, Declared, _isolated, pdf
from archive.sandbox import Children, Limits

Ask = Callable[[str], _isolated.Read]

walled = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"), reason="there is no seccomp filter here"
)


@pytest.fixture
def begin(hostile: Any, children: Children) -> Callable[[str], Future[_isolated.Read]]:
    def begin(task: str) -> Future[_isolated.Read]:
        data = f"hostile: {task}".encode()
        return _isolated.begin(children, hostile, data, name="a.hostile", declared=Declared())

    return begin


@pytest.fixture
def ask(begin: Callable[[str], Future[_isolated.Read]]) -> Ask:
    return lambda task: begin(task).result()


def said(ask: Ask, task: str) -> str:
    return ask(task)[0].text


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("loop", "has kept its reader busy for more than 1 s of CPU"),
        ("leave", "has made its reader crash"),
        ("crash", "has made its reader crash"),
        ("allocate", "needs more memory to be read than a reader may have"),
        ("speak", "has made its reader give more than 16 MiB"),
        ("fail", "has made its reader fail (KeyError)"),
        ("refuse", "is not of this kind"),
        ("refuse_oddly", "has made its reader give what is no reading"),
        (f"frames {'00' * 12}", "has made its reader give what is no reading"),
        (f"frames {'ff' * 40}", "has made its reader give more than 16 MiB"),
        (f"frames {struct.pack('>IQ', 20_000, 0).hex()}{'5b' * 20_000}", "has made its reader give what is no reading"),
        (f"frames {struct.pack('>IQ', 9, 0).hex()}{b'not json!'.hex()}", "has made its reader give what is no reading"),
        (f"frames {struct.pack('>IQ', 2, 0).hex()}{b'{}'.hex()}", "has made its reader give what is no reading"),
        (f"frames {struct.pack('>IQ', 2, 9).hex()}{b'{}'.hex()}", "has made its reader crash"),
    ],
)
def test_it_costs_the_document_and_nothing_else(ask: Ask, task: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        ask(task)
    assert refused.value.message == reason
    assert said(ask, "say the next one is read") == "the next one is read"


def test_one_that_waits_is_ended_by_the_clock(hostile: Any) -> None:
    made = Children(_isolated.MODULE, Limits(cpu=1, wall=1), 1)
    with pytest.raises(Unreadable, match="has kept its reader waiting for more than 1 s"):
        _isolated.begin(made, hostile, b"hostile: sleep", name="a", declared=Declared()).result()
    made.close()


@pytest.mark.parametrize("which", ["carriage-return", "byte-order-mark", "blank", "another-reader", "media-type",
    "encoding", "code", "article-outside", "article-backwards", "article-overlapping", "published", "url",
    "several-titles", "surrogate", "no-field", "part-name", "part-media-type"])  # fmt: skip
def test_what_the_contract_forbids_is_not_believed(ask: Ask, which: str) -> None:
    with pytest.raises(Unreadable, match="has made its reader give what is no reading"):
        ask(f"reading {which}")


@pytest.mark.parametrize(
    ("task", "reason"),
    [
        ("loop", "has kept its reader busy for more than 1 s of CPU"),
        ("crash", "has made its reader crash"),
        ("fail", "has made its reader fail (KeyError)"),
        ("environment", "has made its reader give what is no reading"),  # words are no place, and no picture
    ],
)
def test_what_shows_pages_costs_as_little(hostile: Any, children: Children, task: str, reason: str) -> None:
    data = f"hostile: {task}".encode()
    for asked in (
        _isolated.boxes(children, hostile, data, 0, 1),
        _isolated.image(children, hostile, data, [Box(1, 0, 0, 1, 1)]),
    ):
        with pytest.raises(Unreadable) as refused:
            asked.result()
        assert refused.value.message == reason


def test_pages_are_shown_as_the_reader_shows_them(children: Children) -> None:
    data = (Path(__file__).parents[1] / "data" / "readers" / "pdf" / "two-pages.pdf").read_bytes()
    found = _isolated.boxes(children, pdf, data, 0, 9).result()
    assert found and found == pdf.boxes(data, 0, 9)
    assert _isolated.image(children, pdf, data, found).result() == pdf.image(data, found)


def test_a_missing_library_is_said_with_its_remedy(ask: Ask) -> None:
    with pytest.raises(UsageError) as missing:
        ask("lack")
    assert missing.value.hint == "pip install library"


def test_it_is_a_process_without_what_is_the_users(ask: Ask) -> None:
    assert set(said(ask, "environment").split()) <= {
        *("PYTHONPATH", "PYTHONHASHSEED", "PYTHONUTF8", "LC_CTYPE", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    }


def test_what_libraries_print_goes_nowhere(ask: Ask) -> None:
    assert said(ask, "chatter") == "it went nowhere"


def test_no_network(ask: Ask) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert said(ask, f"connect {server.getsockname()[1]}") == "PermissionError"


def test_no_file_is_written_and_none_is_opened(ask: Ask, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"the name of a source")
    assert said(ask, f"open {secret}") == "PermissionError"
    assert said(ask, f"write {tmp_path / 'new'}") == "PermissionError"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["packages", "secret"]


def test_no_process_and_no_program(ask: Ask, tmp_path: Path) -> None:
    assert said(ask, "fork") == "PermissionError"
    assert said(ask, f"run {tmp_path / 'new'}") in ("PermissionError", "BlockingIOError")
    assert not (tmp_path / "new").exists()


@walled
def test_the_kernel_refuses_too(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"words")
    assert said(ask, "raw_socket") == "socket gave -1, errno 1"
    assert said(ask, f"raw_write {tmp_path / 'new'}") == "open gave -1, errno 1"
    assert said(ask, f"raw_unlink {tmp_path / 'there'}") == "unlink gave -1, errno 1"
    assert said(ask, "raw_fork") == "fork gave -1, errno 1"
    assert said(ask, "raw_exec") == "execv gave -1, errno 1"
    assert said(ask, "raw_kill") == "kill gave -1, errno 1"
    assert (tmp_path / "there").exists()


@walled
def test_the_kernel_opens_nothing_that_is_not_pythons(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"words")
    if "gave -1" not in said(ask, f"raw_open {tmp_path / 'secret'}"):
        pytest.skip("this kernel has no Landlock")


def test_two_are_read_at_once(begin: Callable[[str], Future[_isolated.Read]]) -> None:
    slow, quick = begin("loop"), begin("say words")
    assert quick.result()[0].text == "words"
    assert isinstance(slow.exception(), Unreadable)


def test_many_come_back_each_to_its_own(begin: Callable[[str], Future[_isolated.Read]]) -> None:
    asked = [begin(f"say document {n} has its own words") for n in range(200)]
    assert [a.result()[0].text for a in asked] == [f"document {n} has its own words" for n in range(200)]


def test_stopping_ends_what_is_asked(begin: Callable[[str], Future[_isolated.Read]], children: Children) -> None:
    said(lambda task: begin(task).result(), "say it runs")
    asked = begin("sleep")
    timer = threading.Timer(0.5, children.stop)
    timer.start()
    assert isinstance(asked.exception(), Unreadable)
    assert begin("say again").result()[0].text == "again"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a busy child ends with its seconds of CPU")
def test_a_parent_that_is_killed_leaves_none(hostile: Any, tmp_path: Path) -> None:
    """A program that reads something endless is killed; what it held open is closed when its child is gone too."""
    program = (
        "import sys; from archive import plugins; from archive.readers import Box, Declared, _isolated, pdf\n"
        f"sys.path.insert(0, {str(tmp_path / 'packages')!r})\n"
        "reader = plugins.load('readers', 'hostile')\n"
        "asked = _isolated.begin(_isolated.children(), reader, b'hostile: loop', name='a', declared=Declared())\n"
        "child = _isolated.begin(_isolated.children(), reader, b'hostile: say x', name='a', declared=Declared())\n"
        "child.result(); print(*(c._process.pid for c in _isolated.children()._all), flush=True); asked.result()\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert len(pids) == 2 and all(map(runs, pids))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(200):
        if not any(map(runs, pids)):
            return
        threading.Event().wait(0.05)
    pytest.fail("a child is running still")


def runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def test_members_come_from_a_child(hostile: Any, tmp_path: Path) -> None:
    box = tmp_path / "box.hostile"
    box.write_bytes(b"hostile:\na.txt some words\nhttps://a.example/b other words\n")
    with box.open("rb") as file:
        found = list(_isolated.members(hostile, file, name="box"))
    assert [(m.name, m.data, m.url) for m in found] == [
        ("a.txt", b"some words", ""),
        ("https://a.example/b", b"other words", "https://a.example/b"),
    ]


@pytest.mark.parametrize(("task", "reason"), [("do loop", "busy"), ("do leave", "crash"), ("do allocate", "memory")])
def test_a_container_that_breaks_gave_what_came_before(
    hostile: Any, children: Children, tmp_path: Path, task: str, reason: str
) -> None:
    box = tmp_path / "box.hostile"
    box.write_bytes(f"hostile:\na.txt some words\n{task}\n".encode())
    with box.open("rb") as file:
        members = _isolated.members(hostile, file, name="box", limits=children.limits)
        assert next(members).data == b"some words"
        with pytest.raises(Unreadable, match=reason):
            next(members)


def test_it_works_where_the_package_is_found_through_the_current_folder_only(tmp_path: Path) -> None:
    root = Path(_isolated.__file__).parents[2]
    program = (
        "import sys, os; sys.path[:] = [''] + [p for p in sys.path if p and os.path.realpath(p) != os.getcwd()]\n"
        "from archive.readers import Box, Declared, _isolated, pdf, text\n"
        "asked = _isolated.begin(_isolated.children(), text, b'Some words.', name='a', declared=Declared())\n"
        "print(asked.result()[0].text)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.stdout == "Some words.\n", done.stderr
