//! scratch
use aplomb_core::*;
fn main() -> std::process::ExitCode {
    if std::env::args().nth(1).as_deref()==Some("lsp") { return aplomb_lsp::run(aplomb_lsp::Options{dirs: aplomb_workspace::Dirs::from_env(), ..Default::default()}); }
    let catalog = Catalog::builtin();
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args[0]=="eval" {
        // eval: stdin lines → findings
    }
    let files: Vec<&String> = args.iter().skip(1).filter(|a| !a.starts_with("--") && *a!="jsonl").collect();
    let coach = args.iter().any(|a| a=="--coach");
    let mut out = String::new();
    for f in files {
        let text = std::fs::read_to_string(f).unwrap();
        let mut input = Input::default();
        input.kind = if f.ends_with(".md") {Kind::Markdown} else {Kind::Plain};
        if coach { input.settings.profile = Profile::Coach; }
        for x in check(&text,&input,&catalog).findings {
            out.push_str(&format!("{{\"path\":{f:?},\"code\":{:?},\"severity\":{:?},\"start\":{},\"end\":{},\"message\":{:?},\"notes\":{:?}}}\n", x.code, x.severity.as_str(), x.span.start, x.span.end, x.message, x.notes));
        }
    }
    print!("{out}");
    std::process::ExitCode::SUCCESS
}
