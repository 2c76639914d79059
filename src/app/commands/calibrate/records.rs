//! Corpora of records, with a pack or with a ladder of their own.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Calibrate, Gathered};
use crate::app::arguments::Job;
use crate::app::evaluation::{self, Asked};
use crate::app::exit::Failure;
use crate::app::output::Partial;
use crate::app::reading::{self, Reading, Sink};
use crate::app::session::Session;
use crate::audit::{Auditor, Options, PlainReading};
use crate::calibrate::sheet::{ItemSaid, Scale, SheetBuilder, record};
use crate::calibrate::study::{ClauseText, Intake};
use crate::corpus::card::Facts;
use crate::corpus::{self, Ids, Located, Masking, OpenOptions, Place, Rejection, Tally};
use crate::engine::eval::Evaluator;
use crate::engine::plan;
use crate::language::policy::{Clause, Pack};

impl Calibrate {
    /// Reads corpora under a pack.
    pub(super) fn of_records(
        &self,
        pack: &Path,
        session: &Session,
        rejected: &mut Partial,
    ) -> Result<Gathered, Failure> {
        let (pack, corpus, evaluation) = (pack.to_path_buf(), self.corpus.clone(), self.evaluation.clone());
        let job = Job { pack, corpus, evaluation };
        let asked = Asked::prepare(&job, plan::Options { decisions_only: true }, session)?;
        let pack = &asked.pack;
        let plain = PlainReading::default();
        let options = Options { seed: self.evaluation.seed, as_of: asked.context.as_of_ms, show_content: false };
        let auditor = Auditor::new(pack, options, &plain);
        let corpus = asked.corpus_with_others()?;
        let facts = corpus.card().map(|card| card.facts.clone()).unwrap_or_default();
        let hidden = Masking::new(&pack.schema, Some(&facts));
        let reading = Reading::new(None, &corpus, self.evaluation.strict);
        let clauses = pack.clauses.iter().map(|clause| clause.id.clone()).collect();
        let mut desk = Desk { builder: SheetBuilder::new(Scale::ordinal(pack.ladder.clone()), clauses), rejected };
        let done = reading::read(
            corpus,
            session,
            reading,
            || Evaluator::new(&asked.program),
            |evaluator, located, _| {
                let decision = evaluator.analyse(&located.record, &asked.context);
                let mut said = record::said(pack, &hidden, &located.record, Some(&decision));
                said.cluster = auditor.cluster(&located.record);
                said.words = said.gold.and_then(|_| auditor.words(&located.record));
                mark_makers(&mut said, &facts);
                said
            },
            &mut desk,
        )?;
        evaluation::tell(pack, &done.tally, session);
        let intake = Intake {
            rejected: done.tally.rejected,
            blank: done.tally.blank,
            repeats: done.tally.repeats,
            votes_dealt: facts.votes_dealt,
            pack: Some((pack.name.clone(), pack.revision.clone())),
            ..Intake::default()
        };
        let guideline = pack.clauses.iter().map(said_to_people).collect();
        Ok(Gathered { sheet: desk.builder.build(), intake, costs: facts.costs, guideline, exit: done.exit() })
    }

    /// Reads a corpus whose card has a ladder of its own: there is no policy to apply, only judges to compare.
    pub(super) fn of_own_ladder(
        &self,
        facts: Facts,
        session: &Session,
        rejected: &mut Partial,
    ) -> Result<Gathered, Failure> {
        if self.gold.is_some() || self.scale.is_some() || !self.missing.is_empty() {
            let title = "error: the corpus's card says what gold, the scale and missing values are; leave --gold, --scale and \
                         --missing out";
            return Err(Failure::BadUse(title.to_owned()));
        }
        // No more of a pack than a ladder: what else the card gives its items no policy reads.
        let pack = Pack { name: facts.name.clone(), ladder: facts.ladder.clone(), ..Pack::default() };
        let options = OpenOptions { data: self.evaluation.data.clone(), keeps_others: true, ..OpenOptions::default() };
        let corpus = corpus::open(&self.corpus, &pack, options);
        let corpus = corpus.map_err(|error| Failure::BadUse(evaluation::told(&error)))?;
        let reading = Reading::new(None, &corpus, self.evaluation.strict);
        let ladder = facts.ladder.clone();
        let scale = if facts.unordered { Scale::nominal(ladder) } else { Scale::ordinal(ladder) };
        let hidden = Masking::new(&pack.schema, Some(&facts));
        let mut desk = Desk { builder: SheetBuilder::new(scale, Vec::new()), rejected };
        let work = |(): &mut (), located: &Located<'_>, _: &mut Vec<u8>| {
            let mut said = record::said(&pack, &hidden, &located.record, None);
            mark_makers(&mut said, &facts);
            said
        };
        let done = reading::read(corpus, session, reading, || (), work, &mut desk)?;
        let intake = Intake {
            rejected: done.tally.rejected,
            blank: done.tally.blank,
            repeats: done.tally.repeats,
            votes_dealt: facts.votes_dealt,
            ..Intake::default()
        };
        let (sheet, guideline) = (desk.builder.build(), BTreeMap::new());
        Ok(Gathered { sheet, intake, costs: facts.costs, guideline, exit: done.exit() })
    }
}

/// Returns a clause as raters read it.
fn said_to_people(clause: &Clause) -> (String, ClauseText) {
    (clause.id.clone(), ClauseText { title: clause.title.clone(), prose: clause.prose.clone() })
}

/// Marks the decisions that gold was made from by what the corpus's card says.
fn mark_makers(said: &mut ItemSaid, facts: &Facts) {
    let has_gold = said.gold.is_some();
    for one in said.said.iter_mut().filter(|one| facts.made_by.contains(&one.judge.name)) {
        one.made_gold |= has_gold;
    }
}

/// Takes items as they come, in order.
struct Desk<'a> {
    builder: SheetBuilder,
    rejected: &'a mut Partial,
}

impl Sink<ItemSaid> for Desk<'_> {
    fn item(&mut self, said: ItemSaid, _: &[u8]) -> Result<(), Failure> {
        self.builder.add(said);
        Ok(())
    }

    fn rejected(&mut self, rejection: &Rejection, file: &str) -> Result<(), Failure> {
        let mut line = Vec::new();
        rejection.write(file, &mut line);
        Partial::write(self.rejected, &line)
    }

    fn batch(&mut self, _: Place, _: &Ids, _: &Tally) -> Result<(), Failure> {
        Ok(())
    }
}
