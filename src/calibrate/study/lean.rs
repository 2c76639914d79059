//! Which label a judge gives too often.
//!
//! How often it gives the label against how often the label is right is the figure; whether that is a lean is told by its
//! errors: they fall on the label more often than those of other judges, of its kind where there are enough. Rationale: any judge who errs evenly gives rare
//! labels too often, so the first figure alone would call every weak judge a leaning one.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::against_gold::Confusion;
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::wilson;
use crate::calibrate::paired::many::holm;
use crate::calibrate::paired::mcnemar::mcnemar_exact;
use crate::calibrate::sheet::JudgeKind;
use crate::calibrate::tails::fisher_above;
use crate::language::prose::count;

/// How likely one false lean among all judges and labels may be.
const RISK: f64 = 0.01;
/// A label given less than so many times too often is no lean worth naming.
const TIMES_MIN: f64 = 1.15;
/// With fewer errors of others there is nothing to compare with.
const ERRORS_MIN: u64 = 30;

/// A label that a judge gives too often.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lean {
    /// The label.
    pub label: String,
    /// What is held to be right: `gold` or `consensus`.
    pub against: &'static str,
    /// How many times as often it gives the label as the label is right; the interval is that of a ratio of matched shares
    /// (Nam and Blackwelder 2002), n counts its decisions.
    pub times: Figure,
    /// How often it gave the label.
    pub given: u64,
    /// How often the label was right.
    pub right: u64,
    /// The share of its errors that give the label.
    pub of_errors: Figure,
    /// The same of other judges of its kind; of all others where those of its kind hardly err.
    pub of_others_errors: Figure,
    /// How likely that is by chance, adjusted for all judges and labels (Holm).
    pub p: f64,
    /// The lean as a sentence.
    pub sentence: String,
    /// The same for the judge's own eyes: what it says rests on nobody else's errors.
    #[serde(skip)]
    pub own_sentence: String,
}

/// One judge as it is held against what is right.
pub struct Held<'a> {
    /// How it is called.
    pub name: String,
    /// What it is.
    pub kind: JudgeKind,
    /// `gold` or `consensus`.
    pub against: &'static str,
    /// What it said.
    pub said: &'a Confusion,
}

/// How often a label was given and right, and how often each without the other.
struct Cell {
    given: f64,
    right: f64,
    only_given: f64,
    only_right: f64,
}

/// Finds the lean of each judge, in their order.
///
/// Who leans is found twice: the errors of one who gives a single label fill the errors of "the others", and would make everybody
/// else seem to lean to the other labels. So the second time others are those who did not seem to lean the first time, and what is
/// found then stands.
pub fn leans(held: &[Held<'_>], labels: &[String]) -> Vec<Option<Lean>> {
    let usual: Vec<bool> = leans_beside(held, labels, &vec![true; held.len()]).iter().map(Option::is_none).collect();
    leans_beside(held, labels, &usual)
}

/// Finds leans; the errors of judges who are `usual` are what others' errors are.
fn leans_beside(held: &[Held<'_>], labels: &[String], usual: &[bool]) -> Vec<Option<Lean>> {
    let tests = tests(held, labels.len(), usual);
    let p = |(judge, label, mine, others): &Test| {
        held.get(*judge).map_or(f64::NAN, |own| chance(own.said, *label, *mine, *others))
    };
    let adjusted = holm(&tests.iter().map(p).collect::<Vec<_>>());
    let mut found: Vec<Option<Lean>> = held.iter().map(|_| None).collect();
    for ((judge, label, mine, others), p) in tests.into_iter().zip(adjusted).filter(|(_, p)| *p <= RISK) {
        let (Some(own), Some(name), Some(slot)) = (held.get(judge), labels.get(label), found.get_mut(judge)) else {
            continue;
        };
        let Some(lean) = lean(own, (label, name), mine, others, p) else { continue };
        let times = |lean: &Lean| lean.times.value.unwrap_or(0.0);
        if slot.as_ref().is_none_or(|known| times(known) < times(&lean)) {
            *slot = Some(lean);
        }
    }
    found
}

/// A judge, a label, and how many of its errors and of the others' give it.
type Test = (usize, usize, Share, Share);

fn tests(held: &[Held<'_>], labels: usize, usual: &[bool]) -> Vec<Test> {
    let errors: Vec<Errors> = held.iter().map(|own| Errors::of(own.said, labels)).collect();
    let is_usual = |judge: usize| usual.get(judge) == Some(&true);
    // By kind, and under no kind those of all judges.
    let mut totals: BTreeMap<(Option<JudgeKind>, &str), Errors> = BTreeMap::new();
    for (_, (own, errors)) in held.iter().zip(&errors).enumerate().filter(|(judge, _)| is_usual(*judge)) {
        for kind in [Some(own.kind), None] {
            totals.entry((kind, own.against)).or_insert_with(|| Errors::none(labels)).add(errors);
        }
    }
    let mut tests = Vec::with_capacity(held.len() * labels);
    for (judge, (own, errors)) in held.iter().zip(&errors).enumerate() {
        for label in 0..labels {
            let mine = errors.on(label);
            let counted = if is_usual(judge) { mine } else { (0, 0) };
            let of = |kind: Option<JudgeKind>| {
                let total = totals.get(&(kind, own.against)).map_or((0, 0), |all| all.on(label));
                (total.0 - counted.0, total.1 - counted.1)
            };
            // A lone model has nobody of its kind to be compared with: then everybody else stands for what is usual.
            let others = Some(of(Some(own.kind))).filter(|others| others.1 >= ERRORS_MIN).unwrap_or_else(|| of(None));
            tests.push((judge, label, mine, others));
        }
    }
    tests
}

/// How many errors give one label, of how many.
type Share = (u64, u64);

/// Errors by the label that was given.
struct Errors {
    by_label: Vec<u64>,
    all: u64,
}

impl Errors {
    fn none(labels: usize) -> Errors {
        Errors { by_label: vec![0; labels], all: 0 }
    }

    fn of(said: &Confusion, labels: usize) -> Errors {
        let by_label: Vec<u64> = (0..labels).map(|label| cell(said, label).only_given as u64).collect();
        Errors { all: by_label.iter().sum(), by_label }
    }

    fn add(&mut self, other: &Errors) {
        self.by_label.iter_mut().zip(&other.by_label).for_each(|(sum, more)| *sum += more);
        self.all += other.all;
    }

    fn on(&self, label: usize) -> Share {
        (self.by_label.get(label).copied().unwrap_or(0), self.all)
    }
}

fn cell(said: &Confusion, label: usize) -> Cell {
    let (given, right, both) = (said.said(label), said.right(label), said.get(label, label));
    Cell { given, right, only_given: given - both, only_right: right - both }
}

/// How likely it is that so many of a judge's errors give a label: Fisher's exact test against the errors of others; McNemar's
/// where there are too few of those.
fn chance(said: &Confusion, label: usize, mine: Share, others: Share) -> f64 {
    if mine.1 == 0 {
        return f64::NAN;
    }
    if others.1 >= ERRORS_MIN {
        return fisher_above(mine.0, mine.1, mine.0 + others.0, mine.1 + others.1);
    }
    let cell = cell(said, label);
    if cell.only_given <= cell.only_right {
        return 1.0;
    }
    mcnemar_exact(cell.only_given as u64, cell.only_right as u64).p.unwrap_or(1.0)
}

fn lean(own: &Held<'_>, (label, name): (usize, &str), mine: Share, others: Share, p: f64) -> Option<Lean> {
    let Cell { given, right, only_given, only_right } = cell(own.said, label);
    let n = own.said.total() as u64;
    if right < 1.0 || given / right < TIMES_MIN || only_given <= only_right {
        return None;
    }
    let times = given / right;
    let half = Z * ((only_given + only_right) / (given * right)).sqrt();
    let times = Figure::new(times, (times * (-half).exp(), times * half.exp()), n, "log_ratio");
    if times.low.is_none_or(|low| low <= 1.0) {
        return None;
    }
    let share = |(gave, all): Share| match all {
        0 => Figure::undefined(0, "there are no errors of other judges"),
        all => wilson(gave, all),
    };
    let (of_errors, of_others_errors) = (share(mine), share(others));
    let ends = times
        .low
        .zip(times.high)
        .map_or(String::new(), |(low, high)| format!(" ({low:.1} to {high:.1}, n = {})", count(n)));
    let others = of_others_errors.value.map_or(String::new(), |_| format!(", of others' {}", of_others_errors.told()));
    let own_sentence = format!(
        "{} gives {name} {:.1} times as often as {} does{ends}; {} of its errors are {name}",
        own.name,
        times.value.unwrap_or(1.0),
        own.against,
        of_errors.told()
    );
    let (given, right) = (given as u64, right as u64);
    Some(Lean {
        label: name.to_owned(),
        against: own.against,
        times,
        given,
        right,
        of_errors,
        of_others_errors,
        p,
        sentence: format!("{own_sentence}{others}"),
        own_sentence,
    })
}
