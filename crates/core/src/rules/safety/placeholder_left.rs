use std::borrow::Cow;

use crate::document::{InlineKind, Marks};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::input::Mode;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::text::Span;

declare! {
    /// Reports a template variable that nothing has filled.
    ///
    /// ## Why
    /// It reaches customers: a help desk prints a variable it does not know as it stands, and an empty
    /// one as “Hi ,”. The name is the first thing they read.
    ///
    /// ## Flagged
    /// Hi <|{{ticket.requester.first_name}}|>,
    /// Hi<| |>,
    /// Hi<| |>,\n\nIt is done.
    /// Dear <|*|FNAME|*|>,
    /// Hello <|[Customer Name]|>,
    /// Your order <|%order_id%|> has shipped.
    /// Dear <|null|>, your order has shipped.
    /// Your order <|#undefined|> has shipped.
    /// Your total is <|$NaN|>.
    /// Hi <|N/A|>,
    /// The crate <|${crate_number}|> left the port today.
    /// Dear Mr<| |>,
    /// You paid <|{amount}|> on <|{date}|>.
    /// Add the variable <|{{first_name}}|> to the subject. # taught: a warning
    /// Add <|*|FNAME|*|> to the subject line. # taught: a warning
    /// The merge tag <|*|FNAME|*|> stays empty for them. # taught: a warning
    /// They saw “Hi <|{{first_name}}|>” in their inbox. # quoted: a warning
    ///
    /// ## Clean
    /// Hi Maria,
    /// [M: macro] Hi {{ticket.requester.first_name | default: "there"}},
    /// Add `{{first_name}}` to the subject line.
    /// The set {1, 2, 3} has three members.
    /// The function returns null or undefined.
    /// ```\nHi {{first_name}},\n```
    /// [M: note] Use {{first_name}}.
    pub PlaceholderLeft {
        code: "placeholder-left", family: Safety, since: "0.1.0", severity: Error,
        reads: [Salutation, Body, Farewell, Signature], fix: Confirm, rank: 90
    }
}

cues! {
    enum Cue { Taught }
    en: Taught = "(use|type|add|insert|replace|put|paste|include|enter|write) {0..8} (variable|placeholder|tag|token|shortcode|field|merge)",
    en: Taught = "(use|type|add|insert|replace|put|paste|include|enter|write) {0..6} (subject|template|macro|snippet|footer|header|campaign|newsletter|html|layout|theme|automation|autoresponder)",
    en: Taught = "(placeholder|placeholders|variables|merge tag|merge tags|merge field|merge fields|shortcode|shortcodes|liquid|handlebars|mustache|jinja|twig)",
    en: Taught = "(variable|placeholder|tag|token|shortcode|field) {0..8} (is|called|named|replaced|filled|inserts|shows|prints)",
}

/// The field that a variable of that name asks for.
fn asks_for_name(variable: &str) -> bool {
    let name = variable.to_lowercase();
    name.contains("name")
        && !["agent", "company", "product", "file", "user_name", "username"]
            .iter()
            .any(|other| name.contains(other))
}

impl Rule for PlaceholderLeft {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode == Mode::Macro {
            return;
        }
        let text = draft.text();
        for inline in draft.inlines(InlineKind::Placeholder, META.reads.as_ref()) {
            let shown = inline.span.of(text);
            let name = draft
                .people
                .customer(SURE)
                .map(|candidate| candidate.name.given.as_str())
                .filter(|_| asks_for_name(inline.inner.of(text)));
            let message = match name {
                Some(name) => format!("{shown} is still here. {name}?"),
                None => format!("{shown} is still here: the customer would read it as it stands."),
            };
            let mut finding = finding(inline.span, message, name);
            let document = &draft.document;
            let words = &document.words;
            let word =
                words.get(words.partition_point(|word| word.span().end <= inline.span.start));
            let quoted = word.is_some_and(|word| word.is(Marks::QUOTED));
            if quoted || cx.cues_at(inline.span.start).any(|hit| Cue::of(&hit) == Cue::Taught) {
                finding.severity = Severity::Warning;
                finding.notes.push("Lowered: the sentence seems to teach the variable. Put it between backquotes to show that it is meant.".into());
            }
            out.push(finding);
        }
        let hole = draft.salutation.as_ref().and_then(|salutation| salutation.bad_merge);
        if let Some(span) = hole {
            let name = draft.people.customer(SURE).map(|candidate| candidate.name.given.as_str());
            let greeting =
                draft.salutation.as_ref().map_or("", |salutation| salutation.span.of(text));
            let asked = name.map_or_else(String::new, |name| format!(" {name}?"));
            let mut finding = finding(
                span,
                format!("“{greeting}”: a name was meant to stand there.{asked}"),
                None,
            );
            let blank = span.of(text).trim().is_empty();
            finding.fixes = match name {
                Some(name) if blank => vec![Fix::confirm(
                    format!("Put “{name}” there"),
                    vec![Edit::replace(span, format!(" {name}"))],
                )],
                Some(name) => vec![Fix::confirm(
                    format!("Put “{name}” there"),
                    vec![Edit::replace(span, name)],
                )],
                None if blank => {
                    vec![Fix::confirm("Greet without a name", vec![Edit::delete(span)])]
                }
                None => Vec::new(),
            };
            out.push(finding);
        }
    }
}

/// A name is put forward only where one can be at least so sure of it, in percent.
const SURE: u8 = 80;

fn finding(span: Span, message: String, name: Option<&str>) -> Finding {
    let mut finding = META.finding(span, message);
    finding.help =
        "A program was meant to put something there. Write what it would have written.".into();
    if let Some(name) = name {
        finding
            .fixes
            .push(Fix::confirm(format!("Put “{name}” there"), vec![Edit::replace(span, name)]));
    }
    finding
}
