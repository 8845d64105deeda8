/**
 * What a form holds: the settings as they stand until someone edits them, and again once that is saved. The form
 * is never made anew for it, so that it keeps the focus, and what is unsaved outlives changes of other settings.
 */
import { useState } from 'react';

interface Edited<Fields> {
  readonly fields: Fields;
  /** For what is saved: the settings before, as text. Those after are on their way, or are the same. */
  readonly settledOn?: string;
}

export interface EditedFields<Fields> {
  readonly fields: Fields;
  /** There is something to save. */
  readonly dirty: boolean;
  /** The last that was done was saving. */
  readonly settled: boolean;
  readonly edit: (changed: Partial<Fields>) => void;
  /** They were saved; what is given, without secrets, is shown until the settings arrive. */
  readonly settle: (fields: Fields) => void;
  /** Goes back to the settings. */
  readonly discard: () => void;
}

/** @param saved of the settings; compared by what JSON shows of it */
export function useEdited<Fields extends object>(saved: Fields): EditedFields<Fields> {
  const savedText = JSON.stringify(saved);
  const [edited, setEdited] = useState<Edited<Fields>>();
  const [settled, setSettled] = useState(false);
  if (edited?.settledOn !== undefined && edited.settledOn !== savedText) setEdited(undefined);
  const fields = edited?.fields ?? saved;
  const isEdited = edited !== undefined && edited.settledOn === undefined;
  return {
    fields,
    dirty: isEdited && JSON.stringify(fields) !== savedText,
    settled,
    edit(changed) {
      setSettled(false);
      setEdited((before) => ({ fields: { ...(before?.fields ?? saved), ...changed } }));
    },
    settle(left) {
      setSettled(true);
      setEdited({ fields: left, settledOn: savedText });
    },
    discard: () => setEdited(undefined),
  };
}
