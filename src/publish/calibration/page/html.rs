//! Text → HTML: whatever comes from a file is text until it is escaped here.
//!
//! Architecture invariant: [`Html`] is made of tags and attributes named in the program and of escaped text, and of
//! nothing else, so that no name in a corpus can open a tag.

/// HTML that is whole: every tag that it opens it closes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Html(String);

impl Html {
    /// Puts more after it.
    #[must_use]
    pub fn and(mut self, more: impl Into<Html>) -> Html {
        self.0.push_str(&more.into().0);
        self
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Html {
        Html(escaped(text))
    }
}

impl From<String> for Html {
    fn from(text: String) -> Html {
        Html(escaped(&text))
    }
}

impl FromIterator<Html> for Html {
    fn from_iter<I: IntoIterator<Item = Html>>(all: I) -> Html {
        Html(all.into_iter().map(|one| one.0).collect())
    }
}

/// Attributes of a tag.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

/// Makes an element with what is inside.
pub fn tag(name: &'static str, attributes: Attributes<'_>, inside: impl Into<Html>) -> Html {
    Html(format!("{}{}</{name}>", opening(name, attributes), inside.into().0))
}

/// Makes an element that has nothing inside and is not closed, such as `<meta>`.
pub fn void(name: &'static str, attributes: Attributes<'_>) -> Html {
    Html(opening(name, attributes))
}

/// Puts the program's own style sheet in.
pub fn style(sheet: &'static str) -> Html {
    Html(format!("<style>\n{sheet}</style>"))
}

/// Puts a page together.
pub fn document(head: Html, body: Html) -> String {
    format!("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n{}\n</head>\n<body>\n{}\n</body>\n</html>\n", head.0, body.0)
}

/// Ends a line in the source, for those who read it.
pub fn line() -> Html {
    Html("\n".to_owned())
}

/// Sets a name apart from the text around it, whatever way it is written.
pub fn name(raw: &str) -> Html {
    tag("bdi", &[], raw)
}

/// Makes text of a sentence, with the words between backticks set as code.
pub fn coded(sentence: &str) -> Html {
    let parts = sentence.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { tag("code", &[], part) } else { Html::from(part) }).collect()
}

/// Sets things side by side where there is room.
pub fn pair(left: Html, right: Html) -> Html {
    tag("div", &[("class", "pair")], left.and(right)).and(line())
}

/// Makes a paragraph.
pub fn paragraph(inside: impl Into<Html>) -> Html {
    tag("p", &[], inside).and(line())
}

/// Makes a list.
pub fn list(rows: impl IntoIterator<Item = Html>) -> Html {
    tag("ul", &[], rows.into_iter().map(|row| tag("li", &[], row).and(line())).collect::<Html>())
}

fn opening(name: &str, attributes: Attributes<'_>) -> String {
    let attributes: String = attributes.iter().map(|(key, value)| format!(" {key}=\"{}\"", escaped(value))).collect();
    format!("<{name}{attributes}>")
}

/// Escapes text for any place between tags or quotes. Control characters and those that turn the direction of the text
/// around them are shown as a replacement mark.
fn escaped(text: &str) -> String {
    let mut said = String::with_capacity(text.len() + text.len() / 8);
    for letter in text.chars() {
        match letter {
            '&' => said.push_str("&amp;"),
            '<' => said.push_str("&lt;"),
            '>' => said.push_str("&gt;"),
            '"' => said.push_str("&quot;"),
            '\'' => said.push_str("&#39;"),
            '\n' | '\t' => said.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => said.push('\u{fffd}'),
            control if control.is_control() => said.push('\u{fffd}'),
            other => said.push(other),
        }
    }
    // A number stays with its sign.
    said.replace(" %", "\u{a0}%").replace("n = ", "n\u{a0}=\u{a0}")
}
