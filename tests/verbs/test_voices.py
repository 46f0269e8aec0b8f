"""How many sources are behind what several outlets say: one agency thrice, one speaker twice, three by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import archive

TOLL = "Seventeen people died when gate 3 of the Kerrow Dam was opened."
FILLER = [
    "Rescue crews searched both banks of the river until the light went on Saturday evening.",
    "Two helicopters and a company of soldiers looked for those who are still missing below the dam.",
    "The road along the valley will stay closed for a week, the district said in a notice.",
    "Schools in the upper valley are to open again once the bridges have been looked at.",
    "Water was brought to the villages in tankers, and the mills stood still for the third day.",
]
OTHERS = [
    ["The weather office expects rain from the west.", "Farmers have moved their herds to the upper meadows."],
    ["A concert for the bereaved is planned in the church.", "Tickets are sold at the town hall from Monday on."],
    ["Insurers have sent forty assessors to the region.", "Claims can be made until the end of the summer."],
]


def article(name: str, *sentences: str, published: str = "2025-03-15", title: str = "") -> bytes:
    line = {"url": f"https://{name}.example/a", "publisher": name.title(), "published": published, "language": "en"}
    return json.dumps({**line, "title": title or f"News of {name}", "text": "\n\n".join(sentences)}).encode()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[archive.Archive]:
    with archive.create(tmp_path / "a", name="N", keys=tmp_path / "keys", cache=tmp_path / "cache") as opened:
        yield opened


def said(made: archive.Archive, statement: str = TOLL) -> tuple[int, int]:
    """How many outlets and sources say the same."""
    (count,) = [one for one in made.evidence(statement).counts if one.mark == "said"]
    return count.outlets, count.sources


def test_one_agency_thrice_is_one_source(made):
    list(made.add_list([article(name, TOLL, *FILLER) for name in ("wire", "mercury", "herald")]))
    assert said(made) == (3, 1)
    (source,) = [one for one in made.evidence(TOLL).sources if one.kind == "copies"]
    assert sorted(source.outlets) == ["Herald", "Mercury", "Wire"]
    assert len(source.documents) == 3


def test_three_outlets_by_themselves_are_three_sources(made):
    names = ("wire", "mercury", "herald")
    list(made.add_list([article(name, TOLL, *own) for name, own in zip(names, OTHERS, strict=True)]))
    assert said(made) == (3, 3)


def test_two_articles_of_one_outlet_are_one_source(made):
    first, second = article("wire", TOLL, *OTHERS[0]), json.loads(article("wire", TOLL, *OTHERS[1]))
    list(made.add_list([first, json.dumps({**second, "url": "https://wire.example/b"}).encode()]))
    assert said(made) == (1, 1)


@pytest.mark.parametrize(
    ("first", "second", "sources"),
    [
        ("Odile Marrin said: “{}”", "“{}” said Odile Marrin, the mayor.", 1),
        ("Odile Marrin said: “{}”", "“{}” said Jonas Marrin, the miller.", 2),
        ("Marrin said: “{}”", "“{}” said Marrin.", 2),  # it may be another
        ("The minister said: “{}”", "“{}” said the minister.", 2),
    ],
)
def test_who_quotes_one_speaker_is_one_source_where_that_is_certain(made, first, second, sources):
    quote = TOLL.removesuffix(".") + ","
    lines = [article("wire", first.format(TOLL), *OTHERS[0]), article("herald", second.format(quote), *OTHERS[1])]
    list(made.add_list(lines))
    assert said(made) == (2, sources)


def test_a_name_typed_as_a_claims_speaker_is_known(made):
    quote = TOLL.removesuffix(".") + ","
    first, second = f"Interfoss said: “{TOLL}”", f"“{quote}” said Interfoss."
    list(made.add_list([article("wire", first, *OTHERS[0]), article("post", second, *OTHERS[1])]))
    assert said(made) == (2, 2)
    token = made.search("weather").hits[0].token
    made.cite(archive.Request(token=token, claim="Rain is coming.", speaker="Interfoss"))
    assert said(made) == (2, 1)


def test_a_speaker_and_the_document_that_quotes_him_are_one(made):
    list(made.add_list([article("wire", TOLL, f"Odile Marrin said: “{TOLL}”", *OTHERS[0])]))
    assert said(made) == (1, 1)


def test_the_claims_own_citation_counts_and_is_no_hit(made):
    list(made.add_list([article(name, TOLL, *FILLER) for name in ("wire", "mercury")]))
    list(made.add_list([article("post", TOLL, *OTHERS[0])]))
    hit = made.evidence(TOLL).hits[0]
    claim = made.cite(archive.Request(token=hit.token, claim=TOLL)).claim
    found = made.evidence(claim)
    (cited,) = found.citations
    assert cited.token == hit.token
    assert cited.token not in {token for one in found.hits for token in (one.token, *one.copies)}
    assert said(made, claim) == (3, 2)


def test_claims_on_the_matter_are_beside_it_with_what_people_stated(made):
    list(made.add_list([article("wire", TOLL, *OTHERS[0]), article("post", TOLL.replace("Sev", "Ninet"), *OTHERS[1])]))
    hits = made.search("people died").hits
    first = made.cite(archive.Request(token=hits[0].token, claim=TOLL)).claim
    second = made.cite(archive.Request(token=hits[1].token, claim=TOLL.replace("Seven", "Nine"))).claim
    (other,) = made.evidence(first).claims
    assert (other.claim, other.mark, other.relations) == (second, "differs", ())
    made.relate(second, "contradicts", first)
    found = made.evidence(first)
    assert [(r.from_, r.type, r.to) for r in found.relations] == [(second, "contradicts", first)]
    made.retract(second, why="Wrong.")
    assert made.evidence(first).claims == ()


def test_claims_about_something_by_words_speaker_and_citation(made):
    list(made.add_list([article("wire", TOLL, *OTHERS[0]), article("post", TOLL, *OTHERS[1])]))
    hits = made.search("people died").hits
    one = made.cite(archive.Request(token=hits[0].token, claim="The toll is 17.", speaker="Odile Marrin")).claim
    two = made.cite(archive.Request(token=hits[1].token, claim="There were 17 dead.")).claim
    made.cite(archive.Request(token=made.search("concert").hits[0].token, claim="A concert is planned."))
    assert [claim.id for claim in made.claims_about("toll")] == [one]
    assert [claim.id for claim in made.claims_about("Marrin")] == [one]
    about = made.claims_about("Kerrow")  # of what they cite
    assert [(claim.id, claim.group.number, claim.group.kind) for claim in about] == [
        (one, 1, "speaker"),
        (two, 2, "outlet"),
    ]
    assert made.claims_about("zeppelins") == []


def test_a_claim_that_cites_two_outlets_has_both_as_its_sources(made):
    other = "The dam's owners say that seventeen have died since gate 3 was opened at Kerrow."
    list(made.add_list([article("wire", TOLL, *OTHERS[0]), article("post", other, *OTHERS[1])]))
    first, second = (one.token for one in made.search("gate").hits)
    claim = made.cite(archive.Request(token=first, claim="In Kerrow 17 people died when a gate was opened.")).claim
    made.cite(archive.Request(token=second, to=claim))
    found = made.evidence("In Kerrow 17 people died when a gate was opened.")
    assert {(s.kind, s.name, s.outlets, len(s.documents)) for s in found.sources} == {
        ("outlet", "Wire", ("Wire",), 1),
        ("outlet", "Post", ("Post",), 1),
    }
    (beside,) = found.claims
    assert len({beside.source, *beside.also}) == 2
    (about,) = made.claims_about("Kerrow")
    assert [(s.number, s.name, s.outlets) for s in (about.group, *about.also)] == [
        (1, "Wire", ("Wire",)),
        (2, "Post", ("Post",)),
    ]
    assert [(one.outlets, one.sources) for one in made.evidence(claim).counts if one.mark == "said"] == [(2, 2)]


def test_a_claim_of_one_speaker_or_that_cites_copies_has_one_source(made):
    list(made.add_list([article(name, TOLL, *FILLER) for name in ("wire", "mercury")]))
    list(made.add_list([article("post", TOLL, *OTHERS[1])]))
    hits = made.search("gate", limit=9).hits
    tokens = [token for hit in hits for token in (hit.token, *hit.copies)]
    assert len(tokens) == 3
    spoken = made.cite(archive.Request(token=tokens[0], claim="Gate 3 stood open.", speaker="Odile Marrin")).claim
    bare = made.cite(archive.Request(token=tokens[0], claim="Gate 3 was opened.")).claim
    for token in tokens[1:]:
        made.cite(archive.Request(token=token, to=spoken))
        made.cite(archive.Request(token=token, to=bare))
    sources = {one.id: (one.group.kind, *(other.kind for other in one.also)) for one in made.claims_about("gate")}
    assert sources[spoken] == ("speaker",)
    assert sorted(sources[bare]) == ["copies", "outlet"]


def test_a_speaker_whom_only_a_text_names_is_certain_by_full_name_alone(made):
    lines = [
        article("wire", f"Marrin said: “{TOLL}”", *OTHERS[0]),
        article("post", f"Marrin said: “{TOLL}”", *OTHERS[1]),
    ]
    list(made.add_list(lines))
    proposals = [one for run in made.extract(everything=True) for one in run.proposals]
    assert [one.source.text for one in proposals] == ["Marrin", "Marrin"]
    first, _ = (made.review_decide(one, "accepted").claim for one in proposals)
    assert said(made) == (2, 2)
    assert said(made, first) == (2, 2)
    assert [claim.group.number for claim in made.claims_about("Kerrow Dam")] == [1, 2]


def test_who_say_it_together_and_who_say_it_one_after_the_other_are_two_sources_either_way(made):
    quote = TOLL.removesuffix(".") + ","
    both = f"“{quote}” said Odile Marrin and Jonas Fenn."
    list(made.add_list([article("wire", both, *OTHERS[0]), article("post", f"Jonas Fenn said: “{TOLL}”", *OTHERS[1])]))
    found = made.evidence(TOLL)
    assert {(hit.speaker, len({hit.source, *hit.also})) for hit in found.hits if "Seventeen" in hit.text} == {
        ("Odile Marrin and Jonas Fenn", 2),
        ("Jonas Fenn", 1),
    }
    assert said(made) == (2, 2)
    assert {source.name for source in found.sources if source.kind == "speaker"} == {"Odile Marrin", "Jonas Fenn"}


def test_a_sentence_in_which_two_speak_has_two_sources(made):
    text = "Odile Marrin said that 17 people died when the dam broke, while Jonas Fenn said that 12 people died there."
    list(made.add_list([article("wire", text, *OTHERS[0])]))
    (hit,) = made.evidence("17 people died when the dam broke.").hits[:1]
    assert (hit.speaker, hit.also) == ("Odile Marrin; Jonas Fenn", (hit.source + 1,))


@pytest.mark.parametrize(
    ("said_by", "speaker"),
    [
        ("said the mayor of Brackwater, Odile Marrin.", "Odile Marrin"),
        ("said a spokesman for the mayor of Brackwater.", "a spokesman for the mayor of Brackwater"),
    ],
)
def test_a_speaker_is_not_cut(made, said_by, speaker):
    list(made.add_list([article("wire", f"“{TOLL.removesuffix('.')},” {said_by}", *OTHERS[0])]))
    assert made.evidence(TOLL).hits[0].speaker == speaker
