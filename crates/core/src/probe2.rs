//! scratch
use crate::*;
use crate::lang::grammar::View;
use crate::lang::class::*;
#[test]
fn table() {
    let data = std::fs::read_to_string("/tmp/cues.tsv").unwrap();
    let catalog = Catalog::builtin();
    let mut input = Input::default();
    input.kind = Kind::Plain;
    for line in data.lines() {
        let p: Vec<&str> = line.splitn(6, '\t').collect();
        let text = p[5].replace("\\n", "\n").replace("\\\\", "\\");
        let (s, e): (usize, usize) = (p[3].parse().unwrap(), p[4].parse().unwrap());
        let draft = Draft::read(&text, &input, &catalog);
        let report = check(&text, &input, &catalog);
        let f = report.findings.iter().find(|f| f.span.start < e && s < f.span.end);
        let found = f.map_or("none".into(), |f| format!("{}:{}", f.code, f.severity));
        let Some(g) = draft.language.grammar else { println!("@@\t{}\t{}\t{}\tNOLANG", p[0], p[1], found); continue };
        let mut any = false;
        for sent in &draft.document.sentences {
            let view = View::new(&draft.document, sent, &draft.language.lexicon);
            for at in 0..view.len() {
                let sp = view.words[at].span();
                if sp.start < e && s < sp.end && view.is_any(at, ClassSet::of(&[Class::Should])) {
                    any = true;
                    let c = g.clause_at(&view, at);
                    println!("@@\t{}\t{}\t{}\tshould\t{:?}\t{:?}\t{:?}\t{}\t{}\t{:?}", p[0], p[1], found, c.kind, c.subject.kind, c.verb.predicate, c.verb.verb.map_or("", |v| view.written(v)), c.subject.head.map_or("", |v| view.written(v)), sent.span.of(&text));
                }
            }
        }
        if !any { println!("@@\t{}\t{}\t{}\tother", p[0], p[1], found); }
    }
}
