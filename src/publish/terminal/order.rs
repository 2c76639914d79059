//! How far a review has come, as a page of text.

use crate::review::progress::Progress;

use super::table::table;
use super::{BAD, DIM, HEADING, count, counted, paint};

/// Writes the page.
pub fn order(progress: &Progress, color: bool) -> String {
    let (taken, settled) = (&progress.verdicts, &progress.settled);
    let mut page = format!(
        "{}  {} on {}\n",
        paint("The queue in its new order", HEADING, color),
        counted(taken.lines, "verdict", "verdicts"),
        counted(taken.items, "item", "items"),
    );
    if taken.rejected > 0 {
        let said = format!("{} rejected", counted(taken.rejected, "line was", "lines were"));
        page.push_str(&format!("  {}\n", paint(&said, BAD, color)));
    }
    page.push_str(&format!(
        "  {}: {} open; settled are {} by their own verdict and {} with {}\n",
        counted(progress.rows, "row", "rows"),
        count(progress.open),
        count(settled.by_own_verdict),
        count(settled.by_cluster),
        counted(settled.clusters, "cluster", "clusters"),
    ));
    if settled.contested_clusters > 0 {
        let said = format!(
            "{} where verdicts differ on items that read the same: each settles its own item only",
            counted(settled.contested_clusters, "cluster", "clusters")
        );
        page.push_str(&format!("  {}\n", paint(&said, BAD, color)));
    }
    page.push_str(&judges(progress, color));
    page.push_str(&queues(progress, color));
    page
}

fn judges(progress: &Progress, color: bool) -> String {
    if progress.judges.is_empty() {
        return String::new();
    }
    let rows = progress.judges.iter().map(|(name, found)| {
        let (share, n) = (found.share.as_percent(), count(found.share.n));
        vec![name.clone(), found.kind.to_owned(), count(found.errors), n, share]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    format!(
        "\n{}  {}\n{}",
        paint("Errors found so far", HEADING, color),
        paint("on the items looked at, most of which seemed wrong: no estimate of how often a judge errs", DIM, color),
        table(&["judge", "kind", "errors", "of", "share, 95 %"], &rows, &[2, 3])
    )
}

fn queues(progress: &Progress, color: bool) -> String {
    let rows = progress.queues.iter().map(|(name, queue)| {
        let counts = [queue.rows, queue.open, queue.random_share_open, queue.moved, queue.new_in_first_10];
        std::iter::once(name.clone()).chain(counts.map(count)).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let mut page = format!(
        "\n{}\n{}",
        paint("What moved", HEADING, color),
        table(
            &["queue", "rows", "open", "of the random share", "moved", "new in the first 10"],
            &rows,
            &[1, 2, 3, 4, 5]
        )
    );
    if progress.queues.values().any(|queue| queue.random_share_open > 0) {
        let said =
            "  rows of the random share keep their places: look at all of them, or estimates from them are biased\n";
        page.push_str(&paint(said, DIM, color));
    }
    page
}
