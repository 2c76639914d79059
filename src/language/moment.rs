//! Moments as people and data files write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

/// Reads a date (midnight UTC) or a date and time (RFC 3339; seconds and `T` may be left out, a missing zone is UTC) as
/// milliseconds since 1970. `None` if it is neither, or no such day exists.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    // jiff reads much more (`2026-W45`, `20261101`, `[zone]`); a date here looks like a date.
    let shape = text.as_bytes();
    if shape.get(4) != Some(&b'-') || shape.get(7) != Some(&b'-') || text.contains('[') {
        return None;
    }
    if text.len() == 10 {
        let date: Date = text.parse().ok()?;
        return Some(date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond());
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_millisecond());
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// Writes a moment as RFC 3339 in UTC, without a fraction where it has none.
pub fn format(milliseconds: i64) -> String {
    Timestamp::from_millisecond(milliseconds).map_or_else(|_| milliseconds.to_string(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]
    use super::{format, parse};

    #[test]
    fn dates_and_times_are_read() {
        assert_eq!(parse("1970-01-02"), Some(86_400_000));
        assert_eq!(parse("1970-01-02T00:00:01Z"), Some(86_401_000));
        assert_eq!(parse("1970-01-02T01:00Z"), Some(90_000_000));
        assert_eq!(parse("1970-01-02T01:00:00+01:00"), Some(86_400_000));
        assert_eq!(parse("1970-01-02 00:00:01.500"), Some(86_401_500));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in ["", "2026", "2026-13-01", "2026-02-30", "today", "20260101", "2026-W45", "2026-11-01[Europe/Rome]"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(format(86_401_500), "1970-01-02T00:00:01.5Z");
        assert_eq!(format(0), "1970-01-01T00:00:00Z");
    }
}
