//! Which snippets are offered at the cursor, and in which order.

use super::library::{Entry, Set};
use super::model::Snippet;
use super::place::{self, Cursor};
use super::rank::{Act, Rank};
use super::situation::Situation;
use super::typed::{self, Match, Run};
use super::variables::{self, Variable, Variables};
use crate::catalog::Catalog;
use crate::draft::{self, Draft, RegionKind, Sign};
use crate::history::RecentLines;
use crate::input::{Input, Mode};
use crate::text::Span;

/// At most so many snippets are offered at a time: a longer list covers the draft, and nobody reads it.
pub const MOST_OFFERS: usize = 20;

/// Where a rule misses something, so many ways to say it are offered.
const MOST_FITTING: usize = 3;

/// Words typed under the greeting must be at least so many letters to bring up a snippet: sentences
/// begin there all the time.
const LEAST_LETTERS: usize = 3;
/// Words of farewell that open the last line need so many.
const LEAST_LETTERS_OF_A_SIGN_OFF: usize = 2;
/// The language that is offered where the draft's own has nothing.
const FALLBACK: &str = "en";

/// A snippet that fits where the cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The snippet's name.
    pub id: String,
    /// Its words, on one line, cut where they are many.
    pub label: String,
    /// When to use it, in one line, with the customer's words for which it comes first.
    pub detail: String,
    /// What it is for: by these words, too, it can be asked for.
    pub tags: Vec<String>,
    /// What is inserted.
    pub snippet: Snippet,
    /// What is replaced, in bytes: what was typed of it. It lies on one line and ends at the cursor.
    pub replace: Span,
    /// What an editor filters by: exactly what was typed, then the rest of the words that it begins, up to the
    /// next mark: a menu that is still open when the mark is typed would take the Enter that follows it.
    /// Of a name it is no more than what was typed, for some editors put it into the draft while one
    /// chooses, and a name is no word for a customer. Empty where nothing was typed.
    pub filter: String,
}

/// The snippets that fit at byte `at` of the draft, the best first, at most [`MOST_OFFERS`].
///
/// The place decides: greetings at the top, farewells at the end, anything else where its name or its
/// words are typed; nothing in somebody else's words, in code, or between words. An offset past the
/// end counts as the end.
#[must_use]
pub fn offers(draft: &Draft<'_>, at: usize, catalog: &Catalog, input: &Input) -> Vec<Offer> {
    if draft.mode == Mode::Note {
        return Vec::new();
    }
    let Some(cursor) = Cursor::read(draft, at) else { return Vec::new() };
    let runs = typed::runs(&cursor);
    let own = draft.language.tag;
    let fallback = (own != FALLBACK).then_some(FALLBACK);
    for language in std::iter::once(own).chain(fallback) {
        let Some(set) = catalog.snippets().set(language) else { continue };
        let variables = known(draft, cursor.at, catalog, input, set);
        let desk = Desk { draft, cursor: &cursor, set, variables, recent: &input.recent };
        for run in &runs {
            // Typed words choose their language; without any, what the draft is written in does.
            if language != own && run.text.is_empty() && place::has_said(draft, run.start) {
                continue;
            }
            let found = desk.offers(run);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// The snippets that do one of these things and fit best at byte `at` of the draft, the best first.
pub(crate) fn fitting(
    acts: &[Act],
    at: usize,
    draft: &Draft<'_>,
    catalog: &Catalog,
    input: &Input,
) -> Vec<Snippet> {
    let Some(set) = catalog.snippets().set(draft.language.tag) else { return Vec::new() };
    let variables = Variables::known(draft, input, catalog, &set.and);
    let situation = Situation::read(draft, at, &variables);
    let entries = set.entries.iter().filter(|entry| acts.contains(&entry.act()));
    let mut ranked: Vec<_> =
        entries.map(|entry| (Rank::of(entry, &situation, &input.recent), entry)).collect();
    ranked.retain(|(rank, _)| !rank.misplaced && !rank.unlikely && !rank.elsewhere);
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(rank.order()));
    let mut seen = rustc_hash::FxHashSet::default();
    let spelled = |entry: &Entry| entry.resolve(&variables).spelled_as(&draft.document);
    let snippets = ranked.into_iter().map(|(_, entry)| spelled(entry));
    snippets.filter(|snippet| seen.insert(snippet.plain())).take(MOST_FITTING).collect()
}

/// What is known while the line of the byte `at` is typed. It signs nothing yet: "Kin" on the last line is the
/// beginning of a farewell, and nobody's name.
fn known(draft: &Draft<'_>, at: usize, catalog: &Catalog, input: &Input, set: &Set) -> Variables {
    let mut variables = Variables::known(draft, input, catalog, &set.and);
    let typed = |signed: Span| {
        let before = draft.text().get(signed.start..at);
        before.is_some_and(|before| !before.contains('\n'))
    };
    if draft.signed.is_some_and(typed) {
        let setting = input.settings.agent.as_deref();
        let Draft { front_matter, headers, .. } = draft;
        let told = draft::agent(front_matter, headers, setting, &catalog.mail, &catalog.people);
        let name = told.map(|name| name.given);
        variables.set(Variable::Agent, name.as_deref().or(setting).unwrap_or(""));
    }
    variables
}

/// A snippet as it would read in the draft, taken at the byte `at`, and, under a blank line, where the name in
/// it is from. Plain text; `None` where no snippet has that name.
#[must_use]
pub fn preview(
    id: &str,
    at: usize,
    draft: &Draft<'_>,
    catalog: &Catalog,
    input: &Input,
) -> Option<String> {
    let (set, entry) = [draft.language.tag, FALLBACK].into_iter().find_map(|language| {
        let set = catalog.snippets().set(language)?;
        Some((set, set.entries.iter().find(|entry| entry.id == id)?))
    })?;
    let variables = known(draft, at, catalog, input, set);
    let text = entry.resolve(&variables).plain().trim_end().to_owned();
    let named = [Variable::Customer, Variable::CustomerFull, Variable::CustomerFamily]
        .into_iter()
        .any(|name| entry.template.uses(name) && variables.get(name).is_some());
    Some(match variables::name_source(draft).filter(|_| named) {
        Some(source) => format!("{text}\n\nThe name is from {}.", source.describe()),
        None => text,
    })
}

/// All that the snippets of one language are held against.
struct Desk<'d> {
    draft: &'d Draft<'d>,
    cursor: &'d Cursor<'d>,
    set: &'d Set,
    variables: Variables,
    recent: &'d RecentLines,
}

struct Found<'d> {
    entry: &'d Entry,
    /// Which of the wordings of its first choice was typed.
    choice: usize,
    /// Whether the place is the right one for it, which counts more than its score.
    fits: bool,
    /// Whether it was asked for by a situation, and not by its name.
    by_tag: bool,
    rank: Rank<'d>,
    /// What is left of its words to type.
    rest: String,
}

impl Desk<'_> {
    fn offers(&self, run: &Run) -> Vec<Offer> {
        let situation = Situation::read(self.draft, run.start, &self.variables);
        let place = Place::of(self.draft, self.cursor, run, &situation);
        let mut found: Vec<Found<'_>> = self
            .set
            .entries
            .iter()
            .filter_map(|entry| self.found(entry, run, place, &situation))
            .collect();
        // Who typed all of a line by hand goes on with Enter, which would take an offer.
        let typed = !run.asked && !run.text.is_empty();
        if typed && found.iter().any(|found| self.is_typed(found, run)) {
            return Vec::new();
        }
        // With `;` alone all are asked for, but who has not said which wants one that fits.
        if run.text.is_empty() && found.iter().any(|found| found.fits) {
            found.retain(|found| found.fits);
        }
        if found.iter().any(|found| !found.by_tag) {
            found.retain(|found| !found.by_tag);
        }
        found.sort_by_key(|found| std::cmp::Reverse((found.fits, found.rank.order())));
        let mut seen = rustc_hash::FxHashSet::default();
        let offers = mixed(found).into_iter().filter_map(|found| {
            let snippet = self.resolved(found.entry).with_choice(found.choice);
            // Two ways to the same words are one offer.
            seen.insert(snippet.plain()).then(|| self.offer(found, snippet, run))
        });
        offers.take(MOST_OFFERS).collect()
    }

    /// Whether the run is the snippet's first line already.
    fn is_typed(&self, found: &Found<'_>, run: &Run) -> bool {
        let first = || self.resolved(found.entry).with_choice(found.choice).plain();
        !found.rest.contains(char::is_alphanumeric)
            && first().lines().next().is_some_and(|line| run.is_whole(line))
    }

    /// The snippet with what is known, in the writer's own spelling.
    fn resolved(&self, entry: &Entry) -> Snippet {
        entry.resolve(&self.variables).spelled_as(&self.draft.document)
    }

    fn found<'e>(
        &self,
        entry: &'e Entry,
        run: &Run,
        place: Place,
        situation: &'e Situation<'_>,
    ) -> Option<Found<'e>> {
        let rank = Rank::of(entry, situation, self.recent);
        let region = entry.region();
        let likely = !(rank.misplaced || rank.unlikely && run.text.is_empty());
        let fits = likely && place.fits(entry, run);
        // A name asks for the snippet wherever it is typed, except for a second greeting.
        if !fits && (run.text.is_empty() && !run.asked || place.forbids(region)) {
            return None;
        }
        let found = typed::matches(run, entry, || self.resolved(entry))?;
        let Match { choice, by_name, by_tag, rest } = found;
        if !fits && !by_name && !run.asked {
            return None;
        }
        Some(Found { entry, choice, fits, by_tag, rank, rest })
    }

    fn offer(&self, found: Found<'_>, snippet: Snippet, run: &Run) -> Offer {
        let Found { entry, rank, rest, .. } = found;
        let replace = Span::new(run.start, self.cursor.at);
        let typed = replace.of(self.draft.text());
        let rest = rest.split(typed::ENDS).next().unwrap_or("");
        Offer {
            label: snippet.label(),
            detail: rank.detail(entry),
            tags: entry.tags.clone(),
            replace,
            filter: format!("{typed}{rest}"),
            id: entry.id.clone(),
            snippet: self.fitted(snippet, entry.region(), run),
        }
    }

    /// The snippet with the line breaks that its place asks for.
    fn fitted(&self, snippet: Snippet, region: RegionKind, run: &Run) -> Snippet {
        if region == RegionKind::Body || self.draft.mode == Mode::Chat {
            return snippet;
        }
        let before = match (run.heads_line, self.cursor.close_above) {
            (false, _) => "\n\n",
            (true, true) => "\n",
            (true, false) => "",
        };
        // Line breaks that are there already are not made again.
        let there = self.cursor.breaks_below.unwrap_or(0);
        snippet.after(before).with_fewer_breaks(there)
    }
}

/// The snippets in their order, but with what the customer's mail asks for between the first farewells: at
/// the end of a reply nobody can tell whether all is answered.
fn mixed(found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let parts = |found: &Found<'_>| found.fits && found.entry.region() == RegionKind::Farewell;
    if !found.first().is_some_and(parts) {
        return found;
    }
    let is_asked = |found: &Found<'_>| {
        found.fits && found.entry.region() == RegionKind::Body && found.rank.asked
    };
    let (asked, mut out): (Vec<_>, Vec<_>) = found.into_iter().partition(is_asked);
    for (number, asked) in asked.into_iter().enumerate() {
        // The first farewell, what is asked for, the second farewell, what is asked for besides.
        let place = (2 * number + 1).min(out.len());
        out.insert(place, asked);
    }
    out
}

/// What a place in the draft has room for.
#[derive(Clone, Copy)]
struct Place {
    greeting: bool,
    body: bool,
    farewell: bool,
    greeted: bool,
}

impl Place {
    fn of(draft: &Draft<'_>, cursor: &Cursor<'_>, run: &Run, situation: &Situation<'_>) -> Self {
        // What is being typed is no greeting and no farewell yet.
        let stands = |span: &Span| !(run.start <= span.start && span.end <= cursor.at);
        let greeted = place::greeting(draft).is_some_and(|span| stands(&span));
        let signature = place::signed(draft).filter(stands);
        let signed = signature.is_some();
        let below_it = signature.is_some_and(|span| span.start < run.start);
        let chats = draft.mode == Mode::Chat;
        // "it works now, thanks!" needs no more than a goodbye.
        let thanked = situation.mood.has(Sign::Solved);
        let room = cursor.after.trim().is_empty();
        Self {
            greeting: cursor.top && run.heads_line && !greeted,
            body: room && (greeted || chats || situation.said.anything) && !below_it,
            farewell: room
                && cursor.end
                && (situation.said.anything || chats && thanked)
                && !signed,
            greeted,
        }
    }

    fn fits(self, entry: &Entry, run: &Run) -> bool {
        // On an empty line, and after `;`, all that has room there is asked for.
        let asked = run.asked || run.text.is_empty();
        match entry.region() {
            RegionKind::Salutation => self.greeting,
            RegionKind::Farewell => {
                // On a line of its own at the end, "Be" is rather "Best wishes" than a sentence.
                let parts = run.heads_line && entry.has("sign-off");
                let least = if parts { LEAST_LETTERS_OF_A_SIGN_OFF } else { LEAST_LETTERS };
                self.farewell && (asked || run.letters() >= least)
            }
            _ => asked && self.body || !asked && run.letters() >= LEAST_LETTERS,
        }
    }

    fn forbids(self, region: RegionKind) -> bool {
        region == RegionKind::Salutation && self.greeted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Settings;
    use std::sync::LazyLock;

    static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

    /// What is offered at the `‸` of a text, for a writer called Ana.
    fn offered(marked: &str) -> Vec<Offer> {
        let input = Input {
            settings: Settings { agent: Some("Ana".into()), ..Settings::default() },
            ..Input::default()
        };
        offered_to(marked, &input)
    }

    fn offered_to(marked: &str, input: &Input) -> Vec<Offer> {
        let at = marked.find('‸').expect("the text has a cursor");
        let text = marked.replace('‸', "");
        let draft = Draft::read(&text, input, &CATALOG);
        let found = offers(&draft, at, &CATALOG, input);
        for offer in &found {
            assert_eq!(offer.replace.end, at, "{marked:?}");
            let typed = offer.replace.of(&text);
            assert!(!typed.contains(['\n', '\r']), "{marked:?}: {offer:?}");
            assert!(offer.filter.starts_with(typed), "{marked:?}: {offer:?}");
        }
        assert!(found.len() <= MOST_OFFERS, "{marked:?}");
        found
    }

    fn previewed(marked: &str, id: &str) -> String {
        let at = marked.find('‸').unwrap_or(0);
        let (text, input) = (marked.replace('‸', ""), Input::default());
        let draft = Draft::read(&text, &input, &CATALOG);
        preview(id, at, &draft, &CATALOG, &input).expect("there is such a snippet")
    }

    fn ids(marked: &str) -> Vec<String> {
        offered(marked).into_iter().map(|offer| offer.id).collect()
    }

    fn first(marked: &str) -> Offer {
        offered(marked).into_iter().next().unwrap_or_else(|| panic!("no offer: {marked:?}"))
    }

    /// The text after the first offer was taken, as a client without tab stops would have it.
    fn taken(marked: &str) -> String {
        let offer = first(marked);
        let text = marked.replace('‸', "");
        let Span { start, end } = offer.replace;
        format!("{}{}{}", &text[..start], offer.snippet.plain(), &text[end..])
    }

    const QUOTE: &str = "\n\nOn Tue, 4 Mar 2025 at 10:02, M. Ruiz <m@x.org> wrote:\n> The invoice is missing, please help me find it.\n>\n> Best,\n> Maria\n";
    const SAID: &str = "Hi Maria,\n\nI moved the invoice to your other account.";

    fn with_quote(own: &str) -> String {
        format!("{own}{QUOTE}")
    }

    #[test]
    fn a_greeting_with_the_customers_name_is_offered_at_the_top() {
        for own in ["‸", "‸\n\nI moved the invoice.", "‸I moved the invoice.", "\n‸\n"] {
            let offer = first(&with_quote(own));
            assert_eq!((offer.id.as_str(), offer.label.as_str()), ("hi", "Hi Maria,"), "{own:?}");
            assert_eq!(offer.detail, "The everyday opening.");
            assert_eq!(
                previewed(&with_quote(own), "hi"),
                "Hi Maria,\n\nThe name is from their signature."
            );
            assert!(offer.snippet.lsp().starts_with("Hi ${1:Maria},"), "{own:?}");
            assert!(!ids(&with_quote(own)).contains(&"hello-unknown".to_owned()), "{own:?}");
        }
        let under = "> Please help.\n>\n> Best,\n> Maria\n\n‸";
        assert_eq!(first(under).label, "Hi Maria,");
        let headers = "To: Ruiz, Maria <m@x.org>\nSubject: Invoice\n\n‸";
        assert!(previewed(headers, "hi").ends_with("The name is from the To header."));
        assert!(
            ids(&with_quote("‸"))
                .iter()
                .all(|id| !id.starts_with("bye") && !id.starts_with("thanks"))
        );
    }

    #[test]
    fn a_farewell_is_offered_at_the_end() {
        for own in [
            format!("{SAID}\n\n‸"),
            format!("{SAID}\n\n‸\n"),
            format!("{SAID} ‸"),
            format!("{SAID}‸"),
            with_quote(&format!("{SAID}\n\n‸")),
            format!("{SAID}\n\n‸\n\n-- \nAna\nAcme Support\n"),
        ] {
            let found = ids(&own);
            assert_eq!(found.first().map(String::as_str), Some("bye-open-door"), "{own:?}");
            assert!(found.iter().all(|id| !id.starts_with("hi") && !id.starts_with("hello")));
        }
        assert!(first(&format!("{SAID}\n\n‸")).snippet.plain().ends_with("\n\nBest wishes,\nAna"));
    }

    #[test]
    fn between_words_nothing_is_offered() {
        for own in [
            "Hi Maria,\n\nI moved the ‸invoice.",
            "Hi Maria,\n\nI moved the inv‸oice.",
            "Hi Maria,\n\nI moved the invoice and say hi‸",
            "Hi Maria,\n\nFirst.\n\nHello‸\n\nSecond.",
            "Hi Maria,\n\nClose‸ the window.\n\nSecond.",
            "Hi Maria,\n\nClose‸\n\nSecond.",
        ] {
            assert_eq!(ids(&with_quote(own)), [""; 0], "{own:?}");
        }
    }

    #[test]
    fn somebody_elses_words_code_and_front_matter_are_left_alone() {
        for marked in [
            "Hi,\n\nDone.\n\n> The invoice‸\n> is missing.\n",
            "> ‸\n> is missing.\n",
            "> Please help ;bye‸\n",
            "Hi,\n\nDone.\n\nOn 4 Mar 2025, Maria <m@x.org> wrote:‸\n> It is missing.\n",
            "Hi,\n\nDone.\n\n-----Original Message-----\nFrom: Maria\nTo: Ana\nSubject: x\n\nIt is missing.\n\n‸",
            "[quote=maria]\nIt is missing.\n\n‸\n\nPlease.\n[/quote]\n",
            "---\ncustomer: Maria\n‸\n---\n\n",
            "---\ncustomer: ;hi‸\n---\n\n",
            "To: Maria‸\nSubject: x\n\n",
            "```\n‸\n```\n",
            "Hi,\n\nDone.\n\n```\nbye\n‸",
            "Hi,\n\nDone.\n\n    ;bye‸\n",
            "Hi,\n\nDone.\n\n:::note\nask Jo\n‸",
            "Hi,\n\nDone.\n\n[internal] ask Jo ;bye‸\n",
            "Hi,\n\nDone.\n\n-- \nAna\n‸",
        ] {
            assert_eq!(ids(marked), [""; 0], "{marked:?}");
        }
        let after = "Hi,\n\nDone.\n\n```\nbye\n```\n‸";
        assert!(!ids(after).is_empty());
    }

    #[test]
    fn who_types_a_line_by_hand_and_ends_it_is_offered_nothing() {
        for typed in ["Hi Maria", "Hi Maria,", "hello maria", "Hi all", "Dear Maria,"] {
            assert_eq!(ids(&with_quote(&format!("{typed}‸"))), [""; 0], "{typed:?}");
        }
        for typed in ["Best wishes", "Best wishes,", "Kind regards,"] {
            assert_eq!(ids(&with_quote(&format!("{SAID}\n\n{typed}‸"))), [""; 0], "{typed:?}");
        }
        assert_eq!(first(&with_quote("Hi Mari‸")).id, "hi");
        assert_eq!(first(&with_quote("Hi Maria, th‸")).id, "hi-again");
        assert_eq!(first(&with_quote(&format!("{SAID}\n\nThank you for‸"))).id, "thanks-for");
    }

    #[test]
    fn the_first_letters_of_a_farewell_are_nobodys_name() {
        let said = "Hi Maria,\n\nI moved the invoice.\n\n";
        let of = |marked: &str| {
            let offer = offered_to(marked, &Input::default()).remove(0);
            let preview = previewed(marked, &offer.id);
            assert_eq!(preview.lines().last(), offer.snippet.plain().lines().last(), "{marked:?}");
            preview
        };
        for typed in ["Kin‸", "Bes‸"] {
            let text = of(&with_quote(&format!("{said}{typed}")));
            assert!(text.ends_with(",\n[[fill: your name]]"), "{text:?}");
        }
        let told = format!("---\nagent: Ana\n---\n\n{said}Kin‸");
        assert!(of(&told).ends_with(",\nAna"));
    }

    #[test]
    fn there_is_no_second_greeting() {
        for marked in [
            "‸\n\nHi Maria,\n\nI moved it.",
            "Hello Maria, ‸\n\nI moved it.",
            "Hi Maria,\n\nI moved it. ;hi‸",
            "‸\n\nGuten Tag Frau Klein,\n\nIhre Rechnung vom März liegt jetzt in Ihrem anderen Konto, ich habe sie verschoben.",
        ] {
            assert!(
                ids(marked).iter().all(|id| !id.starts_with("h") && !id.starts_with("greet")),
                "{marked:?}"
            );
        }
    }

    #[test]
    fn there_is_no_second_farewell() {
        let signed = format!("{SAID}\n\nBest wishes,\nAna\n\n‸");
        assert_eq!(ids(&signed), [""; 0]);
        let above = ids(&format!("{SAID}\n\n‸\n\nBest wishes,\nAna\n"));
        assert!(!above.is_empty() && above.iter().all(|id| !id.starts_with("bye")), "{above:?}");
        let invited = format!("{SAID}\n\nTell me how it goes.\n\n‸");
        assert_eq!(first(&invited).id, "best-wishes");
        // A short last line in capitals is no signature.
        let done = "Hi Maria,\n\nDone\n\n‸";
        assert!(!ids(done).is_empty());
    }

    #[test]
    fn typed_words_choose_and_are_replaced() {
        let greeting = with_quote("Hel‸");
        assert_eq!(first(&greeting).id, "hello");
        assert_eq!(first(&greeting).replace, Span::new(0, 3));
        assert_eq!(first(&with_quote("hi‸")).id, "hi");
        assert_eq!(first(&with_quote("Hi Mar‸")).label, "Hi Maria,");
        assert_eq!(ids(&with_quote("Hi Bob‸")), [""; 0]);

        let thanks = ids("Hi Maria,\n\nthank‸\n\nI moved it.");
        assert!(
            thanks.len() > 5 && thanks.iter().all(|id| id.starts_with("thanks-")),
            "{thanks:?}"
        );
        assert!(ids("Hi Maria,\n\nThank you for spot‸").contains(&"thanks-bug".to_owned()));
        assert_eq!(ids("Hi Maria,\n\nth‸"), [""; 0]);
        assert_eq!(ids(&format!("{SAID}\n\nIf‸")), [""; 0]);

        let bye = first(&format!("{SAID}\n\nBest w‸"));
        assert_eq!((bye.id.as_str(), bye.replace.len()), ("best-wishes", 6));
        let kind = first(&format!("{SAID}\n\nKind‸"));
        assert_eq!(kind.snippet.plain(), "Kind regards,\nAna");
        assert_eq!(first(&with_quote("Good aft‸")).snippet.plain(), "Good afternoon Maria,\n\n");
    }

    #[test]
    fn a_name_after_a_semicolon_asks_anywhere() {
        for own in
            [format!("{SAID} ;bye‸\n\nMore."), format!("{SAID}\n\n;Bye‸"), ";bye‸".to_owned()]
        {
            let found = offered(&own);
            assert!(found.len() > 10, "{own:?}");
            for offer in found {
                assert!(offer.id.starts_with("bye"), "{own:?}: {offer:?}");
                assert_eq!(offer.replace.len(), 4);
                assert_eq!(offer.filter.to_lowercase(), ";bye");
            }
        }
        let end = ids(&format!("{SAID}\n\n;‸"));
        assert_eq!((end.len(), end[0].as_str()), (MOST_OFFERS, "bye-open-door"));
        let refunds = ids(&format!("{SAID}\n\n;refund‸"));
        assert!(refunds.contains(&"no-refund-part".to_owned()), "{refunds:?}");
        let middle = ids(&format!("{SAID}\n\n;‸\n\nIt is there now."));
        assert_eq!((middle.len(), middle[0].as_str()), (MOST_OFFERS, "fact-checked"));
    }

    #[test]
    fn what_an_editor_filters_by_is_what_one_types() {
        for (own, filter) in [
            ("‸", ""),
            (";‸", ";"),
            (";he‸", ";he"),
            ("He‸", "Hello Maria"),
            ("hE‸", "hEllo Maria"),
            ("hello Ma‸", "hello Maria"),
            ("greet-s‸", "greet-s"),
        ] {
            assert_eq!(first(&with_quote(own)).filter, filter, "{own:?}");
        }
        assert_eq!(first(&format!("{SAID}\n\nki‸")).filter, "kind regards");
    }

    #[test]
    fn what_is_for_another_situation_is_offered_only_where_it_is_typed_for() {
        for own in ["‸", ";‸"] {
            let found = ids(&with_quote(own));
            let ordinary =
                ["hi", "hello", "dear-formal", "good-daypart", "hi-welcome", "dear-first"];
            assert_eq!(found, ordinary, "{own:?}");
        }
        assert_eq!(ids(&with_quote("Dear R‸")), [""; 0]);
        assert_eq!(ids(&with_quote(";greet‸")), ["greet-san"]);
        assert_eq!(ids(&with_quote("Hi Maria, thanks f‸")), ["hi-again"]);
        assert_eq!(ids(&with_quote("I'm Ana, t‸")), ["handover-receive"]);
        let end = ids(&format!("{SAID}\n\n‸"));
        assert!(end.iter().position(|id| id == "bye-wish") > Some(3), "{end:?}");

        let japanese = "‸\n\nOn Tue, 4 Mar 2025 at 10:02, Yuki Tanaka <yuki@acme.co.jp> wrote:\n> Please help me find the invoice, it is missing.\n";
        let san = offered(japanese).into_iter().find(|offer| offer.id == "greet-san").unwrap();
        assert!(san.label.starts_with("Dear Tanaka-san, Thank you"), "{san:?}");
    }

    #[test]
    fn words_of_farewell_need_no_blank_line_above_them() {
        for (typed, taken_as) in
            [("Be", "Best wishes,\nAna"), ("ki", "Kind regards,\nAna"), ("Warm", "Warmly,\nAna")]
        {
            for gap in ["\n", "\n\n"] {
                let marked = format!("{SAID}{gap}{typed}‸");
                assert_eq!(ids(&marked), ["best-wishes"], "{marked:?}");
                assert_eq!(taken(&marked), format!("{SAID}\n\n{taken_as}"));
            }
        }
        for own in ["\nB‸", "\nBe‸\n\nMore.", " Be‸", "\nIt‸", "\nSee you, Be‸"] {
            assert_eq!(ids(&format!("{SAID}{own}")), [""; 0], "{own:?}");
        }
    }

    #[test]
    fn the_way_it_is_sent_decides() {
        let top = |front: &str| first(&format!("---\n{front}\n---\n\n‸{QUOTE}")).id;
        assert_eq!(top("mode: forum"), "forum-hello");
        assert_eq!(top("mode: chat"), "chat-hello");
        assert_eq!(top("mode: follow-up"), "hi-again");
        assert_eq!(top("thread: 3"), "hi-again");
        assert_eq!(top("mode: email"), "hi");
        assert!(
            ids(&with_quote("‸"))
                .iter()
                .all(|id| !id.starts_with("forum") && !id.starts_with("chat"))
        );
        assert_eq!(ids("---\nmode: note\n---\n\n‸"), [""; 0]);
        let chat = ids("---\nmode: chat\n---\n\nI moved it.\n‸");
        assert_eq!(chat[0], "bye-chat");
    }

    #[test]
    fn several_customers_are_all_greeted() {
        let to = "To: Eva Ruiz <e@x.org>, Jo Hill <j@x.org>\nSubject: x\n\n‸";
        let labels: Vec<_> = offered(to).into_iter().map(|offer| offer.label).collect();
        assert_eq!(labels[..3], ["Hi Eva and Jo,", "Hello Eva and Jo,", "Hi all,"]);
        let four = "To: Eva <e@x.org>, Jo <j@x.org>, Kim <k@x.org>, Max <m@x.org>\nSubject: x\n\n‸";
        assert_eq!(first(four).label, "Hi all,");
    }

    #[test]
    fn an_uncertain_name_is_never_filled_in() {
        let nameless = "‸\n\nOn Tue, 4 Mar 2025 at 10:02, <maria.ruiz@x.org> wrote:\n> The invoice is missing.\n";
        let found = offered(nameless);
        assert_eq!(found[0].id, "hello-unknown");
        for offer in found {
            assert!(!offer.snippet.plain().to_lowercase().contains("maria"), "{offer:?}");
        }
    }

    #[test]
    fn names_are_text_and_no_grammar() {
        for name in ["Siobhán O’Brien", "D'Arcy", "田中", "Ke$ha", "Jo}n", "Ba\\ck"] {
            let marked = format!("---\ncustomer: {name}\n---\n\n‸");
            let hi = offered(&marked).into_iter().find(|offer| offer.id == "hi").unwrap();
            let given = name.split(' ').next().unwrap();
            assert_eq!(hi.snippet.plain(), format!("Hi {given},\n\n"));
            let escaped = given.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
            assert_eq!(hi.snippet.lsp(), format!("Hi ${{1:{escaped}}},\n\n$0"));
        }
    }

    #[test]
    fn the_language_of_the_customer_is_offered() {
        for (quote, greeting, farewell) in [
            (
                "> Guten Tag, ich kann die Rechnung vom März leider nicht finden. Können Sie mir helfen?\n>\n> Viele Grüße\n> Jana Klein\n",
                "Guten Tag Jana Klein,",
                "bye-de",
            ),
            (
                "> Bonjour, je ne trouve pas la facture du mois de mars. Pouvez-vous m'aider, s'il vous plaît ?\n>\n> Cordialement,\n> Claire\n",
                "Bonjour Claire,",
                "bye-fr",
            ),
            (
                "> Hola, no puedo descargar la factura de marzo y la necesito para mañana, por favor.\n>\n> Saludos,\n> Marta\n",
                "Hola, Marta:",
                "bye-es",
            ),
            (
                "> Olá, não consigo encontrar a fatura de março e preciso dela para amanhã, por favor.\n>\n> Atenciosamente,\n> Rita\n",
                "Olá, Rita!",
                "bye-pt",
            ),
        ] {
            let offer = first(&format!("‸\n\n{quote}"));
            assert!(offer.label.starts_with(greeting), "{offer:?}");
            let reply = offer.snippet.plain();
            let replied = format!("{}\n\n‸\n\n{quote}", reply.trim_end());
            assert_eq!(first(&replied).id, farewell, "{replied:?}");
            assert_eq!(first(&format!("‸\n\n{quote}").replace('‸', "Hello‸")).id, "hello");
        }
        let japanese = "---\ncustomer: 田中 太郎\n---\n\n‸\n\n> 三月の請求書が見つかりません。お手数ですが、再度お送りいただけますでしょうか。来週の会議で必要になりますので、よろしくお願いいたします。\n";
        assert!(first(japanese).snippet.plain().starts_with("田中 太郎様\n\nいつも"));
    }

    #[test]
    fn line_breaks_fit_what_stands_around() {
        assert_eq!(
            taken("‸"),
            "Hello, and thank you for writing. I'm Ana. What may I call you?\n\n"
        );
        let front = "---\ncustomer: Jo\n---\n";
        let expected = format!("{front}\nHi Jo,\n\nIt is done.");
        assert_eq!(taken(&format!("{front}\n‸\n\nIt is done.")), expected);
        assert_eq!(taken(&format!("{front}\n‸\nIt is done.")), expected);
        assert_eq!(taken(&format!("{front}\n‸It is done.")), expected);
        assert_eq!(taken(&format!("{front}‸\n\nIt is done.")), expected);

        let end = "You can reply to this message whenever you like: it comes straight back to me.\n\nBest wishes,\nAna";
        for own in ["It is done.\n\n‸", "It is done.\n‸", "It is done.‸"] {
            assert_eq!(
                taken(&format!("{front}\n{own}")),
                format!("{front}\nIt is done.\n\n{end}"),
                "{own:?}"
            );
        }
    }

    #[test]
    fn of_two_that_fit_alike_the_one_unused_for_longer_comes_first() {
        let sent = "Hi Jo,\n\nI moved it.\n\nBest wishes,\nAna\n\n> Please help.\n>\n> Jo\n";
        let draft = Draft::read(sent, &Input::default(), &CATALOG);
        let lines = crate::history::SentLines::of(&draft).expect("it is a reply");
        let key = [7; 16];
        let used = RecentLines::new(key, []).hashed(&lines);
        let input = Input { recent: RecentLines::new(key, [used]), ..Input::default() };
        let greetings: Vec<_> =
            offered_to(&with_quote("‸"), &input).into_iter().map(|offer| offer.id).collect();
        assert_eq!(greetings[..2], ["hello", "hi"]);
    }

    #[test]
    fn what_the_mail_shows_comes_first_and_is_named() {
        let bug = first("Hi Jo,\n\n‸\n\n> My export crashes at row 400.\n>\n> Jo\n");
        assert_eq!(bug.label, "Thank you for spotting the export.");
        assert_eq!(bug.detail, "They found a bug. They wrote “crashes”.");
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_any_cursor_get_an_answer(
            text in r"(> |Hi|Best w|;bye|thank|- |```|:::note|-- |---|On x wrote:|[a-zé👋. \n\r]){0,12}",
            at in 0usize..80,
        ) {
            let draft = Draft::read(&text, &Input::default(), &CATALOG);
            for offer in offers(&draft, at, &CATALOG, &Input::default()) {
                let typed = offer.replace.of(&text);
                proptest::prop_assert!(offer.replace.end <= at && !typed.contains(['\n', '\r']));
                proptest::prop_assert!(!offer.snippet.plain_line().contains(['\n', '\r']));
            }
        }
    }
}
