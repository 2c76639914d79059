//! What is wrong with a line of JSON, in plain words.

use serde_json::error::Category;

/// Words of the JSON reader and ours.
const WORDS: [(&str, &str); 16] = [
    ("EOF while parsing an object", "it ends before its object is closed"),
    ("EOF while parsing a list", "it ends before its list is closed"),
    ("EOF while parsing a string", "it ends inside a text"),
    ("EOF while parsing a value", "it ends where a value should stand"),
    ("expected `:`", "a `:` is missing after a key"),
    ("expected `,` or `}`", "a `,` or `}` is missing"),
    ("expected `,` or `]`", "a `,` or `]` is missing"),
    ("expected ident", "a word other than `true`, `false` or `null` stands without quotes"),
    ("expected value", "something stands where a value should be (`NaN` and single quotes are not JSON)"),
    ("invalid escape", "a text holds an escape that JSON does not have"),
    ("invalid number", "a number is not written as JSON wants it"),
    ("number out of range", "a number is too large"),
    ("control character", "a text holds a control character that is not escaped"),
    ("key must be a string", "a key is not in double quotes"),
    ("trailing comma", "a `,` stands before the closing bracket"),
    ("trailing characters", "something follows after the object's end"),
];

/// Says why a line is not JSON; `error` is of a text that begins at the line's start.
pub(in super::super) fn of(error: &serde_json::Error) -> String {
    let full = error.to_string();
    let known = WORDS.iter().find(|(theirs, _)| full.contains(theirs)).map(|(_, ours)| *ours);
    let why = match known {
        Some(ours) => ours,
        None if full.contains("surrogate") || full.contains("hex escape") => {
            "an escape `\\u…` is broken off or half of a pair"
        }
        None if full.contains("recursion limit") => "lists and objects are nested too deeply",
        None if error.classify() == Category::Eof => "it ends too early",
        None => "it cannot be read",
    };
    format!("this is not valid JSON: {why} (byte {})", error.column().max(1))
}
