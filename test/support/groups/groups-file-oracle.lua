-- What Prosody's own mod_groups makes of groups files, without a server around it: one path per line in, one
-- JSON object per line out. The module is loaded as it is installed; only what it asks of its host is played.
local prosody_folder = os.getenv("PROSODY_FOLDER") or "/usr/lib/prosody";
package.path = prosody_folder .. "/?.lua;" .. package.path;
package.cpath = prosody_folder .. "/?.so;" .. package.cpath;
package.loaded["util.datamanager"] = { add_callback = function() end };

local array = require "util.array";
local jid = require "util.jid";
local json = require "util.json";

-- The module keeps what it has read to itself: its functions know it.
local function upvalue(of, wanted)
	for index = 1, math.huge do
		local name, value = debug.getupvalue(of, index);
		assert(name, "mod_groups has no " .. wanted);
		if name == wanted then return value; end
	end
end

local function load_groups(path)
	local warnings, inject = array(), nil;
	local module = {};
	function module:get_host() return "example.com"; end
	function module:get_option_path() return path; end
	function module:hook(_, handler) inject = handler; end
	function module:log(level, _, text)
		if level == "warn" then warnings:push(text); end
	end
	local environment = setmetatable({ module = module }, { __index = _G });
	assert(loadfile(prosody_folder .. "/modules/mod_groups.lua", "t", environment))();
	module.load();
	return { groups = upvalue(inject, "groups"), members = upvalue(inject, "members"), warnings = warnings }, inject;
end

local function roster_of(inject, username, host)
	local roster = {};
	inject({ username = username, host = host, roster = roster });
	local items = array();
	for address, item in pairs(roster) do
		local names = array();
		for name in pairs(item.groups) do names:push(name); end
		items:push({ jid = address, name = item.name, groups = names });
	end
	return items;
end

for path in io.lines() do
	local file, inject = load_groups(path);
	local groups, rosters = array(), array();
	local function look_at(address)
		local username, host, resource = jid.split(address);
		if username and not resource then
			rosters:push({ account = address, items = roster_of(inject, username, host) });
		end
	end
	for name, members in pairs(file.groups) do
		local listed = array();
		for address, member_name in pairs(members) do
			listed:push({ jid = address, name = member_name });
		end
		groups:push({ name = name, members = listed });
	end
	for address in pairs(file.members) do
		if address then look_at(address); end
	end
	look_at("a.stranger@example.com");
	print(json.encode({ groups = groups, public = array(file.members[false] or {}), warnings = file.warnings, rosters = rosters }));
	io.stdout:flush();
end
