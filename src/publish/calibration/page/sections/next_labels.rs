//! Where one more rating saves most.

use super::super::data::Data;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::Section;
use crate::publish::terminal::{count, counted, probability};

pub(super) const SECTION: Section = Section { id: "next-labels", title: "Where one more rating helps most", draw };

/// Items listed.
const LISTED_MAX: usize = 15;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let all = &data.next_labels;
    let Some(first) = all.first() else {
        return (data.ratings > 0).then(|| {
            paragraph("On no item without gold would one more rating by an average judge be likely to change what is decided.")
        });
    };
    let sure = if data.next_labels_honest {
        "how sure the judges are together was mended on gold"
    } else {
        "there is too little gold to say how far the probabilities can be believed, so savings are probably too small"
    };
    let said = format!(
        "On {} one more rating by an average judge is expected to lower the cost of a wrong decision, most of all on {}. \
         Savings are counted in {}; {sure}. Items that nobody rated yet are not listed.",
        counted(data.next_labels_count, "item without gold", "items without gold"),
        first.item,
        data.next_labels_unit
    );
    let columns = ["Item", "Expected saving", "Together they say", "Probably right", "Ratings so far"];
    let mut table = Table::new("Items on which one more rating saves most", &columns);
    for one in all.iter().take(LISTED_MAX) {
        let sure = one.probability.map_or_else(|| "tied".to_owned(), |value| format!("{} likely", probability(value)));
        let label = one.label.as_deref().unwrap_or("tied");
        table.row(&one.item, [cell(format!("{:.3}", one.saving)), cell(label), cell(sure), cell(count(one.ratings))]);
    }
    let listed = match all.len() as u64 {
        n if n == data.next_labels_count => "all are".to_owned(),
        n => format!("the first {} are", count(n)),
    };
    let rest = format!("Shown here: {}; {listed} in next_labels.csv.", count(all.len().min(LISTED_MAX) as u64));
    let rest = tag("p", &[("class", "note")], rest);
    Some(paragraph(said).and(table.finish()).and(rest))
}
