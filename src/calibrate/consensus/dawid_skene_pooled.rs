//! Dawid–Skene whose judges lean on each other: a table of one's own, where one's ratings are many enough for it.

use super::dawid_skene::{extra_counts, fit_with};
use super::next_label::AverageJudge;
use super::{Fit, Method, Options, Unfit, votes};
use crate::calibrate::Ratings;

/// Dawid–Skene with a prior that is the average judge's table, as the majority shows it.
///
/// Plain Dawid–Skene gives a judge of twenty ratings a whole table of rates, most of them from no rating at all. Here
/// each true label starts with ten ratings as the average judge would give them; the more a judge rates, the less they
/// count (partial pooling, as in Paun et al. 2018, with a fixed prior in place of a sampled one).
pub struct DawidSkenePooled;

/// So many average ratings stand behind every judge and true label. From 6 to 20 accuracy on six public crowds moves by
/// less than 1.5 points, and at 10 each of them is at least as well off as with none (measured without gold).
const STRENGTH: f64 = 10.0;

impl Method for DawidSkenePooled {
    fn name(&self) -> &'static str {
        "dawid_skene_pooled"
    }

    fn about(&self) -> &'static str {
        "every judge has its own chance of each answer, leaning on the average judge where its ratings are few"
    }

    fn reads_history(&self) -> bool {
        true
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        let (judges, labels) = (ratings.judges(), ratings.labels());
        let average = AverageJudge::of(ratings, &votes::share_votes(ratings, options, None), |_| true);
        let mut table = Vec::with_capacity(labels * labels);
        for given in 0..labels as u16 {
            table.extend((0..labels as u16).map(|truth| STRENGTH * average.rate(truth, given)));
        }
        let mut extra = extra_counts(judges, labels, options);
        extra.resize(judges * labels * labels, 0.0);
        for judge in extra.chunks_exact_mut(table.len().max(1)) {
            judge.iter_mut().zip(&table).for_each(|(count, pooled)| *count += pooled);
        }
        Ok(fit_with(self.name(), ratings, options, extra))
    }
}
