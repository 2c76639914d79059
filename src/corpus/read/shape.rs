//! The schema, made ready for reading: shapes of values and the keys that lead to them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::language::schema::Schema;
use crate::language::value::Type;

/// What a value must look like.
#[derive(Debug)]
pub(in super::super) enum Shape {
    Text,
    Number {
        min: f64,
        max: f64,
    },
    Bool,
    Enum(Words),
    Time,
    /// Seconds of the unit that a bare number counts.
    Duration(f64),
    List(Box<Shape>),
    Record(Keys<u16>, Vec<Shape>),
    Verdict,
    Severity,
    Clause,
    Label,
}

impl Shape {
    fn of(ty: &Type) -> Shape {
        match ty {
            Type::Text => Shape::Text,
            Type::Number { min, max } => {
                Shape::Number { min: min.unwrap_or(f64::NEG_INFINITY), max: max.unwrap_or(f64::INFINITY) }
            }
            Type::Bool => Shape::Bool,
            Type::Enum(words) => Shape::Enum(Words::new(words)),
            Type::Time => Shape::Time,
            Type::Duration(unit) => Shape::Duration(unit.seconds()),
            Type::List(of) => Shape::List(Box::new(Shape::of(of))),
            Type::Record(fields) => {
                let keys = fields.iter().enumerate().map(|(at, field)| (field.name.clone(), at as u16)).collect();
                Shape::Record(Keys::new(keys), fields.iter().map(|field| Shape::of(&field.ty)).collect())
            }
            Type::Verdict => Shape::Verdict,
            Type::Severity => Shape::Severity,
            Type::Clause => Shape::Clause,
            Type::Label => Shape::Label,
        }
    }

    /// Says in words what belongs there.
    pub fn wanted(&self) -> &'static str {
        match self {
            Shape::Text => "a text",
            Shape::Number { .. } => "a number",
            Shape::Bool => "true or false",
            Shape::Enum(_) => "a word",
            Shape::Time => "a time such as `2026-11-02T10:11:12Z`",
            Shape::Duration(_) => "a number (a length of time)",
            Shape::List(_) => "a list",
            Shape::Record(..) => "an object with fields",
            Shape::Verdict => "a verdict",
            Shape::Severity => "a severity",
            Shape::Clause => "a clause's id",
            Shape::Label => "a label",
        }
    }
}

/// The words of an enum.
#[derive(Debug)]
pub(in super::super) struct Words {
    words: Vec<String>,
    /// Only for enums so large that a walk is slow.
    index: Option<HashMap<String, u16>>,
}

impl Words {
    const WALKED_MAX: usize = 12;

    fn new(words: &[String]) -> Words {
        let index = || words.iter().enumerate().map(|(at, word)| (word.clone(), at as u16)).collect();
        Words { words: words.to_vec(), index: (words.len() > Words::WALKED_MAX).then(index) }
    }

    pub fn find(&self, word: &str) -> Option<u16> {
        match &self.index {
            Some(index) => index.get(word).copied(),
            None => self.words.iter().position(|known| known == word).map(|at| at as u16),
        }
    }

    pub fn all(&self) -> &[String] {
        &self.words
    }
}

/// Keys of one object and what each leads to.
///
/// Records of one file mostly have the same keys in the same order, so a look-up first tries the key that last came after
/// the one found before. What came after what is learned while reading; it never changes what is found.
#[derive(Debug)]
pub(in super::super) struct Keys<T> {
    entries: Vec<(String, T)>,
    sorted: Vec<usize>,
    /// For each entry, and at the end for the start of an object, the entry that last came after it.
    next: Vec<AtomicUsize>,
}

impl<T: Copy> Keys<T> {
    pub fn new(entries: Vec<(String, T)>) -> Keys<T> {
        let mut sorted: Vec<usize> = (0..entries.len()).collect();
        sorted.sort_by_key(|at| entries.get(*at).map(|(key, _)| key.clone()));
        let next = (0..=entries.len()).map(|at| AtomicUsize::new(at + 1)).collect();
        Keys { entries, sorted, next }
    }

    /// Finds a key; `last` is kept by the caller for one object, and begins at [`Keys::START`].
    pub fn find(&self, key: &str, last: &mut usize) -> Option<T> {
        let before = (*last).min(self.entries.len());
        let guess = self.next.get(before).map_or(0, |next| next.load(Ordering::Relaxed));
        if let Some((expected, found)) = self.entries.get(guess)
            && expected == key
        {
            *last = guess;
            return Some(*found);
        }
        let name = |at: &usize| self.entries.get(*at).map_or("", |(known, _)| known.as_str());
        let at = self.sorted.binary_search_by(|at| name(at).cmp(key)).ok()?;
        let at = *self.sorted.get(at)?;
        if let Some(next) = self.next.get(before) {
            next.store(at, Ordering::Relaxed);
        }
        *last = at;
        self.entries.get(at).map(|(_, found)| *found)
    }
}

impl Keys<()> {
    /// Stands for the start of an object, before its first key.
    pub const START: usize = usize::MAX;
}

/// Where a key of a record leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Slot {
    Id,
    Reach,
    Models,
    Ratings,
    Gold,
    /// A field of the schema.
    Field(u16),
    /// An object whose keys are in [`Layout::nodes`].
    Node(u16),
}

/// A field, ready to be read.
#[derive(Debug)]
pub(in super::super) struct Column {
    /// As policies write it.
    pub path: String,
    /// As the data has it.
    pub name: String,
    pub shape: Shape,
    pub required: bool,
    pub sensitive: bool,
}

/// An object that holds columns.
#[derive(Debug)]
pub(in super::super) struct Node {
    /// What leads to it, with a dot at its end; nothing for the record itself.
    pub path: String,
    pub keys: Keys<Slot>,
}

/// The whole schema.
#[derive(Debug)]
pub(in super::super) struct Layout {
    pub columns: Vec<Column>,
    /// Objects that hold columns; the first is the record itself.
    pub nodes: Vec<Node>,
    /// The field that also gives a record's reach.
    pub reach: Option<usize>,
    /// The field that also reads the id.
    pub id: Option<usize>,
}

impl Layout {
    pub fn of(schema: &Schema) -> Layout {
        let columns: Vec<Column> = schema.fields.iter().map(column).collect();
        let mut nodes = Nodes::default();
        let roots: Vec<(String, u16)> =
            schema.fields.iter().enumerate().map(|(at, field)| (field.column.clone(), at as u16)).collect();
        nodes.build("", roots);
        let number = |shape: &Shape| matches!(shape, Shape::Number { .. });
        let reach = columns.iter().position(|column| column.path == "reach" && number(&column.shape));
        let id = columns.iter().position(|column| column.name == "id");
        Layout { reach, id, columns, nodes: nodes.done() }
    }
}

fn column(field: &crate::language::schema::Field) -> Column {
    Column {
        path: field.path.clone(),
        name: field.column.clone(),
        shape: Shape::of(&field.ty),
        required: field.required,
        sensitive: field.sensitive,
    }
}

#[derive(Default)]
struct Nodes(Vec<(String, Vec<(String, Slot)>)>);

impl Nodes {
    /// Lays out one object. A dotted column may be nested or flat, at every dot: `a.b.c` is also `{"a": {"b.c": …}}`.
    fn build(&mut self, leading: &str, paths: Vec<(String, u16)>) -> u16 {
        let own = self.0.len();
        self.0.push((leading.to_owned(), Vec::new()));
        let mut keys: Vec<(String, Slot)> = Vec::new();
        let mut inner: Vec<(String, Vec<(String, u16)>)> = Vec::new();
        for (path, field) in paths {
            for (dot, _) in path.match_indices('.') {
                let (Some(head), Some(tail)) = (path.get(..dot), path.get(dot + 1..)) else { continue };
                match inner.iter_mut().find(|(known, _)| known == head) {
                    Some((_, below)) => below.push((tail.to_owned(), field)),
                    None => inner.push((head.to_owned(), vec![(tail.to_owned(), field)])),
                }
            }
            keys.push((path, Slot::Field(field)));
        }
        for (head, below) in inner {
            let node = self.build(&format!("{leading}{head}."), below);
            keys.push((head, Slot::Node(node)));
        }
        if own == 0 {
            for (name, slot) in [
                ("id", Slot::Id),
                ("reach", Slot::Reach),
                ("models", Slot::Models),
                ("ratings", Slot::Ratings),
                ("gold", Slot::Gold),
            ] {
                match keys.iter_mut().find(|(known, _)| known == name) {
                    // The reach may be a field as well; the id always is more than one.
                    Some((_, taken)) if name == "id" => *taken = slot,
                    Some(_) => {}
                    None => keys.push((name.to_owned(), slot)),
                }
            }
        }
        if let Some((_, place)) = self.0.get_mut(own) {
            *place = keys;
        }
        own as u16
    }

    fn done(self) -> Vec<Node> {
        self.0.into_iter().map(|(path, keys)| Node { path, keys: Keys::new(keys) }).collect()
    }
}
