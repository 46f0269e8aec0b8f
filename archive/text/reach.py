"""What governs words from farther off than right beside them, in English, German and French; a little Spanish, Russian.

A negation in the subject (`No one in this ministry ordered …`) governs the whole clause; one before a verb of saying or
thinking (`I am not going to tell them that …`, `He never said “…”`) governs what is said; so do `It is false that …`,
`refused to say …`, `… was denied`. A condition governs across the comma behind it, and from behind some words. Anything
that begins another clause (a comma, `and`, `when`, `who`) ends the reach, so that `No one was hurt when the wall came
down` is no negation of the wall's fall. Where a word may be meant in two ways, the form that negates must stand there
whole: not `no doubt that`, not `not only`, not `did not deny`.
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

_WITHIN = (
    rf"{_THAT}(?!\w)(?:\s+(?:after|before|since|nach|vor|après|avant))?{_ON}{{0,80}}"  # said, to where words begin
)

_SUBJECT = (
    r"no[ -]one|nobody|none|nothing|neither|no(?! (?:doubt|wonder|matter|sooner|later|less|more|longer)\b)"
    r"|not (?:one|a|an|any|all|every\w*|many|much)|(?:hardly|scarcely|barely) (?:any\w*|an?)|few|(?:only|very|too) few"
    r"|niemand|nichts|kein\w{0,2}|weder|(?:nur )?wenige|kaum (?:jemand|einer|ein|eine)|nicht (?:einer|alle|jeder)"
    r"|personne|rien|aucune?|nul(?:le)?|ni|pas un\w?|peu(?: de gens| d[’']\w+)?"
    r"|nadie|ningun\w{0,2}|ningún|nada|pocos|никто|ничто|ни"
)
_NOT = (
    r"\w*n[’'ʼ]t|cannot|not(?! (?:only|until|least)\b)|never|no[ -]one|nobody|none|neither|nor|hardly|scarcely|few"
    r"|no(?! (?:doubt|secret|question)\b)|without(?! (?:a )?doubt\b)"
    r"|refus(?:e|es|ed|ing|al) to|declin(?:e|es|ed|ing) to"
    r"|fail(?:s|ed|ing)? to|unable to|unwilling to|(?:far|stop\w*|fell|falls?) (?:from|short of)"
    r"|nicht|nie|niemals|niemand|nichts|kein\w{0,2}|weder|ohne|kaum|weiger\w+|geweigert"
    r"|ne|n[’'][^\W\d_]+|jamais|sans|aucune?|refus(?:e|é|ent|ait|er) de|nunca|jamás|nadie|не|никогда|никто"
)
_DENIES = (
    r"den(?:y|ies|ied|ying|ial)|doubt(?:s|ed|ing|ful)?|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|disput(?:es?|ed|ing)"
    r"|refut(?:es?|ed|ing)|rebut(?:s|ted)?|debunk(?:s|ed)?|disprove[sdn]?|bestreitet|bestritt\w*|leugne\w*|dementier\w+"
    r"|bezweifel\w+|nie|nient|niait|nié|dément\w*|conteste\w*|doute\w*|niega|negó|desmint\w+|отрицает|отрицал[аи]?|опроверг\w*"
)
_ASSERTS = (
    r"sa(?:y|ys|id|ying)|tells?|told|telling|speak|spoken|claim(?:s|ed|ing)?|stat(?:es?|ed|ing)|admit(?:s|ted|ting)?"
    r"|confirm(?:s|ed|ing)?|announc(?:e|es|ed|ing)|declar(?:e|es|ed|ing)|insist(?:s|ed|ing)?|suggest(?:s|ed|ing)?"
    r"|promis(?:e|es|ed|ing)|believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|argu(?:e|es|ed|ing)|impl(?:y|ies|ied|ying)"
    r"|conced(?:e|es|ed|ing)|acknowledg(?:e|es|ed|ing)|testif(?:y|ies|ied)|writ(?:es?|ten|ing)|wrote|report(?:ed|ing)?"
    r"|utter(?:ed|ing)?|pretend(?:s|ed|ing)?|prove[sdn]?|evidence|proof|guarantee[sd]?|accept(?:s|ed)?|agree[sd]?"
    r"|convinced|persuaded|true|(?:the )?case"
    r"|sag(?:en?|te?|ten)|gesagt|behaupte\w*|erklär\w+|glaub\w+|bestätig\w+|erzähl\w+|denk\w+|zugegeben|versprochen"
    r"|mitgeteilt|geschrieben|Beweise?|wahr"
    r"|di(?:t|re|s|sent|sait|sant)|affirm\w+|déclar\w+|croi\w+|pens\w+|assur\w+|promis|écrit|reconnu|preuve|vrai|prétend\w*"
    r"|dijo|dicho|decir|dice|cree\w*|сказал[аи]?|говорил[аи]?|говорит|заявл\w+|утверждал?\w*|верит"
)
_FALSE = (
    r"false|untrue|not true|incorrect|a lie|lies|a myth|a hoax|nonsense|fake|unfounded|baseless|falsch|unwahr|gelogen"
    r"|nicht wahr|faux|fausse|inexact|mensonger?|pas vrai|falso|mentira|неправда|ложь"
)
_DOUBTS = (
    r"rumou?rs?|speculation|suspicions?|possible|possibility|unclear|unproven|gerüchte?n?|verdacht|möglich|unklar"
    r"|rumeurs?|possible|soupçons?|rumor(?:es)?|слух\w*|возможно"
)
_IF = r"if|unless|provided|assuming|wenn|falls|sofern|s[’']ils?|si|à moins que|если"
_IF_BEHIND = (
    r"if|unless|provided(?: that)?|wenn|falls|sofern|es sei denn|s[’']ils?|à moins que|à condition que|a menos que|если"
    r"|si (?=(?:le|la|les|l[’']\w+|un|une|on|elles?|nous|vous|je|ce|cela|des|el|los|las|se)\b)"
)
_ASKS = r"ask\w*|wonder\w*|see|know\w*|knew|check\w*|sure|decid\w*|learn\w*|out|question|even|as|fragt\w*|demand\w*"
_BEING = r"(?:is|are|was|were|has been|have been|had been|ist|sind|war|waren|wurde|est|sont|était|été|es|fue)"
_UNSAID = r"(?:more|much|anything|why|when|where|so|yes|what|mehr|viel|warum|davantage|plus|rien)\b"

#: (kind, pattern of what stands before the words in their sentence); what is named is in the first group
BEFORE = (
    ("negation", re.compile(rf"{_OPENS}({_SUBJECT})(?!\w){_ON}{{0,120}}(?:,\s*{_WITHIN})?$", re.I)),
    (
        "negation",
        re.compile(
            rf"\b({_NOT})(?!\w)(?!\s+(?:deny|doubt|dispute)){_ON}{{0,80}}?\b(?:{_ASSERTS})(?!\w){_ON}{{0,80}}?"
            rf"(?:,?\s*{_WITHIN})?$",
            re.I,
        ),
    ),
    (
        "negation",
        re.compile(
            rf"(?<!\bno )(?<!\bnot )(?<!n[’']t )(?<!\bnever )(?<!\bcannot )(?<!out )(?<!\bnicht )\b({_DENIES})(?!\w)"
            rf"{_ON}{{0,60}}?(?:,\s*)?\b(?:{_WITHIN}|(?:{_ASSERTS})(?!\w){_ON}{{0,80}})$",
            re.I,
        ),
    ),
    ("negation", re.compile(rf"\b(?<!not )({_FALSE}),?\s+{_WITHIN}$", re.I)),
    ("hedge", re.compile(rf"\b({_DOUBTS})(?!\w){_ON}{{0,60}}?(?:,\s*)?\b{_WITHIN}$", re.I)),
    (
        "condition",
        re.compile(rf"{_OPENS}({_IF})\s(?!anything|so,){_BARE}{{4,120}},\s*(?:then |dann |so |alors )?$", re.I),
    ),
)
#: what stands behind the words in their sentence
AFTER = (
    (
        "condition",
        re.compile(
            rf"^(?:\s+(?!(?:{_JOINS}|{_ASKS})\b){_WORD}){{1,6}},?"
            rf"\s+((?:but )?(?:only )?(?:{_IF_BEHIND}))(?!\w)",
            re.I,
        ),
    ),
    ("negation", re.compile(rf"^[\s,]*(?:which\s+)?{_BEING}\s+(?:\w+\s+){{0,2}}?({_FALSE}|denied)(?!\w)", re.I)),
    ("negation", re.compile(rf"^,?\s+which\s+{_BARE}{{1,40}}?\b({_DENIES})(?!\w)", re.I)),
)
#: what tells of a quotation, before its opening mark: not `He did not say more: “…”`
TELLING = re.compile(
    rf"(?:\b({_NOT})(?!\w)(?!\s+(?:deny|doubt|dispute))|(?<!\bnot )(?<!\bnever )(?<!n[’']t )\b({_DENIES})(?!\w))"
    rf"{_ON}{{0,80}}?(?:,\s*(?=\w+ zu haben))?\b(?:{_ASSERTS})(?!\w)(?:\s+(?!{_UNSAID}){_WORD}){{0,4}}"
    rf"(?:\s*[,:]|,?\s*{_THAT})?(?:\s*zu haben\s*:)?\s*$",
    re.I,
)
#: … and behind its closing mark: `“…”, Munk never said`
TOLD = re.compile(
    rf"^[\s,]*(?:(?!(?:{_JOINS}|{_ASSERTS})\b){_WORD}\s+){{0,5}}?({_NOT}|{_DENIES})(?!\w)"
    rf"(?:\s+{_WORD}){{0,2}}?\s+(?:{_ASSERTS})(?!\w)",
    re.I,
)
#: Words that any of these begin with, beside those of `qualifiers`
FIRST = (
    rf"{_DENIES}|refus\w+|declin\w+|fail\w*|unable|unwilling|far|stop\w*|fell|falls?|few|wenige|kaum|weiger\w+|geweigert"
    r"|rien|nul(?:le)?|peu|nadie|pocos|nada|никто|ничто|false|untrue|incorrect|lie|lies|myth|hoax|nonsense|fake|unfounded"
    r"|baseless|falsch|unwahr|gelogen|faux|fausse|inexact|mensonger?|falso|mentira|неправда|ложь|s[’']ils?"
    rf"|{_DOUBTS}"
)
