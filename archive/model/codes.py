"""The one registry of stable codes: what a finding is called, for programs and for the FORMAT document.

Findings are collected, not raised: a check goes on after the first one, because a person wants to see them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: code → what it means, in one line.
PROBLEMS: Mapping[str, str] = {
    # records and blobs, in an archive or a bundle
    "record-altered": "a record's bytes do not hash to its id",
    "record-malformed": "a record is not canonical JSON of its kind",
    "record-private": "a record of a kind that never leaves its archive",
    "record-missing": "something refers to a record that is not there",
    "blob-altered": "a blob's bytes do not hash to its name",
    "blob-missing": "a record names a blob that is not there",
    "blob-size": "an original has another size than its version says",
    "quote-altered": "the characters at a citation's span are not its quote",
    "span-outside": "a citation's span reaches past the text",
    "text-malformed": "a text is not UTF-8 with LF line ends",
    "text-length": "a text has another length than its version says",
    "text-differs": "reading the original again gives another text",
    "stated-differs": "reading the original again, it does not state of itself what its version says",
    "excerpt-malformed": "an excerpt is not lines of opened sentences, in order",
    "excerpt-reveals": "something tells of what an excerpt does not show",
    "opening-wrong": "an opened sentence does not lead to the root over the sentences of its version",
    "quote-closed": "a citation's words are not all in the sentences that an excerpt shows",
    "spans-differ": "a list of sentences does not fit its text",
    "sentences-root": "a sentences record's root does not fit its spans",
    # the log
    "position-gap": "positions in the log are not 0, 1, 2, …",
    "tree-differs": "a stored tree hash is not the hash of what it covers",
    "index-outside": "a proof gives its record a place past the end of the log",
    "proof-invalid": "an inclusion proof does not lead to the checkpoint's root",
    "proof-missing": "a record has no inclusion proof",
    "checkpoint-malformed": "the checkpoint cannot be read",
    "checkpoint-differs": "a proof stands on another checkpoint than the bundle's",
    "log-rolled-back": "the log has fewer records than were signed",
    "log-forked": "the first records of the log are not those that were signed",
    "root-differs": "the log's root is not the one you hold",
    "root-wrong": "the records do not have the root that the checkpoint states",
    "continuation-wrong": "a log that got a new name does not go on from the one that it names",
    # views
    "view-differs": "a view's row is not what its record says",
    "schema-differs": "the database's tables or triggers are not this program's",
    "database-damaged": "SQLite's own check finds the database file damaged",
    # bundles
    "bag-malformed": "a file that makes the folder a BagIt bag is missing or malformed",
    "file-missing": "a manifest lists a file that is not there",
    "file-unlisted": "a file that no manifest lists",
    "file-altered": "a file does not hash to what its manifest says",
    "file-unreadable": "a file cannot be read",
    "path-absolute": "a name that is absolute, or has a character that makes it so on some systems",
    "path-outside": "a name that leads out of the bundle",
    "path-link": "a link, a device or another thing that is no regular file",
    "path-unsafe": "a name with control characters, or that is not Unicode",
    "too-large": "more files or bytes than the format allows",
    "name-collides": "two names that are one on some systems (case, Unicode form)",
    "name-unexpected": "a file in a place that the format does not know",
    "page-differs": "the page for people is not the one that these records make",
    "description-differs": "a file for other programs is not the one that these records make",
    "signoff-unfounded": "a sign-off names citations that are not of its claim",
    "name-twice": "a ZIP file has two files of one name",
    "zip-malformed": "a ZIP file is cut off, damaged, or in several parts",
    "zip-unsupported": "a ZIP file has an entry that is encrypted, or packed in a way that a bundle never is",
    "zip-differs": "a ZIP file says one thing in its directory and another beside the file",
    "zip-hidden": "a ZIP file has bytes that belong to no file in it",
    "zip-overlap": "a ZIP file has entries that share bytes",
    "zip-bomb": "a ZIP file unpacks to far more than its size, or to more than it states",
    # backups
    "backup-malformed": "a file that makes the folder a backup is malformed",
    "blob-unnamed": "a blob that no record names",
    # who made a bundle, and when
    "signature-wrong": "a signature is not one over what it should be, by the key that it should be of",
    "signature-missing": "one of a bundle's two signatures, of the checkpoint and of the lists of files, is not there",
    "signer-differs": "the log's name is pinned here with another key than the one that signed",
    "key-differs": "the key that signed is not the one that the log's own records name",
    "rotation-wrong": "a key says that it takes another one's place, and the other did not sign that",
    "origin-differs": "the bundle is of another log than your key or checkpoint",
    "not-signed": "a signature by a key that you trust was required, and there is none",
    "not-witnessed": "a witness or a time stamp that you trust was required, and there is none",
    "cosignature-wrong": "a line of a pinned witness is not its signature over this checkpoint",
    "stamp-wrong": "the time stamp is not over this checkpoint, or not by the authority that you named",
    "stamp-older": "the time stamp is from before a record that it is said to cover",
    "time-future": "a record or a signature is dated in the future",
    "nothing-checked": "there was nothing to check",
}

MACHINE_READ = "machine-read"
"""The code of a text that was recognised in pictures."""

#: What stands in a record as a warning (`incomplete` of a version, `warnings` of a citation) → what people are told.
WARNINGS: Mapping[str, str] = {
    "encoding-guessed": "The document does not say how its characters are encoded. That was guessed: a letter with an "
    "accent or in another script may be read wrong.",
    "encoding-not-as-declared": "The characters are encoded otherwise than the document or its server says.",
    MACHINE_READ: "A machine read the text, or some pages of it, from pictures. Letters, numbers and whole words may "
    "be wrong: compare them with the page.",
    "lines-unread": "Some lines of the pictures could not be read with any certainty, and were left out.",
    "pages-without-text": "Some pages hold no text: they are pictures, perhaps scanned. What they show was not read.",
    "pages-unreadable": "Some pages are damaged and were not read.",
    "pages-left-out": "The document is longer than what is read of one; its last pages were left out.",
    "characters-unknown": "The file does not say which characters some of its signs are. Each stands as \ufffd.",
    "changes-accepted": "The document holds tracked changes. It was read as if they were accepted: deleted words "
    "are not in it.",
    "comments-left-out": "Comments on the document were left out.",
    "form-left-out": "The document is a form. What was filled in may be missing.",
    "parts-left-out": "Of the files inside the document some were not taken: too many, too large, or damaged.",
    "bytes-undecodable": "Some bytes of the document are no characters in its encoding. Each is shown as \ufffd.",
    "parts-unread": "Some parts of the document, such as chapters, could not be read. They are missing from its text.",
    "markup-unclosed": "A comment, script or tag of the page never ends. What follows it is not seen, as in a browser.",
    "markup-too-deep": "Elements of the page stand very deep within one another. Some that are hidden may be shown.",
    "article-not-selected": "The page is too large or too deep to tell its article from what stands around it. All of "
    "its text counts.",
    "control-characters": "The text holds control characters, which are no part of writing: it may be damaged.",
    "cut-off": "The document was cut off before it came here, or its end is damaged: what follows is missing.",
    "mail-damaged": "Some of the mail, or of what is attached to it, was damaged on the way: a piece may be missing.",
    "mail-encrypted": "The mail is encrypted: what it says is not here, only who wrote to whom.",
    "mail-recipients": "The mail has more recipients than can be searched for; all of them stand in its text.",
    "mail-too-deep": "The mail is nested deeper than is read: what lies deeper stands in the original only.",
    "mail-too-many-parts": "The mail has more parts than are read: the others stand in the original only.",
    "truncated": "The cited words leave out a negation, a hedge, a condition or an attribution beside them.",
    "mail-without-text": "A part of the mail's body gave no text, such as a page that is one picture.",
}


#: Why a capture is not taken for what the source says, until somebody accepts it → what people are told.
SUSPECT: Mapping[str, str] = {
    "gone": "the server said that there is no such page any more",
    "consent-page": "it looks like a page that asks for consent",
    "block-page": "it looks like a page that keeps programs out",
    "soft-404": "it looks like a page that says that there is no such page",
    "text-shrunk": "more than 60 % of the text is missing",
    "text-of-another": "another address gives the same text",
}

#: What a watched page was, against what it was before → what people are told.
CLASSED: Mapping[str, str] = {
    "first": "seen for the first time",
    "same-bytes": "the same bytes",
    "same-article": "the same article, other bytes",
    "text-changed": "the text changed",
    "title-changed": "the title changed",
    "date-changed": "the date of publication changed",
    "gone": "there is no such page any more",
    "back": "the page is back",
    "suspect": "in doubt",
    "still": "as it was the time before",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a stable code, and a line that says which thing it is about."""

    code: str
    message: str

    def __post_init__(self) -> None:
        if self.code not in PROBLEMS:
            raise ValueError(f"unregistered code {self.code!r}")

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed what was verified: `key` is the fingerprint (64 hex digits) of a key that the user trusts, `trusted`
    why he does; all is empty when none did. `stamped` is the moment of a time stamp by an authority that he named
    (UTC), `witnesses` are the names of pinned ones that cosigned."""

    key: str = ""
    trusted: str = ""
    stamped: str = ""
    witnesses: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Such as `SIGNED and time-stamped by ab12 9f3e… (pinned 3 May 2026)`."""
        also = [*(["time-stamped"] if self.stamped else []), *(["witnessed"] if self.witnesses else [])]
        return f"{' and '.join(['SIGNED', *also])} by {self.key[:4]} {self.key[4:8]}… ({self.trusted})"


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    `checked` counts by kind of thing (and names the mode); `skipped` says what could not be looked at;
    `strength` is `none`, `intact`, `signed` or `witnessed`. `reservation` qualifies the headline: what people
    see may not be what was checked. `root_compared`: the log has the root that the user holds. `signer` is of a bundle,
    as is its `fingerprint` (SHA-256 of its tag manifest); `remembered`: an archive goes on from what it signed last.
    """

    checked: Mapping[str, int | str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    skipped: tuple[str, ...] = ()
    root: str = ""
    size: int = 0
    reservation: str = ""
    root_compared: bool = False
    signer: Signer = Signer()
    fingerprint: str = ""
    remembered: bool = False

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def strength(self) -> str:
        if self.problems:
            return "none"
        if not self.signer.key:
            return "intact"
        return "witnessed" if self.signer.stamped or self.signer.witnesses else "signed"

    @property
    def headline(self) -> str:
        """The first line a person reads. Never a bare OK."""
        if self.problems:
            return f"NOT INTACT: {len(self.problems)} problem{'s' * (len(self.problems) != 1)} found"
        compared = ", with the root that you hold" if self.root_compared else ""
        reservation = f" {self.reservation};" if self.reservation else ","
        if self.signer.key:
            return f"{self.signer}{compared}{reservation.removesuffix(',').removesuffix(';')}"
        if self.remembered:
            return f"INTACT{compared}, and goes on from what was signed last"
        return f"INTACT{compared}{reservation} signer not checked"
