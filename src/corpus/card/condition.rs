//! Conditions over cells, in the expression grammar of policies.
//!
//! The text is parsed by the language itself; of what it allows, a card can use comparisons, `is`, `has` with words or a
//! regular expression, `and`, `or`, `not`, arithmetic and `default`. A bare word on the right of `is` is that word. Cells
//! of tables are texts, so a number or truth value on the other side reads them as such. Missing cells are unknown, and
//! a rule whose condition is unknown does not apply.

use regex::Regex;
use serde_json::Value;

use super::literal::{number, truth};
use super::row::{Scope, words};
use crate::language::source::SourceId;
use crate::language::syntax;
use crate::language::syntax::ast::{
    Amount, BinaryOp, Expr, ExprKind, IsRight, ItemKind, Literal, LiteralKind, Match, Ref, TermKind,
};
use crate::language::value::Truth;

/// A condition that was checked.
#[derive(Debug)]
pub(super) struct Condition {
    expr: Expr,
    regexes: Vec<(String, Regex)>,
}

impl Condition {
    /// Reads a condition and returns it with the paths it reads.
    ///
    /// # Errors
    /// What is wrong, in plain words.
    pub fn parse(text: &str) -> Result<(Condition, Vec<String>), String> {
        let head = "language 1\nslice condition \"\" = ";
        let (file, problems) = syntax::parse(SourceId(u32::MAX), &format!("{head}{text}\n"));
        if let Some(problem) = problems.first() {
            let help = problem.help.first().map_or(String::new(), |help| format!(" ({help})"));
            return Err(format!("{}{help}", problem.title));
        }
        let mut items = file.items.into_iter();
        match (items.next().map(|item| item.kind), items.next()) {
            (Some(ItemKind::Slice(slice)), None) => {
                let mut check = Check { paths: Vec::new(), regexes: Vec::new() };
                check.expr(&slice.condition)?;
                let condition = Condition { expr: slice.condition, regexes: check.regexes };
                Ok((condition, check.paths))
            }
            _ => Err("this is not one condition".to_owned()),
        }
    }

    /// True if the condition holds for certain.
    pub fn holds(&self, scope: &Scope) -> bool {
        self.truth(&self.expr, scope) == Truth::True
    }

    fn truth(&self, expr: &Expr, scope: &Scope) -> Truth {
        match &expr.kind {
            ExprKind::Paren(inner) => self.truth(inner, scope),
            ExprKind::Not(inner) => !self.truth(inner, scope),
            ExprKind::Binary { op: BinaryOp::And, left, right, .. } => {
                self.truth(left, scope).and(self.truth(right, scope))
            }
            ExprKind::Binary { op: BinaryOp::Or, left, right, .. } => {
                self.truth(left, scope).or(self.truth(right, scope))
            }
            ExprKind::Binary { op, left, right, .. } if compares(*op) => {
                compare(*op, &self.value(left, scope), &self.value(right, scope))
            }
            ExprKind::Chain { operands, operators } => {
                let values: Vec<Value> = operands.iter().map(|operand| self.value(operand, scope)).collect();
                let pairs = values.iter().zip(values.iter().skip(1)).zip(operators);
                pairs.fold(Truth::True, |truth, ((left, right), (op, _))| truth.and(compare(*op, left, right)))
            }
            ExprKind::Is { value, negated, right } => {
                let truth = self.is(&self.value(value, scope), right, scope);
                if *negated { !truth } else { truth }
            }
            ExprKind::Has { value, amount, pattern } => {
                let truth = match words(&self.value(value, scope)) {
                    Some(text) => Truth::from(self.finds(&text, pattern)),
                    None => Truth::Unknown,
                };
                if *amount == Amount::No { !truth } else { truth }
            }
            _ => {
                let value = self.value(expr, scope);
                truth(&value).map_or(Truth::Unknown, Truth::from)
            }
        }
    }

    fn value(&self, expr: &Expr, scope: &Scope) -> Value {
        match &expr.kind {
            ExprKind::Paren(inner) => self.value(inner, scope),
            ExprKind::Literal(literal) => constant(literal),
            ExprKind::Ref(reference) => scope.value(&path(reference)),
            ExprKind::Default { value, fallback } => match self.value(value, scope) {
                Value::Null => self.value(fallback, scope),
                value => value,
            },
            ExprKind::Negate(inner) => finite(as_number(&self.value(inner, scope)).map(|number| -number)),
            ExprKind::Binary { op, left, right, .. }
                if !compares(*op) && !matches!(op, BinaryOp::And | BinaryOp::Or) =>
            {
                let numbers = as_number(&self.value(left, scope)).zip(as_number(&self.value(right, scope)));
                finite(numbers.map(|(left, right)| match op {
                    BinaryOp::Add => left + right,
                    BinaryOp::Subtract => left - right,
                    BinaryOp::Multiply => left * right,
                    _ => left / right,
                }))
            }
            _ => match self.truth(expr, scope) {
                Truth::True => Value::Bool(true),
                Truth::False => Value::Bool(false),
                Truth::Unknown => Value::Null,
            },
        }
    }

    fn is(&self, value: &Value, right: &IsRight, scope: &Scope) -> Truth {
        match right {
            IsRight::Missing => Truth::from(value.is_null()),
            IsRight::Value(other) => equal(value, &self.word(other, scope)),
            IsRight::OneOf(others) | IsRight::Set(others) => {
                let each = others.iter().map(|other| equal(value, &self.word(other, scope)));
                each.fold(Truth::False, Truth::or)
            }
            IsRight::OneOfRef(_) => Truth::Unknown,
        }
    }

    /// The right side of `is`: a bare word stands for itself.
    fn word(&self, expr: &Expr, scope: &Scope) -> Value {
        match &expr.kind {
            ExprKind::Ref(reference) => match path(reference) {
                word if word.contains('.') => scope.value(&word),
                word => Value::String(word),
            },
            _ => self.value(expr, scope),
        }
    }

    fn finds(&self, text: &str, pattern: &Match) -> bool {
        match &pattern.term.kind {
            TermKind::Text(wanted) => has_words(&text.to_lowercase(), &wanted.text.to_lowercase()),
            TermKind::Regex(source) => {
                self.regexes.iter().any(|(known, regex)| *known == source.text && regex.is_match(text))
            }
            TermKind::Group { members, .. } => members.iter().any(|member| self.finds(text, member)),
            TermKind::Ref(_) => false,
        }
    }
}

/// True if the words stand in the text as whole words; `*` at an end continues the word.
fn has_words(text: &str, wanted: &str) -> bool {
    let (open_start, open_end) = (wanted.starts_with('*'), wanted.ends_with('*'));
    let wanted = wanted.trim_matches('*');
    let bounded = |sign: Option<char>| sign.is_none_or(|c| !c.is_alphanumeric());
    !wanted.is_empty()
        && text.match_indices(wanted).any(|(at, found)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
            (open_start || bounded(before)) && (open_end || bounded(after))
        })
}

fn compares(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual)
}

fn as_number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => number(text)?.as_f64(),
        _ => None,
    }
}

fn finite(number: Option<f64>) -> Value {
    number.filter(|number| number.is_finite()).map_or(Value::Null, Value::from)
}

fn compare(op: BinaryOp, left: &Value, right: &Value) -> Truth {
    let Some((left, right)) = as_number(left).zip(as_number(right)) else { return Truth::Unknown };
    Truth::from(match op {
        BinaryOp::Less => left < right,
        BinaryOp::LessEqual => left <= right,
        BinaryOp::Greater => left > right,
        _ => left >= right,
    })
}

fn equal(left: &Value, right: &Value) -> Truth {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => Truth::Unknown,
        (Value::Number(_), other) | (other, Value::Number(_)) if as_number(other).is_some() => {
            Truth::from(as_number(left) == as_number(right))
        }
        (Value::Bool(wanted), other) | (other, Value::Bool(wanted)) => {
            truth(other).map_or(Truth::False, |given| Truth::from(given == *wanted))
        }
        _ => Truth::from(words(left) == words(right)),
    }
}

fn constant(literal: &Literal) -> Value {
    match &literal.kind {
        LiteralKind::Text(text) => Value::from(text.as_str()),
        LiteralKind::Number(number) | LiteralKind::Percent(number) | LiteralKind::Duration(number) => {
            Value::from(*number)
        }
        LiteralKind::Bool(value) => Value::Bool(*value),
        LiteralKind::Time(_) | LiteralKind::Today => Value::Null,
    }
}

fn path(reference: &Ref) -> String {
    let tail = reference.tail.iter().map(|name| name.text.as_str());
    std::iter::once(reference.path.text().as_str()).chain(tail).collect::<Vec<_>>().join(".")
}

/// Refuses what cells cannot answer, and gathers what is read.
struct Check {
    paths: Vec<String>,
    regexes: Vec<(String, Regex)>,
}

impl Check {
    fn expr(&mut self, expr: &Expr) -> Result<(), String> {
        match &expr.kind {
            ExprKind::Literal(literal) => match literal.kind {
                LiteralKind::Time(_) | LiteralKind::Today => Err("a card's conditions know no dates".to_owned()),
                _ => Ok(()),
            },
            ExprKind::Ref(reference) if reference.filter.is_some() => {
                Err("a card's conditions have no filters in `[…]`".to_owned())
            }
            ExprKind::Ref(reference) => {
                self.paths.push(path(reference));
                Ok(())
            }
            ExprKind::Paren(inner) | ExprKind::Not(inner) | ExprKind::Negate(inner) => self.expr(inner),
            ExprKind::Default { value, fallback } => self.expr(value).and_then(|()| self.expr(fallback)),
            ExprKind::Binary { left, right, .. } => self.expr(left).and_then(|()| self.expr(right)),
            ExprKind::Chain { operands, .. } => operands.iter().try_for_each(|operand| self.expr(operand)),
            ExprKind::Is { value, right, .. } => {
                self.expr(value)?;
                match right {
                    IsRight::Missing => Ok(()),
                    IsRight::Value(other) => self.word(other),
                    IsRight::OneOf(others) | IsRight::Set(others) => {
                        others.iter().try_for_each(|other| self.word(other))
                    }
                    IsRight::OneOfRef(_) => Err("a card has no lists; write the words: `is one of (a, b)`".to_owned()),
                }
            }
            ExprKind::Has { value, amount, pattern } => {
                self.expr(value)?;
                match amount {
                    Amount::Any | Amount::No => self.pattern(pattern),
                    _ => Err("a card's conditions know `has` and `has no` only".to_owned()),
                }
            }
            ExprKind::MatchTest { .. } | ExprKind::For { .. } | ExprKind::Broken => {
                Err("a card's conditions know no `for` and no `match`".to_owned())
            }
        }
    }

    fn word(&mut self, expr: &Expr) -> Result<(), String> {
        match &expr.kind {
            ExprKind::Ref(reference) if !path(reference).contains('.') => Ok(()),
            _ => self.expr(expr),
        }
    }

    fn pattern(&mut self, pattern: &Match) -> Result<(), String> {
        if pattern.relation.is_some() || !pattern.term.views.is_empty() {
            return Err("a card's conditions look for words as they are, without views and relations".to_owned());
        }
        match &pattern.term.kind {
            TermKind::Text(_) => Ok(()),
            TermKind::Regex(source) => {
                let regex = Regex::new(&source.text).map_err(|_| format!("`/{}/` cannot be read", source.text))?;
                self.regexes.push((source.text.clone(), regex));
                Ok(())
            }
            TermKind::Group { members, .. } => members.iter().try_for_each(|member| self.pattern(member)),
            TermKind::Ref(_) => Err("a card has no lists and patterns; write the words in quotes".to_owned()),
        }
    }
}
