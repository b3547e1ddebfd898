//! What a mail is about, in a word or three: "the export", "the second invoice".

use super::Message;
use crate::document::Marks;
use crate::lang::LanguageData;
use crate::lang::grammar::View;
use crate::lang::lexicon::fold;

/// Only the first sentences say what a mail is about; then come the details.
const SENTENCES: usize = 4;
/// A longer phrase tells a story.
const LONGEST: usize = 3;
/// What one writes about is one's own, or the writer's.
const OWNERS: [&str; 3] = ["my", "our", "your"];

impl Message {
    /// What the mail is about, as its reader would say it; `None` where it cannot be told.
    pub(crate) fn thing(&self, language: &LanguageData) -> Option<String> {
        let grammar = language.grammar?;
        self.sentences.iter().take(SENTENCES).find_map(|sentence| {
            let words = &self.words[sentence.words.clone()];
            let view = View { text: &self.text, sentence, words, lexicon: &language.lexicon };
            (1..view.len()).find_map(|start| {
                let owner = fold(view.written(start - 1));
                if !OWNERS.contains(&owner.as_str()) {
                    return None;
                }
                let end = grammar.phrase_end(&view, start);
                if !(1..=LONGEST).contains(&(end - start)) {
                    return None;
                }
                let phrase = words[start].span().cover(words[end - 1].span()).of(&self.text);
                let is_thing = (start..end).all(|at| {
                    let folded = fold(view.written(at));
                    let number = view.marked(at, Marks::DIGIT.with(Marks::ADDRESS));
                    !number && !language.wording.no_things.contains(&folded)
                });
                is_thing.then(|| format!("the {phrase}"))
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::draft::Draft;
    use crate::input::Input;

    fn thing(mail: &str) -> Option<String> {
        let catalog = Catalog::builtin();
        let text = format!("\n\n> {mail}\n");
        let draft = Draft::read(&text, &Input::default(), &catalog);
        draft.message.thing(draft.language)
    }

    #[test]
    fn a_mail_is_about_what_is_theirs_or_ours() {
        for (mail, about) in [
            ("My export fails at row 400.", Some("the export")),
            ("I cannot find my invoice from March.", Some("the invoice")),
            ("Your new editor is great.", Some("the new editor")),
            ("My invoice missing since Monday, please help.", Some("the invoice")),
            ("Our orders, all of them, were sent twice.", Some("the orders")),
            ("My name is Jo and my parcel has not come.", Some("the parcel")),
            ("Thanks for your help with this.", None),
            ("Is the hall free on Friday?", None),
            ("My order 12345 is late.", None),
        ] {
            assert_eq!(thing(mail).as_deref(), about, "{mail}");
        }
    }
}
