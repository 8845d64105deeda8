/** What a format makes of a few contacts, while it is being typed; warns of tokens that nobody knows. */
import { useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatName } from '../../shared/roster/format.ts';
import type { Profile } from '../../shared/settings/schema.ts';
import { useAppState } from '../bridge/core-context.tsx';
import { useContacts } from '../bridge/use-contacts.ts';
import { useFormats } from '../i18n/use-formats.ts';
import { WarningIcon } from '../parts/icons.tsx';
import { nationalNumber } from '../parts/phone-number.ts';
import { formatSamples } from './format-samples.ts';
import classes from './format-section.module.css';
import { labelsOf } from './label-rows.ts';
import type { ProfileForm } from './profile-form.ts';
import { relabelled } from './relabel.ts';

interface FormatPreviewProps {
  readonly values: Pick<ProfileForm, 'format' | 'dids' | 'labels'>;
  /** Whose contacts to show; none for a new profile. */
  readonly profile: Profile | undefined;
}

export function FormatPreview({ values, profile }: FormatPreviewProps) {
  const { t } = useTranslation();
  const { list } = useFormats();
  const titleId = useId();
  const state = useAppState().profiles.find(({ id }) => id === profile?.id);
  const { rows } = useContacts(state);
  const { samples, real } = useMemo(() => formatSamples(rows), [rows]);
  const did = values.dids[0];
  const labels = labelsOf(values.labels);
  const own = {
    alias: did?.alias.trim() || t('settings.sampleAlias'),
    did: did?.number.trim() || '+16135550100',
  };
  const names = samples.map((sample) => {
    const type = relabelled(sample.type, real ? (profile?.labels ?? {}) : {}, labels);
    const national = nationalNumber(sample.number);
    return formatName(values.format, { ...sample, ...own, type, national });
  });
  const unknown = names[0]?.unknownTokens.map((token) => `%${token}`) ?? [];
  return (
    <div>
      <p id={titleId} className={classes['previewTitle']}>
        {t(real ? 'settings.formatPreviewReal' : 'settings.formatPreviewSample')}
      </p>
      <ul className={classes['preview']} aria-labelledby={titleId} data-testid="format-preview">
        {samples.map((sample, index) => (
          <li key={`${sample.number} ${sample.name}`} dir="auto">
            {names[index]?.name}
          </li>
        ))}
      </ul>
      <div role="status">
        {unknown.length > 0 && (
          <p className={classes['warning']}>
            <WarningIcon size={16} />
            {t('settings.formatUnknown', { count: unknown.length, tokens: list(unknown) })}
          </p>
        )}
      </div>
    </div>
  );
}
