//! Names of persons.

use crate::lang::lexicon::fold;
use crate::lang::people::PeopleData;

/// A person's name, as far as it could be taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// What to call the person: the given name, or the whole where it cannot be told.
    pub given: String,
    /// The whole name as it was found, without titles and addresses.
    pub full: String,
}

impl Name {
    /// The family name, which goes with a title: the last word of a name of several.
    #[must_use]
    pub(crate) fn family(&self) -> Option<&str> {
        let (_, last) = self.full.trim().rsplit_once(char::is_whitespace)?;
        (last != self.given).then_some(last)
    }

    /// Whether it is a letter alone: "M." says who wrote to those who know.
    #[must_use]
    pub(crate) fn is_initial(&self) -> bool {
        let letters = self.full.trim_end_matches('.');
        letters.len() == 1 && letters.chars().all(char::is_alphabetic)
    }

    /// Reads a display name such as `Ruiz, Maria <m@x.org>` or `"Dr. Sam Okafor"`.
    ///
    /// `None` for an address without a name, a role account, a company or a handle.
    #[must_use]
    pub fn from_display(display: &str, data: &PeopleData) -> Option<Self> {
        let bare = display.split(['<', '(']).next().unwrap_or("").trim();
        let bare = bare.trim_matches(['"', '\'', '“', '”', ' ', ',', ';', ':']);
        // A variable that nothing has filled is no name.
        if bare.is_empty() || bare.contains(['@', '/', '=', '[', '{', '%', '|']) {
            return None;
        }
        // "on behalf of": the person stands before it.
        let bare = bare.split(" on behalf of ").next().unwrap_or(bare);
        let bare = bare.split(" via ").next().unwrap_or(bare);
        let ordered = match bare.split_once(',') {
            Some((family, given)) if !given.trim().is_empty() => {
                format!("{} {}", given.trim(), family.trim())
            }
            _ => bare.to_owned(),
        };
        let words: Vec<&str> = ordered
            .split_whitespace()
            .filter(|word| !data.is_title(word.trim_end_matches('.')))
            .collect();
        let (first, count) = (words.first()?, words.len());
        let roles = words.iter().any(|word| data.is_role(&fold(word)));
        // "Marcus_T" is what somebody is called where names are taken.
        let handle = words.iter().any(|word| word.trim_matches('_').contains('_'));
        let digits = ordered.chars().any(|c| c.is_ascii_digit());
        if count > 5 || roles || digits || handle || !first.chars().any(char::is_alphabetic) {
            return None;
        }
        let full = words.join(" ");
        let initial = first.trim_end_matches('.').chars().count() == 1 && first.is_ascii();
        let given = if initial && count > 1 { full.clone() } else { (*first).to_owned() };
        Some(Self { given: tidy(&given), full: tidy(&full) })
    }

    /// Whether two names may be the same person's: one part in common after folding, a short form
    /// of the other, or one the head of the other's initials.
    #[must_use]
    pub fn matches(&self, other: &str, data: &PeopleData) -> NameMatch {
        let wanted = plain(other);
        if wanted.is_empty() {
            return NameMatch::Different;
        }
        if is_latin(other) != is_latin(&self.full) {
            return NameMatch::Untold;
        }
        let parts: Vec<String> = self.full.split_whitespace().map(plain).collect();
        let others: Vec<String> = other.split_whitespace().map(plain).collect();
        if others.iter().any(|other| parts.contains(other)) || parts.concat() == wanted {
            return NameMatch::Same;
        }
        // "Juergen" is Jürgen where a keyboard has no ü.
        let spelled = |name: &str| name.split_whitespace().map(spelled_out).collect::<Vec<_>>();
        let (full, written) = (spelled(&self.full), spelled(other));
        if others.iter().any(|other| full.contains(other))
            || parts.iter().any(|part| written.contains(part))
        {
            return NameMatch::Same;
        }
        let short = parts.iter().any(|part| {
            others.iter().any(|other| {
                data.are_short_forms(part, other) && !is_respelt(part, other)
                    || shortens(part, other)
            })
        });
        if short {
            return NameMatch::ShortForm;
        }
        // "田中様" is 田中健二, whose parts no blank keeps apart.
        let whole = parts.concat();
        if !is_latin(other) && (whole.starts_with(&wanted) || whole.ends_with(&wanted)) {
            return NameMatch::Same;
        }
        let cut = |part: &String, other: &String| is_cut(part, other);
        if parts.iter().any(|part| others.iter().any(|other| cut(part, other))) {
            return NameMatch::Cut;
        }
        let close = parts.iter().any(|part| others.iter().any(|other| close(part, other)));
        if close { NameMatch::Misspelt } else { NameMatch::Different }
    }
}

/// How a name that was written compares with one that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMatch {
    /// They agree, apart from case and accents.
    Same,
    /// One is a usual short form of the other.
    ShortForm,
    /// One is the head or the tail of the other: a short form, or a slip.
    Cut,
    /// They are in different scripts, so that nothing can be told.
    Untold,
    /// They differ by a letter or two.
    Misspelt,
    /// They have nothing in common.
    Different,
}

/// What is put behind a name out of courtesy, in the scripts that keep no blank before it.
const COURTESY: [&str; 6] = ["様", "さま", "さん", "님", "先生", "女士"];

/// Lower case, without accents, hyphens, dots and the courtesy endings of Japanese.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.strip_suffix("-san").unwrap_or(&folded);
    let folded = folded.trim_end_matches("'s");
    let folded = COURTESY.iter().find_map(|end| folded.strip_suffix(end)).unwrap_or(folded);
    folded.chars().filter(|c| c.is_alphanumeric()).map(unaccented).collect()
}

/// The name with two letters for one, as it is written without umlauts.
fn spelled_out(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 2);
    for c in fold(name).chars() {
        match c {
            'ä' | 'æ' => out.push_str("ae"),
            'ö' | 'ø' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'å' => out.push_str("aa"),
            other => out.push(other),
        }
    }
    plain(&out)
}

fn unaccented(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// `max` shortens `maximilian`; a name of two letters is too little to tell.
fn shortens(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.chars().count() >= 3 && long.starts_with(short) && long.len() - short.len() >= 3
}

/// Whether the words are one name in two spellings: who signs as Stephen is no Steven.
fn is_respelt(a: &str, b: &str) -> bool {
    close(a, b) && !a.starts_with(b) && !b.starts_with(a)
}

/// Whether one of the words begins or ends with the other: "Manu" is Manuel to his friends, "Tina" Martina.
fn is_cut(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let ends = short.chars().count() >= 4 && long.ends_with(short);
    short.chars().count() >= 3 && short != long && (long.starts_with(short) || ends)
}

/// Whether the name is written in Latin letters, or in none at all.
fn is_latin(name: &str) -> bool {
    name.chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

/// Whether the words differ by one letter, or by two in a name of six and more.
fn close(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    let allowed = if length >= 6 { 2 } else { 1 };
    length >= 4 && strsim::damerau_levenshtein(a, b) <= allowed
}

/// `MARIA` and `maria` become `Maria`; anything else is kept as its owner writes it.
fn tidy(name: &str) -> String {
    let upper = name.chars().all(|c| !c.is_lowercase());
    let lower = name.chars().all(|c| !c.is_uppercase());
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if !(upper || lower) || letters < 3 {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut first = true;
    for c in name.chars() {
        if first {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        first = !c.is_alphanumeric() && c != '\'';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(display: &str) -> Option<(String, String)> {
        Name::from_display(display, &PeopleData::builtin()).map(|name| (name.given, name.full))
    }

    fn given(display: &str) -> Option<String> {
        name(display).map(|(given, _)| given)
    }

    #[test]
    fn display_names_in_their_many_forms() {
        assert_eq!(name("Ruiz, Maria <m@x.org>"), Some(("Maria".into(), "Maria Ruiz".into())));
        assert_eq!(given("\"Dr. Sam Okafor\" <s@x.org>").as_deref(), Some("Sam"));
        assert_eq!(given("MARIA RUIZ").as_deref(), Some("Maria"));
        assert_eq!(given("maria").as_deref(), Some("Maria"));
        assert_eq!(given("J. Smith").as_deref(), Some("J. Smith"));
        assert_eq!(given("田中").as_deref(), Some("田中"));
        assert_eq!(given("Lotte van der Meer").as_deref(), Some("Lotte"));
        assert_eq!(given("Jon Hill on behalf of ACME").as_deref(), Some("Jon"));
    }

    #[test]
    fn roles_addresses_and_handles_are_no_names() {
        assert_eq!(given("billing@acme.test"), None);
        assert_eq!(given("<m@x.org>"), None);
        assert_eq!(given("ACME Accounts Payable"), None);
        assert_eq!(given("Ticket 4711"), None);
        assert_eq!(given("Marcus_T <m@x.org>"), None);
    }

    #[test]
    fn names_are_compared_kindly() {
        let data = PeopleData::builtin();
        let matches = |full: &str, other: &str| {
            Name::from_display(full, &data).unwrap().matches(other, &data)
        };
        assert_eq!(matches("Robert Hill", "Bob"), NameMatch::ShortForm);
        assert_eq!(matches("Siobhán Ní Bhriain", "Siobhan"), NameMatch::Same);
        assert_eq!(matches("Kenji Tanaka", "Tanaka-san"), NameMatch::Same);
        assert_eq!(matches("Kenji Tanaka", "Ken"), NameMatch::Cut);
        assert_eq!(matches("Manuel Ruiz", "Manu"), NameMatch::ShortForm);
        assert_eq!(matches("Ольга", "Olga"), NameMatch::Untold);
        assert_eq!(matches("田中健二", "田中様"), NameMatch::Same);
        assert_eq!(matches("田中健二", "佐藤様"), NameMatch::Different);
        assert_eq!(matches("Marisa", "Maria"), NameMatch::Misspelt);
        assert_eq!(matches("Marisa", "Jon"), NameMatch::Different);
        assert_eq!(matches("Maximilian", "Max"), NameMatch::ShortForm);
        assert_eq!(matches("Jürgen Groß", "Juergen"), NameMatch::Same);
        assert_eq!(matches("Juergen Gross", "Jürgen"), NameMatch::Same);
        assert_eq!(matches("Jürgen Groß", "Gross"), NameMatch::Same);
        assert_eq!(matches("Søren", "Soeren"), NameMatch::Same);
        assert_eq!(matches("Ivo Hill", "I"), NameMatch::Different);
        assert_eq!(matches("Maria Ruiz", "Mia"), NameMatch::ShortForm);
        assert_eq!(matches("Maria Ruiz", "Marie"), NameMatch::Misspelt);
        assert_eq!(matches("Stephen Fox", "Steven"), NameMatch::Misspelt);
        assert_eq!(matches("Billy Fox", "Bill"), NameMatch::ShortForm);
    }
}
