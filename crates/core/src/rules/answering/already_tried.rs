use std::borrow::Cow;
use std::ops::Range;

use crate::document::{EndMark, Marks};
use crate::draft::RegionKind;
use crate::finding::Related;
use crate::lang::LanguageData;
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::lang::topics::Topic;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a step that they wrote they have taken already.
    ///
    /// ## Why
    /// When they write, the usual steps have failed. To be sent through them again says that nobody read
    /// the mail. Where a step has to be taken once more, a reason turns it into help.
    ///
    /// ## Flagged
    /// [Q: I've cleared the cache and it still fails.] Please <|clear your cache|>.
    /// [Q: Already restarted twice.] Try <|restarting your phone|>.
    /// [Q: I checked my spam folder.] Could you <|check your spam folder|>?
    /// [Q: I have reinstalled the app.] Please <|reinstall the app|>.
    /// [Q: We rebooted the router and logged out and in again.] Hi Jo, <|restart the router|>, please.
    /// [Q: I tried updating the plugin, no luck.] Hi Jo, you can <|update the plugin|> under Extensions.
    /// [Q: I've already called the courier, who know nothing.] Hi Jo, please <|contact the courier|> first.
    ///
    /// ## Clean
    /// [Q: I've cleared the cache.] Please clear it once more, this time with the extension off, because…
    /// [Q: It fails.] Please clear your cache.
    /// [Q: I restarted it.] I restarted the server on our side.
    /// [Q: I checked spam.] I've sent it again from another address.
    /// [Q: I haven't restarted it yet.] Please restart it.
    /// [Q: I checked the invoice.] Could you check your spam folder?
    /// [Q: I've updated the app.] Thank you for updating the app. Now open Settings.
    /// [Q: I restarted the phone.] Please restart the router too.
    /// [Q: I've reset my password.] If you reset your password, you have to sign in on all devices.
    pub AlreadyTried {
        code: "already-tried", family: Answering, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: None, rank: 10
    }
}

cues! {
    enum Cue { Lead, Advice, Reason }
    en: Lead = "(please|kindly|try|just|simply|then|first|now|and|could you|can you|would you|will you|you can|you could|you should|you need to|you have to|you must|you might|you may|to|have you tried|did you try|have you|did you)",
    en: Advice = "(suggest|recommend|advise|suggest you|suggest to|recommend you|recommend to|advise you to|asking you to|ask you to|like you to|need you to|'s worth|is worth|try)",
    en: Reason = "(again|once more|one more|another time|this time|because|since|even if|even though|although|though|incognito|second time|different|differently|other|another|after|instead|as you|you already|you've already|you did|you said|you wrote|you mentioned|not|never)",
    en: Reason = "(and then|but|with {0..4} (off|on|disabled|enabled|closed|open)|while|so that|so I|so we|as well|too|also)",
}

/// A step has its object in so many words behind its verb.
const OBJECT_WITHIN: usize = 5;
/// Between "I" and what was done stand so many words at most: "I have already also".
const SUBJECT_WITHIN: usize = 5;

/// Something that was done, or is to be done.
struct Step {
    /// What the verb does.
    does: Vec<u16>,
    /// "out" of "log out".
    particle: Option<String>,
    /// What it is done to.
    object: Vec<Topic>,
    /// The words, in the sentence.
    words: Range<usize>,
}

impl Step {
    /// Whether to do this is to do the other again.
    fn repeats(&self, other: &Self) -> bool {
        let same = self.does.iter().any(|it| other.does.contains(it));
        let object = match (&self.object[..], &other.object[..]) {
            ([], []) | (_, []) => true,
            ([], _) => false,
            (own, others) => own.iter().any(|topic| others.contains(topic)),
        };
        same && self.particle == other.particle && object
    }
}

impl Rule for AlreadyTried {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let language = draft.language;
        let tried = tried(cx);
        if tried.is_empty() {
            return;
        }
        for at in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let hits: Vec<_> = cx.cues_in(at).map(|hit| (Cue::of(&hit), hit.words())).collect();
            if hits.iter().any(|(cue, _)| *cue == Cue::Reason) {
                continue;
            }
            let mut end = 0;
            for verb in 0..view.len() {
                let leads = |wanted: Cue| {
                    hits.iter().any(|(cue, words)| *cue == wanted && words.end == verb)
                };
                let begins = verb == 0 || view.marked(verb, Marks::COMMA.with(Marks::COLON));
                let led =
                    leads(Cue::Advice) || (begins || leads(Cue::Lead)) && !is_own(&view, verb);
                // "If you reset it" says what happens, and asks for nothing.
                let conditional = (0..verb).any(|at| view.is(at, Class::Condition));
                if !led || conditional || verb < end {
                    continue;
                }
                let form = ClassSet::of(&[Class::VerbBase, Class::VerbIng]);
                let asked =
                    view.is_any(verb, form) || view.is(verb, Class::VerbParticiple) && verb > 0;
                let Some(step) = step(&view, verb, language).filter(|_| asked) else { continue };
                let Some((place, words, _)) = tried.iter().find(|(_, _, it)| step.repeats(it))
                else {
                    continue;
                };
                end = step.words.end;
                let span = wording::span_of(&view, step.words.clone());
                let message = format!("They wrote “{words}”. Something new, or why once more?");
                let mut finding = META.finding(span, message);
                finding.help =
                    "Offer the next step, or say what is different this time: “once more, with the extension off”."
                        .into();
                finding
                    .related
                    .push(Related { span: *place, message: "They say here that they did".into() });
                out.push(finding);
            }
        }
    }
}

/// "I'm going to restart the server": the writer does it.
fn is_own(view: &View<'_>, verb: usize) -> bool {
    const WRITER: ClassSet = ClassSet::of(&[Class::I, Class::We]);
    let person = (0..verb).rev().find(|&at| view.is_any(at, WRITER) || view.is(at, Class::You));
    person.is_some_and(|at| view.is_any(at, WRITER))
}

/// What the customer did: its place in the draft, their words, the step.
fn tried(cx: &ReplyCx<'_>) -> Vec<(Span, String, Step)> {
    let message = &cx.draft.message;
    let language = cx.draft.language;
    let lexicon = &language.lexicon;
    let mut out = Vec::new();
    for sentence in &message.sentences {
        if sentence.end == EndMark::Question {
            continue;
        }
        let words = &message.words[sentence.words.clone()];
        let view = View { text: &message.text, sentence, words, lexicon };
        let mut doing = false;
        for at in 0..view.len() {
            let did = view.is_any(at, ClassSet::of(&[Class::VerbPast, Class::VerbParticiple]));
            let trying = view.is(at, Class::VerbIng);
            if !did && !trying {
                // "… and restarted it" goes on with the same subject.
                doing &= !view.marked(at, Marks::BREAK);
                continue;
            }
            let Some(subject) = subject(&view, at) else { continue };
            let own = match subject {
                Subject::Own | Subject::None => true,
                Subject::Coordinated => doing,
                Subject::Other => false,
            };
            if !own || !did && !is_tried(&view, at) {
                continue;
            }
            doing = true;
            if let Some(step) = step(&view, at, language) {
                let start = step.words.start;
                let span = wording::span_of(&view, start..step.words.end);
                let told = wording::on_one_line(span.of(&message.text));
                out.push((message.place(span), told, step));
            }
        }
    }
    out
}

/// Who did what the verb says.
enum Subject {
    /// The customer.
    Own,
    /// Nobody is named: "Already restarted twice."
    None,
    /// That of the verb before: "cleared the cache and restarted".
    Coordinated,
    /// Somebody else, or it was not done.
    Other,
}

fn subject(view: &View<'_>, verb: usize) -> Option<Subject> {
    const WRITER: ClassSet = ClassSet::of(&[Class::I, Class::We]);
    const BETWEEN: ClassSet = ClassSet::of(&[
        Class::Have,
        Class::Adverb,
        Class::NowAdverb,
        Class::Clitic,
        Class::Do,
        Class::VerbPast,
        Class::VerbIng,
        Class::To,
        Class::Be,
    ]);
    for at in (verb.saturating_sub(SUBJECT_WITHIN)..verb).rev() {
        if view.is(at, Class::Negation) {
            return Some(Subject::Other);
        }
        if view.is_any(at, WRITER) {
            return Some(Subject::Own);
        }
        if view.is(at, Class::Coordinator) || view.marked(at + 1, Marks::COMMA) {
            return Some(Subject::Coordinated);
        }
        if !view.is_any(at, BETWEEN) {
            return Some(Subject::Other);
        }
    }
    (verb < SUBJECT_WITHIN).then_some(Subject::None)
}

/// "I tried restarting", "we have been clearing".
fn is_tried(view: &View<'_>, at: usize) -> bool {
    at > 0 && view.is_any(at - 1, ClassSet::of(&[Class::VerbPast, Class::Be]))
        || at > 1 && view.is(at - 1, Class::Coordinator)
}

/// The step that the verb begins.
fn step(view: &View<'_>, verb: usize, language: &LanguageData) -> Option<Step> {
    let does = language.topics.remedies(view.written(verb)).to_vec();
    if does.is_empty() {
        return None;
    }
    let mut object = Vec::new();
    let mut end = verb + 1;
    let mut particle = None;
    for at in (verb + 1..view.len()).take(OBJECT_WITHIN) {
        const STOPS: ClassSet = ClassSet::of(&[
            Class::Coordinator,
            Class::Condition,
            Class::Relative,
            Class::Subordinator,
        ]);
        let broken = view.marked(at, Marks::PUNCTUATION);
        // "Log out and in again": one step.
        if broken || view.is_any(at, STOPS) && !view.is(at, Class::Preposition) {
            break;
        }
        let (topics, _) = language.topics.of(view.written(at), view.lexicon);
        let goes_on = view.is_any(at, ClassSet::of(&[Class::Determiner, Class::Possessive]));
        if at == verb + 1 && language.topics.is_particle(view.known(at)) {
            particle = Some(view.known(at).to_owned());
            end = at + 1;
            continue;
        }
        if view.is(at, Class::Adverb) || topics.is_empty() && !goes_on {
            break;
        }
        if !topics.is_empty() {
            end = at + 1;
        }
        object.extend(topics);
    }
    Some(Step { does, particle, object, words: verb..end })
}
