//! Every judge against gold.

use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::data::{Data, Judge};
use super::super::fig::{Fig, Form};
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::super::work::{QueueSample, Sample};
use super::{Section, busiest, left_out, most_tried, plain};
use crate::publish::terminal::{count, share};

pub(super) const SECTION: Section = Section { id: "judges", title: "Judges against gold", draw };

/// Judges in the chart.
const DRAWN_MAX: usize = 20;
/// Judges in the table.
const LISTED_MAX: usize = 25;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let tried = data.judges.iter().filter(|(_, judge)| judge.n_gold > 0).count();
    let mut shown = if tried > 0 { most_tried(data, LISTED_MAX) } else { busiest(data, LISTED_MAX) };
    let drawn = chart(data, shown.get(..DRAWN_MAX.min(shown.len())).unwrap_or(&[]));
    if tried < LISTED_MAX {
        let rest = busiest(data, usize::MAX).into_iter().filter(|(_, judge)| tried > 0 && judge.n_gold == 0);
        shown.extend(rest.take(LISTED_MAX - shown.len()));
    }
    Some(paragraph(said(data, tried)).and(drawn).and(estimated(data)).and(table(data, &shown)).and(left_out(
        data.judges.0.len(),
        shown.len(),
        "judges",
        "judges.csv",
    )))
}

fn said(data: &Data, tried: usize) -> String {
    if tried == 0 {
        return "There is no gold that is not a judge's own, so nobody's accuracy is known.".to_owned();
    }
    let open = data.judges.iter().filter(|(_, judge)| judge.unsettled.value.is_some_and(|open| open > 0.0));
    let open: String = open
        .map(|(name, judge)| {
            let share = judge.unsettled.said(Form::Share);
            format!(" Of gold items {name} leaves {share} open for want of something it needs to know; they count as neither.")
        })
        .collect();
    let costs = if data.costs.is_empty() {
        ""
    } else {
        " What a decision costs is by the costs that the corpus's card declares."
    };
    format!(
        "The bar is {} of gold. A judge passes if the interval of its accuracy lies at the bar or above, fails if it lies below, \
         and is unclear where the bar lies in it; with fewer than 20 gold items nothing is said. An item without a label from \
         a judge that looked at it counts as wrong.{open}{costs}",
        share(data.bar)
    )
}

fn chart(data: &Data, shown: &[(&str, &Judge)]) -> Html {
    let mut shown: Vec<_> = shown.to_vec();
    shown.sort_by(|a, b| b.1.accuracy.value.unwrap_or(0.0).total_cmp(&a.1.accuracy.value.unwrap_or(0.0)));
    let rows: Vec<Row<'_>> = shown
        .iter()
        .map(|(name, judge)| Row { name: (*name).to_owned(), figure: &judge.accuracy, tone: tone(&judge.status) })
        .collect();
    let end = |row: Option<&Row<'_>>| {
        row.map_or_else(String::new, |row| format!("{} at {}", row.name, row.figure.said(Form::Share)))
    };
    let sentence = match rows.len() {
        1 => format!("{}; the line is its 95 % interval.", end(rows.first())),
        _ => format!("From {} down to {}; lines are 95 % intervals.", end(rows.first()), end(rows.last())),
    };
    let limit = Some((data.bar, format!("the bar: {}", share(data.bar))));
    let axis = "share of gold items that a judge decides as gold does";
    intervals(&Frame { title: "Accuracy against gold", sentence: &sentence, axis, form: Form::Share, limit }, &rows)
}

/// Says what stands beside gold where a random share was drawn.
fn estimated(data: &Data) -> Html {
    let told = |queue: &QueueSample| {
        paragraph(format!(
            "Accuracy on gold says how a judge does on what gold was chosen for, which is hard as a rule. The estimate beside it \
             says how it does on what comes in, by the random share of the queue {}; the two are never mixed.",
            queue.queue
        ))
    };
    data.sample.as_ref().and_then(Sample::widest).map(told).unwrap_or_default()
}

fn tone(status: &str) -> Tone {
    match status {
        "passes" => Tone::Good,
        "fails" => Tone::Bad,
        _ => Tone::Plain,
    }
}

/// A column of figures: its name, which figure, and how it is written.
type Column = (&'static str, fn(&Judge) -> &Fig, Form);

/// The one column that is not against gold.
const CONSENSUS: &str = "With a sure consensus";

/// The column beside which estimates for all items stand.
const ACCURACY: &str = "Accuracy on gold";

/// The column that is there only where somebody said what errors cost.
const COST: &str = "Cost of a decision";

const COLUMNS: [Column; 7] = [
    (ACCURACY, |judge| &judge.accuracy, Form::Share),
    (COST, |judge| &judge.cost, Form::Number),
    ("Balanced accuracy", |judge| &judge.balanced_accuracy, Form::Share),
    ("Macro F1", |judge| &judge.macro_f1, Form::Number),
    ("MCC", |judge| &judge.mcc, Form::Number),
    ("Right label, wrong clause", |judge| &judge.wrong_clause, Form::Share),
    (CONSENSUS, |judge| &judge.with_consensus, Form::Share),
];

/// Makes the table; a column in which every figure is undefined becomes a sentence that says why.
fn table(data: &Data, shown: &[(&str, &Judge)]) -> Html {
    let sample = data.sample.as_ref().and_then(Sample::widest);
    let estimated = sample.map(|queue| match queue.items {
        Some(items) if items == queue.of_items => "Estimated over all items".to_owned(),
        _ => format!("Estimated over the items that {} draws from", queue.queue),
    });
    let beside = |column: &str| estimated.as_deref().filter(|_| column == ACCURACY);

    let known =
        |(column, of, _): &Column| beside(column).is_some() || shown.iter().any(|(_, judge)| of(judge).value.is_some());
    let asked = COLUMNS.into_iter().filter(|(column, ..)| *column != COST || !data.costs.is_empty());
    let (columns, without): (Vec<Column>, Vec<Column>) = asked.partition(known);
    let names: Vec<&str> = columns.iter().flat_map(|(name, ..)| [Some(*name), beside(name)]).flatten().collect();
    let wanted = format!("More gold for ±{}", points(data.half_width));
    let names: Vec<&str> =
        ["Judge", "Decisions", "Against the bar"].into_iter().chain(names).chain([wanted.as_str()]).collect();
    let mut table = Table::new("Judges: figures against gold, and apart from them agreement with consensus", &names);
    for (name, judge) in shown {
        let estimate =
            |queue: &QueueSample| queue.judges.get(name).map_or_else(|| cell("none"), |own| own.cell(Form::Share));
        let figures = columns.iter().flat_map(|(column, of, form)| {
            let own = if judge.n_gold == 0 && *column != CONSENSUS {
                tag("td", &[("class", "none")], "undefined: no gold")
            } else {
                of(judge).cell(*form)
            };
            [Some(own), beside(column).and(sample).map(estimate)].into_iter().flatten()
        });
        let more = cell(judge.gold_wanted.as_ref().map_or_else(|| "undefined".to_owned(), |wanted| count(wanted.more)));
        table.row(name, [decisions(judge), status(&judge.status)].into_iter().chain(figures).chain([more]));
    }
    let why = without.iter().filter_map(|(name, of, _)| {
        let why = shown.first().and_then(|(_, judge)| of(judge).why.as_deref()).unwrap_or("there is no gold");
        (!shown.is_empty()).then(|| format!("{name}: undefined for every judge shown: {why}."))
    });
    let why: Html = why.map(|said| tag("p", &[("class", "note")], said)).collect();
    table.finish().and(why)
}

/// Writes a difference of shares in percentage points.
fn points(share: f64) -> String {
    format!("{} points", (share * 1e4).round() / 1e2)
}

fn status(status: &str) -> Html {
    let class = match status {
        "passes" => "good",
        "fails" => "bad",
        _ => "plain",
    };
    cell(tag("span", &[("class", class)], plain(if status == "too_few_gold" { "too little gold" } else { status })))
}

/// Writes how many decisions a judge made, whom it is, and how much gold is its own.
fn decisions(judge: &Judge) -> Html {
    let own = match judge.circular {
        0 => judge.kind.clone(),
        n => format!("{}; {} own gold left out", judge.kind, count(n)),
    };
    cell(tag("b", &[], count(judge.n)).and(" ").and(tag("small", &[], own)))
}
