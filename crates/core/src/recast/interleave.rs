//! The customer's mail taken apart at its questions, so that each answer goes under what it answers.
//!
//! No word of the mail is moved, nor does it lose its marks: between its lines there is more room afterwards. The
//! writer's own greeting goes above it, and their farewell below.

use std::ops::Range;

use super::{Form, Recast};
use crate::catalog::Catalog;
use crate::document::{Line, LineClass, lines};
use crate::draft::{Draft, RegionKind};
use crate::finding::{Edit, Insert};
use crate::input::Mode;
use crate::snippet::{Part, Snippet};
use crate::text::{Span, line_end};

/// Between two paragraphs there is room for an answer from so many empty lines on: one for it, and one on either
/// side.
const ROOM: usize = 3;
/// What stands before the words of a quoted line.
const MARKS: [char; 4] = ['>', ' ', '\u{a0}', '\t'];

/// The draft with room for an answer under each question, if their mail stands there in one piece.
pub(super) fn recast(draft: &Draft<'_>, catalog: &Catalog) -> Option<Recast> {
    if draft.mode == Mode::Macro || draft.message.questions.is_empty() {
        return None;
    }
    let mail = Mail::find(draft)?;
    let greeting = mail.greeting()?;
    let farewell = mail.farewell()?;
    let mut edits = Vec::new();
    if let Greeting::Below { text, gone } = &greeting {
        let above = mail.line(mail.run.start).span.start;
        edits.push(Edit::replace(Span::at(above), format!("{text}{0}{0}", mail.line_end)));
        edits.push(Edit::delete(*gone));
    }
    if let Farewell::Above { gone, .. } = &farewell {
        edits.push(Edit::delete(*gone));
    }
    let mut stops = 0;
    for cut in mail.cuts() {
        edits.extend(mail.open(cut, &greeting, &mut stops));
    }
    if stops == 0 {
        return None;
    }
    if let Farewell::Above { text, .. } = &farewell {
        mail.put_below(text, &mut edits);
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
    if !apart || !are_own(draft.text(), &edits, catalog) {
        return None;
    }
    let title = match stops {
        // It begins like this since Kakoune sorts its menu by the alphabet, and “I checked” is to come first.
        1 => "Put your answer right under their question".to_owned(),
        _ => format!("Put your answers under each of their {stops} questions"),
    };
    let about = mail.line(mail.lines.start).span.cover(mail.line(mail.lines.end - 1).span);
    Some(Recast { form: Form::Interleaved, title, about, edits })
}

/// Where the writer's greeting is.
enum Greeting {
    /// Above the mail, or nowhere.
    InPlace,
    /// Below it: the greeting, and the lines that are gone once it stands above.
    Below { text: String, gone: Span },
}

/// Where the writer's farewell is.
enum Farewell {
    /// Below the mail, or nowhere.
    InPlace,
    /// Above it, with the signature.
    Above { text: String, gone: Span },
}

/// The mail that is answered, in the draft. Lines are indices into the document's.
struct Mail<'d> {
    draft: &'d Draft<'d>,
    /// Its lines, from the first that says something to the last.
    lines: Range<usize>,
    /// The quote that it stands in, with the line that says whose it is and with older mails.
    run: Range<usize>,
    line_end: &'static str,
}

impl<'d> Mail<'d> {
    /// None where words of the writer stand between its lines, and where a line has no mark of its own: an answer
    /// under it would be read as theirs.
    fn find(draft: &'d Draft<'d>) -> Option<Self> {
        if !draft.message.is_whole() {
            return None;
        }
        let index = |offset: usize| {
            let lines = &draft.document.lines;
            lines.partition_point(|line| line.next <= offset).min(lines.len().saturating_sub(1))
        };
        let said = || draft.message.line_starts().map(index);
        let lines = said().min()?..said().max()? + 1;
        let run = draft.quotes().into_iter().find(|run| run.contains(&lines.start))?;
        let text = draft.text();
        let marked = draft.document.lines[lines.clone()].iter().all(|line| match line.class {
            LineClass::Blank => true,
            LineClass::Quote(1..) => {
                line.text(text).trim_start_matches([' ', '\u{a0}']).starts_with('>')
            }
            _ => false,
        });
        (marked && lines.end <= run.end).then(|| Self {
            draft,
            lines,
            run,
            line_end: line_end(text),
        })
    }

    fn text(&self) -> &'d str {
        self.draft.text()
    }

    fn line(&self, at: usize) -> &'d Line {
        &self.draft.document.lines[at]
    }

    fn line_at(&self, offset: usize) -> usize {
        let lines = &self.draft.document.lines;
        lines.partition_point(|line| line.next <= offset).min(lines.len().saturating_sub(1))
    }

    /// Whether the line says nothing: it is empty, or quotes an empty one.
    fn is_empty(&self, at: usize) -> bool {
        let line = self.line(at);
        let quotes_nothing = || line.text(self.text()).trim_matches(MARKS).is_empty();
        line.class == LineClass::Blank
            || matches!(line.class, LineClass::Quote(_)) && quotes_nothing()
    }

    /// The first line behind the line `at` that says something.
    fn next(&self, at: usize) -> Option<usize> {
        (at + 1..self.draft.document.lines.len()).find(|&at| !self.is_empty(at))
    }

    /// The greeting, if it can be told from what it opens.
    fn greeting(&self) -> Option<Greeting> {
        let Some(salutation) = &self.draft.salutation else { return Some(Greeting::InPlace) };
        let (first, last) =
            (self.line_at(salutation.span.start), self.line_at(salutation.span.end));
        if first < self.run.start {
            return Some(Greeting::InPlace);
        }
        let (from, to) = (self.line(first).span, self.line(last).span);
        let beside = [
            &self.text()[from.start..salutation.span.start],
            &self.text()[salutation.span.end..to.end],
        ];
        let own = (first..=last).all(|at| self.line(at).class == LineClass::Own);
        if !own || beside.iter().any(|it| it.contains(char::is_alphanumeric)) {
            return None;
        }
        let below = self.next(last).map_or(self.text().len(), |next| self.line(next).span.start);
        let text = self.text()[from.start..to.end].trim().to_owned();
        Some(Greeting::Below { text, gone: Span::new(from.start, below) })
    }

    /// The farewell, if it can be told from what stands above it.
    fn farewell(&self) -> Option<Farewell> {
        let above = self.line(self.run.start).span.start;
        let parts = |kind| matches!(kind, RegionKind::Farewell | RegionKind::Signature);
        let own = self.draft.regions.iter().take_while(|region| region.span.end <= above);
        // Between the words of farewell and a name there is a line break.
        let said: Vec<_> =
            own.filter(|region| !region.span.of(self.text()).trim().is_empty()).collect();
        let kept = said.iter().rposition(|region| !parts(region.kind)).map_or(0, |at| at + 1);
        let (above_it, closing) = said.split_at(kept);
        if above_it.iter().any(|region| parts(region.kind)) {
            return None;
        }
        let Some(first) = closing.first() else { return Some(Farewell::InPlace) };
        // Words of the reply on either side of the mail would come to stand under the signature.
        let below = self.line(self.lines.end - 1).next;
        let goes_on = self.draft.regions.iter().any(|region| {
            let own =
                matches!(region.kind, RegionKind::Salutation | RegionKind::Body | RegionKind::Code);
            own && region.span.end > below && !region.span.of(self.text()).trim().is_empty()
        });
        if goes_on {
            return None;
        }
        // The blank lines above the quote belong to it.
        let all = &self.text()[first.span.start..above];
        let from = above - all.trim_start().len();
        let heads_line = self.line(self.line_at(from)).span.start == from;
        let text = all.trim().to_owned();
        heads_line.then(|| Farewell::Above { text, gone: Span::new(from, above) })
    }

    /// Where the mail is cut: behind the paragraph of a question, and where a paragraph has several, behind each
    /// but the last of them.
    fn cuts(&self) -> Vec<usize> {
        let message = &self.draft.message;
        let mut asking: Vec<usize> = Vec::new();
        for question in &message.questions {
            match asking.last_mut() {
                Some(last) if *last == question.sentence => {}
                // "Is that possible? If so, how?" is one.
                Some(last)
                    if question.depends && self.block(*last) == self.block(question.sentence) =>
                {
                    *last = question.sentence;
                }
                _ => asking.push(question.sentence),
            }
        }
        let cuts = asking.iter().enumerate().filter_map(|(n, &sentence)| {
            let block = self.block(sentence)?;
            let goes_on = asking.get(n + 1).is_some_and(|&next| self.block(next) == Some(block));
            let last = match goes_on {
                true => sentence,
                false => message.sentences.iter().rposition(|it| it.block == block)?,
            };
            Some(self.behind(message.place(message.sentences[last].span).end))
        });
        cuts.collect()
    }

    fn block(&self, sentence: usize) -> Option<usize> {
        self.draft.message.sentences.get(sentence).map(|sentence| sentence.block)
    }

    /// The offset, or where the signs behind it end: a closing parenthesis, an emoji.
    fn behind(&self, offset: usize) -> usize {
        let line = self.line(self.line_at(offset)).span;
        let mut at = offset.min(line.end);
        loop {
            let rest = &self.text()[at..line.end];
            let blank = rest.len() - rest.trim_start().len();
            // Right behind the sentence, its own signs; apart from it, words of signs.
            let word = rest[blank..].split(char::is_whitespace).next().unwrap_or("");
            let sign = match blank {
                0 => word.find(char::is_alphanumeric).unwrap_or(word.len()),
                _ if word.contains(char::is_alphanumeric) => 0,
                _ => word.len(),
            };
            if sign == 0 {
                return at;
            }
            at += blank + sign;
        }
    }

    /// Makes room behind the offset, unless there is some.
    fn open(&self, cut: usize, greeting: &Greeting, stops: &mut u32) -> Option<Edit> {
        let index = self.line_at(cut);
        let line = self.line(index);
        let rest = &self.text()[cut..line.span.end];
        let blank = rest.len() - rest.trim_start().len();
        let apart = self.line_end.repeat(2);
        if blank < rest.len() {
            let below = format!("{apart}{}", self.prefix(line));
            *stops += 1;
            return Some(room(Span::new(cut, cut + blank), &apart, *stops, &below));
        }
        let next = self.next(index);
        // The greeting that goes above does not stand under the mail any more.
        let said = match greeting {
            Greeting::Below { gone, .. } if next == Some(self.line_at(gone.start)) => self
                .next(self.line_at(gone.end.saturating_sub(1)).max(index))
                .filter(|&at| self.line(at).span.start >= gone.end),
            _ => next,
        };
        // The writer's words under the mail are an answer already.
        let answers = |at: usize| {
            self.line(at).class == LineClass::Own
                && self.draft.region_at(self.line(at).span.start) == RegionKind::Body
        };
        if said.is_some_and(answers) {
            return None;
        }
        let end = next.map_or(self.text().len(), |next| self.line(next).span.start);
        let between = index + 1..next.unwrap_or(self.draft.document.lines.len());
        let open = between.clone().filter(|&at| self.line(at).class == LineClass::Blank).count();
        let enough = if next.is_some() { ROOM } else { ROOM - 1 };
        if open == between.len() && open >= enough {
            return None;
        }
        *stops += 1;
        let below = if next.is_some() { apart.as_str() } else { self.line_end };
        Some(room(Span::new(cut, end), &apart, *stops, below))
    }

    /// The marks of a quoted line, with the blank behind them.
    fn prefix(&self, line: &Line) -> &'d str {
        let text = line.text(self.text());
        let marks = &text[..text.len() - text.trim_start_matches(MARKS).len()];
        let Some(last) = marks.rfind('>') else { return "> " };
        let end = marks[last + 1..].chars().next().map_or(0, char::len_utf8);
        &marks[..last + 1 + end]
    }

    /// Puts the farewell under the last line of the mail, above what is older.
    fn put_below(&self, text: &str, edits: &mut Vec<Edit>) {
        let last = self.lines.end - 1;
        let line = self.line(last).span;
        let from = line.start + line.of(self.text()).trim_end().len();
        let next = self.next(last);
        let end = next.map_or(self.text().len(), |next| self.line(next).span.start);
        let below = if next.is_some() { self.line_end.repeat(2) } else { self.line_end.to_owned() };
        let farewell = format!("{text}{below}");
        // Where the last line asks, there is room under it already.
        let under =
            edits.iter_mut().find(|edit| edit.span.end == end && edit.span.start >= line.start);
        match under.map(|edit| (&mut edit.insert, next)) {
            Some((Insert::Snippet(snippet), next)) => {
                let mut parts = snippet.parts().to_vec();
                if next.is_none() {
                    parts.push(Part::Text(self.line_end.to_owned()));
                }
                parts.push(Part::Text(farewell));
                *snippet = Snippet::new(parts);
            }
            _ => {
                let new = format!("{}{farewell}", self.line_end.repeat(2));
                edits.push(Edit::replace(Span::new(from, end), new));
            }
        }
    }
}

/// A tab stop in the place of some bytes, with what stands above and below it.
fn room(span: Span, above: &str, number: u32, below: &str) -> Edit {
    let parts = vec![
        Part::Text(above.to_owned()),
        Part::Wording(number, String::new()),
        Part::Text(below.to_owned()),
    ];
    Edit::snippet(span, Snippet::new(parts))
}

/// Whether answers at the tab stops would be read as the writer's own. Under a line such as “Original Message” all
/// that follows is theirs.
fn are_own(text: &str, edits: &[Edit], catalog: &Catalog) -> bool {
    const ANSWER: &str = "Yes.";
    let mut answered = String::with_capacity(text.len());
    let mut answers = Vec::new();
    let mut at = 0;
    for edit in edits {
        answered.push_str(&text[at..edit.span.start]);
        at = edit.span.end;
        match &edit.insert {
            Insert::Text(text) => answered.push_str(text),
            Insert::Snippet(snippet) => {
                for part in snippet.parts() {
                    match part {
                        Part::Text(text) => answered.push_str(text),
                        _ => {
                            answers.push(answered.len());
                            answered.push_str(ANSWER);
                        }
                    }
                }
            }
        }
    }
    answered.push_str(&text[at..]);
    let lines = lines::classify(&answered, &catalog.mail);
    answers.into_iter().all(|at| {
        let line = lines.get(lines.partition_point(|line| line.next <= at));
        line.is_some_and(|line| line.class == LineClass::Own)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use crate::input::Input;

    /// The draft with `_` where an answer goes; `None` where that is not offered.
    fn interleaved(text: &str) -> Option<String> {
        let (catalog, input) = (Catalog::builtin(), Input::default());
        let draft = Draft::read(text, &input, &catalog);
        let found = recast(&draft, &catalog)?;
        let edits: Vec<Edit> = found.edits.iter().map(answered).collect();
        let out = apply(text, &edits);
        let without_room = apply(text, &found.edits);
        assert_eq!(quoted(&out), quoted(text), "{text}");
        assert_eq!(without_room.replace('_', ""), out.replace('_', ""), "{text}");
        Some(out)
    }

    fn answered(edit: &Edit) -> Edit {
        let Insert::Snippet(snippet) = &edit.insert else { return edit.clone() };
        let parts = snippet.parts().iter().map(|part| match part {
            Part::Wording(..) => "_".to_owned(),
            Part::Text(text) => text.clone(),
            other => panic!("{other:?}"),
        });
        Edit::replace(edit.span, parts.collect::<String>())
    }

    /// The customer's words.
    fn quoted(text: &str) -> Vec<&str> {
        let lines = text.lines().filter(|line| line.trim_start().starts_with('>'));
        lines.flat_map(|line| line.trim_start_matches(MARKS).split_whitespace()).collect()
    }

    #[test]
    fn each_question_gets_room_for_its_answer() {
        for (text, expected) in [
            // Their mail on top, with paragraphs.
            (
                "> Hello,\n>\n> does it ship to Malta?\n>\n> And can I change the colour?\n>\n> Thanks,\n> Maria\n\nHi Maria,\n\nBest,\nAna\n",
                "Hi Maria,\n\n> Hello,\n>\n> does it ship to Malta?\n\n_\n\n> And can I change the colour?\n\n_\n\n> Thanks,\n> Maria\n\nBest,\nAna\n",
            ),
            // On one line, with what is said about the last one.
            (
                "Hi Jo,\n\n> Does it ship? Can I change it? I want the blue one.\n\nBest,\nAna",
                "Hi Jo,\n\n> Does it ship?\n\n_\n\n> Can I change it? I want the blue one.\n\n_\n\nBest,\nAna",
            ),
            // Their mail below, with the farewell above it.
            (
                "Hi Jo,\n\nThank you for the photos.\n\nBest,\nAna\n\nOn 4 Mar 2025, Jo wrote:\n> Does it ship?\n> I hope so.\n>\n> Jo\n",
                "Hi Jo,\n\nThank you for the photos.\n\nOn 4 Mar 2025, Jo wrote:\n> Does it ship?\n> I hope so.\n\n_\n\n> Jo\n\nBest,\nAna\n",
            ),
            // The question is the last of it.
            (
                "Hi Jo,\n\nBest,\nAna\n\n> Does it ship?\n",
                "Hi Jo,\n\n> Does it ship?\n\n_\n\nBest,\nAna\n",
            ),
            // Older mails stay below the signature.
            (
                "Hi Jo,\n\nBest,\nAna\n\nOn 4 Mar 2025, Jo wrote:\n> Does it ship? 🙂 Can I (please?) change it?\n>\n> On 3 Mar 2025, Ana wrote:\n>> Shall I send it?\n",
                "Hi Jo,\n\nOn 4 Mar 2025, Jo wrote:\n> Does it ship? 🙂\n\n_\n\n> Can I (please?) change it?\n\n_\n\nBest,\nAna\n\n> On 3 Mar 2025, Ana wrote:\n>> Shall I send it?\n",
            ),
            // A line that is cut begins anew with the same marks.
            (
                "Hi Jo,\n\n>> Does it ship? Can I\n>> change it?\n",
                "Hi Jo,\n\n>> Does it ship?\n\n_\n\n>> Can I\n>> change it?\n\n_\n",
            ),
            (
                "Hi Jo,\r\n\r\n>Does it ship? Can I change it?\r\n>\r\n>Jo\r\n",
                "Hi Jo,\r\n\r\n>Does it ship?\r\n\r\n_\r\n\r\n>Can I change it?\r\n\r\n_\r\n\r\n>Jo\r\n",
            ),
            // A list.
            (
                "Hi Jo,\n\n> - Does it ship?\n> - Can I change it?\n\nBest,\nAna\n",
                "Hi Jo,\n\n> - Does it ship?\n\n_\n\n> - Can I change it?\n\n_\n\nBest,\nAna\n",
            ),
        ] {
            assert_eq!(interleaved(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn it_is_done_once() {
        for text in [
            "Hi Jo,\n\n> Does it ship?\n>\n> Can I change it?\n\nBest,\nAna\n",
            "Hi Jo,\n\n> Does it ship? Can I change it?\n",
        ] {
            let once = interleaved(text).unwrap();
            assert_eq!(interleaved(&once), None, "{once}");
            assert_eq!(interleaved(&once.replace('_', "")), None, "{once}");
        }
    }

    #[test]
    fn a_mail_that_is_answered_or_has_no_marks_stays_whole() {
        for text in [
            "Hi Jo,\n\n> It doesn't ship.\n",
            "Hi Jo,\n\n> Does it ship?\n\nYes.\n\n> Can I change it?\n\nYes.\n",
            "> Does it ship?\n\nHi Jo,\n\nIt does.\n\nBest,\nAna\n",
            "Hi Jo,\n\nBest,\nAna\n\n-----Original Message-----\nFrom: Jo <jo@x.org>\nSent: Monday\nTo: us\n\nDoes it ship?\n\nCan I change it?\n",
            "Hi Jo,\n\n________________________________\nFrom: Jo <jo@x.org>\nSent: Monday\nTo: us\nSubject: It\n\n> Does it ship?\n>\n> Can I change it?\n",
            "Hi Jo,\n\n<blockquote>\nDoes it ship?\n\nCan I change it?\n</blockquote>\n",
            "Hi Jo,\n\n[quote]Does it ship? Can I change it?[/quote]\n",
            "---\nmode: macro\n---\nHi Jo,\n\n> Does it ship? Can I change it?\n",
            "Hi Jo, it does.\n\nBest, Ana. And more.\n",
            "-- \nAna\n> Does it ship?\n> Can I change it?\nThat blog is there.\n",
            "",
        ] {
            assert_eq!(interleaved(text), None, "{text}");
        }
    }
}
