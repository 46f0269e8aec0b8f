"""Invented texts of several scripts and conventions, for the self-test."""

SAMPLES = (
    """🚒🌊 Nine people were killed at Kerrow on Friday, 14 March 2025, when gate 3 was opened at 02:34 in the
night. The
water rose 3.5 metres in 1,200 seconds, and the village of Lower Tansy was not warned before it came.

“We heard a roar and thought it was the train,” said Joss Pell, a boatbuilder. “There has been no train here for
thirty
years, and nobody at Cooper’s Quay believed that there would ever be one again.” The company, Kerrow Hydro Works,
did not
answer questions about the $4.2m contract. It won’t say whether 12% of the money was ever paid to the firm of
Oran Vell.

The ministry – which runs the dam – could not say who had signed out the brass key. It may have been the night
engineer.
Records seen by the Tribune reportedly show three calls from Merrowgate between midnight and half past two.""",
    """„Der Fluss stieg in zehn Minuten um zwei Meter“, sagte die Bürgermeisterin von Brackwasser. „Wir haben die
Sirenen
nicht gehört, und niemand hat uns gewarnt, bevor das Wasser kam.“ Das Tor wurde am 14. März 2025 um 2.34 Uhr
geöffnet.
Nach Angaben des Ministeriums hatte der Ingenieur Dario Fenn die Anweisung schriftlich erhalten und zweimal
nachgefragt.""",
    """Le barrage de Kerrow a cédé dans la nuit du 14 mars 2025, selon les secours. « Nous n’avons rien entendu
avant
l’arrivée de l’eau », a dit Élodie Marin, la maire de Brackwater. Qui avait donné l’ordre d’ouvrir la vanne n° 3
? Le
ministère n’a pas répondu ; l’entreprise, elle, assure que « toutes les procédures ont été suivies » par ses 47
employés.""",
    """Плотина Керроу была открыта ночью 14 марта 2025 года, сообщили в администрации Брэкуотера. «Мы не слышали
сирен,
— сказал лодочник Йосс Пелл, — и никто нас не предупредил». Погибли девять человек, ещё тридцать один был ранен.""",
    """ظلت بوابة سد كيرو مفتوحة طوال ليلة الجمعة 14 مارس 2025، ولم يسمع سكان القرية أي إنذار قبل وصول المياه
إليهم. وقال
الصياد يوسف بل إن تسعة أشخاص لقوا حتفهم بينما أصيب واحد وثلاثون آخرون في البلدة القديمة.""",
    """סכר קרו נפתח בליל יום שישי, 14 במרץ 2025, ואיש בכפר לא שמע אזעקה לפני שהגיעו המים. ראש העיר אמרה כי תשעה
בני אדם
נהרגו ושלושים ואחד נפצעו, וכי דו״ח מלא יפורסם בתוך שבוע ימים.""",
    """केरो बाँध का तीसरा फाटक 14 मार्च 2025 की रात को खोला गया और गाँव में किसी ने कोई चेतावनी नहीं सुनी। महापौर
ने कहा कि नौ लोग
मारे गए और इकतीस घायल हुए, जबकि मंत्रालय ने किसी आदेश से इनकार किया।""",
    """凯罗大坝的三号闸门于2025年3月14日凌晨被人打开，下游村庄的居民事先没有听到任何警报声。市长说：「共有九人死亡
，另有三十一人受伤，搜救工作仍在继续。」
水利部表示尚未下达过任何开闸命令。""",
    """ケロー・ダムの三番ゲートは2025年3月14日の未明に開けられ、下流の村の住民は警報を聞いていなかった。市長は「九
人が亡くなり、三十一人がけがをした」と
話した。省は、いかなる命令も出していないと説明している。""",
    """케로 댐의 3번 수문은 2025년 3월 14일 새벽에 열렸으며 하류 마을 주민들은 물이 닥치기 전까지 아무런 경보도
듣지 못했다. 시장은 아홉 명이
숨지고 서른한 명이 다쳤다고 밝혔다.""",
    """เขื่อนเคอร์โรว์ถูกเปิดประตูระบายน้ำหมายเลขสามเมื่อคืนวันที่ 14 มีนาคม 2025
และชาวบ้านไม่ได้ยินเสียงเตือนภัยก่อนน้ำมาถึงหมู่บ้าน""",
    """Đập Kerrow bị mở trong đêm 14 tháng 3 năm 2025, và dân làng không nghe thấy tiếng còi báo động nào trước
khi nước đến.
Η πύλη του φράγματος Κέροου άνοιξε τη νύχτα της 14ης Μαρτίου 2025 και κανείς δεν άκουσε σειρήνα πριν φτάσει το
νερό.""",
)
