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
    start = noun_phrase(line, end - 1)
    return None if is_opening(line, start, end) else (start, end)


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
    return _is_last_of_name(line, last) or not (
        word in known.prepositions
        or word in known.subordinators
        or word in known.auxiliaries
        or word in known.modals
        or word in known.adverbs
        or word in known.infinitive
    )


def _is_last_of_name(line: Line, last: int) -> bool:
    """`Moon Jae In`: a small word with a capital, behind two others."""
    return last > 1 and all(line.capital[last - 2 : last + 1])


def noun_phrase(line: Line, last: int) -> int:
    """Where the noun phrase begins that ends with word `last`."""
    known, index = line.known, last
    while index > 0:
        word = line.words[index - 1]
        if word == "‘" and "'" in line.words[index:last]:  # “the ‘Night’ mill” (a ’ is ' here)
            index -= 1
            continue
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
    if opening := _opening(line, index, last):
        return opening
    if line.words[index] in known.accompanying and index < last:
        return index + 1
    if line.words[index] in known.prepositions:
        for later in range(index + 1, last):
            if line.words[later] in known.times and line.words[later + 1] not in known.times and later + 1 <= last:
                return later + 1
        return _behind_adverbial(line, index, last)
    if index and line.words[index - 1] in known.prepositions:
        return _behind_adverbial(line, index, last)
    return index


def _opening(line: Line, index: int, last: int) -> int:
    """Where it goes on behind `In addition`, `Meanwhile`; 0 without such words, or where nothing follows."""
    for words in line.known.openings:
        end = index + len(words)
        if line.words[index:end] == [*words]:
            return end if end <= last else 0
    return 0


def is_opening(line: Line, first: int, end: int) -> bool:
    """Whether these words only lead up to a statement: `In addition`."""
    return tuple(line.words[first:end]) in line.known.openings


def _behind_adverbial(line: Line, index: int, last: int) -> int:
    """`In a statement the ministry`: where an article follows what is no preposition."""
    known = line.known
    for later in range(index + 2, last):
        before = line.words[later - 1]
        article = line.words[later] in known.articles | known.the
        if article and before not in known.prepositions | known.determiners | known.coordinators | known.infinitive:
            return later
    return index


def _joins_names(line: Line, index: int) -> bool:
    """`Ada Lorn and Bea Fenn`, `millers and smiths`; at the beginning also `Haldwire and the mayor`."""
    if line.words[index] not in line.known.joining or not index or line.words[index - 1] in STOPS:
        return False
    after = line.words[index + 1]
    named = after in line.known.the or line.capital[index + 1] or line.capital[index - 1]
    if named and line.capital[index + 1] != line.capital[index - 1]:
        return _is_name_alone(line, index) and (after in line.known.the or after not in line.known.subjects)
    return after not in line.known.subjects and line.capital[index + 1] == line.capital[index - 1]


def _is_name_alone(line: Line, end: int) -> bool:
    """Whether nothing but a name stands before word `end`, in its sentence or since a comma: no verb of which it would
    be the object."""
    known, index = line.known, end
    while index and not line.quoted[index - 1] and line.words[index - 1] not in STOPS:
        word = line.words[index - 1]
        inside = word in known.within or word == "." or (line.capital[index - 1] and word not in known.prepositions)
        if not inside:
            return word in known.that or word in known.subordinators
        index -= 1
    return True


def _with_antecedent(line: Line, last: int) -> Range:
    """`voters, who`: the words before the relative pronoun, without it where a comma sets it off; of `who`, which is a
    person, those behind a `by` or `from`. The pronoun alone, where there are none."""
    index = last - 1
    if line.at(index) == ",":
        index -= 1
    if index < 0 or not may_end(line, index) or line.quoted[index]:
        return last, last + 1
    start = noun_phrase(line, index)
    if line.words[last] in line.known.personal:
        leading = [
            at for at in range(start, index) if line.words[at] in line.known.leading_to and _is_named(line, at + 1)
        ]
        start = leading[-1] + 1 if leading else start
    return start, index + 1 if index < last - 1 else last + 1


def _is_named(line: Line, index: int) -> bool:
    return line.capital[index] or line.words[index] in line.known.determiners


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
    if is_opening(line, 0, index):
        return index + 1, last  # “In addition, the miller, said”
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
    return (first, with_name(line, first, index)) if index > first else None


def with_name(line: Line, first: int, comma: int) -> int:
    """`said the mayor of Sallin, Ada Lorn.`: where the name ends that follows an office, and ends the clause."""
    index = comma + 1
    while index < len(line) and line.capital[index] and not line.quoted[index] and line.words[index].isalpha():
        index += 1
    office = line.words[first] in line.known.determiners and line.at(comma) == ","
    return index if office and index > comma + 2 and line.at(index) in ("", ".", ",") else comma


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


def is_event(line: Line, source: Range) -> bool:
    """Whether it is something that happens or is, by its head, and nobody: `the establishment of a zone`."""
    known, head = line.known, ""
    for at in range(source[0], source[1]):
        word = line.words[at]
        if (
            word in known.prepositions
            or word in known.relatives
            or word in known.infinitive
            or (word in STOPS and word != "‘")
        ):
            break
        if line.capital[at] and at:
            return False
        head = word
    return head in known.events or (head.endswith(known.event_endings) and head not in known.bodies)


def leading(line: Line, index: int) -> int:
    """The first of the auxiliaries and adverbs that end before word `index`."""
    known = line.known
    while index > 0 and (line.words[index - 1] in known.auxiliaries or line.words[index - 1] in known.adverbs):
        index -= 1
    return index
