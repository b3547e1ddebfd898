use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::document::{EndMark, Marks, Placed};
use crate::draft::RegionKind;
use crate::finding::Related;
use crate::lang::LanguageData;
use crate::lang::class::{Class, ClassSet, FUNCTION_WORD, PERSONAL};
use crate::lang::grammar::View;
use crate::lang::lexicon::{WordId, fold};
use crate::lang::topics::{Topic, stem};
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
    /// [Q: I looked in the junk folder.] Hi Jo, please <|have a look in your junk folder|>.
    /// [Q: I defrosted it twice last week.] Hi Jo, try <|defrosting the freezer|>.
    /// [Q: I updated the firmware on Sunday.] Hi Jo, <|update the scale to the newest firmware|> and it will count again.
    /// [Q: I signed out and back in.] Hi Jo, <|sign out|> of the till and sign in again.
    /// [Q: I have calibrated the sensor.] Hi Jo, please <|calibrate the sensor|>.
    /// [Q: We rebooted it twice.] Hi Jo, could you <|do a reboot|>?
    /// [Q: I've already called the courier, who know nothing.] Hi Jo, please <|contact the courier|> first.
    ///
    /// ## Clean
    /// [Q: I've cleared the cache.] Please clear it once more, this time with the extension off, because…
    /// [Q: It fails.] Please clear your cache.
    /// [Q: I restarted it.] I restarted the server on our side.
    /// [Q: I checked spam.] I've sent it again from another address.
    /// [Q: I haven't restarted it yet.] Please restart it.
    /// [Q: I checked the invoice.] Could you check your spam folder?
    /// [Q: I defrosted it twice.] Please defrost it again, with the fan off.
    /// [Q: I washed the jumper and it shrank.] Wash the jumper cold from now on.
    /// [Q: I looked at the photo on your page.] Please look at the photo I attached.
    /// [Q: I opened the app.] Open the app and tap the lamp.
    /// [Q: I calibrated the sensor.] Please calibrate the display.
    /// [Q: I've updated the app.] Thank you for updating the app. Now open Settings.
    /// [Q: I restarted the phone.] Please restart the router too.
    /// [Q: I've reset my password.] If you reset your password, you have to sign in on all devices.
    pub AlreadyTried {
        code: "already-tried", family: Answering, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: None, rank: 10
    }
}

cues! {
    enum Cue { Lead, Advice, Light, Again, Reason }
    en: Lead = "(please|kindly|try|just|simply|then|first|now|and|could you|can you|would you|will you|you can|you could|you should|you need to|you have to|you must|you might|you may|to|have you tried|did you try|have you|did you)",
    en: Advice = "(suggest|recommend|advise|suggest you|suggest to|recommend you|recommend to|advise you to|asking you to|ask you to|like you to|need you to|'s worth|is worth|try)",
    en: Light = "(have|take|give it|give them|do|perform|run|make) (a|an) {0..1} {verb-base}",
    en: Again = "again",
    en: Reason = "(once more|one more|another time|this time|because|since|even if|even though|although|though|incognito|second time|different|differently|other|another|after|instead|as you|you already|you've already|you did|you said|you wrote|you mentioned|not|never)",
    en: Reason = "(and then|but|with {0..4} (off|on|disabled|enabled|closed|open)|while|so that|so I|so we|as well|too|also)",
}

/// A step has its object in so many words behind its verb.
const OBJECT_WITHIN: usize = 6;
/// Between "I" and what was done stand so many words at most: "I have already also".
const SUBJECT_WITHIN: usize = 5;

/// What a verb says of a step, without what stands behind it.
struct Deed {
    /// What the verb does, of what one tries first.
    does: Vec<u16>,
    /// The verb itself, where its meaning is its own: "descale".
    stem: Option<String>,
    /// Whether the verb is a rare one, which says enough without its object.
    rare: bool,
    /// Whether one looks at something.
    looks: bool,
}

impl Deed {
    fn does_the_same(&self, other: &Self) -> bool {
        self.does.iter().any(|it| other.does.contains(it))
    }

    fn is_the_same_verb(&self, other: &Self) -> bool {
        self.stem.is_some() && self.stem == other.stem
    }

    /// Whether it may be the other once more, whatever it is done to.
    fn resembles(&self, other: &Self) -> bool {
        self.looks && other.looks || self.is_the_same_verb(other) || self.does_the_same(other)
    }
}

/// Something that was done, or is to be done.
struct Step {
    /// What the verb says.
    deed: Deed,
    /// Whether a pronoun stands for what it is done to.
    pronoun: bool,
    /// "out" of "log out".
    particle: Option<String>,
    /// Whether it is done to something that is not to be read: a name in signs.
    unread: bool,
    /// What it is done to.
    object: Vec<Topic>,
    /// The words, in the sentence.
    words: Range<usize>,
}

impl Step {
    /// Whether to do this is to do the other again.
    fn repeats(&self, other: &Self) -> bool {
        let shared = self.object.iter().any(|topic| other.object.contains(topic));
        let (deed, done) = (&self.deed, &other.deed);
        if deed.looks && done.looks && shared {
            return true;
        }
        if self.particle != other.particle {
            return false;
        }
        if deed.is_the_same_verb(done) {
            // "Wash the jumper cold" is more than was done.
            let all = self.object.iter().all(|topic| other.object.contains(topic));
            return shared && all || deed.rare && (self.pronoun || other.pronoun);
        }
        let object = match (&self.object[..], &other.object[..]) {
            // What cannot be read may be anything.
            ([], []) => !self.unread && !other.unread,
            (_, []) => true,
            ([], _) => false,
            _ => shared,
        };
        deed.does_the_same(done) && object
    }
}

impl Rule for AlreadyTried {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn wants_passages(&self) -> bool {
        true
    }

    fn on_passages(&self, passages: &[&Placed], cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        const FORM: ClassSet = ClassSet::of(&[Class::VerbBase, Class::VerbIng]);
        let draft = cx.draft;
        let language = draft.language;
        if draft.message.words.is_empty() {
            return;
        }
        // Most mails tell of nothing that was tried.
        let tried = tried(cx);
        if tried.is_empty() {
            return;
        }
        // Verbs that do nothing of what was tried: a reply has the same few again and again.
        let mut others: FxHashSet<WordId> = FxHashSet::default();
        for at in cx.sentences_of(passages, &[RegionKind::Body, RegionKind::Farewell]) {
            let view = cx.view(at);
            let hits: Vec<_> = cx.cues_in(at).map(|hit| (Cue::of(&hit), hit.words())).collect();
            let mut end = 0;
            for verb in 0..view.len() {
                // "Have a look": the noun says what is done.
                let light = hits
                    .iter()
                    .find(|(cue, words)| *cue == Cue::Light && words.start == verb)
                    .map(|(_, words)| words.end - 1);
                let classes = view.classes(verb);
                let known = classes.meets(FORM)
                    || classes.has(Class::VerbParticiple) && verb > 0
                    || light.is_some();
                // Most words are no verb, which is seen at once.
                if !known && classes != ClassSet::EMPTY || verb < end {
                    continue;
                }
                let leads = |wanted: Cue| {
                    hits.iter().any(|(cue, words)| *cue == wanted && words.end == verb)
                };
                let begins = verb == 0 || view.marked(verb, Marks::COMMA.with(Marks::COLON));
                let led =
                    leads(Cue::Advice) || (begins || leads(Cue::Lead)) && !is_own(&view, verb);
                // "If you reset it" says what happens, and asks for nothing.
                let conditional = || (0..verb).any(|at| view.is(at, Class::Condition));
                let unknown = || is_unknown(&view, verb) && !view.written(verb).ends_with("ed");
                if !led || !known && !unknown() || conditional() {
                    continue;
                }
                let told = light.unwrap_or(verb);
                let id = view.words[told].id;
                if others.contains(&id) {
                    continue;
                }
                let deed = deed(&view, told, language)
                    .filter(|deed| tried.iter().any(|(_, _, it)| deed.resembles(&it.deed)));
                let Some(deed) = deed else {
                    // What has no class is read by its place, too.
                    if view.classes(told) != ClassSet::EMPTY {
                        others.insert(id);
                    }
                    continue;
                };
                let mut step = step(&view, told, deed, language);
                step.words.start = verb;
                let next = step.words.end;
                // "Look at the photo I sent": one of the writer's own.
                let own = view.is_any(next, ClassSet::of(&[Class::I, Class::We]))
                    && !view.marked(next, Marks::PUNCTUATION);
                if own || step.deed.stem.is_some() && is_special(&view, next) {
                    continue;
                }
                if has_reason(&view, &step.words, &hits, language) {
                    continue;
                }
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

/// Whether the sentence says that it is once more, or why; a new clause about what comes of it does not: "and the
/// steps will be counted again".
fn has_reason(
    view: &View<'_>,
    step: &Range<usize>,
    hits: &[(Cue, Range<usize>)],
    language: &LanguageData,
) -> bool {
    const SUBJECT: ClassSet = PERSONAL.with(ClassSet::of(&[Class::Determiner, Class::Possessive]));
    let outcome = (step.end..view.len()).find(|&at| {
        view.is(at, Class::Coordinator) && view.known(at) != "but" && view.is_any(at + 1, SUBJECT)
    });
    let particle = |at: usize| language.topics.is_particle(view.known(at));
    hits.iter().any(|(cue, words)| {
        let here = outcome.is_none_or(|outcome| words.start <= outcome);
        match cue {
            Cue::Reason => here,
            // "Log out and log in again" is one round.
            Cue::Again => {
                let round = words.start > 0
                    && particle(words.start - 1)
                    && (step.start..words.start - 1).any(particle);
                here && !round
            }
            _ => false,
        }
    })
}

/// Whether the words from `at` on say how or when it is to be done, so that it is another thing: "wash it cold",
/// "at 30 degrees".
fn is_special(view: &View<'_>, at: usize) -> bool {
    let ends = at >= view.len()
        || view.marked(at, Marks::PUNCTUATION)
        || view.is(at, Class::Coordinator)
        || view.is(at, Class::Preposition);
    !ends || (at..at + 3).any(|at| view.marked(at, Marks::DIGIT))
}

/// Whether nothing is known of the word but that it is one.
fn is_unknown(view: &View<'_>, at: usize) -> bool {
    const SHORTEST: usize = 4;
    let word = view.written(at);
    view.classes(at) == ClassSet::EMPTY
        && word.len() >= SHORTEST
        && word.chars().all(|c| c.is_lowercase() || c == '-' || at == 0 && c.is_alphabetic())
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
            let rare = |ending: &str| is_unknown(&view, at) && view.written(at).ends_with(ending);
            let did = view.is_any(at, ClassSet::of(&[Class::VerbPast, Class::VerbParticiple]))
                || rare("ed");
            let trying = view.is(at, Class::VerbIng) || rare("ing");
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
            if let Some(deed) = deed(&view, at, language) {
                let step = step(&view, at, deed, language);
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

/// What one does with anything, and so tells nothing of a step.
const EVERYDAY: ClassSet = ClassSet::of(&[
    Class::Instruct,
    Class::Say,
    Class::Think,
    Class::Seem,
    Class::Demand,
    Class::Perceive,
    Class::Obtain,
    Class::Experience,
    Class::Adverb,
    Class::TimeNoun,
]);

/// What the verb does; `None` where that is no step.
fn deed(view: &View<'_>, verb: usize, language: &LanguageData) -> Option<Deed> {
    let does = language.topics.remedies(view.written(verb)).to_vec();
    let looks = view.is(verb, Class::Inspect);
    let rare = is_unknown(view, verb);
    let verbs =
        ClassSet::of(&[Class::VerbBase, Class::VerbPast, Class::VerbParticiple, Class::VerbIng]);
    let own = does.is_empty()
        && (rare || view.is_any(verb, verbs))
        && !view.is_any(verb, FUNCTION_WORD.with(EVERYDAY));
    if does.is_empty() && !looks && !own {
        return None;
    }
    let stem = own.then(|| stem(&fold(view.written(verb))));
    Some(Deed { does, stem, rare, looks })
}

/// The step that the verb begins.
fn step(view: &View<'_>, verb: usize, deed: Deed, language: &LanguageData) -> Step {
    let looks = deed.looks;
    let pronoun = view.is(verb + 1, Class::ObjectPronoun) && !view.is(verb + 1, Class::Determiner);
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
        let goes_on = view.is_any(at, ClassSet::of(&[Class::Determiner, Class::Possessive]))
            // "Update the watch to the newest firmware."
            || view.is(at, Class::To) && !object.is_empty()
            || looks && view.is(at, Class::Preposition);
        if at == verb + 1 && !looks && language.topics.is_particle(view.known(at)) {
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
    let object_words = ClassSet::of(&[Class::Determiner, Class::Possessive]);
    let unread = object.is_empty() && view.is_any(verb + 1, object_words) && !pronoun;
    Step { deed, unread, pronoun, particle, object, words: verb..end }
}
