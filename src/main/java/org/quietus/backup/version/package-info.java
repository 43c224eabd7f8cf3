/** The life of an object version: inventory, staging, swap, purge and expiry. */
@NullMarked
package org.quietus.backup.version;

import org.jspecify.annotations.NullMarked;
