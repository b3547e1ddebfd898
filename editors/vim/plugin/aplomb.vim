" Aplomb in Vim: its commands, and what vim-lsp is to start. ALE finds ale_linters/ by itself.

if exists('g:loaded_aplomb')
  finish
endif
let g:loaded_aplomb = 1

command! AplombReply call aplomb#Reply()
command! AplombFix call aplomb#Fix()
command! -nargs=1 AplombExplain call aplomb#Explain(<q-args>)

augroup aplomb
  autocmd!
  autocmd User lsp_setup call aplomb#RegisterWithVimLsp()
augroup END
