"""What was cited, and what was refused, as `cite` and `import` tell it."""

from __future__ import annotations

from typing import Any

from archive.cli._output import bold, dim, note, say
from archive.errors import PartlyDone


def exit_code(refused: list[Any], stored: int) -> int:
    """7 when some were stored; else the code that all refusals share, or 6."""
    if not refused:
        return 0
    codes = {one.error.exit for one in refused}
    return PartlyDone.exit if stored else codes.pop() if len(codes) == 1 else 6


def say_cited(cited: Any) -> None:
    say(bold("claim     "), cited.claim[:12], dim(f"  {cited.number}" if cited.number else ""))
    again = "  (was there already)" if cited.existing else ""
    say(bold("citation  "), cited.citation[:12], f"  {cited.stance}", dim(again))
    say(bold("token     "), cited.token)
    say(f"“{cited.quote}”", indent="   ")
    say(dim(f"{cited.title}  {cited.document}"), indent="   ")
    if cited.machine_read:
        note("note: a machine read these words in a picture; compare them: archive show TOKEN --image -o page.png")
    if not cited.newest:
        note("note: these words are in an older edition; the document has a newer one")


def say_translated(one: Any) -> None:
    again = "  (was there already)" if one.existing else ""
    say(bold("translation "), one.translation[:12], f"  {one.language}, by {one.translator}", dim(again))
    say(bold("of citation "), one.citation[:12], f"  {one.token}")
    say(f"“{one.words}”", indent="   ")
    say(dim(f"“{one.quote}”"), indent="   ")
