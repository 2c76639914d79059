//! `calibration.json` → `report.html`: one page that holds all it needs.
//!
//! The page is made of the file's text and of nothing else, so that `calibrate` and `report` write the same bytes. It has
//! no script and loads nothing; pictures are drawn inline. One file per section under `sections`, one per kind of chart
//! under `charts`; `feedback` is the page that one rater gets; what is read back stands in `data`, and what becomes HTML goes through `html`, which escapes it.

mod causes;
mod charts;
mod data;
pub mod feedback;
mod fig;
mod html;
mod paired;
mod queue;
mod sections;
mod table;
mod together;
mod work;

#[cfg(test)]
mod tests;

pub use queue::Queue;

use data::Data;
use html::{Html, coded, document, line, list, paragraph, style, tag, void};
use sections::SECTIONS;

use super::sentences::sentence;
use crate::publish::terminal::{count, counted};

/// Makes the page of a `calibration.json`, with a section on the review queue if one is given.
///
/// # Errors
/// Says what of the text is not as a calibration is.
pub fn page(json: &str, queue: Option<&Queue>) -> Result<String, serde_json::Error> {
    let data: Data = serde_json::from_str(json)?;
    let drawn: Vec<_> = SECTIONS.iter().filter_map(|section| Some((section, (section.draw)(&data, queue)?))).collect();
    let contents = drawn
        .iter()
        .map(|(section, _)| tag("li", &[], tag("a", &[("href", format!("#{}", section.id).as_str())], section.title)));
    let contents = tag("nav", &[("aria-label", "Sections")], tag("ul", &[], contents.collect::<Html>()));
    let sections = drawn.iter().map(|(section, inside)| {
        let heading = tag("h2", &[("id", section.id)], section.title).and(line());
        tag("section", &[("aria-labelledby", section.id)], heading.and(inside.clone())).and(line())
    });
    let summary: Vec<Html> = data.summary.iter().map(|sentence| coded(sentence)).collect();
    let lead = tag("section", &[("aria-label", "Summary"), ("class", "lead")], list(summary)).and(line());
    let main = tag("main", &[("id", "main")], line().and(lead).and(sections.collect::<Html>())).and(line());
    let skip = tag("a", &[("class", "skip"), ("href", "#main")], "Skip to the report");
    let body = skip.and(line()).and(header(&data)).and(contents).and(line()).and(main).and(footer(&data));
    Ok(document(head("Calibration report"), body))
}

fn head(title: &str) -> Html {
    void("meta", &[("charset", "utf-8")])
        .and(void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]))
        .and(line())
        .and(tag("title", &[], title))
        .and(line())
        .and(style(include_str!("style.css")))
}

fn header(data: &Data) -> Html {
    let mut facts = vec![
        counted(data.items, "item", "items"),
        counted(data.ratings, "decision", "decisions"),
        counted(data.judges.0.len() as u64, "judge", "judges"),
        format!("{} with gold", count(data.gold)),
        format!("labels: {}", data.labels.join(", ")),
    ];
    if let Some((pack, revision)) = &data.intake.pack {
        facts.insert(0, format!("pack {pack}, revision {}", revision.chars().take(19).collect::<String>()));
    }
    let facts = tag("p", &[("class", "facts")], facts.join(" · "));
    tag("header", &[], tag("h1", &[], "Calibration report").and(facts)).and(line())
}

fn footer(data: &Data) -> Html {
    let intervals = "Intervals are at 95 %; n is what a figure rests on. A figure that cannot be had is undefined and says \
                     why. No content is on this page, only identifiers and labels. The same figures, unrounded, are in \
                     calibration.json and in the CSV files beside it.";
    let made = format!(
        "Preceptor {}, seed {}, scale {}, bar {:.0} % of gold; {} rejected.",
        data.engine,
        data.seed,
        data.scale,
        data.bar * 100.0,
        counted(data.intake.rejected, "record was", "records were")
    );
    tag("footer", &[], paragraph(intervals).and(paragraph(made))).and(line())
}
