//! Cases and what was said about them, as lines of `data.jsonl`.

use serde_json::{Map, Value, json};

use crate::case::{Case, Setting};
use crate::judges::{Gold, Modelled, Rated, Said};

/// Seconds between one rating and the next.
const PACE: usize = 97;
/// Midnight before the first rating, in days since 1970: 2 November 2026.
const FIRST_DAY: usize = 20_759;

/// Returns a record: the case's fields, then what was said.
pub fn record(case: &Case, setting: &Setting, said: &Said, number: usize) -> Value {
    let mut record = Map::new();
    record.insert("id".to_owned(), json!(case.id));
    record.extend(case.fields.clone());
    if !said.models.is_empty() {
        record.insert("models".to_owned(), said.models.iter().map(|model| decision(model, setting)).collect());
    }
    if !said.ratings.is_empty() {
        let ratings = said.ratings.iter().enumerate().map(|(at, rated)| rating(rated, setting, number * 4 + at));
        record.insert("ratings".to_owned(), ratings.collect());
    }
    if let Some(decided) = &said.gold {
        record.insert("gold".to_owned(), gold(decided, setting));
    }
    Value::Object(record)
}

fn decision(model: &Modelled, setting: &Setting) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("name", json!(model.model));
    put("version", json!(model.version));
    put("threshold", json!(model.threshold));
    let Some(view) = &model.view else {
        put("unparsable", json!(true));
        put("raw", json!(model.reasons.raw));
        return Value::Object(out);
    };
    put("verdict", json!(setting.rung_name(view.rung)));
    put("labels", json!(view.labels));
    put("scores", model.scores.iter().map(|(name, score)| ((*name).to_owned(), json!(score))).collect());
    put("rationale", json!(model.reasons.rationale));
    put("cites", json!(model.reasons.cites));
    put("quotes", json!(model.reasons.quotes));
    if !model.answers.is_empty() {
        put("answers", answers(&model.answers));
    }
    Value::Object(out)
}

fn rating(rated: &Rated, setting: &Setting, order: usize) -> Value {
    let seconds = order * PACE;
    let (day, of_day) = (FIRST_DAY + seconds / 28_800, 28_800 + seconds % 28_800);
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("rater", json!(rated.rater));
    put("verdict", json!(setting.rung_name(rated.view.rung)));
    put("labels", json!(rated.view.labels));
    if let Some(clause) = rated.view.clause {
        put("clause", json!(clause));
    }
    if let Some(except) = rated.view.except {
        put("except", json!(except));
    }
    put("at", json!(time(day, of_day)));
    put("seconds", json!(rated.seconds));
    put("confidence", json!(rated.confidence));
    put("batch", json!(format!("B{:02}", 1 + (day - FIRST_DAY) / 7)));
    if !rated.answers.is_empty() {
        put("answers", answers(&rated.answers));
    }
    Value::Object(out)
}

fn gold(gold: &Gold, setting: &Setting) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("verdict", json!(setting.rung_name(gold.view.rung)));
    put("labels", json!(gold.view.labels));
    if let Some(clause) = gold.view.clause {
        put("clause", json!(clause));
    }
    if let Some(except) = gold.view.except {
        put("except", json!(except));
    }
    put("by", json!(gold.by));
    put("made_by", json!(gold.made_by));
    Value::Object(out)
}

fn answers(answers: &[(&'static str, bool)]) -> Value {
    answers.iter().map(|(question, answer)| ((*question).to_owned(), json!(answer))).collect()
}

/// Writes a moment in RFC 3339 (days to dates after Howard Hinnant's `civil_from_days`).
fn time(day: usize, seconds: usize) -> String {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + usize::from(month <= 2);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day_of_month:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn moments_are_written_as_calendars_have_them() {
        assert_eq!(time(0, 0), "1970-01-01T00:00:00Z");
        assert_eq!(time(20_759, 3_723), "2026-11-02T01:02:03Z");
        assert_eq!(time(11_016, 86_399), "2000-02-29T23:59:59Z");
    }
}
