//! Values and their types: what fields hold, what expressions compute.
//!
//! Texts borrow from the record that was read where they can, hence the lifetime. There is no "null" value in
//! arithmetic: what is absent is [`Value::Missing`], and everything computed from it is unknown.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Three-valued truth (Kleene): a condition holds, does not, or cannot be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Does not hold.
    False,
    /// Cannot be told, for want of a field.
    Unknown,
    /// Holds.
    True,
}

impl Truth {
    /// Kleene `and`: the weaker of the two.
    pub fn and(self, other: Truth) -> Truth {
        if (self as u8) < (other as u8) { self } else { other }
    }

    /// Kleene `or`: the stronger of the two.
    pub fn or(self, other: Truth) -> Truth {
        if (self as u8) > (other as u8) { self } else { other }
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Truth {
        if holds { Truth::True } else { Truth::False }
    }
}

/// Index of a rung in the pack's ladder of verdicts, weakest first; 0 is the default verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Rung(pub u8);

/// Harm, from slight to worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
    /// `critical`
    Critical,
}

impl Severity {
    /// All severities with the word that names each, slightest first.
    pub const NAMES: [(Severity, &'static str); 4] = [
        (Severity::Low, "low"),
        (Severity::Medium, "medium"),
        (Severity::High, "high"),
        (Severity::Critical, "critical"),
    ];

    /// Returns the word for this severity.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// Returns the severity a word names.
    pub fn from_name(name: &str) -> Option<Severity> {
        Severity::NAMES.iter().find(|(_, word)| *word == name).map(|(severity, _)| *severity)
    }
}

/// Index of a clause in [`crate::language::policy::Pack::clauses`]; `ClauseId::UNKNOWN` for a cited id the pack lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClauseId(pub u32);

impl ClauseId {
    /// Stands for an id that no clause of the pack has; it equals no clause that fired.
    pub const UNKNOWN: ClauseId = ClauseId(u32::MAX);
}

/// Index of a label in [`crate::language::policy::Pack::labels`]; `LabelId::UNKNOWN` for one the pack lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LabelId(pub u32);

impl LabelId {
    /// Stands for a label that the pack does not declare.
    pub const UNKNOWN: LabelId = LabelId(u32::MAX);
}

/// The type of a field or an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Words.
    Text,
    /// A number, with the range it must lie in (inclusive).
    Number {
        /// Least value.
        min: Option<f64>,
        /// Greatest value.
        max: Option<f64>,
    },
    /// True or false.
    Bool,
    /// One of a fixed set of words, in the order declared.
    Enum(Arc<[String]>),
    /// A moment.
    Time,
    /// A length of time; the unit says what a bare number in the data means.
    Duration(Unit),
    /// Many of one type.
    List(Arc<Type>),
    /// Named fields.
    Record(Arc<[FieldType]>),
    /// A rung of the ladder.
    Verdict,
    /// A severity.
    Severity,
    /// A clause's id.
    Clause,
    /// A label.
    Label,
}

impl Type {
    /// A number of any size.
    pub const NUMBER: Type = Type::Number { min: None, max: None };
}

/// A field of a record type.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldType {
    /// Its name, one segment.
    pub name: String,
    /// Its type.
    pub ty: Type,
}

/// Units a duration may be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 1 s
    Second,
    /// 60 s
    Minute,
    /// 3,600 s
    Hour,
    /// 86,400 s
    Day,
    /// 604,800 s
    Week,
}

impl Unit {
    /// Returns the unit's length in seconds.
    pub fn seconds(self) -> f64 {
        match self {
            Unit::Second => 1.0,
            Unit::Minute => 60.0,
            Unit::Hour => 3_600.0,
            Unit::Day => 86_400.0,
            Unit::Week => 604_800.0,
        }
    }

    /// Returns the unit that a word names, singular or plural.
    pub fn from_name(name: &str) -> Option<Unit> {
        Some(match name.strip_suffix('s').unwrap_or(name) {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "week" => Unit::Week,
            _ => return None,
        })
    }
}

/// A value of a field, a literal or an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Absent or null: unknown, never negative.
    Missing,
    /// True or false.
    Bool(bool),
    /// A finite number; the readers refuse NaN and infinities.
    Number(f64),
    /// Words.
    Text(Cow<'a, str>),
    /// A word of an enum, as its place in [`Type::Enum`].
    Word(u16),
    /// A moment, in milliseconds since 1970-01-01T00:00Z.
    Time(i64),
    /// A length of time, in seconds.
    Duration(f64),
    /// Many values of one type.
    List(Vec<Value<'a>>),
    /// Field values in the order of [`Type::Record`].
    Record(Vec<Value<'a>>),
    /// A rung.
    Verdict(Rung),
    /// A severity.
    Severity(Severity),
    /// A clause.
    Clause(ClauseId),
    /// A label.
    Label(LabelId),
}

impl Value<'_> {
    /// True if the value is absent.
    pub fn is_missing(&self) -> bool {
        matches!(self, Value::Missing)
    }

    /// Copies whatever is borrowed.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Missing => Value::Missing,
            Value::Bool(value) => Value::Bool(value),
            Value::Number(value) => Value::Number(value),
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::Word(value) => Value::Word(value),
            Value::Time(value) => Value::Time(value),
            Value::Duration(value) => Value::Duration(value),
            Value::List(values) => Value::List(values.into_iter().map(Value::into_owned).collect()),
            Value::Record(values) => Value::Record(values.into_iter().map(Value::into_owned).collect()),
            Value::Verdict(value) => Value::Verdict(value),
            Value::Severity(value) => Value::Severity(value),
            Value::Clause(value) => Value::Clause(value),
            Value::Label(value) => Value::Label(value),
        }
    }
}
