use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::Range;

use super::book::Book;
use super::place::Place;
use super::pointing::{self, Sentence, Way};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::lang::class::Class;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::wording;
use crate::text::Span;

declare! {
    /// Reports that the reader is sent to look somewhere, and no link takes them there.
    ///
    /// ## Why
    /// They asked you so as not to search. A link to the very page, and a line on what to do there, is the
    /// difference between pointing and leading.
    ///
    /// Pages to which you often lead can be set under `links`: a mention of one becomes a link with one click.
    ///
    /// ## Flagged
    /// <|Please see our documentation|>.
    /// You can <|find it on our website|>.
    /// <|Check the FAQ|> for more.
    /// <|Have a look at the help center|>.
    /// You could also <|search the forum|> for similar cases.
    /// You'll need to <|check the docs|> for the sensor.
    /// <|See the wiki|>, there is a chapter on it.
    /// The fees are <|listed on our pricing page|>.
    /// The steps are <|described in the manual|>.
    /// <|There's a guide for that on our blog|>.
    /// You might want to <|take a look at the mailing list archives|>.
    /// <|Google for|> “reset thermostat” and take the first hit.
    /// <|A quick search on the web will show|> you how.
    /// <|Google it|>!
    /// Please send the form <|via the link mentioned earlier|>.
    /// If you <|read the mailing list|>, you'll see that it was announced.
    /// <|Our help pages explain|> how to change a booking.
    /// <|Have you read the FAQ|>?
    /// For our luggage rules, <|please refer to our terms and conditions|>.
    /// It works as <|described in the user guide|>.
    /// <|Please click the link below|> to confirm.
    /// [S: links.price list=https://example.com/prices] For the rates <|see the price list|>.
    /// [S: links.price list=https://example.com/prices] <|More in the price list|>.
    /// <|See page 12 of your manual|>. # the page is told: a hint
    /// I'd like to <|refer you to our returns policy|>.
    /// <|Our FAQ should answer|> your question.
    /// You can <|track the parcel online|>.
    /// <|More on that in our handbook|>.
    /// You might <|find the wiki|> useful.
    /// <|Please click here|>.
    /// The form is in the <|link I sent|> you last week.
    /// It's best to <|check our status page|>.
    /// <|See man rsync|> for all options.
    ///
    /// ## Clean
    /// Here's the page on backups: https://example.com/docs/backup#restore
    /// Open your dashboard > Billing > Invoices.
    /// Our docs are down for an hour.
    /// I read your blog and loved it.
    /// Please see [our documentation](https://example.com/docs/backup).
    /// See our FAQ for that: https://example.com/faq#fees
    /// You can find it in Settings > Billing.
    /// Check your website in a minute, it is back.
    /// I've checked the docs for you: the limit is 5 GB.
    /// We'll update the documentation tonight.
    /// You don't need to read the manual.
    /// A quick Google search shows that they closed in May. # the writer searched
    /// I found it with Google. # the writer searched
    /// Google Analytics counts visits, not people.
    /// The printed guide is in the box, see the attached manual.
    /// Please see the steps below.
    /// Thank you for reading our blog.
    /// There's a typo in the docs; I've corrected it.
    /// The docs folder was empty.
    /// Go to the Invoices page and press Download.
    /// Please use the link in the email that we sent you.
    /// Our policy is printed on the receipt.
    /// As mentioned in the manual, press both buttons for five seconds. # says it again
    /// Please follow your doctor's instructions.
    /// To see our website in German, press DE.
    /// When you visit our website, you'll see a banner.
    /// Could you check the site again? It loads here.
    /// I'm here if anything comes up.
    /// Our website shows all prices with tax.
    /// If you look at the data sheet, you will see that it draws 5 mA.
    /// The bookings that are on our website were made by hand.
    /// The wiki says that it needs 5 V, and yours has 3 V.
    /// [S: links.price list=https://example.com/prices] The price list changes in May.
    /// [S: links.price list=https://example.com/prices] See the price list: https://example.com/prices/
    pub LinkMissing {
        code: "link-missing", family: Leading, since: "0.1.0", severity: Warning,
        reads: [Body, Farewell], fix: Snippet, rank: 50
    }
}

/// Of longer words this many characters are quoted: editors cut a long message off.
const LONGEST_QUOTE: usize = 60;

impl Rule for LinkMissing {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(pointing::cue_patterns())
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let book = Book::new(cx.input.settings.links.iter());
        // Asked for once, and only where something points.
        let mut leads = None;
        let regions = META.reads.as_ref();
        // A page of the link book is known by its own words, all else by cues.
        let all: Vec<_> = match book.is_empty() {
            true => cx.sentences_with(regions, pointing::points).collect(),
            false => cx.sentences(regions).collect(),
        };
        for at in all {
            let sentence = Sentence::new(cx, at);
            if let Some(finding) = mention(&sentence, &book) {
                out.push(finding);
                continue;
            }
            let mut end = 0;
            let near = LazyCell::new(|| sentence.leads_nearby());
            for (words, way, place) in sentence.pointers() {
                if words.start < end || *near {
                    continue;
                }
                // They are not to search, though they have another link.
                let alone = way == Way::Searched
                    || !*leads.get_or_insert_with(|| pointing::leads_anywhere(cx.draft));
                if alone {
                    end = words.end;
                    out.push(say(&sentence, words, way, place.as_ref(), &book));
                }
            }
        }
    }
}

/// Words of the link book that are no link, where the sentence sends the reader to what they name.
fn mention(sentence: &Sentence<'_>, book: &Book<'_>) -> Option<Finding> {
    let view = &sentence.view;
    for (words, entry) in book.mentions(view) {
        let place = sentence.place(words.clone());
        // A few words that name the page and nothing else point at it: "More in the price list".
        let bare = place.words.len() + 2 >= view.len()
            && place.words.end == view.len()
            && !(0..view.len()).any(|at| view.is(at, Class::Negation));
        let span = match sentence.governed(&place) {
            Some((span, _)) => span,
            None if bare => words,
            None => continue,
        };
        if entry.is_given(sentence.cx.draft) || sentence.leads_nearby() {
            continue;
        }
        let span = wording::span_of(view, span);
        let message = format!("{} can be a link: {}.", quoted(view.text, span), entry.name());
        let mut finding = META.finding(span, message);
        finding.help = "They asked you so as not to search. Your link book has the page.".into();
        finding.fixes.push(entry.fix(view, &place, sentence.cx.input.kind));
        return Some(finding);
    }
    None
}

fn quoted(text: &str, span: Span) -> String {
    let words = wording::on_one_line(span.of(text));
    let mut cut = words.as_str();
    while cut.chars().count() > LONGEST_QUOTE {
        let Some((head, _)) = cut.rsplit_once(' ') else { break };
        cut = head;
    }
    if cut.len() < words.len() { format!("“{cut}…”") } else { format!("“{words}”") }
}

fn say(
    sentence: &Sentence<'_>,
    words: Range<usize>,
    way: Way,
    place: Option<&Place>,
    book: &Book<'_>,
) -> Finding {
    let view = &sentence.view;
    let span = wording::span_of(view, words);
    let quote = quoted(view.text, span);
    let message = match way {
        Way::Told => format!("{quote}: take them there, with the page itself."),
        Way::Said => format!("{quote}: which page is it? A link takes them there."),
        Way::Searched => format!("{quote}: they came to you. Give them the page you would find."),
        Way::Before => format!("{quote}: put it here again, and they need not look for it."),
    };
    let mut finding = META.finding(span, message);
    finding.help =
        "They asked you so as not to search. Paste the exact page, as deep as it goes, and say \
                    what to do on it."
            .into();
    let softly = |severity: Severity, why: &str, finding: &mut Finding| {
        finding.severity = severity;
        finding.notes.push(format!("said more softly because {why}"));
    };
    if sentence.names_a_number() {
        softly(Severity::Hint, "it says on which page", &mut finding);
    } else if place.is_some_and(|place| place.is_of(view, Class::ReaderPossessive)) {
        softly(Severity::Hint, "they may have it at hand", &mut finding);
    } else if way == Way::Said {
        softly(Severity::Information, "it says where it is, and sends nobody", &mut finding);
    }
    finding.fixes.extend(book.offer(sentence.cx.draft, view, sentence.cx.input.kind));
    let body = " Here is the page: ${1:?address of the exact page}. There, ${2:?what to do on it}.";
    let edit = Edit::snippet(Span::at(view.sentence.span.end), wording::snippet(body));
    finding.fixes.push(Fix::confirm("Add the page and what to do there", vec![edit]));
    finding
}

#[cfg(test)]
mod tests {
    use crate::document::Kind;
    use crate::settings::Link;
    use crate::{Catalog, Finding, Input, apply, check};

    fn input(kind: Kind, title: Option<&str>, task: Option<&str>) -> Input {
        let mut input = Input { kind, ..Input::default() };
        let link = Link {
            url: "https://example.com/prices".into(),
            title: title.map(str::to_owned),
            task: task.map(str::to_owned),
        };
        input.settings.links.insert("price list".into(), link);
        input
    }

    fn found(text: &str, input: &Input) -> Vec<Finding> {
        let findings = check(text, input, &Catalog::builtin()).findings;
        findings.into_iter().filter(|finding| finding.code == "link-missing").collect()
    }

    #[test]
    fn a_mention_of_the_link_book_becomes_a_link_with_one_click() {
        let text = "Please see our price list. It is short.";
        for (kind, title, task, fixed) in [
            (
                Kind::Markdown,
                Some("What it costs"),
                Some("choose a plan"),
                "Please see [What it costs](https://example.com/prices). There you can choose a plan. It is short.",
            ),
            (
                Kind::Plain,
                Some("What it costs"),
                Some("Choose a plan there."),
                "Please see What it costs: https://example.com/prices. Choose a plan there. It is short.",
            ),
            (
                Kind::Mail,
                None,
                None,
                "Please see our price list: https://example.com/prices. It is short.",
            ),
            (
                Kind::Markdown,
                None,
                None,
                "Please see our [price list](https://example.com/prices). It is short.",
            ),
        ] {
            let input = input(kind, title, task);
            let findings = found(text, &input);
            let fixed_text = apply(text, &findings[0].fixes[0].edits);
            assert_eq!(fixed_text, fixed);
            assert_eq!(found(&fixed_text, &input), [], "{fixed_text}");
        }
    }

    #[test]
    fn a_page_that_is_given_is_not_asked_for() {
        let input = input(Kind::Markdown, None, None);
        for text in [
            "See the price list. It is here: https://example.com/prices.",
            "See [the price list](https://www.example.com/prices/).",
            "The price list is new.",
            "I've put it into the price list.",
        ] {
            assert_eq!(found(text, &input), [], "{text}");
        }
        // Another page is not this one.
        let text = "I've reset it. Read https://example.com/reset for that.\n\nIt is cheaper now, as you will see. Please see the price list.";
        assert_eq!(found(text, &input).len(), 1);
    }

    #[test]
    fn a_page_that_fits_what_they_wrote_is_offered() {
        let input = input(Kind::Markdown, Some("What it costs"), None);
        let text = "Please see our website.\n\n> What are your prices?\n";
        let findings = found(text, &input);
        let fix = findings[0].fixes.first().expect("a page of the link book");
        assert_eq!(fix.title, "Lead to “What it costs”");
        assert!(apply(text, &fix.edits).starts_with(
            "Please see our website. Here is the page: [What it costs](https://example.com/prices)."
        ));
        let other = found("Please see our website.\n\n> When do you open?\n", &input);
        assert_eq!(other[0].fixes.len(), 1, "only the blank");
    }
}
