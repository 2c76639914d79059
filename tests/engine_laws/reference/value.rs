//! Expressions the slow way: one function per question, straight from the definition of the language.

use preceptor::language::policy::{
    Amount, Arithmetic, Comparison, Expr, ExprKind, Judge, JudgeField, Quantifier, TextProperty,
};
use preceptor::language::value::{Truth, Type, Value};

use super::pattern::Find;
use super::{Naive, Seen, text};

/// What an expression comes to: a value, or a count that is only known to lie in a range.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    To(Value<'static>),
    Between(f64, f64),
}

impl Naive<'_> {
    /// The truth of a condition.
    pub fn truth(&self, expr: &Expr, scope: &[Seen]) -> Truth {
        match &expr.kind {
            ExprKind::Not(inner) => !self.truth(inner, scope),
            ExprKind::And(parts) => parts.iter().fold(Truth::True, |all, part| all.and(self.truth(part, scope))),
            ExprKind::Or(parts) => parts.iter().fold(Truth::False, |any, part| any.or(self.truth(part, scope))),
            ExprKind::Define(define) => self.truth(&self.pack.defines[define.0 as usize].body, &[]),
            ExprKind::IsMissing(inner) => Truth::from(self.value(inner, scope) == Came::To(Value::Missing)),
            ExprKind::Equal(left, right) => match (self.value(left, scope), self.value(right, scope)) {
                (Came::To(Value::Missing), _) | (_, Came::To(Value::Missing)) => Truth::Unknown,
                (Came::To(left), Came::To(right)) => Truth::from(equal(&left, &right)),
                (Came::Between(low, high), Came::To(Value::Number(number)))
                | (Came::To(Value::Number(number)), Came::Between(low, high)) => {
                    if number < low || number > high {
                        Truth::False
                    } else {
                        Truth::Unknown
                    }
                }
                _ => Truth::Unknown,
            },
            ExprKind::OneOf(left, members) => members.iter().fold(Truth::False, |any, member| {
                let one = match (self.value(left, scope), self.value(member, scope)) {
                    (Came::To(left), Came::To(right)) if !left.is_missing() && !right.is_missing() => {
                        Truth::from(equal(&left, &right))
                    }
                    _ => Truth::Unknown,
                };
                any.or(one)
            }),
            ExprKind::Compare(order, left, right) => {
                compare(*order, &self.value(left, scope), &self.value(right, scope))
            }
            ExprKind::Has { subject, amount, pattern } => self.has(subject, *amount, pattern, scope),
            ExprKind::MatchTest { every, relation } => self.match_test(*every, relation, scope),
            ExprKind::For { quantifier, list, body } => self.quantified(*quantifier, list, body, scope),
            ExprKind::Question(question) => self.question(*question),
            ExprKind::Default(inner, fallback) => match self.truth(inner, scope) {
                Truth::Unknown => self.truth(fallback, scope),
                known => known,
            },
            _ => match self.value(expr, scope) {
                Came::To(Value::Bool(truth)) => Truth::from(truth),
                _ => Truth::Unknown,
            },
        }
    }

    /// The value of an expression; what is unknown is missing.
    pub fn value(&self, expr: &Expr, scope: &[Seen]) -> Came {
        let known = |value: Option<Value<'static>>| Came::To(value.unwrap_or(Value::Missing));
        match &expr.kind {
            ExprKind::Const(value) => Came::To(value.clone()),
            ExprKind::Today => Came::To(Value::Time(self.today)),
            ExprKind::Field(field) => known(self.record.fields.get(field.0 as usize).cloned()),
            ExprKind::Judge(Judge::Model(model), JudgeField::Score(name)) => known(self.score(*model, name)),
            ExprKind::Element(depth) => match scope.iter().rev().nth(*depth as usize) {
                Some(Seen::Value(value)) => Came::To(value.clone()),
                None => Came::To(Value::Missing),
            },
            ExprKind::Member(record, place) => match self.value(record, scope) {
                Came::To(Value::Record(values)) => known(values.get(*place as usize).cloned()),
                _ => Came::To(Value::Missing),
            },
            ExprKind::Property(inner, property) => match self.value(inner, scope) {
                Came::To(Value::Text(text)) => Came::To(Value::Number(match property {
                    TextProperty::Length => text.chars().count() as f64,
                    TextProperty::Words => text::words(&text).len() as f64,
                    other => panic!("the generator does not write {other:?}"),
                })),
                _ => Came::To(Value::Missing),
            },
            ExprKind::Count(list) => self.count(list, scope),
            ExprKind::Define(define) => self.value(&self.pack.defines[define.0 as usize].body, &[]),
            ExprKind::Negate(inner) => match self.value(inner, scope) {
                Came::To(Value::Number(number)) => Came::To(Value::Number(-number)),
                Came::Between(low, high) => Came::Between(-high, -low),
                _ => Came::To(Value::Missing),
            },
            ExprKind::Arithmetic(operation, left, right) => {
                arithmetic(*operation, &self.value(left, scope), &self.value(right, scope))
            }
            ExprKind::Default(inner, fallback) => match self.value(inner, scope) {
                Came::To(Value::Missing) | Came::Between(..) => self.value(fallback, scope),
                value => value,
            },
            _ => match self.truth(expr, scope) {
                Truth::Unknown => Came::To(Value::Missing),
                truth => Came::To(Value::Bool(truth == Truth::True)),
            },
        }
    }

    fn score(&self, model: usize, name: &str) -> Option<Value<'static>> {
        let declared = &self.pack.models.all[model];
        let said = self.record.models.iter().find(|said| said.name == declared.name)?;
        let listed = declared.versions.is_empty()
            || said.version.as_ref().is_some_and(|version| declared.versions.iter().any(|known| known == version));
        let score = said.scores.iter().find(|(score, _)| score == name)?;
        listed.then_some(Value::Number(score.1))
    }

    fn question(&self, question: preceptor::language::policy::QuestionId) -> Truth {
        let asked = &self.pack.questions[question.0 as usize];
        let mut answers = Vec::new();
        for rating in self.record.ratings.iter().filter(|_| asked.asks_raters) {
            answers.extend(rating.answers.iter().filter(|(id, _)| *id == question).map(|(_, yes)| *yes));
        }
        for model in &asked.asks_models {
            let name = &self.pack.models.all[*model].name;
            for said in self.record.models.iter().filter(|said| said.name == *name) {
                answers.extend(said.answers.iter().filter(|(id, _)| *id == question).map(|(_, yes)| *yes));
            }
        }
        match (answers.contains(&true), answers.contains(&false)) {
            (true, false) => Truth::True,
            (false, true) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// The elements of a list with whether each is in it; `None`: the list is missing.
    fn elements(&self, list: &Expr, scope: &[Seen]) -> Option<Vec<(Value<'static>, Truth)>> {
        if let ExprKind::Filter(inner, condition) = &list.kind {
            let mut elements = self.elements(inner, scope)?;
            for (value, kept) in &mut elements {
                let mut with = scope.to_vec();
                with.push(Seen::Value(value.clone()));
                *kept = kept.and(self.truth(condition, &with));
            }
            return Some(elements);
        }
        if let (ExprKind::Member(inner, place), Type::List(_)) = (&list.kind, &list.ty) {
            let member = |value| match value {
                Value::Record(values) => values.get(*place as usize).cloned().unwrap_or(Value::Missing),
                _ => Value::Missing,
            };
            let elements = self.elements(inner, scope)?;
            return Some(elements.into_iter().map(|(value, kept)| (member(value), kept)).collect());
        }
        match self.value(list, scope) {
            Came::To(Value::List(values)) => Some(values.into_iter().map(|value| (value, Truth::True)).collect()),
            _ => None,
        }
    }

    fn count(&self, list: &Expr, scope: &[Seen]) -> Came {
        let Some(elements) = self.elements(list, scope) else { return Came::To(Value::Missing) };
        let sure = elements.iter().filter(|(_, kept)| *kept == Truth::True).count() as f64;
        let perhaps = elements.iter().filter(|(_, kept)| *kept == Truth::Unknown).count() as f64;
        if perhaps == 0.0 { Came::To(Value::Number(sure)) } else { Came::Between(sure, sure + perhaps) }
    }

    fn quantified(&self, quantifier: Quantifier, list: &Expr, body: &Expr, scope: &[Seen]) -> Truth {
        let Some(elements) = self.elements(list, scope) else { return Truth::Unknown };
        let met: Vec<(Truth, Truth)> = elements
            .into_iter()
            .map(|(value, kept)| {
                let mut with = scope.to_vec();
                with.push(Seen::Value(value));
                (kept, self.truth(body, &with))
            })
            .collect();
        let both = || met.iter().map(|(kept, holds)| kept.and(*holds));
        match quantifier {
            Quantifier::Any => both().fold(Truth::False, Truth::or),
            Quantifier::No => !both().fold(Truth::False, Truth::or),
            Quantifier::Every => met.iter().fold(Truth::True, |all, (kept, holds)| all.and((!*kept).or(*holds))),
            Quantifier::AtLeast(wanted) => {
                let sure = both().filter(|truth| *truth == Truth::True).count();
                let perhaps = both().filter(|truth| *truth == Truth::Unknown).count();
                at_least(sure, perhaps, wanted as usize)
            }
        }
    }

    fn has(
        &self,
        subject: &Expr,
        amount: Amount,
        pattern: &preceptor::language::policy::Match,
        scope: &[Seen],
    ) -> Truth {
        let subjects = match &subject.ty {
            Type::List(_) => self.elements(subject, scope),
            _ => Some(match self.value(subject, scope) {
                Came::To(value) => vec![(value, Truth::True)],
                Came::Between(..) => Vec::new(),
            }),
        };
        let Some(subjects) = subjects else { return Truth::Unknown };
        let mut unread = false;
        let mut finds = Vec::new();
        for (value, kept) in subjects.iter().filter(|(_, kept)| *kept != Truth::False) {
            match value {
                Value::Text(text) => {
                    let found = self.finds(pattern, text, &[], scope).into_iter();
                    finds.extend(found.map(|find| Find { perhaps: find.perhaps || *kept == Truth::Unknown, ..find }));
                }
                _ => unread = true,
            }
        }
        let sure = finds.iter().filter(|find| !find.perhaps);
        let any = if sure.clone().next().is_some() {
            Truth::True
        } else if unread || !finds.is_empty() {
            Truth::Unknown
        } else {
            Truth::False
        };
        let distinct = |perhaps: bool| {
            let mut entries: Vec<usize> = finds.iter().filter(|f| perhaps || !f.perhaps).map(|f| f.entry).collect();
            entries.sort();
            entries.dedup();
            entries.len()
        };
        match amount {
            Amount::Any => any,
            Amount::No => !any,
            Amount::AtLeast(wanted) => {
                let open = if unread { usize::MAX / 2 } else { distinct(true) - distinct(false) };
                at_least(distinct(false), open, wanted as usize)
            }
            Amount::Mentions(wanted) => {
                let open = if unread { usize::MAX / 2 } else { finds.len() - sure.clone().count() };
                at_least(sure.count(), open, wanted as usize)
            }
            Amount::All => panic!("the generator does not write `all of`"),
        }
    }

    /// A text that is missing may hold anything, and a doubtful span may be there or not: what is true or false however
    /// that turns out, is.
    fn match_test(&self, every: bool, relation: &preceptor::language::policy::Relation, scope: &[Seen]) -> Truth {
        let mut found = Found::default();
        if let Some(when) = self.clause.and_then(|clause| clause.when.as_ref()) {
            self.collect(when, &mut found);
        }
        let meets = |span: &Span| self.related(relation, &span.text, span.place, &[], scope).is_some();
        let sure: Vec<bool> = found.spans.iter().filter(|span| !span.perhaps).map(meets).collect();
        let any_meets = found.spans.iter().any(meets);
        let any_fails = found.spans.iter().any(|span| !meets(span));
        let (may_hold, may_fail) = if every {
            ((any_meets || found.unread) && !sure.contains(&false), found.unread || any_fails || sure.is_empty())
        } else {
            (any_meets || found.unread, !sure.contains(&true))
        };
        match (may_hold, may_fail) {
            (true, true) => Truth::Unknown,
            (may_hold, _) => Truth::from(may_hold),
        }
    }

    fn collect_in(
        &self,
        subject: &Expr,
        pattern: &preceptor::language::policy::Match,
        scope: &[Seen],
        around: Truth,
        found: &mut Found,
    ) {
        let subjects = match &subject.ty {
            Type::List(_) => self.elements(subject, scope),
            _ => match self.value(subject, scope) {
                Came::To(value) => Some(vec![(value, Truth::True)]),
                Came::Between(..) => None,
            },
        };
        let Some(subjects) = subjects else {
            found.unread = true;
            return;
        };
        for (value, kept) in subjects.into_iter().filter(|(_, kept)| *kept != Truth::False) {
            match value {
                Value::Text(text) => {
                    for find in self.finds(pattern, &text, &[], scope) {
                        let perhaps = find.perhaps || kept.and(around) != Truth::True;
                        found.spans.push(Span { text: text.clone().into_owned(), place: find.place, perhaps });
                    }
                }
                _ => found.unread = true,
            }
        }
    }

    /// Every stretch that the clause's condition found, outside `not` and `no`.
    fn collect(&self, expr: &Expr, found: &mut Found) {
        match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(|part| self.collect(part, found)),
            ExprKind::Define(define) => self.collect(&self.pack.defines[define.0 as usize].body, found),
            ExprKind::Has { amount: Amount::No, .. } => {}
            ExprKind::Has { subject, pattern, .. } => self.collect_in(subject, pattern, &[], Truth::True, found),
            ExprKind::For { list, body, .. } => {
                let Some(elements) = self.elements(list, &[]) else {
                    found.unread |= looks_into_text(body);
                    return;
                };
                for (value, kept) in elements {
                    if let (ExprKind::Has { subject, pattern, amount }, true) = (&body.kind, kept != Truth::False)
                        && *amount != Amount::No
                    {
                        self.collect_in(subject, pattern, &[Seen::Value(value)], kept, found);
                    }
                }
            }
            _ => {}
        }
    }
}

fn looks_into_text(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Has { .. })
}

/// What a condition found, and whether there was a text that could not be read.
#[derive(Default)]
struct Found {
    spans: Vec<Span>,
    unread: bool,
}

/// A stretch that a condition found, and whether it is there only perhaps.
struct Span {
    text: String,
    place: text::Stretch,
    perhaps: bool,
}

/// `at least N`: true when N are true, false when even the unknown could not reach N.
pub fn at_least(sure: usize, perhaps: usize, wanted: usize) -> Truth {
    if sure >= wanted {
        Truth::True
    } else if sure + perhaps < wanted {
        Truth::False
    } else {
        Truth::Unknown
    }
}

fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::List(left), Value::List(right)) => {
            left.iter().all(|value| right.contains(value)) && right.iter().all(|value| left.contains(value))
        }
        _ => left == right,
    }
}

fn amount(value: &Came) -> Option<(f64, f64)> {
    match value {
        Came::Between(low, high) => Some((*low, *high)),
        Came::To(Value::Number(number)) => Some((*number, *number)),
        Came::To(Value::Duration(seconds)) => Some((*seconds, *seconds)),
        Came::To(Value::Time(milliseconds)) => Some((*milliseconds as f64 / 1e3, *milliseconds as f64 / 1e3)),
        Came::To(Value::Severity(severity)) => Some((*severity as u8 as f64, *severity as u8 as f64)),
        Came::To(Value::Verdict(rung)) => Some((f64::from(rung.0), f64::from(rung.0))),
        _ => None,
    }
}

fn compare(order: Comparison, left: &Came, right: &Came) -> Truth {
    let (Some(left), Some(right)) = (amount(left), amount(right)) else { return Truth::Unknown };
    let holds = |a: f64, b: f64| match order {
        Comparison::Less => a < b,
        Comparison::LessEqual => a <= b,
        Comparison::Greater => a > b,
        Comparison::GreaterEqual => a >= b,
    };
    let corners = [holds(left.0, right.0), holds(left.0, right.1), holds(left.1, right.0), holds(left.1, right.1)];
    match (corners.contains(&true), corners.contains(&false)) {
        (true, false) => Truth::True,
        (false, true) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn arithmetic(operation: Arithmetic, left: &Came, right: &Came) -> Came {
    let (Came::To(Value::Number(left)), Came::To(Value::Number(right))) = (left, right) else {
        return Came::To(Value::Missing);
    };
    let result = match operation {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        Arithmetic::Divide => left / right,
    };
    Came::To(if result.is_finite() { Value::Number(result) } else { Value::Missing })
}
