//! Items of the harassment and the threats policy.

use super::family::{Family, Slots};

const NAMES: Slots = &[
    ("n", &["Mira", "Tom", "Aylin", "Jonas", "Lena", "Omar", "Kim", "Paula"]),
    ("at", &["@mira", "@tom_b", "@aylin7", "@jonas", "@lena.k"]),
];
const NONE: Slots = &[];

const INSULT: &str = "an insult is aimed at a person";
const PILE: &str = "several insults or an ill wish are thrown at a person";
const SEXUAL: &str = "a sexual demand or remark is made without consent";
const RAID: &str = "the text calls others to flood a person";
const VICTIM: &str = "a victim is mocked";
const MOCK: &str = "the praise is there to make others laugh at a person";
const THREAT: &str = "the author says that a person will be hurt";
const PLACE: &str = "the threat names where or when";
const CALL: &str = "others are called on to hurt people";
const PRAISE: &str = "an attack is praised";
const VEILED: &str = "the hint is there to frighten";

const FRIENDS: &[(&str, &str)] = &[("target.friend", "true")];

/// All families of these policies.
pub const FAMILIES: &[Family] = &[
    Family::violating(&["HA.1"], INSULT)
        .says(
            "en",
            &[
                "You are such an [idiot].",
                "{at} you [pathetic] thing",
                "You are a [loser], {n}.",
                "Your face is [hideous], {n}.",
                "{n}, you are a [coward].",
                "You really are [braindead].",
                "You are an [embarrassment] to the club.",
                "{at} what a [clown]",
            ],
            NAMES,
        )
        .weighs(50, 0.35)
        .disguised(),
    Family::violating(&["HA.1"], INSULT)
        .says("de", &["Du bist ein [Idiot].", "Du bist so [hässlich].", "Du [Versager], {n}."], NAMES)
        .weighs(10, 0.4),
    Family::violating(&["HA.1"], INSULT)
        .says("es", &["Eres un [inútil].", "Eres [idiota], {n}.", "Eres un [perdedor], {n}."], NAMES)
        .weighs(10, 0.4),
    Family::violating(&["HA.1"], INSULT)
        .says("fr", &["Tu es un [crétin].", "Tu es [nul], {n}.", "Tu es vraiment [moche]."], NAMES)
        .weighs(9, 0.4),
    Family::violating(&["HA.1"], INSULT)
        .says("ru", &["Ты [идиот].", "Ты просто [ничтожество].", "Ты [неудачник], {n}."], NAMES)
        .weighs(9, 0.4),
    Family::violating(&["HA.1"], INSULT).says("ar", &["أنت [غبي]", "أنت [فاشل] دائما"], NONE).weighs(6, 0.45),
    Family::violating(&["HA.1"], INSULT).says("zh", &["你是个[废物]", "你真是[白痴]。"], NONE).weighs(6, 0.45),
    Family::violating(&["HA.2", "HA.1"], PILE)
        .says(
            "en",
            &[
                "You [ugly], [stupid], [worthless] clown.",
                "{n}, you [lazy] [moron], you [liar], you [creep].",
                "You are an [idiot], a [failure] and a [fraud], {n}.",
            ],
            NAMES,
        )
        .weighs(16, 0.3),
    Family::violating(&["HA.2"], PILE)
        .says(
            "en",
            &["I [hope you lose] your job, {n}.", "[Nobody will miss] you, {n}.", "[Rot in hell], you and your cat."],
            NAMES,
        )
        .weighs(14, 0.4),
    Family::violating(&["HA.3"], SEXUAL)
        .says(
            "en",
            &[
                "[Send nudes] or I tell everyone, {n}.",
                "{at} [show me your body]",
                "You are only [good in bed], {n}.",
                "{n}, [send me nudes] tonight.",
            ],
            NAMES,
        )
        .weighs(18, 0.35),
    Family::violating(&["HA.3"], SEXUAL).says("es", &["[Manda nudes], {n}."], NAMES).weighs(4, 0.4),
    Family::violating(&["HA.4"], RAID)
        .says(
            "en",
            &[
                "Everyone [flood her inbox] tonight.",
                "Let us all [mass report] {at} this weekend.",
                "[Spam his profile] until he quits.",
                "We [raid her] stream at nine.",
            ],
            NAMES,
        )
        .weighs(18, 0.4),
    Family::violating(&["HA.5"], VICTIM)
        .says(
            "en",
            &[
                "[She got what she deserved].",
                "[Crisis actors], all of them.",
                "Those are [fake tears] and you know it.",
            ],
            NONE,
        )
        .weighs(14, 0.5),
    Family::violating(&["HA.6"], MOCK)
        .says(
            "en",
            &[
                "[Slow clap] for {n}, took only three weeks to find the button.",
                "[Bless his heart], {n} really thinks the choir wants that voice.",
                "Behold [our genius] {n}, he fed the printer soup.",
                "[So brave] of {n} to show those teeth in public.",
            ],
            NAMES,
        )
        .but_rules_fire(&[])
        .asks("humiliates", true, "HA.6")
        .weighs(16, 0.8),
    Family::fine("HA.6", "the praise is meant")
        .says(
            "en",
            &[
                "[Bless her heart], {n} brought cake for the whole street.",
                "[So brave] of {n} to sing alone tonight, we were proud.",
                "[Employee of the month] again, well earned, {n}!",
            ],
            NAMES,
        )
        .asks("humiliates", false, "HA.6")
        .weighs(14, 0.65),
    Family::fine("HA.1", "friends tease each other")
        .says(
            "en",
            &[
                "You [idiot], I love you, see you at eight.",
                "{n} you [clown], bring the good crisps.",
                "You are the [worst] cook and my best friend.",
            ],
            NAMES,
        )
        .with(FRIENDS)
        .by("teasing")
        .weighs(20, 0.6),
    Family::fine("HA.1", "the work is criticised and not the person")
        .says(
            "en",
            &[
                "Your idea is [stupid] and here is why.",
                "The second act of this play is a [disgrace].",
                "That idea of yours is [dumb], {n}, sorry to say.",
                "The referee made a [pathetic] call in the last minute.",
            ],
            NAMES,
        )
        .weighs(22, 0.5),
    Family::fine("HA.1", "the author speaks about themself")
        .says(
            "en",
            &[
                "I am such an [idiot], the keys were in my hand.",
                "I'm a [clown], wore two different shoes.",
                "I was a [coward] back then and I am sorry.",
            ],
            NONE,
        )
        .weighs(18, 0.4),
    Family::fine("HA.3", "the words are about work or clothes")
        .says(
            "en",
            &["Show me your body of work, {n}, the gallery is interested.", "The tailor asked what size I wear."],
            NAMES,
        )
        .weighs(10, 0.5),
    Family::fine("HA.4", "the call goes to an office")
        .says(
            "en",
            &[
                "Everyone [flood the inbox] of your representative before the vote.",
                "Let us [spam] their support until the refund comes, the company owes us.",
            ],
            NONE,
        )
        .by("office")
        .weighs(12, 0.55),
    Family::violating(&["TH.1"], THREAT)
        .says(
            "en",
            &[
                "I am going to [kill] you.",
                "I will [hurt] you, {n}.",
                "You deserve to [die], {n}.",
                "I'll [stab] him, I swear.",
                "We will [beat] you up, {n}.",
                "I want to [strangle] her.",
            ],
            NAMES,
        )
        .weighs(34, 0.3)
        .disguised(),
    Family::violating(&["TH.1"], THREAT)
        .says("de", &["Ich werde dich [umbringen].", "Ich werde ihn [abstechen]."], NONE)
        .weighs(6, 0.35),
    Family::violating(&["TH.1"], THREAT)
        .says("es", &["Te voy a [matar].", "Te voy a [apuñalar], {n}."], NAMES)
        .weighs(6, 0.35),
    Family::violating(&["TH.1"], THREAT).says("zh", &["我要[杀了]你", "我会[砍死]他"], NONE).weighs(4, 0.35),
    Family::violating(&["TH.2", "TH.1"], PLACE)
        .says(
            "en",
            &[
                "I'm going to [stab] him tonight.",
                "Tomorrow I will [shoot] you at the station.",
                "I will [kill] you with a gun, {n}.",
            ],
            NAMES,
        )
        .weighs(14, 0.25),
    Family::violating(&["TH.2"], PLACE)
        .says("en", &["On friday we will [bomb] the town hall.", "Tomorrow I will [shoot] up the school."], NONE)
        .weighs(10, 0.25),
    Family::violating(&["TH.3"], CALL)
        .says(
            "en",
            &[
                "Somebody should [shoot] the mayor.",
                "Let's [burn] down the shelter.",
                "We must [lynch] the judge.",
                "Everyone should [stone] that referee, throw first: let's [attack] the team bus.",
                "[Storm] the town hall and smash everything.",
            ],
            NONE,
        )
        .weighs(22, 0.4),
    Family::violating(&["TH.3"], CALL)
        .says("ru", &["Надо [сжечь] эту контору.", "Пора [повесить] этого судью."], NONE)
        .weighs(5, 0.4),
    Family::violating(&["TH.4"], PRAISE)
        .says(
            "en",
            &[
                "The [shooter] is a hero.",
                "Well done to the [arsonist].",
                "Respect to the [attacker], [finally someone did it].",
            ],
            NONE,
        )
        .weighs(16, 0.4),
    Family::violating(&["TH.6"], VEILED)
        .says(
            "en",
            &[
                "[I know where you live], {n}.",
                "[Watch your back], {n}.",
                "Nice dog. [Shame if something happened] to it.",
                "[Your days are numbered], {n}.",
            ],
            NAMES,
        )
        .weighs(18, 0.45),
    Family::violating(&["TH.6"], VEILED)
        .says(
            "en",
            &[
                "[Enjoy it while] it lasts, {n}, I come at night.",
                "[Be careful] on the way to work, {n}. I mean it.",
                "[Sleep well] for now, {n}.",
            ],
            NAMES,
        )
        .but_rules_fire(&[])
        .asks("credible", true, "TH.6")
        .weighs(14, 0.8),
    Family::fine("TH.6", "the wish is kind")
        .says(
            "en",
            &[
                "[Sleep well], {n}, long day ahead.",
                "[Be careful] on the ice, {n}, the path is slippery.",
                "[See you soon], {n}, bring the tent.",
            ],
            NAMES,
        )
        .asks("credible", false, "TH.6")
        .weighs(14, 0.6),
    Family::fine("TH.1", "the talk is about a game or a match")
        .says(
            "en",
            &[
                "I'm going to [kill] him in the boss fight.",
                "We will [destroy] them in the playoffs, see you there.",
                "I will [beat] you at chess again.",
            ],
            NONE,
        )
        .by("gaming")
        .weighs(20, 0.5),
    Family::fine("TH.1", "it is a figure of speech between friends")
        .says(
            "en",
            &["I'm going to [kill] you if you eat my cake.", "I will [strangle] you with love, {n}, what a present."],
            NAMES,
        )
        .with(FRIENDS)
        .by("teasing")
        .weighs(12, 0.65),
    Family::fine("TH.1", "the author reports a threat")
        .says(
            "en",
            &[
                "He told me \"I am going to [kill] you\" and the police took it down.",
                "She wrote \"I will [hurt] you\", I reported it.",
            ],
            NONE,
        )
        .by("quoting")
        .weighs(14, 0.6),
    Family::fine("TH.3", "the talk is about things")
        .says(
            "en",
            &[
                "Let's just [eradicate] those weeds.",
                "We should [hang] the pictures by the door.",
                "Time to [destroy] the old sofas.",
            ],
            NONE,
        )
        .by("objects")
        .weighs(16, 0.45),
    Family::fine("TH.4", "those who stopped an attack are praised")
        .says(
            "en",
            &["The teacher who disarmed the [shooter] is a hero.", "Well done to all who stopped the [attacker]."],
            NONE,
        )
        .by("stopped")
        .weighs(10, 0.5),
    Family::fine("TH.2", "the text tells of what happened")
        .says(
            "en",
            &["A man was [shot] near the school, classes begin at ten.", "The old mill [burned] to the ground in May."],
            NONE,
        )
        .weighs(12, 0.45),
];
