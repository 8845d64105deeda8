/** What the form of the service holds, and what is wrong with it; the schema of the settings decides. */

import {
  type ServiceInput,
  type ServiceSettings,
  serviceInputSchema,
} from '../../shared/settings/schema.ts';
import { shortestServiceSecret } from '../../shared/settings/service.ts';
import type { en } from '../i18n/en/index.ts';
import type { FormReading } from '../parts/edit-form.tsx';

export interface ServiceFields {
  readonly enabled: boolean;
  readonly address: string;
  /** Text while it is no number. */
  readonly port: number | string;
  /** A new secret; empty for the one that is kept, or none. */
  readonly secret: string;
  readonly forgetsSecret: boolean;
  readonly certificate: string;
  readonly key: string;
}

/** A key of `service.invalid` in the catalogue. */
type InvalidKey = keyof typeof en.service.invalid;

export type ServiceProblems = Readonly<Partial<Record<keyof ServiceFields, InvalidKey>>>;

export const nothingWrong: ServiceProblems = {};

export function fieldsOf({ enabled, address, port, tls }: ServiceSettings): ServiceFields {
  return {
    ...{ enabled, address, port, secret: '', forgetsSecret: false },
    ...{ certificate: tls?.certificate ?? '', key: tls?.key ?? '' },
  };
}

/** As they are shown once they were saved. */
export function savedFields(fields: ServiceFields): ServiceFields {
  return {
    ...{ ...fields, secret: '', forgetsSecret: false, address: fields.address.trim() },
    ...{ certificate: fields.certificate.trim(), key: fields.key.trim() },
  };
}

/** @param saved what is kept now, for a secret that stays */
export function readFields(
  fields: ServiceFields,
  saved: ServiceSettings,
): FormReading<ServiceInput, ServiceProblems> {
  const wrong: Partial<Record<keyof ServiceFields, InvalidKey>> = {};
  const { enabled, address, port, certificate, key } = savedFields(fields);
  const { forgetsSecret, secret: typed } = fields;
  const secret = typed !== '' ? { value: typed } : forgetsSecret ? undefined : saved.secret;
  const reading = serviceInputSchema.safeParse({
    ...{ enabled, address, port },
    ...(secret && { secret }),
    ...(certificate !== '' && key !== '' && { tls: { certificate, key } }),
  });
  for (const { path } of reading.error?.issues ?? []) {
    const [field] = path;
    if (field === 'address' || field === 'port' || field === 'secret') wrong[field] ??= field;
  }
  // Whether others can reach it is not known of what is no address.
  if (wrong.address) delete wrong.secret;
  if (typed !== '' && typed.length < shortestServiceSecret) wrong.secret ??= 'shortSecret';
  if ((certificate === '') !== (key === ''))
    wrong[certificate === '' ? 'certificate' : 'key'] = 'tls';
  return reading.success && Object.keys(wrong).length === 0
    ? { ok: true, input: reading.data }
    : { ok: false, wrong };
}

/** 32 random bytes, safe in a path as they stand. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
