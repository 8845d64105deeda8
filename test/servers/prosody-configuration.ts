/** Prosody's configuration file for one throwaway server: loopback only, no federation, nothing of Debian's own. */
import { join } from 'node:path';
import type { Certificate } from './certificates.ts';
import { luaString } from './prosody-storage.ts';

export interface ProsodyConfiguration {
  readonly domain: string;
  /** Where accounts, rosters and everything else are kept. */
  readonly storageFolder: string;
  readonly pidFile: string;
  readonly storage: 'internal' | 'sqlite';
  /** Without one there is no TLS at all, and logging in without it is allowed. */
  readonly certificate: Certificate | undefined;
  readonly clientPort: number;
  /** For TLS from the first byte (XEP-0368); not used without a certificate. */
  readonly directTlsPort: number;
  readonly httpPort: number | undefined;
  readonly rateLimit: boolean;
  readonly groupsFile: string | undefined;
  /** Address of an outside service that keeps the rosters, instead of mod_roster. */
  readonly remoteRoster: string | undefined;
  readonly modules: readonly string[];
  /** Lua for the global section. */
  readonly extra: string;
}

/** Modules of ours, for what Debian's Prosody does not have. */
const ownModules = join(import.meta.dirname, 'prosody-modules');

/** Debian's own list, less what talks to other servers, to administrators or to the web. */
const usualModules = [
  ...[
    'disco',
    'roster',
    'saslauth',
    'blocklist',
    'bookmarks',
    'carbons',
    'pep',
    'private',
    'smacks',
  ],
  ...['vcard4', 'vcard_legacy', 'csi_simple', 'ping', 'time', 'uptime', 'version', 'posix'],
];

/** The file's text. */
export function prosodyConfiguration(wanted: ProsodyConfiguration): string {
  const { certificate } = wanted;
  const modules = [
    ...usualModules.filter((name) => wanted.remoteRoster === undefined || name !== 'roster'),
    ...(wanted.remoteRoster === undefined ? [] : ['remote_roster']),
    ...(certificate ? ['tls'] : []),
    ...(wanted.rateLimit ? ['limits'] : []),
    ...(wanted.groupsFile === undefined ? [] : ['groups']),
    ...(wanted.httpPort === undefined ? [] : ['http']),
    ...wanted.modules,
  ];
  const lines = [
    // In the foreground Prosody refuses to run as root without this.
    'run_as_root = true',
    `pidfile = ${luaString(wanted.pidFile)}`,
    `data_path = ${luaString(wanted.storageFolder)}`,
    'log = { info = "*console" }',
    // Where it looks for certificates besides the one below: any folder that exists and holds none.
    `certificates = ${luaString(wanted.storageFolder)}`,
    `modules_enabled = { ${modules.map((name) => `${luaString(name)};`).join(' ')} }`,
    'modules_disabled = { "s2s"; "s2s_auth_certs" }',
    'interfaces = { "127.0.0.1" }',
    'local_interfaces = { "127.0.0.1" }',
    `c2s_ports = { ${wanted.clientPort} }`,
    // Seconds that a stop waits for clients that do not answer the closing of their stream; Prosody's own: 5.
    'c2s_close_timeout = 1',
    'authentication = "internal_hashed"',
    // RFC 5802's minimum. Prosody's own 10,000 rounds take @xmpp/client half a second for each login.
    'default_iteration_count = 4096',
    // Accounts stay in files, so that one can be added without asking the running server.
    'storage = { accounts = "internal" }',
    `default_storage = "${wanted.storage === 'sqlite' ? 'sql' : 'internal'}"`,
    'sql = { driver = "SQLite3", database = "prosody.sqlite" }',
    ...(certificate
      ? [
          'c2s_require_encryption = true',
          `c2s_direct_tls_ports = { ${wanted.directTlsPort} }`,
          `ssl = { certificate = ${luaString(certificate.certFile)}, key = ${luaString(certificate.keyFile)} }`,
        ]
      : ['c2s_require_encryption = false', 'allow_unencrypted_plain_auth = true']),
    // What Debian's configuration sets.
    ...(wanted.rateLimit ? ['limits = { c2s = { rate = "10kb/s" } }'] : []),
    ...(wanted.remoteRoster === undefined
      ? []
      : [
          `plugin_paths = { ${luaString(ownModules)} }`,
          `remote_roster_url = ${luaString(wanted.remoteRoster)}`,
        ]),
    ...(wanted.groupsFile === undefined ? [] : [`groups_file = ${luaString(wanted.groupsFile)}`]),
    ...(wanted.httpPort === undefined
      ? []
      : [
          `http_ports = { ${wanted.httpPort} }`,
          'http_interfaces = { "127.0.0.1" }',
          'https_ports = { }',
        ]),
    wanted.extra,
    `VirtualHost ${luaString(wanted.domain)}`,
  ];
  return `${lines.join('\n')}\n`;
}
