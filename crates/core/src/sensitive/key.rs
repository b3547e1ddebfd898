//! Keys that their issuers gave a shape of their own, so that they can be found.

use super::measure::{has_checksum, is_drawn, variety};
use super::{SHORTEST_KEY, Secret, SecretKind};
use crate::text::Span;

/// What may stand in the body of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    /// Letters and digits.
    Alnum,
    /// Letters, digits and `_`.
    Word,
    /// Letters, digits, `_` and `-`.
    Url,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// Capitals and digits.
    Upper,
    /// Hexadecimal digits.
    Hex,
    /// Base 64 with `+`, `/` and `=`.
    Base64,
}

impl Body {
    const fn has(self, byte: u8) -> bool {
        let alnum = byte.is_ascii_alphanumeric();
        match self {
            Self::Alnum => alnum,
            Self::Word => alnum || byte == b'_',
            Self::Url => alnum || matches!(byte, b'_' | b'-'),
            Self::Dotted => alnum || matches!(byte, b'_' | b'-' | b'.'),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Base64 => alnum || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

/// What is asked of a body besides its characters and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Test {
    /// It looks drawn by chance.
    Drawn,
    /// As `Drawn`; where its checksum does not hold, it may be made up.
    Checksum,
    /// As `Drawn`, with capitals and digits: what else begins so is a name.
    Mixed,
    /// As `Drawn`; it opens a place for tests only.
    ForTests,
    /// As `Drawn`; it says whose account it is and opens nothing alone.
    NameOnly,
}

const MADE_UP: &str = "its checksum does not hold, so it may be made up";
const FOR_TESTS: &str = "it opens a place for tests only";
const NAME_ONLY: &str = "it names the account and opens nothing alone";

/// A shape: what stands at its head, and what follows.
struct Shape {
    head: &'static str,
    /// What to call it.
    name: &'static str,
    body: Body,
    /// Fewest and most characters of the body.
    length: (usize, usize),
    test: Test,
}

const fn shape(
    head: &'static str,
    name: &'static str,
    body: Body,
    fewest: usize,
    most: usize,
    test: Test,
) -> Shape {
    Shape { head, name, body, length: (fewest, most), test }
}

/// Bodies without an end of their own are read so far.
const OPEN: usize = 400;

/// All shapes. Longer heads stand before their own beginnings.
///
/// Keys that are meant to be seen (`pk_live_…`, `sitekey`) are not among them.
static SHAPES: &[Shape] = {
    use Body::{Alnum, Base64, Dotted, Hex, Upper, Url, Word};
    use Test::{Checksum, Drawn, ForTests, Mixed, NameOnly};
    &[
        shape("sk_live_", "Stripe secret key", Word, 16, OPEN, Drawn),
        shape("rk_live_", "Stripe restricted key", Word, 16, OPEN, Drawn),
        shape("sk_test_", "Stripe test key", Word, 16, OPEN, ForTests),
        shape("rk_test_", "Stripe test key", Word, 16, OPEN, ForTests),
        shape("whsec_", "webhook signing secret", Base64, 24, 100, Drawn),
        shape("AKIA", "AWS access key", Upper, 16, 16, Drawn),
        shape("ASIA", "AWS access key", Upper, 16, 16, Drawn),
        shape("ghp_", "GitHub token", Alnum, 36, 36, Checksum),
        shape("gho_", "GitHub token", Alnum, 36, 36, Checksum),
        shape("ghu_", "GitHub token", Alnum, 36, 36, Checksum),
        shape("ghs_", "GitHub token", Alnum, 36, 36, Checksum),
        shape("ghr_", "GitHub token", Alnum, 36, 80, Drawn),
        shape("github_pat_", "GitHub token", Word, 40, 100, Drawn),
        shape("glpat-", "GitLab token", Dotted, 18, 60, Drawn),
        shape("gldt-", "GitLab deploy token", Url, 18, 60, Drawn),
        shape("glrt-", "GitLab runner token", Dotted, 18, 60, Drawn),
        shape("glptt-", "GitLab trigger token", Url, 36, 60, Drawn),
        shape("xoxb-", "Slack token", Url, 20, 200, Drawn),
        shape("xoxp-", "Slack token", Url, 20, 200, Drawn),
        shape("xoxa-", "Slack token", Url, 16, 200, Drawn),
        shape("xoxr-", "Slack token", Url, 16, 200, Drawn),
        shape("xoxs-", "Slack token", Url, 16, 200, Drawn),
        shape("xoxc-", "Slack token", Url, 20, 200, Drawn),
        shape("xoxd-", "Slack token", Url, 20, 200, Drawn),
        shape("xoxe.xoxp-", "Slack token", Url, 40, 300, Drawn),
        shape("xapp-", "Slack app token", Url, 40, 200, Drawn),
        shape("https://hooks.slack.com/services/T", "Slack webhook", Base64, 30, 80, Drawn),
        shape("AIza", "Google API key", Url, 35, 35, Drawn),
        shape("ya29.", "Google access token", Url, 20, OPEN, Drawn),
        shape("GOCSPX-", "Google client secret", Url, 24, 40, Drawn),
        shape("SK", "Twilio key", Hex, 32, 32, Drawn),
        shape("AC", "Twilio account id", Hex, 32, 32, NameOnly),
        shape("SG.", "SendGrid key", Dotted, 50, 80, Mixed),
        shape("key-", "Mailgun key", Hex, 32, 32, Drawn),
        shape("npm_", "npm token", Alnum, 36, 36, Checksum),
        shape("pypi-", "PyPI token", Url, 50, OPEN, Drawn),
        shape("shpat_", "Shopify token", Hex, 32, 32, Drawn),
        shape("shpca_", "Shopify token", Hex, 32, 32, Drawn),
        shape("shppa_", "Shopify token", Hex, 32, 32, Drawn),
        shape("shpss_", "Shopify shared secret", Hex, 32, 32, Drawn),
        shape("sq0atp-", "Square token", Url, 22, 22, Drawn),
        shape("sq0csp-", "Square secret", Url, 43, 43, Drawn),
        shape("sk-ant-", "Anthropic key", Url, 20, 200, Drawn),
        shape("sk-proj-", "OpenAI key", Url, 20, 250, Drawn),
        shape("sk-svcacct-", "OpenAI key", Url, 20, 250, Drawn),
        shape("sk-or-v1-", "OpenRouter key", Hex, 64, 64, Drawn),
        shape("sk-", "OpenAI key", Alnum, 32, 64, Drawn),
        shape("hf_", "Hugging Face token", Alnum, 30, 40, Mixed),
        shape("dop_v1_", "DigitalOcean token", Hex, 64, 64, Drawn),
        shape("doo_v1_", "DigitalOcean token", Hex, 64, 64, Drawn),
        shape("dor_v1_", "DigitalOcean token", Hex, 64, 64, Drawn),
        shape("AccountKey=", "Azure storage key", Base64, 86, 88, Drawn),
        shape("SharedAccessKey=", "Azure access key", Base64, 43, 44, Drawn),
        shape("HRKU-", "Heroku key", Url, 36, 80, Drawn),
        shape("NRAK-", "New Relic key", Upper, 27, 27, Drawn),
        shape("lin_api_", "Linear key", Alnum, 40, 40, Drawn),
        shape("ntn_", "Notion token", Alnum, 40, 60, Drawn),
        shape("secret_", "Notion token", Alnum, 43, 43, Mixed),
        shape("ATATT3", "Atlassian token", Base64, 60, OPEN, Drawn),
        shape("dp.pt.", "Doppler token", Alnum, 40, 48, Drawn),
        shape("pscale_tkn_", "PlanetScale token", Dotted, 32, 64, Drawn),
        shape("PMAK-", "Postman key", Url, 50, 70, Drawn),
        shape("hvs.", "Vault token", Url, 24, 200, Mixed),
        shape("glsa_", "Grafana token", Word, 40, 50, Drawn),
        shape("sntrys_", "Sentry token", Base64, 40, OPEN, Drawn),
        shape("sbp_", "Supabase token", Hex, 40, 40, Drawn),
        shape("nfp_", "Netlify token", Alnum, 36, 40, Drawn),
        shape("rubygems_", "RubyGems key", Hex, 48, 48, Drawn),
        shape("dckr_pat_", "Docker token", Url, 24, 40, Drawn),
        shape("dapi", "Databricks token", Hex, 32, 32, Drawn),
        shape("r8_", "Replicate token", Alnum, 37, 40, Mixed),
        shape("gsk_", "Groq key", Alnum, 50, 56, Mixed),
        shape("xai-", "xAI key", Alnum, 70, 90, Mixed),
        shape("pplx-", "Perplexity key", Alnum, 40, 60, Mixed),
        shape("tskey-", "Tailscale key", Url, 24, 80, Mixed),
        shape("AGE-SECRET-KEY-1", "age key", Upper, 58, 58, Drawn),
    ]
};

/// Keys that stand in their issuers' own manuals.
const IN_MANUALS: [&str; 3] = [
    "4eC39HqLyjWDarjtT1zdp7dc",
    "16C7e42F292c6912E7710c838347Ae178B4a",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIi",
];

/// Finds the keys in a stretch between blanks.
pub(super) fn find(text: &str, token: Span, out: &mut Vec<Secret>) {
    let bytes = text.as_bytes();
    let mut at = token.start;
    while at + SHORTEST_KEY <= token.end {
        let begins =
            bytes[at].is_ascii_alphanumeric() && (at == token.start || !is_joined(bytes[at - 1]));
        let found = begins.then(|| key_at(text, at, token)).flatten();
        match found {
            Some(secret) => {
                at = secret.span.end;
                out.push(secret);
            }
            None => at += 1,
        }
    }
}

/// Whether what follows the byte is the middle of something.
fn is_joined(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-') || byte >= 0x80
}

fn key_at(text: &str, at: usize, token: Span) -> Option<Secret> {
    let rest = &text[at..token.end];
    let found = SHAPES
        .iter()
        // Nearly all of them begin with another byte, which is cheap to see.
        .filter(|shape| rest.as_bytes()[0] == shape.head.as_bytes()[0])
        .filter(|shape| rest.starts_with(shape.head))
        .find_map(|shape| fits(rest, shape))
        .or_else(|| web_token(text, at, token))
        .or_else(|| okta(text, at, rest))
        .or_else(|| telegram(rest))
        .or_else(|| mailchimp(rest))
        .or_else(|| discord(rest));
    let (length, name, doubt) = found?;
    let key = &rest[..length];
    let public = IN_MANUALS.iter().any(|known| key.contains(known));
    let span = Span::new(at, at + length);
    (!public).then_some(Secret { span, kind: SecretKind::Key(name), doubt })
}

type Fit = (usize, &'static str, Option<&'static str>);

fn fits(rest: &str, shape: &Shape) -> Option<Fit> {
    let (fewest, most) = shape.length;
    let body = run(&rest[shape.head.len()..], shape.body, most + 1);
    // A full stop or a dash ends the sentence and not the key.
    let body = body.trim_end_matches(['.', '-']);
    let length = shape.head.len() + body.len();
    let goes_on = rest
        .as_bytes()
        .get(length)
        .is_some_and(|&byte| byte == b'_' || byte.is_ascii_alphanumeric());
    let long = body.len() >= fewest && body.len() <= most && !goes_on;
    if !long || !is_drawn(body) {
        return None;
    }
    let has = |test: fn(&u8) -> bool| body.as_bytes().iter().any(test);
    let doubt = match shape.test {
        Test::Drawn => None,
        Test::Checksum => (!has_checksum(body)).then_some(MADE_UP),
        Test::Mixed if has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit) => None,
        Test::Mixed => return None,
        Test::ForTests => Some(FOR_TESTS),
        Test::NameOnly => Some(NAME_ONLY),
    };
    Some((length, shape.name, doubt))
}

fn run(text: &str, body: Body, most: usize) -> &str {
    let length = text.bytes().take(most).take_while(|&byte| body.has(byte)).count();
    &text[..length]
}

/// A JSON web token: three parts, the first two of which begin as `{"` does in base 64.
fn web_token(text: &str, at: usize, token: Span) -> Option<Fit> {
    const MOST: usize = 4 << 10;
    let rest = &text[at..token.end];
    if !rest.starts_with("eyJ") {
        return None;
    }
    let head = run(rest, Body::Url, MOST);
    let behind = rest[head.len()..].strip_prefix('.').filter(|it| it.starts_with("eyJ"))?;
    let claims = run(behind, Body::Url, MOST);
    let sign = run(behind[claims.len()..].strip_prefix('.')?, Body::Url, MOST);
    let whole = head.len() >= 16 && claims.len() >= 16 && sign.len() >= 20;
    // A link carries its token on purpose, and for a while only.
    let in_link = || text[token.start..at].contains("://");
    let drawn = variety(sign) >= 8;
    (whole && drawn && !in_link()).then_some((
        head.len() + claims.len() + sign.len() + 2,
        "web token",
        None,
    ))
}

/// `SSWS 00…`, as it stands in the header of a request.
fn okta(text: &str, at: usize, rest: &str) -> Option<Fit> {
    if !rest.starts_with("00") || !text[..at].ends_with("SSWS ") {
        return None;
    }
    let body = run(rest, Body::Url, 43);
    let whole = (40..=42).contains(&body.len()) && is_drawn(body);
    whole.then_some((body.len(), "Okta token", None))
}

/// `123456789:AA…`
fn telegram(rest: &str) -> Option<Fit> {
    let digits = rest.bytes().take(11).take_while(u8::is_ascii_digit).count();
    let body = rest.get(digits..)?.strip_prefix(":AA")?;
    let body = run(body, Body::Url, 34);
    let whole = (8..=10).contains(&digits) && (32..=33).contains(&body.len()) && is_drawn(body);
    whole.then_some((digits + 3 + body.len(), "Telegram bot token", None))
}

/// 32 hexadecimal digits and the place of the data centre: `…-us12`.
fn mailchimp(rest: &str) -> Option<Fit> {
    let body = run(rest, Body::Hex, 33);
    let centre = rest[body.len()..].strip_prefix("-us")?;
    let digits = centre.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let whole = body.len() == 32 && (1..=2).contains(&digits) && is_drawn(body);
    whole.then_some((body.len() + 3 + digits, "Mailchimp key", None))
}

/// Three parts, the first of which is the bot's number in base 64.
fn discord(rest: &str) -> Option<Fit> {
    if !rest.starts_with(['M', 'N', 'O']) {
        return None;
    }
    let id = run(rest, Body::Alnum, 29);
    let stamp = run(rest[id.len()..].strip_prefix('.')?, Body::Url, 7);
    let sign = run(rest[id.len() + 1 + stamp.len()..].strip_prefix('.')?, Body::Url, 40);
    let whole =
        (24..=28).contains(&id.len()) && stamp.len() == 6 && (27..=38).contains(&sign.len());
    // The digits 0 to 9 in base 64 begin each group of four with M, N or O.
    let numbered = id.bytes().step_by(4).all(|byte| matches!(byte, b'M' | b'N' | b'O'));
    let length = id.len() + stamp.len() + sign.len() + 2;
    (whole && numbered && is_drawn(sign)).then_some((length, "Discord token", None))
}

/// A made-up key, for tests.
#[cfg(test)]
pub(crate) struct Sample {
    /// The key.
    pub secret: String,
    /// How it is written in a text.
    pub written: String,
}

/// A made-up key of each shape of the table: never written down, so that nobody takes one for a leak.
#[cfg(test)]
pub(crate) fn samples() -> Vec<Sample> {
    const MIXED: &str = "4fQ7bX2nT9cLw8RkZ3vMh6Jp5SgD1yNuE0aKtBxWoCiFrVqHsPzYmGeUjAl";
    const HEX: &str = "4f7b2e9c8a3d6051e4c7b9a2d8f3605b1c9e7a4d2f8b6035e1c7a9b4d2f8e603";
    let body = |body: Body, length: usize| -> String {
        let source = match body {
            Body::Hex => HEX.to_owned(),
            Body::Upper => MIXED.to_uppercase(),
            _ => MIXED.to_owned(),
        };
        source.chars().cycle().take(length).collect()
    };
    let of_shape = |shape: &Shape| {
        let length = shape.length.0.max(20).min(shape.length.1);
        format!("{}{}", shape.head, body(shape.body, length))
    };
    let mut out: Vec<String> = SHAPES.iter().map(of_shape).collect();
    out.push(format!(
        "eyJ{}.eyJ{}.{}",
        body(Body::Alnum, 30),
        body(Body::Alnum, 40),
        body(Body::Alnum, 43)
    ));
    out.push(format!("{}:AA{}", "123456789", body(Body::Alnum, 33)));
    out.push(format!("{}-us12", body(Body::Hex, 32)));
    out.push(format!("{}.{}.{}", "MTA0".repeat(6), body(Body::Alnum, 6), body(Body::Alnum, 30)));
    let mut out: Vec<_> =
        out.into_iter().map(|secret| Sample { written: secret.clone(), secret }).collect();
    let okta = format!("00{}", body(Body::Alnum, 40));
    out.push(Sample { written: format!("SSWS {okta}"), secret: okta });
    out
}
