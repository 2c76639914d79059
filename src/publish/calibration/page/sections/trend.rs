//! Errors by week.

use super::super::charts::trend::{top_of, trend};
use super::super::data::{Data, Watched};
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::{Section, left_out, who};
use crate::publish::terminal::{count, counted};

pub(super) const SECTION: Section = Section { id: "trend", title: "Week by week", draw };

/// Series drawn.
const DRAWN_MAX: usize = 12;
/// The share of trends named that may be chance.
const FALSE_SHARE: f64 = 0.05;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let tells = |one: &&Watched| one.clause.is_none() || one.trend.q.is_some_and(|q| q <= FALSE_SHARE);
    let all: Vec<&Watched> = data.drift.iter().filter(|one| one.trend.weeks.len() > 1).filter(tells).collect();
    if all.is_empty() {
        return None;
    }
    let drawn = all.get(..DRAWN_MAX).unwrap_or(&all);
    // One axis for all, so that a judge who errs more also looks it.
    let top = top_of(drawn.iter().flat_map(|own| &own.trend.weeks));
    let charts: Html = drawn.iter().map(|own| one(own, top)).collect();
    let said = format!(
        "The share of a judge's decisions that differ from gold; where gold is too thin or ends too early, from the consensus of \
         others on items without gold. The two are never added up, since they do not call the same things wrong. Lines are 95 % \
         intervals. {} tested for a rise or fall, judges on single clauses among them, which are shown where they have one; q is p \
         after all of them (Benjamini and Hochberg 1995), so that of the trends named one in twenty is chance.",
        counted(data.trends_tested, "series was", "series were")
    );
    let rest = left_out(all.len(), drawn.len(), "series", "calibration.json");
    Some(paragraph(said).and(tag("div", &[("class", "many")], charts)).and(rest))
}

fn one(own: &Watched, top: f64) -> Html {
    let sentence = format!(
        "{} Gold speaks to {}, consensus to {}.",
        super::super::sentence(&own.trend.sentence),
        counted(own.n_gold, "dated decision", "dated decisions"),
        count(own.n_consensus)
    );
    let title = format!("{}: errors by week, against {}", who(&own.judge, own.clause.as_deref()), own.reference);
    let mut heading = super::super::html::name(&own.judge);
    if let Some(clause) = &own.clause {
        heading = heading.and(format!(" on {clause}"));
    }
    let heading = heading.and(format!(", against {}", own.reference));
    tag("div", &[], tag("h3", &[], heading).and(trend(&title, &sentence, &own.trend.weeks, top)))
}
