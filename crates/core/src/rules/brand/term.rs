use crate::finding::Fix;
use crate::lang::grammar::View;
use crate::rewrite;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::own_words::{self, Needle};
use crate::rules::wording;
use crate::settings::Term;

declare! {
    /// Reports words that the team has other words for.
    ///
    /// ## Why
    /// A team that calls a thing by one name is understood, and sounds like one house. The words, their
    /// reasons and how much they matter stand under `terms` in the settings.
    ///
    /// ## Flagged
    /// [S: terms.folks=everyone] Hi <|folks|>, the pool is open.
    /// [S: terms.you owe=our records show a balance of] <|You owe|> 20 euros.
    /// [S: terms.user=member] Our <|users|> love it.
    /// [S: terms.free trial=30-day trial] It's a <|free trial|>.
    /// [S: terms.patient=guest] The <|patient|> in room 4 has your key.
    ///
    /// ## Clean
    /// [S: terms.folks=everyone] Hi everyone, the pool is open.
    /// [S: terms.user=member] The list is out.\n\n> our users
    /// [S: terms.user=member] It stands in `users.csv`.
    /// [S: terms.user=member] Please open users.csv.
    /// [S: terms.user=member] The members page is up.
    /// [S: terms.user=member] It is at https://example.com/user
    /// [S: terms.free trial=30-day trial] The trial is free.
    pub BrandTerm {
        code: "brand-term", family: Brand, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell], fix: Confirm, rank: 10
    }
}

/// An entry, read once a check.
struct Entry<'s> {
    needle: Needle,
    unless: Vec<Needle>,
    words: &'s str,
    term: &'s Term,
}

impl Rule for BrandTerm {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let mut entries: Vec<_> = cx
            .input
            .settings
            .terms
            .iter()
            .filter_map(|(words, term)| {
                let unless = term.unless.iter().filter_map(|phrase| Needle::new(phrase)).collect();
                Some(Entry { needle: Needle::new(words)?, unless, words, term })
            })
            .collect();
        if entries.is_empty() {
            return;
        }
        // The longer phrase says it: "free trial account" over "free trial".
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.split_whitespace().count()));
        for view in own_words::sentences(cx) {
            let mut at = 0;
            while at < view.len() {
                let found = entries.iter().find_map(|entry| {
                    entry.needle.at(&view, at).map(|(words, plural)| (entry, words, plural))
                });
                let Some((entry, words, plural)) = found else {
                    at += 1;
                    continue;
                };
                at = words.end;
                if !entry.excepted(&view, words.clone()) {
                    out.push(entry.finding(&view, words, plural));
                }
            }
        }
    }
}

impl Entry<'_> {
    /// Whether the words stand in a longer phrase in which they are fine.
    fn excepted(&self, view: &View<'_>, words: std::ops::Range<usize>) -> bool {
        (words.start.saturating_sub(8)..words.end).any(|at| {
            self.unless
                .iter()
                .filter_map(|phrase| phrase.at(view, at))
                .any(|(longer, _)| longer.start < words.end && words.start < longer.end)
        })
    }

    fn finding(
        &self,
        view: &View<'_>,
        words: std::ops::Range<usize>,
        plural: bool,
    ) -> crate::finding::Finding {
        let span = own_words::span(view, words.clone());
        let said = wording::on_one_line(span.of(view.text));
        let prefer = match self.term.prefer.trim() {
            "" => String::new(),
            prefer if plural => own_words::plural(prefer),
            prefer => prefer.to_owned(),
        };
        let message = match (&self.term.why, prefer.as_str()) {
            (Some(why), _) => why.clone(),
            (None, "") => format!("We don’t say “{said}”."),
            (None, prefer) => format!("We say “{prefer}”, not “{said}”."),
        };
        let mut finding = META.finding(span, message);
        finding.severity = self.term.severity.unwrap_or(crate::finding::Severity::Information);
        finding.help = if prefer.is_empty() {
            "Say it without these words.".into()
        } else {
            format!("Your team says “{prefer}” here.").into()
        };
        if !prefer.is_empty() {
            let edits = rewrite::replace(view, words, &prefer);
            let title = format!("Say “{prefer}”");
            finding.fixes.push(if self.term.safe {
                Fix::safe(title, edits)
            } else {
                Fix::confirm(title, edits)
            });
        }
        finding
    }
}
