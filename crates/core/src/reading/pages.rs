//! The pages to which a reply leads, or could lead.

use crate::draft::{Draft, RegionKind};
use crate::finding::Finding;
use crate::lang::grammar::View;
use crate::rules::Book;
use crate::settings::Settings;
use crate::text::Span;

/// Words in a reply that a page belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The words.
    pub span: Span,
    /// Where the page is.
    pub url: String,
    /// What to say of it.
    pub about: String,
}

/// The pages of the team's link book that the reply mentions in bare words, and the links that stop at a front
/// door, as the rule `link-homepage` among the findings tells.
#[must_use]
pub fn pages(draft: &Draft<'_>, settings: &Settings, findings: &[Finding]) -> Vec<Page> {
    let mut pages: Vec<Page> = Vec::new();
    let book = Book::new(settings.links.iter());
    let own = |region| matches!(region, RegionKind::Body | RegionKind::Farewell);
    let sentences = draft.document.sentences.iter().zip(&draft.sentence_regions);
    for (sentence, _) in sentences.filter(|(_, region)| !book.is_empty() && own(**region)) {
        let view = View::new(&draft.document, sentence, &draft.language.lexicon);
        for (words, page) in book.mentions(&view) {
            let (first, last) = (view.words[words.start], view.words[words.end - 1]);
            let task = page.task().map(|task| format!(". {task}")).unwrap_or_default();
            pages.push(Page {
                span: Span::new(first.span().start, last.span().end),
                url: page.url().to_owned(),
                about: format!("{}{task}", page.name()),
            });
        }
    }
    for finding in findings.iter().filter(|finding| finding.code == "link-homepage") {
        let mut links = draft.document.links.iter();
        if let Some(link) = links.find(|link| link.span.overlaps(finding.span)) {
            pages.push(Page {
                span: finding.span,
                url: link.target.to_string(),
                about: finding.message.clone(),
            });
        }
    }
    pages.sort_by_key(|page| page.span);
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::check::check_draft;
    use crate::input::Input;
    use crate::settings::Link;

    #[test]
    fn a_bare_mention_leads_to_its_page_and_a_front_door_says_what_it_is() {
        let catalog = Catalog::builtin();
        let mut input = Input::default();
        let link = Link {
            url: "https://example.com/docs/backup#restore".into(),
            title: Some("Restore a backup".into()),
            task: Some("choose the day".into()),
        };
        input.settings.links.insert("backup guide".into(), link);
        let text = "Hi Jo,\n\nSee the backup guide.\n\nThe guide on exports is at https://example.com/\n\nBest wishes,\nAna\n";
        let draft = Draft::read(text, &input, &catalog);
        let report = check_draft(&draft, &input, &catalog);
        let pages = pages(&draft, &input.settings, &report.findings);
        let found: Vec<_> = pages.iter().map(|it| (it.span.of(text), it.url.as_str())).collect();
        let expected = [
            ("backup guide", "https://example.com/docs/backup#restore"),
            ("https://example.com/", "https://example.com/"),
        ];
        assert_eq!(found, expected);
        assert_eq!(pages[0].about, "Restore a backup. There you can choose the day.");
        assert!(!pages[1].about.is_empty());
    }
}
