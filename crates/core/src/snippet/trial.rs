//! A snippet in the reply that it is meant for: what built-in and team snippets are held to.

use std::collections::BTreeMap;

use super::library::Entry;
use super::model::{Part, Snippet};
use super::variables::{Variable, Variables};
use crate::catalog::Catalog;
use crate::check::check_without_snippets;
use crate::document::InlineKind;
use crate::draft::{Draft, RegionKind};
use crate::finding::{Finding, Severity};
use crate::input::Input;
use crate::settings::{Profile, Settings};
use crate::text::Span;

/// The customer and the writer of the reply.
const CUSTOMER: &str = "Maria";
const AGENT: &str = "Ana";

/// A short reply in a language, and the mail that it answers.
struct Frame {
    greeting: &'static str,
    body: &'static str,
    farewell: &'static str,
    quote: &'static str,
}

const FRAMES: [(&str, Frame); 6] = [
    (
        "en",
        Frame {
            greeting: "Hi Maria,",
            body: "Your invoice is under Billing now.",
            farewell: "You can reply here any time.\n\nBest wishes,\nAna",
            quote: "I cannot find my invoice, please help.",
        },
    ),
    (
        "de",
        Frame {
            greeting: "Guten Tag Maria Ruiz,",
            body: "Ihre Rechnung liegt jetzt unter „Abrechnung“.",
            farewell: "Viele Grüße\nAna",
            quote: "Ich finde meine Rechnung nicht, bitte helfen Sie mir.",
        },
    ),
    (
        "fr",
        Frame {
            greeting: "Bonjour Maria,",
            body: "Votre facture est maintenant sous « Facturation ».",
            farewell: "Cordialement,\nAna",
            quote: "Je ne trouve pas ma facture, pouvez-vous m'aider ?",
        },
    ),
    (
        "es",
        Frame {
            greeting: "Hola, Maria:",
            body: "Tu factura está ahora en «Facturación».",
            farewell: "Un saludo,\nAna",
            quote: "No encuentro mi factura, por favor ayúdame.",
        },
    ),
    (
        "pt",
        Frame {
            greeting: "Olá, Maria!",
            body: "A sua fatura está agora em “Faturação”.",
            farewell: "Um abraço,\nAna",
            quote: "Não encontro a minha fatura, pode ajudar-me?",
        },
    ),
    (
        "ja",
        Frame {
            greeting: "Maria様",
            body: "請求書は「お支払い」にございます。",
            farewell: "よろしくお願いいたします。\n\nAna",
            quote: "請求書が見つかりません。",
        },
    ),
];

/// For a language of which no words are known: names alone.
const NAMES_ONLY: Frame = Frame { greeting: "Maria,", body: "", farewell: "Ana", quote: "…" };

/// The tags of ways of sending, which are modes as well.
const MODES: [&str; 4] = ["chat", "forum", "follow-up", "group"];

impl Entry {
    /// What is wrong with the snippet at work, each as a part of a sentence: a blank that would not be
    /// seen where it is inserted, and what Aplomb itself would warn of in the reply.
    #[must_use]
    pub(crate) fn try_out(&self, language: &str, catalog: &Catalog) -> Vec<String> {
        let mut wrong = Vec::new();
        if !self.shows_its_blanks(language, catalog) {
            wrong.push(
                "one of its blanks would not be noticed, for it stands in a quote, in code or in a note"
                    .to_owned(),
            );
        }
        let sample = self.filled_sample();
        let graves = self.warnings(&sample, language, catalog);
        wrong.extend(graves.into_iter().map(|finding| {
            let message = finding.message.trim_end_matches('.');
            let what = if finding.severity == Severity::Error { "an error" } else { "a warning" };
            format!(
                "in a reply, with its blanks filled, it gets {what} from {}: {message}; change the words, or give `test` what a writer would fill in",
                finding.code
            )
        }));
        wrong
    }

    /// Whether every blank is seen as one where the snippet is inserted and nothing is known.
    fn shows_its_blanks(&self, language: &str, catalog: &Catalog) -> bool {
        let plain = self.resolve(&Variables::default()).plain();
        let marks = plain.matches("[[fill: ").count();
        if marks == 0 {
            return true;
        }
        let input = input(language);
        let (text, _) = self.in_reply(&plain, language, &input, catalog);
        let draft = Draft::read(&text, &input, catalog);
        let seen = draft.document.inlines.iter().filter(|inline| inline.kind == InlineKind::Fill);
        seen.count() == marks
    }

    /// The warnings and errors that the snippet's words bring into a reply.
    fn warnings(&self, text: &str, language: &str, catalog: &Catalog) -> Vec<Finding> {
        let input = input(language);
        let graves = |text: &str| {
            let findings = check_without_snippets(text, &input, catalog).findings.into_iter();
            findings.filter(|finding| finding.severity >= Severity::Warning)
        };
        let (reply, own) = self.in_reply(text, language, &input, catalog);
        let found: Vec<_> = graves(&reply).collect();
        if found.is_empty() {
            return found;
        }
        // A team's phrase may mark the words around it, which are ours.
        let (around, _) = self.in_reply("", language, &input, catalog);
        let known: Vec<_> = graves(&around).map(|finding| finding.code).collect();
        let touches = |span: Span| span.start < own.end && own.start < span.end;
        let is_its = |finding: &Finding| touches(finding.span) || !known.contains(&finding.code);
        found.into_iter().filter(is_its).collect()
    }

    /// A reply as the snippet is meant for, with the snippet as `text`, and where that stands. What the
    /// text has already, such as a greeting, is not put round it.
    fn in_reply(
        &self,
        text: &str,
        language: &str,
        input: &Input,
        catalog: &Catalog,
    ) -> (String, Span) {
        let known = FRAMES.iter().find(|(tag, _)| *tag == language);
        let Frame { greeting, body, farewell, quote } = known.map_or(&NAMES_ONLY, |(_, it)| it);
        let mode = MODES.into_iter().find(|tag| self.has(tag)).unwrap_or("email");
        let to = if self.has("group") { "Maria Ruiz <m@x.org>, Jo Hill <j@x.org>" } else { "" };
        let front = format!("---\nmode: {mode}\nto: {to}\n---\n\n");
        let alone = Draft::read(text, input, catalog);
        let region = self.region();
        let greets = region == RegionKind::Salutation || alone.salutation.is_some();
        let parts = region == RegionKind::Farewell || alone.signed.is_some();
        let before = match (greets, region) {
            (true, _) => String::new(),
            (false, RegionKind::Farewell) => format!("{greeting}\n\n{body}\n\n"),
            (false, _) => format!("{greeting}\n\n"),
        };
        let shown = if region == RegionKind::Farewell { text } else { text.trim_end() };
        let body = match region {
            RegionKind::Salutation => format!("\n\n{body}"),
            RegionKind::Farewell => String::new(),
            _ if greets && parts => String::new(),
            _ if text.trim_end().contains('\n') => format!("\n\n{body}"),
            _ => format!(" {body}"),
        };
        let farewell = if parts { String::new() } else { format!("\n\n{farewell}") };
        let name = if self.has("unknown-name") { "" } else { "\n>\n> Maria Ruiz" };
        let start = front.len() + before.len();
        let reply = format!("{front}{before}{shown}{body}{farewell}\n\n> {quote}{name}\n");
        (reply, Span::new(start, start + shown.len()))
    }

    /// How it reads with its test values, and with plain stand-ins where it has none.
    fn filled_sample(&self) -> String {
        let mut rest = self.sample(&known());
        let mut out = String::new();
        while let Some((before, after)) = rest.split_once("[[fill: ") {
            let (what, after) = after.split_once("]]").unwrap_or((after, ""));
            out.push_str(before);
            out.push_str(self.stand_in(what));
            rest = after.to_owned();
        }
        out + &rest
    }

    /// Words in the place of a fact that only a writer has.
    fn stand_in(&self, what: &str) -> &'static str {
        let asks = |words: &[&str]| {
            what.split(|c: char| !c.is_alphanumeric())
                .any(|word| words.iter().any(|it| word.eq_ignore_ascii_case(it)))
        };
        let person = match self.region() {
            RegionKind::Salutation => CUSTOMER,
            RegionKind::Farewell => AGENT,
            _ => "Jo",
        };
        if asks(&["name", "who", "whom", "colleague"]) {
            person
        } else if asks(&["link", "url", "address", "page"]) {
            "https://example.com/help/export"
        } else if asks(&["day", "date", "time", "when", "until"]) {
            "Thursday, 12:00 CET"
        } else if asks(&["number", "amount", "many", "count", "price"]) {
            "12"
        } else {
            "the export"
        }
    }

    /// How it reads with its test values, and with those of `variables` that it has none for.
    fn sample(&self, variables: &Variables) -> String {
        let mut variables = variables.clone();
        let mut stops = BTreeMap::new();
        for (name, value) in &self.test {
            match (name.parse(), Variable::parse(name)) {
                (Ok(number), _) => {
                    stops.insert(number, value.clone());
                }
                (_, Some(variable)) => variables.set(variable, value),
                _ => {}
            }
        }
        let snippet = self.resolve(&variables);
        choose(&snippet, &mut stops);
        snippet.filled(&stops)
    }
}

/// Of choices that begin with a blank, a writer takes one of the words.
fn choose(snippet: &Snippet, stops: &mut BTreeMap<u32, String>) {
    for part in snippet.parts() {
        if let Part::Choice(number, choices) = part
            && let [first, second, ..] = &choices[..]
            && first.starts_with("[[fill: ")
        {
            stops.entry(*number).or_insert_with(|| second.clone());
        }
    }
}

/// What a draft to Maria Ruiz by Ana gives.
fn known() -> Variables {
    let mut variables = Variables::default();
    for (variable, value) in [
        (Variable::Customer, CUSTOMER),
        (Variable::CustomerFull, "Maria Ruiz"),
        (Variable::CustomerFamily, "Ruiz"),
        (Variable::Agent, AGENT),
    ] {
        variables.set(variable, value);
    }
    variables
}

/// As a writer has it who wants to hear all there is.
fn input(language: &str) -> Input {
    let settings = Settings {
        profile: Profile::Coach,
        agent: Some(AGENT.into()),
        language: Some(language.into()),
        ..Settings::default()
    };
    Input { settings, ..Input::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;
    use crate::snippet::Library;

    fn each(mut see: impl FnMut(&str, &Entry)) {
        let library = Library::builtin();
        for language in library.languages() {
            for entry in library.entries(language) {
                see(language, entry);
            }
        }
    }

    #[test]
    fn nothing_of_the_grammar_is_left_in_a_snippet() {
        each(|language, entry| {
            for variables in [Variables::default(), known()] {
                let snippet = entry.resolve(&variables);
                for text in [snippet.plain(), snippet.plain_line()] {
                    let named = Variable::ALL.iter().find(|(_, name, _)| text.contains(name));
                    assert_eq!(named, None, "{language} {}: {text}", entry.id);
                    assert!(
                        !text.contains(['$', '{', '}', '`']),
                        "{language} {}: {text}",
                        entry.id
                    );
                }
                for sent in [snippet.lsp(), snippet.lsp_with_choices()] {
                    let again = Snippet::parse(&sent).map(|again| again.plain());
                    assert_eq!(again, Ok(snippet.plain()), "{}", entry.id);
                }
            }
        });
    }

    #[test]
    fn what_is_found_is_the_same_where_no_snippet_is_looked_for() {
        let (catalog, input) = (Catalog::builtin(), input("en"));
        let mut fewer = 0;
        each(|_, entry| {
            let text = entry.filled_sample();
            let with = crate::check::check(&text, &input, &catalog).findings;
            let without = check_without_snippets(&text, &input, &catalog).findings;
            let fixes = |findings: &[Finding]| -> usize {
                findings.iter().map(|finding| finding.fixes.len()).sum()
            };
            fewer += fixes(&with) - fixes(&without);
            let bare = |findings: Vec<Finding>| -> Vec<_> {
                findings.into_iter().map(|it| Finding { fixes: Vec::new(), ..it }).collect()
            };
            assert_eq!(bare(without), bare(with), "{}", entry.id);
        });
        assert!(fewer > 0, "no rule offers a snippet");
    }

    #[test]
    fn every_blank_is_in_sight() {
        let catalog = Catalog::builtin();
        each(|language, entry| {
            assert!(entry.shows_its_blanks(language, &catalog), "{language} {}", entry.id);
            let snippet = entry.resolve(&Variables::default());
            let marks = snippet.plain().matches("[[fill: ").count();
            assert!(snippet.lsp().matches("[[fill: ").count() <= marks, "{}", entry.id);
        });
    }

    #[test]
    fn a_filled_snippet_passes_the_checks() {
        let catalog = Catalog::builtin();
        each(|language, entry| {
            let sample = entry.sample(&known());
            assert!(!sample.contains("[["), "{language} {} has no test for: {sample}", entry.id);
            let grave = entry.warnings(&sample, language, &catalog);
            assert!(grave.is_empty(), "{language} {}: {sample}\n{grave:#?}", entry.id);
        });
    }

    #[test]
    fn stock_lines_stay_out() {
        each(|_, entry| {
            let text = entry.resolve(&known()).plain().to_lowercase();
            for stock in [
                "inconvenience",
                "valued",
                "hesitate",
                "hope this helps",
                "patience",
                "kindly",
                "!",
            ] {
                let welcome = stock == "!" && entry.id == "greet-pt";
                assert!(welcome || !text.contains(stock), "{}: {stock}", entry.id);
            }
        });
    }

    /// What is wrong with a team's only snippet at work.
    fn tried(fields: &str) -> Vec<String> {
        let source = format!("[[snippet]]\nid = \"x\"\nwhen = \"Now.\"\n{fields}\n");
        let pack = Pack::parse(&source).unwrap_or_else(|errors| panic!("{source}: {errors:?}"));
        let catalog = Catalog::with_packs(vec![pack.clone()]).unwrap();
        let errors = pack.check_examples(&catalog);
        errors.into_iter().map(|error| error.message).collect()
    }

    #[test]
    fn a_teams_snippet_is_tried_in_the_reply_that_it_is_for() {
        for fine in [
            r#"tags = ["answer"]
body = "I moved ${1:?what you moved} to your account.""#,
            r#"tags = ["greeting"]
body = "Hi ${1:?their name},\n\n$0""#,
            r#"tags = ["farewell"]
body = "Best wishes,\n${AGENT}""#,
            r#"tags = ["answer"]
body = "Hi ${CUSTOMER:there},\n\nI moved ${1:?what} to your account.\n\nBest wishes,\n${AGENT}""#,
            r#"tags = ["answer"]
language = "nl"
body = "Ik heb ${1:?wat} voor u verplaatst.""#,
        ] {
            assert_eq!(tried(fine), [""; 0], "{fine}");
        }
        let doubtful = tried("tags = [\"answer\"]\nbody = \"${1:?what} should now be fixed.\"");
        assert_eq!(doubtful.len(), 1, "{doubtful:?}");
        assert!(doubtful[0].starts_with("x: in a reply"), "{doubtful:?}");
        assert!(doubtful[0].contains("certainty-should"), "{doubtful:?}");
        let quoted = tried("tags = [\"answer\"]\nbody = \"See:\\n\\n> ${1:?what they wrote}\"");
        assert!(quoted[0].contains("would not be noticed"), "{quoted:?}");
    }

    #[test]
    fn a_blank_is_tried_with_its_test_value() {
        let body = "tags = [\"answer\"]\nbody = \"I looked: ${1:?what you found}.\"";
        assert_eq!(tried(body), [""; 0]);
        let told =
            tried(&format!("{body}\ntest = {{ 1 = \"the file should now be in your inbox\" }}"));
        assert_eq!(told.len(), 1, "{told:?}");
    }
}
