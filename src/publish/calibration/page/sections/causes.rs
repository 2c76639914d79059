//! Root causes of what the judges disagree on.

use super::super::causes::Ambiguous;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, shade};
use super::{Section, adjusted, left_out, plain};
use crate::calibrate::study::Named;
use crate::publish::terminal::{count, counted, share};

pub(super) const SECTION: Section = Section { id: "causes", title: "Root causes", draw };

/// Judges, and clauses, that are listed.
const ROWS_MAX: usize = 20;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let total: u64 = data.root_causes.iter().map(|(_, n)| n).sum();
    let open = match data.unsettled {
        0 => String::new(),
        n => format!(
            " {} about items with gold or a sure consensus, which the policy leaves open for want of something it needs to know {} not among them: that is unknown, and no \
             disagreement.",
            counted(n, "decision", "decisions"),
            if n == 1 { "is" } else { "are" }
        ),
    };
    if total == 0 {
        return Some(paragraph(format!("No judge differs from gold or from a sure consensus.{open}")));
    }
    let causes: Vec<&str> = data.root_causes.iter().filter(|(_, n)| **n > 0).map(|(cause, _)| cause).collect();
    let said = format!(
        "{} from gold or a sure consensus, each with the cause that is most probable for it. They are estimates: look at \
         examples before acting on a row. disputes.csv lists them all.{open}",
        counted(total, "decision differs", "decisions differ")
    );
    let judges =
        Parts { title: "Root causes by judge", corner: "Judge", many: "judges", of: &data.root_causes_by_judge };
    let clauses =
        Parts { title: "Root causes by clause", corner: "Clause", many: "clauses", of: &data.root_causes_by_clause };
    let page = paragraph(said).and(overall(data, &causes)).and(heat(&judges, &causes)).and(heat(&clauses, &causes));
    Some(page.and(ambiguous(data)))
}

/// Makes the table of all disagreements.
fn overall(data: &Data, causes: &[&str]) -> Html {
    let mut table = Table::new("Root causes of all disagreements", &["Cause", "Disagreements", "Share of all"]);
    for cause in causes {
        let n = data.root_causes.get(cause).copied().unwrap_or(0);
        let share = data.root_cause_shares.get(cause).cloned().unwrap_or_default();
        table.row(&plain(cause), [cell(count(n)), share.cell(Form::Share)]);
    }
    table.finish()
}

/// Root causes by whom or what they belong to.
struct Parts<'a> {
    title: &'a str,
    corner: &'a str,
    many: &'a str,
    of: &'a Named<Named<u64>>,
}

/// Makes the table of them, those with most disagreements first; there is none where there are no parts.
fn heat(parts: &Parts, causes: &[&str]) -> Html {
    let mut rows: Vec<(&str, Vec<u64>)> = parts
        .of
        .iter()
        .map(|(name, own)| (name, causes.iter().map(|cause| own.get(cause).copied().unwrap_or(0)).collect()))
        .collect();
    if rows.is_empty() {
        return Html::default();
    }
    rows.sort_by_key(|(_, own)| std::cmp::Reverse(own.iter().sum::<u64>()));
    let all = rows.len();
    rows.truncate(ROWS_MAX);
    let columns: Vec<String> = causes.iter().map(|cause| plain(cause)).collect();
    let mut table = Table::heat(parts.title, parts.corner, &columns);
    for (name, own) in &rows {
        let sum: u64 = own.iter().sum();
        let part = |n: u64| n as f64 / sum.max(1) as f64;
        table.row(
            name,
            own.iter().map(|n| shade(part(*n), &count(*n), &format!("{} of {}", share(part(*n)), count(sum)))),
        );
    }
    table.finish().and(left_out(all, rows.len(), parts.many, "calibration.json"))
}

fn ambiguous(data: &Data) -> Html {
    let mut clauses: Vec<(&str, &Ambiguous)> = data.ambiguous_clauses.iter().collect();
    if clauses.is_empty() {
        return Html::default();
    }
    clauses.sort_by(|a, b| b.1.short.total_cmp(&a.1.short));
    let said = "Good raters split on these clauses while they agree elsewhere: of their answers on an item, more pairs differ, and \
                alpha is lower. q is the chance of that after all clauses were looked at.";
    let columns = ["Clause", "Pairs that differ", "Elsewhere", "Alpha, nominal", "Alpha elsewhere", "q"];
    let mut table = Table::new("Clauses that can be read in two ways, the worst first", &columns);
    for (clause, one) in clauses {
        let differ = [&one.differ, &one.differ_elsewhere].map(|own| own.cell(Form::Share));
        let alpha = [&one.alpha, &one.alpha_elsewhere].map(|own| own.cell(Form::Number));
        table.row(clause, differ.into_iter().chain(alpha).chain([cell(adjusted(Some(one.q)))]));
    }
    tag("h3", &[], "Clauses that can be read in two ways").and(paragraph(said)).and(table.finish())
}
