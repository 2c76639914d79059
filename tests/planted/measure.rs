//! How well an audit finds what is true.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::audit::Written;
use super::truth::{Key, Truth, bare, text};

/// The figures of one audit, or the mean of several.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Recall and precision by kind.
    pub kinds: BTreeMap<String, (f64, f64)>,
    /// Share of true disagreements whose judge named wrong is wrong.
    pub right_judge: f64,
    /// Share of true disagreements with a judge who is wrong whose cause is the fault of that judge's kind.
    pub right_cause: f64,
    /// Brier score of the causes' probabilities, over the same.
    pub brier_cause: f64,
    /// Brier score of the probability of being wrong, over the judges of items in disagreement.
    pub brier: f64,
    /// The same for the share of the item's judges who say otherwise.
    pub brier_votes: f64,
    /// Share of the models' wrong decisions among the first tenth of the items in queue order.
    pub first_tenth: f64,
    /// The same by the models' own uncertainty.
    pub by_uncertainty: f64,
    /// Share of the models' decisions that are wrong.
    pub wrong_share: f64,
}

/// What was found: who is named wrong, by disagreement.
fn found(written: &Written) -> BTreeMap<Key, Vec<String>> {
    let row = |row: &Value| {
        let named = row["wrong"]["judges"].as_array().unwrap().iter().map(|judge| bare(&text(judge))).collect();
        ((text(&row["id"]), text(&row["kind"]), bare(&text(&row["judge"]))), named)
    };
    written.disagreements.iter().map(row).collect()
}

/// Share of true disagreements whose cause is that of a judge who is wrong, and Brier score of its probability.
fn causes(truth: &Truth, written: &Written) -> (f64, f64) {
    let (mut right, mut brier, mut count) = (0.0, 0.0, 0.0);
    for row in &written.disagreements {
        let key = (text(&row["id"]), text(&row["kind"]), bare(&text(&row["judge"])));
        let Some(wrong) = truth.rows.get(&key).filter(|wrong| !wrong.is_empty()) else { continue };
        let is_fault = truth.is_cause(row, |judge| wrong.contains(&bare(&text(judge))));
        let truly = f64::from(u8::from(is_fault));
        if std::env::var_os("PRECEPTOR_SHOW_ERRORS").is_some() && !is_fault {
            println!("cause  {key:?}: {} ({}) but {wrong:?}", row["cause"], row["cause_probability"]);
        }
        right += truly;
        brier += (row["cause_probability"].as_f64().unwrap_or(1.0) - truly).powi(2);
        count += 1.0;
    }
    (right / count, brier / count)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Measures an audit of `data`.
pub fn measure(data: &[Value], truth: &Truth, written: &Written) -> Figures {
    let found = found(written);
    let mut figures = Figures { kinds: by_kind(truth, &found), ..Figures::default() };
    let judged: Vec<bool> = truth
        .rows
        .iter()
        .filter(|(_, wrong)| !wrong.is_empty())
        .filter_map(|(key, wrong)| Some(found.get(key)?.iter().all(|judge| wrong.contains(judge))))
        .collect();
    figures.right_judge = share(judged.iter().filter(|right| **right).count(), judged.len());
    (figures.right_cause, figures.brier_cause) = causes(truth, written);
    (figures.brier, figures.brier_votes) = brier(truth, written);
    let wrong = wrong_decisions(data, truth);
    let all: usize = wrong.values().sum();
    let tenth = data.len().div_ceil(10);
    let mut seen = BTreeSet::new();
    let queue: Vec<String> =
        written.queue.iter().map(|row| text(&row["id"])).filter(|id| seen.insert(id.clone())).collect();
    let caught = |order: &[String]| {
        let first = order.iter().take(tenth).map(|id| wrong.get(id).copied().unwrap_or(0)).sum::<usize>();
        share(first, all)
    };
    figures.first_tenth = caught(&queue);
    figures.by_uncertainty = caught(&by_uncertainty(data));
    let decisions: usize = data.iter().map(|item| decided(item).count()).sum();
    figures.wrong_share = share(all, decisions);
    figures
}

fn by_kind(truth: &Truth, found: &BTreeMap<Key, Vec<String>>) -> BTreeMap<String, (f64, f64)> {
    let kinds: BTreeSet<&String> = truth.rows.keys().chain(found.keys()).map(|(_, kind, _)| kind).collect();
    let figures = |kind: &String| {
        let of = |key: &&Key| key.1 == *kind;
        let both = truth.rows.keys().filter(of).filter(|key| found.contains_key(*key)).count();
        let recall = share(both, truth.rows.keys().filter(of).count());
        (kind.clone(), (recall, share(both, found.keys().filter(of).count())))
    };
    kinds.into_iter().map(figures).collect()
}

/// Brier scores of the audit and of the votes, over each judge of each item in disagreement.
fn brier(truth: &Truth, written: &Written) -> (f64, f64) {
    let mut items: BTreeMap<String, &Value> = BTreeMap::new();
    for row in &written.disagreements {
        items.entry(text(&row["id"])).or_insert(&row["judges"]);
    }
    let (mut audit, mut votes, mut count) = (0.0, 0.0, 0.0);
    for (id, judges) in items {
        let judges: Vec<&Value> =
            judges.as_array().unwrap().iter().filter(|judge| judge.get("status").is_none()).collect();
        for judge in &judges {
            let (Some(verdict), Some(wrong)) = (judge["verdict"].as_str(), judge["wrong"].as_f64()) else { continue };
            let truly = if truth.verdicts[&id] == verdict { 0.0 } else { 1.0 };
            let otherwise = judges.iter().filter(|other| other["verdict"] != judge["verdict"]).count();
            audit += (wrong - truly) * (wrong - truly);
            votes += (share(otherwise, judges.len()) - truly).powi(2);
            count += 1.0;
        }
    }
    (audit / count, votes / count)
}

fn decided(item: &Value) -> impl Iterator<Item = &Value> {
    item["models"].as_array().into_iter().flatten().filter(|model| model["verdict"].is_string())
}

/// The number of wrong model decisions, by item.
fn wrong_decisions(data: &[Value], truth: &Truth) -> BTreeMap<String, usize> {
    let count = |item: &Value| {
        let id = text(&item["id"]);
        let wrong = decided(item).filter(|model| text(&model["verdict"]) != truth.verdicts[&id]).count();
        (id, wrong)
    };
    data.iter().map(count).collect()
}

/// Items whose models stand closest to their thresholds first.
fn by_uncertainty(data: &[Value]) -> Vec<String> {
    let margin = |item: &Value| {
        let of = |model: &Value| {
            let scores = model["scores"].as_object().into_iter().flatten().filter_map(|(_, score)| score.as_f64());
            (scores.fold(0.0, f64::max) - model["threshold"].as_f64().unwrap_or(0.5)).abs()
        };
        decided(item).map(of).fold(1.0, f64::min)
    };
    let mut order: Vec<(f64, String)> = data.iter().map(|item| (margin(item), text(&item["id"]))).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    order.into_iter().map(|(_, id)| id).collect()
}

/// The mean of several; of a kind, over those in which it occurs.
pub fn mean(all: &[Figures]) -> Figures {
    let of = |figure: fn(&Figures) -> f64| all.iter().map(figure).sum::<f64>() / all.len() as f64;
    let mut kinds: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for (kind, pair) in all.iter().flat_map(|figures| &figures.kinds) {
        kinds.entry(kind.clone()).or_default().push(*pair);
    }
    let middle = |pairs: Vec<(f64, f64)>| {
        let count = pairs.len() as f64;
        (pairs.iter().map(|pair| pair.0).sum::<f64>() / count, pairs.iter().map(|pair| pair.1).sum::<f64>() / count)
    };
    Figures {
        kinds: kinds.into_iter().map(|(kind, pairs)| (kind, middle(pairs))).collect(),
        right_judge: of(|figures| figures.right_judge),
        right_cause: of(|figures| figures.right_cause),
        brier_cause: of(|figures| figures.brier_cause),
        brier: of(|figures| figures.brier),
        brier_votes: of(|figures| figures.brier_votes),
        first_tenth: of(|figures| figures.first_tenth),
        by_uncertainty: of(|figures| figures.by_uncertainty),
        wrong_share: of(|figures| figures.wrong_share),
    }
}

/// A table for people.
pub fn table(name: &str, seeds: usize, figures: &Figures) -> String {
    let mut out = format!("{name}, mean of {seeds} seeds\n  {:<26} recall  precision\n", "kind");
    for (kind, (recall, precision)) in &figures.kinds {
        out.push_str(&format!("  {kind:<26} {recall:>6.3}  {precision:>9.3}\n"));
    }
    out.push_str(&format!(
        "  judge named wrong is wrong {:.3}\n  cause is its kind's fault {:.3}, brier of its probability {:.4}\n  brier {:.4}, of the votes {:.4}\n  wrong model decisions {:.1} %; found in the first tenth {:.3} (random 0.100, model uncertainty {:.3})\n",
        figures.right_judge,
        figures.right_cause,
        figures.brier_cause,
        figures.brier,
        figures.brier_votes,
        figures.wrong_share * 100.0,
        figures.first_tenth,
        figures.by_uncertainty
    ));
    out
}

/// Shows what was missed and what was found wrongly.
pub fn errors(truth: &Truth, written: &Written) {
    let found = found(written);
    for key in truth.rows.keys().filter(|key| !found.contains_key(*key)) {
        println!("missed {key:?}");
    }
    for key in found.keys().filter(|key| !truth.rows.contains_key(*key)) {
        println!("false  {key:?}");
    }
    for (key, wrong) in &truth.rows {
        if let Some(named) =
            found.get(key).filter(|named| !wrong.is_empty() && !named.iter().all(|j| wrong.contains(j)))
        {
            println!("blamed {key:?}: {named:?} instead of {wrong:?}");
        }
    }
}
