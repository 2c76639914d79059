//! The engine as the audit asks it.

use crate::engine::decision::Decision;
use crate::engine::eval::Item;
use crate::engine::formula::{DecisionSide, EachJudge, Formula};
use crate::engine::text::{Scan, TextProgram, View, fold_plain};
use crate::language::value::{Severity, Truth};

use super::probe::{Asking, Question, Reading, Target};

/// Answers about one item, from the item under evaluation.
#[derive(Debug)]
pub struct EngineAnswers<'i, 'e, 'r> {
    item: &'i mut Item<'e, 'r>,
    decision: &'i Decision,
}

impl<'i, 'e, 'r> EngineAnswers<'i, 'e, 'r> {
    /// Makes ready to answer about an item that its `analyse` decided; texts are not read again.
    pub fn new(item: &'i mut Item<'e, 'r>, decision: &'i Decision) -> Self {
        EngineAnswers { item, decision }
    }
}

fn formula(question: Question) -> Formula {
    match question {
        Question::Check(id) => Formula::Check(id),
        Question::CheckPriority(id) => Formula::CheckPriority(id),
        Question::Queue(id) => Formula::Queue(id),
        Question::QueuePriority(id) => Formula::QueuePriority(id),
    }
}

fn side<'a>(decision: &'a Decision, target: Target, checks: &'a [&'a str]) -> DecisionSide<'a> {
    let each = match target {
        Target::Item => None,
        Target::Model(at) => Some(EachJudge::Model(at)),
        Target::Rating(at) => Some(EachJudge::Rating(at)),
    };
    DecisionSide { decision: Some(decision), each, checks }
}

impl Asking for EngineAnswers<'_, '_, '_> {
    fn holds(&mut self, question: Question, target: Target, checks: &[&str]) -> Truth {
        let side = side(self.decision, target, checks);
        self.item.holds(formula(question), side)
    }

    fn severity(&mut self, question: Question, target: Target, checks: &[&str]) -> Option<Severity> {
        let side = side(self.decision, target, checks);
        self.item.severity(formula(question), side)
    }
}

/// Reads texts as the engine's plain view does.
#[derive(Debug)]
pub struct PlainReading {
    nothing: TextProgram,
}

impl Default for PlainReading {
    fn default() -> Self {
        PlainReading { nothing: TextProgram::builder().build() }
    }
}

impl Reading for PlainReading {
    fn plain(&self, text: &str) -> String {
        fold_plain(text)
    }

    fn has(&self, text: &str, needles: &[&str]) -> Vec<bool> {
        let mut scan = Scan::default();
        let mut hits = Vec::new();
        scan.read(&self.nothing, text);
        let mut stands = |needle: &&str| {
            hits.clear();
            scan.find_text(text, needle, View::Plain, &mut hits);
            !hits.is_empty()
        };
        needles.iter().map(&mut stands).collect()
    }
}
