//! CROWDLAB: a model's probabilities are one more judge.

use super::fit::summarize;
use super::posteriors::one_hot;
use super::{Fit, Method, Options, Posteriors, Unfit};
use crate::calibrate::Ratings;

/// The ensemble of Goh, Tkachenko & Mueller (2022), as cleanlab 2.9 defines it: each row is the mean of the model's
/// probabilities and the judges' votes, weighted by how far each is better than always saying the commonest label.
///
/// Judges are weighed by how they agree with each other, the model by how it agrees with consensus. A tied majority
/// goes to the label the model prefers, then to the rarer one, then to the more agreeable judges, then by order. Where the
/// model says nothing of an item, the judges are heard alone.
pub struct Crowdlab;

/// What a weighted ensemble of judges and a model found, beside the posteriors.
#[derive(Debug, Clone, PartialEq)]
pub struct Ensemble {
    /// The probability of every label for every item; zeros where neither the model nor a judge speaks.
    pub posteriors: Posteriors,
    /// The label of every item; of items nobody rated, the model's own.
    pub consensus: Vec<u16>,
    /// By item, the share of its judges who gave the consensus label; `None` where nobody rated.
    pub agreement: Vec<Option<f64>>,
    /// The model's weight beside the judges'.
    pub model_weight: f64,
    /// The judges' weights.
    pub judge_weights: Vec<f64>,
    /// By judge: agreement with consensus where others rated too, mixed with the mean probability of its labels;
    /// `None` for a judge without such an item.
    pub qualities: Vec<Option<f64>>,
    /// How many majorities were tied.
    pub ties: u64,
}

/// No weight and no error is held lower than this.
const LEAST: f64 = 1e-6;

impl Method for Crowdlab {
    fn name(&self) -> &'static str {
        "crowdlab"
    }

    fn about(&self) -> &'static str {
        "a model's probabilities are one more judge, each weighed by agreement (Goh et al. 2022)"
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let found = ensemble(ratings, options)?;
        let judges = summarize(ratings, &found.posteriors, |judge| found.qualities.get(judge).copied().flatten());
        let class_shares = super::fit::mean_row(ratings, &found.posteriors);
        let known = |item: usize| !ratings.range(item).is_empty() || options.gold_of(item, ratings.labels()).is_some();
        let decided = |(item, label): (usize, u16)| known(item).then_some(label);
        let mut posteriors = found.posteriors;
        posteriors.rows_mut().filter(|row| !speaks(row)).for_each(|row| row.copy_from_slice(&class_shares));
        Ok(Fit {
            method: self.name(),
            decisions: found.consensus.into_iter().enumerate().map(decided).collect(),
            ties: found.ties,
            class_shares,
            judges,
            posteriors,
            confusions: None,
            iterations: 1,
            log_likelihood: Vec::new(),
            converged: None,
        })
    }
}

/// Weighs judges and model and mixes them.
///
/// # Errors
/// Says so when there is no model, when its table is of another size, or when no item has two ratings.
pub fn ensemble(ratings: &Ratings, options: &Options<'_>) -> Result<Ensemble, Unfit> {
    let model = options.model?;
    if model.items() != ratings.items() || model.labels() != ratings.labels() {
        return Err(Unfit("the model's probabilities are of other items or labels than the ratings"));
    }
    let weights = judge_agreement(ratings).ok_or(Unfit("no item has two ratings, so judges cannot be weighed"))?;
    let (majority, ties) = majority(ratings, options, model);
    let first = mix(ratings, model, &majority, &weights);
    let consensus = majority.iter().enumerate().map(|(item, majority)| match options.gold_of(item, ratings.labels()) {
        Some(gold) => gold,
        None => match exact_top(first.posteriors.row(item)) {
            (label, false) => label,
            (_, true) => *majority,
        },
    });
    let consensus: Vec<u16> = consensus.collect();
    let mut second = mix(ratings, model, &consensus, &weights);
    let qualities = qualities(ratings, &consensus, &second);
    for (item, row) in second.posteriors.rows_mut().enumerate() {
        if let Some(gold) = options.gold_of(item, ratings.labels()) {
            one_hot(row, gold);
        }
    }
    Ok(Ensemble {
        posteriors: second.posteriors,
        agreement: agreement(ratings, &consensus),
        consensus,
        model_weight: second.model_weight,
        judge_weights: second.judge_weights,
        qualities,
        ties,
    })
}

/// Tells whether a row says anything at all.
fn speaks(row: &[f64]) -> bool {
    row.iter().any(|value| *value > 0.0)
}

/// Returns the first label of the highest probability, and whether another has the very same.
fn exact_top(row: &[f64]) -> (u16, bool) {
    let best = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut tops = row.iter().enumerate().filter(|(_, value)| **value == best).map(|(label, _)| label as u16);
    (tops.next().unwrap_or(0), tops.next().is_some())
}

/// Returns by judge the share of the other ratings of its items that say the same, pooled over pairs; a judge without
/// company gets the mean of the others. Nothing where no item has two ratings.
fn judge_agreement(ratings: &Ratings) -> Option<Vec<f64>> {
    let mut pairs = vec![(0_u64, 0_u64); ratings.judges()];
    let mut votes = vec![0_u64; ratings.labels()];
    for item in 0..ratings.items() {
        let (judges, labels) = ratings.of(item);
        count_votes(labels, &mut votes);
        for (judge, label) in judges.iter().zip(labels) {
            let same = votes.get(usize::from(*label)).map_or(0, |count| count.saturating_sub(1));
            if let Some((all, agreed)) = pairs.get_mut(*judge as usize) {
                *all += labels.len() as u64 - 1;
                *agreed += same;
            }
        }
    }
    let shares: Vec<Option<f64>> =
        pairs.iter().map(|(all, agreed)| (*all > 0).then(|| *agreed as f64 / *all as f64)).collect();
    let mean = mean(shares.iter().copied().flatten())?;
    Some(shares.iter().map(|share| share.unwrap_or(mean)).collect())
}

fn count_votes(labels: &[u16], votes: &mut [u64]) {
    votes.fill(0);
    for label in labels {
        if let Some(count) = votes.get_mut(usize::from(*label)) {
            *count += 1;
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0_u64, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / count as f64)
}

/// Returns the majority label of every item (gold where it is clamped, the model's where nobody rated) and the ties.
fn majority(ratings: &Ratings, options: &Options<'_>, model: &Posteriors) -> (Vec<u16>, u64) {
    let labels = ratings.labels();
    let mut totals = vec![0_u64; labels];
    count_votes(ratings.all_labels(), &mut totals);
    let mut votes = vec![0_u64; labels];
    let mut ties = 0;
    let mut winners: Vec<Vec<u16>> = Vec::with_capacity(ratings.items());
    for (item, row) in model.rows().enumerate() {
        let (judges, given) = ratings.of(item);
        count_votes(given, &mut votes);
        let most = votes.iter().copied().max().unwrap_or(0);
        let tied: Vec<u16> =
            (0_u16..).zip(&votes).filter(|(_, count)| **count == most).map(|(label, _)| label).collect();
        ties += u64::from(tied.len() > 1 && !judges.is_empty());
        let at = |label: u16| row.get(usize::from(label)).copied().unwrap_or(0.0);
        let common = |label: u16| totals.get(usize::from(label)).copied().unwrap_or(0);
        winners.push(match options.gold_of(item, labels) {
            Some(gold) => vec![gold],
            None => keep_best(keep_best(tied, at), |label| -(common(label) as f64)),
        });
    }
    (settle(ratings, winners), ties)
}

/// Keeps the labels whose score is the highest.
fn keep_best(labels: Vec<u16>, score: impl Fn(u16) -> f64) -> Vec<u16> {
    if labels.len() < 2 {
        return labels;
    }
    let best = labels.iter().map(|label| score(*label)).fold(f64::NEG_INFINITY, f64::max);
    labels.into_iter().filter(|label| score(*label) >= best).collect()
}

/// Settles what is still tied by the judges' agreement with what is not, then by the labels' order.
fn settle(ratings: &Ratings, winners: Vec<Vec<u16>>) -> Vec<u16> {
    if winners.iter().all(|labels| labels.len() < 2) {
        return winners.iter().map(|labels| labels.first().copied().unwrap_or(0)).collect();
    }
    let settled: Vec<Option<u16>> =
        winners.iter().map(|labels| labels.first().copied().filter(|_| labels.len() == 1)).collect();
    let trust = super::votes::agreement(ratings, &settled);
    let usual = mean(trust.iter().copied().flatten()).unwrap_or(0.0);
    let score = |item: usize, label: u16| {
        let (judges, labels) = ratings.of(item);
        let sides = judges.iter().zip(labels).filter(|(_, given)| **given == label);
        let trusts = sides.map(|(judge, _)| trust.get(*judge as usize).copied().flatten().unwrap_or(usual));
        mean(trusts).unwrap_or(0.0)
    };
    let pick =
        |(item, labels): (usize, Vec<u16>)| keep_best(labels, |label| score(item, label)).first().copied().unwrap_or(0);
    winners.into_iter().enumerate().map(pick).collect()
}

/// One round: weights from a consensus, and the rows they make.
struct Round {
    posteriors: Posteriors,
    model_weight: f64,
    judge_weights: Vec<f64>,
}

fn mix(ratings: &Ratings, model: &Posteriors, consensus: &[u16], agreements: &[f64]) -> Round {
    let several = |item: usize| ratings.range(item).len() > 1;
    let rated = (0..ratings.items()).filter(|item| !ratings.range(*item).is_empty()).count().max(1);
    let shares = agreement(ratings, consensus);
    let agreed = mean(shares.iter().enumerate().filter(|(item, _)| several(*item)).filter_map(|(_, share)| *share));
    let likelihood = agreed.unwrap_or(1.0);
    let unlikelihood = (1.0 - likelihood) / ratings.labels().saturating_sub(1).max(1) as f64;
    let subset = || consensus.iter().enumerate().filter(|(item, _)| several(*item));
    let mut totals = vec![0_u64; ratings.labels()];
    subset().for_each(|(_, label)| {
        if let Some(total) = totals.get_mut(usize::from(*label)) {
            *total += 1;
        }
    });
    let n: u64 = totals.iter().sum();
    let commonest = totals.iter().copied().max().unwrap_or(0);
    let base_error = ((n - commonest) as f64 / n.max(1) as f64).max(LEAST);
    let judge_weights: Vec<f64> =
        agreements.iter().map(|share| (1.0 - (1.0 - share) / base_error).max(LEAST)).collect();
    let told = || subset().filter(|(item, _)| speaks(model.row(*item)));
    let wrong = told().filter(|(item, label)| exact_top(model.row(*item)).0 != **label).count();
    let model_error = wrong as f64 / told().count().max(1) as f64;
    let company = (ratings.len() as f64 / rated as f64).sqrt();
    let model_weight = (1.0 - model_error / base_error).max(LEAST) * company;
    let mut posteriors = model.clone();
    for (item, row) in posteriors.rows_mut().enumerate() {
        let (judges, labels) = ratings.of(item);
        let mut total = if speaks(row) { model_weight } else { 0.0 };
        row.iter_mut().for_each(|value| *value *= model_weight);
        for (judge, label) in judges.iter().zip(labels) {
            let weight = judge_weights.get(*judge as usize).copied().unwrap_or(0.0);
            total += weight;
            for (value, here) in row.iter_mut().zip(0_u16..) {
                *value += weight * if here == *label { likelihood } else { unlikelihood };
            }
        }
        if total > 0.0 {
            row.iter_mut().for_each(|value| *value /= total);
        }
    }
    Round { posteriors, model_weight, judge_weights }
}

/// Returns by item the share of its ratings that are the consensus.
fn agreement(ratings: &Ratings, consensus: &[u16]) -> Vec<Option<f64>> {
    let share = |(item, consensus): (usize, &u16)| {
        let (_, labels) = ratings.of(item);
        let same = labels.iter().filter(|label| *label == consensus).count();
        (!labels.is_empty()).then(|| same as f64 / labels.len() as f64)
    };
    consensus.iter().enumerate().map(share).collect()
}

/// Returns the judges' qualities.
fn qualities(ratings: &Ratings, consensus: &[u16], round: &Round) -> Vec<Option<f64>> {
    let rated = (0..ratings.items()).filter(|item| !ratings.range(*item).is_empty()).count().max(1);
    let company = ratings.len() as f64 / rated as f64 / ratings.judges().max(1) as f64;
    let judged = round.judge_weights.iter().sum::<f64>() * company;
    let share = round.model_weight / (round.model_weight + judged);
    let mut sums = vec![(0_u64, 0.0, 0_u64, 0_u64); ratings.judges()];
    for ((item, row), consensus) in round.posteriors.rows().enumerate().zip(consensus) {
        let (judges, labels) = ratings.of(item);
        for (judge, label) in judges.iter().zip(labels) {
            if let Some((all, mass, several, agreed)) = sums.get_mut(*judge as usize) {
                *all += 1;
                *mass += row.get(usize::from(*label)).copied().unwrap_or(0.0);
                *several += u64::from(labels.len() > 1);
                *agreed += u64::from(labels.len() > 1 && label == consensus);
            }
        }
    }
    let quality = |(all, mass, several, agreed): &(u64, f64, u64, u64)| {
        (*several > 0).then(|| share * mass / *all as f64 + (1.0 - share) * *agreed as f64 / *several as f64)
    };
    sums.iter().map(quality).collect()
}
