//! Dawid–Skene: every judge has a table of how each true label comes out.

use super::em::{Channel, FLOOR, START_RATINGS, Start, climb};
use super::fit::{decide, summarize};
use super::{Confusions, Fit, Method, Options, Unfit};
use crate::calibrate::Ratings;

/// The model of Dawid & Skene (1979, *Applied Statistics* 28), fitted by EM from the vote shares.
///
/// A judge's rates run over the labels that judge ever used (or has a prior count for), never under 1e-10 before they
/// are made to sum to 1, so that fixed iterations equal crowd-kit's.
pub struct DawidSkene;

impl Method for DawidSkene {
    fn name(&self) -> &'static str {
        "dawid_skene"
    }

    fn about(&self) -> &'static str {
        "every judge has its own chance of each answer under each true label (Dawid & Skene 1979)"
    }

    fn reads_history(&self) -> bool {
        true
    }

    fn fit(&self, ratings: &Ratings, options: &Options<'_>) -> Result<Fit, Unfit> {
        Ok(fit_with(self.name(), ratings, options, extra_counts(ratings.judges(), ratings.labels(), options)))
    }
}

/// Fits the tables with counts to start from, laid out by judge, given label, true label (or none at all).
pub(super) fn fit_with(method: &'static str, ratings: &Ratings, options: &Options<'_>, extra: Vec<f64>) -> Fit {
    let mut tables = Tables::new(ratings, extra);
    let summit = climb(ratings, options, &Start::Votes, &mut tables);
    let (decisions, ties) = decide(ratings, options, &summit.posteriors);
    let judges = summarize(ratings, &summit.posteriors, |_| None);
    Fit {
        method,
        posteriors: summit.posteriors,
        decisions,
        ties,
        class_shares: summit.class_shares,
        judges,
        confusions: Some(tables.into_confusions()),
        iterations: summit.iterations,
        log_likelihood: summit.log_likelihood,
        converged: summit.converged,
    }
}

/// Tables by judge, given label, true label: a rating adds one stretch of a table to the row of its item.
struct Tables {
    labels: usize,
    logs: Vec<f64>,
    counts: Vec<f64>,
    /// Prior and history, laid out like the tables; empty where there is none.
    extra: Vec<f64>,
    /// By judge and given label: whether the judge ever used it, or has a prior count for it.
    used: Vec<bool>,
    /// By judge and true label: how many ratings are expected there.
    mass: Vec<f64>,
}

impl Tables {
    fn new(ratings: &Ratings, extra: Vec<f64>) -> Tables {
        let (judges, labels) = (ratings.judges(), ratings.labels());
        let mut used = vec![false; judges * labels];
        for (used, row) in used.iter_mut().zip(extra.chunks_exact(labels.max(1))) {
            *used = row.iter().any(|count| *count > 0.0);
        }
        for (judge, label) in ratings.all_judges().iter().zip(ratings.all_labels()) {
            if let Some(used) = used.get_mut(*judge as usize * labels + usize::from(*label)) {
                *used = true;
            }
        }
        let cells = judges * labels * labels;
        let counts = if extra.is_empty() { vec![0.0; cells] } else { extra.clone() };
        Tables { labels, logs: vec![0.0; cells], counts, extra, used, mass: vec![0.0; judges * labels] }
    }

    fn stretch(&self, judge: u32, label: u16) -> std::ops::Range<usize> {
        let start = (judge as usize * self.labels + usize::from(label)) * self.labels;
        start..start + self.labels
    }

    fn into_confusions(mut self) -> Confusions {
        let rows = self.logs.chunks_exact_mut(self.labels.max(1));
        for (row, used) in rows.zip(&self.used) {
            row.iter_mut().for_each(|log| *log = if *used { log.exp() } else { 0.0 });
        }
        Confusions { labels: self.labels, rates: self.logs, mass: self.mass }
    }
}

/// Lays out prior and historical counts by judge, given label, true label; nothing where all are zero.
pub(super) fn extra_counts(judges: usize, labels: usize, options: &Options<'_>) -> Vec<f64> {
    let prior = options.prior;
    if options.history.is_none() && prior.right <= 0.0 && prior.wrong <= 0.0 {
        return Vec::new();
    }
    let mut extra = Vec::with_capacity(judges * labels * labels);
    for judge in 0..judges {
        for given in 0..labels as u16 {
            for truth in 0..labels as u16 {
                let pseudo = if given == truth { prior.right } else { prior.wrong };
                extra.push(pseudo.max(0.0) + options.history.map_or(0.0, |history| history.get(judge, truth, given)));
            }
        }
    }
    extra
}

impl Channel for Tables {
    fn weigh(&self, judge: u32, label: u16, row: &mut [f64]) -> f64 {
        if let Some(logs) = self.logs.get(self.stretch(judge, label)) {
            row.iter_mut().zip(logs).for_each(|(sum, log)| *sum += log);
        }
        0.0
    }

    fn count(&mut self, judge: u32, label: u16, posterior: &[f64]) {
        let stretch = self.stretch(judge, label);
        if let Some(counts) = self.counts.get_mut(stretch) {
            counts.iter_mut().zip(posterior).for_each(|(count, value)| *count += value);
        }
    }

    fn fade(&mut self) {
        let table = self.labels * self.labels;
        let judges = self.counts.chunks_exact_mut(table.max(1)).zip(self.extra.chunks_exact(table.max(1)));
        for (counts, extra) in judges {
            let given: f64 = counts.iter().zip(extra).map(|(count, extra)| count - extra).sum();
            let scale = if given > START_RATINGS { START_RATINGS / given } else { 1.0 };
            counts.iter_mut().zip(extra).for_each(|(count, extra)| *count = extra + (*count - extra) * scale);
        }
    }

    fn update(&mut self) {
        let labels = self.labels.max(1);
        let table = labels * labels;
        let mut sums = vec![0.0; self.labels];
        let blocks = self.logs.chunks_exact_mut(table).zip(self.counts.chunks_exact_mut(table));
        let judges = self.used.chunks_exact(labels).zip(self.mass.chunks_exact_mut(labels));
        for ((logs, counts), (used, mass)) in blocks.zip(judges) {
            sums.fill(0.0);
            mass.fill(0.0);
            for (row, _) in counts.chunks_exact_mut(labels).zip(used).filter(|(_, used)| **used) {
                for ((count, sum), mass) in row.iter_mut().zip(&mut sums).zip(mass.iter_mut()) {
                    *mass += *count;
                    *count = count.max(FLOOR);
                    *sum += *count;
                }
            }
            let rows = logs.chunks_exact_mut(labels).zip(counts.chunks_exact(labels)).zip(used);
            for ((logs, counts), _) in rows.filter(|(_, used)| **used) {
                for ((log, count), sum) in logs.iter_mut().zip(counts).zip(&sums) {
                    *log = (count / sum).ln();
                }
            }
        }
        if self.extra.is_empty() {
            self.counts.fill(0.0);
        } else {
            self.counts.copy_from_slice(&self.extra);
        }
    }

    fn log_prior(&self) -> f64 {
        self.extra.iter().zip(&self.logs).map(|(count, log)| count * log).sum()
    }
}
