//! Which of the customer's questions a reply answers.
//!
//! A part of the reply speaks to a question by what it is about, or by its form where it is about nothing
//! that was asked: a day answers *when*, steps answer *how*. Where it cannot be told, the question counts as
//! answered.

use std::ops::Range;

use crate::document::{BlockKind, EndMark, LineClass, Marks};
use crate::draft::{Question, RegionKind};
use crate::lang::asking::Kind;
use crate::lang::class::{AUXILIARY, Class, ClassSet};
use crate::lang::grammar::View;
use crate::lang::topics::Topic;
use crate::rule::{CueHit, CuePattern, ReplyCx, cues};
use crate::rules::when;

/// What is about so large a part of what a question is about, one in so many, speaks to it.
const ENOUGH: usize = 2;
/// How much more a word counts that only one question has.
const STRONG: usize = 4;
/// How much the form of an answer counts where the words agree.
const FORM: usize = 2;
/// A subject stands in so many first words of its clause.
const SUBJECT_WITHIN: usize = 3;
/// The verb of a clause stands in so many first words.
const VERB_WITHIN: usize = 8;
/// The least that is a list.
const LIST: usize = 3;

cues! {
    enum Cue { All, Defer, Hold, Ask, Filler, Yes, Time, Amount, Count, Place, Person, Reason, Way, Did, Done, First, Second, Third }
    en: All = "(both|neither)",
    en: All = "all (three|four|five|of them|of these|of it|of those|your questions)",
    en: All = "(yes|no|yep|sure|same) {0..1} (to|on|for) (all|each|either|everything)",
    en: All = "each of (them|these|those)",
    en: All = "(yes|no) and (yes|no)",
    en: Defer = "(I|we|colleague|colleagues|team|he|she|they) (will|'ll) {0..5} (ask|look into|get back|come back|write|reply|answer|respond|let you know|be in touch|get in touch|follow up|find out|contact you|call you|call|email you|update you|take (it|this|over)|help you with|keep you)",
    en: Defer = "(I|we) (will|'ll) {adverb}* (check|confirm|investigate|verify|consult|look|clarify|see|test)",
    en: Defer = "who (will|'ll|can|knows) {0..2} (ask|look into|get back|write|reply|answer|respond|let|be in touch|follow up|contact|call|help|take|assist|more)",
    en: Defer = "(will|'ll) {0..2} (answer|reply|write|respond|get back|get in touch|be in touch|contact you|call you|follow up|be with you)",
    en: Defer = "(I|we) (am|'m|are|'re) {adverb}* (checking|asking|looking into|looking at|finding out|investigating|waiting for|waiting to|clarifying|verifying|working on|on it)",
    en: Defer = "(I|we) (have|'ve) {adverb}* (asked|forwarded|passed|brought in|brought|escalated|handed|raised|checked with|copied|cc'd|looped|shared) {0..4} (team|colleague|colleagues|department|developers|engineers|manager|specialist|specialists|in|on|over|to|with|from|for|them)",
    en: Defer = "(do|does) (not|n't) {0..3} know {0..4} yet",
    en: Defer = "(not|n't) (sure|decided|certain|clear|known|have {0..3}) {0..3} yet",
    en: Defer = "(more|rest|others|another|second|third|details|answer|answers|remaining) {0..5} (tomorrow|follow|follows|later|soon|shortly|separately)",
    en: Defer = "(once|when|as soon as) (I|we) (know|have|hear|find out)",
    en: Defer = "(received|got|have) your (message|email|mail|request|enquiry|inquiry|ticket) and",
    en: Hold = "^ {0..2} on it",
    en: Hold = "(one|a|just a) (moment|sec|second|minute|min)",
    en: Hold = "(bear with|hold on|give) (me|us)?",
    en: Hold = "let me {adverb}* (check|look|see|find|ask|get|dig|confirm)",
    en: Hold = "(back|with you) in",
    en: Hold = "looking (into|at|now|right)",
    en: Ask = "(could|can|would|will) you {adverb}* (please|also|kindly)? (send|tell|share|post|give|confirm|check|provide|let|try|attach|upload|describe|forward|reply|say|show|paste|run|add|include|specify|email)",
    en: Ask = "(please|kindly|^) {adverb}* (send|post|share|tell|give|provide|attach|upload|forward|describe|paste|let) (me|us|your|over|a|the|it|which|what)",
    en: Ask = "(I|we) {adverb}* (will|'ll|would|'d)? {adverb}* need {0..3} (your|to know|from you|some more|more|a bit more|further|which|what|whether)",
    en: Ask = "(I|we) need (the|a|an|your) {0..4} (to|before|so|first)",
    en: Filler = "(thank|thanks|sorry|apologies|apologise|apologize|congratulations|congrats|welcome|regret)",
    en: Filler = "(glad|happy|pleased|delighted|lovely|great|good|nice|sad|sorry) (to|that) (hear|see|read|know|you)",
    en: Filler = "(I|we) {adverb}* (hope|wish|appreciate|understand|trust|regret|apologise|apologize|see|love|look forward)",
    en: Filler = "(great|good|excellent|interesting|fair) (question|questions|point|idea|choice|news|morning|afternoon|evening|day)",
    en: Filler = "let (me|us) know",
    en: Filler = "(have|enjoy) (a|your|the)",
    en: Filler = "(do n't|do not) hesitate",
    en: Filler = "feel free",
    en: Filler = "(see|talk to|speak to|catch) you",
    en: Filler = "take care",
    en: Filler = "(I|we) ('ve|have)? {adverb}* (looked|checked|read|seen|received|got) {0..2} (at|into|your|over|through|the|it|this|everything)",
    en: Filler = "(I|we) (am|'m|are|'re) {adverb}* (here|sorry|glad|happy|afraid)",
    en: Filler = "(that|which) (helps|helped|is great|is good|is lovely|is kind)",
    en: Filler = "if {0..6} (questions|anything|else)",
    en: Filler = "^ (unfortunately|anyway|however)",
    en: Yes = "(yes|yep|yeah|yup|no|nope|sure|absolutely|certainly|correct|exactly|indeed|definitely|ok|okay)",
    en: Yes = "(of course|not at all|not yet|by all means|no problem|that (is|'s) (right|correct|true|possible|fine|no problem)|you (are|'re) right|all right|in fact)",
    en: Yes = "(I'm|I am|we're|we are) {0..1} afraid",
    en: Yes = "(unfortunately|sadly|luckily|fortunately)",
    en: Time = "(soon|shortly|now|already|immediately|right away|at once|any {time-noun}|any time|as soon as|once|after|before|until|till|by the|yet|later|within|every|daily|weekly|monthly|yearly|ago|since|always|never|today|tomorrow|tonight|yesterday|instantly|straight away|on time|weekends|weekdays|early|late|next|spring|summer|autumn|winter|noon|midnight|morning|afternoon|evening)",
    en: Time = "(a|an|one|few|couple|half|several|two|three|four|five|six|seven|eight|ten|twelve) {0..2} {time-noun}",
    en: Time = "(forever|unlimited|indefinitely|long as|lifetime|quick|quickly|seconds|minutes|hours|days|weeks|months|years)",
    en: Amount = "(free|nothing|euro|euros|dollar|dollars|pound|pounds|cent|cents|pence|percent|included|includes|per|charge|cost|costs|price|prices|fee|fees|extra|cheaper|discount|half|on us|on the house|usd|eur|gbp|chf)",
    en: Count = "(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|hundred|thousand|dozen|couple|several|none|unlimited|limit|many|single|as much|up to|at most|at least|any number)",
    en: Place = "(in|at|under|on|inside|near|behind|opposite|beside|to|from|via|through|within|below|above) (the|our|your|a|an|my|this|that|that's|its|their)",
    en: Place = "(here|there|top|bottom|left|right|menu|page|corner|street|tab|settings|below|above|folder|everywhere|anywhere|online)",
    en: Person = "(I|we|my|our|colleague|colleagues|team|somebody|someone|anyone|anybody|you|nobody|he|she|they|your)",
    en: Reason = "(because|since|due|caused|cause|causes|reason|why|meant|bug|mistake|error|fault|so that|as|was|were|had|owing|thanks to|comes from|came from|happened|happens|means|means|broke|failed|ran out|expired|wrong)",
    en: Way = "you (can|could|may|need|have to|will|'ll|should|might|only need)",
    en: Way = "(by|via|under|through|using|with|from) {0..3}",
    en: Way = "(just|simply|please|then|first|next|^) {verb-base&instruct}",
    en: Way = "(open|click|press|go|select|choose|tap|use|enter|type|hold|pick|sign|log|follow|scan|write|call|reply|send|drop|fill|visit|head|take|bring|swipe|pull|push|turn|switch|drag|add|email|run|set|install|download|here's how|here is how)",
    en: Did = "(I|we) {adverb}* (have|'ve|had|did)",
    en: Did = "(I|we) {adverb}* {verb-past}",
    en: Done = "(I|we) (will|'ll|am|'m|are|'re|can|just)",
    en: Done = "(done|attached|enclosed|below|sorted|fixed|on its way|is yours|ready)",
    en: Done = "here (is|are|'s|you)",
    en: First = "(first|1st) (question|one|point|part|thing|:)?",
    en: Second = "(second|2nd|other|latter) (question|one|point|part|thing)?",
    en: Third = "(third|3rd|last) (question|one|point|part|thing)?",
}

/// The cues by which answers are known.
pub(super) fn cues() -> &'static [CuePattern] {
    CUES
}

/// A part of a sentence of the reply.
struct Part {
    /// The sentence, as an index into the document's.
    sentence: usize,
    /// Its words in the sentence.
    words: Range<usize>,
    /// What it is about.
    topics: Vec<Topic>,
    /// What stands in it.
    cues: Vec<Cue>,
    /// The forms that it has.
    fits: Vec<Kind>,
    /// Whether it answers nothing by itself: thanks, a wish, a question back.
    idle: bool,
    /// Whether it says or commands something.
    says: bool,
    /// Whether it says that something is not so.
    denies: bool,
    /// Whether it begins with a word for what was said before: "it", "they".
    refers: bool,
    /// Whether the sentence speaks of something that the customer told and did not ask.
    told: bool,
}

impl Part {
    fn has(&self, cue: Cue) -> bool {
        self.cues.contains(&cue)
    }

    /// Whether the form is that of an answer to the question.
    fn fits(&self, question: &Question) -> bool {
        self.fits.contains(&question.kind)
    }
}

/// The customer's questions that the reply passes over, in their order.
pub(super) fn unanswered<'d>(cx: &ReplyCx<'d>) -> Vec<&'d Question> {
    let questions: Vec<&Question> = cx.draft.message.questions.iter().collect();
    if questions.is_empty() {
        return Vec::new();
    }
    let parts = parts(cx);
    let said = parts.iter().any(|part| !part.has(Cue::Filler) && !part.has(Cue::Ask));
    if parts.is_empty() || covers_all(cx, &parts, questions.len()) {
        return Vec::new();
    }
    let mut answered = vec![false; questions.len()];
    // A part that speaks to a question is taken: its form answers no other.
    let mut taken = vec![false; parts.len()];
    for (at, part) in parts.iter().enumerate() {
        let scores: Vec<usize> = questions.iter().map(|it| score(it, part)).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        for (number, question) in questions.iter().enumerate() {
            if scores[number] > 0 && (scores[number] >= best || covers(question, part)) {
                taken[at] = true;
                answered[number] |= is_firm(question, part, questions.len());
            }
        }
    }
    for (at, part) in parts.iter().enumerate() {
        for (number, cue) in [Cue::First, Cue::Second, Cue::Third].into_iter().enumerate() {
            if part.has(cue) && names_a_question(&parts, at, cue) && number < answered.len() {
                answered[number] = true;
            }
        }
    }
    // What is put off is put off for all that is left, unless it says for what.
    let puts_off = parts
        .iter()
        .zip(&taken)
        .any(|(part, taken)| part.has(Cue::Hold) || part.has(Cue::Defer) && !taken);
    let explains = questions.len() == 1 || parts.iter().any(|part| part.has(Cue::Reason));
    for (number, question) in questions.iter().enumerate() {
        // "If so, how much is it?" falls away with a no.
        answered[number] |= question.depends && parts.iter().any(|part| part.denies);
        answered[number] |= question.open && said && (question.kind != Kind::Reason || explains);
    }
    let pairs = pairs(cx, &questions, &parts);
    match &pairs {
        Some(pairs) => {
            for (number, under) in pairs.iter().enumerate() {
                let Some((under, alone)) = under else { continue };
                if *alone {
                    answered[number] |= under.clone().any(|at| !parts[at].idle);
                } else if !answered[number] {
                    answered[number] =
                        by_form(questions[number], &parts, under.clone(), &mut taken);
                }
            }
        }
        None if questions.len() == 1 => {}
        None => {
            for (number, question) in questions.iter().enumerate() {
                if !answered[number] {
                    answered[number] = by_form(question, &parts, 0..parts.len(), &mut taken);
                }
            }
        }
    }
    // Of one question nearly anything that is said may be the answer.
    if let ([only], [false]) = (&questions[..], &answered[..]) {
        // What is said of something else that they told is no answer, where it can be told apart.
        let told = |part: &Part| part.told && (only.aside || part.has(Cue::Did));
        let code = cx.draft.regions.iter().any(|region| region.kind == RegionKind::Code)
            || cx.draft.document.blocks.iter().any(|block| block.kind == BlockKind::Code);
        let exact = matches!(only.kind, Kind::When | Kind::Duration | Kind::Price | Kind::Number);
        let says =
            |part: &Part| !part.idle && part.says && !told(part) && (!exact || part.fits(only));
        answered[0] = parts.iter().any(says) || code && only.kind != Kind::When;
    }
    let asks_back = parts.iter().any(|part| part.has(Cue::Ask)) && !answered.contains(&true);
    if puts_off || asks_back {
        return Vec::new();
    }
    let left = questions.into_iter().zip(answered).filter(|(_, answered)| !answered);
    left.map(|(question, _)| question).collect()
}

/// Whether one of the parts `among` answers the question by what it looks like. It answers no other then.
fn by_form(question: &Question, parts: &[Part], among: Range<usize>, taken: &mut [bool]) -> bool {
    let fits = |at: &usize| {
        let part = &parts[*at];
        // "I've sent it; it comes on Friday" goes on about the same.
        let goes_on = part.refers && *at > 0 && taken[*at - 1];
        let free = !taken[*at] && !part.idle && !part.has(Cue::Defer) && !goes_on;
        // "I merged your patch" is about the patch.
        let told = part.told && part.has(Cue::Did) && !part.has(Cue::Yes);
        free && part.fits(question) && !told
    };
    let Some(at) = among.into_iter().find(fits) else { return false };
    taken[at] = true;
    true
}

/// How much the part speaks to the question.
fn score(question: &Question, part: &Part) -> usize {
    let shared = |topics: &[Topic]| topics.iter().filter(|it| part.topics.contains(it)).count();
    let (strong, weak) = (shared(&question.strong), shared(&question.weak));
    let fits = part.fits(question);
    if strong == 0 && !(weak > 0 && fits) {
        return 0;
    }
    STRONG * strong + weak + if fits { FORM } else { 0 }
}

/// Whether the part has much of what the question is about.
fn covers(question: &Question, part: &Part) -> bool {
    let shared = question.strong.iter().filter(|it| part.topics.contains(it)).count();
    shared * ENOUGH >= question.strong.len()
}

/// Whether to be about the same is enough: "why was that?" wants a reason.
fn is_firm(question: &Question, part: &Part, count: usize) -> bool {
    let plain = count == 1 || !question.borrowed;
    plain || question.kind != Kind::Reason || part.has(Cue::Reason)
}

/// "Yes to both", or as many items as questions.
fn covers_all(cx: &ReplyCx<'_>, parts: &[Part], count: usize) -> bool {
    let items = cx.draft.document.blocks.iter().filter(|block| {
        matches!(block.kind, BlockKind::Item { .. })
            && cx.draft.sentence_regions.get(block.sentences.start) == Some(&RegionKind::Body)
    });
    count > 1 && (parts.iter().any(|part| part.has(Cue::All)) || items.count() == count)
}

/// "On the second: …": a number that a question has, and not "the first time".
fn names_a_question(parts: &[Part], at: usize, cue: Cue) -> bool {
    // Numbers come in company, or they count something else.
    let others = [Cue::First, Cue::Second, Cue::Third];
    parts
        .iter()
        .enumerate()
        .any(|(other, part)| other != at && others.iter().any(|&it| it != cue && part.has(it)))
        || parts[at].words.len() <= LIST + 1 && parts[at].has(Cue::Second)
}

/// The reply's sentences in parts.
fn parts(cx: &ReplyCx<'_>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::new();
    for sentence in cx.sentences(&[RegionKind::Body, RegionKind::Farewell]) {
        let view = cx.view(sentence);
        let hits: Vec<_> = cx.cues_in(sentence).collect();
        let closes = cx.draft.sentence_regions[sentence] == RegionKind::Farewell;
        let first = out.len();
        for words in clauses(&view, &hits) {
            out.push(part(cx, &view, sentence, words, &hits, closes));
        }
        let told = out[first..]
            .iter()
            .any(|part| part.topics.iter().any(|topic| cx.draft.message.told.contains(topic)));
        for part in &mut out[first..] {
            part.told = told;
        }
    }
    out
}

fn part(
    cx: &ReplyCx<'_>,
    view: &View<'_>,
    sentence: usize,
    words: Range<usize>,
    hits: &[CueHit<'_>],
    closes: bool,
) -> Part {
    let language = cx.draft.language;
    let inside = View { words: &view.words[words.clone()], ..*view };
    let mut topics = Vec::new();
    for word in inside.words {
        let written = word.span().of(view.text);
        // The words of an address say where it leads.
        for piece in written
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '€' | '$' | '£'))
        {
            topics.extend(language.topics.of(piece, view.lexicon).0);
        }
        if written.contains('-') {
            topics.extend(language.topics.of(written, view.lexicon).0);
        }
    }
    let cues: Vec<Cue> =
        hits.iter().filter(|hit| words.contains(&hit.words().start)).map(Cue::of).collect();
    let asks = view.sentence.end == EndMark::Question || cues.contains(&Cue::Ask);
    let idle = asks || (cues.contains(&Cue::Filler) || closes) && !cues.contains(&Cue::Yes);
    let mut cues = cues;
    if asks {
        cues.push(Cue::Ask);
    }
    let fits = forms(&inside, &cues, words.len() == view.len());
    let refers = (0..ENOUGH).any(|at| {
        const BEFORE: ClassSet = ClassSet::of(&[Class::ThirdSingular, Class::ThirdPlural]);
        inside.is_any(at, BEFORE)
    });
    let says = cues.contains(&Cue::Yes) || declares(&inside, true) || commands(&inside);
    let denies = (0..inside.len()).any(|at| inside.is(at, Class::Negation));
    Part { sentence, words, topics, cues, fits, idle, says, denies, refers, told: false }
}

/// What the part could answer by its form.
fn forms(view: &View<'_>, cues: &[Cue], whole: bool) -> Vec<Kind> {
    let text = view.text;
    let has = |cue: Cue| cues.contains(&cue);
    let digits = (0..view.len()).any(|at| view.marked(at, Marks::DIGIT));
    let address = (0..view.len()).any(|at| view.marked(at, Marks::ADDRESS.with(Marks::LINK)));
    let name = (1..view.len()).any(|at| {
        view.marked(at, Marks::CAPITAL) && !view.is(at, Class::I) || view.marked(at, Marks::QUOTED)
    });
    let span = match (view.words.first(), view.words.last()) {
        (Some(first), Some(last)) => &text[first.span().start..last.span().end],
        _ => "",
    };
    let money = span.contains(['€', '$', '£', '¥', '%'])
        || view
            .words
            .first()
            .is_some_and(|first| text[..first.span().start].ends_with(['€', '$', '£', '¥']));
    let time = has(Cue::Time)
        || when::is_named(view, &(0..0))
        || (0..view.len()).any(|at| when::is_month(view, at));
    let (declares, says) = (declares(view, false), declares(view, true));
    let commands = commands(view);
    let mut out = Vec::new();
    for (kind, fits) in [
        (Kind::When, time || digits),
        (Kind::Duration, time || digits),
        (Kind::Price, money || digits || has(Cue::Amount)),
        (Kind::Number, digits || has(Cue::Count)),
        (Kind::Place, address || name || has(Cue::Place)),
        (Kind::Person, address || name || has(Cue::Person)),
        (Kind::Reason, has(Cue::Reason) || says),
        (
            Kind::Way,
            address
                || digits
                || says
                || commands
                || has(Cue::Way)
                || has(Cue::Done)
                || has(Cue::Did),
        ),
        (Kind::Request, has(Cue::Yes) || has(Cue::Done) || declares),
        (Kind::Thing, says || digits || name || address || whole && view.len() <= LIST),
        (Kind::YesNo, has(Cue::Yes) || declares || commands),
    ] {
        if fits {
            out.push(kind);
        }
    }
    out
}

/// "Please bring it in", "open Settings".
fn commands(view: &View<'_>) -> bool {
    let polite = (0..ENOUGH).take_while(|&at| {
        view.is_any(at, ClassSet::of(&[Class::Adverb, Class::Coordinator]))
            || view.known(at) == "please"
    });
    let first = polite.count();
    let verb = |at: usize| view.is(at, Class::VerbBase);
    // "Don't pass it whole."
    verb(first)
        || view.is(first, Class::Do) && view.is(first + 1, Class::Negation) && verb(first + 2)
}

/// Whether the part says something of somebody or something: "it does", "you can", "that takes a day"; with
/// `things` also "her number is 42".
fn declares(view: &View<'_>, things: bool) -> bool {
    const SUBJECT: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::There,
        Class::Deictic,
        Class::IndefiniteSingular,
        Class::IndefinitePlural,
    ]);
    const FINITE: ClassSet =
        AUXILIARY.with(ClassSet::of(&[Class::VerbS, Class::VerbPast, Class::Clitic]));
    const VERB: ClassSet = FINITE.with(ClassSet::of(&[Class::VerbBase, Class::VerbParticiple]));
    let any = |mut words: Range<usize>, of: ClassSet| words.any(|at| view.is_any(at, of));
    let pronoun =
        (0..SUBJECT_WITHIN).any(|at| view.is_any(at, SUBJECT) && any(at + 1..at + 3, VERB));
    // "Here's our list" points, and says nothing.
    pronoun || things && any(1..view.len().min(VERB_WITHIN), FINITE) && !view.is(1, Class::Clitic)
}

/// The clauses of a sentence: what a dash, a colon or a coordinator sets apart.
fn clauses(view: &View<'_>, hits: &[CueHit<'_>]) -> Vec<Range<usize>> {
    const STARTS: ClassSet = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::You,
        Class::ThirdSingular,
        Class::ThirdPlural,
        Class::There,
        Class::Deictic,
        Class::Determiner,
        Class::Possessive,
    ]);
    let says_yes =
        |at: usize| hits.iter().any(|hit| Cue::of(hit) == Cue::Yes && hit.words().start == at);
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for at in 1..view.len() {
        // "4:15" is one word.
        let clock = view.marked(at, Marks::DIGIT) && view.marked(at - 1, Marks::DIGIT);
        let broken = view.marked(at, Marks::BREAK) && !clock;
        let comma = view.marked(at, Marks::COMMA);
        let joins = view.is(at, Class::Coordinator);
        let begins =
            |at: usize| view.is_any(at, STARTS) || says_yes(at) || view.is_any(at, AUXILIARY);
        let cut = broken || joins && (comma || begins(at + 1)) || comma && begins(at);
        if !cut || at == start {
            continue;
        }
        // "Yes, it does" says one thing, "yes, and it is free" two.
        let bare = (start..at).all(|at| says_yes(at) || view.is(at, Class::Coordinator));
        if bare && (start..at).any(says_yes) && !joins && !broken {
            continue;
        }
        out.push(start..at);
        start = at;
    }
    if start < view.len() {
        out.push(start..view.len());
    }
    out
}

/// Parts of the reply under a quote, and whether one question alone stands in that quote.
type Under = (Range<usize>, bool);

/// Between the customer's lines: for each question the parts of the reply right under it, and whether it
/// is the only one they stand under. `None` where all of the reply stands above or below the quote.
fn pairs(
    cx: &ReplyCx<'_>,
    questions: &[&Question],
    parts: &[Part],
) -> Option<Vec<Option<Under>>> {
    let draft = cx.draft;
    let lines = &draft.document.lines;
    let quotes = draft.quotes();
    let offset = |part: &Part| draft.document.sentences[part.sentence].span.start;
    let is_quote =
        |at: &usize| matches!(lines[*at].class, LineClass::Quote(_) | LineClass::Attribution);
    let ends: Vec<usize> = quotes
        .iter()
        .filter_map(|run| run.clone().rfind(is_quote).map(|at| lines[at].span.end))
        .collect();
    let (first, last) = (ends.first()?, lines.get(quotes.last()?.start)?.span.start);
    let between = parts.iter().any(|part| offset(part) > *first && offset(part) < last);
    if !between {
        return None;
    }
    let run_of = |question: &Question| {
        let place = draft.message.place(question.span).start;
        quotes.iter().position(|run| {
            let start = lines.get(run.start).map_or(0, |line| line.span.start);
            let end = lines.get(run.end.wrapping_sub(1)).map_or(0, |line| line.span.end);
            (start..=end).contains(&place)
        })
    };
    let runs: Vec<Option<usize>> = questions.iter().map(|question| run_of(question)).collect();
    let under = |run: usize| {
        let from = ends.get(run).copied().unwrap_or(0);
        let until = quotes
            .get(run + 1)
            .and_then(|next| lines.get(next.start))
            .map_or(usize::MAX, |line| line.span.start);
        let start = parts.partition_point(|part| offset(part) < from);
        start..parts.partition_point(|part| offset(part) < until)
    };
    let pairs = runs.iter().map(|run| {
        let run = (*run)?;
        let alone = runs.iter().filter(|other| **other == Some(run)).count() == 1;
        Some((under(run), alone))
    });
    Some(pairs.collect())
}
