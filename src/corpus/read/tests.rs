#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::borrow::Cow;
use std::cell::RefCell;

use super::*;
use crate::corpus::record::{Cite, Undeclared};
use crate::corpus::tests::pack;
use crate::language::policy::QuestionId;
use crate::language::schema::Model;
use crate::language::value::{ClauseId, LabelId, Rung, Value};

fn read(json: &str) -> Result<(Record<'_>, Tally), String> {
    let mut record = Record::default();
    let tally = RefCell::default();
    RecordReader::new(&pack()).read(json, &mut record, &tally)?;
    Ok((record, tally.into_inner()))
}

fn refused(json: &str) -> String {
    read(json).map(|(record, _)| format!("{record:?}")).unwrap_err()
}

/// Reads a record that has id and text besides `more`.
fn with(more: &str) -> Result<(Record<'static>, Tally), String> {
    read(Box::leak(format!("{{\"id\":\"x\",\"text\":\"t\",{more}}}").into_boxed_str()))
}

#[test]
fn fields_are_read_by_type_nested_or_flat() {
    let (record, tally) = with(
        r#""surface":"comment","author":{"age_days":2,"badge":true,"name":"n"},"score":1,"meta.at":"1970-01-02","reach":12,
           "messages":[{"text":"a\"b","role":"user","n":1},{}],"tags":[],"previous":"remove""#,
    )
    .unwrap();
    assert_eq!(record.fields[1], Value::Word(1));
    assert_eq!(record.fields[2], Value::Duration(172_800.0));
    assert_eq!(record.fields[3], Value::Bool(true));
    assert_eq!(record.fields[5], Value::Time(86_400_000));
    let messages =
        [Value::Record(vec![Value::Word(0), Value::Text("a\"b".into())]), Value::Record(vec![Value::Missing; 2])];
    assert_eq!(record.fields[6], Value::List(messages.to_vec()));
    assert_eq!(record.fields[7], Value::List(Vec::new()));
    assert_eq!(record.fields[8], Value::Verdict(Rung(2)));
    assert_eq!(record.reach, Some(12.0));
    assert_eq!(tally.columns.keys().collect::<Vec<_>>(), ["author.name", "messages.n"]);
    let (flat, _) = with(r#""author.age_days":2,"meta":{"at":"1970-01-02"}"#).unwrap();
    assert_eq!((&flat.fields[2], &flat.fields[5]), (&record.fields[2], &record.fields[5]));
}

#[test]
fn absent_and_null_are_missing() {
    let (record, _) =
        with(r#""surface":null,"author":null,"messages":null,"models":null,"ratings":null,"gold":null"#).unwrap();
    assert!(record.fields[1..].iter().all(Value::is_missing));
    assert!(record.models.is_empty() && record.ratings.is_empty() && record.gold.is_none());
    assert_eq!(with("\"author\":{}").unwrap().0.fields[0], Value::Text("t".into()));
}

#[test]
fn texts_borrow_from_the_line() {
    let (record, _) = read(r#"{"id":"x","text":"plain"}"#).unwrap();
    assert!(matches!(record.fields[0], Value::Text(Cow::Borrowed(_))) && matches!(record.id, Cow::Borrowed(_)));
}

#[test]
fn undeclared_columns_are_kept_as_they_are_written_where_that_is_asked_for() {
    let json = r#"{"id":"x","text":"t","test":"a \"b\"","n":1.50,"sure":true,"none":null,"many":[1],"meta":{"at":"2026-11-02T10:11:12Z","to":{}}}"#;
    let tally = RefCell::default();
    let mut record = Record::default();
    RecordReader::new(&pack()).keeping_others(true).read(json, &mut record, &tally).unwrap();
    let single = |text: &str| Undeclared::Single(text.to_owned().into());
    let others: Vec<_> = record.others.iter().map(|(name, value)| (name.as_ref(), value.clone())).collect();
    let expected =
        [("test", single("a \"b\"")), ("n", single("1.50")), ("sure", single("true")), ("many", Undeclared::Composite)];
    assert_eq!(others[..4], expected);
    RecordReader::new(&pack()).read(json, &mut record, &tally).unwrap();
    assert_eq!(record.others, []);
}

#[test]
fn judges_are_read_whole() {
    let (record, tally) = with(
        r#""models":[{"name":"guard","version":3,"prompt_hash":"h","threshold":0.8,"verdict":"remove","labels":["hate","spite"],
             "scores":{"hate":0.91,"x":null},"quotes":["vermin"],"raw":{"a": 1},"rationale":"r","cites":["SP4.a","HS.9"],
             "answers":{"implied":false,"other":true},"wall":1}],
           "ratings":[{"rater":"r17","verdict":"allow","labels":[],"clause":null,"except":"condemning","at":"2026-11-02T10:11:12Z",
             "seconds":14,"confidence":0.6,"note":"n","batch":"b","group":"g","adjudicates":true,"answers":{"implied":true}}],
           "gold":{"verdict":"allow","clause":"HS.2","except":"condemning","by":"panel-2","made_by":["r3"],"revision":"sha256:0"}"#,
    )
    .unwrap();
    let model = &record.models[0];
    assert_eq!((model.version.as_deref(), model.verdict, model.threshold), (Some("3"), Some(Rung(2)), Some(0.8)));
    assert_eq!(model.labels.as_deref(), Some(&[LabelId(0), LabelId::UNKNOWN][..]));
    assert_eq!(model.scores, [("hate".into(), 0.91)]);
    assert_eq!(model.raw.as_deref(), Some("{\"a\": 1}"));
    let cites =
        [Cite { text: "SP4.a".into(), clause: ClauseId(0) }, Cite { text: "HS.9".into(), clause: ClauseId::UNKNOWN }];
    assert_eq!(model.cites.as_deref(), Some(&cites[..]));
    assert_eq!(model.answers, [(QuestionId(0), false)]);
    let rating = &record.ratings[0];
    assert_eq!((rating.seconds, rating.confidence, rating.adjudicates), (Some(14.0), Some(0.6), true));
    assert_eq!((rating.labels.as_deref(), rating.clause.is_none()), (Some(&[][..]), true));
    let gold = record.gold.unwrap();
    assert_eq!((gold.clause.unwrap().clause, &gold.made_by[..]), (ClauseId(1), &[Cow::Borrowed("r3")][..]));
    assert_eq!(tally.judge_keys.keys().collect::<Vec<_>>(), ["models.answers.other", "models.wall"]);
    assert_eq!(tally.unknown_labels.iter().collect::<Vec<_>>(), [(&"models.labels spite".to_owned(), &1)]);
}

#[test]
fn labels_the_pack_lacks_are_counted_by_who_gives_them_and_long_ones_are_not_quoted() {
    let (_, tally) = with(
        r#""models":[{"name":"g","labels":["qqq","hate"]},{"name":"h","labels":["qqq"]}],
           "ratings":[{"rater":"r","labels":["you people are all the same"]}],"gold":{"labels":["qqq"]}"#,
    )
    .unwrap();
    let counts: Vec<_> = tally.unknown_labels.iter().map(|(name, count)| format!("{name}: {count}")).collect();
    assert_eq!(counts, ["gold.labels qqq: 1", "models.labels qqq: 2", "ratings.labels a text of 27 characters: 1"]);
}

#[test]
fn a_score_outside_the_range_that_the_pack_declares_rejects_its_record() {
    let mut pack = crate::corpus::tests::pack();
    let scores = vec![("hate".to_owned(), (0.0, 1.0))];
    pack.models.all = vec![Model { name: "guard".into(), versions: vec!["3".into()], scores }];
    let reader = RecordReader::new(&pack);
    let why = |model: &str| {
        let json = format!(r#"{{"id":"x","text":"t","models":[{model}]}}"#);
        reader.read(&json, &mut Record::default(), &RefCell::default()).err()
    };
    assert_eq!(
        why(r#"{"name":"guard","version":"3","scores":{"hate":1.7}}"#).as_deref(),
        Some("the score `hate` of `guard` is 1.7, which is above 1: the pack declares its range so")
    );
    assert_eq!(
        why(r#"{"scores":{"hate":-1},"version":"3","name":"guard"}"#).as_deref(),
        Some("the score `hate` of `guard` is -1, which is below 0: the pack declares its range so")
    );
    for fine in [
        r#"{"name":"guard","version":"3","scores":{"hate":1,"other":7}}"#,
        r#"{"name":"guard","version":"2","scores":{"hate":7}}"#,
        r#"{"name":"another","scores":{"hate":7}}"#,
    ] {
        assert_eq!(why(fine), None, "{fine}");
    }
}

#[test]
fn a_models_verdict_off_the_ladder_is_kept_as_unparsable() {
    let model = |json: &str| with(&format!("\"models\":[{json}]")).unwrap().0.models[0].clone();
    let strange = model(r#"{"name":"g","verdict":"I refuse","raw":"long output"}"#);
    assert_eq!((strange.verdict, strange.unparsable, strange.raw.as_deref()), (None, true, Some("long output")));
    assert_eq!(model(r#"{"name":"g","verdict":7}"#).raw.as_deref(), Some("7"));
    let told = model(r#"{"name":"g","verdict":"allow","unparsable":true,"raw":"x"}"#);
    assert_eq!((told.verdict, told.unparsable), (None, true));
    assert!(!model(r#"{"name":"g","verdict":null}"#).unparsable);
}

#[test]
fn what_is_wrong_is_said_in_plain_words() {
    for (more, why) in [
        ("\"surface\":\"coment\"", "`surface`: `coment` is not one of its words; did you mean `comment`?"),
        ("\"surface\":\"x\"", "`surface`: `x` is not one of its words; known are `post`, `comment`"),
        ("\"surface\":3", "`surface` must be a word, not a number"),
        ("\"score\":1.5", "`score` is 1.5, which is outside 0 to 1"),
        ("\"score\":\"high\"", "`score` must be a number, not a text"),
        ("\"text2\":{}, \"author\":[]", "`author` must be an object with fields, not a list"),
        ("\"meta\":{\"at\":\"soon\"}", "`at`: `soon` is not a time; write times as `2026-11-02T10:11:12Z`"),
        ("\"messages\":\"hi\"", "`messages` must be a list, not a text"),
        ("\"messages\":[{\"role\":\"usr\"}]", "`messages`: `usr` is not one of its words; did you mean `user`?"),
        ("\"text\":\"again\"", "`text` is given twice"),
        ("\"id\":\"again\"", "`id` is given twice"),
        ("\"reach\":-1", "`reach` is below 0"),
        ("\"models\":{}", "`models` must be a list, not an object"),
        ("\"models\":[1]", "`models` must hold objects, not a number"),
        ("\"models\":[{\"verdict\":\"allow\"}]", "a model decision has no `name`"),
        ("\"models\":[{\"name\":\"g\",\"cites\":\"HS.1\"}]", "`models.cites` must be a list, not a text"),
        ("\"models\":[{\"name\":\"g\",\"scores\":{\"a\":\"b\"}}]", "`models.scores` must hold numbers, not a text"),
        (
            "\"ratings\":[{\"rater\":\"r\",\"verdict\":\"remov\"}]",
            "`ratings.verdict`: `remov` is not a verdict of this pack; did you mean `remove`?",
        ),
        ("\"ratings\":[{}]", "a rating has no `rater`"),
        ("\"ratings\":[{\"rater\":\"r\",\"confidence\":2}]", "`ratings.confidence` is 2, which is above 1"),
        (
            "\"gold\":{\"verdict\":\"ban\"}",
            "`gold.verdict`: `ban` is not a verdict of this pack; known are `allow`, `label`, `remove`",
        ),
        ("\"gold\":\"allow\"", "`gold` must be an object, not a text"),
        (
            "\"score\":NaN",
            "this is not valid JSON: something stands where a value should be (`NaN` and single quotes are not JSON) (byte 30)",
        ),
        ("\"score\":1e999", "this is not valid JSON: a number is too large (byte 34)"),
        (
            "\"surface\":\"\\ud800\"",
            "this is not valid JSON: an escape `\\u…` is broken off or half of a pair (byte 39)",
        ),
    ] {
        let told = with(more).map(|(record, _)| format!("{record:?}")).unwrap_err();
        assert_eq!(told, why, "{more}");
    }
    assert_eq!(refused(r#"{"text":"t"}"#), "the record has no `id`");
    assert_eq!(refused(r#"{"id":"","text":"t"}"#), "`id` is empty");
    assert_eq!(refused(r#"{"id":true,"text":"t"}"#), "`id` must be a text, not true or false");
    assert_eq!(refused(r#"{"id":"x"}"#), "the required field `text` is missing");
    assert_eq!(
        refused(r#"{"id":"x","text":"t"} {}"#),
        "this is not valid JSON: something follows after the object's end (byte 23)"
    );
}
