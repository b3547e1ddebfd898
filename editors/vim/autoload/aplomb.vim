" What Aplomb is to whichever client runs it.

let s:BEFORE_YOU_SEND = 'Before you send'
let s:ROOTS = ['aplomb.toml', '.git']

function! aplomb#Program() abort
  return get(g:, 'aplomb_program', 'aplomb')
endfunction

" Settings of your own, as the server expects them of an editor.
function! aplomb#Settings(...) abort
  return {'aplomb': get(g:, 'aplomb_settings', {})}
endfunction

" The nearest folder above with settings or a repository, or else the draft's own.
function! aplomb#Root(buffer) abort
  let l:folder = fnamemodify(bufname(a:buffer), ':p:h')
  let l:at = l:folder
  while 1
    for l:name in s:ROOTS
      if !empty(glob(l:at . '/' . l:name, 1))
        return l:at
      endif
    endfor
    let l:above = fnamemodify(l:at, ':h')
    if l:above ==# l:at
      return l:folder
    endif
    let l:at = l:above
  endwhile
endfunction

" For the files in ale_linters/, which ALE loads by their filetype.
function! aplomb#DefineForAle(filetype) abort
  call ale#linter#Define(a:filetype, {
  \ 'name': 'aplomb',
  \ 'lsp': 'stdio',
  \ 'executable': {_ -> aplomb#Program()},
  \ 'command': '%e lsp',
  \ 'project_root': function('aplomb#Root'),
  \ 'lsp_config': function('aplomb#Settings'),
  \ 'initialization_options': function('aplomb#OptionsForAle'),
  \ })
endfunction

" ALE takes columns for bytes, so it is given bytes: else a fix would spoil each line with an emoji in it.
function! aplomb#OptionsForAle(...) abort
  return {'positionEncoding': 'utf-8', 'settings': aplomb#Settings()}
endfunction

" vim-lsp takes columns for characters.
function! aplomb#RegisterWithVimLsp() abort
  call lsp#register_server({
  \ 'name': 'aplomb',
  \ 'cmd': {_ -> [aplomb#Program(), 'lsp']},
  \ 'allowlist': ['markdown', 'text', 'mail'],
  \ 'root_uri': {_ -> lsp#utils#path_to_uri(aplomb#Root(bufnr('')))},
  \ 'workspace_config': aplomb#Settings(),
  \ 'initialization_options': {'positionEncoding': 'utf-32'},
  \ })
endfunction

function! s:IsDraft() abort
  if !empty(&buftype)
    call s:Say('This window holds no draft. Go to yours, then try again.')
  endif
  return empty(&buftype)
endfunction

" What the program makes of this draft, and its status. The draft need not be saved.
function! s:Run(command) abort
  let l:name = expand('%:p')
  let l:words = [aplomb#Program(), a:command]
  if !empty(l:name)
    let l:words += ['--stdin-filename', l:name]
  endif
  let l:words += ['-']
  let l:said = tempname()
  let l:shell = join(map(l:words, 'shellescape(v:val)')) . ' 2>' . shellescape(l:said)
  let l:lines = systemlist(l:shell, getline(1, '$'))
  " Findings are 1, and 2 is what could not be done.
  let l:status = v:shell_error
  let l:errors = filereadable(l:said) ? readfile(l:said) : []
  call delete(l:said)
  return [l:status, l:lines, l:errors]
endfunction

" `:AplombReply`: the text to send, for `p` and for the clipboard.
function! aplomb#Reply() abort
  if !s:IsDraft()
    return
  endif
  let [l:status, l:lines, l:errors] = s:Run('reply')
  if l:status != 0
    call s:Refuse(l:errors)
    return
  endif
  if getqflist({'title': 0}).title ==# s:BEFORE_YOU_SEND
    cclose
  endif
  call setreg('"', l:lines, 'l')
  if has('clipboard')
    call setreg('+', l:lines, 'l')
    call s:Say('The reply is on the clipboard.')
  else
    call s:Say('The reply is copied for p. This Vim has no clipboard.')
  endif
endfunction

" Says what stands in the way, and lists it in a window.
function! s:Refuse(errors) abort
  let l:found = []
  let l:message = join(a:errors)
  for l:line in a:errors
    let l:message = matchstr(l:line, '^error\[[^]]*\]: \zs.*')->empty() ? l:message : l:line
    let l:at = matchlist(l:line, '^ *--> .*:\(\d\+\):\d\+$')
    if !empty(l:at)
      call add(l:found, {'bufnr': bufnr(''), 'lnum': str2nr(l:at[1]), 'text': l:message})
    endif
  endfor
  if empty(l:found)
    call s:Say(l:message)
    return
  endif
  call setqflist([], ' ', {'title': s:BEFORE_YOU_SEND, 'items': l:found})
  " Seen at once, for ALE puts its own messages over ours.
  execute 'botright copen' min([len(l:found), 5])
  wincmd p
  call s:Say('Not ready to send: see line ' . l:found[0].lnum . '.')
endfunction

" `:AplombFix`: all safe fixes.
function! aplomb#Fix() abort
  if !s:IsDraft()
    return
  endif
  let [l:status, l:lines, l:errors] = s:Run('fix')
  if l:status > 1
    call s:Say(join(l:errors))
  elseif l:lines ==# getline(1, '$')
    call s:Say('There is no safe fix here.')
  else
    let l:view = winsaveview()
    call setline(1, l:lines)
    silent call deletebufline('', len(l:lines) + 1, '$')
    call winrestview(l:view)
    call s:Say('All safe fixes are applied. u takes them back.')
  endif
endfunction

" `:AplombExplain CODE`: the page of a rule.
function! aplomb#Explain(code) abort
  let l:lines = systemlist(shellescape(aplomb#Program()) . ' explain ' . shellescape(a:code))
  if v:shell_error
    call s:Say(join(l:lines))
    return
  endif
  new
  setlocal buftype=nofile bufhidden=wipe noswapfile linebreak
  call setline(1, l:lines)
  setlocal nomodifiable
  nnoremap <buffer> q <Cmd>close<CR>
endfunction

function! s:Say(sentence) abort
  redraw
  echomsg a:sentence
endfunction
