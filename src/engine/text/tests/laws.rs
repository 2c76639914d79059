//! Laws that hold on any text.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::super::words::Words;
use super::super::{Scan, TextProgram, View, Which, properties};
use super::find;

/// Bits of text in many scripts, with much that is awkward.
fn text() -> impl Strategy<Value = String> {
    let bits = prop_oneof![
        "[a-c]{1,3}",
        "[a-zA-Z]{1,8}",
        "[0-9]{1,3}",
        "[ -~]{1,4}",
        "[а-яё]{1,6}",
        "[α-ω]{1,5}",
        "[ا-ي]{1,5}",
        "[一-丿]{1,4}",
        "[ぁ-ん]{1,3}",
        "[ァ-ヴー]{1,3}",
        "[가-힣]{1,3}",
        "[ก-ฮ]{1,4}",
        "[א-ת]{1,4}",
        "[अ-ह][ा-्]?",
        "[\u{300}-\u{36f}]{1,2}",
        "[ \n\t.,'’\"“”_:;$@!-]{1,3}",
        "\u{200b}|\u{200d}|\u{ad}|\u{fe0f}|\u{feff}",
        "[ﬀ-ﬆＡ-ｚⓐ-ⓩ]{1,3}",
        "[😀-😏]|👨‍👩‍👧|❤️|🇺🇸",
        "\\PC{1,3}",
        Just(" ".to_string()),
        Just(" ".to_string()),
        Just("\r\n".to_string()),
        Just("\n\n".to_string()),
    ];
    prop::collection::vec(bits, 0..12).prop_map(|bits| bits.concat())
}

fn read(text: &str) -> Words {
    let mut words = Words::default();
    words.read(text);
    words
}

fn view() -> impl Strategy<Value = View> {
    prop_oneof![Just(View::Exact), Just(View::Plain), Just(View::Disguised), Just(View::Misspelled)]
}

/// Texts on which folding changes neither the letters nor where words end.
fn is_settled(text: &str) -> bool {
    // U+0345 is a mark whose folded form is a letter.
    let visible = !text.contains('\u{345}') && !text.chars().any(super::super::glyphs::is_ignorable);
    visible && text.nfkc().eq(text.chars()) && !text.contains(['’', '“', '”', '‘', '„', 'ʼ', '´'])
}

#[test]
fn a_letter_that_may_be_half_of_another_stands_alone_after_a_sign() {
    for (text, start) in
        [(":\u{16d67}", 1), (":\u{1161}", 1), ("\u{1100}\u{1161}\u{11a8}", 0), ("\u{16d67}\u{16d67}", 0)]
    {
        let words = read(text);
        let found: Vec<(u32, u32)> = words.tokens.iter().map(|token| (token.start, token.end)).collect();
        assert_eq!(found, [(start, text.len() as u32)], "{text:?}");
    }
}

#[test]
fn what_stands_before_a_lone_underscore_is_no_part_of_the_next_word() {
    for text in ["|_'Ab ", "$_'ab", "!_.ab"] {
        let (ascii, mixed) = (read(text), read(&format!("{text} \u{e9}")));
        assert!(!ascii.tokens[0].odd && !mixed.tokens[0].odd, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn words_are_those_of_unicode(text in text()) {
        prop_assume!(is_settled(&text));
        // Signs that Unicode joins like letters, such as tone bars, are words to us even where they stand alone.
        let is_word = |word: &str| word.chars().any(|c| c.is_alphanumeric() && !is_combining_mark(c));
        let place = |(at, word): (usize, &str)| (at as u32, (at + word.len()) as u32);
        let wanted: Vec<(u32, u32)> = text.unicode_word_indices().filter(|(_, word)| is_word(word)).map(place).collect();
        let found = read(&text).tokens.iter().map(|token| (token.start, token.end)).collect::<Vec<_>>();
        let found: Vec<(u32, u32)> =
            found.into_iter().filter(|(from, to)| is_word(&text[*from as usize..*to as usize])).collect();
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn both_paths_read_ascii_alike(text in "[ -~\n\r\t]{0,40}") {
        let (ascii, mixed) = (read(&text), read(&format!("{text} \u{e9}tude")));
        let show = |words: &Words, count: usize| -> Vec<_> {
            let tokens = words.tokens.iter().take(count);
            tokens.map(|t| (t.start, t.end, t.hash, t.gap, t.odd, words.word(t).to_vec())).collect()
        };
        prop_assert_eq!(mixed.tokens.len(), ascii.tokens.len() + 1);
        prop_assert_eq!(show(&ascii, usize::MAX), show(&mixed, ascii.tokens.len()));
        prop_assert_eq!(&ascii.blank_lines, &mixed.blank_lines);
    }

    #[test]
    fn places_are_on_boundaries_of_characters(text in text(), terms in prop::collection::vec(("[a-c]{1,3}\\*?|[а-я]{1,3}|[一-丿]{1,2}", view()), 1..6)) {
        let mut builder = TextProgram::builder();
        for (term, view) in &terms {
            builder.term(term, *view);
        }
        let regex = builder.regex(r"\w\W", View::Disguised).unwrap();
        let program = builder.build();
        let mut scan = Scan::default();
        scan.read(&program, &text);
        let mut hits = scan.hits().to_vec();
        prop_assert!(hits.windows(2).all(|pair| (pair[0].start, std::cmp::Reverse(pair[0].end), pair[0].which) < (pair[1].start, std::cmp::Reverse(pair[1].end), pair[1].which)));
        hits.extend(scan.regex(&program, &text, regex));
        for hit in hits {
            prop_assert!(hit.start < hit.end);
            prop_assert!(text.get(hit.start as usize..hit.end as usize).is_some());
        }
    }

    #[test]
    fn a_planted_term_is_found_where_it_stands(
        before in text(),
        after in text(),
        term in "[a-z]{4,8}|[а-я]{3,8}|[ا-ي]{3,6}|[α-ω]{3,6}|[a-z]{3,6}[ -][a-z]{3,6}|[ぁ-ん一-丿]{2,5}|[가-힣]{2,4}",
        view in view(),
    ) {
        // A final sigma is folded with its kind.
        prop_assume!(is_settled(&term));
        let text = format!("{before}, {term}. {after}");
        let start = before.len() + 2;
        let found = scan_places(&text, &term, view);
        prop_assert!(found.contains(&(start as u32, (start + term.len()) as u32)), "{term:?} in {text:?}: {found:?}");
    }

    #[test]
    fn a_disguised_term_is_found_where_it_stands(before in text(), after in text(), term in "[b-df-hj-np-rt-z]?(ha|ve|si|mo|ka|te){2,4}", how in 0..7_usize) {
        let disguise = disguise(&term, how);
        let text = format!("{before}, ({disguise}), {after}");
        let start = before.len() + 3;
        let found = scan_places(&text, &term, View::Disguised);
        prop_assert!(found.contains(&(start as u32, (start + disguise.len()) as u32)), "{term:?} in {text:?}: {found:?}");
    }

    #[test]
    fn scanning_finds_what_looking_word_by_word_finds(
        text in "([ab]{1,3}[ .\n-]{0,2}){0,12}",
        terms in prop::collection::vec("\\*?[ab]{1,3}( [ab]{1,2}){0,2}\\*?", 1..20),
    ) {
        let mut builder = TextProgram::builder();
        let ids: Vec<_> = terms.iter().map(|term| builder.term(term, View::Plain)).collect();
        let mut scan = Scan::default();
        scan.read(&builder.build(), &text);
        for (term, id) in terms.iter().zip(ids) {
            let found: Vec<_> = scan.hits().iter().filter(|hit| hit.which == Which::Term(id)).map(|hit| (hit.start, hit.end)).collect();
            prop_assert_eq!(found, naive(&text, term), "{:?} in {:?}", term, text);
        }
    }

    #[test]
    fn properties_answer_on_any_text(text in text()) {
        prop_assert_eq!(properties::words(&text), u64::from(count(&text)));
        let share = |share: Option<f64>| share.is_none_or(|share| (0.0..=1.0).contains(&share));
        prop_assert!(share(properties::caps_share(&text)) && share(properties::repeat_share(&text)));
        prop_assert!(properties::urls(&text).iter().all(|link| link.url.contains(link.path)));
        prop_assert!(properties::emoji(&text) + properties::hashtags(&text).len() as u64 <= properties::length(&text));
    }
}

fn count(text: &str) -> u32 {
    let mut scan = Scan::default();
    scan.read(&TextProgram::default(), text);
    scan.word_count()
}

fn scan_places(text: &str, term: &str, view: View) -> Vec<(u32, u32)> {
    let mut builder = TextProgram::builder();
    builder.term(term, view);
    let mut scan = Scan::default();
    scan.read(&builder.build(), text);
    scan.hits().iter().map(|hit| (hit.start, hit.end)).collect()
}

fn disguise(term: &str, how: usize) -> String {
    let swap = |pairs: &[(char, &str)]| -> String {
        let read = |c: char| pairs.iter().find(|(from, _)| *from == c).map_or(c.to_string(), |(_, to)| to.to_string());
        term.chars().map(read).collect()
    };
    match how {
        0 => swap(&[('e', "3"), ('o', "0"), ('i', "1"), ('a', "@")]),
        1 => swap(&[('e', "е"), ('o', "о"), ('a', "а")]),
        2 => term.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" "),
        3 => term.chars().map(|c| c.to_string()).collect::<Vec<_>>().join("."),
        4 => swap(&[('a', "aaaa"), ('e', "eee"), ('s', "ssss"), ('i', "iiii"), ('o', "ooo")]),
        5 => swap(&[('e', "é"), ('a', "a\u{301}"), ('i', "ï"), ('o', "ö")]),
        _ => term.chars().map(|c| c.to_string()).collect::<Vec<_>>().join("\u{200b}"),
    }
}

/// Looks for a term of ASCII words one word after the other.
fn naive(text: &str, term: &str) -> Vec<(u32, u32)> {
    let (open_start, open_end) = (term.starts_with('*'), term.ends_with('*'));
    let wanted: Vec<&str> = term.trim_matches('*').split(' ').collect();
    let words: Vec<(usize, &str)> = text.unicode_word_indices().collect();
    let mut out = Vec::new();
    for window in words.windows(wanted.len()) {
        let last = wanted.len() - 1;
        let word = |(at, ((_, found), wanted)): (usize, (&(usize, &str), &&str))| match (
            open_start && at == 0,
            open_end && at == last,
        ) {
            (true, true) => found.contains(*wanted),
            (true, false) => found.strip_suffix(*wanted).is_some(),
            (false, true) => found.strip_prefix(*wanted).is_some(),
            (false, false) => found == wanted,
        };
        let gap = |pair: &[(usize, &str)]| {
            let gap = &text[pair[0].0 + pair[0].1.len()..pair[1].0];
            gap.chars().all(|c| matches!(c, ' ' | '-' | '\n')) && !gap.replace([' '], "").contains("\n\n")
        };
        if window.iter().zip(&wanted).enumerate().all(word) && window.windows(2).all(gap) {
            let (start, end) = (window[0].0, window[last].0 + window[last].1.len());
            out.push((start as u32, end as u32));
        }
    }
    out
}

#[test]
fn scanning_gives_memory_back_after_a_huge_text() {
    let mut scan = Scan::default();
    let program = TextProgram::default();
    scan.read(&program, &"word ".repeat(200_000));
    assert_eq!(scan.word_count(), 200_000);
    scan.read(&program, "short");
    assert_eq!(scan.word_count(), 1);
    assert!(find(&"a ".repeat(100_000), "aaa b", View::Disguised).is_empty());
}

#[test]
fn a_mark_upon_a_hebrew_words_last_apostrophe_belongs_to_the_word() {
    let places: Vec<(u32, u32)> = read("א'\u{dd6}").tokens.iter().map(|token| (token.start, token.end)).collect();
    assert_eq!(places, [(0, 6)]);
}

#[test]
fn folding_a_text_is_compatibility_folding() {
    use caseless::Caseless;
    let letters = "aeoKAäßſﬁ가ㄱᄀкиІЯかハカקשאا";
    let marks = "\u{301}\u{308}\u{323}\u{3099}\u{ff9e}\u{1161}\u{11a8}\u{653}\u{5b0}\u{345}\u{327}";
    for letter in letters.chars() {
        for first in marks.chars() {
            for second in std::iter::once(None).chain(marks.chars().map(Some)) {
                let text: String = [Some(letter), Some(first), second, Some('x')].into_iter().flatten().collect();
                let mut folded = String::new();
                super::super::glyphs::fold_text(&text, |c, _, _, _| folded.push(c));
                let wanted: String = text.nfkc().default_case_fold().nfkc().collect();
                assert_eq!(folded, wanted, "{:?}", text.escape_unicode().to_string());
            }
        }
    }
}

#[test]
fn every_character_folds_and_joins_as_its_definition_says() {
    use caseless::Caseless;
    for c in ('\0'..=char::MAX).filter(|c| !super::super::glyphs::is_ignorable(*c)) {
        let mut folded = String::new();
        super::super::glyphs::fold_text(c.encode_utf8(&mut [0; 4]), |c, _, _, _| folded.push(c));
        if folded.contains(['\'', '"']) {
            continue; // straightened
        }
        let wanted: String = std::iter::once(c).nfkc().default_case_fold().nfkc().collect();
        let visible: String = wanted.chars().filter(|c| !super::super::glyphs::is_ignorable(*c)).collect();
        assert_eq!(folded, visible, "{:?}", c.escape_unicode().to_string());
    }
    // The large blocks that are not looked up: syllables join, ideographs do not.
    for c in ('\u{3400}'..='\u{9fff}').chain('\u{ac00}'..='\u{d7a3}').chain('\u{20000}'..='\u{2a6df}') {
        let parts = format!("{c}{c}").unicode_words().count();
        let words = read(&format!("{c}{c}")).tokens.len();
        assert!(!c.is_alphanumeric() || parts == words, "{:?}", c.escape_unicode().to_string());
    }
}
