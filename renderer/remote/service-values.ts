/** What the form of the service holds, and what is wrong with it; the schema of the settings decides. */
import type { UseFormReturnType } from '@mantine/form';
import {
  type ServiceInput,
  type ServiceSettings,
  serviceInputSchema,
} from '../../shared/settings/schema.ts';
import { shortestServiceSecret } from '../../shared/settings/service.ts';
import { withoutUndefined } from '../../shared/settings/without-undefined.ts';
import { typedSecret } from '../forms/secret-field.tsx';
import type { FormReading, InvalidKey } from '../forms/use-settings-form.ts';

/** The settings themselves, with texts instead of an absent certificate. */
export type ServiceValues = Omit<ServiceInput, 'port' | 'tls'> & {
  /** Text while it is no number. */
  port: number | string;
  tls: { certificate: string; key: string };
  /** The secret that is kept goes, where no new one is typed. */
  forgetsSecret: boolean;
};
export type ServiceFormApi = UseFormReturnType<ServiceValues>;

export function serviceValuesOf(service: ServiceSettings): ServiceValues {
  return {
    ...service,
    tls: {
      ...service.tls,
      certificate: service.tls?.certificate ?? '',
      key: service.tls?.key ?? '',
    },
    forgetsSecret: false,
  };
}

/** The way back, unchecked; what the form only carries goes back as it came. */
export function serviceInputOf({ forgetsSecret, ...values }: ServiceValues) {
  const { address, secret } = values;
  const tls = trimmedTls(values);
  const isForgotten = forgetsSecret && typedSecret(secret) === '';
  return withoutUndefined({
    ...values,
    address: address.trim(),
    secret: isForgotten ? undefined : secret,
    tls: tls.certificate !== '' && tls.key !== '' ? tls : undefined,
  });
}

function trimmedTls({ tls }: Pick<ServiceValues, 'tls'>): ServiceValues['tls'] {
  return { ...tls, certificate: tls.certificate.trim(), key: tls.key.trim() };
}

const invalidKeys: Readonly<Record<string, InvalidKey>> = {
  address: 'service.invalid.address',
  port: 'service.invalid.port',
  secret: 'service.invalid.secret',
};

export function checkService(input: unknown, values: ServiceValues): FormReading<ServiceInput> {
  const reading = serviceInputSchema.safeParse(input);
  const issues: Record<string, InvalidKey> = {};
  for (const { path } of reading.error?.issues ?? []) {
    const field = path.join('.');
    const key = invalidKeys[field];
    if (key) issues[field] ??= key;
  }
  // An invalid address does not tell whether other computers can reach it.
  if (issues['address']) delete issues['secret'];
  const typed = typedSecret(values.secret);
  if (typed !== '' && typed.length < shortestServiceSecret) {
    issues['secret'] ??= 'service.invalid.shortSecret';
  }
  const { certificate, key } = trimmedTls(values);
  if ((certificate === '') !== (key === '')) {
    issues[certificate === '' ? 'tls.certificate' : 'tls.key'] = 'service.invalid.tls';
  }
  return reading.success && Object.keys(issues).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, issues };
}

/** 32 random bytes in the base64 that is safe in a URL, without padding (RFC 4648 §5). */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
