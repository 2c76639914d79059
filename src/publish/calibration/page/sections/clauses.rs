//! Accuracy by the clause at issue, clause by judge.

use super::super::data::{Data, WeakClauses};
use super::super::fig::Form;
use super::super::html::{Html, line, name, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, shaded, words};
use super::{Section, adjusted, left_out, most_tried};
use crate::publish::terminal::counted;

pub(super) const SECTION: Section = Section { id: "clauses", title: "Accuracy by clause", draw };

/// Judges shown.
const JUDGES_MAX: usize = 10;
/// Clauses shown.
const CLAUSES_MAX: usize = 20;
/// Weak clauses shown.
const WEAK_MAX: usize = 12;
/// What is told of them.
const WEAK: [&str; 6] = ["Judge", "Clause", "Errors", "Errors on other clauses", "q", "Try first"];

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
    let whose = "The clause is the one that gold names; where it names none anywhere, people and models are divided by the one that \
                 the policy found, and the policy by none.";
    let whole = left_out(all, clauses.len(), "clauses", "judges.csv");
    Some(paragraph(said).and(paragraph(whose)).and(table.finish()).and(whole).and(weak(data)))
}

/// Names the clauses on which judges fall short.
fn weak(data: &Data) -> Html {
    let WeakClauses { tested, found } = &data.weak_clauses;
    let heading = tag("h3", &[], "Weak clauses").and(line());
    let tested = format!(
        "Each judge's errors on one clause are held against its errors on all others, {} in all; q allows for their number.",
        counted(*tested, "test", "tests")
    );
    if found.is_empty() {
        return heading.and(paragraph(format!("{tested} No clause stands out.")));
    }
    let mut table = Table::new("Clauses on which a judge errs more than on the others", &WEAK);
    for one in found.iter().take(WEAK_MAX) {
        let figures = [one.rate.cell(Form::Share), one.elsewhere.cell(Form::Share)];
        let last = [tag("td", &[], adjusted(one.q)), words(one.next_step_words.as_str())];
        table.row(&one.judge, [words(name(&one.clause))].into_iter().chain(figures).chain(last));
    }
    let rest = left_out(found.len(), found.len().min(WEAK_MAX), "weak clauses", "weak_clauses.csv");
    heading.and(paragraph(tested)).and(table.finish()).and(rest)
}
