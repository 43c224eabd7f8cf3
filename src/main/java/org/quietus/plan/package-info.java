/** Pure planning: job file, catalog and clock in; ordered steps, fingerprint and problems out. */
@NullMarked
package org.quietus.plan;

import org.jspecify.annotations.NullMarked;
