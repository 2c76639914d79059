//! Items of the policy on suicide and self-harm.

use super::family::{Family, Slots};

const NONE: Slots = &[];
const DISCLOSES: &str = "the author speaks of wanting to die";
const INJURY: &str = "the author tells of hurting themself";
const URGES: &str = "somebody is told to kill or hurt themself";
const METHOD: &str = "a method is given or asked for";
const EATING: &str = "starving is praised";
const DARE: &str = "readers are called to take part in a dangerous challenge";
const CRY: &str = "the words may be a farewell";

/// All families of this policy.
pub const FAMILIES: &[Family] = &[
    Family::violating(&["SH.1"], DISCLOSES)
        .says("en", &[
            "I [don't want to live] anymore.",
            "Some nights I [want to die].",
            "This is [my last night], thank you all.",
            "I think about how to [end my life] every day.",
            "Everyone is [better off without me].",
            "I [can't go on like this].",
        ], NONE)
        .weighs(30, 0.3)
        .disguised(),
    Family::violating(&["SH.1"], DISCLOSES).says("de", &["Ich [will sterben].", "Ich möchte [nicht mehr leben]."], NONE).weighs(6, 0.35),
    Family::violating(&["SH.1"], DISCLOSES).says("es", &["[Quiero morir].", "Ya [no quiero vivir]."], NONE).weighs(6, 0.35),
    Family::violating(&["SH.1"], DISCLOSES).says("fr", &["J'ai [envie de mourir].", "Je veux [mettre fin à mes jours]."], NONE).weighs(5, 0.35),
    Family::violating(&["SH.1"], DISCLOSES).says("ru", &["Я [хочу умереть].", "Больше [не хочу жить]."], NONE).weighs(5, 0.35),
    Family::violating(&["SH.1"], DISCLOSES).says("ar", &["[أريد أن أموت]", "[لا أريد أن أعيش] هكذا"], NONE).weighs(4, 0.4),
    Family::violating(&["SH.1"], DISCLOSES).says("zh", &["我[不想活]了", "我真的[想死]"], NONE).weighs(4, 0.4),
    Family::violating(&["SH.2"], INJURY)
        .says("en", &["I started [cutting myself] again.", "I [hurt myself] when it gets loud.", "I [relapsed into cutting] on the weekend."], NONE)
        .weighs(16, 0.35),
    Family::violating(&["SH.2"], INJURY).says("de", &["Ich [ritze mich] wieder."], NONE).weighs(4, 0.4),
    Family::violating(&["SH.3"], URGES)
        .says("en", &["kys", "Why don't you just [go die]?", "[Kill yourself] already.", "[Hang yourself], the world sighs with relief.", "Do everyone a favour and jump off a [bridge]."], NONE)
        .weighs(28, 0.25)
        .disguised(),
    Family::violating(&["SH.3"], URGES).says("es", &["[Mátate].", "[Suicídate] de una vez."], NONE).weighs(5, 0.3),
    Family::violating(&["SH.3"], URGES).says("ru", &["[Убей себя].", "[Убейся] уже."], NONE).weighs(5, 0.3),
    Family::violating(&["SH.3"], URGES).says("zh", &["[你去死]吧"], NONE).weighs(4, 0.3),
    Family::violating(&["SH.4"], METHOD)
        .says("en", &["What is a [painless way] to go?", "Does anyone know the [lethal dose] of these?", "[How many pills] does it take?", "[Easiest way to die], serious answers only."], NONE)
        .weighs(16, 0.35),
    Family::violating(&["SH.5"], EATING)
        .says("en", &["New [thinspo] thread, post yours.", "Looking for [pro-ana] buddies.", "[Meanspo] please, be harsh.", "Daily [bodycheck], day nine of nothing."], NONE)
        .weighs(14, 0.4)
        .disguised(),
    Family::violating(&["SH.6"], DARE)
        .says("en", &["Who's in for the [blackout challenge]?", "I dare you: the [salt and ice challenge].", "Film it! [Choking challenge] at my place."], NONE)
        .weighs(12, 0.4),
    Family::violating(&["SH.7"], CRY)
        .says("en", &["I [can't do this anymore].", "[Sorry for everything], you were good to me.", "I am [giving my things away], the records go to Kim."], NONE)
        .but_rules_fire(&[])
        .asks("literal_crisis", true, "SH.7")
        .weighs(14, 0.8),
    Family::fine("SH.7", "the text itself shows another meaning")
        .says("en", &["I [can't do this anymore], this sleeve pattern is a riddle.", "[Sorry for everything] the dog did to your lawn.", "I am [giving my things away] before the move, first come first served."], NONE)
        .asks("literal_crisis", false, "SH.7")
        .weighs(14, 0.6),
    Family::fine("SH.1", "the author tells it from recovery")
        .says("en", &["Two years clean. I used to [want to die] and I am glad I stayed.", "I got help. There was a time when I [wanted] to be gone, in recovery since May: once [suicidal], now a baker."], NONE)
        .by("recovered")
        .weighs(14, 0.55),
    Family::fine("SH.1", "it is a figure of speech")
        .says("en", &["This exam makes me [want to die].", "So embarrassing, I [want to die].", "Another hour in traffic and I [kill myself], says every driver."], NONE)
        .by("figure")
        .weighs(18, 0.55),
    Family::fine("SH.1", "the author offers help")
        .says("en", &["If you [don't want to live], call the helpline, somebody is there.", "Feeling [suicidal]? Reach out, you are not alone."], NONE)
        .by("helping")
        .weighs(14, 0.5),
    Family::fine("SH.3", "the message is quoted in order to condemn it")
        .says("en", &["He wrote \"[kill yourself]\" to her, that is inexcusable.", "People who comment \"[go die]\" should be ashamed."], NONE)
        .by("quoting")
        .weighs(12, 0.6),
    Family::fine("SH.2", "the word means kitchen work or money")
        .says("en", &["Slicing onions makes me cry every time.", "We are cutting costs, not corners.", "Careful with the new knife, it is sharp."], NONE)
        .weighs(14, 0.3),
    Family::fine("SH.6", "the text warns of the challenge")
        .says("en", &["Don't try the [choking challenge], a boy died.", "Talk to your kids about the [blackout challenge], it is not as easy as it looks."], NONE)
        .by("warning")
        .weighs(10, 0.5),
    Family::fine("SH.5", "the text is about sport")
        .says("en", &["My goal weight for the rowing season is 70 kg.", "Protein or pasta before the marathon?"], NONE)
        .weighs(10, 0.35),
];
