//! Groups of raters: where they differ from each other more than among themselves.

use super::super::causes::{Groups, GroupsOnClause};
use super::super::charts::intervals::{Frame, Row, Tone, intervals};
use super::super::charts::short;
use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, adjusted, left_out};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "groups", title: "Groups of raters", draw };

/// Clauses drawn.
const DRAWN_MAX: usize = 6;
/// Clauses listed.
const LISTED_MAX: usize = 15;
/// Letters of a clause in the chart.
const LETTERS_MAX: usize = 12;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let own = &data.groups;
    if own.raters.0.is_empty() {
        return None;
    }
    let mut clauses: Vec<&GroupsOnClause> = own.clauses.iter().collect();
    clauses.sort_by(|a, b| {
        let surplus = |one: &GroupsOnClause| (one.differ, one.surplus.value.unwrap_or(-2.0));
        let ((a_differs, a), (b_differs, b)) = (surplus(a), surplus(b));
        b_differs.cmp(&a_differs).then(b.total_cmp(&a))
    });
    let found: Html = clauses
        .iter()
        .filter(|one| one.differ)
        .take(DRAWN_MAX)
        .map(|one| paragraph(super::super::sentence(&one.sentence)))
        .collect();
    let rest = left_out(clauses.len(), clauses.len().min(LISTED_MAX), "clauses", "groups.csv");
    Some(paragraph(said(own, &clauses)).and(found).and(chart(&clauses)).and(table(&clauses)).and(rest))
}

fn said(own: &Groups, clauses: &[&GroupsOnClause]) -> String {
    let sizes: Vec<String> = own.raters.iter().map(|(name, n)| format!("{name} {}", count(*n))).collect();
    let without = match own.without {
        0 => String::new(),
        n => format!(", without a group {}", count(n)),
    };
    let differ = clauses.iter().filter(|one| one.differ).count() as u64;
    let found = match (clauses.len() as u64, differ) {
        (0, _) => {
            "No two good raters of different groups decided the same item, so nothing can be compared.".to_owned()
        }
        (all, 0) => format!("On {} no difference is known.", counted(all, "clause", "clauses")),
        (all, n) => format!("They differ on {} of {}.", count(n), counted(all, "clause", "clauses")),
    };
    format!(
        "Do raters of different groups differ more often than raters of one group, and more than if they were dealt to groups \
         by lot? Then the groups read the clause differently, and who says what their group says is not wrong. Raters who \
         fail are left out. Raters by group: {}{without}. {found}",
        sizes.join(", ")
    )
}

fn named(one: &GroupsOnClause) -> &str {
    one.clause.as_deref().unwrap_or("no clause")
}

fn chart(clauses: &[&GroupsOnClause]) -> Html {
    let rows: Vec<Row<'_>> = clauses
        .iter()
        .take(DRAWN_MAX)
        .flat_map(|one| {
            let name = |which: &str| format!("{}: {which}", short(named(one), LETTERS_MAX));
            let tone = if one.differ { Tone::Bad } else { Tone::Plain };
            [
                Row { name: name("across"), figure: &one.across, tone },
                Row { name: name("within"), figure: &one.within, tone: Tone::Beside },
            ]
        })
        .collect();
    let first = clauses.first().map_or_else(String::new, |one| {
        format!(
            "On {}, raters of different groups differ on {}, raters of one group on {}. ",
            named(one),
            one.across.said(Form::Share),
            one.within.said(Form::Share)
        )
    });
    let sentence = format!(
        "{first}Hollow dots are pairs within a group, filled ones pairs across; n counts pairs and lines are 95 % intervals. \
         Where groups differ the dot is red, and the table says so."
    );
    let axis = "share of pairs of raters who differ";
    let title = "Disagreement across groups and within";
    intervals(&Frame { title, sentence: &sentence, axis, form: Form::Share, limit: None }, &rows)
}

fn table(clauses: &[&GroupsOnClause]) -> Html {
    let columns = [
        "Clause",
        "Finding",
        "Differ across",
        "Differ within",
        "Surplus in points",
        "Alpha within",
        "Kappa across",
        "q",
        "Items of both",
    ];
    let mut table = Table::new("Groups by clause, those that differ first", &columns);
    for one in clauses.iter().take(LISTED_MAX) {
        let finding = match (one.differ, one.q) {
            (true, _) => "groups differ",
            (false, Some(_)) => "no difference known",
            (false, None) => "too little to tell",
        };
        let cells = [
            words(finding),
            one.across.cell(Form::Share),
            one.within.cell(Form::Share),
            one.surplus.cell(Form::Points),
            one.alpha_within.cell(Form::Number),
            one.kappa_across.cell(Form::Number),
            cell(adjusted(one.q)),
            cell(count(one.items)),
        ];
        table.row(named(one), cells);
    }
    if table.is_empty() { Html::default() } else { table.finish() }
}
