//! What expressions compute while they run.
//!
//! Unlike [`Value`], a [`Val`] borrows everything it can from the record, so that reading a field costs nothing, and it
//! can say what only a run knows: a count that may lie between two bounds, an element that may or may not belong to a
//! list.

use std::borrow::Cow;
use std::rc::Rc;

use crate::corpus::record::{Cite, Rating};
use crate::engine::text::properties::Link;
use crate::language::value::{ClauseId, LabelId, Rung, Severity, Truth, Value};

/// A value of an expression.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Val<'a> {
    /// Missing, or computed from something missing.
    Unknown,
    Truth(Truth),
    Number(f64),
    /// A number that lies somewhere between two, both included.
    Between(f64, f64),
    Text(Words<'a>),
    Word(u16),
    Time(i64),
    Duration(f64),
    Verdict(Rung),
    Severity(Severity),
    Clause(ClauseId),
    Label(LabelId),
    List(List<'a>),
    Record(Rec<'a>),
}

/// A text: one of the record's, or one that was made while running.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Words<'a> {
    Borrowed(&'a str),
    Made(Rc<str>),
}

impl AsRef<str> for Words<'_> {
    fn as_ref(&self) -> &str {
        match self {
            Words::Borrowed(text) => text,
            Words::Made(text) => text,
        }
    }
}

/// Many values.
#[derive(Debug, Clone)]
pub(in crate::engine) enum List<'a> {
    Values(&'a [Value<'a>]),
    Texts(&'a [Cow<'a, str>]),
    Names(&'a [&'a str]),
    Labels(&'a [LabelId]),
    Cites(&'a [Cite<'a>]),
    Ratings(&'a [Rating<'a>]),
    Made(Rc<[Element<'a>]>),
}

/// An element of a list.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Element<'a> {
    pub value: Val<'a>,
    /// Whether it belongs to the list: true or unknown.
    pub belongs: Truth,
}

/// A record.
#[derive(Debug, Clone)]
pub(in crate::engine) enum Rec<'a> {
    Values(&'a [Value<'a>]),
    Rating(&'a Rating<'a>),
    Link(Rc<OwnLink<'a>>),
}

/// A link with its domain as text of its own, unless it stands so in the text.
#[derive(Debug)]
pub(in crate::engine) struct OwnLink<'a> {
    url: Words<'a>,
    domain: Words<'a>,
    path: Words<'a>,
}

impl<'a> OwnLink<'a> {
    /// Makes a link's fields from a link in a borrowed text.
    pub fn borrowed(link: &Link<'a>) -> OwnLink<'a> {
        let place = link.url.find(&link.domain).and_then(|at| link.url.get(at..at + link.domain.len()));
        let domain = place.map_or_else(|| Words::Made(link.domain.as_str().into()), Words::Borrowed);
        OwnLink { url: Words::Borrowed(link.url), domain, path: Words::Borrowed(link.path) }
    }

    /// Makes a link's fields from a link in a text that does not last.
    pub fn owned(link: &Link<'_>) -> OwnLink<'a> {
        let own = |text: &str| Words::Made(text.into());
        OwnLink { url: own(link.url), domain: own(&link.domain), path: own(link.path) }
    }
}

impl<'a> Val<'a> {
    /// Makes a text that lasts as long as the record.
    pub fn text(text: &'a str) -> Val<'a> {
        Val::Text(Words::Borrowed(text))
    }

    /// Reads a value; what is missing is unknown.
    pub fn of(value: &'a Value<'a>) -> Val<'a> {
        match value {
            Value::Missing => Val::Unknown,
            Value::Bool(holds) => Val::Truth(Truth::from(*holds)),
            Value::Number(number) => Val::Number(*number),
            Value::Text(text) => Val::text(text),
            Value::Word(word) => Val::Word(*word),
            Value::Time(time) => Val::Time(*time),
            Value::Duration(seconds) => Val::Duration(*seconds),
            Value::List(values) => Val::List(List::Values(values)),
            Value::Record(fields) => Val::Record(Rec::Values(fields)),
            Value::Verdict(rung) => Val::Verdict(*rung),
            Value::Severity(severity) => Val::Severity(*severity),
            Value::Clause(clause) => Val::Clause(*clause),
            Value::Label(label) => Val::Label(*label),
        }
    }

    /// Reads a value that may be absent.
    pub fn maybe<T>(value: Option<T>, make: impl FnOnce(T) -> Val<'a>) -> Val<'a> {
        value.map_or(Val::Unknown, make)
    }

    /// True if nothing is known of it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Val::Unknown | Val::Truth(Truth::Unknown))
    }

    /// Reads a condition's value.
    pub fn truth(&self) -> Truth {
        match self {
            Val::Truth(truth) => *truth,
            _ => Truth::Unknown,
        }
    }

    /// Makes a list from values that all belong to it.
    pub fn list(values: impl IntoIterator<Item = Val<'a>>) -> Val<'a> {
        let elements = values.into_iter().map(|value| Element { value, belongs: Truth::True });
        Val::List(List::of(elements.collect()))
    }

    /// Copies it into a value that can be shown; ranges and lists with doubtful elements become missing.
    pub fn to_value(&self) -> Value<'static> {
        match self {
            Val::Unknown | Val::Between(..) | Val::Truth(Truth::Unknown) => Value::Missing,
            Val::Truth(truth) => Value::Bool(*truth == Truth::True),
            Val::Number(number) => Value::Number(*number),
            Val::Text(words) => Value::Text(Cow::Owned(words.as_ref().to_owned())),
            Val::Word(word) => Value::Word(*word),
            Val::Time(time) => Value::Time(*time),
            Val::Duration(seconds) => Value::Duration(*seconds),
            Val::Verdict(rung) => Value::Verdict(*rung),
            Val::Severity(severity) => Value::Severity(*severity),
            Val::Clause(clause) => Value::Clause(*clause),
            Val::Label(label) => Value::Label(*label),
            Val::List(list) if list.iter().any(|element| element.belongs != Truth::True) => Value::Missing,
            Val::List(list) => Value::List(list.iter().map(|element| element.value.to_value()).collect()),
            Val::Record(record) => Value::Record(record.fields().map(|field| field.to_value()).collect()),
        }
    }
}

impl<'a> List<'a> {
    /// Makes a list of elements.
    pub fn of(elements: Vec<Element<'a>>) -> List<'a> {
        if elements.is_empty() { List::Values(&[]) } else { List::Made(elements.into()) }
    }

    /// Returns how many elements it may have.
    pub fn len(&self) -> usize {
        match self {
            List::Values(values) => values.len(),
            List::Texts(texts) => texts.len(),
            List::Names(names) => names.len(),
            List::Labels(labels) => labels.len(),
            List::Cites(cites) => cites.len(),
            List::Ratings(ratings) => ratings.len(),
            List::Made(elements) => elements.len(),
        }
    }

    /// Returns an element by its place.
    pub fn get(&self, at: usize) -> Option<Element<'a>> {
        let value = match self {
            List::Values(values) => Val::of(values.get(at)?),
            List::Texts(texts) => Val::text(texts.get(at)?),
            List::Names(names) => Val::text(names.get(at)?),
            List::Labels(labels) => Val::Label(*labels.get(at)?),
            List::Cites(cites) => Val::Clause(cites.get(at)?.clause),
            List::Ratings(ratings) => Val::Record(Rec::Rating(ratings.get(at)?)),
            List::Made(elements) => return elements.get(at).cloned(),
        };
        Some(Element { value, belongs: Truth::True })
    }

    /// Iterates over the elements.
    pub fn iter(&self) -> impl Iterator<Item = Element<'a>> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

impl<'a> Rec<'a> {
    /// Returns a field by its place.
    pub fn field(&self, at: u16) -> Val<'a> {
        match self {
            Rec::Values(values) => values.get(at as usize).map_or(Val::Unknown, Val::of),
            Rec::Rating(rating) => super::read::rating_field(rating, at),
            Rec::Link(link) => {
                let part = [&link.url, &link.domain, &link.path].into_iter().nth(at as usize);
                part.map_or(Val::Unknown, |words| Val::Text(words.clone()))
            }
        }
    }

    /// Iterates over the fields.
    fn fields(&self) -> impl Iterator<Item = Val<'a>> + '_ {
        let count = match self {
            Rec::Values(values) => values.len(),
            Rec::Rating(_) => crate::language::policy::JudgeField::RATING.len(),
            Rec::Link(_) => crate::language::policy::TextProperty::URL.len(),
        };
        (0..count as u16).map(|at| self.field(at))
    }
}
