"""Extractors: text → proposals. One module an extractor.

A proposal is a claim that an extractor found and nobody has accepted: not a fact. A module of this folder has

    EXTRACTOR: str                   its name and version, as records name it: another whenever it finds otherwise
    LANGUAGES: Collection[str]       of which it has rules; others it is not asked about; empty: it needs none

    def extract(text, sentences, language, own=False) -> list[Proposal]
        Who says what in `text`, in the order of the text. `sentences` are half-open spans in code points, in order.
        With `own` also the sentences that nobody is said to say, as the outlet's own claims. A pure function: the same
        text gives the same proposals, on every machine, without a network. It reads what a stranger wrote: it raises
        nothing, takes time linear in the text, and does nothing that the text says. Every span lies within the text
        and is not empty; what a proposal holds besides spans is of `archive.model.proposal`.

One that needs a file, a model that somebody trained, has `opened(data, name)` in the place of `extract`: it gives an
object with the other names and `extract`, and `SETTINGS`: words that stand with every run, and say which file it was.
The file may be a stranger's: `opened`, and the `extract` of what it gives, raise Unreadable, which names it.

A proposal's content is the text's own characters, never a summary. Who is meant by a pronoun is said only where the
text leaves no choice, with the span that says so; no score is invented.

One that asks a model (`llm`) cannot be such a function. It has `question(piece, …)`, what is sent, `pointed(answer)`
and `Reading(text, sentences).proposal(one)`, what is made of the answer: all of them pure and without a network. Who
sends it is `verbs/_by_model.py`, through `fetch/chat.py`.
"""
