//! Rows of a table whose header names the columns of records → JSON records.
//!
//! A header is a column of the schema (dots and all), `id`, `reach`, or what a judge said: `gold.verdict`,
//! `models.NAME.scores.hate`, `ratings.RATER.verdict`. A cell is read by what belongs there: lists and objects are JSON
//! in the cell, an empty cell is missing.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::read::{Layout, Shape};
use crate::language::nearest::nearest;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Text,
    Number,
    Bool,
    Json,
    /// Words, as JSON or with `,`, `;` or `|` between them.
    Words,
}

/// Keys of judges that are not text.
const JUDGE_CELLS: [(&str, Cell); 11] = [
    ("labels", Cell::Words),
    ("quotes", Cell::Json),
    ("cites", Cell::Words),
    ("made_by", Cell::Words),
    ("threshold", Cell::Number),
    ("seconds", Cell::Number),
    ("confidence", Cell::Number),
    ("unparsable", Cell::Bool),
    ("adjudicates", Cell::Bool),
    ("scores", Cell::Number),
    ("answers", Cell::Bool),
];

#[derive(Debug)]
struct Column {
    name: String,
    cell: Cell,
    /// The kind of judge, its name, and the way to the value.
    judge: Option<Judged>,
    /// The field that it must fill in every row, if it is one.
    required: Option<String>,
}

#[derive(Debug)]
struct Judged {
    kind: &'static str,
    name: String,
    keys: Vec<String>,
}

/// A table's header.
#[derive(Debug)]
pub(super) struct Table {
    pub separator: u8,
    columns: Vec<Column>,
}

impl Table {
    /// Reads a header.
    ///
    /// # Errors
    /// A name stands there twice.
    pub fn new(separator: u8, header: &[Cow<str>], layout: &Layout) -> Result<Table, String> {
        let mut columns: Vec<Column> = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let name = match name.trim() {
                "" => format!("column_{}", at + 1),
                name => name.to_owned(),
            };
            if columns.iter().any(|known| known.name == name) {
                return Err(format!("the header has the column `{name}` twice"));
            }
            columns.push(column(name, layout));
        }
        if !columns.iter().any(|column| column.name == "id") {
            return Err(without_id(&columns));
        }
        Ok(Table { separator, columns })
    }

    /// Returns the required field whose cell is empty: an empty cell is a missing value, never an empty text.
    pub fn lacks(&self, cells: &[Cow<str>]) -> Option<&str> {
        let empty = self.columns.iter().zip(cells).filter(|(_, cell)| cell.trim().is_empty());
        empty.filter_map(|(column, _)| column.required.as_deref()).next()
    }

    /// Writes a row as a JSON record in place of what `out` holds.
    ///
    /// # Errors
    /// Why the row is no record.
    pub fn json(&self, cells: &[Cow<str>], out: &mut String) -> Result<(), String> {
        if cells.len() != self.columns.len() {
            return Err(other_length(cells.len(), self.columns.len()));
        }
        out.clear();
        out.push('{');
        let mut judges = Map::new();
        for (column, cell) in self.columns.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty()) {
            match &column.judge {
                Some(judged) => judged.put(&mut judges, column.cell.value(cell)),
                None => {
                    separate(out);
                    out.push_str(&Value::from(column.name.as_str()).to_string());
                    out.push(':');
                    column.cell.write(cell, out);
                }
            }
        }
        for (kind, said) in judges {
            separate(out);
            // By name so far; records have models and ratings as lists.
            let said = match said {
                Value::Object(named) if kind != "gold" => Value::Array(named.into_iter().map(|(_, one)| one).collect()),
                other => other,
            };
            out.push_str(&format!("{}:{said}", Value::from(kind)));
        }
        out.push('}');
        Ok(())
    }
}

/// Says that a row has more or fewer cells than the header.
pub(super) fn other_length(cells: usize, wanted: usize) -> String {
    let cells = format!("{cells} cell{}", if cells == 1 { "" } else { "s" });
    format!(
        "the row has {cells} where the header has {wanted}; a cell with a comma or a line break in it stands in quotes"
    )
}

/// Says what a header without an `id` probably is instead of one that holds records.
fn without_id(columns: &[Column]) -> String {
    let semicolons: usize = columns.iter().map(|column| column.name.matches(';').count()).sum();
    if semicolons >= columns.len() {
        return "its header is one long name with `;` in it: the cells are separated by `;`, which is not read; save it \
                with `,` or tabs between the cells"
            .to_owned();
    }
    let names = columns.iter().map(|column| column.name.as_str());
    match nearest("id", names).filter(|meant| meant.eq_ignore_ascii_case("id")) {
        Some(meant) => format!("its header has no column `id`; rename `{meant}` to `id`"),
        None => "its header has no column `id`, by which records are told apart; add one, or write a corpus card that \
                 makes one"
            .to_owned(),
    }
}

fn separate(out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
}

fn column(name: String, layout: &Layout) -> Column {
    if let Some(judge) = judged(&name) {
        let named = |key: &String| JUDGE_CELLS.iter().find(|(known, _)| known == key).map(|(_, cell)| *cell);
        let cell = judge.keys.first().and_then(named).unwrap_or(Cell::Text);
        return Column { name, cell, judge: Some(judge), required: None };
    }
    let declared = layout.columns.iter().find(|column| column.name == name);
    let cell = match (name.as_str(), declared.map(|column| &column.shape)) {
        ("models" | "ratings" | "gold", _) => Cell::Json,
        ("reach", None) => Cell::Number,
        (_, Some(Shape::Number { .. } | Shape::Duration(_))) => Cell::Number,
        (_, Some(Shape::Bool)) => Cell::Bool,
        (_, Some(Shape::List(_) | Shape::Record(..))) => Cell::Json,
        _ => Cell::Text,
    };
    let required = declared.filter(|column| column.required).map(|column| column.path.clone());
    Column { name, cell, judge: None, required }
}

fn judged(name: &str) -> Option<Judged> {
    let (kind, rest) = name.split_once('.')?;
    let kind = ["gold", "models", "ratings"].into_iter().find(|known| *known == kind)?;
    let (judge, path) = if kind == "gold" { ("", rest) } else { rest.split_once('.')? };
    // Names of scores and questions may hold dots themselves.
    let keys = path.splitn(2, '.').map(str::to_owned).collect();
    Some(Judged { kind, name: judge.to_owned(), keys })
}

impl Judged {
    fn put(&self, judges: &mut Map<String, Value>, value: Value) {
        let mut place = judges.entry(self.kind).or_insert_with(|| Value::Object(Map::new()));
        if self.kind != "gold" {
            let named = if self.kind == "models" { "name" } else { "rater" };
            let begun = || Value::Object(Map::from_iter([(named.to_owned(), Value::from(self.name.as_str()))]));
            let Value::Object(all) = place else { return };
            place = all.entry(self.name.clone()).or_insert_with(begun);
        }
        for key in &self.keys {
            let Value::Object(here) = place else { return };
            place = here.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
        }
        *place = value;
    }
}

impl Cell {
    /// Writes a cell as JSON. What is not of its kind is written as a text, for the reader of records to refuse.
    fn write(self, cell: &str, out: &mut String) {
        match self {
            Cell::Json if serde_json::from_str::<serde::de::IgnoredAny>(cell).is_ok() => out.push_str(cell.trim()),
            _ => out.push_str(&self.value(cell).to_string()),
        }
    }

    fn value(self, cell: &str) -> Value {
        let trimmed = cell.trim();
        let text = || Value::from(cell);
        match self {
            Cell::Text => text(),
            Cell::Number => serde_json::from_str(trimmed).map(Value::Number).unwrap_or_else(|_| text()),
            Cell::Bool => match trimmed.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" => Value::Bool(true),
                "false" | "0" | "no" => Value::Bool(false),
                _ => text(),
            },
            Cell::Json => serde_json::from_str(trimmed).unwrap_or_else(|_| text()),
            Cell::Words => match serde_json::from_str(trimmed) {
                Ok(list @ Value::Array(_)) => list,
                _ => trimmed.split([',', ';', '|']).map(str::trim).filter(|word| !word.is_empty()).collect(),
            },
        }
    }
}
