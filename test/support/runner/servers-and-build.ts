/** Before tests that need them: the servers and the browser from Debian's packages, and the built program. */
import { buildIfNeeded } from '../../../electron/headless/checkout/build-first.ts';
import { ensureDebianPackages } from '../../servers/debian-packages.ts';
import { digestProxyPackages } from '../../servers/digest-proxy.ts';
import { ejabberdPackages } from '../../servers/ejabberd.ts';
import { prosodyPackages } from '../../servers/prosody.ts';
import { radicalePackages } from '../../servers/radicale.ts';
import { xandikosPackages } from '../../servers/xandikos.ts';

export default async function setup(): Promise<void> {
  await ensureDebianPackages([
    ...prosodyPackages,
    ...ejabberdPackages,
    ...radicalePackages,
    ...xandikosPackages,
    ...digestProxyPackages,
    'chromium',
  ]);
  buildIfNeeded();
}
