#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use super::super::{Intake, StudyOptions, study};
use crate::calibrate::sheet::{ItemSaid, LeftOut, Scale, SheetBuilder};

#[test]
fn every_column_that_came_divides_the_items_or_is_named_with_the_reason() {
    let mut builder = SheetBuilder::new(Scale::parse("ordinal:no<yes").unwrap(), vec![]);
    for number in 0..40_u16 {
        let hidden = Err(LeftOut::Hidden);
        let fields = [
            ("test", Ok(format!("t{}", number % 4))),
            ("mixed", Ok(format!("m{}", number % 3))),
            ("once", Ok(format!("o{number}"))),
            ("same", Ok("s".to_owned())),
            ("age", hidden),
        ];
        builder.add(ItemSaid {
            id: format!("i{number}"),
            gold: Some(number % 2),
            fields: fields.map(|(name, value)| (name.to_owned(), value)).to_vec(),
            ..ItemSaid::default()
        });
    }
    let sheet = builder.build();
    let found = study(&sheet, &Intake::default(), &StudyOptions::default());
    let left_out: Vec<_> = found.columns_left_out.iter().map(|own| (own.column.as_str(), own.why)).collect();
    assert_eq!(left_out, [("age", LeftOut::Hidden)]);
    // One value for each item says nothing of gold, and one for all of them neither.
    assert_eq!(found.columns_that_determine_gold, ["test"]);
    assert_eq!(sheet.columns.len(), 4);
}
