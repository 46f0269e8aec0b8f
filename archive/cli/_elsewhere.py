"""What only another archive may know."""

from __future__ import annotations

import archive as front
from archive.cli._output import counted, dim, note

NOT_KNOWN = "of newer editions there is the exporter's word at most"


def note_imported(archive: front.Archive) -> None:
    """Says once that of what came by import only nothing newer is held."""
    if documents := archive.imported_only():
        note(dim(f"note: {counted(len(documents), 'document')} cited came by import only: {NOT_KNOWN}"))
