/** The English catalogue; the French one has the same keys, which a test proves. */
import { common } from './common.ts';
import { contacts } from './contacts.ts';
import { groups } from './groups.ts';
import { overview } from './overview.ts';
import { problems } from './problems.ts';
import { remote } from './remote.ts';
import { service } from './service.ts';
import { settings } from './settings.ts';
import { unread } from './unread.ts';

export const en = {
  common,
  overview,
  contacts,
  groups,
  remote,
  service,
  settings,
  unread,
  problems,
};
