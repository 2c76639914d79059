//! A table that scrolls in its own box where the page is narrow.

use super::fig::Form;
use super::html::{Html, line, name, tag};

/// A table in the making.
pub struct Table {
    label: String,
    class: &'static str,
    head: Html,
    body: Vec<Html>,
}

impl Table {
    /// Starts a table; the label is its caption.
    pub fn new(label: impl Into<String>, columns: &[&str]) -> Table {
        let head = columns.iter().map(|column| tag("th", &[("scope", "col")], *column)).collect();
        Table { label: label.into(), class: "plain", head, body: Vec::new() }
    }

    /// Starts a table of shaded cells; its columns are names.
    pub fn heat(label: impl Into<String>, corner: &str, columns: &[String]) -> Table {
        let columns = columns.iter().map(|column| tag("th", &[("scope", "col")], name(column)));
        let head = std::iter::once(tag("th", &[("scope", "col")], corner)).chain(columns).collect();
        Table { label: label.into(), class: "heat", head, body: Vec::new() }
    }

    /// Adds a row: who it is about, and cells that are elements of their own.
    pub fn row(&mut self, who: &str, cells: impl IntoIterator<Item = Html>) {
        let first = tag("th", &[("scope", "row")], name(who));
        self.body.push(tag("tr", &[], first.and(cells.into_iter().collect::<Html>())).and(line()));
    }

    /// Tells whether there is a row.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Makes the table; the box around it can be reached with the keyboard.
    pub fn finish(self) -> Html {
        let caption = tag("caption", &[], self.label.as_str());
        let head = tag("thead", &[], tag("tr", &[], self.head));
        let body = tag("tbody", &[], line().and(self.body.into_iter().collect::<Html>()));
        let table = tag("table", &[("class", self.class)], caption.and(head).and(body));
        let attributes =
            [("class", "scroll"), ("role", "region"), ("tabindex", "0"), ("aria-label", self.label.as_str())];
        tag("div", &attributes, table).and(line())
    }
}

/// Makes a cell of words.
pub fn words(text: impl Into<Html>) -> Html {
    tag("td", &[("class", "text")], text)
}

/// Makes a short cell.
pub fn cell(text: impl Into<Html>) -> Html {
    tag("td", &[], text)
}

/// Makes a shaded cell: how deep from 0 to 1, what stands out, and what stands below it.
pub fn shade(depth: f64, value: &str, below: &str) -> Html {
    let class = match (depth.clamp(0.0, 1.0) * 5.99) as u32 {
        0 => "h0",
        1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        _ => "h5",
    };
    tag("td", &[("class", class)], tag("b", &[], value).and(" ").and(tag("small", &[], below)))
}

/// Makes a shaded cell of a share.
pub fn shaded(figure: &super::fig::Fig, form: Form) -> Html {
    match figure.value {
        Some(value) => shade(value, &form.number(value), &figure.rest(form)),
        None => tag("td", &[("class", "none")], format!("undefined: {}", figure.why())),
    }
}
