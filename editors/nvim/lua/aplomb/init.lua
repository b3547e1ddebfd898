-- Options, what a draft looks like, and the text for the statusline; see `:help aplomb`.

local M = {}

local function is_list_of_strings(value)
  return vim.islist(value) and vim.iter(value):all(function(it)
    return type(it) == 'string'
  end)
end

-- Each option: what holds unless it is set, which values it takes, and these in words.
local OPTIONS = {
  cmd = {
    default = { 'aplomb', 'lsp' },
    takes = function(value)
      return is_list_of_strings(value) and #value > 0
    end,
    words = "a list of words, such as { 'aplomb', 'lsp' }",
  },
  filetypes = {
    default = { 'markdown', 'text', 'mail' },
    takes = is_list_of_strings,
    words = "a list of filetypes, such as { 'markdown', 'mail' }",
  },
  settings = {
    default = {},
    takes = function(value)
      return type(value) == 'table' and (vim.tbl_isempty(value) or not vim.islist(value))
    end,
    words = "a table, such as { profile = 'coach' }",
  },
  completion = {
    default = 'auto',
    takes = function(value)
      return value == 'auto' or type(value) == 'boolean'
    end,
    words = "true, false or 'auto'",
  },
}
for _, name in ipairs({ 'virtual_text', 'float', 'linebreak', 'reply_line' }) do
  OPTIONS[name] = {
    default = true,
    takes = function(value)
      return type(value) == 'boolean'
    end,
    words = 'true or false',
  }
end

--- What holds, option by option.
M.options = vim.tbl_map(function(option)
  return option.default
end, OPTIONS)

--- Says a sentence to the writer.
function M.say(sentence, level)
  vim.notify(sentence, level or vim.log.levels.INFO, { title = 'Aplomb' })
end

--- Sets options and starts the server for drafts from now on.
function M.setup(options)
  if options ~= nil and type(options) ~= 'table' then
    M.say('Aplomb: setup() takes a table of options. See :help aplomb-options.', vim.log.levels.ERROR)
    options = nil
  end
  options = options or {}
  local mistakes = {}
  for name, value in vim.spairs(options) do
    local option = OPTIONS[name]
    if not option then
      table.insert(mistakes, ('there is no option “%s”'):format(name))
    elseif option.takes(value) then
      M.options[name] = value
    else
      table.insert(mistakes, ('“%s” takes %s'):format(name, option.words))
    end
  end
  -- The other options hold, so that a slip does not cost a draft its marks.
  if #mistakes > 0 then
    local all = table.concat(mistakes, '; ')
    M.say('Aplomb: ' .. all .. '. See :help aplomb-options.', vim.log.levels.ERROR)
  end
  require('aplomb.start')
  local config = {}
  -- What is not set here may be set by `vim.lsp.config`, and stays.
  if options.cmd then
    config.cmd = M.options.cmd
  end
  if options.filetypes then
    config.filetypes = vim.list_extend({ 'toml' }, M.options.filetypes)
  end
  if options.settings then
    config.settings = { aplomb = M.options.settings }
  end
  vim.lsp.config('aplomb', config)
  vim.lsp.enable('aplomb')
end

--- The server of a buffer, if one is attached.
function M.client(buffer)
  return vim.lsp.get_clients({ name = 'aplomb', bufnr = buffer or 0 })[1]
end

--- The program of the server: the one that runs, or else the one that would.
function M.program()
  local client = M.client() or vim.lsp.get_clients({ name = 'aplomb' })[1]
  return (client and client.config or vim.lsp.config.aplomb).cmd[1]
end

--- What else in this Neovim completes while one types, if anything does.
function M.other_completion()
  local others = { cmp = 'nvim-cmp', ['blink.cmp'] = 'blink.cmp', ['mini.completion'] = 'mini.completion' }
  for module, name in vim.spairs(others) do
    if package.loaded[module] then
      return name
    end
  end
end

-- Keeps the reply line beside the first line of a draft up to date, where the server has one.
local function show_reply_line(client, buffer, group)
  if not (M.options.reply_line and client:supports_method('textDocument/codeLens')) then
    return
  end
  -- Newer ones keep it up to date themselves.
  if vim.lsp.codelens.enable then
    vim.lsp.codelens.enable(true, { bufnr = buffer })
    return
  end
  local function refresh()
    if vim.api.nvim_buf_is_loaded(buffer) then
      vim.lsp.codelens.refresh({ bufnr = buffer })
    end
  end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'InsertLeave', 'TextChanged', 'CursorHoldI' }, {
    group = group,
    buffer = buffer,
    callback = refresh,
  })
  refresh()
end

local function complete(client, buffer)
  if M.options.completion == 'auto' and M.other_completion() then
    return
  end
  -- A `;` opens the menu of greetings and farewells; Ctrl-X Ctrl-O opens it anywhere.
  vim.lsp.completion.enable(true, client.id, buffer, {
    autotrigger = true,
    -- The menu holds the words alone, so that there is room beside it for when to use them.
    convert = function(item)
      local info = vim.tbl_filter(function(it)
        return type(it) == 'string'
      end, { item.detail or '', item.documentation or '' })
      return { kind = '', menu = '', info = vim.trim(table.concat(info, '\n\n')) }
    end,
  })
  vim.bo[buffer].completeopt = 'menuone,noselect,popup'
end

--- Makes a buffer ready once the server is attached.
function M.attach(client, buffer)
  -- For Aplomb only, so that other language servers look as you are used to.
  -- Neovim shows one message beside a line: `severity_sort` makes it the one that weighs most.
  local look = { severity_sort = true, virtual_text = M.options.virtual_text or nil }
  vim.diagnostic.config(look, vim.lsp.diagnostic.get_namespace(client.id))
  -- `]d` and `[d` open the whole message, which may not fit beside a long line.
  local jump = vim.diagnostic.config().jump or {}
  if M.options.float and jump.float == nil then
    vim.diagnostic.config({ jump = vim.tbl_extend('force', jump, { float = true }) })
  end
  if M.options.linebreak and vim.bo[buffer].filetype ~= 'toml' then
    -- Long lines break between words, in the draft and in what `K` opens from it.
    for _, window in ipairs(vim.fn.win_findbuf(buffer)) do
      vim.wo[window].linebreak = true
    end
  end
  local group = vim.api.nvim_create_augroup('aplomb.' .. buffer, {})
  -- Whoever leaves the last place to fill in is done. Neovim 0.11 goes on following the snippet there, and fails
  -- with the next change; it has no public way to ask for the place.
  vim.api.nvim_create_autocmd('ModeChanged', {
    group = group,
    buffer = buffer,
    callback = function()
      local place = vim.tbl_get(vim.snippet, '_session', 'current_tabstop', 'index')
      if vim.v.event.new_mode == 'n' and place == 0 then
        vim.snippet.stop()
      end
    end,
  })
  show_reply_line(client, buffer, group)
  if M.options.completion == false then
    return
  end
  -- Others are often loaded when one begins to type, and only then can they be seen.
  if M.options.completion == true or vim.fn.mode():find('^i') then
    complete(client, buffer)
  else
    vim.api.nvim_create_autocmd('InsertEnter', {
      group = group,
      buffer = buffer,
      once = true,
      callback = function()
        if not client:is_stopped() then
          complete(client, buffer)
        end
      end,
    })
  end
end

--- Has the server read a buffer that has got its name.
function M.named(buffer)
  local filetypes = vim.lsp.config.aplomb.filetypes or {}
  local is_draft = vim.list_contains(filetypes, vim.bo[buffer].filetype)
  if is_draft and vim.lsp.is_enabled('aplomb') and not M.client(buffer) then
    vim.api.nvim_exec_autocmds('FileType', { group = 'nvim.lsp.enable', buffer = buffer })
  end
end

local LETTERS = { 'E', 'W', 'I', 'H' }

--- For the statusline: `Aplomb E1 W2` of what is open, `Aplomb` where nothing is, and nothing where no
--- server is attached.
function M.status(buffer)
  local client = M.client(buffer)
  if not client then
    return ''
  end
  local namespace = vim.lsp.diagnostic.get_namespace(client.id)
  local count = vim.diagnostic.count(buffer or 0, { namespace = namespace })
  local parts = { 'Aplomb' }
  for severity, letter in ipairs(LETTERS) do
    if count[severity] then
      table.insert(parts, letter .. count[severity])
    end
  end
  return table.concat(parts, ' ')
end

return M
