"""What the rules know of a language: word lists, and nothing else. Another language is another module of these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NEVER = "(?!)"  # is no word, and as a pattern matches none


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All in small letters. A verb's forms stand under each of them, with its class and how it is used there.

    Classes: `say` (a statement follows, or stands before: “X, he said”), `tell` (the hearer first), `show` (of polls
    and reports), `hold` (an attitude; its statement follows), `want` (an intention: `to` follows), `treat` (of what is
    spoken about: “criticised the plan”).
    """

    forms: Mapping[str, tuple[str, str]]  # form → class, use: base s past part ing
    like_nouns: frozenset[str]  # forms that are more often nouns
    particles: Mapping[str, frozenset[str]]  # form → what may belong to it: called *for*
    only_with: frozenset[str]  # forms that count with their particle only
    nouns: frozenset[str]  # cues that are nouns: the *claim* that
    rumours: frozenset[str]  # of these, the ones that need no source: *reports* of damage
    links: frozenset[str]  # what leads from such a noun to its statement
    according: tuple[tuple[str, ...], ...]  # the words before a name: *according to* X
    auxiliaries: frozenset[str]
    going_on: frozenset[str]  # auxiliaries before `to`: who *continues to* say it says it
    being: frozenset[str]
    modals: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    subjects: frozenset[str]  # pronouns that are a whole subject
    relatives: frozenset[str]
    objects: frozenset[str]  # pronouns that are a whole object
    determiners: frozenset[str]
    articles: frozenset[str]  # those of something new
    prepositions: frozenset[str]
    subordinators: frozenset[str]
    coordinators: frozenset[str]
    finite: frozenset[str]  # frequent verb forms that no list above has
    times: frozenset[str]
    dating: frozenset[str]  # prepositions before these, or before a number
    hearers: frozenset[str]  # who is told, without an article
    that: frozenset[str]
    by: str
    data: frozenset[str]  # nouns of things that show: poll, report
    persons: frozenset[str]  # nouns and pronouns that a base form may follow: they say, voters say
    sure: frozenset[str]  # base forms that are hardly ever nouns
    possessives: frozenset[str]
    unlikely_tails: frozenset[str]  # forms that end no `, the paper reported`
    breaks: frozenset[str]  # behind a comma, they lead away from what is spoken about
    ends: frozenset[str]  # so do these without a comma
    adding: tuple[str, ...]  # behind a comma, goes on with what is spoken about
    comparing: frozenset[str]  # behind a comma, may bring in another statement
    denying: frozenset[str]
    asking: frozenset[str]  # forms of saying that say of nothing that it is so
    quoting: frozenset[str]  # forms that count with a quotation only
    evidential: frozenset[str]  # adverbs that are a cue with an unknown source
    hedges: str  # of one regular expression; a space stands for any white space
    name: str  # of one regular expression, as the next four, in which NAME stands for it
    relayed: str  # , a statement amplified by NAME
    aside: str  # , as relayed by NAME
    handed: str  # reports presented to NAME
    owned: str  # (whose) statement, to the end
    labels: frozenset[str]  # before a colon, nobody's names
    singular: frozenset[str]  # pronouns of one person
    infinitive: frozenset[str]  # he wants *to*
    role: frozenset[str]  # described *as*
    of: frozenset[str]
    joining: frozenset[str]  # names: X *and* Y
    opposing: frozenset[str]
    accompanying: frozenset[str]  # before a subject whose verb is a participle
    authors: frozenset[str]  # the claim *by* X
    topics: frozenset[str]  # no author stands beyond: the claim by X *about*
    leading: frozenset[str]  # behind a passive: is said *to*
    asked: frozenset[str]  # a question follows what is held: she knows *whether*
    gerund: frozenset[str]  # what may stand before one
    told: frozenset[str]  # before those who are told, behind who says it
    needs_that: bool  # no statement follows its verb without: a noun behind `…, a dit` is who says it
    elided: str  # of one regular expression: words that are written together with the next one
    inverted: frozenset[str]  # subjects that are written together with their verb: dit*-il*
    gerunds: tuple[str, ...]  # endings, as the following: they count where `forms` tells nothing
    pasts: tuple[str, ...]
    adverbial: tuple[str, ...]
    owning: tuple[str, ...]
    denied: tuple[str, ...]
    the: frozenset[str]
    within: frozenset[str]  # small words within names: the Ministry *of* Water
    personal: frozenset[str]  # relative pronouns of persons
    leading_to: frozenset[str]  # prepositions before whoever does it, or it comes from
    openings: tuple[tuple[str, ...], ...]  # words that lead up to a statement, and are nobody who makes it
    betokening: frozenset[str]  # forms of saying that events do too: it *underscored* the danger
    events: frozenset[str]  # nouns of what happens or is
    put: frozenset[str]  # participles of what somebody is asked or told: *asked* whether, she said
    charging: frozenset[str]  # between whom another speaks of and what he says: accused him *of* saying
    event_endings: tuple[str, ...]  # so end others
    bodies: frozenset[str]  # but these are somebody, or say something


def listed(words: str) -> frozenset[str]:
    return frozenset(words.split())
