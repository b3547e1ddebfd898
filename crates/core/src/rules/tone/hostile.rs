use std::borrow::Cow;

use crate::finding::Severity;
use crate::lang::class::{Class, ClassSet};
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};

declare! {
    /// Reports insults, sarcasm and hitting back.
    ///
    /// ## Why
    /// It is the one kind of line that cannot be mended by a second mail. Whoever is furious is rarely
    /// furious with you, and a minute away from the keyboard costs less than this.
    ///
    /// ## Flagged
    /// <|Calm down|>, it's only a website.
    /// <|That is not my problem|>.
    /// <|Watch your tone|>.
    /// <|Your question is ridiculous|>.
    /// You'll just have to <|deal with it|>.
    /// <|Good luck with that|>.
    /// <|Are you stupid|>?
    /// <|Stop wasting our time|>.
    /// <|You're being childish|>.
    /// <|Congratulations, you broke|> the lock.
    /// <|What part of|> "no refund" do you not understand?
    /// <|How are we supposed to|> open a locked door? # a sigh: a warning
    /// If you <|don't like it|>, leave. # a warning
    ///
    /// ## Clean
    /// You called the fee ridiculous, and I see why.
    /// That was a stupid bug on our side.
    /// I'll stay calm and quick: here's the plan.
    /// Good luck with the launch!
    /// We'll deal with it this afternoon.
    /// There are no stupid questions.
    /// You're not being unreasonable at all.
    /// Once the waves calm down, the boat leaves.
    /// Congratulations, you passed the first exam!
    /// Whatever you choose, I'll hold both rooms until noon.
    /// If you don't like it, we take it back within 30 days. # an offer
    /// Press the red knob to shut off the water.
    pub ToneHostile {
        code: "tone-hostile", family: Tone, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell], fix: None, rank: 80
    }
}

cues! {
    enum Cue { Insult, Snap, Dislike, Whatever, Deal }
    en: Insult = "^ <(please|just|kindly)? calm (down|yourself)>",
    en: Insult = "you {0..3} <(need|have|should try|ought) to calm down>",
    en: Insult = "(that|this|it) (is|'s) {adverb}? (not|n't) {adverb}? (my|our) (problem|business)",
    en: Insult = "^ <not (my|our) problem>",
    en: Insult = "(watch|mind) your (tone|language|mouth|manners)",
    en: Insult = "your (question|request|complaint|demand|demands|email|mail|message|expectations|report|review|behaviour|behavior|attitude|idea|suggestion) (is|are|was|were) {adverb}* (ridiculous|stupid|idiotic|absurd|pathetic|laughable|dumb|childish|outrageous|moronic|insulting|a joke)",
    en: Insult = "your (behaviour|behavior|attitude|tone|language) (is|was) {adverb}* (unacceptable|inappropriate|disgusting)",
    en: Insult = "(your|such a|what a|another) (stupid|ridiculous|idiotic|dumb|pathetic|moronic) (question|request|complaint|demand|email|ticket|idea)",
    en: Insult = "you (are|'re) {adverb}* being? {adverb}* (stupid|idiotic|ridiculous|pathetic|childish|hysterical|unreasonable|delusional|ignorant|overreacting|insane|paranoid)",
    en: Insult = "you (are|'re) {adverb}* (an|a) {0..1} (idiot|moron|liar|fool|imbecile|clown|jerk)",
    en: Insult = "you {0..1} (idiot|moron|goofus|imbecile|fool)",
    en: Insult = "are you (stupid|blind|deaf|insane|dumb|an idiot|a moron|out of your mind)",
    en: Insult = "good luck with that",
    en: Insult = "^ (congratulations|congrats|well done|bravo) ,? you (have|'ve|just)? (broke|broken|deleted|ruined|managed to|lost|destroyed)",
    en: Insult = "(what|which) part of {0..8} (do|did|do n't|did n't|don't) you",
    en: Insult = "^ <(what|which) part of>",
    en: Insult = "(stop|quit) (whining|moaning|crying|bitching|wasting (my|our|everyone's) time)",
    en: Insult = "you (are|'re) wasting (my|our|everyone's) time",
    en: Insult = "(shut up|piss off|fuck off|screw you|go to hell|get a life|get over it|grow up|rtfm|stfu|lmgtfy)",
    en: Insult = "(what is|what's) wrong with you",
    en: Insult = "(ca n't|can not|cannot) you read",
    en: Insult = "can you (not|even) read",
    en: Insult = "^ learn (how)? to read",
    en: Insult = "you should be ashamed",
    en: Insult = "(I|we) (do n't|do not|could n't) (care|give a damn|give a shit) (what|if|how|whether) you",
    en: Insult = "^ <get lost>",
    en: Snap = "(behaviour|behavior|attitude|tone|language) {0..7} (is|was|are) {adverb}* (unacceptable|inappropriate|not acceptable|abusive)",
    en: Snap = "(I|we) (will not|wo n't|do not|do n't|cannot) tolerate",
    en: Snap = "how (am I|are we) supposed to",
    en: Snap = "(spoon-feed|spoon-feeding|spoonfeed|spoonfeeding) (you|them|people|everyone|users|anybody)?",
    en: Snap = "how many (more)? times (do|must|should|have) (I|we)",
    en: Snap = "(I am|I'm|we are|we're) not (a mind reader|mind readers|psychic|psychics)",
    en: Snap = "feel free to (leave|go elsewhere|look elsewhere|find another|pay for|take your business)",
    en: Snap = "take it or leave it",
    en: Snap = "you (are|'re) too lazy",
    en: Snap = "(nobody|no one) (is|'s) forcing you",
    en: Dislike = "if you <do n't like it>",
    en: Whatever = "^ <whatever>",
    en: Deal = "^ <(just|so|then)? deal with (it|that|this)>",
    en: Deal = "you {0..3} (have to|must|need to|got to|gotta) {adverb}* <deal with it>",
}

impl Rule for ToneHostile {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        let cue = Cue::of(hit);
        let view = &cx.view;
        let marked = hit.marked();
        let negated = marked.clone().any(|n| view.is(n, Class::Negation))
            && matches!(view.known(marked.start), "you" | "your");
        let supposed = (super::reader::stretch_start(view, marked.start)..marked.start).any(|n| {
            view.is_any(n, ClassSet::of(&[Class::Condition, Class::Wh])) && cue == Cue::Insult
        });
        // "We take it back" makes an offer of it.
        let offer = cue == Cue::Dislike
            && (marked.end..view.len()).any(|n| {
                view.is_any(
                    n,
                    ClassSet::of(&[Class::I, Class::We, Class::Can, Class::Could, Class::Will]),
                )
            });
        let fine = match cue {
            Cue::Whatever => view.len() > 1,
            Cue::Dislike => offer || cx.asks(marked.start) || marked.end == view.len(),
            Cue::Deal => cx.asks(marked.start) && view.known(marked.start) != "deal",
            Cue::Insult | Cue::Snap => negated || supposed,
        };
        if fine {
            return;
        }
        let span = cx.span(marked);
        let message = "Step back for a minute? This line would be hard to take back.";
        let mut finding = META.finding(span, message);
        finding.help = "Take the line out and keep what helps. If it is abuse, ask a colleague to take over before you answer.".into();
        finding.clause = span;
        if matches!(cue, Cue::Snap | Cue::Dislike) {
            finding.severity = Severity::Warning;
            finding.notes.push("Lowered: a sharp word and no insult.".into());
        }
        out.push(finding);
    }
}
