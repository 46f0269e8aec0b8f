"""VERIFY.txt: how to check a bundle by hand, with what each system has. A pure function of the log's state."""

from __future__ import annotations

import re

from archive.bundle.contents import Contents
from archive.bundle.wording import groups
from archive.text.escape import terminal

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

It checks all that is described here, and also what cannot be done by hand (part 5).


3. IS A RECORD WHAT ITS NAME SAYS, AND IS IT IN THE LOG?

A record's name (its id) is the SHA-256 of its file. On Linux, for all of them (it prints nothing when all are right):

    (cd data/records && for f in *.json; do
        [ "$(sha256sum < "$f" | cut -c1-64)" = "${f%.json}" ] || echo "DIFFERENT: $f"; done)

Its entry in the log is the text "sha256:" and the id; the entry's leaf in the log's tree is (Linux; ID is the id)

    printf '\\0sha256:%s' ID | sha256sum

and data/log/ID.tlog-proof (a C2SP tlog-proof) leads from this leaf to the log's fingerprint: each line after "index" is
one neighbouring hash of the tree of RFC 6962, in base 64, from the leaf upward.


4. IS THE WHOLE THE ONE THAT YOU WERE TOLD OF?

Ask the one who gave you this bundle, not the bundle, for these three, and compare them, by telephone for instance:

    log            @origin@
    records in it  @size@
    fingerprint    @root@

They stand in data/log/checkpoint too, the fingerprint there in base 64. Whoever has seen the same log at the same
size, anybody at all, must have been told the same fingerprint.


5. WHAT IS NOT CHECKED BY HAND

Parts 1 and 3 do not show that each quote stands in its text at the place given, that each text is what the original
says, that each proof leads to the fingerprint, and that READ-ME-FIRST.html says what the records say. The program
checks these. No check can show that the original is what a website showed to others, that a sentence means
what a claim says, or that nothing was left out.
"""


def instructions(contents: Contents) -> bytes:
    """The file. The fingerprint stands in four lines of four groups of four digits."""
    digits = groups(contents.root)
    lines = [digits[i : i + 20].strip() for i in range(0, len(digits), 20)]
    root = ("\n" + " " * 19).join(lines)
    values = {"origin": terminal(contents.origin), "size": str(contents.size), "root": root}
    return re.sub("@([a-z]+)@", lambda match: values[match[1]], _TEXT).encode()
