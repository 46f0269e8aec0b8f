"""What the words around a stop say about it: plain data, the languages merged.

A word stands here without its last stop, exactly as running text writes it.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The sentence always goes on: titles before a name, and words that introduce something.
NEVER = _words(
    """
Mr Mrs Ms Mx Messrs Dr Drs Prof Gen Lt Col Sgt Capt Cpt Cmdr Cdr Adm Maj Brig Pvt Cpl Sen Sens Rep Reps
Gov Govs Rev Hon Pres Supt Det Insp Msgr Fr Amb Atty Pfc Hr Hrn Frl Dipl MM Mme Mmes Mlle Mlles Mgr EE
Dña pop e.g i.e eg ie cf vs viz approx ca vgl bzw sog gest geb insb einschl z.B d.h i.d z.T u.U d.i p.ej
p.ex i.B т.е т.к т.н т.зв т.ч им ул проф акад ген полк кн св тов напр просп бул лат англ нем фр греч
грец итал исп яп кит рус укр польск тур араб ивр примеч изд сост ред см ср ім вул бульв нім франц ісп
італ мал рис див av P.S PS u.a i.d.R J.-C кол губ gem lfd
"""
)

# An end only before a word that likes to begin a sentence, or after a number ("25 млн. Он").
LOOSE = _words(
    """
Inc Corp Ltd Co Cos Bros LLC Jr Sr Sra Sres Srta St Ste Sto Sta Mt Ft Esq Ave Blvd Rd Hwy Assn Dept Dist
Univ Inst Natl Intl Bldg Sec Asst Dep Br Bro Pvt PVT Tel Std Str Nr Abs Ing Ud Uds Vd Vds UU Chr al op
ed eds incl resp ext est dept Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur
Thurs Fri Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mass Mich Minn Miss Mo Mont Neb
Nev Okla Ore Pa Penn Tenn Tex Va Vt Wash Wis Wyo Ont Que Alta Ph.D Ph M.Sc B.Sc тыс млн млрд трлн руб
коп долл мин сек кв куб гг вв ст стр гл пл обл наб гос род ум пер оз дер пос чел экз букв тис грн кг км
мл рр ін реєстр BGBl ABl
"""
)

# An end unless a number follows.
NUMBER = _words(
    """
No Nos no nos Nr Nrn Art Arts art Abs Rn Ziff Bd Vol vol Vols Fig Figs fig figs Ch ch pp pg Sect sect
ver Op op Núm núm pág págs cap vols Tel tel Тел тел стр ст рис табл гл пп Jan Feb Mar Apr Jun Jul Aug
Sep Sept Oct Nov Dec ext ca ок
"""
)

# An end unless a time zone or a day follows.
HOUR = _words("a.m p.m am pm A.M P.M AM PM")
ZONE = _words(
    """
EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST EET MSK JST IST AEST Eastern Central
Mountain Pacific Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb March April June July
Aug Sept Oct Nov Dec January February August September October November December local
"""
)

# Words before a letter that names a thing, not a person: "vitamin C. Researchers".
LABELS = _words(
    """
vitamin Vitamin hepatitis Hepatitis War Plan plan Type type Group group Class class Grade grade Level
Category category Appendix Section Part Phase Channel Option option Team Hall Block Zone Schedule
Exhibit Annex letter
"""
)

# Words before an ordinal ("am 3. Oktober", "das 18. Jahrhundert").
DETERMINERS = _words(
    """
der die das dem den des im am vom zum zur ins beim ein eine einen einem eines einer Der Die Das Dem Den
Des Im Am Vom Zum Zur Beim dieser diese dieses diesem diesen seinen seinem seiner ihren ihrem ihrer
unser unserem jeder jedem nach
"""
)
MONTHS = _words(
    """
Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember Jahrhundert
"""
)

# Capitalised words that may stand inside a name ("M. Le Pen").
PARTICLES = _words("Le La Les L Des Du De El Al Los Las Das Dos Da Der Die Den Van Von A")

# Words that begin a sentence far oftener than they go on after an abbreviation.
STARTERS = _words(
    """
A An The This That These Those There Here He She It We You They I His Her Its Our Your Their My Who What
When Where Why How Which In On At By For From To With Without After Before During Since Until While If
As Although Though Because But And Or So Yet Nor Not No Yes Then Thus Hence However Meanwhile Moreover
Also Another Some Many Most All Both Each Every Any Few Several Such Other One Two Is Are Was Were Do
Does Did Has Have Had Can Could Will Would Should May Might Let Please Now Today Earlier Later Still
Even Only Just Despite According Under Over Between About Among Once Der Die Das Ein Eine Einer Eines
Einem Es Er Sie Ich Wir Ihr Im Am Und Aber Oder Doch Dies Diese Dieser Dieses Auch Nach Bei Mit Von Vom
Zu Zum Zur Für Auf Aus Seit Als Wenn Da Dann Dort Hier Sein Seine Ihre Le La Les Un Une Des Il Elle Ils
Elles Ce Cette Ces Cet Dans En Au Aux Pour Par Mais Et Ou Son Sa Ses Leur Leurs Je Nous El Los Las Una
Unos Unas Lo Con Para Pero Su Sus Este Esta Estos Estas Se Del Y Он Она Оно Они Мы Вы Я Ты В Во На С Со
К По За Из От До У О Об И А Но Или Это Этот Эта Эти Тот Та Те Как Так Что Кто Где Когда Если При Для
После Перед Его Её Ее Их Не Ни Также Однако Затем Все Был Была Было Были Він Вона Воно Вони Ми Ви З Із
Від Д Й Але Або Це Цей Ця Ці Той Як Що Хто Де Коли Якщо Після Його Її Їх Проте Тому Втім Поэтому Впрочем
Просто
"""
)

# Verbs of saying: `"Stop!" Smith said.` is one sentence.
SPEECH = _words(
    """
said says say asked asks cried shouted replied added told wrote declared exclaimed yelled explained
demanded insisted tweeted continued concluded joked
"""
)

# Two-letter words that do end sentences, where a short word before a stop is otherwise an abbreviation.
SHORT = _words(
    """
it me us he we up go so do to in on is be my by no of if as at or ok too en si є я
"""
)

# An end unless the next word has no capital.
OPEN_ENDED = _words("etc usw usf ect ed")

# Names that end in an exclamation mark.
CALLED = _words("Yahoo Jeopardy Oklahoma")

# Words no line of its own ends with: articles, conjunctions, possessives.
DANGLING = _words(
    """
a an the and or nor but of from into than via per our your their its whose which because although
und oder sowie der das den dem des ein eine einen einem einer eines vom zum zur im beim dass
le les un une du et ou mais aux dont el los las unos unas del y e pero и а но или что і й та або але що
"""
)

# Words a headline may end with (“Signing in”), other lines seldom do.
PREPOSITIONS = _words(
    """
in on at by for to with as about between through under until without within if
in an auf für mit von nach bei über unter durch gegen ohne um als wie aus zu bis
de la à au en dans sur par pour avec sans que qui con por para sin
в на с со по за из от до к о для у з із від про над під
"""
)
