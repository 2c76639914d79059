//! Terms in the `disguised` view.

use super::super::View::{Disguised, Plain};
use super::{find, find_all, has};

fn only_disguised(text: &str, term: &str) -> String {
    let found = find(text, term, Disguised);
    assert_eq!(found.len(), 1, "{term:?} in {text:?}: {found:?}");
    assert_eq!(found[0].1, Disguised, "{term:?} in {text:?}");
    assert!(!has(text, term, Plain), "{term:?} in {text:?}");
    found[0].0.clone()
}

#[test]
fn digits_and_symbols_are_read_as_letters_inside_words() {
    for (text, term, found) in [
        ("those Veridians are verm1n", "vermin", "verm1n"),
        ("h4t3!", "hate", "h4t3"),
        ("what an a$$", "ass", "a$$"),
        ("k!ll them", "kill", "k!ll"),
        ("k1ll them", "kill", "k1ll"),
        ("ki11 them", "kill", "ki11"),
        ("v3rm1n!!!", "vermin", "v3rm1n"),
        ("@ss", "ass", "@ss"),
        ("p4r4s1tes", "parasite*", "p4r4s1tes"),
        ("f0llowers", "followers", "f0llowers"),
        ("€nglish gr€€d", "greed", "gr€€d"),
    ] {
        assert_eq!(only_disguised(text, term), found);
    }
    assert!(!has("455", "ass", Disguised) && !has("$100", "sioo", Disguised));
    assert!(!has("kiii", "kill", Disguised), "only signs are ambiguous");
    assert!(!has("he said hi!", "hil", Disguised), "a mark that ends a word is no letter");
    assert_eq!(find("is it 1 or 2", "i", Disguised), []);
}

#[test]
fn repeated_letters_are_collapsed() {
    for (text, term) in [
        ("haaate", "hate"),
        ("haaaaaaaaaaaaaaaaaaaaaaate", "hate"),
        ("haate", "hate"),
        ("hellllo", "hello"),
        ("killlll", "kill"),
        ("kiiiiilllll", "kill"),
        ("HAAATERRRS", "hater*"),
        ("aaaassss", "ass"),
        ("verrrmin", "vermin"),
    ] {
        assert_eq!(only_disguised(text, term), text);
    }
    assert!(has("hello", "hello", Disguised) && !has("helo", "hello", Disguised));
    assert!(!has("good", "god", Disguised), "two letters are two letters");
    assert!(!has("rapping", "raping", Disguised));
}

#[test]
fn spaced_letters_are_undone() {
    assert_eq!(only_disguised("I h a t e Kestrans", "hate"), "h a t e");
    assert_eq!(only_disguised("I h.a.t.e them", "hate"), "h.a.t.e");
    assert_eq!(only_disguised("h-a-t-e", "hate"), "h-a-t-e");
    assert_eq!(only_disguised("h_a_t_e", "hate"), "h_a_t_e");
    assert_eq!(only_disguised("h * a * t * e", "hate"), "h * a * t * e");
    assert_eq!(only_disguised("h 4 t 3 them", "hate"), "h 4 t 3");
    assert_eq!(only_disguised("I h a t e Kestrans", "hate kestran*"), "h a t e Kestrans");
    assert_eq!(only_disguised("н е н а в и ж у", "ненавижу"), "н е н а в и ж у");
    assert_eq!(only_disguised("d o u b l e  y o u r", "double your"), "d o u b l e  y o u r");
    assert_eq!(only_disguised("杀*人", "杀人"), "杀*人");
    assert!(!has("h a\n\nt e", "hate", Disguised), "a blank line parts");
    assert!(!has("what e", "hate", Disguised));
}

#[test]
fn dotted_and_digit_disguises_of_a_phrase_are_found() {
    let pitch = [("DM me", Disguised), ("passive income", Disguised), ("free followers", Disguised)];
    let found = find_all("D.M. m3 for free f0llowers", &pitch);
    assert_eq!(found, [(0, "D.M. m3".to_string(), Disguised), (2, "free f0llowers".to_string(), Disguised)]);
    assert_eq!(find_all("DM me for passive income", &pitch).len(), 2);
    assert!(find_all("I write about dms, me and passive voice", &pitch).is_empty());
}

#[test]
fn lookalikes_are_folded_in_words_that_mix_scripts_or_look_wholly_latin() {
    assert_eq!(only_disguised("buy by раураl today", "paypal"), "раураl");
    assert_eq!(only_disguised("п\u{430}y", "п\u{430}у"), "п\u{430}y");
    assert_eq!(only_disguised("vеrmin", "vermin"), "vеrmin");
    assert_eq!(only_disguised("\u{440}\u{430}\u{443}", "pay"), "\u{440}\u{430}\u{443}");
    assert_eq!(only_disguised("\u{3bd}ermin", "vermin"), "\u{3bd}ermin");
    assert_eq!(only_disguised("some verмin", "vermin*"), "verмin");
}

#[test]
fn words_of_other_scripts_stay_words_of_their_script() {
    for (text, term) in [("ненавижу всех", "ненавижу"), ("там вот кот", "вот"), ("все ёлки", "елки"), ("жыды", "жыды")]
    {
        assert!(has(text, term, Disguised), "{text}");
    }
    assert!(!has("вот там", "bot", Disguised) && !has("нет", "het", Disguised) && !has("cop", "сор", Disguised));
    assert!(has("كــلب", "كلب", Disguised) && has("كَلْب", "كلب", Disguised));
    assert!(!has("мой", "мои", Disguised), "й is a letter");
}

#[test]
fn other_letter_forms_are_folded() {
    assert!(has("𝓿𝓮𝓻𝓶𝓲𝓷 𝕧𝕖𝕣𝕞𝕚𝕟", "vermin", Plain));
    assert!(has("ᴠᴇʀᴍɪɴ", "vermin", Disguised));
    assert!(has("v\u{336}e\u{336}r\u{336}m\u{336}i\u{336}n\u{336}", "vermin", Disguised));
    assert_eq!(only_disguised("a v\u{336}e\u{336}rmin\u{336}!", "vermin"), "v\u{336}e\u{336}rmin\u{336}");
}

#[test]
fn what_other_tools_got_wrong() {
    assert!(has("b\u{200b}ad", "bad", Plain));
    assert!(has("ﬁght", "fight", Plain));
    assert!(has("СЛОВО власть", "власть", Disguised));
    assert_eq!(only_disguised("h3||0", "hello"), "h3||0");
    assert!(!has("ill", "iii", Disguised) && !has("modern", "modem", Disguised));
    assert!(has("free mone\u{200d}y f\u{200b}r\u{200d}ee", "free", Plain));
    assert!(has("с\u{443}кa", "сука", Disguised));
}
