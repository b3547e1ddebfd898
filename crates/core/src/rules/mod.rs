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

families! {
    certainty { should; with verdict }
}

/// Codes that were retired, with the codes that took their places.
const REDIRECTS: &[(&str, &str)] = &[];

/// The code that is in use for `code`.
pub(crate) fn redirect(code: &str) -> &str {
    REDIRECTS.iter().find(|(old, _)| *old == code).map_or(code, |(_, new)| new)
}
