use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::{BlockKind, Marks, Placed};
use crate::finding::{Edit, Fix};
use crate::lang::grammar::View;
use crate::lang::lexicon::WordId;
use crate::lang::spelling::{Spellings, head, heads, letters, push_letters};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::own_words;
use crate::rules::wording;

declare! {
    /// Reports names that are written in another way than their own: “Wordpress”, “Git Hub”.
    ///
    /// ## Why
    /// A name is somebody's, and writing it as they do shows care. `spellings` in the settings takes the
    /// names of your house and of your customers.
    ///
    /// ## Flagged
    /// Your <|Wordpress|> site is up.
    /// It's on <|Github|>.
    /// Open <|Youtube|>.
    /// Use <|Javascript|>.
    /// The bill comes from <|Pay Pal|>.
    /// [S: spellings=BlueOwl] The <|Blueowl|> opens at nine.
    /// [S: spellings=BlueOwl] Meet me at the <|Blue Owl|>'s door.
    ///
    /// ## Clean
    /// The page is at https://wordpress.com
    /// Run `npm i javascript-x` first.
    /// Your WordPress site is up.
    /// Write to @github on Mastodon.
    /// Edit wordpress.php and save it.
    /// [S: spellings=BlueOwl] A blue owl sat on the BlueOwl sign.
    /// # WORDPRESS\n\nYour site is up.
    /// Press the button "Open in Github".
    pub BrandCase {
        code: "brand-case", family: Brand, since: "0.1.0", severity: Information,
        reads: [Salutation, Body, Farewell], fix: Safe, rank: 10
    }
}

/// A name of at most so many words may be written apart.
const MOST_APART: usize = 3;

impl Rule for BrandCase {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let team = cx.input.settings.spellings.iter().map(|it| (letters(it), it.as_str()));
        let team: FxHashMap<_, _> = team.collect();
        let heads = team.keys().flat_map(|letters| heads(letters)).collect();
        let known = Known { team, heads, builtin: cx.catalog.spellings() };
        let mut sum = String::new();
        for view in own_words::sentences_of(passages, cx) {
            let heading = cx.draft.document.blocks[view.sentence.block].kind == BlockKind::Heading;
            let mut at = 0;
            while at < view.len() {
                at = match known.find(&view, at, &mut sum) {
                    Some((end, name)) => {
                        let span = own_words::span(&view, at..end);
                        let loud = (at..end).all(|n| view.marked(n, Marks::ALL_CAPS));
                        if span.of(view.text) != name && !(heading && loud) {
                            out.push(finding(&view, at..end, name));
                        }
                        end
                    }
                    None => at + 1,
                };
            }
        }
    }
}

/// The names whose spelling is known, by their letters. What the team has set goes over what comes with
/// Aplomb.
struct Known<'k> {
    team: FxHashMap<String, &'k str>,
    heads: FxHashSet<u32>,
    builtin: &'k Spellings,
}

impl<'k> Known<'k> {
    /// The name whose letters the words from `at` on have, and where they end. `sum` is room to work in.
    fn find(&self, view: &View<'_>, at: usize, sum: &mut String) -> Option<(usize, &'k str)> {
        let head = head(view.words[at].span().of(view.text));
        if head.is_some_and(|it| !self.builtin.may_begin(it) && !self.heads.contains(&it)) {
            return None;
        }
        sum.clear();
        let mut found = None;
        for end in at + 1..=view.len().min(at + MOST_APART) {
            let word = &view.words[end - 1];
            if !own_words::is_wording(view, word) || end > at + 1 && word.any(Marks::PUNCTUATION) {
                break;
            }
            // "A blue owl" is no name: apart, each word needs its capital.
            if end > at + 1 && !(at..end).all(|n| view.marked(n, Marks::CAPITAL)) {
                break;
            }
            push_letters(sum, word.span().of(view.text));
            let name = self.team.get(sum.as_str()).copied().or_else(|| self.builtin.name(sum));
            if let Some(name) = name.filter(|_| !sum.is_empty()) {
                // In one word an ordinary word is left alone where a name is one: "apple".
                let plain = end == at + 1 && !name.chars().skip(1).any(char::is_uppercase);
                let small = !view.marked(at, Marks::CAPITAL);
                if !(plain && small && view.lexicon.lookup(sum) != WordId::UNKNOWN) {
                    found = Some((end, name));
                }
            }
        }
        found
    }
}

fn finding(view: &View<'_>, words: std::ops::Range<usize>, name: &str) -> crate::finding::Finding {
    let span = own_words::span(view, words);
    let said = wording::on_one_line(span.of(view.text));
    let mut finding = META.finding(span, format!("“{said}” writes itself “{name}”."));
    finding.help = format!("Write the name as its owners do: {name}.").into();
    let edit = Edit::replace(span, name);
    finding.fixes.push(Fix::safe(format!("Write “{name}”"), vec![edit]));
    finding
}
