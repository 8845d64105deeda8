/**
 * The order in which files of tests start: the longest first, so that none is left running alone at the end.
 * After them, those that wait for servers beside those that keep the processor busy.
 */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes longest on a quiet machine, the longest first. A real Radicale works hardest for the large book,
 * and must not keep silent for a minute: beside it stands what mostly waits.
 */
const longest = [
  'integration/roster-rate-limit.test.ts',
  'integration/carddav-reading-large.test.ts',
  'integration/cut-off.test.ts',
  'integration/xmpp-interruptions.test.ts',
  'e2e/window/looks.test.ts',
  'integration/roster-prosody.test.ts',
  'integration/roster-ejabberd.test.ts',
  'integration/roster-settings.test.ts',
  'slow/contact/any-input.test.ts',
  'e2e/window/overview.test.ts',
  'e2e/window/service.test.ts',
  'e2e/shell/window.test.ts',
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const places = new Map(sorted.map((file) => [file, placeOf(file, sorted)]));
    return sorted.toSorted((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
  }
}

/** Below 0 for the longest, from 0 to 1 for the others, from 2 for unit tests, which share processes. */
function placeOf(file: TestSpecification, sorted: readonly TestSpecification[]): number {
  const index = longest.findIndex((end) => file.moduleId.endsWith(`/test/${end}`));
  if (index >= 0) return index - longest.length;
  const ofProject = sorted.filter(({ project }) => project.name === file.project.name);
  const share = ofProject.indexOf(file) / ofProject.length;
  return file.project.name === 'unit' ? 2 + share : share;
}
