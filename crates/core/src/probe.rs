//! scratch
use crate::*;
use crate::lang::grammar::View;
use crate::lang::class::Class;
#[test]
fn probe() {
    let text = std::fs::read_to_string("/tmp/probe.txt").unwrap();
    let catalog = Catalog::builtin();
    let mut input = Input::default();
    input.kind = Kind::Plain;
    for case in text.split("\n%%\n") {
        let draft = Draft::read(case, &input, &catalog);
        println!("=== lang {} regions {:?}", draft.language.tag, draft.regions.iter().map(|r| (r.kind, r.span.of(case))).collect::<Vec<_>>());
        let g = draft.language.grammar.unwrap();
        for (i, s) in draft.document.sentences.iter().enumerate() {
            let view = View::new(&draft.document, s, &draft.language.lexicon);
            println!("-- {:?} {:?} ctx {:?} {:?}", s.span.of(case), s.end, g.context(&view), draft.sentence_regions[i]);
            for at in 0..view.len() {
                if view.is_any(at, crate::lang::class::ClassSet::of(&[Class::Should, Class::May, Class::Could, Class::Seem])) {
                    let c = g.clause_at(&view, at);
                    let w = |r: std::ops::Range<usize>| r.map(|n| view.written(n)).collect::<Vec<_>>().join(" ");
                    println!("   clause [{}] kind {:?} subj {:?} [{}] head {:?} num {:?} ante {:?} pred {:?} verb {:?} neg {} compl [{}] coord {}", w(c.words.clone()), c.kind, c.subject.kind, w(c.subject.words.clone()), c.subject.head.map(|h| view.written(h)), c.subject.number, c.subject.antecedent.clone().map(w), c.verb.predicate, c.verb.verb.map(|v| view.written(v)), c.verb.negated, w(c.verb.complement.clone()), c.coordinated);
                }
            }
        }
        for f in check(case, &input, &catalog).findings { println!("   >> {} {} {:?} {:?}", f.code, f.severity, f.span.of(case), f.notes); }
    }
}
