//! Whom a reply greets, against whom the thread names: the traps of names.

use aplomb_core::{Catalog, Input, Severity, check};

const BODY: &str = "\n\nThe export is ready.\n\nBest wishes,\nAna\n\n";

/// What is said of the greeting: codes with their severities.
fn said(draft: &str) -> Vec<(String, Severity)> {
    let findings = check(draft, &Input::default(), &Catalog::builtin()).findings;
    findings
        .into_iter()
        .filter(|found| ["name-mismatch", "greeting-no-name"].contains(&found.code.as_ref()))
        .map(|found| (found.code.into_owned(), found.severity))
        .collect()
}

/// A reply to a mail that ends with these lines.
fn reply(greeting: &str, mail: &str) -> String {
    let quoted = mail.replace('\n', "\n> ");
    format!("{greeting}{BODY}> {quoted}\n")
}

/// A reply to somebody whom the line above the quote names.
fn reply_to(greeting: &str, writer: &str) -> String {
    format!(
        "{greeting}{BODY}On Tue, 4 Mar 2025 at 10:02, {writer} wrote:\n> Please look into it.\n"
    )
}

#[test]
fn a_name_that_may_be_theirs_is_left_alone() {
    for (greeting, mail) in [
        ("Hi Maria,", "Please help.\n\nMARIA RUIZ"),
        ("Hi Maria,", "please help\n\nmaria"),
        ("Hi bell,", "please help.\n\nBest,\nbell hooks"),
        ("Hi Maria,", "Please help.\n\nBest,\nM."),
        ("Dear Ms van der Meer,", "Please help.\n\nBest,\nSophie van der Meer"),
        ("Dear Mr. Van der Meer,", "Please help.\n\nBest,\nJan van der Meer"),
        ("Dear Mr de la Cruz,", "Please help.\n\nBest,\nJuan de la Cruz"),
        ("Hi Ana and Jon,", "Please help.\n\nThanks,\nAna and Jon"),
        ("Hi Jon,", "Please help.\n\nThanks,\nMia & Jon"),
        ("Dear Dr. Okafor,", "Please help.\n\nRegards,\nDr. Ngozi Okafor"),
        ("Dear Dr. Okafor,", "Please help.\n\nRegards,\nNgozi Okafor, PhD"),
        ("Dear Professor Lind,", "Please help.\n\nRegards,\nProf. Karin Lind"),
        ("Hi Suharto,", "Please help.\n\nRegards,\nSuharto"),
        ("Hi Ольга,", "Please help.\n\nThanks,\nОльга"),
        ("Hi Olga,", "Please help.\n\nThanks,\nОльга"),
        ("Dear Tanaka-san,", "Please help.\n\nThanks,\n田中健二"),
        ("田中様,", "Please help.\n\nThanks,\n田中健二"),
        ("Hi Wei,", "Please help.\n\nThanks,\nZhang Wei"),
        ("Dear Mr. Zhang,", "Please help.\n\nThanks,\nZhang Wei"),
        ("Hi Katalin,", "Please help.\n\nThanks,\nKovács Katalin"),
        ("Hi Kenji-san,", "Please help.\n\nThanks,\nKenji Tanaka"),
        ("Hi Maria,", "My colleague Peter said “call me”.\n\nThanks,\nMaria"),
        ("Hi Maria,", "Please help.\n\nMaria\n\nSent from my phone"),
        ("Hi Maria,", "Please help.\n\nRegards,\nMaria Ruiz\nHead of Sales\nAcme Ltd."),
        ("Hi Jean-Luc,", "Please help.\n\nJean-Luc Picot"),
        ("Hi Jean,", "Please help.\n\nJean-Luc Picot"),
        ("Hi Francois,", "Please help.\n\nFrançois"),
        ("Hi Lukasz,", "Please help.\n\nŁukasz"),
        ("Hi Isik,", "Please help.\n\nIşık"),
        ("Hi Mary Ann,", "Please help.\n\nMary Ann Smith"),
        ("Hello Ruiz,", "Please help.\n\nMaria Ruiz"),
        ("Hi all,", "Please help.\n\nRobert Hill"),
        ("Hi Acme team,", "Please help.\n\nRobert Hill"),
        ("Dear folks at Acme,", "Please help.\n\nRobert Hill"),
        ("Hello,", "It fails.\n\nBest,\nThe Acme Team"),
        ("Hello,", "It fails.\n\nUrgent"),
        ("Hello,", "It fails in\n\nBratwurst"),
        ("Hello,", "Hi, I'm Spanish and it fails."),
        ("Hello,", "Screenshot here. It fails."),
        ("Hello,", "I'm FURIOUS with you. It fails."),
        ("Hello,", "I'm Disappointed. It fails."),
    ] {
        assert_eq!(said(&reply(greeting, mail)), [], "{greeting} {mail:?}");
    }
}

#[test]
fn a_short_form_is_no_mistake() {
    for (greeting, signed) in [
        ("Hi Bob,", "Robert Hill"),
        ("Hi Robert,", "Bob"),
        ("Hi Liz,", "Elizabeth Crown"),
        ("Hi Bill,", "William Oak"),
        ("Hi Peggy,", "Margaret Oak"),
        ("Hi Sasha,", "Alexander Petrov"),
        ("Hi Kate,", "Katharina Vogel"),
        ("Hi Chuck,", "Charles Fox"),
        ("Hi Ted,", "Edward Fox"),
        ("Hi Manu,", "Manuel Fox"),
        ("Hi Toni,", "Antonia Fox"),
        ("Hi Kasia,", "Katarzyna Nowak"),
        ("Hi Nacho,", "Ignacio Vega"),
    ] {
        assert_eq!(said(&reply(greeting, &format!("Please.\n\nBest,\n{signed}"))), [], "{signed}");
    }
}

#[test]
fn words_that_are_names_are_names_under_a_mail() {
    for name in ["Will", "Mark", "May", "Hope", "Grace", "Art", "Bill", "Rich", "Sunny"] {
        let mail = format!("Please help.\n\nThanks,\n{name}");
        assert_eq!(said(&reply(&format!("Hi {name},"), &mail)), [], "{name}");
        let missing = [("greeting-no-name".to_owned(), Severity::Information)];
        assert_eq!(said(&reply("Hi,", &mail)), missing, "{name}");
    }
}

#[test]
fn somebody_elses_name_is_an_error() {
    for (greeting, mail) in [
        ("Hi Peter,", "Please help.\n\nBest,\nMaria Ruiz"),
        ("Hi Maira,", "Please help.\n\nBest,\nMaria Ruiz"),
        ("Hi Ana,", "Please help.\n\nBest,\nMaria Ruiz"),
        ("Dear Mrs Ruis,", "Please help.\n\nBest,\nMaria Ruiz"),
        ("Hi Steven,", "Please help.\n\nBest,\nStephen"),
    ] {
        let wrong = [("name-mismatch".to_owned(), Severity::Error)];
        assert_eq!(said(&reply(greeting, mail)), wrong, "{greeting} {mail:?}");
    }
}

#[test]
fn where_the_name_is_not_sure_it_is_said_mildly() {
    for (draft, severity) in [
        (reply_to("Hi Peter,", "Maria Ruiz <m@x.org>"), Severity::Information),
        (reply("Hi Peter,", "Please help.\n\nBratwurst"), Severity::Information),
        (reply("Hi Zonzo,", "Please help.\n\nBest,\nMaria"), Severity::Information),
        (reply("Hi Ken,", "Please help.\n\nBest,\nKenji"), Severity::Hint),
    ] {
        assert_eq!(said(&draft), [("name-mismatch".to_owned(), severity)], "{draft}");
    }
}

#[test]
fn a_name_is_found_where_people_leave_it() {
    for mail in [
        "It fails.\n\n- Kenji",
        "It fails.\n\n~ Kenji ~",
        "It fails.\n\n-- \nKenji Tanaka\nHead of Lamps",
        "Please fix it, thanks! Kenji",
        "It fails.\nThx, Kenji",
        "Kenji here. It fails.",
        "It's Kenji from Acme. It fails.",
        "Hi, I'm Kenji and it fails.",
        "It fails, please help\n\nKenji",
    ] {
        let missing = [("greeting-no-name".to_owned(), Severity::Information)];
        assert_eq!(said(&reply("Hello,", mail)), missing, "{mail:?}");
    }
}

#[test]
fn roles_forwarders_and_older_mails_name_nobody_else() {
    for (greeting, writer) in [
        ("Hello,", "ACME Accounts Payable <billing@acme.test>"),
        ("Hi Jo,", "Jo Park on behalf of Maria Ruiz <jo@x.org>"),
        ("Hi Maria,", "\"RUIZ, Maria\" <m@x.org>"),
    ] {
        assert_eq!(said(&reply_to(greeting, writer)), [], "{greeting} {writer}");
    }
    let outlook = "-----Original Message-----\nFrom: Maria Ruiz <m@x.org>\nSent: Tuesday, 4 March \
                   2025 10:02\nTo: Support\nSubject: Help\n\nIt fails.\n";
    assert_eq!(said(&format!("Hi Maria,{BODY}{outlook}")), []);
    assert_eq!(said(&format!("Hi Peter,{BODY}{outlook}")).len(), 1);
    let older = "Please see below.\n\nMaria\n\nOn Mon, 3 Mar 2025 at 10:02, Peter Pan <p@x.org> \
                 wrote:\n> Help.\n> Peter";
    assert_eq!(said(&reply("Hi Maria,", older)), []);
    let own = "On Tue, 4 Mar 2025 at 10:02, Ana <ana@us.test> wrote:\n> Hi Maria,\n> try this.\n> \
               Ana\n>\n> On Mon, 3 Mar 2025, Maria wrote:\n>> Help.\n>> Maria\n";
    assert_eq!(said(&format!("Hi Maria,{BODY}{own}")), []);
}
