use std::borrow::Cow;

use crate::document::Marks;
use crate::finding::Fix;
use crate::lang::class::{Class, ClassSet};
use crate::rewrite;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports the fault of a colleague, a team or a supplier, told to the reader.
    ///
    /// ## Why
    /// To the reader you are the company, all of it. Who blames others is thought less of, and those
    /// others are people whom you work with.
    ///
    /// ## Flagged
    /// <|My colleague gave you the wrong|> steps.
    /// <|The developers forgot|> to test it.
    /// <|Sales should have told|> you.
    /// That's <|the fault of our hosting provider|>.
    /// <|The last agent entered the wrong|> address.
    /// <|Our night porter failed to|> log your call.
    /// I'm sorry, <|the billing team never sent|> it.
    /// It was <|our courier's mistake|>.
    /// <|The warehouse didn't pack|> the second box.
    /// <|Our supplier messed|> up the colours.
    /// <|The kitchen forgot|> your order.
    ///
    /// ## Clean
    /// My colleague Ana found the cause.
    /// We gave you the wrong steps.
    /// Our hosting provider was down from 9 to 10; I've added a day to your plan.
    /// The engineers who built it have read your report.
    /// The provider never returns more than ten rows. # a part of the product
    /// The engineers didn't find any trace of it.
    /// The developers should have a fix by Monday.
    /// Did my colleague give you the wrong steps?
    /// Your developer forgot a comma in line 4.
    /// It's nobody's fault.
    pub OwnBlameOthers {
        code: "own-blame-others", family: Ownership, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Confirm, rank: 50
    }
}

cues! {
    enum Cue { Did, Fault }
    en: Did = "(my|our|the|a|one of (my|our|the)) {0..2} (colleague|colleagues|coworker|coworkers|co-worker|developers|developer|engineers|engineer|devs|sales|billing|warehouse|supplier|suppliers|vendor|courier|driver|kitchen|waiter|chef|pharmacy|lab|workshop|dispatcher|librarian|teacher|cleaner|cleaners|porter|receptionist|nurse|technician|technicians|team|department|staff|intern|trainee|accountant|accountants|contractor|contractors|partner) {adverb}* (forgot|failed to|neglected|messed|screwed|misinformed|misled|miscalculated|mixed up|dropped the ball|got it wrong|slipped up|made (a|the|some|an) {0..1} (mistake|mistakes|error|errors))",
    en: Did = "(my|our|the|a|one of (my|our|the)) {0..2} (colleague|colleagues|coworker|coworkers|co-worker|developers|developer|engineers|engineer|devs|sales|billing|warehouse|supplier|suppliers|vendor|courier|driver|kitchen|waiter|chef|pharmacy|lab|workshop|dispatcher|librarian|teacher|cleaner|cleaners|porter|receptionist|nurse|technician|technicians|team|department|staff|intern|trainee|accountant|accountants|contractor|contractors|partner) {adverb}* (gave|told|sent|entered|used|shipped|booked|charged|installed|packed|quoted|typed|wrote) {0..1} (the|a|an)? (wrong|incorrect)",
    en: Did = "(my|our|the|a|one of (my|our|the)) {0..2} (colleague|colleagues|coworker|coworkers|co-worker|developers|developer|engineers|engineer|devs|sales|billing|warehouse|supplier|suppliers|vendor|courier|driver|kitchen|waiter|chef|pharmacy|lab|workshop|dispatcher|librarian|teacher|cleaner|cleaners|porter|receptionist|nurse|technician|technicians|team|department|staff|intern|trainee|accountant|accountants|contractor|contractors) (should have|should've|never|did not|didn't) (told|tell|tested|test|checked|check|informed|inform|mentioned|mention|sent|send|passed|pass|noticed|notice|noted|note|read|logged|log|explained|explain|notified|notify|warned|warn|shipped|ship|packed|pack|processed|process|realised|realise|realized|realize|included|include|answered|answer|followed|follow|done|do|bothered|bother|update|updated|caught|known|delivered|deliver|cleaned|clean|booked|book|called|call|replied|reply)",
    en: Did = "(the|our|your) (last|previous|other|first) (agent|rep|representative|person|colleague|operator|adviser|advisor) {0..1} (you spoke to|you spoke with)? {adverb}* (forgot|failed|messed|misinformed|misled|(gave|told|sent|entered|used|booked) {0..1} (the|a|an)? (wrong|incorrect)|made a mistake|should have|didn't|did not|never|was wrong|was mistaken)",
    en: Did = "^ (sales|billing|marketing|engineering|accounting|accounts|shipping|logistics|support|reception) (should have|forgot|failed to|never|didn't|did not|messed|gave you|told you) {0..1} (the wrong|{verb-participle}|{verb-base}|to|up)",
    en: Did = "(our|my) {0..2} (provider|host|carrier|partner|partners|manufacturer|agency|agent) {adverb}* (forgot|failed to|messed|screwed|broke|dropped the ball|made (a|the) mistake|should have)",
    en: Fault = "the fault of (my|our|the) {0..2} (colleague|colleagues|developers|developer|engineers|sales|billing|warehouse|supplier|vendor|courier|provider|team|department|staff|carrier|partner|host|agency|technician|contractor|driver)",
    en: Fault = "the fault of {third-party}",
    en: Fault = "(my|our|the) {0..2} (colleague|developers|developer|engineers|sales|billing|warehouse|supplier|vendor|courier|provider|team|department|carrier|partner|host|agency|technician|contractor|driver) 's (fault|mistake|error|doing|negligence)",
    en: Fault = "(it|that|this) (is|was|'s) <{third-party} 's fault>",
    en: Fault = "(my|our|the) {0..2} (colleague|colleagues|developers|developer|engineers|sales|billing|warehouse|supplier|vendor|courier|provider|team|department|carrier|partner|host|agency|technician|contractor) (is|are|was|were) to blame",
}

impl Rule for OwnBlameOthers {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let view = &cx.view;
        let words = hit.marked();
        if cx.asks(words.start) {
            return;
        }
        let longer = cx.is_in_longer(hit, &[]);
        const SUPPOSING: ClassSet = ClassSet::of(&[Class::Condition, Class::Wh]);
        let supposed = (0..words.start).any(|at| view.is_any(at, SUPPOSING));
        // "The developer of the plug-in", "not the warehouse's fault".
        let negated = words.start > 0 && view.is(words.start - 1, Class::Negation);
        if longer || supposed || negated {
            return;
        }
        let span = cx.span(words.clone());
        let cue = Cue::of(hit);
        let mut finding =
            META.finding(span, "To them it’s all one company. “We” takes care of both sides.");
        finding.help = "Say “we” for what your side did, and then what you have done about it. Names belong to praise.".into();
        match cue {
            Cue::Did => {
                let verb = words.clone().find(|&at| is_finite(cx, at, words.start));
                let whole = words.start == 0 || view.marked(words.start, Marks::PUNCTUATION);
                if let Some(verb) = verb.filter(|_| whole) {
                    let edits = rewrite::replace(view, words.start..verb, "we");
                    finding.fixes.push(Fix::confirm("Say “we”", edits));
                }
            }
            Cue::Fault if matches!(view.known(words.start), "the" | "our" | "my") => {
                let faulty = view.known(words.start + 1) == "fault"
                    || matches!(view.known(words.end - 1), "fault" | "mistake" | "error");
                if faulty {
                    let noun = if view.known(words.end - 1) == "mistake" {
                        "our mistake"
                    } else {
                        "our fault"
                    };
                    let edits = rewrite::replace(view, words.clone(), noun);
                    finding.fixes.push(Fix::confirm(format!("Say “{noun}”"), edits));
                }
            }
            Cue::Fault => {}
        }
        out.push(finding);
    }
}

/// Whether the verb group begins at the word: all these verbs are past forms, which fit "we" too.
fn is_finite(cx: &SentenceCx<'_>, at: usize, start: usize) -> bool {
    let view = &cx.view;
    at > start
        && (view
            .is_any(at, ClassSet::of(&[Class::VerbPast, Class::Should, Class::Do, Class::Adverb]))
            || matches!(
                view.known(at),
                "forgot"
                    | "messed"
                    | "screwed"
                    | "failed"
                    | "misled"
                    | "misinformed"
                    | "neglected"
                    | "miscalculated"
                    | "mixed"
                    | "never"
            ))
        && view.known(at) != "was"
}
