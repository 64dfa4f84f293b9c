import test from 'ava';
import { mailFault } from '../../src/domain/model/mail.js';
import { REPORT_PHRASES } from '../../src/domain/model/report/phrases.js';
import type { WeeklyReport } from '../../src/domain/model/report/weekly-report.js';
import { writeWeeklyReport } from '../../src/domain/model/report/writing.js';

const REPORT: WeeklyReport = {
  ...{ week: '2026-W12', from: '2026-03-15T23:00:00.000Z', until: '2026-03-22T23:00:00.000Z' },
  ...{ timeZone: 'Europe/Paris', countedAt: '2026-03-23T05:00:12.000Z' },
  ...{ keptSince: '2025-12-23T05:00:12.000Z', complete: true },
  clients: { total: 1284, withNumber: 1190, withoutNumber: 94, confirmed: 312, sharingPhone: 6 },
  numbersGiven: { thisWeek: 41, weekBefore: 52, difference: -11 },
  orders: 906,
  calls: {
    total: 1503,
    outcomes: [
      { outcome: 'answered', count: 1102 },
      { outcome: 'no_answer', count: 307 },
      { outcome: 'code_wanted', count: 94 },
    ],
    ...{ answeredRate: 0.782, medianRingSeconds: 11.5, minutes: 2107.3 },
  },
  texts: { total: 220, outcomes: [{ outcome: 'delivered', count: 220 }] },
  ...{ unknownCallers: 131, firstCalls: 388 },
  pools: [
    {
      ...{ countryIso: 'FR', owned: 1300, available: 74, assigned: 1150, shared: 40, reserved: 0 },
      ...{ quarantined: 30, held: 5, error: 1, monthlyCost: 1950 },
    },
  ],
  ...{ monthlyCost: 1950, unpricedNumbers: 3 },
};

test('what a shop calls itself adds nothing to the HTML, and no line to the subject', (t) => {
  const shopName = '<img src=x onerror="alert(1)"> & Söhne {week}\r\nBcc: x@shop.example';
  for (const language of ['fr', 'en', 'de'] as const) {
    const { subject, text, html } = writeWeeklyReport(REPORT, { language, shopName });
    t.is(mailFault({ messageId: 'm', to: 'office@shop.example', subject, text, html }), undefined);
    t.true(html.includes('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; Söhne {week}'), html);
    t.false(html.includes('<img'));
    t.true(html.includes(`<html lang="${language === 'fr' ? 'fr' : 'en'}">`));
  }
});

test('text and HTML say the same, in English and French', (t) => {
  for (const [language, figures] of [
    ['en', ['1,284', '41', '52 (-11)', '78.2%', '11.5 s', '2,107.3', '1,950.00', '16 March 2026', '22 March 2026']],
    ['fr', ['1 284', '41', '52 (-11)', '78,2 %', '11,5 s', '2 107,3', '1 950,00', '16 mars 2026', '22 mars 2026']],
  ] as const) {
    const { text, html } = writeWeeklyReport(REPORT, { language, shopName: 'La boutique' });
    const spaces = (each: string) => each.replaceAll(/[\u00a0\u202f]/g, ' ');
    for (const figure of figures) {
      t.true(spaces(text).includes(figure), `${figure} in ${text}`);
      t.true(spaces(html).includes(figure), figure);
    }
    const width = new Set(
      text
        .split('\n')
        .filter((line) => line.startsWith('  '))
        .map((line) => /^ +[^ ].*? {2,}(?=[^ ])/.exec(line)?.[0].length),
    );
    t.is(width.size, 1, text);
  }
});

test('every outcome has words in both languages', (t) => {
  for (const { outcomes } of Object.values(REPORT_PHRASES))
    for (const words of Object.values(outcomes)) t.true(words.length > 1);
  t.deepEqual(Object.keys(REPORT_PHRASES.en.outcomes), Object.keys(REPORT_PHRASES.fr.outcomes));
});

test('a week that is not on record any more is said to be incomplete', (t) => {
  for (const [language, words] of [
    ['en', /^Incomplete: what ended before 23 Dec 2025, 06:00 may have been dropped \(PROXYCALL_RETENTION_DAYS\)\.$/m],
    [
      'fr',
      /^Incomplet : ce qui s’est terminé avant le 23 déc\. 2025,? 06:00 peut avoir été supprimé \(PROXYCALL_RETENTION_DAYS\)\.$/m,
    ],
  ] as const) {
    const { text, html } = writeWeeklyReport({ ...REPORT, complete: false }, { language, shopName: 'Shop' });
    t.regex(text, words);
    t.regex(html, /PROXYCALL_RETENTION_DAYS/);
    t.notRegex(writeWeeklyReport(REPORT, { language, shopName: 'Shop' }).text, /ncompl/);
  }
});

test('what is not known is left out', (t) => {
  const nothing: WeeklyReport = {
    ...REPORT,
    numbersGiven: { thisWeek: 41, weekBefore: undefined, difference: undefined },
    calls: { total: 0, outcomes: [], answeredRate: undefined, medianRingSeconds: undefined, minutes: 0 },
    ...{ pools: [], monthlyCost: undefined },
  };
  const { text } = writeWeeklyReport(nothing, { language: 'en', shopName: undefined });
  t.notRegex(text, /undefined|NaN|median|Answered|Cost|week before/);
  t.regex(text, /^Week 2026-W12\n\nProxyCall\n/);
});
