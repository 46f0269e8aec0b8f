"""The same rules with French lists: each construction once."""

from __future__ import annotations

import pytest

from tests.extractors.test_rules import found, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Lorn a déclaré que la vanne était ouverte.", ("Ada Lorn", "a déclaré", "que la vanne était ouverte")),
        ("« La vanne était ouverte », a dit Ada Lorn.", ("Ada Lorn", "a dit", "« La vanne était ouverte »")),
        ("« La vanne était ouverte », affirme-t-il.", ("il", "affirme", "« La vanne était ouverte »")),
        (
            "« Personne ne m’a rien demandé », avait-elle lancé.",
            ("elle", "avait-elle lancé", "« Personne ne m’a rien demandé »"),
        ),
        ("La vanne était ouverte, selon la préfecture.", ("la préfecture", "selon", "La vanne était ouverte")),
        ("D’après le meunier, la vanne était ouverte.", ("le meunier", "D’après", "la vanne était ouverte")),
        (
            "En mars, la vanne était ouverte, a indiqué la préfecture.",
            ("la préfecture", "a indiqué", "En mars, la vanne était ouverte"),
        ),
        (
            "Ada Lorn, préfète de Sallin, a nié que la vanne fût ouverte.",
            ("Ada Lorn, préfète de Sallin", "a nié", "que la vanne fût ouverte"),
        ),
        (
            "Ada Lorn, préfète de Sallin, a annoncé la fermeture du moulin.",
            ("Ada Lorn, préfète de Sallin", "a annoncé", "la fermeture du moulin"),
        ),
        ("Ada Lorn a promis de rouvrir le moulin.", ("Ada Lorn", "a promis", "de rouvrir le moulin")),
        ("L’exploitant soutient qu’un boulon a cédé.", ("L’exploitant", "soutient", "qu’un boulon a cédé")),
        ("« Elle dort », répondit alors le meunier.", ("le meunier", "répondit", "« Elle dort »")),
        (
            "Elle ajoute : « La vanne était ouverte depuis minuit. »",
            ("Elle", "ajoute", "« La vanne était ouverte depuis minuit. »"),
        ),
        ("« Nous avons tout perdu dans cette eau. »", ("", "", "« Nous avons tout perdu dans cette eau. »")),
    ],
)
def test_a_construction(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text, "fr") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Un système baptisé Ulvane a été installé à Sallin.",
        "La note est longue et le juge est absent.",
        "Le moulin annoncé en mars ouvrira en juin.",
        "Il faut que la vanne soit fermée.",
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert said(text, "fr") == []


def test_hedges_negations_and_relays_have_spans() -> None:
    text = "Selon la préfecture, le barrage aurait cédé sans aucun ordre."
    (one,) = found(text, language="fr")
    assert [hedge.of(text) for hedge in one.hedges] == ["aurait"]
    assert [word.of(text) for word in one.negated] == ["sans", "aucun"]
    (denied,) = found("Ada Lorn a démenti que la vanne ait été ouverte.", language="fr")
    assert denied.negated == (denied.cue,)
    text = "Ada Lorn a dit que la vanne était ouverte, une information relayée par Haldwire."
    (told,) = found(text, language="fr")
    assert [relay.of(text) for relay in told.relays] == ["Haldwire"]
