use super::place;
use crate::draft::Source;
use crate::finding::{Edit, Fix, Related};
use crate::input::Mode;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};

declare! {
    /// Reports a greeting with what they log in with, where their name is known.
    ///
    /// ## Why
    /// A handle is what the system calls them. Who signs with a name would like to be called by it.
    ///
    /// ## Flagged
    /// [Q: Help!\nMaria] Hi <|maria_r92|>,
    /// [Q: …Cheers, Kenji] Hello <|@kenji_x|>,
    /// [F: customer=Ana Gomez] Hi <|agomez77|>,
    /// Hello <|j.park|>,\n\nThank you, it is booked.\n\nOn Thu, 5 Jun 2025 at 10:00, Jo Park <j.park@example.nl> wrote:\n> Is it booked?\n> Jo
    /// [F: to=Jo Park <jpark@x.org>] Hi <|jpark|>,
    /// [F: customer=Ana Gomez] <|@agomez|>, the room is yours.
    ///
    /// ## Clean
    /// [M: forum] [Q: star_dust wrote: help!] Hi star_dust,
    /// [Q: …Maria] Hi Maria,
    /// [M: forum] [Q: jo_p wrote: hi] Hi @jo_p,
    /// Your username is maria_r92.
    /// [Q: It fails. Best, Maria] @inlineCallbacks must decorate a generator.
    /// [M: forum] [F: to=Jo Park <jpark@x.org>] Hi @jpark, # they have not told it there
    /// [F: customer=Jo, to=Jo <jo@x.org>] Hi jo,
    pub GreetingUsername {
        code: "greeting-username", family: Structure, since: "0.1.0", severity: Hint,
        reads: [Salutation], fix: Confirm, rank: 5
    }
}

impl Rule for GreetingUsername {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        let Some(span) = place::login(cx) else { return };
        let Some(candidate) = draft.people.customer(place::SURE) else { return };
        // In public they are called by what they told there themselves.
        let told = matches!(candidate.source, Source::Signature | Source::Introduction);
        if draft.mode == Mode::Group || draft.mode == Mode::Forum && !told {
            return;
        }
        let (login, name) = (span.of(draft.text()), &candidate.name.given);
        let message = format!("“{login}” has a name: {name}. Greet them with it?");
        let mut finding = META.finding(span, message);
        finding.help = "Greet with the most personal name you have.".into();
        finding
            .related
            .push(Related { span: candidate.span, message: format!("{name} stands here") });
        let edit = Edit::replace(span, name.as_str());
        finding.fixes.push(Fix::confirm(format!("Write “{name}”"), vec![edit]));
        out.push(finding);
    }
}
