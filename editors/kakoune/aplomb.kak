# Aplomb in Kakoune with kakoune-lsp: copy this file to ~/.config/kak/ and load it from your kakrc,
# after `eval %sh{kak-lsp}`, with `source "%val{config}/aplomb.kak"`.

# Kakoune has no filetype for text.
hook -group aplomb global BufCreate .*\.txt %{ set-option buffer filetype plain }

# kakoune-lsp has marksman for Markdown. Who wants both adds it below.
remove-hooks global lsp-filetype-markdown
hook -group aplomb global BufSetOption filetype=(?:markdown|mail|plain) %{
    set-option buffer lsp_servers %{
        [aplomb]
        args = ["lsp"]
        root_globs = [".git", "aplomb.toml"]
    }
}

hook -group aplomb global WinSetOption filetype=(?:markdown|mail|plain) %{
    lsp-enable-window
    add-highlighter -override window/aplomb-wrap wrap -word
    # On their own these two go to errors only.
    map window lsp n ':lsp-find-error error warning info hint<ret>' -docstring 'next mark'
    map window lsp p ':lsp-find-error --previous error warning info hint<ret>' -docstring 'previous mark'
}

# Space l begins all that a language server can do.
map global user l ':enter-user-mode lsp<ret>' -docstring 'language server'
