//! Root causes of what the judges disagree on.

use super::super::causes::Ambiguous;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::super::table::{Table, cell, shade};
use super::{Section, adjusted, left_out, plain};
use crate::publish::terminal::{count, counted, share};

pub(super) const SECTION: Section = Section { id: "causes", title: "Root causes", draw };

/// Judges listed.
const JUDGES_MAX: usize = 20;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let total: u64 = data.root_causes.iter().map(|(_, n)| n).sum();
    let open = match data.unsettled {
        0 => String::new(),
        n => format!(
            " {} that the policy leaves open for want of something it needs to know {} not among them: that is unknown, and no \
             disagreement.",
            counted(n, "decision", "decisions"),
            if n == 1 { "is" } else { "are" }
        ),
    };
    if total == 0 {
        return Some(paragraph(format!("No judge differs from gold or from a sure consensus.{open}")));
    }
    let causes: Vec<&str> = data.root_causes.iter().filter(|(_, n)| **n > 0).map(|(cause, _)| cause).collect();
    let columns: Vec<String> = causes.iter().map(|cause| plain(cause)).collect();
    let mut table = Table::heat("Disagreements by their most probable cause", "Judge", &columns);
    let mut judges: Vec<(&str, Vec<u64>)> = data
        .root_causes_by_judge
        .iter()
        .map(|(judge, own)| (judge, causes.iter().map(|cause| own.get(cause).copied().unwrap_or(0)).collect()))
        .collect();
    judges.sort_by_key(|(_, own)| std::cmp::Reverse(own.iter().sum::<u64>()));
    let all = judges.len();
    let everybody = causes.iter().map(|cause| data.root_causes.get(cause).copied().unwrap_or(0)).collect();
    judges.insert(0, ("all judges", everybody));
    judges.truncate(JUDGES_MAX + 1);
    for (judge, own) in &judges {
        let sum: u64 = own.iter().sum();
        let part = |n: u64| n as f64 / sum.max(1) as f64;
        table.row(
            judge,
            own.iter().map(|n| shade(part(*n), &count(*n), &format!("{} of {}", share(part(*n)), count(sum)))),
        );
    }
    let said = format!(
        "{} from gold or a sure consensus, each with the cause that is most probable for it. They are estimates: look at \
         examples before acting on a row.{open}",
        counted(total, "decision differs", "decisions differ")
    );
    let rest = left_out(all, judges.len().saturating_sub(1), "judges", "calibration.json");
    Some(paragraph(said).and(table.finish()).and(rest).and(ambiguous(data)))
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
