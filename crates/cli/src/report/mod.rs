//! How findings are shown.

mod human;
mod jsonl;
mod marked;
mod tally;

pub(crate) use human::human;
pub(crate) use jsonl::jsonl;
pub(crate) use marked::marked;
pub(crate) use tally::Tally;
