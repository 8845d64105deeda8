/** What stands on the Overview before there is a profile: what Rolodial does, and where to begin. */
import { Button, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { routeHref } from '../frame/route.ts';
import { BookIcon, ChatIcon, PhoneIcon } from '../parts/icons.tsx';
import classes from './first-run.module.css';

const steps = [
  { step: 'account', icon: <ChatIcon size={22} /> },
  { step: 'book', icon: <BookIcon size={22} /> },
  { step: 'numbers', icon: <PhoneIcon size={22} /> },
] as const;

export function FirstRun() {
  const { t } = useTranslation();
  return (
    <section className={classes['card']} aria-labelledby="first-run">
      <Title order={2} id="first-run" className={classes['title']}>
        {t('overview.firstRun.title')}
      </Title>
      <Text c="dimmed" maw="58ch">
        {t('overview.firstRun.text')}
      </Text>
      <ol className={classes['steps']}>
        {steps.map(({ step, icon }) => (
          <li key={step} className={classes['step']}>
            <span className={classes['icon']}>{icon}</span>
            <Text fw={600} size="sm">
              {t(`overview.firstRun.steps.${step}.title`)}
            </Text>
            <Text c="dimmed" size="sm">
              {t(`overview.firstRun.steps.${step}.text`)}
            </Text>
          </li>
        ))}
      </ol>
      <Button component="a" href={routeHref({ page: 'profile', profile: null })} size="md">
        {t('overview.firstRun.action')}
      </Button>
    </section>
  );
}
