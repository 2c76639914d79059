//! Terms in the `plain`, `exact` and `misspelled` views.

use super::super::View::{Disguised, Exact, Misspelled, Plain};
use super::super::{Scan, TextProgram, View, domain_matches};
use super::{find, find_all, has};

#[test]
fn terms_match_whole_words() {
    assert!(!has("Scunthorpe", "cunt", Plain));
    assert!(!has("Scunthorpe", "cunt", Disguised));
    assert!(has("a cunt, he said", "cunt", Plain));
    assert!(!has("can't", "can", Plain));
    assert!(!has("hates", "hate", Disguised));
}

#[test]
fn case_width_ligatures_and_invisible_characters_are_evened_out() {
    assert_eq!(find("b\u{200b}ad", "bad", Plain), [("b\u{200b}ad".to_string(), Plain)]);
    assert_eq!(find("a ﬁght!", "fight", Plain), [("ﬁght".to_string(), Plain)]);
    assert_eq!(find("ＢＡＤ", "bad", Plain), [("ＢＡＤ".to_string(), Plain)]);
    assert_eq!(find("b\u{ad}ad b\u{feff}ad", "bad", Plain).len(), 2);
    assert!(has("STRASSE", "straße", Plain) && has("Straße", "STRASSE", Plain));
    assert!(has("ΣΊΣΥΦΟΣ", "σίσυφος", Plain));
    assert!(has("I can’t stand it", "can't stand", Plain) && has("I can't stand it", "can’t stand", Plain));
}

#[test]
fn diacritics_are_kept_in_plain_and_dropped_in_disguised() {
    assert!(!has("resumé", "resume", Plain));
    assert!(has("re\u{301}sume\u{301}", "résumé", Plain));
    assert_eq!(
        find("he re\u{301}sume\u{301}!", "resume", Disguised),
        [("re\u{301}sume\u{301}".to_string(), Disguised)]
    );
    assert!(has("resume", "résumé", Disguised));
    assert!(has("Zürich", "zurich", Disguised) && has("Kraków", "Krakow", Disguised) && has("Øre", "ore", Disguised));
}

#[test]
fn cyrillic_never_equals_latin_in_plain() {
    assert!(!has("СЛОВО власть", "slovo", Plain));
    assert!(!has("\u{440}\u{430}\u{443}", "pay", Plain));
    assert!(has("СЛОВО власть", "слово", Plain) && has("СЛОВО власть", "власть", Plain));
    assert!(!has("pay", "\u{440}\u{430}\u{443}", Plain));
}

#[test]
fn a_space_also_matches_hyphens_and_line_breaks() {
    for text in ["not human", "not-human", "not\nhuman", "not  \r\n  human", "not – human", "NOT\u{a0}HUMAN"] {
        assert_eq!(find(text, "not human", Plain), [(text.to_string(), Plain)], "{text:?}");
    }
    for text in ["not, human", "nothuman", "not\n\nhuman", "not a human", "not. Human"] {
        assert!(!has(text, "not human", Plain), "{text:?}");
    }
    for text in ["What a moss-eater.", "moss eaters", "MOSS-EATERS!"] {
        assert!(has(text, "moss-eater*", Plain), "{text}");
        assert!(has(text, "moss eater*", Disguised), "{text}");
    }
}

#[test]
fn a_star_continues_the_word() {
    assert_eq!(find("Parasites, parasitic, a parasite", "parasite*", Plain).len(), 2);
    assert_eq!(find("homophobic and phobic", "*phobic", Plain).len(), 2);
    assert_eq!(find("whathever", "*hath*", Plain), [("whathever".to_string(), Plain)]);
    assert_eq!(find("they scummed", "sc*", Plain), [("scummed".to_string(), Plain)]);
    assert!(has("grublin's", "grublin*", Plain));
    assert!(!has("a b", "*", Plain));
}

#[test]
fn symbols_of_a_term_must_be_there() {
    assert!(has("I use C++ daily", "c++", Plain) && !has("I use C daily", "c++", Plain));
    assert!(has("join #MeToo now", "#metoo", Plain) && !has("me too, metoo", "#metoo", Plain));
    assert_eq!(find("go 🔪 them", "🔪", Plain), [("🔪".to_string(), Plain)]);
    assert_eq!(find("I ❤️ it", "❤", Plain), [("❤".to_string(), Plain)]);
    assert!(has("and/or", "and/or", Plain) && !has("and or", "and/or", Plain));
    assert!(has("<3 you", "<3", Plain) && has("D.M. me", "d.m. me", Plain));
}

#[test]
fn exact_means_character_for_character() {
    assert!(has("US law", "US", Exact) && !has("us law", "US", Exact) && !has("let us", "US", Exact));
    assert!(!has("ﬁght", "fight", Exact) && has("ﬁght", "ﬁght", Exact));
    assert!(!has("b\u{200b}ad", "bad", Exact));
    assert!(has("UN-led, UNESCO", "UN*", Exact) && !has("unesco", "UN*", Exact));
}

#[test]
fn scripts_without_spaces_match_anywhere() {
    assert_eq!(find("我想杀人了", "杀人", Plain), [("杀人".to_string(), Plain)]);
    assert!(!has("杀了人", "杀人", Plain));
    assert_eq!(find("殺す気か", "殺す", Plain), [("殺す".to_string(), Plain)]);
    assert_eq!(find("เขาฆ่าคนแล้ว", "ฆ่าคน", Plain), [("ฆ่าคน".to_string(), Plain)]);
    assert_eq!(find("他是猪!", "猪", Plain), [("猪".to_string(), Plain)]);
    assert_eq!(find("用 VPN 翻墙", "vpn 翻墙", Plain), [("VPN 翻墙".to_string(), Plain)]);
    assert!(has("너는 바보야", "바보*", Plain) && !has("너는 바보야", "바보", Plain));
    assert!(has("バカだ", "バカ", Plain) && !has("アバカス", "バカ", Plain));
}

#[test]
fn misspelled_allows_one_slip_from_four_letters() {
    for text in ["haet", "htae", "ahte", "hte", "hae"] {
        assert_eq!(find(text, "hate", Misspelled), [(text.to_string(), Misspelled)], "{text}");
    }
    for text in ["hat", "ate", "hatte", "hatee", "heta", "teah", "hxte", "ht"] {
        assert!(!has(text, "hate", Misspelled), "{text}");
    }
    assert_eq!(find("hate", "hate", Misspelled), [("hate".to_string(), Plain)]);
    assert!(has("kll him", "kill", Misspelled) && !has("dei", "die", Misspelled));
    assert!(has("make me scik", "make me sick", Misspelled));
    assert!(has("disgsuting", "disgust*", Misspelled));
    assert!(!has("sit down", "drown", Misspelled), "an ordinary word is no slip");
    assert!(!has("in summer", "scum*", Misspelled), "short beginnings are not misspelled");
}

#[test]
fn views_stack_as_alternatives() {
    let terms = [("hate", Disguised), ("hate", Misspelled)];
    assert_eq!(find_all("I h a t e", &terms), [(0, "h a t e".to_string(), Disguised)]);
    assert_eq!(find_all("I haet", &terms), [(1, "haet".to_string(), Misspelled)]);
    let both = find_all("I hate", &terms);
    assert_eq!(both, [(0, "hate".to_string(), Plain), (1, "hate".to_string(), Plain)]);
}

#[test]
fn hits_are_sorted_by_start_then_longer_first_then_term() {
    let terms = [("double your", Plain), ("your money", Plain), ("double your money", Plain), ("double", Plain)];
    let numbers: Vec<usize> = find_all("double your money", &terms).into_iter().map(|(term, _, _)| term).collect();
    assert_eq!(numbers, [2, 0, 3, 1]);
    assert_eq!(find("ha ha ha", "ha ha", Plain).len(), 2);
}

#[test]
fn spans_are_exact_in_every_script() {
    let cases = [
        ("👨‍👩‍👧 grublin 👍🏽", "grublin"),
        ("e\u{301}té grublin", "grublin"),
        ("ﬃ grublin", "grublin"),
        ("привет, мир!", "мир"),
        ("قتل الرجل", "الرجل"),
        ("שלום עולם", "עולם"),
        ("नमस्ते दुनिया", "दुनिया"),
        ("我们是朋友", "朋友"),
        ("Ελλάδα μου", "μου"),
        ("안녕 세상", "세상"),
        ("ein Fußball, zwei", "fußball"),
    ];
    for (text, term) in cases {
        let found = find(text, term, Plain);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].0.to_lowercase(), term, "{text}");
        assert_eq!(find(text, term, Disguised)[0].0.to_lowercase(), term, "{text}");
    }
}

fn equal_in_view(text: &str, term: &str, view: View) -> bool {
    let mut builder = TextProgram::builder();
    builder.term(term, view);
    let mut scan = Scan::default();
    scan.read(&builder.build(), text);
    scan.hits().iter().any(|hit| scan.is_whole(hit.stretch()))
}

#[test]
fn a_whole_text_may_equal_a_term() {
    assert!(equal_in_view(" Paris. ", "paris", Plain) && !equal_in_view("in Paris", "paris", Plain));
    assert!(equal_in_view("p4r1s", "paris", Disguised) && equal_in_view("Parisian", "paris*", Plain));
    assert!(equal_in_view("US", "US", Exact) && !equal_in_view("us", "US", Exact));
}

#[test]
fn domains_match_their_subdomains() {
    assert!(domain_matches("example.org", "example.org") && domain_matches("www.Example.org", "example.org"));
    assert!(domain_matches("a.b.sho.rt.example", "sho.rt.example"));
    assert!(
        !domain_matches("notexample.org", "example.org") && !domain_matches("example.org.evil.test", "example.org")
    );
    assert!(!domain_matches("org", "example.org") && !domain_matches("example.org", ""));
}
