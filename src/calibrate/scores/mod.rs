//! Judges that give a number, not only a label: does a higher score mean a likelier violation, and is it the chance it
//! says it is?
//!
//! [`ranked`] asks only about order (ROC, precision and recall, thresholds and their cost); [`price`] finds the cheapest threshold where errors
//! cost unlike, and what it costs on other items; [`brier()`], [`log_loss()`] and
//! [`reliability`] take the score as a chance; [`isotonic`] and [`temperature`] turn it into one, fitted on
//! gold. Scores that are not numbers are left out, and n says how many counted.

pub mod average_precision;
pub mod brier;
pub mod isotonic;
pub mod log_loss;
pub mod price;
pub mod ranked;
pub mod reliability;
pub mod roc;
pub mod temperature;
pub mod thresholds;

pub use average_precision::average_precision;
pub use brier::brier;
pub use log_loss::log_loss;
pub use ranked::Ranked;
pub use reliability::{equal_mass, equal_width};
pub use roc::roc_area;
