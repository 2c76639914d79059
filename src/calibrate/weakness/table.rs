//! The table that slices are cut from: rows with features, an error each, and the cluster they belong to.

use std::collections::BTreeMap;

use serde::Serialize;
use thiserror::Error;

/// What a feature says something about; the next step for a slice follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FeatureKind {
    /// A clause of the guideline, or a label it gives.
    Clause,
    /// The language of the text, or whether it was translated.
    Language,
    /// A property of the text itself: its length, its script, what stands in it.
    Text,
    /// Any other field of the record: where it stood, who wrote it, which prompt it answers.
    Field,
}

/// How a value reads in a sentence after “where”.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// `prompt type is contrast discrimination`.
    NameIsValue,
    /// The value is a clause of its own: `the text has a link`.
    ValueAlone,
}

/// One column: its name, the names of its values, and the value of every row as a code.
///
/// Codes count from 0 in the order of `values`. A row without the field has the code of [`Feature::unknown`], a value of
/// its own that equals no other and is never taken for a “no”.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// The name, as in the record.
    pub name: String,
    /// What it says something about.
    pub kind: FeatureKind,
    /// How its values read in a sentence.
    pub reading: Reading,
    /// The names of the values.
    pub values: Vec<String>,
    /// The code that rows without the field have.
    pub unknown: Option<u32>,
    /// The code of every row.
    pub codes: Vec<u32>,
}

impl Feature {
    /// Makes a column from what each row says, `None` where it says nothing; values are numbered in their own order.
    pub fn new<'a>(name: &str, kind: FeatureKind, rows: impl IntoIterator<Item = Option<&'a str>>) -> Feature {
        let rows: Vec<Option<&str>> = rows.into_iter().collect();
        let mut numbers: BTreeMap<&str, u32> = rows.iter().flatten().map(|value| (*value, 0)).collect();
        for (number, code) in (0..).zip(numbers.values_mut()) {
            *code = number;
        }
        let mut values: Vec<String> = numbers.keys().map(|value| (*value).to_owned()).collect();
        let unknown = rows.contains(&None).then_some(values.len() as u32);
        if unknown.is_some() {
            values.push("unknown".to_owned());
        }
        let code = |row: &Option<&str>| row.and_then(|value| numbers.get(value).copied()).or(unknown).unwrap_or(0);
        let codes = rows.iter().map(code).collect();
        Feature { name: name.to_owned(), kind, reading: Reading::NameIsValue, values, unknown, codes }
    }

    /// Returns how a value reads after “where”, in plain words.
    pub fn words(&self, code: u32) -> String {
        let plain = |text: &str| text.replace('_', " ");
        let value = self.values.get(code as usize).map_or("", String::as_str);
        let unknown = self.unknown == Some(code);
        match self.reading {
            _ if unknown && self.kind == FeatureKind::Clause => "no clause is named".to_owned(),
            _ if unknown => format!("{} is not known", plain(&self.name)),
            Reading::NameIsValue if value.is_empty() => format!("{} is empty", plain(&self.name)),
            Reading::NameIsValue => format!("{} is {}", plain(&self.name), plain(value)),
            Reading::ValueAlone => value.to_owned(),
        }
    }
}

/// Why rows make no table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableFault {
    /// A column has more or fewer rows than there are errors.
    #[error("`{0}` has another number of rows than the errors")]
    Length(String),
    /// A code stands for no value.
    #[error("a row of `{0}` has a value that has no name")]
    Code(String),
    /// An error is below 0, or no number.
    #[error("the error of row {0} is not a number from 0 on")]
    Error(usize),
    /// There are more rows than 32 bits count.
    #[error("there are more rows than can be counted")]
    Rows,
}

/// Rows with their features, the error of each (0 or 1, or a cost), and the cluster each belongs to.
///
/// Rows of one cluster are near duplicates of each other: they stay on one side of every split, and never count as
/// independent of each other. Memory is 4 bytes a row and feature, and 12 a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    features: Vec<Feature>,
    errors: Vec<f64>,
    clusters: Vec<u32>,
    /// Whether every error is 0 or 1.
    binary: bool,
}

impl Table {
    /// Makes a table.
    ///
    /// # Errors
    /// Refuses columns of unequal length, codes without a value, and errors that are negative or no number.
    pub fn new(features: Vec<Feature>, errors: Vec<f64>, clusters: Vec<u32>) -> Result<Table, TableFault> {
        let rows = errors.len();
        if u32::try_from(rows).is_err() {
            return Err(TableFault::Rows);
        }
        if clusters.len() != rows {
            return Err(TableFault::Length("clusters".to_owned()));
        }
        for feature in &features {
            if feature.codes.len() != rows {
                return Err(TableFault::Length(feature.name.clone()));
            }
            if feature.codes.iter().any(|code| *code as usize >= feature.values.len()) {
                return Err(TableFault::Code(feature.name.clone()));
            }
        }
        if let Some(bad) = errors.iter().position(|error| !(error.is_finite() && *error >= 0.0)) {
            return Err(TableFault::Error(bad));
        }
        let binary = errors.iter().all(|error| *error == 0.0 || *error == 1.0);
        Ok(Table { features, errors, clusters, binary })
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.errors.len()
    }

    /// Returns the columns.
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// Returns the error of every row.
    pub fn errors(&self) -> &[f64] {
        &self.errors
    }

    /// Returns the cluster of every row.
    pub fn clusters(&self) -> &[u32] {
        &self.clusters
    }

    /// Tells whether every error is 0 or 1, so that its mean is a rate.
    pub fn is_binary(&self) -> bool {
        self.binary
    }

    /// Returns the sum of the errors of `rows`, in their order.
    pub fn error_of(&self, rows: &[u32]) -> f64 {
        rows.iter().filter_map(|row| self.errors.get(*row as usize)).sum()
    }

    /// Returns the rows that have all of `items`, ascending.
    pub fn rows_of(&self, items: &[Item]) -> Vec<u32> {
        let columns: Vec<(&[u32], u32)> = items
            .iter()
            .map(|item| (self.features.get(item.feature as usize).map_or(&[][..], |f| &f.codes), item.value))
            .collect();
        (0..self.rows() as u32)
            .filter(|row| columns.iter().all(|(codes, value)| codes.get(*row as usize) == Some(value)))
            .collect()
    }

    /// Returns how a slice reads after “where”: its items' words, joined.
    pub fn words(&self, items: &[Item]) -> String {
        let words: Vec<String> = items
            .iter()
            .filter_map(|item| self.features.get(item.feature as usize).map(|f| f.words(item.value)))
            .collect();
        words.join(" and ")
    }
}

/// One condition of a slice: a feature and the value it has there, as numbers of a [`Table`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// The column.
    pub feature: u32,
    /// The code of the value.
    pub value: u32,
}
