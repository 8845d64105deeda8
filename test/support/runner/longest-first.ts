/** The order in which files of tests start: the longest first, so that no worker is left alone with one. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Ends of the names of the files that take longest on a quiet machine, the longest first. */
const longest = ['integration/roster-rate-limit.test.ts'];

/** Projects in the order of how long their files take. */
const projects = ['integration', 'e2e', 'slow', 'unit'];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const index = longest.findIndex((end) => moduleId.endsWith(end));
  return index < 0 ? longest.length + projects.indexOf(project.name) : index;
}
