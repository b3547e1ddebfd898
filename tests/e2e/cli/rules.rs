//! `aplomb rules`, `aplomb explain`, `--help`.

use serde_json::Value;

use super::Sandbox;

fn codes(sandbox: &Sandbox) -> Vec<String> {
    let run = sandbox.run(&["rules", "--format", "json"]);
    let rules: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    rules.iter().map(|rule| rule["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_rule_is_listed_and_explained() {
    let sandbox = Sandbox::new();
    let table = sandbox.run(&["rules"]).stdout;
    let codes = codes(&sandbox);
    assert!(!codes.is_empty());
    for code in codes {
        assert!(table.contains(&format!("  {code} ")), "{code}");
        let page = sandbox.run(&["explain", &code]);
        assert_eq!(page.code, 0);
        for part in
            [code.as_str(), "\nWhy\n", "\nWhat it reports\n", "\nWhat it leaves alone\n", "~"]
        {
            assert!(page.stdout.contains(part), "{code} has no {part:?}:\n{}", page.stdout);
        }
        assert!(!page.stdout.contains("<|") && !page.stdout.contains("|>"), "{}", page.stdout);
        assert!(page.stdout.lines().all(|line| line.chars().count() <= 120), "{}", page.stdout);
    }
}

#[test]
fn help_teaches_by_example() {
    let sandbox = Sandbox::new();
    let help = sandbox.run(&["--help"]);
    assert_eq!(help.code, 0);
    for command in [
        "check",
        "fix",
        "reply",
        "rules",
        "explain",
        "init",
        "config",
        "forget",
        "lsp",
        "completions",
        "man",
    ] {
        assert!(
            help.stdout.contains(&format!("\n  aplomb {command}")) || command == "rules",
            "{command}"
        );
        assert_eq!(sandbox.run(&[command, "--help"]).code, 0, "{command}");
    }
    let version = sandbox.run(&["--version"]);
    assert_eq!(version.stdout, format!("aplomb {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(sandbox.run(&[]).code, 2);
}
