//! The links of a reply: `[text](url)`, `<url>`, `[text][1]`, images and bare addresses.
//!
//! They are noted down where words are read, so they cost nothing in a text without any. What stands in code is
//! no link of the writer's. Mail addresses are none either: they lead to a person and to no page.

use super::inline::Inline;
use crate::text::Span;

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LinkKind {
    /// `[text](url)`, `[text][1]`.
    Titled,
    /// `<url>`.
    Angle,
    /// The address itself, with its scheme or with `www.`.
    Bare,
    /// An address without a scheme: `example.com/help`.
    Host,
    /// `![text](url)`.
    Image,
    /// A share of a network: `\\server\share\guide.pdf`.
    Share,
}

/// A link in own text.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// All of it, brackets included.
    pub span: Span,
    /// The words that show it, where they are not the address.
    pub text: Option<Span>,
    /// Where it leads, as it is written there.
    pub target: Box<str>,
    /// How it is written.
    pub kind: LinkKind,
    /// Whether a placeholder or a blank stands in it, so that the address is not known yet.
    pub open: bool,
}

impl Link {
    pub(super) fn new(span: Span, target: &str, kind: LinkKind, inlines: &[Inline]) -> Self {
        let next = inlines.partition_point(|inline| inline.span.end <= span.start);
        let open = inlines.get(next).is_some_and(|inline| inline.span.start < span.end);
        Self { span, text: None, target: target.into(), kind, open }
    }

    /// Whether a reader who follows it comes to a page or a file, and not to a picture or a mail.
    #[must_use]
    pub(crate) fn is_page(&self) -> bool {
        let mail = self.target.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("mailto:"));
        self.kind != LinkKind::Image && !mail
    }

    /// The parts of its address.
    #[must_use]
    pub(crate) fn url(&self) -> Url<'_> {
        Url::of(&self.target)
    }
}

/// The parts of an address. What is missing is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Url<'u> {
    /// `https`, as it is written.
    pub scheme: &'u str,
    /// `docs.example.com`, without name and port.
    pub host: &'u str,
    /// From its first slash to what follows.
    pub path: &'u str,
    /// Behind the question mark.
    pub query: &'u str,
    /// Behind the number sign.
    pub fragment: &'u str,
}

impl<'u> Url<'u> {
    /// Takes an address apart, whatever is missing in it.
    #[must_use]
    pub(crate) fn of(address: &'u str) -> Self {
        let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (scheme, rest) = rest.split_once("://").unwrap_or(("", rest));
        // `\\server\share` is a host and a path too.
        let rest = rest.strip_prefix("\\\\").unwrap_or(rest);
        let end = rest.find(['/', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let named = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let host = match named.strip_prefix('[') {
            Some(inner) => inner.split_once(']').map_or(inner, |(host, _)| host),
            None => named.split_once(':').map_or(named, |(host, _)| host),
        };
        Self { scheme, host, path, query, fragment }
    }

    /// The steps of the path, without empty ones.
    pub(crate) fn steps(&self) -> impl DoubleEndedIterator<Item = &'u str> {
        self.path.split(['/', '\\']).filter(|step| !step.is_empty())
    }

    /// Whether it is the page of the other address, whatever the scheme, `www.` and a last slash.
    #[must_use]
    pub(crate) fn leads_to(&self, other: &Url<'_>) -> bool {
        bare_host(self.host).eq_ignore_ascii_case(bare_host(other.host))
            && self.steps().eq(other.steps())
            && self.query == other.query
            && (other.fragment.is_empty() || self.fragment == other.fragment)
    }

    /// Whether the host is `domain` or lies in it.
    #[must_use]
    pub(crate) fn is_in(&self, domain: &str) -> bool {
        let host = self.host.trim_end_matches('.');
        let domain = domain.trim_start_matches("*.").trim_matches('.');
        let Some(head) = host.len().checked_sub(domain.len()) else { return false };
        let tail = host.get(head..).is_some_and(|tail| tail.eq_ignore_ascii_case(domain));
        !domain.is_empty() && tail && (head == 0 || host[..head].ends_with('.'))
    }
}

fn bare_host(host: &str) -> &str {
    match host.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("www.") => &host[4..],
        _ => host,
    }
}

/// The ends of addresses that people write without a scheme. Others, such as `.py` and `.md`, are those of files
/// as well, and a file is no page.
const ENDS: [&str; 46] = [
    "com", "org", "net", "edu", "gov", "io", "dev", "app", "co", "info", "biz", "me", "uk", "de",
    "fr", "es", "it", "nl", "eu", "ch", "at", "ca", "au", "nz", "jp", "br", "se", "no", "dk", "fi",
    "pl", "pt", "be", "ie", "us", "in", "tv", "xyz", "shop", "store", "blog", "online", "site",
    "cloud", "help", "test",
];

/// Where an address without a scheme ends that begins with the word `text[word]`, which has a dot inside;
/// `None` where the word is no host. `end` is where the text ends.
pub(super) fn host_end(text: &str, word: Span, end: usize) -> Option<usize> {
    let host = word.of(text);
    let (head, last) = host.rsplit_once('.')?;
    let plain = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let number = last.bytes().all(|b| b.is_ascii_digit());
    let rest = &text[word.end..end];
    let port =
        rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // Four numbers are a version as well, unless a port or a path follows.
    let is_host = if number {
        host.split('.').count() == 4
            && host.split('.').all(|part| part.parse::<u8>().is_ok())
            && (port || rest.starts_with('/'))
    } else {
        head.split('.').all(plain)
            && ENDS.iter().any(|known| last.eq_ignore_ascii_case(known))
            // "System.IO" and "Node.In" are names of code.
            && last.bytes().all(|b| b.is_ascii_lowercase())
    };
    is_host.then(|| word.end + tail(rest, port))
}

/// The length of the port and path with which `rest` begins.
pub(super) fn tail(rest: &str, port: bool) -> usize {
    let digits = match port {
        true => 1 + rest[1..].bytes().take_while(u8::is_ascii_digit).count(),
        false => 0,
    };
    if !rest[digits..].starts_with('/') {
        return digits;
    }
    let stop = rest[digits..]
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '`' | ')' | ']'))
        .map_or(rest.len(), |n| n + digits);
    rest[..stop].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_', '’']).len()
}

/// Where a share of a network ends that begins at `at`: `\\server\share`.
pub(super) fn share_end(text: &str, at: usize, end: usize) -> Option<usize> {
    let rest = text[at..end].strip_prefix("\\\\")?;
    let host = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.')))?;
    let share = rest[host..].strip_prefix('\\')?;
    let named = host > 0 && share.starts_with(|c: char| c.is_ascii_alphanumeric());
    let length = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '`' | ')'))
        .unwrap_or(rest.len());
    named.then(|| at + 2 + rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?']).len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::document::Kind;
    use crate::draft::Draft;
    use crate::input::Input;

    /// What is linked in a text of that kind: the text that shows, if any, and the target.
    fn links(text: &str, kind: Kind) -> Vec<(LinkKind, String, String)> {
        let catalog = Catalog::builtin();
        let input = Input { kind, ..Input::default() };
        let draft = Draft::read(text, &input, &catalog);
        let links = draft.document.links.iter().map(|link| {
            let shown = link.text.map_or(String::new(), |shown| shown.of(text).to_owned());
            (link.kind, shown, link.target.to_string())
        });
        links.collect()
    }

    fn targets(text: &str, kind: Kind) -> Vec<String> {
        links(text, kind).into_iter().map(|(.., target)| target).collect()
    }

    #[test]
    fn each_way_to_write_a_link_is_known() {
        use LinkKind::{Angle, Bare, Host, Image, Share, Titled};
        for (text, kind, shown, target) in [
            (
                "See [the guide](https://example.com/a).",
                Titled,
                "the guide",
                "https://example.com/a",
            ),
            ("See [**the** guide](https://x.org/a).", Titled, "the** guide", "https://x.org/a"),
            ("See [the guide][1].\n\n[1]: https://x.org/a", Titled, "the guide", "https://x.org/a"),
            ("See <https://x.org/a>.", Angle, "", "https://x.org/a"),
            ("See https://x.org/a.", Bare, "", "https://x.org/a"),
            ("It works (see https://x.org/a).", Bare, "", "https://x.org/a"),
            ("See https://x.org/a_(b).", Bare, "", "https://x.org/a_(b)"),
            ("See www.example.com, please.", Bare, "", "www.example.com"),
            ("See example.com/help/a.", Host, "", "example.com/help/a"),
            ("It is on example.com.", Host, "", "example.com"),
            ("Open 192.168.0.1:8080/x now.", Host, "", "192.168.0.1:8080/x"),
            ("Open localhost:3000/x now.", Host, "", "localhost:3000/x"),
            ("Look: ![a plug](plug.png)", Image, "", "plug.png"),
            (r"It is \\files\team\guide.pdf.", Share, "", r"\\files\team\guide.pdf"),
            ("Open file:///tmp/guide.pdf now.", Bare, "", "file:///tmp/guide.pdf"),
        ] {
            let wanted = (kind, shown.to_owned(), target.to_owned());
            assert_eq!(links(text, Kind::Markdown), [wanted], "{text}");
        }
    }

    #[test]
    fn plain_text_has_addresses_and_no_markup() {
        for kind in [Kind::Plain, Kind::Mail] {
            assert_eq!(
                targets("See https://x.org/a, or <https://x.org/b>.", kind),
                ["https://x.org/a", "https://x.org/b"]
            );
            assert_eq!(
                targets(r"You will find it in \\files\team\a.pdf.", kind),
                [r"\\files\team\a.pdf"]
            );
        }
    }

    #[test]
    fn what_is_no_link_is_none() {
        for text in [
            "Write to help@example.com or <help@example.com>.",
            "Run `curl http://localhost:3000` first.",
            "Open config.yml and main.py in version 3.8.1.",
            "It runs on 10.2.0.1 since May.",
            "It is in System.IO, e.g. here.",
            "> See https://example.com/a",
        ] {
            assert_eq!(targets(text, Kind::Markdown), [""; 0], "{text}");
        }
    }

    #[test]
    fn an_address_has_parts() {
        let url = Url::of("https://ana@docs.example.com:8080/a/b/?q=1#top");
        assert_eq!((url.scheme, url.host, url.path), ("https", "docs.example.com", "/a/b/"));
        assert_eq!((url.query, url.fragment), ("q=1", "top"));
        assert_eq!(Url::of("http://[::1]:80/a").host, "::1");
        assert_eq!(Url::of("example.com").host, "example.com");
        assert!(url.is_in("example.com") && !url.is_in("ample.com") && !url.is_in(""));
        let same = |a: &str, b: &str| Url::of(a).leads_to(&Url::of(b));
        assert!(same("http://www.example.com/a/", "https://example.com/a"));
        assert!(same("https://example.com/a#b", "https://example.com/a"));
        assert!(!same("https://example.com/a", "https://example.com/a#b"));
        assert!(!same("https://example.com/a", "https://example.com/b"));
    }
}
