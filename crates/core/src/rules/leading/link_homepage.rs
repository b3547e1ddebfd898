use std::borrow::Cow;

use crate::document::{Link, LinkKind, Marks, Url};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::settings::Settings;

declare! {
    /// Reports a link that stops at the front door, where a page is meant.
    ///
    /// ## Why
    /// Behind the front door the search begins again. The address of the page itself takes them to the answer.
    /// Your own web sites can be set under `domains`.
    ///
    /// ## Flagged
    /// The guide is at <|https://example.com/|>
    /// You'll find instructions on <|https://docs.example.com|>
    /// Read how to do it: <|https://www.example.com/en/|>
    /// See <|https://help.example.com|> for the article.
    /// Instructions for the first week with a puppy in a small flat are on <|https://example.com/|>.
    /// The steps are explained on <|www.example.com|>.
    /// You can download the form from [<|our website|>](https://example.com).
    /// [S: domains=example.com] More at <|https://shop.example.com/|>.
    /// [S: links.price list=https://example.com/prices] Please see <|https://example.com|> for that.
    ///
    /// ## Clean
    /// Your shop https://shop.customer.org is up again.
    /// The guide: https://example.com/docs/backup
    /// Write to help@example.com
    /// We redesigned https://example.com this week.
    /// [S: domains=example.com] Your account is at https://app.example.com, log in there.
    /// [S: domains=example.com] https://status.example.com shows it as it happens.
    /// The guide: https://example.com/?p=12
    /// The guide is on https://example.com/#backup
    /// I've put your instructions into the settings of https://shop.customer.org
    pub LinkHomepage {
        code: "link-homepage", family: Leading, since: "0.1.0", severity: Information,
        reads: [Body, Farewell], fix: None, rank: 40
    }
}

cues! {
    enum Cue { Promise, Look, Site }
    // What stands on a page of its own.
    en: Promise = "(guide|guides|instructions|article|articles|tutorial|tutorials|walkthrough|manual|form|steps|explanation|checklist|chart|policy|terms)",
    en: Promise = "how (to|you|it|this|that)",
    en: Look = "(see|read|more|details|visit|check|look|information|info|find|learn|refer)",
    // The front door itself is meant.
    en: Site = "(redesigned|relaunched|moved|up|live|online|down|back|offline|slow|hosted|account|log|login|sign|dashboard|homepage|home|domain|site's|settings)",
    en: Site = "your {0..3} (site|website|shop|store|blog|forum|page|domain|installation)",
}

/// What is promised stands within so many words of the link.
const NEAR: usize = 6;
/// The first part of the host of a site whose front door is the page.
const OWN_DOOR: [&str; 10] = [
    "status",
    "app",
    "my",
    "account",
    "accounts",
    "login",
    "portal",
    "admin",
    "forum",
    "community",
];

impl Rule for LinkHomepage {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        for link in draft.links(META.reads.as_ref()).filter(|link| is_front_door(link)) {
            let sentence = draft.sentence_index(link.span.start);
            if sentence >= draft.document.sentences.len() {
                continue;
            }
            let view = cx.view(sentence);
            let word = view.words.partition_point(|word| word.span().end <= link.span.start);
            let has = |cue: Cue| cx.cues_in(sentence).any(|hit| Cue::of(&hit) == cue);
            let own = || is_own(&link.url(), &cx.input.settings);
            let promised = cx.cues_in(sentence).any(|hit| {
                let promise = hit.words();
                Cue::of(&hit) == Cue::Promise
                    && (promise.end + NEAR >= word && promise.start <= word + NEAR
                        || promise.end < word && is_said_to_be(&view, word))
            });
            let led = promised && leads_to(&view, word) || has(Cue::Look) && own();
            if has(Cue::Site) || !led || reports(&view) {
                continue;
            }
            let span = link.text.unwrap_or(link.span);
            let quote = wording::on_one_line(span.of(draft.text()));
            let message = format!("“{quote}” opens the home page. Which page do they need?");
            let mut finding = META.finding(span, message);
            finding.help =
                "Paste the address of the page itself, and say what they will find on it.".into();
            out.push(finding);
        }
    }
}

/// Whether the words before the link at `at` take the reader there, and do not name it by the way: "on", "it is
/// at", "see", a colon.
fn leads_to(view: &View<'_>, at: usize) -> bool {
    const WAY: ClassSet = ClassSet::of(&[Class::Whereabouts, Class::Be, Class::Consult]);
    if view.marked(at, Marks::PARENTHESIS.with(Marks::QUOTED)) {
        return false;
    }
    view.marked(at, Marks::COLON)
        // "From our website".
        || (at.saturating_sub(3)..at).any(|before| view.is_any(before, WAY) && !view.marked(before + 1, Marks::COMMA))
}

/// Whether the words before the link at `at` say where the subject of the sentence is, however long that is:
/// "instructions for the first week with a puppy are on".
fn is_said_to_be(view: &View<'_>, at: usize) -> bool {
    at > 1
        && view.is(at - 1, Class::Whereabouts)
        && view.is(at - 2, Class::Be)
        && !(1..=at).any(|before| view.marked(before, Marks::PUNCTUATION))
}

/// Whether the sentence tells what the writer did there or what is not there, and sends nobody.
fn reports(view: &View<'_>) -> bool {
    (0..view.len()).any(|at| view.is(at, Class::I) || view.is(at, Class::Negation))
}

fn is_front_door(link: &Link) -> bool {
    if link.open || !link.is_page() || link.kind == LinkKind::Share {
        return false;
    }
    let url = link.url();
    let web = matches!(url.scheme, "" | "http" | "https" | "HTTP" | "HTTPS");
    let label = url.host.split('.').next().unwrap_or("");
    let named = url.host.contains('.') && url.host.contains(|c: char| c.is_ascii_alphabetic());
    web && named
        && url.query.is_empty()
        && url.fragment.is_empty()
        && !OWN_DOOR.contains(&label)
        && url.steps().all(is_entrance)
        && url.steps().count() <= 1
}

/// Whether a step of a path leads no further: a language, or the name of a front page.
fn is_entrance(step: &str) -> bool {
    let (language, region) = step.split_once(['-', '_']).unwrap_or((step, ""));
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let locale = language.len() == 2
        && letters(language)
        && matches!(region.len(), 0 | 2)
        && letters(region);
    locale || ["index.html", "index.htm", "index.php", "home"].contains(&step)
}

/// Whether the address is of one of the writer's own sites: one that is set, or that the link book leads to.
fn is_own(url: &Url<'_>, settings: &Settings) -> bool {
    settings.domains.iter().any(|domain| url.is_in(domain))
        || settings.links.values().any(|link| {
            let page = Url::of(&link.url);
            url.is_in(page.host.trim_start_matches("www."))
        })
}
