//! Many tests at once: p-values made larger so that chance finds do not pass for findings.

/// Returns Holm's adjusted p-values (1979), in the order given: the chance of any false find stays below the level.
///
/// Values that are not numbers stay so and do not count as tests.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut running = 0.0_f64;
    for (rank, at) in order.iter().enumerate() {
        let own = value(p, *at) * (order.len() - rank) as f64;
        running = running.max(own.min(1.0));
        adjusted.get_mut(*at).into_iter().for_each(|cell| *cell = running);
    }
    adjusted
}

/// Returns the adjusted p-values of Benjamini and Hochberg (1995), in the order given: of the finds below a level, no
/// larger share than that level is false, on average.
///
/// Values that are not numbers stay so and do not count as tests.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let order = ascending(p);
    let mut adjusted = vec![f64::NAN; p.len()];
    let mut running = 1.0_f64;
    for (rank, at) in order.iter().enumerate().rev() {
        running = running.min(value(p, *at) * (order.len() as f64 / (rank + 1) as f64));
        adjusted.get_mut(*at).into_iter().for_each(|cell| *cell = running);
    }
    adjusted
}

fn value(p: &[f64], at: usize) -> f64 {
    p.get(at).copied().unwrap_or(1.0)
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = p.iter().enumerate().filter(|(_, p)| !p.is_nan()).map(|(at, _)| at).collect();
    order.sort_by(|a, b| value(p, *a).total_cmp(&value(p, *b)));
    order
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-12 || (a.is_nan() && b.is_nan()))
    }

    #[test]
    fn four_tests_by_hand() {
        let p = [0.01, 0.04, 0.03, 0.005];
        assert!(close(&holm(&p), &[0.03, 0.06, 0.06, 0.02]));
        assert!(close(&benjamini_hochberg(&p), &[0.02, 0.04, 0.04, 0.02]));
        assert!(close(&holm(&[f64::NAN, 0.6, 0.9]), &[f64::NAN, 1.0, 1.0]));
        assert!(holm(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn adjusted_values_never_shrink_and_keep_the_order(p in proptest::collection::vec(0.0..1.0_f64, 0..30)) {
            for adjusted in [holm(&p), benjamini_hochberg(&p)] {
                for (a, before) in adjusted.iter().zip(&p) {
                    prop_assert!(a >= before && *a <= 1.0);
                    let kept = adjusted.iter().zip(&p).all(|(b, other)| other < before || b >= a);
                    prop_assert!(kept);
                }
            }
            let (strict, mild) = (holm(&p), benjamini_hochberg(&p));
            prop_assert!(strict.iter().zip(&mild).all(|(a, b)| a >= b));
        }
    }
}
