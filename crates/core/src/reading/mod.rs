//! What a reply is to whoever looks at it as a whole: its outline, what folds, what stands round the
//! cursor, where it leads, what it promises, and all of that in one line.
//!
//! Nothing here finds fault: that is for the rules. What they found comes in as findings.

mod folds;
mod line;
mod moves;
mod outline;
mod pages;
mod promises;
mod selection;
mod shown;
mod subject;

pub use folds::{Fold, FoldKind, folds};
pub use line::reply_line;
pub use outline::{Part, PartKind, outline};
pub use pages::{Page, pages};
pub use promises::{Promise, promises};
pub use selection::selection;
pub use shown::{Shown, shown_names};
pub use subject::{Subject, subject};
