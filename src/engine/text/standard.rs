//! The built-in patterns: what a phone number, an address or an amount looks like, and the checks that tell it from
//! other numbers.

use super::StandardPattern;
use super::common_words;

/// Looks at a match, bytes `from..to` of a text, and returns the part of it that is the thing itself, if any is.
pub(super) type Check = fn(&str, usize, usize) -> Option<(usize, usize)>;

/// Returns the regex of a built-in pattern, to be read without regard to case, and its check.
pub(super) fn definition(pattern: StandardPattern) -> (&'static str, Check) {
    match pattern {
        StandardPattern::Phone => (PHONE, check_phone),
        StandardPattern::Email => (EMAIL, |_, from, to| Some((from, to))),
        StandardPattern::CardNumber => (CARD_NUMBER, check_card),
        StandardPattern::Iban => (IBAN, check_iban),
        StandardPattern::StreetAddress => (STREET_ADDRESS, check_street),
        StandardPattern::Money => (MONEY, |_, from, to| Some((from, to))),
    }
}

const PHONE: &str = r"(?:\+|\(|\b)[0-9](?:[ .\-/()]{0,2}[0-9]){6,14}\b";

const EMAIL: &str = r"[\w.%+\-]+(?:@| ?\(at\) ?| ?\[at\] ?)[\w\-]+(?:(?:\.| ?\(dot\) ?| ?\[dot\] ?)[\w\-]+)*(?:\.| ?\(dot\) ?| ?\[dot\] ?)\pL{2,}";

const CARD_NUMBER: &str = r"\b[2-6](?:[ \-]?[0-9]){12,18}\b";

const IBAN: &str = r"\b[A-Z]{2}[0-9]{2}(?:[ \-]?[A-Z0-9]){11,30}\b";

const STREET_ADDRESS: &str = concat!(
    r"\b[0-9]{1,5}[a-z]?,? (?:[\pL0-9.'\-]+ ){1,3}(?:street|avenue|road|lane|boulevard|blvd|crescent|highway|parkway|st|ave|rd|ln|hwy|",
    r"drive|court|square|place|terrace|way|close|alley)\b",
    r"|\b[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|allée) (?:d'|l'|de |du |des |la |le )*\pL[\pL'\-]+",
    r"|\b(?:calle|avenida|paseo|via|viale|rua) (?:\pL+ ){0,3}\pL+,? [0-9]{1,4}\b",
    r"|\b\pL+(?:strasse|str\.|gasse|platz|allee|weg) ?[0-9]{1,4}[a-z]?\b",
    r"|\bул(?:\.|ица) ?\pL+,? (?:д\.? ?)?[0-9]{1,4}\b",
);

const MONEY: &str = concat!(
    r"(?:[$€£¥₹₽₩₪₺₴₦₫฿₿]|\b(?:usd|eur|gbp|chf|cad|aud|jpy|cny|inr|rub|btc|eth) ?) ?[0-9]+(?:[.,' ][0-9]{3})*(?:[.,][0-9]+)?",
    r"(?: ?(?:k|m|bn|thousand|million|billion|mio)\b)?",
    r"|\b[0-9]+(?:[.,' ][0-9]{3})*(?:[.,][0-9]+)?(?: ?(?:k|m|bn)| (?:thousand|million|billion))? ?",
    r"(?:[$€£¥₹₽₩₪₺₴₦₫฿₿]|(?:dollars?|euros?|pounds?|francs?|yen|yuan|rupees?|rubles?|roubles?|bucks|cents?|pesos?|",
    r"usd|eur|gbp|chf|cad|aud|jpy|cny|inr|rub|btc|eth|bitcoins?)\b)",
);

fn digits_of(text: &str) -> impl Iterator<Item = u32> + '_ {
    text.chars().filter_map(|c| c.to_digit(10))
}

/// Tells telephone numbers from dates, years, amounts, network addresses and serial numbers.
fn check_phone(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let found = text.get(from..to)?;
    let before = text.get(..from)?.chars().next_back();
    if before.is_some_and(|c| {
        c.is_alphanumeric() || matches!(c, '$' | '€' | '£' | '#' | '.' | ',' | '-' | '/' | '_' | '=' | '+')
    }) {
        return None;
    }
    let mut earlier = text.get(..from)?.chars().rev();
    let goes_on = matches!(earlier.next(), Some(' ' | '-')) && earlier.next().is_some_and(|c| c.is_ascii_digit());
    if text.get(to..)?.starts_with('%') || goes_on && !found.starts_with('+') {
        return None;
    }
    let count = digits_of(found).count();
    if found.starts_with('+') {
        return (count >= 8).then_some((from, to));
    }
    let groups: Vec<&str> = found.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let sizes: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let year = |group: &&str| group.starts_with("19") || group.starts_with("20");
    let plain = match sizes.as_slice() {
        [size] => (10..=11).contains(size),
        [4, 4] => !groups.iter().all(year),
        [4, 2, 2] | [2, 2, 4] | [3, 2, 4] | [4, 4, 4, 4] | [4, 4, 4, ..] => false,
        [1..=3, rest @ ..] if rest.len() > 1 && rest.iter().all(|size| *size == 3) && !found.contains(['-', '(']) => {
            // Thousands: `1 000 000`; but `202 555 014 …` has more than three groups of three, or a leading zero.
            found.starts_with('0') && count >= 9
        }
        sizes => sizes.iter().skip(1).all(|size| *size > 1) && sizes.len() <= 6,
    };
    let network =
        found.matches('.').count() == 3 && groups.iter().all(|group| group.parse::<u32>().is_ok_and(|n| n < 256));
    let decimal = sizes.len() == 2 && found.contains('.') && sizes != [3, 4];
    (plain && !network && !decimal && count >= 7).then_some((from, to))
}

/// The Luhn checksum (ISO/IEC 7812-1).
fn check_card(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let digits: Vec<u32> = digits_of(text.get(from..to)?).collect();
    let doubled = |(at, digit): (usize, &u32)| match at % 2 {
        0 => *digit,
        _ if *digit > 4 => 2 * digit - 9,
        _ => 2 * digit,
    };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    let varied = digits.windows(2).any(|pair| matches!(pair, [a, b] if a != b));
    (sum.is_multiple_of(10) && varied).then_some((from, to))
}

/// Lengths of account numbers by country (ISO 13616 registry).
const IBAN_LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 \
    DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 \
    KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 \
    PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

/// The country's length and the checksum mod 97 (ISO 13616).
fn check_iban(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let found = text.get(from..to)?.to_ascii_uppercase();
    let country = found.get(..2)?;
    let length: usize = IBAN_LENGTHS.split_whitespace().find_map(|entry| entry.strip_prefix(country))?.parse().ok()?;
    let (last, _) = found.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).nth(length - 1)?;
    let account: Vec<char> = found.get(..=last)?.chars().filter(char::is_ascii_alphanumeric).collect();
    if text.get(from + last + 1..)?.chars().next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (head, tail) = account.split_at_checked(4)?;
    let remainder = tail
        .iter()
        .chain(head)
        .filter_map(|c| c.to_digit(36))
        .fold(0_u32, |sum, value| (sum * if value > 9 { 100 } else { 10 } + value) % 97);
    (remainder == 1).then_some((from, from + last + 1))
}

/// Tells the name of a street from a count of things on one: `12 Elm Street`, not `5 people on the road`.
fn check_street(text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
    let found = text.get(from..to)?;
    let words: Vec<&str> = found.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [number, names @ .., kind] = words.as_slice() else { return Some((from, to)) };
    if !number.starts_with(|c: char| c.is_ascii_digit()) || !kind.is_ascii() {
        return Some((from, to));
    }
    let kind = kind.to_lowercase();
    let vague =
        matches!(kind.as_str(), "drive" | "court" | "square" | "place" | "terrace" | "way" | "close" | "alley" | "st");
    let rank_min = if vague { 3_000 } else { 180 };
    let namely = |name: &&str| {
        let name = name.to_lowercase();
        let usual = matches!(
            name.as_str(),
            "main"
                | "high"
                | "park"
                | "church"
                | "king"
                | "queen"
                | "new"
                | "old"
                | "north"
                | "south"
                | "east"
                | "west"
                | "green"
                | "mill"
                | "station"
                | "school"
                | "long"
                | "market"
                | "white"
                | "black"
        );
        usual || common_words::rank(&name).is_none_or(|rank| rank >= rank_min)
    };
    (!names.is_empty() && names.iter().all(namely)).then_some((from, to))
}
