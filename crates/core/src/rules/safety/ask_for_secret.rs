use std::borrow::Cow;
use std::ops::Range;

use crate::document::{EndMark, Marks};
use crate::lang::class::{Class, ClassSet};
use crate::lang::grammar::View;
use crate::rule::{CueHit, CuePattern, Rule, RuleMeta, SentenceCx, Sink, cues, declare};
use crate::rules::wording;

declare! {
    /// Reports that you ask for a password, a code or a whole card number.
    ///
    /// ## Why
    /// You never need it, and whoever answers once will answer a thief as well: the next mail that asks looks just
    /// like yours. Card rules forbid it outright (PCI DSS).
    ///
    /// ## Flagged
    /// Please <|send me your password|>.
    /// Could you <|reply with the card number and CVV|>?
    /// <|Give us your login credentials|> so we can check.
    /// <|Tell me the 2FA code|> you received.
    /// Could you please <|confirm the full card number|>?
    /// To go on, <|we need your password|>.
    /// <|What is your PIN|>?
    /// Can you <|let me know the security code|> on the back of the card?
    /// Kindly <|share your login details|> with us.
    /// Would you <|email us the private key|>?
    /// Please log out and <|send us your user name and password|>.
    /// A text is on its way. <|Read me the code once it comes|>.
    /// <|Tell us the code from your phone|>, please.
    /// <|May I have the one-time code|> from your phone?
    /// <|I'll need your seed phrase|> to restore the wallet.
    /// If you could <|send me the root password|>, I'll look tonight.
    /// <|Provide the CVV|> by reply, please.
    ///
    /// ## Clean
    /// Please never share your password, even with us.
    /// Which are the last four digits of the card?
    /// You can reset your password here: https://example.com/reset
    /// Could you make a test account for me?
    /// Please don't send me your password.
    /// We will never ask you to send us your password.
    /// There's no need to tell me the code.
    /// Could you send me the last four digits of the card number?
    /// I'll send you a new password.
    /// Please enter your password on the next page.
    /// Please confirm your password and click Save.
    /// Provide your password when the app asks for it.
    /// Could you send me your public key?
    /// Give your colleague the password of the shared folder.
    /// Could you send me the password reset email that you got?
    /// What is your password policy?
    /// If anyone asks you to give them your PIN, hang up.
    /// If you send us your password, anyone who reads this mail can use it.
    /// You need your password to log in.
    /// Did you share your password with anyone?
    /// Please send me your gift card number.
    /// Could you share a temporary password for a test account?
    /// Tell me which password manager you use.
    /// "Send me your password" is what a thief would write.
    /// Please let me know whether the password works now.
    /// Could you tell me when you changed the password?
    /// Could you send me the API key's name, not the key?
    pub AskForSecret {
        code: "ask-for-secret", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell], fix: Snippet, rank: 90
    }
}

cues! {
    enum Cue { Secret, Card, Hand, Mind, Open, Pass, Confirm, Reply, Need, MayI, What, Other, Thing, ToUs, Never, Copy, Click, Invite, Soft }
    en: Secret = "(password|passwords|passcode|passcodes|passphrase|passphrases|credentials|OTP|OTPs|passwort)",
    en: Secret = "(PIN|PIN code|PIN number|PINs)",
    en: Secret = "(verification|authentication|authenticator|login|log-in|sign-in|one-time|one time|2FA|two-factor|MFA|SMS|6-digit|six-digit|backup|recovery|unlock|access) (code|codes|password|passcode|pin)",
    en: Secret = "(seed|recovery|secret|backup) (phrase|words)",
    en: Secret = "(private|secret|API|recovery) (key|keys)",
    en: Secret = "(access|API|auth|bearer|secret) (token|tokens)",
    en: Secret = "(login|log-in|sign-in|sign in|access|account|admin|FTP|SSH) (details|data|info|information|credentials)",
    en: Secret = "(logins|login and password|login|username and password|user name and password)",
    en: Secret = "(the|that) (code|pin) (when|once|as soon as) (it|they|that) (arrives|comes|is there|gets there|reaches you|shows up|pops up)",
    en: Secret = "(the|that) code {0..3} (from|by|in|on) (the|your|a)? (text|SMS|text message|phone|authenticator|authenticator app)",
    en: Card = "(CVV|CVC|CVV2|CVC2|CVV code|CVC code|CVV number)",
    en: Card = "(security code|card security code)",
    en: Card = "(card|credit card|debit card|bank card) (number|numbers|details|information|data)",
    en: Hand = "(send|give|tell|email|e-mail|mail|text|forward|show|message|dm|provide|share|confirm|supply|write|whatsapp|hand|read|read out|pass|submit|reveal|disclose|grant|drop|send over to|shoot) (me|us)",
    en: Hand = "(send|share|confirm|submit|forward) {0..1} with (me|us)",
    en: Hand = "let (me|us) (have|know)",
    en: Mind = "mind {0..1} (sending|sharing|giving|telling|providing|confirming|emailing|forwarding|mailing|texting|reading)",
    en: Pass = "(email|e-mail|mail|forward|text|dm|message|give|tell|post)",
    en: Invite = "(feel free|able|welcome|free|like you|want you|need you|ask you|asking you|require you|love you|for you) to",
    en: Soft = "(please|kindly|simply|then|first|securely|maybe|possibly|also|just|only|quickly|now|instead)",
    en: Open = "(send|share|provide|supply|submit|disclose|reveal|state|include)",
    en: Confirm = "(confirm|verify)",
    en: Reply = "(reply|respond|answer|write back|come back|get back|get back to (me|us)|reply back|reply to this email|reply to this mail|reply to me|reply to us) {0..1} with",
    en: Need = "(I|we) {0..1} (need|require|must have|have to have|will need|'ll need|would need|'d need)",
    en: Need = "(all|what|the only thing|one thing|everything) (I|we) {0..1} (need|require) is",
    en: MayI = "(may|can|could|might) (I|we) {0..1} (have|get|ask for|ask you for|see)",
    en: What = "(what is|what's|what are) (your|the full|the)",
    en: Other = "(new|temporary|test|dummy|guest|throwaway|separate|different|fresh|public|gift|loyalty|membership|member|SIM|library|staging|sandbox|demo|fake|last|first|final|ending|masked|partial|redacted|support|order|name|names|forgotten|wrong|expired|insurance|health|ID|read-only|limited|expiry|another|restricted|reward|rewards|travel|fuel|phone|business|postal|boarding|key|graphics|video|memory|network|sound|telephone)",
    en: Thing = "(reset|resets|hint|hints|policy|field|fields|manager|managers|page|screen|prompt|length|strength|requirements|requirement|rules|rule|change|changes|error|errors|message|messages|protection|link|links|email|e-mail|mail|option|options|section|setting|settings|form|box|id|ids|name|names|prefix|type|permissions|scope|scopes|usage|file|generator|vault|works|work|expires|expired|ends|ending|starts|helper|provider|store|safe|secret|private|yourself|rotated|changed|dialog|window|tab|menu|list|process|flow|problem|issue|question|again)",
    en: ToUs = "(to|with) (me|us|our team|our support)",
    en: ToUs = "(by|via) (reply|return|email|e-mail|mail|chat|text|phone)",
    en: ToUs = "in (your|a|the) (reply|answer|response|next reply|next mail|next email)",
    en: ToUs = "(for me|for us|here|below|to this email|to this mail|to this address|in this chat|so I can|so we can|so that I|so that we|and I|and we|for me to|for us to)",
    en: Never = "(never|no need|needn't|without|nobody|no one|avoid|refrain|don't need|do not need|don't have to|do not have to|not have to)",
    en: Copy = "(photo|picture|copy|scan|screenshot|photograph|image)",
    en: Click = "and {0..1} (click|press|tap|select|choose|continue|save|hit|submit)",
}

/// What says whose it is.
const OWNED: [Class; 3] = [Class::Possessive, Class::ReaderPossessive, Class::Determiner];
/// So many words stand between a request and what is asked for, at most.
const FARTHEST: usize = 12;
/// So many words behind the object say where it is to go.
const PLACE: usize = 5;

impl Rule for AskForSecret {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_cue(&self, hit: &CueHit<'_>, cx: &SentenceCx<'_>, out: &mut Sink<'_>) {
        if !matches!(Cue::of(hit), Cue::Secret | Cue::Card) || is_in_longer(cx, hit) {
            return;
        }
        let Some(request) = requests(cx, hit).find(|(words, cue)| is_asked(cx, words, *cue, hit))
        else {
            return;
        };
        let request = request.0;
        let objects = objects(cx);
        // Of several things asked for, the first one has the finding.
        if objects.iter().any(|other| other.start >= request.end && other.end <= hit.words().start)
        {
            return;
        }
        let mut end = hit.words().end;
        for next in objects.iter().filter(|next| next.start >= hit.words().end) {
            let close = next.start <= end + 2
                && (end..next.start).all(|at| {
                    cx.view.is(at, Class::Coordinator)
                        || cx.view.is(at, Class::Possessive)
                        || cx.view.is(at, Class::Determiner)
                });
            if close {
                end = next.end;
            }
        }
        let span = cx.span(request.start..end);
        let words = wording::quote(cx, span);
        let card = Cue::of(hit) == Cue::Card;
        let way = match card {
            true => "The last four digits are enough to find a card.",
            false => "Could a test account or a shared screen do?",
        };
        let mut finding =
            META.finding(span, format!("{words}: nobody should send that by mail. {way}"));
        finding.help = "Whoever learns to answer this answers a thief as well. Say that you don't need it, and what would help instead.".into();
        let thing = cx.span(hit.words()).of(cx.text());
        wording::replace_sentence(
            &mut finding,
            cx,
            "Say that you don't need it",
            &format!(
                "You don't need to send me your {}: ${{1:?what would help instead}}.",
                wording::on_one_line(thing)
            ),
        );
        out.push(finding);
    }
}

/// Whether a longer name of the same thing covers it: "card security code" over "security code".
fn is_in_longer(cx: &SentenceCx<'_>, hit: &CueHit<'_>) -> bool {
    let own = hit.words();
    objects_of(cx)
        .any(|other| other.len() > own.len() && other.start <= own.start && own.end <= other.end)
        || objects_of(cx).any(|other| other.start < own.start && own.start < other.end)
}

fn objects_of<'c>(cx: &SentenceCx<'c>) -> impl Iterator<Item = Range<usize>> {
    let cues = cx.cues().filter(|hit| matches!(Cue::of(hit), Cue::Secret | Cue::Card));
    cues.map(|hit| hit.words())
}

/// The things that nobody should send, each once.
fn objects(cx: &SentenceCx<'_>) -> Vec<Range<usize>> {
    let mut all: Vec<_> = objects_of(cx).collect();
    all.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    all.dedup_by(|next, kept| next.start < kept.end);
    all
}

/// The requests before the object.
fn requests<'s>(
    cx: &'s SentenceCx<'_>,
    object: &CueHit<'_>,
) -> impl Iterator<Item = (Range<usize>, Cue)> + 's {
    const REQUESTS: [Cue; 9] = [
        Cue::Hand,
        Cue::Mind,
        Cue::Open,
        Cue::Pass,
        Cue::Confirm,
        Cue::Reply,
        Cue::Need,
        Cue::MayI,
        Cue::What,
    ];
    let start = object.words().start;
    cx.cues()
        .map(|hit| (hit.words(), Cue::of(&hit)))
        .filter(|(_, cue)| REQUESTS.contains(cue))
        .filter(move |(words, _)| words.end <= start && start - words.end <= FARTHEST)
}

/// What a sentence says of the words in it, asked by concept.
struct Around<'s, 'c> {
    cx: &'s SentenceCx<'c>,
    object: Range<usize>,
}

impl Around<'_, '_> {
    /// Whether a cue of the concept begins among the words.
    fn has(&self, concept: Cue, words: Range<usize>) -> bool {
        self.cx.cues().any(|hit| Cue::of(&hit) == concept && words.contains(&hit.words().start))
    }

    /// Whether a word of one of the classes is among them.
    fn any(&self, classes: &[Class], mut words: Range<usize>) -> bool {
        let classes = ClassSet::of(classes);
        words.any(|at| self.cx.view.is_any(at, classes))
    }

    /// The words behind the object that may say where it is to go.
    fn behind(&self) -> Range<usize> {
        self.object.end..self.cx.view.len().min(self.object.end + PLACE)
    }

    /// Whether something else is meant than the words say alone: "password reset", "the password is",
    /// "the API key's name".
    fn is_another_thing(&self) -> bool {
        let view = &self.cx.view;
        let next = self.object.end;
        let joined = next < view.len() && !view.marked(next, Marks::PUNCTUATION);
        joined
            && (self.has(Cue::Thing, next..next + 1)
                || self.any(&FINITE, next..next + 1)
                || view.marked(next, Marks::CLITIC)
                || view.written(next).starts_with(['\'', '’'])
                || view.is(next, Class::To) && self.any(&FINITE, next + 1..next + 2))
    }

    /// Whether the words between a request and the object leave the one for the other: no clause begins
    /// there, and nothing in them makes another thing of the object.
    fn is_close(&self, gap: Range<usize>) -> bool {
        let view = &self.cx.view;
        let marks = Marks::DASH.with(Marks::PAREN).with(Marks::QUOTE).with(Marks::COLON);
        let broken = (gap.start..self.object.end).any(|at| view.marked(at, marks));
        // "share with us your …", "a photo of the …"
        let leads = |at: usize| {
            view.is(at, Class::Preposition)
                && !(at == gap.start && at + 1 < gap.end)
                && !(at > 0 && self.has(Cue::Copy, at - 1..at))
        };
        // "your order number and password": the word belongs to another thing of the list.
        let list = || {
            let joins =
                |at: usize| view.is(at, Class::Coordinator) || view.marked(at + 1, Marks::COMMA);
            gap.clone().any(joins)
        };
        !broken
            && !self.any(&CLAUSE, gap.clone())
            && !gap.clone().any(leads)
            && (!self.has(Cue::Other, gap.clone()) || list())
    }

    /// Whether it is denied: "please don't send me …", "we will never ask …".
    fn is_denied(&self, request: usize) -> bool {
        let view = &self.cx.view;
        let breaks = Marks::COMMA.with(Marks::BREAK);
        let start = (0..=request).rev().find(|&at| view.marked(at, breaks)).unwrap_or(0);
        self.any(&[Class::Negation], start..self.object.start)
            || self.has(Cue::Never, 0..self.object.start)
    }

    /// Whether the verb at `verb` is said to the reader as an order or a request.
    fn is_order(&self, verb: usize) -> bool {
        let view = &self.cx.view;
        let mut at = verb;
        loop {
            if at == 0 || view.marked(at, Marks::COMMA.with(Marks::COLON).with(Marks::DASH)) {
                return true;
            }
            let before = at - 1;
            let here = before..at;
            if view.is(before, Class::Adverb) || self.has(Cue::Soft, here.clone()) {
                at = before;
            } else if view.is(before, Class::You) {
                // "could you", but not "if you" nor "did you".
                return before > 0 && self.any(&MODAL, before - 1..before);
            } else if self.any(&MODAL, here) || view.is(before, Class::Clitic) {
                return before > 0 && view.is(before - 1, Class::You);
            } else if view.is(before, Class::To) {
                return self.is_told(before);
            } else {
                // "Log out and send us …", but not "They log in and send us …".
                return view.is(before, Class::Coordinator) && !self.any(&SUBJECTS, 0..before);
            }
        }
    }

    /// Whether the infinitive at `to` is the reader's: "you need to", "feel free to", "I'd like you to",
    /// but not "scammers ask you to".
    fn is_told(&self, to: usize) -> bool {
        let invited =
            self.cx.cues().any(|hit| Cue::of(&hit) == Cue::Invite && hit.words().end == to + 1);
        let demanded = self.any(&[Class::You], to.saturating_sub(4)..to)
            && self.any(&[Class::Demand, Class::Have, Class::I, Class::We], 0..to);
        let ours = self.any(&[Class::I, Class::We, Class::You], 0..to.min(3))
            || self.has(Cue::Invite, 0..2);
        (invited || demanded) && ours && !self.any(&OTHERS, 0..to)
    }
}

const FINITE: [Class; 9] = [
    Class::Be,
    Class::Have,
    Class::Do,
    Class::Will,
    Class::Can,
    Class::Must,
    Class::Should,
    Class::Could,
    Class::May,
];
const MODAL: [Class; 6] =
    [Class::Can, Class::Could, Class::Will, Class::May, Class::Must, Class::Should];
const CLAUSE: [Class; 7] = [
    Class::Wh,
    Class::Relative,
    Class::Subordinator,
    Class::Condition,
    Class::Be,
    Class::Have,
    Class::To,
];
/// Who may be meant besides the reader.
const OTHERS: [Class; 4] =
    [Class::Condition, Class::ThirdPlural, Class::ThirdSingular, Class::IndefiniteSingular];
/// What makes a clause of its own of the words before a coordinator.
const SUBJECTS: [Class; 5] =
    [Class::I, Class::We, Class::ThirdSingular, Class::ThirdPlural, Class::IndefiniteSingular];

fn is_asked(cx: &SentenceCx<'_>, request: &Range<usize>, cue: Cue, object: &CueHit<'_>) -> bool {
    let view = &cx.view;
    let around = Around { cx, object: object.words() };
    let gap = request.end..around.object.start;
    let next = around.object.end;
    let opaque = Marks::QUOTED.with(Marks::OPAQUE);
    if (request.start..next).any(|at| view.marked(at, opaque))
        || around.is_denied(request.start)
        || !around.is_close(gap.clone())
        || around.is_another_thing()
    {
        return false;
    }
    // "Provide your password in the form", "the password to my own account": it goes elsewhere.
    let elsewhere = around.any(
        &[Class::Preposition, Class::Subordinator, Class::Condition, Class::To],
        around.behind(),
    );
    let theirs = around.any(&[Class::ReaderPossessive], gap.clone());
    let named = around.any(&OWNED, gap.clone());
    let order = || around.is_order(request.start) && !around.has(Cue::Click, next..view.len());
    let to_us = || matches!(cue, Cue::Hand | Cue::Reply) || around.has(Cue::ToUs, around.behind());
    match cue {
        Cue::Need => theirs || named && !elsewhere,
        Cue::MayI => theirs || named,
        Cue::What => {
            let general = view.known(request.end - 1) == "the";
            let question = cx.asks(request.start) || view.sentence.end == EndMark::Question;
            question && (!general || around.any(&[Class::ReaderPossessive], around.behind()))
        }
        Cue::Mind => theirs || named,
        _ if !order() => false,
        _ if to_us() => true,
        // "Send password" is what a program does, and keys are put into requests.
        Cue::Open => named && !elsewhere && !is_for_programs(view, &around.object),
        Cue::Confirm => Cue::of(object) == Cue::Card && named && !elsewhere,
        _ => false,
    }
}

/// Keys and tokens are put into requests by programs, so an order to provide one is said of that.
fn is_for_programs(view: &View<'_>, object: &Range<usize>) -> bool {
    let last = view.known(object.end - 1);
    ["key", "keys", "token", "tokens", "credentials"].contains(&last)
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn what_is_offered_asks_for_nothing() {
        for text in [
            "Please send me your password.",
            "Could you reply with the card number and CVV?",
            "To go on, we need your login details.",
        ] {
            let codes = |text: &str| {
                let found = check(text, &Input::default(), &Catalog::builtin()).findings;
                found.into_iter().filter(|it| it.code == "ask-for-secret").collect::<Vec<_>>()
            };
            let [finding] = &codes(text)[..] else { panic!("{text}") };
            let after = apply(text, &finding.fixes[0].edits);
            assert!(after.contains("You don't need to send me your"), "{after}");
            assert_eq!(codes(&after), [], "{after}");
        }
    }
}
