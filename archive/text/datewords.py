"""How languages write dates: plain data, one `DateWords` a language. A new language is one more of these.

A rule is a shape and a pattern: the shape names the function of `archive.text.when` that reads it, and in the pattern a
name in braces is a word of that table (`{month}`), or a number (`{day}`, `{year}`). A blank is one blank or line break.
Words stand as running text writes them; capitals count in months, weekdays and holidays alone. The first rule that fits
at a place wins, so the longer stand first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

AUTUMN, SPRING, SUMMER, WINTER = 23, 21, 22, 24
"""Seasons as EDTF (ISO 8601-2) numbers them, after the months."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """One language. Tables: word → number, or the unit it counts. Of `cautious`, a month by itself is no date."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]  # Monday is 1
    near: Mapping[str, int]  # days from the document's own: yesterday is -1
    numbers: Mapping[str, int]
    units: Mapping[str, str]  # to day, week, month, year, decade
    seasons: Mapping[str, int]
    directions: Mapping[str, int]  # last -1, this 0, next 1
    rules: tuple[tuple[str, str], ...]
    cautious: frozenset[str]  # words that are more than a month: May
    led: str  # after these words such a word, or a bare number, is a date
    future: str  # words that speak of what is to come,
    past: str  # and of what was
    at: str  # leads to the day or year when something was
    earlier: str  # says that what follows was before
    holidays: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)  # month, day, 0; or month, nth, weekday
    extra: Mapping[str, str] = field(default_factory=dict)  # more patterns, by the name they have in braces


def _numbered(words: str, first: int = 1) -> dict[str, int]:
    """Lines of words, each line one more than the line before."""
    return {word: n for n, line in enumerate(words.strip().splitlines(), first) for word in line.split()}


def _all(words: Iterable[str], value: str) -> dict[str, str]:
    return dict.fromkeys(words, value)


_ISO = ("numeric", r"{year}-{monthnumber}-{day}(?=[T\s.,;:!?)\]\"'’”]|\Z)")

ENGLISH = DateWords(
    months=_numbered("""
        January Jan. Jan JANUARY
        February Feb. Feb FEBRUARY
        March Mar. Mar MARCH
        April Apr. Apr APRIL
        May MAY
        June Jun. Jun JUNE
        July Jul. Jul JULY
        August Aug. Aug AUGUST
        September Sept. Sep. Sept Sep SEPTEMBER
        October Oct. Oct OCTOBER
        November Nov. Nov NOVEMBER
        December Dec. Dec DECEMBER"""),
    weekdays=_numbered("""
        Monday Mon. MONDAY
        Tuesday Tues. TUESDAY
        Wednesday Wed. WEDNESDAY
        Thursday Thurs. THURSDAY
        Friday Fri. FRIDAY
        Saturday Sat. SATURDAY
        Sunday Sun. SUNDAY"""),
    near={"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": 0}
    | dict.fromkeys(("this morning", "this afternoon", "this evening", "this very day"), 0)
    | dict.fromkeys(("the day before yesterday",), -2)
    | dict.fromkeys(("the day after tomorrow",), 2),
    numbers=_numbered("""
        a an one
        two
        three
        four
        five
        six
        seven
        eight
        nine
        ten
        eleven
        twelve
        thirteen
        fourteen
        fifteen""")
    | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50},
    units=_all(("day", "days"), "day")
    | _all(("week", "weeks"), "week")
    | _all(("month", "months"), "month")
    | _all(("year", "years"), "year")
    | _all(("decade", "decades"), "decade"),
    seasons={"spring": SPRING, "summer": SUMMER, "fall": AUTUMN, "autumn": AUTUMN, "winter": WINTER},
    directions={"last": -1, "past": -1, "previous": -1, "this past": -1, "this": 0, "this coming": 1, "next": 1},
    rules=(
        _ISO,
        ("in_year", r"{part}{month}(?: {day}{nth})?,? {direction} year\b"),
        ("day", r"(?:{weekday},? )?(?:{direction} )?{month} {day}{nth}(?:(?:, ?| ){year}\b|(?![\d,.]\d))"),
        ("day", r"(?:{weekday},? )?(?:the )?{day}{nth} (?:day )?(?:of )?{month}(?:,? {year}\b)?\b"),
        ("numeric", r"{first}/{second}/{year}\b(?!/)"),
        ("month", r"{part}{month}(?:,| of)? {year}\b"),
        ("month", r"{direction} {month}\b"),
        ("season", r"{part}(?:the )?{season}(?: of|,)? {year}\b"),
        ("season", r"{part}{direction} {season}\b"),
        ("holiday", r"(?:{direction} )?{holiday}(?:(?: of|,)? {year})?\b"),
        ("weekday", r"{direction} {weekday}\b"),
        ("weekday", r"{weekday}\b"),
        ("month", r"{part}{month}(?!\w)"),
        ("near", r"{near}\b"),
        ("ago", r"{about}{number} {unit} (?:ago\b|before now\b)"),
        ("hence", r"{about}{number} {unit} from (?:now|today)\b"),
        ("week", r"(?:the )?week of {month} {day}{nth}\b"),
        ("unit", r"{part}(?:in |over |within )?{direction} {unit}\b(?! old| before| earlier| later)"),
        ("decade", r"{part}(?:the )?{decade}s\b"),
        ("year", r"(?<![.,/-]){part}{year}\b"),
    ),
    cautious=frozenset({"May", "MAY", "March", "MARCH", "Sun.", "Sat.", "Wed."}),
    led=r"(?:in|since|until|till|by|of|from|to|during|before|after|between|and|or|around|about|through|early|late|mid|for"
    r"|the|a|last|next|this|every|each|on|than|circa|year|summer|fall|spring|autumn|winter|week|post|pre"
    r"|(?:1[5-9]|20)\d\d,)",
    future=r"(?:will|(?<=[’'])ll|shall|going to|scheduled|plans?|planned|planning|expected|expects?|due(?! to)|until"
    r"|till|deadline|upcoming|hopes?|could|(?-i:may)|might|should|must|begins|starts|opens|expires|intends?"
    r"|soon as|early as|(?:is|are) to|would be|set for|set to|by(?=\s*\Z))",
    past=r"(?:\w+ed|said|says|was|were|had|did|told|went|came|took|made|held|met|left|began|gave|got|saw|found|sent|won|lost"
    r"|spoke|broke|fell|hit|put|read|ran|shot|struck|spent|brought|brings|wrote|knew|became|rose|flew|has|have|since|dated)",
    at=r"(?:on|in|since)",
    earlier=r"(?:earlier(?: in the (?:year|month|week)| this (?:year|month|week)| that (?:year|month|week))?|previously"
    r"|before that|prior to that)",
    holidays={"New Year's Day": (1, 1, 0), "New Year’s Day": (1, 1, 0), "Independence Day": (7, 4, 0)}
    | dict.fromkeys(("New Year's Eve", "New Year’s Eve"), (12, 31, 0))
    | {"Christmas Eve": (12, 24, 0), "Christmas Day": (12, 25, 0), "Boxing Day": (12, 26, 0)}
    | dict.fromkeys(("Thanksgiving Day", "Thanksgiving"), (11, 4, 4)),
    extra={
        "nth": r"(?:st|nd|rd|th)?\b",
        "part": r"(?:(?:(?:the )?(?:early|earlier|late|later|mid|middle of|beginning of|end of)[ -])(?:in )?)?",
        "about": r"(?:(?:about|almost|nearly|over|more than|less than|only|just|some|at least|exactly) )?",
    },
)

FRENCH = DateWords(
    months=_numbered("""
        janvier janv. Janvier
        février fév. févr. Février
        mars Mars
        avril avr. Avril
        mai Mai
        juin Juin
        juillet juil. Juillet
        août aout Août
        septembre sept. Septembre
        octobre oct. Octobre
        novembre nov. Novembre
        décembre déc. Décembre"""),
    weekdays=_numbered("""
        lundi Lundi
        mardi Mardi
        mercredi Mercredi
        jeudi Jeudi
        vendredi Vendredi
        samedi Samedi
        dimanche Dimanche"""),
    near={"aujourd'hui": 0, "aujourd’hui": 0, "ce matin": 0, "cet après-midi": 0, "ce soir": 0, "cette nuit": 0}
    | {"avant-hier": -2, "hier": -1, "après-demain": 2, "demain": 1},
    numbers=_numbered("""
        un une
        deux
        trois
        quatre
        cinq
        six
        sept
        huit
        neuf
        dix
        onze
        douze""")
    | {"quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50},
    units=_all(("jour", "jours"), "day")
    | _all(("semaine", "semaines"), "week")
    | _all(("mois",), "month")
    | _all(("an", "ans", "année", "années"), "year")
    | _all(("décennie", "décennies"), "decade"),
    seasons={"printemps": SPRING, "été": SUMMER, "automne": AUTUMN, "hiver": WINTER},
    directions=dict.fromkeys(("dernier", "dernière", "passé", "passée"), -1)
    | dict.fromkeys(("prochain", "prochaine"), 1)
    | dict.fromkeys(("ce", "cet", "cette"), 0),
    rules=(
        _ISO,
        ("day", r"(?:{weekday},? )?{day}{nth} {month}(?: {year}\b| {direction}\b)?(?!\w)"),
        ("numeric", r"{day}[/.]{monthnumber}[/.]{year}\b"),
        ("month", r"{part}{month} {year}\b"),
        ("month", r"(?:mois de )?{month} {direction}\b"),
        ("season", r"(?:au |l['’]|en |à l['’])?{season} {year}\b"),
        ("season", r"(?:le |l['’]){season} {direction}\b"),
        ("weekday", r"{weekday} {direction}\b"),
        ("weekday", r"{weekday}\b"),
        ("month", r"{part}{month}(?!\w)"),
        ("near", r"{near}\b"),
        ("ago", r"il y a {about}{number} {unit}\b"),
        ("hence", r"dans {about}{number} {unit}\b"),
        ("unit", r"(?:l[ea] |l['’]){unit} {direction}\b"),
        ("unit", r"{direction} {unit}\b(?!-)"),
        ("decade", r"années {decade}\b"),
        ("year", r"(?<![.,/-]){part}{year}\b"),
    ),
    cautious=frozenset({"Mars", "Mai", "Avril", "mars", "mai"}),
    led=r"(?:en|de|depuis|jusqu['’]en|jusqu['’]à|dès|avant|après|entre|et|ou|vers|début|fin|mi|courant|année|l['’]an|d['’]"
    r"|été|hiver|printemps|automne|au|à|(?:1[5-9]|20)\d\d,)",
    future=r"(?:\w+(?:era|eront|ira|iront)|sera|seront|aura|auront|fera|feront|devra|devront|doit|doivent|va|vont|prévue?s?"
    r"|d['’]ici|jusqu['’]au|prochaine?s?)",
    past=r"(?:a|ont|avait|avaient|est|sont|était|étaient|fut|furent|\w+(?:ait|aient|èrent)|depuis)",
    at=r"(?:le|en|depuis|au mois de)",
    earlier=r"(?:plus tôt(?: dans l['’]année| cette année| dans le mois)?|auparavant|avant cela|précédemment)",
    holidays={"jour de Noël": (12, 25, 0)} | {"jour de l'An": (1, 1, 0), "jour de l’An": (1, 1, 0)},
    extra={
        "nth": r"(?:er)?\b",
        "part": r"(?:(?:(?:au )?début|(?:à la )?fin|mi)[ -](?:de |d['’])?)?",
        "about": r"(?:(?:environ|près de|plus de|moins de|presque|à peine) )?",
    },
)

GERMAN = DateWords(
    months=_numbered("""
        Januar Jänner Jan.
        Februar Feb. Feber
        März Mrz.
        April Apr.
        Mai
        Juni
        Juli
        August Aug.
        September Sept. Sep.
        Oktober Okt.
        November Nov.
        Dezember Dez."""),
    weekdays=_numbered("""
        Montag
        Dienstag
        Mittwoch
        Donnerstag
        Freitag
        Samstag Sonnabend
        Sonntag"""),
    near={"heute": 0, "gestern": -1, "vorgestern": -2, "übermorgen": 2},
    numbers=_numbered("""
        ein eine einem einer eines
        zwei
        drei
        vier
        fünf
        sechs
        sieben
        acht
        neun
        zehn
        elf
        zwölf""")
    | {"zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50},
    units=_all(("Tag", "Tage", "Tagen"), "day")
    | _all(("Woche", "Wochen"), "week")
    | _all(("Monat", "Monate", "Monaten", "Monats"), "month")
    | _all(("Jahr", "Jahre", "Jahren", "Jahres"), "year")
    | _all(("Jahrzehnt", "Jahrzehnte", "Jahrzehnten"), "decade"),
    seasons={"Frühjahr": SPRING, "Frühling": SPRING, "Sommer": SUMMER, "Herbst": AUTUMN, "Winter": WINTER},
    directions={
        stem + end: by
        for stem, by in (
            ("letzte", -1),
            ("vergangene", -1),
            ("vorige", -1),
            ("diese", 0),
            ("nächste", 1),
            ("kommende", 1),
        )
        for end in ("", "n", "r", "s", "m")
    },
    rules=(
        _ISO,
        ("day", r"(?:{weekday},? (?:(?:dem|den) )?)?{day}\. ?{month}(?: {year}\b)?(?!\w)"),
        ("numeric", r"{day}\. ?{monthnumber}\. ?{year}\b"),
        ("month", r"{part}{month} {year}\b"),
        ("month", r"{direction} {month}\b"),
        ("season", r"{season} {year}\b"),
        ("season", r"{direction} {season}\b"),
        ("weekday", r"{direction} {weekday}\b"),
        ("weekday", r"{weekday}\b"),
        ("month", r"{part}{month}(?!\w)"),
        ("near", r"{near}\b"),
        ("ago", r"vor {about}{number} {unit}\b"),
        ("hence", r"in {about}{number} {unit}\b"),
        ("unit", r"{direction} {unit}\b"),
        ("decade", r"{decade}er(?: Jahren?)?\b"),
        ("year", r"(?<![.,/-]){part}{year}\b"),
    ),
    cautious=frozenset(),
    led=r"(?:im|in|seit|bis|von|vom|ab|vor|nach|zwischen|und|oder|um|Anfang|Mitte|Ende|Jahre?|Jahres|Sommer|Herbst|Winter"
    r"|Frühjahr|der|die|das|des|(?:1[5-9]|20)\d\d,)",
    future=r"(?:wird|werden|soll|sollen|will|wollen|plant|planen|geplant|bis|ab|spätestens|voraussichtlich|dürfte|könnte)",
    past=r"(?:war|waren|hat|haben|hatte|hatten|ist|sind|wurde|wurden|sagte|sagten|\w{2,}ten?|seit)",
    at=r"(?:am|im|seit|in|Jahre?)",
    earlier=r"(?:früher(?: im Jahr| in diesem Jahr)?|zuvor|vorher|davor)",
    holidays={"Heiligabend": (12, 24, 0), "Neujahr": (1, 1, 0), "Silvester": (12, 31, 0)},
    extra={
        "part": r"(?:(?:Anfang|Mitte|Ende) (?:des )?)?",
        "about": r"(?:(?:etwa|rund|fast|mehr als|über|gut|knapp) )?",
    },
)
