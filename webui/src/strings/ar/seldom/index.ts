/** Arabic for the later screens, in the shape of the English. */
import type { SeldomStrings } from '../../en/seldom';
import { capture } from './capture';
import { checklist } from './checklist';
import { goals } from './goals';
import { lists } from './lists';
import { office } from './office';
import { records } from './records';
import { settings } from './settings';

export const strings: SeldomStrings = { ...capture, ...checklist, ...goals, ...lists, ...office, ...records, ...settings };
