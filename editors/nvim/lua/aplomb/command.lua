-- `:Aplomb` and what follows it; see `:help :Aplomb`.

local M = {}

local aplomb = require('aplomb')
local snippet = require('aplomb.snippet')

local FIX_ALL = 'source.fixAll.aplomb'
-- Longer than any answer takes; a writer should not wait longer for one that never comes.
local PATIENCE = 3000
local KINDS = { 'greeting', 'thanks', 'farewell' }

local function warn(sentence)
  aplomb.say(sentence, vim.log.levels.WARN)
end

--- The server of the current buffer, or a sentence about what to do.
local function attached()
  local client = aplomb.client()
  if not client and vim.api.nvim_buf_get_name(0) == '' and vim.bo.buftype == '' then
    warn('This draft has no name yet: `:file reply.md` gives it one, unwritten.')
  elseif not client then
    warn('Aplomb is not at work here: `:set filetype=mail`, or see `:checkhealth aplomb`.')
  end
  return client
end

--- Whether the server answers, and what. If it refuses, its own words are shown.
local function ask(client, method, params)
  -- By its number: for 0 Neovim would not send first what has just been typed.
  local buffer = vim.api.nvim_get_current_buf()
  local answer, silence = client:request_sync(method, params, PATIENCE, buffer)
  if not answer then
    warn(('No answer came (%s). `:Aplomb restart` starts the server anew.'):format(silence or 'it has ended'))
    return false
  elseif answer.err then
    warn(answer.err.message)
    return false
  end
  return true, answer.result
end

local function execute(client, command, ...)
  return ask(client, 'workspace/executeCommand', { command = command, arguments = { ... } })
end

--- Has the server do something with the draft of this window.
local function execute_here(command)
  local client = attached()
  if not client then
    return false
  end
  return execute(client, command, vim.uri_from_bufnr(0))
end

local function document()
  return { uri = vim.uri_from_bufnr(0) }
end

--- Shows lines in a window of their own, which `q` closes.
local function show(name, lines, filetype)
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].bufhidden = 'wipe'
  vim.cmd.split()
  vim.api.nvim_win_set_buf(0, buffer)
  pcall(vim.api.nvim_buf_set_name, buffer, 'aplomb://' .. name)
  if filetype then
    -- The syntax alone: a filetype would have the server read it as a draft.
    vim.bo[buffer].syntax = filetype
  end
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
end

local function reply()
  local done, text = execute_here('aplomb.copyReply')
  if not done then
    return
  end
  vim.fn.setreg('"', text)
  if vim.fn.has('clipboard') == 1 then
    vim.fn.setreg('+', text)
    aplomb.say('The reply is on the clipboard.')
  else
    aplomb.say('The reply is copied for `p`. There is no clipboard here; see `:help clipboard`.')
  end
end

local function fix()
  local client = attached()
  if not client then
    return
  end
  local last = vim.api.nvim_buf_line_count(0)
  local range = { start = { line = 0, character = 0 }, ['end'] = { line = last, character = 0 } }
  local context = { only = { FIX_ALL }, diagnostics = {}, triggerKind = 1 }
  local params = { textDocument = document(), range = range, context = context }
  local done, actions = ask(client, 'textDocument/codeAction', params)
  if not done then
    return
  end
  local action = actions and actions[1]
  if not action then
    aplomb.say('There is no safe fix here. `gra` lists what is yours to decide.')
    return
  end
  if not action.edit then
    done, action = ask(client, 'codeAction/resolve', action)
    if not done then
      return
    end
  end
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  aplomb.say('All safe fixes are applied. `u` takes them back.')
end

--- What is marked at the cursor, or else on its line.
local function finding_here(client)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local namespace = vim.lsp.diagnostic.get_namespace(client.id)
  local found = vim.diagnostic.get(0, { namespace = namespace, lnum = row - 1 })
  table.sort(found, function(a, b)
    local a_here = a.col <= column and (a.end_lnum > a.lnum or column <= a.end_col)
    local b_here = b.col <= column and (b.end_lnum > b.lnum or column <= b.end_col)
    if a_here ~= b_here then
      return a_here
    end
    return a.severity < b.severity
  end)
  return found[1]
end

local function explain(code)
  if code then
    local program = aplomb.program()
    local started, run = pcall(vim.system, { program, 'explain', code }, { text = true })
    local page = started and run:wait(PATIENCE)
    if not page then
      warn(('“%s” cannot be started. See `:checkhealth aplomb`.'):format(program))
    elseif page.code ~= 0 then
      local sentence = vim.trim((page.stderr:gsub('^error: ', '')))
      warn(sentence:sub(1, 1):upper() .. sentence:sub(2))
    else
      show(code, vim.split(vim.trim(page.stdout), '\n'))
    end
    return
  end
  local client = attached()
  if not client then
    return
  end
  local found = finding_here(client)
  if not found then
    aplomb.say('Nothing is marked on this line. `]d` goes to the next mark.')
    return
  end
  local line = vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1] or ''
  local character = vim.str_utfindex(line, client.offset_encoding, math.min(found.col, #line), false)
  local position = { line = found.lnum, character = character }
  local done, hover = ask(client, 'textDocument/hover', { textDocument = document(), position = position })
  if not done then
    return
  end
  local lines = { '**' .. found.message .. '**', '' }
  if hover then
    lines = vim.lsp.util.convert_input_to_markdown_lines(hover.contents, lines)
  end
  table.insert(lines, '')
  table.insert(lines, ('`:Aplomb explain %s` shows its page.'):format(found.code))
  -- As wide as a line is easy to read.
  local look = { focus_id = 'aplomb.explain', max_width = 80, border = 'rounded' }
  local _, window = vim.lsp.util.open_floating_preview(lines, 'markdown', look)
  vim.wo[window].linebreak = true
end

--- Where words go that are asked for: to the cursor on an empty line, above the first line at its start, and else
--- behind the line. And what stands between them and what follows, as lines.
local function place_to_insert()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  if vim.trim(line) == '' then
    return row - 1, column, { '' }
  elseif row == 1 and vim.trim(line:sub(1, column)) == '' then
    return 0, 0, { '', '', '' }
  end
  return row - 1, #line, { '' }
end

--- What the server offers for a name or a situation at a place. It offers as one types, so for the moment of the
--- question the draft holds what one would type.
local function offers(client, name, row, column, apart)
  local line = vim.api.nvim_get_current_line()
  local is_after_word = column > 0 and not line:sub(column, column):find('%s')
  local typed = (is_after_word and ' ;' or ';') .. name
  local modified = vim.bo.modified
  local lines = vim.list_extend({ typed .. apart[1] }, apart, 2)
  vim.api.nvim_buf_set_text(0, row, column, row, column, lines)
  local behind = vim.api.nvim_buf_get_lines(0, row, row + 1, true)[1]
  local character = vim.str_utfindex(behind, client.offset_encoding, column + #typed, false)
  local position = { line = row, character = character }
  local params = { textDocument = document(), position = position, context = { triggerKind = 1 } }
  local done, list = ask(client, 'textDocument/completion', params)
  local last = #lines == 1 and column + #typed or 0
  vim.api.nvim_buf_set_text(0, row, column, row + #lines - 1, last, {})
  vim.bo.modified = modified
  return done, list and (list.items or list) or {}
end

--- A choice in a list, with room for its number before it. A line that breaks makes a list too long for the screen.
local function one_line(item)
  local text = item.label .. (item.detail and '  · ' .. item.detail or '')
  local room = vim.o.columns - #'10: ' - 1
  if vim.fn.strdisplaywidth(text) <= room then
    return text
  end
  return vim.fn.strcharpart(text, 0, room - 1) .. '…'
end

local function insert(name)
  local client = attached()
  if not client then
    return
  end
  if not vim.bo.modifiable then
    warn('This buffer cannot be changed.')
    return
  end
  local row, column, apart = place_to_insert()
  local done, items = offers(client, name or '', row, column, apart)
  if not done then
    return
  end
  if #items == 0 then
    local what = name and ('Nothing called “%s” fits here.'):format(name) or 'Nothing fits here.'
    aplomb.say(what .. ' Greetings go to the top, farewells to the end.')
    return
  end
  local buffer, tick = vim.api.nvim_get_current_buf(), vim.b.changedtick
  local function take(item)
    if not item then
      return
    end
    if vim.api.nvim_get_current_buf() ~= buffer or vim.b.changedtick ~= tick then
      warn('The draft has changed meanwhile. Ask again.')
      return
    end
    vim.api.nvim_buf_set_text(0, row, column, row, column, apart)
    snippet.replace(row, column, row, column, item.textEdit.newText)
  end
  if not name then
    vim.ui.select(items, {
      prompt = 'What fits here:',
      kind = 'aplomb',
      format_item = one_line,
    }, take)
    return
  end
  local named = vim.tbl_filter(function(item)
    return vim.tbl_get(item, 'data', 'snippet') == name
  end, items)
  take(named[1] or items[1])
end

local function line()
  local done, said = execute_here('aplomb.replyLine')
  if done then
    aplomb.say(type(said) == 'string' and said or 'There is no reply here yet.')
  end
end

local function check_as_reply()
  if execute_here('aplomb.checkAsReply') then
    aplomb.say('This file is checked as a reply from now on.')
  end
end

local function settings()
  local done, held = execute_here('aplomb.showSettings')
  if not done then
    return
  end
  local function from(it)
    local path = type(it.path) == 'string' and vim.fn.fnamemodify(it.path, ':~:.') or nil
    local line = type(it.line) == 'number' and ':' .. it.line or ''
    return path and path .. line or it.layer
  end
  local lines = {}
  for _, problem in ipairs(held.problems) do
    table.insert(lines, ('%s: %s'):format(from(problem) or 'settings', problem.message))
  end
  if type(held.mode) == 'table' then
    table.insert(lines, ('mode = %s  # %s'):format(vim.json.encode(held.mode.mode), from(held.mode)))
  end
  local unset = {}
  for _, it in ipairs(held.settings) do
    if it.layer == 'default' then
      table.insert(unset, ('# %s = %s'):format(it.setting, it.default))
    else
      table.insert(lines, ('%s = %s  # %s'):format(it.setting, vim.json.encode(it.value), from(it)))
    end
  end
  vim.list_extend(lines, { '', '# What nobody has set:' })
  show('settings', vim.list_extend(lines, unset), 'toml')
end

local function forget()
  local client = attached()
  if client and execute(client, 'aplomb.forget') then
    aplomb.say('How your replies begin and end is forgotten.')
  end
end

local function restart()
  local clients = vim.lsp.get_clients({ name = 'aplomb' })
  for _, client in ipairs(clients) do
    client:stop()
  end
  local ended = vim.wait(PATIENCE, function()
    return #vim.lsp.get_clients({ name = 'aplomb' }) == 0
  end, 20)
  if not ended then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  -- Starts it for all drafts that are open.
  vim.lsp.enable('aplomb')
  aplomb.say('The server starts anew.')
end

local function log()
  vim.cmd.split(vim.fn.fnameescape(require('vim.lsp.log').get_filename()))
  vim.cmd('normal! G')
end

--- The names of all snippets, asked for once.
local names
local function snippet_names()
  if not names then
    local program = aplomb.program()
    local started, run = pcall(vim.system, { program, 'snippets', '--format', 'json' }, { text = true })
    local done = started and run:wait(PATIENCE)
    local read, list = pcall(vim.json.decode, done and done.stdout or '')
    if not read then
      return KINDS
    end
    names = vim.deepcopy(KINDS)
    for _, it in ipairs(list) do
      if not vim.list_contains(names, it.id) then
        table.insert(names, it.id)
      end
    end
  end
  return names
end

--- The codes of what is marked in this buffer.
local function codes()
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(0)) do
    if it.source == 'aplomb' and it.code then
      found[it.code] = true
    end
  end
  return vim.tbl_keys(found)
end

-- In the order in which they are listed.
local ORDER =
  { 'reply', 'line', 'fix', 'explain', 'insert', 'check-as-reply', 'settings', 'forget', 'restart', 'log' }
local COMMANDS = {
  reply = { run = reply, about = 'copy the text to send' },
  line = { run = line, about = 'say in one line what the reply is' },
  fix = { run = fix, about = 'apply all safe fixes' },
  explain = { run = explain, about = 'say what is marked here, and why', arguments = codes },
  insert = { run = insert, about = 'choose from the words that fit here', arguments = snippet_names },
  ['check-as-reply'] = { run = check_as_reply, about = 'check this file as a reply from now on' },
  settings = { run = settings, about = 'show what holds for this draft' },
  forget = { run = forget, about = 'forget how your replies begin and end' },
  restart = { run = restart, about = 'start the server anew' },
  log = { run = log, about = 'open the log of language clients' },
}

--- Runs `:Aplomb` with these arguments.
function M.run(arguments)
  local name, argument, more = unpack(arguments)
  local command = COMMANDS[name]
  if not name then
    vim.ui.select(ORDER, {
      prompt = 'Aplomb:',
      format_item = function(it)
        return it .. '  · ' .. COMMANDS[it].about
      end,
    }, function(it)
      if it then
        COMMANDS[it].run()
      end
    end)
  elseif not command then
    warn(('There is no `:Aplomb %s`. `:Aplomb` alone lists what there is.'):format(name))
  elseif more or (argument and not command.arguments) then
    warn(('`:Aplomb %s` takes %s.'):format(name, command.arguments and 'one word' or 'nothing after it'))
  else
    command.run(argument)
  end
end

--- What can follow in the command line.
function M.complete(lead, line)
  local words = vim.split(vim.trim(line), '%s+')
  local choices = {}
  local position = #words - (lead == '' and 0 or 1)
  if position == 1 then
    choices = ORDER
  elseif position == 2 and COMMANDS[words[2]] and COMMANDS[words[2]].arguments then
    choices = COMMANDS[words[2]].arguments()
  end
  return vim.tbl_filter(function(it)
    return vim.startswith(it, lead)
  end, choices)
end

return M
