"""French."""

from __future__ import annotations

from archive.extractors._words import NEVER, Words, listed

#: Verb → third persons of the present, forms of the past, participle without ending, gerund.
_IRREGULAR = {
    "dire": ("dit disent", "disait disaient dirent", "dit", "disant"),
    "redire": ("redit redisent", "redisait redirent", "redit", "redisant"),
    "prédire": ("prédit prédisent", "prédisait prédirent", "prédit", "prédisant"),
    "démentir": ("dément démentent", "démentait démentaient", "démenti", "démentant"),
    "écrire": ("écrit écrivent", "écrivait écrivaient écrivit", "écrit", "écrivant"),
    "soutenir": ("soutient soutiennent", "soutenait soutenaient soutint", "soutenu", "soutenant"),
    "maintenir": ("maintient maintiennent", "maintenait maintenaient maintint", "maintenu", NEVER),
    "prévenir": ("prévient préviennent", "prévenait prévenaient prévint", "prévenu", "prévenant"),
    "poursuivre": ("poursuit poursuivent", "poursuivait poursuivaient poursuivit", "poursuivi", "poursuivant"),
    "reconnaître": ("reconnaît reconnait reconnaissent", "reconnaissait reconnut", "reconnu", "reconnaissant"),
    "admettre": ("admet admettent", "admettait admettaient admit", "admis", "admettant"),
    "répondre": ("répond répondent", "répondait répondaient répondit", "répondu", "répondant"),
    "prétendre": ("prétend prétendent", "prétendait prétendaient", "prétendu", "prétendant"),
    "conclure": ("conclut concluent", "concluait concluaient", "conclu", "concluant"),
    "avertir": ("avertit avertissent", "avertissait avertissaient", "averti", "avertissant"),
    "promettre": ("promet promettent", "promettait promettaient promit", "promis", "promettant"),
    "croire": ("croit croient", "croyait croyaient crut", "cru", "croyant"),
    "craindre": ("craint craignent", "craignait craignaient", "craint", "craignant"),
    "vouloir": ("veut veulent", "voulait voulaient", "voulu", "voulant"),
    "appeler": ("appelle appellent", "appelait appelaient appela", "appelé", "appelant"),
    "plaindre": ("plaint plaignent", "plaignait plaignaient plaignit", "plaint", "plaignant"),
    "défendre": ("défend défendent", "défendait défendaient défendit", "défendu", "défendant"),
    "émouvoir": ("émeut émeuvent", "émouvait émut", "ému", NEVER),
    "renchérir": ("renchérit renchérissent", "renchérissait renchérirent", "renchéri", "renchérissant"),
    "rappeler": ("rappelle rappellent", "rappelait rappelaient rappela", "rappelé", "rappelant"),
}

_VERBS = {
    "say": (
        "dire redire déclarer affirmer assurer ajouter annoncer indiquer préciser expliquer estimer rapporter "
        "confirmer "
        "démentir nier prétendre soutenir maintenir reconnaître admettre avouer répondre répliquer rétorquer souligner "
        "noter observer remarquer constater raconter témoigner relater rappeler écrire conclure insister marteler "
        "réaffirmer réitérer répéter révéler suggérer avertir prédire plaisanter ironiser regretter déplorer lancer "
        "poursuivre alléguer certifier signaler résumer confier commenter juger relever lâcher tweeter dénoncer "
        "prévenir demander indigner emporter désoler inquiéter étonner réjouir féliciter alarmer agacer exclamer "
        "insurger plaindre lamenter justifier défendre interroger excuser amuser émouvoir pester fulminer tonner "
        "tempérer nuancer trancher tempêter souffler soupirer murmurer crier hurler renchérir enchaîner arguer "
        "argumenter protester analyser"
    ),
    "hold": "penser croire craindre espérer considérer supposer",
    "want": "vouloir promettre menacer refuser exiger",
    "treat": "accuser condamner critiquer saluer qualifier exhorter appeler",
}

#: They count with a quotation only: who is indignant need not say so.
_QUOTING = (
    "poursuivre lancer lâcher insister indigner emporter désoler inquiéter étonner réjouir féliciter alarmer agacer "
    "exclamer insurger plaindre lamenter justifier défendre interroger excuser amuser émouvoir pester fulminer tonner "
    "tempérer nuancer trancher tempêter souffler soupirer murmurer crier hurler renchérir enchaîner arguer argumenter "
    "protester analyser"
)

#: With a `!` a verb counts with one of these alone.
_PARTICLES = {"appeler": "!à", "qualifier": "!de", "exhorter": "!à"}

_OPENINGS = (
    "en outre, en revanche, en effet, en réponse, en fait, en particulier, en général, par ailleurs, par exemple, "
    "par la suite, au contraire, au total, à l' inverse, de plus, de son côté, pour sa part, toutefois, cependant, "
    "néanmoins, pourtant, enfin, ensuite, autrement"
)
_ELIDED = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\w)"
_PART = r"[A-ZÀ-Ý][\w’'-]*(?:\.(?= [A-Z]))?"
_JOINT = r"(?: (?:de|du|des|la|le|les|et|pour)| d['’]| l['’])"


def _of_first_group(verb: str) -> tuple[str, str, str, str]:
    """`déclarer`, with `annonçait`, `jugeait`, `répète`, `lance`."""
    stem = verb[:-2]
    soft = stem[:-1] + "ç" if stem.endswith("c") else stem + "e" if stem.endswith("g") else stem
    sharp = stem[:-2] + "è" + stem[-1] if stem[-2] in "eé" and stem[-1] in "rlntv" else stem
    present, past = f"{sharp}e {sharp}ent", f"{soft}ait {soft}aient {soft}a {stem}èrent"
    return present, past, f"{stem}é", f"{soft}ant"


def _conjugated(verb: str) -> list[tuple[str, str]]:
    """Each form with its use."""
    present, past, participle, gerund = _IRREGULAR.get(verb) or _of_first_group(verb)
    parts = [participle + ending for ending in ("", "e", "s", "es")]
    uses = (("s", present.split()), ("past", past.split()), ("part", parts), ("ing", [gerund]))
    return [(form, use) for use, forms in uses for form in forms]


def _forms() -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for kind, verbs in _VERBS.items():
        for verb in verbs.split():
            for form, use in _conjugated(verb):
                forms.setdefault(form, (kind, use))
    return forms


FRENCH = Words(
    forms=_forms(),
    like_nouns=listed("annonce note notes juge juges lance relève menace menaces critique commente constate signale"),
    particles={
        form: listed(particles.lstrip("!")) for verb, particles in _PARTICLES.items() for form, _ in _conjugated(verb)
    },
    only_with=frozenset(form for verb, p in _PARTICLES.items() if p[0] == "!" for form, _ in _conjugated(verb)),
    nouns=frozenset(),
    rumours=frozenset(),
    links=frozenset(),
    according=(("selon",), ("d'", "après")),
    auxiliaries=listed("a ont avait avaient aurait auraient aura auront est sont était étaient été serait seraient"),
    going_on=frozenset(),
    being=listed("est sont était étaient été fut furent serait seraient sera seront"),
    modals=listed("peut peuvent pourrait pourraient doit doivent devrait devraient"),
    adverbs=listed(
        "aussi également ensuite déjà toujours encore ainsi notamment enfin même bien ne n' lui se s' aussitôt "
        "récemment "
        "clairement publiquement officiellement vivement longuement finalement quant simplement seulement alors "
        "immédiatement rapidement régulièrement souvent puis"
    ),
    negations=listed("pas jamais aucun aucune ni rien nul nulle sans"),
    subjects=listed("il elle ils elles on je j' nous vous ce c' cela ceci ça certains beaucoup plusieurs tous"),
    relatives=listed("qui lequel laquelle lesquels lesquelles"),
    objects=listed("le la les lui leur nous vous me te l'"),
    determiners=listed(
        "le la les l' un une des du de d' ce cet cette ces son sa ses leur leurs notre nos votre mon ma mes chaque "
        "plusieurs quelques certains certaines tout toute tous deux trois quatre cinq six sept huit neuf dix"
    ),
    articles=listed("un une"),
    prepositions=listed(
        "à au aux de d' du des en dans sur sous par pour avec chez contre vers entre depuis pendant durant avant après "
        "devant derrière dès hors parmi malgré lors selon"
    ),
    subordinators=listed(
        "quand lorsque lorsqu' si comme puisque puisqu' quoique car parce tandis dont où afin que qu' pourquoi"
    ),
    coordinators=listed("et ou mais ni or donc"),
    finite=listed(
        "est sont était étaient fut furent sera seront serait seraient a ont avait avaient aura auront aurait auraient "
        "peut peuvent pouvait pourra pourrait pourraient doit doivent devait devra devrait devraient fait font fera "
        "va vont vient viennent reste restent faut veut veulent permet permettent met mettent prend prennent vaut soit"
    ),
    times=listed(
        "lundi mardi mercredi jeudi vendredi samedi dimanche hier aujourd'hui demain matin soir midi nuit janvier "
        "février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    dating=listed("le en ce dans"),
    hearers=frozenset(),
    that=listed("que qu'"),
    the=listed("le la les l'"),
    within=listed("le la les l' de du des d' pour"),
    personal=listed("qui"),
    leading_to=listed("par contre avec"),
    openings=tuple(tuple(one.split()) for one in _OPENINGS.split(", ")),
    by="par",
    data=listed("sondage sondages étude études rapport rapports enquête enquêtes chiffres document documents"),
    persons=frozenset(),
    sure=frozenset(),
    possessives=frozenset(),
    unlikely_tails=frozenset(),
    breaks=listed("un une après alors qui dont où mais tandis car malgré"),
    ends=listed("après alors tandis"),
    adding=("ainsi", "que"),
    comparing=listed("tandis alors"),
    denying=frozenset(form for verb in ("démentir", "nier") for form, _ in _conjugated(verb)),
    asking=frozenset(),
    quoting=frozenset(form for verb in _QUOTING.split() for form, _ in _conjugated(verb)),
    evidential=listed("prétendument"),
    hedges=(
        "aurait|auraient|serait|seraient|pourrait|pourraient|apparemment|probable(?:s|ment)?|vraisemblable(?:s|ment)?|"
        "peut-être|éventuel(?:le)?s?|éventuellement|présumée?s?|prétendue?s?|prétendument|supposée?s?|"
        "soupçonnée?s?|semble(?:nt)?|semblait|non confirmée?s?|non vérifiée?s?|selon toute vraisemblance|sans doute|"
        "envisage(?:nt)? de|prévoi(?:t|ent) de|compte(?:nt)? (?:bien )?(?=\\w+(?:er|ir|re)\\b)"
    ),
    name=rf"(?:(?:le|la|les) |l['’])?{_PART}(?:{_JOINT}{{0,2}}(?: |(?<=['’])){_PART}){{0,7}}",
    relayed=(
        r"[,—–] (?:une?|la|le|des) (?:déclarations?|informations?|annonces?|affirmations?|propos|messages?) "
        r"(?:relay|rapport|diffus|publi|cit)ée?s? par NAME"
    ),
    aside=r"[,—–] comme l['’]a (?:rapporté|relayé|annoncé|indiqué|écrit) NAME",
    handed=r"\b(?:présent|transmis|remis|communiqu|fourni)(?:é|e|s)* (?:à|au|aux|par) NAME",
    owned=NEVER,
    labels=frozenset(),
    singular=frozenset(),
    infinitive=listed("de d' à"),
    role=listed("comme"),
    of=listed("de d' du des"),
    joining=listed("et"),
    opposing=listed("mais"),
    accompanying=frozenset(),
    authors=listed("par"),
    topics=frozenset(),
    leading=listed("de d' comme"),
    asked=listed("si pourquoi comment"),
    gerund=listed("en"),
    told=listed("à au aux devant auprès"),
    needs_that=True,
    elided=_ELIDED,
    inverted=listed("-il -elle -on -ils -elles -t-il -t-elle -t-on -t-ils -t-elles"),
    put=listed(
        "interrogé interrogée interrogés interrogées questionné questionnée prié priée accusé accusée informé informée"
    ),
    charging=listed("de d' pour comme"),
    betokening=frozenset(),
    events=frozenset(),
    event_endings=(),
    bodies=frozenset(),
    gerunds=(),
    pasts=("ait", "aient", "èrent"),
    adverbial=(),
    owning=(),
    denied=(),
)
