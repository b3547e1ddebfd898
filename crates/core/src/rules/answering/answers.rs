//! Which of the customer's questions a reply answers.
//!
//! A part of the reply speaks to a question by what it is about, or by its form where it is about nothing
//! that was asked: a day answers *when*, steps answer *how*. Where it cannot be told, the question counts as
//! answered.

mod parts;

use std::ops::Range;

use self::parts::{Part, parts};
use crate::document::{BlockKind, LineClass};
use crate::draft::{Question, RegionKind};
use crate::lang::asking::{Kind, Whom};
use crate::lang::topics::Topic;
use crate::rule::{CuePattern, ReplyCx, cues};

/// What is about so large a part of what a question is about, one in so many, speaks to it.
const ENOUGH: usize = 2;
/// How much more a word counts that only one question has.
const STRONG: usize = 4;
/// How much the form of an answer counts where the words agree.
const FORM: usize = 2;
/// The least that is a list.
const LIST: usize = 3;

cues! {
    enum Cue { All, Defer, Hold, Ask, Filler, Yes, Welcome, Them, Turn, Measure, Time, Amount, Count, Place, Person, Reason, Way, Did, Done, First, Second, Third }
    en: All = "(yes|no|to|for|on|with|of|possible|fine|true|correct|done|do) both",
    en: All = "(both|neither) (of|are|is|can|will|work|works|have|has|do|does|questions|times|yes|no|answers|requests|things|points)",
    en: All = "^ neither",
    en: All = "(yes|no|sure|to|on|done) all (three|four|five|of them|of these|of it|of those)",
    en: All = "all (three|four|five|of them|of these|of those) (are|is|can|will|work|works|questions|points|requests|things|answers|yes|no|possible|fine)",
    en: All = "all (your|the|these|those) questions",
    en: All = "(yes|no|yep|sure|same) {0..1} (to|on|for) (all|each|either|everything)",
    en: All = "(to|on|for) each of (them|these|those)",
    en: Turn = "(as for|as to|as regards|regarding|concerning|with regard to|when it comes to)",
    en: Turn = "^ (about|on) (the|your|a|an)",
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
    en: Hold = "^ {0..2} (one|just a|just one) (moment|sec|second|minute|min)",
    en: Hold = "(one|just a) (moment|sec) please",
    en: Hold = "(bear with me|bear with us|hold on|give me a|give us a)",
    en: Hold = "let me {adverb}* (check|look|see|find|ask|get|dig|confirm)",
    en: Hold = "(back|with you) in (a|an|five|ten|two|three|few|couple|fifteen|thirty|no time)",
    en: Hold = "(not|n't) {0..3} (understand|sure what|sure I follow|clear what|see what) {0..3} (question|questions|you|your)",
    en: Hold = "(what|which) you (are|'re|were) {0..2} (asking|after|looking for|trying)",
    en: Hold = "looking (into|at|now|right)",
    en: Ask = "(could|can|would|will) you {adverb}* (please|also|kindly)? (send|tell|share|post|give|confirm|check|provide|let|try|attach|upload|describe|forward|reply|say|show|paste|run|add|include|specify|email)",
    en: Ask = "(please|kindly) {adverb}* (send|post|share|tell|give|provide|attach|upload|forward|describe|paste|let) (me|us|your|over|a|the|it|which|what)",
    en: Ask = "(I|we) {adverb}* (will|'ll|would|'d)? {adverb}* need {0..3} (your|to know|from you|some more|more|a bit more|further|which|what|whether)",
    en: Ask = "(I|we) need (the|a|an|your) {0..4} (to|before|so|first)",
    en: Filler = "(thank|thanks|sorry|apologies|apologise|apologize|congratulations|congrats|regret)",
    en: Filler = "(glad|happy|pleased|delighted|lovely|great|good|nice|sad|sorry) (to|that) (hear|see|read|know|you)",
    en: Filler = "(I|we) {adverb}* (hope|wish|appreciate|understand|trust|regret|apologise|apologize|see|love|look forward)",
    en: Filler = "(great|good|excellent|interesting|fair) (question|questions|point|idea|choice|news|morning|afternoon|evening|day)",
    en: Filler = "^ welcome",
    en: Filler = "you (are|'re) {adverb}* welcome (here|back|any time|anytime)?",
    en: Welcome = "you (are|'re) {adverb}* welcome to",
    en: Filler = "(a|my|our) pleasure",
    en: Filler = "let (me|us) know",
    en: Filler = "^ (shout|holler|ping|write|call|ring|reply|ask|come back) {0..3} if",
    en: Filler = "^ (have|enjoy) (a|your|the|fun)",
    en: Filler = "(do n't|do not) hesitate",
    en: Filler = "feel free to (ask|reply|write|contact|reach|get|call|let|email|ring|come back|message)",
    en: Welcome = "feel free to",
    en: Filler = "(see|talk to|speak to|catch) you",
    en: Filler = "take care",
    en: Filler = "(I|we) ('ve|have)? {adverb}* (looked|checked|read|seen|received|got) {0..2} (at|into|your|over|through|the|it|this|everything)",
    en: Filler = "(I|we) (am|'m|are|'re) {adverb}* (sorry|afraid|here for|here if|here to|here whenever|here when)",
    en: Filler = "(glad|happy|pleased) (you|that|it|for|about|with|to help|to assist)",
    en: Filler = "(that|which) (helps|helped|is great|is good|is lovely|is kind)",
    en: Filler = "if {0..6} (questions|anything|else)",
    en: Filler = "^ (unfortunately|anyway|however)",
    en: Yes = "(yes|yep|yeah|yup|no|nope|sure|absolutely|certainly|correct|exactly|indeed|definitely|ok|okay)",
    en: Yes = "(of course|not at all|not yet|by all means|no problem|that (is|'s) (right|correct|true|possible|fine|no problem)|you (are|'re) right|all right|in fact)",
    en: Yes = "(I'm|I am|we're|we are) {0..1} afraid",
    en: Yes = "(unfortunately|sadly|luckily|fortunately)",
    en: Them = "(them|him)",
    en: Measure = "(mm|cm|m|km|metre|metres|meter|meters|miles|mile|inch|inches|feet|foot|degree|degrees|litre|litres|kg|kilo|kilos|gram|grams|gb|mb|tb|watt|watts|volt|volts|percent|o'clock|am|pm|kroner|euros|pounds|dollars|euro)",
    en: Time = "(soon|shortly|now|already|immediately|right away|at once|any {time-noun}|any time|as soon as|once|after|before|until|till|by the|yet|later|within|every|daily|weekly|monthly|yearly|ago|since|always|never|today|tomorrow|tonight|yesterday|instantly|straight away|on time|weekends|weekdays|early|late|next|spring|summer|autumn|winter|noon|midnight|morning|afternoon|evening)",
    en: Time = "(a|an|one|few|couple|half|several|two|three|four|five|six|seven|eight|ten|twelve) {0..2} {time-noun}",
    en: Time = "(by|at|until|till|before|after|around|from|past) (one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    en: Time = "(forever|unlimited|indefinitely|long as|lifetime|quick|quickly|seconds|minutes|hours|days|weeks|months|years)",
    en: Amount = "(free|nothing|euro|euros|dollar|dollars|pound|pounds|cent|cents|pence|percent|included|includes|per|charge|cost|costs|price|prices|fee|fees|extra|cheaper|discount|half|on us|on the house|usd|eur|gbp|chf)",
    en: Count = "(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|hundred|thousand|dozen|couple|several|none|unlimited|limit|many|single|as much|up to|at most|at least|any number)",
    en: Place = "(in|at|under|on|inside|near|behind|opposite|beside|to|from|via|through|within|below|above) (the|our|your|a|an|my|this|that|that's|its|their)",
    en: Place = "(here|there|top|bottom|left|right|menu|page|corner|street|tab|settings|below|above|folder|everywhere|anywhere|online)",
    en: Person = "(I|we|my|our|colleague|colleagues|team|somebody|someone|anyone|anybody|you|nobody|he|she|they|your)",
    en: Reason = "(because|since|due|caused|cause|causes|reason|why|meant|bug|mistake|error|fault|so that|as|was|were|had|owing|thanks to|comes from|came from|happened|happens|means|means|broke|failed|ran out|expired|wrong)",
    en: Way = "you (can|could|may|need|have to|will|'ll|should|might|only need)",
    en: Way = "(by|via|under|through|using|with|from) {0..3}",
    en: Way = "(just|simply|please|then|first|next) {verb-base&instruct}",
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

/// Whether the reply stands between the customer's lines.
pub(super) fn is_interleaved(cx: &ReplyCx<'_>) -> bool {
    pairs(cx, &[], &parts(cx)).is_some()
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
    let mut speaking: Vec<Vec<usize>> = vec![Vec::new(); questions.len()];
    for (at, part) in parts.iter().enumerate() {
        let scores: Vec<usize> = questions.iter().map(|it| score(it, part)).collect();
        let best = scores.iter().copied().max().unwrap_or(0);
        for (number, question) in questions.iter().enumerate() {
            let fits = part.fits(question);
            let nearest = scores[number] >= best && (fits || shares_a_word(question, part));
            // "22 pounds a night" tells what it costs, and nothing of tablets at night.
            let claimed = || {
                scores[number] < ENOUGH * STRONG
                    && questions.iter().zip(&scores).any(|(other, &score)| {
                        score > scores[number] && other.is_exact() && part.fits(other)
                    })
            };
            let covers = covers(question, part) && !claimed();
            if scores[number] > 0 && (fits || nearest || covers) {
                taken[at] = true;
                speaking[number].push(at);
                answered[number] |= is_firm(question, part, questions.len());
            }
        }
    }
    for (number, cue) in [Cue::First, Cue::Second, Cue::Third].into_iter().enumerate() {
        if number < answered.len() && names_a_question(&parts, cue) {
            answered[number] = true;
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
    // Where two parts speak to a question, one of them may answer another as well: "how far may I drive?"
    let spare: Vec<bool> = (0..parts.len())
        .map(|at| {
            speaking.iter().zip(&questions).all(|(speaking, question)| {
                speaking.binary_search(&at).is_err()
                    || speaking.len() > 1
                    || !parts[at].fits(question)
            })
        })
        .collect();
    // "Cracked screens are covered too" behind the answer to the next question answers one after it.
    let back = coming_back(&speaking, &taken);
    for (at, taken) in taken.iter_mut().enumerate() {
        *taken &= !(back[at] && spare[at]);
    }
    let order = Order::of(&speaking, parts.len());
    let pairs = pairs(cx, &questions, &parts);
    match &pairs {
        Some(pairs) => {
            for (number, under) in pairs.iter().enumerate() {
                let Some((under, last)) = under else { continue };
                // "Does it float? How deep is the lake? – Five metres": a statement answers the nearest.
                let far = !last
                    && questions[number].kind == Kind::YesNo
                    && matches!(questions[number].whom, Whom::Other | Whom::Reader)
                    && !under.clone().any(|at| parts[at].has(Cue::Yes) || parts[at].form.deictic);
                if far {
                    continue;
                }
                if !answered[number] {
                    let alone = *last && !beside(pairs, number).any(|other| answered[other]);
                    // Behind several questions stands the answer to the last, if to none before it.
                    answered[number] = alone && under.clone().any(|at| !parts[at].idle)
                        || by_form(questions[number], &parts, under.clone(), &spare, &mut taken);
                }
            }
        }
        None if questions.len() == 1 => {}
        None => {
            for (number, question) in questions.iter().enumerate() {
                if !answered[number] {
                    let among = (0..parts.len()).filter(|&at| order.allows(number, at));
                    answered[number] = by_form(question, &parts, among, &spare, &mut taken);
                }
            }
        }
    }
    // "Could we move it, and how much would that cost? – Moving it costs 45 euros": so it can be moved.
    for number in 1..questions.len() {
        let (asked, price) = (questions[number - 1], questions[number]);
        let leave = matches!(asked.kind, Kind::YesNo | Kind::Request) && !asked.is_exact();
        let of_it = price.is_exact() && (price.borrowed || price.points || price.refers);
        if leave && of_it && answered[number] {
            answered[number - 1] = true;
        }
    }
    if pairs.is_none() {
        fill_gaps(&questions, &parts, &speaking, &mut answered, &mut taken);
    }
    // Of one question nearly anything that is said may be the answer.
    if let ([only], [false]) = (&questions[..], &answered[..]) {
        // What is said of something else that they told is no answer, where it can be told apart.
        let told = |part: &Part| part.told && (only.aside || part.has(Cue::Did));
        let code = cx.draft.regions.iter().any(|region| region.kind == RegionKind::Code)
            || cx.draft.document.blocks.iter().any(|block| block.kind == BlockKind::Code);
        let exact = only.is_exact();
        let says =
            |part: &Part| !part.idle && part.says && !told(part) && (!exact || part.fits(only));
        answered[0] = parts.iter().any(says) || code && only.kind != Kind::When;
    }
    if let [only] = questions[..] {
        answered[0] &= !speaks_of_something_else(only, &parts);
    }
    let asks_back = parts.iter().any(|part| part.has(Cue::Ask)) && !answered.contains(&true);
    if puts_off || asks_back {
        return Vec::new();
    }
    let left = questions.into_iter().zip(answered).filter(|(_, answered)| !answered);
    left.map(|(question, _)| question).collect()
}

/// For each part the question that the nearest part before it speaks to, and the nearest behind it: replies
/// follow the order of the questions, and what stands between two sentences on one question is about it too.
struct Order {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Order {
    fn of(speaking: &[Vec<usize>], parts: usize) -> Self {
        let mut out = Self { before: vec![None; parts], after: vec![None; parts] };
        let mut first: Vec<Option<usize>> = vec![None; parts];
        let mut last = first.clone();
        for (question, speaking) in speaking.iter().enumerate() {
            for &at in speaking {
                first[at].get_or_insert(question);
                last[at] = Some(question);
            }
        }
        for at in 1..parts {
            out.before[at] = first[at - 1].or(out.before[at - 1]);
            let back = parts - 1 - at;
            out.after[back] = last[back + 1].or(out.after[back + 1]);
        }
        out
    }

    /// Whether the part may answer the question by what it looks like.
    fn allows(&self, question: usize, part: usize) -> bool {
        match (self.before[part], self.after[part]) {
            (None, None) => true,
            (Some(before), None) => question >= before,
            (None, Some(after)) => question <= after,
            (Some(before), Some(after)) => {
                (before.min(after)..=before.max(after)).contains(&question)
            }
        }
    }
}

/// Replies follow the order of the questions: a sentence between the answer to an earlier question and that to
/// a later one answers what is asked between them, if it says something of its own.
fn fill_gaps(
    questions: &[&Question],
    parts: &[Part],
    speaking: &[Vec<usize>],
    answered: &mut [bool],
    taken: &mut [bool],
) {
    let going_on = going_on(parts, taken);
    // How far the answers to the questions before each reach, and where those to the later ones begin.
    let mut from = 0;
    for number in 0..questions.len() {
        let later = speaking[number + 1..].iter().filter_map(|parts| parts.first()).min();
        if let Some(&last) = speaking[number].last() {
            from = from.max(last + 1);
        }
        let (false, false, Some(&until)) = (answered[number], questions[number].is_exact(), later)
        else {
            continue;
        };
        let found = (from..until).find(|&at| {
            let part = &parts[at];
            let own = part.words.start == 0 && !going_on[at] && !part.refers;
            own && part.says && !part.idle && !part.told && !taken[at]
        });
        // In front of the first answer stands what leads up to it.
        if let Some(at) = found.filter(|_| from > 0) {
            (answered[number], taken[at]) = (true, true);
            from = at + 1;
        }
    }
}

/// The other questions that stand under the same quote as the one with that number.
fn beside(pairs: &[Option<Under>], number: usize) -> impl Iterator<Item = usize> {
    let own = pairs[number].as_ref().map(|(under, _)| under);
    let same = move |other: &usize| pairs[*other].as_ref().map(|(under, _)| under) == own;
    (0..pairs.len()).filter(move |&other| other != number).filter(same)
}

/// Which parts speak again to a question that is answered further above, behind what another question's
/// answer is.
fn coming_back(speaking: &[Vec<usize>], taken: &[bool]) -> Vec<bool> {
    let mut out = vec![false; taken.len()];
    for own in speaking {
        for pair in own.windows(2) {
            out[pair[1]] |= (pair[0] + 1..pair[1]).any(|at| taken[at]);
        }
    }
    for (at, out) in out.iter_mut().enumerate() {
        let others = speaking.iter().filter(|parts| parts.binary_search(&at).is_ok());
        *out &= others.count() == 1;
    }
    out
}

/// Whether one of the parts `among` answers the question by what it looks like. It answers no other then.
fn by_form(
    question: &Question,
    parts: &[Part],
    among: impl IntoIterator<Item = usize>,
    spare: &[bool],
    taken: &mut [bool],
) -> bool {
    let exact = question.is_exact();
    let asks_leave = question.whom == Whom::Asker;
    let going_on = going_on(parts, taken);
    let fits = |at: &usize| {
        let part = &parts[*at];
        // "I've sent it; it comes on Friday" goes on about the same.
        let goes_on = going_on[*at];
        let continues = match question.kind {
            _ if question.points => goes_on && part.explains && question.kind == Kind::YesNo,
            Kind::Way if (part.form.digits || part.form.address) && !part.explains => false,
            Kind::Thing | Kind::Way => goes_on,
            // Whoever asks whether they may change it hears that it is done.
            Kind::YesNo if asks_leave && part.form.own && part.has(Cue::Did) => part.explains,
            Kind::YesNo => {
                let same = goes_on && part.words.start > 0;
                (part.refers || same) && *at > 0 && !parts[*at - 1].has(Cue::Yes)
            }
            Kind::Request => goes_on,
            // "On which days do you bake it? – It comes out of the oven on Mondays."
            _ => goes_on && part.refers && (part.explains || !question.refers),
        };
        let open = !taken[*at] || exact && spare[*at];
        let free = open && !part.idle && !part.has(Cue::Defer) && !continues;
        // "I merged your patch" is about the patch.
        // What "is that covered?" points to is what they told.
        let told = part.told
            && !question.points
            && question.kind != Kind::Reason
            && (part.has(Cue::Did) || !part.form.you && !part.form.own && !exact);
        let did = asks_leave && question.kind == Kind::YesNo && (part.form.own || part.yours);
        // "As for privacy, …" answers something.
        let turns = !exact
            && (part.has(Cue::Turn) || *at > 0 && parts[*at - 1].has(Cue::Turn) && part.explains);
        // "Do you have a locker for our phones? – Each boat has a box for four phones."
        let alike = !exact
            && question.whom == Whom::Reader
            && part.says
            && question.weak.iter().any(|topic| part.topics.contains(topic));
        // "How do we get back? – A van waits at the bridge."
        let told_how = question.kind == Kind::Way && part.says && part.words.start == 0;
        free && (did || alike || turns || told_how && !goes_on || part.fits(question))
            && (!told || part.has(Cue::Yes))
    };
    let mut fitting = among.into_iter().filter(fits);
    // "An hour, plus ten minutes at the start. Eight can play" has eight players.
    let found = match question.kind {
        Kind::Count => {
            let fitting: Vec<usize> = fitting.collect();
            let plain = fitting.iter().find(|&&at| !parts[at].form.time);
            plain.or(fitting.first()).copied()
        }
        _ => fitting.next(),
    };
    let Some(at) = found else { return false };
    taken[at] = true;
    true
}

/// Whether all of the reply tells of other things than the one that the only question asks for: "do you
/// collect mattresses? – Your paper is collected on Monday".
fn speaks_of_something_else(only: &Question, parts: &[Part]) -> bool {
    let Some(object) = only.strong.last() else { return false };
    let plain = !only.open && !only.borrowed && !only.refers && only.kind == Kind::YesNo;
    let asks = plain && matches!(only.whom, Whom::Reader | Whom::There);
    let tells = |part: &Part| {
        let form = &part.form;
        let personal = form.you || form.own || form.there || form.deictic || form.commands;
        let other = part.topics.iter().filter(|it| !only.strong.contains(it)).count();
        let answers = [Cue::Yes, Cue::Welcome, Cue::Did, Cue::Done, Cue::Defer, Cue::Hold];
        let evades = personal || part.refers || part.denies || form.address;
        !evades && other >= ENOUGH && !answers.into_iter().any(|cue| part.has(cue))
    };
    asks && only.strong.len() >= ENOUGH
        && parts.iter().all(|part| !part.topics.contains(object))
        && parts.iter().all(|part| part.idle && !part.has(Cue::Ask) || tells(part) || !part.says)
        && parts.iter().any(|part| !part.idle && part.says)
}

/// Which parts go on about what a part before them answers: "it finished; here it is".
fn going_on(parts: &[Part], taken: &[bool]) -> Vec<bool> {
    let mut out = vec![false; parts.len()];
    for at in 1..parts.len() {
        let about = taken[at - 1] || out[at - 1];
        out[at] = about && !parts[at].leads && (parts[at].points || parts[at].explains);
    }
    out
}

/// How much the part speaks to the question.
fn score(question: &Question, part: &Part) -> usize {
    let shared = |topics: &[Topic]| topics.iter().filter(|it| part.topics.contains(it)).count();
    let (strong, weak) = (shared(&question.strong), shared(&question.weak));
    let fits = part.fits(question);
    if strong == 0 && !(weak > 0 && fits || weak >= ENOUGH) {
        return 0;
    }
    STRONG * strong + weak + if fits { FORM } else { 0 }
}

/// Whether the part has much of what the question is about.
fn covers(question: &Question, part: &Part) -> bool {
    let shared = question.strong.iter().filter(|it| part.topics.contains(it)).count();
    shared * ENOUGH >= question.strong.len()
}

/// Whether the two share a word, and not only words that mean the like.
fn shares_a_word(question: &Question, part: &Part) -> bool {
    let word = |topic: &&Topic| matches!(topic, Topic::Stem(_));
    question.strong.iter().filter(word).any(|topic| part.topics.contains(topic))
}

/// Whether to be about the same is enough: "why was that?" wants a reason.
fn is_firm(question: &Question, part: &Part, count: usize) -> bool {
    let exact = question.kind == Kind::Reason || question.is_exact();
    count == 1 || !question.borrowed || question.points && !exact || part.fits(question)
}

/// "Yes to both", or as many items as questions.
fn covers_all(cx: &ReplyCx<'_>, parts: &[Part], count: usize) -> bool {
    let items = cx.draft.document.blocks.iter().filter(|block| {
        matches!(block.kind, BlockKind::Item { .. })
            && cx.draft.sentence_regions.get(block.sentences.start) == Some(&RegionKind::Body)
    });
    count > 1 && (parts.iter().any(|part| part.has(Cue::All)) || items.count() == count)
}

/// "On the second: …": a number that a question has, and not "the first time". Numbers come in company, or
/// they count something else.
fn names_a_question(parts: &[Part], cue: Cue) -> bool {
    let named = |cue: Cue| parts.iter().any(|part| part.has(cue));
    let others = [Cue::First, Cue::Second, Cue::Third].into_iter().filter(|&it| it != cue);
    let short = |part: &Part| part.has(Cue::Second) && part.words.len() <= LIST + 1;
    named(cue) && (others.into_iter().any(named) || cue == Cue::Second && parts.iter().any(short))
}

/// Parts of the reply under a quote, and whether the question is the last in that quote.
type Under = (Range<usize>, bool);

/// Between the customer's lines: for each question the parts of the reply right under it, and whether it
/// is the last of those they stand under. `None` where all of the reply stands above or below the quote.
fn pairs(cx: &ReplyCx<'_>, questions: &[&Question], parts: &[Part]) -> Option<Vec<Option<Under>>> {
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
    let pairs = runs.iter().enumerate().map(|(number, run)| {
        let run = (*run)?;
        Some((under(run), !runs[number + 1..].contains(&Some(run))))
    });
    Some(pairs.collect())
}
