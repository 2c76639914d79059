//! What judges said and what was decided: `model`, `rating`, `gold`, `ratings`, `policy`, `checks`.

use super::Checker;
use super::context::{Reads, Scope};
use super::expr::make;
use crate::language::diag::Diagnostic;
use crate::language::policy::{Each, Expr, ExprKind, Judge, JudgeField, PolicyField, PolicyId, QuestionId};
use crate::language::resolve::names::Kind;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast;
use crate::language::value::{FieldType, Type, Unit};

/// What a model says, with the words policies write; scores and answers are apart.
const MODEL: [(&str, JudgeField); 10] = [
    ("name", JudgeField::Name),
    ("version", JudgeField::Version),
    ("threshold", JudgeField::Threshold),
    ("verdict", JudgeField::Verdict),
    ("labels", JudgeField::Labels),
    ("cites", JudgeField::Cites),
    ("quotes", JudgeField::Quotes),
    ("rationale", JudgeField::Rationale),
    ("raw", JudgeField::Raw),
    ("unparsable", JudgeField::Unparsable),
];

/// What gold says.
const GOLD: [(&str, JudgeField); 5] = [
    ("verdict", JudgeField::Verdict),
    ("labels", JudgeField::Labels),
    ("clause", JudgeField::Clause),
    ("except", JudgeField::Except),
    ("by", JudgeField::By),
];

/// Facts about a decision.
const DECISION: [(&str, PolicyField); 7] = [
    ("verdict", PolicyField::Verdict),
    ("labels", PolicyField::Labels),
    ("fired", PolicyField::Fired),
    ("excepted", PolicyField::Excepted),
    ("indeterminate", PolicyField::Indeterminate),
    ("severity", PolicyField::Severity),
    ("unsettled", PolicyField::Unsettled),
];

/// A fact about a judge, and how many segments of the path it took.
type Named = (JudgeField, usize);

impl Checker<'_> {
    /// Types what a path beginning with a judge or a decision reads, and how many segments that took.
    pub fn decision(&mut self, path: &ast::Path, scope: &Scope) -> Option<(Expr, usize)> {
        let first = path.segments.first()?;
        let word = first.text.as_str();
        if word != "model" && word != "models" {
            self.may_read(path, word, scope)?;
        }
        match word {
            "model" => {
                let judge = self.default_model(path, scope)?;
                self.judge(path, 1, judge)
            }
            "models" => {
                let at = self.model_named(path.segments.get(1), first.span)?;
                self.judge(path, 2, Judge::Model(at))
            }
            "rating" => self.judge(path, 1, Judge::Each),
            "gold" => self.judge(path, 1, Judge::Gold),
            "ratings" => Some((make(ExprKind::Ratings, ratings_type(), path.span), 1)),
            "checks" => Some((make(ExprKind::Checks, Type::List(Type::Text.into()), path.span), 1)),
            "policies" => {
                let policy = self.policy_named(path)?;
                self.policy_field(path, 2, Some(policy))
            }
            _ => self.policy_field(path, 1, None),
        }
    }

    /// Says whether a word for a judge or a decision may stand here; otherwise reports why not.
    fn may_read(&mut self, path: &ast::Path, word: &str, scope: &Scope) -> Option<()> {
        let wrong = match (scope.reads, word) {
            (Reads::Item(place), _) => Some(too_early(path, word, place)),
            (Reads::Check(Each::Rating), "rating") => None,
            (_, "rating") => Some(
                Diagnostic::error(
                    "E042",
                    "`rating` is the rating a check runs for, and there is none here",
                    path.span,
                    "",
                )
                .help("write `for each rating` in a check, or go through all: `for any r in ratings: (…)`"),
            ),
            (Reads::Slice, "checks") => {
                Some(Diagnostic::error("E042", "`checks` can only be read in a check or a queue", path.span, ""))
            }
            _ => None,
        };
        let Some(mut wrong) = wrong else { return Some(()) };
        if self.field(path, 0).is_some() {
            wrong = wrong.help(format!("write `item.{}` for the field of that name", path.text()));
        }
        self.report(wrong);
        None
    }

    /// Returns the model that bare `model` means.
    pub fn default_model(&mut self, path: &ast::Path, scope: &Scope) -> Option<Judge> {
        if scope.reads == Reads::Check(Each::Model) {
            return Some(Judge::Each);
        }
        if let Some(at) = self.models.default {
            return Some(Judge::Model(at));
        }
        self.no_default(path);
        None
    }

    /// Reports that bare `model` means nothing here.
    pub fn no_default(&mut self, path: &ast::Path) {
        let found = match self.models.all.as_slice() {
            [] => Diagnostic::error("E043", "this pack declares no model", path.span, "")
                .help("declare it in `pack.yaml`: `models: {default: guard, guard: {versions: [\"1\"]}}`"),
            [first, ..] => {
                let rest = path.text();
                let rest = rest.strip_prefix("model").unwrap_or("");
                Diagnostic::error("E043", "this pack declares several models and no default", path.span, "")
                    .help(format!("say which: `models.{}{rest}`", first.name))
                    .help("or name one in `pack.yaml`: `models: {default: …}`")
            }
        };
        self.report(if self.field(path, 0).is_some() {
            found.help(format!("write `item.{}` for the field of that name", path.text()))
        } else {
            found
        });
    }

    /// Finds the model after `models.`.
    pub fn model_named(&mut self, name: Option<&ast::Name>, span: Span) -> Option<usize> {
        let Some(name) = name else {
            let title = "say which model and what of it: `models.guard.verdict`";
            self.report(Diagnostic::error("E043", title, span, ""));
            return None;
        };
        let found = self.models.all.iter().position(|model| model.name == name.text);
        if found.is_none() {
            let known = || self.models.all.iter().map(|model| model.name.as_str());
            let title = format!("`pack.yaml` declares no model `{}`", name.text);
            let mut wrong = Diagnostic::error("E043", title, name.span, "");
            wrong = match suggest::did_you_mean(&name.text, known()) {
                Some(help) => wrong.help(help),
                None if self.models.all.is_empty() => wrong.help("declare it in `pack.yaml` under `models`"),
                None => wrong.note(format!("the models are {}", suggest::listing(known()))),
            };
            self.report(wrong);
        }
        found
    }

    /// Types what a judge said.
    fn judge(&mut self, path: &ast::Path, from: usize, judge: Judge) -> Option<(Expr, usize)> {
        let each_rating = path.segments.first().is_some_and(|first| first.text == "rating");
        let (field, used) = self.judge_field(path, from, judge, each_rating)?;
        let ty = self.judge_type(judge, &field);
        Some((make(ExprKind::Judge(judge, field), ty, path.span), used))
    }

    /// Names what a judge said, and says how many segments that took.
    pub fn judge_field(&mut self, path: &ast::Path, from: usize, judge: Judge, rating: bool) -> Option<Named> {
        let fields: &[(&str, JudgeField)] = match (judge, rating) {
            (_, true) => &JudgeField::RATING,
            (Judge::Gold, _) => &GOLD,
            _ => &MODEL,
        };
        let scored = judge != Judge::Gold && !rating;
        let answers = judge != Judge::Gold;
        let name = path.segments.get(from);
        match name.map(|name| name.text.as_str()) {
            Some("scores") if scored => Some((self.score(path, from + 1, judge)?, from + 2)),
            Some("answers") if answers => Some((self.answer(path, from + 1)?, from + 2)),
            Some(word) if let Some((_, field)) = fields.iter().find(|(known, _)| *known == word) => {
                Some((field.clone(), from + 1))
            }
            word => {
                let mut known: Vec<&str> = fields.iter().map(|(word, _)| *word).collect();
                known.extend(scored.then_some("scores"));
                known.extend(answers.then_some("answers"));
                self.unknown_part(path, from, word.unwrap_or(""), &known);
                None
            }
        }
    }

    /// Reports a word that a judge or a decision does not have.
    fn unknown_part(&mut self, path: &ast::Path, from: usize, word: &str, known: &[&str]) {
        let whole: Vec<&str> = path.segments.iter().take(from).map(|segment| segment.text.as_str()).collect();
        let whole = whole.join(".");
        let span = path.segments.get(from).map_or(path.span, |segment| segment.span);
        let title =
            if word.is_empty() { format!("say what of `{whole}`") } else { format!("`{whole}` has no `{word}`") };
        let mut found = Diagnostic::error("E047", title, span, "");
        if let Some(help) = suggest::did_you_mean(word, known.iter().copied()) {
            found = found.help(help);
        }
        if self.field(path, 0).is_some() {
            found = found.help(format!("write `item.{}` for the field of that name", path.text()));
        }
        self.report(found.note(format!("it has {}", suggest::listing(known.iter().copied()))));
    }

    /// Finds a score by its name.
    fn score(&mut self, path: &ast::Path, at: usize, judge: Judge) -> Option<JudgeField> {
        let known: Vec<&str> = match judge {
            Judge::Model(model) => self.models.all.get(model).into_iter().flat_map(score_names).collect(),
            _ => self.models.all.iter().flat_map(score_names).collect(),
        };
        let Some(name) = path.segments.get(at) else {
            let title = "say which score";
            let found = Diagnostic::error("E043", title, path.span, "");
            let found = found.note(format!("the scores are {}", suggest::listing(known)));
            self.report(found);
            return None;
        };
        if known.contains(&name.text.as_str()) {
            return Some(JudgeField::Score(name.text.clone()));
        }
        let title = format!("`pack.yaml` declares no score `{}`", name.text);
        let found = Diagnostic::error("E043", title, name.span, "");
        let found = match suggest::did_you_mean(&name.text, known.iter().copied()) {
            Some(help) => found.help(help),
            None => found.help(format!("declare it under the model's scores: `{}: {{range: [0, 1]}}`", name.text)),
        };
        self.report(found);
        None
    }

    /// Finds the question of an answer.
    fn answer(&mut self, path: &ast::Path, at: usize) -> Option<JudgeField> {
        let name = path.segments.get(at);
        if let Some(id) = name.and_then(|name| self.question_named(&name.text)) {
            return Some(JudgeField::Answer(id));
        }
        let word = name.map_or("", |name| name.text.as_str());
        if !self.lost(&[Kind::Question], word) {
            let span = name.map_or(path.span, |name| name.span);
            let mut found = Diagnostic::error("E030", format!("there is no question `{word}`"), span, "");
            let names = self.world.names.first();
            let known = names.into_iter().flat_map(|names| names.of_kinds(&[Kind::Question]));
            if let Some(help) = suggest::did_you_mean(word, known) {
                found = found.help(help);
            }
            self.report(found);
        }
        None
    }

    /// Finds a question of the pack compiled.
    pub fn question_named(&self, name: &str) -> Option<QuestionId> {
        let decl = self.world.names.first()?.table.get(name)?;
        match decl.kind {
            Kind::Question => self.ids.question(decl.index?),
            _ => None,
        }
    }

    /// Returns the type of what a judge said.
    pub fn judge_type(&self, judge: Judge, field: &JudgeField) -> Type {
        match field {
            JudgeField::Score(name) => self.score_type(judge, name),
            other => field_type(other),
        }
    }

    /// Returns the type of a score: over several models the widest range.
    fn score_type(&self, judge: Judge, name: &str) -> Type {
        let models: Vec<_> = match judge {
            Judge::Model(at) => self.models.all.get(at).into_iter().collect(),
            _ => self.models.all.iter().collect(),
        };
        let ranges = models.iter().flat_map(|model| &model.scores).filter(|(known, _)| known == name);
        let range = ranges.map(|(_, range)| *range).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        Type::Number { min: range.map(|range| range.0), max: range.map(|range| range.1) }
    }

    /// Finds the policy after `policies.`.
    fn policy_named(&mut self, path: &ast::Path) -> Option<PolicyId> {
        let name = path.segments.get(1);
        let word = name.map_or("", |name| name.text.as_str());
        let found = self.world.policies.iter().position(|policy| policy.item.name.text == word);
        if found.is_none() && !self.lost(&[Kind::Policy], word) {
            let known = || self.world.policies.iter().map(|policy| policy.item.name.text.as_str());
            let span = name.map_or(path.span, |name| name.span);
            let title = format!("there is no policy `{word}`");
            let mut wrong = Diagnostic::error("E030", title, span, "")
                .note(format!("the policies are {}", suggest::listing(known())));
            if let Some(help) = suggest::did_you_mean(word, known()) {
                wrong = wrong.help(help);
            }
            self.report(wrong);
        }
        found.map(|at| PolicyId(at as u32))
    }

    /// Types a fact about the decision.
    fn policy_field(&mut self, path: &ast::Path, from: usize, policy: Option<PolicyId>) -> Option<(Expr, usize)> {
        let word = path.segments.get(from).map_or("", |segment| segment.text.as_str());
        let Some((_, field)) = DECISION.iter().find(|(known, _)| *known == word) else {
            self.unknown_part(path, from, word, &DECISION.map(|(known, _)| known));
            return None;
        };
        let ty = match field {
            PolicyField::Verdict => Type::Verdict,
            PolicyField::Labels => Type::List(Type::Label.into()),
            PolicyField::Fired | PolicyField::Excepted | PolicyField::Indeterminate => Type::List(Type::Clause.into()),
            PolicyField::Severity => Type::Severity,
            PolicyField::Unsettled => Type::Bool,
        };
        Some((make(ExprKind::Policy(policy, *field), ty, path.span), from + 1))
    }
}

/// Returns the type of what a judge said, other than a score.
fn field_type(field: &JudgeField) -> Type {
    match field {
        JudgeField::Verdict => Type::Verdict,
        JudgeField::Labels => Type::List(Type::Label.into()),
        JudgeField::Clause => Type::Clause,
        JudgeField::Cites => Type::List(Type::Clause.into()),
        JudgeField::Quotes => Type::List(Type::Text.into()),
        JudgeField::Unparsable | JudgeField::Answer(_) => Type::Bool,
        JudgeField::Threshold | JudgeField::Score(_) => Type::NUMBER,
        JudgeField::At => Type::Time,
        JudgeField::Seconds => Type::Duration(Unit::Second),
        JudgeField::Confidence => Type::Number { min: Some(0.0), max: Some(1.0) },
        JudgeField::Name
        | JudgeField::Except
        | JudgeField::Rationale
        | JudgeField::Raw
        | JudgeField::Version
        | JudgeField::Note
        | JudgeField::Batch
        | JudgeField::By => Type::Text,
    }
}

/// Returns the type of `ratings`.
fn ratings_type() -> Type {
    let fields: Vec<FieldType> = JudgeField::RATING
        .iter()
        .map(|(name, field)| FieldType { name: (*name).to_owned(), ty: field_type(field) })
        .collect();
    Type::List(Type::Record(fields.into()).into())
}

/// Returns the names of a model's scores.
fn score_names(model: &crate::language::schema::Model) -> impl Iterator<Item = &str> {
    model.scores.iter().map(|(name, _)| name.as_str())
}

/// Describes a decision or a judge's word read where the policy itself is stated.
fn too_early(path: &ast::Path, word: &str, place: &str) -> Diagnostic {
    let title = format!("`{}` cannot be read in {place}", path.text());
    let found = Diagnostic::error("E042", title, path.span, "known only after the policy has decided");
    match word {
        "gold" | "rating" | "ratings" => {
            found.note("people's verdicts are compared with the policy's; a policy that read them would judge itself")
        }
        _ => found.note("a clause makes the decision, so it cannot read it"),
    }
    .help("write a `check`, a `queue` or a `slice`: they read decisions")
}
