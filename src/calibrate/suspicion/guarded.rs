//! A consensus that stays unsure where it should.

use crate::calibrate::ratings::Ratings;

/// Rounds of estimation. Five are enough to learn who errs; many more make posteriors of 0 and 1.
const ROUNDS: usize = 5;
/// Ratings that the pooled confusion counts for in a judge's own, over all rows together.
const POOLED_RATINGS: f64 = 40.0;
/// How far the errors of judges on one item go together.
const CORRELATION: f64 = 0.2;
/// The share of gold that is thought to be wrong before any item is looked at: label errors of about 3 % are what test sets
/// of the field were found to have (Northcutt, Athalye and Mueller 2021).
pub const WRONG_BEFORE: f64 = 0.03;
/// What an item without gold counts beside one with gold in what is learnt of judges.
const WITHOUT_GOLD: f64 = 0.5;

/// What is known of items beside their ratings.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Gold by item; empty: there is none at all.
    pub gold: &'a [Option<u16>],
    /// How probable each label is by what is known of the item before anybody rates it, such as its own words; by item,
    /// none where nothing is. It must come from elsewhere than the item's own gold.
    pub expected: &'a [Option<Vec<f64>>],
}

/// A consensus: the probability of each label for each item, and what each judge gives where a label is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Guarded {
    /// By item, by label; each item's sum to 1.
    pub posteriors: Vec<Vec<f64>>,
    /// By judge, then row by row: the probability of giving each label (column) where a label (row) is right.
    pub confusions: Vec<Vec<f64>>,
    /// How often each label is right.
    pub priors: Vec<f64>,
}

/// Returns how much less so many ratings of one item tell than if judges erred alone: 1 + (m − 1) · 0.2 (Kish 1965).
pub fn design_effect(ratings: usize) -> f64 {
    1.0 + ratings.saturating_sub(1) as f64 * CORRELATION
}

/// Estimates the consensus by the model of Dawid and Skene (1979), held back in three ways.
///
/// Each judge's confusion is shrunk towards that of all judges together, as if by 40 more ratings; the evidence on an item
/// is divided by its design effect, 1 + (m − 1) · 0.2 for m ratings (Kish 1965), since judges err together on what is
/// hard; and only five rounds are made. An item that nobody rated has the priors.
///
/// Gold is one more judge, who gives the right label 97 times in 100 and each other one equally often. What is learnt of
/// judges from an item does not count when the item's own gold is weighed, and items without gold teach half as much.
pub fn guarded(ratings: &Ratings, known: &Known<'_>) -> Guarded {
    let crowd = Crowd { ratings, known };
    let mut posteriors: Vec<Vec<f64>> = (0..ratings.items()).map(|item| crowd.first(item)).collect();
    let (mut confusions, mut priors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let counted = crowd.count(&posteriors);
        for (item, shares) in posteriors.iter_mut().enumerate() {
            *shares = crowd.posterior(item, &counted, shares);
        }
        (confusions, priors) = (counted.confusions(), counted.priors);
    }
    Guarded { posteriors, confusions, priors }
}

/// What judges give by what is probably right.
struct Counted {
    /// By judge, row by row.
    own: Vec<Vec<f64>>,
    /// The same of all judges, as shares of each row.
    pooled: Vec<f64>,
    priors: Vec<f64>,
}

impl Counted {
    /// The probability that a judge gives a label where one is right, `less` of what was counted taken back.
    fn chance(&self, judge: u32, right: usize, given: usize, less: f64) -> f64 {
        let labels = self.priors.len();
        let start = right * labels;
        let row = self.own.get(judge as usize).and_then(|own| own.get(start..start + labels)).unwrap_or(&[]);
        let strength = POOLED_RATINGS / labels.max(1) as f64;
        let usual = self.pooled.get(start + given).copied().unwrap_or(0.0);
        let count = (row.get(given).copied().unwrap_or(0.0) - less).max(0.0);
        let all = (row.iter().sum::<f64>() - less).max(0.0);
        ((count + strength * usual) / (all + strength)).max(1e-6)
    }

    fn confusions(&self) -> Vec<Vec<f64>> {
        let labels = self.priors.len();
        let cells = |judge: usize| {
            let cell = move |at: usize| self.chance(judge as u32, at / labels, at % labels, 0.0);
            (0..labels * labels).map(cell).collect()
        };
        (0..self.own.len()).map(cells).collect()
    }
}

struct Crowd<'a> {
    ratings: &'a Ratings,
    known: &'a Known<'a>,
}

impl Crowd<'_> {
    fn gold(&self, item: usize) -> Option<usize> {
        self.known.gold.get(item).copied().flatten().map(usize::from)
    }

    /// What an item counts for in what is learnt of judges.
    fn weight(&self, item: usize) -> f64 {
        if self.known.gold.is_empty() || self.gold(item).is_some() { 1.0 } else { WITHOUT_GOLD }
    }

    /// Gold as it stands, else the votes.
    fn first(&self, item: usize) -> Vec<f64> {
        let mut shares = vec![0.0; self.ratings.labels()];
        match self.gold(item) {
            Some(gold) => shares.get_mut(gold).into_iter().for_each(|share| *share = 1.0),
            None => shares = votes(self.ratings, item),
        }
        shares
    }

    fn count(&self, posteriors: &[Vec<f64>]) -> Counted {
        let labels = self.ratings.labels();
        let mut own = vec![vec![0.0; labels * labels]; self.ratings.judges()];
        let (mut pooled, mut priors) = (vec![0.0; labels * labels], vec![1.0; labels]);
        for (item, shares) in posteriors.iter().enumerate() {
            let (judges, given) = self.ratings.of(item);
            let weight = self.weight(item);
            priors.iter_mut().zip(shares).for_each(|(sum, share)| *sum += weight * share);
            for (judge, given) in judges.iter().zip(given) {
                let matrices = own.get_mut(*judge as usize).into_iter().chain(std::iter::once(&mut pooled));
                for matrix in matrices {
                    let column = matrix.iter_mut().skip(usize::from(*given)).step_by(labels.max(1));
                    column.zip(shares).for_each(|(count, share)| *count += weight * share);
                }
            }
        }
        let pooled = pooled.chunks(labels.max(1)).flat_map(|row| normalised(row.to_vec())).collect();
        Counted { own, pooled, priors: normalised(priors) }
    }

    /// Weighs an item; `shares` are those of the round before.
    fn posterior(&self, item: usize, counted: &Counted, shares: &[f64]) -> Vec<f64> {
        let (judges, given) = self.ratings.of(item);
        let effect = design_effect(judges.len());
        let gold = self.gold(item);
        let expected = self.known.expected.get(item).and_then(Option::as_ref);
        let others = counted.priors.len().saturating_sub(1).max(1) as f64;
        let log = |(right, share): (usize, &f64)| -> f64 {
            let less = if gold.is_some() { *share } else { 0.0 };
            let said = judges.iter().zip(given);
            let said = said.map(|(judge, label)| counted.chance(*judge, right, usize::from(*label), less).ln());
            let before = expected.unwrap_or(&counted.priors).get(right).copied().unwrap_or(0.0).max(1e-6);
            let held = gold.map_or(1.0, |gold| if gold == right { 1.0 - WRONG_BEFORE } else { WRONG_BEFORE / others });
            (before * held).ln() + said.sum::<f64>() / effect
        };
        let logs: Vec<f64> = shares.iter().enumerate().map(log).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        normalised(logs.iter().map(|log| (log - most).exp()).collect())
    }
}

fn votes(ratings: &Ratings, item: usize) -> Vec<f64> {
    let mut shares = vec![0.0; ratings.labels()];
    for label in ratings.of(item).1 {
        if let Some(share) = shares.get_mut(usize::from(*label)) {
            *share += 1.0;
        }
    }
    normalised(shares)
}

/// Divides by the sum; evenly spread where there is nothing.
pub(super) fn normalised(mut values: Vec<f64>) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    let count = values.len() as f64;
    values.iter_mut().for_each(|value| *value = if total > 0.0 { *value / total } else { 1.0 / count });
    values
}
