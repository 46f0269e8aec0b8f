"""The words that carry a sentence's substance, by language and kind: plain data.

Phrases are parted by commas; a space stands for any white space, `*` for any letters that follow. Those with `#` at
their end count only before a number. What stands in several kinds is of the first, in the order of `KINDS`.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Kinds of words, in the order in which they are looked for.
KINDS = ("negation", "hedge", "attribution", "modality", "comparison", "quantity")

CUES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "negation": (
            "no longer, not, no, never, nor, neither, none, nobody, nothing, nowhere, no one, without, lack*, fail "
            "to, fails to, failed to, failing to, hardly, scarcely, barely, refus*, den*ied, deny, denies, denial, "
            "except, unless, exclud*, far from, anything but, by no means, in no way, avoid*, refrain*, declined to, "
            "declines to, decline to, disput*, doubt*, reject*, dismiss*, lied, pretend*"
        ),
        "hedge": (
            "according to unconfirmed reports, reportedly, allegedly, alleged, purported, purportedly, supposedly, "
            "apparently, apparent, presumably, possibly, possible, perhaps, maybe, probably, probable, likely, "
            "unlikely, suggest, suggests, suggested, suggesting, appear, appears, appeared, appearing, seem, seems, "
            "seemed, seemingly, believed, thought to, understood to, rumored, rumoured, rumors, rumours, unconfirmed, "
            "unverified, suspected, estimated, estimate, estimates, est., hint, hints, hinted, imply, implies, "
            "implied, roughly, approximately, approx., approx, nearly, almost, virtually, potentially, potential, "
            "arguably, ostensibly, tentative, tentatively, uncertain, unclear, is said to, are said to, was said to, "
            "were said to, tends to, tend to, generally, about#, around#, some#, circa#, confirmed, certainly, "
            "certain to, definitely, undoubtedly, proven, clearly, known to, assumed, expected to, expects to, "
            "expected, projected, planned, believe, believes, understood, think, thinks, thought, guess, if, whether, "
            "provided that, as long as, subject to"
        ),
        "attribution": (
            "according to, said, says, say, saying, told, tells, claim, claims, claimed, claiming, stated, states, "
            "announced, announces, reported, report, reports, argued, argues, insisted, insists, admitted, admits, "
            "acknowledged, warned, warns, asserted, asserts, alleges, declared, declares, wrote, writes, testified, "
            "concluded, accuse, accused, accuses, maintain, maintains, maintained, explained, added, noted, quoted, "
            "cited, citing, emphasized, emphasised, stressed"
        ),
        "modality": (
            "must, shall, should, may, might, can, could, would, will, ought to, have to, has to, had to, required, "
            "require, requires, mandatory, optional, obliged, need, needs, needed, allowed to, permitted to, able to, "
            "unable to, allowed, permitted, prohibited, forbidden, voluntary, voluntarily, recommended, encouraged, "
            "want to, wants to, intend to, intends to, plan to, plans to, going to"
        ),
        "comparison": (
            "at least, at most, up to, more than, less than, fewer than, no more than, no less than, more, less, "
            "fewer, greater, larger, smaller, higher, lower, bigger, better, worse, earlier, later, longer, shorter, "
            "faster, slower, stronger, weaker, older, younger, closer, wider, narrower, cheaper, above, below, over#, "
            "under#, than, exceed, exceeds, exceeded, exceeding, increas*, decreas*, rise, rises, rose, risen, "
            "rising, fell, falls, fallen, falling, drop, drops, dropped, grew, grown, grow, grows, growing, growth, "
            "declin*, highest, lowest, largest, smallest, biggest, best, worst, least, greatest, fewest, oldest, "
            "youngest, first-ever, maximum, minimum, before, after, equal, equals, doubled, tripled, halved, shrank, "
            "shrink, improv*, worsen*, reduc*, gain*, lost, won, win, wins, lose, loses, expand*, only#, as many as, "
            "as few as, within, outside, inside, beyond, until, since, same, similar, different, surg*, plung*, beat, "
            "outnumber*, north*, south*, east*, west*, up, down, most of"
        ),
        "quantity": (
            "every other, every second, all, every, everyone, everybody, everything, each, some, someone, somebody, "
            "many, most, few, a few, several, both, half, halves, a third, one third, two thirds, one-third, "
            "two-thirds, a quarter, quarter, three quarters, majority, minority, a lot of, a number of, numerous, "
            "any, entire, entirely, whole, wholly, total, mostly, mainly, largely, partly, partially, partial, fully, "
            "full, complete, completely, dozen, dozens, hundreds, thousands, millions, billions, tens of, scores of, "
            "always, often, sometimes, rarely, seldom, usually, frequently, occasionally, once, twice, double, "
            "triple, pair, couple, much, only, sole, solely, exactly, multiple, various, another, enough, single, "
            "daily, weekly, monthly, annually, annual, yearly, per, slightly, sharply, significantly, substantially, "
            "dramatically, widespread, limited, little"
        ),
    },
    "de": {
        "negation": (
            "nicht mehr, nicht, kein*, nie, niemals, niemand*, nichts, nirgends, nirgendwo, weder, ohne, noch nie, "
            "keinesfalls, keineswegs, kaum, bestreite*, bestritt*, dementier*, leugne*, außer, ausgenommen, mangels, "
            "es sei denn, ausgeschlossen"
        ),
        "hedge": (
            "angeblich*, mutmaßlich*, vermutlich*, möglicherweise, vielleicht, wahrscheinlich*, offenbar, scheinbar*, "
            "anscheinend, wohl, womöglich, eventuell, soll angeblich, unbestätigt*, geschätzt*, schätzungsweise, "
            "rund#, etwa#, ungefähr, circa, ca., fast, nahezu, beinahe, unklar, scheint, scheinen, schien, dürfte, "
            "dürften, könnte*, sogenannt*, voraussichtlich, bestätigt*, sicher, zweifellos, gegebenenfalls, in der "
            "Regel, grundsätzlich, sofern, soweit, falls, wenn"
        ),
        "attribution": (
            "nach Angaben, laut, zufolge, sagt, sagte, sagten, erklärte, erklärten, behauptet*, teilte, berichtet*, "
            "betonte, meldet*, warnte, räumte ein, kündigte*, gab an, schreibt, schrieb, so der, so die"
        ),
        "modality": (
            "muss, müssen, muß, musste*, müsse, müsste*, soll, sollen, sollte*, kann, können, konnte*, könne, darf, "
            "dürfen, durfte*, dürfe, will, wollen, wollte*, wird, werden, würde*, möchte*, verpflichtet, "
            "erforderlich, vorgeschrieben, erlaubt, zulässig, unzulässig, verboten, gestattet, freiwillig, "
            "berechtigt, ist zu, sind zu, hat zu, haben zu"
        ),
        "comparison": (
            "mindestens, höchstens, bis zu, mehr als, weniger als, mehr, weniger, größer*, kleiner*, höher*, "
            "niedriger*, besser*, schlechter*, früher*, später*, länger*, kürzer*, über#, unter#, oberhalb, "
            "unterhalb, als, steig*, stieg*, gestiegen*, sank*, sink*, gesunken*, fiel*, gefallen, erhöh*, "
            "verringer*, senk*, zugenommen, abgenommen, zunahm*, abnahm*, wuchs*, gewachsen, höchste*, niedrigste*, "
            "größte*, kleinste*, geringste*, maximal, minimal, vor#, nach#, vor dem, vor der, vor den, nach dem, nach "
            "der, nach den, gleich, gewann, gewonnen, verlor, verloren, übersteig*, überschreit*, unterschreit*, "
            "verdoppel*, halbier*, spätestens, frühestens, innerhalb, außerhalb"
        ),
        "quantity": (
            "alle, allen, aller, alles, jede, jeder, jedes, jedem, jeden, manche*, einige*, viele*, wenige*, "
            "mehrere*, beide*, hälfte, halb*, ein drittel, drittel, viertel, mehrheit, minderheit, meiste*, "
            "sämtliche*, ganze*, gesamte*, teilweise, vollständig, dutzend*, hunderte*, tausende*, zehntausende*, "
            "immer, oft, häufig*, manchmal, selten*, stets, einmal, zweimal, dreimal, doppelt*, nur, ausschließlich, "
            "zahlreiche*, täglich, wöchentlich, monatlich, jährlich, genau, etliche*"
        ),
    },
    "fr": {
        "negation": (
            "ne, n', pas, jamais, aucun, aucune, personne, rien, nulle part, ni, sans, non, nul, nulle, sauf, "
            "excepté, à moins que, plus aucun, dément*, démenti*, refus*, nie, nient, nié"
        ),
        "hedge": (
            "prétendument, présumé*, probablement, probable*, peut-être, possible*, apparemment, semble, semblent, "
            "semblait, serait, seraient, aurait, auraient, vraisemblablement, éventuel*, environ, près de#, presque, "
            "quelque#, soupçonné*, supposé*, estimé*, non confirmé*, incertain*, paraît, sans doute, confirmé*, "
            "certainement, en principe, si"
        ),
        "attribution": (
            "selon, d'après, dit, a déclaré, déclare, déclaré, affirme*, affirmé*, annoncé*, annonce, assure*, "
            "assuré*, explique, expliqué, estime, estiment, prétend*, indiqué*, indique, rapporte*, souligné, averti*"
        ),
        "modality": (
            "doit, doivent, devait, devra, devront, devrait, devraient, peut, peuvent, pouvait, pourra, pourront, "
            "pourrait, pourraient, faut, faudra, veut, veulent, voudrait, obligatoire*, facultatif*, facultative*, "
            "interdit*, autorisé*, permis, tenu de, tenus de, va, vont"
        ),
        "comparison": (
            "au moins, au plus, jusqu'à, plus de, moins de, plus que, moins que, plus, moins, supérieur*, inférieur*, "
            "davantage, meilleur*, pire*, mieux, avant, après, au-dessus, au-dessous, augment*, diminu*, hausse, "
            "baisse, baissé, monté, chuté, chute, accru*, réduit*, réduction, maximum, minimum, autant, aussi, gagné, "
            "perdu, depuis, dépass*, que"
        ),
        "quantity": (
            "tous, tout, toute, toutes, chaque, chacun*, quelques, certains, certaines, plusieurs, beaucoup, peu, la "
            "plupart, moitié, demi*, tiers, quart, majorité, minorité, nombreux, nombreuses, dizaine*, douzaine*, "
            "centaine*, millier*, toujours, souvent, parfois, rarement, seulement, uniquement, entier*, entière*, "
            "double*, triple*, les deux, partiel*, total*, quotidien*, mensuel*, annuel*, trop"
        ),
    },
    "es": {
        "negation": (
            "no, nunca, jamás, ningún, ninguna, ninguno, nadie, nada, ni, sin, tampoco, excepto, salvo, a menos que, "
            "negó, niega*, negaron, desmint*, desmient*, rechaz*"
        ),
        "hedge": (
            "presuntamente, presunto*, presunta*, supuestamente, supuesto*, supuesta*, probablemente, probable*, "
            "posiblemente, posible*, quizás, quizá, tal vez, acaso, aparentemente, parece*, parecía*, habría, "
            "habrían, sería, serían, aproximadamente, cerca de#, alrededor de, casi, unos#, unas#, estimado*, sin "
            "confirmar, incierto*, confirmado*, seguramente, sin duda, si"
        ),
        "attribution": (
            "según, dijo, dice, dijeron, declaró, declararon, afirmó, afirma*, afirmaron, anunció*, aseguró*, "
            "asegura*, explicó, sostiene*, señaló, indicó, informó, advirtió, admitió, de acuerdo con"
        ),
        "modality": (
            "debe, deben, debía, deberá, deberán, debería, deberían, puede, pueden, podía, podrá, podrán, podría, "
            "podrían, hay que, tiene que, tienen que, quiere, quieren, obligatori*, opcional*, prohibid*, permitid*, "
            "voluntari*, va a, van a"
        ),
        "comparison": (
            "al menos, por lo menos, como máximo, como mínimo, hasta, más de, menos de, más que, menos que, más, "
            "menos, mayor*, menor*, mejor*, peor*, superior*, inferior*, antes, después, aument*, disminu*, subió, "
            "subieron, bajó, bajaron, cayó, cayeron, crec*, reduj*, reduc*, máximo, mínimo, tanto, ganó, perdió, "
            "desde, super*"
        ),
        "quantity": (
            "todos, todas, todo, toda, cada, algunos, algunas, algún, alguna, varios, varias, muchos, muchas, pocos, "
            "pocas, la mayoría, mayoría, minoría, mitad, tercio*, cuarto*, ambos, ambas, numerosos, numerosas, "
            "docena*, decenas, cientos, miles, siempre, a menudo, a veces, raramente, solo, sólo, solamente, "
            "únicamente, entero*, entera*, doble, triple, total*, parcial*, diari*, mensual*, anual*"
        ),
    },
    "ru": {
        "negation": (
            "не, нет, ни, никогда, никто, никого, никому, ничего, ничто, нигде, никакой, никаких, никакого, без, "
            "кроме, отрица*, опроверг*, отказ*, нельзя, невозможно, больше не"
        ),
        "hedge": (
            "якобы, предположительно, вероятно, возможно, наверное, видимо, по-видимому, кажется, по некоторым "
            "данным, по неподтверждённым данным, по неподтвержденным данным, примерно, около, приблизительно, почти, "
            "порядка#, может быть, предполагаем*, подозреваем*, неподтвержд*, подтвержд*, очевидно, вроде, "
            "ориентировочно, если"
        ),
        "attribution": (
            "по словам, по данным, согласно, сообщил*, сообщает, сообщают, заявил*, заявляет, сказал*, говорит, "
            "утвержда*, отметил*, подчеркнул*, объявил*, рассказал*, передаёт, передает, пишет, предупредил*, "
            "признал*"
        ),
        "modality": (
            "должен, должна, должно, должны, может, могут, мог, могла, могли, обязан*, необходимо, нужно, следует, "
            "надо, будет, будут, хочет, хотят, разрешен*, разрешён*, запрещен*, запрещён*, вправе, можно, придётся, "
            "придется, намерен*, планиру*"
        ),
        "comparison": (
            "как минимум, как максимум, не менее, не более, по меньшей мере, более чем, менее чем, более, менее, "
            "больше, меньше, свыше, выше, ниже, лучше, хуже, раньше, позже, до#, после, вырос*, возрос*, увелич*, "
            "снизил*, сократи*, уменьш*, упал*, рост, падение, максимум, минимум, чем, наибольш*, наименьш*, превыс*, "
            "победил*, проиграл*, дольше, старше, младше"
        ),
        "quantity": (
            "все, всех, всем, всего, весь, вся, каждый, каждая, каждое, каждого, некоторые, некоторых, многие, "
            "многих, много, мало, немного, несколько, большинств*, меньшинств*, половин*, треть, четверть, оба, обе, "
            "обоих, десятки, десятков, сотни, сотен, тысячи, всегда, часто, иногда, редко, только, лишь, "
            "исключительно, целый, полностью, частично, дважды, ежедневн*, ежемесячн*, ежегодн*, единственн*"
        ),
    },
}

#: A word with one of these before it, or without it, says the contrary.
NEGATING = {
    "en": ("un in im il ir dis non anti"),
    "de": ("un nicht miss"),
    "fr": ("in im il ir dé dés mal non"),
    "es": ("in im i ir des anti"),
    "ru": ("не без"),
}

#: Names of the months, January first; of one month, several parted by a stroke.
MONTHS = {
    "en": (
        "January|Jan February|Feb March|Mar April|Apr May June|Jun July|Jul August|Aug September|Sept|Sep October|Oct "
        "November|Nov December|Dec"
    ),
    "de": (
        "Januar|Jänner|Jan Februar|Feb März|Mrz April|Apr Mai Juni|Jun Juli|Jul August|Aug September|Sept|Sep "
        "Oktober|Okt November|Nov Dezember|Dez"
    ),
    "fr": (
        "janvier|janv février|févr mars avril|avr mai juin juillet|juil août septembre|sept octobre|oct novembre|nov "
        "décembre|déc"
    ),
    "es": (
        "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago "
        "septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic"
    ),
    "ru": (
        "января|январь|январе февраля|февраль|феврале марта|март|марте апреля|апрель|апреле мая|май|мае "
        "июня|июнь|июне июля|июль|июле августа|август|августе сентября|сентябрь|сентябре октября|октябрь|октябре "
        "ноября|ноябрь|ноябре декабря|декабрь|декабре"
    ),
}

#: Days of the week and days as seen from the day of writing.
DAYS = {
    "en": (
        "Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, yesterday, today, tomorrow, tonight, "
        "midnight, noon, last week, last month, last year, next week, next month, next year, this week, this month, "
        "this year"
    ),
    "de": (
        "Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonnabend, Sonntag, gestern, heute, vorgestern, "
        "übermorgen, Mitternacht"
    ),
    "fr": ("lundi, mardi, mercredi, jeudi, vendredi, samedi, dimanche, hier, aujourd'hui, demain, minuit, midi"),
    "es": ("lunes, martes, miércoles, jueves, viernes, sábado, domingo, ayer, hoy, anteayer, medianoche, mediodía"),
    "ru": ("понедельник*, вторник*, среду, четверг*, пятниц*, суббот*, воскресень*, вчера, сегодня, завтра, позавчера"),
}

#: Words for numbers, each with its value, ordinals with a stop; `un`, `ein`, `один` may be articles and are left out.
NUMBERS = {
    "en": (
        "zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 eight 8 nine 9 ten 10 eleven 11 twelve 12 thirteen 13 "
        "fourteen 14 fifteen 15 sixteen 16 seventeen 17 eighteen 18 nineteen 19 twenty 20 thirty 30 forty 40 fifty 50 "
        "sixty 60 seventy 70 eighty 80 ninety 90 hundred 100 thousand 1000 million 1000000 billion 1000000000 "
        "trillion 1000000000000 first 1. second 2. third 3. fourth 4. fifth 5. sixth 6. seventh 7. eighth 8. ninth 9. "
        "tenth 10."
    ),
    "de": (
        "null 0 zwei 2 drei 3 vier 4 fünf 5 sechs 6 sieben 7 acht 8 neun 9 zehn 10 elf 11 zwölf 12 dreizehn 13 "
        "vierzehn 14 fünfzehn 15 sechzehn 16 siebzehn 17 achtzehn 18 neunzehn 19 zwanzig 20 dreißig 30 vierzig 40 "
        "fünfzig 50 sechzig 60 siebzig 70 achtzig 80 neunzig 90 hundert 100 tausend 1000 Million 1000000 Millionen "
        "1000000 Mio 1000000 Milliarde 1000000000 Milliarden 1000000000 Mrd 1000000000 ersten 1. zweiten 2. dritten "
        "3. vierten 4. fünften 5. sechsten 6. siebten 7. achten 8. neunten 9. zehnten 10."
    ),
    "fr": (
        "zéro 0 deux 2 trois 3 quatre 4 cinq 5 six 6 sept 7 huit 8 neuf 9 dix 10 onze 11 douze 12 treize 13 quatorze "
        "14 quinze 15 seize 16 vingt 20 trente 30 quarante 40 cinquante 50 soixante 60 cent 100 cents 100 mille 1000 "
        "million 1000000 millions 1000000 milliard 1000000000 milliards 1000000000 premier 1. première 1. deuxième 2. "
        "troisième 3. quatrième 4. cinquième 5."
    ),
    "es": (
        "cero 0 dos 2 tres 3 cuatro 4 cinco 5 seis 6 siete 7 ocho 8 nueve 9 diez 10 once 11 doce 12 trece 13 catorce "
        "14 quince 15 dieciséis 16 diecisiete 17 dieciocho 18 diecinueve 19 veinte 20 treinta 30 cuarenta 40 "
        "cincuenta 50 sesenta 60 setenta 70 ochenta 80 noventa 90 cien 100 ciento 100 mil 1000 millón 1000000 "
        "millones 1000000 primer 1. primera 1. segundo 2. segunda 2. tercer 3. tercera 3."
    ),
    "ru": (
        "ноль 0 два 2 две 2 двух 2 три 3 трёх 3 трех 3 четыре 4 четырёх 4 четырех 4 пять 5 пяти 5 шесть 6 шести 6 "
        "семь 7 семи 7 восемь 8 восьми 8 девять 9 девяти 9 десять 10 десяти 10 одиннадцать 11 двенадцать 12 "
        "тринадцать 13 четырнадцать 14 пятнадцать 15 двадцать 20 тридцать 30 сорок 40 пятьдесят 50 шестьдесят 60 "
        "семьдесят 70 восемьдесят 80 девяносто 90 сто 100 двести 200 триста 300 тысяча 1000 тысяч 1000 тыс 1000 "
        "миллион 1000000 миллиона 1000000 миллионов 1000000 млн 1000000 миллиард 1000000000 миллиарда 1000000000 "
        "миллиардов 1000000000 млрд 1000000000 первый 1. первая 1. второй 2. вторая 2. третий 3."
    ),
}

#: Units and currencies: of one, several spellings parted by commas. They count after a number, or a sign before one.
UNITS = (
    "%, percent, per cent, pct, prozent, v. h., pour cent, por ciento, процент*",
    "percentage point*, prozentpunkt*",
    "km, kilometer, kilometers, kilometre, kilometres, kilometern, kilomètres, kilómetros, км, километр*",
    "m, meter, meters, metre, metres, metern, mètres, metros, м, метр*",
    "mi, mile, miles, meile*",
    "ft, foot, feet, fuß",
    "kg, kilogram, kilograms, kilo, kilos, kilogramm, кг",
    "g, gram, grams, gramm",
    "ton, tons",
    "tonne, tonnes, tonnen, тонн*",
    "lb, lbs, pound, pounds",
    "$, dollar, dollars, USD, US$, доллар*, dólares",
    "€, euro, euros, EUR, евро",
    "£, GBP",
    "₽, rouble, roubles, ruble, rubles, rubel, рубл*",
    "hour, hours, hr, hrs, stunde*, heure*, hora, horas, час*",
    "minute, minutes, min, minuten, minutos, минут*",
    "second, seconds, sec, sekunde*, secondes, segundos, секунд*",
    "day, days, tag, tage, tagen, jour, jours, día, días, день, дня, дней",
    "week, weeks, woche, wochen, semaine*, semana*, недел*",
    "month, months, monat*, mois, mes, meses, месяц*",
    "year, years, jahr, jahre, jahren, ans, années, año, años, год, года, лет",
    "ha, hectare*, hektar",
    "acre, acres",
    "l, liter*, litre*",
    "°C, ° C, ℃, degrees celsius, celsius, grad celsius, degrés celsius",
    "°F, ° F, ℉, degrees fahrenheit, fahrenheit, grad fahrenheit",
    "am, a.m., a.m, a. m.",
    "pm, p.m., p.m, p. m.",
    "inch, inches, zoll",
    "m², m2, sq m, square metre*, square meter*, quadratmeter*",
    "km², km2, sq km, square kilometre*, square kilometer*, quadratkilometer*",
    "m³, m3, cubic metre*, cubic meter*, kubikmeter*",
    "km/h, kph",
    *("mm", "cm", "MW", "GW", "kW", "kWh", "MWh", "GWh", "TWh", "bbl", "mph", "‰"),
)

#: Words of saying that say nothing of what is said, and forms of one such word.
SAYING = (
    "said says say saying tell tells told state states stated announce announces announced declare declares declared "
    "explain explains explained add adds added write writes wrote",
    "claimed claim claims claiming",
    "reported report reports",
    "argued argues",
    "insisted insists",
    "admitted admits",
    "warned warns",
    "asserted asserts",
    "accused accuse accuses",
    "maintained maintain maintains",
    "cited citing quoted",
    "emphasized emphasised stressed",
    "sagte sagt sagten erklärte erklärten teilte",
    "dit déclaré déclare explique expliqué indiqué indique annonce",
    "dijo dice dijeron declaró declararon señaló indicó informó explicó anunció",
    "сообщил сообщила сообщили сообщает сообщают заявил заявила заявили заявляет сказал сказала сказали говорит "
    "отметил отметила отметили рассказал рассказала рассказали",
)

#: Of the words of saying, those behind which who says so stands.
LEADING = "according to, nach angaben, laut, selon, d'après, según, de acuerdo con, по словам, по данным, согласно"

#: Of two that people use for one another.
ALIKE = {
    **{form: line.split()[0] for line in SAYING for form in line.split()[1:]},
    "over": "more than",
    "under": "less than",
    "fewer than": "less than",
    "est.": "estimated",
    "approx.": "approximately",
    "approx": "approximately",
    "about": "approximately",
    "around": "approximately",
    "roughly": "approximately",
    "circa": "approximately",
    "ca.": "circa",
    "n't": "not",
    "n'": "ne",
    "ca": "can",
    "wo": "will",
    "'ll": "will",
    "'d": "would",
    "muß": "muss",
    "us": "united states",
    "usa": "united states",
    "uk": "united kingdom",
    "eu": "european union",
    "un": "united nations",
}

#: Words that stand at the beginning of a sentence and are no names; of several languages.
FUNCTION = (
    "a an the this that these those he she it they we you i his her its their our your my in on at by for from to of "
    "with as and or but if when while where who what which why how there here however also then now after before "
    "since during although though because so yet still despite according under over between among about into through "
    "such for please note see der die das ein eine einer eines dem den des er sie es wir ihr und oder aber wenn als "
    "im am um bei mit von zu auf aus nach für über unter zwischen durch gegen dies diese dieser dieses jedoch auch "
    "dann nun seit während le la les un une des du de il elle ils elles nous vous ce cet cette ces et ou mais si "
    "quand dans sur par pour avec en au aux son sa ses leur leurs el los las una unos unas del él ella ellos ellas "
    "esto esta este estos y o pero cuando en por para con su sus и или но если когда он она оно они мы вы это этот "
    "эта эти в на по для с со от из к у о об при за под над между как также"
)
