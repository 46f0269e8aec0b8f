"""`archive add https://…`: what a person sees, and what the environment forbids."""

from __future__ import annotations

import pytest

from tests.fetch.server import Page, serving


@pytest.fixture
def server():
    with serving() as found:
        yield found


def test_a_page_is_added_and_robots_are_spoken_of(run, dam, server):
    server.pages["/a.txt"] = Page("The sluice froze in the night.\n")
    done = run("add", server.url("/a.txt"), "--allow-private")
    assert f"document {server.url('/a.txt')}" in done.out
    assert "robots.txt was not asked; --robots obeys it" in done.err
    assert "robots" not in run("add", server.url("/a.txt"), "--allow-private", "--robots").err
    assert run("search", "sluice froze").code == 0


def test_a_list_of_urls(run, dam, server, tmp_path):
    server.pages["/a"] = Page("The sluice froze.\n")
    (tmp_path / "urls.txt").write_text(f"# one\n{server.url('/a')}\n")
    done = run("add", "--from", tmp_path / "urls.txt", "--allow-private", "--json")
    assert [line["status"] for line in done.lines] == ["added"]
    assert "robots.txt was not asked" in done.err


def test_your_own_network_must_be_allowed(run, dam, server):
    done = run("add", server.url("/"), code=5)
    assert "this machine itself" in done.err
    assert "--allow-private" in done.err
    assert server.asked == []


def test_offline_nothing_is_fetched(run, dam, server, monkeypatch):
    monkeypatch.setenv("ARCHIVE_OFFLINE", "1")
    done = run("add", server.url("/"), "--allow-private", "--json", code=5)
    assert done.lines[0]["error"]["code"] == "offline"
    assert server.asked == []
