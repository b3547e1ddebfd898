use crate::draft::RegionKind;
use crate::input::{Mode, Stage};
use crate::lang::common::name_of;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::place;

declare! {
    /// Reports a reply in another language than their mail.
    ///
    /// ## Why
    /// They may not read it as well as you think. If you have to answer in another language, one line that
    /// says so, in theirs, keeps the door open.
    ///
    /// ## Flagged
    /// [Q: Hola, no puedo descargar mi factura de marzo, ¿me ayudáis?] Hi Jo, <|open Settings.|>
    /// [Q: Guten Tag, ich habe eine Frage zu meiner Rechnung vom März.] Hello, <|please see below.|>
    /// [Q: Bonjour, je n'arrive pas à ouvrir le fichier que vous m'avez envoyé.] Hi, <|thanks for the file.|>
    /// [Q: お世話になっております。請求書の件でご連絡いたしました。] Hi, <|thanks.|>
    /// [Q: Good morning, I can't find the invoice for March in my account.] <|Hallo Jo, die Rechnung finden Sie unter Konto.|>
    ///
    /// ## Clean
    /// [Q: Hola, no puedo descargar mi factura de marzo, ¿me ayudáis?] Hola Jo, ya está.
    /// [Q: Hi] Hallo Jo
    /// [Q: Hola, no puedo descargar mi factura de marzo, ¿me ayudáis?] Hola Jo, te respondo en inglés: open Settings and choose March.
    /// [Q: Error: Datei nicht gefunden. My app is broken, please help me.] Hi Jo, …
    /// [Q: Guten Tag, ich habe eine Frage zu meiner Rechnung vom März.] Hello, I'm sorry that I can only answer in English. The invoice is below.
    /// [Q: Die Lampe flackert] Hi Jo, which lamp is it? # too short to tell
    pub LanguageMismatch {
        code: "language-mismatch", family: Answering, since: "0.1.0", severity: Information,
        reads: [Salutation, Body], fix: None, rank: 10
    }
}

/// So many letters of theirs are needed to tell their language, of a script that has one for each sound.
const ENOUGH_LETTERS: usize = 40;
/// The same, where a letter is a syllable or a word.
const ENOUGH_SIGNS: usize = 15;
/// So much of the reply is read, in bytes.
const MOST_READ: usize = 2_000;
/// While one is still writing, so many of the reply's letters are needed.
const ENOUGH_WRITTEN: usize = 60;

impl Rule for LanguageMismatch {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if matches!(draft.mode, Mode::Macro | Mode::Note) || draft.message.text.is_empty() {
            return;
        }
        let common = &cx.catalog.common;
        let Some(theirs) = common.language(&draft.message.text) else { return };
        let signs = matches!(theirs.tag, "ja" | "zh" | "ko");
        let enough = if signs { ENOUGH_SIGNS } else { ENOUGH_LETTERS };
        if theirs.letters < enough || !theirs.sure {
            return;
        }
        let mut read = 0;
        let own: Vec<&str> = cx
            .sentences(&[RegionKind::Salutation, RegionKind::Body, RegionKind::Farewell])
            .map(|at| draft.document.sentences[at].span.of(draft.text()))
            .take_while(|it| {
                read += it.len();
                read < MOST_READ
            })
            .collect();
        let all = own.join("\n");
        let Some(ours) = common.language(&all) else { return };
        let early = cx.stage == Stage::Drafting && ours.letters < ENOUGH_WRITTEN;
        let fixed =
            cx.input.settings.language.as_deref().is_some_and(|it| it.starts_with(ours.tag));
        // Who opens in their language has told them.
        let mut first = own.iter().take(2);
        let mut opens =
            || first.any(|it| common.language(it).is_some_and(|it| it.tag == theirs.tag));
        if ours.tag == theirs.tag || early || fixed || common.names_a_language(&all) || opens() {
            return;
        }
        let Some(span) = place::first_words(draft) else { return };
        let theirs = name_of(theirs.tag);
        let message = format!("They wrote in {theirs}. Reply in {theirs}, or say a line about it?");
        let mut finding = META.finding(span, message);
        finding.help = "Write in their language if you can. If not, one line in it that says so, and why, is enough.".into();
        out.push(finding);
    }
}
