"""Sentences of a text as spans: rules, no model.

One regular expression finds the places where a sentence may end; small decisions judge each by the words
around it. Those looks are bounded and every repetition is possessive, so the whole is linear in the text.

Lines come first: a blank line always ends a sentence. A single line break does where the text is not
hard-wrapped and the lines look whole: not before a lower-case letter, nor after a comma, an article and the like.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
_MOSTLY = 0.6  # of the line breaks of a hard-wrapped text come after a full line,
_OFTEN = 0.25  # or, where its lines are ragged, before a lower-case letter
_SHORT = 0.6  # of the usual width: shorter lines may be headlines
_LISTED = 5  # narrow lines with hardly a mark at their ends are a list

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
_DATE = rf"\d{{1,2}}\.\s+(?:{'|'.join(sorted(known.MONTHS))})\b"
_BULLET = re.compile(
    rf"(?!{_DATE})(?:[-*+•‣◦▪●■–—·:]|\d{{1,3}}[a-z]?[.)]|[a-zA-Z]{{1,2}}\)|[ivx]{{2,5}}[.)]|#{{1,6}})(?=\s|\Z)"
    r"|i\.\s(?!\w\.)"  # but `i. d. R.`
    r"|[>|•●▪■]|```|~~~|[-=_*]{3,}+\Z"
)
_LABEL = re.compile(r"[a-z][a-z0-9_-]{1,20}:(?=\s|\Z)")  # of a field: `note: none`
_ADDRESS = re.compile(r"https?:|www\.|[\w.-]{1,32}@")
_LISTING = re.compile(r"[ivx]{1,5}|\d{1,3}[a-z]")  # before a stop, numbers the items of a list
_ASIDE = re.compile(r"[–—] [^\W\d_A-Z]")
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_WHOLE = re.compile(r"#{1,6}\s|\||```|~~~|[^\w]++\Z")  # lines nothing goes on from
_STOPPED = re.compile(rf"[{_WEAK}{_FULL}][{_CLOSE}{_EITHER}*_]*\Z")  # how a line ends
_CLOSING = re.compile(r"[,;)\]»”]|[.!?](?!\S)")  # at the beginning of a line, belongs to the line before

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
    if stop > begin and text[stop - 1] == "\\":  # Markdown: `31\\. Mai`
        stop -= 1
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
    at = stop - len(token)
    window = text[max(begin, at - _LOOK) : at]
    before = _token(text, begin, at - len(window) + len(window.rstrip()))
    then = text[head.end() : head.end() + 1]
    elided = len(word) < 3 and then in ("'", "’")  # French: L'État, D'abord
    starter = elided or (word in known.STARTERS and then != ".")
    if at == begin and _LISTING.fullmatch(token):
        return False
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


@dataclass(frozen=True, slots=True)
class _Wrapping:
    """What the line breaks of a whole text say about each of them."""

    filled: bool  # most lines break where the next word would not have fitted
    prose: bool  # lines break inside sentences
    short: float  # a first line of fewer code points may be a headline


def _paragraphs(text: str) -> Iterator[Line]:
    """Spans that no sentence crosses, without white space at their edges."""
    blocks = [(block, _full_lines(text, block)) for block in _blocks(text)]
    wrapping = _wrapping(text, blocks)
    for block, full in blocks:
        begin, end = block[0]
        if len(block) > 1:
            listed = _listed(text, block)
            item = _indent(text, block[0]) if _BULLET.match(text, *block[0]) else None
            for before, line, was_full in zip(block, block[1:], full, strict=False):
                bullet = _begins_item(text, before, line, wrapping)
                hangs = item is not None and _indent(text, line) > item
                first = before[0] == begin and not hangs
                if bullet or not (hangs or _continues(text, before, line, was_full, wrapping, first, listed)):
                    yield begin, end
                    begin = line[0]
                if bullet:
                    item = _indent(text, line)
                elif not hangs:
                    item = None
                end = line[1]
        else:
            end = block[0][1]
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


def _wrapping(text: str, blocks: list[tuple[list[Line], list[bool]]]) -> _Wrapping:
    breaks = full = within = width = judged = 0
    for block, was_full in blocks:
        breaks += len(was_full)
        full += sum(was_full)
        for (start, end), line in pairwise(block):
            if end - start > _WIDEST or _BULLET.match(text, *line) or _LABEL.match(text, *line):
                continue
            judged += 1
            if text[line[0]].islower() and not _ADDRESS.match(text, *line) and not _stopped(text, (start, end)):
                within += 1
                width += end - start
    prose = within > 1 and within >= _OFTEN * judged
    return _Wrapping(breaks > 1 and full >= _MOSTLY * breaks, prose, _SHORT * width / within if prose else 0)


def _listed(text: str, block: list[Line]) -> bool:
    """Whether these are the lines of a list without bullets: many, narrow, and hardly one ends with a mark."""
    if len(block) <= _LISTED or any(end - start >= _NARROWEST for start, end in block):
        return False
    return sum(text[end - 1] in ".,;:!?…" for _, end in block) * _LISTED < len(block)


def _begins_item(text: str, before: Line, line: Line, wrapping: _Wrapping) -> bool:
    """Whether `line` begins with a mark of its own: an item of a list, a heading, a row of a table."""
    if _BULLET.match(text, *line):
        ordinal = _is_ordinal(text, before, line)
        aside = wrapping.prose and _ASIDE.match(text, *line) and not _stopped(text, before)
        return not (ordinal or aside)
    if _WHOLE.match(text, *before):
        return not (
            _CLOSING.match(text, *line) or (text[before[0]] == "#" and _open_ended(text, before, text[line[0]]))
        )
    return bool(_LABEL.match(text, *line)) and (not wrapping.prose or _stopped(text, before))


def _continues(text: str, before: Line, line: Line, full: bool, wrapping: _Wrapping, first: bool, listed: bool) -> bool:
    """Whether `line` goes on with the sentence of the line `before` it, or may: then its stops decide.

    `first` says that nothing has been joined to the line before yet, `listed` that the lines look like a list's.
    """
    head, last = text[line[0]], text[before[1] - 1]
    if full and wrapping.filled:
        return True
    if head.islower():
        return not listed or _open_ended(text, before, head)
    if _stopped(text, before):
        return wrapping.prose or _abbreviated(text, before, line)
    if _CLOSING.match(text, *line) or _open_ended(text, before, head) or _is_ordinal(text, before, line):
        return True
    numbers = head.isdigit() and last.isdigit()
    if not wrapping.prose or before[1] - before[0] > _WIDEST or last == ":" or numbers:
        return False
    if first and (_BULLET.match(text, *before) or before[1] - before[0] < wrapping.short):  # perhaps a headline
        return False
    return head.isalnum() or head in _OPEN


def _is_ordinal(text: str, before: Line, line: Line) -> bool:
    """Whether the line begins with an ordinal (`am | 31. Mai`), not with the number of an item."""
    return _NUMBERED.match(text, *line) is not None and _last_word(text, before) in known.DETERMINERS


def _stopped(text: str, line: Line) -> bool:
    """Whether this line ends with a stop."""
    return _STOPPED.search(text, max(line[0], line[1] - 6), line[1]) is not None


def _abbreviated(text: str, before: Line, line: Line) -> bool:
    """Whether the stop at the line's end is an abbreviation's that never ends a sentence, or a date's."""
    if text[before[1] - 1] != ".":
        return False
    token = _token(text, before[0], before[1] - 1).rstrip("\\")
    if token.isdigit() and len(token) < 3:
        return _first_token(text, line) in known.MONTHS and len(token) < before[1] - before[0] - 2
    return token in known.NEVER


def _open_ended(text: str, before: Line, head: str) -> bool:
    """Whether the line before ends in the middle: with a comma, a hyphen, an opening bracket, an article."""
    last = text[before[1] - 1]
    if last in ",-–—([":
        return head.isalpha() or (head.isdigit() and last in "-–(")
    word = _last_word(text, before)
    if word in known.DANGLING:
        return True
    return word in known.PREPOSITIONS and text.count(" ", max(before[0], before[1] - _LOOK), before[1]) > 1


def _last_word(text: str, line: Line) -> str:
    """The last word, without a capital if it is also the first."""
    word = _token(text, *line)
    return word.lower() if len(word) == line[1] - line[0] else word


def _first_token(text: str, line: Line) -> str:
    words = text[line[0] : min(line[1], line[0] + _LOOK)].split(None, 1)
    return words[0].rstrip(",;:.")


def _indent(text: str, line: Line) -> int:
    """White space before the line, looked for no farther than it matters."""
    window = text[max(0, line[0] - _LOOK) : line[0]]
    return len(window) - len(window.rstrip(" \t"))


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
