"""Pages that stand where an article should: for consent, against programs, for what is not there. These are guesses.

An article about cookies, captchas or missing pages says the same words; so only a short text is suspected, or a title.
Whoever looks and finds an article accepts it, and nothing is lost.
"""

from __future__ import annotations

import re

_SHORT = 5_000  # code points; consent pages list their partners
_SHORTER = 1_500
_HEAD = 300  # code points within which a page says that it is not there

_CONSENT = re.compile(
    r"before you continue|we value your privacy|your privacy (choices|matters)|cookie (consent|settings|preferences)"
    r"|accept (all )?(cookies|and continue)|accept all|reject all|manage (my )?(cookies|preferences|choices|consent)"
    r"|consent to (the use of )?cookies|use (of )?cookies|our partners|alle akzeptieren|alle ablehnen"
    r"|cookies? akzeptieren|datenschutzeinstellungen|einwilligung|tout accepter|tout refuser|gérer (mes|les) cookies"
    r"|votre vie privée|aceptar (todas|todo|cookies)|rechazar (todas|todo)|tu privacidad|accetta (tutti|tutto)"
    r"|la tua privacy|aceitar (todos|cookies)|alles accepteren|zgadzam się|akceptuj|файл(ы|ов|и|ів) cookie"
    r"|принять все|прийняти всі"
)
_BLOCK = re.compile(
    r"just a moment|checking (your|the) browser|enable javascript( and cookies)?|verify (that )?you are (a )?human"
    r"|are you (a )?(human|robot)|i'?m not a robot|captcha|access (to this page has been )?denied|request blocked"
    r"|unusual traffic|automated (access|queries|requests)|attention required|ddos protection|performance & security by"
    r"|pardon our interruption|bist du ein mensch|sind sie ein (mensch|roboter)|zugriff verweigert|accès refusé"
    r"|acceso denegado|accesso negato|доступ запрещ[её]н|доступ заборонено|проверка браузера"
    r"|subscribe to (continue|read)"
)
_MISSING = re.compile(
    r"\b404\b|\b410\b|(page|article|story|content|document)( you (requested|are looking for))?"
    r"( was| is| can ?not be| cannot be| could not be| no longer| not)+( found| available| exists?)"
    r"|page not found|not found|no longer (available|exists)|does(n't| not) exist|has been (removed|deleted|withdrawn)"
    r"|seite (wurde )?nicht gefunden|nicht mehr verfügbar|existiert nicht|page (introuvable|non trouvée)"
    r"|n'existe (pas|plus)|página no encontrada|no existe|pagina non trovata|página não encontrada"
    r"|pagina niet gevonden|nie znaleziono|страница не найдена|сторінку не знайдено"
)


def standins(text: str, title: str = "") -> tuple[str, ...]:
    """The codes (`model.codes.SUSPECT`) of what a page's text and title look like; none for most."""
    body, head = text.casefold(), title.casefold()
    found = []
    if len(body) < _SHORT and (_CONSENT.search(head) or len(set(map(_words, _CONSENT.finditer(body)))) > 1):
        found.append("consent-page")
    if len(body) < _SHORTER and _BLOCK.search(f"{head}\n{body}"):
        found.append("block-page")
    if len(body) < _SHORTER and _MISSING.search(f"{head}\n{body[:_HEAD]}"):
        found.append("soft-404")
    return tuple(found)


def _words(match: re.Match[str]) -> str:
    return match[0]
