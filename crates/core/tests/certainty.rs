//! What the certainty rules say of whole sentences, in the middle of a reply.

use std::sync::LazyLock;

use aplomb_core::{Catalog, Input, Severity, apply, check};

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::builtin);

/// The gravest severity for a sentence, and the sentence as its first fix leaves it.
fn read(sentence: &str) -> (Option<Severity>, String) {
    let before = "Hi Ana,\n\nThank you for the log.\n\n";
    let text = format!("{before}{sentence}\n\nBest wishes,\nJo\n");
    let report = check(&text, &Input::default(), &CATALOG);
    let worst = report.findings.iter().max_by_key(|finding| finding.severity);
    let Some(worst) = worst else { return (None, String::new()) };
    let first = worst.fixes.iter().find(|fix| fix.title.starts_with("I checked"));
    let fixed = first.map_or(String::new(), |fix| {
        let fixed = apply(&text, &fix.edits);
        let body = fixed.strip_prefix(before).unwrap_or(&fixed);
        body.split("\n\nBest").next().unwrap_or(body).to_owned()
    });
    (Some(worst.severity), fixed)
}

#[test]
fn a_result_or_a_forecast_of_ones_own_is_marked_and_can_be_stated() {
    for (sentence, severity, fixed) in [
        (
            "Your refund should be with you in three to five business days.",
            Severity::Warning,
            "Your refund will be with you in three to five business days.",
        ),
        (
            "The export should no longer time out.",
            Severity::Warning,
            "The export no longer times out.",
        ),
        (
            "You should now be subscribed to the list.",
            Severity::Warning,
            "You're now subscribed to the list.",
        ),
        (
            "Your package should have left our warehouse already.",
            Severity::Warning,
            "Your package has left our warehouse already.",
        ),
        (
            "Your refund should have gone out on Monday.",
            Severity::Warning,
            "Your refund went out on Monday.",
        ),
        (
            "You should have been refunded on Monday.",
            Severity::Warning,
            "You were refunded on Monday.",
        ),
        (
            "I've fixed the export. The export should work.",
            Severity::Warning,
            "I've fixed the export. The export works.",
        ),
        (
            "We don't use it much, although it should work.",
            Severity::Information,
            "We don't use it much, although it works.",
        ),
        (
            "You should have received a confirmation by now.",
            Severity::Information,
            "You have received a confirmation by now.",
        ),
        (
            "We should be able to ship it tomorrow.",
            Severity::Information,
            "We will be able to ship it tomorrow.",
        ),
        ("It should arrive by Friday.", Severity::Information, "It will arrive by Friday."),
        (
            "The invoices ought to be in your account by now.",
            Severity::Information,
            "The invoices are in your account by now.",
        ),
        ("Your fee should be waived.", Severity::Information, "Your fee is waived."),
        ("Nothing should have changed in your plan.", Severity::Information, ""),
        ("The export is fixed, I think.", Severity::Information, "The export is fixed."),
        (
            "It seems that somehow I got the old file into the archive.",
            Severity::Warning,
            "Somehow I got the old file into the archive.",
        ),
        (
            "Looks like the webhook never fired on our end.",
            Severity::Information,
            "The webhook never fired on our end.",
        ),
        (
            "I'm not 100% sure, but your plan covers it.",
            Severity::Information,
            "Your plan covers it.",
        ),
        ("I think you were charged twice.", Severity::Information, "You were charged twice."),
        (
            "I might have deleted the wrong file.",
            Severity::Information,
            "I have deleted the wrong file.",
        ),
        (
            "We aim to reply within two hours.",
            Severity::Information,
            "We will reply within two hours.",
        ),
        (
            "I hope to have an answer for you tomorrow.",
            Severity::Information,
            "I will have an answer for you tomorrow.",
        ),
        ("I promise it will be quick.", Severity::Warning, "It will be quick."),
    ] {
        let (found, rewritten) = read(sentence);
        assert_eq!(found, Some(severity), "{sentence}");
        if !fixed.is_empty() {
            assert_eq!(rewritten, fixed);
        }
    }
}

#[test]
fn advice_rules_wishes_and_what_others_know_are_left_alone() {
    for sentence in [
        "You should update to the latest version before the weekend.",
        "Refund requests should include the order number.",
        "A valid key should start with AK.",
        "The signed form should reach us by Friday.",
        "We should talk about this on Monday.",
        "It should be noted that exports are limited.",
        "I've refunded the fee. The form should be sent to the school office.",
        "I've refunded the fee. That should answer your question.",
        "The refund should have gone out on 3 March. It did not.",
        "You should have got the mail, but it bounced.",
        "The airline should be able to help you with the bag.",
        "You shouldn't have to pay for our mistake.",
        "May I ask which browser you use?",
        "I may have found your parcel, and I'll call the depot at noon.",
        "That's a must have for shops.",
        "The order must be signed by the recipient.",
        "You must be tired of waiting.",
        "I think the blue one would suit your kitchen.",
        "It looks like rain.",
        "Your idea seems great.",
        "The button seems small on phones; I passed that on.",
        "I hope you had a good weekend.",
        "I hope to see you at the meetup.",
        "We plan to move our office in May.",
        "I'll try the other door.",
        "We're trying to reach the carrier; I'll write by four.",
        "We usually reply within a day.",
        "We'll never ask you for your PIN.",
        "I promise to call you back on Friday.",
        "Your order will be shipped tomorrow.",
        "I guess you've had enough of us by now.",
        "I'm not sure which order you mean. Could you send me its number?",
        "If the light should turn red, unplug it.",
        "Here is how the page should look.",
    ] {
        assert_eq!(read(sentence).0, None, "{sentence}");
    }
}

#[test]
fn what_follows_from_a_step_or_belongs_to_others_is_no_more_than_a_hint() {
    for sentence in [
        "Clear the cache. The page should load again.",
        "Click Save, and you should see a green tick.",
        "As far as I know, the bridge is closed on Sundays.",
        "It could take up to 48 hours, depending on your bank.",
        "The most likely cause is the firewall; I'm testing that now.",
    ] {
        assert_eq!(read(sentence).0, Some(Severity::Hint), "{sentence}");
    }
}
