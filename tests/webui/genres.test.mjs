// Kinds of text: the shipped ones, and the words of the class.
import assert from 'node:assert/strict';
import test from 'node:test';
import { load } from './load.mjs';

const { bandOf, genreName, genresFor, genresOf, GENRES, ownGenres, withGenre } = await load('reading/genres.ts');
const spanish = await load('reading/genres.ts', 'es');

test('1.5 a class that says nothing has the shipped kinds', () => {
  assert.deepEqual(genresOf(undefined), ['narrative', 'opinion', 'information', 'poetry', 'letter', 'response', 'free']);
});

test('1.5 the words of the class stand behind the shipped ones, in its order and once', () => {
  const classroom = { genres: ['All-about book', 'Thank-you note', 'All-about book', 'poetry', 7, ' '] };
  assert.deepEqual(ownGenres(classroom), ['All-about book', 'Thank-you note']);
  assert.deepEqual(genresOf(classroom).slice(0, GENRES.length), [...GENRES]);
});

test('1.5 a word is added once, however it is capitalised or its accent is made, and nothing is not added', () => {
  const classroom = { genres: ['Essay', 'Poème'.normalize('NFC')] };
  assert.deepEqual(withGenre(classroom, ' Speech '), ['Essay', 'Poème', 'Speech']);
  for (const again of ['essay', 'poème'.normalize('NFD'), genreName('letter'), '  ']) assert.equal(withGenre(classroom, again), undefined, again);
});

test('1.5 grades are read out of what the class says', () => {
  const grades = ['K', 'Kindergarten', 'PK', 'Pre-K', '2', 'Grade 4', '5-6', 'Year 7', '8', 'Writers', undefined, 12];
  assert.deepEqual(grades.map(bandOf), ['k2', 'k2', 'k2', 'k2', 'k2', 'g35', 'g35', 'g68', 'g68', undefined, undefined, undefined]);
});

test('0.21 a shipped kind is named in the language of the reader, a word of the class as it stands', () => {
  assert.equal(genreName('response'), 'Response to a text');
  assert.equal(spanish.genreName('response'), 'Respuesta a un texto');
  assert.equal(spanish.genreName('All-about book'), 'All-about book');
  assert.equal(genreName(undefined), '');
});

test('1.5 one that is not offered any more stays where it is in use', () => {
  const notebook = { id: 'c', get: () => ({ record: { genres: ['Essay'] } }) };
  assert.deepEqual(genresFor(notebook, 'Memoir').slice(-2), ['Essay', 'Memoir']);
  assert.equal(genresFor(notebook, 'poetry').length, GENRES.length + 1);
});
