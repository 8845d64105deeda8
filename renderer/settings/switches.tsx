/** The yes/no settings of an account: where each of them stands, and how it is shown. */
import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Profile } from '../../shared/settings/schema.ts';
import { switchField } from '../forms/fields.ts';
import type { ProfileFormApi } from './profile-form.ts';

/** The fields of a section of the settings that are yes or no. */
type YesNo<Section> = {
  [Name in keyof Section]-?: NonNullable<Section[Name]> extends boolean ? Name & string : never;
}[keyof Section];

/** Pausing is a command of its own, and what is under `remoteRoster` has a page of its own. */
type SwitchPath =
  | Exclude<YesNo<Profile>, 'paused'>
  | `xmpp.${YesNo<Profile['xmpp']>}`
  | `xmpp.tls.${YesNo<NonNullable<Profile['xmpp']['tls']>>}`
  | `carddav.${YesNo<Profile['carddav']>}`;

type NameOf<Path extends string> = Path extends `${string}.${infer Rest}` ? NameOf<Rest> : Path;

/** A field of the form that switches stand below. */
type Place = 'port' | 'ca';

/**
 * Each switch with its place, in the order in which they are shown. A yes/no setting of the schema that is
 * not named here does not compile, nor does one without words: `settings.<name>` and `settings.<name>Help`.
 */
const places: Readonly<Record<SwitchPath, Place>> = {
  'xmpp.directTls': 'port',
  'xmpp.tls.allowUnencryptedLoopback': 'ca',
  'xmpp.presence': 'ca',
};

interface SwitchesProps {
  readonly form: ProfileFormApi;
  readonly below: Place;
}

export function Switches({ form, below }: SwitchesProps) {
  const { t } = useTranslation();
  const paths = (Object.keys(places) as SwitchPath[]).filter((path) => places[path] === below);
  return paths.map((path) => {
    // The type says what the text is: what stands after the last dot.
    const name = path.slice(path.lastIndexOf('.') + 1) as NameOf<SwitchPath>;
    return (
      <Switch
        key={path}
        label={t(`settings.${name}`)}
        description={t(`settings.${name}Help`)}
        {...switchField(form, path)}
      />
    );
  });
}
