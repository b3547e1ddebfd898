//! The whole program, as its users meet it.

mod e2e {
    mod cli;
    mod docs;
    mod fuzz;
    mod generated;
    mod layers;
    mod lsp;
    mod precedence;
    mod settings;
    #[cfg(target_os = "linux")]
    mod traced;
}
