//! Do two judges differ? Each two on the very items that both decided, with care for how many pairs are looked at.
//!
//! Two questions, kept apart. *Who is right more often* needs gold: the difference of accuracy, McNemar's exact test, and
//! Holm's adjustment, since what is said of a pair must hold whichever of all pairs it is. *Do they use the labels alike*
//! needs none: Bowker's test on all items of both, and Benjamini and Hochberg's adjustment, since it only says where to look.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Named, StudyOptions};
use crate::calibrate::agreement::pairs::Meetings;
use crate::calibrate::paired::{
    Outcomes, Test, benjamini_hochberg, bowker, cochran, difference, holm, mcnemar_exact, most_lopsided,
};
use crate::calibrate::sheet::scale::Order;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::{Figure, Ratings};
use crate::language::prose::{count, counted};

/// With more judges of a kind than this they are left out: there would be thousands of pairs, and nothing left of any.
const JUDGES_MAX: usize = 60;
/// From so many judges of a kind on they are also compared all at once.
const SEVERAL_MIN: usize = 3;
/// A difference is known when it is so unlikely by chance.
const RISK: f64 = 0.05;
/// Pairs named in the sentence.
const TOLD_MAX: usize = 3;
const FEW: &str = "the two share too few gold items";
const FEW_MET: &str = "the two gave labels to too few of the same items";
const FEW_WHOLE: &str = "too few gold items were decided by all of them";

/// Two judges on the items of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairedReport {
    /// The first judge.
    pub a: String,
    /// The second.
    pub b: String,
    /// Gold items that both decided, those left out on which gold was made from the decision of either.
    pub n: u64,
    /// Both are right.
    pub both_right: u64,
    /// Only the first is.
    pub a_right_only: u64,
    /// Only the second is.
    pub b_right_only: u64,
    /// Neither is.
    pub neither_right: u64,
    /// The first's accuracy less the second's on those items (Newcombe 1998, method 10).
    pub difference: Figure,
    /// McNemar's exact test of it.
    pub mcnemar: Test,
    /// Its p, adjusted for all pairs (Holm).
    pub p_holm: Option<f64>,
    /// Items with or without gold to which both gave a label.
    pub met: u64,
    /// Bowker's test of whether each gives one label where the other gives another as often as the other way round.
    pub symmetry: Test,
    /// Its p, adjusted for all pairs (Benjamini and Hochberg).
    pub symmetry_q: Option<f64>,
    /// The two labels that tell most of it.
    pub lopsided: Option<Lopsided>,
    /// On how many of those the first gave the stronger label, for labels with an order.
    pub a_stronger: Option<u64>,
    /// On how many the second did.
    pub b_stronger: Option<u64>,
}

/// Two labels of which one judge gives the one where another judge gives the other, more often than the other way round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lopsided {
    /// What the first judge gives.
    pub a_gives: String,
    /// What the second gives.
    pub b_gives: String,
    /// How often.
    pub n: u64,
    /// How often it is the other way round.
    pub other_way: u64,
}

impl PairedReport {
    /// Tells whether one of the two is known to be right more often.
    pub fn differ(&self) -> bool {
        self.p_holm.is_some_and(|p| p <= RISK)
    }
}

/// All judges of a kind on the gold items that all of them decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeveralReport {
    /// The judges.
    pub judges: Vec<String>,
    /// Gold items that all of them decided.
    pub complete: u64,
    /// Cochran's test of whether all are right equally often.
    pub cochran: Test,
}

/// What is known of differences between judges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Paired {
    /// Every two judges who share enough items.
    pub pairs: Vec<PairedReport>,
    /// Three judges or more of a kind at once, by kind.
    pub several: Named<SeveralReport>,
    /// How many judges of a kind were left out since there are too many of them for pairs, by kind.
    pub left_out: Named<u64>,
    /// What follows, as a sentence; none without two judges on the same gold items.
    pub sentence: Option<String>,
}

/// Compares judges with each other.
pub fn paired(sheet: &Sheet, options: &StudyOptions) -> Paired {
    let chosen = Chosen::of(sheet, u64::from(options.pair_min));
    let counted = Counted::of(sheet, &chosen);
    let symmetry = symmetry(sheet, &chosen, options.pair_min);
    let (mut pairs, mut who) = (Vec::new(), Vec::new());
    for (first, a) in chosen.judges.iter().enumerate() {
        for (second, b) in chosen.judges.iter().enumerate().skip(first + 1) {
            let outcomes = counted.pair(first, second);
            let met = symmetry.get(&(*a, *b));
            if outcomes.n() >= u64::from(options.pair_min) || met.is_some() {
                pairs.push(report(sheet, (*a, *b), &outcomes, met, options));
                who.push((*a, *b));
            }
        }
    }
    adjust(&mut pairs);
    let sentence = sentence(sheet, &pairs, &who);
    Paired { several: counted.several(sheet, &chosen, options), left_out: Named(chosen.left_out), pairs, sentence }
}

/// The judges that are compared.
struct Chosen {
    /// Ascending.
    judges: Vec<u32>,
    /// The place of each judge in `judges`, or [`NONE`].
    places: Vec<u32>,
    left_out: Vec<(String, u64)>,
}

impl Chosen {
    /// Takes those with enough gold items, or enough decisions where there is no gold.
    fn of(sheet: &Sheet, at_least: u64) -> Chosen {
        let with_gold = sheet.gold.iter().flatten().next().is_some();
        let counts = |item: u32, judge: u32| {
            !with_gold
                || (sheet.gold.get(item as usize).is_some_and(Option::is_some) && !sheet.is_circular(item, judge))
        };
        let mut held = vec![0_u64; sheet.judges.len()];
        let decided = sheet.ratings.iter().map(|(item, judge, _)| (item, judge));
        for (item, judge) in decided.chain(sheet.unanswered()) {
            if let Some(held) = held.get_mut(judge as usize).filter(|_| counts(item, judge)) {
                *held += 1;
            }
        }
        let (mut judges, mut left_out) = (Vec::new(), Vec::new());
        for (kind, name) in [(JudgeKind::Rater, "rater"), (JudgeKind::Model, "model"), (JudgeKind::Policy, "policy")] {
            let all = (0_u32..).zip(&sheet.judges).zip(&held);
            let own = all.filter(|((_, judge), held)| judge.kind == kind && **held >= at_least);
            let own: Vec<u32> = own.map(|((number, _), _)| number).collect();
            match own.len() {
                many if many > JUDGES_MAX => left_out.push((name.to_owned(), many as u64)),
                _ => judges.extend(own),
            }
        }
        let mut places = vec![NONE; sheet.judges.len()];
        for (place, judge) in (0..).zip(&judges) {
            places.get_mut(*judge as usize).into_iter().for_each(|slot| *slot = place);
        }
        Chosen { judges, places, left_out }
    }

    fn place(&self, judge: u32) -> Option<usize> {
        self.places.get(judge as usize).copied().filter(|place| *place != NONE).map(|place| place as usize)
    }

    fn kind(&self, sheet: &Sheet, kind: JudgeKind) -> Vec<usize> {
        let is = |judge: &u32| sheet.judges.get(*judge as usize).is_some_and(|judge| judge.kind == kind);
        self.judges.iter().enumerate().filter(|(_, judge)| is(judge)).map(|(place, _)| place).collect()
    }
}

/// What the chosen judges are worth on the same gold items.
struct Counted {
    size: usize,
    /// The outcomes of places `first` and `second` at `first · size + second`, the smaller place first.
    pairs: Vec<Outcomes>,
    /// By kind the marks of the gold items that all of that kind decided, one after the other.
    whole: BTreeMap<JudgeKind, Vec<bool>>,
}

impl Counted {
    fn of(sheet: &Sheet, chosen: &Chosen) -> Counted {
        let size = chosen.judges.len();
        let mut counted = Counted { size, pairs: vec![Outcomes::default(); size * size], whole: BTreeMap::new() };
        let kinds = [JudgeKind::Rater, JudgeKind::Model];
        let kinds = kinds.map(|kind| (kind, chosen.kind(sheet, kind)));
        let unanswered: Vec<(u32, u32)> = sheet.unanswered().collect();
        let mut marks: Vec<(usize, bool)> = Vec::new();
        for (item, gold) in (0_u32..).zip(&sheet.gold) {
            let Some(gold) = gold else { continue };
            marks.clear();
            let mut mark = |judge: u32, right: bool| {
                let place = chosen.place(judge).filter(|_| !sheet.is_circular(item, judge));
                marks.extend(place.map(|place| (place, right)));
            };
            let (judges, labels) = sheet.ratings.of(item as usize);
            judges.iter().zip(labels).for_each(|(judge, label)| mark(*judge, label == gold));
            let first = unanswered.partition_point(|(other, _)| *other < item);
            let none = unanswered.iter().skip(first).take_while(|(other, _)| *other == item);
            none.for_each(|(_, judge)| mark(*judge, false));
            // Who gave a label and also spoke without one is held to the label.
            marks.sort_by_key(|(place, _)| *place);
            marks.dedup_by_key(|(place, _)| *place);
            counted.add(&marks);
            for (kind, places) in &kinds {
                let own = marks.iter().filter(|(place, _)| places.binary_search(place).is_ok());
                if places.len() >= SEVERAL_MIN && own.clone().count() == places.len() {
                    counted.whole.entry(*kind).or_default().extend(own.map(|(_, right)| *right));
                }
            }
        }
        counted
    }

    fn add(&mut self, marks: &[(usize, bool)]) {
        for (at, (first, right)) in marks.iter().enumerate() {
            for (second, other_right) in marks.iter().skip(at + 1) {
                let cell = self.pairs.get_mut(first * self.size + second);
                cell.into_iter().for_each(|outcomes| outcomes.add(*right, *other_right));
            }
        }
    }

    fn pair(&self, first: usize, second: usize) -> Outcomes {
        self.pairs.get(first * self.size + second).copied().unwrap_or_default()
    }

    fn several(&self, sheet: &Sheet, chosen: &Chosen, options: &StudyOptions) -> Named<SeveralReport> {
        let kinds = [("raters", JudgeKind::Rater), ("models", JudgeKind::Model)];
        let one = |(name, kind): (&str, JudgeKind)| {
            let places = chosen.kind(sheet, kind);
            if places.len() < SEVERAL_MIN {
                return None;
            }
            let marks = self.whole.get(&kind).map_or(&[][..], Vec::as_slice);
            let complete = (marks.len() / places.len()) as u64;
            let cochran = match complete {
                few if few < u64::from(options.pair_min) => Test::undefined(FEW_WHOLE),
                _ => cochran(marks, places.len()),
            };
            let judges = places.iter().filter_map(|place| chosen.judges.get(*place)).map(|judge| sheet.title(*judge));
            Some((name.to_owned(), SeveralReport { judges: judges.collect(), complete, cochran }))
        };
        Named(kinds.into_iter().filter_map(one).collect())
    }
}

/// What the labels of two judges come to.
struct Met {
    n: u64,
    test: Test,
    /// How often the first gave the stronger label, and how often the second.
    stronger: (u64, u64),
    lopsided: Option<Lopsided>,
}

/// Tests the labels of every two of the chosen judges who met often enough.
fn symmetry(sheet: &Sheet, chosen: &Chosen, at_least: u32) -> BTreeMap<(u32, u32), Met> {
    let labels = sheet.scale.labels().len();
    let rows = sheet.ratings.iter().filter(|(_, judge, _)| chosen.place(*judge).is_some()).collect();
    let ratings = Ratings::new(sheet.items.len(), sheet.judges.len(), labels, rows);
    let mut found = BTreeMap::new();
    Meetings::of(&ratings).visit(0..sheet.judges.len() as u32, at_least, |a, b, cells| {
        let mut stronger = (0, 0);
        for (at, count) in cells.iter().enumerate() {
            match (at / labels).cmp(&(at % labels)) {
                std::cmp::Ordering::Greater => stronger.0 += count,
                std::cmp::Ordering::Less => stronger.1 += count,
                std::cmp::Ordering::Equal => {}
            }
        }
        let cell = |a: usize, b: usize| cells.get(a * labels + b).copied().unwrap_or(0);
        let name = |label: usize| sheet.scale.name(label as u16).to_owned();
        let lopsided = most_lopsided(cells, labels).map(|(a, b)| Lopsided {
            a_gives: name(a),
            b_gives: name(b),
            n: cell(a, b),
            other_way: cell(b, a),
        });
        found.insert((a, b), Met { n: cells.iter().sum(), test: bowker(cells, labels), stronger, lopsided });
    });
    found
}

fn report(
    sheet: &Sheet,
    (a, b): (u32, u32),
    outcomes: &Outcomes,
    met: Option<&Met>,
    options: &StudyOptions,
) -> PairedReport {
    let n = outcomes.n();
    let enough = n >= u64::from(options.pair_min);
    let stronger = met.filter(|_| sheet.scale.order() != Order::Nominal).map(|met| met.stronger);
    PairedReport {
        a: sheet.title(a),
        b: sheet.title(b),
        n,
        both_right: outcomes.both,
        a_right_only: outcomes.first,
        b_right_only: outcomes.second,
        neither_right: outcomes.neither,
        difference: if enough { difference(outcomes) } else { Figure::undefined(n, FEW) },
        mcnemar: if enough { mcnemar_exact(outcomes.first, outcomes.second) } else { Test::undefined(FEW) },
        p_holm: None,
        met: met.map_or(0, |met| met.n),
        symmetry: met.map_or_else(|| Test::undefined(FEW_MET), |met| met.test.clone()),
        symmetry_q: None,
        lopsided: met.and_then(|met| met.lopsided.clone()),
        a_stronger: stronger.map(|(a, _)| a),
        b_stronger: stronger.map(|(_, b)| b),
    }
}

fn adjust(pairs: &mut [PairedReport]) {
    let p = |of: fn(&PairedReport) -> &Test| -> Vec<f64> {
        pairs.iter().map(|pair| of(pair).p.unwrap_or(f64::NAN)).collect()
    };
    let right = holm(&p(|pair| &pair.mcnemar));
    let labels = benjamini_hochberg(&p(|pair| &pair.symmetry));
    for (pair, (right, labels)) in pairs.iter_mut().zip(right.into_iter().zip(labels)) {
        pair.p_holm = Some(right).filter(|p| !p.is_nan());
        pair.symmetry_q = Some(labels).filter(|q| !q.is_nan());
    }
}

/// Says who is right more often than whom, models and the policy first, and that of the others nothing is known.
fn sentence(sheet: &Sheet, pairs: &[PairedReport], who: &[(u32, u32)]) -> Option<String> {
    let compared: Vec<_> = pairs.iter().zip(who).filter(|(pair, _)| pair.difference.value.is_some()).collect();
    let mut differ: Vec<_> = compared.iter().copied().filter(|(pair, _)| pair.differ()).collect();
    if let ([(only, (a, b))], []) = (compared.as_slice(), differ.as_slice()) {
        let (a, b, figure) = (called(sheet, *a), called(sheet, *b), points(&only.difference, only.mcnemar.p));
        return Some(format!("{a} and {b} are not known to differ in how often they are right: {figure}"));
    }
    if differ.is_empty() {
        let many = compared.len() as u64;
        return (many > 0).then(|| {
            format!(
                "of {} none is known to differ in how often they are right",
                counted(many, "pair of judges", "pairs of judges")
            )
        });
    }
    let is_rater = |judge: u32| sheet.kind(judge) == Some(JudgeKind::Rater);
    let raters = |(a, b): &(u32, u32)| usize::from(is_rater(*a)) + usize::from(is_rater(*b));
    let p = |pair: &PairedReport| pair.p_holm.unwrap_or(1.0);
    differ.sort_by(|a, b| raters(a.1).cmp(&raters(b.1)).then(p(a.0).total_cmp(&p(b.0))));
    let mut parts: Vec<String> = differ.iter().take(TOLD_MAX).map(|(pair, who)| told(sheet, pair, **who)).collect();
    match differ.len().saturating_sub(TOLD_MAX) {
        0 => {}
        more => parts.push(counted(more as u64, "more pair differs", "more pairs differ")),
    }
    if compared.len() > differ.len() {
        parts.push("nothing else differs for sure".to_owned());
    }
    Some(parts.join("; "))
}

fn called(sheet: &Sheet, judge: u32) -> String {
    match sheet.judges.get(judge as usize) {
        Some(own) if own.kind == JudgeKind::Policy => "the policy".to_owned(),
        _ => sheet.title(judge),
    }
}

fn told(sheet: &Sheet, pair: &PairedReport, (a, b): (u32, u32)) -> String {
    let own = &pair.difference;
    let turned = |value: Option<f64>| value.map(|value| -value);
    let (better, worse, figure) = if own.value.is_some_and(|value| value < 0.0) {
        let figure = Figure { value: turned(own.value), low: turned(own.high), high: turned(own.low), ..own.clone() };
        (b, a, figure)
    } else {
        (a, b, own.clone())
    };
    let figure = points(&figure, pair.p_holm);
    format!(
        "{} is right more often than {}: by {figure} after Holm's correction",
        called(sheet, better),
        called(sheet, worse)
    )
}

/// Writes a difference in percentage points: `4.1 points (1.2 to 7.0, n = 812), p = 0.004`.
fn points(figure: &Figure, p: Option<f64>) -> String {
    let point = |share: Option<f64>| format!("{:.1}", share.unwrap_or(0.0) * 100.0).replace("-0.0", "0.0");
    let p = match p {
        Some(small) if small < 0.001 => ", p < 0.001".to_owned(),
        Some(p) => format!(", p = {p:.3}"),
        None => String::new(),
    };
    format!(
        "{} points ({} to {}, n = {}){p}",
        point(figure.value),
        point(figure.low),
        point(figure.high),
        count(figure.n)
    )
}
