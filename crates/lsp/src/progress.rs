//! How far the writer has come: what is judged now, and what waits until the writer pauses.

use aplomb_core::{Draft, Span, Stage};

/// How long the writer has not typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pause {
    /// Typing.
    #[default]
    None,
    /// Long enough for a sentence to be judged that has no end mark yet.
    Short,
    /// Long enough, or with a save, for the whole reply to be judged.
    Long,
}

/// What the writer did last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Writing {
    /// The byte after the last edit; `None` while the text is as it was opened.
    pub(crate) edited: Option<usize>,
    /// How many line breaks were typed in a row and nothing after them.
    pub(crate) breaks: usize,
    /// What has passed since.
    pub(crate) pause: Pause,
}

impl Writing {
    /// Something was typed or removed before this byte.
    pub(crate) fn edit(&mut self, at: usize) {
        *self = Self { edited: Some(at), breaks: 0, pause: Pause::None };
    }

    /// A line break was typed and ends at this byte, with what an editor puts after it to set the line in.
    pub(crate) fn break_line(&mut self, at: usize, length: usize) {
        let goes_on = self.breaks > 0 && self.edited == at.checked_sub(length);
        let breaks = if goes_on { self.breaks + 1 } else { 1 };
        *self = Self { edited: Some(at), breaks, pause: Pause::None };
    }

    /// Nothing was typed for so long, or the text was saved.
    pub(crate) fn rest(&mut self, pause: Pause) {
        self.pause = self.pause.max(pause);
    }
}

/// Drafting while the last edit was in the last own paragraph, or under it, and neither farewell nor
/// signature stands; Finished after an edit elsewhere, a save, or a long pause. A save holds until the
/// next edit, so that an editor that saves by itself does not make every draft a finished one.
pub(crate) fn stage(draft: &Draft<'_>, writing: Writing) -> Stage {
    let Some(edited) = writing.edited.filter(|_| writing.pause < Pause::Long) else {
        return Stage::Finished;
    };
    if draft.farewell.is_some() || draft.signed.is_some() {
        return Stage::Finished;
    }
    let at_the_end = draft.document.blocks.last().is_none_or(|last| {
        last.span.start <= edited && is_blank_between(draft, last.span.end, edited)
    });
    if at_the_end { Stage::Drafting } else { Stage::Finished }
}

/// The sentence that the writer is in the middle of: it has no end mark, and the last edit was in it or
/// right after it. A line break or a short pause ends the wait.
pub(crate) fn unfinished(draft: &Draft<'_>, writing: Writing) -> Option<Span> {
    let edited = writing.edited.filter(|_| writing.pause < Pause::Short)?;
    let sentences = &draft.document.sentences;
    let at = sentences.partition_point(|sentence| sentence.span.start <= edited).checked_sub(1)?;
    let sentence = &sentences[at];
    let has_end_mark = sentence.end_at < sentence.span.end;
    let after = draft.text().get(sentence.span.end..edited).unwrap_or("");
    let left =
        has_end_mark || after.contains(|c: char| !c.is_whitespace() || c == '\n' || c == '\r');
    (!left).then_some(sentence.span)
}

fn is_blank_between(draft: &Draft<'_>, from: usize, to: usize) -> bool {
    draft.text().get(from..to).unwrap_or("").trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aplomb_core::{Catalog, Input};

    /// What is judged of `marked`, in which `|` marks where the last edit ended.
    fn judge(marked: &str, pause: Pause) -> (Stage, Option<String>) {
        let catalog = Catalog::builtin();
        let edited = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let draft = Draft::read(&text, &Input::default(), &catalog);
        let writing = Writing { edited: Some(edited), pause, ..Writing::default() };
        let unfinished = unfinished(&draft, writing).map(|span| span.of(&text).to_owned());
        (stage(&draft, writing), unfinished)
    }

    fn stage_of(marked: &str) -> Stage {
        judge(marked, Pause::None).0
    }

    fn unfinished_of(marked: &str) -> Option<String> {
        judge(marked, Pause::None).1
    }

    #[test]
    fn writing_on_at_the_end_is_drafting() {
        for text in [
            "|",
            "Hi Jo,|",
            "Hi Jo,\n\nThat blog should now|",
            "Hi Jo,\n\nThat blog is back.\n\n|",
            "Hi Jo,\n\nThat blog is back.|\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help\n",
            "Hi Jo,\n\nThat blog is back.\n|\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help\n",
        ] {
            assert_eq!(stage_of(text), Stage::Drafting, "{text}");
        }
    }

    #[test]
    fn a_farewell_or_an_edit_elsewhere_finishes() {
        for text in [
            "Hi Jo,\n\nThat| blog is back.\n\nWrite any time.",
            "Hi Jo,\n\nThat blog is back.\n\nBest wishes,\nAna|",
            "That blog is back.|\n\nBest wishes,\nAna",
            "That is it.\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help|\n",
        ] {
            assert_eq!(stage_of(text), Stage::Finished, "{text}");
        }
    }

    #[test]
    fn a_save_or_a_long_pause_finishes_until_the_next_edit() {
        let text = "Hi Jo,\n\nThat blog should now|";
        assert_eq!(judge(text, Pause::Short).0, Stage::Drafting);
        assert_eq!(judge(text, Pause::Long).0, Stage::Finished);
        let mut writing = Writing::default();
        writing.rest(Pause::Long);
        writing.edit(3);
        let edited = Writing { edited: Some(3), ..Writing::default() };
        assert_eq!(writing, edited);
    }

    #[test]
    fn line_breaks_are_counted_where_each_begins_at_the_end_of_the_one_before() {
        let mut writing = Writing::default();
        for (at, length, breaks) in [(10, 1, 1), (13, 3, 2), (20, 1, 1), (22, 2, 2), (23, 1, 3)] {
            writing.break_line(at, length);
            assert_eq!((writing.edited, writing.breaks), (Some(at), breaks));
        }
        writing.edit(24);
        assert_eq!(writing.breaks, 0);
        writing.break_line(25, 1);
        assert_eq!(writing.breaks, 1);
    }

    #[test]
    fn a_text_just_opened_is_judged_whole() {
        let catalog = Catalog::builtin();
        let draft = Draft::read("Hi Jo,\n\nThat blog", &Input::default(), &catalog);
        assert_eq!(stage(&draft, Writing::default()), Stage::Finished);
        assert_eq!(unfinished(&draft, Writing::default()), None);
    }

    #[test]
    fn the_sentence_being_typed_waits() {
        let typed = "That blog should now be";
        for text in ["Hi Jo,\n\nThat blog should now be|", "Hi Jo,\n\nThat blog should now be |"] {
            assert_eq!(unfinished_of(text).as_deref(), Some(typed), "{text}");
        }
        let above_quote =
            "That blog should now be|\n\nOn 4 Mar 2025, Jo <j@x.org> wrote:\n> Help\n";
        assert_eq!(unfinished_of(above_quote).as_deref(), Some(typed));
        let above_farewell = "That blog should now be|\n\nBest wishes,\nAna\n";
        assert_eq!(unfinished_of(above_farewell).as_deref(), Some(typed));
    }

    #[test]
    fn an_end_mark_a_line_break_or_a_pause_ends_the_wait() {
        for text in [
            "Hi Jo,\n\nThat blog should now be back.|",
            "Hi Jo,\n\nThat blog should now be back. |",
            "Hi Jo,\n\nThat blog should now be back\n|",
            "Hi| Jo,\n\nThat blog should now be.",
        ] {
            let waiting = unfinished_of(text).unwrap_or_default();
            assert!(!waiting.contains("should"), "{text}: {waiting}");
        }
        assert_eq!(judge("That blog should now be|", Pause::Short).1, None);
    }
}
