"""What an unchanged sentence leans on, and what of that changed."""

import pytest

from archive.model.carrying import AROUND, UNCHANGED
from archive.model.span import Span
from archive.text.carry import Carried, carry

STORY = (
    "What is known\n\nOrla Dain runs the mill.\n\nFenn opened the gate. He left the valley at noon. "
    "The dam held until dawn. The siren was silent.\n\nNobody was hurt.\n"
)


def carried(was: str, now: str, words: str, language: str = "en") -> Carried:
    new = STORY.replace(was, now)
    assert new != STORY
    start = STORY.index(words)
    [found] = carry(STORY, new, [Span(start, start + len(words))], language)
    return found


@pytest.mark.parametrize(
    ("was", "now", "words", "kind"),
    [
        ("Fenn opened", "Dain opened", "He left the valley at noon.", "preceding"),
        ("Fenn opened", "Dain opened", "left the valley", "preceding"),
        ("Fenn opened the gate. ", "", "He left the valley at noon.", "preceding"),
        ("at noon. The", "at noon.\n\nThe following is wrong:\n\nThe", "The dam held until dawn.", "preceding"),
        ("\n\nNobody", "\n\nFalsely, the mayor also said so.\n\nNobody", "Nobody was hurt.", "preceding"),
        ("dawn. The siren", "dawn. The mayor denied that later. The siren", "The dam held until dawn.", "following"),
        ("What is known", "What was false", "Orla Dain runs the mill.", "heading"),
        ("What is known", "What was false", "The siren was silent.", "heading"),
    ],
)
def test_what_a_sentence_leans_on(was, now, words, kind):
    found = carried(was, now, words)
    assert found.outcome in UNCHANGED
    [change] = found.around
    assert (change.kind, change.kind in AROUND, change.before != change.after) == (kind, True, True)


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("Fenn opened", "Dain opened", "The dam held until dawn."),  # two sentences on
        ("He left the valley at noon.", "He went.", "The dam held until dawn."),  # it does not lean
        ("Fenn opened the gate.", "Fenn opened the gate!", "He left the valley at noon."),
        ("Fenn opened the gate. He", "Fenn  opened the gate.\n\nHe", "He left the valley at noon."),
        ("What is known", "What we know", "Orla Dain runs the mill."),
        ("Nobody was hurt.", "Two were hurt.", "The siren was silent."),
        ("\n\nNobody", "\n\nThe following is wrong:\n\nNobody", "The siren was silent."),
    ],
)
def test_an_ordinary_edit_makes_no_noise(was, now, words):
    found = carried(was, now, words)
    assert (found.outcome, found.around) == ("same", ())


@pytest.mark.parametrize("now", ["It is false that the dam", "The following is wrong: The dam"])
def test_a_doubt_in_the_sentence_itself_is_an_edit(now):
    assert carried("The dam", now, "held until dawn").outcome == "edited"


def test_of_words_that_changed_themselves_nothing_more_is_said():
    found = carried("Fenn opened the gate. He left", "Dain opened the gate. He never left", "He left the valley")
    assert (found.outcome, found.around) == ("edited", ())


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Fenn öffnete das Tor. Er ging.", "Dain öffnete das Tor. Er ging."),
        ("fr", "Fenn a ouvert la vanne. Elle est partie.", "Dain a ouvert la vanne. Elle est partie."),
        ("pl", "Tak było. Dom stał.", "To nieprawda: Dom stał."),
    ],
)
def test_other_languages(language, old, new):
    words = old.partition(". ")[2]
    [found] = carry(old, new, [Span(old.index(words), len(old))], language)
    assert (found.outcome in UNCHANGED, len(found.around)) in ((True, 1), (False, 0))
