/** Spanish for the later screens, in the shape of the English. */
import type { SeldomStrings } from '../../en/seldom';
import { lists } from '../../en/seldom/lists';
import { capture } from './capture';
import { office } from './office';
import { records } from './records';

export const strings: SeldomStrings = { ...capture, ...lists, ...office, ...records };
