/** Spanish for the later screens, in the shape of the English. */
import type { SeldomStrings } from '../../en/seldom';
import { capture } from './capture';
import { checklist } from './checklist';
import { coverage } from './coverage';
import { ofClass } from './class';
import { door } from './door';
import { errors } from './errors';
import { goals } from './goals';
import { lists } from './lists';
import { note } from './note';
import { office } from './office';
import { past } from './past';
import { records } from './records';
import { search } from './search';
import { settings } from './settings';
import { work } from './work';

export const strings: SeldomStrings = { ...capture, ...checklist, ...coverage, ...door, ...errors, ...goals, ...lists, ...note, ...ofClass, ...office, ...past, ...records, ...search, ...settings, ...work };
