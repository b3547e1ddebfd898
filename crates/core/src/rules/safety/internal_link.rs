use std::borrow::Cow;

use crate::document::{Link, LinkKind, Url};
use crate::finding::Severity;
use crate::rule::{CuePattern, ReplyCx, Rule, RuleMeta, Sink, cues, declare};
use crate::rules::wording;
use crate::settings::Settings;

declare! {
    /// Reports a link that only opens from inside.
    ///
    /// ## Why
    /// The customer stands before a locked door, and sees the name of what lies behind it. Your own hosts can be
    /// set under `domains`, and those that only open from inside under `internal-hosts`.
    ///
    /// ## Flagged
    /// See <|https://staging.ourdomain.test/docs|>
    /// <|http://localhost:3000/guide|> # may be their own machine: a hint
    /// <|https://acme.zendesk.com/agent/tickets/991|>
    /// <|\\fileserver\share\guide.pdf|>
    /// The form is on <|http://10.0.3.7/forms|>.
    /// Please read <|https://wiki.corp.local/returns|>.
    /// It is in <|file:///home/ana/guide.pdf|>.
    /// [S: domains=ourdomain.test] Open <|https://www.ourdomain.test/wp-admin/post.php?post=3|>.
    /// [S: domains=ourdomain.test] It is on <|https://dev.ourdomain.test/new|>.
    /// [S: internal-hosts=intra.test] The rules: <|https://hr.intra.test/rules|>
    /// I've noted it in <|https://acme.freshdesk.com/a/tickets/12|>.
    /// You can read it [<|here|>](https://docs.google.com/document/d/1a2b/edit). # may be shared: a hint
    ///
    /// ## Clean
    /// `curl http://localhost:3000`
    /// https://ourdomain.test/docs
    /// Open your-site.org/wp-admin and click Updates.
    /// https://customer.org/admin is your own page.
    /// Open http://192.168.1.1 in your browser: that is your router.
    /// [Q: My copy is on https://staging.shop.test, is it ok?] I opened https://staging.shop.test and it is fine.
    /// Your staging site https://staging.shop.test is ready.
    /// [S: domains=ourdomain.test] See https://www.ourdomain.test/docs.
    /// https://example.com/help/agent/tickets-explained
    /// Open http://localhost/shop in the browser of your computer.
    /// The ticket is public: https://github.com/acme/shop/issues/3
    pub InternalLink {
        code: "internal-link", family: Safety, since: "0.1.0", severity: Warning,
        reads: [Salutation, Body, Farewell], fix: None, rank: 60
    }
}

cues! {
    enum Cue { Theirs }
    // The reader's own machine or network, on which the address does open.
    en: Theirs = "(your|browser|router|modem|device|computer|machine|network|server|local|locally|localhost|port|install|installed|raspberry|proxy|camera|printer)",
}

/// The first part of hosts that are not for customers.
const INSIDE: [&str; 12] = [
    "staging", "stage", "stg", "dev", "test", "testing", "qa", "uat", "preprod", "admin",
    "intranet", "internal",
];
/// Of these one can tell without knowing whose host it is.
const SURELY_INSIDE: [&str; 6] = ["staging", "stg", "uat", "preprod", "intranet", "internal"];
/// The ends of hosts that no public name server knows.
const NOWHERE: [&str; 6] = [".local", ".internal", ".lan", ".corp", ".intranet", ".home.arpa"];
/// How the pages of help desks begin that only agents see, by host.
const DESKS: [(&str, &[&str]); 8] = [
    ("zendesk.com", &["agent"]),
    ("freshdesk.com", &["a"]),
    ("freshdesk.com", &["helpdesk"]),
    ("secure.helpscout.net", &["conversation"]),
    ("app.intercom.com", &["a"]),
    ("app.frontapp.com", &["open"]),
    ("lightning.force.com", &["lightning"]),
    ("desk.zoho.com", &["agent"]),
];
/// Tools in which a page is shared or not, and the address does not tell.
const SHARED: [&str; 5] =
    ["docs.google.com", "drive.google.com", "notion.so", "sharepoint.com", "atlassian.net"];

/// What an address shows of where it opens.
enum Inside {
    /// Only from inside, whoever asks.
    Surely(&'static str),
    /// On the machine or in the network of whoever opens it.
    Near(&'static str),
    /// From inside of whoever has the copy, which may be the customer.
    Copy(&'static str),
    /// For those with whom it is shared.
    Shared,
}

impl Rule for InternalLink {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn cues(&self) -> Cow<'_, [CuePattern]> {
        Cow::Borrowed(CUES)
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        for link in draft.links(META.reads.as_ref()).filter(|link| link.is_page() && !link.open) {
            let url = link.url();
            let Some(inside) = inside(link, &url, &cx.input.settings) else { continue };
            // They wrote it themselves, so they know where it opens.
            let theirs = !url.host.is_empty() && draft.message.text.contains(url.host);
            let sentence = draft.sentence_index(link.span.start);
            let own_machine = cx.cues_in(sentence).any(|hit| Cue::of(&hit) == Cue::Theirs);
            let why = match inside {
                _ if theirs => continue,
                // A bare address of a machine is a setting more often than a link.
                Inside::Near(_) if own_machine || link.kind == LinkKind::Host => continue,
                Inside::Copy(_) if own_machine => continue,
                Inside::Surely(why) | Inside::Near(why) | Inside::Copy(why) => why,
                Inside::Shared => "it opens for those with whom it is shared",
            };
            let span = link.text.unwrap_or(link.span);
            let said = wording::on_one_line(span.of(draft.text()));
            let mut finding = META
                .finding(span, format!("“{said}” only opens from inside. Is there a public page?"));
            finding.help = format!("They cannot follow you there: {why}.").into();
            if matches!(inside, Inside::Near(_)) {
                finding.severity = Severity::Hint;
                finding.notes.push("said more softly because it may be their own machine".into());
            } else if matches!(inside, Inside::Shared) {
                finding.message = format!("“{said}”: can they open it without your account?");
                finding.severity = Severity::Hint;
                finding.notes.push("said more softly because it may be shared with them".into());
            }
            out.push(finding);
        }
    }
}

fn inside(link: &Link, url: &Url<'_>, settings: &Settings) -> Option<Inside> {
    if link.kind == LinkKind::Share || url.scheme.eq_ignore_ascii_case("smb") {
        return Some(Inside::Surely("it is a folder in your network"));
    }
    if url.scheme.eq_ignore_ascii_case("file") {
        return Some(Inside::Surely("it is a file on your computer"));
    }
    let host = url.host.to_ascii_lowercase();
    if settings.internal_hosts.iter().any(|inside| url.is_in(inside)) {
        return Some(Inside::Surely("your settings name it as a host for your team alone"));
    }
    if is_private(&host) {
        return Some(Inside::Near("it leads to the machine or the network of whoever opens it"));
    }
    if NOWHERE.iter().any(|end| host.ends_with(end)) {
        return Some(Inside::Near("it has a name that only your network knows"));
    }
    let mut steps = url.steps();
    let first = steps.next().unwrap_or("");
    let further = steps.next().is_some();
    if further && DESKS.iter().any(|(desk, path)| path.contains(&first) && url.is_in(desk)) {
        return Some(Inside::Surely("it is the page of your help desk that only agents see"));
    }
    let label = host.split('.').next().unwrap_or("");
    let own = settings.domains.iter().any(|domain| url.is_in(domain))
        || settings.links.values().any(|link| {
            let known = Url::of(&link.url).host;
            !known.is_empty() && url.is_in(known.trim_start_matches("www."))
        });
    let copy = "it is a copy to try things out on, or a tool of your team";
    if own && INSIDE.contains(&label) {
        return Some(Inside::Surely(copy));
    }
    if SURELY_INSIDE.contains(&label) && host.matches('.').count() >= 2 {
        return Some(Inside::Copy(copy));
    }
    if own && matches!(first, "wp-admin" | "admin" | "administrator" | "backend") {
        return Some(Inside::Surely("it asks for a login of your team"));
    }
    let shared = || SHARED.iter().any(|tool| url.is_in(tool));
    (url.path.contains("/edit") && !url.query.contains("sharing") && shared())
        .then_some(Inside::Shared)
}

/// Whether the host is this computer, or an address that is used inside of networks only.
fn is_private(host: &str) -> bool {
    if host == "localhost" || host == "::1" {
        return true;
    }
    let mut parts = host.split('.').map(str::parse::<u8>);
    match [parts.next(), parts.next(), parts.next(), parts.next()] {
        [Some(Ok(first)), Some(Ok(second)), Some(Ok(_)), Some(Ok(_))] => {
            matches!(
                (first, second),
                (127 | 10, _) | (192, 168) | (172, 16..=31) | (169, 254) | (0, 0)
            )
        }
        _ => false,
    }
}
