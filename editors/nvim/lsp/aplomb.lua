-- What `vim.lsp.enable('aplomb')` starts; see `:help aplomb`.

-- Where the path was set too late for Neovim to load plugins from it.
require('aplomb.start')

return {
  cmd = { 'aplomb', 'lsp' },
  filetypes = { 'markdown', 'text', 'mail', 'toml' },
  root_dir = function(buffer, start)
    -- Of TOML files only Aplomb's own: its settings, and packs below them.
    if vim.bo[buffer].filetype == 'toml' and not vim.fs.root(buffer, 'aplomb.toml') then
      return
    end
    -- All drafts without a name would be one to the server. lua/aplomb/start.lua sees when they get one.
    if vim.api.nvim_buf_get_name(buffer) == '' then
      return
    end
    start(vim.fs.root(buffer, { '.git', 'aplomb.toml' }))
  end,
  -- One server for all folders: each draft goes by the settings above it.
  reuse_client = function(client, config)
    return client.name == config.name and not client:is_stopped()
  end,
  -- lua/aplomb/start.lua keeps this promise.
  init_options = { commands = { 'aplomb.insertSnippet', 'aplomb.copyReply', 'aplomb.explainRule' } },
}
