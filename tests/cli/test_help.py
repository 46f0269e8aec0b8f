"""Help: whole, with examples, as wide as a terminal; versions and completions."""

from __future__ import annotations

import importlib
import shutil
import subprocess

import click
import pytest

from archive import __version__, cli
from archive.cli import COMMANDS, GROUPS

GROUPED = {
    name: importlib.import_module(cli.module_of(name)).command
    for name in COMMANDS
    if isinstance(importlib.import_module(cli.module_of(name)).command, click.Group)
}


def inner(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    """The command, and those in it."""
    within = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(one for word, part in within for one in inner(f"{name} {word}", part))]


INNER = dict(one for name, group in GROUPED.items() for one in inner(name, group)[1:])


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("name", [*COMMANDS, *INNER])
def test_every_command_explains_itself(run, name, flag):
    done = run(*name.split(), flag)
    assert done.err == ""
    assert done.out.startswith(f"Usage: archive {name} ")
    assert "\nExample" in done.out.replace("\n  Example", "\nExample"), "an example says more than a synopsis"
    assert f"archive {name}" in done.out.partition("Example")[2]


@pytest.mark.parametrize("name", ["", *COMMANDS, *INNER])
def test_help_fits_a_terminal(run, name):
    assert [line for line in run(*name.split(), "--help").out.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_explained(name):
    command = importlib.import_module(cli.module_of(name)).command
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", [n for n in COMMANDS if n != "init" and n not in GROUPED])
def test_a_flag_means_the_same_everywhere(name):
    command = importlib.import_module(cli.module_of(name)).command
    flags = {flag for p in command.params for flag in p.opts}
    assert {"--archive", "--json"} <= flags


def test_the_first_page_shows_every_command_in_its_group(run):
    shown = run("--help").out
    for title, commands in GROUPS.items():
        part = shown.partition(f"\n{title}:\n")[2].partition("\n\n")[0]
        assert [line.split()[0] for line in part.splitlines()] == list(commands)


def test_no_command_at_all_is_a_question_for_help(run):
    done = run(code=None)
    assert "Usage: archive" in done.out + done.err
    assert done.code == 2


def test_version(run):
    assert run("--version").out == f"provenance-archive {__version__}\n"


@pytest.mark.parametrize("words", [["serch"], ["list", "--jsn"], ["cite", "--claim"], ["list", "everything"]])
def test_what_is_mistyped_is_named_and_help_is_offered(run, dam, words):
    done = run(*words, code=2)
    assert words[-1] in done.err
    assert "hint: see `archive" in done.err
    assert done.out == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(run, shell):
    script = run("admin", "completion", shell).out
    assert "_ARCHIVE_COMPLETE" in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script.encode(), capture_output=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


def test_completion_completes(start):
    done = start(code=0, _ARCHIVE_COMPLETE="bash_complete", COMP_WORDS="archive ver", COMP_CWORD="1")
    assert "verify" in done.out
