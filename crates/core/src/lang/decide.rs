//! The language of a draft, decided once.

use whichlang::{Lang, detect_language};

use super::common::CommonWords;

/// Fewer letters than this are too few to tell: "Hi Jo," would be Vietnamese.
const ENOUGH_LETTERS: usize = 60;
/// More than this adds nothing but time.
const MOST_BYTES: usize = 2_000;

/// The language of a draft: that of its own text where it is long enough, else that of the quote, else the
/// one from the settings, else English. Of a short quote a few common words tell enough as long as nothing
/// is written: then the writer has chosen no other language yet.
pub(crate) fn decide<'a>(
    own: impl Iterator<Item = &'a str>,
    quote: impl Iterator<Item = &'a str>,
    setting: Option<&str>,
    common: &CommonWords,
) -> &'static str {
    let quoted = |own: String| {
        detect(quote).or_else(|sample| {
            if !own.is_empty() {
                return Err(sample);
            }
            let vote = common.language(&sample).filter(|vote| vote.sure);
            vote.map(|vote| vote.tag).ok_or(sample)
        })
    };
    detect(own).or_else(quoted).ok().or_else(|| setting.and_then(known)).unwrap_or("en")
}

/// The language of a text; the text as far as it was read where it is too short to tell.
fn detect<'a>(lines: impl Iterator<Item = &'a str>) -> Result<&'static str, String> {
    let mut sample = String::new();
    let mut letters = 0;
    for line in lines {
        // Addresses and code are in no language.
        for word in line.split_whitespace() {
            let plain = !word.contains(['/', '@', '_', '{', '}', '<', '>', '=', '|', '\\']);
            if plain {
                letters += word.chars().filter(|c| c.is_alphabetic()).count();
                sample.push_str(word);
                sample.push(' ');
            }
        }
        if sample.len() > MOST_BYTES {
            break;
        }
    }
    if letters < ENOUGH_LETTERS { Err(sample) } else { Ok(tag(detect_language(&sample))) }
}

/// The language of a text in another script than the Latin one, which few letters tell.
pub(super) fn of_letters(text: &str) -> Option<&'static str> {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    (end > 0).then(|| tag(detect_language(&text[..end])))
}

fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// The languages that can be decided on.
pub(crate) const TAGS: [&str; 16] = [
    "ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pt", "ru", "sv", "tr", "vi", "zh",
];

/// The tag without its region, where it is one that can be decided on.
pub(crate) fn known(setting: &str) -> Option<&'static str> {
    let base = setting.split(['-', '_']).next().unwrap_or(setting);
    TAGS.into_iter().find(|tag| tag.eq_ignore_ascii_case(base))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(own: &str, quote: &str, setting: Option<&str>) -> &'static str {
        decide(own.lines(), quote.lines(), setting, &CommonWords::builtin())
    }

    #[test]
    fn own_text_decides_where_it_is_long_enough() {
        let german = "Guten Tag Frau Klein, vielen Dank für Ihre Nachricht zur Rechnung vom März.";
        assert_eq!(decided(german, "", None), "de");
        assert_eq!(decided(german, "", Some("en")), "de");
    }

    #[test]
    fn a_short_draft_takes_the_language_of_the_quote_then_of_the_settings() {
        let spanish =
            "Hola, no puedo descargar la factura de marzo y la necesito para mañana, por favor.";
        assert_eq!(decided("Hola, Marta:", spanish, None), "es");
        assert_eq!(decided("Hi Jo,", "", Some("de-AT")), "de");
        assert_eq!(decided("Hi Jo,", "", None), "en");
        assert_eq!(decided("", "Hola, no encuentro mi factura de marzo.", None), "es");
        assert_eq!(decided("", "三月の請求書が見つかりません。", None), "ja");
        assert_eq!(decided("", "Rechnung 4711", None), "en");
    }
}
