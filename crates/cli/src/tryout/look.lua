-- `aplomb try --editor nvim` adds this to editors/nvim/aplomb.lua, as that is shipped, for one run;
-- your own Neovim set-up is not read.

vim.o.number = true
vim.o.signcolumn = 'yes'
vim.o.linebreak = true
vim.o.swapfile = false
vim.o.updatetime = 200
vim.o.winbar = ' ]d next mark   gra better words   K why   i ; greeting, farewell   :qa! leave'

-- What is said of a mark shows as soon as the cursor rests there, whole on a narrow screen too.
vim.api.nvim_create_autocmd('CursorHold', {
  callback = function()
    local shown = vim.b.lsp_floating_preview
    -- What K has opened stays.
    if not (shown and vim.api.nvim_win_is_valid(shown)) then
      vim.diagnostic.open_float({ scope = 'cursor', focus = false, header = '', border = 'rounded' })
    end
  end,
})
