/**
 * A form of some settings. It shows the settings as they stand until somebody edits it, keeps what was
 * edited while other settings change, and saves what was edited into the settings as they are by then.
 */
import { type UseFormReturnType, useForm } from '@mantine/form';
import type { ParseKeys } from 'i18next';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandInput } from '../../shared/contract/contract.ts';
import type { Problem } from '../../shared/errors.ts';
import { useCommand } from '../bridge/core-context.tsx';
import { useAnnounce } from '../frame/announcer.tsx';
import { focusFirstInvalid } from './focus-first-invalid.ts';
import { withEdits } from './with-edits.ts';

/** A key of the catalogue that says what is wrong with a field. */
export type InvalidKey = Extract<
  ParseKeys,
  | `settings.invalid.${string}`
  | `service.invalid.${string}`
  | `remote.invalid${string}`
  | `remote.headerInvalid.${string}`
>;

/** What the form would save, or what is wrong with it, by the paths of the fields. */
export type FormReading<Input> =
  | { readonly ok: true; readonly input: Input }
  | { readonly ok: false; readonly issues: Readonly<Record<string, InvalidKey>> };

type SavingCommand = 'saveProfile' | 'saveService';

interface SettingsFormOptions<Settings, Values, Name extends SavingCommand, Input> {
  readonly command: Name;
  /** The settings as they stand. */
  readonly saved: Settings;
  /** @param shown the values until now, for the keys of rows that stay */
  readonly valuesOf: (settings: Settings, shown?: Values) => Values;
  /** The way back, unchecked. It carries what the form does not show. */
  readonly inputOf: (values: Values) => object;
  readonly check: (input: object, values: Values) => FormReading<Input>;
  /** The settings that such an input becomes: without new secrets. */
  readonly settingsOf: (input: Input, saved: Settings) => Settings;
  readonly onSaved?: () => void;
}

export interface SettingsFormApi<Values> {
  readonly form: UseFormReturnType<Values>;
  /** There is something to save. */
  readonly dirty: boolean;
  /** Nothing was edited since it was saved. */
  readonly justSaved: boolean;
  readonly running: boolean;
  /** Why it could not be saved. */
  readonly problem: Problem | undefined;
  readonly submit: (event: FormEvent<HTMLFormElement>) => Promise<void>;
  /** Goes back to the settings. */
  readonly discard: () => void;
  /**
   * Says what is wrong with some of the fields.
   *
   * @param isMeant whether the field of this path is one of them
   * @returns whether all of them are right
   */
  readonly checkFields: (isMeant: (path: string) => boolean) => boolean;
}

export function useSettingsForm<
  Settings extends object,
  Values extends object,
  Name extends SavingCommand,
  Input extends CommandInput<Name>,
>(options: SettingsFormOptions<Settings, Values, Name, Input>): SettingsFormApi<Values> {
  const { saved, valuesOf, inputOf, check, settingsOf, onSaved } = options;
  const { t } = useTranslation();
  const announce = useAnnounce();
  const { run, running, problem } = useCommand(options.command);
  const [justSaved, setJustSaved] = useState(false);
  const [initialValues] = useState(() => valuesOf(saved));
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues,
    validate: (values) => {
      const reading = read(values);
      return reading.ok ? {} : words(reading.issues);
    },
  });
  const dirty = JSON.stringify(form.values) !== JSON.stringify(form.getInitialValues());

  const savedText = JSON.stringify(saved);
  const arrived = useRef(savedText);
  /** The settings as they stand, as far as the window knows: what it has just saved may not have arrived. */
  const current = useRef(saved);
  const shown = useRef(saved);
  useEffect(() => {
    if (arrived.current !== savedText) current.current = saved;
    arrived.current = savedText;
    if (dirty) setJustSaved(false);
    else if (shown.current !== current.current) show(current.current);
  });

  function show(settings: Settings): void {
    shown.current = settings;
    form.setInitialValues(valuesOf(settings, form.getValues()));
    form.reset();
  }

  function read(values: Values): FormReading<Input> {
    return check(
      withEdits(inputOf(form.getInitialValues()), inputOf(values), current.current),
      values,
    );
  }

  function words(issues: Readonly<Record<string, InvalidKey>>): Record<string, string> {
    return Object.fromEntries(Object.entries(issues).map(([path, key]) => [path, t(key)]));
  }

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (running) return;
    const element = event.currentTarget;
    const reading = read(form.getValues());
    if (!reading.ok) {
      form.setErrors(words(reading.issues));
      focusFirstInvalid(element, reading.issues);
      return;
    }
    form.clearErrors();
    const answer = await run(reading.input);
    if (!answer.ok) return;
    announce(t('settings.saved'));
    current.current = settingsOf(reading.input, current.current);
    show(current.current);
    setJustSaved(true);
    onSaved?.();
  }

  return {
    form,
    dirty,
    justSaved,
    running,
    problem,
    submit,
    discard: () => show(current.current),
    checkFields(isMeant) {
      const reading = read(form.getValues());
      const issues = reading.ok ? [] : Object.entries(reading.issues);
      const meant = issues.filter(([path]) => isMeant(path));
      form.setErrors({ ...form.errors, ...words(Object.fromEntries(meant)) });
      return meant.length === 0;
    },
  };
}
