/** Arabic for the later screens, in the shape of the English. */
import type { SeldomStrings } from '../../en/seldom';
import { capture } from './capture';
import { goals } from './goals';
import { lists } from './lists';
import { office } from './office';
import { records } from './records';

export const strings: SeldomStrings = { ...capture, ...goals, ...lists, ...office, ...records };
