//! Order, equality and arithmetic.

use std::cmp::Ordering;

use super::value::{List, Val};
use crate::language::policy::{Arithmetic, Comparison};
use crate::language::value::{ClauseId, LabelId, Truth};

const MS_PER_SECOND: f64 = 1_000.0;

/// Compares two values of one type that has an order; a range decides only if all of it agrees.
pub(super) fn compare(comparison: Comparison, a: &Val<'_>, b: &Val<'_>) -> Truth {
    if let (Some((a_low, a_high)), Some((b_low, b_high))) = (bounds(a), bounds(b)) {
        let first = decide(comparison, a_low.partial_cmp(&b_high));
        let second = decide(comparison, a_high.partial_cmp(&b_low));
        return if first == second { first } else { Truth::Unknown };
    }
    decide(comparison, order(a, b))
}

/// Says what an order of two values means for a comparison.
pub(super) fn decide(comparison: Comparison, order: Option<Ordering>) -> Truth {
    let Some(order) = order else { return Truth::Unknown };
    Truth::from(match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
    })
}

fn order(a: &Val<'_>, b: &Val<'_>) -> Option<Ordering> {
    match (a, b) {
        (Val::Time(a), Val::Time(b)) => Some(a.cmp(b)),
        (Val::Duration(a), Val::Duration(b)) => a.partial_cmp(b),
        (Val::Severity(a), Val::Severity(b)) => Some(a.cmp(b)),
        (Val::Verdict(a), Val::Verdict(b)) => Some(a.cmp(b)),
        // Labels of one ordered policy stand in the pack in their order.
        (Val::Label(a), Val::Label(b)) if *a != LabelId::UNKNOWN && *b != LabelId::UNKNOWN => Some(a.cmp(b)),
        _ => None,
    }
}

/// Returns the least and the greatest that a number may be.
fn bounds(value: &Val<'_>) -> Option<(f64, f64)> {
    match value {
        Val::Number(number) => Some((*number, *number)),
        Val::Between(low, high) => Some((*low, *high)),
        _ => None,
    }
}

/// Tells whether two values are equal; lists are compared as sets.
pub(super) fn equal(a: &Val<'_>, b: &Val<'_>) -> Truth {
    if let (Some((a_low, a_high)), Some((b_low, b_high))) = (bounds(a), bounds(b)) {
        if a_high < b_low || b_high < a_low {
            return Truth::False;
        }
        return if a_low == a_high && b_low == b_high { Truth::True } else { Truth::Unknown };
    }
    match (a, b) {
        (Val::Truth(a), Val::Truth(b)) => both(*a, *b),
        (Val::Text(a), Val::Text(b)) => Truth::from(a.as_ref() == b.as_ref()),
        (Val::Word(a), Val::Word(b)) => Truth::from(a == b),
        (Val::Time(a), Val::Time(b)) => Truth::from(a == b),
        (Val::Duration(a), Val::Duration(b)) => Truth::from(a == b),
        (Val::Verdict(a), Val::Verdict(b)) => Truth::from(a == b),
        (Val::Severity(a), Val::Severity(b)) => Truth::from(a == b),
        // Two ids that the pack lacks may be the same or not.
        (Val::Clause(ClauseId::UNKNOWN), Val::Clause(ClauseId::UNKNOWN)) => Truth::Unknown,
        (Val::Clause(a), Val::Clause(b)) => Truth::from(a == b),
        (Val::Label(LabelId::UNKNOWN), Val::Label(LabelId::UNKNOWN)) => Truth::Unknown,
        (Val::Label(a), Val::Label(b)) => Truth::from(a == b),
        (Val::List(a), Val::List(b)) => covers(a, b).and(covers(b, a)),
        _ => Truth::Unknown,
    }
}

fn both(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (a, b) => Truth::from(a == b),
    }
}

/// Tells whether every element of one list is in the other.
fn covers<'a>(inner: &List<'a>, outer: &List<'a>) -> Truth {
    inner.iter().fold(Truth::True, |all, element| all.and((!element.belongs).or(contains(outer, &element.value))))
}

/// Tells whether a list has a value.
pub(super) fn contains<'a>(list: &List<'a>, value: &Val<'a>) -> Truth {
    list.iter().fold(Truth::False, |any, element| any.or(element.belongs.and(equal(&element.value, value))))
}

/// Works out a sum, difference, product or quotient; what leaves the finite numbers is unknown.
pub(super) fn arithmetic<'a>(operation: Arithmetic, a: &Val<'a>, b: &Val<'a>) -> Val<'a> {
    use Arithmetic::{Add, Divide, Multiply, Subtract};
    if let (Some(a), Some(b)) = (bounds(a), bounds(b)) {
        return between(operation, a, b);
    }
    match (operation, a, b) {
        (Add, Val::Duration(a), Val::Duration(b)) => duration(a + b),
        (Subtract, Val::Duration(a), Val::Duration(b)) => duration(a - b),
        (Divide, Val::Duration(a), Val::Duration(b)) => number(a / b),
        (Multiply, Val::Duration(a), Val::Number(b)) | (Multiply, Val::Number(b), Val::Duration(a)) => duration(a * b),
        (Divide, Val::Duration(a), Val::Number(b)) => duration(a / b),
        (Add, Val::Time(time), Val::Duration(by)) | (Add, Val::Duration(by), Val::Time(time)) => shifted(*time, *by),
        (Subtract, Val::Time(time), Val::Duration(by)) => shifted(*time, -by),
        (Subtract, Val::Time(a), Val::Time(b)) => duration(a.saturating_sub(*b) as f64 / MS_PER_SECOND),
        _ => Val::Unknown,
    }
}

fn number<'a>(number: f64) -> Val<'a> {
    if number.is_finite() { Val::Number(number) } else { Val::Unknown }
}

fn duration<'a>(seconds: f64) -> Val<'a> {
    if seconds.is_finite() { Val::Duration(seconds) } else { Val::Unknown }
}

fn shifted<'a>(time: i64, by: f64) -> Val<'a> {
    Val::Time(time.saturating_add((by * MS_PER_SECOND).round() as i64))
}

/// Interval arithmetic: the least and the greatest over the corners.
fn between<'a>(operation: Arithmetic, a: (f64, f64), b: (f64, f64)) -> Val<'a> {
    if operation == Arithmetic::Divide && b.0 <= 0.0 && b.1 >= 0.0 {
        return Val::Unknown;
    }
    let apply = |a: f64, b: f64| match operation {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
    };
    let corners = [apply(a.0, b.0), apply(a.0, b.1), apply(a.1, b.0), apply(a.1, b.1)];
    let low = corners.into_iter().fold(f64::INFINITY, f64::min);
    let high = corners.into_iter().fold(f64::NEG_INFINITY, f64::max);
    match (low.is_finite() && high.is_finite(), low == high) {
        (false, _) => Val::Unknown,
        (true, true) => Val::Number(low),
        (true, false) => Val::Between(low, high),
    }
}

/// Works out the negative.
pub(super) fn negate<'a>(value: &Val<'a>) -> Val<'a> {
    match value {
        Val::Number(number) => Val::Number(-number),
        Val::Between(low, high) => Val::Between(-high, -low),
        Val::Duration(seconds) => Val::Duration(-seconds),
        _ => Val::Unknown,
    }
}
