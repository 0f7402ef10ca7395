-- What pandoc read of a student's text, made harmless before it becomes Typst: code and pictures become calls with quoted
-- strings, links lead to the web or nowhere, and nothing raw is let through.

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"'):gsub('\n', '\\n'):gsub('\r', ''):gsub('\t', '    ') .. '"'
end

local function picture(source, alt)
  return pandoc.RawInline('typst', '#picture(' .. quoted(source) .. ', ' .. quoted(alt) .. ')')
end

local rules

local function html(text)
  local ok, document = pcall(pandoc.read, text, 'html-raw_html')
  return ok and document:walk(rules).blocks or {}
end

rules = {
  Image = function(element) return picture(element.src, pandoc.utils.stringify(element.caption)) end,
  Code = function(element) return pandoc.RawInline('typst', '#inline_code(' .. quoted(element.text) .. ')') end,
  CodeBlock = function(element)
    return pandoc.RawBlock('typst', '#code_block(' .. quoted(element.text) .. ', ' .. quoted(element.classes[1] or '') .. ')')
  end,
  Link = function(element)
    if element.target:match('^https?://[^%s"\\]+$') or element.target:match('^mailto:[^%s"\\]+$') then
      return pandoc.Link(element.content, element.target)
    end
    return element.content
  end,
  RawBlock = function(element) return element.format == 'html' and html(element.text) or {} end,
  RawInline = function(element)
    if element.format ~= 'html' then return {} end
    if element.text:match('^<[bB][rR]%s*/?>$') then return pandoc.LineBreak() end
    local source = element.text:match('^<[iI][mM][gG]%s.-src%s*=%s*["\']([^"\']*)["\']')
    return source and picture(source, '') or {}
  end,
  Header = function(element) return pandoc.Header(math.min(element.level, 4), element.content) end,
  Div = function(element) return element.content end,
  Span = function(element) return element.content end,
}

return { { Pandoc = function(document) return document:walk(rules) end } }
