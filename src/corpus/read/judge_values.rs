//! Single values inside what a judge said.

use std::borrow::Cow;

use serde::de::{self, DeserializeSeed, MapAccess};
use serde_json::value::RawValue;

use super::scalar::{Context, KeySeed, ListSeed, MapSeed, Scalar, ScalarSeed};
use super::vocabulary::{in_short, name_in_short};
use crate::corpus::record::Cite;
use crate::language::moment;
use crate::language::policy::QuestionId;
use crate::language::value::{ClauseId, LabelId, Rung};

/// Reads single values of a judge's object.
pub(super) struct Values<'a, 'm, A> {
    context: &'a Context<'a>,
    entries: &'m mut A,
    what: &'static str,
}

/// Begins to read the value of a key; `what` is what messages call it.
pub(super) fn values<'a, 'm, A>(context: &'a Context<'a>, entries: &'m mut A, what: &'static str) -> Values<'a, 'm, A> {
    Values { context, entries, what }
}

impl<'de, A: MapAccess<'de>> Values<'_, '_, A> {
    pub fn scalar(&mut self, wanted: &'static str) -> Result<Scalar<'de>, A::Error> {
        self.entries.next_value_seed(ScalarSeed { context: self.context, what: self.what, wanted })
    }

    fn wrong(&self, wanted: &str, got: &Scalar) -> A::Error {
        self.context.refuse(format!("`{}` must be {wanted}, not {}", self.what, got.kind()))
    }

    pub fn text(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        match self.scalar("a text")? {
            Scalar::Null => Ok(None),
            Scalar::Text(text) => Ok(Some(text)),
            other => Err(self.wrong("a text", &other)),
        }
    }

    /// A name or a version: a whole number counts as its digits.
    pub fn name(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        match self.scalar("a text")? {
            Scalar::Null => Ok(None),
            Scalar::Text(text) => Ok(Some(text)),
            Scalar::Whole(number) => Ok(Some(Cow::Owned(number.to_string()))),
            other => Err(self.wrong("a text", &other)),
        }
    }

    pub fn number(&mut self, min: f64, max: f64) -> Result<Option<f64>, A::Error> {
        let value = match self.scalar("a number")? {
            Scalar::Null => return Ok(None),
            Scalar::Whole(value) => value as f64,
            Scalar::Number(value) => value,
            other => return Err(self.wrong("a number", &other)),
        };
        if value < min {
            return Err(self.context.refuse(format!("`{}` is {value}, which is below {min}", self.what)));
        }
        if value > max {
            return Err(self.context.refuse(format!("`{}` is {value}, which is above {max}", self.what)));
        }
        Ok(Some(value))
    }

    pub fn bool(&mut self) -> Result<bool, A::Error> {
        match self.scalar("true or false")? {
            Scalar::Null => Ok(false),
            Scalar::Bool(value) => Ok(value),
            other => Err(self.wrong("true or false", &other)),
        }
    }

    pub fn time(&mut self) -> Result<Option<i64>, A::Error> {
        let Some(text) = self.text()? else { return Ok(None) };
        let advice = "; write times as `2026-11-02T10:11:12Z`";
        match moment::parse(&text) {
            Some(time) => Ok(Some(time)),
            None => Err(self.context.refuse(format!("`{}` is not a time{advice}", self.what))),
        }
    }

    /// A verdict that must be on the ladder.
    pub fn verdict(&mut self) -> Result<Option<Rung>, A::Error> {
        let Some(word) = self.text()? else { return Ok(None) };
        let words = self.context.vocabulary;
        let found = words.rung(&word);
        if found.is_none() {
            let (short, advice) = (in_short(&word), words.verdict_advice(&word));
            return Err(self.context.refuse(format!("`{}`: {short} is not a verdict of this pack{advice}", self.what)));
        }
        Ok(found)
    }

    /// A list of texts, each made into something else as it is read; nulls are left out.
    fn list<T>(&mut self, mut make: impl FnMut(Cow<'de, str>) -> T) -> Result<Option<Vec<T>>, A::Error> {
        let mut found = Vec::new();
        let what = self.what;
        let each = |scalar: Scalar<'de>| {
            match scalar {
                Scalar::Text(text) => found.push(make(text)),
                Scalar::Null => {}
                other => return Err(format!("`{what}` must hold texts, not {}", other.kind())),
            }
            Ok(())
        };
        let present = self.entries.next_value_seed(ListSeed { context: self.context, what, each })?;
        Ok(present.then_some(found))
    }

    pub fn texts(&mut self) -> Result<Option<Vec<Cow<'de, str>>>, A::Error> {
        self.list(|text| text)
    }

    /// The labels that a judge gives; one that the pack does not know is kept as such, and counted.
    pub fn labels(&mut self) -> Result<Option<Vec<LabelId>>, A::Error> {
        let (context, what) = (self.context, self.what);
        self.list(|text| {
            let label = context.vocabulary.label(&text);
            if label == LabelId::UNKNOWN {
                context.tally.borrow_mut().unknown_label(what, &name_in_short(&text));
            }
            label
        })
    }

    /// The clause that a person names; one that the pack does not know is kept, and counted.
    pub fn clause(&mut self) -> Result<Option<Cite<'de>>, A::Error> {
        let Some(text) = self.text()? else { return Ok(None) };
        let clause = self.context.vocabulary.clause(&text);
        if clause == ClauseId::UNKNOWN {
            self.context.tally.borrow_mut().unknown_clause(self.what, &name_in_short(&text));
        }
        Ok(Some(Cite { clause, text }))
    }

    /// The clauses that a model cites; one that the pack does not know is for the audit to find.
    pub fn cites(&mut self) -> Result<Option<Vec<Cite<'de>>>, A::Error> {
        let words = self.context.vocabulary;
        self.list(|text| Cite { clause: words.clause(&text), text })
    }

    pub fn scores(&mut self, scores: &mut Vec<(Cow<'de, str>, f64)>) -> Result<(), A::Error> {
        let what = self.what;
        let each = |name: Cow<'de, str>, scalar: Scalar<'de>| {
            match scalar {
                Scalar::Null => {}
                Scalar::Whole(score) => scores.push((name, score as f64)),
                Scalar::Number(score) => scores.push((name, score)),
                other => return Err(format!("`{what}` must hold numbers, not {}", other.kind())),
            }
            Ok(())
        };
        self.entries.next_value_seed(MapSeed { context: self.context, what, each })
    }

    pub fn answers(&mut self, answers: &mut Vec<(QuestionId, bool)>) -> Result<(), A::Error> {
        let (context, what) = (self.context, self.what);
        let each = |name: Cow<'de, str>, scalar: Scalar<'de>| {
            match (context.vocabulary.question(&name), scalar) {
                (None, _) => context.tally.borrow_mut().judge_key(&[what, ".", &name]),
                (Some(_), Scalar::Null) => {}
                (Some(question), Scalar::Bool(answer)) => answers.push((question, answer)),
                (Some(_), other) => return Err(format!("`{what}` must hold true or false, not {}", other.kind())),
            }
            Ok(())
        };
        self.entries.next_value_seed(MapSeed { context, what, each })
    }

    /// A model's output: a text, or JSON as it stands.
    pub fn raw(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        let raw: &'de RawValue = self.entries.next_value()?;
        let text = raw.get();
        if text == "null" {
            return Ok(None);
        }
        if !text.starts_with('"') {
            return Ok(Some(Cow::Borrowed(text)));
        }
        let mut inner = serde_json::Deserializer::from_str(text);
        KeySeed.deserialize(&mut inner).map(Some).map_err(de::Error::custom)
    }
}
