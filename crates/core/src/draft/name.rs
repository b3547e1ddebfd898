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

    /// Reads a display name such as `Ruiz, Maria <m@x.org>` or `"Dr. Sam Okafor"`.
    ///
    /// `None` for an address without a name, a role account or a company.
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
        let digits = ordered.chars().any(|c| c.is_ascii_digit());
        if count > 5 || roles || digits || !first.chars().any(char::is_alphabetic) {
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
            others.iter().any(|other| data.are_short_forms(part, other) || shortens(part, other))
        });
        if short {
            return NameMatch::ShortForm;
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
    /// They differ by a letter or two.
    Misspelt,
    /// They have nothing in common.
    Different,
}

/// Lower case, without accents, hyphens, dots and the courtesy endings of Japanese.
fn plain(name: &str) -> String {
    let folded = fold(name);
    let folded = folded.strip_suffix("-san").unwrap_or(&folded);
    let folded = folded.trim_end_matches("'s").trim_end_matches('様');
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
    fn roles_and_addresses_are_no_names() {
        assert_eq!(given("billing@acme.test"), None);
        assert_eq!(given("<m@x.org>"), None);
        assert_eq!(given("ACME Accounts Payable"), None);
        assert_eq!(given("Ticket 4711"), None);
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
        assert_eq!(matches("Kenji Tanaka", "Ken"), NameMatch::Different);
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
    }
}
