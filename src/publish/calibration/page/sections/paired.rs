//! Whether two judges differ on the items of both: in how often they are right, and in how they use the labels.

use super::super::data::Data;
use super::super::fig::Form;
use super::super::html::{Html, paragraph, tag};
use super::super::paired::{Paired, PairedJudges, Several, VersionChange};
use super::super::queue::Queue;
use super::super::table::{Table, cell, words};
use super::{Section, adjusted, left_out};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "paired", title: "Do two judges differ?", draw };

/// Pairs listed in each table.
const LISTED_MAX: usize = 12;
/// Below this a difference is known.
const RISK: f64 = 0.05;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let own = &data.paired;
    if own.pairs.is_empty() && own.left_out.0.is_empty() && data.versions.is_empty() {
        return None;
    }
    let said = own.sentence.as_deref().map_or_else(
        || format!("No two judges share {} gold items, so nobody is known to be right more often.", data.pair_min),
        super::super::sentence,
    );
    Some(
        paragraph(said)
            .and(versions(&data.versions))
            .and(right(own))
            .and(several(own))
            .and(labels(own))
            .and(not_compared(own)),
    )
}

/// Makes the table of who is right more often, the surest differences first.
fn right(own: &Paired) -> Html {
    let mut pairs: Vec<&PairedJudges> = own.pairs.iter().filter(|pair| pair.difference.value.is_some()).collect();
    if pairs.is_empty() {
        return Html::default();
    }
    pairs.sort_by(|a, b| a.p_holm.unwrap_or(2.0).total_cmp(&b.p_holm.unwrap_or(2.0)));
    let columns = ["Pair", "Difference in points", "Only the first right", "Only the second right", "p, adjusted"];
    let mut table = Table::new("Accuracy of the first less that of the second, on gold items of both", &columns);
    for pair in pairs.iter().take(LISTED_MAX) {
        let of = |n: u64| cell(format!("{} of {}", count(n), count(pair.n)));
        let cells = [
            pair.difference.cell(Form::Points),
            of(pair.a_right_only),
            of(pair.b_right_only),
            cell(pair.p_holm.map_or_else(|| "never apart".to_owned(), |p| adjusted(Some(p)))),
        ];
        table.row(&named(pair), cells);
    }
    let said = "Both judges are held to the very same items, so this sees smaller differences than two intervals that \
                overlap. p is McNemar's exact test, adjusted for all pairs after Holm: with 0.05 as the limit, the chance \
                that even one pair here is wrongly said to differ is 5 %.";
    let rest = left_out(pairs.len(), pairs.len().min(LISTED_MAX), "pairs", "paired.csv");
    paragraph(said).and(table.finish()).and(rest)
}

/// Makes the table of versions of one model, each beside the one before it.
fn versions(all: &[VersionChange]) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    let columns = ["Model", "Accuracy before", "After", "Difference in points", "What fell most for sure"];
    let mut table = Table::new("Each version of a model beside the one before it, on gold", &columns);
    for own in all.iter().take(LISTED_MAX) {
        let worst = own.worst.as_ref().map_or_else(
            || words("nothing known"),
            |part| {
                let rest = tag("small", &[], part.difference.rest(Form::Points));
                let value = part.difference.value.map_or_else(String::new, |value| Form::Points.number(value));
                words(tag("b", &[], format!("{} {}: {value}", part.by, part.name)).and(" ").and(rest))
            },
        );
        let cells =
            [own.before.cell(Form::Share), own.after.cell(Form::Share), own.difference.cell(Form::Points), worst];
        table.row(&format!("{} {} → {}", own.model, own.from, own.to), cells);
    }
    let first: Html = all.iter().take(1).map(|own| paragraph(super::super::sentence(&own.sentence))).collect();
    let said = "Versions mostly decide different items: each accuracy rests on the gold items of its own, and the difference \
                only tells of the model if both were given like items.";
    first.and(paragraph(said)).and(table.finish()).and(left_out(
        all.len(),
        all.len().min(LISTED_MAX),
        "versions",
        "versions.csv",
    ))
}

fn named(pair: &PairedJudges) -> String {
    format!("{} and {}", pair.a, pair.b)
}

/// Tells of all judges of a kind at once.
fn several(own: &Paired) -> Html {
    let one = |(kind, all): (&str, &Several)| {
        let who =
            format!("All {} {kind} at once, on {}", all.judges.len(), counted(all.complete, "gold item", "gold items"));
        let said = match (all.cochran.p, all.cochran.statistic) {
            (Some(p), Some(statistic)) => {
                let found =
                    if p <= RISK { "they are not all right equally often" } else { "none is known to stand out" };
                let degrees = counted(all.cochran.degrees, "degree", "degrees");
                format!("{found} (Cochran's Q {statistic:.1}, {degrees} of freedom, p {})", adjusted(Some(p)))
            }
            _ => format!("undefined: {}", all.cochran.why.as_deref().unwrap_or("nothing to compare")),
        };
        paragraph(format!("{who} that each of them decided: {said}."))
    };
    own.several.iter().map(one).collect()
}

/// Makes the table of pairs that use the labels unlike each other, and says of how many that is not known.
fn labels(own: &Paired) -> Html {
    let tested: Vec<&PairedJudges> = own.pairs.iter().filter(|pair| pair.symmetry_q.is_some()).collect();
    let mut unlike: Vec<&PairedJudges> =
        tested.iter().copied().filter(|pair| pair.symmetry_q.is_some_and(|q| q <= RISK)).collect();
    if tested.is_empty() {
        return Html::default();
    }
    let said = "Where two judges differ, do they differ in one direction? Bowker's test asks it of every two labels, on all \
                items of both, with gold or without. The list keeps false finds to one in twenty (Benjamini and Hochberg): \
                it says where to look, and who is right is not its question.";
    let heading = tag("h3", &[], "Do they use the labels alike?").and(paragraph(said));
    if unlike.is_empty() {
        let pairs = counted(tested.len() as u64, "pair that differs", "pairs that differ");
        return heading.and(paragraph(format!("No lopsided use of labels is known in any of {pairs} on some item.")));
    }
    unlike.sort_by(|a, b| a.symmetry_q.unwrap_or(2.0).total_cmp(&b.symmetry_q.unwrap_or(2.0)));
    let columns = ["Pair", "Most of all", "First gave the stronger label", "Second did", "q"];
    let mut table = Table::new("Pairs of judges who use the labels unlike each other", &columns);
    for pair in unlike.iter().take(LISTED_MAX) {
        let of = |n: Option<u64>| {
            cell(
                n.map_or_else(|| "labels have no order".to_owned(), |n| format!("{} of {}", count(n), count(pair.met))),
            )
        };
        let most = pair.lopsided.as_ref().map_or_else(String::new, |one| {
            let (n, other_way) = (count(one.n), count(one.other_way));
            format!("the first says {}, the second {}: {n}; the other way round {other_way}", one.a_gives, one.b_gives)
        });
        table.row(
            &named(pair),
            [words(most), of(pair.a_stronger), of(pair.b_stronger), cell(adjusted(pair.symmetry_q))],
        );
    }
    let rest = left_out(unlike.len(), unlike.len().min(LISTED_MAX), "such pairs", "paired.csv");
    heading.and(table.finish()).and(rest)
}

/// Says plainly who is in no pair.
fn not_compared(own: &Paired) -> Html {
    let one = |(kind, n): (&str, &u64)| {
        let said = format!(
            "{} are not compared two by two: there would be too many pairs to tell chance from a difference. Their accuracy \
             stands with its interval under judges against gold.",
            counted(*n, kind, &format!("{kind}s"))
        );
        tag("p", &[("class", "note")], said)
    };
    own.left_out.iter().map(one).collect()
}
