//! Links in a text.

/// A link in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// As written.
    pub url: &'a str,
    /// Its domain, in lower case, without user, port and trailing dot.
    pub domain: String,
    /// Its path with the leading `/`, without query and fragment; empty if it has none.
    pub path: &'a str,
}

/// Endings that make a bare name a link: the common ones, and those reserved for examples (RFC 2606).
const ENDINGS: &[&str] = &[
    "com",
    "org",
    "net",
    "edu",
    "gov",
    "info",
    "biz",
    "io",
    "co",
    "ai",
    "app",
    "dev",
    "xyz",
    "shop",
    "online",
    "site",
    "store",
    "club",
    "top",
    "live",
    "news",
    "blog",
    "link",
    "click",
    "icu",
    "vip",
    "gg",
    "tv",
    "ly",
    "me",
    "cc",
    "ru",
    "de",
    "uk",
    "fr",
    "es",
    "it",
    "nl",
    "pl",
    "cz",
    "at",
    "ch",
    "se",
    "no",
    "dk",
    "fi",
    "eu",
    "ua",
    "tr",
    "ir",
    "cn",
    "jp",
    "kr",
    "in",
    "br",
    "mx",
    "au",
    "ca",
    "us",
    "test",
    "example",
    "localhost",
    "onion",
];

/// Endings that are words or parts of names too: a bare name with one needs a path.
const VAGUE_ENDINGS: &[&str] = &[
    "me", "in", "it", "at", "no", "us", "co", "es", "de", "ai", "live", "news", "top", "link", "click", "test", "app",
];

/// Returns the links of a text, in order: with a scheme, with `www.`, or a bare name with a well-known ending.
pub(super) fn find(text: &str) -> Vec<Link<'_>> {
    let mut out = Vec::new();
    let parts = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '`' | '|');
    // A full stop or a colon that ends a word makes no link; most texts have no other.
    for chunk in text.split(parts).filter(|chunk| trim_end(chunk).contains(['.', ':'])) {
        out.extend(read(chunk));
    }
    out
}

fn read(chunk: &str) -> Option<Link<'_>> {
    let lower = chunk.to_ascii_lowercase();
    let schemes = ["https://", "http://", "hxxps://", "hxxp://", "ftp://"];
    let scheme = schemes.iter().filter_map(|scheme| lower.find(scheme).map(|at| (at, at + scheme.len()))).min();
    let (start, rest) = match scheme {
        Some((start, rest)) => (start, rest),
        None => {
            let start = chunk.find(|c: char| c.is_alphanumeric())?;
            (start, start)
        }
    };
    let url = trim_end(chunk.get(start..)?);
    let body = url.get(rest - start..)?;
    let host = body.get(..body.find(['/', '?', '#', '\\']).unwrap_or(body.len()))?;
    let tail = body.get(host.len()..)?;
    if scheme.is_none() && host.contains('@') {
        return None;
    }
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    let domain = name.trim_end_matches('.').to_lowercase();
    let known = match scheme {
        Some(_) => !domain.is_empty(),
        None => is_bare_link(&domain, tail.starts_with('/')),
    };
    let path = tail.get(..tail.find(['?', '#']).unwrap_or(tail.len()))?;
    known.then_some(Link { url, domain, path })
}

fn is_bare_link(domain: &str, has_path: bool) -> bool {
    let Some((name, ending)) = domain.rsplit_once('.') else { return false };
    let labels = name
        .split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'));
    let known = ENDINGS.contains(&ending) && name.chars().any(char::is_alphabetic);
    labels && (name.starts_with("www.") || known && (has_path || !VAGUE_ENDINGS.contains(&ending)))
}

/// Drops the punctuation that ends the sentence rather than the link; a closing bracket stays if it was opened.
fn trim_end(url: &str) -> &str {
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        let open = match last {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '*' | '_' | '。' | '、' | '，' => '\0',
            _ => break,
        };
        if open != '\0' && url.matches(open).count() >= url.matches(last).count() {
            break;
        }
        url = url.strip_suffix(last).unwrap_or("");
    }
    url
}
