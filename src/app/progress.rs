//! A progress bar for long work: share done, rate, time left; only on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::session::Session;

/// How far the work is. Counts bytes where their total is known, and always shows items.
pub struct Progress {
    bar: ProgressBar,
    items: u64,
}

impl Progress {
    /// Starts a bar over `bytes` of input, or a spinner where the amount is unknown (standard input, compressed files).
    pub fn start(session: &Session, bytes: Option<u64>) -> Progress {
        let bar = match bytes {
            Some(bytes) => ProgressBar::new(bytes),
            None => ProgressBar::new_spinner(),
        };
        bar.set_draw_target(if session.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        });
        let template = match bytes {
            Some(_) => "{bar:30} {percent:>3}%  {msg}  {binary_bytes_per_sec}  {eta} left",
            None => "{spinner} {msg}  {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Progress { bar, items: 0 }
    }

    /// Notes that so many more items are done, and so many bytes of the input in all.
    pub fn advance(&mut self, items: u64, bytes: u64) {
        self.items += items;
        self.bar.set_position(bytes);
        let seconds = self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{} items  {:.0} items/s", self.items, self.items as f64 / seconds));
    }

    /// Removes the bar.
    pub fn finish(self) {
        self.bar.finish_and_clear();
    }
}
