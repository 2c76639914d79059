//! Where in the record a span lies.
//!
//! Hits know the text they were found in by its address. The record's texts are searched for the one that holds that
//! address, so that finding costs nothing while deciding, and a link's path is shown in the text it was cut from.

use crate::corpus::record::Record;
use crate::engine::decision::FoundSpan;
use crate::engine::eval::value::Words;
use crate::engine::eval::{Item, Spans};
use crate::language::policy::Pack;
use crate::language::value::{Type, Value};

/// How many spans of a clause are kept to be shown; exceptions ask about all of them.
const SPANS_MAX: usize = 1_000;

/// Code points before each of some bytes of a text, counted in one go.
struct Counted {
    bytes: Vec<(u32, u32)>,
}

impl Counted {
    /// Counts up to each offset; they are relative to `skipped` bytes into the text.
    fn new(text: &str, offsets: impl Iterator<Item = u32>, skipped: u32) -> Counted {
        let mut offsets: Vec<u32> = offsets.collect();
        offsets.sort_unstable();
        offsets.dedup();
        let (mut at, mut characters) = (0, 0);
        let count = |offset: u32| {
            let to = (offset + skipped) as usize;
            characters += text.get(at..to).map_or(0, |between| between.chars().count()) as u32;
            at = to;
            (offset, characters)
        };
        Counted { bytes: offsets.into_iter().map(count).collect() }
    }

    fn characters(&self, offset: u32) -> u32 {
        let at = self.bytes.binary_search_by_key(&offset, |(byte, _)| *byte).ok();
        at.and_then(|at| self.bytes.get(at)).map_or(0, |(_, characters)| *characters)
    }
}

/// A text of the record, and how many bytes into it another begins.
struct Place<'a> {
    field: String,
    text: &'a str,
    skipped: u32,
}

impl<'a> Item<'_, 'a> {
    /// Turns what a condition found into spans of the record's texts, sorted, each once; what was found in a text that
    /// stands nowhere in the record (a domain made lower case) has no place and is left out. Returns too how many more
    /// there are than are kept.
    pub(in crate::engine) fn place(&self, spans: &Spans<'a>) -> (Vec<FoundSpan>, u32) {
        let (mut placed, mut left_out) = (Vec::new(), 0);
        for (words, hits) in &spans.texts {
            let Some(place) = self.locate(words) else { continue };
            let mut hits = hits.clone();
            hits.sort_unstable_by_key(|hit| (hit.start, hit.end));
            left_out += hits.len().saturating_sub(SPANS_MAX);
            hits.truncate(SPANS_MAX);
            let counted = Counted::new(place.text, hits.iter().flat_map(|hit| [hit.start, hit.end]), place.skipped);
            placed.extend(hits.iter().map(|hit| FoundSpan {
                field: place.field.clone(),
                start: counted.characters(hit.start),
                end: counted.characters(hit.end),
                view: hit.view,
                entry: hit.entry,
            }));
        }
        placed.sort_unstable();
        placed.dedup();
        left_out += placed.len().saturating_sub(SPANS_MAX);
        placed.truncate(SPANS_MAX);
        (placed, left_out as u32)
    }

    fn locate(&self, words: &Words<'a>) -> Option<Place<'a>> {
        let Words::Borrowed(wanted) = words else { return None };
        let start = wanted.as_ptr() as usize;
        let within = |text: &str| {
            let own = text.as_ptr() as usize;
            (own <= start && start + wanted.len() <= own + text.len()).then(|| (start - own) as u32)
        };
        let found = in_fields(&self.program.pack, self.record, &within).or_else(|| in_judges(self.record, &within));
        found.map(|(field, text, skipped)| Place { field, text, skipped })
    }
}

type Within<'w> = dyn Fn(&str) -> Option<u32> + 'w;
type Located<'a> = (String, &'a str, u32);

fn in_fields<'a>(pack: &Pack, record: &'a Record<'a>, within: &Within<'_>) -> Option<Located<'a>> {
    let fields = pack.schema.fields.iter().zip(&record.fields);
    fields.into_iter().find_map(|(field, value)| {
        let (path, text, skipped) = in_value(&field.ty, value, within)?;
        Some((format!("{}{path}", field.path), text, skipped))
    })
}

fn in_value<'a>(ty: &Type, value: &'a Value<'a>, within: &Within<'_>) -> Option<Located<'a>> {
    match (ty, value) {
        (_, Value::Text(text)) => within(text).map(|skipped| (String::new(), text.as_ref(), skipped)),
        (Type::List(element), Value::List(values)) => values.iter().enumerate().find_map(|(index, value)| {
            let (path, text, skipped) = in_value(element, value, within)?;
            Some((format!("[{index}]{path}"), text, skipped))
        }),
        (Type::Record(fields), Value::Record(values)) => fields.iter().zip(values).find_map(|(field, value)| {
            let (path, text, skipped) = in_value(&field.ty, value, within)?;
            Some((format!(".{}{path}", field.name), text, skipped))
        }),
        _ => None,
    }
}

/// Looks through what judges wrote, with paths as the records of `records.md` have them.
fn in_judges<'a>(record: &'a Record<'a>, within: &Within<'_>) -> Option<Located<'a>> {
    let here = |path: String, text: &'a str| within(text).map(|skipped| (path, text, skipped));
    let in_model = |(at, model): (usize, &'a crate::corpus::record::ModelDecision<'a>)| {
        let quotes = model.quotes.iter().flatten().enumerate();
        let texts = [("rationale", &model.rationale), ("raw", &model.raw), ("version", &model.version)];
        let texts = texts.into_iter().filter_map(|(name, text)| Some((format!(".{name}"), text.as_deref()?)));
        let mut texts = texts.chain(quotes.map(|(at, quote)| (format!(".quotes[{at}]"), quote.as_ref())));
        texts.find_map(|(name, text)| here(format!("models[{at}]{name}"), text))
    };
    let in_rating = |(at, rating): (usize, &'a crate::corpus::record::Rating<'a>)| {
        here(format!("ratings[{at}].note"), rating.note.as_deref()?)
    };
    let models = record.models.iter().enumerate().find_map(in_model);
    models.or_else(|| record.ratings.iter().enumerate().find_map(in_rating))
}
