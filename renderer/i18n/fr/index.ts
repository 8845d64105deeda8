/** The French catalogue; it has the keys of the English one, which a test proves. */
import { common } from './common.ts';
import { contacts } from './contacts.ts';
import { groups } from './groups.ts';
import { overview } from './overview.ts';
import { problems } from './problems.ts';
import { remote } from './remote.ts';
import { service } from './service.ts';
import { settings } from './settings.ts';
import { unread } from './unread.ts';

export const fr = {
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
