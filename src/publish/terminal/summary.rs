//! The summary of an audit as a page of text, made from `summary.json` and nothing else, so that it can be shown again.

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::table::table;
use super::{BAD, DIM, GOOD, HEADING, count, counted, paint, share};
use crate::corpus::Repeats;

/// Clauses listed at most.
const CLAUSES_MAX: usize = 12;

/// Judges listed at most.
const JUDGES_MAX: usize = 16;

/// Writes the summary as text.
pub fn summary(summary: &Json, color: bool) -> String {
    let page = Page { summary, color };
    [page.head(), page.verdicts(), page.clauses(), page.judges(), page.disagreements(), page.queues()].concat()
}

struct Page<'s> {
    summary: &'s Json,
    color: bool,
}

impl<'s> Page<'s> {
    fn number(&self, key: &str) -> u64 {
        number(self.summary, key)
    }

    fn map(&self, key: &str) -> impl Iterator<Item = (&'s String, &'s Json)> + use<'s> {
        self.summary.get(key).and_then(Json::as_object).into_iter().flatten()
    }

    fn heading(&self, title: &str, note: &str) -> String {
        let note = if note.is_empty() { String::new() } else { format!("  {}", paint(note, DIM, self.color)) };
        format!("\n{}{note}\n", paint(title, HEADING, self.color))
    }

    fn head(&self) -> String {
        let pack = self.summary.get("pack");
        let field = |key| pack.and_then(|pack| pack.get(key)).and_then(Json::as_str).unwrap_or("");
        let revision: String = field("revision").chars().take("sha256:".len() + 12).collect();
        let as_of = self.summary.get("as_of").and_then(Json::as_str).unwrap_or("");
        let mut said = format!(
            "{}  {} items as of {}, by revision {revision}, seed {}\n",
            paint(field("name"), HEADING, self.color),
            count(self.number("items")),
            as_of.split('T').next().unwrap_or(""),
            self.number("seed")
        );
        if let Some(corpus) = self.summary.get("corpus") {
            said.push_str(&paint(&format!("  {}\n", provenance(corpus)), DIM, self.color));
        }
        let rejected = self.number("rejected");
        if rejected > 0 {
            let note = format!(
                "  {}: rejected.jsonl says which and why\n",
                counted(rejected, "record rejected", "records rejected")
            );
            said.push_str(&paint(&note, BAD, self.color));
        }
        if self.number("blank") > 0 {
            said.push_str(&format!("  {} skipped\n", counted(self.number("blank"), "blank line", "blank lines")));
        }
        let skipped = total(self.summary, "skipped");
        if skipped > 0 {
            said.push_str(&format!("  {} skipped as the card says\n", counted(skipped, "row", "rows")));
        }
        let repeats = self.summary.get("repeated").and_then(|counts| Repeats::deserialize(counts).ok());
        for repeated in repeats.unwrap_or_default().told() {
            said.push_str(&format!("  {repeated}\n"));
        }
        said
    }

    fn verdicts(&self) -> String {
        let items = self.number("items").max(1) as f64;
        let rows: Vec<Vec<String>> = self
            .map("verdicts")
            .map(|(rung, n)| {
                let n = n.as_u64().unwrap_or(0);
                vec![rung.clone(), count(n), share(n as f64 / items), bar(n as f64 / items)]
            })
            .collect();
        let (unsettled, contradicted) = (self.number("unsettled"), self.number("contradicted"));
        let why = match contradicted {
            0 => format!("{} unsettled for want of a field", count(unsettled)),
            all if all == unsettled => format!("{} unsettled because judges' answers contradict", count(unsettled)),
            some => format!(
                "{} unsettled ({} because judges' answers contradict, the rest for want of a field)",
                count(unsettled),
                count(some)
            ),
        };
        let open = format!("{why}, {} sent to people by a clause", count(self.number("escalated")));
        self.heading("Verdicts of the policy", &open) + &table(&["verdict", "items", "share", ""], &rows, &[1, 2])
    }

    fn clauses(&self) -> String {
        let active = |row: &Json| {
            ["fired", "indeterminate"].iter().any(|key| number(row, key) > 0) || total(row, "excepted") > 0
        };
        let mut clauses: Vec<(&String, &Json)> = self.map("clauses").filter(|(_, row)| active(row)).collect();
        clauses.sort_by(|a, b| number(b.1, "fired").cmp(&number(a.1, "fired")).then_with(|| a.0.cmp(b.0)));
        let quiet = self.map("clauses").count() - clauses.len();
        let more = clauses.len().saturating_sub(CLAUSES_MAX);
        let rows: Vec<Vec<String>> = clauses
            .iter()
            .take(CLAUSES_MAX)
            .map(|(id, row)| {
                let cells = [
                    number(row, "fired"),
                    number(row, "decisive"),
                    total(row, "excepted"),
                    total(row, "exempted"),
                    number(row, "indeterminate"),
                ];
                std::iter::once((*id).clone()).chain(cells.map(count)).collect()
            })
            .collect();
        let note = match (more, quiet) {
            (0, 0) => String::new(),
            (0, quiet) => format!("{quiet} did nothing here"),
            (more, quiet) => format!("{more} more in summary.json; {quiet} did nothing here"),
        };
        let heading = ["clause", "fired", "decisive", "excepted", "exempted", "cannot be told"];
        self.heading("Clauses", &note) + &table(&heading, &rows, &[1, 2, 3, 4, 5])
    }

    fn judges(&self) -> String {
        let gold = |name: &str| self.summary.get("against_gold").and_then(|judges| judges.get(name));
        let rows: Vec<Vec<String>> = self
            .map("judges")
            .take(JUDGES_MAX)
            .map(|(name, row)| {
                let agree = number(row, "agree");
                let compared = agree + number(row, "disagree");
                let kind = row.get("kind").and_then(Json::as_str).unwrap_or("");
                vec![
                    name.clone(),
                    kind.to_owned(),
                    count(number(row, "decisions")),
                    count(number(row, "unparsable")),
                    if compared == 0 { "–".to_owned() } else { share(agree as f64 / compared as f64) },
                    gold(name).map_or("–".to_owned(), |gold| interval(gold.get("accuracy"))),
                    gold(name).map_or("–".to_owned(), |gold| count(number(gold, "n"))),
                ]
            })
            .collect();
        let more = self.map("judges").count().saturating_sub(JUDGES_MAX);
        let note = if more > 0 { format!("{more} more in summary.json") } else { String::new() };
        let heading = ["judge", "kind", "decisions", "unreadable", "agrees", "right by gold (95 % interval)", "n"];
        self.heading("Judges", &note) + &table(&heading, &rows, &[2, 3, 4, 5, 6])
    }

    fn disagreements(&self) -> String {
        let rows: Vec<Vec<String>> =
            self.map("disagreements").map(|(kind, n)| vec![kind.clone(), count(n.as_u64().unwrap_or(0))]).collect();
        let all: u64 = self.map("disagreements").filter_map(|(_, n)| n.as_u64()).sum();
        if !self.map("judges").any(|(_, row)| row.get("kind").and_then(Json::as_str) != Some("policy")) {
            let note = match (self.number("items"), self.number("rejected")) {
                (0, 1..) => "none can be found: every record was rejected, and rejected.jsonl says why",
                _ => "none can be found: no model, no rater and no gold speaks in this corpus",
            };
            return self.heading("Disagreements", note);
        }
        let total = format!("{} in all", count(all));
        let total = paint(&total, if all == 0 { GOOD } else { DIM }, self.color);
        format!("\n{}  {total}\n", paint("Disagreements", HEADING, self.color))
            + &table(&["kind", "found"], &rows, &[1])
    }

    fn queues(&self) -> String {
        let rows: Vec<Vec<String>> =
            self.map("queues").map(|(queue, n)| vec![queue.clone(), count(n.as_u64().unwrap_or(0))]).collect();
        if rows.is_empty() {
            return String::new();
        }
        let note = format!("{} rows, ranked, in queue.jsonl", count(self.number("queue")));
        self.heading("Queues", &note) + &table(&["queue", "items"], &rows, &[1])
    }
}

/// Says where a corpus comes from, what it may be used for, and whose data it holds.
pub fn provenance(corpus: &Json) -> String {
    let words = |key: &str| corpus.get(key).and_then(Json::as_str).map(str::to_owned);
    let names = |key: &str| {
        let names = corpus.get(key).and_then(Json::as_array)?;
        let names: Vec<&str> = names.iter().filter_map(Json::as_str).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let parts = [
        words("title"),
        words("licence").map(|licence| format!("licence {licence}")),
        names("personal_data").map(|columns| format!("personal data in {columns}")),
        names("gold_made_by").map(|judges| format!("gold made by {judges}")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn number(row: &Json, key: &str) -> u64 {
    row.get(key).and_then(Json::as_u64).unwrap_or(0)
}

/// Adds up an object of counts.
fn total(row: &Json, key: &str) -> u64 {
    let counts: Option<&Map<String, Json>> = row.get(key).and_then(Json::as_object);
    counts.map_or(0, |counts| counts.values().filter_map(Json::as_u64).sum())
}

/// Says a figure with its interval, or why there is none.
fn interval(figure: Option<&Json>) -> String {
    let part = |key: &str| figure.and_then(|figure| figure.get(key)).and_then(Json::as_f64);
    match (part("value"), part("low"), part("high")) {
        (Some(value), Some(low), Some(high)) => {
            format!("{:.1} % ({:.1}–{:.1})", value * 100.0, low * 100.0, high * 100.0)
        }
        (Some(value), ..) => format!("{:.1} %", value * 100.0),
        _ => "undefined".to_owned(),
    }
}

/// Draws a share as a bar of up to 24 cells.
fn bar(part: f64) -> String {
    "█".repeat((part * 24.0).round() as usize)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::summary;

    #[test]
    fn a_summary_says_counts_shares_and_intervals() {
        let run = json!({
            "items": 1200, "rejected": 2, "blank": 0, "seed": 7, "as_of": "2026-11-01T00:00:00Z",
            "pack": { "name": "community", "revision": "sha256:0123456789abcdef" },
            "verdicts": { "allow": 900, "remove": 300 }, "unsettled": 3, "escalated": 4,
            "clauses": { "HS.1": { "fired": 300, "decisive": 290, "excepted": { "quoting": 5 }, "exempted": {}, "indeterminate": 1 },
                         "HS.2": { "fired": 0, "decisive": 0, "excepted": {}, "exempted": {}, "indeterminate": 0 } },
            "judges": { "guard": { "kind": "model", "decisions": 1200, "unparsable": 1, "missing": 0, "agree": 90, "disagree": 10 } },
            "against_gold": { "guard": { "n": 100, "accuracy": { "value": 0.9, "low": 0.826, "high": 0.945, "n": 100 } } },
            "disagreements": { "false_positive": 10, "false_negative": 0 },
            "queue": 12, "queues": { "experts": 12 },
            "corpus": { "title": "XSTest", "licence": "CC-BY-4.0", "personal_data": ["tweet"], "gold_made_by": ["ann"] },
        });
        let text = summary(&run, false);
        for part in [
            "community  1,200 items as of 2026-11-01, by revision sha256:0123456789ab, seed 7",
            "2 records rejected",
            "XSTest; licence CC-BY-4.0; personal data in tweet; gold made by ann",
            "remove     300   25 %  ██████",
            "1 did nothing here",
            "90.0 % (82.6–94.5)",
            "Disagreements  10 in all",
            "12 rows, ranked",
        ] {
            assert!(text.contains(part), "`{part}` is not in\n{text}");
        }
    }
}
