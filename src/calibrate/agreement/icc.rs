//! Intraclass correlation: judges who give measurements rather than labels.

use serde::Serialize;

use crate::calibrate::Figure;
use crate::calibrate::intervals::quantile::{f_above, f_quantile};

/// Why a correlation of 1 has no interval.
const NO_ERROR: &str = "the judges of an item never differ, so that there is no error to reckon an interval from";

/// What share of the spread of measurements is the items' own, in the six forms of Shrout and Fleiss (1979).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Icc {
    /// ICC(1,1): each item measured by judges of its own; one judge's measurement.
    pub single: Form,
    /// ICC(2,1), or ICC(A,1) of McGraw and Wong (1996): judges drawn from many; absolute agreement of one judge.
    pub agreement: Form,
    /// ICC(3,1), or ICC(C,1): these judges and no others; consistency of one judge.
    pub consistency: Form,
    /// ICC(1,k): as `single`, for the mean of all judges.
    pub single_mean: Form,
    /// ICC(2,k), or ICC(A,k): as `agreement`, for the mean of all judges.
    pub agreement_mean: Form,
    /// ICC(3,k), or ICC(C,k): as `consistency`, for the mean of all judges.
    pub consistency_mean: Form,
}

/// One form.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Form {
    /// The coefficient with its F interval; n is the number of items that all judges measured.
    pub figure: Figure,
    /// The F statistic against no difference between items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub f: Option<f64>,
    /// Its degrees of freedom.
    pub degrees: (f64, f64),
    /// How likely so large an F is if items did not differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
}

/// Mean squares of the two-way table and what it measures.
struct Spread {
    items: f64,
    judges: f64,
    between: f64,
    within: f64,
    habits: f64,
    error: f64,
}

/// Returns all six forms from `values`, one row of `judges` measurements an item, `NaN` where one is missing.
///
/// Items with a missing measurement are left out whole. Undefined with fewer than two judges or two complete items, or
/// when all measurements are equal.
pub fn icc(values: &[f64], judges: usize) -> Icc {
    let complete = || values.chunks_exact(judges.max(1)).filter(|row| row.iter().all(|value| value.is_finite()));
    let n = complete().count() as u64;
    if judges < 2 || n < 2 {
        return undefined(n, "two judges must have measured the same two items or more");
    }
    let spread = Spread::of(complete, judges);
    if spread.between + spread.within <= 0.0 {
        return undefined(n, "all measurements are equal");
    }
    spread.forms(n)
}

fn undefined(n: u64, why: &'static str) -> Icc {
    let form = || Form { figure: Figure::undefined(n, why), f: None, degrees: (0.0, 0.0), p: None };
    Icc {
        single: form(),
        agreement: form(),
        consistency: form(),
        single_mean: form(),
        agreement_mean: form(),
        consistency_mean: form(),
    }
}

impl Spread {
    fn of<'a, I: Iterator<Item = &'a [f64]>>(rows: impl Fn() -> I, judges: usize) -> Spread {
        let (mut sums, mut total, mut items) = (vec![0.0; judges], 0.0, 0.0);
        for row in rows() {
            items += 1.0;
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
                total += value;
            }
        }
        let width = judges as f64;
        let grand = total / (items * width);
        let habit = |sum: &f64| sum / items - grand;
        let (mut between, mut within, mut error) = (0.0, 0.0, 0.0);
        for row in rows() {
            let mean = row.iter().sum::<f64>() / width;
            between += width * (mean - grand).powi(2);
            within += row.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
            error += row.iter().zip(&sums).map(|(value, sum)| (value - mean - habit(sum)).powi(2)).sum::<f64>();
        }
        let habits = items * sums.iter().map(|sum| habit(sum).powi(2)).sum::<f64>();
        Spread {
            items,
            judges: width,
            between: between / (items - 1.0),
            within: within / (items * (width - 1.0)),
            habits: habits / (width - 1.0),
            error: error / ((items - 1.0) * (width - 1.0)),
        }
    }

    fn forms(&self, n: u64) -> Icc {
        let (k, rows) = (self.judges, self.items - 1.0);
        let (own, crossed) = ((rows, self.items * (k - 1.0)), (rows, rows * (k - 1.0)));
        let ratio = |noise: f64| (self.between - noise) / (self.between + (k - 1.0) * noise);
        let absolute = (self.between - self.error)
            / (self.between + (k - 1.0) * self.error + k / self.items * (self.habits - self.error));
        let mean = |value: f64| k * value / (1.0 + (k - 1.0) * value);
        let widen = |(low, high): (f64, f64)| (mean(low), mean(high));
        let (single, fixed) = (self.ends(self.within, own), self.ends(self.error, crossed));
        let drawn = self.ends_of_drawn_judges(absolute);
        let form = |value, ends, noise: f64, degrees| self.form(value, ends, self.between / noise, degrees, n);
        Icc {
            single: form(ratio(self.within), single, self.within, own),
            agreement: form(absolute, drawn, self.error, crossed),
            consistency: form(ratio(self.error), fixed, self.error, crossed),
            single_mean: form(mean(ratio(self.within)), widen(single), self.within, own),
            agreement_mean: form(mean(absolute), widen(drawn), self.error, crossed),
            consistency_mean: form(mean(ratio(self.error)), widen(fixed), self.error, crossed),
        }
    }

    fn form(&self, value: f64, ends: (f64, f64), f: f64, degrees: (f64, f64), n: u64) -> Form {
        let sound = ends.0.is_finite() && ends.1.is_finite();
        let figure = if sound { Figure::new(value, ends, n, "f") } else { Figure::bare(value, n, NO_ERROR) };
        let f = f.is_finite().then_some(f);
        Form { figure, f, degrees, p: f.map(|f| f_above(f, degrees.0, degrees.1)) }
    }

    fn ends(&self, noise: f64, (above, below): (f64, f64)) -> (f64, f64) {
        let f = self.between / noise;
        let (low, high) = (f / f_quantile(0.975, above, below), f * f_quantile(0.975, below, above));
        ((low - 1.0) / (low + self.judges - 1.0), (high - 1.0) / (high + self.judges - 1.0))
    }

    /// The interval of ICC(2,1), with the degrees of freedom of Satterthwaite (Shrout and Fleiss 1979).
    fn ends_of_drawn_judges(&self, value: f64) -> (f64, f64) {
        let (n, k) = (self.items, self.judges);
        let f = self.habits / self.error;
        let rest = n * (1.0 + (k - 1.0) * value) - k * value;
        let top = (k - 1.0) * (n - 1.0) * (k * value * f + rest).powi(2);
        let degrees = top / ((n - 1.0) * (k * value * f).powi(2) + rest * rest);
        let (down, up) = (f_quantile(0.975, n - 1.0, degrees), f_quantile(0.975, degrees, n - 1.0));
        let base = k * self.habits + (k * n - k - n) * self.error;
        let low = n * (self.between - down * self.error) / (down * base + n * self.between);
        let high = n * (up * self.between - self.error) / (base + n * up * self.between);
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    /// The table of Shrout and Fleiss (1979): six targets, four judges.
    #[test]
    fn six_targets_and_four_judges_have_the_printed_values() {
        let values = [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7].map(f64::from);
        let icc = icc(&values, 4);
        let near = |form: &Form, want: f64| (form.figure.value.unwrap() - want).abs() < 0.005;
        assert!(near(&icc.single, 0.17) && near(&icc.agreement, 0.29) && near(&icc.consistency, 0.71));
        assert!(near(&icc.single_mean, 0.44) && near(&icc.agreement_mean, 0.62) && near(&icc.consistency_mean, 0.91));
        let ends = |form: &Form| (form.figure.low.unwrap(), form.figure.high.unwrap());
        let close =
            |(low, high): (f64, f64), want: (f64, f64)| (low - want.0).abs() < 0.01 && (high - want.1).abs() < 0.01;
        assert!(close(ends(&icc.single), (-0.13, 0.72)), "{:?}", icc.single);
        assert!(close(ends(&icc.agreement), (0.02, 0.76)), "{:?}", icc.agreement);
        assert!(close(ends(&icc.consistency), (0.34, 0.95)), "{:?}", icc.consistency);
    }

    #[test]
    fn missing_measurements_leave_the_item_out_and_too_few_are_undefined() {
        let values = [1.0, 2.0, f64::NAN, 3.0, 4.0, 4.5];
        assert_eq!(icc(&values, 2).single.figure.n, 2);
        assert!(icc(&values[..4], 2).single.figure.why.is_some());
        assert!(icc(&[2.0; 8], 2).agreement.figure.why.is_some());
        let full = icc(&[1.0, 1.0, 2.0, 2.0, 4.0, 4.0], 2);
        assert_eq!(full.single.figure, Figure::bare(1.0, 3, NO_ERROR));
        assert_eq!(full.agreement.figure.why, Some(NO_ERROR));
    }
}
