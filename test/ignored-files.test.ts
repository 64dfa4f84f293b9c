import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import test from 'ava';

const isIgnored = (file: string): boolean => {
  try {
    execFileSync('git', ['check-ignore', '--no-index', '--quiet', file]);
    return true;
  } catch {
    return false;
  }
};

const SECRETS = [
  '.env',
  '.env.render',
  '.env.production',
  'deploy/.env',
  'google-credentials.json',
  'credentials.json',
  'service_account.json',
  'google-service-account-prod.json',
  'my-service-account.json',
  'keys/serviceAccountKey.json',
  'Service-Account.JSON',
  // As Google's console names the keys that it makes: project and the first digits of the key's id.
  'proxycall-prod-480213-a1b2c3d4e5f6.json',
  'client_secret_1234.apps.googleusercontent.com.json',
  'apps-script/.clasp.json',
  'apps-script/.clasprc.json',
  'key.pem',
  'key.p12',
];
const SOURCES = [
  '.env.example',
  '.env.render.example',
  'apps-script/.clasp.json.example',
  'apps-script/appsscript.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'typedoc.json',
  'src/adapters/sheets/google/spreadsheet.ts',
  'docs/sheets.md',
  '.prettierrc.json',
];

(existsSync('.git') ? test : test.skip)(
  'git ignores secrets and key files, and nothing that belongs to the project',
  (t) => {
    for (const file of SECRETS) t.true(isIgnored(file), file);
    for (const file of SOURCES) t.false(isIgnored(file), file);
  },
);
