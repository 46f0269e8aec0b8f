"""`archive extract --extractor llm`: what would be sent, and what came of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from functools import wraps
from typing import Any, cast

import click

import archive
from archive.cli._options import F, opened
from archive.cli._output import bold, counted, dim, note, plain, progress, red, say, say_json
from archive.cli._proposal import say_run, say_total
from archive.errors import PartlyDone, UsageError

ASKING = """\b
A language model instead of rules, in any language: --extractor llm asks an
endpoint that answers as OpenAI's /chat/completions does, of a service or of
a program on this machine. Without --send it only says what would be sent,
and exits with 2. The key is $ARCHIVE_LLM_KEY. Confidential documents and
mails are not sent unless --include names them; nothing is, with
$ARCHIVE_OFFLINE. What the model points at must stand in the text word for
word: all else is refused, with the verdict of `archive check`. Answers are
kept: the same command again sends nothing that was answered.

\b
  archive extract --extractor llm --endpoint http://localhost:11434/v1 \\
    --model qwen3 --all
  archive extract --extractor llm --endpoint https://llm.example.org/v1 \\
    --model large --price-in 2.50 --price-out 10 --send --query siren

\b
JSON, with --extractor llm, besides:
{"plan": {"host", "model", "requests", "characters", "tokens", "cached",
"known", "sent": [DUE], "held": [DUE]}}, first, unless nothing would be sent;
{"refused": {"quote", "verdict", "reason", "changes": [CHANGE], "speaker",
"sentence", "document", "version", "near": NEAR}}, one for each that is not
proposed, "near" being what the document has there, where it has something
like it; what the model wrote is not recorded, and "quote" and "speaker" are
empty where the answers are not kept any more;
{"failed": {"document", "version", "reason"}}, where no answer made sense;
{"spent": {"requests", "answered", "cached", "tokens_in", "tokens_out",
"uncounted", "cost"}}, last.
DUE: {"document", "version", "title", "requests", "characters", "tokens",
"held"}; CHANGE: {"kind", "from", "to"}; NEAR: {"text", "token"}, or null.
"tokens" of a plan are estimated (four bytes each); "verdict" is one of
`archive check`, or ambiguous (it stands several times), or unattributed
(nothing beside it says who says it); "uncounted": answers whose tokens the
service did not count; "cost": empty without prices."""

_OPTIONS = (
    click.option("--endpoint", metavar="URL", help="llm: where it is asked: https, or http on this machine."),
    click.option("--send", is_flag=True, help="llm: send it; else it is only said what would be sent."),
    click.option(
        "--include", multiple=True, metavar="DOC", help="llm: send this confidential document or mail; or all."
    ),
    click.option("--temperature", type=click.FloatRange(0, 2), help="llm: its choice of words; some models refuse it."),
    click.option("--timeout", type=click.FloatRange(0.1, 3600), metavar="SECONDS", help="llm: for one answer; 120."),
    click.option("--price-in", type=click.FloatRange(0), help="llm: what a million tokens cost that are sent."),
    click.option("--price-out", type=click.FloatRange(0), help="llm: what a million tokens cost that are answered."),
)
_NAMES = ("endpoint", "send", "include", "temperature", "timeout", "price_in", "price_out")


def model_options(function: F) -> F:
    """The options of asking a model, as one argument `asking`: None for an extractor that asks none."""

    @wraps(function)
    def gathered(**given: Any) -> Any:
        asking = {name: given.pop(name) for name in _NAMES}
        return function(asking=_asking(given["extractor"], given["model"], asking), **given)

    made: Any = gathered
    for option in reversed(_OPTIONS):
        made = option(made)
    return cast(F, made)


def _asking(extractor: str, model: str, given: dict[str, Any]) -> dict[str, Any] | None:
    if extractor != "llm":
        if any(value not in (None, False, ()) for value in given.values()):
            raise UsageError(f"the extractor {extractor} asks no model", hint="--extractor llm")
        return None
    if not (given["endpoint"] and model):
        raise UsageError("say which model is asked, and where", hint="--endpoint URL --model NAME")
    return {**given, "name": model}


def extract_by_model(
    folder: str | None, as_json: bool, documents: tuple[str, ...], given: Mapping[str, Any], asking: Mapping[str, Any]
) -> None:
    """Says what would be sent; sends it when that is asked for."""
    if given["own"]:
        raise UsageError("a model is asked who says what, and for nothing that nobody says", hint="leave --own out")
    with opened(folder, writes=True) as found:
        extracting = found.extracting(
            *documents,
            everything=given["everything"],
            query=given["query"],
            model=_model(asking),
            include=asking["include"],
        )
        _say_plan(extracting.plan, as_json)
        if extracting.plan.requests and not asking["send"]:
            raise UsageError("nothing was sent, and nothing extracted", hint="--send sends it")
        try:
            failed = _run(extracting, as_json)
        finally:
            _say_spent(extracting.spent, asking["price_in"], asking["price_out"], as_json)
    if failed:
        raise PartlyDone(f"{counted(failed, 'document')} of which no answer made sense", hint="try another model")


def _model(asking: Mapping[str, Any]) -> archive.Model:
    return archive.Model(
        asking["endpoint"],
        asking["name"],
        key=os.environ.get("ARCHIVE_LLM_KEY", ""),
        temperature=asking["temperature"],
        offline=bool(os.environ.get("ARCHIVE_OFFLINE")),
        seconds=asking["timeout"] or 120.0,
    )


def _say_plan(plan: Any, as_json: bool) -> None:
    if not (plan.requests or plan.held):
        return
    if as_json:
        say_json({"plan": plan})
        return
    for one in plan.held:
        say(bold("held back  "), one.title, dim(f"  {one.version[:12]}: {one.held}; --include {one.version[:12]}"))
    for one in plan.sent:
        size = f"{counted(one.characters, 'character')} in {counted(one.requests, 'request')}"
        say(bold("to be sent "), one.title, dim(f"  {one.version[:12]}  {size}"))
    what = f"{counted(len(plan.sent), 'document')}, {counted(plan.characters, 'character')}"
    size = f"{counted(plan.requests, 'request')}, about {plan.tokens:,} tokens"
    say(bold(f"to {plan.host}"), f", model {plan.model}: {what} in {size}")


def _run(extracting: Any, as_json: bool) -> int:
    """How many documents failed."""
    runs = failed = 0
    states = Counter[str]()
    models: dict[str, None] = {}
    for one in extracting.run(progress):
        if one.failed:
            failed += 1
            _say_failed(one, as_json)
            continue
        runs += 1
        states.update(say_run(one.run, as_json))
        models.update(dict.fromkeys(one.models))
        for refused in one.refused:
            _say_refused(refused, as_json)
    say_total(runs, states)
    if others := [name for name in models if name != extracting.plan.model]:
        note(f"asked was {extracting.plan.model}; the service says that it was answered by {', '.join(others)}")
    return failed


def _say_failed(one: Any, as_json: bool) -> None:
    run = one.run
    if as_json:
        say_json({"failed": {"document": run.document, "version": run.version, "reason": one.failed}})
    else:
        say(red("failed    "), f"{run.title}: {one.failed}", dim(f"  {run.version[:12]}"))


def _say_refused(one: Any, as_json: bool) -> None:
    if as_json:
        changes = [change.json() for change in one.changes]
        say_json({"refused": {**plain(one), "changes": changes}})
        return
    say("   ", red(f"refused: {one.verdict}"), f"  {one.reason}")
    if one.quote:
        say(one.quote, indent="      ")
        return
    say(dim("what the model wrote was not recorded" + ("; there stands:" if one.near else "")), indent="      ")
    if one.near:
        say(one.near.text, dim(f"  {one.near.token}"), indent="      ")


def _say_spent(spent: Any, price_in: float | None, price_out: float | None, as_json: bool) -> None:
    prices = price_in is not None or price_out is not None
    cost = (spent.tokens_in * (price_in or 0) + spent.tokens_out * (price_out or 0)) / 1e6
    if as_json:
        say_json({"spent": {**plain(spent), "cost": f"{cost:.4f}" if prices else ""}})
        return
    counted_ = f"{spent.tokens_in:,} tokens in, {spent.tokens_out:,} out"
    least = f", {counted(spent.uncounted, 'answer')} not counted by the service" if spent.uncounted else ""
    price = f", cost {'at least ' if spent.uncounted else ''}{cost:.4f}" if prices else ""
    kept = f", {counted(spent.cached, 'answer')} from the cache" if spent.cached else ""
    note(dim(f"{counted(spent.requests, 'request')}{kept}, {counted_}{least}{price}"))
