//! Reading texts: every term of a pack in one pass, against one Aho-Corasick automaton over the same terms.
//!
//! The texts are generated from a seed: words of made-up vocabularies, about 184 bytes each, one in forty with a term in
//! it. The automaton folds ASCII case and checks word boundaries; it undoes no disguise and finds nothing in other case
//! outside ASCII, so its rows flatter it.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark")]

use std::hint::black_box;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use preceptor::engine::text::{Scan, TextProgram, View};

const TEXTS: usize = 500;
const TEXT_BYTES: usize = 184;
const TERMS: [usize; 4] = [100, 1_000, 10_000, 100_000];
/// Letters that syllables begin with, and letters that they end with; ideographs are words by themselves.
const SCRIPTS: [(&str, &str, &str); 3] =
    [("ascii", "bcdfghjklmnprstvwz", "aeiou"), ("cyrillic", "бвгдзклмнпрстфх", "аеиоуыюя"), ("cjk", "", "")];
/// Words that texts are made of, the first ones far more often.
const VOCABULARY: usize = 8_000;

/// A small generator of numbers (splitmix64), so that every run reads the same texts.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) % end as u64) as usize
    }

    /// Makes up a word of `least` to `least + 2` syllables.
    fn word(&mut self, script: usize, least: usize) -> String {
        let (_, heads, tails) = SCRIPTS[script];
        let letters = |letters: &'static str| letters.chars().collect::<Vec<char>>();
        let (heads, tails) = (letters(heads), letters(tails));
        let mut word = String::new();
        for _ in 0..least + self.below(3) {
            if heads.is_empty() {
                word.extend(char::from_u32(0x4e00 + self.below(2_500) as u32));
            } else {
                word.push(heads[self.below(heads.len())]);
                word.push(tails[self.below(tails.len())]);
                if self.below(3) == 0 {
                    word.push(heads[self.below(heads.len())]);
                }
            }
        }
        word
    }
}

fn vocabulary(script: usize) -> Vec<String> {
    let mut numbers = Numbers(3);
    (0..VOCABULARY).map(|_| numbers.word(script, 1)).collect()
}

fn terms(count: usize, script: usize) -> Vec<String> {
    let (mut numbers, vocabulary) = (Numbers(1), vocabulary(script));
    let mut term = |at: usize| match at % 10 {
        0..6 => numbers.word(script, 3),
        6..9 => format!("{} {}", vocabulary[numbers.below(VOCABULARY)], numbers.word(script, 2)),
        _ => format!("{}*", numbers.word(script, 3)),
    };
    (0..count).map(&mut term).collect()
}

fn texts(script: usize, terms: &[String]) -> Vec<String> {
    let (mut numbers, vocabulary) = (Numbers(2), vocabulary(script));
    let mut text = || {
        let mut text = String::new();
        while text.len() < TEXT_BYTES {
            match numbers.below(40 * 31) {
                0..31 => text.push_str(terms[numbers.below(terms.len())].trim_end_matches('*')),
                31..40 => text.push_str("l00k at @someone"),
                _ => {
                    // Zipf's law: the rank is the vocabulary to a random power.
                    let power = numbers.below(1 << 20) as f64 / f64::from(1 << 20);
                    text.push_str(&vocabulary[(VOCABULARY as f64).powf(power) as usize - 1]);
                }
            }
            text.push_str(match (script, numbers.below(12)) {
                (2, 1..) => "",
                (_, 0) => ", ",
                (_, 1) => ". I ",
                _ => " ",
            });
        }
        text
    };
    (0..TEXTS).map(|_| text()).collect()
}

fn mixed(sets: &[Vec<String>]) -> Vec<String> {
    // About a third outside ASCII, as in public posts.
    (0..TEXTS).map(|at| sets[[0, 1, 0, 2, 0, 0][at % 6]][at].clone()).collect()
}

fn peer(texts: &[String], search: &AhoCorasick) -> usize {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = |text: &str, start: usize, end: usize| {
        !word(text[..start].chars().next_back()) && !word(text[end..].chars().next())
    };
    let count =
        |text: &String| search.find_overlapping_iter(text).filter(|hit| whole(text, hit.start(), hit.end())).count();
    texts.iter().map(count).sum()
}

fn read(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(20);
    for count in TERMS {
        let lists: Vec<Vec<String>> = (0..3).map(|script| terms(count, script)).collect();
        let mut sets: Vec<Vec<String>> = (0..3).map(|script| texts(script, &lists[script])).collect();
        sets.push(mixed(&sets));
        let names = ["ascii", "cyrillic", "cjk", "mixed"];
        for (name, (at, texts)) in names.iter().zip(sets.iter().enumerate()) {
            let all: Vec<&String> =
                if at < 3 { lists[at].iter().collect() } else { lists.iter().flatten().step_by(3).collect() };
            group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
            for view in [View::Plain, View::Disguised] {
                let mut builder = TextProgram::builder();
                all.iter().for_each(|term| _ = builder.term(term, view));
                let (program, mut scan) = (builder.build(), Scan::default());
                group.bench_function(BenchmarkId::new(format!("{name}/{view:?}"), count), |bencher| {
                    bencher.iter(|| {
                        for text in texts {
                            scan.read(&program, black_box(text));
                            black_box(scan.hits().len());
                        }
                    });
                });
            }
            let kind = if count <= 1_000 { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
            let patterns = all.iter().map(|term| term.trim_end_matches('*'));
            let search = AhoCorasick::builder().kind(Some(kind)).ascii_case_insensitive(true).build(patterns).unwrap();
            group.bench_function(BenchmarkId::new(format!("{name}/aho-corasick"), count), |bencher| {
                bencher.iter(|| black_box(peer(black_box(texts), &search)));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
