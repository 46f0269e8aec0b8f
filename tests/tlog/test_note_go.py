"""Go's own `sumdb/note` and we read one another's signed notes: where Debian's golang-golang-x-mod-dev is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archive.tlog.checkpoint import Checkpoint, parse_checkpoint
from archive.tlog.note import NoteError, VerifierKey, parse_verifier_key, signature_by, signed

GOPATH = Path("/usr/share/gocode")

#: `read VKEY`: a note on standard input is opened, and its text printed. `sign NAME`: a key is made, and the text on
#: standard input signed: the verifier key on the first line, the note behind it.
PROGRAM = """
package main

import ("crypto/rand"; "fmt"; "io"; "os"; "golang.org/x/mod/sumdb/note")

func check(err error) { if err != nil { fmt.Fprintln(os.Stderr, err); os.Exit(1) } }

func main() {
    input, err := io.ReadAll(os.Stdin); check(err)
    if os.Args[1] == "read" {
        verifier, err := note.NewVerifier(os.Args[2]); check(err)
        opened, err := note.Open(input, note.VerifierList(verifier)); check(err)
        fmt.Print(opened.Text)
        return
    }
    skey, vkey, err := note.GenerateKey(rand.Reader, os.Args[2]); check(err)
    signer, err := note.NewSigner(skey); check(err)
    message, err := note.Sign(&note.Note{Text: string(input)}, signer); check(err)
    fmt.Printf("%s\\n%s", vkey, message)
}
"""


@pytest.fixture(scope="module")
def go_note(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    if go is None or not (GOPATH / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip("needs Go and golang-golang-x-mod-dev")
    folder = tmp_path_factory.mktemp("go")
    (folder / "main.go").write_text(PROGRAM)
    settings = {"GOPATH": str(GOPATH), "GO111MODULE": "off", "GOCACHE": str(folder / "cache"), "GOTOOLCHAIN": "local"}
    subprocess.run([go, "build", "-o", "note", "main.go"], cwd=folder, env=os.environ | settings, check=True)
    return folder / "note"


def run(*words: str, given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, input=given, capture_output=True, text=True, check=False)


def checkpoint(origin: str) -> Checkpoint:
    return Checkpoint(origin, 5, bytes(range(32)))


def test_go_reads_what_is_signed_here(go_note: Path) -> None:
    key = Ed25519PrivateKey.generate()
    ours = VerifierKey("newsroom.0123456789abcdef", key.public_key().public_bytes_raw())
    point = checkpoint(ours.name)
    note = signed(point, ours, key.sign)
    done = run(str(go_note), "read", str(ours), given=str(note))
    assert (done.returncode, done.stdout) == (0, point.body())
    altered = str(note).replace("\n5\n", "\n6\n")
    assert run(str(go_note), "read", str(ours), given=altered).returncode == 1
    stranger = VerifierKey(ours.name, Ed25519PrivateKey.generate().public_key().public_bytes_raw())
    assert run(str(go_note), "read", str(stranger), given=str(note)).returncode == 1


def test_what_go_signs_is_read_here(go_note: Path) -> None:
    point = checkpoint("go.example.org/log")
    done = run(str(go_note), "sign", point.origin, given=point.body())
    written, _, note = done.stdout.partition("\n")
    key = parse_verifier_key(written)
    assert str(key) == written
    assert signature_by(parse_checkpoint(note), key) == 0
    with pytest.raises(NoteError, match="not one of its key"):
        signature_by(parse_checkpoint(note.replace("\n5\n", "\n6\n")), key)
