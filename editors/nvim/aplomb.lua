-- Aplomb in Neovim 0.11 or newer: copy this file to ~/.config/nvim/plugin/.

vim.lsp.config('aplomb', {
  cmd = { 'aplomb', 'lsp' },
  filetypes = { 'markdown', 'text', 'mail', 'toml' },
  root_dir = function(buffer, start)
    -- Of TOML files only Aplomb's own: its settings, and packs below them.
    if vim.bo[buffer].filetype == 'toml' and not vim.fs.root(buffer, 'aplomb.toml') then
      return
    end
    start(vim.fs.root(buffer, { '.git', 'aplomb.toml' }))
  end,
  -- One server for all folders: each draft goes by the settings above it.
  reuse_client = function(client, config)
    return client.name == config.name
  end,
})
vim.lsp.enable('aplomb')

-- `]d` and `[d` open the whole message, which may not fit beside a long line.
vim.diagnostic.config({ jump = { float = true } })

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('aplomb', {}),
  callback = function(event)
    local client = assert(vim.lsp.get_client_by_id(event.data.client_id))
    if client.name ~= 'aplomb' then
      return
    end
    -- For Aplomb only, so that other language servers look as you are used to.
    -- Neovim shows one message beside a line: `severity_sort` makes it the one that weighs most.
    local namespace = vim.lsp.diagnostic.get_namespace(client.id)
    vim.diagnostic.config({ virtual_text = true, severity_sort = true }, namespace)
    -- Long lines break between words, in the draft and in what `K` opens from it.
    for _, window in ipairs(vim.fn.win_findbuf(event.buf)) do
      vim.wo[window].linebreak = true
    end
    -- A `;` opens the menu of greetings and farewells; Ctrl-X Ctrl-O opens it anywhere.
    vim.lsp.completion.enable(true, client.id, event.buf, {
      autotrigger = true,
      -- The menu holds the words alone, so that there is room beside it for when to use them.
      convert = function(item)
        local about = item.documentation or ''
        about = type(about) == 'table' and about.value or about
        return { kind = '', menu = '', info = vim.trim((item.detail or '') .. '\n\n' .. about) }
      end,
    })
    vim.bo[event.buf].completeopt = 'menuone,noselect,popup'
  end,
})
