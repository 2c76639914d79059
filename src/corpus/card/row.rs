//! Rows of foreign tables, and what a name means beside one.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::corpus::rejection::Place;

/// The column names of a table's file.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub names: Vec<String>,
    index: HashMap<String, usize>,
}

impl Header {
    /// Makes a header; a name that is given twice is an error, one without a name is called by its place.
    pub fn new(names: impl Iterator<Item = String>, rename: &[(String, String)]) -> Result<Header, String> {
        let mut header = Header::default();
        for (at, name) in names.enumerate() {
            let name = match name.trim() {
                "" => format!("column_{}", at + 1),
                name => name.to_owned(),
            };
            let renamed = rename.iter().find(|(from, _)| *from == name).map(|(_, to)| to.clone());
            let name = renamed.unwrap_or(name);
            if header.index.insert(name.clone(), at).is_some() {
                return Err(format!(
                    "the header has the column `{name}` twice; `rename` gives one of them another name"
                ));
            }
            header.names.push(name);
        }
        Ok(header)
    }

    pub fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }
}

/// What a row holds. Null is missing.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    Table(Arc<Header>, Vec<Value>),
    Object(Map<String, Value>),
}

/// One row.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub cells: Cells,
    /// Columns that the file's name, or what stands around its rows, gives to all of them.
    pub shared: Arc<Vec<(String, Value)>>,
    /// Columns that this row has besides: its section, its number.
    pub own: Vec<(String, Value)>,
    pub place: Place,
}

impl Row {
    /// Returns the value of a column; a dotted name may lead into an object.
    pub fn get(&self, column: &str) -> Option<&Value> {
        let extra = self.own.iter().chain(self.shared.iter()).find(|(name, _)| name == column).map(|(_, value)| value);
        extra.or_else(|| match &self.cells {
            Cells::Table(header, cells) => header.find(column).and_then(|at| cells.get(at)),
            Cells::Object(object) => object.get(column).or_else(|| {
                let (first, rest) = column.split_once('.')?;
                walk(object.get(first)?, rest)
            }),
        })
    }

    /// The names of all columns the row has itself.
    pub fn names(&self) -> Vec<&str> {
        match &self.cells {
            Cells::Table(header, _) => header.names.iter().map(String::as_str).collect(),
            Cells::Object(object) => object.keys().map(String::as_str).collect(),
        }
    }
}

/// Follows a dotted path into a value; lists are entered by number.
pub(super) fn walk<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| match value {
        Value::Object(object) => object.get(key),
        Value::Array(list) => key.parse::<usize>().ok().and_then(|at| list.get(at)),
        _ => None,
    })
}

/// Writes a single value as words; null is nothing.
pub(super) fn words(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// What names mean while one item is made.
#[derive(Debug, Clone)]
pub(super) struct Scope<'s> {
    pub row: &'s Row,
    /// The side tables by name, each with the rows that join.
    pub sides: Vec<(&'s str, Vec<&'s Row>)>,
    /// What `let` says, and what is being mapped.
    pub bound: Vec<(String, Value)>,
    /// The main table's own name.
    pub main: &'s str,
}

impl<'s> Scope<'s> {
    /// Returns what a path names; `None` and null are missing.
    pub fn find(&self, path: &str) -> Option<&Value> {
        for (name, value) in self.bound.iter().rev() {
            if name == path {
                return Some(value);
            }
            if let Some(rest) = path.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('.')) {
                return walk(value, rest);
            }
        }
        if let Some((table, column)) = path.split_once('.') {
            if let Some((_, rows)) = self.sides.iter().find(|(name, _)| *name == table) {
                return rows.first().and_then(|row| row.get(column));
            }
            if table == self.main && self.row.get(path).is_none() {
                return self.row.get(column);
            }
        }
        self.row.get(path)
    }

    /// The columns that say something here: the item's own by name, those of joined tables as `table.column`.
    pub fn columns(&self) -> Vec<String> {
        let said = |row: &Row| -> Vec<String> {
            let said = |name: &&str| row.get(name).is_some_and(|value| !value.is_null());
            row.names().into_iter().filter(said).map(str::to_owned).collect()
        };
        let mut columns = said(self.row);
        for (table, rows) in &self.sides {
            let joined = rows.first().map(|row| said(row)).unwrap_or_default();
            columns.extend(joined.into_iter().map(|name| format!("{table}.{name}")));
        }
        columns
    }

    /// Returns what a path names, or null.
    pub fn value(&self, path: &str) -> Value {
        self.find(path).cloned().unwrap_or(Value::Null)
    }

    /// Returns the scope with one more name.
    pub fn with(&self, name: &str, value: Value) -> Scope<'s> {
        let mut inner = self.clone();
        inner.bound.push((name.to_owned(), value));
        inner
    }

    /// Returns the scope in which a side table means one of its rows.
    pub fn at(&self, table: &str, row: &'s Row) -> Scope<'s> {
        let mut inner = self.clone();
        if let Some((_, rows)) = inner.sides.iter_mut().find(|(name, _)| *name == table) {
            *rows = vec![row];
        }
        inner
    }
}
