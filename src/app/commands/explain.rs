//! `preceptor explain`: why this verdict, or why not.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Run;
use crate::app::evaluation;
use crate::app::exit::{Exit, Failure};
use crate::app::loading;
use crate::app::session::Session;
use crate::corpus::Masking;
use crate::corpus::record::Record;
use crate::engine::eval::{Context, Evaluator};
use crate::engine::examples;
use crate::engine::plan::{Options, Program};
use crate::language::nearest::nearest;
use crate::language::policy::Pack;
use crate::language::prose;
use crate::language::source::Sources;
use crate::publish::excerpt::{Look, Mask};
use crate::publish::explanation::Explanation;

/// Greatest length of a text in an explanation, in characters: a post is shown whole, of a book the place that counts.
const WIDTH: usize = 600;

/// Explains what a pack makes of a text or an item, or says a clause in English.
#[derive(Debug, Args)]
pub struct Explain {
    /// The pack's folder.
    pack: PathBuf,
    /// A text to explain; all else is as in the policies' `given`.
    #[arg(long, conflicts_with_all = ["item", "input"])]
    text: Option<String>,
    /// Fields of the text's item, e.g. `surface: article, author.age: 2 days`.
    #[arg(long, value_name = "FIELDS", requires = "text")]
    with: Option<String>,
    /// The id of an item to explain; needs --in.
    #[arg(long, value_name = "ID", requires = "input")]
    item: Option<String>,
    /// The corpus that holds the item.
    #[arg(long = "in", value_name = "CORPUS", requires = "item", id = "input")]
    input: Option<PathBuf>,
    /// Only this clause: its English sentence, and its working step by step if there is an item or a text.
    #[arg(long, value_name = "ID")]
    clause: Option<String>,
    /// What `today` is, e.g. 2026-11-01. Default: today, as in `run` and `audit`.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Folder under which a corpus card finds its files.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Stop at the first record that is rejected on the way to the item.
    #[arg(long, requires = "item")]
    strict: bool,
    /// Show an item's content unmasked.
    #[arg(long)]
    show_content: bool,
}

impl Run for Explain {
    const NAME: &'static str = "explain";
    const REFUSED: &'static [(&'static str, &'static str)] = &[
        ("seed", "an explanation has nothing random in it"),
        ("mode", "an explanation always works everything out"),
        ("resume", "it explains one item, and nothing is left behind to go on from"),
    ];
    const ABOUT: &'static str = "Say why a text or an item comes out as it does, or what a clause means";

    fn run(self, session: &Session) -> Result<Exit, Failure> {
        if let Some(text) = &self.text {
            let (pack, sources, record, today) = self.sample(text, session)?;
            return self.explain(&pack, &sources, &record, today, &Masking::nothing(), session).map(|()| Exit::Fine);
        }
        let (pack, sources) = loading::to_run(&self.pack, session)?;
        match (&self.item, &self.input, &self.clause) {
            (Some(item), Some(input), _) => self.find(item, input, &pack, &sources, session)?,
            (_, _, Some(id)) => session.print(&sentence(&pack, id, session)?)?,
            _ => {
                return Err(Failure::BadUse(
                    "error: name what to explain: --text \"…\", --item ID --in CORPUS, or --clause ID".to_owned(),
                ));
            }
        }
        Ok(Exit::Fine)
    }
}

impl Explain {
    /// Makes an item of a text, as the pack's own examples are made.
    fn sample(
        &self,
        text: &str,
        session: &Session,
    ) -> Result<(std::sync::Arc<Pack>, Sources, Record<'static>, Option<i64>), Failure> {
        let (pack, sources) = loading::with_example(&self.pack, text, self.with.as_deref(), session)?;
        let example =
            pack.examples.last().ok_or_else(|| Failure::Internal("error: the text made no example".to_owned()))?;
        let (record, today) = examples::record_of(&pack, &example.sample);
        Ok((pack, sources, record, today))
    }

    fn find(
        &self,
        id: &str,
        input: &Path,
        pack: &std::sync::Arc<Pack>,
        sources: &Sources,
        session: &Session,
    ) -> Result<(), Failure> {
        let corpus = evaluation::open(&[input.to_path_buf()], pack, self.data.clone(), session)?;
        let reader = corpus.reader();
        let masking = match self.show_content {
            true => Masking::nothing(),
            false => Masking::new(&pack.schema, corpus.card().map(|card| &card.facts)),
        };
        let mut outcome = None;
        let names = corpus.files().to_vec();
        for batch in corpus {
            batch.decode(&reader, |found| {
                if outcome.is_some() {
                    return;
                }
                match found {
                    Ok(located) if located.record.id == id => {
                        outcome = Some(self.explain(pack, sources, &located.record, None, &masking, session));
                    }
                    // Its own rejection is the answer; another's only where the first one is to stop everything.
                    Err(rejection) if self.strict || rejection.id.as_deref() == Some(id) => {
                        let file = names.get(rejection.place.file as usize).map_or("", String::as_str);
                        outcome = Some(Err(Failure::BadInput(format!(
                            "error: rejected, in `{file}` line {}: {}",
                            rejection.place.line, rejection.reason
                        ))));
                    }
                    _ => {}
                }
            });
            if let Some(outcome) = outcome {
                return outcome;
            }
        }
        Err(Failure::BadUse(format!("error: there is no item `{id}` in `{}`", input.display())))
    }

    fn explain(
        &self,
        pack: &std::sync::Arc<Pack>,
        sources: &Sources,
        record: &Record<'_>,
        today: Option<i64>,
        masking: &Masking,
        session: &Session,
    ) -> Result<(), Failure> {
        let (as_of_ms, as_of_from) = match (&self.as_of, today) {
            (Some(text), _) => (evaluation::as_of(Some(text))?, "--as-of"),
            (None, Some(today)) => (today, "what is given for it"),
            (None, None) => (evaluation::as_of(None)?, "today; --as-of sets another date"),
        };
        let program: Program = evaluation::program(pack, Options { decisions_only: true })?;
        let context = Context { as_of_ms, canary_as_live: self.text.is_some() };
        let trace = Evaluator::new(&program).item(record, context).explain();
        let color = session.colors_output();
        let mask = if self.shows() { Mask::Nothing } else { Mask::Letters };
        let look = Look { mask, color, width: WIDTH };
        let explanation = Explanation { pack, sources, record, trace: &trace, as_of_ms, as_of_from, look, masking };
        let only = match &self.clause {
            Some(id) => {
                let wanted = clause(pack, id)?;
                let Some(trace) = trace.clauses.iter().find(|trace| trace.clause == wanted) else {
                    // A clause that never runs has no working.
                    return session.print(&sentence(pack, id, session)?);
                };
                Some(trace)
            }
            None => None,
        };
        session.print(&match (session.format.as_str(), only) {
            ("json", only) => format!("{:#}\n", explanation.data(only)),
            (_, None) => explanation.text(),
            (_, Some(trace)) => explanation.clause_in_full(trace),
        })
    }

    /// True if content may be read: it was asked for, or is what the user wrote on the command line.
    fn shows(&self) -> bool {
        self.show_content || self.text.is_some()
    }
}

fn clause(pack: &Pack, id: &str) -> Result<crate::language::value::ClauseId, Failure> {
    pack.clause(id).ok_or_else(|| {
        let ids: Vec<&str> = pack.clauses.iter().map(|clause| clause.id.as_str()).collect();
        let advice = match nearest(id, ids.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("it has {}", prose::list(&ids, "and")),
        };
        Failure::BadUse(format!("error: the pack has no clause `{id}`; {advice}"))
    })
}

fn sentence(pack: &Pack, id: &str, session: &Session) -> Result<String, Failure> {
    let wanted = clause(pack, id)?;
    let said = pack.clauses.get(wanted.0 as usize).map(|clause| (clause, prose::clause(pack, clause)));
    let Some((clause, said)) = said else { return Ok(String::new()) };
    Ok(match session.format.as_str() {
        "json" => format!("{:#}\n", json!({ "clause": clause.id, "sentence": said, "prose": clause.prose })),
        _ => format!("{said}\n\n{}\n", clause.prose),
    })
}
