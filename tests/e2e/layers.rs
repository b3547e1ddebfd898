//! The walls between the crates: what each knows, and no other.

use std::fs;
use std::path::Path;

use super::generated;

/// Words, and the crates in whose code they may stand.
const WALLS: [(&str, &[&str]); 16] = [
    ("tower_lsp", &["lsp"]),
    ("ropey", &["lsp"]),
    ("clap", &["cli"]),
    ("saphyr", &["cli"]),
    ("jsonc_parser", &["cli"]),
    ("tokio", &["lsp"]),
    ("tracing", &["lsp"]),
    ("std::fs", &["workspace"]),
    (".is_dir()", &["workspace"]),
    ("std::env", &["workspace", "lsp", "cli"]),
    ("std::io", &["workspace", "lsp", "cli"]),
    ("std::process", &["lsp", "cli"]),
    ("SystemTime", &["workspace", "cli"]),
    ("println!", &[]),
    ("std::net", &[]),
    ("tokio::net", &[]),
];

#[test]
fn each_crate_keeps_to_its_own() {
    let mut breaches = Vec::new();
    for name in ["core", "workspace", "lsp", "cli"] {
        look(&generated::file(&format!("crates/{name}/src")), name, &mut breaches);
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

fn look(folder: &Path, name: &str, breaches: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            look(&path, name, breaches);
        } else if path.file_name().is_some_and(|file| file != "tests.rs") {
            let text = fs::read_to_string(&path).expect("a source is text");
            // Tests stand at the end of a file, and may do what they need.
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(&text);
            let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (at, line) in code.enumerate() {
                for (word, _) in
                    WALLS.iter().filter(|(word, may)| line.contains(word) && !may.contains(&name))
                {
                    breaches.push(format!("{}, about line {at}: {word}", path.display()));
                }
            }
        }
    }
}
