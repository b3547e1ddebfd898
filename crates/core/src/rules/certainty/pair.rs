//! The verified pair: *I checked: state it as fact*, or *Not checked yet: leave a mark*.
//!
//! A tool that only changes the word makes confident liars, so a certainty fix is always the writer's
//! choice, and the other choice leaves a mark that cannot be sent. The mark holds the sentence as it will
//! read once it is checked. Where that cannot be told, it holds the sentence as it stands: a mark pretends
//! no certain wording.

use super::verdict;
use crate::finding::{Edit, Finding, Fix};
use crate::fix::apply;
use crate::lang::class::Class;
use crate::rule::SentenceCx;
use crate::sense::{self, Sense};
use crate::text::Span;

/// Adds the pair to a finding: one rewrite for each of `ways`, then the mark.
pub(crate) fn offer(finding: &mut Finding, cx: &SentenceCx<'_>, ways: &[Vec<Edit>]) {
    for edits in ways.iter().filter(|edits| !edits.is_empty()) {
        let preview = preview(cx, finding.span, edits);
        let title = format!("I checked: state it as fact (“{preview}”)");
        finding.fixes.push(Fix::confirm(title, edits.clone()));
    }
    let certain = ways.first().map_or(&[][..], Vec::as_slice);
    finding.fixes.extend(mark(cx, certain));
}

/// How the words will read, for the title: the changed words, and a little of what follows them.
fn preview(cx: &SentenceCx<'_>, span: Span, edits: &[Edit]) -> String {
    let text = cx.text();
    let sentence = cx.view.sentence.span;
    let mut cover = edits.iter().map(|edit| edit.span).fold(span, Span::cover);
    // A clitic is read with the word it joins, and a deletion with the words that move up.
    let words = cx.view.words;
    let before = words.iter().rev().find(|word| word.span().end <= cover.start);
    let rewritten = rewritten(text, cover, edits);
    let removes = edits.iter().all(|edit| edit.insert.plain().is_empty());
    if let Some(before) = before.filter(|before| before.span().start >= sentence.start)
        && (rewritten.starts_with(['\'', '’']) || removes)
    {
        cover.start = before.span().start;
    }
    let short = rewritten.split_whitespace().count() < 2;
    let mut more = false;
    if short {
        let after: Vec<_> =
            words.iter().filter(|word| word.span().start >= cover.end).take(3).collect();
        if let Some(last) = after.last() {
            cover.end = last.span().end.min(sentence.end);
        }
        more = cover.end < words.last().map_or(0, |word| word.span().end);
    }
    let shown: Vec<String> =
        self::rewritten(text, cover, edits).split_whitespace().map(str::to_owned).collect();
    format!("{}{}", shown.join(" ").trim_start_matches([',', ' ']), if more { " …" } else { "" })
}

/// `text[span]` with the edits that lie in it.
fn rewritten(text: &str, span: Span, edits: &[Edit]) -> String {
    let local: Vec<Edit> = edits
        .iter()
        .filter(|edit| span.contains(edit.span))
        .map(|edit| Edit {
            span: Span::new(edit.span.start - span.start, edit.span.end - span.start),
            insert: edit.insert.clone(),
        })
        .collect();
    apply(span.of(text), &local)
}

/// The span without the emphasis that ends with it but began before it.
fn inside_emphasis(text: &str, mut span: Span) -> Span {
    let mut before = text[..span.start].chars().rev();
    while let Some(sign @ ('*' | '_' | '~')) = before.next() {
        if !span.of(text).ends_with(sign) {
            break;
        }
        span.end -= 1;
    }
    span
}

/// The edits with those for the other doubts of the sentence, so that a mark over all of it hides none.
fn with_others(cx: &SentenceCx<'_>, certain: &[Edit]) -> Vec<Edit> {
    let mut edits = certain.to_vec();
    if certain.is_empty() {
        return edits;
    }
    for at in 0..cx.view.len() {
        if !cx.view.is(at, Class::Should) {
            continue;
        }
        let clause = cx.clause_at(at);
        // That it does not happen is no fact until it is said why.
        if verdict::happens_again(cx, &clause).is_some() {
            continue;
        }
        let style = cx.facts.style;
        let stated = match sense::should(cx, &clause).map(|reading| reading.sense) {
            Some(Sense::Forecast) => cx.grammar.forecast(&cx.view, &clause, style),
            Some(_) => cx.grammar.certain(&cx.view, &clause, style).into_iter().next(),
            None => None,
        };
        let Some(stated) = stated else { continue };
        // What the finding itself changes is not changed twice.
        let apart = stated.iter().all(|edit| {
            edits
                .iter()
                .all(|other| edit.span.end <= other.span.start || other.span.end <= edit.span.start)
        });
        if apart {
            edits.extend(stated);
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits
}

/// Wraps the sentence, in its certain wording and without its end mark, in `[[verify: …]]`.
pub(crate) fn mark(cx: &SentenceCx<'_>, certain: &[Edit]) -> Option<Fix> {
    let sentence = cx.view.sentence;
    let span = inside_emphasis(
        cx.text(),
        Span::new(sentence.span.start, sentence.end_at.max(sentence.span.start)),
    );
    if !certain.iter().all(|edit| span.contains(edit.span)) {
        return None;
    }
    let wording = rewritten(cx.text(), span, &with_others(cx, certain));
    // A mark never nests, and one over a blank line or with brackets of its own could not be read.
    let unfit = wording.contains("[[") || wording.contains("]]") || wording.contains("\n\n");
    (!unfit && !wording.trim().is_empty()).then(|| {
        let edit = Edit::replace(span, format!("[[verify: {wording}]]"));
        Fix::confirm("Not checked yet: leave a mark", vec![edit])
    })
}

#[cfg(test)]
mod tests {
    use crate::catalog::Catalog;
    use crate::check::check;
    use crate::fix::apply;
    use crate::input::Input;

    /// The text with a mark left in it.
    fn marked(text: &str) -> String {
        let findings = check(text, &Input::default(), &Catalog::builtin()).findings;
        let fixes: Vec<_> = findings
            .iter()
            .flat_map(|finding| &finding.fixes)
            .filter(|fix| fix.title == "Not checked yet: leave a mark")
            .collect();
        let [fix] = fixes[..] else { panic!("{text:?} is offered {fixes:?}") };
        apply(text, &fix.edits)
    }

    #[test]
    fn a_mark_holds_the_certain_wording_of_the_sentence_without_its_end() {
        for (text, wanted) in [
            ("It should work now.", "[[verify: It works now]]."),
            ("It should work now!", "[[verify: It works now]]!"),
            ("It should work now…", "[[verify: It works now]]…"),
            ("It should work now...", "[[verify: It works now]]..."),
            ("It should work now 🎉 Thanks.", "[[verify: It works now]] 🎉 Thanks."),
            ("Thanks. It should work now. Bye.", "Thanks. [[verify: It works now]]. Bye."),
            ("It should work now, at 5 p.m. CET.", "[[verify: It works now, at 5 p.m. CET]]."),
            ("It should work now in 3.8. Bye.", "[[verify: It works now in 3.8]]. Bye."),
            ("Hi Jo, it should work now.", "Hi Jo, [[verify: it works now]]."),
            ("Should work now.", "[[verify: It works now]]."),
            ("It’s on: it should work now.", "[[verify: It’s on: it works now]]."),
            ("(It should work now.)", "([[verify: It works now]].)"),
            ("It should work now: {{url}}.", "[[verify: It works now: {{url}}]]."),
        ] {
            assert_eq!(marked(text), wanted);
        }
    }

    #[test]
    fn a_mark_hides_no_other_doubt() {
        let text =
            "Your refund should now be on your card, and your order should be cancelled now.";
        let findings = check(text, &Input::default(), &Catalog::builtin()).findings;
        let fixes = findings.iter().flat_map(|finding| &finding.fixes);
        let marks: Vec<_> = fixes
            .filter(|fix| fix.title == "Not checked yet: leave a mark")
            .map(|fix| apply(text, &fix.edits))
            .collect();
        let marked =
            "[[verify: Your refund is now on your card, and your order is cancelled now]].";
        assert_eq!(marks, [marked, marked]);
    }

    #[test]
    fn a_mark_leaves_the_markup_round_the_sentence_as_it_is() {
        for (text, wanted) in [
            ("**It should work now**. Bye.", "**[[verify: It works now]]**. Bye."),
            ("**It should work now.** Bye.", "**[[verify: It works now]].** Bye."),
            ("It **should work now**. Bye.", "[[verify: It **works now**]]. Bye."),
            ("*It should **work now***.", "*[[verify: It **works now**]]*."),
            ("- It should work now\n- Save it", "- [[verify: It works now]]\n- Save it"),
            ("# It should work now", "# [[verify: It works now]]"),
            ("It should be\nright now.", "[[verify: It is\nright now]]."),
            ("> [!NOTE]\n> It should work now.", "> [!NOTE]\n> [[verify: It works now]]."),
            (
                "See [it](https://x.test). It should work now.",
                "See [it](https://x.test). [[verify: It works now]].",
            ),
        ] {
            assert_eq!(marked(text), wanted);
        }
    }
}
