import { stat } from 'node:fs/promises';
import type { Env } from '../../config/env-reader.js';
import { isShort, readHttp, type HttpConfig } from '../../config/http.js';
import { createServerReader } from '../../config/server-reader.js';
import { readStore, type StoreConfig } from '../../config/store.js';
import { publicMetrics, shortToken, warning, type Finding } from './diagnosis.js';
import type { Say } from './language.js';

/** Warns of what the server of this configuration, or its files, show to others. The configuration has been found valid. */
export async function checkExposure(env: Env, say: Say): Promise<readonly Finding[]> {
  const reader = createServerReader(env);
  const apiTokens = reader.value('PROXYCALL_API_TOKEN');
  const http = readHttp(reader, apiTokens);
  return [
    ...(apiTokens.some(isShort) ? [shortToken('PROXYCALL_API_TOKEN', say)] : []),
    ...(isShort(http.metricsToken) ? [shortToken('PROXYCALL_METRICS_TOKEN', say)] : []),
    ...(apiTokens.length === 0 && areMetricsPublic(http) ? [publicMetrics(say)] : []),
    ...(await checkFiles(readStore(reader), say)),
  ];
}

function areMetricsPublic({ host = '', metricsToken, metricsPort }: HttpConfig): boolean {
  const isThisMachine = host.startsWith('127.') || host === '::1';
  return !isThisMachine && metricsToken === undefined && metricsPort === undefined;
}

/** Permission bits: the group and others may read. */
const OTHERS_READ = 0o044;

async function checkFiles(store: StoreConfig, say: Say): Promise<readonly Finding[]> {
  // Windows has no such bits.
  if (store.kind !== 'sqlite' || process.platform === 'win32') return [];
  const findings: Finding[] = [];
  for (const file of ['', '-wal', '-shm', '.key'].map((suffix) => store.path + suffix)) {
    const mode = await stat(file).then(
      (found) => found.mode,
      () => 0,
    );
    if ((mode & OTHERS_READ) === 0) continue;
    const detail = say('other users of this computer can read {file}', { file });
    findings.push(warning('store', detail, say('"chmod 600 {file}" makes it private.', { file })));
  }
  return findings;
}
