/** Errors in the reader's language: a sentence of ours for its code, else the sentence it came with. */
import { AppError } from '../data/types';
import { t } from '../strings';
import { errorWords } from '../strings/seldom';

export function sentence(error: unknown, own: { [code: string]: string } = {}): string {
  if (!(error instanceof AppError)) return t.wentWrong;
  return own[error.code] ?? errorWords()[error.code] ?? error.message;
}
