use crate::draft::Risk;
use crate::finding::{Edit, Fix, Related};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::{place, wording};
use crate::text::Span;

declare! {
    /// Reports that their mail speaks of lawyers, the press, a chargeback, harm or threats.
    ///
    /// ## Why
    /// Some answers nobody should have to give alone. A colleague sees what one overlooks, and often
    /// somebody in the house knows what to do in just such a case.
    ///
    /// ## Flagged
    /// [Q: I'll see you in court.] <|…|>
    /// [Q: My lawyer will contact you.] <|…|>
    /// [Q: I'm filing a chargeback today.] <|…|>
    /// [Q: I don't want to live any more.] <|…|>
    /// [Q: The charger caught fire last night and burned the desk.] Hi Jo,\n\n<|Thank you for telling me.|> Please unplug it.
    /// [Q: If this isn't solved by Friday I will go to the press.] <|We're looking at your booking.|>
    /// [Q: Your dog food made our dog ill. We are considering legal action.] Hi Jo, <|which bag was it?|>
    /// [Q: I know where you live.] <|Your parcel comes tomorrow.|>
    ///
    /// ## Clean
    /// [Q: How do I press the button?] …
    /// [Q: Can I kill the process?] …
    /// [Q: Our tennis court booking fails.] …
    /// [Q: I work for a law firm; can I add a seat?] …
    /// [Q: How do I set up a page for journalists?] Hi Jo, choose the template Press.
    /// [Q: The police department in our town uses your app. Can we add a user?] Hi Jo, yes, under Users.
    /// [Q: Where do chargebacks show in the report?] Hi Jo, in the last column.
    /// [Q: The import hurts performance, and a script dies.] Hi Jo, version 4 runs it in parts.
    pub RiskNeedsColleague {
        code: "risk-needs-colleague", family: Escalation, since: "0.1.0", severity: Information,
        reads: [Salutation, Body], fix: Snippet, rank: 10
    }
}

impl Rule for RiskNeedsColleague {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(&(risk, words)) = draft.message.mood.risks().first() else { return };
        if draft.mode == Mode::Macro {
            return;
        }
        let Some(span) = place::first_words(draft) else { return };
        let quoted = wording::on_one_line(words.of(&draft.message.text));
        let (message, help) = told(risk, &quoted);
        let mut finding = META.finding(span, message);
        finding.help = help.into();
        let place = draft.message.place(words);
        finding.related.push(Related { span: place, message: "They say it here".into() });
        let at = Span::at(span.start);
        let body = wording::spelled_as(&draft.document, holding(risk));
        let edit = Edit::snippet(at, wording::snippet(&body));
        finding.fixes.push(Fix::confirm(
            "Begin with a line that holds, and bring a colleague in",
            vec![edit],
        ));
        out.push(finding);
    }
}

fn told(risk: Risk, words: &str) -> (String, &'static str) {
    const TWO: &str = "Show it to whoever looks after such cases, before you send. Until then a line that thanks them and names a time is enough; leave out whose doing it was, and promises.";
    match risk {
        Risk::SelfHarm => (
            format!("They write “{words}”. Please don’t carry this alone: get somebody now."),
            "Stay kind and take it at its word. Bring in a colleague or your lead at once, follow your team’s care guide, and give them the number of a helpline where they live.",
        ),
        Risk::Threat => (
            format!("“{words}” is a threat. Please show it to a colleague before you answer."),
            "Nobody has to answer threats alone. Keep the mail, tell your lead, and let them decide who answers.",
        ),
        Risk::Safety => (
            format!(
                "Somebody may be hurt (“{words}”). Worth a second pair of eyes before you send?"
            ),
            "Ask first how they are, and what makes it safe now. Then show it to whoever looks after safety in your house.",
        ),
        Risk::Legal => (
            format!(
                "This is about the law (“{words}”). Worth a second pair of eyes before you send?"
            ),
            TWO,
        ),
        Risk::Chargeback => (
            format!(
                "They speak of their bank (“{words}”). Worth a second pair of eyes before you send?"
            ),
            TWO,
        ),
        Risk::Press => {
            (format!("This may be read in public (“{words}”). Worth a second pair of eyes?"), TWO)
        }
        Risk::Abuse => (
            format!("“{words}” is meant to hurt. You don’t have to answer it alone."),
            "Your team can take turns, and you can say where the line is. Answer the matter, or let a colleague do it.",
        ),
    }
}

/// What can be sent at once: it admits nothing and promises nothing but to write.
const fn holding(risk: Risk) -> &'static str {
    match risk {
        Risk::SelfHarm => {
            "Thank you for telling me; I'm glad that you wrote. Please talk to somebody now: ${1:?a helpline where they live} is there day and night. ${2:?your colleague} and I are here too.\n\n"
        }
        Risk::Safety => {
            "Are you all right? Your safety comes first: ${1:?what makes it safe now}. I've brought in ${2:?your colleague}, who will write to you by ${3:?day and time}.\n\n"
        }
        _ => {
            "Thank you for telling me. I've brought in ${1:?your colleague}, who will write to you by ${2:?day and time}.\n\n"
        }
    }
}
