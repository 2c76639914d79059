//! Weeks as ISO 8601 counts them: Monday first, and week 1 holds the year's first Thursday.

use std::fmt;

use serde::{Serialize, Serializer};

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// A week of the ISO calendar, in UTC; weeks that follow each other have numbers that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Week {
    /// Weeks since the Monday before 1970-01-01.
    pub number: i64,
}

impl Week {
    /// Returns the week that holds an instant, in milliseconds since 1970-01-01T00:00Z.
    pub fn of(time_ms: i64) -> Week {
        // 1970-01-01 was a Thursday: three days after its Monday.
        Week { number: (time_ms.div_euclid(DAY_MS) + 3).div_euclid(7) }
    }

    /// Returns the instant the week starts at, in milliseconds since 1970-01-01T00:00Z.
    pub fn start_ms(self) -> i64 {
        (self.number * 7 - 3) * DAY_MS
    }

    /// Returns the ISO year and the number of the week in it, 1 to 53.
    pub fn year_and_week(self) -> (i64, i64) {
        let thursday = self.number * 7;
        let year = year_of(thursday);
        (year, (thursday - first_day(year)) / 7 + 1)
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, week) = self.year_and_week();
        write!(f, "{year:04}-W{week:02}")
    }
}

impl Serialize for Week {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Returns 1 January of a year of the Gregorian calendar, as days since 1970-01-01.
fn first_day(year: i64) -> i64 {
    let before = year - 1;
    before * 365 + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) - 719_162
}

/// Returns the year that holds a day, given as days since 1970-01-01.
fn year_of(day: i64) -> i64 {
    // A year at or before: years are taken too long after 1970 and too short before it.
    let mut year = 1970 + day.div_euclid(if day < 0 { 365 } else { 366 });
    while first_day(year + 1) <= day {
        year += 1;
    }
    year
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn the_weeks_at_the_turn_of_a_year_are_those_of_the_standard() {
        // Days since 1970-01-01 and the label that ISO 8601 gives them.
        for (day, label) in [
            (0, "1970-W01"),
            (-1, "1970-W01"),
            (-4, "1969-W52"),
            (12_784, "2004-W53"), // Saturday 2005-01-01
            (12_786, "2005-W01"),
            (14_609, "2009-W53"), // Thursday 2009-12-31
            (14_612, "2009-W53"), // Sunday 2010-01-03
            (14_613, "2010-W01"),
            (20_759, "2026-W45"), // Monday 2026-11-02
        ] {
            assert_eq!(Week::of(day * DAY_MS).to_string(), label, "day {day}");
        }
    }

    #[test]
    fn every_week_of_three_centuries_starts_where_the_one_before_ended() {
        let mut last = Week::of(-50_000 * DAY_MS).year_and_week();
        for number in Week::of(-50_000 * DAY_MS).number + 1..Week::of(60_000 * DAY_MS).number {
            let week = Week { number };
            assert_eq!(Week::of(week.start_ms()), week);
            assert_eq!(Week::of(week.start_ms() - 1).number, number - 1);
            let now = week.year_and_week();
            assert!(now == (last.0, last.1 + 1) || (now == (last.0 + 1, 1) && last.1 >= 52), "{last:?} {now:?}");
            last = now;
        }
    }
}
