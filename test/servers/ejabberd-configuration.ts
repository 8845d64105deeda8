/** ejabberd's configuration for one throwaway server: loopback only, no federation, no limits but the stanza's. */

export interface EjabberdConfiguration {
  readonly domain: string;
  readonly port: number;
  readonly directTlsPort: number;
  /** PEM file of the certificate and its key. */
  readonly certificate: string;
  readonly scramHash: string | undefined;
}

/** The file's text. JSON is YAML. */
export function ejabberdConfiguration(wanted: EjabberdConfiguration): string {
  const { domain, port, directTlsPort, certificate, scramHash } = wanted;
  // Debian's own limit is 64 KiB.
  const listener = { ip: '127.0.0.1', module: 'ejabberd_c2s', max_stanza_size: 262_144 };
  return JSON.stringify({
    hosts: [domain],
    loglevel: 'info',
    certfiles: [certificate],
    auth_method: 'internal',
    ...(scramHash && { auth_password_format: 'scram', auth_scram_hash: scramHash }),
    listen: [
      { ...listener, port, starttls_required: true },
      { ...listener, port: directTlsPort, tls: true },
    ],
    api_permissions: { all: { from: ['ejabberd_ctl'], who: 'all', what: '*' } },
    modules: {
      mod_roster: { versioning: true },
      mod_shared_roster: {},
      mod_admin_extra: {},
      mod_vcard: {},
      mod_disco: {},
      mod_ping: {},
      mod_stream_mgmt: {},
    },
  });
}
