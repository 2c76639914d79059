//! What a replayed review found, as a page of text.

use crate::calibrate::Figure;
use crate::review::curve::Points;
use crate::review::simulate::{JudgeYield, Simulation};

use super::table::table;
use super::{BAD, DIM, HEADING, count, paint};

/// Writes the page.
pub fn yields(found: &Simulation, color: bool) -> String {
    let mut page = format!(
        "{}  {} items with gold, hidden from the order: {}\n{}\n",
        paint("Review replayed against gold", HEADING, color),
        count(found.items),
        found.hidden.join("; "),
        paint(
            &format!(
                "  share of all errors found in the first 1, 3, 5, 10 and 20 % of the items, and the area under that curve; the order that \
                 learns: mean of {} runs from seed {}",
                found.repeats, found.seed
            ),
            DIM,
            color
        )
    );
    for judge in &found.judges {
        page.push_str(&one(judge, color));
    }
    for (judge, why) in &found.refused {
        page.push_str(&format!("\n{} {why}\n", paint(&format!("{judge}: not replayed:"), BAD, color)));
    }
    for warning in &found.warnings {
        page.push_str(&format!("\n{} {warning}\n", paint("bear in mind:", BAD, color)));
    }
    page
}

fn one(judge: &JudgeYield, color: bool) -> String {
    let mut rows = vec![row("random order", &judge.random), row("cold: the audit's order", &judge.cold)];
    rows.push(row("the order that learns", &judge.adaptive));
    rows.extend(judge.adaptive_twins_apart.as_ref().map(|points| row("  twins apart", points)));
    rows.extend(judge.adaptive_clusters.as_ref().map(|found| row("  one verdict a cluster", &found.points)));
    rows.push(row("perfect order", &judge.perfect));
    let saved = judge.adaptive_clusters.as_ref().map(|found| {
        let said = format!(
            "  settling clusters saved {:.0} of {} reviews and settled {:.1} items otherwise than gold\n",
            found.saved,
            count(judge.items),
            found.settled_wrongly
        );
        paint(&said, DIM, color)
    });
    format!(
        "\n{}  {}: {} errors among {} items\n{}{}",
        paint(&judge.judge, HEADING, color),
        judge.kind,
        count(judge.errors),
        count(judge.items),
        table(&["", "y@1", "y@3", "y@5", "y@10", "y@20", "area", "95 %"], &rows, &[1, 2, 3, 4, 5, 6]),
        saved.unwrap_or_default()
    )
}

fn row(name: &str, points: &Points) -> Vec<String> {
    let figure = |figure: &Figure| figure.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
    let parts = [&points.y1, &points.y3, &points.y5, &points.y10, &points.y20, &points.area];
    let interval = points.area.low.zip(points.area.high).map(|(low, high)| format!("{low:.3} to {high:.3}"));
    let mut row = vec![name.to_owned()];
    row.extend(parts.map(figure));
    row.push(interval.unwrap_or_default());
    row
}
