/** Spanish for the later screens, in the shape of the English. */
import type { SeldomStrings } from '../../en/seldom';
import { capture } from './capture';
import { office } from './office';
import { records } from './records';

export const strings: SeldomStrings = { ...capture, ...office, ...records };
