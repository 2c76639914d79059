//! What judges said: models, ratings, gold.
//!
//! A model may say anything: a verdict that is not on the ladder makes its output unparsable, and its words are kept.
//! Raters and gold speak the pack's language, or their record is rejected.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::judge_values::values;
use super::scalar::{Context, KeySeed, Scalar, refuse_scalars};
use super::skip::SkipSeed;
use crate::corpus::record::{Gold, ModelDecision, Rating};

/// One judge's object: how its keys are read.
pub(super) trait Judge<'de> {
    /// What the list of such judges is called.
    const LIST: &'static str;

    fn context(&self) -> &Context<'_>;

    /// Begins the next judge.
    fn begin(&mut self);

    /// Reads the value of a key; false if the key is not known, and its value was not read.
    fn key<A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<bool, A::Error>;

    /// Checks the judge that was read.
    fn end(&mut self) -> Result<(), String>;
}

/// Reads a list of judges; null is none.
pub(super) struct JudgesSeed<J>(pub J);

impl<'de, J: Judge<'de>> DeserializeSeed<'de> for JudgesSeed<J> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, J: Judge<'de>> JudgesSeed<J> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        self.0.context().refuse(format!("`{}` must be {wanted}, not {kind}", J::LIST))
    }
}

impl<'de, J: Judge<'de>> Visitor<'de> for JudgesSeed<J> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a list")
    }

    refuse_scalars!("a list");

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut judges: A) -> Result<(), A::Error> {
        while judges.next_element_seed(JudgeSeed(&mut self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.wrong("a list", "an object"))
    }
}

/// Reads one judge of a list.
struct JudgeSeed<'j, J>(&'j mut J);

impl<'de, J: Judge<'de>> JudgeSeed<'_, J> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        self.0.context().refuse(format!("`{}` must hold {wanted}, not {kind}", J::LIST))
    }
}

impl<'de, J: Judge<'de>> DeserializeSeed<'de> for JudgeSeed<'_, J> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, J: Judge<'de>> Visitor<'de> for JudgeSeed<'_, J> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    refuse_scalars!("objects");

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Err(self.wrong("objects", "nothing"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(self.wrong("objects", "a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.0.begin();
        keys(self.0, &mut entries)?;
        self.0.end().map_err(|why| self.0.context().refuse(why))
    }
}

fn keys<'de, J: Judge<'de>, A: MapAccess<'de>>(judge: &mut J, entries: &mut A) -> Result<(), A::Error> {
    while let Some(key) = entries.next_key_seed(KeySeed)? {
        if !judge.key(&key, entries)? {
            let context = judge.context();
            context.tally.borrow_mut().judge_key(&[J::LIST, ".", &key]);
            entries.next_value_seed(SkipSeed(context))?;
        }
    }
    Ok(())
}

/// Reads model decisions.
pub(super) struct ModelSeed<'a, 'b> {
    pub context: &'a Context<'a>,
    pub to: &'a mut Vec<ModelDecision<'b>>,
}

impl<'de> Judge<'de> for ModelSeed<'_, 'de> {
    const LIST: &'static str = "models";

    fn context(&self) -> &Context<'_> {
        self.context
    }

    fn begin(&mut self) {
        self.to.push(ModelDecision::default());
    }

    fn key<A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<bool, A::Error> {
        let Some(model) = self.to.last_mut() else { return Ok(false) };
        let context = self.context;
        match key {
            "name" => model.name = values(context, entries, "models.name").name()?.unwrap_or_default(),
            "version" => model.version = values(context, entries, "models.version").name()?,
            "prompt_hash" => model.prompt_hash = values(context, entries, "models.prompt_hash").text()?,
            "threshold" => model.threshold = values(context, entries, "models.threshold").number(f64::MIN, f64::MAX)?,
            "verdict" => self.verdict(entries)?,
            "labels" => model.labels = values(context, entries, "models.labels").labels()?,
            "scores" => values(context, entries, "models.scores").scores(&mut model.scores)?,
            "quotes" => model.quotes = values(context, entries, "models.quotes").texts()?,
            "raw" => model.raw = values(context, entries, "models.raw").raw()?.or(model.raw.take()),
            "unparsable" => model.unparsable |= values(context, entries, "models.unparsable").bool()?,
            "rationale" => model.rationale = values(context, entries, "models.rationale").text()?,
            "cites" => model.cites = values(context, entries, "models.cites").cites()?,
            "answers" => values(context, entries, "models.answers").answers(&mut model.answers)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(model) = self.to.last_mut() else { return Ok(()) };
        if model.name.is_empty() {
            return Err("a model decision has no `name`".to_owned());
        }
        if model.unparsable {
            // What could not be read is no verdict, whatever a lenient reader before us made of it.
            model.verdict = None;
        }
        self.context.vocabulary.strange_score(model).map_or(Ok(()), Err)
    }
}

impl<'de> ModelSeed<'_, 'de> {
    /// A verdict that is not on the ladder is unparsable output, and is kept as such.
    fn verdict<A: MapAccess<'de>>(&mut self, entries: &mut A) -> Result<(), A::Error> {
        let said: Cow<'de, str> = match values(self.context, entries, "models.verdict").scalar("a verdict")? {
            Scalar::Null => return Ok(()),
            Scalar::Text(word) => word,
            Scalar::Bool(value) => Cow::Owned(value.to_string()),
            Scalar::Whole(value) => Cow::Owned(value.to_string()),
            Scalar::Number(value) => Cow::Owned(value.to_string()),
        };
        let Some(model) = self.to.last_mut() else { return Ok(()) };
        match self.context.vocabulary.rung(&said) {
            Some(rung) => model.verdict = Some(rung),
            None => {
                model.unparsable = true;
                model.raw.get_or_insert(said);
            }
        }
        Ok(())
    }
}

/// Reads ratings.
pub(super) struct RatingSeed<'a, 'b> {
    pub context: &'a Context<'a>,
    pub to: &'a mut Vec<Rating<'b>>,
}

impl<'de> Judge<'de> for RatingSeed<'_, 'de> {
    const LIST: &'static str = "ratings";

    fn context(&self) -> &Context<'_> {
        self.context
    }

    fn begin(&mut self) {
        self.to.push(Rating::default());
    }

    fn key<A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<bool, A::Error> {
        let Some(rating) = self.to.last_mut() else { return Ok(false) };
        let context = self.context;
        match key {
            "rater" => rating.rater = values(context, entries, "ratings.rater").name()?.unwrap_or_default(),
            "verdict" => rating.verdict = values(context, entries, "ratings.verdict").verdict()?,
            "labels" => rating.labels = values(context, entries, "ratings.labels").labels()?,
            "clause" => rating.clause = values(context, entries, "ratings.clause").clause()?,
            "except" => rating.except = values(context, entries, "ratings.except").text()?,
            "at" => rating.at = values(context, entries, "ratings.at").time()?,
            "seconds" => rating.seconds = values(context, entries, "ratings.seconds").number(0.0, f64::MAX)?,
            "confidence" => rating.confidence = values(context, entries, "ratings.confidence").number(0.0, 1.0)?,
            "note" => rating.note = values(context, entries, "ratings.note").text()?,
            "batch" => rating.batch = values(context, entries, "ratings.batch").name()?,
            "group" => rating.group = values(context, entries, "ratings.group").name()?,
            "unparsable" => rating.unparsable |= values(context, entries, "ratings.unparsable").bool()?,
            "raw" => rating.raw = values(context, entries, "ratings.raw").raw()?,
            "adjudicates" => rating.adjudicates = values(context, entries, "ratings.adjudicates").bool()?,
            "answers" => values(context, entries, "ratings.answers").answers(&mut rating.answers)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(rating) = self.to.last_mut() else { return Ok(()) };
        if rating.rater.is_empty() {
            return Err("a rating has no `rater`".to_owned());
        }
        if rating.unparsable {
            rating.verdict = None;
        }
        Ok(())
    }
}

/// Reads gold; null is none.
pub(super) struct GoldSeed<'a> {
    pub context: &'a Context<'a>,
}

impl GoldSeed<'_> {
    fn wrong<E: de::Error>(&self, wanted: &str, kind: &str) -> E {
        self.context.refuse(format!("`gold` must be {wanted}, not {kind}"))
    }
}

impl<'de> DeserializeSeed<'de> for GoldSeed<'_> {
    type Value = Option<Gold<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GoldSeed<'_> {
    type Value = Option<Gold<'de>>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("an object")
    }

    refuse_scalars!("an object");

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(self.wrong("an object", "a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut reader = GoldReader { context: self.context, gold: Gold::default() };
        keys(&mut reader, &mut entries)?;
        Ok(Some(reader.gold))
    }
}

struct GoldReader<'a, 'b> {
    context: &'a Context<'a>,
    gold: Gold<'b>,
}

impl<'de> Judge<'de> for GoldReader<'_, 'de> {
    const LIST: &'static str = "gold";

    fn context(&self) -> &Context<'_> {
        self.context
    }

    fn begin(&mut self) {}

    fn key<A: MapAccess<'de>>(&mut self, key: &str, entries: &mut A) -> Result<bool, A::Error> {
        let gold = &mut self.gold;
        let context = self.context;
        match key {
            "verdict" => gold.verdict = values(context, entries, "gold.verdict").verdict()?,
            "labels" => gold.labels = values(context, entries, "gold.labels").labels()?,
            "clause" => gold.clause = values(context, entries, "gold.clause").clause()?,
            "except" => gold.except = values(context, entries, "gold.except").text()?,
            "by" => gold.by = values(context, entries, "gold.by").name()?,
            "made_by" => gold.made_by = values(context, entries, "gold.made_by").texts()?.unwrap_or_default(),
            "revision" => gold.revision = values(context, entries, "gold.revision").text()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        Ok(())
    }
}
