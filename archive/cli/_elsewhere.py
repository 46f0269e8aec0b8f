"""What only another archive may know."""

from __future__ import annotations

import archive as front
from archive.cli._output import counted, dim, note

NOT_KNOWN = "newer editions at the exporter are not known here"


def note_imported(archive: front.Archive) -> None:
    """Says once that of what came by import only nothing newer is known."""
    if documents := archive.imported_only():
        note(dim(f"note: {counted(len(documents), 'document')} cited came by import only: {NOT_KNOWN}"))
