"""Each kind of change is called by its name; what only looks otherwise is not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.text.changes import KINDS, SUBSTANCE, Change, changes, changes_substance, fold, named

NAMED = [
    ("en", "Five men died.", "Six men died.", Change("number", "Five", "Six")),
    ("en", "It cost $5 million.", "It cost $6 million.", Change("number", "5 million", "6 million")),
    ("en", "It was -5 degrees.", "It was 5 degrees.", Change("number", "-5", "5")),
    ("en", "the first three years", "the first four years", Change("number", "three", "four")),
    ("en", "He left on 12 March 2031.", "He left on 13 March 2031.", Change("date", "12 March 2031", "13 March 2031")),
    ("en", "In May he left.", "In June he left.", Change("date", "May", "June")),
    ("en", "Fenn opened it.", "Marrow opened it.", Change("name", "Fenn", "Marrow")),
    ("en", "It is true.", "It isn’t true.", Change("negation", "", "n’t")),
    ("en", "It can be.", "It cannot be.", Change("negation", "", "not")),
    ("en", "It was legal.", "It was illegal.", Change("negation", "legal", "illegal")),
    ("en", "He reportedly left.", "He left.", Change("hedge", "reportedly", "")),
    ("en", "Fenn said so.", "Fenn claimed so.", Change("attribution", "said", "claimed")),
    ("en", "He must go.", "He may go.", Change("modality", "must", "may")),
    ("en", "All gates were open.", "Some gates were open.", Change("quantity", "All", "Some")),
    ("en", "It is 5 km away.", "It is 5 miles away.", Change("quantity", "km", "miles")),
    ("en", "At least 50 died.", "At most 50 died.", Change("comparison", "At least", "At most")),
    ("en", "It is a big dam.", "It is a large dam.", Change("wording", "big", "large")),
    ("en", "The gate is open.", "The gate is open?", Change("hedge", "", "?")),
    ("en", "The “gate” is open.", 'The "gate" is open.', Change("typography", "“", '"')),
    ("en", "Fenn said so.", "Fenn disputed so.", Change("attribution", "said", "")),
    ("en", "Fenn said so.", "Fenn disputed so.", Change("negation", "", "disputed")),
    ("en", "“No,” said the mill.", "“No,” said the thieves.", Change("attribution", "mill", "thieves")),
    ("en", "He said it was open.", "She said it was open.", Change("attribution", "He", "She")),
    (
        "en",
        "It was open according to staff.",
        "It was open according to drunks.",
        Change("attribution", "staff", "drunks"),
    ),
    (
        "en",
        "The desk found that it was open.",
        "The desk hoped that it was open.",
        Change("attribution", "found", "hoped"),
    ),
    (
        "en",
        "He was not there and was guilty.",
        "He was there and was not guilty.",
        Change("negation", "not there", "not guilty"),
    ),
    (
        "en",
        "He must pay and may go.",
        "He may pay and must go.",
        Change("modality", "must pay … may go", "may pay … must go"),
    ),
    (
        "en",
        "He allegedly paid and left.",
        "He paid and allegedly left.",
        Change("hedge", "allegedly paid", "allegedly left"),
    ),
    (
        "en",
        "More than 5 died and less than 3 lived.",
        "Less than 5 died and more than 3 lived.",
        Change("comparison", "More than 5 … less than 3", "Less than 5 … more than 3"),
    ),
    ("en", "It opened at 10 am.", "It opened at 10 pm.", Change("quantity", "am", "pm")),
    ("en", "It opened at 3:30 p.m. today.", "It opened at 3:30 a.m. today.", Change("quantity", "p.m.", "a.m.")),
    ("en", "It had 40 °C then.", "It had 40 °F then.", Change("quantity", "°C", "°F")),
    ("en", "It is 5 mm wide.", "It is 5 cm wide.", Change("quantity", "mm", "cm")),
    ("en", "About ¼ was lost.", "About ¾ was lost.", Change("number", "¼", "¾")),
    ("en", "It grew as x² does.", "It grew as x³ does.", Change("number", "²", "³")),
    ("en", "It is 5 m² wide.", "It is 5 m³ wide.", Change("quantity", "m²", "m³")),
    ("en", "It is 5′ wide.", "It is 5″ wide.", Change("quantity", "′", "″")),
    ("en", "It is 5' wide.", 'It is 5" wide.', Change("quantity", "'", '"')),
    (
        "de",
        "Es heißt, dass es offen war.",
        "Es war gelogen, dass es offen war.",
        Change("attribution", "heißt", "war gelogen"),
    ),
    ("de", "Er hat nicht gelogen.", "Er hat gelogen.", Change("negation", "nicht", "")),
    ("de", "Es kostet 1.200 Euro.", "Es kostet 1.300 Euro.", Change("number", "1.200", "1.300")),
    ("fr", "Il n’est pas mort.", "Il est mort.", Change("negation", "pas", "")),
    ("fr", "trois morts", "quatre morts", Change("number", "trois", "quatre")),
    ("es", "No hubo muertos.", "Hubo muertos.", Change("negation", "No", "")),
    ("ru", "Он не был там.", "Он был там.", Change("negation", "не", "")),
    ("zh", "有3人死亡", "有4人死亡", Change("number", "3", "4")),
]
THE_SAME = [
    ("There were 1,000 dead.", "There were 1000 dead."),
    ("Five men died.", "5 men died."),
    ("It cost $5 million.", "It cost $5,000,000."),
    ("He left on 12 March 2031.", "He left on March 12, 2031."),
    ("It can't be.", "It cannot be."),
    ("U.S. troops", "US troops"),
    ("The World Health Organization said so.", "The WHO said so."),
    ("About 5 percent died.", "About 5% died."),
    ("Over 50 died.", "More than 50 died."),
    ("The desk called it accomodating.", "The desk called it accommodating."),
    ("On Monday, Fenn left.", "Fenn left on Monday."),
    ("Fenn said so.", "Fenn says so."),
    ("It was open, Fenn said.", "Fenn said it was open."),
    ("If he came, he would pay.", "He would pay if he came."),
    ("It opened at 10 a.m. today.", "It opened at 10am today."),
    ("It had 40 °C then.", "It had 40 degrees Celsius then."),
]
TYPOGRAPHY = [
    ("The “gate” is open.", 'the "gate"  is\nopen.'),
    ("a long – dash", "a long — dash"),
    ("It is 5' wide.", "It is 5′ wide."),
    ('He said "it was 5" then.', "He said “it was 5” then."),
    ("It was 'route 5' then.", 'It was "route 5" then.'),
    ("the 1990's", "the 1990’s"),
    ("co\u00adoperate", "cooperate"),
    ("cafe\u0301 ﬁn", "café fin"),
]


@pytest.mark.parametrize(("language", "before", "after", "change"), NAMED)
def test_a_change_is_named(language, before, after, change):
    assert change in changes(before, after, language)
    assert change.kind in KINDS


@pytest.mark.parametrize(("before", "after"), THE_SAME)
def test_other_words_for_the_same_are_wording(before, after):
    assert {change.kind for change in changes(before, after)} == {"wording"}


@pytest.mark.parametrize(("before", "after"), TYPOGRAPHY)
def test_typography_is_nothing_more(before, after):
    assert {change.kind for change in changes(before, after)} == {"typography"}
    assert fold(before) == fold(after)


def test_names_that_changed_places_are_named():
    assert "name" in {change.kind for change in changes("Fenn saw Marrow.", "Marrow saw Fenn.")}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("He rang four times.", "He rang twice.", [("number", "four times", "twice")]),
        ("He won't go.", "He will go.", [("negation", "won't", "will")]),
        ("It is true.", "It isn’t true.", [("negation", "is", "isn’t")]),
        ("the Veterans Day", "the Veteran’s Day", [("name", "Veterans", "Veteran’s")]),
        ("the Kerrow.example log", "the Kerrow log", [("wording", "Kerrow.example", "Kerrow")]),
        ("a mini-series", "a two-part mini-series", [("number", "", "two-part")]),
        ("Five men, five boats.", "Six men, six boats.", [("number", "Five", "Six"), ("number", "five", "six")]),
        ("有3人死亡", "有4人死亡", [("number", "3", "4")]),
    ],
)
def test_people_are_told_of_whole_words_once(before, after, told):
    assert named(before, after) == tuple(Change(*one) for one in told)


def test_a_slip_of_the_pen_is_no_alarm():
    assert not changes_substance(changes("The gate was oppened.", "The gate was opened."))
    assert KINDS.keys() > SUBSTANCE


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "de", "ru", "zh", "xx"]))
@example("5 6 7", "five six seven", "en")
@example("twenty twenty hundred and third", "1\n000,5,5", "en")
@example("x²", "x2", "en")
def test_nothing_changed_only_where_nothing_did(before, after, language):
    assert (changes(before, after, language) == ()) == (before == after)
    assert changes(before, before, language) == named(before, before, language) == ()
    told = named(before, after, language)
    assert bool(told) == (before != after) and changes_substance(told) == changes_substance(
        changes(before, after, language)
    )
    assert all(one.before in before or " … " in one.before for one in told)


@given(
    st.text(alphabet="ab 1.,-–“\"'’\u00ad\u0301\n", max_size=30),
    st.text(alphabet="ab 1.,-–“\"'’\u00ad\u0301\n", max_size=30),
)
def test_words_and_digits_are_never_typography(before, after):
    def bare(text: str) -> list[str]:
        return [c for c in text if c.isascii() and c.isalnum()]

    if fold(before) == fold(after):
        assert bare(before) == bare(after)
