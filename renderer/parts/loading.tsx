/** A spinner in the place of content that has not arrived yet. */
import { Center, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function Loading() {
  const { t } = useTranslation();
  return (
    <Center flex={1}>
      <Loader role="status" aria-label={t('common.loading')} />
    </Center>
  );
}
