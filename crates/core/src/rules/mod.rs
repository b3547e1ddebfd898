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
        pub(crate) static ALL: &[&dyn Rule] = &[$($($family::$rule::RULE,)*)*];
    };
}

pub(crate) mod own_words;
pub(crate) mod place;
pub(crate) mod when;
pub(crate) mod wording;

pub(crate) use answering::answers::spoken_to;
pub(crate) use certainty::pair::mark as unchecked_mark;
pub(crate) use leading::book::Book;
pub(crate) use leading::steps_in_prose::on_request as numbered_lists;
pub(crate) use tone::but::on_request as two_sentences;

families! {
    certainty {
        stacked, all_set, expected_result, should, looks_like, opinion, try_to, knowledge_limit,
        adverb, modal, usually, overpromise, promise_others_work;
        with pair, verdict
    }
    commitment {
        vague_time, ownerless_next_step, verify_pushed_to_customer, no_next_step
    }
    tone {
        blame_customer, reminder, command, minimizer, cannot_first, dismissive, unfortunately,
        doubt_customer, actually, hostile, but, shouting, exclaim,
        emoji_mismatch, cheer_mismatch, no_problem, please_start;
        with reader
    }
    ownership {
        passive_blame, blame_others, not_my_job, handover_vague, we_for_i,
    }
    apology {
        false_hope, but, repeated, without_repair, deliberate_change, wait_to_thanks,
        conditional, nonpology, missing;
        with sorry
    }
    empathy {
        scripted, tell_feel, no_ack
    }
    clarity {
        officialese, internal_jargon, vague_reference, ambiguous_date, double_negative, long_sentence,
        question_pile,
    }
    brand {
        term, case, register_mix, spelling_variant,
    }
    leading {
        link_missing, link_homepage, link_vague_text, link_only_answer, steps_in_prose;
        with book, place, pointing
    }
    structure {
        greeting_missing, greeting_no_name, greeting_impersonal, greeting_username, farewell_missing, farewell_cutoff,
        thanks_missing, bare_fix, farewell_stock, signoff_no_name, wall_of_text;
        with place
    }
    personalisation {
        repeat_opener, macro_unedited, name_overuse,
    }
    answering {
        question_unanswered, already_told, already_tried, language_mismatch;
        with answers
    }
    escalation {
        risk_needs_colleague, admission_risk, angry_task,
    }
    safety {
        placeholder_left, placeholder_unknown, fill_in_left, verify_mark_left, name_mismatch,
        internal_note_leak, secret_in_reply, card_number, personal_data_echo, ask_for_secret,
        internal_link, attachment_missing;
        with template
    }
}

/// Codes that were retired, with the codes that took their places.
const REDIRECTS: &[(&str, &str)] = &[];

/// The code that is in use for `code`.
pub(crate) fn redirect(code: &str) -> &str {
    REDIRECTS.iter().find(|(old, _)| *old == code).map_or(code, |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    const LIST: &str = include_str!("../../codes.txt");
    const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/codes.txt");

    fn listed() -> Vec<&'static str> {
        LIST.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn every_code_is_on_the_list() {
        let catalog = Catalog::builtin();
        let listed = listed();
        let new: Vec<_> = catalog
            .rules()
            .map(|meta| meta.code.as_ref())
            .filter(|code| !listed.contains(code))
            .collect();
        if std::env::var_os("UPDATE").is_some() && !new.is_empty() {
            let lines: String = new.iter().map(|code| format!("{code}\n")).collect();
            std::fs::write(FILE, format!("{LIST}{lines}")).expect("codes.txt can be written");
            return;
        }
        assert!(
            new.is_empty(),
            "codes.txt does not have {}; add new codes with UPDATE=1 cargo test",
            new.join(", ")
        );
    }

    #[test]
    fn every_code_on_the_list_leads_to_a_rule() {
        let catalog = Catalog::builtin();
        let listed = listed();
        let lost: Vec<_> =
            listed.iter().copied().filter(|code| catalog.rule(code).is_none()).collect();
        assert!(
            lost.is_empty(),
            "no rule answers to {} any more, and settings out there name it; bring it back, or lead \
             it to another rule in REDIRECTS",
            lost.join(", ")
        );
        for (at, code) in listed.iter().enumerate() {
            assert!(!listed[..at].contains(code), "codes.txt has {code} twice; remove one");
        }
    }

    #[test]
    fn a_retired_code_leads_to_a_rule_and_names_none() {
        let catalog = Catalog::builtin();
        let is_live = |code: &str| catalog.rules().any(|meta| meta.code == code);
        for (old, new) in REDIRECTS {
            assert!(!is_live(old), "{old} is the code of a rule, so it cannot lead to {new}");
            assert!(is_live(new), "{old} leads to {new}, which is not the code of a rule");
            assert!(listed().contains(old), "{old} never was a code; it is not in codes.txt");
        }
    }
}
