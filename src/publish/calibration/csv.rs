//! Tables for spreadsheets: a figure is four columns, its value, low, high and n; an undefined one has an empty value.

use csv::Writer;

use crate::calibrate::Figure;
use crate::calibrate::sheet::Sheet;
use crate::calibrate::study::{Advice, Calibration, Estimates};

/// One table.
pub struct Table {
    /// The name of its file.
    pub file: &'static str,
    /// Makes it.
    pub make: fn(&Calibration, &Sheet) -> Vec<u8>,
}

/// All tables; one more is one function and one line here.
pub const TABLES: &[Table] = &[
    Table { file: "remedies.csv", make: remedies },
    Table { file: "agreement.csv", make: agreement },
    Table { file: "judges.csv", make: judges },
    Table { file: "by_clause.csv", make: by_clause },
    Table { file: "confusion.csv", make: confusion },
    Table { file: "consensus.csv", make: consensus },
    Table { file: "pairs.csv", make: pairs },
    Table { file: "paired.csv", make: paired },
    Table { file: "versions.csv", make: versions },
    Table { file: "thresholds.csv", make: thresholds },
    Table { file: "slices.csv", make: slices },
    Table { file: "weak_clauses.csv", make: weak_clauses },
    Table { file: "suspect_gold.csv", make: suspect_gold },
    Table { file: "groups.csv", make: groups },
    Table { file: "batches.csv", make: batches },
    Table { file: "sequential.csv", make: sequential },
    Table { file: "sample.csv", make: sample },
    Table { file: "work.csv", make: work },
    Table { file: "next_labels.csv", make: next_labels },
];

/// Rows in the making.
struct Rows(Writer<Vec<u8>>);

impl Rows {
    fn new(header: &[&str]) -> Rows {
        let mut rows = Rows(Writer::from_writer(Vec::new()));
        rows.add(header.iter().map(|name| (*name).to_owned()).collect());
        rows
    }

    fn add(&mut self, cells: Vec<String>) {
        // Writing to memory cannot fail, and every row of a table has the cells of its header.
        let _ = self.0.write_record(cells.iter().map(|cell| shielded(cell)));
    }

    fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Keeps a spreadsheet from reading a name as a formula.
pub(super) fn shielded(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '@', '+', '\t', '\r']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    if formula { format!("'{cell}") } else { cell.to_owned() }
}

const FIGURE: [&str; 4] = ["value", "low", "high", "n"];

fn figure(figure: &Figure) -> [String; 4] {
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [cell(figure.value), cell(figure.low), cell(figure.high), figure.n.to_string()]
}

fn named(names: &[&str], own: &Figure) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).chain(figure(own)).collect()
}

fn agreement(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["by", "part", "coefficient"][..], &FIGURE].concat());
    for (name, own) in found.agreements.agreement.iter() {
        rows.add(named(&["all", "all", name], own));
    }
    for part in &found.agreements.agreement_by {
        for (name, own) in [("percent", &part.percent), ("alpha_nominal", &part.alpha), ("ac1", &part.ac1)] {
            rows.add(named(&[&part.by, &part.value, name], own));
        }
    }
    rows.finish()
}

fn judges(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["judge", "kind", "labels", "status", "measure"][..], &FIGURE].concat());
    for (name, judge) in found.judges.iter() {
        let kind = word(&judge.kind);
        let status = word(&judge.status);
        let mut add = |measure: &str, own: &Figure| {
            rows.add(named(&[name, &kind, &judge.n.to_string(), &status, measure], own));
        };
        judge.measures.iter().for_each(|(measure, own)| add(measure, own));
        add("unsettled", &judge.unsettled);
        add("accuracy_clopper_pearson", &judge.accuracy_clopper_pearson);
        add("accuracy_beta", &judge.accuracy_beta);
        add("cost", &judge.cost);
        if let Some(own) = &judge.ladder {
            let ladder = [("distance", &own.distance), ("lean", &own.lean)];
            ladder
                .into_iter()
                .chain([("spearman", &own.spearman), ("kendall", &own.kendall)])
                .for_each(|(n, f)| add(n, f));
        }
        add("wrong_clause", &judge.wrong_clause);
        add("with_consensus", &judge.with_consensus);
        for (label, own) in judge.labels.iter() {
            add(&format!("precision of {label}"), &own.precision);
            add(&format!("recall of {label}"), &own.recall);
            add(&format!("f1 of {label}"), &own.f1);
            add(&format!("f2 of {label}"), &own.f2);
        }
        judge.by_clause.iter().for_each(|(clause, own)| add(&format!("accuracy on {clause}"), own));
    }
    rows.finish()
}

/// The word that a value of an enumeration is written as.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn by_clause(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["judge", "clause", "label", "measure"][..], &FIGURE, &["why"]].concat());
    for (name, judge) in found.judges.iter() {
        for (clause, on) in judge.clauses.iter() {
            let mut add = |label: &str, measure: &str, own: &Figure| {
                let why = own.why.unwrap_or_default().to_owned();
                rows.add(named(&[name, clause, label, measure], own).into_iter().chain([why]).collect());
            };
            on.measures.iter().for_each(|(measure, own)| add("", measure, own));
            for (label, own) in on.labels.iter() {
                let figures = [("precision", &own.precision), ("recall", &own.recall), ("f1", &own.f1)];
                figures.into_iter().for_each(|(measure, own)| add(label, measure, own));
            }
        }
    }
    rows.finish()
}

fn consensus(found: &Calibration, sheet: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&["item", "label", "probability", "gold"]);
    let labels = sheet.items.iter().zip(&found.consensus.labels).zip(&sheet.gold);
    for ((item, label), gold) in labels {
        let Some((label, probability)) = label else { continue };
        let gold = gold.map_or("", |gold| sheet.scale.name(gold)).to_owned();
        rows.add(vec![item.clone(), sheet.scale.name(*label).to_owned(), probability.to_string(), gold]);
    }
    rows.finish()
}

/// Counts over all clauses, whose cell is empty, and then on each.
fn confusion(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&["judge", "clause", "gold", "given", "n"]);
    for (name, judge) in found.judges.iter() {
        let on = judge.clauses.iter().map(|(clause, own)| (clause, &own.confusion));
        for (clause, table) in std::iter::once(("", &judge.confusion)).chain(on) {
            for (gold, cells) in table.iter() {
                for (given, n) in cells.iter() {
                    rows.add([name, clause, gold, given, &n.to_string()].map(str::to_owned).to_vec());
                }
            }
        }
    }
    rows.finish()
}

fn versions(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let header = ["model", "from", "to", "by", "part", "before", "n_before", "after", "n_after"];
    let mut rows = Rows::new(&[&header[..], &FIGURE, &["p_holm"]].concat());
    let share = |own: &Figure| [own.value.map(|value| value.to_string()).unwrap_or_default(), own.n.to_string()];
    for own in &found.versions {
        let mut add = |by: &str, part: &str, figures: [&Figure; 3], p: String| {
            let names =
                [&own.model, &own.from, &own.to].map(String::clone).into_iter().chain([by.to_owned(), part.to_owned()]);
            let [before, after, difference] = figures;
            rows.add(names.chain(share(before)).chain(share(after)).chain(figure(difference)).chain([p]).collect());
        };
        add("all", "", [&own.before, &own.after, &own.difference], String::new());
        if let Some(part) = &own.worst {
            add(part.by, &part.name, [&part.before, &part.after, &part.difference], part.p_holm.to_string());
        }
    }
    rows.finish()
}

fn pairs(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let linear = ["kappa_linear", "kappa_linear_low", "kappa_linear_high"];
    let quadratic = ["kappa_quadratic", "kappa_quadratic_low", "kappa_quadratic_high"];
    let header = ["a", "b", "n", "same", "kappa", "low", "high"];
    let mut rows = Rows::new(&[&header[..], &linear, &quadratic, &["why"]].concat());
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for pair in &found.pairs {
        let plain = [pair.same.value, pair.kappa, pair.low, pair.high];
        let linear = [pair.kappa_linear, pair.kappa_linear_low, pair.kappa_linear_high];
        let quadratic = [pair.kappa_quadratic, pair.kappa_quadratic_low, pair.kappa_quadratic_high];
        let figures = plain.into_iter().chain(linear).chain(quadratic).map(cell);
        let why = pair.why.unwrap_or_default().to_owned();
        let names = [pair.a.clone(), pair.b.clone(), pair.n.to_string()];
        rows.add(names.into_iter().chain(figures).chain([why]).collect());
    }
    rows.finish()
}

fn paired(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let counts = ["both_right", "a_right_only", "b_right_only", "neither_right"];
    let tests =
        ["mcnemar_p", "p_holm", "met", "symmetry", "degrees", "symmetry_p", "symmetry_q", "a_stronger", "b_stronger"];
    let mut rows = Rows::new(&[&["a", "b"][..], &FIGURE, &counts, &tests].concat());
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let whole = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    for pair in &found.paired.pairs {
        let counts = [pair.both_right, pair.a_right_only, pair.b_right_only, pair.neither_right].map(|n| n.to_string());
        let right = [pair.mcnemar.p, pair.p_holm].map(cell);
        let symmetry = &pair.symmetry;
        let labels = [cell(symmetry.statistic), symmetry.degrees.to_string(), cell(symmetry.p), cell(pair.symmetry_q)];
        let cells = named(&[&pair.a, &pair.b], &pair.difference).into_iter().chain(counts).chain(right);
        let stronger = [whole(pair.a_stronger), whole(pair.b_stronger)];
        rows.add(cells.chain([pair.met.to_string()]).chain(labels).chain(stronger).collect());
    }
    rows.finish()
}

fn thresholds(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let header = ["judge", "score", "a_miss_costs", "act_from", "acts_on"];
    let declared = ["declared", "declared_value", "declared_low", "declared_high"];
    let mut rows = Rows::new(&[&header[..], &FIGURE, &declared].concat());
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for (name, judge) in found.judges.iter() {
        for score in &judge.scores {
            for own in &score.thresholds {
                let from =
                    own.from.map_or_else(|| own.cost.value.map_or("", |_| "never").to_owned(), |from| from.to_string());
                let miss = own.miss.map_or_else(|| "by the card".to_owned(), |miss| miss.to_string());
                let at = &own.declared_cost;
                let declared = [score.declared, at.value, at.low, at.high].map(cell);
                rows.add(
                    named(&[name, &score.name, &miss, &from, &own.taken.to_string()], &own.cost)
                        .into_iter()
                        .chain(declared)
                        .collect(),
                );
            }
        }
    }
    rows.finish()
}

fn slices(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let header = ["judge", "slice", "confirmation", "errors"];
    let after = ["held_out", "held_out_rest", "q", "variants"];
    let mut rows = Rows::new(&[&header[..], &FIGURE, &after, &MISTAKES].concat());
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for judge in &found.slices {
        for slice in &judge.slices {
            let weakness = &slice.weakness;
            let conditions = weakness.slice.iter().map(|one| format!("{} = {}", one.feature, one.value));
            let conditions = conditions.collect::<Vec<_>>().join(" and ");
            let names = [judge.judge.clone(), conditions, word(&weakness.confirmation), weakness.errors.to_string()];
            let held = [weakness.held_out.value, weakness.held_out_rest.value, weakness.q].map(cell);
            let held = held.into_iter().chain([weakness.similar.len().to_string()]);
            let cells = names.into_iter().chain(figure(&weakness.rate)).chain(held);
            rows.add(cells.chain(mistakes(&slice.advice)).collect());
        }
    }
    rows.finish()
}

fn weak_clauses(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let after = ["elsewhere", "elsewhere_low", "elsewhere_high", "elsewhere_n", "p", "q"];
    let mut rows = Rows::new(&[&["judge", "clause"][..], &FIGURE, &after, &MISTAKES].concat());
    for one in &found.weak_clauses.found {
        let cells = named(&[&one.judge, &one.clause], &one.rate).into_iter().chain(figure(&one.elsewhere));
        let tested = [one.p.to_string(), one.q.to_string()];
        rows.add(cells.chain(tested).chain(mistakes(&one.advice)).collect());
    }
    rows.finish()
}

/// What goes wrong: columns of [`mistakes`].
const MISTAKES: [&str; 6] = ["next_step", "said", "right", "commonest", "too_strict", "too_mild"];

fn mistakes(advice: &Advice) -> [String; 6] {
    let own = &advice.mistakes;
    let count = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let said = own.said.clone().unwrap_or_default();
    let right = own.right.clone().unwrap_or_default();
    [word(&advice.next_step), said, right, own.commonest.to_string(), count(own.too_strict), count(own.too_mild)]
}

fn suspect_gold(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&["item", "gold", "instead", "probability", "judges_for", "judges_with_gold", "by_words"]);
    for one in &found.suspects.suspect_gold {
        let counts = [one.judges_for.to_string(), one.judges_with_gold.to_string()];
        let names = [one.item.clone(), one.gold.clone(), one.instead.clone(), one.probability.to_string()];
        let by_words = one.by_words.map(|share| share.to_string()).unwrap_or_default();
        rows.add(names.into_iter().chain(counts).chain([by_words]).collect());
    }
    rows.finish()
}

fn remedies(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let names = ["act", "about", "disagreements", "items", "probability", "sentence"];
    let mut rows = Rows::new(&[&names[..], &FIGURE].concat());
    for one in &found.remedies.remedies {
        let names = [word(&one.act), one.about.clone().unwrap_or_default()];
        let counts = [one.disagreements.to_string(), one.items.to_string(), one.probability.to_string()];
        rows.add(names.into_iter().chain(counts).chain([one.sentence.clone()]).chain(figure(&one.share)).collect());
    }
    rows.finish()
}

fn groups(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["clause", "differ", "measure"][..], &FIGURE, &["p", "q"]].concat());
    let cell = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for one in &found.groups.clauses {
        let clause = one.clause.as_deref().unwrap_or_default();
        let measures = [
            ("differ within groups", &one.within),
            ("differ across groups", &one.across),
            ("surplus across groups", &one.surplus),
            ("alpha within groups", &one.alpha_within),
            ("kappa across groups", &one.kappa_across),
        ];
        for (name, own) in measures {
            let names = named(&[clause, if one.differ { "yes" } else { "no" }, name], own);
            rows.add(names.into_iter().chain([cell(one.p), cell(one.q)]).collect());
        }
    }
    rows.finish()
}

fn batches(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let sizes = ["decisions", "items", "n_gold", "n_consensus", "looked_at", "errors"];
    let decisions = ["decisions_looked_at", "decisions_wrong"];
    let kind = ["reference", "decision", "cause", "given", "right"];
    let mut rows = Rows::new(&[&["batch"][..], &sizes, &decisions, &kind, &FIGURE].concat());
    for batch in &found.batches {
        let sizes = [batch.decisions, batch.items, batch.n_gold, batch.n_consensus, batch.looked_at, batch.errors];
        let counts = sizes.into_iter().chain([batch.decisions_looked_at, batch.decisions_wrong]);
        let counts: Vec<String> = counts.map(|n| n.to_string()).collect();
        let reference = word(&batch.reference);
        let decision = batch.decision.as_ref().map(|decision| word(&decision.verdict)).unwrap_or_default();
        let mut add = |kind: [&str; 3], own: &Figure| {
            let names = std::iter::once(batch.batch.clone())
                .chain(counts.iter().cloned())
                .chain([reference.clone(), decision.clone()]);
            rows.add(names.chain(kind.map(str::to_owned)).chain(figure(own)).collect());
        };
        add(["all", "", ""], &batch.rate);
        for kind in &batch.kinds {
            add([kind.cause.name(), &kind.given, &kind.right], &kind.share);
        }
    }
    rows.finish()
}

fn sample(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["queue", "share_of", "name", "estimator"][..], &FIGURE].concat());
    for queue in found.sample.iter().flat_map(|sample| &sample.queues) {
        let mut add = |of: &str, name: &str, own: &Estimates| {
            rows.add(named(&[&queue.queue, of, name, "horvitz_thompson"], &own.horvitz_thompson));
            rows.add(named(&[&queue.queue, of, name, "hajek"], &own.hajek));
        };
        add("acting", "", &queue.acting);
        queue.verdicts.iter().for_each(|(name, own)| add("verdict", name, own));
        queue.clauses.iter().for_each(|(name, own)| add("clause", name, own));
        for (judge, own) in queue.judges.iter() {
            rows.add(named(&[&queue.queue, "accuracy", judge, "hajek"], own));
        }
    }
    rows.finish()
}

fn work(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let header = ["of", "name", "week", "wanted", "done", "open", "overdue", "goal_met"];
    let mut rows = Rows::new(&[&header[..], &FIGURE].concat());
    let Some(work) = &found.work else { return rows.finish() };
    let goal = work.weekly_goal.map(|goal| goal.to_string()).unwrap_or_default();
    let none = || [String::new(), String::new(), String::new(), String::new()];
    for (rater, own) in work.raters.iter() {
        for week in &own.weeks {
            let met = match (week.met, week.open) {
                (Some(true), _) => "yes",
                (Some(false), _) => "no",
                (None, true) if work.weekly_goal.is_some() => "still open",
                (None, _) => "",
            };
            let cells = ["rater", rater, &week.week.to_string(), &goal, &week.done.to_string(), "", "", met];
            rows.add(cells.map(str::to_owned).into_iter().chain(none()).collect());
        }
        rows.add(named(&["weeks_met", rater, "", &goal, "", "", "", ""], &own.weeks_met));
    }
    rows.add(named(&["weeks_met", "all", "", &goal, "", "", "", ""], &work.weeks_met));
    for own in &work.queues {
        let counts = [own.wanted, own.done, own.open, own.overdue].map(|n| n.to_string());
        let [wanted, done, open, overdue] = &counts;
        rows.add(named(&["queue_in_time", &own.queue, "", wanted, done, open, overdue, ""], &own.in_time));
    }
    rows.finish()
}

fn next_labels(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&["item", "saving", "label", "probability", "ratings"]);
    for one in &found.next.next_labels {
        let probability = one.probability.map(|value| value.to_string()).unwrap_or_default();
        let label = one.label.clone().unwrap_or_default();
        rows.add(vec![one.item.clone(), one.saving.to_string(), label, probability, one.ratings.to_string()]);
    }
    rows.finish()
}

fn sequential(found: &Calibration, _: &Sheet) -> Vec<u8> {
    let mut rows = Rows::new(&[&["judge", "clause", "reference", "decision", "after"][..], &FIGURE].concat());
    for one in &found.changes.sequential.judges {
        let after = one.after.map(|after| after.to_string()).unwrap_or_default();
        let clause = one.clause.as_deref().unwrap_or_default();
        rows.add(named(&[&one.judge, clause, &word(&one.reference), &word(&one.decision), &after], &one.rate));
    }
    rows.finish()
}
