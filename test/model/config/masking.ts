import test from 'ava';
import { maskPersonalData } from '../../../src/domain/model/personal-data.js';
import { createLogger } from '../../../src/adapters/system/index.js';
import { SID } from './environments.js';

test('texts from elsewhere are masked: phone numbers, email addresses, tokens, SIDs, known secrets; ids stay', (t) => {
  const id = '2af32fbd-1234-4ce5-9424-2c8902952345';
  t.is(maskPersonalData(`call +33639981234 of ada@shop.example, key ${id}`), `call +****1234 of ***@***, key ${id}`);
  t.is(maskPersonalData('GET /x/%2B33639981234?y=33639981234'), 'GET /x/+****1234?y=+****1234');
  t.is(maskPersonalData('Authorization: Bearer abc.def'), 'Authorization: Bearer ***');
  t.is(maskPersonalData(`account ${SID} of s3cret`, ['s3cret']), 'account ACxx…a1a1 of ***');
  t.is(maskPersonalData('port 8000, 3 retries'), 'port 8000, 3 retries');
});

test('errors are logged with their causes, masked and without other properties', (t) => {
  const lines: string[] = [];
  const logger = createLogger({
    level: 'info',
    secrets: ['s3cret'],
    destination: { write: (line) => void lines.push(line) },
  });
  const cause = Object.assign(new Error('to +33639981234 with s3cret'), {
    code: 21211,
    config: { data: 'Body=private' },
  });
  logger.error('failed', new Error('outer', { cause }), { number: '+33639981234', count: 3 });
  logger.error('odd', 'just +33639981234');
  logger.debug('hidden');
  const text = lines.join('');
  t.is(lines.length, 2);
  t.regex(text, /21211/);
  for (const secret of ['3363998', 's3cret', 'private']) t.false(text.includes(secret));
});
