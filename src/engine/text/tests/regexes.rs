//! Regexes and built-in patterns.

use super::super::{StandardPattern, TextProgram, View};
use super::run;

fn regex(text: &str, pattern: &str, view: View) -> Vec<String> {
    run(text, |builder| builder.regex(pattern, view).unwrap())
}

fn standard(text: &str, pattern: StandardPattern) -> Vec<String> {
    run(text, |builder| builder.standard(pattern, View::Plain))
}

#[test]
fn regexes_run_on_the_text_of_their_view() {
    assert_eq!(regex("Download invoice.EXE now", r"\b\w+\.(exe|scr|apk)\b", View::Plain), ["invoice.EXE"]);
    assert_eq!(regex("ＡＢＣ-12 ﬁn", r"abc-\d+ fin", View::Plain), ["ＡＢＣ-12 ﬁn"]);
    assert!(regex("abc", "ABC", View::Exact).is_empty());
    assert_eq!(regex("don’t", "don't", View::Plain), ["don’t"]);
    assert_eq!(regex("don't", "don’t", View::Plain), ["don't"]);
    assert_eq!(regex("Straße", "straße", View::Plain), ["Straße"]);
    assert_eq!(regex("v3rm1n are veeermin", r"verm\w+", View::Disguised), ["v3rm1n", "veeermin"]);
    assert_eq!(regex("k i l l", "kill", View::Disguised), ["k i l l"]);
    assert_eq!(regex("concatenate", "cat", View::Plain), ["cat"]);
    assert!(regex("abc", "x*", View::Plain).is_empty());
    assert_eq!(regex("ticket 078-05-1120, 123-456", r"\b\d{3}-\d{2}-\d{4}\b", View::Plain), ["078-05-1120"]);
    assert_eq!(regex("hi @you", r"@\w+", View::Plain), ["@you"]);
}

#[test]
fn a_regex_is_run_whatever_its_required_words_look_like() {
    for (text, pattern) in [
        ("KILL", "kill"),
        ("ab", "(?:ab|cd)e?"),
        ("x1y", r"x\d?y?"),
        ("naïve", "NAÏVE"),
        ("a.b", r"a\.b"),
        ("٣٤", r"\d{2}"),
        ("aaa", "a{3}"),
        ("foo bar", "(foo) (bar|baz)"),
        ("Ǆ!", "ǆ!"),
        ("café", "caf(?:é|e)"),
        ("k", "[k]"),
        ("ſ", "s"),
    ] {
        assert!(!regex(text, pattern, View::Plain).is_empty(), "{pattern} in {text}");
    }
}

#[test]
fn hits_are_kept_apart_by_text_and_regex() {
    let mut builder = TextProgram::builder();
    let (cat, dog) = (builder.regex("cat", View::Plain).unwrap(), builder.regex("dog", View::Plain).unwrap());
    assert_eq!(builder.regex("cat", View::Plain).unwrap(), cat);
    let program = builder.build();
    let mut scan = super::Scan::default();
    for (text, cats, dogs) in [("cat dog cat", 2, 1), ("dog", 0, 1), ("", 0, 0), ("cät cat", 1, 0)] {
        scan.read(&program, text);
        for _ in 0..2 {
            assert_eq!(scan.regex(&program, text, cat).len(), cats, "{text}");
            assert_eq!(scan.regex(&program, text, dog).len(), dogs, "{text}");
        }
    }
}

#[test]
fn what_could_take_forever_is_refused_with_advice() {
    for (pattern, words) in [
        ("(?=x)", "look-around is refused"),
        ("(?<!x)y", "look-around is refused"),
        (r"(a)\1", "back-references are refused"),
        (r"(\pL{500}){500}", "too large"),
        ("(", "unclosed group"),
        (&"(".repeat(1_000), "unclosed"),
    ] {
        let error = TextProgram::builder().regex(pattern, View::Plain).unwrap_err();
        assert!(error.message.contains(words), "{pattern}: {error}");
        assert!(!error.message.contains('\n'), "{error}");
    }
    let nested = format!("{}x{}", "(".repeat(200), ")".repeat(200));
    assert!(TextProgram::builder().regex(&nested, View::Plain).unwrap_err().message.contains("nested"));
    let text = "a".repeat(100_000);
    assert!(regex(&text, "(a+)+b", View::Plain).is_empty());
}

#[test]
fn phone_numbers() {
    for text in [
        "Her number is +1 202 555 0143.",
        "(202) 555-0143",
        "555-0143",
        "2025550143",
        "0171 1234567",
        "+49 171 1234567",
        "030/1234567",
    ] {
        assert_eq!(standard(text, StandardPattern::Phone).len(), 1, "{text}");
    }
    assert_eq!(standard("ring +1 202 555 0143, now", StandardPattern::Phone), ["+1 202 555 0143"]);
    for text in [
        "ticket 123-456",
        "2026-11-22",
        "1990-1995",
        "10,000,000",
        "1 000 000",
        "192.168.10.100",
        "078-05-1120",
        "4111 1111 1111 1111",
        "3.14159265",
        "id 1234567",
        "11/22/2026",
        "$1000000000",
        "12 Elm Street",
    ] {
        assert!(standard(text, StandardPattern::Phone).is_empty(), "{text}");
    }
}

#[test]
fn emails() {
    assert_eq!(standard("write to jo@mail.example or ring", StandardPattern::Email), ["jo@mail.example"]);
    assert_eq!(standard("Jo.Doe+x@Sub.Mail.example.", StandardPattern::Email), ["Jo.Doe+x@Sub.Mail.example"]);
    assert_eq!(standard("jo [at] mail [dot] example", StandardPattern::Email), ["jo [at] mail [dot] example"]);
    for text in ["@jo hi", "jo@mail", "a @ b.c", "look at mail.example"] {
        assert!(standard(text, StandardPattern::Email).is_empty(), "{text}");
    }
}

#[test]
fn card_numbers_pass_their_checksum() {
    assert_eq!(standard("card 4111 1111 1111 1111", StandardPattern::CardNumber), ["4111 1111 1111 1111"]);
    assert_eq!(standard("5500-0000-0000-0004!", StandardPattern::CardNumber).len(), 1);
    assert_eq!(standard("no 1234 4111 1111 1111 1111", StandardPattern::CardNumber), ["4111 1111 1111 1111"]);
    for text in ["card 4111 1111 1111 1112", "4444 4444 4444 4444", "0000000000000000", "ticket 123-456", "4111 1111"] {
        assert!(standard(text, StandardPattern::CardNumber).is_empty(), "{text}");
    }
}

#[test]
fn account_numbers_pass_their_checksum() {
    assert_eq!(
        standard("IBAN de89 3704 0044 0532 0130 00 is mine", StandardPattern::Iban),
        ["de89 3704 0044 0532 0130 00"]
    );
    assert_eq!(standard("GB82WEST12345698765432.", StandardPattern::Iban).len(), 1);
    for text in ["DE89 3704 0044 0532 0130 01", "XX89 3704 0044 0532 0130 00", "AB12 is my flat"] {
        assert!(standard(text, StandardPattern::Iban).is_empty(), "{text}");
    }
}

#[test]
fn street_addresses() {
    assert_eq!(standard("12 Elm Street, Springfield, you know", StandardPattern::StreetAddress), ["12 Elm Street"]);
    for text in [
        "at 221b baker street",
        "1600 Pennsylvania Ave",
        "Hauptstraße 12",
        "12 rue de Rivoli",
        "Calle Mayor 5",
        "7 Old Mill Road",
    ] {
        assert_eq!(standard(text, StandardPattern::StreetAddress).len(), 1, "{text}");
    }
    for text in
        ["5 people on the road", "a 20 minute drive", "2 close friends", "ticket 123-456", "3 ways", "the 1 way street"]
    {
        assert!(standard(text, StandardPattern::StreetAddress).is_empty(), "{text}");
    }
}

#[test]
fn amounts_of_money() {
    for (text, found) in [
        ("only $10.", "$10"),
        ("€ 1.000,50 each", "€ 1.000,50"),
        ("10,000 USD", "10,000 USD"),
        ("5 euros", "5 euros"),
        ("£3m deal", "£3m"),
        ("2 million dollars", "2 million dollars"),
        ("EUR 20", "EUR 20"),
        ("100₽", "100₽"),
    ] {
        assert_eq!(standard(text, StandardPattern::Money), [found], "{text}");
    }
    for text in ["Guaranteed 10,000 new followers overnight!", "in 2026", "5 apples", "$"] {
        assert!(standard(text, StandardPattern::Money).is_empty(), "{text}");
    }
}

#[test]
fn built_in_patterns_compile_in_every_view() {
    for (pattern, name) in StandardPattern::NAMES {
        for view in [View::Exact, View::Plain, View::Disguised, View::Misspelled] {
            assert_ne!(TextProgram::builder().standard(pattern, view).0, u32::MAX, "{name}");
        }
    }
}
