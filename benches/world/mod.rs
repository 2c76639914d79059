//! A seeded world to measure in: a pack of so many clauses and terms, and a corpus in which few items match.
//!
//! Clauses: 40 % look for a list, 20 % for a regular expression, 20 % compare scores, 20 % need a list, a score and a
//! decision at once. Texts: about 30 words, a third with letters beyond ASCII, 2.5 % with a planted term and 0.5 % with
//! a disguised one. Words are made up from syllables, so that no real text is needed.

pub mod floor;

use std::fmt::Write;

/// A small generator of the xorshift family: the world must be the same on every machine.
pub struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize) % limit.max(1)
    }
}

const LATIN: [&str; 24] = [
    "ka", "ro", "mi", "ten", "sal", "ver", "do", "lin", "pa", "zu", "chi", "bor", "eth", "um", "ra", "nes", "gol",
    "fi", "ster", "and", "ing", "per", "mo", "la",
];
const CYRILLIC: [&str; 10] = ["ка", "ро", "ми", "тен", "сал", "вер", "до", "лин", "па", "зу"];
const ACCENTED: [&str; 8] = ["é", "ña", "ße", "çu", "ör", "àn", "ül", "ê"];

fn word(dice: &mut Dice, syllables: &[&str], count: usize) -> String {
    (0..count).map(|_| syllables[dice.below(syllables.len())]).collect()
}

/// Terms that never occur by chance: they hold a `q`, which no syllable has.
fn term(dice: &mut Dice, at: usize) -> String {
    let first = format!("{}q{}", word(dice, &LATIN, 2), word(dice, &LATIN, 1));
    if at.is_multiple_of(3) { format!("{first} {}", word(dice, &LATIN, 2)) } else { first }
}

/// The world's pack: the manifest, and the policy with its lists.
pub struct World {
    /// Text of `pack.yaml`.
    pub manifest: String,
    /// Text of the policy.
    pub policy: String,
    /// All terms.
    pub terms: Vec<String>,
}

/// Makes a pack of `clauses` clauses that share `terms` terms.
pub fn pack(clauses: usize, terms: usize) -> World {
    let mut dice = Dice::new(11);
    let terms: Vec<String> = (0..terms).map(|at| term(&mut dice, at)).collect();
    let listed = (clauses * 3).div_ceil(5);
    let share = terms.len().div_ceil(listed);
    let mut policy = String::from(
        "language 1\nverdicts allow < label < restrict < remove\npolicy B \"Bench\" {\n  labels harm\n  subject text\n  on unknown abstain\n}\n",
    );
    for (at, chunk) in terms.chunks(share).enumerate() {
        let entries: Vec<String> = chunk.iter().map(|term| format!("\"{term}\"")).collect();
        let _ = writeln!(policy, "list terms_{at} disguised {{ {} }}", entries.join(", "));
    }
    let lists = terms.chunks(share).len();
    for at in 0..clauses {
        let list = (at * 3 / 5).min(lists - 1);
        let condition = match at % 5 {
            0 | 2 => format!("text has terms_{list}"),
            1 => format!("text has /\\b{}q\\w+ \\d{{3}}\\b/", word(&mut dice, &LATIN, 2)),
            3 => format!("model.scores.s{} >= {}%", at % 6, 96 + at % 4),
            _ => format!("text has terms_{list} and model.scores.s{} >= 50% and reports > {}", at % 6, at % 7),
        };
        let verdict = ["label", "restrict", "remove"][at % 3];
        let _ = writeln!(
            policy,
            "clause B.{at} \"Clause {at}\" {{\n  severity medium\n  status live\n  when {condition}\n  verdict {verdict} as harm\n}}"
        );
    }
    let scores: Vec<String> = (0..6).map(|at| format!("s{at}: {{range: [0, 1]}}")).collect();
    let manifest = format!(
        "pack: bench\ntitle: Bench\nas_of: 2026-11-01\nschema:\n  text: {{type: text, required: true}}\n  lang: {{type: text}}\n  surface: {{type: enum, of: [post, comment]}}\n  reports: {{type: number}}\n  author.age: {{type: duration, unit: day, column: author.age_days}}\nmodels:\n  default: guard\n  guard: {{versions: [\"3\"], scores: {{{}}}}}\n",
        scores.join(", ")
    );
    World { manifest, policy, terms }
}

fn text(dice: &mut Dice, terms: &[String]) -> String {
    let style = dice.below(100);
    let mut words: Vec<String> = (0..20 + dice.below(22))
        .map(|_| match style {
            0..10 => {
                let length = 1 + dice.below(3);
                word(dice, &CYRILLIC, length)
            }
            10..32 if dice.below(6) == 0 => format!("{}{}", word(dice, &LATIN, 1), word(dice, &ACCENTED, 1)),
            _ => {
                let length = 1 + dice.below(3);
                word(dice, &LATIN, length)
            }
        })
        .collect();
    let at = dice.below(words.len());
    match dice.below(200) {
        0..5 => words[at] = terms[dice.below(terms.len())].clone(),
        5 => words[at] = terms[dice.below(terms.len())].replace('a', "4").replace('o', "0"),
        _ => {}
    }
    words.join(" ")
}

/// Makes `items` JSON lines, about 470 bytes each.
pub fn corpus(world: &World, items: usize) -> String {
    let mut dice = Dice::new(5);
    let mut lines = String::with_capacity(items * 480);
    for at in 0..items {
        let scores: Vec<String> = (0..6).map(|s| format!("\"s{s}\":0.{:03}", dice.below(1000))).collect();
        let _ = writeln!(
            lines,
            "{{\"id\":\"b-{at:08}\",\"text\":\"{}\",\"lang\":\"en\",\"surface\":\"{}\",\"reports\":{},\"author\":{{\"age_days\":{}}},\"models\":[{{\"name\":\"guard\",\"version\":\"3\",\"verdict\":\"allow\",\"scores\":{{{}}},\"rationale\":\"No clause of the policy speaks of this.\"}}]}}",
            text(&mut dice, &world.terms),
            ["post", "comment"][dice.below(2)],
            dice.below(9),
            dice.below(2000),
            scores.join(",")
        );
    }
    lines
}
