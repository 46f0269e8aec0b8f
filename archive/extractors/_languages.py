"""The languages of which there are word lists: language code → its words. Another language is one line here."""

from __future__ import annotations

from archive.extractors._english import ENGLISH

LANGUAGES = {"en": ENGLISH}
