#!/usr/bin/env python3
"""Charsets declared wrong: texts of twenty-five languages, in the encodings that they are written in, declared as each of
thirty-four. What is declared right is believed; what is declared wrong is found out, and the text is read as it was.

    matrix_test.py DEHUSK
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TEXTS = {
    "de": (
        "Die Fähre über den See fährt ab Montag wieder, sagte das Hafenamt. Größere Schäden gab es nicht, "
        "doch die Mühe war groß. Für die Gäste stehen früh am Morgen Bänke und ein Ofen bereit. Wer möchte, "
        "kann auf der Insel übernachten; die Zimmer sind schön und gemütlich. Kinder unter zwölf Jahren "
        "fahren umsonst, Räder kosten fünf Mark. Am Süßwassersee drüben hört man nachts die Frösche, und die "
        "Möwen kreischen über den Dächern.",
        ["windows-1252", "iso-8859-15", "ibm850", "ibm437"],
    ),
    "fr": (
        "Le bac traverse à nouveau la rivière dès lundi, a annoncé la capitainerie. Les dégâts n'étaient pas "
        "très élevés, mais la réparation a coûté cher. À l'école du village, les élèves ont préparé une fête "
        "où chacun apportera un gâteau. Le maire a été félicité pour sa persévérance; il a répondu qu'il n'y "
        "était pour rien. L'été prochain, une deuxième navette reliera l'île aux forêts de la côte, grâce à "
        "un prêt.",
        ["windows-1252", "ibm850"],
    ),
    "pl": (
        "Prom przez zatokę znów kursuje od poniedziałku, powiedział zarząd portu. Większych szkód nie było, "
        "ale naprawa trwała dziewięć dni. Dzieci do lat dwunastu jadą za darmo, za rower płaci się pięć "
        "złotych. Na wyspie można przenocować, pokoje są ładne i ciepłe. Wieczorem słychać żaby, a mewy "
        "krzyczą nad dachami. Kto chce, może też zamówić śniadanie: świeży chleb, ser, miód i herbatę z "
        "malinami. Zeszłej zimy lód był tak gruby, że chodzono pieszo.",
        ["windows-1250", "iso-8859-2", "ibm852"],
    ),
    "cs": (
        "Přívoz přes řeku jezdí znovu od pondělí, řekl správce přístavu. Větší škody nevznikly, ale oprava "
        "trvala devět dní. Děti do dvanácti let jedou zdarma, za kolo se platí pět korun. Na ostrově se dá "
        "přespat, pokoje jsou hezké a teplé. Večer je slyšet žáby a rackové křičí nad střechami. Kdo chce, "
        "může si objednat snídani: čerstvý chléb, sýr, med a čaj s malinami. Šťastnou cestu přeje všem ženám "
        "i mužům převozník.",
        ["windows-1250", "iso-8859-2", "ibm852"],
    ),
    "hu": (
        "A komp hétfőtől újra jár a folyón, mondta a kikötő vezetője. Nagyobb kár nem történt, de a javítás "
        "kilenc napig tartott. Tizenkét éven aluli gyerekek ingyen utaznak, a kerékpárért öt forintot kell "
        "fizetni. A szigeten meg is lehet szállni, a szobák szépek és melegek. Este hallani a békákat, és a "
        "sirályok sikoltoznak a tetők fölött. Aki akar, reggelit is rendelhet: friss kenyeret, sajtot, mézet "
        "és málnás teát. Őszintén örülünk, hogy így történt.",
        ["windows-1250", "iso-8859-2", "ibm852"],
    ),
    "ru": (
        "Паром через залив снова ходит с понедельника, сообщило управление порта. Больших повреждений не "
        "было, но ремонт занял девять дней. Дети до двенадцати лет едут бесплатно, за велосипед берут пять "
        "рублей. На острове можно переночевать, комнаты красивые и тёплые. Вечером слышно лягушек, а чайки "
        "кричат над крышами. Кто хочет, может заказать и завтрак: свежий хлеб, сыр, мёд и чай с малиной.",
        ["windows-1251", "koi8-r", "iso-8859-5", "ibm866", "x-mac-cyrillic"],
    ),
    "uk": (
        "Пором через затоку знову ходить із понеділка, повідомило управління порту. Великих пошкоджень не "
        "було, але ремонт тривав дев'ять днів. Діти до дванадцяти років їдуть безкоштовно, за велосипед "
        "беруть п'ять гривень. На острові можна переночувати, кімнати гарні й теплі. Увечері чути жаб, а "
        "чайки кричать над дахами. Хто хоче, може замовити й сніданок: свіжий хліб, сир, мед і чай із "
        "малиною.",
        ["windows-1251", "koi8-u", "x-mac-cyrillic"],
    ),
    "el": (
        "Το πορθμείο στον κόλπο λειτουργεί ξανά από τη Δευτέρα, είπε το λιμεναρχείο. Μεγάλες ζημιές δεν "
        "υπήρξαν, αλλά η επισκευή κράτησε εννέα μέρες. Τα παιδιά κάτω των δώδεκα ετών ταξιδεύουν δωρεάν, για "
        "το ποδήλατο πληρώνει κανείς πέντε ευρώ. Άλλοι μένουν τη νύχτα στο νησί, όπου τα δωμάτια είναι "
        "όμορφα και ζεστά. Το βράδυ ακούγονται οι βάτραχοι και οι γλάροι πάνω από τις στέγες. Άνοιξη πια.",
        ["windows-1253", "iso-8859-7"],
    ),
    "tr": (
        "Körfezdeki feribot pazartesi gününden itibaren yeniden çalışıyor, dedi liman müdürlüğü. Büyük bir "
        "hasar yoktu ama onarım dokuz gün sürdü. On iki yaşından küçük çocuklar ücretsiz biniyor, bisiklet "
        "için beş lira ödeniyor. Adada kalmak da mümkün, odalar güzel ve sıcak. Akşamları kurbağaların sesi "
        "duyuluyor, martılar çatıların üstünde bağırıyor. İsteyen kahvaltı da ısmarlayabilir: taze ekmek, "
        "peynir, bal ve ahududulu çay.",
        ["windows-1254"],
    ),
    "he": (
        "המעבורת במפרץ שבה לפעול מיום שני, כך מסרה הנהלת הנמל. נזק גדול לא נגרם, אבל התיקון נמשך תשעה ימים. "
        "ילדים מתחת לגיל שתים עשרה נוסעים חינם, ועל אופניים משלמים חמישה שקלים. אפשר גם ללון באי, החדרים "
        "יפים וחמים. בערב שומעים את הצפרדעים, והשחפים צועקים מעל הגגות. מי שרוצה יכול להזמין ארוחת בוקר: לחם "
        "טרי, גבינה, דבש ותה עם פטל.",
        ["windows-1255"],
    ),
    "ar": (
        "عادت العبارة إلى العمل في الخليج منذ يوم الاثنين، كما قالت إدارة الميناء. لم تكن الأضرار كبيرة، لكن "
        "الإصلاح استغرق تسعة أيام. الأطفال دون الثانية عشرة يسافرون مجانا، وثمن الدراجة خمسة دراهم. ويمكن "
        "المبيت في الجزيرة، فالغرف جميلة ودافئة. وفي المساء تسمع الضفادع، وتصيح النوارس فوق السطوح. ومن أراد "
        "طلب فطورا: خبزا طازجا وجبنا وعسلا وشايا بالتوت.",
        ["windows-1256", "iso-8859-6"],
    ),
    "lt": (
        "Keltas per įlanką vėl plaukioja nuo pirmadienio, pranešė uosto valdyba. Didelių nuostolių nebuvo, "
        "bet remontas truko devynias dienas. Vaikai iki dvylikos metų važiuoja nemokamai, už dviratį mokama "
        "penki litai. Saloje galima ir pernakvoti, kambariai gražūs ir šilti. Vakare girdėti varlės, o "
        "žuvėdros klykia virš stogų. Kas nori, gali užsisakyti pusryčius: šviežios duonos, sūrio, medaus ir "
        "arbatos su avietėmis.",
        ["windows-1257", "iso-8859-13"],
    ),
    "th": (
        "เรือข้ามฟากในอ่าวกลับมาวิ่งอีกครั้งตั้งแต่วันจันทร์ การท่าเรือกล่าว ความเสียหายไม่มาก แต่การซ่อมใช้เ"
        "วลาเก้าวัน เด็กอายุต่ำกว่าสิบสองปีขึ้นฟรี ส่วนจักรยานเสียห้าบาท ใครอยากค้างคืนบนเกาะก็ได้ ห้องพักสวย"
        "และอบอุ่น ตอนเย็นได้ยินเสียงกบ และนกนางนวลร้องอยู่เหนือหลังคา",
        ["windows-874"],
    ),
    "zh": (
        "海湾的渡船从星期一起又开了，港务局这样说。损失不大，可是修理花了九天。十二岁以下的孩子免费，自行车收"
        "五块钱。想在岛上过夜也可以，房间又漂亮又暖和。晚上听得见青蛙，海鸥在屋顶上叫。谁愿意还可以订早饭：新"
        "鲜的面包、奶酪、蜂蜜和树莓茶。去年冬天冰很厚，人们走着过去，老人说四十年没有见过这样的事情。我们在码"
        "头等了两个小时，雨一直在下。",
        ["gbk", "gb18030"],
    ),
    "zht": (
        "海灣的渡船從星期一起又開了，港務局這樣說。損失不大，可是修理花了九天。十二歲以下的孩子免費，腳踏車收"
        "五塊錢。想在島上過夜也可以，房間又漂亮又暖和。晚上聽得見青蛙，海鷗在屋頂上叫。誰願意還可以訂早飯：新"
        "鮮的麵包、乳酪、蜂蜜和樹莓茶。去年冬天冰很厚，人們走著過去，老人說四十年沒有見過這樣的事情。我們在碼"
        "頭等了兩個小時，雨一直在下。",
        ["big5"],
    ),
    "ja": (
        "湾の渡し船は月曜日からまた動いている、と港の事務所は言った。大きな損害はなかったが、修理には九日かか"
        "った。十二歳より小さい子どもは無料で、自転車には五百円を払う。島に泊まることもできて、部屋はきれいで"
        "暖かい。夜には蛙の声が聞こえ、かもめが屋根の上で鳴く。朝ごはんを頼みたい人は、焼きたてのパンとチーズ"
        "、はちみつと木いちごのお茶を注文できる。",
        ["shift_jis", "euc-jp"],
    ),
    "ko": (
        "만의 나룻배가 월요일부터 다시 다닌다고 항만 사무소가 말했다. 큰 피해는 없었지만 고치는 데 아흐레가 "
        "걸렸다. 열두 살이 안 된 아이는 공짜로 타고 자전거는 오백 원을 낸다. 섬에서 잘 수도 있는데 방이 "
        "예쁘고 따뜻하다. 저녁에는 개구리 소리가 들리고 갈매기가 지붕 위에서 운다. 원하는 사람은 아침도 시킬 "
        "수 있다. 갓 구운 빵과 치즈, 꿀과 산딸기 차가 나온다.",
        ["euc-kr"],
    ),
    "bg": (
        "Корабчето през залива отново плава от понеделник, съобщиха от пристанището. Щетите не бяха големи, "
        "но ремонтът отне девет дни. Децата до дванайсет години пътуват безплатно, за колело се плащат пет "
        "лева. На острова може и да се пренощува, стаите са хубави и топли. Вечер се чуват жабите, а чайките "
        "крещят над покривите.",
        ["windows-1251", "x-mac-cyrillic"],
    ),
    "ro": (
        "Bacul peste golf circulă din nou de luni, a spus căpitănia portului. Pagube mari nu au fost, dar "
        "reparaţia a durat nouă zile. Copiii sub doisprezece ani merg gratis, pentru bicicletă se plătesc "
        "cinci lei. Pe insulă se poate şi înnopta, camerele sînt frumoase şi calde. Seara se aud broaştele, "
        "iar pescăruşii ţipă deasupra acoperişurilor. Cine vrea poate comanda şi micul dejun.",
        ["windows-1250", "iso-8859-2", "ibm852"],
    ),
    "sl": (
        "Trajekt čez zaliv spet vozi od ponedeljka, je sporočila uprava pristanišča. Večje škode ni bilo, a "
        "popravilo je trajalo devet dni. Otroci do dvanajstega leta se vozijo zastonj, za kolo se plača pet "
        "evrov. Na otoku je mogoče tudi prenočiti, sobe so lepe in tople. Zvečer se slišijo žabe, galebi pa "
        "kričijo nad strehami. Kdor želi, lahko naroči zajtrk: svež kruh, sir, med in čaj z malinami. Še več "
        "jih pričakujejo poleti, pravi šef.",
        ["windows-1250", "iso-8859-2", "ibm852"],
    ),
    "sv": (
        "Färjan över viken går igen från måndag, sade hamnkontoret. Någon större skada fanns inte, men "
        "lagningen tog nio dagar. Barn under tolv år åker gratis, för cykeln betalar man fem kronor. På ön "
        "kan man också övernatta, rummen är vackra och varma. På kvällen hör man grodorna, och måsarna "
        "skriker över taken.",
        ["windows-1252", "utf-8", "ibm850", "ibm437"],
    ),
    "pt": (
        "A balsa na baía voltou a funcionar na segunda-feira, disse a administração do porto. Não houve "
        "grandes estragos, mas a reparação demorou nove dias. As crianças até aos doze anos viajam de graça, "
        "pela bicicleta pagam-se cinco euros. Na ilha também se pode dormir, os quartos são bonitos e "
        "quentes. À noite ouvem-se as rãs, e as gaivotas gritam sobre os telhados. É possível pedir o "
        "pequeno-almoço: pão, queijo, mel e chá.",
        ["windows-1252", "utf-8", "ibm850"],
    ),
    "it": (
        "Il traghetto nella baia è di nuovo in servizio da lunedì, ha detto la capitaneria. Non ci sono stati"
        " grandi danni, però la riparazione è durata nove giorni. I bambini fino a dodici anni viaggiano "
        "gratis, per la bicicletta si pagano cinque euro; così è più facile. Sull'isola si può anche dormire,"
        " la città è là. La sera si sentono le rane, perché c'è uno stagno. Già da martedì la novità sarà per"
        " tutti: libertà!",
        ["windows-1252", "utf-8", "ibm850"],
    ),
    "lv": (
        "Prāmis pāri līcim atkal kursē no pirmdienas, paziņoja ostas pārvalde. Lielāku bojājumu nebija, bet "
        "remonts ilga deviņas dienas. Bērni līdz divpadsmit gadiem brauc bez maksas, par velosipēdu jāmaksā "
        "pieci eiro. Salā var arī pārnakšņot, istabas ir skaistas un siltas. Vakarā dzird vardes, un kaijas "
        "kliedz virs jumtiem. Kas vēlas, var pasūtīt brokastis: svaigu maizi, sieru, medu un tēju ar avenēm.",
        ["windows-1257"],
    ),
    "vi": (  # tones as marks of their own, but where the encoding has the letter
        "Pha\u0300 qua vi\u0323nh la\u0323i cha\u0323y tư\u0300 thư\u0301 hai, ban qua\u0309n ly\u0301 "
        "ca\u0309ng cho biê\u0301t. Thiê\u0323t ha\u0323i không lơ\u0301n, nhưng viê\u0323c sư\u0309a "
        "chư\u0303a mâ\u0301t chi\u0301n nga\u0300y. Tre\u0309 em dươ\u0301i mươ\u0300i hai tuô\u0309i đi "
        "miê\u0303n phi\u0301, xe đa\u0323p pha\u0309i tra\u0309 năm nghi\u0300n đô\u0300ng. Co\u0301 "
        "thê\u0309 ngu\u0309 la\u0323i trên đa\u0309o, pho\u0300ng đe\u0323p va\u0300 â\u0301m. Buô\u0309i "
        "tô\u0301i nghe tiê\u0301ng ê\u0301ch, va\u0300 ha\u0309i âu kêu trên ma\u0301i nha\u0300. Ai "
        "muô\u0301n co\u0301 thê\u0309 go\u0323i bư\u0303a sa\u0301ng: ba\u0301nh mi\u0300 mơ\u0301i, phô "
        "mai, mâ\u0323t ong va\u0300 tra\u0300.",
        ["windows-1258"],
    ),
    "ja in seven bits": (
        "港の灯台がまたともった。灯台守の話では、冬の風でガラスが割れ、修理の人は春まで島に渡れなかったという。今は夜でも船が入れるので、漁師たちは喜んでいる。子どもたちはカモメと月と大きな魚の絵をかいて贈った"
        "。彼はそれを階段のそばにかけ、毎日上るたびにながめている。",
        ["iso-2022-jp"],
    ),
    "el, elided": (
        "Ό,τι θέλ’ ο γέρος, τ’ ακούν όλοι απ’ το λιμάνι ως τ’ άλλα χωριά. ’Ελα κι εσύ, μου ’πε, να ’ρθεις με το καράβι, "
        "σ’ αγαπούν τ’ αδέρφια μου. Τα παιδιά ’ξεραν πως φεύγουμε, κι έφεραν ψωμί, τυρί, μέλι και τσάι.",
        ["windows-1253", "iso-8859-7"],
    ),
}

# Texts with signs that are letters of other languages elsewhere; each is only declared rightly.
RIGHT = {
    "units": (
        "José Sánchez y María García midieron granos de 3 µm, 5 µm y 9 µm en la orilla. La muestra pesó 20 µg, la segunda "
        "35 µg y la última 40 µg; el método de René Côté, según él, da 2 µl más.",
        ["windows-1252"],
    ),
    "trail": (
        "Inicio»Noticias»Región»Pueblos. Inicio»Noticias»Política»Economía. Inicio»Sección»Río»Agua. La barca volverá el lunes, "
        "según dijo ayer la dirección, y el río bajará más.",
        ["windows-1252"],
    ),
}
TEXTS |= RIGHT

DECLARED = """windows-1252 windows-1250 iso-8859-2 windows-1251 koi8-r iso-8859-5 windows-1253 iso-8859-7 windows-1254
windows-1255 windows-1256 iso-8859-6 windows-1257 windows-874 gbk big5 shift_jis euc-jp euc-kr utf-8 ibm866 koi8-u
iso-8859-15 iso-8859-1 iso-8859-9 iso-8859-4 gb18030 iso-8859-8 iso-2022-jp
windows-1258 x-mac-cyrillic ibm437 ibm850 ibm852""".split()
PYTHON = {"windows-874": "cp874", "ibm866": "cp866", "ibm437": "cp437", "ibm850": "cp850", "ibm852": "cp852", "x-mac-cyrillic": "mac_cyrillic"}
MULTI = {"gbk", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr", "iso-2022-jp"}
# A page of this length shows too few of the letters that differ.
TOO_SHORT = {
    ("fr", "windows-1252", "windows-1256"),
    ("tr", "windows-1254", "windows-1256"),
    ("pl", "iso-8859-2", "windows-1250"),
    ("cs", "iso-8859-2", "windows-1250"),
    ("lv", "windows-1257", "windows-1256"),
    ("lv", "windows-1257", "windows-1258"),
    ("it", "windows-1252", "windows-1258"),
    ("fr", "ibm850", "ibm437"),
    ("hu", "ibm852", "ibm437"),
    ("hu", "ibm852", "ibm850"),
    ("it", "ibm850", "koi8-r"),
    ("it", "ibm850", "koi8-u"),
} | {("pt", "ibm850", name) for name in MULTI - {"iso-2022-jp"}}


def page(text, encoding, declared):
    head = f'<html><head><meta charset="{declared}"><title>x</title></head><body><div><p>'
    return head.encode() + text.encode(PYTHON.get(encoding, encoding)) + b"</p></div></body></html>"


def decodes_all(dehusk):
    """Has the build ICU?"""
    text, _ = TEXTS["zh"]
    return subprocess.run([dehusk, "-q"], input=page(text, "gbk", "gbk"), capture_output=True).returncode == 0


def main(dehusk):
    without = set() if decodes_all(dehusk) else MULTI
    declared_as = [name for name in DECLARED if name not in without]
    pairs = [(language, encoding, declared) for language, (_, encodings) in TEXTS.items()
             for encoding in encodings if encoding not in without for declared in declared_as
             if declared == encoding or language not in RIGHT]
    with tempfile.TemporaryDirectory() as folder:
        for pair in pairs:
            pathlib.Path(folder, "__".join(pair) + ".html").write_bytes(page(TEXTS[pair[0]][0], *pair[1:]))
        out = subprocess.run([dehusk, "-q", "--output", "jsonl", "--lines", "all", folder], stdout=subprocess.PIPE, check=True)
    rows = {os.path.basename(row["source"])[:-5]: row for row in map(json.loads, out.stdout.decode().splitlines())}
    failed = 0
    for pair in pairs:
        row = rows["__".join(pair)]
        language, encoding, declared = pair
        text = " ".join(line["text"] for line in row["lines"])
        fault = ""
        if text != TEXTS[language][0] and pair not in TOO_SHORT:
            fault = "other text"
        if encoding == declared and (row["charset"] != encoding or "charset_declared" in row):
            fault = "not believed"
        if fault:
            failed += 1
            print(f"FAILED {language} in {encoding}, declared {declared}: {fault}, read as {row['charset']}: {text[:60]}")
    print(f"{len(pairs)} pairs, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
