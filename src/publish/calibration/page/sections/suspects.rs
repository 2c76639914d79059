//! Gold that is probably wrong.

use super::super::data::Data;
use super::super::html::{Html, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, cell};
use super::{Section, left_out};
use crate::calibrate::study::PROBABLE;
use crate::publish::terminal::{count, counted, probability};

pub(super) const SECTION: Section = Section { id: "suspect-gold", title: "Suspect gold", draw };

/// Suspects listed.
const LISTED_MAX: usize = 25;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    if data.gold == 0 {
        return Some(paragraph("There is no gold."));
    }
    let not_tried = match data.gold_not_tried {
        0 => String::new(),
        n => format!(
            " {} could not be tried: nobody independent decided them, or there is too little gold.",
            counted(n, "gold item", "gold items")
        ),
    };
    let all: Vec<_> = data.suspect_gold.iter().take_while(|one| one.probability > PROBABLE).collect();
    if all.is_empty() {
        return Some(paragraph(format!("No gold label is more probably wrong than right.{not_tried}")));
    }
    let said = format!(
        "{} more probably wrong than right, by judges who had not seen them. Look at these before a judge is blamed for \
         differing from them.{not_tried}",
        counted(data.suspect_gold_count, "gold label is", "gold labels are")
    );
    let columns = ["Item", "Gold", "Instead", "Gold is wrong", "Judges for it", "Judges with gold", "Clause"];
    let mut table = Table::new("Gold that is probably wrong, the most probable first", &columns);
    for one in all.iter().take(LISTED_MAX) {
        table.row(
            &one.item,
            [
                cell(one.gold.as_str()),
                cell(one.instead.as_str()),
                cell(format!("{} likely", probability(one.probability))),
                cell(count(one.judges_for)),
                cell(count(one.judges_with_gold)),
                cell(one.clause.as_deref().unwrap_or("none")),
            ],
        );
    }
    let rest = left_out(data.suspect_gold_count as usize, all.len().min(LISTED_MAX), "gold labels", "suspect_gold.csv");
    Some(paragraph(said).and(table.finish()).and(rest))
}
