//! Every pattern of conditions that is frequent enough, with how far its error strays from the whole (Pastor, de Alfaro,
//! Baralis 2021: DivExplorer).

use super::table::{Item, Table};
use super::walk::{Column, Ground, Place, Tally, Visitor};

/// A pattern and its divergence.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// Its conditions, by feature.
    pub items: Vec<Item>,
    /// How many rows it has.
    pub n: usize,
    /// The sum of their errors.
    pub error: f64,
    /// Its mean error less that of all rows.
    pub divergence: f64,
    /// The divergence in standard errors, never below 0.
    ///
    /// For errors of 0 and 1 as in the paper: the distance between the means of the two Beta posteriors with a uniform
    /// prior, over the root of their variances' sum. For costs Welch's t is not known from sums, and this is `None`.
    pub t: Option<f64>,
}

/// Finds all patterns of up to `conditions_max` conditions that at least the share `support` of some rows (ascending) have.
///
/// The most divergent upward come first; of equal divergence the larger, then the one with fewer conditions, then the one
/// whose conditions come first. The pattern without a condition is not among them.
pub fn divergence(table: &Table, rows: &[u32], support: f64, conditions_max: usize) -> Vec<Pattern> {
    let all = rows.len();
    let least = ((support * all as f64 - 1e-9).ceil() as usize).max(1);
    let ground = Ground::new(table, rows, least);
    let mut gather = Gather { least, depth: conditions_max, items: Vec::new(), ends: Vec::new(), tallies: Vec::new() };
    ground.walk(conditions_max, &mut gather);
    let whole = Whole { n: all as f64, error: ground.error(), binary: table.is_binary() };
    let mut start = 0;
    let mut patterns: Vec<Pattern> = gather
        .ends
        .iter()
        .zip(&gather.tallies)
        .map(|(end, tally)| {
            let items = gather.items.get(start..*end).unwrap_or(&[]).to_vec();
            start = *end;
            whole.pattern(items, *tally)
        })
        .collect();
    patterns.sort_unstable_by(|a, b| {
        let order = b.divergence.total_cmp(&a.divergence).then(b.n.cmp(&a.n)).then(a.items.len().cmp(&b.items.len()));
        order.then_with(|| a.items.cmp(&b.items))
    });
    patterns
}

/// Returns the divergence of some rows of a table from all of it, and that in standard errors, as [`Pattern`] has them.
///
/// `None` for no rows.
pub fn divergence_of(table: &Table, rows: &[u32]) -> Option<(f64, Option<f64>)> {
    let whole = Whole { n: table.rows() as f64, error: table.errors().iter().sum(), binary: table.is_binary() };
    (!rows.is_empty()).then(|| whole.measure(table.error_of(rows), rows.len() as f64))
}

/// All rows together.
struct Whole {
    n: f64,
    error: f64,
    binary: bool,
}

impl Whole {
    fn pattern(&self, items: Vec<Item>, tally: Tally) -> Pattern {
        let (divergence, t) = self.measure(tally.error, f64::from(tally.n));
        Pattern { items, n: tally.n as usize, error: tally.error, divergence, t }
    }

    fn measure(&self, error: f64, n: f64) -> (f64, Option<f64>) {
        let t = self.binary.then(|| {
            let (mean, variance) = posterior(error, n);
            let (whole_mean, whole_variance) = posterior(self.error, self.n);
            (mean - whole_mean).abs() / (variance + whole_variance).sqrt()
        });
        (error / n - self.error / self.n, t)
    }
}

/// Returns mean and variance of Beta(1 + errors, 1 + rest).
fn posterior(errors: f64, n: f64) -> (f64, f64) {
    let (a, b) = (errors + 1.0, n - errors + 1.0);
    let both = a + b;
    (a / both, a * b / (both * both * (both + 1.0)))
}

/// Gathers all frequent patterns, one after the other in one list.
struct Gather {
    least: usize,
    depth: usize,
    items: Vec<Item>,
    ends: Vec<usize>,
    tallies: Vec<Tally>,
}

impl Visitor for Gather {
    fn wants(&mut self, _prefix: &[Item], _column: &Column, _rows: usize) -> bool {
        true
    }

    fn meets(&mut self, prefix: &[Item], item: Item, tally: Tally, _place: &Place<'_>) -> bool {
        if (tally.n as usize) < self.least {
            return false;
        }
        self.items.extend_from_slice(prefix);
        self.items.push(item);
        self.ends.push(self.items.len());
        self.tallies.push(tally);
        prefix.len() + 1 < self.depth
    }
}
