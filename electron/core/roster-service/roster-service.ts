/**
 * Rolodial as the service that keeps rosters: listens as the settings say, tries again after a failure, and
 * keeps the last requests.
 */
import { hostname } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ServiceRequest, ServiceState } from '../../../shared/contract/service-report.ts';
import { type Problem, RolodialError, toProblem } from '../../../shared/errors.ts';
import type { ServiceSettings } from '../../../shared/settings/schema.ts';
import type { SecretSource } from '../../../shared/settings/secret.ts';
import { shortestServiceSecret } from '../../../shared/settings/service.ts';
import { backoffMs } from '../time/backoff.ts';
import type { FindAccount } from './answer.ts';
import { type Listener, listen } from './listener.ts';

/** What the service needs from outside. */
export interface ServiceOptions {
  /** Where relative paths of the settings begin. */
  readonly settingsFolder: string;
  readonly find: FindAccount;
  secret(source: SecretSource, field: string): Promise<string>;
  log(line: string): void;
}

/** All addresses of this computer. */
const everywhere: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const retry = { firstMs: 5_000, capMs: 300_000 };
const remembered = 50;

export class RosterService {
  readonly #options: ServiceOptions;
  readonly #onChange: () => void;
  #settings: ServiceSettings | null = null;
  #listener: Listener | null = null;
  #starting: Promise<void> = Promise.resolve();
  #status: ServiceState['status'] = 'off';
  #problem: Problem | null = null;
  #requests: readonly ServiceRequest[] = [];
  #failures = 0;
  #retry: NodeJS.Timeout | undefined;

  /** @param onChange told whenever `state` is another */
  constructor(options: ServiceOptions, onChange: () => void) {
    this.#options = options;
    this.#onChange = onChange;
  }

  get state(): ServiceState {
    return {
      status: this.#status,
      url: this.#settings?.enabled ? this.#url('SECRET') : null,
      problem: this.#problem,
      requests: [...this.#requests],
    };
  }

  /** The address for the server's `http_roster_url`, with the secret. */
  async url(): Promise<string | null> {
    const secret = await this.#secret(this.#settings);
    return this.#url(secret === null ? '' : encodeURIComponent(secret));
  }

  /**
   * Listens as these settings say from now on.
   * @param isRenewed whether the secret was replaced, although the settings name the same place for it
   */
  async apply(settings: ServiceSettings, isRenewed = false): Promise<void> {
    if (!isRenewed && isDeepStrictEqual(settings, this.#settings)) return;
    this.#settings = settings;
    this.#failures = 0;
    await this.#restart();
  }

  /** Stops listening. */
  async stop(): Promise<void> {
    this.#settings = null;
    await this.#restart();
  }

  /** Restarts run one after the other, so that the port is free before it is taken again. */
  async #restart(): Promise<void> {
    clearTimeout(this.#retry);
    this.#starting = this.#starting.then(() => this.#run());
    await this.#starting;
  }

  async #run(): Promise<void> {
    await this.#listener?.close();
    this.#listener = null;
    const settings = this.#settings;
    if (!settings?.enabled) return this.#show('off', null);
    this.#show('starting', null);
    try {
      this.#listener = await listen({
        address: settings.address,
        port: settings.port,
        tls: this.#tlsFiles(settings),
        secret: await this.#secret(settings),
        find: this.#options.find,
        onRequest: (request) => this.#answered(request),
        log: this.#options.log,
      });
      this.#failures = 0;
      this.#options.log(`service: listens at ${this.#url('SECRET')}`);
      this.#show('listening', null);
    } catch (error) {
      const problem = toProblem(serviceProblem(error, settings));
      this.#failures += 1;
      const wait = backoffMs(retry, this.#failures);
      this.#retry = setTimeout(() => this.#restart(), wait);
      this.#retry.unref();
      this.#options.log(
        `service: ${problem.message} Trying again in ${Math.ceil(wait / 1_000)} seconds.`,
      );
      this.#show('failed', problem);
    }
  }

  #tlsFiles({ tls }: ServiceSettings) {
    if (!tls) return null;
    const absolute = (file: string) => path.resolve(this.#options.settingsFolder, file);
    return { certificate: absolute(tls.certificate), key: absolute(tls.key) };
  }

  async #secret(settings: ServiceSettings | null): Promise<string | null> {
    if (!settings?.secret) return null;
    const secret = await this.#options.secret(settings.secret, 'service.secret');
    if (secret.length >= shortestServiceSecret) return secret;
    const detail = `it has fewer than ${shortestServiceSecret} characters`;
    throw new RolodialError('settings-invalid', `service.secret: ${detail}.`, {
      field: 'service.secret',
      detail,
    });
  }

  #url(secret: string): string | null {
    const settings = this.#settings;
    if (!settings) return null;
    const { address, tls } = settings;
    const port = this.#listener?.port ?? settings.port;
    const name = everywhere.has(address) ? hostname() : address;
    const host = name.includes(':') ? `[${name}]` : name;
    const path = settings.secret ? `/${secret}/contacts/%s` : '/contacts/%s';
    return `${tls ? 'https' : 'http'}://${host}:${port}${path}`;
  }

  #answered(request: ServiceRequest): void {
    const { from, method, account, status, bytes, durationMs } = request;
    this.#options.log(
      `service: ${from} ${method} ${account ?? '?'} ${status}, ${bytes} bytes, ${durationMs} ms`,
    );
    this.#requests = [request, ...this.#requests].slice(0, remembered);
    this.#onChange();
  }

  #show(status: ServiceState['status'], problem: Problem | null): void {
    this.#status = status;
    this.#problem = problem;
    this.#onChange();
  }
}

function serviceProblem(error: unknown, { address, port }: ServiceSettings): unknown {
  if (error instanceof RolodialError || !(error instanceof Error)) return error;
  const detail = words[codeOf(error)] ?? error.message;
  return new RolodialError(
    'service-failed',
    `The roster service cannot listen at ${address}, port ${port}: ${detail}.`,
    { address, port, detail },
    { cause: error },
  );
}

const words: Readonly<Partial<Record<string, string>>> = {
  EADDRINUSE: 'another program listens there, perhaps another Rolodial',
  EADDRNOTAVAIL: 'this is no address of this computer',
  EACCES: 'the system does not allow it; ports below 1024 are kept for services',
  ENOTFOUND: 'this is no address',
};

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
