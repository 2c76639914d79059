//! What the commands that evaluate share: the as-of date, the program.

use std::sync::Arc;

use super::exit::Failure;
use crate::engine::plan::{Options, Program};
use crate::language::moment;
use crate::language::policy::Pack;

/// Reads `--as-of`; without it, the date on which the run began (midnight UTC), in milliseconds since 1970.
///
/// # Errors
/// If the text is neither a date nor a moment.
pub fn as_of(text: Option<&str>) -> Result<i64, Failure> {
    match text {
        Some(text) => moment::parse(text).ok_or_else(|| {
            Failure::BadUse(format!(
                "error: `{text}` is no date; write one as 2026-11-01, or with a time as 2026-11-01T12:00Z"
            ))
        }),
        None => {
            let now = jiff::Timestamp::now().as_millisecond();
            Ok(now - now.rem_euclid(86_400_000))
        }
    }
}

/// Makes a pack ready to run.
///
/// # Errors
/// If its conditions nest too deep.
pub fn program(pack: &Arc<Pack>, options: Options) -> Result<Program, Failure> {
    Program::new(pack, options)
        .map_err(|error| Failure::BadUse(format!("error: `{}` cannot be run: {error}", pack.name)))
}
