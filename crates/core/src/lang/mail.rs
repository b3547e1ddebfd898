//! How mail is put together, in all languages at once: header names, attribution lines, dividers.
//!
//! A quote may be in another language than the reply, so these cues are not chosen by language.

use serde::Deserialize;

/// The cues for the parts of a mail, gathered from every `lang/<tag>/mail.toml`.
#[derive(Clone, Debug, Default)]
pub struct MailCues {
    headers: Vec<String>,
    attribution_opens: Vec<String>,
    attribution_ends: Vec<String>,
    dividers: Vec<String>,
    notes: Vec<String>,
    note_fences: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct MailData {
    headers: String,
    attribution_opens: Vec<String>,
    attribution_ends: Vec<String>,
    dividers: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    note_fences: Vec<String>,
}

const SOURCES: [&str; 8] = [
    include_str!("../../lang/en/mail.toml"),
    include_str!("../../lang/de/mail.toml"),
    include_str!("../../lang/fr/mail.toml"),
    include_str!("../../lang/es/mail.toml"),
    include_str!("../../lang/pt/mail.toml"),
    include_str!("../../lang/it/mail.toml"),
    include_str!("../../lang/nl/mail.toml"),
    include_str!("../../lang/ja/mail.toml"),
];

impl MailCues {
    /// The cues that come with Aplomb.
    ///
    /// # Panics
    ///
    /// Never in a build that passed its tests: the data is part of the program.
    #[must_use]
    pub fn builtin() -> Self {
        let mut cues = Self::default();
        for source in SOURCES {
            let data: MailData = toml::from_str(source).expect("built-in mail data is well formed");
            cues.headers.extend(data.headers.split_whitespace().map(str::to_lowercase));
            cues.attribution_opens.extend(data.attribution_opens);
            cues.attribution_ends.extend(data.attribution_ends);
            cues.dividers.extend(data.dividers);
            cues.notes.extend(data.notes);
            cues.note_fences.extend(data.note_fences);
        }
        cues
    }

    pub(crate) fn is_header(&self, name: &str) -> bool {
        name.len() <= 32 && {
            let name = name.trim_matches('*').to_lowercase();
            name.starts_with("x-") || self.headers.contains(&name)
        }
    }

    pub(crate) fn opens_attribution(&self, line: &str) -> bool {
        self.attribution_opens.iter().any(|open| line.starts_with(open.as_str()))
    }

    pub(crate) fn ends_attribution(&self, line: &str) -> bool {
        self.attribution_ends.iter().any(|end| line.ends_with(end.as_str()))
    }

    /// Whether the line is a divider such as `-----Original Message-----`.
    pub(crate) fn is_divider(&self, line: &str) -> bool {
        let framed = line.starts_with("--") || line.starts_with("##") || line.starts_with("==");
        let named = |text: &str| {
            self.dividers.iter().any(|divider| {
                text.get(..divider.len()).is_some_and(|head| head.eq_ignore_ascii_case(divider))
            })
        };
        let bare = line.trim_matches(['-', '#', '=', ' ', '\u{a0}']);
        if framed { named(bare) } else { line.ends_with(':') && named(line) }
    }

    pub(crate) fn starts_note(&self, line: &str) -> bool {
        self.notes.iter().any(|note| {
            line.get(..note.len()).is_some_and(|head| head.eq_ignore_ascii_case(note))
        })
    }

    pub(crate) fn is_note_mark(&self, word: &str) -> bool {
        self.note_fences.iter().any(|mark| mark.eq_ignore_ascii_case(word))
    }
}
