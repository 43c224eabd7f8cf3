/** Reading one dump: its tables bound to the catalog, its rows with their values. */
@NullMarked
package org.quietus.backup.dump;

import org.jspecify.annotations.NullMarked;
