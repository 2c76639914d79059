//! `preceptor test`: do a pack's examples hold?

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Run;
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::loading;
use crate::app::session::Session;
use crate::engine::examples;
use crate::engine::plan::Options;
use crate::publish::examples::Report;
use crate::publish::junit;

/// Runs the examples of packs as tests.
#[derive(Debug, Args)]
pub struct Test {
    /// The packs' folders.
    #[arg(value_name = "PACK", required = true)]
    packs: Vec<PathBuf>,
    /// What `today` is where neither an example nor the pack says, e.g. 2026-11-01. Default: today.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
}

impl Run for Test {
    const NAME: &'static str = "test";
    const ABOUT: &'static str = "Run the examples of packs as tests, and say what they do not reach";
    const FORMATS: &'static [&'static str] = &["human", "json", "junit"];
    const REFUSED: &'static [(&'static str, &'static str)] = &[
        ("seed", "examples have nothing random in them; a clause on a share of items is tried on all"),
        ("mode", "examples are always worked out whole, to see what they reach"),
        ("data", "it reads the pack's own examples and no corpus"),
        ("strict", "it reads the pack's own examples, and no record can be rejected"),
        ("resume", "it is done in a moment, and nothing is left behind to go on from"),
        ("show-content", "examples are the pack's own words and are always shown"),
    ];

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        let as_of = evaluation::as_of(self.as_of.as_deref())?;
        let mut exit = Exit::Fine;
        let mut reports = Vec::new();
        for path in &self.packs {
            let (pack, sources) = loading::to_run(path, session)?;
            let program = evaluation::program(&pack, Options { decisions_only: true })?;
            let results = examples::run(&program, as_of);
            let report = Report { pack: &pack, sources: &sources, results: &results };
            if results.cases.iter().any(|case| !case.passes()) {
                exit = Exit::Findings;
            }
            match session.format.as_str() {
                "json" => reports.push(report.json()),
                "junit" => session.print(&junit::junit(&pack.name, &report.cases()))?,
                _ => session.print(&report.text(session.colors_output()))?,
            }
        }
        if session.format == "json" {
            session.print(&format!("{:#}\n", json!({ "packs": reports })))?;
        }
        Ok(exit)
    }
}
