"""`archive watch`: what a person and a program see of it."""

from __future__ import annotations

import pytest

from archive.cli.watch import command
from tests.cli.shapes import Documented
from tests.fetch.server import Page, serving

NIGHT = "The sluice froze in the night.\n\nNobody knew why it did.\n"


@pytest.fixture
def server():
    with serving() as found:
        found.pages["/a"] = Page(NIGHT)
        yield found


def check(name, values):
    help = Documented(command.commands[name].epilog)
    assert values, "nothing came out"
    for value in values:
        help.check(value, help.shapes[0], name)


def test_what_a_person_sees(run, dam, server):
    url = server.url("/a")
    look = ("watch", "run", "--allow-private")
    assert run("watch", "add", url).out == f"added    {url}\n"
    assert run("watch", "list").out == f"{url}  not looked at yet\n"
    assert "1 page, 1 not looked at yet" in run("status").out
    done = run(*look)
    assert (done.out, "1 first look" in done.err) == ("", True)
    server.pages["/a"] = Page(NIGHT.replace("night", "morning"))
    done = run(*look)
    assert done.out.startswith(f"text changed  {url}  between 20")
    report = run("watch", "report").out
    assert "   - The sluice froze in the night.\n   + The sluice froze in the morning.\n" in report
    assert "Nobody knew" not in report
    server.pages["/a"] = Page("Just a moment...\n")
    assert "suspect (block page, text shrunk)" in run(*look).out
    assert run(*look).out == "", "said once"
    assert "archive watch accept" in run("watch", "report").out
    assert "in doubt: block-page" in run("show", url).out
    assert "1 version not believed until you accept" in run("status").out
    assert run("watch", "accept", url).out.startswith("accepted ")
    assert "not believed" not in run("status").out
    assert "in doubt" not in run("show", url).out
    server.pages["/a"] = Page("", 500)
    done = run(*look)
    assert (done.out, "HTTP 500" in done.err) == ("", True)
    assert "1 failure: was not given (HTTP 500)" in run("watch", "list").out
    assert "1 page, 1 gave no answer" in run("status").out
    assert run("watch", "remove", url).out == f"removed  {url}\n"
    assert "no pages are watched" in run(*look).err
    assert "the text changed" in run("log", url).out


def test_json(run, dam, server):
    url = server.url("/a")
    look = ("watch", "run", "--allow-private", "--json")
    check("add", run("watch", "add", url, "--json").lines)
    check("list", run("watch", "list", "--json").lines)
    check("run", run(*look).lines)
    server.pages["/a"] = Page("It rained.\n")
    check("run", run(*look).lines)
    check("list", run("watch", "list", "--json").lines)
    check("report", run("watch", "report", "--json").lines)
    check("accept", [run("watch", "accept", url, "--json").json])
    server.pages["/a"] = Page("", 500)
    check("run", run(*look).lines)
    check("remove", run("watch", "remove", url, "--json").lines)


def test_html(run, dam, server):
    run("watch", "add", server.url("/a"))
    assert run("watch", "report", "--html").out.startswith("<!DOCTYPE html>")
    run("watch", "report", "--html", "--json", code=2)


def test_offline(run, dam, server, monkeypatch):
    monkeypatch.setenv("ARCHIVE_OFFLINE", "1")
    run("watch", "add", server.url("/a"))
    done = run("watch", "run", "--allow-private", code=5)
    assert "offline" in done.err
    assert server.asked == []


def test_nothing_of_a_page_reaches_the_terminal_raw(run, dam, server):
    """Neither its words nor what its server says of it."""
    odd = "\x1b[31mred\x1b[0m \u202eabc\u2028 \x9b31m"
    server.pages["/a"] = Page(f"Before {odd}.\n")
    url = server.url("/a")
    run("watch", "add", url)
    looks = ("watch", "run", "--allow-private")
    seen = [run(*looks)]
    server.pages["/a"] = Page(f"After {odd}.\n")
    seen += [run(*looks), run("watch", "report"), run("watch", "report", "--json"), run("watch", "list")]
    for raw in ("HTTP/1.1 200 \x1b[2J\r\nContent-Type: image/\x1b[2J\r\n\r\n", "\x1b[2J\x07\r\n\r\n"):
        server.pages["/a"] = Page(raw=raw.encode())
        seen += [run(*looks), run("watch", "list"), run("watch", "list", "--json")]
    for done in seen:
        assert not {"\x1b", "\u202e", "\u2028", "\x9b", "\x07"} & set(done.out + done.err)


def test_a_list(run, dam, tmp_path):
    (tmp_path / "urls.txt").write_text("# two\nhttps://a.example/1\nhttps://a.example/2\n")
    assert len(run("watch", "add", "--from", tmp_path / "urls.txt").out.splitlines()) == 2
    assert len(run("watch", "add", "--from", "-", stdin=b"https://a.example/3\n").out.splitlines()) == 1
    run("watch", "remove", "https://a.example/4", code=3)
