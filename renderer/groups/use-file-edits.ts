/** The edits of a groups file since it was read or saved, each of which can be undone. */
import { useState } from 'react';
import type { Edited, EditRefusal } from '../../shared/roster/shared-groups/edit.ts';
import { type GroupsFile, parseGroupsFile } from '../../shared/roster/shared-groups/file.ts';

/** Makes an edit, or says why it cannot be made. */
export type Edit = (make: (file: GroupsFile) => Edited) => EditRefusal | null;

interface FileEdits {
  /** The file with all edits. */
  readonly file: GroupsFile;
  /** There are unsaved edits. */
  readonly isChanged: boolean;
  readonly edit: Edit;
  /** Takes the last edit back. */
  readonly undo: () => void;
  /** Takes all edits back. */
  readonly discard: () => void;
  /** Starts again from a file that was just saved. */
  readonly restart: (text: string) => void;
}

/** @param onChange called after each edit with whether there are unsaved edits */
export function useFileEdits(text: string, onChange: (isChanged: boolean) => void): FileEdits {
  const [states, setStates] = useState<readonly GroupsFile[]>(() => [parseGroupsFile(text)]);
  const file = states.at(-1) ?? parseGroupsFile(text);

  function show(next: readonly GroupsFile[]): void {
    setStates(next);
    onChange(next.length > 1);
  }

  return {
    file,
    isChanged: states.length > 1,
    edit(make) {
      const edited = make(file);
      if (edited.ok) show([...states, edited.file]);
      return edited.ok ? null : edited.reason;
    },
    undo: () => show(states.slice(0, -1)),
    discard: () => show(states.slice(0, 1)),
    restart: (saved) => show([parseGroupsFile(saved)]),
  };
}
