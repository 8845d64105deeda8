-- A roster that an outside HTTP service keeps, for tests: written anew from the documented protocol of the
-- community's mod_http_roster_admin and from what was seen of it on Prosody 0.12, its faults included.
--
-- The roster of a user is fetched at its first roster get and kept while one of the user's sessions lives.
-- All items are shown as subscription "both". Roster sets are refused. A service that answers anything but
-- 200 ends the stream; one that cannot be reached, or gives groups as an array, leaves the get unanswered.
-- A refresh tells sessions what came and went; other names and groups show once all of them have logged out.

local http = require "net.http";
local json = require "util.json";
local st = require "util.stanza";
local url = require "util.http";

module:depends("http");

local service = assert(module:get_option_string("remote_roster_url"), "remote_roster_url is missing");
local rosters = {};

local function fetch(username, done)
	local address = service:gsub("%%s", (url.urlencode(username):gsub("%%", "%%%%")));
	http.request(address, nil, function (body, code)
		if code ~= 200 then return done(nil, code); end
		local contacts = json.decode(body);
		if type(contacts) ~= "table" then return done(nil, code); end
		done(contacts, code);
	end);
end

-- Fails where a group's name is no text, as it is in an array.
local function add_item(query, jid, contact)
	query:tag("item", { jid = jid, name = contact.name, subscription = "both" });
	for group in pairs(contact.groups or {}) do
		if type(group) ~= "string" then error("a group's name is no text") end
		query:text_tag("group", group);
	end
	query:up();
end

local function push(username, jid, contact)
	local user = prosody.hosts[module.host].sessions[username];
	for _, session in pairs(user and user.sessions or {}) do
		if session.remote_roster_interested then
			local iq = st.iq({ type = "set", id = "push-" .. jid }):query("jabber:iq:roster");
			if contact then add_item(iq, jid, contact);
			else iq:tag("item", { jid = jid, subscription = "remove" }):up(); end
			session.send(iq);
		end
	end
end

local function is_online(username)
	return prosody.hosts[module.host].sessions[username] ~= nil;
end

local function refresh(username, done)
	if not is_online(username) then
		rosters[username] = nil;
		return done(true);
	end
	fetch(username, function (contacts)
		if not contacts then return done(false); end
		local before = rosters[username] or {};
		for jid in pairs(before) do
			if not contacts[jid] then push(username, jid, nil); end
		end
		for jid, contact in pairs(contacts) do
			if not before[jid] then push(username, jid, contact);
			else contacts[jid] = before[jid]; end
		end
		rosters[username] = contacts;
		done(true);
	end);
end

module:hook("iq/self/jabber:iq:roster:query", function (event)
	local session, stanza = event.origin, event.stanza;
	if stanza.attr.type == "set" then
		session.send(st.error_reply(stanza, "cancel", "service-unavailable"));
		return true;
	end
	local username = session.username;
	local function answer(contacts)
		local reply = st.reply(stanza):query("jabber:iq:roster");
		for jid, contact in pairs(contacts) do add_item(reply, jid, contact); end
		session.remote_roster_interested = true;
		session.send(reply);
	end
	if rosters[username] then
		answer(rosters[username]);
		return true;
	end
	fetch(username, function (contacts, code)
		if contacts then
			rosters[username] = contacts;
			answer(contacts);
		elseif code ~= 0 then
			session.send(st.error_reply(stanza, "cancel", "internal-server-error"));
			session:close({ condition = "internal-server-error", text = "Unable to fetch the roster" });
		end
	end);
	return true;
end, 10);

module:hook("resource-unbind", function (event)
	if not is_online(event.session.username) then rosters[event.session.username] = nil; end
end);

local function respond(response, code, body)
	response.status_code = code;
	response.headers.content_type = "application/json";
	response:send(json.encode(body));
end

module:provides("http", {
	default_path = "/roster_admin";
	route = {
		["POST /refresh"] = function (event)
			local users = json.decode(event.request.body or "");
			if type(users) ~= "table" then return 400; end
			local updated, errors, waiting = 0, 0, #users;
			local function finish()
				respond(event.response, 200, {
					status = "ok"; message = "roster update complete"; updated = updated; errors = errors;
				});
			end
			if waiting == 0 then finish(); end
			for _, username in ipairs(users) do
				refresh(username, function (ok)
					if ok then updated = updated + 1; else errors = errors + 1; end
					waiting = waiting - 1;
					if waiting == 0 then finish(); end
				end);
			end
			return true;
		end;
		["GET /refresh/*"] = function (event, username)
			refresh(username, function (ok)
				local message = ok and "roster updated" or "roster update failed";
				respond(event.response, ok and 200 or 500, { status = ok and "ok" or "error"; message = message; });
			end);
			return true;
		end;
	};
});
