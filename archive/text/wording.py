"""The sentences in which a bundle speaks to people; dates and fingerprints as people read them."""

from __future__ import annotations

from archive.model.codes import SUSPECT, WARNINGS
from archive.model.record import is_when

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

SHOWN = (
    "Each claim below is shown with the exact words it rests on, where they stand, where they come from and when they "
    "were obtained. The cited words are underlined and marked; the sentence before and the sentence after are added "
    "so that nothing is read out of its context."
)
SHOWN_EXCERPTS = (
    "Each claim below is shown with the exact words it rests on, where they come from and when they were obtained. The "
    "cited words are underlined and marked, in the sentences that they stand in."
)
AROUND = (
    "The sources themselves lie next to this page, so that everything can be checked without believing who made it."
)
AROUND_EXCERPTS = (
    "The cited sentences lie next to this page, each with its proof, so that they can be checked without believing who "
    "made it; the sources themselves do not."
)
_EXCERPTS = (
    "Of {missing} of the {all} no more is here than the sentences that are shown. What stands around them cannot be "
    "checked, and “[…]” may stand for anything: words that take back what is cited, too."
)
LEFT_OUT = {
    "asked": "Not in this bundle: whoever made it chose to give an excerpt.",
    "confidential": "Not in this bundle: the source is marked confidential.",
    "mail": "Not in this bundle: it is a mail, which says who wrote to whom.",
    "attachment": "Not in this bundle: it came with a mail.",
}
ALONE = "This page came by itself: the sources do not lie next to it, and by itself it proves nothing."
ALONE_WAY = (
    "Ask who gave you this page for the bundle of the same claims. It holds the sources, and for every statement here "
    "the proof that it stands in the log whose fingerprint is given below; the program “archive verify” checks that."
)

ALONE_FILE = "This file by itself proves nothing: ask for the bundle of the same claims."

STANCES = {
    "supports": "Supports the claim",
    "contradicts": "Contradicts the claim",
    "mentions": "Mentions the claim, without saying whether it is so",
}
DOES_TO = {"supports": "supports", "contradicts": "contradicts", "repeats": "repeats"}
DONE_BY = {"supports": "supported by", "contradicts": "contradicted by", "repeats": "repeated by"}
OTHERS = "This claim and others"
SIGNS = {"supports": "+", "contradicts": "×", "mentions": "·", "repeats": "="}
DOES = {"supports": "support", "contradicts": "contradict", "mentions": "only mention"}
GROUPS = {
    "supports": "What supports it",
    "contradicts": "What speaks against it",
    "mentions": "What only mentions it",
}
NONE = {
    "supports": "Nothing in this bundle supports this claim.",
    "contradicts": "Nothing in this bundle speaks against this claim. That does not mean that nothing does.",
}
NONE_BUT = {
    "supports": "No words are cited that support this claim. Another claim is said to: see below.",
    "contradicts": "No words are cited that speak against this claim. Another claim is said to: see below.",
}
VERDICTS = {
    "exact": "The source’s own characters.",
    "typography": "The source’s own characters; the quote as it was entered differed in typography only.",
}
_HOW = {
    "file": "from a file",
    "list": "from a list of articles",
    "stdin": "handed over by another program",
    "fetch": "fetched from the web by this program",
    "watch": "fetched from the web by this program, which watches the page",
}

_NEWEST = "in the newest edition, of {date} (compared on {compared})"
_LATER = {
    "same": "These words are unchanged {newest}.",
    "moved": "The same words stand elsewhere {newest}.",
    "typography": "The same words {newest}, set otherwise.",
    "edited": "The source has changed since: the words, or what the sentence around them says, are others {newest}.",
    "split": "The source has changed since: other words stand in their place, in more sentences, {newest}.",
    "merged": "The source has changed since: other words stand in their place, in one sentence with others, {newest}.",
    "deleted": "The source has changed since: these words, and their sentence, are not found any more {newest}.",
    "ambiguous": "The source has changed since: where these words are now is in doubt {newest}.",
}
_DECIDED = {
    "accepted": "It was looked at, {date}, by {by}: the new place is cited too.",
    "edited": "It was looked at, {date}, by {by}: other words of the newer edition are cited too.",
    "rejected": "It was looked at, {date}, by {by}: the citation stays as it is.",
}

INSIDE = (
    ("data/originals", "the source documents exactly as they were obtained, byte for byte."),
    ("data/texts", "the text that was read from each; cited positions are counted in its characters, from 0."),
    ("data/spans", "where the sentences of each text begin and end."),
    ("data/records", "every statement on this page as it was recorded, named by its fingerprint."),
    ("data/log", "for each record the proof that it stands in the log whose fingerprint is given below."),
    ("data/citations", "each citation as a W3C Web Annotation, for other programs."),
    ("data/claims.csv, data/references.json", "the claims as a table, the sources as references (CSL-JSON)."),
    ("data/ro-crate-metadata.json, data/ro-crate-preview.html", "what is in data, for research tools (RO-Crate 1.2)."),
    ("VERIFY.txt", "how to check all this by hand."),
    ("bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt", "the list of all files (BagIt 1.0)."),
)
_WHOLE_FILES = ("data/originals", "data/texts", "data/spans")
_EXCERPTS_FILE = (
    "data/excerpts",
    "of each source that is not here whole: the sentences that are shown, with the proof of each.",
)
SIGNED = ("tagmanifest-sha256.txt.sig", "the signature of whoever made this, over the list of all files.")
STAMPED = ("data/log/checkpoint.tsr", "a time stamp of the log’s fingerprint, by an authority that makes such.")
WHOLE = "The folder is whole in itself: nothing needs the internet, and this page is made from its records alone."

WAYS = (
    "With what every computer has: the lists of files and their fingerprints show whether a file was damaged or "
    "exchanged. VERIFY.txt says how, for Windows, macOS and Linux.",
    "With the program: “archive verify” and this folder’s name. It also checks that every quote stands in its "
    "source at the place given, that every record is in the log, and that this page says what the records say.",
    "With somebody you trust: ask who gave you this bundle, by telephone or on paper, for the fingerprint of the log, "
    "or of the key that signed it, and compare it with the one below. Only this shows that the bundle as a whole was "
    "not made anew.",
)

UNPROVEN = (
    "That what was obtained is what the website showed to others, or showed at any other time.",
    "That the cited words mean what the claim says. That is a person’s judgement; the words are there to be judged.",
    "That a source has not changed since it was obtained, where nothing is said of that.",
    "That nothing was left out: another source, a citation that speaks against a claim, or a later withdrawal.",
)
_UNSEEN = (
    "Of a source of which only an excerpt is here: what stands around the cited sentences, and that its text was read "
    "from the original as it should."
)
_DATES = (
    "That the names and dates of recording are true. They are what the maker of the archive entered, by their own "
    "clock; "
)
_UNSIGNED = "this bundle carries no signature and no time stamp of somebody else that was checked."
_SIGNED = "the signature shows who vouches for them, to those who know the key another way than from this bundle."
_STAMPED = " The time stamp shows that all this existed then, to those who trust its authority."

GLOSSARY = (
    ("Claim", "a statement that someone makes, in words."),
    ("Citation", "ties a claim to exact words of one version of a source, and says how the two stand to each other."),
    ("Relation", "what somebody states that one claim does to another. No program concludes it."),
    ("Source", "a document. Version: the document as it was at one time; another version is never put in its place."),
    ("Withdrawn", "taken back by whoever entered it. It stays visible, with the reason."),
    ("Log", "a list of all records that can only grow; altering or removing one changes its fingerprint."),
    ("Fingerprint", "64 letters and digits worked out from a file (SHA-256). Another file has another fingerprint."),
    (
        "To cite it",
        "a short name of the cited words that the program can look up, and that cannot be mistyped unnoticed.",
    ),
)


def later(outcome: str, captured: str, compared: str) -> str:
    """What became of cited words in the edition that was captured then, the newest when they were compared."""
    newest = _NEWEST.format(date=day(captured), compared=day(compared[:10]))
    return _LATER.get(outcome, f"{outcome.replace('-', ' ')} {{newest}}.").replace("{newest}", newest)


def change(kind: str, before: str, after: str) -> str:
    """One thing that is another in the newer edition, or in a quote."""
    said = became(before, after)
    return f"{kind}: {said}" if said else kind


def became(before: str, after: str) -> str:
    """What became of words; nothing where there are none."""
    if before and after:
        return f"“{before}” became “{after}”"
    return f"“{before}” was left out" if before else f"“{after}” was added" if after else ""


def decided(decision: str, at: str, by: str) -> str:
    """What somebody decided who has looked at that."""
    said = _DECIDED.get(decision, f"It was looked at, {{date}}, by {{by}}: {decision}.")
    return said.replace("{date}", day(at[:10])).replace("{by}", by)


def plural(count: int, what: str) -> str:
    """`1 claim`, `2 claims`."""
    return f"{count} {what}{'s' * (count != 1)}"


def groups(root: bytes) -> str:
    """Hex digits in groups of four, to be read out."""
    digits = root.hex()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def inside(signed: object, stamped: object, excerpts: object = (), whole: bool = True) -> tuple[tuple[str, str], ...]:
    """(files, what they are), of all that a bundle holds; `whole`: some source is in it whole."""
    files = [_EXCERPTS_FILE] if excerpts else []
    files += [line for line in INSIDE if whole or line[0] not in _WHOLE_FILES]
    return (*files, *([SIGNED] if signed else ()), *([STAMPED] if stamped else ()))


def excerpts(missing: int, all: int) -> str:
    """That so many of all sources are not in a bundle whole."""
    return _EXCERPTS.format(missing=missing, all=plural(all, "source"))


def unproven(signed: object, stamped: object, excerpts: object = ()) -> tuple[str, ...]:
    """What no bundle can prove, and what one without a signature, or without the sources, cannot."""
    said = _SIGNED + (_STAMPED if stamped else "") if signed else _UNSIGNED
    return (*UNPROVEN, *([_UNSEEN] if excerpts else ()), _DATES + said)


def how(code: str) -> str:
    """How a version was obtained."""
    return _HOW.get(code, code)


def suspect(code: str) -> str:
    """Why a capture is in doubt; a code that a newer program gave, as it is but readable."""
    return SUSPECT.get(code, code.replace("-", " "))


def warning(code: str) -> str:
    """What the code of a warning says; a code that a newer program gave, as it is but readable."""
    return WARNINGS.get(code, code.replace("-", " "))


def day(when: str) -> str:
    """A date with the precision it is known to, and what is not known said; anything else as it is."""
    if not is_when(when):
        return when or "not known"
    date, _, time = when.partition("T")
    year, month, number = [*date.split("-"), "", ""][:3]
    if not month:
        return f"{year} (month and day not known)"
    written = f"{_MONTHS[int(month) - 1]} {year}"
    if not number:
        return f"{written} (day not known)"
    return f"{int(number)} {written}" + (f", {time.removesuffix('Z')} UTC" if time else "")
