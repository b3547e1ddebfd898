use crate::finding::{Edit, Finding, Fix, Severity};
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::sensitive::{Secret, SecretKind};
use crate::text::Span;

declare! {
    /// Reports a key, a token or a password in the reply, in code and in the signature too.
    ///
    /// ## Why
    /// A mail is copied, forwarded, printed and searched for years, and whoever finds a key in it can use it.
    /// What is said about it here never repeats it.
    ///
    /// ## Flagged
    /// Your key is <|sk_live_51Habcdefghijklmnop|>
    /// password: <|Tr0ub4dor&3|>
    /// https://ana:<|hunter2|>@db.example.com
    /// <|-----BEGIN PRIVATE KEY-----|>
    /// Your temporary password is <|Kite-Harbour-42|>, please change it.
    /// I reset it: the new passphrase is “<|marigold|>”.
    /// Username: maria\nPassword: <|marigold|>
    /// ```\nDB_PASSWORD=<|k3yb0ard!|>\n```
    /// Set `client_secret` = `<|Zx81kQ9vLm27TnR4pWs6|>` there.
    /// Votre mot de passe est <|Kiwi2024x|>.
    /// Your PIN is <|4821|>.
    /// [M: note] Their password is <|Tr0ub4dor&3|>, pass it on. # a note is forwarded, too
    ///
    /// ## Clean
    /// Your key ends in 4f2a.
    /// Use YOUR_API_KEY here.
    /// Commit 9fceb02d0ae598e95dc970b74767f19372d61af8 fixes it.
    /// Reset your password at https://example.com/reset
    /// Your password: see the letter that we sent.
    /// The password is case-sensitive.
    /// Password: ********
    /// password: required
    /// The access key id in the guide is AKIAIOSFODNN7EXAMPLE.
    /// Your licence key is 9f8e7d6c5b4a39281706f5e4d3c2b1a0.
    /// The file begins with -----BEGIN PRIVATE KEY----- and ends with a line like it.
    /// Add -----BEGIN CERTIFICATE----- at its top.
    /// Run it with password=$DB_PASSWORD1.
    pub SecretInReply {
        code: "secret-in-reply", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature, Code, Note], fix: Confirm, rank: 90
    }
}

/// Of a key, so many characters at its end are left, for people tell keys apart by them.
const SHOWN: usize = 4;
/// A key is so long at least; of a shorter one its end says too much.
const SHORTEST_KEY: usize = 16;

impl Rule for SecretInReply {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        for &secret in &cx.finds().secrets {
            out.push(finding(cx.draft.text(), secret));
        }
    }
}

/// What is said of a secret, none of whose characters may stand in it.
fn finding(text: &str, secret: Secret) -> Finding {
    let message = match secret.kind {
        SecretKind::Key(name) => {
            format!("A key stands here ({name}). Can it go another way than by mail?")
        }
        SecretKind::Labelled => {
            "This looks like a live key. Can it go another way than by mail?".into()
        }
        SecretKind::Password => {
            "A password stands here. Can they set one of their own instead?".into()
        }
        SecretKind::Pin => "A PIN stands here. Can they set one of their own instead?".into(),
        SecretKind::Block => {
            "A private key stands here. Can it go another way than by mail?".into()
        }
    };
    let mut finding = META.finding(secret.span, message);
    finding.help = match secret.kind {
        SecretKind::Password | SecretKind::Pin => "Mail is copied, forwarded and searched. Send a link with which they set a new one; if this one is in use, change it.",
        _ => "Mail is copied, forwarded and searched. Share it over a safe channel; if it has been in a mail before, replace it.",
    }
    .into();
    if let Some(doubt) = secret.doubt {
        finding.severity = Severity::Warning;
        finding.notes.push(format!("Lowered: {doubt}."));
    }
    let fix = match secret.kind {
        SecretKind::Block => Fix::confirm("Take the key out", vec![Edit::delete(secret.span)]),
        SecretKind::Key(_) | SecretKind::Labelled => Fix::confirm(
            "Leave its last four characters only",
            vec![Edit::replace(secret.span, masked(secret.span, text))],
        ),
        SecretKind::Password | SecretKind::Pin => {
            Fix::confirm("Put dots in its place", vec![Edit::replace(secret.span, DOTS)])
        }
    };
    finding.fixes.push(fix);
    finding
}

/// What stands in the place of a secret; it does not tell its length.
const DOTS: &str = "••••••••";

fn masked(span: Span, text: &str) -> String {
    let key = span.of(text);
    let tail = key.char_indices().rev().nth(SHOWN - 1).map_or("", |(at, _)| &key[at..]);
    match key.len() >= SHORTEST_KEY {
        true => format!("{DOTS}{tail}"),
        false => DOTS.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::sensitive::samples;
    use crate::{Catalog, Finding, Input, Kind, Profile, apply, check};

    /// So many characters of a secret in a row may stand in no word of a finding.
    const WINDOW: usize = 6;

    /// Replies in which a secret stands in many places, beside words on which other rules speak.
    fn replies(secret: &str) -> Vec<String> {
        vec![
            format!("Hi Jo,\n\nYour key should now be {secret}, I think.\n\nBest,\nAna\n"),
            format!("Hi Jo,\n\nSorry, but please just try {secret}!!! It should work.\n"),
            format!("[[verify: The key is {secret}]].\n"),
            format!("[[fill: {secret}]] and [internal]\n\n[internal] it is {secret}\n"),
            format!("[internal] the old key of the shop is {secret}\n\nHi Jo,\n\nIt is done.\n"),
            format!("Hi Jo,\n\nIt is done. <!-- ask Ana about their key, {secret} -->\n"),
            format!("Hi Jo,\n\nPlease look up the key that we call {secret} on our website.\n"),
            format!("```\nexport KEY={secret}\n```\n"),
            format!("    curl -H \"X: {secret}\"\n"),
            format!("Hi Jo,\n\nDone.\n\nBest,\nAna\n-- \n{secret}\n"),
            format!("Hi {secret},\n\nI can't believe `{secret}`.\n\n> {secret}\n"),
            format!("<!-- {secret} --> The {secret} was ({secret}) made."),
        ]
    }

    /// Mails of customers with a secret in what they ask, told and tried, above or below a reply.
    fn quotes(secret: &str) -> Vec<String> {
        let reply = "Hi Jo,\n\nThe lamp is on its way. Please send me the error message.\nCould you restart the app?";
        vec![
            format!(
                "{reply}\n\n> Do you still have the key {secret} on file?\n> And do you have a shop?\n"
            ),
            format!(
                "{reply}\n\n> When does it ship? And is it right that the key which I am to enter there is {secret}?\n"
            ),
            format!(
                "{reply}\n\n> I restarted the app with {secret}. The error is \"bad key {secret}\".\n"
            ),
            format!(
                "> Do you know {secret}?\n\nIt is done.\n\n> Can I keep {secret}?\n\nThanks!\n"
            ),
        ]
    }

    /// All that the finding says.
    fn said(finding: &Finding) -> Vec<&str> {
        let related = finding.related.iter().map(|it| it.message.as_str());
        let titles = finding.fixes.iter().map(|it| it.title.as_str());
        let notes = finding.notes.iter().map(String::as_str);
        let own = [finding.message.as_str(), &finding.help].into_iter();
        own.chain(notes).chain(related).chain(titles).collect()
    }

    /// A stretch of the secret that stands in the words.
    fn leak(words: &str, secret: &str) -> Option<String> {
        let chars: Vec<char> = secret.chars().collect();
        let mut windows = chars.windows(WINDOW).map(|window| window.iter().collect::<String>());
        windows.find(|window| words.contains(window))
    }

    #[test]
    fn each_shape_is_found_masked_and_never_repeated() {
        let catalog = Catalog::builtin();
        let mut input = Input::default();
        input.settings.profile = Profile::Coach;
        for sample in samples() {
            for text in replies(&sample.written) {
                let report = check(&text, &input, &catalog);
                let found = report.findings.iter().filter(|it| it.code == "secret-in-reply");
                assert!(found.clone().count() > 0, "nothing in {text}");
                for finding in &report.findings {
                    for words in said(finding) {
                        assert_eq!(leak(words, &sample.secret), None, "{}: {words}", finding.code);
                    }
                }
                let edits: Vec<_> = found.flat_map(|it| it.fixes[0].edits.clone()).collect();
                let fixed = apply(&text, &edits);
                let own = fixed.split("\n> ").next().unwrap_or_default();
                assert!(!own.contains(&sample.secret), "{fixed}");
                let again = check(&fixed, &input, &catalog);
                assert!(again.findings.iter().all(|it| it.code != "secret-in-reply"), "{fixed}");
            }
        }
    }

    #[test]
    fn what_stands_in_the_customers_mail_is_not_repeated_either() {
        let catalog = Catalog::builtin();
        let mut spoke = Vec::new();
        let mut secrets: Vec<_> =
            samples().into_iter().map(|sample| (sample.written, sample.secret)).collect();
        for card in ["4012 8888 8888 1881", "5555-5555-5555-4444"] {
            secrets.push((card.to_owned(), card.to_owned()));
        }
        for (written, secret) in secrets {
            for text in quotes(&written) {
                for kind in [Kind::Markdown, Kind::Mail] {
                    let input = Input { kind, ..Input::default() };
                    for finding in check(&text, &input, &catalog).findings {
                        for words in said(&finding) {
                            assert_eq!(leak(words, &secret), None, "{}: {words}", finding.code);
                        }
                        for edit in finding.fixes.iter().flat_map(|fix| &fix.edits) {
                            assert_eq!(leak(&edit.insert.plain(), &secret), None, "{edit:?}");
                        }
                        spoke.push(finding.code);
                    }
                }
            }
        }
        for code in ["question-unanswered", "already-told", "already-tried"] {
            assert!(spoke.iter().any(|it| it == code), "{code} said nothing");
        }
    }

    #[test]
    fn words_that_a_password_happens_to_hold_are_left_alone() {
        let text = "Hi Jo,\n\nI think the password page should work now.\n\n> My password: welcome-Password7\n";
        let catalog = Catalog::builtin();
        let found = check(text, &Input::default(), &catalog).findings;
        assert!(!found.is_empty());
        for words in found.iter().flat_map(said) {
            assert!(!words.contains('•'), "{words}");
        }
    }
}
