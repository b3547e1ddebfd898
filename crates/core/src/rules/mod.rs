//! The only list of rules.
//!
//! A rule is one file in its family's folder, named by its code without the family, and one word
//! here. From this list come the catalog, `aplomb rules`, `aplomb explain`, hovers and the README
//! table.

use crate::rule::Rule;

macro_rules! families {
    ($($family:ident { $($rule:ident),* $(,)? $(; with $($helper:ident),*)? })*) => {
        $(mod $family {
            $(pub(super) mod $rule;)*
            $($(pub(super) mod $helper;)*)?
        })*

        /// All built-in rules that are not data.
        pub(crate) static ALL: &[&dyn Rule] = &[$($($family::$rule::RULE),*),*];
    };
}

pub(crate) use certainty::pair::mark as unchecked_mark;

families! {
    certainty {
        stacked, all_set, expected_result, should, looks_like, opinion, try_to, knowledge_limit,
        adverb, modal, usually, overpromise, promise_others_work;
        with pair, verdict
    }
    structure {
        greeting_missing, greeting_no_name, farewell_missing;
        with place
    }
    safety {
        placeholder_left, fill_in_left, verify_mark_left, name_mismatch
    }
}

/// Codes that were retired, with the codes that took their places.
const REDIRECTS: &[(&str, &str)] = &[];

/// The code that is in use for `code`.
pub(crate) fn redirect(code: &str) -> &str {
    REDIRECTS.iter().find(|(old, _)| *old == code).map_or(code, |(_, new)| new)
}
