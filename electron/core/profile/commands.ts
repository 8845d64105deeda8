/** The contract's commands about one profile at work. */
import type { CommandHandlers } from '../../../shared/contract/contract.ts';
import type { Profiles } from './profiles.ts';

type ProfileCommands = Pick<
  CommandHandlers,
  | 'syncNow'
  | 'previewSync'
  | 'cancelSync'
  | 'answerGuard'
  | 'undoLastSync'
  | 'previewUndo'
  | 'adoptUnclaimed'
  | 'listContacts'
  | 'listGroups'
  | 'refreshGroups'
  | 'checkGroupsFile'
  | 'saveGroupsFile'
  | 'remoteReport'
  | 'checkRosterKind'
  | 'compareDocument'
  | 'refreshRosters'
  | 'servedReport'
  | 'importRoster'
  | 'removeServed'
>;

export function profileCommands(profiles: Profiles): ProfileCommands {
  return {
    syncNow: ({ profile, only, full = false }) =>
      profiles.get(profile).syncs.sync({ guard: 'ask', only: only && new Set(only), full }),
    previewSync: ({ profile }) => profiles.get(profile).syncs.preview(),
    cancelSync: async ({ profile }) => {
      profiles.get(profile).cancel();
      return null;
    },
    answerGuard: async ({ profile, answer }) => {
      await profiles.get(profile).syncs.answerGuard(answer);
      return null;
    },
    undoLastSync: ({ profile, confirmed }) =>
      profiles.get(profile).syncs.undo(confirmed ? new Set(confirmed) : 'ask'),
    previewUndo: ({ profile }) => profiles.get(profile).syncs.previewUndo(),
    adoptUnclaimed: async ({ profile, jids }) => {
      await profiles.get(profile).syncs.adopt(jids);
      return null;
    },
    listContacts: async ({ profile }) => profiles.get(profile).contactRows(),
    listGroups: ({ profile }) => profiles.get(profile).groups.list(),
    refreshGroups: ({ profile }) => profiles.get(profile).groups.refresh(),
    checkGroupsFile: ({ profile, path }) => profiles.get(profile).groups.checkFile(path),
    saveGroupsFile: ({ profile, path, text, stamp }) =>
      profiles.get(profile).groups.saveFile(path, text, stamp),
    remoteReport: ({ profile }) => profiles.get(profile).remote.report(),
    checkRosterKind: ({ profile }) => profiles.get(profile).remote.check(),
    compareDocument: ({ profile }) => profiles.get(profile).remote.compare(),
    refreshRosters: ({ profile, users }) => profiles.get(profile).remote.refresh(users),
    servedReport: async ({ profile }) => profiles.get(profile).served.report(),
    importRoster: ({ profile, document }) => profiles.get(profile).served.import(document),
    removeServed: async ({ profile, jids }) => {
      await profiles.get(profile).served.removeOthers(jids);
      return null;
    },
  };
}
