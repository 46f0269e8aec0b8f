"""What governs words from farther off is named; ordinary partial quotations are exact."""

from __future__ import annotations

import re

import pytest

from archive.text.judge import Quote, Text, places

#: its kind | the words that are quoted, in brackets
GOVERNED = """\
negation|No one in this ministry [ordered any gate to be opened].
negation|No one in this house [told the guard to open fire on them].
negation|I am not going to tell their families that [we are still hoping].
negation|None of the engineers at the upper dam [heard the alarm that night].
negation|Not one of the four guards on duty [left his post before midnight].
negation|Not a single boat from the harbour of Velm [was sent out to look for them].
negation|Nobody at the long meeting in Harrow [asked for the money to be paid back].
negation|Nothing in the letters of the late mayor [shows that he knew of the crack].
negation|Neither of the two brothers from Nether Wend [took part in the robbery].
negation|Neither the mayor nor her deputy for the water works [had been told of the crack].
negation|No member of the council of Upper Harrow [voted for the second bridge].
negation|No one who lived in the lower town [was warned before the water came].
negation|Hardly anyone in the lower streets of Velm [was warned before the water came].
negation|Few people in the lower streets of Velm [believe the report of the ministry].
negation|Few believe that [the dam was sound before the flood].
negation|It is false that [the dam was sound before the flood].
negation|It is simply not true that [the guards were asleep at the gate].
negation|It was never the case that [the guards were asleep at the gate].
negation|He refused to say that [the guards were asleep at the gate].
negation|She declined to confirm reports that [the dam had been sold to Ostra].
negation|The court rejected the claim that [the dam had been sold to Ostra].
negation|There is no evidence whatever that [the dam had been sold to Ostra].
negation|There is no reason at all to believe that after the storm [the dam had been sold to Ostra].
negation|I do not want anybody in this town to think that [we have given up the search].
negation|We have never told our members or their families that [the mill will stay open].
negation|She did not say publicly at the meeting on Monday that [the mill will stay open].
negation|The claim that [the mill had been insured since March] is false.
negation|That [the mill had been insured since March] is not true, Fenn said.
negation|The rumour that [the mill had been insured since March] was denied by the bank.
negation|Far from admitting that [the mill had been insured since March], Fenn left.
negation|Dorn doubts very much that [the mill can be saved by the bank].
negation|Carl Munk never said “[the owners lied to everyone]”, his lawyer insisted.
negation|Carl Munk denied saying “[the owners lied to everyone]”.
negation|Carl Munk did not say that “[the owners lied to everyone]”.
negation|Carl Munk denied ever having told the paper: “[The owners lied to everyone].”
negation|Nobody in the hall said “[the owners lied to everyone]”, Munk insisted.
negation|Munk never said “we are done here. [The owners lied to everyone] in this town”, he insisted.
negation|“[The owners lied to everyone]”, Munk never said in court.
negation|“[The owners lied to everyone]” is something that Munk never said.
negation|The minister wouldn’t tell the committee that “[the owners lied to everyone]”.
condition|Asked whether “[the doors were locked that night]”, Ida Moss said “no comment at all”.
condition|If the rain stops by Friday, [the upper gates will be opened].
condition|Unless the bank of Velm pays before Monday, [the mill will close for good].
condition|[The upper gates will be opened] on Friday morning if the rain stops.
condition|[The mill will stay open] for one year only if the bank pays.
condition|“[We will pay every worker in full]” if the bank agrees, Fenn said.
hedge|Rumours in the lower town that [the gate was sold to Ostra] were heard on Monday.
hedge|It is not clear who says so, but it is possible that after the storm [the gate was left open].
hedge|There is some speculation among the engineers that [the gate was left open].
negation|Niemand in diesem Ministerium [hat die Öffnung der Schleuse befohlen].
negation|Keiner der vier Wächter am oberen Damm [hat den Alarm in der Nacht gehört].
negation|Ich werde den Familien nicht sagen, dass [wir noch immer Hoffnung haben].
negation|Es ist falsch, dass [der Damm vor der Flut sicher war].
negation|Munk hat nie gesagt: „[Die Besitzer haben alle belogen]“.
negation|Munk bestreitet, gesagt zu haben: „[Die Besitzer haben alle belogen]“.
condition|Wenn der Regen bis Freitag aufhört, [werden die oberen Tore geöffnet].
negation|Weder die Bürgermeisterin noch ihr Stellvertreter im Rat [wussten von dem Riss im Damm].
negation|Wenige in der unteren Stadt glauben, dass [der Damm vor der Flut sicher war].
negation|Personne dans ce ministère [n’a donné l’ordre d’ouvrir la vanne].
negation|Aucun des quatre gardiens du barrage [n’a entendu l’alarme cette nuit-là].
negation|Je ne vais pas dire à leurs familles que [nous gardons encore espoir].
negation|Il est faux que [le barrage ait été vendu à la ville].
negation|Munk n’a jamais dit « [les patrons ont menti à tout le monde] ».
negation|Munk nie avoir dit « [les patrons ont menti à tout le monde] ».
condition|Si la pluie cesse avant vendredi, [les vannes du haut seront ouvertes].
negation|Rien dans les lettres du maire [ne montre qu’il savait pour la fissure].
negation|Peu de gens croient que [le barrage était en bon état].
negation|Elle a refusé de dire que [le barrage était en bon état].
negation|Not one witness from the harbour could say that [the boat had been seen that day].
negation|Nobody told the firemen that [the cellar was full of powder].
negation|There was never any proof that [the abbot had sold the bells].
negation|I have yet to see a document showing that [the abbot had sold the bells].
negation|The ministry has not confirmed [that four men were taken to Lorn].
negation|The ministry has not so far confirmed that [four men were taken to Lorn].
negation|The police did not accuse the baker of [setting fire to the mill].
negation|The baker was cleared of [setting fire to the old mill].
negation|The baker was acquitted of charges that he [set fire to the old mill].
negation|It is by no means certain that [the school will open in May].
negation|It remains to be proven that [the abbot sold the bells].
negation|It would be a mistake to think that [the school will open in May].
negation|It would be wrong to say that [the school failed its pupils].
negation|The idea that [the school failed its pupils] is nonsense.
negation|We can’t in good faith tell parents [the school will open in May].
negation|No official of the port of Lorn has ever claimed that [the boat was safe].
negation|At no point did the captain of the ferry [order the doors to be closed].
negation|Under no circumstances will the city of Lorn [pay for the repair of the ferry].
negation|Never in the history of the port [had a ship been lost in summer].
negation|Rarely did the captain of the ferry [check the doors before leaving].
negation|Nowhere in the long report by the judge [is the captain blamed for the loss].
negation|Only a handful of the people on board [knew that the doors were open].
negation|Almost none of the people on board [knew that the doors were open].
negation|The captain failed to tell the crew that [the doors were open].
negation|The captain stopped short of saying that [the doors were open].
negation|Nor did the captain of the ferry or his mate [check the doors before leaving].
negation|The captain had no idea that [the doors had been left open].
negation|The letter in which she says “[I gave them the key]” is a forgery.
negation|She insists she never used the words “[let them all drown]”.
negation|He denies he ever called her “[a thief and a liar]”.
negation|It is not true, Brink said, that [the doors had been left open].
negation|The mayor, Brink said, did not say “[let them all drown]”.
negation|“[Let them all drown]” are words I have never uttered.
negation|“[Let them all drown],” the mayor did not say.
negation|The paper withdrew its report that [the mayor took a bribe].
negation|The paper falsely reported that [the mayor took a bribe].
negation|The paper wrongly said that the mayor “[took a bribe from the port]”.
condition|Should the bank refuse, [the ferry will be sold for scrap].
condition|Had the doors been closed, [nobody would have drowned that night].
condition|[The ferry will sail again in May] provided the doors are mended.
condition|[The ferry will sail again], the owners say, if the doors are mended.
condition|As long as the doors are open, [the ferry stays in the port].
condition|Only if the doors are mended [will the ferry sail again].
condition|In the event of a storm, [the ferry will stay in the port].
hedge|It is thought by some in the port that [the doors had been left open].
hedge|There are fears in the port of Lorn that [the ferry will be sold].
hedge|It is unclear whether [the doors had been left open].
hedge|He is alleged by the owners of the ferry to [have left the doors open].
negation|Kein Beamter des Hafens von Lorn [hat je vor der Fähre gewarnt].
negation|Es gibt keinen Beweis dafür, dass [der Kapitän betrunken war].
negation|Der Kapitän weigerte sich zu sagen, dass [die Türen offen waren].
negation|Der Kapitän leugnete, dass [die Türen in der Nacht offen waren].
negation|Die Behauptung, dass [die Türen in der Nacht offen waren], ist falsch.
condition|Sollte die Bank ablehnen, [wird die Fähre verschrottet].
condition|[Die Fähre fährt im Mai wieder], sofern die Türen repariert sind.
negation|Il n’est pas vrai que [le capitaine avait bu ce soir-là].
negation|Il n’y a aucune preuve que [le capitaine avait bu ce soir-là].
negation|Le capitaine a nié que [les portes étaient ouvertes].
negation|Nul dans le port de Lorn [n’a vu partir le bateau ce soir-là].
negation|Le maire n’a pas voulu dire aux familles que [le bateau était perdu].
condition|À moins que la banque refuse, [le bateau repartira en mai].
hedge|Il est possible que [le capitaine ait laissé les portes ouvertes].
negation|La rumeur selon laquelle [le capitaine avait bu] est fausse.
negation|No one at the hospital in Tarn [gave the order to turn off the lamps].
negation|None of the nurses who worked that night [gave the order to turn off the lamps].
negation|No nurse or doctor in the east wing [was asked about the lamps].
negation|Neither the director nor any of her staff [was asked about the lamps].
negation|I never told the papers in Tarn that [we had run out of oil].
negation|She would not concede to the judge that [the lamps were too old].
negation|It is not my job to tell the families that [the lamps were too old].
negation|The director is not saying that [the lamps were too old].
negation|The director rejected suggestions that [the lamps were too old].
negation|There is nothing in the files to show that [the lamps were too old].
negation|It is a lie that [the nurses were asleep].
negation|The story that [the nurses were asleep] was invented by the owners.
negation|Claims that [the nurses were asleep] have been proved false.
negation|Lund denied having said “[the nurses were asleep]”.
negation|Lund says she did not tell the judge “[the nurses were asleep]”.
negation|Lund never once said in public, “[The nurses were asleep].”
negation|“[The nurses were asleep]” was never said by Lund.
negation|Lund has no memory of saying “[the nurses were asleep]”.
negation|Lund is wrongly quoted as saying “[the nurses were asleep]”.
negation|The words “[the nurses were asleep]” were never spoken by Lund.
negation|Lund rejects the charge that “[the nurses were asleep]”.
negation|Few in Tarn would now say that [the lamps were safe].
negation|Hardly a soul in the town of Tarn [had seen the new lamps].
negation|Scarcely any of the houses in Tarn [had lamps of that kind].
condition|If Tarn pays its share by June, [we will open the east wing again].
condition|Provided that the town pays, [we will open the east wing again].
condition|[We will open the east wing again] in June unless the town refuses.
condition|“[We will open the east wing again],” if the town pays, Lund said.
condition|The wing opens only if [the town pays its share by June].
condition|Asked if “[the lamps were safe]”, Lund said nothing.
hedge|There were rumours all over Tarn that [the lamps had been stolen].
hedge|It was widely believed in Tarn that [the lamps had been stolen].
negation|Niemand im Krankenhaus von Tarn [gab den Befehl, die Lampen zu löschen].
negation|Keine der Schwestern im Ostflügel [wurde nach den Lampen gefragt].
negation|Lund hat vor Gericht nicht gesagt, dass [die Lampen zu alt waren].
negation|Lund bestreitet, dass [die Lampen zu alt waren].
negation|„[Die Schwestern schliefen]“, hat Lund nie gesagt.
negation|Lund sagte nie: „[Die Schwestern schliefen]“.
negation|Es stimmt nicht, dass [die Schwestern schliefen].
negation|Die Leitung glaubt nicht, dass [die Lampen gestohlen wurden].
condition|Falls die Stadt zahlt, [öffnen wir den Flügel im Juni].
negation|Aucune des infirmières de l’aile est [n’a été interrogée].
negation|Lund n’a jamais dit que [les lampes étaient vieilles].
negation|Lund dément avoir dit « [les infirmières dormaient] ».
negation|« [Les infirmières dormaient] », n’a jamais dit Lund.
negation|Il n’est pas prouvé que [les lampes étaient vieilles].
negation|Personne à l’hôpital de Tarn [n’a donné cet ordre].
condition|Si la ville paie sa part, [nous ouvrirons l’aile en juin].
"""

ORDINARY = """\
The mayor opened the bridge [in front of two thousand people] on Sunday.
No one was hurt, and [the road was opened again by noon].
No one was hurt when [the wall of the old mill came down].
Nobody came; [the meeting was put off until Monday].
None of the boats came back. [The harbour of Velm was closed].
No one in the town slept, while [the engineers worked through the night].
She did not stay long, but [the council heard her out].
He did not answer because [the line to Harrow was down].
The gate is not new: [it was built by the first mayor in 1911].
The council of Velm in March [paid the whole sum in June].
Fenn, who never spoke in public, [left the town in the spring].
The mill, which had no roof, [was sold to a farmer from Wend].
Without the bank, he said, “[we would have closed in the autumn]”.
“I did not see him,” she said. “[The door was open all night].”
“It is not the money,” Voss said, “[it is the time that we lost].”
The minister never came back. “[We waited for her until ten],” Fenn said.
He did not elaborate, saying “[we have told the police all we know]”.
He did not answer the question directly: “[We will open the gates when we are ready].”
“[I was at home with my mother],” he told police but never said where that was.
“[I was at home with my mother],” said Moss, who never told police where.
“[The water came in the night],” Ada Brink told the paper.
Ada Brink said “[the water came in the night]” and left.
Ada Brink told the court that “[the water came in the night]”.
Not far from the dam, [a shepherd found the missing boat].
In no time [the lower streets were under water].
The fire, not the flood, destroyed the mill, and [the owners moved to Ostra].
Few came to the meeting, and [the mayor spoke for ten minutes].
A few of the guards from Nether Wend [heard the alarm that night].
Quite a few people in Velm [signed the letter to the bank].
Not only the mayor but [the whole council went to the grave].
If it rains, the gates are closed. [The men go home at six].
Asked about the dam, Fenn said “[we have told the police all we know]”.
When the rain stopped, [the upper gates were opened].
He wondered if she would come. [The train was late again].
She left the house and asked if he was well, then [walked to the harbour].
[She left the house at six] and asked the guard if he was well.
[The guards went down to the gate] to see if it was shut.
[The mill has made paper since 1890] and employs forty people.
The new work on the dam [will take until the end of June].
The bank of Velm, the oldest in the valley, [lent the town four million].
Harrow has [a school, a mill and two bakeries] on its main street.
The report, out on Monday, calls the dam [a danger to the lower town].
The refusal of the bank came late; [the town paid for the work itself].
Dorn refused the medal and [gave the money to the school].
The owners rejected the offer, and [the workers went on strike].
He denied it in March. [He admitted the theft in June].
There is no doubt that [the gate was left open on purpose].
Munk said “[the owners lied to everyone]”, and nobody asked him why.
“[The owners lied to everyone],” Munk said, not for the first time.
It was not until June that she left, and [the house was sold at once].
Die Bürgermeisterin eröffnete die Brücke [vor zweitausend Menschen aus der Stadt].
Niemand wurde verletzt, und [die Straße war mittags wieder frei].
Er kam nicht zur Sitzung; [der Rat wählte einen Nachfolger].
Der Müller, der nie öffentlich sprach, [verließ im Frühjahr die Stadt].
„[Das Wasser kam in der Nacht]“, sagte Ada Brink der Zeitung.
„Ich war es nicht“, sagte sie. „[Die Tür stand die ganze Nacht offen].“
Der Damm [wurde im Jahr 1911 von der Stadt gebaut].
Personne n’a été blessé, et [la route a été rouverte à midi].
Il n’est pas venu ; [le conseil a choisi un autre maire].
« [L’eau est venue dans la nuit] », a dit Ada Brink au journal.
« Ce n’est pas l’argent », a dit Voss. « [C’est le temps que nous avons perdu]. »
Le barrage [a été construit par la ville en 1911].
Le meunier, qui ne parlait jamais en public, [a quitté la ville au printemps].
The ferry left Lorn [with four hundred people on board] at noon.
Nobody drowned, thanks to [a fisherman who heard the bell].
No ship sails in winter, so [the port is quiet until April].
The captain never married. [He lived in a house by the port].
The captain did not drink, and [the mate had been asleep].
[The captain did not drink], and the mate had been asleep.
The crew could not swim, but [all of them were saved by the boats].
Not all was lost: [the bell was found in the sand].
The mate told the judge: “[The doors were open when we left].”
The mate told the judge nothing new on Monday; [the hearing ends in May].
“[The doors were open when we left],” the mate told the judge.
“I do not know,” the mate said. “[The doors were open when we left].”
Brink says “[the doors were open when we left]”, not that they were broken.
Brink called the ferry “[a coffin with a funnel]” and left the room.
The ferry, “[a coffin with a funnel]” in Brink’s words, is for sale.
Brink wrote that the ferry was “[a coffin with a funnel]”.
Asked why he left, the mate said: “[I wanted to see my children].”
Asked if the doors were open, the mate said: “[They were open when we left].”
If you ask him, he tells you. [The ferry was his whole life].
He did not say why, but [the owners took the ferry out of service].
He refused to speak. [His lawyer spoke for ten minutes].
He refused the money, [a sum of four thousand crowns].
She denied nothing: “[I gave them the key and the map].”
She confirmed that [the owners had been warned in March].
She confirmed “[a loss of four million crowns]” in the year.
The report shows that [the doors had been mended in Lorn].
The false ceiling fell; [the people in the hall ran out].
The fake letters were burnt and [the true ones were kept in Lorn].
It is true that [the captain had been warned by the mate].
It is certain that [the captain had been warned by the mate].
No sooner had they left than [the bell began to ring].
Nothing but [the bell and two boats] was found.
More than four hundred people [came to the service in Lorn].
Hardly had they left when [the bell began to ring].
The few houses by the port [were built by the first owners].
The last few boats [came back in the morning].
He said he was tired and “[ready to go home to Lorn]”.
“It was not my watch,” he said, and “[the mate had the keys]”.
In a letter to the owners, [the captain asked for new doors].
The owners knew that [the doors had to be mended].
The judge found that [the doors had been left open].
The judge said: “[The doors had been left open by the crew].”
The judge asked the owners for [the plans of the ferry].
The port of Lorn, which lies in the north, [has four quays and a dry dock].
Anna Brink, who is not a member, [spoke for the families].
The man who told the judge about the doors [left the town in June].
[The man left the town in June] and nobody knows where he is.
[The bell was found in the sand] by two children.
[The bell was found in the sand], which surprised no one.
Die Fähre verließ Lorn [mit vierhundert Menschen an Bord] am Mittag.
Der Kapitän trank nicht, und [der Steuermann hatte geschlafen].
Brink nannte die Fähre „[einen Sarg mit Schornstein]“ und ging.
„[Die Türen waren offen]“, sagte der Steuermann dem Richter.
Der Richter stellte fest, dass [die Türen offen waren].
Le bateau a quitté Lorn [avec quatre cents personnes à bord] à midi.
Le capitaine ne buvait pas, et [le second avait dormi].
Brink a appelé le bateau « [un cercueil avec une cheminée] ».
Le juge a constaté que [les portes étaient ouvertes].
« [Les portes étaient ouvertes] », a dit le second au juge.
Les familles ont été averties [par un prêtre de Lorn].
The director said the lamps “[had come from a shop in Tarn]”.
The nurses said that they “[had filled the lamps at six]”.
Lund called it “[the worst night of my life]” and wept.
“[It was the worst night of my life],” Lund said, “and nobody came.”
“Nobody came,” Lund said. “[It was the worst night of my life].”
“Nobody came,” Lund said, “and [it was the worst night of my life].”
Lund was not there; [the night nurse lit the lamps].
No lamps were lit, and [the nurses worked by candles].
Nobody slept that night, and “[the candles burned down]”, Lund said.
The town never paid, so [the director sold the lamps].
The director had never seen such lamps. [They were made in Tarn].
Lund, who was never asked, [wrote to the paper in June].
Not everyone agreed. [The vote was put off until June].
Neither side won. [The vote was put off until June].
Lund refused to pay, and [the town took the hospital to court].
If Lund is right, the lamps were old. [The shop sold them in 1920].
In case you wonder, he is well. [He lives in Tarn with his son].
Lund told the judge about “[a smell of oil in the east wing]”.
Lund spoke of “[a smell of oil in the east wing]” to the judge.
The lamps, four of them new, [were lit at six in the evening].
The lamps [were lit at six in the evening] by the night nurse.
The lamps were lit [at six in the evening], Lund remembers.
Lund hoped for rain and [went to bed at nine].
Lund hopes to [open the wing in June].
Lund was accused of theft in May. [The judge let her go in June].
The judge cleared the room and [the nurse began to speak].
The nurse made up the bed and [lit the lamp beside it].
The wrong lamp was lit; [the nurse ran for the oil].
It is too early for bread, and [the baker is still asleep].
It is possible to [walk to Tarn in an hour].
The town had two hospitals, and [the older one was closed in May].
Had she known? [She went to Tarn on Friday].
Lund had the lamps cleaned, and [the nurses lit them again].
Where were the nurses? “[They were asleep in the cellar],” Lund said.
Lund did not tell the truth, the judge said, and [she was fined in June].
Die Leitung sagte, die Lampen seien „[aus einem Laden in Tarn]“.
Lund war nicht da; [die Nachtschwester zündete die Lampen an].
Lund nannte es „[die schlimmste Nacht meines Lebens]“.
„Niemand kam“, sagte Lund. „[Es war die schlimmste Nacht].“
Als der Regen aufhörte, [gingen alle nach Hause].
Lund a parlé d’« [une odeur d’huile dans l’aile est] ».
Personne n’est venu ; [les infirmières ont attendu jusqu’à midi].
Lund n’était pas là, et [les infirmières ont allumé les lampes].
« Personne n’est venu », a dit Lund. « [Nous avons attendu]. »
Quand la pluie a cessé, [tout le monde est rentré].
The United Mills’ [owners met in Tarn on Friday].
It was a difficult, if not impossible, task, and [Lund took it on].
[Lund wrote the news on Friday], a list of facts provided by the town.
“Not all are ‘true’ in a strict sense. [That is a matter of taste],” Lund told the paper.
Lund had so many lies ready that [the judge left the room].
The dispute shows that [the lamps are loved in Tarn].
"""
_MARKED = re.compile(r"[“„«]\s?\[(.*)\](?:[.,]?\s?[“”»])")


def marked(line: str) -> tuple[str, str]:
    """The text and the quote in brackets."""
    return line.replace("[", "").replace("]", ""), line[line.index("[") + 1 : line.index("]")]


@pytest.mark.parametrize("line", GOVERNED.splitlines())
def test_what_governs_from_farther_off_is_left_out(line: str) -> None:
    kind, _, sentence = line.partition("|")
    text, quote = marked(sentence)
    (place,) = places(Quote(quote), Text(text))
    assert place.verdict == "truncated"
    assert kind in {one.kind for one in place.qualifiers}


@pytest.mark.parametrize("line", ORDINARY.splitlines())
def test_an_ordinary_partial_quotation_is_exact(line: str) -> None:
    text, quote = marked(line)
    (place,) = places(Quote(quote), Text(text))
    assert (place.verdict, place.qualifiers) == ("exact", ())


@pytest.mark.parametrize("line", [one for one in f"{GOVERNED}{ORDINARY}".splitlines() if _MARKED.search(one)])
def test_it_is_all_one_whether_the_marks_are_quoted_too(line: str) -> None:
    sentence = line.partition("|")[2] or line
    text, quote = marked(sentence)
    found = _MARKED.search(sentence)
    assert found is not None
    with_marks = found[0].replace("[", "").replace("]", "")
    (bare,), (whole,) = places(Quote(quote), Text(text)), places(Quote(with_marks), Text(text))
    assert whole.span != bare.span
    assert whole.qualifiers == bare.qualifiers


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("No one in this ministry [ordered any gate to be opened].", ["No one"]),
        ("Munk never said “[the owners lied to everyone]”.", ["never"]),
        ("It is false that [the dam was sound before the flood].", ["false"]),
        ("[The upper gates will be opened] on Friday if it rains.", ["if"]),
        ("She talked about “[the loss of the lower town]”.", []),  # of no number: a preposition
        ("They had known in May “[how bad the crack was]”.", []),
    ],
)
def test_the_words_that_govern_are_named(sentence: str, named: list[str]) -> None:
    text, quote = marked(sentence)
    (place,) = places(Quote(quote), Text(text))
    assert [one.words for one in place.qualifiers] == named
