//! Results as text for a terminal: aligned, in colour where wanted, never wider than it need be.

pub mod calibration;
pub mod explain;
pub mod order;
pub mod summary;
mod table;
pub mod worst;
pub mod yields;

use anstyle::{AnsiColor, Style};

pub use crate::language::prose::{count, counted};

/// A heading.
pub const HEADING: Style = Style::new().bold();
/// What is good.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What wants attention.
pub const BAD: Style = AnsiColor::Red.on_default();
/// What is there for completeness.
pub const DIM: Style = Style::new().dimmed();

/// Sets text in a style, if colours are wanted.
pub fn paint(text: &str, style: Style, color: bool) -> String {
    if color { format!("{}{text}{}", style.render(), style.render_reset()) } else { text.to_owned() }
}

/// Writes a share of 0 to 1 as a percentage of up to three digits: `7.4 %`, `71 %`; what is not none or all is never
/// rounded to it.
pub fn share(part: f64) -> String {
    let percent = part * 100.0;
    match percent {
        few if few > 0.0 && few < 0.05 => "<0.1 %".to_owned(),
        most if most > 99.0 && most < 100.0 => format!("{:.1} %", most.min(99.9)),
        plain if plain == 0.0 || plain >= 10.0 => format!("{plain:.0} %"),
        small => format!("{small:.1} %"),
    }
}

/// Writes a probability: as a share, but never as a certainty that it is not.
pub fn probability(value: f64) -> String {
    match value {
        v if v > 0.99 && v < 1.0 => "over 99 %".to_owned(),
        v if v > 0.0 && v < 0.01 => "under 1 %".to_owned(),
        v => share(v),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, counted, probability, share};

    #[test]
    fn numbers_are_written_to_be_read() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(counted(1, "policy", "policies"), "1 policy");
        assert_eq!(counted(2_000, "policy", "policies"), "2,000 policies");
        assert_eq!(share(0.074), "7.4 %");
        assert_eq!(share(0.71), "71 %");
        assert_eq!(share(0.0), "0 %");
        assert_eq!([0.0001, 0.9931, 0.99999, 1.0].map(share), ["<0.1 %", "99.3 %", "99.9 %", "100 %"]);
        assert_eq!([0.9999, 1.0, 0.004, 0.5].map(probability), ["over 99 %", "100 %", "under 1 %", "50 %"]);
    }
}
