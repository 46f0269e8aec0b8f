"""English."""

from __future__ import annotations

from archive.extractors._words import NEVER, Words, listed

_IRREGULAR = {
    "say": "says said said saying",
    "tell": "tells told told telling",
    "write": "writes wrote written writing",
    "think": "thinks thought thought thinking",
    "feel": "feels felt felt feeling",
    "know": "knows knew known knowing",
    "find": "finds found found finding",
    "show": "shows showed shown showing",
    "see": "sees saw seen seeing",
    "hold": "holds held held holding",
    "swear": "swears swore sworn swearing",
    "quip": "quips quipped quipped quipping",
    "admit": "admits admitted admitted admitting",
    "plan": "plans planned planned planning",
    "refer": "refers referred referred referring",
    "slam": "slams slammed slammed slamming",
    "read": "reads read read reading",
    "hint": "hints hinted hinted hinting",
    "rebut": "rebuts rebutted rebutted rebutting",
    "foresee": "foresees foresaw foreseen foreseeing",
    "understand": "understands understood understood understanding",
    "speak": "speaks spoke spoken speaking",
    "put": "puts put put putting",
    "seek": "seeks sought sought seeking",
    "hear": "hears heard heard hearing",
}

_VERBS = {
    "say": (
        "say add note announce claim state declare argue insist acknowledge admit warn assert allege contend explain "
        "write tweet testify reveal suggest concede confirm reply respond recall recount remark observe comment "
        "continue joke quip conclude report complain lament boast brag caution emphasize emphasise stress underscore "
        "indicate hint imply disclose predict estimate reiterate repeat proclaim pronounce recollect retort counter "
        "underline signal guarantee relay disagree deduce surmise gripe fume grumble recite preach stammer mutter "
        "whisper yell thunder gush opine muse assess theorize speculate posit affirm attest profess point read shout "
        "chant exclaim interject stipulate elaborate tout ask wonder highlight agree deny"
    ),
    "tell": "tell assure inform remind advise notify",
    "show": "show find demonstrate document illustrate",
    "hold": (
        "believe think feel know expect hope fear worry doubt realize recognize understand assume suspect consider "
        "regard view foresee forecast anticipate envision remember wish guess"
    ),
    "want": (
        "want plan intend vow pledge promise threaten refuse decline seek hope propose offer decide demand swear "
        "prefer resolve"
    ),
    "seem": "seem appear",
    "treat": (
        "call urge accuse criticize criticise condemn denounce blast slam attack mock defend praise endorse oppose "
        "reject dismiss question cite mention discuss describe refer blame characterize portray label hail "
        "rebuke rebut ridicule deride decry applaud laud liken compare challenge favor approve disavow address "
        "request order recommend encourage invoke echo speak allude advocate welcome quote rail tease downplay object "
        "discourage lambaste chide deplore talk credit identify love hate admire trust express voice lash champion "
        "bemoan celebrate chastise commend congratulate contradict detail dispute herald justify outline plead "
        "protest reassure rebuff refute scold scoff thank trumpet vilify tell renounce repudiate lobby rap pan "
        "disparage demonize belittle frame interpret acknowledge castigate tackle bash skewer task"
    ),
}

#: Verb → particles. With a `!` the verb counts with one of these alone.
_PARTICLES = {
    "call": "for on out",
    "scoff": "!at",
    "lobby": "!for against",
    "plead": "!for with",
    "disagree": "with",
    "vote": "!for against",
    "talk": "!about",
    "lash": "!out",
    "point": "!out to",
    "refer": "!to",
    "speak": "!of about against",
    "rail": "!against",
    "allude": "!to",
    "object": "!to",
    "comment": "on",
    "respond": "to",
    "reply": "to",
    "agree": "to with on",
    "complain": "about of",
    "worry": "about",
    "approve": "of",
    "warn": "of against about",
    "caution": "against",
    "joke": "about",
    "brag": "about",
    "boast": "about of",
    "speculate": "about",
    "wonder": "about",
    "hint": "at",
    "tell": "of about",
    "lament": "about",
    "elaborate": "on",
    "insist": "on",
    "know": "about of",
    "think": "about of",
    "hear": "about of",
    "decide": "against on",
    "ask": "for about",
    "argue": "for against",
    "muse": "about",
    "testify": "about",
}


def _conjugated(verb: str) -> list[str]:
    """Base, third person, past, participle, present participle."""
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb].split()]
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s")
    return [verb, third, stem + "ed", stem + "ed", stem + "ing"]


def _forms() -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for kind, verbs in _VERBS.items():
        for verb in verbs.split():
            for form, use in zip(_conjugated(verb), ("base", "s", "past", "part", "ing"), strict=True):
                forms.setdefault(form, (kind, use))
    return forms


_RELAYING = (
    "amplified|relayed|reported|carried|quoted|repeated|echoed|cited|published|circulated|shared|broadcast|"
    "conveyed|passed on|leaked|released"
)
_STATEMENTS = "statement|claim|remark|comment|report|narrative|account|assertion|message|version|view|story|allegation"
_HANDING = "presented|leaked|given|submitted|provided|shown|delivered|sent|passed|handed|made available"
_OUTLETS = "media|television|radio|agency|agencies|newspaper|newspapers|press|outlets|officials|reporters|sources"
_PART = r"[A-Z][\w’'-]*(?:\.(?= [A-Z]))?"
_NAME = rf"(?:the )?{_PART}(?:(?: of| the| and| for){{0,2}} {_PART}){{0,7}}(?:(?: [a-z]+)? (?:{_OUTLETS})\b)?"


_BETOKENING = (
    "signal underscore underline highlight suggest indicate imply hint reveal confirm show demonstrate illustrate "
    "emphasize emphasise stress affirm guarantee point"
)
_OPENINGS = (
    "in addition",
    "in a statement",
    "in response",
    "in turn",
    "in fact",
    "in contrast",
    "in particular",
    "in general",
    "in short",
    "in total",
    "in return",
    "in reply",
    "in public",
    "in private",
    "by contrast",
    "by comparison",
    "for example",
    "for instance",
    "for now",
    "of course",
    "on the other hand",
    "on the one hand",
    "on average",
    "as a result",
    "at the same time",
    "at first",
    "at least",
    "after that",
    "before that",
    "with that",
    "until now",
    "meanwhile",
    "moreover",
    "furthermore",
    "however",
    "nevertheless",
    "nonetheless",
    "instead",
    "therefore",
    "thus",
    "besides",
    "afterwards",
)

ENGLISH = Words(
    forms=_forms(),
    like_nouns=listed(
        "report reports claim claims demand demands call calls plan plans hope hopes fear fears charge charges promise "
        "promises estimate estimates question questions state states note notes show shows find finds attack attacks "
        "support view views offer offers comment comments order orders request requests challenge challenges document "
        "documents address pledge pledges vow vows favor label labels forecast forecasts remark remarks hint hints "
        "threat doubt doubts worry worries echo counter joke jokes quote tweet tweets want wants quip suspect suspects "
        "object objects point points warning feeling understanding meaning rebuke praise "
        "finding findings recall contest highlight highlights put held document read caution "
        "project projects feelings reply see guess tout stress task tasks"
    ),
    particles={
        form: frozenset(particles.lstrip("!").split())
        for verb, particles in _PARTICLES.items()
        for form in _conjugated(verb)
    },
    only_with=frozenset(form for verb, p in _PARTICLES.items() if p[0] == "!" for form in _conjugated(verb)),
    nouns=listed(
        "claim claims allegation allegations assertion assertions statement statements announcement argument arguments "
        "belief beliefs contention suggestion suggestions warning warnings report reports accusation accusations "
        "admission promise promises pledge vow view views opinion prediction predictions fear fears concern concerns "
        "hope hopes rumor rumors rumour rumours conclusion declaration insistence speculation complaint complaints "
        "demand demands threat threats acknowledgment assurance assurances idea notion charge charges evidence "
        "criticism opposition support endorsement call calls plan plans proposal desire intention refusal decision "
        "recommendation estimate estimates doubts comments remarks confidence expectation"
    ),
    rumours=listed("reports rumors rumours allegations speculation"),
    links=listed("that of about on to for from"),
    according=(
        ("according", "to"),
        ("in", "the", "words", "of"),
        ("as", "reported", "by"),
        ("in", "the", "view", "of"),
    ),
    auxiliaries=listed(
        "has have had is are was were be been being do does did has've 'd 's began begun started continue continues "
        "continued hasn't haven't hadn't isn't aren't wasn't weren't doesn't don't didn't won't wouldn't can't "
        "couldn't cannot"
    ),
    going_on=listed("began begun started continue continues continued"),
    being=listed("is are was were be been being isn't aren't wasn't weren't get gets got"),
    modals=listed("will would can could may might must shall should won't wouldn't can't couldn't cannot"),
    adverbs=listed(
        "also later now then even still just again never ever once already soon often always not only too all both "
        "so far further quickly recently reportedly repeatedly publicly privately initially previously simply long "
        "openly clearly famously immediately rightly first"
    ),
    negations=listed("not never no none nobody nothing neither nor without cannot"),
    subjects=listed(
        "he she they it we i you this these those some many others one most everyone nobody somebody someone he's "
        "she's they're we're i'm they've i've we've you've few both several all another"
    ),
    relatives=listed("who which that whom"),
    objects=listed("him her them us me you it"),
    articles=listed("a an"),
    determiners=listed(
        "the a an this that these those his her its their our my your some any each every no another such several "
        "many few more most all both one two three four five six seven eight nine ten"
    ),
    prepositions=listed(
        "of in on at by for from with about into over after before under between during against among through to "
        "toward towards amid despite without within since until across behind beyond near like including throughout "
        "upon onto outside inside per via around off above below along"
    ),
    subordinators=listed(
        "because when while if although though unless whether where why how what whose as since until once whereas "
        "before after than so"
    ),
    coordinators=listed("and but or yet nor"),
    finite=listed(
        "went took made came got gave led won lost met ran left kept brought stood sat began became sent paid "
        "rose fell is are was were has have had does did will would can could may might must shall should 's be "
        "been being makes takes comes goes gets gives keeps says said isn't aren't wasn't weren't hasn't haven't "
        "hadn't doesn't don't didn't won't wouldn't can't couldn't cannot"
    ),
    times=listed(
        "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight earlier later last this week "
        "month year night morning afternoon evening recently then now previously january february april june july "
        "august september october november december"
    ),
    dating=listed("on in"),
    hearers=listed("reporters journalists supporters voters people lawmakers congress fans viewers senators delegates"),
    that=frozenset({"that"}),
    the=frozenset({"the"}),
    within=listed("the of for"),
    by="by",
    personal=listed("who whom"),
    leading_to=listed("by from with to against"),
    openings=tuple(tuple(one.split()) for one in _OPENINGS),
    data=listed(
        "poll polls survey surveys study studies report reports data results documents records analysis email emails "
        "research figures document statistics evidence review polling investigation video images average memo "
        "transcript chart map which numbers"
    ),
    persons=listed("they we i you who people voters others some many democrats republicans officials"),
    sure=listed("say believe argue think"),
    possessives=listed("his her their its my our your"),
    unlikely_tails=listed("claims states reports"),
    breaks=listed("a an after when while although though whereas which who as with but even despite the because"),
    ends=listed("after while"),
    adding=("as", "well", "as"),
    comparing=listed("while as though although whereas"),
    denying=listed("deny denies denied denying reject rejects rejected refute refutes refuted rebut rebuts rebutted"),
    betokening=frozenset(form for verb in _BETOKENING.split() for form in _conjugated(verb)),
    events=listed(
        "incident incidents attack attacks battle battles war wars crisis crises clash clashes move moves progress "
        "silence absence presence success failure defeat victory loss losses rise fall growth decline delay delays "
        "collapse blast blasts explosion explosions flood floods fire fires storm storms strike strikes death deaths "
        "arrest arrests vote votes race races event events episode situation development developments trend trends "
        "conflict conflicts fighting change changes shift shifts choice timing sense mood result effort efforts "
        "deal deals talks visit visits trip meeting meetings action actions step steps discovery environment "
    ),
    event_endings=("ment", "ments", "tion", "tions", "sion", "sions", "ence", "ance", "ity", "ness", "ship"),
    bodies=listed(
        "government governments department departments parliament parliaments regiment statement statements document "
        "documents announcement assessment judgment judgement administration commission organization organisation "
        "organizations organisations foundation federation association institution institutions corporation coalition "
        "delegation opposition station nation nations publication publications investigation investigations "
        "information documentation declaration presentation examination evaluation observation observations "
        "calculation calculations projection projections estimation question communication administration allegation "
        "allegations accusation accusations assertion assertions suggestion suggestions prediction predictions "
        "conclusion recommendation recommendations union television mission division authority university community "
        "city charity majority minority entity audience intelligence conference evidence insurance leadership "
        "ambulance alliance correspondence testament agreement prosecution legislation constitution citation "
        "version translation notification invitation"
    ),
    asking=listed(
        "ask asks asked asking wonder wonders wondered wondering comment comments commented disagree "
        "disagrees disagreed agree agrees agreed predict predicts predicted speculate speculates speculated"
    ),
    quoting=listed("continue continues continued continuing"),
    evidential=listed("reportedly allegedly purportedly supposedly"),
    hedges=(
        "reportedly|allegedly|alleged|unconfirmed|unverified|purported(?:ly)?|supposed(?:ly)?|apparent(?:ly)?|perhaps|"
        "possibl[ey]|probabl[ey]|presumably|potential(?:ly|(?! (?:for|of|to) ))|likely|"
        "unlikely|rumou?red|suspected|suggest(?:s|ed|ing)?|"
        "hint(?:s|ed|ing)?|appears? to|appeared to|seems? to|seemed to|(?-i:may)|"
        "may(?= (?:have|be|not|also) )|might|could|plan(?:s|ned|ning)? to|"
        "(?:is|are|was|were) (?:believed|expected|said|thought|understood) to|intend(?:s|ed)? to|estimated|speculation"
    ),
    name=_NAME,
    relayed=rf"[,—–] (?:an?|the) (?:{_STATEMENTS}) (?:later )?(?:{_RELAYING}) by NAME",
    aside=rf"[,—–] as (?:{_RELAYING}) by NAME",
    handed=rf"\b(?:{_HANDING}) (?:to|by|through) NAME",
    owned=rf"(.+?)['’]s? (?:[a-z]+ )?(?:{_STATEMENTS})\Z",
    labels=listed(
        "byline update updated correction note contributing photo contact related by credit abstract location tip "
        "subject date from to cc published source sources"
    ),
    singular=listed("he she"),
    infinitive=frozenset({"to"}),
    role=frozenset({"as"}),
    of=frozenset({"of"}),
    joining=frozenset({"and"}),
    opposing=frozenset({"but"}),
    accompanying=frozenset({"with"}),
    authors=listed("by from"),
    topics=listed("to about"),
    leading=listed("to as that of for"),
    asked=listed("if whether how what there"),
    gerund=listed("by for of without while"),
    told=frozenset(),
    needs_that=False,
    elided=NEVER,
    inverted=frozenset(),
    put=listed("asked told questioned quizzed pressed challenged reminded informed warned accused confronted"),
    charging=listed("of for as"),
    gerunds=("ing",),
    pasts=("ed",),
    adverbial=("ly",),
    owning=("'s", "s'"),
    denied=("n't",),
)
