/** Before tests on them: the CardDAV servers that only the project `servers` needs, from Debian's packages. */
import { cyrusPackages } from '../../servers/cyrus.ts';
import { davicalPackages } from '../../servers/davical.ts';
import { ensureDebianPackages } from '../../servers/debian-packages.ts';
import { sogoPackages } from '../../servers/sogo.ts';

export default async function setup(): Promise<void> {
  await ensureDebianPackages([...cyrusPackages, ...davicalPackages, ...sogoPackages]);
}
