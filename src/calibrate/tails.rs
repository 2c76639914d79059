//! Exact tails of counts: how likely at most or at least so many are, drawn with replacement or without.

use statrs::function::factorial::ln_binomial;

/// Returns the probability of exactly `hits` marked ones among `drawn` drawn without replacement from `all`, of which
/// `marked` are marked.
pub fn hypergeometric(hits: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    if hits > drawn || hits > marked || drawn > all || marked > all || drawn - hits > all - marked {
        return 0.0;
    }
    (ln_binomial(marked, hits) + ln_binomial(all - marked, drawn - hits) - ln_binomial(all, drawn)).exp()
}

/// Returns the probability of at most `hits` marked ones: as [`hypergeometric`], summed from the smaller tail.
pub fn hypergeometric_at_most(hits: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    let (least, most) = ((drawn + marked).saturating_sub(all), drawn.min(marked));
    if hits >= most {
        return 1.0;
    }
    if hits < least {
        return 0.0;
    }
    if hits as f64 * all as f64 <= drawn as f64 * marked as f64 {
        // From the largest term down: each is the one above times the ratio of their counts.
        let below = |k: u64| {
            let others = (all - marked + k) as f64 - drawn as f64;
            k as f64 * others / ((marked - k + 1) as f64 * (drawn - k + 1) as f64)
        };
        return falling_sum(hypergeometric(hits, drawn, marked, all), (least + 1..=hits).rev().map(below)).min(1.0);
    }
    (1.0 - hypergeometric_from(hits + 1, drawn, marked, all)).clamp(0.0, 1.0)
}

/// Returns the probability of at least `hits` marked ones, for `hits` at their mean or above.
fn hypergeometric_from(hits: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    let above = |k: u64| {
        let others = (all - marked + k + 1) as f64 - drawn as f64;
        (marked - k) as f64 * (drawn - k) as f64 / ((k + 1) as f64 * others)
    };
    let most = drawn.min(marked);
    falling_sum(hypergeometric(hits, drawn, marked, all), (hits..most).map(above)).min(1.0)
}

/// Returns Fisher's exact one-sided p: how likely at least `hits` of `drawn` would be, were the marked spread at random.
pub fn fisher_above(hits: u64, drawn: u64, marked: u64, all: u64) -> f64 {
    if hits == 0 {
        return 1.0;
    }
    if hits as f64 * all as f64 >= drawn as f64 * marked as f64 {
        return hypergeometric_from(hits, drawn, marked, all);
    }
    1.0 - hypergeometric_at_most(hits - 1, drawn, marked, all)
}

/// Returns the probability of at most `hits` in `n` draws that each hit with probability `rate`; exact to rounding.
pub fn binomial_at_most(hits: u64, n: u64, rate: f64) -> f64 {
    if hits >= n || rate <= 0.0 {
        return 1.0;
    }
    if rate >= 1.0 {
        return 0.0;
    }
    let odds = rate / (1.0 - rate);
    let term = |k: u64| (ln_binomial(n, k) + k as f64 * rate.ln() + (n - k) as f64 * (-rate).ln_1p()).exp();
    if hits as f64 <= n as f64 * rate {
        let below = |k: u64| k as f64 / ((n - k + 1) as f64 * odds);
        return falling_sum(term(hits), (1..=hits).rev().map(below)).min(1.0);
    }
    let above = |k: u64| (n - k) as f64 * odds / (k + 1) as f64;
    (1.0 - falling_sum(term(hits + 1), (hits + 1..n).map(above))).clamp(0.0, 1.0)
}

/// Sums terms that fall, given the first and the ratio of each to the one before; ends where they add nothing any more.
fn falling_sum(first: f64, ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (first, first);
    for ratio in ratios {
        term *= ratio;
        sum += term;
        if term <= sum * 1e-18 {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn the_lady_tasting_tea_guesses_all_four_cups_once_in_seventy() {
        assert!((fisher_above(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-12);
        assert!((fisher_above(3, 4, 4, 8) - 17.0 / 70.0).abs() < 1e-12);
        assert!((fisher_above(0, 4, 4, 8) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn tails_are_the_sums_of_their_terms() {
        for (drawn, marked, all) in [(10, 7, 50), (50, 3, 50), (30, 40, 60), (1, 1, 2), (9, 9, 9), (40, 35, 50)] {
            for hits in 0..=drawn {
                let sum: f64 = (0..=hits).map(|k| hypergeometric(k, drawn, marked, all)).sum();
                let tail = hypergeometric_at_most(hits, drawn, marked, all);
                assert!((tail - sum).abs() < 1e-9, "{hits} {drawn} {marked} {all}: {tail} instead of {sum}");
            }
        }
        let choose = |k: u64| ln_binomial(20, k).exp();
        for hits in 0..20 {
            let sum: f64 = (0..=hits).map(|k| choose(k) * 0.3_f64.powi(k as i32) * 0.7_f64.powi(20 - k as i32)).sum();
            assert!((binomial_at_most(hits, 20, 0.3) - sum).abs() < 1e-12, "{hits}");
        }
        // Far out the terms are many and the sum stays exact: P(X ≤ np) of a million draws.
        assert!((binomial_at_most(500_000, 1_000_000, 0.5) - 0.500_398_942_1).abs() < 1e-8);
    }

    #[test]
    fn both_tails_make_one() {
        for (drawn, marked, all) in [(10, 7, 50), (50, 3, 50), (30, 40, 60), (1, 1, 2)] {
            for hits in 1..=drawn {
                let sum = fisher_above(hits, drawn, marked, all) + hypergeometric_at_most(hits - 1, drawn, marked, all);
                assert!((sum - 1.0).abs() < 1e-9, "{hits} {drawn} {marked} {all}: {sum}");
            }
        }
    }
}
