"""Verbs that say that somebody says: where one stands, how it is used, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extractors import _subject
from archive.extractors._line import QUOTES, STOPS, Line

Range = tuple[int, int]  # of words
MOST = 50  # in one sentence: more are no prose, and would take long


@dataclass(frozen=True, slots=True)
class Cue:
    """`start` to `end` are its words, the verb's own being at `verb`; `use` is the verb's form, `inverted` where the
    subject follows, `passive` where the subject belongs to what is said. `shared`: the subject is another verb's."""

    start: int
    verb: int
    end: int
    kind: str
    use: str
    source: Range | None = None
    content: tuple[Range, ...] = ()  # of a passive one
    shared: bool = False

    @property
    def is_weak(self) -> bool:
        """Whether what it speaks of is rather a thing than a statement, and ends sooner."""
        return self.kind not in ("say", "tell")


def cues(line: Line) -> list[Cue]:
    found: list[Cue] = []
    for index, word in enumerate(line.words):
        if word in line.known.forms and not line.quoted[index] and len(found) < MOST:
            cue = _cue(line, index, found)
            if cue:
                found.append(cue)
    return found


def _cue(line: Line, verb: int, earlier: Sequence[Cue]) -> Cue | None:
    kind, use = line.known.forms[line.words[verb]]
    end = _with_particle(line, verb)
    if end <= verb or _is_name(line, verb):
        return None
    start = _with_auxiliaries(line, verb, use)
    leading = line.words[start:verb]
    if use == "part" and not leading and "'" not in line.at(start - 1) and not _has_agent(line, kind, end):
        return None  # “a thing known to few”
    pronoun = next((at for at in range(start, end + 1) if line.at(at) in line.known.inverted), None)
    if pronoun is not None:
        return Cue(start, verb, end, kind, "inverted", (pronoun, pronoun + 1))
    passive = any(word in line.known.being for word in leading) and use in ("part", "past")
    if line.words[verb] in line.known.quoting and not _is_beside_speech(line, start, end):
        return None
    if passive or kind == "seem" or (use in ("past", "part") and start == verb and _has_agent(line, kind, end)):
        return _passive(line, Cue(start, verb, end, kind, use))
    if not (_is_verb(line, start, verb, end) and _has_complement(line, kind, verb, end, bool(leading))):
        return None
    cue = _with_source(line, Cue(start, verb, end, kind, use), earlier)
    betokens = cue and cue.source and line.words[verb] in line.known.betokening
    return None if betokens and cue and cue.source and _subject.is_event(line, cue.source) else cue


def _is_beside_speech(line: Line, start: int, end: int) -> bool:
    """Whether a quotation may belong to the verb: behind it, or before it, `“…”, continued Ada Lorn`."""
    before = start - 1 - (line.at(start - 1) == ",")
    return (before >= 0 and line.quoted[before]) or line.at(end) in (":", ",", ".", "") or line.quoted[end]


def _has_agent(line: Line, kind: str, index: int) -> bool:
    """`the figure estimated by Ada Lorn`; not `she said by Friday`, `by the end of May`."""
    known, agent = line.known, line.at(index + 1)
    if line.at(index) != known.by or index + 2 >= len(line) or line.quoted[index + 1] or agent in known.times:
        return False
    return agent.isalpha() and (line.capital[index + 1] or (agent in known.determiners and kind not in ("say", "tell")))


def _with_particle(line: Line, verb: int) -> int:
    """Where the cue ends: behind `called for`; at the verb, when it counts with a particle only and has none."""
    word = line.words[verb]
    if line.at(verb + 1) in line.known.particles.get(word, ()):
        return verb + 2
    return verb if word in line.known.only_with else verb + 1


def _is_name(line: Line, verb: int) -> bool:
    """`United States`: a capital behind a capital, and no headline."""
    if not (verb and line.capital[verb] and line.capital[verb - 1]):
        return False
    return sum(line.capital) * 3 <= 2 * len(line) - 6


def _with_auxiliaries(line: Line, verb: int, use: str) -> int:
    """Where the cue begins: at `has` of `has never said`."""
    known, start = line.known, verb
    while start > 0 and not line.quoted[start - 1]:
        word = line.words[start - 1]
        leads = (
            word in known.inverted
            or word in known.negations
            or word in known.auxiliaries
            or word in known.modals
            or word in known.adverbs
        )
        if not (
            leads
            or word.endswith(known.denied)
            or _is_adverb(line, start - 1)
            or (word in known.infinitive and use == "base")
        ):
            break
        start -= 1
    return start


def _is_adverb(line: Line, index: int) -> bool:
    return line.words[index].endswith(line.known.adverbial) and not line.capital[index]


def _is_verb(line: Line, start: int, verb: int, end: int) -> bool:
    """Whether it is a verb here that somebody does, and no noun: `he claims that`, not `the claims were`."""
    known, word, before = line.known, line.words[verb], line.at(start - 1)
    use = known.forms[word][1]
    leading = line.words[start:verb]
    if use == "base":
        return _is_base(line, start, verb, leading)
    if use == "s":
        if (
            before in known.determiners - known.subjects
            or before in known.prepositions
            or before.endswith(known.owning)
        ):
            return False
        return word not in known.like_nouns or (_can_follow(line, end) and _is_between(line, start - 1, end))
    if before in known.role and use in ("past", "part") and start == verb:
        return False  # “as relayed by”
    if use == "ing" and start == verb and known.forms[word][0] in ("treat", "want", "show", "hold"):
        return before in ("", ",") or before in known.gerund or before in known.coordinators
    return True


def _is_base(line: Line, start: int, verb: int, leading: list[str]) -> bool:
    known, word, before = line.known, line.words[verb], line.at(start - 1)
    if not known.infinitive.isdisjoint(leading) and leading[0] not in known.going_on:
        return False  # what somebody is to say
    if any(one in known.modals for one in leading):
        return False  # what somebody may say
    if any(one in known.auxiliaries for one in leading):
        return True
    if word in known.like_nouns and before not in known.persons and known.forms[word][0] != "hold":
        return False
    if word in known.sure and start and _subject.may_end(line, start - 1):
        return True
    return before in known.persons or (before.endswith("s") and not before.endswith(("'s", "ss")))


def _can_follow(line: Line, index: int) -> bool:
    """Whether a statement or an object may begin here."""
    known, word = line.known, line.at(index)
    if index >= len(line) or word in known.finite or (word in known.forms and known.forms[word][1] in ("past", "s")):
        return False
    participle = word.endswith(known.pasts) and not line.capital[index]
    if word in known.prepositions or word in known.coordinators or word == "." or participle:
        return False
    return word not in STOPS or word in QUOTES or word == ":"


def _is_between(line: Line, before: int, after: int) -> bool:
    """Whether a form that is rather a noun stands between a subject and what a verb speaks of."""
    known, word = line.known, line.at(before)
    named = line.capital[before] or word in known.subjects or word in known.data or word in known.relatives
    return named or word in STOPS or line.at(after) in known.that | known.infinitive or line.quoted[after]


def _has_complement(line: Line, kind: str, verb: int, end: int, led: bool) -> bool:
    """Whether what stands behind the verb can be what it speaks of."""
    known, after, phrasal = line.known, line.at(end), end > verb + 1
    if kind == "treat":
        return phrasal or after not in known.prepositions
    if kind not in ("want", "hold") or (kind == "want" and phrasal):
        return True
    if kind == "hold" and known.forms[line.words[verb]][1] == "part" and not led:
        return False
    if after in known.determiners or after in known.subjects or after in known.objects:
        return True
    if (
        after in known.infinitive
        or after in known.that
        or (end < len(line) and (line.capital[end] or line.quoted[end]))
    ):
        return True
    return after in known.negations if kind == "want" else after in known.asked


def _with_source(line: Line, cue: Cue, earlier: Sequence[Cue]) -> Cue | None:
    """The cue with whose it is; None where nobody can be told."""
    known, before, word = line.known, line.at(cue.start - 1), line.words[cue.verb]
    gerund = cue.use == "ing"
    if known.needs_that and cue.kind == "say" and not gerund and _is_behind(line, cue):
        first = _behind_adverbs(line, cue.end)
        source = _subject.behind(line, first)
        if source:
            return Cue(cue.start, cue.verb, cue.end, cue.kind, "inverted", source)
    source = None if gerund and cue.start == cue.verb else _subject.before(line, cue.start)
    if source:
        return _of(cue, source)
    if cue.kind == "say" and not gerund and (cue.start == 0 or before in {",", "-"} or before in QUOTES):
        source = _subject.behind(line, cue.end)
        if source:
            return Cue(cue.start, cue.verb, source[0], cue.kind, "inverted", source)
    if before in known.determiners or (before in known.prepositions and not gerund):
        return None
    if word in known.like_nouns and before not in known.coordinators:
        return None
    if gerund and before in known.charging and earlier and earlier[-1].kind == "treat":
        source = _charged(line, earlier[-1], cue.start - 1)
        return _of(cue, source, shared=True) if source else None
    source = earlier[-1].source if earlier and earlier[-1].source else _subject.of_clause(line, cue.start)
    return _of(cue, source, shared=True) if source else None


def _charged(line: Line, cue: Cue, end: int) -> Range | None:
    """Of whom a verb speaks, before word `end`: `accused Ada Lorn of saying`, `Ada Lorn was quoted by X as saying`;
    None where more stands between."""
    if cue.use == "passive":
        return cue.content[0] if cue.content else None
    between = line.words[cue.end : end]
    return (cue.end, end) if between and STOPS.isdisjoint(between) and not any(line.quoted[cue.end : end]) else None


def _is_behind(line: Line, cue: Cue) -> bool:
    """Whether a whole statement stands before the cue, and a noun behind it: `…, a dit Ada Lorn`."""
    if line.at(cue.start - 1) not in {","} | QUOTES or line.at(cue.end) in line.known.that:
        return False
    last = cue.start - 1 - (line.words[cue.start - 1] == ",")
    if line.quoted[last] or line.at(last) in QUOTES:
        return True
    clause: list[str] = []
    for word in line.words[: cue.start]:
        if word == ",":
            clause = []
        clause.append(word)
        finite = word in line.known.finite or (word.endswith(line.known.pasts) and len(word) > 4)
        if finite and line.known.relatives.isdisjoint(clause):
            return True
    return False


def _of(cue: Cue, source: Range, shared: bool = False) -> Cue:
    return Cue(cue.start, cue.verb, cue.end, cue.kind, cue.use, source, (), shared)


def _passive(line: Line, cue: Cue) -> Cue | None:
    """`the mill is said to be sold`, `was described by Ada Lorn as old`: the subject belongs to what is said."""
    known, end, after = line.known, cue.end, line.at(cue.end)
    seeming = cue.kind == "seem"
    if seeming and after not in known.infinitive and after in known.prepositions:
        return None
    subject = _subject.before(line, cue.start)
    if subject is None:
        return None
    if after == known.by and end + 1 < len(line):
        agent = (end + 1, _end_of_agent(line, end + 1))
        if agent[0] == agent[1]:  # “was accused by, among others, …”
            return Cue(cue.start, cue.verb, end + 1, cue.kind, "passive", None, (subject,))
        content = (subject, (agent[1], len(line))) if line.at(agent[1]) in known.role else (subject,)
        return Cue(cue.start, cue.verb, end + 1, cue.kind, "passive", agent, content)
    if not seeming and (after not in known.leading or cue.kind == "tell"):
        return None
    if end >= len(line):
        return None
    cue = Cue(cue.start, cue.verb, end, "hold", "passive")
    return Cue(cue.start, cue.verb, end, "hold", "passive", None, (subject, (end, stop(line, end, cue))))


def _end_of_agent(line: Line, index: int) -> int:
    """`by their leader, Ada Lorn`."""
    known, index = line.known, index + 1
    while index < len(line) and not line.quoted[index]:
        word = line.words[index]
        named = word == "," and index + 1 < len(line) and line.capital[index + 1]
        if (word in STOPS and not named) or (word in known.prepositions and word not in known.of):
            break
        if word in known.finite or word in known.relatives or word in known.subordinators:
            break
        index += 1
    return index - 1 if line.at(index - 1) in (",", ".") else index


# Where a statement ends ---------------------------------------------------------------------------------------


def stop(line: Line, start: int, cue: Cue) -> int:
    """Where what begins at word `start` ends: with the sentence, or where another statement is brought in."""
    ends = _ends_weak if cue.is_weak else _ends
    within = _is_within(line, cue)
    for index in range(start + 1, len(line)):
        if line.quoted[index]:
            continue
        word = line.words[index]
        if word == ";" or (within and word == ",") or _is_after_quote(line, index) or ends(line, index, start):
            return index
    return len(line)


def _is_within(line: Line, cue: Cue) -> bool:
    """Whether it stands in a clause of its own, which a comma ends: `When he said …, she left`."""
    if cue.shared or cue.source is None or cue.use == "passive":
        return False
    relative = line.at(cue.start - 1) in line.known.relatives and cue.is_weak
    return relative or line.at(cue.source[0] - 1) in line.known.subordinators


def _is_after_quote(line: Line, index: int) -> bool:
    """`“It is sold,” adding`: the comma stands within the quotation."""
    form = line.known.forms.get(line.words[index])
    return line.quoted[index - 1] and form is not None and form[1] == "ing"


def _ends(line: Line, index: int, start: int) -> bool:
    word, known = line.words[index], line.known
    if word in {",", "—", "–", "-", "―"}:
        return _breaks_off(line, index)
    joined = word in known.coordinators and _is_finite(line, _behind_adverbs(line, index + 1))
    return joined and (line.at(index + 1) in known.forms or line.at(index + 2) in known.forms)


def _ends_weak(line: Line, index: int, start: int) -> bool:
    word, after, known = line.words[index], line.at(index + 1), line.known
    if word in {",", "—", "–", "-", "―"}:
        dash = word == "-" and line.ends[index - 1] < line.starts[index]
        adds = line.words[index + 1 : index + 1 + len(known.adding)] == [*known.adding]
        return not adds and (dash or _breaks_off(line, index) or after in known.breaks or after in known.coordinators)
    if word in known.coordinators:
        pronoun = after in known.subjects - known.determiners
        return word in known.opposing or pronoun or _is_finite(line, _behind_adverbs(line, index + 1))
    if word == known.by and after.endswith(known.gerunds):
        return True
    return word == ":" or (word in known.ends and index > start + 1)


def _breaks_off(line: Line, comma: int) -> bool:
    """Whether what follows the comma is another statement, or says who says this one."""
    known, after = line.known, line.at(comma + 1)
    form = known.forms.get(after)
    if behind_according(line, comma + 1) or (form and form[1] == "ing" and form[0] in ("say", "tell", "treat")):
        return True
    if after in known.articles and not known.relatives.isdisjoint(line.words[comma + 2 : comma + 5]):
        return True  # “…, a move that worries the mill”
    if after in known.coordinators or after in known.comparing:
        if any(behind_according(line, later) for later in (comma + 2, comma + 3)):
            return True  # “…, while according to Ada Lorn …”
        return _states(line, comma + 2) or _is_tail(line, comma + 1)
    return _is_tail(line, comma + 1)


def behind_according(line: Line, index: int) -> int:
    """The word behind `according to`, when that begins here; else 0."""
    for words in line.known.according:
        if line.words[index : index + len(words)] == [*words]:
            return index + len(words)
    return 0


def _states(line: Line, start: int) -> bool:
    """Whether somebody says something within the next six words."""
    known = line.known
    words = line.words[start : start + 6]
    return any(w in known.forms and known.forms[w][1] in ("past", "s") and w not in known.like_nouns for w in words)


def _is_tail(line: Line, start: int) -> bool:
    """`, the paper reported on Monday.`: who says it stands behind."""
    known = line.known
    for index in range(start + 1, min(start + 9, len(line))):
        word = line.words[index]
        if word in STOPS or line.quoted[index]:
            return False
        form = known.forms.get(word)
        if form and form[0] == "say" and form[1] in ("past", "s") and word not in known.unlikely_tails:
            return closes(line, index + 1)
    return False


def closes(line: Line, index: int) -> bool:
    """Whether the clause ends here, but for when and where: no statement follows."""
    known, after = line.known, line.at(index)
    return (
        after in ("", ".", ",")
        or after in known.times
        or (after in known.prepositions and known.that.isdisjoint(line.words[index : index + 40]))
    )


def _behind_adverbs(line: Line, index: int) -> int:
    known = line.known
    while (
        line.at(index) in known.adverbs
        or line.at(index) in known.auxiliaries
        or line.at(index).endswith(known.adverbial)
    ):
        index += 1
    return index


def _is_finite(line: Line, index: int) -> bool:
    """Whether a finite verb stands here, as far as its form tells."""
    word, known = line.at(index), line.known
    form = known.forms.get(word)
    if form and form[1] in ("past", "s") and word not in known.like_nouns:
        return True
    return word in known.finite or (word.endswith(known.pasts) and len(word) > 4 and not line.capital[index])
