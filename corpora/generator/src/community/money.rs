//! Items of the policy on scams and spam and of the policy on private information.

use super::family::{Family, Slots};

const NONE: Slots = &[];
const SHOPS: Slots = &[
    ("u", &["http://mugs.example", "http://tee.example", "http://candles.example/sale", "http://rugs.example"]),
    ("x", &["http://bank-login.example/now", "http://secure-check.example", "http://parcel-desk.example/p"]),
];
const NUMBERS: Slots = &[
    ("p", &["+1 202 555 0143", "+1 202 555 0187", "+1 212 555 0119", "+44 20 7946 0958"]),
    ("a", &["12 Elm Street", "7 Mill Road", "31 Harbour Lane", "5 Station Road"]),
    ("e", &["jo@mail.example", "mira.h@post.example", "tom77@mail.example"]),
    ("n", &["Mira", "Tom", "Aylin", "Jonas"]),
];

const PROFIT: &str = "sure profit is promised to whoever pays or writes";
const PRIZE: &str = "a prize is announced to get a fee or a click";
const PHISH: &str = "the message poses as a service to get credentials";
const ROMANCE: &str = "love or need is played to get money from a stranger";
const COINS: &str = "coins are asked for with a promise to send back more";
const PITCH: &str = "readers who did not ask are advertised to";
const BULK: &str = "the text repeats itself or goes to very many";
const FAKE: &str = "followers or reviews are sold";
const CURE: &str = "a cure that cannot be is sold";
const REACH: &str = "a private person's contact details are given away";
const NUMBER: &str = "a number is published that only thieves need";
const BUNDLE: &str = "several private details are published together or with a call to act on them";
const WHERE: &str = "a private person's whereabouts are given away";
const RECORDS: &str = "a private person's record is published";

const COMMENT: &[(&str, &str)] = &[("surface", "\"comment\"")];
const OWN: &[(&str, &str)] = &[("author.is_subject", "true")];

/// All families of these policies.
pub const FAMILIES: &[Family] = &[
    Family::violating(&["SP.1"], PROFIT)
        .says(
            "en",
            &[
                "[Guaranteed returns] of 300%, DM me to start.",
                "[Double your money] in a week, click here.",
                "[Passive income] from day one, join now on Telegram.",
                "[Risk-free profit] every morning, message me for the group.",
                "[Get rich quick] with my signals, register at {u}",
            ],
            SHOPS,
        )
        .weighs(32, 0.3)
        .disguised(),
    Family::violating(&["SP.1"], PROFIT)
        .says(
            "de",
            &["[Garantierte Rendite]! Klicke auf den Link.", "[Passives Einkommen], überweise nur 50 Euro."],
            NONE,
        )
        .weighs(6, 0.35),
    Family::violating(&["SP.1"], PROFIT)
        .says("es", &["[Ganancias garantizadas], haz clic aquí.", "[Duplica tu dinero], envía solo 50 euros."], NONE)
        .weighs(6, 0.35),
    Family::violating(&["SP.1"], PROFIT)
        .says("fr", &["[Rendement garanti], cliquez ici.", "[Doublez votre argent], contactez-moi."], NONE)
        .weighs(5, 0.35),
    Family::violating(&["SP.1"], PROFIT)
        .says("ru", &["[Гарантированный доход], пишите в личку.", "[Быстрый заработок], переведите 500 рублей."], NONE)
        .weighs(5, 0.35),
    Family::violating(&["SP.1"], PROFIT)
        .says("ar", &["[أرباح مضمونة] تواصل معنا", "[ضاعف أموالك] أرسل الآن"], NONE)
        .weighs(4, 0.4),
    Family::violating(&["SP.1"], PROFIT)
        .says("zh", &["[稳赚不赔]，加微信", "[保证收益]，点击这里"], NONE)
        .weighs(4, 0.4),
    Family::violating(&["SP.2"], PRIZE)
        .says(
            "en",
            &[
                "[You have won] the jackpot, pay the release fee today.",
                "[Claim your prize] at {x}",
                "[Unclaimed inheritance] waits for you, contact the lawyer.",
                "[Lucky winner], click here for the car.",
            ],
            SHOPS,
        )
        .weighs(20, 0.3),
    Family::violating(&["SP.3"], PHISH)
        .says(
            "en",
            &[
                "Your [account has been locked]. Enter your password at {x}",
                "Your [parcel is on hold], see {x}",
                "[Unusual activity] on your card. Confirm your card details at {x}",
                "[Verify your account]: reply with your password.",
            ],
            SHOPS,
        )
        .weighs(24, 0.3),
    Family::violating(&["SP.3"], PHISH)
        .says("de", &["Ihr [Konto wurde gesperrt], Passwort bestätigen: {x}"], SHOPS)
        .weighs(4, 0.35),
    Family::violating(&["SP.4"], ROMANCE)
        .says(
            "en",
            &[
                "[My love for you is] real, please send me 200 dollars.",
                "I am [stuck abroad], my dear, wire me the money for a bed.",
                "The [hospital bill] is high, send gift cards, my love.",
            ],
            NONE,
        )
        .weighs(14, 0.45),
    Family::violating(&["SP.5"], COINS)
        .says(
            "en",
            &[
                "Send 1 [bitcoin] and receive back 2, our giveaway ends soon.",
                "Deposit [crypto] here and get back twice.",
            ],
            NONE,
        )
        .weighs(12, 0.35),
    Family::violating(&["SP.6"], PITCH)
        .says("en", &["[Check out my] shop {u}", "[Use my code] TEA10 at {u}", "[Shop now]: {u}"], SHOPS)
        .with(COMMENT)
        .weighs(22, 0.45),
    Family::violating(&["SP.7"], BULK)
        .says(
            "en",
            &[
                "JOIN US JOIN US JOIN US JOIN US JOIN US",
                "{u} {u} {u} {u} {u}",
                "sale sale sale sale sale sale sale sale sale",
            ],
            SHOPS,
        )
        .bare()
        .weighs(12, 0.35),
    Family::violating(&["SP.7"], BULK)
        .says(
            "en",
            &["Big news for all of you, the market opens on Sunday.", "Dear neighbours, the choir is looking for you."],
            NONE,
        )
        .with(&[("surface", "\"message\""), ("recipients", "800")])
        .weighs(10, 0.5),
    Family::violating(&["SP.8"], FAKE)
        .says(
            "en",
            &[
                "[Buy followers] here, DM me.",
                "[10k followers] for $9, today only.",
                "[Five-star reviews for sale], contact us.",
            ],
            NONE,
        )
        .weighs(14, 0.35),
    Family::violating(&["SP.9"], CURE)
        .says(
            "en",
            &[
                "This [secret remedy] heals all, order at {u}",
                "[Lose 10 kg] by Friday, message me.",
                "It [cures cancer], only $40 a bottle.",
            ],
            SHOPS,
        )
        .weighs(16, 0.4),
    Family::fine("SP.1", "the author warns others of a scam")
        .says(
            "en",
            &[
                "Beware of anyone who promises [guaranteed returns], it is fraud.",
                "[Double your money]? A scam, says my bank. Never send anything.",
            ],
            NONE,
        )
        .weighs(18, 0.5),
    Family::fine("SP.1", "money is talked about without a demand")
        .says(
            "en",
            &[
                "I doubled my savings in ten years, with patience.",
                "The book has a chapter on [passive income].",
                "Our bank raised the fee again.",
            ],
            NONE,
        )
        .weighs(18, 0.35),
    Family::fine("SP.3", "somebody asks for help with an account")
        .says(
            "en",
            &[
                "I forgot my [password], can somebody help?",
                "[Account is locked]? See http://help.example/locked for the steps.",
            ],
            NONE,
        )
        .weighs(14, 0.45),
    Family::fine("SP.4", "friends help each other out")
        .says(
            "en",
            &[
                "I am [stuck abroad], can you send 50 until Monday, I owe you one.",
                "The [hospital bill] came, can you lend me money for a week?",
            ],
            NONE,
        )
        .with(&[("target.friend", "true")])
        .by("friends")
        .weighs(10, 0.6),
    Family::fine("SP.6", "the author answers a question or posts on their own page")
        .says(
            "en",
            &["You asked where the mug is from: [check out my] shop {u}", "Since you ask, [use my code] TEA10 at {u}"],
            SHOPS,
        )
        .with(COMMENT)
        .by("asked")
        .weighs(12, 0.55),
    Family::fine("SP.6", "a post on one's own page may advertise")
        .says("en", &["New mugs today, [check out my] shop {u}", "[Shop now], half the rugs are gone: {u}"], SHOPS)
        .with(&[("surface", "\"post\"")])
        .weighs(12, 0.5),
    Family::fine("SP.7", "readers subscribed and can leave")
        .says(
            "en",
            &[
                "Garden news of November: prune the roses. Unsubscribe at the foot.",
                "Choir letter number nine, thanks for reading. Unsubscribe below.",
            ],
            NONE,
        )
        .with(&[("surface", "\"message\""), ("recipients", "800")])
        .by("newsletter")
        .weighs(10, 0.5),
    Family::fine("SP.2", "a real raffle asks for nothing")
        .says("en", &["The raffle is over, the cake goes to Kim.", "You won the quiz last night, bravo."], NONE)
        .weighs(10, 0.4),
    Family::violating(&["PV.1"], REACH)
        .says(
            "en",
            &[
                "[Her number] is {p}",
                "[His address] is {a}, second floor.",
                "[Call her] on {p}",
                "[Her email] is {e}",
                "He [lives at] {a}",
            ],
            NUMBERS,
        )
        .weighs(26, 0.4),
    Family::violating(&["PV.1"], REACH).says("es", &["[Su número] es {p}"], NUMBERS).weighs(4, 0.45),
    Family::violating(&["PV.1"], REACH).says("fr", &["[Son numéro] : {p}"], NUMBERS).weighs(4, 0.45),
    Family::violating(&["PV.2"], NUMBER)
        .says(
            "en",
            &[
                "The card is 4111 1111 1111 1111, have fun.",
                "Pay it to DE89 3704 0044 0532 0130 00 and be quick.",
                "The social is 123-45-6789 lol",
            ],
            NONE,
        )
        .weighs(16, 0.35),
    Family::violating(&["PV.3"], BUNDLE)
        .says(
            "en",
            &[
                "{a}, you [know what to do].",
                "{e} and {p}, that is {n} for you.",
                "{n} again: {p}, let us [pay him a visit].",
            ],
            NUMBERS,
        )
        .weighs(18, 0.35),
    Family::violating(&["PV.4"], WHERE)
        .says(
            "en",
            &[
                "[She just left] the gym on the corner.",
                "[Her kids go to] the school by the river.",
                "He [walks home alone] after the late shift.",
                "{n} [leaves the house at] six, alone.",
            ],
            NUMBERS,
        )
        .weighs(18, 0.45),
    Family::violating(&["PV.5"], RECORDS)
        .says(
            "en",
            &[
                "Her [passport number] is X1234567.",
                "Leaked: his [medical record], page two.",
                "His [test results] attached, read for yourself.",
            ],
            NONE,
        )
        .weighs(14, 0.45),
    Family::violating(&["PV.6"], RECORDS)
        .says(
            "en",
            &["All of them: http://paste.example/leak/42", "The staff list is at http://files.example/dump7"],
            NONE,
        )
        .weighs(10, 0.4),
    Family::fine("PV.1", "the number is that of a business")
        .says("en", &["[His number] at the press desk is {p}", "[Her number] at the ticket office is {p}"], NUMBERS)
        .by("business")
        .weighs(14, 0.5),
    Family::fine("PV.1", "the author gives their own details")
        .says(
            "en",
            &[
                "Ring me on {p}, [her number] is on the other card: mine.",
                "My brother [lives at] {a} and so do I, drop in.",
            ],
            NUMBERS,
        )
        .with(OWN)
        .by("own")
        .weighs(12, 0.6),
    Family::fine("PV.2", "the number is no card and no account")
        .says(
            "en",
            &[
                "Ticket 123-456 is ready at the desk.",
                "Order 4111 1111 1111 1112 came without the lid.",
                "The recipe is on page 214.",
            ],
            NONE,
        )
        .weighs(14, 0.45),
    Family::fine("PV.4", "the appearance was announced")
        .says("en", &["The [singer just arrived] at the hotel, the concert was announced for nine."], NONE)
        .with(&[("target.kind", "\"public_figure\"")])
        .by("announced")
        .weighs(8, 0.55),
    Family::fine("PV.5", "somebody asks about a document of their own")
        .says("en", &["I lost my passport at the lake, what now?", "How long does a driving licence take here?"], NONE)
        .weighs(12, 0.35),
    Family::fine("PV.6", "a leak is reported without a link to it")
        .says(
            "en",
            &[
                "The leak was reported on Monday, the ministry says sorry.",
                "There is a leak in the kitchen ceiling again.",
            ],
            NONE,
        )
        .weighs(12, 0.4),
];
