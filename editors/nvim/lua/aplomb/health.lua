-- `:checkhealth aplomb`.

local M = {}

local aplomb = require('aplomb')
local health = vim.health

local function program()
  local name = aplomb.program()
  local path = vim.fn.exepath(name)
  if path == '' then
    health.error(('“%s” is not to be found.'):format(name), {
      'Install it from the folder of Aplomb: cargo install --locked --path crates/cli',
      "Or say where it is: require('aplomb').setup({ cmd = { '/path/to/aplomb', 'lsp' } })",
    })
    return
  end
  -- A program that hangs should not hang Neovim.
  local started, run = pcall(vim.system, { path, '--version' }, { text = true })
  local done = started and run:wait(3000)
  if done and done.code == 0 and done.stdout:find('^aplomb ') then
    health.ok(('%s is %s.'):format(vim.trim(done.stdout), path))
  else
    health.error(('%s does not say its version, so it may be another program.'):format(path))
  end
end

local function server()
  local clients = vim.lsp.get_clients({ name = 'aplomb' })
  if #clients == 0 then
    -- The report itself is the buffer at hand, so a missing server may only mean that no draft is open.
    health.info('No draft is open. The server starts with the first Markdown, text or mail file.')
  end
  for _, client in ipairs(clients) do
    local count = vim.tbl_count(client.attached_buffers)
    health.ok(('The server is at work in %d %s.'):format(count, count == 1 and 'buffer' or 'buffers'))
  end
end

local function completion()
  local other = aplomb.other_completion()
  if aplomb.options.completion == false then
    health.info(other and ('%s completes.'):format(other) or 'The built-in completion is off, as you set it.')
  elseif other and aplomb.options.completion == 'auto' then
    health.ok(('%s completes, so the built-in completion stays off.'):format(other))
  elseif other then
    health.warn(('%s and the built-in completion would both open a menu.'):format(other), {
      "Leave the option `completion` at 'auto', or set it to false.",
    })
  else
    health.ok('The built-in completion is on: type `;` in a draft.')
  end
end

function M.check()
  health.start('Aplomb')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 0 then
    health.error(('This is Neovim %s, and Aplomb needs 0.11 or newer.'):format(version))
    return
  end
  health.ok(('This is Neovim %s.'):format(version))
  program()
  if vim.lsp.is_enabled('aplomb') then
    health.ok('It is enabled.')
  else
    health.warn('It is not enabled.', { "Add to your init.lua: vim.lsp.enable('aplomb')" })
  end
  server()
  completion()
  if vim.fn.has('clipboard') == 1 then
    health.ok('`:Aplomb reply` copies to the clipboard.')
  else
    health.info('There is no clipboard here, so `:Aplomb reply` copies for `p`; see |clipboard|.')
  end
  local copy = vim.fn.stdpath('config') .. '/plugin/aplomb.lua'
  -- A file of that name may as well hold the user's options.
  if vim.fn.filereadable(copy) == 1 and vim.iter(io.lines(copy)):any(function(line)
    return line:find('vim.lsp.completion.enable', 1, true)
  end) then
    health.warn(('%s is the set-up without this plugin, and does its work twice.'):format(copy), { 'Delete it.' })
  end
end

return M
