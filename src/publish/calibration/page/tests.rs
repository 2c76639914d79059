#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::calibrate::sheet::{Judge, JudgeKind, Odd, Said, Scale, Sheet, SheetBuilder};
use crate::calibrate::study::{Intake, StudyOptions, study};
use crate::publish::calibration::{files, json};

/// Elements that have no end.
const VOID: [&str; 1] = ["meta"];

fn judge(kind: JudgeKind, name: &str) -> Judge {
    Judge { kind, name: name.into(), version: None }
}

/// Three raters of these names and of two groups; the last errs on every third item, always by the same label.
fn sheet(names: [&str; 3], items: u16) -> Sheet {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<perhaps<yes").unwrap(), vec![]);
    for number in 0..items {
        let item = builder.item(&format!("{}{number}", names[0]));
        let right = number % 3;
        assert!(builder.gold(item, right));
        let third = if number % 5 == 0 { Err(Odd::NoVerdict) } else { Ok((right + u16::from(number % 3 == 1)) % 3) };
        let labels = [Ok(right), Ok((right + u16::from(number % 10 == 9)) % 3), third];
        for ((name, label), group) in names.iter().zip(labels).zip(["north", "south", "south"]) {
            let said = Said {
                group: Some(group.to_owned()),
                batch: Some(format!("week {}", number / 30)),
                at_ms: Some(1_760_000_000_000 + i64::from(number) * 86_400_000),
                ..Said::new(judge(JudgeKind::Rater, name), label)
            };
            builder.say(item, said);
        }
    }
    builder.build()
}

fn page_of(sheet: &Sheet) -> String {
    let options = StudyOptions { resamples: 100, ..StudyOptions::default() };
    page(&json(&study(sheet, &Intake::default(), &options)), None).unwrap()
}

/// Reads the tags of a page, and fails where one is not closed in its turn.
fn balanced(page: &str) -> Vec<String> {
    let mut open: Vec<String> = Vec::new();
    let mut seen = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>') || open.last().is_some_and(|tag| tag == "style"), "a loose `>`");
        let end = rest[at..].find('>').expect("a tag ends") + at;
        let inside = &rest[at + 1..end];
        match inside.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name)),
            None => {
                let name = inside.split(' ').next().unwrap().to_owned();
                assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
                seen.push(inside.to_owned());
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    seen
}

#[test]
fn a_page_is_well_formed_and_loads_nothing_whatever_judges_are_called() {
    let hostile = ["<script>alert(1)</script>", "\" onload=\"x' --> </style>", "\u{202e}עברית & `http://x.test/a.js`"];
    let page = page_of(&sheet(hostile, 60));
    let tags = balanced(&page);
    for tag in &tags {
        let name = tag.split(' ').next().unwrap();
        assert!(!["script", "link", "img", "iframe", "object", "embed", "base", "form"].contains(&name), "{tag}");
        // Names of attributes stand before every other quote.
        for attribute in tag.split('"').step_by(2) {
            let attribute = attribute.trim();
            assert!(!attribute.starts_with("src") && !attribute.starts_with("on"), "{tag}");
        }
        assert!(!tag.contains(" href=") || tag.contains(" href=\"#"), "{tag}");
    }
    assert!(!page.contains("url(") && !page.contains("@import"));
    assert!(!page.contains('\u{202e}'), "text that turns around what follows is marked");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
}

#[test]
fn every_figure_in_a_table_stands_with_its_n() {
    let page = page_of(&sheet(["a", "b", "c"], 60));
    let cells: Vec<&str> = page.split("<td").skip(1).filter(|cell| cell.contains("<b>")).collect();
    assert!(cells.len() > 50);
    for cell in cells {
        let cell = cell.split("</td>").next().unwrap();
        let below = cell.split("<small>").nth(1).unwrap_or_else(|| panic!("{cell}"));
        let known = below.contains("n\u{a0}=") || below.contains(" of ") || below.contains("rater");
        assert!(known, "{cell}");
    }
}

#[test]
fn every_chart_has_a_title_an_axis_and_a_sentence() {
    let page = page_of(&sheet(["a", "b", "c"], 120));
    for section in ["leans", "groups", "batches"] {
        let inside = page.split(&format!("<h2 id=\"{section}\">")).nth(1).expect(section).split("<h2").next().unwrap();
        assert!(inside.contains("<figure>") && inside.contains("<table"), "{section}");
    }
    let charts: Vec<&str> =
        page.split("<figure>").skip(1).map(|rest| rest.split("</figure>").next().unwrap()).collect();
    for chart in charts {
        for part in ["<title>", "<desc>", "<text class=\"fine\"", "<figcaption>"] {
            let inside = chart.split(part).nth(1).unwrap_or_else(|| panic!("{part}: {chart}"));
            assert!(!inside.starts_with("</"), "{part}: {chart}");
        }
    }
}

#[test]
fn what_is_undefined_says_why_and_nothing_at_all_still_makes_a_page() {
    let empty = SheetBuilder::new(Scale::parse("nominal").unwrap(), vec![]).build();
    let page = page_of(&empty);
    balanced(&page);
    assert!(page.contains("undefined: "));
    assert!(!page.contains("NaN") && !page.contains("inf "));
}

#[test]
fn the_page_made_with_the_files_is_the_one_made_of_the_json_again() {
    let sheet = sheet(["a", "b", "c"], 60);
    let options = StudyOptions { resamples: 100, ..StudyOptions::default() };
    let files = files(&study(&sheet, &Intake::default(), &options), &sheet).unwrap();
    let of = |name: &str| files.iter().find(|(own, _)| *own == name).map(|(_, bytes)| bytes.clone()).unwrap();
    let again = page(std::str::from_utf8(&of("calibration.json")).unwrap(), None).unwrap();
    assert!(again.as_bytes() == of("report.html"));
}

#[test]
fn a_queue_becomes_a_section_with_what_is_first() {
    let lines = concat!(
        r#"{"queue":"urgent","id":"<b>1","selection":"priority","selection_probability":1.0,"priority":3.5,"probability":0.9999,"#,
        r#""kinds":["false_negative"],"findings":[{"wrong":{"judge":"guard"},"cause":"model_error"}],"due":"2026-11-01T01:00:00Z"}"#,
        "\n\n",
        r#"{"queue":"urgent","id":"2","selection":"priority","kinds":["wrong_clause","false_negative"]}"#,
        "\n",
        r#"{"queue":"calibration","id":"3","selection":"sample","selection_probability":0.02,"kinds":[],"findings":[]}"#,
        "\n"
    );
    let queue = Queue::read(lines.as_bytes()).unwrap();
    assert_eq!((queue.items, queue.agreed, queue.by_kind.get("false_negative")), (3, 1, Some(&2)));
    let found = study(&sheet(["a", "b", "c"], 30), &Intake::default(), &StudyOptions::default());
    let page = page(&json(&found), Some(&queue)).unwrap();
    balanced(&page);
    for said in [
        "3 items wait for review, by queue: calibration 1, urgent 2",
        "guard (model error)",
        "over 99\u{a0}% likely",
        "&lt;b&gt;1",
        "On 1 item no disagreement was found",
    ] {
        assert!(page.contains(said), "{said}");
    }
    let rows = page.split("<h2 id=\"queue\">").nth(1).unwrap();
    assert!(rows.contains("no disagreement") && !rows.contains("></td>"), "no cell is empty");
    assert!(Queue::read("{\"queue\"".as_bytes()).unwrap_err().to_string().contains("line 1"));
}

#[test]
fn every_file_of_a_section_is_registered_under_a_name_of_its_own() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/publish/calibration/page/sections");
    assert_eq!(std::fs::read_dir(folder).unwrap().count() - 1, SECTIONS.len());
    let mut ids: Vec<&str> = SECTIONS.iter().map(|section| section.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), SECTIONS.len());
}

#[test]
fn confusion_shows_who_fails_before_who_passes_on_more_gold() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..120_u16 {
        let item = builder.item(&format!("i{number}"));
        let right = number % 2;
        assert!(builder.gold(item, right));
        for rater in 0..10 {
            builder.say(item, Said::new(judge(JudgeKind::Rater, &format!("good{rater}")), Ok(right)));
        }
        if number < 40 {
            builder.say(item, Said::new(judge(JudgeKind::Rater, "failing"), Ok(1 - right)));
        }
    }
    let page = page_of(&builder.build());
    let from = page.find("<section aria-labelledby=\"confusion\"").unwrap();
    let section = &page[from..from + page[from..].find("</section>").unwrap()];
    let first = section.find("<h3>").unwrap();
    assert!(section[first..].starts_with("<h3><bdi>failing<"), "{}", &section[first..first + 80]);
    assert!(section.contains("Left out here: 3 of 11 judges"), "{section}");
}
