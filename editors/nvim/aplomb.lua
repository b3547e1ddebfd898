-- Aplomb in Neovim 0.11 or newer.
--
-- Put this file into ~/.config/nvim/plugin/, or into any folder that Neovim loads at start.
-- If `aplomb` is not on your PATH, say before where it is:
--   vim.g.aplomb_cmd = { '/path/to/aplomb', 'lsp' }
--
-- Keys that Neovim brings along: `]d` goes to the next mark, `gra` shows the ways out,
-- `K` explains. Greetings and farewells: CTRL-X CTRL-O, or `;` as you type.

vim.lsp.config('aplomb', {
  cmd = vim.g.aplomb_cmd or { 'aplomb', 'lsp' },
  filetypes = { 'markdown', 'text', 'mail', 'gitcommit' },
  root_markers = { 'aplomb.toml', '.git' },
})
vim.lsp.enable('aplomb')

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('aplomb', {}),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'aplomb' then
      vim.lsp.completion.enable(true, client.id, event.buf, { autotrigger = true })
    end
  end,
})
