use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Link, LinkKind, Marks, Url, Word};
use crate::finding::{Edit, Fix, Severity};
use crate::lang::class::Class;
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a link whose words say nothing of where it goes.
    ///
    /// ## Why
    /// Readers scan for links, and screen readers list them: ten times “here” is no list. The name of the page
    /// tells them whether it is the one they want.
    ///
    /// ## Flagged
    /// Click [<|here|>](https://example.com/docs/restore-a-backup).
    /// You can read more [<|in this article|>](https://example.com/a/1). [<|Link|>](https://example.com/a/2)
    /// Follow [<|this link|>](https://example.com/x).
    /// [<|Learn more|>](https://example.com/y)
    /// The sizes are listed [<|on this page|>](https://example.com/shoe-sizes).
    /// The pictures from the inside of the lamp are all [<|here|>](https://example.com/lamp). # the sentence says what is there: a hint
    /// [<|Click here|>](https://example.com/returns) to print the label.
    /// <|Click here|>: https://example.com/returns
    /// <|Click here|> to see when the plumber comes: https://example.com/visits/20
    ///
    /// ## Clean
    /// Read [Restore a backup](https://example.com/docs/restore-a-backup).
    /// Open https://example.com/docs/restore-a-backup and scroll to step 3.
    /// Click "Here" in the map.
    /// [Billing settings](https://example.com/billing)
    /// Click here and there, and tell me what opens.
    /// It is explained in [this backup guide](https://example.com/backup).
    pub LinkVagueText {
        code: "link-vague-text", family: Leading, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: Confirm, rank: 30
    }
}

cues! {
    enum Cue { Vague, Press, Object }
    en: Vague = "here",
    en: Vague = "(click|press|tap|go|right|over|from|by clicking) here",
    en: Vague = "(click|press|tap) here (to|for) {1..4}",
    en: Vague = "(this|the|that|following|a) {0..1} (link|page|article|post|site|website|url|one)",
    en: Vague = "(in|at|on|via|under|with|using|from|through) (this|the|that|following|a) {0..1} (link|page|article|post|site|website|url|one)",
    en: Vague = "(this|link|links|page|url|more|details|info|information)",
    en: Vague = "(read|learn|see|find out|click for) (more|it|this)",
    en: Vague = "(more|further) (info|information|details)",
    en: Vague = "(click|follow|open) (this|the) link",
    en: Press = "(click|press|tap) (on)? here",
    // What takes the name of a page as its object.
    en: Object = "(click|press|tap|follow|open|read|see|visit|check|on|in|at|via|through|from|is|use)",
}

/// So many words round the link say nothing of where it goes: "you can read more".
const FEW_AROUND: usize = 5;
/// A title is guessed from so many words of an address at least: one alone may mean anything.
const FEWEST_WORDS: usize = 2;
/// And from so many at most.
const MOST_WORDS: usize = 9;

impl Rule for LinkVagueText {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        for at in cx.cued_sentences(&META.reads) {
            let sentence = &draft.document.sentences[at];
            let links: Vec<_> = links_in(&draft.document.links, sentence.span).collect();
            if links.is_empty() {
                continue;
            }
            let view = cx.view(at);
            for link in links.iter().filter(|link| link.kind == LinkKind::Titled && link.is_page())
            {
                let Some(shown) = link.text else { continue };
                let whole = |words: Range<usize>| wording::span_of(&view, words) == shown;
                let vague =
                    cx.cues_in(at).any(|hit| Cue::of(&hit) == Cue::Vague && whole(hit.words()));
                if vague {
                    out.push(finding(cx, &view, link, shown));
                }
            }
            // "Click here: https://…" in words and an address.
            let bare =
                links.iter().any(|link| matches!(link.kind, LinkKind::Bare | LinkKind::Angle));
            if !bare {
                continue;
            }
            let press = cx.cues_in(at).find(|hit| {
                Cue::of(hit) == Cue::Press
                    && !view.words[hit.words()].iter().any(|word| word.is(Marks::LINK))
                    && leads_to_address(&view, hit.words().end)
            });
            if let Some(hit) = press {
                out.push(said(draft.text(), wording::span_of(&view, hit.words())));
            }
        }
    }
}

/// Whether an address follows, at once or behind what it is for: "click here to print the label: https://…".
fn leads_to_address(view: &View<'_>, at: usize) -> bool {
    let purpose = view.is(at, Class::To) || view.is(at, Class::Preposition);
    let address = (at..view.len()).find(|&at| view.marked(at, Marks::ADDRESS));
    address.is_some_and(|address| {
        address == at
            || purpose
                && view.marked(address, Marks::COLON)
                && !(at..address).any(|at| view.marked(at, Marks::PUNCTUATION))
    })
}

fn links_in(links: &[Link], span: Span) -> impl Iterator<Item = &Link> {
    let from = links.partition_point(|link| link.span.end <= span.start);
    links[from..].iter().take_while(move |link| link.span.start < span.end)
}

fn said(text: &str, span: Span) -> crate::finding::Finding {
    let quote = wording::on_one_line(span.of(text));
    let message = format!("“{quote}” hides where it goes. The page’s name says it.");
    let mut finding = META.finding(span, message);
    finding.help =
        "Say what they will find there: the name of the page, as its own heading has it.".into();
    finding
}

fn finding(cx: &ReplyCx<'_>, view: &View<'_>, link: &Link, shown: Span) -> crate::finding::Finding {
    let mut finding = said(view.text, shown);
    let inside = |word: &&Word| !word.any(Marks::LINK.with(Marks::ADDRESS));
    if view.words.iter().filter(inside).count() > FEW_AROUND {
        finding.severity = Severity::Hint;
        finding.notes.push("said more softly because the sentence says what is there".into());
    }
    let url = link.url();
    let links = cx.input.settings.links.values();
    let set = links
        .filter(|page| Url::of(&page.url).leads_to(&url) && url.leads_to(&Url::of(&page.url)))
        .find_map(|page| page.title.clone());
    let title = set.or_else(|| title_of(&url)).filter(|title| !title.contains(['[', ']']));
    if let Some(title) = title.filter(|_| !link.open) {
        let edits = edits(cx, view, link, shown, &title);
        finding.fixes.push(Fix::confirm(format!("Call it “{title}”"), edits));
    }
    finding
}

/// Puts the title into the link; where the words before it cannot take a name, behind *in*.
fn edits(cx: &ReplyCx<'_>, view: &View<'_>, link: &Link, shown: Span, title: &str) -> Vec<Edit> {
    let at = view.words.partition_point(|word| word.span().start < shown.start);
    let begins =
        at == 0 || view.marked(at, Marks::PUNCTUATION) || view.is(at - 1, Class::Coordinator);
    let sentence = cx.draft.sentence_index(shown.start);
    let takes =
        cx.cues_in(sentence).any(|hit| Cue::of(&hit) == Cue::Object && hit.words().end == at);
    let mut edits = vec![Edit::replace(shown, title)];
    if !begins && !takes {
        edits.insert(0, Edit::replace(Span::at(link.span.start), "in "));
    }
    edits
}

/// The title of a page, as its address lets guess it: `/docs/restore-a-backup` gives "Restore a backup".
fn title_of(url: &Url<'_>) -> Option<String> {
    let last = url.steps().next_back()?;
    let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    if !matches!(ending, "" | "html" | "htm" | "php" | "aspx") {
        return None;
    }
    let words: Vec<_> = stem.split(['-', '_']).filter(|word| !word.is_empty()).collect();
    // A number at its front or end is the page's and no word of its title.
    let numbered = |word: &&&str| word.bytes().all(|b| b.is_ascii_digit());
    let first = words.iter().take_while(numbered).count();
    let end = words.len() - words[first..].iter().rev().take_while(numbered).count();
    let words = &words[first..end];
    let plain = words.iter().all(|word| {
        word.bytes().all(|b| b.is_ascii_lowercase()) || word.bytes().all(|b| b.is_ascii_digit())
    });
    if !plain || !(FEWEST_WORDS..=MOST_WORDS).contains(&words.len()) {
        return None;
    }
    let title = words.join(" ");
    let first = title.chars().next()?.to_ascii_uppercase();
    Some(format!("{first}{}", &title[1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn an_address_gives_a_title_where_it_holds_one() {
        for (address, title) in [
            ("https://example.com/docs/restore-a-backup", Some("Restore a backup")),
            ("https://example.com/docs/12-shoe_sizes.html?x=1#a", Some("Shoe sizes")),
            ("https://example.com/returns/", None),
            ("https://example.com/a/3f9c-11ab", None),
            ("https://example.com/a/getting-started-8812", Some("Getting started")),
            ("https://example.com", None),
            ("https://example.com/files/my-invoice.pdf", None),
        ] {
            assert_eq!(title_of(&Url::of(address)).as_deref(), title, "{address}");
        }
    }

    #[test]
    fn the_title_stands_where_the_sentence_takes_it() {
        let page = "(https://example.com/docs/restore-a-backup)";
        for (text, fixed) in [
            ("Click [here]", "Click [Restore a backup]"),
            ("It is explained [here]", "It is explained in [Restore a backup]"),
            ("Please follow [this link]", "Please follow [Restore a backup]"),
            ("[Learn more]", "[Restore a backup]"),
        ] {
            let text = format!("{text}{page}.");
            let report = check(&text, &Input::default(), &Catalog::builtin());
            let found = report.findings.iter().find(|found| found.code == "link-vague-text");
            let fix = found.and_then(|found| found.fixes.first()).expect("a fix");
            assert_eq!(apply(&text, &fix.edits), format!("{fixed}{page}."));
        }
    }
}
