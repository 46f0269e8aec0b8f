"""The cited sentences of a draft as claims: each sentence with the words that its tokens name."""

from __future__ import annotations

from collections.abc import Iterator

from archive.errors import BadToken, Refused, UsageError
from archive.model.span import Span
from archive.model.verdict import OF_SENTENCES, Checked
from archive.verbs._drafts import Draft, check_draft
from archive.verbs._opened import Opened
from archive.verbs.check import check
from archive.verbs.cite import Cited, NotCited, Request, cite_all


def cite_draft(
    opened: Opened, name: str, data: bytes, *, stance: str = "supports", story: str = "", keep_going: bool = False
) -> list[Cited | NotCited]:
    """As `cite_all`. A sentence is refused that says what its words do not, whose token is none, or that holds a
    quotation which `check` refuses (with marked omissions it is taken: the words are shown beside it). Raises
    UsageError for a draft in which no sentence cites, Unreadable."""
    draft = opened.with_index(lambda: check_draft(check(opened, allow_elided=True), name, data))
    if not any(one.verdict in OF_SENTENCES for one in draft.checked):
        raise UsageError(f"no sentence of {name} cites", hint="write a token in brackets behind it: [TOKEN]")
    sentences = ((span, one) for span, one in draft.found if one.verdict in OF_SENTENCES)
    requests = [r for span, one in sentences for r in _requests(draft, span, one, stance, story)]
    return cite_all(opened, requests, keep_going=keep_going)


def _requests(draft: Draft, span: Span, one: Checked, stance: str, story: str) -> Iterator[Request | NotCited]:
    if one.verdict == "bad-token":
        yield NotCited(one.source, BadToken(one.reason, hint="copy the token from `archive search`"))
    elif not one.accepted:
        hint = "change the sentence, or cite what says so"
        yield NotCited(one.source, Refused(f"“{one.quote}”: {one.reason}", hint=hint, code=one.verdict))
    elif refused := _refused_in(draft, span):
        hint = "change the quotation, or cite what has it"
        message = f"“{one.quote}”: the quotation “{refused.quote}” is {refused.verdict}: {refused.reason}"
        yield NotCited(one.source, Refused(message, hint=hint, code=refused.verdict))
        return
    for token in one.tokens:
        yield Request(token=token, claim=one.quote, stance=stance, story=story, source=one.source)


def _refused_in(draft: Draft, span: Span) -> Checked | None:
    """The first quotation in a sentence that is refused."""
    inside = (one for at, one in draft.found if at.start < span.end and span.start < at.end)
    return next((one for one in inside if one.verdict not in OF_SENTENCES and one.group == "refused"), None)


def claims_of_draft(opened: Opened, name: str, data: bytes) -> list[str]:
    """The claims of a draft, made where they are not there yet, in its order. Raises Refused when one is refused."""
    done = cite_draft(opened, name, data)
    for one in done:
        if isinstance(one, NotCited):
            raise one.error
    return list(dict.fromkeys(one.claim for one in done if isinstance(one, Cited)))
