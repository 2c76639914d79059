//! The floor: what it costs `serde_json` to parse the same lines into typed structs, texts borrowed, and nothing else.

use std::borrow::Cow;

use serde::Deserialize;

/// One line of the world's corpus.
#[derive(Deserialize)]
pub struct Item<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow)]
    pub text: Cow<'a, str>,
    #[serde(borrow)]
    pub lang: Cow<'a, str>,
    #[serde(borrow)]
    pub surface: Cow<'a, str>,
    pub reports: f64,
    pub author: Author,
    #[serde(borrow)]
    pub models: Vec<Said<'a>>,
}

#[derive(Deserialize)]
pub struct Author {
    pub age_days: f64,
}

#[derive(Deserialize)]
pub struct Said<'a> {
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    #[serde(borrow)]
    pub version: Cow<'a, str>,
    #[serde(borrow)]
    pub verdict: Cow<'a, str>,
    pub scores: Scores,
    #[serde(borrow)]
    pub rationale: Cow<'a, str>,
}

#[derive(Deserialize)]
pub struct Scores {
    pub s0: f64,
    pub s1: f64,
    pub s2: f64,
    pub s3: f64,
    pub s4: f64,
    pub s5: f64,
}

/// Parses every line and returns a figure that depends on all of them, so that nothing is optimised away.
pub fn parse(lines: &str) -> f64 {
    let parsed = lines.lines().map(|line| {
        let item: Item<'_> = serde_json::from_str(line).expect("the world writes valid lines");
        let said = &item.models[0];
        let lengths = item.id.len() + item.text.len() + item.lang.len() + item.surface.len();
        let words = said.name.len() + said.version.len() + said.verdict.len() + said.rationale.len();
        let scores = &said.scores;
        let sum = scores.s0 + scores.s1 + scores.s2 + scores.s3 + scores.s4 + scores.s5;
        (lengths + words) as f64 + sum + item.reports + item.author.age_days
    });
    parsed.sum()
}
