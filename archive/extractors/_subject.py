"""Who does what a verb says: the words before it (or behind it, where it stands before its subject)."""

from __future__ import annotations

from archive.extractors._line import STOPS, Line

Range = tuple[int, int]  # of words


def before(line: Line, end: int) -> Range | None:
    """The subject that ends before word `end`; None where it stands elsewhere: behind an `and`, before a participle."""
    known, last = line.known, end - 1
    if last < 0 or line.quoted[last]:
        return None
    word = line.words[last]
    if word in known.relatives:
        return _with_antecedent(line, last)
    if word in known.subjects:
        return last, end
    if word in {",", ")", "—", "–"}:
        return _with_apposition(line, last)
    end = _without_time(line, end)
    if end < 1 or not may_end(line, end - 1):
        return None
    return noun_phrase(line, end - 1), end


def _without_time(line: Line, end: int) -> int:
    """Where it ends without `on Tuesday`, `this week` behind it."""
    known, index = line.known, end
    while index > 0 and line.words[index - 1] in known.times:
        index -= 1
    if index < 2 or index == end:
        return end
    if line.words[index - 1] in known.dating:
        return index - 1
    return end if line.capital[index] else index


def may_end(line: Line, last: int) -> bool:
    known, word = line.known, line.words[last]
    if word in STOPS or word in known.coordinators or word in known.determiners:
        return word.isdigit()
    return not (
        word in known.prepositions
        or word in known.subordinators
        or word in known.auxiliaries
        or word in known.modals
        or word in known.adverbs
        or word in known.infinitive
    )


def noun_phrase(line: Line, last: int) -> int:
    """Where the noun phrase begins that ends with word `last`."""
    known, index = line.known, last
    while index > 0:
        word = line.words[index - 1]
        if line.quoted[index - 1] or word in STOPS or word in known.finite:
            break
        if (
            word in known.subordinators
            or word in known.that
            or word in known.relatives
            or word in known.subjects - known.determiners
        ):
            break
        if word in known.coordinators and not _joins_names(line, index - 1):
            break
        if (
            word in known.forms
            and known.forms[word][1] in ("past", "s")
            and not line.capital[index - 1]
            and word not in known.like_nouns
        ):
            break
        index -= 1
    return _without_adverbial(line, index, last)


def _without_adverbial(line: Line, index: int, last: int) -> int:
    """Without what leads up to it: `But`, `On Tuesday`."""
    known = line.known
    while index < last and (line.words[index] in known.coordinators or line.words[index] in known.adverbs):
        index += 1
    if line.words[index] in known.accompanying and index < last:
        return index + 1
    if line.words[index] in known.prepositions:
        for later in range(index + 1, last):
            if line.words[later] in known.times and line.words[later + 1] not in known.times and later + 1 <= last:
                return later + 1
    return index


def _joins_names(line: Line, index: int) -> bool:
    return (
        line.words[index] in line.known.joining
        and index > 0
        and line.words[index + 1] not in line.known.subjects
        and (line.capital[index + 1] == line.capital[index - 1])
        and line.words[index - 1] not in STOPS
    )


def _with_antecedent(line: Line, last: int) -> Range:
    """`voters, who`: with the words before the relative pronoun."""
    index = last - 1
    if line.at(index) == ",":
        index -= 1
    if index < 0 or not may_end(line, index) or line.quoted[index]:
        return last, last + 1
    return noun_phrase(line, index), last + 1


def _with_apposition(line: Line, last: int) -> Range | None:
    """`Ada Lorn, a spokeswoman for the mill,`: from the head on."""
    opening = {",": ",", ")": "(", "—": "—", "–": "–"}[line.words[last]]
    index = last - 1
    while index >= 0 and line.words[index] != opening and not line.quoted[index]:
        index -= 1
    if index < 1 or last - index > 30 or line.quoted[index] or line.quoted[index - 1]:
        return None
    head = index - 1
    if line.words[index - 1] in STOPS or (not may_end(line, head) and line.words[head] not in line.known.subjects):
        return None
    start = noun_phrase(line, head)
    if start > 1 and line.words[start - 1] == "," and not line.capital[start] and opening == ",":
        earlier = _with_apposition(line, start - 1)  # “Ada Lorn, 34, a miller, said”
        if earlier is not None:
            return earlier[0], last
    return start, last if line.words[last] != ")" else last + 1


def behind(line: Line, first: int) -> Range | None:
    """The subject of a verb that stands before it: “…”, said Ada Lorn, a miller."""
    known, index = line.known, first
    if index >= len(line) or line.quoted[index] or line.words[index] in STOPS:
        return None
    word = line.words[index]
    if word in known.subjects - known.determiners:
        return index, index + 1
    if not (line.capital[index] or word in known.determiners or word in known.subjects or word.isalpha()):
        return None
    if word in known.prepositions or word in known.subordinators or word in known.that:
        return None
    while index < len(line) and not line.quoted[index] and line.words[index] not in STOPS:
        word = line.words[index]
        if word in known.subordinators or (index > first and word in known.times | known.auxiliaries | known.told):
            break
        if (line.words[index] == "." and index == len(line) - 1) or (index > first and _dates(line, index)):
            break
        index += 1
    return (first, index) if index > first else None


def _dates(line: Line, index: int) -> bool:
    """`on 3 May`, `on Tuesday`, `in June`: behind a preposition of time, no part of a name."""
    after = line.at(index + 1)
    return line.words[index] in line.known.dating and (after[:1].isdigit() or after in line.known.times)


def of_clause(line: Line, end: int) -> Range | None:
    """The subject of the sentence that word `end` belongs to: its first noun phrase."""
    known, index = line.known, 0
    while index < end and (
        line.words[index] in STOPS or line.words[index] in known.coordinators or line.words[index] in known.adverbs
    ):
        index += 1
    first = line.at(index)
    if first.endswith(known.adverbial) and line.at(index + 1) == ",":
        index += 2
        first = line.at(index)
    if first in known.prepositions or first in known.subordinators or first.endswith(known.gerunds):
        comma = next((i for i in range(index, end) if line.words[i] == "," and not line.quoted[i]), -1)
        if comma < 0:
            return None
        index = comma + 1
    start = index
    while index < end and not line.quoted[index] and line.words[index] not in STOPS:
        word = line.words[index]
        if index > start and not line.capital[index] and _goes_on_with_verb(line, word):
            break
        if index > start and line.words[index - 1] in known.subjects - known.determiners:
            break
        index += 1
    if line.at(index) == "," and index + 1 < end and line.capital[index + 1]:  # “The head of the mill, Ada Lorn, left”
        later = index + 1
        while later < end and line.capital[later] and not line.quoted[later]:
            later += 1
        index = later if line.at(later) == "," else index
    return (start, index) if start < index < end else None


def _goes_on_with_verb(line: Line, word: str) -> bool:
    known = line.known
    return word in known.finite or word in known.forms or word in known.relatives or word.endswith(known.pasts)


def leading(line: Line, index: int) -> int:
    """The first of the auxiliaries and adverbs that end before word `index`."""
    known = line.known
    while index > 0 and (line.words[index - 1] in known.auxiliaries or line.words[index - 1] in known.adverbs):
        index -= 1
    return index
