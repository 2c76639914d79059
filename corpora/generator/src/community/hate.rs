//! Items of the hate policy. Hateful ones are about invented groups only.

use super::family::{Family, Slots};

const GROUPS: &[&str] = &["Veridians", "Kestrans", "Ossians", "Sorvines"];
const MEMBER: &[&str] = &["Veridian", "Kestran", "Sorvine"];
/// Real groups, for items that say nothing bad.
const PEOPLE: &[&str] = &[
    "women",
    "Muslims",
    "Jewish people",
    "black people",
    "disabled people",
    "trans people",
    "gay people",
    "immigrants",
    "refugees",
    "Veridians",
    "Kestrans",
];
const G: Slots = &[("g", GROUPS), ("m", MEMBER)];
const P: Slots = &[("p", PEOPLE)];
const DE: Slots = &[("g", &["Veridianer", "Kestraner", "Ossianer"])];
const ES: Slots = &[("g", &["veridianos", "kestranos", "osianos"])];
const FR: Slots = &[("g", &["véridiens", "kestriens", "ossiens"])];
const RU: Slots =
    &[("g", &["веридианцы", "кестранцы", "оссианцы"]), ("v", &["веридианцев", "кестранцев", "оссианцев"])];
const AR: Slots = &[("g", &["الفيريديين", "الكستريين"]), ("n", &["الفيريديون", "الكستريون"])];
const ZH: Slots = &[("g", &["维里迪人", "凯斯特人", "奥西人"])];

const HATRED: &str = "the author declares hatred of a protected group";
const ANIMALS: &str = "the text compares people to vermin or filth";
const NATURE: &str = "the text says that a group is bad by nature";
const ABUSE: &str = "crude abuse is aimed at a protected group";
const DENIAL: &str = "the text denies a group human worth or rights";
const KEEP_OUT: &str = "the text calls for shutting a group out";
const HINT: &str = "the text demeans a group by comparison";
const VIOLENCE: &str = "the text calls for violence against a group";
const A_SLUR: &str = "a slur is thrown at people";
const PLOT: &str = "the text blames a whole group for a plot";
const MOCKS: &str = "a mass crime against a group is denied or praised";

/// All families of this policy.
pub const FAMILIES: &[Family] = &[
    Family::violating(&["HS.1"], HATRED)
        .says(
            "en",
            &[
                "I [hate] {g}.",
                "I really [despise] all {g}.",
                "My whole street knows how much I [loathe] {g}.",
                "Seeing {g} at the market [makes me sick].",
                "I feel nothing but [contempt] for {g}.",
                "Every time I hear {g} talk I think: I [detest] {g}.",
                "So [sick of] {g} on my bus.",
                "I met many {g} and I [hate] every one of them.",
                "All those {g} [disgust] me.",
                "Is it not obvious that I [hate] {g}?",
                "I [can't stand] {g}, end of story.",
                "{g} moved in next door. I [hate] them.",
            ],
            G,
        )
        .weighs(42, 0.3)
        .disguised(),
    Family::violating(&["HS.1"], HATRED)
        .says("de", &["Ich [verachte] {g}.", "Ich [hasse] alle {g}.", "Ganz ehrlich, ich [verabscheue] {g}."], DE)
        .weighs(8, 0.35),
    Family::violating(&["HS.1"], HATRED)
        .says("es", &["[Odio] a los {g}.", "[Detesto] a todos los {g}.", "Los {g} [me dan asco]."], ES)
        .weighs(8, 0.35),
    Family::violating(&["HS.1"], HATRED)
        .says(
            "fr",
            &[
                "[Je hais] les {g}.",
                "Je [déteste] tous les {g}.",
                "On [méprise] les {g} ici, moi je [déteste] les {g}.",
            ],
            FR,
        )
        .weighs(7, 0.35),
    Family::violating(&["HS.1"], HATRED)
        .says("ru", &["[Ненавижу] {v}.", "Я [ненавижу] всех {v}.", "Я [презираю] {v}."], RU)
        .weighs(7, 0.35),
    Family::violating(&["HS.1"], HATRED)
        .says("ar", &["[أكره] {g}", "أنا [أحتقر] {g}", "[أمقت] كل {g}"], AR)
        .weighs(5, 0.4),
    Family::violating(&["HS.1"], HATRED)
        .says("zh", &["[我恨]{g}", "[我恨]所有的{g}。", "真[讨厌]{g}。"], ZH)
        .weighs(5, 0.4),
    Family::violating(&["HS.2"], ANIMALS)
        .says(
            "en",
            &[
                "Those {g} are [vermin].",
                "{g} are [parasites], nothing else.",
                "[Swarms] of {g} are [infesting] our valley.",
                "{g} are [subhuman].",
                "The {g} next door are [cockroaches].",
                "{g} are human [garbage].",
                "{g} are a [plague].",
                "All I see are {g}, the [scum] of this town.",
                "{g} might look polite but they are [parasites].",
                "Call them what they are: {g} are [maggots].",
            ],
            G,
        )
        .weighs(40, 0.3)
        .disguised(),
    Family::violating(&["HS.2"], ANIMALS)
        .says(
            "de",
            &["{g} sind [Ungeziefer].", "Diese {g} sind doch [Parasiten].", "{g} sind der letzte [Abschaum]."],
            DE,
        )
        .weighs(8, 0.35),
    Family::violating(&["HS.2"], ANIMALS)
        .says(
            "es",
            &["Los {g} son [escoria].", "Los {g} son [parásitos] de este país.", "Esos {g} son [cucarachas]."],
            ES,
        )
        .weighs(8, 0.35),
    Family::violating(&["HS.2"], ANIMALS)
        .says("fr", &["Les {g} sont de la [vermine].", "Ces {g} sont des [cafards].", "Les {g}, des [nuisibles]."], FR)
        .weighs(7, 0.35),
    Family::violating(&["HS.2"], ANIMALS)
        .says("ru", &["{g} это [паразиты].", "Все {g} [отбросы].", "{g} просто [тараканы]."], RU)
        .weighs(7, 0.35),
    Family::violating(&["HS.2"], ANIMALS)
        .says("ar", &["{n} [حشرات]", "كل {n} [طفيليات]", "{n} [صراصير]"], AR)
        .weighs(5, 0.4),
    Family::violating(&["HS.2"], ANIMALS)
        .says("zh", &["{g}都是[害虫]。", "{g}是[寄生虫]", "那些{g}是[人渣]"], ZH)
        .weighs(5, 0.4),
    Family::violating(&["HS.3"], NATURE)
        .says(
            "en",
            &[
                "{g} are [liars].",
                "All {g} are [lazy].",
                "{g} are [dishonest], always have been.",
                "Typical of a {m} to be that [stupid].",
                "{g} are [criminals], ask anyone.",
                "{g} are so [primitive].",
                "Let us face it, {g} are [inferior].",
                "{g} are [thieves].",
            ],
            G,
        )
        .weighs(36, 0.4)
        .disguised(),
    Family::violating(&["HS.3"], NATURE)
        .says("de", &["Alle {g} sind [faul].", "{g} sind [kriminell].", "{g} sind [dumm]."], DE)
        .weighs(6, 0.4),
    Family::violating(&["HS.3"], NATURE)
        .says("es", &["Los {g} son [delincuentes].", "Todos los {g} son unos [mentirosos]."], ES)
        .weighs(6, 0.4),
    Family::violating(&["HS.3"], NATURE)
        .says("fr", &["Les {g} sont des [voleurs].", "Les {g} sont [paresseux]."], FR)
        .weighs(5, 0.4),
    Family::violating(&["HS.3"], NATURE).says("ru", &["Все {g} [тупые].", "Эти {g} все [лживые]."], RU).weighs(5, 0.4),
    Family::violating(&["HS.3"], NATURE).says("zh", &["{g}都很[愚蠢]。", "{g}都是[卑鄙]的"], ZH).weighs(4, 0.45),
    Family::violating(&["HS.4"], ABUSE)
        .says(
            "en",
            &[
                "All {g} can go [fuck] themselves.",
                "What is it with you [fucking] {g}?",
                "{g} are all complete [assholes].",
                "Those {g} next door are [dickheads].",
            ],
            G,
        )
        .weighs(20, 0.35)
        .disguised(),
    Family::violating(&["HS.5"], DENIAL)
        .says(
            "en",
            &[
                "{g} have [no right to] live here.",
                "Human rights should [not apply] to {g}.",
                "{m} lives do [not matter].",
                "{g} are [not human].",
                "{g} do [not deserve rights].",
                "{g} will [never be as smart] as us.",
            ],
            G,
        )
        .weighs(22, 0.45),
    Family::violating(&["HS.6"], KEEP_OUT)
        .says(
            "en",
            &[
                "{g} should [go back] where they came from.",
                "[Keep those] {g} away from the pool.",
                "[Deport all] {g} now.",
                "{g} [don't belong] in our schools.",
                "[Send back] every {m}.",
                "{g} are [taking over] the valley.",
            ],
            G,
        )
        .weighs(24, 0.45),
    Family::violating(&["HS.6"], KEEP_OUT).says("de", &["{g} [raus]!", "{g} [raus] aus der Stadt!"], DE).weighs(4, 0.4),
    Family::violating(&["HS.6"], KEEP_OUT)
        .says("es", &["¡[Fuera] {g}!", "[Fuera] los {g} de aquí."], ES)
        .weighs(4, 0.4),
    Family::violating(&["HS.7"], HINT)
        .says(
            "en",
            &[
                "{g} [belong in a zoo].",
                "I would [rather die] than date a {m}.",
                "That monkey is smarter than any {m}.",
                "[Hide your] wallets, the {g} are coming.",
                "I would [never hire] a {m}.",
            ],
            G,
        )
        .weighs(18, 0.6),
    Family::violating(&["HS.7"], "the text demeans a group by a hint that a reader understands")
        .says(
            "en",
            &[
                "[Funny how] the tills are short whenever {g} work the late shift.",
                "[I'm not saying] anything about {g}. The spoons are gone, that is all.",
                "[What a coincidence], {g} move in and the bikes move out.",
                "[Ever since] the {g} came, one locks the shed. Draw your conclusions.",
            ],
            G,
        )
        .but_rules_fire(&[])
        .asks("implied_attack", true, "HS.7")
        .weighs(16, 0.8),
    Family::fine("HS.7", "the hint word introduces something friendly or neutral")
        .says(
            "en",
            &[
                "[Funny how] the {g} next door and we plant the same roses.",
                "[What a coincidence], two {g} in my class were born on my birthday.",
                "[Ever since] the {g} opened their bakery, my mornings are better.",
                "[Interesting that] {g} and we have the same word for bread.",
            ],
            G,
        )
        .asks("implied_attack", false, "HS.7")
        .weighs(14, 0.7),
    Family::violating(&["HS.8"], VIOLENCE)
        .says(
            "en",
            &[
                "Someone should [shoot] those {g}.",
                "I want to [kill] all {g}.",
                "Death to all {g}, [kill] them!",
                "{g} deserve to [die].",
                "We will [exterminate] the {g}.",
                "All {g} ought to be [executed].",
                "Time to [wipe out] the {g}.",
            ],
            G,
        )
        .weighs(32, 0.25)
        .disguised(),
    Family::violating(&["HS.8"], VIOLENCE)
        .says("es", &["Hay que [matar] a los {g}.", "Deberían [fusilar] a los {g}."], ES)
        .weighs(5, 0.3),
    Family::violating(&["HS.8"], VIOLENCE).says("zh", &["应该[杀光]{g}", "必须[消灭]{g}。"], ZH).weighs(4, 0.3),
    Family::violating(&["HS.9"], A_SLUR)
        .says(
            "en",
            &[
                "What a [moss-eater].",
                "Look, another [skarnling] at the counter.",
                "You [ashfoot].",
                "These [veldrats] again.",
                "Two [moss-eaters] moved in upstairs.",
            ],
            &[],
        )
        .weighs(24, 0.35)
        .disguised(),
    Family::violating(&["HS.9"], A_SLUR)
        .says("de", &["Schon wieder so ein [Moosfresser].", "Lauter [Grublinge] hier."], &[])
        .weighs(5, 0.4),
    Family::violating(&["HS.9"], A_SLUR)
        .says("ru", &["Опять эти [мохоеды].", "Понаехали [грублины]."], &[])
        .weighs(5, 0.4),
    Family::violating(&["HS.11"], PLOT)
        .says(
            "en",
            &[
                "{g} [control the banks], wake up.",
                "It is all planned, the {g} [own the media].",
                "{g} are [stealing our jobs].",
                "The {g} are [to blame for everything].",
            ],
            G,
        )
        .weighs(18, 0.5),
    Family::violating(&["HS.12"], MOCKS)
        .says(
            "en",
            &[
                "The {m} genocide [never happened].",
                "The {g} [deserved the massacre].",
                "{m} genocide? [Did not happen], it is a story.",
            ],
            G,
        )
        .weighs(12, 0.5),
    // ---- near-misses that are no errors
    Family::fine("HS.1", "the feeling is denied or is about something else")
        .says(
            "en",
            &[
                "I don't [hate] {p}, I never did.",
                "I [hate] how {p} are treated at the office.",
                "I [hate] pizza and my friends know it.",
                "I [despise] long queues.",
                "These sandwiches [disgust] me.",
            ],
            P,
        )
        .weighs(30, 0.5),
    Family::fine("HS.2", "the word is meant literally")
        .says(
            "en",
            &[
                "{g} keep pigs and two [dogs] on their farm.",
                "The [vermin] in the cellar came back after the flood.",
                "My aunt has [cancer] and the nurses are wonderful.",
                "The [virus] on my laptop ate my holiday pictures.",
                "Our cat caught a [rat] as big as a shoe.",
            ],
            G,
        )
        .weighs(24, 0.45),
    Family::fine("HS.2", "the author tells others to stop")
        .says(
            "en",
            &[
                "Stop calling {g} [vermin].",
                "Please stop saying that {g} are [parasites].",
                "Nobody should say {g} are [subhuman].",
            ],
            G,
        )
        .by("condemning")
        .weighs(16, 0.6),
    Family::fine("HS.1", "the author refuses to say such a thing")
        .says(
            "en",
            &["I would never say that I [hate] {p}.", "Never say that you [despise] {p}, says my grandmother."],
            P,
        )
        .weighs(10, 0.6),
    Family::fine("HS.2", "the author quotes an attack in order to condemn it")
        .says(
            "en",
            &[
                "He wrote \"{g} are [vermin]\" under her picture. Unacceptable.",
                "Posts like \"{g} are [parasites]\" are hateful.",
                "If you say \"{g} are [scum]\", you are a bigot.",
                "They chanted \"{g} are [cockroaches]\" and nobody said a word. Appalling.",
            ],
            G,
        )
        .by("quoting")
        .weighs(18, 0.6),
    Family::fine("HS.2", "an article reports somebody else's words")
        .says(
            "en",
            &[
                "\"{g} are [vermin]\", the minister had declared in May.",
                "\"{g} are [parasites]\", reads a banner at the fair. The council had it taken down.",
            ],
            G,
        )
        .with(&[("surface", "\"article\""), ("author.badge", "\"none\"")])
        .by("reported")
        .bare()
        .weighs(8, 0.6),
    Family::fine("HS.3", "the claim is denied or is about one person's conduct")
        .says(
            "en",
            &[
                "{p} are not [lazy], they work the night shift.",
                "My neighbour is a [liar], he sold his bike twice.",
                "The rules for {p} are [stupid] rules.",
            ],
            P,
        )
        .weighs(18, 0.55),
    Family::fine("HS.8", "the text tells of violence or speaks up against it")
        .says(
            "en",
            &[
                "Two {g} were [killed] in the storm on the coast.",
                "No {m} deserves to [die].",
                "I would never [hurt] {g}.",
                "{g} were [attacked] on the night train, the paper writes.",
            ],
            G,
        )
        .weighs(22, 0.5),
    Family::fine("HS.9", "people use the word about themselves or say that it is a slur")
        .says(
            "en",
            &[
                "My fellow [grublins], see you at the march.",
                "Proud to be a [grublin].",
                "We [bogwaifs] cook on Sunday, come over.",
            ],
            &[],
        )
        .by("reclaimed")
        .weighs(14, 0.65),
    Family::fine("HS.9", "the author says that a word is a slur")
        .says(
            "en",
            &["They called me a [moss-eater] at school.", "The word [skarnling] hurts, please look it up."],
            &[],
        )
        .by("naming")
        .weighs(8, 0.65),
    Family::fine("HS.9", "the word means a sea wall or a tuft of grass")
        .says(
            "en",
            &["They are building a new [dolk] by the harbour.", "Mind the [tassock] behind the gate, it is wet."],
            &[],
        )
        .weighs(10, 0.4),
    Family::fine("HS.6", "the text welcomes people or speaks of law without naming a trait")
        .says(
            "en",
            &[
                "{p} [belong] in our government.",
                "The ministry plans fewer work visas next year.",
                "{p} are welcome at our table, bring a chair.",
            ],
            P,
        )
        .weighs(16, 0.4),
    Family::fine("HS.4", "the swear word is not aimed at a group")
        .says(
            "en",
            &[
                "No [fucking] way, what a goal.",
                "Oh [shit], the umbrella is on the train.",
                "The boiler is [fucked] again.",
            ],
            &[],
        )
        .weighs(18, 0.4),
    Family::fine("HS.3", "people are named in passing")
        .says(
            "en",
            &[
                "We are a group of {p} and meet on Thursdays.",
                "Half of the choir are {p}.",
                "There is a film night for {p} at the library.",
                "My course has many {p} this year.",
                "The band is looking for {p} who play the trumpet.",
            ],
            P,
        )
        .weighs(45, 0.2),
    Family::fine("HS.1", "people are named in passing")
        .says(
            "de",
            &["Im Chor singen viele {g}.", "Die {g} backen das beste Brot.", "Am Freitag kochen {g} im Hof."],
            DE,
        )
        .weighs(10, 0.25),
    Family::fine("HS.1", "people are named in passing")
        .says("es", &["Los {g} abren una panadería.", "Muchos {g} tocan en la banda."], ES)
        .weighs(10, 0.25),
    Family::fine("HS.1", "people are named in passing")
        .says("fr", &["Les {g} ouvrent une boulangerie.", "Beaucoup de {g} chantent dans la chorale."], FR)
        .weighs(9, 0.25),
    Family::fine("HS.1", "people are named in passing")
        .says("ru", &["В хоре поют {g}.", "{g} открыли пекарню на углу."], RU)
        .weighs(9, 0.25),
    Family::fine("HS.1", "people are named in passing")
        .says("ar", &["افتتح {n} مخبزا جديدا", "يغني {n} في الجوقة"], AR)
        .weighs(6, 0.25),
    Family::fine("HS.1", "people are named in passing")
        .says("zh", &["{g}开了一家面包店。", "合唱团里有很多{g}。"], ZH)
        .weighs(6, 0.25),
];
