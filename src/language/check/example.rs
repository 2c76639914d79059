//! Pack-level examples and questions: what is said of whole items.

use super::Checker;
use super::lines::{Once, path_of, prose};
use super::policy::Inherited;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Example, Question};
use crate::language::resolve::names::Node;
use crate::language::resolve::space::Place;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast::{self, QuestionLine, SampleItem};

impl<'t> Checker<'t> {
    /// Builds the pack's examples; one of an overlay stands in for the base's of the same sample.
    pub fn examples(&mut self) -> Vec<Example> {
        let world = self.world;
        let inherited = self.given_by_all();
        let mut typed: Vec<(usize, Example)> = Vec::new();
        for (place, written, span) in &world.examples {
            let Some(example) = self.example(*place, written, *span, &inherited) else { continue };
            // Most packs have one layer, and nothing to replace.
            if place.layer > 0 {
                typed.retain(|(layer, known)| {
                    *layer >= place.layer || !super::same_sample(&known.sample, &example.sample)
                });
            }
            typed.push((place.layer, example));
        }
        typed.into_iter().map(|(_, example)| example).collect()
    }

    /// Builds one example.
    fn example(&mut self, place: Place, written: &ast::Example, span: Span, inherited: &Inherited) -> Option<Example> {
        let sample = self.whole_sample(&written.sample, inherited, place);
        let verdict = self.rung_named(&written.verdict);
        let mut labels = Vec::new();
        for label in &written.labels {
            match self.label(&label.text) {
                Some(found) => labels.push(found),
                None => self.unknown_label(&label.text, label.span),
            }
        }
        let by: Vec<_> = written.by.iter().map(|id| self.clause_at(id)).collect();
        Some(Example {
            sample: sample?,
            verdict: verdict?,
            labels,
            by: by.into_iter().collect::<Option<Vec<_>>>()?,
            span,
        })
    }

    /// Types a sample that belongs to no policy.
    fn whole_sample(
        &mut self,
        sample: &ast::Sample,
        inherited: &Inherited,
        place: Place,
    ) -> Option<crate::language::policy::Sample> {
        if let (SampleItem::Text(text), None, false) = (&sample.item, inherited.subject, inherited.says_subject) {
            let subjects = self.inherited.iter().any(|policy| policy.subject.is_some());
            let (title, help) = if subjects {
                ("the policies disagree on their subject", "write the item as a record: `{ text: \"…\" }`")
            } else {
                ("a bare string fills a policy's subject, and none has one", "write `subject text` in the policy")
            };
            self.report(Diagnostic::error("E060", title, text.span, "").help(help));
            return None;
        }
        self.sample(sample, inherited, place)
    }

    /// Builds a question.
    pub fn question(&mut self, node: &Node<'t, ast::Question>) -> Option<Question> {
        let mut asked: Once<&[ast::Name]> = None;
        let mut blocks = Vec::new();
        let mut samples = Vec::new();
        for line in &node.item.lines {
            match line {
                QuestionLine::AskedOf { keyword, names } => {
                    self.once(&mut asked, names.as_slice(), *keyword, "asked of");
                }
                QuestionLine::Answer { yes, sample, .. } => samples.push((*yes, sample)),
                QuestionLine::Prose(prose) => blocks.push(prose),
                QuestionLine::Meta(_) => {}
            }
        }
        if asked.is_none() {
            let help = "say who answers: `asked of raters, guard`";
            self.missing_line("asked of", &path_of(&node.item.name), node.whole, help);
        }
        let (asks_raters, asks_models) = self.asked(asked.map_or(&[], |(names, _)| names));
        let inherited = self.given_by_all();
        let mut answers = Vec::new();
        for (yes, sample) in samples {
            answers.push((yes, self.whole_sample(sample, &inherited, node.place)?));
        }
        Some(Question {
            name: node.name.clone(),
            text: node.item.text.text.clone(),
            prose: prose(&blocks),
            asks_raters,
            asks_models,
            answers,
            span: node.whole,
        })
    }

    /// Finds who answers a question.
    fn asked(&mut self, names: &[ast::Name]) -> (bool, Vec<usize>) {
        let mut raters = false;
        let mut models = Vec::new();
        let mut seen: Vec<(&str, Span)> = Vec::new();
        for name in names {
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == name.text) {
                let title = format!("`{}` is asked twice", name.text);
                self.report(Diagnostic::error("E076", title, name.span, "again here").also(*first, "first here"));
                continue;
            }
            seen.push((&name.text, name.span));
            if name.text == "raters" {
                raters = true;
            } else if let Some(at) = self.models.all.iter().position(|model| model.name == name.text) {
                models.push(at);
            } else {
                self.unknown_judge(name);
            }
        }
        (raters, models)
    }

    fn unknown_judge(&mut self, name: &ast::Name) {
        let known = || self.models.all.iter().map(|model| model.name.as_str()).chain(["raters"]);
        let title = format!("`{}` is neither `raters` nor a model of this pack", name.text);
        let found = Diagnostic::error("E076", title, name.span, "");
        let found = match suggest::did_you_mean(&name.text, known()) {
            Some(help) => found.help(help),
            None => {
                found.help(format!("declare it in `pack.yaml`: `models: {{{}: {{versions: [\"1\"]}}}}`", name.text))
            }
        };
        self.report(found);
    }
}
