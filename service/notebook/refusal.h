/* service/notebook/refusal.h - why one change of a batch is not stored: the codes and their sentences.
 *
 * The sentence is a function of the code, because only the code is kept with the
 * batch: a batch that comes again must get the same answer.
 */
#ifndef BT_SERVICE_REFUSAL_H
#define BT_SERVICE_REFUSAL_H

#include "service/notebook/notebook.h"

/* The row of a code, of this folder or of sync/complaint.h; another becomes "not_valid". Both texts are static. */
bt_refusal bt_refusal_of(bt_view id, bt_view code);

#endif
