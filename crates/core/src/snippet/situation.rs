//! What a draft is like, as far as it decides which words fit.
//!
//! Two things are read: what the customer's mail shows, and what the reply has said above the cursor.

use std::cell::OnceCell;

use crate::clause::Context;
use crate::document::{EndMark, LineClass, Sentence};
use crate::draft::{Draft, Mood, RegionKind, Sign};
use crate::input::Mode;
use crate::lang::asking::Kind;
use crate::lang::class::{Class, ClassSet};
use crate::lang::data::PatternUse;
use crate::lang::grammar::View;
use crate::lang::wording::{Register, Registers};

use super::place;
use super::variables::{Variable, Variables};

/// What the reply asks and promises stands in its last sentences; what stands higher up was followed by
/// something else.
const LAST: usize = 3;
/// Of what fails, nobody can tell all that is needed in so few words.
const LITTLE: usize = 45;
/// Where somebody writes from shows in so many lines of the thread.
const MOST_LINES: usize = 200;
/// A sentence that only thanks or feels for somebody is short.
const LONGEST_COURTESY: usize = 25;

/// What the draft tells of its situation.
#[derive(Clone, Debug)]
pub(super) struct Situation<'d> {
    pub(super) mode: Mode,
    /// How the customer's mail reads.
    pub(super) mood: &'d Mood,
    /// Whether one knows what to call the customer, or the customers.
    pub(super) named: bool,
    /// Whether nothing tells who the customer is.
    pub(super) nameless: bool,
    /// Whether the customer writes from Japan or in Japanese, once it is asked.
    japanese: OnceCell<bool>,
    draft: &'d Draft<'d>,
    /// Whether there are two customers whose names one knows.
    pub(super) pair: bool,
    /// Whether the customer asks more than one thing.
    pub(super) asks_much: bool,
    /// Whether the customer asks where something is or how something is done.
    pub(super) asks_way: bool,
    /// Whether the customer says that something fails and little more.
    pub(super) says_little: bool,
    /// Whether the customer says that they sent something.
    pub(super) sent: bool,
    /// How formally the two write to each other, as far as it shows.
    pub(super) register: Option<Register>,
    /// Whether words of farewell stand in the draft already.
    pub(super) parted: bool,
    /// What the reply has said.
    pub(super) said: Said,
}

/// What the reply has said above the cursor, its greeting apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// It has said anything.
    pub(super) anything: bool,
    /// It has said more than thanks and sympathy.
    pub(super) substance: bool,
    /// It has thanked.
    pub(super) thanks: bool,
    /// It has said sorry.
    pub(super) sorry: bool,
    /// It has said what was done or found.
    pub(super) solved: bool,
    /// It ends with something that it asks for.
    pub(super) asks: bool,
    /// It ends with something that is not finished yet.
    pub(super) pending: bool,
    /// It ends with something that the writer will do.
    pub(super) promises: bool,
}

impl<'d> Situation<'d> {
    /// Reads the draft as far as the byte `start`: what was only just typed tells nothing.
    pub(super) fn read(draft: &'d Draft<'d>, start: usize, variables: &Variables) -> Self {
        let parted = draft.farewell.is_some_and(|span| span.start < start);
        let named = variables.get(Variable::Customer).is_some();
        let message = &draft.message;
        let fails =
            [Sign::Bug, Sign::Access, Sign::Outage].into_iter().any(|it| message.mood.has(it));
        let sent = variables.get(Variable::Sent).is_some();
        let said = Said::read(draft, start);
        Self {
            mode: draft.mode,
            mood: draft.mood(),
            named,
            nameless: !named && draft.mode != Mode::Group,
            japanese: OnceCell::new(),
            draft,
            pair: variables.get(Variable::Customer2).is_some(),
            asks_much: message.questions.len() > 1,
            asks_way: message.questions.iter().any(|it| matches!(it.kind, Kind::Place | Kind::Way)),
            says_little: fails
                && !sent
                && !said.solved
                && !said.pending
                && message.words.len() <= LITTLE,
            sent,
            register: register(&draft.language.wording.register, draft, start),
            parted: parted && place::has_said(draft, start),
            said,
        }
    }
}

impl Situation<'_> {
    /// Whether the customer writes from Japan or in Japanese.
    pub(super) fn is_japanese(&self) -> bool {
        *self.japanese.get_or_init(|| {
            let theirs = |class| !matches!(class, LineClass::Own | LineClass::Signature);
            let lines = self.draft.document.lines.iter().filter(|line| theirs(line.class));
            let text = self.draft.text();
            lines.take(MOST_LINES).any(|line| tells_of_japan(line.text(text)))
        })
    }

    /// The customer's words that show the sign. Of somebody upset praise is irony; and who mentions an order
    /// in a mail about trouble has not come for having bought something.
    pub(super) fn shown_by(&self, sign: Sign) -> Option<&str> {
        const TROUBLE: [Sign; 7] = [
            Sign::Bug,
            Sign::Waiting,
            Sign::Slip,
            Sign::Refund,
            Sign::Leaving,
            Sign::Outage,
            Sign::Access,
        ];
        let upset = self.mood.is_upset();
        let meant = match sign {
            Sign::Purchase => !upset && !TROUBLE.into_iter().any(|it| self.mood.has(it)),
            Sign::Praise | Sign::Event | Sign::Joined | Sign::Solved => !upset,
            _ => true,
        };
        self.mood.shown_by(sign).filter(|_| meant)
    }
}

impl Said {
    fn read(draft: &Draft<'_>, start: usize) -> Self {
        let document = &draft.document;
        let before = document.sentences.partition_point(|sentence| sentence.span.start < start);
        let own = |at: &usize| {
            matches!(draft.sentence_regions[*at], RegionKind::Body | RegionKind::Farewell)
        };
        let own: Vec<usize> = (0..before).filter(own).collect();
        let uses = &draft.language.uses;
        let thanks = |at: usize| {
            let hits = draft.hits_in(at).iter();
            hits.map(|hit| uses[hit.pattern.index()]).any(|what| what == PatternUse::Thanks)
        };
        let anything = place::has_said(draft, start);
        let mut said = Self { anything, thanks: (0..before).any(thanks), ..Self::default() };
        let Some(grammar) = draft.language.grammar else {
            // Nothing is known of what it says.
            said.substance = anything;
            return said;
        };
        for (left, &at) in (0..own.len()).rev().zip(&own) {
            let sentence = &document.sentences[at];
            let view = View::new(document, sentence, &draft.language.lexicon);
            let facts = Context::OWN_ACTION.with(Context::DONE).with(Context::DELIVERY);
            let context = grammar.context(&view);
            let solves = context.says_any(facts);
            let sorry = (0..view.len()).any(|at| is_sorry(view.written(at)));
            said.solved |= solves;
            said.sorry |= sorry;
            let courteous = !solves && (thanks(at) || sorry || acknowledges(&view));
            let courteous = courteous && view.len() <= LONGEST_COURTESY;
            // "I see the same empty page here" is no answer yet.
            let works = (0..view.len()).any(|at| is_one_of(view.written(at), &["works", "fixed"]));
            let only_tested = !solves && !works && context.says_any(Context::OWN_TEST);
            said.substance |= !courteous && !only_tested;
            if left < LAST {
                said.asks |= asks(sentence, &view);
                said.promises |= promises(&view);
                said.pending |= !courteous && is_pending(&view, &draft.language.wording.work);
            }
        }
        said
    }
}

fn is_sorry(word: &str) -> bool {
    is_one_of(word, &["sorry", "apologise", "apologize", "apologies"])
}

fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|it| word.eq_ignore_ascii_case(it))
}

/// Whether the sentence only shows that its writer has read: "You're right about …", "I understand".
fn acknowledges(view: &View<'_>) -> bool {
    let head = view.known(0).to_lowercase();
    match head.as_str() {
        "you" => view.is(1, Class::Be),
        "i" | "we" => (1..4).any(|at| {
            is_one_of(view.written(at), &["understand", "see", "read", "hear", "reading"])
        }),
        "this" | "that" => view.is(1, Class::Be),
        _ => false,
    }
}

/// Whether the sentence tells of work that is not done yet: "I've asked them", "Jon is checking why".
fn is_pending(view: &View<'_>, work: &[String]) -> bool {
    (1..view.len()).any(|at| {
        let begun = view.is_any(at - 1, ClassSet::of(&[Class::Be, Class::Have]));
        // "It's now with our developers."
        let with = |at: usize| view.known(at) == "with" && view.is(at + 1, Class::We);
        if begun && (with(at) || view.known(at) == "now" && with(at + 1)) {
            return true;
        }
        begun && work.iter().any(|it| view.written(at).eq_ignore_ascii_case(it))
    })
}

/// Whether the sentence asks the reader for something: a question, or "please send …".
fn asks(sentence: &Sentence, view: &View<'_>) -> bool {
    sentence.end == EndMark::Question || view.known(0).eq_ignore_ascii_case("please")
}

/// Whether the sentence says what its writer will do: "I'll write", "we're looking into it".
fn promises(view: &View<'_>) -> bool {
    (1..view.len()).any(|at| {
        view.is(at, Class::Will)
            && ["i", "we"].contains(&view.known(at - 1).to_lowercase().as_str())
    })
}

/// The register that the writer has begun in above the byte `start`, else the customer's.
fn register(registers: &Registers, draft: &Draft<'_>, start: usize) -> Option<Register> {
    let text = draft.text();
    let above = draft.document.lines.iter().take_while(|line| line.span.start < start);
    let own = above.filter(|line| line.class == LineClass::Own);
    let own = own.map(|line| &text[line.span.start..line.span.end.min(start)]);
    registers.of(own).or_else(|| registers.of(draft.message.text.lines()))
}

/// Whether a line of the customer's holds an address in Japan or letters that only Japanese has.
fn tells_of_japan(line: &str) -> bool {
    let kana = |c: char| ('\u{3041}'..='\u{30ff}').contains(&c);
    let address = |word: &str| {
        word.contains('@') && word.trim_end_matches(['>', ')', ',', ';', ':', '.']).ends_with(".jp")
    };
    line.contains(kana) || line.split_whitespace().any(address)
}
