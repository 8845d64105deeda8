/** What is saved when settings change while a form of them is open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withEdits } from '../../../renderer/forms/with-edits.ts';
import { sampleProfile } from '../../support/core-double/sample-profile.ts';
import { anyProfile } from '../../support/settings/any-of-schema.ts';

describe('what is saved from a form', () => {
  it('is what was edited, and for the rest the settings as they are by then', () => {
    const edited = { ...sampleProfile, format: '%first' };
    const now = {
      ...{ ...sampleProfile, paused: true },
      sharedGroups: { marks: { Friends: 'personal' as const } },
    };
    expect(withEdits<object>(sampleProfile, edited, now)).toEqual({ ...now, format: '%first' });
  });

  it('is edited field by field, also within a section', () => {
    const { xmpp } = sampleProfile;
    const edited = { ...sampleProfile, xmpp: { ...xmpp, host: 'a.example' } };
    const now = { ...sampleProfile, xmpp: { ...xmpp, presence: true } };
    expect(withEdits<object>(sampleProfile, edited, now)).toEqual({
      ...sampleProfile,
      xmpp: { ...xmpp, presence: true, host: 'a.example' },
    });
  });

  it('loses a field that was emptied, and a secret as a whole', () => {
    const { domain: _, ...edited } = sampleProfile;
    expect(withEdits<object>(sampleProfile, edited, sampleProfile)).toStrictEqual(edited);
    const [before, typed, now] = [{ env: 'A' }, { value: 'new' }, { file: 'f' }];
    expect(withEdits<object>({ password: before }, { password: typed }, { password: now })).toEqual(
      {
        password: typed,
      },
    );
  });

  it('is the settings of now without edits, and the edits where nothing else changed', () => {
    fc.assert(
      fc.property(anyProfile, anyProfile, (one, other) => {
        expect(withEdits(one, one, other)).toBe(other);
        expect(withEdits(one, other, one)).toStrictEqual(other);
      }),
    );
  });
});
