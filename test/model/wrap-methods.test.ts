import test from 'ava';
import { wrapMethods } from '../../src/domain/model/wrap-methods.js';

class Base {
  readonly #greeting: string = 'hello';
  greet(name: string): string {
    return `${this.#greeting} ${name}`;
  }
}

class Counter extends Base {
  readonly step = 2;
  #count = 0;
  add(): number {
    this.#count += this.step;
    return this.#count;
  }
}

test('own and inherited methods are wrapped with their name, and keep their object', (t) => {
  const calls: string[] = [];
  const counter = Object.freeze(new Counter());
  const wrapped = wrapMethods(counter, (method, name) => (...args) => {
    calls.push(name);
    return method(...args);
  });
  t.deepEqual([wrapped.add(), wrapped.greet('Ada'), wrapped.add(), wrapped.step], [2, 'hello Ada', 4, 2]);
  t.deepEqual(calls, ['add', 'greet', 'add']);
  t.is(counter.add(), 6);
});

test('members that are not methods are copied, and a method may be replaced or left as it is', (t) => {
  const target = { limit: 3, missing: undefined, read: () => 'read', write: () => 'written' };
  const wrapped = wrapMethods(target, (method, name) => (name === 'write' ? () => 'refused' : method));
  t.deepEqual([wrapped.limit, wrapped.missing, wrapped.read(), wrapped.write()], [3, undefined, 'read', 'refused']);
  t.is(target.write(), 'written');
});

test('what is not a method is read from the object each time, and methods without a name are kept', (t) => {
  const ping = Symbol('ping');
  let count = 0;
  const target = {
    get count() {
      return (count += 1);
    },
    [ping]: () => 'pong',
  };
  const wrapped = wrapMethods(target, (method) => method);
  t.is(wrapped.count + 1, wrapped.count);
  t.is(wrapped[ping](), 'pong');
});
