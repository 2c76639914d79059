//! From found to believed: slices found on one half of the rows, tested on the other, with the false ones kept rare.

use super::table::Table;
use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::{t_point, t_two_sided};
use crate::calibrate::intervals::random::Random;
use crate::calibrate::intervals::{wilson, wilson_of};
use crate::calibrate::paired::benjamini_hochberg;
use crate::calibrate::tails::fisher_above;

/// Splits the rows of a table into two halves by cluster: one to search, one to hold out.
///
/// Clusters come in an order stirred by the seed, each to the half that has fewer rows so far; so the halves are of nearly
/// equal size, and rows of one cluster never stand on both sides.
pub fn halves(table: &Table, seed: u64) -> (Vec<u32>, Vec<u32>) {
    let mut order: Vec<(u64, u32, u32)> = (0..)
        .zip(table.clusters())
        .map(|(row, cluster)| (Random::stream(seed, u64::from(*cluster)).bits(), *cluster, row))
        .collect();
    order.sort_unstable();
    let (mut search, mut held_out) = (Vec::new(), Vec::new());
    for group in order.chunk_by(|a, b| a.1 == b.1) {
        let half = if search.len() <= held_out.len() { &mut search } else { &mut held_out };
        half.extend(group.iter().map(|(_, _, row)| *row));
    }
    search.sort_unstable();
    held_out.sort_unstable();
    (search, held_out)
}

/// Returns the mean error of some rows with an interval at 95 %; `n` counts the rows.
///
/// A rate has Wilson's interval; where rows share clusters, with as many trials as the clustered rows are worth: n over
/// the design effect (Kish 1965), at least 1. A mean cost has Student's interval on the sums of clusters.
pub fn mean_error(table: &Table, rows: &[u32]) -> Figure {
    let n = rows.len();
    if n == 0 {
        return Figure::undefined(0, "there are no items here");
    }
    let mean = table.error_of(rows) / n as f64;
    let (variance, clusters) = clustered(influence(table, rows, 1.0));
    if table.is_binary() {
        if clusters == n {
            return wilson((mean * n as f64).round() as u64, n as u64);
        }
        return Figure::new(mean, wilson_of(mean, worth(table, rows)), n as u64, "wilson_clustered");
    }
    if clusters < 2 {
        return Figure::undefined(n as u64, "one group of near duplicates tells nothing about others");
    }
    let half = t_point(clusters as f64 - 1.0).unwrap_or(f64::INFINITY) * variance.sqrt();
    Figure::new(mean, ((mean - half).max(0.0), mean + half), n as u64, "student_clustered")
}

/// Returns how many independent rows some rows with a rate of errors are worth: their number over the design effect, which
/// is 1 at least; the number of clusters where nothing varies, so that there is no effect to measure.
fn worth(table: &Table, rows: &[u32]) -> f64 {
    let n = rows.len() as f64;
    let rate = table.error_of(rows) / n;
    let (variance, clusters) = clustered(influence(table, rows, 1.0));
    let simple = rate * (1.0 - rate) / n;
    let clusters = clusters as f64;
    if simple > 0.0 && clusters > 1.0 { (n / (variance / simple).max(1.0)).max(1.0) } else { clusters }
}

/// Returns how far each row moves the mean error of all of them, with its cluster.
fn influence(table: &Table, rows: &[u32], sign: f64) -> Vec<(u32, f64)> {
    let n = rows.len() as f64;
    let mean = table.error_of(rows) / n;
    rows.iter().map(|row| (cluster(table, *row), (error(table, *row) - mean) * sign / n)).collect()
}

/// Returns the one-sided p that a slice errs no more than its complement; `None` where either is empty, or where there
/// are too few clusters to tell.
///
/// `slice` and `rest` are rows, ascending. Rates of independent rows: Fisher's exact test. Otherwise Welch's t on the
/// influence of each cluster, with the slice's clusters less one as degrees of freedom (a cluster may stand on both
/// sides); for rates never below Fisher's p of as many rows as the clustered ones are worth, since a slice in which nothing
/// varies has no error to be measured by.
pub fn worse_than_rest(table: &Table, slice: &[u32], rest: &[u32]) -> Option<f64> {
    if slice.is_empty() || rest.is_empty() {
        return None;
    }
    let (inside, outside) = (distinct_clusters(table, slice), distinct_clusters(table, rest));
    let (wrong, wrong_rest) = (table.error_of(slice), table.error_of(rest));
    let (rate, rate_rest) = (wrong / slice.len() as f64, wrong_rest / rest.len() as f64);
    let exact = |hits: f64, drawn: usize, other: f64, left: usize| {
        let (hits, other) = (hits.floor() as u64, other.ceil() as u64);
        fisher_above(hits, drawn as u64, hits + other, (drawn + left) as u64)
    };
    if table.is_binary() && inside == slice.len() && outside == rest.len() {
        return Some(exact(wrong, slice.len(), wrong_rest, rest.len()));
    }
    let mut parts = influence(table, slice, 1.0);
    parts.extend(influence(table, rest, -1.0));
    let (variance, _) = clustered(parts);
    if inside < 2 {
        return None;
    }
    let p = match variance.sqrt() {
        0.0 => f64::from(u8::from(rate <= rate_rest)),
        error => t_above((rate - rate_rest) / error, inside as f64 - 1.0),
    };
    if !table.is_binary() {
        return Some(p);
    }
    let (drawn, left) = (worth(table, slice).floor(), worth(table, rest).floor());
    // 1e-9 undoes the rounding of a product that is whole.
    Some(p.max(exact(rate * drawn + 1e-9, drawn as usize, rate_rest * left - 1e-9, left as usize)))
}

/// Tells whether a slice has rows enough that a test against its complement could fall below `p_max` at all: as many
/// clusters as it would take if all of them were wrong, and two at least.
pub fn could_tell(table: &Table, slice: &[u32], rest: &[u32], p_max: f64) -> bool {
    let inside = distinct_clusters(table, slice);
    if inside < 2 || rest.is_empty() || !table.is_binary() {
        return inside >= 2 && !rest.is_empty();
    }
    let outside = distinct_clusters(table, rest);
    let wrong = (table.error_of(rest) / rest.len() as f64 * outside as f64).ceil();
    let all_wrong = inside as u64;
    fisher_above(all_wrong, all_wrong, all_wrong + wrong as u64, (inside + outside) as u64) <= p_max
}

/// Returns the p of each test adjusted for their number ([`benjamini_hochberg`]), in the order given.
///
/// `None` was no test: it counts for nothing and stays `None`.
pub fn adjusted(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let numbers: Vec<f64> = p.iter().map(|p| p.unwrap_or(f64::NAN)).collect();
    benjamini_hochberg(&numbers).into_iter().map(|q| (!q.is_nan()).then_some(q)).collect()
}

fn cluster(table: &Table, row: u32) -> u32 {
    table.clusters().get(row as usize).copied().unwrap_or(0)
}

fn error(table: &Table, row: u32) -> f64 {
    table.errors().get(row as usize).copied().unwrap_or(0.0)
}

fn distinct_clusters(table: &Table, rows: &[u32]) -> usize {
    let mut clusters: Vec<u32> = rows.iter().map(|row| cluster(table, *row)).collect();
    clusters.sort_unstable();
    clusters.dedup();
    clusters.len()
}

/// Sums what belongs to one cluster; returns the variance of the sum of all, and the number of clusters.
fn clustered(mut parts: Vec<(u32, f64)>) -> (f64, usize) {
    parts.sort_by_key(|(cluster, _)| *cluster);
    let (mut squares, mut clusters) = (0.0, 0_usize);
    for group in parts.chunk_by(|a, b| a.0 == b.0) {
        let sum: f64 = group.iter().map(|(_, part)| part).sum();
        squares += sum * sum;
        clusters += 1;
    }
    let correction = if clusters > 1 { clusters as f64 / (clusters as f64 - 1.0) } else { 1.0 };
    (squares * correction, clusters)
}

/// Returns the probability that Student's t with `degrees` degrees of freedom lies above `t`.
fn t_above(t: f64, degrees: f64) -> f64 {
    let half = 0.5 * t_two_sided(t, degrees);
    if t > 0.0 { half } else { 1.0 - half }
}
