/** English for the screens that come in the later files of the app, one file for each part of them. A translation has the same shape. */
import { capture } from './capture';
import { checklist } from './checklist';
import { goals } from './goals';
import { lists } from './lists';
import { office } from './office';
import { records } from './records';
import { settings } from './settings';

export const strings = { ...capture, ...checklist, ...goals, ...lists, ...office, ...records, ...settings };

export type SeldomStrings = typeof strings;
