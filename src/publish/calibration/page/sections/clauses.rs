//! Accuracy by the clause at issue, clause by judge.

use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, shaded};
use super::{Section, left_out, most_tried};

pub(super) const SECTION: Section = Section { id: "clauses", title: "Accuracy by clause", draw };

/// Judges shown.
const JUDGES_MAX: usize = 10;
/// Clauses shown.
const CLAUSES_MAX: usize = 20;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let judges = most_tried(data, JUDGES_MAX);
    let mut clauses: Vec<(String, u64)> = Vec::new();
    for (clause, figure) in judges.iter().flat_map(|(_, judge)| judge.by_clause.iter()) {
        match clauses.iter_mut().find(|(known, _)| known == clause) {
            Some((_, n)) => *n = (*n).max(figure.n),
            None => clauses.push((clause.to_owned(), figure.n)),
        }
    }
    if clauses.is_empty() {
        return None;
    }
    let all = clauses.len();
    clauses.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    clauses.truncate(CLAUSES_MAX);
    let columns: Vec<String> = judges.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut table = Table::heat("Accuracy against gold by the clause that is at issue", "Clause", &columns);
    for (clause, _) in &clauses {
        let cells = judges.iter().map(|(_, judge)| match judge.by_clause.get(clause) {
            Some(figure) => shaded(figure, Form::Share),
            None => tag("td", &[("class", "none")], "no gold"),
        });
        table.row(clause, cells);
    }
    let said = "The clauses with most gold first. A clause on which all judges are faint is one to read again; one on which a \
                single judge is faint is one to explain to that judge. Precision, recall, F1 and confusion by clause are in \
                by_clause.csv and confusion.csv.";
    Some(paragraph(said).and(table.finish()).and(left_out(all, clauses.len(), "clauses", "judges.csv")))
}
