use crate::document::Marks;
use crate::finding::{Edit, Fix};
use crate::lang::lexicon::fold;
use crate::lang::spelling::Variant;
use crate::rewrite::capitalised;
use crate::rule::{ReplyCx, Rule, RuleMeta, Sink, declare};
use crate::rules::own_words;
use crate::text::Span;

declare! {
    /// Reports British and American spelling in one reply, or spelling other than your locale's.
    ///
    /// ## Why
    /// One spelling reads as one hand. Set `language` to `en-GB` or `en-US`, or `locale` in a draft's
    /// front matter, to have it hold.
    ///
    /// ## Flagged
    /// We apologise that the help <|center|> was shut.
    /// [F: locale=en-GB] It is your favourite <|color|>.
    /// [F: locale=en-US] We'll <|organise|> it.
    /// Here is the colour of the <|center|> panel.
    /// The colour and the flavour are as you like them. <|Organize|> your shelf with the <|gray|> box, then apologise to nobody.
    ///
    /// ## Clean
    /// [F: locale=en-GB] We apologise for the colour.
    /// [F: locale=en-GB] Set `color: red` in the file.
    /// [F: locale=en-GB] The Lincoln Center is open. # proper noun
    /// [F: locale=en-GB] It is on its way.\n\n> your favorite center
    /// We can organize the colors.
    /// Our favourite theatre is grey.
    /// [F: locale=en-GB] Edit color.css and save it.
    pub SpellingVariant {
        code: "spelling-variant", family: Brand, since: "0.1.0", severity: Hint, on: false,
        reads: [Salutation, Body, Farewell], fix: Safe, rank: 5
    }
}

/// The variant of a locale; `None` where both are in use, or neither.
fn variant_of(locale: &str) -> Option<Variant> {
    match locale.to_ascii_lowercase().replace('_', "-").as_str() {
        "en-gb" | "en-au" | "en-nz" | "en-ie" | "en-za" | "en-in" => Some(Variant::British),
        "en-us" | "en-ph" => Some(Variant::American),
        _ => None,
    }
}

/// A word that is spelled in two ways, as it stands in the reply.
struct Found {
    span: Span,
    written: String,
    variant: Variant,
    other: String,
}

impl Rule for SpellingVariant {
    fn meta(&self) -> &RuleMeta {
        &META
    }

    fn on_reply(&self, cx: &ReplyCx<'_>, out: &mut Sink<'_>) {
        let draft = cx.draft;
        if draft.language.tag != "en" {
            return;
        }
        let found = found(cx);
        let locale = draft.front_matter.get(&["locale"]).map(|field| field.value.as_str());
        let locale = locale.or(cx.input.settings.language.as_deref());
        let set = locale.and_then(variant_of);
        let count = |variant| found.iter().filter(|it| it.variant == variant).count();
        let (british, american) = (count(Variant::British), count(Variant::American));
        let wanted = match set {
            Some(variant) => variant,
            None if british == 0 || american == 0 => return,
            None if british > american => Variant::British,
            None if american > british => Variant::American,
            None => found[0].variant,
        };
        let kept = found.iter().find(|it| it.variant == wanted);
        for it in found.iter().filter(|it| it.variant != wanted) {
            let message = match (locale.filter(|_| set.is_some()), kept) {
                (Some(locale), _) => {
                    format!(
                        "“{}” is {} spelling, and your locale is {locale}.",
                        it.written,
                        it.variant.name()
                    )
                }
                (None, Some(kept)) => {
                    format!(
                        "Both “{}” and “{}” here. One spelling reads as one hand.",
                        kept.written, it.written
                    )
                }
                (None, None) => continue,
            };
            let mut finding = META.finding(it.span, message);
            finding.help = format!("Write “{}”.", it.other).into();
            let edit = Edit::replace(it.span, it.other.clone());
            finding.fixes.push(Fix::safe(format!("Write “{}”", it.other), vec![edit]));
            out.push(finding);
        }
    }
}

fn found(cx: &ReplyCx<'_>) -> Vec<Found> {
    let spellings = cx.catalog.spellings();
    let mut found = Vec::new();
    for view in own_words::sentences(cx) {
        for (at, word) in view.words.iter().enumerate() {
            let written = word.span().of(view.text);
            let Some((variant, other)) = spellings.pair(&fold(written)) else { continue };
            let capital = word.any(Marks::CAPITAL);
            // A capital inside a sentence is a name's: "Lincoln Center".
            let name = capital && (at > 0 || view.marked(1, Marks::CAPITAL));
            if name || word.any(Marks::ALL_CAPS) || !own_words::is_wording(&view, word) {
                continue;
            }
            let other = if capital { capitalised(other) } else { other.to_owned() };
            found.push(Found { span: word.span(), written: written.to_owned(), variant, other });
        }
    }
    found
}
