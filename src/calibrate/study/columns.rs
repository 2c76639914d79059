//! The columns that items came with: those that divide nothing, and those that say what gold is.

#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::calibrate::sheet::{Column, LeftOut, NONE, Sheet};

/// Items with gold, to each value of a column, from which it may be said to determine gold.
const ITEMS_PER_VALUE: usize = 2;

/// A column that divides nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnLeftOut {
    /// The column.
    pub column: String,
    /// Why.
    pub why: LeftOut,
    /// The same in plain words.
    pub why_words: &'static str,
}

/// Names the columns that came with the items and divide nothing.
pub fn left_out(sheet: &Sheet) -> Vec<ColumnLeftOut> {
    let one =
        |(column, why): &(String, LeftOut)| ColumnLeftOut { column: column.clone(), why: *why, why_words: why.words() };
    sheet.columns_left_out.iter().map(one).collect()
}

/// Names the fields of which each value has one label of gold, where there are several labels and twice as many items as values:
/// a slice by such a field is one by gold.
pub fn that_determine_gold(sheet: &Sheet) -> Vec<String> {
    let fields = sheet.columns.iter().filter(|column| column.is_field() && determines(column, &sheet.gold));
    fields.map(|column| column.name.clone()).collect()
}

fn determines(column: &Column, gold: &[Option<u16>]) -> bool {
    let mut labels: Vec<Option<u16>> = vec![None; column.values.len()];
    let mut items = 0;
    for (code, gold) in column.codes.iter().zip(gold).filter(|(code, _)| **code != NONE) {
        let (Some(gold), Some(label)) = (gold, labels.get_mut(*code as usize)) else { continue };
        if *label.get_or_insert(*gold) != *gold {
            return false;
        }
        items += 1;
    }
    let known: Vec<u16> = labels.into_iter().flatten().collect();
    let several = known.iter().any(|label| known.first() != Some(label));
    several && items >= ITEMS_PER_VALUE * known.len()
}
