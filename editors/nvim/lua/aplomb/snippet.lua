-- Words with tab stops, put where they belong.

local M = {}

local say = require('aplomb').say

--- Puts a snippet in place of a stretch of the current buffer: rows and bytes, counted from 0.
function M.replace(start_row, start_column, end_row, end_column, snippet)
  -- In normal mode the cursor may not stand behind the last letter, where the words may have to go.
  local virtualedit = vim.wo.virtualedit
  vim.wo.virtualedit = 'onemore'
  vim.api.nvim_buf_set_text(0, start_row, start_column, end_row, end_column, {})
  vim.api.nvim_win_set_cursor(0, { start_row + 1, start_column })
  vim.snippet.expand(snippet)
  vim.wo.virtualedit = virtualedit
end

--- A position of the protocol as row and byte.
function M.place(position, encoding)
  local line = vim.api.nvim_buf_get_lines(0, position.line, position.line + 1, false)[1] or ''
  return position.line, vim.str_byteindex(line, encoding, position.character, false)
end

--- `aplomb.insertSnippet`, by which a fix brings words with tab stops.
function M.insert(it, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local buffer = vim.uri_to_bufnr(it.uri)
  -- For any other text the words would stand where they do not belong.
  local is_same = vim.api.nvim_get_current_buf() == buffer and vim.lsp.util.buf_versions[buffer] == it.version
  if not client or not is_same then
    say('The draft has changed meanwhile. Ask for the fix again.', vim.log.levels.WARN)
    return
  end
  local start_row, start_column = M.place(it.range.start, client.offset_encoding)
  local end_row, end_column = M.place(it.range['end'], client.offset_encoding)
  M.replace(start_row, start_column, end_row, end_column, it.snippet)
end

return M
