use crate::document::{InlineKind, LineClass};
use crate::draft::{self, Draft, RegionKind};
use crate::finding::{Edit, Fix};
use crate::input::{Mode, Stage};
use crate::lang::class::Class;
use crate::lang::lexicon::fold;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports a farewell with nobody's name under it: only a team's, or none.
    ///
    /// ## Why
    /// People thank people, and come back to them. A name says who answers for the answer; a team
    /// can stand beside it.
    ///
    /// ## Flagged
    /// Best,\n<|The Support Team|>
    /// Kind regards,\n<|Customer Service|>
    /// <|Thanks,|>
    /// [S: company=Acme] Best wishes,\n<|Acme|>
    /// Hi Jo, thank you. The room is yours.\n\n<|Kind regards,|>
    /// [F: agent=Ana] Hi Jo, thank you. The room is yours.\n\nKind regards,\n<|Oakfield Hotel Reservations Team|>
    /// Hi Jo, thank you. The desk is yours.\n\nKind regards,\n<|Potters' Guild of Dale|>
    /// Hi Jo, thank you. The desk is yours.\n\nKind regards,\n<|Lending Department|>\nCity Library
    ///
    /// ## Clean
    /// Best,\nAna
    /// Best,\n{{agent.first_name}}
    /// [M: chat] Thanks!
    /// Ana, for the Support Team
    /// Best wishes,\nAna\nThe Support Team
    /// Best wishes,\nAna Ruiz, Customer Service
    /// Best wishes,\nAna from the support team
    /// Best wishes,\nAna\nCollege of Nursing
    /// With a wave,\nAna Ruiz\n\nDale Branch Library
    /// Hi Jo, thanks!
    /// Cheers\n-- \nAna
    pub SignoffNoName {
        code: "signoff-no-name", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Farewell, Signature, Body], fix: Confirm, rank: 5
    }
}

/// So many lines of a signature can hold the name.
const NAME_LINES: usize = 2;
/// A line with a name in it has at most so many words.
const LONGEST_NAME: usize = 6;

impl Rule for SignoffNoName {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        // In public, and in a list of many, one's handle stands beside the post.
        let letter = matches!(draft.mode, Mode::Email | Mode::FollowUp | Mode::Group);
        if !letter || cx.stage != Stage::Finished || draft.language.edges.is_none() {
            return;
        }
        let text = draft.text();
        let agent = draft::agent(
            &draft.front_matter,
            &draft.headers,
            cx.input.settings.agent.as_deref(),
            &cx.catalog.mail,
            &cx.catalog.people,
        );
        let agent = agent.as_ref().map(|name| name.full.as_str());
        let (span, edit) = match draft.signed {
            Some(signed) => {
                let lines: Vec<Span> = signature_lines(draft, signed);
                let nameless = |line: &Span| is_team(line.of(text), cx);
                let named = line_above(draft, signed).is_some_and(|it| may_be_name(it.of(text)));
                if lines.is_empty() || named || !lines.iter().all(nameless) {
                    return;
                }
                let edit = agent.map(|agent| {
                    let name = format!("{agent}, {}", signed.of(text).trim());
                    Edit::replace(signed, name)
                });
                (signed, edit)
            }
            None => {
                let Some(span) = waiting_valediction(draft) else { return };
                let edit =
                    agent.map(|agent| Edit::replace(Span::at(span.end), format!("\n{agent}")));
                (span, edit)
            }
        };
        let has_variable = draft
            .inlines(InlineKind::Placeholder, &[RegionKind::Signature, RegionKind::Farewell])
            .next()
            .is_some();
        if has_variable {
            return;
        }
        let said = wording::on_one_line(span.of(text));
        let message = match draft.signed {
            Some(_) => format!("“{said}” names nobody. Sign with your name; people thank people."),
            None => "Sign with your name; people thank people.".to_owned(),
        };
        let mut finding = META.finding(span, message);
        finding.help = "Put your name there; the team can stand beside it.".into();
        if let (Some(edit), Some(agent)) = (edit, agent) {
            finding.fixes.push(Fix::confirm(format!("Sign as “{agent}”"), vec![edit]));
        }
        out.push(finding);
    }
}

/// The lines in which the name can stand.
fn signature_lines(draft: &Draft<'_>, signed: Span) -> Vec<Span> {
    let lines = &draft.document.lines;
    let from = lines.partition_point(|line| line.span.end <= signed.start);
    let written = lines[from..].iter().take_while(|line| {
        matches!(line.class, LineClass::Own | LineClass::Signature | LineClass::Blank)
    });
    let written = written
        .filter(|line| line.class != LineClass::Blank)
        .map(|line| Span::new(line.span.start.max(signed.start), line.span.end));
    written.take(NAME_LINES).collect()
}

/// The last line with words above the signature.
fn line_above(draft: &Draft<'_>, signed: Span) -> Option<Span> {
    let lines = &draft.document.lines;
    let from = lines.partition_point(|line| line.span.end <= signed.start);
    let mut above = lines[..from].iter().rev().filter(|line| line.class != LineClass::Blank);
    above.next().filter(|line| line.class == LineClass::Own).map(|line| line.span)
}

/// Whether a line is nothing but a name of two or three words, as it stands over the house: "Ana Ruiz".
fn may_be_name(line: &str) -> bool {
    let words = line.split_whitespace();
    let named = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    (2..=3).contains(&words.clone().count()) && words.into_iter().all(named)
}

/// Whether the line names a team, or the house: "The Support Team", and not "Ana, Support Team".
fn is_team(line: &str, cx: &ReplyCx<'_>) -> bool {
    let Some(edges) = &cx.draft.language.edges else { return false };
    let lexicon = &cx.draft.language.lexicon;
    let settings = &cx.input.settings;
    let mut parts = line
        .split([',', '|', '/', '(', '·', '•'])
        .flat_map(|part| part.split(" - "))
        .map(|part| part.trim_matches(['-', '–', '—', '~', '*', '_', ' ', ')', '.']))
        .filter(|part| !part.is_empty())
        .peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let words: Vec<String> = part.split_whitespace().map(fold).collect();
            // In "Ana from customer support" and "Guild of Dale" the first says who signs.
            let classes = |word: &String| lexicon.classes(lexicon.lookup(word));
            let head = words.iter().position(|word| classes(word).has(Class::Preposition));
            let head = head.filter(|&at| at > 0).unwrap_or(words.len());
            let of = |word: &String| {
                edges.farewell.teams.contains(word) || classes(word).has(Class::House)
            };
            let team =
                words[..head].last().is_some_and(of) || words[..head].first().is_some_and(of);
            let house = settings.company.iter().chain(&settings.own);
            let house = house.into_iter().any(|name| fold(name) == words.join(" "));
            (team || house) && words.len() <= LONGEST_NAME
        })
}

/// A valediction at the very end, under which a name would stand: "Kind regards,".
fn waiting_valediction(draft: &Draft<'_>) -> Option<Span> {
    let text = draft.text();
    let farewell = draft.farewell?;
    let start = farewell.of(text).rfind('\n').map_or(farewell.start, |at| farewell.start + at + 1);
    let last = Span::new(start, farewell.end);
    let words = last.of(text).split_whitespace().count();
    let own = draft.document.sentences.last().is_some_and(|it| it.span.end <= farewell.end);
    let signed = draft.document.lines.iter().any(|line| line.class == LineClass::Signature);
    (own && !signed && last.of(text).ends_with(',') && words <= 4).then_some(last)
}

#[cfg(test)]
mod tests {
    use crate::{Catalog, Input, apply, check};

    #[test]
    fn who_signs_is_who_writes_this_reply() {
        let mut input = Input::default();
        input.settings.agent = Some("Ana".into());
        for (head, signed) in [
            ("", "Ana, The Support Team"),
            ("---\nagent: Kim Hale\n---\n", "Kim Hale, The Support Team"),
            ("From: Kim Hale <kim@acme.org>\nTo: Jo <j@x.org>\n\n", "Kim Hale, The Support Team"),
            ("From: Support <help@acme.org>\nTo: Jo <j@x.org>\n\n", "Ana, The Support Team"),
        ] {
            let text = format!("{head}Hi Jo,\n\nThe room is yours.\n\nBest,\nThe Support Team\n");
            let found = check(&text, &input, &Catalog::builtin()).findings;
            let finding = found.iter().find(|it| it.code == "signoff-no-name").expect(&text);
            let fixed = apply(&text, &finding.fixes[0].edits);
            assert!(fixed.ends_with(&format!("Best,\n{signed}\n")), "{fixed}");
        }
    }
}
