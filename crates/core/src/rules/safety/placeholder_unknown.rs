use crate::document::InlineKind;
use crate::draft::RegionKind;
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::text::Span;

use super::template::{self, Dialect, Variable};

declare! {
    /// Reports a variable of a saved reply that nobody defines, that is not closed, or that may leave a hole in the
    /// greeting.
    ///
    /// ## Why
    /// A help desk prints a variable that it does not know as it stands, and an empty one as “Hi ,”. In a saved reply
    /// it happens each time. List the variables that you have in the setting `variables`; without the list, only what
    /// looks like a slip of the pen is reported.
    ///
    /// ## Flagged
    /// [M: macro] Hi {{ticket.requester.<|frist_name|>}}, # and nothing is said for an empty one
    /// [M: macro] Hi <|{{contact.first_name}}|>,
    /// [M: macro] <|{% if vip %}|>Hello
    /// [M: macro] Hi <|{{name|>},
    /// [M: macro] Hi <|{%customer.firstName%}|>,
    /// [M: macro] Hello{% if vip %} again{% endif %}<|{% endif %}|>!
    /// [M: macro] {{#if vip}}Hello{{/if}} <|{{#if late}}|>sorry
    /// [M: macro] Your order <|{{order.id|> is on its way, {{order.day}}.
    /// [S: variables=ticket.id] [M: macro] Order {{<|ticket.number|>}} is on its way.
    /// [M: macro] Dear <|*|FNAME|*|>, # no dialect for it: a hint
    ///
    /// ## Clean
    /// [M: macro] Hi {{contact.first_name || "there"}},
    /// [M: macro] Hi {{ticket.requester.first_name | default: "there"}},
    /// [M: macro] Hi {%customer.firstName,fallback=there%},
    /// [M: macro] {% if vip %}Hello{% endif %}
    /// [M: macro] Order {{ticket.id}} is on its way.
    /// [M: macro] Write `{{name` into the field.
    /// [S: variables=ticket.id] [M: macro] Order {{ ticket.id }} is on its way.
    /// [M: macro] {% if customer.first_name %}Hi {{customer.first_name}},{% else %}Hello,{% endif %}
    /// Hi Maria,
    pub PlaceholderUnknown {
        code: "placeholder-unknown", family: Safety, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell, Signature], fix: Confirm, rank: 80
    }
}

/// What help desks call the parts of a variable; a name that is nearly one of these is a slip.
const USUAL: [&str; 46] = [
    "first_name",
    "firstname",
    "firstName",
    "FirstName",
    "last_name",
    "lastname",
    "lastName",
    "LastName",
    "full_name",
    "fullname",
    "fullName",
    "FullName",
    "name",
    "requester",
    "customer",
    "contact",
    "subscriber",
    "recipient",
    "ticket",
    "conversation",
    "order",
    "order_id",
    "order_number",
    "invoice",
    "company",
    "organization",
    "organisation",
    "product",
    "email",
    "signature",
    "agent",
    "assignee",
    "current_user",
    "subject",
    "number",
    "tracking_number",
    "tracking_url",
    "created_at",
    "updated_at",
    "status",
    "amount",
    "total",
    "address",
    "phone",
    "account",
    "FNAME",
];
/// Parts that are near a usual one and right.
const RIGHT: [&str; 14] = [
    "tickets",
    "orders",
    "customers",
    "contacts",
    "products",
    "names",
    "statuses",
    "totals",
    "amounts",
    "emails",
    "phones",
    "agents",
    "numbers",
    "accounts",
];

impl Rule for PlaceholderUnknown {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.mode != Mode::Macro {
            return;
        }
        let text = draft.text();
        let own = draft.regions.iter().filter(|region| META.reads.contains(&region.kind));
        let open: Vec<_> = template::unbalanced(text, own.map(|region| region.span))
            .into_iter()
            .filter(|(span, _)| !draft.document.is_code(*span))
            .collect();
        for (span, missing) in &open {
            out.push(unclosed(text, *span, missing));
        }
        let variables: Vec<Variable> = draft
            .inlines(InlineKind::Placeholder, META.reads.as_ref())
            .filter(|inline| !open.iter().any(|(span, _)| span.overlaps(inline.span)))
            .filter_map(|inline| template::variable(text, inline.span))
            .collect();
        let mut plain_told = false;
        for variable in &variables {
            if let Some(finding) = unknown(cx, variable) {
                out.push(finding);
                continue;
            }
            let told = variable.dialect == Dialect::Plain && plain_told;
            if !told && let Some(finding) = without_fallback(cx, variable, &variables) {
                plain_told |= variable.dialect == Dialect::Plain;
                out.push(finding);
            }
        }
    }
}

fn unclosed(text: &str, span: Span, missing: &str) -> Finding {
    let shown = span.of(text);
    let message = match missing {
        "its end" | "its beginning" => format!("“{shown}” stands without {missing}."),
        mark => format!("“{shown}” stands without its “{mark}”."),
    };
    let mut finding = META.finding(span, message);
    finding.help =
        "What is not closed is printed as it stands, or swallows the words behind it.".into();
    finding
}

/// A variable that nobody defines: one that is not listed or, without a list, a slip of the pen.
fn unknown(cx: &ReplyCx<'_>, variable: &Variable) -> Option<Finding> {
    let text = cx.draft.text();
    let name = variable.name.of(text);
    let listed = &cx.input.settings.variables;
    let (span, wrong, nearest) = if listed.is_empty() {
        let (span, part, near) = slip(name, variable.name)?;
        (span, part, Some(near.to_owned()))
    } else {
        let same = |known: &String| template_name(known) == name;
        if listed.iter().any(same) {
            return None;
        }
        let near = listed.iter().map(|known| template_name(known));
        let near = near.map(|known| (strsim::damerau_levenshtein(known, name), known)).min();
        let near = near.filter(|(distance, known)| *distance <= known.len() / 3);
        (variable.name, name, near.map(|(_, known)| known.to_owned()))
    };
    let asked = nearest.as_ref().map_or_else(String::new, |near| format!(" Is it “{near}”?"));
    let mut finding =
        META.finding(span, format!("“{wrong}” isn't a variable that you have.{asked}"));
    finding.help =
        "It would be printed as it stands. The setting `variables` lists those that you have."
            .into();
    if let Some(near) = nearest {
        finding
            .fixes
            .push(Fix::confirm(format!("Write “{near}”"), vec![Edit::replace(span, near.clone())]));
    }
    Some(finding)
}

/// A listed name without the marks round it, for lists are copied from help desks.
fn template_name(listed: &str) -> &str {
    listed.trim_matches(['{', '}', '%', ' ', '*', '|', '[', ']', '<', '>'])
}

/// The part of a name that is nearly a usual one.
fn slip(name: &str, span: Span) -> Option<(Span, &str, &'static str)> {
    const SHORTEST: usize = 4;
    let mut start = span.start;
    for part in name.split('.') {
        let here = Span::new(start, start + part.len());
        start = here.end + 1;
        if part.len() < SHORTEST || USUAL.contains(&part) || RIGHT.contains(&part) {
            continue;
        }
        let near = USUAL
            .iter()
            .filter(|known| known.len().abs_diff(part.len()) <= 1 && known.len() >= SHORTEST)
            .find(|known| {
                strsim::damerau_levenshtein(known, part) == 1 && !known.eq_ignore_ascii_case(part)
            });
        if let Some(near) = near {
            return Some((here, part, near));
        }
    }
    None
}

/// A name in the greeting that may be empty.
fn without_fallback(cx: &ReplyCx<'_>, variable: &Variable, all: &[Variable]) -> Option<Finding> {
    let draft = cx.draft;
    let text = draft.text();
    let name = variable.name.of(text).to_lowercase();
    let greets =
        draft.region_at(variable.span.start) == RegionKind::Salutation && name.contains("name");
    if !greets || variable.fallback || is_asked_for(text, variable.span.start) {
        return None;
    }
    let mut finding =
        META.finding(variable.span, "Nothing is said for an empty name: it would read “Hi ,”.");
    finding.help = "Some customers have no name on record. Say what stands there instead.".into();
    let fix = match variable.dialect {
        Dialect::Plain => {
            finding.severity = Severity::Hint;
            finding
                .notes
                .push("Lowered: this kind of variable has no words for an empty one.".into());
            return Some(finding);
        }
        Dialect::PercentBrace => Edit::replace(Span::at(variable.name.end), ",fallback=there"),
        Dialect::Liquid => {
            // The saved reply shows which dialect it is by its other variables.
            let uses =
                |sign: &str| all.iter().any(|it| it.fallback && it.span.of(text).contains(sign));
            let words = if uses("||") {
                " || \"there\""
            } else if uses("fallback") {
                " | fallback: \"there\""
            } else {
                " | default: \"there\""
            };
            Edit::replace(Span::at(variable.name.end), words)
        }
    };
    finding.fixes.push(Fix::confirm("Write “there” for an empty name", vec![fix]));
    Some(finding)
}

/// Whether a condition stands before the variable, which asks whether there is a name.
fn is_asked_for(text: &str, at: usize) -> bool {
    const NEAR: usize = 160;
    let mut from = at.saturating_sub(NEAR);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..at].trim_end();
    // The greeting may be a branch of a condition that stands on the line above.
    let near = before.rfind("\n\n").map_or(before, |cut| &before[cut..]);
    near.contains("{%") || near.contains("{{#")
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, Mode, apply, check};

    #[test]
    fn a_fix_is_written_in_the_dialect_at_hand() {
        let input = Input { mode: Some(Mode::Macro), ..Input::default() };
        for (text, fixed) in [
            ("Hi {{first_name}},", "Hi {{first_name | default: \"there\"}},"),
            (
                "Hi {{first_name}},\n\nAt {{company || \"home\"}}.",
                "Hi {{first_name || \"there\"}},\n\nAt {{company || \"home\"}}.",
            ),
            ("Hi {%customer.firstName%},", "Hi {%customer.firstName,fallback=there%},"),
            ("Order {{ordre.id}} is here.", "Order {{order.id}} is here."),
        ] {
            let found = check(text, &input, &Catalog::builtin()).findings;
            let finding =
                found.iter().find(|it| it.code == "placeholder-unknown").expect("a finding");
            let after = apply(text, &finding.fixes[0].edits);
            assert_eq!(after, fixed);
            let again = check(&after, &input, &Catalog::builtin()).findings;
            assert!(again.iter().all(|it| it.code != "placeholder-unknown"), "{again:?}");
        }
    }
}
