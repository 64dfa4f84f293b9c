import { generateKeyPairSync } from 'node:crypto';

export const SID = `AC${'a1'.repeat(16)}`;
/** As long as production asks for. */
export const TOKEN = 'sixteen-or-more!';
export const twilio = { TWILIO_ACCOUNT_SID: SID, TWILIO_AUTH_TOKEN: 'topsecret', PUBLIC_BASE_URL: 'https://p.example' };

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
export const sheets = {
  PROXYCALL_STORE: 'sheets',
  GOOGLE_SHEET_ID: '1aBc_-9',
  GOOGLE_SERVICE_ACCOUNT_JSON: JSON.stringify({
    client_email: 'p@project.iam.gserviceaccount.example',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }),
};
