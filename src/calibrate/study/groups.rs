//! Groups of raters: do they differ from each other on a clause more than their own members differ among themselves?
//!
//! Rationale: raters of one mind within their groups and of two minds across them read the clause by what they know of
//! life, and no training makes that an error. Agreement within a group is Krippendorff's alpha of its own ratings;
//! across groups it is κ_x, 1 − d_o/d_e over pairs of raters of different groups (Wong, Paritosh and Aroyo 2021). Whether the
//! surplus of disagreement across groups may be chance is tested by dealing raters to groups anew (Prabhakaran and others 2023):
//! it is raters who are drawn, so a few raters prove nothing however much they rated. One careless rater raises the
//! disagreement within and across alike, and so makes no surplus.
//!
//! Pairs of one item, or of one rater, depend on each other, and so do ratings: intervals of shares of them are
//! [`Clustered`] by item and by rater.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Named, StudyOptions};
use crate::calibrate::agreement::{Profiles, Weighting, Weights, alpha};
use crate::calibrate::intervals::clustered::{Clustered, Squares};
use crate::calibrate::intervals::quantile::Z;
use crate::calibrate::intervals::random::Random;
use crate::calibrate::paired::many::benjamini_hochberg;
use crate::calibrate::sheet::{JudgeKind, NONE, Sheet};
use crate::calibrate::{Figure, Ratings};

/// Items that raters of two groups decided, from which on a clause is measured.
const ITEMS_MIN: u64 = 20;
/// The share of clauses wrongly said to divide groups that is put up with.
const FALSE_SHARE: f64 = 0.05;
/// A smaller surplus of disagreement is of no use to anybody.
const SURPLUS_MIN: f64 = 0.05;
/// How often raters are dealt anew, and how many pairs of raters that may cost.
const DEALS: usize = 1_999;
const DEALS_MIN: usize = 199;
const PAIRS_MAX: usize = 50_000_000;

/// Why pairs within a group tell nothing.
const NO_PAIRS: &str = "no two raters of one group met";

/// How groups of raters agree on one clause.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupAgreement {
    /// The clause at issue; none for items without one.
    pub clause: Option<String>,
    /// Items that raters of different groups decided.
    pub items: u64,
    /// The share of pairs of raters of one group who differ; n counts the pairs, by item and rater (see [`Clustered`]).
    pub within: Figure,
    /// The share of pairs of raters of different groups who differ.
    pub across: Figure,
    /// The second less the first; n counts the items.
    pub surplus: Figure,
    /// Krippendorff's alpha within groups, nominal.
    pub alpha_within: Figure,
    /// κ_x across groups.
    pub kappa_across: Figure,
    /// How likely such a surplus is where groups are dealt by lot.
    pub p: Option<f64>,
    /// That chance adjusted for the number of clauses (Benjamini–Hochberg).
    pub q: Option<f64>,
    /// Whether the groups differ here.
    pub differ: bool,
    /// How often each group gives each label here.
    pub labels: Named<Named<Figure>>,
    /// The finding as a sentence.
    pub sentence: String,
}

/// Groups of raters.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Groups {
    /// How many raters each group has; empty where raters declare none.
    pub raters: Named<u64>,
    /// Raters without a group.
    pub without: u64,
    /// Each clause that raters of two groups met on.
    pub clauses: Vec<GroupAgreement>,
}

impl Groups {
    /// Returns what is known of a clause on which groups differ.
    pub fn differing(&self, clause: Option<&str>) -> Option<&GroupAgreement> {
        self.clauses.iter().find(|one| one.differ && one.clause.as_deref() == clause)
    }
}

/// What two raters did on the items of a clause that both decided.
struct Pair {
    judges: (usize, usize),
    met: u64,
    differ: u64,
}

/// Pairs that met and differ on one item, within groups and across.
#[derive(Default, Clone, Copy)]
struct Met {
    within: (u64, u64),
    across: (u64, u64),
}

impl Met {
    fn add(&mut self, across: bool, differ: u64) {
        let kind = if across { &mut self.across } else { &mut self.within };
        *kind = (kind.0 + 1, kind.1 + differ);
    }
}

/// Compares groups by the raters who are `good` enough: who fails differs from everybody.
pub fn groups(sheet: &Sheet, good: &[bool], options: &StudyOptions) -> Groups {
    if sheet.group_names.len() < 2 {
        return Groups::default();
    }
    let rater = |judge: &usize| sheet.judges.get(*judge).is_some_and(|judge| judge.kind == JudgeKind::Rater);
    let raters: Vec<usize> = (0..sheet.judges.len()).filter(rater).collect();
    let of =
        |group: usize| raters.iter().filter(|judge| sheet.group(**judge as u32) == Some(group as u32)).count() as u64;
    let names = sheet.group_names.iter().enumerate();
    let mut items: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (item, topic) in (0..).zip(&sheet.topics) {
        items.entry(*topic).or_default().push(item);
    }
    let mut clauses: Vec<GroupAgreement> = items
        .iter()
        .filter_map(|(topic, items)| Clause::of(sheet, good, items)?.report(sheet, *topic, options))
        .collect();
    let q = benjamini_hochberg(&clauses.iter().map(|one| one.p.unwrap_or(f64::NAN)).collect::<Vec<_>>());
    for (one, q) in clauses.iter_mut().zip(q) {
        one.q = Some(q).filter(|q| !q.is_nan());
        one.differ = q <= FALSE_SHARE
            && one.surplus.low.is_some_and(|low| low > 0.0)
            && one.surplus.value.is_some_and(|value| value >= SURPLUS_MIN);
        one.sentence = sentence(one);
    }
    Groups {
        raters: Named(names.map(|(at, name)| (name.clone(), of(at))).collect()),
        without: raters.iter().filter(|judge| sheet.group(**judge as u32).is_none()).count() as u64,
        clauses,
    }
}

/// The ratings of one clause by raters with a group.
struct Clause {
    /// Ratings, with item and group together as one unit.
    rows: Vec<(u32, u32, u16)>,
    units: usize,
    met: Vec<Met>,
    pairs: Vec<Pair>,
    /// Pairs that met and differ, by item and rater together: within groups, and across.
    by_rating: [Squares; 2],
    /// How often each group gave each label.
    given: Vec<Vec<u64>>,
    /// Pairs that met, by their two groups.
    between: BTreeMap<(usize, usize), u64>,
}

impl Clause {
    fn of(sheet: &Sheet, good: &[bool], items: &[u32]) -> Option<Clause> {
        let (groups, labels) = (sheet.group_names.len(), sheet.scale.labels().len());
        let mut clause = Clause {
            rows: Vec::new(),
            units: items.len() * groups,
            met: Vec::new(),
            pairs: Vec::new(),
            by_rating: [Squares::default(); 2],
            given: vec![vec![0; labels]; groups],
            between: BTreeMap::new(),
        };
        let mut pairs: BTreeMap<(u32, u32), (u64, u64)> = BTreeMap::new();
        for (at, item) in items.iter().enumerate() {
            let (judges, given) = sheet.ratings.of(*item as usize);
            let known = judges.iter().zip(given).filter(|(judge, _)| good.get(**judge as usize) == Some(&true));
            let known = known.filter_map(|(judge, label)| Some((*judge, *label, sheet.group(*judge)?)));
            let rated: Vec<(u32, u16, usize)> =
                known.map(|(judge, label, group)| (judge, label, group as usize)).collect();
            let mut met = Met::default();
            let mut own = vec![Met::default(); rated.len()];
            for (first, (judge, label, group)) in rated.iter().enumerate() {
                clause.rows.push(((at * groups + group) as u32, *judge, *label));
                let cell = clause.given.get_mut(*group).and_then(|row| row.get_mut(usize::from(*label)));
                cell.into_iter().for_each(|cell| *cell += 1);
                for (second, (other, theirs, their_group)) in rated.iter().enumerate().skip(first + 1) {
                    let (differ, across) = (u64::from(label != theirs), group != their_group);
                    met.add(across, differ);
                    for at in [first, second] {
                        own.get_mut(at).into_iter().for_each(|own| own.add(across, differ));
                    }
                    let pair = pairs.entry((*judge, *other)).or_default();
                    *pair = (pair.0 + 1, pair.1 + differ);
                    *clause.between.entry(((*group).min(*their_group), (*group).max(*their_group))).or_default() += 1;
                }
            }
            let [within, across] = &mut clause.by_rating;
            for own in own {
                within.add(own.within.1, own.within.0);
                across.add(own.across.1, own.across.0);
            }
            if met.within.0 + met.across.0 > 0 {
                clause.met.push(met);
            }
        }
        clause.pairs = pairs
            .into_iter()
            .map(|((a, b), (met, differ))| Pair { judges: (a as usize, b as usize), met, differ })
            .collect();
        Some(clause).filter(|clause| clause.met.iter().any(|met| met.across.0 > 0))
    }

    fn report(&self, sheet: &Sheet, topic: u32, options: &StudyOptions) -> Option<GroupAgreement> {
        let items = self.met.iter().filter(|met| met.across.0 > 0).count() as u64;
        let sum = |of: &dyn Fn(&Met) -> u64| self.met.iter().map(of).sum::<u64>();
        let within = (sum(&|met| met.within.0), sum(&|met| met.within.1));
        let across = (sum(&|met| met.across.0), sum(&|met| met.across.1));
        let labels = sheet.scale.labels().len();
        let ratings = Ratings::new(self.units, sheet.judges.len(), labels, self.rows.clone());
        let inside = alpha::weighted(&Profiles::of(&ratings), &Weights::new(Weighting::Identity, labels));
        let tested = items >= ITEMS_MIN && within.0 > 0;
        let stream = u64::from(topic).wrapping_add(options.seed.wrapping_mul(0x9e37_79b9));
        let differ_across = self.differ(sheet, true).figure(NO_PAIRS);
        Some(GroupAgreement {
            clause: sheet.clauses.get(topic as usize).filter(|_| topic != NONE).cloned(),
            items,
            within: self.differ(sheet, false).figure(NO_PAIRS),
            kappa_across: self.kappa_across(&differ_across),
            across: differ_across,
            surplus: self.surplus(within, across),
            alpha_within: inside.figure,
            p: if tested { self.chance(sheet, stream) } else { None },
            q: None,
            differ: false,
            labels: self.labels(sheet),
            sentence: String::new(),
        })
    }

    /// The disagreement across groups less that within, with the interval of the linear ratios over items.
    fn surplus(&self, within: (u64, u64), across: (u64, u64)) -> Figure {
        let n = self.met.len() as u64;
        if within.0 == 0 {
            return Figure::undefined(n, NO_PAIRS);
        }
        let share = |(met, differ): (u64, u64)| differ as f64 / met as f64;
        let (inside, outside) = (share(within), share(across));
        let items = n as f64;
        let part =
            |(met, differ): (u64, u64), share: f64, all: u64| (differ as f64 - share * met as f64) * items / all as f64;
        let pull = |met: &Met| part(met.across, outside, across.0) - part(met.within, inside, within.0);
        let square: f64 = self.met.iter().map(|met| pull(met).powi(2)).sum();
        if n < 2 {
            return Figure::bare(outside - inside, n, "one item has no spread, so there is no interval");
        }
        let half = Z * (square / (items * (items - 1.0))).sqrt();
        let value = outside - inside;
        Figure::new(value, ((value - half).max(-1.0), (value + half).min(1.0)), n, "delta")
    }

    /// Pairs of raters who differ, within groups or across: by item, by rater, and by both, each pair once though it has two
    /// raters.
    fn differ(&self, sheet: &Sheet, across: bool) -> Clustered {
        let group = |judge: usize| sheet.group(judge as u32);
        let mut all = Clustered::default();
        for met in &self.met {
            let (met, differ) = if across { met.across } else { met.within };
            all.items.add(differ, met);
            all.n += met;
            all.hits += differ;
        }
        let mut raters: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
        let mut pairs = Squares::default();
        for pair in self.pairs.iter().filter(|pair| (group(pair.judges.0) != group(pair.judges.1)) == across) {
            pairs.add(pair.differ, pair.met);
            for judge in [pair.judges.0, pair.judges.1] {
                let own = raters.entry(judge).or_default();
                *own = (own.0 + pair.met, own.1 + pair.differ);
            }
        }
        raters.values().for_each(|(met, differ)| all.raters.add(*differ, *met));
        all.raters = all.raters.less(pairs);
        let [inside, outside] = self.by_rating;
        all.both = if across { outside } else { inside }.less(Squares::singly(all.hits, all.n));
        all
    }

    /// κ_x; the interval is that of the disagreement across, and takes what chance gives for known.
    fn kappa_across(&self, across: &Figure) -> Figure {
        let share = |group: usize, label: usize| {
            let row = self.given.get(group);
            let all: u64 = row.map_or(0, |row| row.iter().sum());
            row.and_then(|row| row.get(label)).map_or(0.0, |n| *n as f64 / all.max(1) as f64)
        };
        let labels = self.given.first().map_or(0, Vec::len);
        let outer = self.between.iter().filter(|((a, b), _)| a != b);
        let differ = |a: usize, b: usize| 1.0 - (0..labels).map(|label| share(a, label) * share(b, label)).sum::<f64>();
        let chance = outer.map(|((a, b), n)| differ(*a, *b) * *n as f64).sum::<f64>() / across.n.max(1) as f64;
        let n = self.met.iter().filter(|met| met.across.0 > 0).count() as u64;
        if chance < 1e-12 {
            return Figure::undefined(n, "every rating gives the same label, so that chance alone would agree always");
        }
        let kappa = |share: Option<f64>| share.map(|share| 1.0 - share / chance);
        Figure { value: kappa(across.value), low: kappa(across.high), high: kappa(across.low), n, ..across.clone() }
    }

    /// How likely a surplus as large is where raters are dealt to groups by lot, group sizes as they are (one-sided;
    /// one is added to both counts, as Phipson and Smyth 2010 have it).
    fn chance(&self, sheet: &Sheet, stream: u64) -> Option<f64> {
        let mut members: Vec<usize> = self.pairs.iter().flat_map(|pair| [pair.judges.0, pair.judges.1]).collect();
        members.sort_unstable();
        members.dedup();
        let mut group: Vec<u32> = sheet.groups.clone();
        let own = self.statistic(&group)?;
        let mut dealt: Vec<u32> = members.iter().filter_map(|judge| sheet.group(*judge as u32)).collect();
        let deals = (PAIRS_MAX / self.pairs.len().max(1)).clamp(DEALS_MIN, DEALS);
        let mut random = Random::stream(stream, 0);
        let mut as_large = 0;
        for _ in 0..deals {
            for last in (1..dealt.len()).rev() {
                dealt.swap(last, random.below(last as u64 + 1) as usize);
            }
            for (judge, drawn) in members.iter().zip(&dealt) {
                group.get_mut(*judge).into_iter().for_each(|slot| *slot = *drawn);
            }
            as_large += usize::from(self.statistic(&group).is_none_or(|other| other >= own - 1e-12));
        }
        Some((as_large + 1) as f64 / (deals + 1) as f64)
    }

    fn statistic(&self, group: &[u32]) -> Option<f64> {
        let (mut within, mut across) = ((0, 0), (0, 0));
        for pair in &self.pairs {
            let same = group.get(pair.judges.0) == group.get(pair.judges.1);
            let kind = if same { &mut within } else { &mut across };
            *kind = (kind.0 + pair.met, kind.1 + pair.differ);
        }
        let share = |(met, differ): (u64, u64)| (met > 0).then(|| differ as f64 / met as f64);
        Some(share(across)? - share(within)?)
    }

    /// How often each group gives each label, by item and by rater.
    fn labels(&self, sheet: &Sheet) -> Named<Named<Figure>> {
        let groups = sheet.group_names.len();
        let own = sheet.group_names.iter().zip(&self.given).enumerate();
        let own = own.filter(|(_, (_, counts))| counts.iter().any(|n| *n > 0));
        let row = |(group, (name, counts)): (usize, (&String, &Vec<u64>))| {
            let mut rows: Vec<(u32, u32, u16)> =
                self.rows.iter().copied().filter(|(unit, ..)| *unit as usize % groups == group).collect();
            let items = by_label(rows.chunk_by(|a, b| a.0 == b.0), counts.len());
            rows.sort_unstable_by_key(|row| row.1);
            let raters = by_label(rows.chunk_by(|a, b| a.1 == b.1), counts.len());
            let n = rows.len() as u64;
            let figures = counts.iter().zip(items.into_iter().zip(raters)).map(|(hits, (items, raters))| {
                Clustered { n, hits: *hits, items, raters, both: Squares::singly(*hits, n) }.figure(NO_PAIRS)
            });
            (name.clone(), Named(sheet.scale.labels().iter().cloned().zip(figures).collect()))
        };
        Named(own.map(row).collect())
    }
}

/// Sums ratings by cluster, for each label.
fn by_label<'a>(clusters: impl Iterator<Item = &'a [(u32, u32, u16)]>, labels: usize) -> Vec<Squares> {
    let mut sums = vec![Squares::default(); labels];
    let mut counts = vec![0_u64; labels];
    for rows in clusters {
        counts.fill(0);
        for (.., label) in rows {
            counts.get_mut(usize::from(*label)).into_iter().for_each(|count| *count += 1);
        }
        sums.iter_mut().zip(&counts).for_each(|(sum, count)| sum.add(*count, rows.len() as u64));
    }
    sums
}

/// The finding in words, with the label on which the groups are farthest apart.
fn sentence(one: &GroupAgreement) -> String {
    let place = one.clause.as_deref().map_or_else(|| "items without a clause".to_owned(), str::to_owned);
    let pairs = format!(
        "on {place}, pairs of raters of different groups differ on {} of decisions, pairs of one group on {}",
        one.across.told(),
        one.within.told()
    );
    if !one.differ {
        return format!("{pairs}: nothing that chance does not make");
    }
    let share = |row: &Named<Figure>, label: &str| row.get(label).and_then(|own| own.value).unwrap_or(0.0);
    let labels = one.labels.iter().next().map(|(_, row)| row.iter().map(|(label, _)| label).collect::<Vec<_>>());
    let apart = labels.unwrap_or_default().into_iter().filter_map(|label| {
        let by_share = |a: &(&str, f64), b: &(&str, f64)| a.1.total_cmp(&b.1);
        let most = one.labels.iter().map(|(group, row)| (group, share(row, label))).max_by(by_share)?;
        let least = one.labels.iter().map(|(group, row)| (group, share(row, label))).min_by(by_share)?;
        Some((label, most, least))
    });
    let widest = apart.max_by(|a, b| (a.1.1 - a.2.1).total_cmp(&(b.1.1 - b.2.1)));
    let Some((label, most, least)) = widest else { return pairs };
    let told =
        |group: &str| one.labels.get(group).and_then(|row| row.get(label)).map_or_else(String::new, Figure::told);
    format!("{pairs}: {} give {label} to {}, {} to {}", most.0, told(most.0), least.0, told(least.0))
}
