import test from 'ava';
import { stopStores } from '../kept-and-erased/stores.js';
import '../kept-and-erased/masks.js';
import '../kept-and-erased/people.js';
import '../kept-and-erased/retention.js';

test.after.always(() => stopStores());
