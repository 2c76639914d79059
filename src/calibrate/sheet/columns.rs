//! What items are like, column by column, taken in any order.

use std::collections::{BTreeMap, HashMap};

use super::{Column, LeftOut, NONE, sorted};
use crate::calibrate::weakness::FeatureKind;
use crate::calibrate::weakness::text::{PROPERTIES, TextProperty};

/// The most letters of a value that may be a name of something; whatever is longer is content.
pub(super) const NAME_MAX: usize = 40;
/// The most values a column may have to be searched for weak slices.
pub const VALUES_MAX: usize = 60;
/// The most columns that are kept.
pub const COLUMNS_MAX: usize = 200;
/// What stands for all columns beyond those.
const FURTHER: &str = "further columns";
/// Names of the column that says in which language an item is.
const LANGUAGE: [&str; 3] = ["lang", "language", "locale"];
/// The code of an item of which two values were told.
const CONTRADICTED: u32 = NONE - 1;

/// Columns in the making.
#[derive(Debug, Default)]
pub struct ColumnsDraft(Vec<Draft>);

/// One of them; instead of values, why it is left out.
#[derive(Debug)]
struct Draft {
    name: String,
    values: Result<HashMap<String, u32>, LeftOut>,
    codes: Vec<u32>,
}

impl ColumnsDraft {
    /// Adds what an item is like. A value too long to be a name leaves its whole column out: the others are content too.
    pub fn add(&mut self, item: u32, name: &str, value: String) {
        if value.chars().count() > NAME_MAX {
            return self.leave_out(name, LeftOut::Content);
        }
        let Some(column) = self.column(name) else { return };
        let Ok(values) = &mut column.values else { return };
        let next = values.len() as u32;
        let code = *values.entry(value).or_insert(next);
        if values.len() > VALUES_MAX {
            return column.leave_out(LeftOut::TooManyValues);
        }
        column.codes.resize(column.codes.len().max(item as usize + 1), NONE);
        if let Some(slot) = column.codes.get_mut(item as usize) {
            *slot = if *slot == NONE || *slot == code { code } else { CONTRADICTED };
        }
    }

    /// Leaves a column out, whatever was or will be said of it.
    pub fn leave_out(&mut self, name: &str, why: LeftOut) {
        self.column(name).into_iter().for_each(|column| column.leave_out(why));
    }

    fn column(&mut self, name: &str) -> Option<&mut Draft> {
        let known = self.0.iter().position(|column| column.name == name);
        let at = known.unwrap_or_else(|| {
            let (name, values) = match self.0.len() {
                full if full > COLUMNS_MAX => return COLUMNS_MAX,
                COLUMNS_MAX => (FURTHER, Err(LeftOut::TooManyColumns)),
                _ => (name, Ok(HashMap::new())),
            };
            self.0.push(Draft { name: name.to_owned(), values, codes: Vec::new() });
            self.0.len() - 1
        });
        self.0.get_mut(at)
    }

    /// Makes the columns of `count` items and names those that were left out, both by name; `item` gives the new number of
    /// each old one.
    pub fn settle(mut self, count: usize, item: impl Fn(u32) -> u32) -> (Vec<Column>, Vec<(String, LeftOut)>) {
        self.0.sort_by(|a, b| a.name.cmp(&b.name));
        let (mut kept, mut left_out) = (Vec::new(), Vec::new());
        for draft in self.0 {
            match draft.values {
                Ok(values) => kept.push(column(draft.name, values, &draft.codes, count, &item)),
                Err(why) => left_out.push((draft.name, why)),
            }
        }
        (kept, left_out)
    }
}

impl Draft {
    fn leave_out(&mut self, why: LeftOut) {
        let why = self.values.as_ref().err().map_or(why, |known| why.max(*known));
        (self.values, self.codes) = (Err(why), Vec::new());
    }
}

fn column(name: String, values: HashMap<String, u32>, old: &[u32], count: usize, item: impl Fn(u32) -> u32) -> Column {
    let mut named: Vec<(u32, String)> = values.into_iter().map(|(value, code)| (code, value)).collect();
    named.sort_unstable();
    let (values, places) = sorted(named.into_iter().map(|(_, value)| value).collect());
    let mut codes = vec![NONE; count];
    let mut contradicted = 0;
    for (code, own) in old.iter().zip(0..) {
        contradicted += u64::from(*code == CONTRADICTED);
        let code = places.get(*code as usize).copied().unwrap_or(NONE);
        codes.get_mut(item(own) as usize).into_iter().for_each(|slot| *slot = code);
    }
    let kind = if LANGUAGE.contains(&name.as_str()) { FeatureKind::Language } else { FeatureKind::Field };
    Column { name, kind, values, codes, contradicted }
}

/// Makes a column of each property of texts, if any item has a text.
pub(super) fn of_texts(count: usize, texts: &BTreeMap<u32, Vec<Option<u32>>>) -> Vec<Column> {
    let known = if texts.is_empty() { &[] } else { PROPERTIES };
    let column = |(at, property): (usize, &TextProperty)| {
        let mut codes = vec![NONE; count];
        for (item, text) in texts {
            let code = text.get(at).copied().flatten().unwrap_or(NONE);
            codes.get_mut(*item as usize).into_iter().for_each(|slot| *slot = code);
        }
        let values = property.values.iter().map(|value| (*value).to_owned()).collect();
        Column { name: property.name.to_owned(), kind: FeatureKind::Text, values, codes, contradicted: 0 }
    };
    known.iter().enumerate().map(column).collect()
}
