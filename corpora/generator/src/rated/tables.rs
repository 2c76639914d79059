//! A rated corpus as bare tables.

use super::{CLAUSES, Corpus, LABELS};

fn label(number: usize) -> &'static str {
    LABELS.get(number).copied().unwrap_or_default()
}

fn moment(at_ms: i64) -> String {
    // Days since 1970 to a date (Howard Hinnant's algorithm for the civil calendar, years after 1970 only).
    let (days, second) = (at_ms / 86_400_000, at_ms / 1_000 % 86_400);
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, year) = if month < 10 { (month + 3, year + era * 400) } else { (month - 9, year + era * 400 + 1) };
    format!("{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}

/// Writes who rated what as `item,rater,label,at,batch,group` and what the items are like.
pub fn ratings_table(corpus: &Corpus) -> String {
    let mut out = "item,rater,label,at,batch,group,clause,lang,surface\n".to_owned();
    for rated in &corpus.ratings {
        let Some(item) = corpus.items.get(rated.item) else { continue };
        out.push_str(&format!(
            "{},{},{},{},{},{},{},{},{}\n",
            item.id,
            rated.judge,
            label(rated.label),
            moment(rated.at_ms),
            rated.batch,
            rated.group.unwrap_or_default(),
            CLAUSES.get(item.clause).copied().unwrap_or_default(),
            item.lang,
            item.surface
        ));
    }
    out
}

/// Writes gold as `item,gold`.
pub fn gold_table(corpus: &Corpus) -> String {
    let rows = corpus.items.iter().filter_map(|item| Some(format!("{},{}\n", item.id, label(item.gold?))));
    "item,gold\n".to_owned() + &rows.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_written_as_dates() {
        assert_eq!(moment(super::super::FIRST_DAY_MS), "2026-01-05T00:00:00Z");
        assert_eq!(moment(951_782_399_000), "2000-02-28T23:59:59Z");
        assert_eq!(moment(951_782_400_000), "2000-02-29T00:00:00Z");
    }
}
