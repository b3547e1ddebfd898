use std::borrow::Cow;

use crate::draft::RegionKind;
use crate::finding::{Edit, Finding, Fix};
use crate::lang::grammar::View;
use crate::lang::lexicon::fold;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::own_words;
use crate::rules::wording;

declare! {
    /// Reports a greeting and a farewell in two registers: “Dear Mr Tanaka … Cheers”.
    ///
    /// ## Why
    /// Who is addressed with their title and sent off with a slang word wonders which of the two was
    /// meant. Either is fine; both together read as a slip.
    ///
    /// ## Flagged
    /// Dear Mr Tanaka,\n\nYour desk is here.\n\n<|Cheers|>,\nAna
    /// Hey Jo!\n\nYour desk is here.\n\n<|Yours faithfully|>,\nAna
    /// Dear Dr Okafor, <|yep|>, gonna fix it.
    /// Hallo Herr Klein, kannst <|du|> mir den Log schicken?
    /// Guten Tag,\n\ndanke für die Fotos, die du gestern geschickt hast. Bitte melden <|Sie|> sich, wenn das Regal noch wackelt.
    /// Bonjour,\n\nmerci pour les photos que vous avez envoyées hier matin. Est-ce que <|tu|> peux nous dire si la lampe marche ?
    /// Buenos días:\n\nGracias por las fotos que usted envió ayer. Cuando puedas, dinos si la lámpara que <|tú|> tienes funciona ya.
    /// Dear Professor Adeyemi,\n\nThe hall is <|kinda|> cold, so I have moved you to room 2.\n\nKind regards,\nAna
    ///
    /// ## Clean
    /// Dear Maria,\n\nYour desk is here.\n\nBest wishes,\nAna
    /// Hi Jo,\n\nYour desk is here.\n\nCheers,\nAna
    /// Dear Mr Tanaka,\n\nYour desk is here.\n\nKind regards,\nAna
    /// Hallo Jo, kannst du mir den Log schicken?
    /// Dear Jo,\n\nYep, it is here.\n\nCheers,\nAna
    /// Dear Ms Ruiz,\n\nThe button says "Yep". Press it.\n\nKind regards,\nAna
    /// Guten Tag,\n\ndanke für die Fotos, die du gestern geschickt hast. Sie zeigen genau, wo das Regal wackelt.
    /// Bonjour,\n\nmerci pour les photos que vous avez envoyées hier matin. Est-ce que vous pouvez nous dire si la lampe marche ?
    /// Dear Mr Tanaka,\n\nYour guests gave three cheers for the cake.\n\nKind regards,\nAna
    pub RegisterMix {
        code: "register-mix", family: Brand, since: "0.1.0", severity: Hint,
        reads: [Body, Farewell], fix: Confirm, rank: 5
    }
}

cues! {
    enum Cue { Familiar, Formal }
    de: Familiar = "(du|dir|dich|dein|deine|deinen|deinem|deiner|deines)",
    de: Formal = "(sie|ihnen|ihr|ihre|ihren|ihrem|ihrer|ihres)",
    fr: Familiar = "(tu|toi|ton|ta|tes)",
    fr: Formal = "(vous|votre|vos)",
    es: Familiar = "(tú|ti|contigo|tus)",
    es: Formal = "(usted)",
}

/// Farewells among friends.
const FAMILIAR: [&str; 8] = ["cheers", "ciao", "xx", "xxx", "xoxo", "laters", "hugs", "ta"];
/// Farewells of formal letters.
const FORMAL: [&str; 4] =
    ["yours faithfully", "yours sincerely", "yours truly", "respectfully yours"];
/// Words that belong among friends, with what a formal letter says.
const SLANG: [(&str, &str); 11] = [
    ("yep", "yes"),
    ("yup", "yes"),
    ("yeah", "yes"),
    ("nope", "no"),
    ("gonna", "going to"),
    ("wanna", "want to"),
    ("gotta", "have to"),
    ("kinda", "rather"),
    ("dunno", "do not know"),
    ("lol", ""),
    ("dude", ""),
];
/// German words for a *you* among friends.
const DU: [&str; 8] = ["du", "dir", "dich", "dein", "deine", "deinen", "deinem", "deiner"];

impl Rule for RegisterMix {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if let Some(finding) = two_addresses(cx) {
            out.push(finding);
            return;
        }
        let greeting = match &draft.salutation {
            Some(salutation) => salutation.span.of(draft.text()),
            // Of a greeting in a language that is not told yet, the first words speak.
            None => draft.document.words.first().map_or("", |word| {
                let rest = &draft.text()[word.span().start..];
                rest.split([',', '\n', '!']).next().unwrap_or("")
            }),
        };
        let words: Vec<String> = greeting
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
            .map(fold)
            .collect();
        let head = words.first().map_or("", String::as_str);
        let titled = words.iter().skip(1).any(|word| {
            cx.is_title(word) || matches!(word.as_str(), "sir" | "madam" | "professor")
        });
        let sir = words.iter().any(|word| matches!(word.as_str(), "herr" | "frau"));
        let finding = if head == "dear" && titled {
            farewell(cx, &FAMILIAR, "Kind regards", greeting).or_else(|| slang(cx, greeting))
        } else if matches!(head, "hey" | "hiya" | "yo" | "howdy") {
            farewell(cx, &FORMAL, "Best wishes", greeting)
        } else if sir && words.len() <= 5 {
            du(cx, greeting)
        } else {
            None
        };
        out.findings.extend(finding);
    }
}

fn finding(view: &View<'_>, words: std::ops::Range<usize>, greeting: &str) -> Finding {
    let span = own_words::span(view, words);
    let said = wording::on_one_line(span.of(view.text));
    let greeting = wording::on_one_line(greeting.trim_end_matches([',', '!', ' ']));
    let message = format!("“{greeting}” and “{said}” pull apart. Pick one register?");
    let mut finding = META.finding(span, message);
    finding.help = "Match their own tone: both formal, or both familiar.".into();
    finding
}

/// A farewell that begins with one of the phrases.
fn farewell(cx: &ReplyCx<'_>, phrases: &[&str], instead: &str, greeting: &str) -> Option<Finding> {
    cx.sentences(&[RegionKind::Farewell]).map(|at| cx.view(at)).find_map(|view| {
        let words = phrases.iter().find_map(|phrase| {
            let needle = own_words::Needle::new(phrase)?;
            needle.at(&view, 0).map(|(words, _)| words)
        })?;
        let mut finding = finding(&view, words, greeting);
        let edit = Edit::replace(finding.span, instead);
        finding.fixes.push(Fix::confirm(format!("Close with “{instead}”"), vec![edit]));
        Some(finding)
    })
}

fn slang(cx: &ReplyCx<'_>, greeting: &str) -> Option<Finding> {
    cx.sentences(&[RegionKind::Body, RegionKind::Farewell]).map(|at| cx.view(at)).find_map(|view| {
        (0..view.len()).find_map(|at| {
            let word = fold(view.written(at));
            let (_, instead) = SLANG.iter().find(|(slang, _)| *slang == word)?;
            if !own_words::is_wording(&view, &view.words[at]) {
                return None;
            }
            let mut finding = finding(&view, at..at + 1, greeting);
            if !instead.is_empty() {
                let edits = crate::rewrite::replace(&view, at..at + 1, instead);
                finding.fixes.push(Fix::confirm(format!("Say “{instead}”"), edits));
            }
            Some(finding)
        })
    })
}

/// Both ways of saying *you* to one reader: the second of them.
fn two_addresses(cx: &ReplyCx<'_>) -> Option<Finding> {
    let mut first: Option<(Cue, String)> = None;
    for at in cx.cued_sentences(&[RegionKind::Body, RegionKind::Farewell]) {
        let view = cx.view(at);
        for hit in cx.cues_in(at) {
            let (cue, words) = (Cue::of(&hit), hit.marked());
            if cue == Cue::Formal
                && cx.draft.language.tag == "de"
                && !is_capital(&view, words.start)
            {
                continue;
            }
            let said = view.written(words.start).to_owned();
            match &first {
                None => first = Some((cue, said)),
                Some((known, other)) if *known != cue => return Some(finding(&view, words, other)),
                Some(_) => {}
            }
        }
    }
    None
}

/// Whether a capital says that the reader is meant; at the head of a sentence it says nothing.
fn is_capital(view: &View<'_>, at: usize) -> bool {
    at > 0 && view.written(at).starts_with(char::is_uppercase)
}

fn du(cx: &ReplyCx<'_>, greeting: &str) -> Option<Finding> {
    cx.sentences(&[RegionKind::Body, RegionKind::Farewell]).map(|at| cx.view(at)).find_map(|view| {
        let at = (0..view.len()).find(|&at| DU.contains(&view.written(at)))?;
        own_words::is_wording(&view, &view.words[at]).then(|| finding(&view, at..at + 1, greeting))
    })
}
