/** What the journal of a run holds of object versions, and what runs remember of them. */
@NullMarked
package org.quietus.backup.journal;

import org.jspecify.annotations.NullMarked;
