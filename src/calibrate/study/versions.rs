//! Did a model become better or worse from one version to the next?
//!
//! Two versions are two judges, and as a rule they decided different items: then their accuracies are two shares counted
//! apart, each on the gold items of its own. Where both decided enough of the same items, the difference is the paired one.

use std::cmp::Ordering;

use serde::Serialize;

use super::judges::JudgeReport;
use super::paired::Paired;
use crate::calibrate::Figure;
use crate::calibrate::figure::percent;
use crate::calibrate::paired::{holm, independent};
use crate::calibrate::sheet::{Judge, JudgeKind, Sheet};
use crate::calibrate::tails::hypergeometric_at_most;
use crate::language::prose::count;

/// Gold items of each version from which on a label or clause is compared.
const PART_MIN: u64 = 10;
/// A part is known to be worse when so large a fall is so unlikely by chance, adjusted for all parts (Holm).
const RISK: f64 = 0.05;

/// What became of a model from one version to the next.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VersionChange {
    /// The model.
    pub model: String,
    /// The version before.
    pub from: String,
    /// The version after.
    pub to: String,
    /// Accuracy before, on that version's own gold items.
    pub before: Figure,
    /// Accuracy after.
    pub after: Figure,
    /// Gold items that both decided, where they are enough for a paired difference; else 0.
    pub shared: u64,
    /// Accuracy after less before: paired on the items of both where there are enough, else of independent shares.
    pub difference: Figure,
    /// The label or clause that fell most, if one did for sure.
    pub worst: Option<PartChange>,
    /// The change as a sentence.
    pub sentence: String,
}

/// What became of one label or clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartChange {
    /// `label`, by its recall, or `clause`, by accuracy on it.
    pub by: &'static str,
    /// Its name.
    pub name: String,
    /// The share of right decisions before.
    pub before: Figure,
    /// The same after.
    pub after: Figure,
    /// The second less the first.
    pub difference: Figure,
    /// How likely so large a difference is by chance (Fisher's exact test), adjusted for all labels and clauses (Holm).
    pub p_holm: f64,
}

/// Compares each version of a model with the one before it; versions stand in the order of the numbers in them.
pub fn versions(sheet: &Sheet, judges: &[JudgeReport], paired: &Paired) -> Vec<VersionChange> {
    let mut models: Vec<(&Judge, &str, &JudgeReport)> = sheet
        .judges
        .iter()
        .zip(judges)
        .filter(|(judge, own)| judge.kind == JudgeKind::Model && own.n_gold > 0)
        .filter_map(|(judge, own)| Some((judge, judge.version.as_deref()?, own)))
        .collect();
    models.sort_by(|a, b| a.0.name.cmp(&b.0.name).then_with(|| by_number(a.1, b.1)));
    let steps = models.iter().zip(models.iter().skip(1));
    steps.filter(|(a, b)| a.0.name == b.0.name).map(|(a, b)| change(*a, *b, paired)).collect()
}

fn change(from: (&Judge, &str, &JudgeReport), to: (&Judge, &str, &JudgeReport), paired: &Paired) -> VersionChange {
    let (before, after) = (from.2.accuracy(), to.2.accuracy());
    let (first, second) = (from.0.title(), to.0.title());
    let known = paired.pairs.iter().filter(|pair| pair.difference.value.is_some());
    let own = known.clone().find(|pair| pair.a == second && pair.b == first).map(|pair| pair.difference.clone());
    let turned = known.clone().find(|pair| pair.a == first && pair.b == second).map(|pair| {
        let minus = |value: Option<f64>| value.map(|value| -value);
        let own = &pair.difference;
        Figure { value: minus(own.value), low: minus(own.high), high: minus(own.low), ..own.clone() }
    });
    let together = own.or(turned);
    let mut found = VersionChange {
        model: from.0.name.clone(),
        from: from.1.to_owned(),
        to: to.1.to_owned(),
        shared: together.as_ref().map_or(0, |figure| figure.n),
        difference: together.unwrap_or_else(|| independent(counts(&before), counts(&after))),
        before,
        after,
        worst: worst(from.2, to.2),
        sentence: String::new(),
    };
    found.sentence = sentence(&found);
    found
}

/// How many are right, and of how many.
fn counts(share: &Figure) -> (u64, u64) {
    ((share.value.unwrap_or(0.0) * share.n as f64).round() as u64, share.n)
}

/// Finds the label or clause that fell most among those that fell for sure.
fn worst(before: &JudgeReport, after: &JudgeReport) -> Option<PartChange> {
    let recalls = before
        .labels
        .iter()
        .filter_map(|(name, own)| Some(("label", name, own.recall.clone(), after.labels.get(name)?.recall.clone())));
    let clauses = before
        .by_clause
        .iter()
        .filter_map(|(name, own)| Some(("clause", name, own.clone(), after.by_clause.get(name)?.clone())));
    let enough = recalls.chain(clauses).filter(|(.., first, second)| first.n.min(second.n) >= PART_MIN);
    let parts: Vec<_> = enough.collect();
    let p: Vec<f64> = parts.iter().map(|(.., first, second)| by_chance(counts(first), counts(second))).collect();
    let adjusted = parts.into_iter().zip(holm(&p)).map(|((by, name, before, after), p_holm)| PartChange {
        by,
        name: name.to_owned(),
        difference: independent(counts(&before), counts(&after)),
        before,
        after,
        p_holm,
    });
    let fell = |part: &PartChange| part.p_holm <= RISK && part.difference.value.is_some_and(|value| value < 0.0);
    let value = |part: &PartChange| part.difference.value.unwrap_or(0.0);
    adjusted.filter(fell).min_by(|a, b| value(a).total_cmp(&value(b)))
}

/// Returns how likely two shares lie so far apart by chance: Fisher's exact test, the smaller tail doubled.
fn by_chance((right, n): (u64, u64), (other, more): (u64, u64)) -> f64 {
    let at_most = |hits: u64| hypergeometric_at_most(hits, n, right + other, n + more);
    let above = right.checked_sub(1).map_or(1.0, |fewer| 1.0 - at_most(fewer));
    (2.0 * at_most(right).min(above)).min(1.0)
}

/// Compares versions by the numbers in them, so that 3.10 comes after 3.9.
fn by_number(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        let pieces = text.split(|letter: char| !letter.is_ascii_alphanumeric());
        let digits = |piece: &str| piece.chars().take_while(char::is_ascii_digit).collect::<String>();
        pieces.map(|piece| (digits(piece).parse().unwrap_or(0), piece.to_owned())).collect()
    };
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}

fn sentence(own: &VersionChange) -> String {
    let gold = match own.shared {
        0 => format!(
            "{} of {} gold items before, {} of {} after",
            percent(own.before.value),
            count(own.before.n),
            percent(own.after.value),
            count(own.after.n)
        ),
        n => format!("on the {} gold items of both", count(n)),
    };
    let known = own.difference.low.is_some_and(|low| low > 0.0) || own.difference.high.is_some_and(|high| high < 0.0);
    let unsure = if known { "" } else { "; no change is known" };
    let worst = own.worst.as_ref().map_or_else(String::new, |part| {
        let what = if part.by == "label" { "recall of" } else { "accuracy on" };
        format!(
            "; {what} {} fell for sure: {}, {} of {} before and {} of {} after",
            part.name,
            points(&part.difference),
            percent(part.before.value),
            count(part.before.n),
            percent(part.after.value),
            count(part.after.n)
        )
    });
    format!("{} {} → {}: {}, {gold}{unsure}{worst}", own.model, own.from, own.to, points(&own.difference))
}

/// Writes a difference in percentage points with its interval: `−5.0 points (−9.7 to −0.3)`.
fn points(figure: &Figure) -> String {
    let point = |share: Option<f64>| match format!("{:+.1}", share.unwrap_or(0.0) * 100.0) {
        none if none == "-0.0" || none == "+0.0" => "0.0".to_owned(),
        signed => signed.replace('-', "−"),
    };
    format!("{} points ({} to {})", point(figure.value), point(figure.low), point(figure.high))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    use crate::calibrate::sheet::{Said, Scale, SheetBuilder};
    use crate::calibrate::study::{Calibration, Intake, StudyOptions, study};

    /// Two versions of a model, each on 400 gold items of its own, the second worse where `no` is right.
    fn studied(shared: bool) -> Calibration {
        let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec!["A".into(), "B".into()]);
        for number in 0..800_u16 {
            let item = builder.item(&format!("i{number}"));
            let right = number / 2 % 2;
            assert!(builder.gold(item, right));
            for (version, misses) in [("3.10", right == 0 && number % 20 < 8), ("3.9", number % 20 == 4)] {
                if !shared && usize::from(number % 2) == usize::from(version == "3.10") {
                    continue;
                }
                let judge = Judge { kind: JudgeKind::Model, name: "guard".into(), version: Some(version.into()) };
                builder.say(item, Said::new(judge, Ok(if misses { 1 - right } else { right })));
            }
        }
        study(&builder.build(), &Intake::default(), &StudyOptions { resamples: 100, ..StudyOptions::default() })
    }

    #[test]
    fn two_versions_are_compared_though_they_share_no_item() {
        let found = studied(false);
        let [change] = found.versions.as_slice() else { panic!("{:?}", found.versions) };
        assert_eq!((change.from.as_str(), change.to.as_str(), change.shared), ("3.9", "3.10", 0));
        assert_eq!((change.before.n, change.after.n, change.difference.n), (400, 400, 800));
        let value = change.after.value.unwrap() - change.before.value.unwrap();
        assert!((change.difference.value.unwrap() - value).abs() < 1e-12, "{change:?}");
        assert!(value < -0.05, "{change:?}");
        let worst = change.worst.as_ref().unwrap();
        assert!(worst.by == "label" && worst.name == "no" && worst.p_holm < 0.01, "{worst:?}");
        assert!(change.sentence.starts_with("guard 3.9 → 3.10: −"), "{}", change.sentence);
        assert!(change.sentence.contains("recall of no fell for sure"), "{}", change.sentence);
    }

    #[test]
    fn versions_that_share_their_items_have_the_paired_difference() {
        let found = studied(true);
        let change = &found.versions[0];
        assert_eq!((change.shared, change.difference.n), (800, 800));
        let pair = &found.paired.pairs[0];
        let sign = if pair.a.ends_with("3.10") { 1.0 } else { -1.0 };
        assert_eq!(change.difference.value.unwrap(), sign * pair.difference.value.unwrap());
    }

    #[test]
    fn versions_stand_in_the_order_of_their_numbers() {
        let mut all = ["3.10", "3.9", "3", "2026-09", "10", "3-beta"];
        all.sort_by(|a, b| by_number(a, b));
        assert_eq!(all, ["3", "3-beta", "3.9", "3.10", "10", "2026-09"]);
    }

    #[test]
    fn a_fall_is_as_unlikely_as_fisher_says() {
        // 1 of 10 against 11 of 14: two-sided by doubling, 2 · 0.001379 (Fisher's own table of the tea-room kind).
        let p = by_chance((1, 10), (11, 14));
        assert!((p - 2.0 * 0.001_379_728).abs() < 1e-6, "{p}");
        assert_eq!(by_chance((5, 10), (5, 10)), 1.0);
    }
}
