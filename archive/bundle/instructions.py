"""VERIFY.txt: how to check a bundle by hand, with what each system has. It is made of the log's state and one proof."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from archive.bundle import Entry
from archive.exporters import Contents
from archive.keys.sshsig import NAMESPACE, public_line
from archive.text.escape import terminal
from archive.text.wording import groups
from archive.tlog import merkle

_TEXT = """HOW TO CHECK THIS BUNDLE

Nothing here has to be believed: every file can be checked against the others, with what your computer has, or
with the program "archive". Open a terminal in the folder that holds this file. No check needs the internet.


1. IS EVERY FILE WHAT THE LIST SAYS?

Linux
    sha256sum --quiet --strict -c manifest-sha256.txt
    sha256sum --quiet --strict -c tagmanifest-sha256.txt

macOS
    shasum -a 256 --quiet --strict -c manifest-sha256.txt
    shasum -a 256 --quiet --strict -c tagmanifest-sha256.txt

    Both print nothing when every listed file is right, and name each one that is not.

Windows (PowerShell)
    Get-Content manifest-sha256.txt, tagmanifest-sha256.txt | ForEach-Object {
        $want, $name = $_ -split '  ', 2
        $have = (Get-FileHash -Algorithm SHA256 -LiteralPath $name).Hash
        if ($have -ne $want) { "DIFFERENT: $name" }
    }
    It prints nothing when every listed file is right.

The first list names all files in "data", the second all others but itself. A file that neither list names does not
belong to the bundle. The lists show damage; whoever made a false bundle on purpose can have made the lists as well,
which is what part 4 is for.


2. WITH THE PROGRAM

    archive verify FOLDER
    archive verify FOLDER --root "FINGERPRINT THAT YOU WERE TOLD"

It checks all that is described here, and also what cannot be done by hand (part 6).


3. IS A RECORD WHAT ITS NAME SAYS, AND IS IT IN THE LOG?

A record's name (its id) is the SHA-256 of its file. On Linux, for all of them (it prints nothing when all are right):

    (cd data/records && for f in *.json; do
        [ "$(sha256sum < "$f" | cut -c1-64)" = "${f%.json}" ] || echo "DIFFERENT: $f"; done)

Its entry in the log is the text "sha256:" and the id; the entry's leaf in the log's tree is (Linux; ID is the id)

    printf '\\0sha256:%s' ID | sha256sum

and data/log/ID.tlog-proof (a C2SP tlog-proof) leads from this leaf to the log's fingerprint: each line after "index" is
one neighbouring hash of the tree of RFC 6962, in base 64, from the leaf upward.

All the way up, for the first claim here: record @index@ of the log (the first is 0), with the id
@id@.
"node" is the hash of two neighbours: of the byte 1, the left hash and the right one. Those written out are in its
tlog-proof. Paste these lines (Linux); the last one prints the fingerprint of part 4:

    node() { h=01$1$2; while [ "$h" ]; do r=${h#??}; printf "\\\\$(printf %03o "0x${h%"$r"}")"; h=$r; done \\
        | sha256sum | cut -c1-64; }
@path@    echo "$hash"
@opened@

4. IS THE WHOLE THE ONE THAT YOU WERE TOLD OF?

Ask the one who gave you this bundle, not the bundle, for these three, and compare them, by telephone for instance:

    log            @origin@
    records in it  @size@
    fingerprint    @root@

They stand in data/log/checkpoint too, the fingerprint there in base 64. Whoever has seen the same log at the same
size, anybody at all, must have been told the same fingerprint.


5. WHO SIGNED IT?

@signed@

6. WHAT IS NOT CHECKED BY HAND

Parts 1 and 3 do not show that each quote stands in its text at the place given, that each text is what the original
says, that every other proof leads to the fingerprint, and that READ-ME-FIRST.html says what the records say. The
program checks these. No check can show that the original is what a website showed to others, that a sentence means
what a claim says, or that nothing was left out.
"""

_OPENED = """
Of some sources only a few sentences are here: data/excerpts/VERSION.jsonl, two lines for each sentence. The first says
its number among the sentences of the source (from 0), and the hashes that lead from it upward; the second is what is
hashed, behind a byte 0: a number that keeps others from being guessed, where the sentence begins and ends, its words.
The root is in the source's record of its sentences. For the first one, sentence @n@ (Linux, with "node" from above):

    hash=$({ printf '\\0'; sed -n 3p data/excerpts/@version@.jsonl | tr -d '\\n'; } \\
        | sha256sum | cut -c1-64)
@path@    grep -q "\\"root\\":\\"$hash\\"" data/records/@sentences@.json \\
        && echo "the sentence is in the source" || echo "DIFFERENT"

The sentences that are not here cannot be worked out from this, nor can it be seen what they say.
"""

_UNSIGNED = """This bundle is not signed: nothing in it shows who made it. Part 4 shows it, when you know whom you ask.
"""

_SIGNED = """The key that signed this bundle has the fingerprint

    key            @key@

Ask its owner for it, not this bundle: whoever makes a false bundle can sign it too, with another key. It is the SHA-256
of the key itself, the last 32 bytes of what stands in base 64 below (Linux; it prints the fingerprint):

    printf %s @ssh@ | base64 -d | tail -c 32 | sha256sum | cut -c1-64

The signature is OpenSSH's, over the list that names all other files but those in "data", and the list of these.

Linux and macOS: signature
    signers=$(mktemp)
    echo 'maker ssh-ed25519 @ssh@' > "$signers"
    ssh-keygen -Y verify -f "$signers" -I maker -n @namespace@ \\
        -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt

Windows (PowerShell): signature
    Set-Content "$env:TEMP\\signers" 'maker ssh-ed25519 @ssh@'
    $use = '-n @namespace@ -s tagmanifest-sha256.txt.sig'
    cmd /c "ssh-keygen -Y verify -f ""%TEMP%\\signers"" -I maker $use < tagmanifest-sha256.txt"

    It says "Good".

The fingerprint of the bundle as a whole, to be read out, is that of this list: sha256sum tagmanifest-sha256.txt

With the program, which then says SIGNED (the owner prints KEY with: archive proof keys export)

    archive verify FOLDER --key KEY
"""

_STAMPED = """
data/log/checkpoint.tsr is a time stamp (RFC 3161) over the first three lines of data/log/checkpoint: an authority
states that they existed then. ROOT.pem is the authority's root certificate, which you get from the authority.

Linux and macOS: time stamp
    openssl ts -verify -in data/log/checkpoint.tsr -CAfile ROOT.pem \\
        -digest "$(head -n 3 data/log/checkpoint | openssl dgst -sha256 -r | cut -c1-64)"
    openssl ts -reply -in data/log/checkpoint.tsr -text | grep 'Time stamp'

The program does it too: archive verify FOLDER --key KEY --tsa-root ROOT.pem
"""


def instructions(contents: Contents, entries: Sequence[Entry]) -> bytes:
    """The file. Raises ValueError when there is no claim, or its proof leads nowhere."""
    example = next((entry for entry in entries if entry.record.kind == "claim/1"), None)
    if example is None:
        raise ValueError("no claim")
    values = {
        "origin": terminal(contents.origin),
        "size": str(contents.size),
        "root": _lines(contents.root),
        "signed": _signed(contents),
        "id": example.record.id,
        "index": str(example.index),
        "path": _path(example, contents.size),
        "opened": _opened(contents),
    }
    return _filled(_TEXT, values).encode()


def _signed(contents: Contents) -> str:
    if not contents.signer:
        return _UNSIGNED
    ssh = public_line(contents.signer, "").split(" ")[1]
    key = _lines(hashlib.sha256(contents.signer).digest())
    text = _SIGNED + (_STAMPED if contents.stamped else "")
    return _filled(text, {"key": key, "ssh": ssh, "namespace": NAMESPACE})


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub("@([a-z]+)@", lambda match: values[match[1]], text)


def _lines(digest: bytes) -> str:
    """Four lines of four groups of four digits."""
    digits = groups(digest)
    return ("\n" + " " * 19).join(digits[i : i + 20].strip() for i in range(0, len(digits), 20))


def _opened(contents: Contents) -> str:
    """How to check the first opened sentence of the first source that is not here whole. Raises ValueError."""
    listed = [s for s in contents.of("sentences/2") if s.fields["version"] in contents.excerpts]
    if not listed:
        return ""
    version = listed[0].fields["version"]
    sentences = [record for record in listed if record.fields["version"] == version][-1]
    first = contents.excerpts[version].opened[0]
    path = _nodes(first.leaf, merkle.inclusion_path(first.n, sentences.fields["count"], first.leaf, first.proof))
    values = {"version": version, "sentences": sentences.id, "n": str(first.n), "path": path}
    return _filled(_OPENED, values)


def _path(example: Entry, size: int) -> str:
    """The commands that work out each node from the leaf up to the root."""
    node = merkle.leaf_hash(merkle.entry(example.record.id))
    first = f"    hash=$(printf '\\0sha256:%s' {example.record.id} | sha256sum | cut -c1-64)\n"
    return first + _nodes(node, merkle.inclusion_path(example.index, size, node, example.proof))


def _nodes(node: bytes, path: Sequence[tuple[bytes, bytes]]) -> str:
    """The commands that work out each node from `node` up to the root."""
    lines = ""
    for left, right in path:
        written = " ".join('"$hash"' if one == node else one.hex() for one in (left, right))
        lines += f"    hash=$(node {written})\n"
        node = merkle.node_hash(left, right)
    return lines
