//! The one pattern language and its one matcher.
//!
//! Built-in rules, packs and a team's own entries are word sequences in the same language:
//!
//! | Form | Meaning |
//! |---|---|
//! | `should` | the word, in any case and with any apostrophe |
//! | `(I\|we) think` | one of several sequences |
//! | `that?`, `{adverb}*`, `really+` | optional, any number, at least one |
//! | `{adverb}`, `{own-work&verb-base}` | a word of a [class](crate::lang::class::Class), of both |
//! | `{0..3}` | a bounded gap, without punctuation inside |
//! | `^` | the sentence begins here, after *and*, *but*, *so* and adverbs |
//! | `,` or `,?` | a comma must or may stand here |
//! | `~` | no negation stands just before |
//! | `<should be>` | the words that the finding is about; without it the whole match |
//!
//! Words are looked up once, markup and line breaks between them are skipped. A pattern is filed
//! under its rarest literal word and verified from there by a bounded walk, so the cost of a text is
//! its words plus its hits, whatever the number of patterns.

mod anchor;
mod beside;
mod known;
mod matcher;
mod parse;
mod walk;

pub(crate) use known::KnownHits;
pub(crate) use matcher::{Hit, Matcher, PatternId, starts};
pub use parse::PatternError;

pub(crate) use matcher::MatcherBuilder;
