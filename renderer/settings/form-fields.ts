/** How the form's fields are bound: checked when they are left, but not before anything stands in them. */
import type { UseFormReturnType } from '@mantine/form';
import type { ProfileForm } from './profile-form.ts';

export type ProfileFormApi = UseFormReturnType<ProfileForm>;

export function field(form: ProfileFormApi, path: string) {
  const props = form.getInputProps(path);
  return {
    ...props,
    onBlur: () => {
      if (props.value !== '') form.validateField(path);
      // What was wrong elsewhere may be right by now: a port has got its host.
      for (const other of Object.keys(form.errors)) form.validateField(other);
      // What was wrong with another field may have been this one: a port without a host.
      for (const wrong of Object.keys(form.errors)) if (wrong !== path) form.validateField(wrong);
    },
  };
}

/** Fields that are folded away under Advanced, to unfold them when one needs attention. */
export const advancedFields: readonly (keyof ProfileForm)[] = [
  'host',
  'port',
  'directTls',
  'presence',
  'ca',
  'allowUnencrypted',
  'id',
];
