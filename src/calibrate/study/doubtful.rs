//! Names that may not be what they seem: two that read alike, and words with which programs write that there is nothing.
//!
//! Nothing is merged and nothing is left out by it. `Hate` and `hate` may be one label or two, and `none` an answer or the lack
//! of one: only who made the table knows. But whoever reads the figures is told, since each such pair splits a label in two,
//! and every word for nothing that is taken for a label agrees with itself.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::sheet::{Judge, JudgeKind, Sheet};
use crate::engine::text::fold_plain;

/// Words, folded, that programs write where there is nothing.
const NOTHING: [&str; 18] = [
    "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "null", "<null>", "nil", "none", "missing", "?", "-", "--", "–",
    "—", "...",
];

/// With fewer decisions no label is called rare.
const DECISIONS_MIN: u64 = 100;
/// A label given so often or less is rare, and so is one given less than once in so many decisions.
const RARE_MAX: u64 = 2;
const RARE_SHARE: u64 = 1_000;

/// Names told in one sentence.
const NAMED_MAX: usize = 6;

/// A name and how often it stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedName {
    /// The name, as it is written.
    pub name: String,
    /// Decisions that have it; of a label, items with gold too.
    pub n: u64,
}

/// Names that may not be what they seem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DoubtfulNames {
    /// Labels that differ only in capitals, spaces, the encoding of their letters, or in how one number is written.
    pub labels_alike: Vec<Vec<CountedName>>,
    /// Judges whose names differ only so.
    pub judges_alike: Vec<Vec<CountedName>>,
    /// Labels that look like the word for no label, where nobody said which labels there are.
    pub labels_like_nothing: Vec<CountedName>,
    /// Raters whose names look like the word for no name.
    pub raters_like_nothing: Vec<CountedName>,
    /// Labels that gold gives and nobody else, where nobody said which labels there are.
    pub labels_of_gold_alone: Vec<CountedName>,
    /// Labels that hardly any decision gives, where nobody said which labels there are: each is one more to choose from.
    pub labels_hardly_given: Vec<CountedName>,
}

/// Finds names that may not be what they seem.
pub fn doubtful(sheet: &Sheet) -> DoubtfulNames {
    let names = sheet.scale.labels();
    let (mut given, mut gold) = (vec![0; names.len()], vec![0; names.len()]);
    let count = |counts: &mut Vec<u64>, at: u16| counts.get_mut(usize::from(at)).into_iter().for_each(|n| *n += 1);
    sheet.ratings.iter().for_each(|(_, _, label)| count(&mut given, label));
    sheet.gold.iter().flatten().for_each(|label| count(&mut gold, *label));
    let labels = || names.iter().zip(given.iter().zip(&gold));
    let counted = |(name, (given, gold)): (&String, (&u64, &u64))| CountedName { name: name.clone(), n: given + gold };
    let (mut like_nothing, mut of_gold_alone, mut hardly_given) = (Vec::new(), Vec::new(), Vec::new());
    if sheet.scale.is_open() {
        like_nothing = labels().map(counted).filter(is_like_nothing).collect();
        let total: u64 = given.iter().sum();
        let is_rare = |n: u64| total >= DECISIONS_MIN && n > 0 && (n <= RARE_MAX || n * RARE_SHARE < total);
        hardly_given = labels().filter(|(_, (given, _))| is_rare(**given)).map(counted).collect();
        of_gold_alone = labels().filter(|(_, (given, gold))| **given == 0 && **gold > 0).map(counted).collect();
    }
    let judges = judges(sheet);
    let raters = judges.iter().filter(|(kind, _)| *kind == JudgeKind::Rater);
    DoubtfulNames {
        labels_alike: alike(labels().map(|label| ((), counted(label)))),
        raters_like_nothing: raters.map(|(_, name)| name.clone()).filter(is_like_nothing).collect(),
        judges_alike: alike(judges),
        labels_like_nothing: like_nothing,
        labels_of_gold_alone: of_gold_alone,
        labels_hardly_given: hardly_given,
    }
}

/// The judges by kind, with how often each spoke.
fn judges(sheet: &Sheet) -> Vec<(JudgeKind, CountedName)> {
    let mut spoken = vec![0; sheet.judges.len()];
    let odd = sheet.odd.iter().map(|(_, judge, _)| *judge);
    for judge in sheet.ratings.all_judges().iter().copied().chain(odd) {
        spoken.get_mut(judge as usize).into_iter().for_each(|n| *n += 1);
    }
    let named = |(judge, n): (&Judge, u64)| (judge.kind, CountedName { name: judge.title(), n });
    sheet.judges.iter().zip(spoken).map(named).collect()
}

fn is_like_nothing(name: &CountedName) -> bool {
    NOTHING.contains(&folded(&name.name).as_str())
}

/// A name without capitals, invisible signs, spaces at its ends and doubled ones, its letters encoded in one way.
fn folded(name: &str) -> String {
    fold_plain(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What names have in common that read alike.
fn likeness(name: &str) -> String {
    let folded = folded(name);
    match folded.parse::<f64>() {
        // `1` and `1.0` are one number.
        Ok(number) if number.is_finite() => number.to_string(),
        _ => folded,
    }
}

/// Groups names of one kind that read alike, in the order in which the first of each stands.
fn alike<K: Copy + Ord>(names: impl IntoIterator<Item = (K, CountedName)>) -> Vec<Vec<CountedName>> {
    let mut places: BTreeMap<(K, String), usize> = BTreeMap::new();
    let mut groups: Vec<Vec<CountedName>> = Vec::new();
    for (kind, name) in names {
        let at = *places.entry((kind, likeness(&name.name))).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(name),
            None => groups.push(vec![name]),
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

impl DoubtfulNames {
    /// Says it in sentences: which names, how often each stands there, what was done with them, and what to do.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (groups, what) in [(&self.labels_alike, "labels"), (&self.judges_alike, "judges")] {
            for group in groups.iter().take(NAMED_MAX) {
                said.push(format!(
                    "the {what} {} differ only in capitals, spaces, the encoding of letters or how a number is written, and \
                     are counted apart; if they are one, write them in one way",
                    listed(group)
                ));
            }
            if groups.len() > NAMED_MAX {
                said.push(format!("there are {} more groups of {what} that read alike", groups.len() - NAMED_MAX));
            }
        }
        if !self.labels_like_nothing.is_empty() {
            let word = self.labels_like_nothing.first().map_or("", |label| label.name.as_str());
            said.push(format!(
                "{} may stand for no answer, and count as labels; if no answer is meant, say so with --missing '{word}'",
                listed(&self.labels_like_nothing)
            ));
        }
        if !self.raters_like_nothing.is_empty() {
            said.push(format!(
                "{} may stand for nobody, and count as raters; figures about them may be about several people",
                listed(&self.raters_like_nothing)
            ));
        }
        if !self.labels_of_gold_alone.is_empty() {
            let names = listed(&self.labels_of_gold_alone);
            said.push(format!(
                "{names} stand in gold alone: nobody gave such a label, so every decision there is wrong"
            ));
        }
        if !self.labels_hardly_given.is_empty() {
            said.push(format!(
                "labels that hardly any decision gives: {}; each is one more to choose from, which moves AC1 and Brennan–Prediger",
                listed(&self.labels_hardly_given)
            ));
        }
        said
    }
}

/// A name in which nothing is hidden: what cannot be seen, and marks that may look like part of a letter, as numbers.
fn told_apart(name: &str) -> String {
    let sign = |c: char| match c {
        '\'' | '"' | '\\' => c.to_string(),
        other => other.escape_debug().to_string(),
    };
    name.chars().map(sign).collect()
}

/// Lists names with how often each stands there.
fn listed(names: &[CountedName]) -> String {
    let told = names.iter().take(NAMED_MAX).map(|own| format!("`{}` ({})", told_apart(&own.name), own.n));
    let more = names.len().saturating_sub(NAMED_MAX);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", told.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use crate::calibrate::sheet::{Said, Scale, SheetBuilder};

    #[test]
    fn a_label_that_hardly_any_decision_gives_is_told_with_its_count() {
        let mut builder = SheetBuilder::new(Scale::parse("nominal").unwrap(), vec![]);
        let labels = ["a", "odd"].map(|label| builder.scale().number(label).unwrap());
        for number in 0..120_u32 {
            let item = builder.item(&format!("i{number}"));
            let judge = Judge { kind: JudgeKind::Rater, name: "r".into(), version: None };
            builder.say(item, Said::new(judge, Ok(labels[usize::from(number == 3)])));
        }
        let found = doubtful(&builder.build());
        assert_eq!(found.labels_hardly_given, [CountedName { name: "odd".into(), n: 1 }]);
        assert!(found.sentences()[0].contains("`odd` (1)"), "{:?}", found.sentences());
    }
}
