//! Values beside a word that says what they are: `password: …`, "your API key is …".

use super::measure::{is_made_up, variety};
use super::value::{Glue, Value, value};
use super::words::{Label, SensitiveWords};
use super::{Secret, SecretKind, line_at};
use crate::text::Span;

/// A password has at least so many characters where nothing but its look tells that it is one.
const SHORTEST_PASSWORD: usize = 6;
/// A key without a shape of its own has at least so many.
const SHORTEST_KEY: usize = 20;
/// Hexadecimal digits are a key from so many on; fewer are a number of something.
const SHORTEST_HEX: usize = 32;
/// Before a label that stands first on its line there may be a word like "New".
const LONGEST_LEAD: usize = 12;
/// The word before a label is looked for in so many bytes.
const LONGEST_LABEL: usize = 48;

pub(super) fn find(text: &str, labels: &Labels, words: &SensitiveWords, out: &mut Vec<Secret>) {
    let span = Span::new(0, text.len());
    for (label, name) in labels.all() {
        let kind = match label {
            Label::Password => SecretKind::Password,
            Label::Pin => SecretKind::Pin,
            Label::Key => SecretKind::Labelled,
            Label::CardCode | Label::Identity => continue,
        };
        let Some(value) = value(text, name.end, span, words) else { continue };
        let secret = match label {
            Label::Password => is_password(text, span, name, value, words),
            Label::Pin => is_pin(text, name, value),
            _ => is_key(text, name, value, words),
        };
        if secret {
            out.push(Secret { span: value.span, kind, doubt: None });
        }
    }
}

/// The words of a text that say what stands beside them.
#[derive(Debug)]
pub(super) struct Labels(Vec<(Label, Span)>);

impl Labels {
    /// Finds the labels of a text.
    pub(super) fn read(text: &str, words: &SensitiveWords) -> Self {
        let mut found = Vec::new();
        each(text, words, |label, name| found.push((label, name)));
        Self(found)
    }

    /// All of them, in the order of their ends.
    pub(super) fn all(&self) -> impl Iterator<Item = (Label, Span)> {
        self.0.iter().copied()
    }
}

/// Whether a byte stands in words, letters beyond ASCII included: each byte of a text is asked.
const IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte: u8 = 0xff;
    while byte > 0 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte >= 0x80;
        byte -= 1;
    }
    table
};

/// Calls `found` for each label in the text.
fn each(text: &str, words: &SensitiveWords, mut found: impl FnMut(Label, Span)) {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| IS_WORD[usize::from(byte)];
    let mut start = 0;
    for word in bytes.split(|&byte| !is_word(byte)) {
        let at = start + word.len();
        start = at + 1;
        // "pin_code" and "password-protected" are other words.
        if word.is_empty()
            || bytes.get(at) == Some(&b'_')
            || bytes.get(at) == Some(&b'-') && bytes.get(at + 1).is_some_and(|&b| is_word(b))
        {
            continue;
        }
        if let Some((label, name)) = words.label(&text[..at]) {
            found(label, Span::new(at - name.len(), at));
        }
    }
}

fn is_password(text: &str, span: Span, name: Span, value: Value, words: &SensitiveWords) -> bool {
    let word = value.span.of(text);
    if is_stand_in(word) || words.is_dummy(word) || words.is_no_value(word) || in_query(text, name)
    {
        return false;
    }
    let strong = is_strong(word);
    // In code, a colon opens a block.
    if value.below && !(value.ends_line && is_first(text, span, name)) {
        return false;
    }
    let beside = || {
        let line = line_at(text, span, name.start);
        let above = text[span.start..line.start].trim_end();
        let above = line_at(text, span, span.start + above.len());
        words.is_companion(above.of(text))
            && text[line.start..name.start].trim_matches(['-', '*', '•', ' ', '\t', '_']).is_empty()
    };
    match value.glue {
        // `pass: 3/4` and `pw 12` are short words for other things, too.
        _ if name.len() < 5 && !(strong && value.glue == Glue::Sign) => false,
        Glue::Sign => strong || value.ends_line && word.len() >= 4 && beside(),
        Glue::Link => {
            let word_like = word.chars().all(char::is_alphabetic) && word.chars().count() >= 5;
            strong && (value.quoted || value.ends || is_very_strong(word))
                || value.quoted && word_like
        }
        Glue::Blank => strong && (value.quoted || is_very_strong(word)),
    }
}

/// Whether the label is the first word of its line.
fn is_first(text: &str, span: Span, name: Span) -> bool {
    let line = line_at(text, span, name.start);
    let before = &text[line.start..name.start];
    before.split_whitespace().count() <= 1
        && before.trim_matches(['-', '*', '•', ' ', '\t', '_']).len() <= LONGEST_LEAD
}

/// Whether the word stands in the place of a password: a variable, an order to the reader, a mask.
fn is_stand_in(word: &str) -> bool {
    let opens = [
        '<', '[', '{', '(', '$', '%', '*', '•', '●', '…', '.', '#', '/', '\\', '|', '&', '-', '–',
        '—', '~', '=', '+', '@', '?',
    ];
    let masked = word.chars().all(|c| !c.is_alphanumeric() || matches!(c, 'x' | 'X'));
    let masks = word.contains("***")
        || word.contains("•••")
        || word.contains("xxx")
        || word.contains("XXX");
    let mail = word.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
    });
    // `process.env.DB_PASS2`, `config.password`, `getenv(…)`
    let parts = || word.split('.');
    let path = word.contains('.')
        && parts().all(|part| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
        });
    word.starts_with(opens)
        || masked
        || masks
        || mail
        || path
        || word.contains("://")
        || word.contains(['(', '[', '<', '>', '{', '`', '“', '”', '"'])
        || variety(word) < 4
        || is_made_up_password(word)
}

/// `your_password_1`: the word "password" itself with a word beside it.
fn is_made_up_password(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["your", "example", "placeholder", "redacted", "my_", "my-", "new_", "some"]
        .iter()
        .any(|it| lower.contains(it))
        && (lower.contains("pass") || lower.contains("secret") || lower.contains("pw"))
        || is_made_up(word) && lower.contains("your")
}

/// Whether a word has what people put into a password and into no other word.
fn is_strong(word: &str) -> bool {
    let letter = word.contains(char::is_alphabetic);
    let digit = word.contains(|c: char| c.is_ascii_digit());
    let symbol = word.contains(|c: char| {
        c.is_ascii_punctuation() && !matches!(c, '-' | '\'' | '.' | '/' | '_' | ',' | ':' | '+')
    });
    // "8-character", "12-month", "3rd", "2nd": words that begin with a number.
    let counted = word.starts_with(|c: char| c.is_ascii_digit())
        && word
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .trim_start_matches(['-', '–'])
            .chars()
            .all(char::is_lowercase)
        && !word.ends_with(|c: char| c.is_ascii_digit());
    // "SHA256-hashed": what is done to it.
    let tail = word.rsplit(['-', '–']).next().unwrap_or("");
    let done = tail.len() < word.len()
        && ["ed", "able", "ive", "ing"].iter().any(|end| tail.ends_with(end))
        && tail.chars().all(|c| c.is_ascii_lowercase());
    word.chars().count() >= SHORTEST_PASSWORD && letter && (digit || symbol) && !counted && !done
}

/// Whether it is plain without a word that leads to it.
fn is_very_strong(word: &str) -> bool {
    let has = |test: fn(char) -> bool| word.contains(test);
    let symbol = has(|c| {
        c.is_ascii_punctuation() && !matches!(c, '-' | '\'' | '.' | '/' | '_' | ',' | ':' | '+')
    });
    let lower = has(char::is_lowercase);
    word.chars().count() >= 8
        && has(|c| c.is_ascii_digit())
        && lower
        && (symbol || has(char::is_uppercase))
        && variety(word) >= 6
        && !word.contains(['/', '.'])
}

fn is_pin(text: &str, name: Span, value: Value) -> bool {
    let word = value.span.of(text);
    let digits = (4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let one = variety(word) > 1 && !matches!(word, "1234" | "12345" | "123456" | "4321");
    let owned = name.of(text).bytes().all(|b| b.is_ascii_uppercase() || b >= 0x80)
        || word_before(text, name.start).eq_ignore_ascii_case("your");
    digits && one && owned && value.glue != Glue::Blank
}

fn is_key(text: &str, name: Span, value: Value, words: &SensitiveWords) -> bool {
    let key = value.span.of(text);
    let bare =
        !name.of(text).contains([' ', '_', '-']) && !name.of(text).contains(char::is_uppercase);
    // The header of a request has no sign: `Authorization: Bearer …`.
    let header =
        ["bearer", "authorization: basic"].iter().any(|it| name.of(text).eq_ignore_ascii_case(it));
    if value.glue == Glue::Blank && !header && (bare || !value.quoted) {
        return false;
    }
    if key.len() < SHORTEST_KEY
        || in_query(text, name)
        || words.is_other(word_before(text, name.start))
    {
        return false;
    }
    let allowed = |b: u8| {
        b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'_' | b'-' | b'.' | b'~')
    };
    // `ed25519.Ed25519PrivateKey` is a name.
    let named = key.contains('.')
        && key.split('.').all(|part| part.starts_with(|c: char| c.is_alphabetic()));
    if !key.bytes().all(allowed) || is_made_up(key) || named || value.below && !value.ends_line {
        return false;
    }
    let has = |test: fn(&u8) -> bool| key.as_bytes().iter().any(test);
    let (digit, upper, lower) =
        (has(u8::is_ascii_digit), has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase));
    let hex = key.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let hex_digits = key.bytes().filter(u8::is_ascii_hexdigit).count();
    if hex {
        return hex_digits >= SHORTEST_HEX && digit && (upper || lower) && variety(key) >= 8;
    }
    // Words that are joined are a name and no key.
    let spelled = key
        .split(['/', '-', '_', '.', '+'])
        .filter(|part| part.len() >= 4 && part.bytes().all(|b| b.is_ascii_lowercase()))
        .count()
        >= 2;
    let drawn = digit && lower && (upper || key.len() >= SHORTEST_HEX) && variety(key) >= 12;
    drawn && !spelled
}

/// Whether the label is a part of an address: a link carries its token on purpose.
fn in_query(text: &str, name: Span) -> bool {
    let before = text[..name.start]
        .trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
    before.ends_with(['?', '&', '#'])
}

/// The word before `at`.
fn word_before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(LONGEST_LABEL);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text[from..at].trim_end_matches([' ', '_', '-', '\t']);
    let start = before
        .rfind(|c: char| !c.is_alphanumeric() && c != '\'')
        .map_or(0, |n| n + before[n..].chars().next().map_or(1, char::len_utf8));
    &before[start..]
}

#[cfg(test)]
mod tests {
    use super::super::words::SensitiveWords;
    use super::super::{Labels, Secret, SecretKind, secrets};

    fn found(text: &str) -> Vec<(SecretKind, &str)> {
        let mut out: Vec<Secret> = Vec::new();
        let words = SensitiveWords::builtin();
        let labels = Labels::read(text, &words);
        secrets(text, &labels, &words, &mut out);
        out.iter().map(|it| (it.kind, it.span.of(text))).collect()
    }

    #[test]
    fn a_password_is_found_beside_its_label() {
        for (text, password) in [
            ("password: Tr0ub4dor&3", "Tr0ub4dor&3"),
            ("Your new password is Sunny!Lake42.", "Sunny!Lake42"),
            ("Your temporary password is: `hunter22`", "hunter22"),
            ("I set your password to Blue-Kite-77 for now.", "Blue-Kite-77"),
            ("Please log in with the password Gr33nApple now.", "Gr33nApple"),
            ("The password is “swordfish”.", "swordfish"),
            ("Username: maria\nPassword: swordfish", "swordfish"),
            ("**Login:** maria\n**Password:** swordfish\n", "swordfish"),
            ("DB_PASSWORD=k3yb0ard!", "k3yb0ard!"),
            ("mysql -u shop --password=k3yb0ard!", "k3yb0ard!"),
            ("\"dbPassword\": \"k3yb0ard!\",", "k3yb0ard!"),
            ("pwd=Fr0st42x;", "Fr0st42x"),
            ("Votre mot de passe est Kiwi2024!", "Kiwi2024!"),
            ("Passwort: Kiwi2024!", "Kiwi2024!"),
            ("https://ana:hunter2@db.example.com", "hunter2"),
            ("postgres://shop:k3yb0ard@10.0.0.4:5432/shop", "k3yb0ard"),
        ] {
            assert_eq!(found(text), [(SecretKind::Password, password)], "{text}");
        }
        assert_eq!(found("Your PIN is 4821."), [(SecretKind::Pin, "4821")]);
    }

    #[test]
    fn what_is_said_of_a_password_is_none() {
        for text in [
            "Your password: see the letter",
            "Password: ********",
            "password: required",
            "The password is case-sensitive.",
            "Your password is 12-characters long.",
            "The password is SHA256-hashed.",
            "The password is AES-256 encrypted.",
            "Use password: <password> or password=$PASS and password: ${DB_PASSWORD}",
            "password = os.environ[\"DB_PASS1\"]",
            "password: process.env.DB_PASS1",
            "password: getenv('PASS1')",
            "password: {{user.password1}}",
            "Password: password123",
            "password: YOUR_PASSWORD_1",
            "Reset your password at https://example.com/reset1",
            "1Password: v8.10.3",
            "Set a password of 12+ characters.",
            "Enter your e-mail and password: ana1@example.com works too.",
            "The pin 1234 is GPIO. Wire pin: 4821",
            "https://example.com/?password=Tr0ub4dor3",
            "https://user:password@example.com and https://<user>:<pass1>@example.com",
            "Your password is now different than in 2024.",
            "Your password is OK, and was changed in March 2024.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_key_is_found_beside_its_label() {
        for (text, key) in [
            (
                "Your API key is 9f8e7d6c5b4a39281706f5e4d3c2b1a0.",
                "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            ),
            ("client_secret: Zx81kQ9vLm27TnR4pWs6", "Zx81kQ9vLm27TnR4pWs6"),
            (
                "HEROKU_API_KEY=0f8fad5b-d9cb-469f-a165-70867728950e",
                "0f8fad5b-d9cb-469f-a165-70867728950e",
            ),
            (
                "aws_secret_access_key = q7Rk/2mPv9TzX4cW8nLs+6YbD1fGh3JkM5aQeUoI",
                "q7Rk/2mPv9TzX4cW8nLs+6YbD1fGh3JkM5aQeUoI",
            ),
            ("Authorization: Bearer Zx81kQ9vLm27TnR4pWs6yB3d", "Zx81kQ9vLm27TnR4pWs6yB3d"),
            ("Authorization: Basic YW5hOlcxbnRlcjQyTGFrZSE=", "YW5hOlcxbnRlcjQyTGFrZSE="),
        ] {
            let found = found(text);
            assert_eq!(found, [(SecretKind::Labelled, key)], "{text}");
        }
    }

    #[test]
    fn what_is_no_key_is_left_alone() {
        for text in [
            "Your key ends in 4f2a.",
            "Use YOUR_API_KEY here.",
            "API key: YOUR_API_KEY_GOES_HERE_1234",
            "Commit 9fceb02d0ae598e95dc970b74767f19372d61af8 fixes it.",
            "The request 0f8fad5b-d9cb-469f-a165-70867728950e failed.",
            "The public key is 9f8e7d6c5b4a39281706f5e4d3c2b1a0.",
            "Your license key is 9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "https://example.com/reset?token=9f8e7d6c5b4a39281706f5e4d3c2b1a0",
            "the secret name is projects/shop/secrets/database-1",
            "The token expires in 20240511T101112Z-something",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
