// Every screen once more from right to left, in Arabic.
import test from 'node:test';
import { checkSchool } from './everybody.mjs';

test('every screen can be used by everybody, in Arabic', (story) => checkSchool(story, 'ar'));
