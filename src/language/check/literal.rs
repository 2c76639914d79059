//! Bare words: what each means to the type its surroundings want.

use super::Checker;
use super::context::Scope;
use crate::language::diag::Diagnostic;
use crate::language::resolve::names::Kind;
use crate::language::resolve::suggest;
use crate::language::source::Span;
use crate::language::syntax::ast;
use crate::language::value::{ClauseId, LabelId, Rung, Severity, Type, Value};

impl Checker<'_> {
    /// Returns the constant of a type that a word stands for.
    pub fn constant(&self, word: &str, ty: &Type) -> Option<Value<'static>> {
        match ty {
            Type::Enum(words) => words.iter().position(|known| known == word).map(|at| Value::Word(at as u16)),
            Type::Severity => Severity::from_name(word).map(Value::Severity),
            Type::Verdict => self.rung(word).map(Value::Verdict),
            Type::Label => self.label(word).map(Value::Label),
            Type::Clause => self.clause_id(word).map(Value::Clause),
            _ => None,
        }
    }

    /// True if the word is a rung, a severity, a label or a clause.
    pub fn names_constant(&self, word: &str) -> bool {
        Severity::from_name(word).is_some()
            || self.rung(word).is_some()
            || self.label(word).is_some()
            || self.clause_id(word).is_some()
    }

    /// Finds a rung of the ladder.
    pub fn rung(&self, word: &str) -> Option<Rung> {
        self.world.ladder.iter().position(|rung| rung.text == word).map(|at| Rung(at as u8))
    }

    /// Finds a label.
    pub fn label(&self, word: &str) -> Option<LabelId> {
        let decl = self.world.names.first()?.table.get(word)?;
        (decl.kind == Kind::Label).then_some(decl.index).flatten().map(|at| LabelId(at as u32))
    }

    /// Finds a clause by its id.
    pub fn clause_id(&self, id: &str) -> Option<ClauseId> {
        self.clause_ids.get(id).copied()
    }

    /// Reports a word that is no constant of a type whose constants are words.
    pub fn unknown_word(&mut self, path: &ast::Path, ty: &Type, scope: &Scope) {
        let word = path.text();
        match ty {
            Type::Verdict => self.unknown_rung(path),
            Type::Label => self.unknown_label(&word, path.span),
            Type::Clause => self.unknown_clause(path),
            Type::Severity => self.unknown_severity(&word, path.span),
            Type::Enum(words) => {
                let known = || words.iter().map(String::as_str);
                let title = format!("`{word}` is not one of the words this field can hold");
                let mut found = Diagnostic::error("E035", title, path.span, "");
                found = match suggest::did_you_mean(&word, known()) {
                    Some(help) => found.help(help),
                    None => found,
                };
                found = found.note(format!("the words are {}", suggest::listing(known())));
                if self.names_value(path, scope) {
                    found = found.help(format!("write `item.{word}` if the field `{word}` is meant"));
                }
                self.report(found);
            }
            _ => {}
        }
    }

    /// Reports a word that is no rung.
    pub fn unknown_rung(&mut self, path: &ast::Path) {
        let word = path.text();
        if self.world.ladder.is_empty() || self.lost(&[Kind::Rung], &word) {
            return;
        }
        let rungs = || self.world.ladder.iter().map(|rung| rung.text.as_str());
        let mut found = Diagnostic::error("E051", format!("`{word}` is not on the ladder of verdicts"), path.span, "")
            .note(format!("the verdicts are {}", suggest::listing(rungs())));
        if let Some(help) = suggest::did_you_mean(&word, rungs()) {
            found = found.help(help);
        }
        self.report(found);
    }

    /// Reports a word that is no severity.
    pub fn unknown_severity(&mut self, word: &str, span: Span) {
        let words = || Severity::NAMES.iter().map(|(_, word)| *word);
        let mut found = Diagnostic::error("E078", format!("`{word}` is not a severity"), span, "")
            .note(format!("the severities are {}", suggest::listing(words())));
        if let Some(help) = suggest::did_you_mean(word, words()) {
            found = found.help(help);
        }
        self.report(found);
    }

    /// Reports a word that is no label.
    pub fn unknown_label(&mut self, word: &str, span: Span) {
        if self.lost(&[Kind::Label], word) {
            return;
        }
        let labels = || self.world.labels.iter().map(|label| label.item.name.text.as_str());
        let mut found = Diagnostic::error("E052", format!("no policy declares the label `{word}`"), span, "");
        found = match suggest::did_you_mean(word, labels()) {
            Some(help) => found.help(help),
            None => found.help("add it to the `labels` line of its policy"),
        };
        self.report(found);
    }

    /// Reports a path that is no clause.
    pub fn unknown_clause(&mut self, path: &ast::Path) {
        let word = path.text();
        if self.world.names.first().is_some_and(|names| {
            names.lost_clauses.contains(&word) || names.lost.iter().any(|keyword| keyword == "clause")
        }) {
            return;
        }
        let ids = || self.clause_ids.keys().map(String::as_str);
        let mut found = Diagnostic::error("E030", format!("there is no clause `{word}`"), path.span, "");
        if let Some(help) = suggest::did_you_mean(&word, ids()) {
            found = found.help(help);
        }
        self.report(found);
    }

    /// True if an item that could not be read may have declared the name.
    pub fn lost(&self, kinds: &[Kind], name: &str) -> bool {
        let Some(names) = self.world.names.first() else { return false };
        self.is_unread(name)
            || names.may_be_lost(kinds)
            || names.table.get(name).is_some_and(|decl| decl.index.is_none())
    }

    /// True if the name leads to a field that the schema has and that could not be read.
    pub fn is_unread(&self, name: &str) -> bool {
        let name = name.strip_prefix("item.").unwrap_or(name);
        let layers = self.reading.spaces.first().into_iter().flat_map(|space| &space.layers);
        let mut unread = layers.flat_map(|layer| &layer.input.unread_fields);
        unread
            .any(|field| name.strip_prefix(field.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }
}
