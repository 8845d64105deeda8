/** What to do about items that the user or another application has named. */
import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../parts/card.tsx';
import { type ProfileFormApi, renamings, takeovers } from './profile-form.ts';

export function ElsewhereSection({ form }: { form: ProfileFormApi }) {
  const { t } = useTranslation();
  return (
    <Card title={t('settings.section.elsewhere')} help={t('settings.section.elsewhereHelp')}>
      <Radio.Group label={t('settings.takeover')} {...form.getInputProps('takeover')}>
        <Stack gap={10} pt={6}>
          {takeovers.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={t(`settings.takeoverChoice.${choice}`)}
              description={t(`settings.takeoverHelp.${choice}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Radio.Group label={t('settings.renamed')} {...form.getInputProps('renamedElsewhere')}>
        <Stack gap={10} pt={6}>
          {renamings.map((choice) => (
            <Radio
              key={choice}
              value={choice}
              label={t(`settings.renamedChoice.${choice}`)}
              description={t(`settings.renamedHelp.${choice}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
    </Card>
  );
}
