//! Drafts in a situation, and the snippets that are wanted there: one of them is among the first three.

use aplomb_core::snippet::offers;
use aplomb_core::{Catalog, Draft, Input, Settings};
use serde::Deserialize;

/// So many of the drafts must be offered what they want, of a hundred.
const FLOOR: usize = 92;

#[derive(Deserialize)]
struct File {
    draft: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    name: String,
    text: String,
    wanted: Vec<String>,
}

#[test]
fn what_fits_the_situation_comes_first() {
    for (name, source) in [
        ("first", include_str!("situations/first.toml")),
        ("second", include_str!("situations/second.toml")),
        ("third", include_str!("situations/third.toml")),
        ("fourth", include_str!("situations/fourth.toml")),
        ("fifth", include_str!("situations/fifth.toml")),
        ("sixth", include_str!("situations/sixth.toml")),
    ] {
        holds(name, source);
    }
    // `APLOMB_SITUATIONS=drafts.toml` tries drafts that are no part of this project as well.
    if let Some(file) = std::env::var_os("APLOMB_SITUATIONS") {
        holds("yours", &std::fs::read_to_string(file).unwrap());
    }
}

fn holds(name: &str, source: &str) {
    let file: File = toml::from_str(source).unwrap();
    let catalog = Catalog::builtin();
    let settings = Settings { agent: Some("Quillon".into()), ..Settings::default() };
    let input = Input { settings, ..Input::default() };
    let mut missed = Vec::new();
    for draft in &file.draft {
        let marked = draft.text.trim_start_matches('\n');
        let at = marked.find('‸').expect("the text has a cursor");
        let text = marked.replace('‸', "");
        let read = Draft::read(&text, &input, &catalog);
        let found = offers(&read, at, &catalog, &input);
        let first: Vec<&str> = found.iter().take(3).map(|offer| offer.id.as_str()).collect();
        if !draft.wanted.iter().any(|wanted| first.contains(&wanted.as_str())) {
            let place =
                draft.wanted.first().and_then(|id| found.iter().position(|it| it.id == *id));
            let signs = read.mood().describe().unwrap_or_default();
            missed
                .push(format!("{}: {:?}, {first:?}, {place:?}; {signs}", draft.name, draft.wanted));
        }
    }
    let right = file.draft.len() - missed.len();
    assert!(
        right * 100 >= file.draft.len() * FLOOR,
        "{name}: {right} of {}:\n{}",
        file.draft.len(),
        missed.join("\n")
    );
}
