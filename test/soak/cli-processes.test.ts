/** The command line as a process, whole and light: what it leaves to its exit code and its streams, and how long it waits in earnest. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { FOREIGN, json, send, startForeign } from '../cli/foreign-servers.js';
import { cleanEnvironment, run, type Ended } from '../programs.js';
import { TOKEN, startService, temporaryFolder } from '../support.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundle = temporaryFolder();
execFileSync(process.execPath, ['scripts/bundle-light.mjs', bundle.path], { cwd: root });
test.after.always(bundle.remove);
const PROGRAMS = {
  whole: join(root, 'dist/src/entry/cli/bin.js'),
  light: join(bundle.path, 'proxycall-cli.cjs'),
} as const;

for (const [name, script] of Object.entries(PROGRAMS)) {
  const cli = (args: string, env: Record<string, string>, cwd = '/') => run(args.split(' '), { script, env, cwd });
  /** In a shell, where streams lead elsewhere. */
  const shell = (command: string, env: Record<string, string>) =>
    new Promise<Ended>((resolve) => {
      const line = command.replace('CLI', `'${process.execPath}' '${script}'`);
      execFile('bash', ['--norc', '-c', line], { env: cleanEnvironment(env), cwd: '/' }, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });

  for (const { answer, says, ...each } of FOREIGN.filter(({ hangs }) => hangs !== true)) {
    test.serial(`${name}: ${each.name}`, async (t) => {
      const { url, received } = await startForeign(t, answer);
      const env = { PUBLIC_BASE_URL: url, PROXYCALL_API_TOKEN: TOKEN };
      const erased = await cli('client erase --client-id 1 --yes', env);
      t.deepEqual([erased.code, erased.stdout], [3, ''], erased.stderr);
      t.regex(erased.stderr, says[0]);
      t.notRegex(erased.stderr, /\n +at /);
      t.is(received.length, 1);
      const french = await cli('order list --json --lang fr', env);
      t.is(french.code, 3);
      t.regex(french.stderr, says[1]);
      t.regex(french.stdout, /"code": "(foreign_answer|redirected|unreachable)"/);
    });
  }

  test.serial(`${name}: a body that never ends is given up, and the process ends`, async (t) => {
    const { url, received } = await startForeign(
      t,
      (_request, response) => void response.writeHead(200).write('{"status":'),
    );
    const began = Date.now();
    const { code, stderr } = await cli('doctor', { PUBLIC_BASE_URL: url });
    t.is(code, 3, stderr);
    t.is(received.length, 3);
    const seconds = (Date.now() - began) / 1000;
    t.true(seconds > 29 && seconds < 45, seconds.toString());
  });

  test.serial(`${name}: a service that starts is waited for`, async (t) => {
    let asked = 0;
    const { url } = await startForeign(t, (request, response) => {
      (++asked < 3 ? send(503, 'starting', { 'retry-after': '2' }) : json({ pools: [] }))(request, response);
    });
    const began = Date.now();
    const { code, stderr } = await cli('pool stats', { PUBLIC_BASE_URL: url });
    t.is(code, 0, stderr);
    t.regex(stderr, /answers 503: it may be starting/);
    t.true(Date.now() - began >= 4000);
  });

  test.serial(`${name}: streams that are closed or full`, async (t) => {
    const service = await startService();
    t.teardown(() => service.stop());
    const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
    for (const [command, code, stderr] of [
      ['CLI client list 2>&-', 0, /^$/],
      ['CLI client list 2>/dev/full', 0, /^$/],
      ['CLI client list 2> >(exec 0<&-; sleep 2) ', 0, /^$/],
      ['CLI client get --client-id 9 2> >(exec 0<&-; sleep 2)', 2, /^$/],
      ['CLI client get --client-id 9 --json 2>/dev/full >/dev/full', 2, /^$/],
      ['CLI client list >/dev/full', 3, /cannot be written: the disk is full \(ENOSPC\)/],
      ['CLI client list --json --lang fr >/dev/full', 3, /n'a pas pu être écrit : le disque est plein \(ENOSPC\)/],
      ['CLI --help >/dev/full', 3, /cannot be written: the disk is full \(ENOSPC\)/],
      ['CLI client list | true; exit ${PIPESTATUS[0]}', 0, /mode: remote/],
      ['CLI client get --client-id 9 --json | true; exit ${PIPESTATUS[0]}', 2, /client_not_found/],
    ] as const) {
      const ended = await shell(command, env);
      t.is(ended.code, code, `${command}: ${ended.stderr}`);
      t.regex(ended.stderr, stderr, command);
      t.notRegex(ended.stderr, /\n +at /);
    }
  });

  test.serial(`${name}: an https API is reached through a proxy`, async (t) => {
    const folder = temporaryFolder();
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=proxycall.example -addext subjectAltName=DNS:proxycall.example -keyout ${key} -out ${cert}`;
    execFileSync('openssl', request.split(' '), { stdio: 'ignore' });
    const tokens: (string | undefined)[] = [];
    const api = createHttps({ key: readFileSync(key), cert: readFileSync(cert) }, ({ headers }, response) => {
      tokens.push(headers.authorization);
      response.end('{"pools":[]}');
    }).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const targets: (string | undefined)[] = [];
    const proxy = createHttp().listen(0, '127.0.0.1');
    proxy.on('connect', ({ url }, socket: Socket) => {
      targets.push(url);
      const onward = connect((api.address() as AddressInfo).port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
    await once(proxy, 'listening');
    t.teardown(() => {
      api.close();
      proxy.close();
      folder.remove();
    });
    const env = {
      PUBLIC_BASE_URL: 'https://proxycall.example',
      PROXYCALL_API_TOKEN: TOKEN,
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port.toString()}`,
    };
    const trusted = await cli('pool stats', { ...env, NODE_EXTRA_CA_CERTS: cert });
    t.is(trusted.code, 0, trusted.stderr);
    t.deepEqual([targets, tokens], [['proxycall.example:443'], [`Bearer ${TOKEN}`]]);
    const untrusted = await cli('pool sync', env);
    t.is(untrusted.code, 3);
    t.regex(untrusted.stderr, /cannot be reached: its certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
    const other = await cli('pool sync', {
      ...env,
      PUBLIC_BASE_URL: 'https://other.example',
      NODE_EXTRA_CA_CERTS: cert,
    });
    t.regex(other.stderr, /ERR_TLS_CERT_ALTNAME_INVALID/);
    t.is(tokens.length, 1, 'a token only goes to the host that was meant');
  });

  test.serial(`${name}: personal data comes on standard input`, async (t) => {
    const service = await startService();
    const folder = temporaryFolder();
    t.teardown(async () => {
      await service.stop();
      folder.remove();
    });
    const order = {
      order_id: 'O-1',
      client_id: 1,
      client_name: 'Ada',
      client_mail: 'ada@shop.example',
      client_real_phone: '+33639987654',
    };
    writeFileSync(join(folder.path, 'order.json'), JSON.stringify(order));
    const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
    const created = await shell(`CLI order create --from-file - < ${join(folder.path, 'order.json')}`, env);
    t.is(created.code, 0, created.stderr);
    t.regex(created.stdout, /O-1/);
  });
}
