"""What governs words from farther off than right beside them, in English, German and French; a little Spanish, Russian.

A negation in the subject (`No one in this ministry ordered …`) governs the whole clause; one before a verb of saying or
thinking (`I am not going to tell them that …`, `He never said “…”`) governs what is said; so do `It is false that …`,
`refused to say …`, `… was denied`. A condition governs across the comma behind it, and from behind some words. Anything
that begins another clause (a comma, `and`, `when`) ends the reach, so that `No one was hurt when the wall came down` is
no negation of the wall's fall. Where a word may be meant in two ways, the form that negates must stand there whole: not
`no doubt that`, not `not only`, not `did not deny`. Every stretch is bounded: a text made of such words costs little.
"""

from __future__ import annotations

import re

_BARE = r"[^,;:.!?—–()\n\"“”«»„]"
_WORD = r"[^\s,;:.!?—–()\"“”«»„]+"
_JOINS = (
    r"and|but|while|because|although|though|when|where|why|how|after|before|since|than|as|until|except"
    r"|und|aber|weil|obwohl|nachdem|bevor|während|seit|als|bis|et|mais|parce|quand|lorsque|pendant|après|avant|depuis|où"
    r"|y|pero|porque|cuando|и|но|а|когда|потому"
)
_ON = rf"(?:(?!\b(?:{_JOINS})\b){_BARE})"  # a character of the same clause
_OPENS = r"(?:^\s*|[;:—–.!?,“„«\"(]\s*|\b(?:that|and|but|because|dass|und|aber|weil|que|et|mais)\s+)"  # a clause
_THAT = r"(?:that|whether|dass|ob|qu[e’']|что)"
#: what is said, up to the quoted words; `…, he said, that …` too
_SAYING = rf"(?:,{_BARE}{{1,40}},\s*)?\b{_THAT}(?!\w)(?:\s+(?:after|before|since|nach|vor|après|avant))?{_ON}{{0,80}}"

_SUBJECT = (
    r"(?:(?:almost|nearly|virtually|practically) )?(?:no[ -]one|nobody|none|nothing)|neither|nor|never|nowhere"
    r"|no(?! (?:doubt|wonder|matter|sooner|later|less|more|longer)\b)|not (?:one|an?|any|all|every\w*|many|much)"
    r"|(?:hardly|scarcely|barely) (?:any\w*|an?)|(?:(?:only|very|too) )?few|only a (?:few|handful|minority)"
    r"|rarely|seldom|at no (?:point|time|stage)|(?:under|in) no (?:circumstances?|way|case)|on no account|by no means"
    r"|niemand|nichts|kein\w{0,2}|weder|nie|niemals|nirgends|(?:auf|in) keine[nm] Fall|(?:nur )?wenige"
    r"|kaum (?:jemand|einer|eine?)|nicht (?:einer|alle|jeder)"
    r"|personne|rien|aucune?|nul(?:le)?|ni|pas une?|jamais|nulle part|en aucun cas|peu(?: de gens| d[’']\w+)?"
    r"|nadie|ningun\w{0,2}|ningún|nada|pocos|никто|ничто|ни"
)
_NOT = (
    r"\w*n[’'ʼ]t|cannot|not(?! (?:only|until|least)\b)|never|no[ -]one|nobody|none|neither|nor|hardly|scarcely|few"
    r"|nothing(?! (?:but|less)\b)"
    r"|no(?! (?:doubt|secret|question)\b)|without(?! (?:a )?doubt\b)|(?:refus|declin)(?:e|es|ed|ing|al) to"
    r"|fail(?:s|ed|ing)? to|unable to|unwilling to|yet to|remains? to be|far from|(?:stop\w*|fell|falls?) short of"
    r"|nicht|nie|niemals|niemand|nichts|kein\w{0,2}|weder|ohne|kaum|weiger\w+|geweigert"
    r"|ne|n[’'][^\W\d_]+|jamais|sans|aucune?|refus(?:e|é|ent|ait|er) de|nunca|jamás|nadie|не|никогда|никто"
)
_DENIES = (
    r"den(?:y|ies|ied|ying|ial)|doubt(?:s|ed|ing|ful)?|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es|ed|ing)"
    r"|refut(?:es?|ed|ing)|rebut(?:s|ted)?|debunk(?:s|ed)?|disprove[sdn]?|withdr[ae]w\w*|retract(?:s|ed)?"
    r"|falsely|wrongly|mistakenly|incorrectly|erroneously"
    r"|bestreitet|bestritt\w*|leugne\w*|dementier\w+|bezweifel\w+|fälschlich\w*"
    r"|nie|nient|niait|nié|dément\w*|conteste\w*|doute\w*|à tort|niega|negó|desmint\w+|отрица(?:ет|л[аи]?)|опроверг\w*"
)
_ASSERTS = (
    r"sa(?:y|ys|id|ying)|tells?|told|telling|speak|spoken|claim(?:s|ed|ing)?|stat(?:es?|ed|ing)|admit(?:s|ted|ting)?"
    r"|confirm(?:s|ed|ing)?|announc(?:e|es|ed|ing)|declar(?:e|es|ed|ing)|insist(?:s|ed|ing)?|suggest(?:s|ed|ing)?"
    r"|promis(?:e|es|ed|ing)|believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|argu(?:e|es|ed|ing)|impl(?:y|ies|ied|ying)"
    r"|conced(?:e|es|ed|ing)|acknowledg(?:e|es|ed|ing)|testif(?:y|ies|ied)|writ(?:es?|ten|ing)|wrote|report(?:ed|ing)?"
    r"|utter(?:ed|ing)?|pretend(?:s|ed|ing)?|prove[sdn]?|show(?:s|n|ing)?|quot(?:e|es|ed|ing)|evidence|proof|guarantee[sd]?|accept(?:s|ed)?"
    r"|agree[sd]?|convinced|persuaded|true|(?:the )?case|(?:accus|blam|describ)(?:e|es|ed|ing)|call(?:s|ed|ing)?"
    r"|sag(?:en?|te?|ten)|gesagt|behaupte\w*|erklär\w+|glaub\w+|bestätig\w+|erzähl\w+|denk\w+|zugegeben|versprochen"
    r"|mitgeteilt|geschrieben|nannte\w*|genannt|Beweise?|wahr"
    r"|di(?:t|re|s|sent|sait|sant)|affirm\w+|déclar\w+|croi\w+|pens\w+|assur\w+|promis|écrit|reconnu|preuve|vrai"
    r"|prétend\w*|appel\w+|dijo|dicho|decir|dice|cree\w*|сказал[аи]?|говорил[аи]?|говорит|заявл\w+|утвержда\w+|верит"
)
_SAGT = (
    r"sagt(?:e|en)?|glaub(?:t|te|ten|e|en)|behaupte(?:t|te|ten)|erklär(?:t|te|ten)|denk(?:t|e|en)|mein(?:t|te|ten|en)"
)
_FALSE = (
    r"false|untrue|not true|incorrect|a lie|a myth|a hoax|nonsense|fake|unfounded|baseless|forged|(?:a )?forgery"
    r"|invented|made up|falsch|unwahr|gelogen|nicht wahr|stimmt nicht|trifft nicht zu|erfunden|faux|fausse|inexact"
    r"|mensonger?|pas vrai|inventé\w*|falso|mentira|неправда|ложь"
)
_WRONG = (
    r"wrong|(?:a )?mistake|misleading|premature|absurd|too (?:early|soon)|impossible|falsch|verfrüht|faux|prématuré"
)
_CLEARED = r"cleared|acquitted|absolved|exonerated|freigesprochen|acquitté\w*|innocenté\w*"
_DOUBTS = (
    r"rumou?rs?|fears?|hopes?|allegations?|speculation|suspicions?|possible|possibility|unclear|unproven"
    r"|gerüchte?n?|verdacht|befürcht\w+|möglich|unklar|rumeurs?|soupçons?|craintes?|rumor(?:es)?|слух\w*|возможно"
)
_SUPPOSED = (
    r"thought|believed|rumou?red|feared|alleged|suspected|assumed|understood|claimed|reported|supposed|expected"
    r"|vermutet|befürchtet|angenommen|supposé|présumé|soupçonné"
)
_BEING = r"(?:is|are|was|were|has been|have been|had been|ist|sind|war|waren|wurde|est|sont|était|été|es|fue)"
_EVER_IF = r"if(?! (?:not|any|ever|only)\b)"  # not `a difficult, if not impossible, task`
_PROVIDED = r"(?:provided|providing)(?: that|(?= (?:the|an?|he|she|it|they|we|you|I)\b))"
_IF = (
    rf"{_EVER_IF}|unless|{_PROVIDED}|assuming|(?:as|so) long as|in the event|in case|on condition|wenn|falls|sofern"
    r"|solange|im Falle?|s[’']ils?|si|à moins que|tant que|au cas où|en cas|если"
    r"|(?:should|had|were)(?= (?:the|an?|any|he|she|it|they|we|you|I)\b)"
    r"|(?:sollten?|hätten?|wären?)(?= (?:der|die|das|eine?|er|sie|es|wir)\b)"
)
_IF_BEHIND = (
    rf"{_EVER_IF}|unless|{_PROVIDED}|wenn|falls|sofern|es sei denn|s[’']ils?|à moins que|à condition que|a menos que"
    r"|если|si(?= (?:le|la|les|l[’']\w+|un|une|on|elles?|nous|vous|je|ce|cela|des|el|los|las|se)\b)"
)
_ASKS = r"ask\w*|wonder\w*|see|know\w*|knew|check\w*|sure|decid\w*|learn\w*|out|question|even|as|fragt\w*|demand\w*"
_UNSAID = r"(?:more|much|anything|why|when|where|so|yes|what|mehr|viel|warum|davantage|plus|rien)\b"
_DENYING = rf"(?:(?!\s+(?:deny|doubt|dispute)){_ON}){{0,80}}?"  # after `not`: what is not denied is not negated
_PLAINLY = r"(?<!\bno )(?<!\bnot )(?<!n[’']t )(?<!\bnever )(?<!\bcannot )(?<!out )(?<!\bnicht )"


Forms = tuple[tuple[str, re.Pattern[str]], ...]


def _form(kind: str, *parts: str) -> tuple[str, re.Pattern[str]]:
    """A kind of what governs, and its pattern, whose first group is what is named."""
    return kind, re.compile("".join(parts), re.IGNORECASE)


#: what stands before the words in their sentence
BEFORE: Forms = (
    _form("negation", rf"{_OPENS}({_SUBJECT})(?!\w){_ON}{{0,120}}(?:,\s*{_SAYING})?$"),
    _form(
        "negation",
        rf"\b({_NOT})(?!\w){_DENYING}\b(?:{_ASSERTS})(?!\w){_ON}{{0,80}}?(?:,?\s*{_SAYING})?$",
    ),
    _form(
        "negation",
        rf"{_PLAINLY}\b({_DENIES})(?!\w){_ON}{{0,60}}?(?:,\s*)?\b(?:{_SAYING}|(?:{_ASSERTS})(?!\w){_ON}{{0,80}})$",
    ),
    _form("negation", rf"\b(?:{_SAGT})(?:\s+{_WORD}){{0,3}}?\s+(nicht|nie|niemals)(?!\w){_ON}{{0,30}}?,\s*{_SAYING}$"),
    _form("negation", rf"(?<!\bnot )\b({_FALSE}),?\s*{_SAYING}$"),
    _form("negation", rf"\b({_WRONG}) (?:to|zu|de) (?:{_ASSERTS})(?!\w){_ON}{{0,40}}?(?:,?\s*{_SAYING})?$"),
    _form("negation", rf"\b({_CLEARED})\s+(?:of|from|von|de|d[’'])(?!\w){_ON}{{0,80}}$"),
    _form("hedge", rf"\b({_DOUBTS})(?!\w){_ON}{{0,60}}?(?:,\s*)?{_SAYING}$"),
    _form(
        "hedge",
        rf"\b{_BEING}\s+(?:\w+\s+)?({_SUPPOSED})(?!\w){_ON}{{0,60}}?\b(?:{_SAYING}|to(?:\s+\w+){{0,2}}\s*)$",
    ),
    _form("condition", rf"{_OPENS}({_IF})\s(?!anything|so,){_BARE}{{4,120}},\s*(?:(?:then|dann|so|alors)\s+)?$"),
)
#: what stands behind the words in their sentence
AFTER: Forms = (
    _form(
        "condition",
        rf"^(?:(?:\s+(?!(?:{_JOINS}|{_ASKS})\b){_WORD}){{1,6}},?|,{_BARE}{{1,40}},)",
        rf"\s+((?:but )?(?:only )?(?:{_IF_BEHIND}))(?!\w)",
    ),
    _form("negation", rf"^[\s,]*(?:which\s+)?{_BEING}\s+(?:\w+\s+){{0,2}}?({_FALSE}|denied)(?!\w)"),
    _form("negation", rf"^,?\s+which\s+{_BARE}{{1,40}}?\b({_DENIES})(?!\w)"),
)
#: what tells of a quotation, before its opening mark: not `He did not say more: “…”`
TELLING: Forms = (
    _form(
        "negation",
        rf"((?:\b(?:{_NOT})|{_PLAINLY}\b(?:{_DENIES}))(?!\w)){_DENYING}(?:,\s*(?=\w+ zu haben))?",
        rf"\b(?:{_ASSERTS})(?!\w)(?:\s+(?!{_UNSAID}){_WORD}){{0,4}}(?:\s*[,:]|,?\s*{_THAT})?(?:\s*zu haben\s*:)?\s*$",
    ),
    _form(
        "negation",
        rf"\b(?:{_SAGT})(?:\s+{_WORD}){{0,3}}?\s+(nicht|nie|niemals)(?:\s+(?!{_UNSAID}){_WORD}){{0,2}}\s*[,:]?\s*$",
    ),
)
#: … and behind its closing mark: `“…”, Munk never said`
TOLD: Forms = (
    _form(
        "negation",
        rf"^[\s,]*(?:(?!(?:{_JOINS}|{_ASSERTS})\b){_WORD}\s+){{0,5}}?({_NOT}|{_DENIES})(?!\w)",
        rf"(?:\s+{_WORD}){{0,2}}?\s+(?:{_ASSERTS})(?!\w)",
    ),
)
#: words that any of these begin with, beside those of `qualifiers`
FIRST = (
    rf"{_DENIES}|{_CLEARED}|{_DOUBTS}|{_SUPPOSED}|refus\w+|declin\w+|fail\w*|unable|unwilling|yet|remains?|far|stop\w*|fell"
    r"|falls?|few|handful|rarely|seldom|wenige|kaum|weiger\w+|geweigert|nirgends|rien|nul(?:le)?|peu|nadie|pocos|nada"
    r"|никто|ничто|false|untrue|true|incorrect|lies?|myth|hoax|nonsense|fake|forged|forgery|invented|made|unfounded"
    r"|baseless|wahr|falsch|unwahr|gelogen|erfunden|faux|fausse|inexact|mensonger?|vrai|inventé\w*|falso|mentira|неправда"
    r"|ложь|stimmt|trifft|wrong|mistake|misleading|premature|absurd|too|impossible|verfrüht|prématuré|s[’']ils?|so|long|event|case"
    r"|condition|solange|im|cas|tant|should|had|were|sollten?|hätten?|wären?"
)
