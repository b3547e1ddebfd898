-- What is there from the start. The rest is loaded when it is first used.

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('Aplomb needs Neovim 0.11 or newer.', vim.log.levels.ERROR)
  return
end

vim.lsp.commands['aplomb.insertSnippet'] = function(command, context)
  require('aplomb.snippet').insert(command.arguments[1], context)
end

vim.lsp.commands['aplomb.copyReply'] = function()
  require('aplomb.command').run({ 'reply' })
end

vim.lsp.commands['aplomb.explainRule'] = function(command)
  require('aplomb.command').run({ 'explain', command.arguments[1].code })
end

local group = vim.api.nvim_create_augroup('aplomb', {})

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'aplomb' then
      require('aplomb').attach(client, event.buf)
    end
  end,
})

-- The statusline would go on showing what was open before.
vim.api.nvim_create_autocmd('DiagnosticChanged', {
  group = group,
  callback = function(event)
    if require('aplomb').client(event.buf) then
      vim.cmd('redrawstatus!')
    end
  end,
})

vim.api.nvim_create_autocmd('BufFilePost', {
  group = group,
  callback = function(event)
    require('aplomb').named(event.buf)
  end,
})

vim.api.nvim_create_user_command('Aplomb', function(command)
  require('aplomb.command').run(command.fargs)
end, {
  nargs = '*',
  desc = 'Aplomb: what can be done with this draft',
  complete = function(lead, line)
    return require('aplomb.command').complete(lead, line)
  end,
})
