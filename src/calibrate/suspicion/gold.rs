//! Which gold is probably wrong.

use super::guarded::normalised;

/// Counts added to each cell of a judge's confusion against gold.
const SMOOTHING: f64 = 0.5;

/// Returns, for each item, the probability that its gold label is wrong.
///
/// `gold` and each judge's labels are by item, labels numbered from 0 to below `labels`; `expected` is what the item's own
/// words lead to expect, by item and label: from a model that has not seen the item nor its near-duplicates. Each judge
/// speaks with its confusion against all gold, which a small share of wrong gold hardly bends (naive Bayes). `None`: the
/// judge said nothing. The judges must be independent of gold: one whose word made it proves nothing.
pub fn gold(gold: &[u16], judges: &[Vec<Option<u16>>], expected: &[Vec<f64>], labels: usize) -> Vec<f64> {
    let confusions: Vec<Vec<f64>> = judges.iter().map(|given| confusion(gold, given, labels)).collect();
    let wrong = |(item, (held, expected)): (usize, (&u16, &Vec<f64>))| {
        let right = |label: usize, share: f64| {
            let said = judges.iter().zip(&confusions).filter_map(|(given, confusion)| {
                let given = usize::from((*given.get(item)?)?);
                confusion.get(label * labels + given).copied()
            });
            share.max(1e-6) * said.product::<f64>()
        };
        let shares = expected.iter().enumerate().map(|(label, share)| right(label, *share)).collect();
        1.0 - normalised(shares).get(usize::from(*held)).copied().unwrap_or(0.0)
    };
    gold.iter().zip(expected).enumerate().map(wrong).collect()
}

fn confusion(gold: &[u16], given: &[Option<u16>], labels: usize) -> Vec<f64> {
    let mut counts = vec![SMOOTHING; labels * labels];
    for (right, given) in gold.iter().zip(given).filter_map(|(right, given)| Some((right, (*given)?))) {
        if let Some(count) = counts.get_mut(usize::from(*right) * labels + usize::from(given)) {
            *count += 1.0;
        }
    }
    counts.chunks(labels.max(1)).flat_map(|row| normalised(row.to_vec())).collect()
}
