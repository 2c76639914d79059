//! The community world: posts, comments and messages in seven languages, for the pack `community`.
//!
//! Families of wordings with one meaning each stand in the files beside this one. A case is one wording, filled,
//! sometimes disguised, surrounded by small talk; now and then it comes again as a near-duplicate.

mod family;
mod hate;
mod money;
mod other;
mod people;
mod self_harm;
mod setting;
mod surface;

use std::collections::BTreeSet;

use crate::World;
use crate::case::{Ask, Case, Setting, Suits};
use crate::rng::Rng;
use crate::words;
use family::Family;

/// Items with a wording of their own.
const ORIGINALS: usize = 3_000;
/// Items that nearly repeat another.
const DUPLICATES: usize = 220;
/// Share of items whose marked words are disguised, where their family allows it.
const DISGUISED: f64 = 0.22;

/// The world.
pub struct Community;

impl World for Community {
    fn name(&self) -> &'static str {
        "community"
    }

    fn setting(&self) -> &'static Setting {
        &setting::SETTING
    }

    fn cases(&self, rng: &mut Rng) -> Vec<Case> {
        let families: Vec<&Family> =
            [hate::FAMILIES, people::FAMILIES, self_harm::FAMILIES, money::FAMILIES, other::FAMILIES]
                .into_iter()
                .flatten()
                .collect();
        let mut seen = BTreeSet::new();
        let mut cases: Vec<Case> = Vec::new();
        let mut writing = rng.fork("texts");
        while cases.len() < ORIGINALS {
            let Some(family) = writing.weighted(&families, |family| family.weight) else { break };
            // A family with few wordings may run out of new ones; it then says something again after some tries.
            let case = (0..6).map(|_| case(family, &mut writing)).find(|case| !seen.contains(&text(case)));
            let Some(case) = case else { continue };
            seen.insert(text(&case));
            cases.push(case);
        }
        let mut copying = rng.fork("duplicates");
        for _ in 0..DUPLICATES {
            let at = copying.below(ORIGINALS);
            if let Some(copy) = cases.get(at).and_then(|original| near_duplicate(original, &mut copying)) {
                cases.push(copy);
            }
        }
        rng.fork("order").shuffle(&mut cases);
        for (number, case) in cases.iter_mut().enumerate() {
            case.id = format!("c-{:04}", number + 1);
        }
        cases
    }

    fn card(&self, items: usize) -> String {
        include_str!("corpus.yaml").replace("{items}", &items.to_string())
    }

    fn readme(&self, seed: u64, items: usize) -> String {
        include_str!("README.md").replace("{items}", &items.to_string()).replace("{seed}", &seed.to_string())
    }
}

fn text(case: &Case) -> String {
    case.fields.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

/// Writes one case of a family.
fn case(family: &Family, rng: &mut Rng) -> Case {
    let filled = words::fill(rng.word(family.templates), family.slots, rng);
    let hide = family.disguise && rng.chance(DISGUISED);
    let (said, marked) = unmark(&filled, hide, rng);
    let said = words::sentence(&said);
    let text = if family.bare { said.clone() } else { surface::surround(&said, family.lang, rng) };
    let mut fields = surface::fields(&text, family.lang, rng);
    for (path, value) in family.with {
        surface::set(&mut fields, path, value);
    }
    if let Some((path, _)) = family.open {
        surface::set(&mut fields, path, "missing");
    }
    drop_idle_fields(family, &mut fields, rng);
    Case {
        id: String::new(),
        fields,
        violates: family.violates.to_vec(),
        deserves: family.deserves,
        except: family.except,
        fires: family.fires.unwrap_or(family.violates).to_vec(),
        asks: family
            .ask
            .iter()
            .map(|(question, answer, clause)| Ask { question, answer: *answer, clause, fires_on: true, closes: false })
            .collect(),
        missing: family.open.iter().map(|(path, _)| *path).collect(),
        open_rung: family.open.map_or(0, |(_, rung)| rung),
        tempting: if family.tempting.is_empty() {
            family.violates.first().copied().unwrap_or("")
        } else {
            family.tempting
        },
        quotable: quotable(&text, marked, &said),
        because: family.because.to_owned(),
        difficulty: (family.hard + 0.3 * (rng.unit() - 0.5) + if hide { 0.1 } else { 0.0 }).clamp(0.02, 0.98),
        suits: suits(family),
    }
}

/// Takes the brackets out, disguises what they mark if wanted, and returns what they marked as it now reads.
fn unmark(template: &str, hide: bool, rng: &mut Rng) -> (String, Vec<String>) {
    let (mut out, mut marked) = (String::new(), Vec::new());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((word, tail)) = after.split_once(']') else { break };
        let word = if hide { surface::disguise(word, rng) } else { word.to_owned() };
        out.push_str(before);
        out.push_str(&word);
        marked.push(word);
        rest = tail;
    }
    out.push_str(rest);
    (out, marked)
}

/// Words that a judge may quote: what is marked as far as it stands in the text, else the whole statement.
fn quotable(text: &str, marked: Vec<String>, said: &str) -> Vec<String> {
    let plain = |quote: &String| text.contains(quote.as_str()) && !quote.contains(['"', '\u{200b}']);
    let mut quotes: Vec<String> = marked.into_iter().filter(plain).collect();
    let whole = said.trim_end_matches(['.', '!', '?']).to_owned();
    if quotes.is_empty() && plain(&whole) {
        quotes.push(whole);
    }
    if quotes.is_empty() {
        let first = text.split_whitespace().find(|word| word.chars().all(char::is_alphanumeric));
        quotes.extend(first.map(str::to_owned));
    }
    quotes
}

/// Takes out fields that no clause reads on this case, as real data lacks them.
fn drop_idle_fields(family: &Family, fields: &mut serde_json::Map<String, serde_json::Value>, rng: &mut Rng) {
    for (path, share) in [("reach", 0.06), ("lang", 0.04), ("author.strikes", 0.1), ("reports", 0.05)] {
        if rng.chance(share) {
            surface::set(fields, path, "missing");
        }
    }
    let is_small_talk = family.violates.is_empty() && family.tempting.is_empty() && family.deserves == 0;
    if is_small_talk && rng.chance(0.08) {
        surface::set(fields, "surface", "missing");
    }
}

fn suits(family: &Family) -> Suits {
    match family.split {
        Some((one, other)) => Suits::Ambiguous(one, other),
        None if family.open.is_some() => Suits::Missing,
        None if family.deserves > 0 => Suits::Silent,
        None if family.ask.is_none() && family.fires.is_some() => Suits::PolicyError,
        None => Suits::Plain,
    }
}

/// Returns nearly the same case; `None` for one that is made for a plant, or whose form is its meaning.
fn near_duplicate(original: &Case, rng: &mut Rng) -> Option<Case> {
    let is_bulk = original.violates.first() == Some(&"SP.7");
    if original.suits != Suits::Plain || is_bulk {
        return None;
    }
    let mut copy = original.clone();
    let varied = words::vary(&text(original), rng);
    copy.quotable.retain(|quote| varied.contains(quote.as_str()));
    if copy.quotable.is_empty() {
        return None;
    }
    surface::set(&mut copy.fields, "text", &serde_json::Value::from(varied).to_string());
    surface::set(&mut copy.fields, "reach", &rng.between(3, 5_000).to_string());
    Some(copy)
}
