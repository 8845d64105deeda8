/** ejabberd's configuration for one throwaway server: loopback only, no federation, no limits but those wanted. */

export interface EjabberdConfiguration {
  readonly domain: string;
  readonly port: number;
  readonly directTlsPort: number;
  /** PEM file of the certificate and its key. */
  readonly certificate: string;
  readonly scramHash: string | undefined;
  readonly rateLimit: boolean;
}

/** The file's text. JSON is YAML. */
export function ejabberdConfiguration(wanted: EjabberdConfiguration): string {
  const { domain, port, directTlsPort, certificate, scramHash, rateLimit } = wanted;
  // As Debian's own file has it.
  const listener = {
    ...{ ip: '127.0.0.1', module: 'ejabberd_c2s', max_stanza_size: 262_144 },
    ...(rateLimit && { shaper: 'normal' }),
  };
  return JSON.stringify({
    hosts: [domain],
    loglevel: 'info',
    certfiles: [certificate],
    auth_method: 'internal',
    ...(scramHash && { auth_password_format: 'scram', auth_scram_hash: scramHash }),
    ...(rateLimit && { shaper: { normal: { rate: 3_000, burst_size: 20_000 } } }),
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
