-- Prints a table that Prosody's internal storage has written as JSON, for prosody-storage.ts.
-- Such a file is Lua source (`return { ["jid"] = { … }; [false] = { … } }`), so Lua reads it best; the
-- chunk gets an empty environment and can call nothing. The key `false` (the roster's own notes) becomes "".
local function quoted(text)
	return '"' .. text:gsub('[%c"\\\127]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

local function json(value)
	if type(value) == "string" then return quoted(value) end
	if type(value) ~= "table" then return tostring(value) end
	local members = {}
	for key, member in pairs(value) do
		members[#members + 1] = quoted(key and tostring(key) or "") .. ":" .. json(member)
	end
	return "{" .. table.concat(members, ",") .. "}"
end

local chunk = assert(loadfile(arg[1], "t", {}))
print(json(chunk()))
