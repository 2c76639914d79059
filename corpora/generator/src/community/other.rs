//! Items beyond the single policies: everyday talk, what the rules get wrong, what lacks a field, what the policy has
//! not thought of, and what readers split over.

use super::family::{Family, Slots};

const NONE: Slots = &[];
const G: Slots = &[
    ("g", &["Veridians", "Kestrans", "Ossians", "Sorvines"]),
    ("m", &["Veridian", "Kestran", "Ossian", "Sorvine"]),
    ("n", &["Mira", "Tom", "Aylin", "Jonas", "Lena"]),
    ("p", &["+1 202 555 0143", "+1 202 555 0187"]),
    ("e", &["jo@mail.example", "tom77@mail.example"]),
    ("u", &["http://mugs.example", "http://tee.example"]),
];
const DAILY: Slots = &[
    (
        "thing",
        &["bread", "soup", "tomatoes", "the ferry", "the new library", "plum jam", "the old lighthouse", "chess"],
    ),
    ("place", &["the harbour", "the lake", "Mill Road", "the market hall", "the north side", "the allotment"]),
    ("time", &["this morning", "last week", "on Sunday", "yesterday", "in the evening"]),
    ("who", &["My aunt", "The baker", "Our neighbour", "The choir", "My brother", "The ferryman"]),
    ("did", &["planted", "painted", "repaired", "sold", "fetched", "photographed"]),
    ("what", &["the boat", "three apple trees", "the fence", "a piano", "the lamps", "the old clock"]),
];
const HARD_FINE: &str = "the words are harmless in their place";

/// All these families.
pub const FAMILIES: &[Family] = &[
    // ---- everyday talk
    Family::fine("", "nothing in it concerns anyone")
        .says(
            "en",
            &[
                "{who} {did} {what} {time}.",
                "{time} {who} {did} {what} at {place}.",
                "Does anyone know when {place} opens?",
                "We walked to {place} {time} and ate {thing}.",
                "Who has a good recipe with {thing}?",
                "Pictures of {place}, taken {time}.",
                "{who} says {thing} was better in the old days.",
                "First time at {place}. {who} {did} {what} there.",
                "The talk about {thing} {time} was full, come early.",
                "Lost a grey glove at {place} {time}.",
            ],
            DAILY,
        )
        .weighs(330, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says(
            "de",
            &[
                "Wer hat ein gutes Rezept mit Pflaumen?",
                "Am Sonntag war der Hafen voll.",
                "Die Fähre fährt wieder.",
                "Unser Chor probt am Abend.",
                "Der neue Zaun steht endlich.",
            ],
            NONE,
        )
        .weighs(40, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says(
            "es",
            &[
                "¿Quién tiene una receta con tomates?",
                "El domingo el puerto estaba lleno.",
                "La banda toca en la plaza.",
                "Mi tía plantó tres manzanos.",
            ],
            NONE,
        )
        .weighs(40, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says(
            "fr",
            &[
                "Qui connaît une bonne recette de soupe ?",
                "Dimanche, le port était plein.",
                "Le ferry repart ce matin.",
                "Ma tante a planté trois pommiers.",
            ],
            NONE,
        )
        .weighs(36, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says(
            "ru",
            &[
                "У кого есть хороший рецепт супа?",
                "В воскресенье на пристани был праздник.",
                "Паром снова ходит.",
                "Тётя посадила три яблони.",
            ],
            NONE,
        )
        .weighs(36, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says("ar", &["من يعرف وصفة جيدة للحساء", "كان الميناء مزدحما يوم الأحد", "العبارة تعمل من جديد"], NONE)
        .weighs(26, 0.1),
    Family::fine("", "nothing in it concerns anyone")
        .says("zh", &["谁有好的汤谱？", "星期天港口很热闹。", "渡轮又开了。", "阿姨种了三棵苹果树。"], NONE)
        .weighs(26, 0.1),
    // ---- what the rules get wrong
    Family::violating(&["HS.2"], "vermin is meant, with a sign in place of a letter")
        .says("en", &["Those {g} are [v_rmin].", "{g} are [pара$ites]."], G)
        .but_rules_fire(&[])
        .weighs(9, 0.55),
    Family::violating(&["HS.7"], "the pairing says that the group does not wash")
        .says(
            "en",
            &[
                "{g} and soap, never seen in the same room.",
                "The [air changes] on the bridge to the {m} quarter, if you know what I mean.",
            ],
            G,
        )
        .but_rules_fire(&[])
        .weighs(9, 0.7),
    Family::violating(&["HA.1"], "the word is new, the insult is plain")
        .says("en", &["You absolute [flumpet], {n}.", "{n}, you [walking sock drawer]."], G)
        .but_rules_fire(&[])
        .weighs(9, 0.6),
    Family::violating(&["SP.1"], "sure profit is promised in other words")
        .says(
            "en",
            &[
                "My uncle's wizard turns 100 into 900 by Friday, [ask me how].",
                "Put in a hundred, take out nine hundred, it [always works], write to {e}",
            ],
            G,
        )
        .but_rules_fire(&[])
        .weighs(9, 0.6),
    Family::violating(&["PV.1"], "the number is written in words")
        .says(
            "en",
            &[
                "Her digits: [two oh two, five five five, oh one four three].",
                "You reach him under [plus one, two oh two, the rest as ever].",
            ],
            G,
        )
        .but_rules_fire(&[])
        .weighs(8, 0.6),
    Family::fine("HS.8", HARD_FINE)
        .says(
            "en",
            &[
                "{g} will [die] in the cold if the shelter closes.",
                "Without the dam, forty {g} will [drown] next spring.",
            ],
            G,
        )
        .but_rules_fire(&["HS.8"])
        .weighs(9, 0.6),
    Family::fine("SH.3", HARD_FINE)
        .says(
            "en",
            &[
                "Don't [kill yourself] over the taxes, {n}, we sit down together on Sunday.",
                "No need to [kill yourself] with work, {n}.",
            ],
            G,
        )
        .but_rules_fire(&["SH.3"])
        .weighs(8, 0.6),
    Family::fine("SP.9", HARD_FINE)
        .says("en", &["You can order the tea, [no prescription] needed, it is only mint."], G)
        .but_rules_fire(&["SP.9"])
        .weighs(8, 0.6),
    // ---- what lacks a field
    Family::fine("HA.1", "nobody knows whether they are friends")
        .says("en", &["You are such an [idiot], {n}.", "You are a [clown], {n}.", "You are the worst [liar], {n}."], G)
        .lacks("target.friend", 1)
        .weighs(9, 0.7),
    Family::fine("HS.2", "nobody knows whether it stands in an article")
        .says(
            "en",
            &["\"{g} are [vermin]\", the minister had declared.", "\"{g} are [parasites]\", a banner at the fair."],
            G,
        )
        .lacks("surface", 3)
        .bare()
        .weighs(9, 0.7),
    Family::fine("PV.1", "nobody knows whose number it is")
        .says("en", &["[Her number] is {p}", "[Call him] on {p}"], G)
        .lacks("author.is_subject", 2)
        .weighs(9, 0.7),
    Family::fine("SP.4", "nobody knows whether they are friends")
        .says(
            "en",
            &["[Stuck abroad], please send me money.", "The [hospital bill] is high, can you send money, {n}?"],
            G,
        )
        .lacks("target.friend", 3)
        .weighs(8, 0.7),
    Family::fine("SP.7", "nobody knows how many got it")
        .says(
            "en",
            &[
                "Big news for the whole valley, the bridge opens on Sunday.",
                "Dear all, the choir is looking for voices.",
            ],
            G,
        )
        .with(&[("surface", "\"message\"")])
        .lacks("recipients", 2)
        .weighs(7, 0.7),
    // ---- what the policy has not thought of
    Family::violating(&[], "exams, papers and fights are offered, and no clause speaks of that")
        .says(
            "en",
            &[
                "I sit your [exam for you], cash on the day.",
                "[Certificates without the jab], any name, two days.",
                "[Dog fight] behind the mill on Saturday, bring your fighter.",
                "The [vote is moved] to Wednesday for the north side, pass that round.",
                "Selling a bike, the owner [has not missed it] yet.",
                "[Voice of your boss] on any recording, ten an hour.",
            ],
            NONE,
        )
        .deserves(2)
        .weighs(34, 0.55),
    // ---- what readers split over
    Family::violating(&["HA.1"], "one insult and a sneer stand between the two clauses")
        .says(
            "en",
            &["You are an [embarrassment], {n}, the whole town says so.", "You are a [failure], {n}, as ever."],
            G,
        )
        .splits("HA.1", "HA.2")
        .weighs(12, 0.85),
    Family::violating(&["HS.3"], "calling a group useless is near to denying its worth")
        .says("en", &["{g} are [useless] to this town.", "{g} are [worthless] as neighbours."], G)
        .splits("HS.3", "HS.5")
        .weighs(12, 0.85),
    Family::violating(&["SP.6"], "a pitch for a page is near to selling reach")
        .says("en", &["[Check out my] page and grow yours, {u}", "[Follow my page] and get one back, {u}"], G)
        .with(&[("surface", "\"comment\"")])
        .splits("SP.6", "SP.8")
        .weighs(10, 0.8),
];
