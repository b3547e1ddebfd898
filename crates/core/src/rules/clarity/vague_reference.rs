use std::borrow::Cow;

use crate::document::{EndMark, Marks};
use crate::draft::RegionKind;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};

declare! {
    /// Reports “the issue” or “your request” where the customer's own word says more.
    ///
    /// ## Why
    /// Concrete words show that you have listened: “the March invoice”, not “the issue”. Customers of
    /// people who speak so are more satisfied.
    ///
    /// ## Flagged
    /// [Q: My March invoice shows two charges.] Hi Jo, I looked into <|the issue|>.
    /// [Q: The blue jacket is too small.] Hi Jo, I can <|help you with that|>.
    /// [Q: Export stops at row 400.] Thanks, Jo. <|Your request|> is being handled.
    /// [Q: My passport photo won't upload.] Hi Jo, sorry about <|this matter|>.
    ///
    /// ## Clean
    /// [Q: My March invoice shows two charges.] Hi Jo, your March invoice was charged twice. The issue is fixed.
    /// [Q: help!!] Hi Jo, what is the problem you see?
    /// Issue 3 of our magazine is out.
    /// [Q: Order 99 is late.] Hi Jo, order 99 left Lyon this morning.
    /// [Q: The shower in room 12 is cold.] Dear Ms Ruiz, I have the problem with your shower on my list.
    /// [Q: The printer jams on page 3.] Hi Jo, send me a photo of it, and we can see what the issue is.
    /// I looked into the issue. # nothing to go by
    pub VagueReference {
        code: "vague-reference", family: Clarity, since: "0.1.0", severity: Hint,
        reads: [Body, Farewell], fix: None, rank: 2
    }
}

cues! {
    enum Cue { Thing }
    en: Thing = "(look|looking|looked|investigate|investigating|investigated|check|checking|checked) (into|at|on)? <(the|this|your|that) (issue|problem|matter|request|question|concern|situation|inquiry|enquiry|query)>",
    en: Thing = "(sorry|apologies|apologise|apologize) {0..3} (about|for) <(the|this|that) (issue|problem|matter|request|question|concern|situation|inquiry|enquiry|query)>",
    en: Thing = "(resolve|resolved|fix|fixed|solve|solved|handle|handled|handling|process|processed|processing|review|reviewed|reviewing|addressed|escalated|forwarded|received|regarding|concerning) <(the|this|your|that) (issue|problem|matter|request|question|concern|situation|inquiry|enquiry|query)>",
    en: Thing = "<(your|this|the) (request|query|enquiry|inquiry|question|concern|matter)> (is|has|was|will)",
    en: Thing = "<(your|this|the) (issue|problem)> (has|will|(is|was) (being|now|solved|resolved|fixed|handled|gone|with|closed|under))",
    en: Thing = "(help|assist) you? with (that|this)",
}

/// Words of a quote that name nothing.
const EMPTY: &[&str] = &[
    "help",
    "please",
    "hello",
    "issue",
    "issues",
    "problem",
    "problems",
    "question",
    "request",
    "matter",
    "thing",
    "things",
    "something",
    "thanks",
    "dear",
    "regards",
    "best",
    "morning",
    "situation",
    "team",
    "support",
    "today",
    "yesterday",
    "sir",
    "madam",
    "urgent",
    "reply",
    "answer",
    "mail",
    "email",
];

impl Rule for VagueReference {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.message.words.is_empty() || !draft.mode.is_letter() {
            return;
        }
        let thing = |at: usize| cx.cues_in(at).find(|hit| Cue::of(hit) == Cue::Thing);
        let first = cx.cued_sentences(&[RegionKind::Body]).find_map(|at| Some((at, thing(at)?)));
        let Some((first, hit)) = first else { return };
        let concrete = |word: &str| {
            !EMPTY.contains(&word.to_lowercase().as_str())
                && draft.message.is_about(word, draft.language)
        };
        // A sentence with a link or code is concrete in its own way.
        let view = cx.view(first);
        let linked = (0..view.len()).any(|at| view.marked(at, Marks::OPAQUE));
        if linked || view.sentence.end == EndMark::Question {
            return;
        }
        // The word may stand before it, or in its own sentence.
        let until = cx.sentences(&[RegionKind::Body]).take_while(|&at| at <= first);
        let mut until = until.map(|at| cx.view(at));
        if until.any(|view| (0..view.len()).any(|word| concrete(view.written(word)))) {
            return;
        }
        let topics = topics(cx);
        let Some(topic) = topics.first() else { return };
        let words = hit.marked();
        let span = view.words[words.start].span().cover(view.words[words.end - 1].span());
        let said = crate::rules::wording::on_one_line(span.of(draft.text()));
        let message = format!("“{said}” is thin. Say it in their words: “{topic}”?");
        let mut finding = META.finding(span, message);
        finding.help =
            format!("They wrote of {}. Name it once, then “it” will do.", listed(&topics)).into();
        finding.clause = span;
        out.push(finding);
    }
}

fn listed(topics: &[&str]) -> String {
    let quoted: Vec<_> = topics.iter().map(|word| format!("“{word}”")).collect();
    quoted.join(", ")
}

/// Up to three nouns that the customer used.
fn topics<'c>(cx: &'c ReplyCx<'_>) -> Vec<&'c str> {
    let draft = cx.draft;
    let lexicon = &draft.language.lexicon;
    const NOUN: ClassSet = ClassSet::of(&[
        Class::Record,
        Class::Artefact,
        Class::Service,
        Class::CustomerThing,
        Class::EvidenceNoun,
    ]);
    const OTHER: ClassSet = ClassSet::of(&[
        Class::VerbBase,
        Class::VerbS,
        Class::VerbIng,
        Class::VerbPast,
        Class::VerbParticiple,
        Class::Adverb,
        Class::Taste,
        Class::ReadyWord,
        Class::TimeNoun,
        Class::Weekday,
        Class::Person,
    ]);
    let mut found: Vec<&str> = Vec::new();
    let mut weak: Vec<&str> = Vec::new();
    for word in draft.message.text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
        let folded = word.to_lowercase();
        let plain = word.chars().all(|c| c.is_alphabetic() || c == '-') && word.len() < 24;
        if !plain
            || EMPTY.contains(&folded.as_str())
            || !draft.message.is_about(word, draft.language)
        {
            continue;
        }
        let classes = lexicon.classes(lexicon.lookup(&folded));
        if classes.meets(NOUN) {
            found.push(word);
        } else if !classes.meets(OTHER) {
            weak.push(word);
        }
    }
    found.extend(weak);
    found.dedup();
    found.truncate(3);
    found
}
