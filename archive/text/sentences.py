"""Sentences of a text as spans: rules, no model.

One regular expression finds the places where a sentence may end; small decisions judge each by the words
around it. Those looks are bounded and every repetition is possessive, so the whole is linear in the text.

Lines come first: a blank line always ends a sentence, a single line break unless the text is hard-wrapped.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from archive.text import abbreviations as known

SPLITTER = "rules/1"

_WEAK = ".!?…‥‽⁇⁈⁉؟．"  # ends a sentence if what stands around agrees
_FULL = "。！？｡।॥۔։።፧።៕។᠃᠉꓿᙮"  # ends one wherever it stands
_CLOSE = "”’»›)}）］｝」』】〉》〕\\]"  # right after a stop, only ever closes
_EITHER = "\"'“‘«‹„`"  # closes unless a word follows
_OPEN = "\"'“”‘’«‹»›„‚`([{（「『【〈《¿¡*_—–―‒•·-"
_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d"
_LOOK = 32  # code points looked at on either side of a stop
_NARROWEST, _WIDEST = 40, 120  # code points of a hard-wrapped line
_MOSTLY = 0.6  # of the line breaks of a hard-wrapped text come after a full line

_TAIL = (
    rf"(?:[{_CLOSE}]|[{_EITHER}](?!\w)|\[\w{{1,4}}\]|[⁰¹²³⁴-⁹]"  # quotes, brackets, footnote marks
    rf"|[ \u00a0\u202f][»”](?=\s|\Z|[.,;:!?…—–-])"  # French spacing
    rf"|\x20?[:;=]-?[()DP](?!\w)|\x20?[{_EMOJI}]++)*+"  # smileys belong to what they comment
)
_STOP = rf"[{_WEAK}{_FULL}](?:[{_WEAK}{_FULL}]|[ ][.!?…](?=\s|\Z))*+"
# Korean and Japanese polite verb endings close a sentence even where the writer left out the stop.
_POLITE = r"(?:니다|[아어여해예에네세군구고나데까와줘워져내려죠지]요|십시오|です|ます|でした|ました|ません)(?=\s)"
_PLAIN = re.compile(rf"(?P<mark>{_STOP})(?P<tail>{_TAIL})(?P<space>\s*+)")
_ASIAN = re.compile(rf"(?P<mark>{_STOP}|{_POLITE})(?P<tail>{_TAIL})(?P<space>\s*+)")
_HAS_ASIAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")

_HEAD = re.compile(rf"(?P<open>[{re.escape(_OPEN)}\s]{{0,6}}+)(?P<word>[^\W_]{{0,24}}+)")
_GOES_ON = re.compile(r"[,;:.!?/%)\]}№&]")
_HAN_KANA = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_ARABIC = re.compile(r"[\u0590-\u08ff]")
_THAI = re.compile(r"[\u0e00-\u0eff]")
_QUOTED_ON = re.compile(r"[とっなの]|という")  # Japanese: 「…。」と言った
_GLUED = re.compile(r"[^\W\d_]{3,}")
_CYRILLIC = re.compile(r"[\u0430-\u045f\u0491]")  # lower-case letters
_CLIPPED = re.compile(r"[^\W\d_]{1,5}")  # right after a bracket: (род. 1934), (pop. 900)
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,3}")
_SAID = re.compile(rf"(?:[^\W\d_][\w.’'-]{{0,20}} ){{1,3}}?(?:{'|'.join(sorted(known.SPEECH))})\b")
_BULLET = re.compile(r"(?:[-*+•‣◦▪●■–—·]|\d{1,3}[.)]|[a-zA-Z]\)|#{1,6}|[a-z_]{2,20}:)\s|[>|•●▪■]")

Line = tuple[int, int]


def sentences(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """Half-open spans `[start, end)` in code points, ordered and disjoint.

    They lose nothing but white space (`str.isspace`), none is empty, none begins or ends with white space.
    `language` is accepted for a later splitter; these rules read the script and the words themselves.
    """
    candidates = _ASIAN if not text.isascii() and _HAS_ASIAN.search(text) else _PLAIN
    return [span for start, end in _paragraphs(text) for span in _split(text, start, end, candidates)]


def _split(text: str, start: int, end: int, candidates: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Spans within the paragraph `[start, end)`, which has no white space at its edges."""
    for match in candidates.finditer(text, start, end):
        if match.end() < end and _ends(text, match, start, end):
            yield start, match.end("tail")
            start = match.end()
    yield start, end


# --- one stop ---


def _ends(text: str, match: re.Match[str], begin: int, end: int) -> bool:
    """Whether the sentence that begins at `begin` ends with this stop; something follows before `end`."""
    mark, tail, space = match.groups()
    after = match.end()
    if mark[0].isalpha():
        return True
    if any(c in _FULL for c in mark):
        return not (tail and _QUOTED_ON.match(text, after))
    if not space:
        return _glued(text, match, begin)
    head = _HEAD.match(text, after, end)
    assert head  # it matches the empty string too
    word = head["word"]
    if not word and not _symbol_begins(text, head.end(), end):
        return False
    lower = word[:1].islower() and not word[1:2].isupper() and word not in ("http", "https", "www")
    if mark == ".":
        return _full_stop_ends(text, match, begin, head, lower)
    if "…" in mark or mark.count(".") > 1:
        return not (lower or _omission(text, match) or _ARABIC.match(word) or _said(text, match, word))
    return _called(text, match, begin, head, lower)


def _symbol_begins(text: str, at: int, end: int) -> bool:
    """Whether the symbol at `at`, where a word might stand, may begin a sentence: not the slash of `km. / h`."""
    return text[at - 1] in "([" or not _GOES_ON.match(text, at, end)


def _called(text: str, match: re.Match[str], begin: int, head: re.Match[str], lower: bool) -> bool:
    """After `!` or `?`: an end, unless the speaker follows or the mark is part of a name."""
    word, token = head["word"], _token(text, begin, match.start())
    if lower:
        named = match["mark"] == "!" and token[:1].isupper()
        dashed = any(c in "—–-" for c in head["open"])
        return not (match["tail"] or named or dashed or word in known.SPEECH)
    return not (_said(text, match, word) or (token in known.CALLED and not match["tail"]))


def _said(text: str, match: re.Match[str], word: str) -> bool:
    """Whether a quotation ends here and its speaker follows: `“Stop!” Ann Poe said.`"""
    if not match["tail"] or word in known.STARTERS:
        return False
    return bool(_SAID.match(text, match.end(), match.end() + 2 * _LOOK))


def _omission(text: str, match: re.Match[str]) -> bool:
    """`(...)` and `[…]` stand for left-out text and end nothing."""
    return match.start() > 0 and text[match.start() - 1] in "([" and match["tail"][:1] in (")", "]")


def _glued(text: str, match: re.Match[str], begin: int) -> bool:
    """No white space follows: an end in scripts without spaces, or where a writer forgot one (`end.Then`)."""
    mark, after = match["mark"], match.end()
    if _HAN_KANA.match(text, after):
        return mark[0] in "!?" and bool(_UNSPACED.match(text, max(begin, match.start() - 1)))
    if (match["tail"] and not match["tail"].endswith("]")) or not text[after].isupper():
        return False
    token = _token(text, begin, match.start())
    following = text[after + 1 : after + 2]
    if token in known.NEVER or token in known.LOOSE or not token.islower():
        return False
    return bool(_GLUED.fullmatch(token)) and (following.islower() or following == " ")


def _full_stop_ends(text: str, match: re.Match[str], begin: int, head: re.Match[str], lower: bool) -> bool:
    """A single `.` followed by white space and, perhaps after an opening mark, a word."""
    stop, tail = match.start(), match["tail"]
    if tail:
        if lower:
            return False
        if tail[0] not in ")]":
            return True
    token = _token(text, begin, stop)
    if not token:
        return True
    if _THAI.match(token):
        return False
    verdict = _abbreviation(text, begin, stop, token, head)
    if verdict is not None:
        return verdict and not lower
    return not lower or _plain(token)


def _plain(token: str) -> bool:
    """Whether a stop after this word ends a sentence although the next word is not capitalised."""
    if not token[-1].isalpha():
        return not token.isdigit() or len(token) > 3
    return token.islower() and token not in known.OPEN_ENDED and (len(token) > 2 or token in known.SHORT)


def _abbreviation(text: str, begin: int, stop: int, token: str, head: re.Match[str]) -> bool | None:
    """Whether an abbreviation's or a number's stop ends the sentence too; None if `token` is neither."""
    word, opened = head["word"], head["open"].strip()
    before = _token(text, begin, stop - len(token) - 1) if stop - len(token) > begin else ""
    then = text[head.end() : head.end() + 1]
    elided = len(word) < 3 and then in ("'", "’")  # French: L'État, D'abord
    starter = elided or (word in known.STARTERS and then != ".")
    if token.isdigit():
        return _number_ends(stop - len(token) == begin, token, before, word, starter)
    if token in known.NEVER or (token.capitalize() in known.NEVER and token.isupper() and word.isupper()):
        return False
    if token in known.NUMBER and word[:1].isdigit():
        return False
    if len(token) == 1 and token.isalpha() and token < "\u2e80" and token not in known.SHORT:
        return _letter_ends(token, before, word, starter, opened)
    if token in known.HOUR:
        return opened != "(" and word not in known.ZONE
    after_number = token.islower() and before[-1:].isdigit()
    if token in known.LOOSE:
        return (starter or after_number) and opened != "("
    if _ACRONYM.fullmatch(token):
        return (starter or token.islower()) and opened != "("
    if text[stop - len(token) - 1 : stop - len(token)] == "(" and _CLIPPED.fullmatch(token) and token.islower():
        return False
    return None


def _letter_ends(token: str, before: str, word: str, starter: bool, opened: str) -> bool:
    """A single letter: an initial, a label, a unit or half of an abbreviation like `z. B.`."""
    pair = before.rstrip(".") + "." + token
    if pair in known.NEVER or opened[:1] in tuple("(—–-"):
        return False
    counted = before[-1:].isdigit() and (_CYRILLIC.match(token) is not None or token in "mghls")  # "1999 г."
    if word[:1].isdigit():
        return counted
    if token.islower():
        paired = len(before) == 2 and before[1] == "." and _CYRILLIC.match(token) is not None  # "и т. д."
        return starter or counted or paired or pair in known.HOUR
    return before in known.LABELS or (starter and word not in known.PARTICLES)


def _number_ends(first: bool, token: str, before: str, word: str, starter: bool) -> bool:
    """A number: of a list (`1. First`), an ordinal (`am 3. Oktober`), or simply the last word."""
    ordinal = len(token) < 4 and (word in known.MONTHS or before in known.DETERMINERS)
    return not first and (starter or not ordinal)


def _token(text: str, begin: int, end: int) -> str:
    """The word that ends at `end`, without what opens before it; cut at `_LOOK` code points."""
    window = text[max(begin, end - _LOOK) : end]
    token = window.rsplit(None, 1)[-1] if window and not window[-1].isspace() else ""
    token = token.lstrip(_OPEN)
    head, _, last = token.rpartition("-")
    return last if len(last) > 1 or head.endswith(".") else token


# --- lines ---


def _paragraphs(text: str) -> Iterator[Line]:
    """Spans that no sentence crosses, without white space at their edges."""
    blocks = [(block, _full_lines(text, block)) for block in _blocks(text)]
    breaks = sum(len(full) for _, full in blocks)
    wrapped = breaks > 1 and sum(sum(full) for _, full in blocks) >= _MOSTLY * breaks
    for block, full in blocks:
        begin, end = block[0]
        for before, line, was_full in zip(block, block[1:], full, strict=False):
            if not _continues(text, before, line, was_full, wrapped):
                yield begin, end
                begin = line[0]
            end = line[1]
        yield begin, end


def _full_lines(text: str, block: list[Line]) -> list[bool]:
    """For each line but the last: whether the next line's first word would not have fitted into it."""
    width = max(end - start for start, end in block)
    if width > _WIDEST or width < _NARROWEST:
        return [False] * (len(block) - 1)
    return [end - start + 1 + _first_word(text, after) > width for (start, end), after in pairwise(block)]


def _first_word(text: str, line: Line) -> int:
    if _UNSPACED.match(text, line[0]):
        return 1  # such a script wraps between any two characters
    space = text.find(" ", *line)
    return (line[1] if space < 0 else space) - line[0]


def _continues(text: str, before: Line, line: Line, full: bool, wrapped: bool) -> bool:
    """Whether `line` goes on with the sentence of the line `before` it, or may."""
    if _BULLET.match(text, line[0]):
        return False
    lower = text[line[0]].islower()
    if full:
        return wrapped or lower
    # Text from pages breaks inside a sentence too, at a link or an image.
    return lower and before[1] - before[0] >= _NARROWEST and text[before[1] - 1] not in _WEAK + ":;"


def _blocks(text: str) -> Iterator[list[Line]]:
    """Runs of lines between blank lines, each line without white space at its edges."""
    block: list[Line] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if bare := line.strip():
            first = at + line.index(bare[0])
            block.append((first, first + len(bare)))
        elif block:
            yield block
            block = []
        at += len(line)
    if block:
        yield block
