//! A card that was read: what it says, checked and ready to be followed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::call::Call;
use super::condition::Condition;
use super::literal::As;
use super::template::Template;
use crate::language::source::Span;

/// How to make records.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The files hold records as they are; nothing below but the one table is read.
    pub native: bool,
    /// The main table first.
    pub tables: Vec<TableSpec>,
    pub lets: Vec<(String, Call)>,
    pub id: Option<Template>,
    pub fields: Vec<(String, Spec)>,
    pub judges: Vec<JudgeSpec>,
    pub verdict_map: Option<std::sync::Arc<Map>>,
    /// Words in cells that mean "nothing".
    pub missing: Vec<String>,
    /// What a missing cell of a column means, where the card says that it means something.
    pub absent: Vec<(String, Value)>,
    /// Rows of one id are one item.
    pub group: bool,
    /// Columns that are left out on purpose.
    pub ignore: Vec<String>,
    /// What `expect` says of counts by name.
    pub expected: BTreeMap<String, u64>,
    /// The verdicts that `costs` names, with their places.
    pub cost_names: Vec<(String, Span)>,
    /// Every path the card reads, with where it does.
    pub paths: Vec<(String, Span)>,
}

/// The form of a table's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Tsv,
    Jsonl,
    Json,
}

impl Format {
    pub const WORDS: [(&'static str, Format); 4] =
        [("csv", Format::Csv), ("tsv", Format::Tsv), ("jsonl", Format::Jsonl), ("json", Format::Json)];
}

/// A table.
#[derive(Debug)]
pub(super) struct TableSpec {
    pub name: String,
    pub span: Span,
    pub files: Vec<(Template, Span)>,
    pub format: Option<Format>,
    /// Where in a JSON file the rows are.
    pub rows: Option<String>,
    /// Columns from around the rows of a JSON file: name and path.
    pub outer: Vec<(String, String)>,
    /// What of the main table equals which column of this one.
    pub join: Vec<(String, String)>,
    /// The line of the header; `None`: there is none.
    pub header_line: Option<u64>,
    /// Names of the columns where the file has none.
    pub columns: Vec<String>,
    pub rename: Vec<(String, String)>,
    pub skip: Vec<(Condition, String)>,
    pub section: Option<Section>,
    /// What each of the rows has that one row of the file becomes; empty: it stays one.
    pub split: Vec<Vec<(String, Spec)>>,
    /// Rows with too few cells are filled up.
    pub pad: bool,
}

/// Rows that say something of all rows after them.
#[derive(Debug)]
pub(super) struct Section {
    pub when: Condition,
    /// The column that holds it in such a row.
    pub from: String,
    /// The column it becomes for the rows after it.
    pub name: String,
}

/// Where a value comes from.
#[derive(Debug)]
pub(super) enum Spec {
    Column {
        name: Template,
        read: Option<As>,
        path: Option<String>,
        map: Option<std::sync::Arc<Map>>,
    },
    /// A path in the judge's output.
    Output {
        path: String,
        read: Option<As>,
        map: Option<std::sync::Arc<Map>>,
    },
    Template(Template),
    Constant(Value),
    Object(Vec<(String, Spec)>),
    List(Vec<Spec>),
    /// A label for each column that holds true.
    Flags(Vec<(String, String)>),
    /// Rules without a value of their own.
    Rules(std::sync::Arc<Map>),
}

/// Rules from source values to the pack's words.
#[derive(Debug, Default)]
pub(super) struct Map {
    pub rules: Vec<Rule>,
}

/// One rule; it fits where `equals` and `when` both do.
#[derive(Debug)]
pub(super) struct Rule {
    pub equals: Option<String>,
    pub when: Option<Condition>,
    pub is: Option<Template>,
    /// Where the card writes `is`.
    pub is_at: Span,
    pub labels: Option<Vec<String>>,
    pub clause: Option<String>,
    pub unparsable: bool,
}

/// Who a judge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Rater,
    Model,
    Gold,
}

/// Which of several decisions of one judge on one item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duplicates {
    First,
    Last,
}

impl Duplicates {
    pub const WORDS: [(&'static str, Duplicates); 2] = [("first", Duplicates::First), ("last", Duplicates::Last)];
}

/// A judge, or as many as a pattern finds.
#[derive(Debug)]
pub(super) struct JudgeSpec {
    pub kind: Kind,
    /// Empty for gold.
    pub name: Template,
    /// Rows of this joined table instead of the item's own.
    pub table: Option<String>,
    /// Only rows where this holds.
    pub when: Option<Condition>,
    /// Columns of a pattern such as `label_{n}`, one judge each.
    pub each: Option<Template>,
    /// Columns with numbers of votes; `value` is the column's name.
    pub counts: Vec<String>,
    pub output: Option<Spec>,
    pub unparsable: Option<Condition>,
    pub verdict: Option<Spec>,
    /// Where the card writes `verdict`.
    pub verdict_at: Span,
    pub labels: Option<Spec>,
    pub clause: Option<Spec>,
    pub scores: Vec<(String, Spec)>,
    /// All scores at once: an object of numbers.
    pub all_scores: Option<Spec>,
    pub answers: Vec<(String, Spec)>,
    /// `raw`, `rationale`, `at` and the other plain values.
    pub values: Vec<(&'static str, Spec)>,
    pub made_by: Vec<String>,
    pub duplicates: Duplicates,
}

/// What a card expects of its files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expect {
    /// Counts by name: `items`, `rejected`, `blank`, `duplicates`.
    pub counts: BTreeMap<String, u64>,
    /// Other counts, by the name they have in [`crate::corpus::Tally::facts`] and [`crate::corpus::Tally::skipped`].
    pub facts: BTreeMap<String, u64>,
    /// Where the card says each.
    pub(super) places: BTreeMap<String, Span>,
}
