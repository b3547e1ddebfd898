//! `aplomb pack import`: a pack of the snippets that somebody has elsewhere.
//!
//! Data flows one way: a file to [`tree::Node`] to [`Found`] snippets, whose bodies are [`body::Part`]s,
//! to the text of a pack.

mod body;
mod espanso;
mod tree;
mod vscode;
mod words;

use std::collections::HashSet;
use std::io;
use std::path::Path;

use aplomb_core::{Catalog, Draft, Input, Pack};
use aplomb_workspace::{read_own_file, write_new};

use self::body::Part;
use self::tree::Node;
use super::tell_how_it_holds;
use crate::args::PackImport;
use crate::exit::Exit;
use crate::terminal::{Terminal, count, one_line};

/// A snippet that was found.
struct Found {
    line: usize,
    /// What one types for it.
    name: String,
    /// When it is used, in its author's words; empty where they say nothing.
    when: String,
    parts: Vec<Part>,
}

/// What became otherwise than it was.
#[derive(Debug)]
struct Note {
    line: usize,
    /// What, as a sentence without its full stop.
    what: String,
    /// Whether a whole snippet was left out.
    lost: bool,
}

/// Reads a file and writes a pack.
pub(crate) fn run(options: &PackImport, terminal: &mut Terminal) -> io::Result<Exit> {
    let path = &options.file;
    let name = path.display().to_string();
    let mut notes = Vec::new();
    let found = match read(path, &mut notes) {
        Ok(found) => found,
        Err(message) => {
            terminal.error(&message);
            return Ok(Exit::Failed);
        }
    };
    let language = match &options.language {
        Some(tag) => tag.clone(),
        None => language_of(&found),
    };
    let (pack, taken) = match write(&name, &language, &found, &mut notes) {
        Ok(written) => written,
        Err(message) => {
            terminal.error(&message);
            return Ok(Exit::Failed);
        }
    };
    notes.sort_by_key(|note| note.line);
    for note in &notes {
        let left = if note.lost { "left out: " } else { "" };
        terminal.warning(&format!("{name}:{}: {left}{}", note.line, note.what));
    }
    let lost = notes.iter().filter(|note| note.lost).count();
    if taken == 0 {
        terminal.error(&format!("{name} holds no snippet that could be brought along"));
        return Ok(Exit::Failed);
    }
    let said = match lost {
        0 => count(taken, "snippet", "snippets"),
        lost => format!("{}, {lost} left out", count(taken, "snippet", "snippets")),
    };
    match &options.output {
        None => {
            terminal.print_raw(&pack)?;
            terminal.aside(&format!("{said}. With --output FILE they go into a file.\n"));
        }
        Some(output) => {
            if let Err(error) = write_new(output, &pack) {
                let output = output.display();
                terminal.error(&match error.kind() {
                    io::ErrorKind::AlreadyExists => {
                        format!("{output} is there already and stays as it is; name another file")
                    }
                    _ => format!("{output} could not be written: {error}"),
                });
                return Ok(Exit::Failed);
            }
            let output_name = one_line(&output.to_string_lossy());
            terminal.print(&format!(
                "Wrote {output_name}: {said}. Read them once: words in a default are sent as they stand, and ? before them makes a blank.\n`aplomb pack check {output_name}` tries each in a reply.\n"
            ))?;
            tell_how_it_holds(output, terminal)?;
        }
    }
    Ok(if lost > 0 { Exit::Findings } else { Exit::Clean })
}

/// The snippets of a file, by what it is.
fn read(path: &Path, notes: &mut Vec<Note>) -> Result<Vec<Found>, String> {
    let name = path.display();
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_json = ["json", "jsonc", "code-snippets"].contains(&&*extension);
    if !is_json && !["yml", "yaml"].contains(&&*extension) {
        return Err(format!(
            "{name} is of a kind that is not known here; snippets of VS Code (.code-snippets, .json) and matches of espanso (.yml) are"
        ));
    }
    let text = read_own_file(path).map_err(|why| format!("{name} could not be read, for {why}"))?;
    let text = text.trim_start_matches('\u{feff}');
    let tree = if is_json { Node::from_json(text) } else { Node::from_yaml(text) };
    let tree = tree.map_err(|(line, why)| {
        let kind = if is_json { "JSON" } else { "YAML" };
        format!("{name}:{line}: this is no {kind}: {why}")
    })?;
    Ok(if is_json { vscode::read(&tree, notes) } else { espanso::read(&tree, notes) })
}

/// The language that the words of all of them tell, or else English.
fn language_of(found: &[Found]) -> String {
    let texts = found.iter().flat_map(|found| &found.parts).filter_map(|part| match part {
        Part::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let text = texts.collect::<Vec<_>>().join(" ");
    let catalog = Catalog::builtin();
    let draft = Draft::read(&text, &Input::default(), &catalog);
    match draft.language.tag {
        "und" => "en".to_owned(),
        tag => tag.to_owned(),
    }
}

/// The text of a pack, and how many snippets are in it.
fn write(
    from: &str,
    language: &str,
    found: &[Found],
    notes: &mut Vec<Note>,
) -> Result<(String, usize), String> {
    let head = format!("language = {}\n", words::quoted(language));
    if let Err(errors) = Pack::parse(&head) {
        let why: Vec<_> = errors.iter().map(ToString::to_string).collect();
        return Err(why.join("; "));
    }
    let catalog = Catalog::builtin();
    let builtin: HashSet<_> =
        catalog.snippets().entries(language).map(|entry| entry.id.clone()).collect();
    let from = from.replace(['\n', '\r'], " ");
    let mut out = format!(
        "# Brought along from {from}.\n# Read each once: words in a default are sent as they stand, and ? before them makes a blank.\n\n{head}"
    );
    let mut ids = HashSet::new();
    let mut taken = 0;
    for found in found {
        let body = body::write(&found.parts);
        let plain = words::plain(&found.parts);
        let wanted = words::id_of(&found.name);
        let id = words::unique(&wanted, |id| builtin.contains(id) || ids.contains(id));
        let when = words::when(&found.when, &plain);
        let tag = words::tag(&wanted, &found.when, &plain);
        let entry = format!(
            "\n[[snippet]]\nid = {}\ntags = [{}]\nwhen = {}\nbody = {}\n",
            words::quoted(&id),
            words::quoted(tag),
            words::quoted(&when),
            words::block(&body)
        );
        // What packs do not take, whatever it is, must not cost the others.
        if let Err(errors) = Pack::parse(&entry) {
            let why = errors.first().map_or_else(String::new, ToString::to_string);
            let what = format!("“{}” cannot be written as a snippet: {why}", found.name);
            notes.push(Note { line: found.line, what, lost: true });
            continue;
        }
        if builtin.contains(&wanted) {
            let what = format!(
                "“{wanted}” is a built-in snippet, so yours is “{id}”; give it the id “{wanted}” to have it in its place"
            );
            notes.push(Note { line: found.line, what, lost: false });
        }
        out.push_str(&entry);
        ids.insert(id);
        taken += 1;
    }
    Ok((out, taken))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(file: &str, text: &str) -> (String, Vec<Note>) {
        let tree =
            if file == "json" { Node::from_json(text) } else { Node::from_yaml(text) }.unwrap();
        let mut notes = Vec::new();
        let found = if file == "json" {
            vscode::read(&tree, &mut notes)
        } else {
            espanso::read(&tree, &mut notes)
        };
        let (pack, taken) = write("theirs", "en", &found, &mut notes).unwrap();
        assert_eq!(Pack::parse(&pack).unwrap().counts(), (0, taken), "{pack}");
        (pack, notes)
    }

    #[test]
    fn snippets_of_vs_code_become_a_pack() {
        let (pack, notes) = imported(
            "json",
            r#"{
  // with a comment
  "Say thanks": {
    "prefix": ["thx", "ty"],
    "body": ["Thank you for ${1:the log}.", "", "$0"],
    "description": "They sent a log.",
  },
  "Log": { "scope": "javascript", "prefix": "log", "body": "console.log($1)" },
  "Empty": { "prefix": "x" },
  "Second": { "prefix": "thx", "body": "Sorry about $CLIPBOARD." }, // twice
  "Bye": { "prefix": "byeNow", "body": "Best wishes,\n$1" },
}"#,
        );
        let told: Vec<_> = notes.iter().map(|note| (note.line, note.lost)).collect();
        assert_eq!(told, [(3, false), (8, true), (9, true)], "{notes:?}");
        for part in [
            "id = \"thx\"\ntags = [\"thanks\"]\nwhen = \"They sent a log.\"\n",
            "id = \"thx-2\"\ntags = [\"apology\"]\nwhen = \"Second.\"\nbody = \"Sorry about ${1:?what you copied}.\"\n",
            "id = \"bye-now\"\ntags = [\"farewell\"]\n",
            "body = \"\"\"\nThank you for ${1:the log}.\n\n${0}\"\"\"\n",
        ] {
            assert!(pack.contains(part), "{part}\n{pack}");
        }
    }

    #[test]
    fn a_built_in_snippet_is_never_replaced_unasked() {
        let (pack, notes) =
            imported("yaml", "matches:\n  - trigger: \":hi\"\n    replace: \"Hi {{name}},\"\n");
        assert!(pack.contains("id = \"hi-2\"\ntags = [\"greeting\"]"), "{pack}");
        assert!(notes[0].what.contains("built-in"), "{notes:?}");
    }

    #[test]
    fn any_words_can_be_written_into_a_pack() {
        for body in ["a \"\"\" b\n\\ $ \u{7} {x}", "ends with \"", "\n\nfirst", "tab\there\r\nand"]
        {
            let text = serde_json::json!({ "x": { "prefix": "x", "body": body } }).to_string();
            let (pack, notes) = imported("json", &text);
            assert_eq!(notes.len(), 0, "{notes:?}");
            let catalog = Catalog::with_packs(vec![Pack::parse(&pack).unwrap()]).unwrap();
            let entry = catalog.snippets().entries("en").find(|entry| entry.id == "x").unwrap();
            let read = entry.resolve(&aplomb_core::snippet::Variables::default()).plain();
            assert_eq!(read, body.replace("\r\n", "\n"), "{pack}");
        }
    }
}
