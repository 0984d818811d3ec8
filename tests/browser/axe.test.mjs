// Every screen, as somebody meets it who cannot see it well, cannot hit a small target, or holds a narrow phone.
import test from 'node:test';
import { checkSchool } from './everybody.mjs';

test('every screen can be used by everybody', (story) => checkSchool(story, 'en'));
