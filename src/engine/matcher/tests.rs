#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::{Found, count_apart, select};
use crate::engine::decision::Outcome::{Match, NoMatch};
use crate::engine::testing::{item, over, text, worked};
use crate::engine::text::View;
use crate::language::value::Truth;

const LISTS: &str = r#"
list groups { "Veridian*", "Kestran*" }
list dehumanising { "vermin", "parasite*", "not human" }
list slurs { "grublin*", "dolk*" }
"#;

fn spans(when: &str, words: &str) -> Vec<(u32, u32)> {
    let (_, working) = worked(LISTS, when, &item(&[("text", text(words))]));
    working.map_or_else(Vec::new, |working| working.spans.iter().map(|span| (span.start, span.end)).collect())
}

#[test]
fn the_matching_table_holds() {
    let text = "Veridians keep clean, vermin don't";
    assert_eq!(over(LISTS, "text has groups within 1 word of dehumanising", text), NoMatch);
    assert_eq!(over(LISTS, "text has groups within 2 words of dehumanising", text), Match);
    let hate = "text has \"hate\" not within 3 words after (\"not\" or \"don't\")";
    assert_eq!(over("", hate, "I don't hate them"), NoMatch);
    assert_eq!(over("", hate, "I hate them"), Match);
    assert_eq!(over(LISTS, "text has at least 2 of slurs", "grublin grublin"), NoMatch);
    assert_eq!(over(LISTS, "text has at least 2 mentions of slurs", "grublin grublin"), Match);
    assert_eq!(over("", "text has \"cunt\"", "Scunthorpe"), NoMatch);
    assert_eq!(over("", "text has \"bad\"", "b\u{200b}ad"), Match);
}

#[test]
fn before_and_after_need_no_overlap() {
    assert_eq!(over(LISTS, "text has groups within 3 words before dehumanising", "Veridians are vermin"), Match);
    assert_eq!(over(LISTS, "text has groups within 3 words after dehumanising", "Veridians are vermin"), NoMatch);
    assert_eq!(over("", "text has \"not human\" within 3 words after \"not\"", "not human"), NoMatch);
    assert_eq!(over("", "text has \"not human\" within 3 words of \"not\"", "not human"), Match);
}

#[test]
fn a_relation_yields_the_stretch_and_one_with_not_the_hit() {
    assert_eq!(spans("text has groups within 5 words of dehumanising", "So Veridians are vermin."), [(3, 23)]);
    assert_eq!(spans("text has dehumanising not within 3 words after \"no\"", "yes vermin, no vermin"), [(4, 10)]);
}

#[test]
fn each_hit_is_measured_to_its_nearest() {
    let words = "Veridians and more words here and vermin and then Kestrans";
    assert_eq!(spans("text has groups within 2 words of dehumanising", words), [(34, 58)]);
}

#[test]
fn relations_nest_in_parentheses() {
    let when = "text has (dehumanising not within 2 words after \"not\") within 3 words of groups";
    assert_eq!(over(LISTS, when, "Veridians are vermin"), Match);
    assert_eq!(over(LISTS, when, "Veridians are not vermin"), NoMatch);
}

#[test]
fn a_blank_line_stops_a_relation_and_a_full_stop_does_not() {
    let when = "text has groups within 3 words of dehumanising";
    assert_eq!(over(LISTS, when, "Veridians. Vermin!"), Match);
    assert_eq!(over(LISTS, when, "Veridians\n\nVermin"), NoMatch);
}

#[test]
fn places_in_a_text() {
    let first = "text has \"vermin\" in the first 2 words";
    assert_eq!(over("", first, "the vermin came"), Match);
    assert_eq!(over("", first, "then the vermin came"), NoMatch);
    assert_eq!(over("", "text has \"vermin\" in the last 2 words", "then the vermin came"), Match);
    assert_eq!(over("", "text has \"vermin\" in quotes", "he said \"vermin\" once"), Match);
    assert_eq!(over("", "text has \"vermin\" in quotes", "he said vermin once"), NoMatch);
    let together = "text has \"vermin\" in the same sentence as \"town\"";
    assert_eq!(over("", together, "There are vermin in town."), Match);
    assert_eq!(over("", together, "There are vermin. I left town."), NoMatch);
}

#[test]
fn a_list_is_matched_leftmost_longest() {
    let list = "list words { \"kill\", \"kill time\", \"time\" }";
    let (_, working) = worked(list, "text has words", &item(&[("text", text("kill time, kill"))]));
    let found: Vec<_> =
        working.unwrap().spans.iter().map(|span| (span.start, span.end, span.entry.unwrap().1)).collect();
    assert_eq!(found, [(0, 9, 1), (11, 15, 0)]);
    assert_eq!(over(list, "text has at least 3 mentions of words", "kill time, kill"), NoMatch);
}

#[test]
fn a_group_counts_its_members() {
    let when = "text has at least 2 of (slurs, \"pay\", groups)";
    assert_eq!(over(LISTS, when, "grublin dolk"), NoMatch);
    assert_eq!(over(LISTS, when, "grublin Kestran"), Match);
}

#[test]
fn a_filter_makes_a_shorter_list() {
    let list = "list slurs { \"moss\" { mild: true }, \"moss eater\" { mild: false } }";
    assert_eq!(over(list, "text has slurs[not mild]", "moss eater"), Match);
    assert_eq!(over(list, "text has slurs[mild]", "moss eater"), Match);
    assert_eq!(over(list, "text has slurs[not mild]", "moss"), NoMatch);
}

#[test]
fn patterns_take_the_views_of_their_use() {
    let pattern = "pattern us = \"Us\" or \"We\"";
    assert_eq!(over(pattern, "text has us", "we came"), Match);
    assert_eq!(over(pattern, "text has exact us", "we came"), NoMatch);
    assert_eq!(over(pattern, "text has exact us", "We came"), Match);
}

fn found(start: u32, end: u32, counts: Truth) -> Found {
    Found { start, end, view: View::Plain, entry: None, member: start, counts }
}

#[test]
fn doubtful_hits_never_hide_sure_ones() {
    let mut hits = vec![found(0, 9, Truth::Unknown), found(0, 4, Truth::True), found(12, 14, Truth::Unknown)];
    select::leftmost_longest(&mut hits);
    let shown: Vec<_> = hits.iter().map(|hit| (hit.start, hit.end, hit.counts)).collect();
    assert_eq!(shown, [(0, 9, Truth::Unknown), (0, 4, Truth::True), (12, 14, Truth::Unknown)]);
    assert_eq!(count_apart(&hits), (1, 2));
}
