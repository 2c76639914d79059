#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::scale::Order;
use super::*;

fn rater(name: &str) -> Judge {
    Judge { kind: JudgeKind::Rater, name: name.into(), version: None }
}

#[test]
fn the_order_of_rows_does_not_show() {
    let build = |rows: &[(&str, &str, &str)]| {
        let mut builder = SheetBuilder::new(Scale::open(Order::Nominal), vec![]);
        let _ = (builder.item("x"), builder.item("y"));
        for (item, by, label) in rows {
            let (item, label) = (builder.item(item), builder.scale().number(label).unwrap());
            builder.say(item, Said::new(rater(by), Ok(label)));
        }
        builder.build()
    };
    let sheet = build(&[("x", "b", "10"), ("y", "a", "9"), ("x", "a", "10")]);
    assert_eq!(sheet, build(&[("x", "a", "10"), ("x", "b", "10"), ("y", "a", "9")]));
    assert_eq!(sheet.scale.labels(), ["9", "10"], "numbers stand in the order of numbers");
}

#[test]
fn what_is_known_of_a_rating_stays_with_it() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    let item = builder.item("x");
    builder.say(item, Said::new(rater("b"), Ok(0)));
    builder.say(item, Said { at_ms: Some(5), batch: Some("w1".into()), ..Said::new(rater("a"), Ok(1)) });
    builder.say(item, Said::new(rater("b"), Ok(1)));
    let sheet = builder.build();
    assert_eq!((sheet.ratings.all_judges(), sheet.ratings.all_labels()), (&[0, 1][..], &[1, 0][..]));
    assert_eq!((sheet.details.at_ms, sheet.details.batch, sheet.duplicates), (vec![5, i64::MIN], vec![0, NONE], 1));
    assert!(sheet.details.seconds.is_empty());
}

#[test]
fn scales_say_what_is_wrong_with_them() {
    let told = |text: &str| Scale::parse(text).unwrap_err().to_string();
    assert!(told("ordinals").contains("is no scale"));
    assert!(told("ordinal:a<b<a").contains("`a` twice"));
    assert!(told("ordinal:a").contains("at least two"));
    let mut scale = Scale::parse("ordinal:a<b").unwrap();
    assert!(scale.number("c").unwrap_err().to_string().contains("not on the scale a < b"));
    assert!(Scale::parse("interval").unwrap().number("high").unwrap_err().to_string().contains("no number"));
}

#[test]
fn a_column_with_very_many_values_is_left_out_and_named() {
    let mut builder = SheetBuilder::new(Scale::open(Order::Nominal), vec![]);
    for number in 0..=columns::VALUES_MAX {
        let item = builder.item(&format!("i{number}"));
        builder.field(item, "name", format!("n{number}"));
        builder.field(item, "lang", "en".into());
    }
    let sheet = builder.build();
    assert_eq!(sheet.columns.len(), 1);
    assert_eq!(sheet.columns_left_out, [("name".to_owned(), LeftOut::TooManyValues)]);
}

#[test]
fn a_column_that_holds_content_anywhere_is_left_out_and_named() {
    let mut builder = SheetBuilder::new(Scale::open(Order::Nominal), vec![]);
    let words = ["short", "also short"];
    for (id, text) in [("a", Ok("Kys")), ("b", Err(LeftOut::Content)), ("c", Ok("Mátate"))] {
        let fields = vec![("text".to_owned(), text.map(str::to_owned)), ("lang".to_owned(), Ok("en".to_owned()))];
        builder.add(ItemSaid { id: id.into(), fields, ..ItemSaid::default() });
    }
    for (id, note) in words.into_iter().chain(["a note that is far too long to be the name of anything"]).enumerate() {
        let item = builder.item(&format!("n{id}"));
        builder.field(item, "note", note.to_owned());
    }
    let sheet = builder.build();
    assert_eq!(sheet.columns_left_out, ["note", "text"].map(|name| (name.to_owned(), LeftOut::Content)));
    assert!(sheet.columns.iter().all(|column| column.name == "lang"));
}

#[test]
fn items_without_a_fingerprint_are_clusters_of_their_own() {
    let mut builder = SheetBuilder::new(Scale::open(Order::Nominal), vec![]);
    for (id, cluster) in [("a", Some(7)), ("b", None), ("c", Some(7)), ("d", None)] {
        builder.add(ItemSaid { id: id.into(), cluster, ..ItemSaid::default() });
    }
    assert_eq!(builder.build().clusters, [0, 1, 0, 2]);
}

#[test]
fn a_rater_is_of_the_group_named_most_often() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for (item, by, group) in
        [("x", "b", Some("south")), ("y", "b", Some("north")), ("z", "b", Some("north")), ("x", "a", None)]
    {
        let item = builder.item(item);
        builder.say(item, Said { group: group.map(str::to_owned), ..Said::new(rater(by), Ok(0)) });
    }
    let sheet = builder.build();
    assert_eq!(sheet.group_names, ["north"]);
    assert_eq!((sheet.group(0), sheet.group(1)), (None, Some(0)));
}
