use std::borrow::Cow;

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
    enum Cue { Secret, Card, Hand, Open, Confirm, Reply, Need, MayI, What, Other, Thing, ToUs, Never, Copy, Click }
    en: Secret = "(password|passwords|passcode|passcodes|passphrase|passphrases|credentials|OTP|OTPs|passwort)",
    en: Secret = "(PIN|PIN code|PIN number|PINs)",
    en: Secret = "(verification|authentication|authenticator|login|log-in|sign-in|one-time|one time|2FA|two-factor|MFA|SMS|6-digit|six-digit|backup|recovery|unlock|access) (code|codes|password|passcode|pin)",
    en: Secret = "(seed|recovery|secret|backup) (phrase|words)",
    en: Secret = "(private|secret|API|recovery) (key|keys)",
    en: Secret = "(access|API|auth|bearer|secret) (token|tokens)",
    en: Secret = "(login|log-in|sign-in|sign in|access|account|admin|FTP|SSH) (details|data|info|information|credentials)",
    en: Secret = "(logins|login and password|login|username and password|user name and password)",
    en: Card = "(CVV|CVC|CVV2|CVC2|CVV code|CVC code|CVV number)",
    en: Card = "(security code|card security code)",
    en: Card = "(card|credit card|debit card|bank card) (number|numbers|details|information|data)",
    en: Hand = "(send|give|tell|email|e-mail|mail|text|forward|show|message|dm|provide|share|confirm|supply|write|whatsapp|hand|read out|pass|submit|reveal|disclose|grant) (me|us)",
    en: Hand = "(send|share|confirm|submit|forward) {0..1} with (me|us)",
    en: Hand = "let (me|us) (have|know)",
    en: Open = "(send|share|provide|supply|submit|disclose|reveal|state|include)",
    en: Confirm = "(confirm|verify)",
    en: Reply = "(reply|respond|answer|write back|come back|get back|get back to (me|us)|reply back|reply to this email|reply to this mail|reply to me|reply to us) {0..1} with",
    en: Need = "(I|we) {0..1} (need|require|must have|have to have|will need|'ll need|would need|'d need)",
    en: MayI = "(may|can|could|might) (I|we) {0..1} (have|get|ask for|ask you for|see)",
    en: What = "(what is|what's|what are) (your|the full)",
    en: Other = "(new|temporary|test|dummy|guest|throwaway|separate|different|fresh|public|gift|loyalty|membership|member|SIM|library|staging|sandbox|demo|fake|last|first|final|ending|masked|partial|redacted|support|order|name|names|forgotten|wrong|expired|insurance|health|ID|read-only|limited|expiry|another|restricted|reward|rewards|travel|fuel|phone|business|postal|boarding|key|graphics|video|memory|network|sound|telephone)",
    en: Thing = "(reset|resets|hint|hints|policy|field|fields|manager|managers|page|screen|prompt|length|strength|requirements|requirement|rules|rule|change|changes|error|errors|message|messages|protection|link|links|email|e-mail|mail|option|options|section|setting|settings|form|box|id|ids|name|names|prefix|type|permissions|scope|scopes|usage|file|generator|vault|works|work|expires|expired|ends|ending|starts|helper|provider|store|safe|secret|private|yourself|rotated|changed|dialog|window|tab|menu|list|process|flow|problem|issue|question|again)",
    en: ToUs = "(to|with) (me|us|our team|our support)",
    en: ToUs = "(by|via) (reply|return|email|e-mail|mail|chat|text|phone)",
    en: ToUs = "in (your|a|the) (reply|answer|response|next reply|next mail|next email)",
    en: ToUs = "(here|below|to this email|to this mail|to this address|in this chat|so I can|so we can|so that I|so that we|and I|and we|for me to|for us to)",
    en: Never = "(never|no need|needn't|without|nobody|no one|avoid|refrain|don't need|do not need|don't have to|do not have to|not have to)",
    en: Copy = "(photo|picture|copy|scan|screenshot|photograph|image)",
    en: Click = "and {0..1} (click|press|tap|select|choose|continue|save|hit|submit)",
}

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
        let Some((request, cue)) = request(cx, hit) else { return };
        let objects = objects(cx);
        // Of several things asked for, the first one has the finding.
        let earlier = objects
            .iter()
            .any(|other| other.start >= request.end && other.end <= hit.words().start);
        if earlier || !is_asked(cx, &request, cue, hit) {
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

fn objects_of<'c>(cx: &SentenceCx<'c>) -> impl Iterator<Item = std::ops::Range<usize>> {
    let cues = cx.cues().filter(|hit| matches!(Cue::of(hit), Cue::Secret | Cue::Card));
    cues.map(|hit| hit.words())
}

/// The things that nobody should send, each once.
fn objects(cx: &SentenceCx<'_>) -> Vec<std::ops::Range<usize>> {
    let mut all: Vec<_> = objects_of(cx).collect();
    all.sort_by_key(|it| (it.start, std::cmp::Reverse(it.end)));
    all.dedup_by(|next, kept| next.start < kept.end);
    all
}

/// The nearest request before the object.
fn request(cx: &SentenceCx<'_>, object: &CueHit<'_>) -> Option<(std::ops::Range<usize>, Cue)> {
    let start = object.words().start;
    let requests = cx.cues().filter_map(|hit| {
        let cue = Cue::of(&hit);
        let words = hit.words();
        let asks = matches!(
            cue,
            Cue::Hand | Cue::Open | Cue::Confirm | Cue::Reply | Cue::Need | Cue::MayI | Cue::What
        );
        (asks && words.end <= start && start - words.end <= FARTHEST).then_some((words, cue))
    });
    // "send me" is more than "send".
    requests.max_by_key(|(words, _)| (words.start, words.end))
}

fn is_asked(
    cx: &SentenceCx<'_>,
    request: &std::ops::Range<usize>,
    cue: Cue,
    object: &CueHit<'_>,
) -> bool {
    let view = &cx.view;
    let object_words = object.words();
    let at = |concept: Cue, word: usize| {
        cx.cues().any(|hit| Cue::of(&hit) == concept && hit.words().start == word)
    };
    let within = |concept: Cue, words: std::ops::Range<usize>| {
        cx.cues().any(|hit| Cue::of(&hit) == concept && words.contains(&hit.words().start))
    };
    let quoted = (request.start..object_words.end)
        .any(|at| view.marked(at, Marks::QUOTED.with(Marks::OPAQUE)));
    let apart = Marks::DASH.with(Marks::PAREN).with(Marks::QUOTE);
    let broken = (request.end..object_words.end).any(|at| view.marked(at, apart));
    if quoted
        || broken
        || negated(view, request, object_words.start)
        || within(Cue::Never, 0..object_words.start)
    {
        return false;
    }
    // Between the two there are no clauses, and nothing that makes another thing of the object.
    let gap = request.end..object_words.start;
    let clauses = ClassSet::of(&[
        Class::Wh,
        Class::Relative,
        Class::Subordinator,
        Class::Condition,
        Class::Be,
        Class::Have,
    ]);
    let led = |at: usize| {
        view.is(at, Class::Preposition)
            && !(at == gap.start && at + 1 < gap.end)
            && !(at > 0 && within(Cue::Copy, at - 1..at))
    };
    if gap.clone().any(|at| view.is_any(at, clauses) || led(at) || view.is(at, Class::To))
        || within(Cue::Other, gap.clone()) && !lists(view, &gap)
    {
        return false;
    }
    // "password reset", "the password is", "the API key's name".
    let next = object_words.end;
    let joined = next < view.len() && !view.marked(next, Marks::PUNCTUATION);
    let told = ClassSet::of(&[
        Class::Be,
        Class::Have,
        Class::Do,
        Class::Will,
        Class::Can,
        Class::Must,
        Class::Should,
        Class::Could,
        Class::May,
    ]);
    if joined
        && (at(Cue::Thing, next)
            || view.is_any(next, told)
            || view.marked(next, Marks::CLITIC)
            || view.written(next).starts_with('\'')
            || view.written(next).starts_with('’')
            || view.is(next, Class::To) && view.is_any(next + 1, told))
    {
        return false;
    }
    if matches!(cue, Cue::Need | Cue::MayI) {
        return true;
    }
    if cue == Cue::What {
        return cx.asks(request.start) || view.sentence.end == EndMark::Question;
    }
    if !is_order_to_reader(cx, request.start) || within(Cue::Click, next..view.len()) {
        return false;
    }
    let to_us = matches!(cue, Cue::Hand | Cue::Reply)
        || within(Cue::ToUs, next..view.len().min(next + PLACE));
    // "Provide your password in the form", "share it with your colleague": it goes elsewhere.
    let elsewhere = (next..view.len().min(next + PLACE)).any(|at| {
        view.is_any(
            at,
            ClassSet::of(&[Class::Preposition, Class::Subordinator, Class::Condition, Class::To]),
        )
    });
    match cue {
        _ if to_us => true,
        Cue::Open => !elsewhere && !is_for_programs(view, &object_words),
        Cue::Confirm => {
            !elsewhere && view.sentence.end == EndMark::Question && Cue::of(object) == Cue::Card
        }
        _ => false,
    }
}

/// "your order number and password": the word belongs to another thing of the list.
fn lists(view: &View<'_>, gap: &std::ops::Range<usize>) -> bool {
    gap.end > 0
        && gap
            .clone()
            .any(|at| view.is(at, Class::Coordinator) || view.marked(at + 1, Marks::COMMA))
}

/// Keys and tokens are put into requests by programs, so an order to provide one is said of that.
fn is_for_programs(view: &View<'_>, object: &std::ops::Range<usize>) -> bool {
    let last = view.known(object.end - 1);
    ["key", "keys", "token", "tokens", "credentials"].contains(&last)
}

/// Whether what is asked is denied in its own clause: "please don't send me …".
fn negated(view: &View<'_>, request: &std::ops::Range<usize>, until: usize) -> bool {
    let breaks = Marks::COMMA.with(Marks::BREAK);
    let start = (0..=request.start).rev().find(|&at| view.marked(at, breaks)).unwrap_or(0);
    (start..until).any(|at| view.is(at, Class::Negation))
}

/// Whether the verb at `verb` is said to the reader as an order or a request.
fn is_order_to_reader(cx: &SentenceCx<'_>, verb: usize) -> bool {
    let view = &cx.view;
    let modal = ClassSet::of(&[
        Class::Can,
        Class::Could,
        Class::Will,
        Class::May,
        Class::Must,
        Class::Should,
    ]);
    let mut at = verb;
    loop {
        if at == 0 || view.marked(at, Marks::COMMA.with(Marks::COLON).with(Marks::DASH)) {
            return true;
        }
        let before = at - 1;
        if view.is(before, Class::Adverb)
            || matches!(
                view.known(before),
                "please"
                    | "kindly"
                    | "simply"
                    | "then"
                    | "first"
                    | "securely"
                    | "maybe"
                    | "possibly"
                    | "also"
                    | "just"
                    | "only"
            )
        {
            at = before;
            continue;
        }
        if view.is(before, Class::You) {
            // "could you", but not "if you" nor "did you".
            return before > 0 && view.is_any(before - 1, modal);
        }
        if view.is_any(before, modal) || view.is(before, Class::Clitic) {
            let subject = before.checked_sub(1);
            return subject.is_some_and(|at| view.is(at, Class::You));
        }
        if view.is(before, Class::To) {
            return (before.saturating_sub(4)..before).any(|at| view.is(at, Class::You))
                && !(0..before).any(|at| {
                    view.is_any(
                        at,
                        ClassSet::of(&[
                            Class::Condition,
                            Class::ThirdPlural,
                            Class::ThirdSingular,
                            Class::IndefiniteSingular,
                        ]),
                    )
                })
                && ((0..before).any(|at| view.is_any(at, ClassSet::of(&[Class::I, Class::We])))
                    || (0..before)
                        .any(|at| view.is(at, Class::Demand) || view.is(at, Class::Have)));
        }
        if view.is(before, Class::Coordinator) {
            // "Log out and send us …", but not "They log in and send us …".
            let subjects = ClassSet::of(&[
                Class::I,
                Class::We,
                Class::ThirdSingular,
                Class::ThirdPlural,
                Class::IndefiniteSingular,
            ]);
            return !(0..before).any(|at| view.is_any(at, subjects));
        }
        return false;
    }
}
