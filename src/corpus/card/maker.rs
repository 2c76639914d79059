//! Rows → records.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::{Map as Object, Value};

use super::judge::{self, Judges};
use super::literal::{number, truth};
use super::row::{Row, Scope, words};
use super::spec::Plan;
use super::value::follow;
use crate::corpus::read::{Layout, Shape};
use crate::corpus::tally::Tally;

/// A table that joins the main one, in memory.
#[derive(Debug)]
pub(super) struct Side {
    pub name: String,
    rows: Vec<Row>,
    /// Rows by what they join on.
    index: HashMap<String, Vec<usize>>,
    /// What of the main table that is.
    join: Vec<String>,
}

impl Side {
    pub fn new(name: &str, join: &[(String, String)], rows: Vec<Row>) -> Side {
        let mut index: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let parts: Option<Vec<String>> = join.iter().map(|(_, column)| row.get(column).and_then(words)).collect();
            if let Some(parts) = parts {
                index.entry(joined(&parts)).or_default().push(at);
            }
        }
        let join = join.iter().map(|(main, _)| main.clone()).collect();
        Side { name: name.to_owned(), rows, index, join }
    }

    fn find(&self, scope: &Scope) -> Vec<&Row> {
        let parts: Option<Vec<String>> = self.join.iter().map(|path| words(&scope.value(path))).collect();
        let found = parts.and_then(|parts| self.index.get(&joined(&parts)));
        found.into_iter().flatten().filter_map(|at| self.rows.get(*at)).collect()
    }
}

fn joined(parts: &[String]) -> String {
    parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join("\u{1f}")
}

/// What a field of a record wants its cells to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Number,
    Bool,
    Json,
    Any,
}

/// Makes records of rows. One is shared by all workers.
#[derive(Debug)]
pub(super) struct Maker {
    pub plan: Plan,
    sides: Vec<Side>,
    /// Where each field of `item` goes in a record, and what it wants.
    fields: Vec<(String, Wanted)>,
}

impl Maker {
    pub fn new(plan: Plan, sides: Vec<Side>, layout: &Layout) -> Maker {
        let fields = plan.fields.iter().map(|(name, _)| {
            let declared = layout.columns.iter().find(|column| column.path == *name || column.name == *name);
            let wanted = match declared.map(|column| &column.shape) {
                Some(Shape::Number { .. } | Shape::Duration(_)) => Wanted::Number,
                Some(Shape::Bool) => Wanted::Bool,
                Some(Shape::List(_) | Shape::Record(..)) => Wanted::Json,
                None if name == "reach" => Wanted::Number,
                _ => Wanted::Any,
            };
            (declared.map_or_else(|| name.clone(), |column| column.name.clone()), wanted)
        });
        let fields = fields.collect();
        Maker { plan, sides, fields }
    }

    /// What names mean beside a row: the `let` values, and the rows that join.
    fn scope<'s>(&'s self, row: &'s Row) -> Scope<'s> {
        let main = self.plan.tables.first().map_or("", |table| table.name.as_str());
        let mut scope = Scope { row, sides: Vec::new(), bound: Vec::new(), main };
        self.bind(&mut scope);
        scope.sides = self.sides.iter().map(|side| (side.name.as_str(), side.find(&scope))).collect();
        // A `let` may read what was joined, and a join what a `let` says.
        scope.bound.clear();
        self.bind(&mut scope);
        scope
    }

    fn bind(&self, scope: &mut Scope) {
        scope.bound.push(("line".to_owned(), Value::from(scope.row.place.line)));
        for (name, call) in &self.plan.lets {
            let value = call.value(scope);
            scope.bound.push((name.clone(), value));
        }
    }

    /// Returns the id of the item that a row belongs to.
    ///
    /// # Errors
    /// Why it has none.
    pub fn id(&self, row: &Row) -> Result<String, String> {
        self.filled(&self.scope(row))
    }

    fn filled(&self, scope: &Scope) -> Result<String, String> {
        let Some(template) = &self.plan.id else { return Err("the card gives items no id".to_owned()) };
        template.fill(scope).map_err(|name| format!("the item has no id: `{name}` is missing"))
    }

    /// Makes the rows of one item a record, as JSON.
    ///
    /// # Errors
    /// Why they are no item.
    pub fn record(&self, rows: &[&Row], tally: &RefCell<Tally>) -> Result<String, String> {
        let Some(first) = rows.first() else { return Err("the item has no rows".to_owned()) };
        let mut tally = tally.borrow_mut();
        let mut record = Object::new();
        let scope = self.scope(first);
        let id = self.filled(&scope)?;
        record.insert("id".to_owned(), Value::String(id.clone()));
        for ((_, spec), (column, wanted)) in self.plan.fields.iter().zip(&self.fields) {
            let value = wanted.of(follow(spec, &scope, None).value());
            if !value.is_null() {
                record.insert(column.clone(), value);
            }
        }
        let mut judges = Judges::new(id, &mut tally, &self.plan.expected);
        let others = rows.iter().skip(1).map(|row| self.scope(row));
        for scope in std::iter::once(scope).chain(others) {
            for (name, found) in &scope.sides {
                if found.is_empty() {
                    judges.count(&["unjoined", name]);
                }
            }
            for spec in &self.plan.judges {
                judge::add(spec, self.plan.verdict_map.as_deref(), &scope, &mut judges);
            }
        }
        let list = |list: Vec<Object<String, Value>>| list.into_iter().map(Value::Object).collect::<Vec<_>>();
        if !judges.models.is_empty() {
            record.insert("models".to_owned(), Value::Array(list(judges.models)));
        }
        if !judges.ratings.is_empty() {
            record.insert("ratings".to_owned(), Value::Array(list(judges.ratings)));
        }
        if let Some(gold) = judges.gold {
            record.insert("gold".to_owned(), Value::Object(gold));
        }
        Ok(Value::Object(record).to_string())
    }
}

impl Wanted {
    /// Makes words from a table what the field wants; what cannot be is left for the reader of records to refuse.
    fn of(self, value: Value) -> Value {
        match (self, &value) {
            (Wanted::Number, Value::String(text)) => number(text).map_or(value, Value::Number),
            (Wanted::Bool, Value::String(_) | Value::Number(_)) => truth(&value).map_or(value, Value::Bool),
            (Wanted::Json, Value::String(text)) => serde_json::from_str(text).unwrap_or(value),
            _ => value,
        }
    }
}
