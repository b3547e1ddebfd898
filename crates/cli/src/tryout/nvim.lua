-- Written by `aplomb try --editor nvim` for this one run; your own Neovim set-up is not read.
-- Before this, vim.g.aplomb_cmd is set; after it comes editors/nvim/aplomb.lua, as it is shipped.

vim.diagnostic.config({ virtual_lines = { current_line = true }, virtual_text = { current_line = false } })
vim.o.number = true
vim.o.signcolumn = 'yes'
vim.o.wrap = true
vim.o.linebreak = true
vim.o.swapfile = false
vim.o.winbar = ' ]d next mark   gra ways out   K why   top or end of the draft: i, then CTRL-X CTRL-O   :qa! leave'
