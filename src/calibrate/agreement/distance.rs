//! How far apart two labels are, for Krippendorff's alpha.

/// The squared distance between labels, as Krippendorff's metrics define it.
#[derive(Debug, Clone, PartialEq)]
pub enum Distance {
    /// Different is different: 1.
    Nominal,
    /// By rank: the ratings that lie between two labels of a ladder, squared.
    Ordinal,
    /// (a − b)² of the labels' values, one value a label.
    Interval(Vec<f64>),
    /// ((a − b) / (a + b))² of the labels' values, one value a label; 0 when both are 0.
    Ratio(Vec<f64>),
    /// A table of its own, row by row, symmetric and 0 on the diagonal.
    Table(Vec<f64>),
}

/// How far apart two sets of labels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetDistance {
    /// 1 − what they share over what they have together (Jaccard 1901).
    Jaccard,
    /// Jaccard's, milder to a set that holds the other (Passonneau 2006): its share times 1 for equal sets, ⅔ for a
    /// set within the other, ⅓ for sets that overlap, 0 for sets with nothing in common.
    Masi,
}

impl SetDistance {
    /// Returns the distance between two sets of labels, each ascending and without repeats; two empty ones are equal.
    pub fn between(self, a: &[u16], b: &[u16]) -> f64 {
        if a == b {
            return 0.0;
        }
        let shared = a.iter().filter(|label| b.binary_search(label).is_ok()).count();
        let share = shared as f64 / (a.len() + b.len() - shared) as f64;
        let kind = match self {
            SetDistance::Jaccard => 1.0,
            SetDistance::Masi if shared == 0 => 0.0,
            SetDistance::Masi if shared == a.len().min(b.len()) => 2.0 / 3.0,
            SetDistance::Masi => 1.0 / 3.0,
        };
        1.0 - share * kind
    }
}

impl Distance {
    /// Makes the distances between label sets, where label `k` of the ratings stands for set `k`.
    ///
    /// The distance itself stands where alpha has a squared one, as Passonneau uses it. Memory is 8 bytes a pair of
    /// sets.
    pub fn of_sets(sets: &[Vec<u16>], distance: SetDistance) -> Distance {
        let row = |a: &Vec<u16>| sets.iter().map(|b| distance.between(a, b)).collect::<Vec<f64>>();
        Distance::Table(sets.iter().flat_map(row).collect())
    }

    /// Returns each label's place on a line where distances are differences, if there is one that holds for these
    /// counts of ratings.
    pub(super) fn places(&self, counts: &[f64]) -> Option<Vec<f64>> {
        match self {
            Distance::Ordinal => Some(mid_ranks(counts)),
            Distance::Interval(values) => Some(values.clone()),
            _ => None,
        }
    }

    /// Returns the squared distance between two different labels, by their places where they have some.
    pub(super) fn square(&self, places: Option<&[f64]>, labels: usize, a: usize, b: usize) -> f64 {
        let value = |values: &[f64], at: usize| values.get(at).copied().unwrap_or(0.0);
        if let Some(places) = places {
            return (value(places, a) - value(places, b)).powi(2);
        }
        match self {
            Distance::Nominal => 1.0,
            Distance::Ratio(values) => {
                let (a, b) = (value(values, a), value(values, b));
                if a + b == 0.0 { 0.0 } else { ((a - b) / (a + b)).powi(2) }
            }
            Distance::Table(cells) => value(cells, a * labels + b),
            Distance::Ordinal | Distance::Interval(_) => 0.0,
        }
    }
}

/// Returns each label's middle rank: differences of them are the ratings between two labels, ends counted half.
fn mid_ranks(counts: &[f64]) -> Vec<f64> {
    let mut below = 0.0;
    let middle = |count: &f64| {
        below += count;
        below - count / 2.0
    };
    counts.iter().map(middle).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn sets_are_nearer_the_more_they_share() {
        let masi = |a: &[u16], b: &[u16]| SetDistance::Masi.between(a, b);
        assert_eq!((masi(&[1, 2], &[1, 2]), masi(&[], &[]), masi(&[1], &[2])), (0.0, 0.0, 1.0));
        assert!((masi(&[1], &[1, 2]) - (1.0 - 0.5 * 2.0 / 3.0)).abs() < 1e-15);
        assert!((masi(&[1, 3], &[1, 2]) - (1.0 - 1.0 / 9.0)).abs() < 1e-15);
        assert!((SetDistance::Jaccard.between(&[1, 3], &[1, 2]) - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(masi(&[], &[1]), 1.0);
    }

    #[test]
    fn middle_ranks_differ_by_the_ratings_between() {
        assert_eq!(mid_ranks(&[2.0, 4.0, 0.0, 1.0]), [1.0, 4.0, 6.0, 6.5]);
    }
}
