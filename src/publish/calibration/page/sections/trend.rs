//! Errors by week.

use super::super::charts::trend::trend;
use super::super::data::{Data, Watched};
use super::super::html::{Html, paragraph, tag};
use super::super::queue::Queue;
use super::{Section, left_out};
use crate::publish::terminal::count;

pub(super) const SECTION: Section = Section { id: "trend", title: "Week by week", draw };

/// Judges drawn.
const DRAWN_MAX: usize = 12;

fn draw(data: &Data, _: Option<&Queue>) -> Option<Html> {
    let all: Vec<&Watched> =
        data.drift.iter().filter(|one| one.clause.is_none() && one.trend.weeks.len() > 1).collect();
    if all.is_empty() {
        return None;
    }
    let charts: Html = all.iter().take(DRAWN_MAX).map(|own| one(own)).collect();
    let said = "The share of each judge's decisions that differ from gold, or from a consensus that is sure where there is \
                no gold. Lines are 95 % intervals.";
    let rest = left_out(all.len(), all.len().min(DRAWN_MAX), "judges", "calibration.json");
    Some(paragraph(said).and(tag("div", &[("class", "many")], charts)).and(rest))
}

fn one(own: &Watched) -> Html {
    let held = own.drift.rate.n;
    let sentence = format!(
        "{}. {} of {} dated decisions are held against gold, the others against consensus.",
        super::super::sentence(&own.trend.sentence).trim_end_matches('.'),
        count(own.against_gold),
        count(held)
    );
    let title = format!("{}: errors by week", own.judge);
    tag(
        "div",
        &[],
        tag("h3", &[], super::super::html::name(&own.judge)).and(trend(&title, &sentence, &own.trend.weeks)),
    )
}
