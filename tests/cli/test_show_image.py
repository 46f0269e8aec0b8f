"""`archive show` names the page of words, and `--image` draws it with the words marked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_json import check

PDF = Path(__file__).parents[1] / "data" / "readers" / "pdf" / "two-pages.pdf"


@pytest.fixture
def siren(run, dam):
    """The token of a sentence on the second page."""
    run("add", PDF)
    (hit,) = run("search", "siren tested week sound", "--json").json["hits"]
    return hit["token"]


def test_the_page_is_named(run, siren):
    assert "page      2 of 2" in run("show", siren).out
    shown = run("show", siren, "--json").json
    assert (shown["page"], shown["pages"]) == (2, 2)


def test_the_page_is_drawn(run, siren, tmp_path):
    target = tmp_path / "page.png"
    done = run("show", "--image", siren, "-o", target, "--json")
    check("show", [done.json], 5)
    assert done.json["pages"] == [2]
    assert target.read_bytes().startswith(b"\x89PNG")


def test_a_file_that_is_there_is_not_overwritten(run, siren, tmp_path):
    target = tmp_path / "page.png"
    target.write_bytes(b"mine")
    done = run("show", siren, "--image", "-o", target, code=8)
    assert "exists already" in done.err
    assert target.read_bytes() == b"mine"


def test_what_has_no_pages_is_not_drawn(run, dam, token, siren, tmp_path):
    for reference in (token, "dam#1"):
        run("show", reference, "--image", "-o", tmp_path / "page.png", code=2)
    run("show", siren, "--image", code=2)
    run("show", siren, "-o", tmp_path / "page.png", code=2)
    assert not (tmp_path / "page.png").exists()
