/** How fields are bound to a form of settings. */
import type { UseFormReturnType } from '@mantine/form';
import type { ChangeEvent } from 'react';

/**
 * A field that is checked when it is left, but not before anything stands in it. Only for forms whose buttons
 * stay in place: a message that appears below a field would move the button that is just being pressed.
 */
export function field<Values>(form: UseFormReturnType<Values>, path: string) {
  const props = form.getInputProps(path);
  return {
    ...props,
    onBlur: () => {
      if (props.value !== '' && props.value !== undefined) form.validateField(path);
      // What was wrong with another field may have been this one: a port without a host.
      for (const wrong of Object.keys(form.errors)) if (wrong !== path) form.validateField(wrong);
    },
  };
}

/**
 * A yes/no setting. Absent and false mean the same where the setting is optional: switched off again, it is
 * what it was before.
 */
export function switchField<Values>(form: UseFormReturnType<Values>, path: string) {
  const { checked, ...props } = form.getInputProps(path, { type: 'checkbox' });
  const off = valueAt(form.getInitialValues(), path) === undefined ? undefined : false;
  return {
    ...props,
    checked: checked === true,
    onChange: ({ currentTarget }: ChangeEvent<HTMLInputElement>) =>
      form.setFieldValue(path, (currentTarget.checked || off) as never),
  };
}

function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    const isObject = typeof value === 'object' && value !== null;
    return isObject ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
  }, values);
}
