/**
 * Pure planning: job file, catalog and clock in; a plan, or every problem that prevents it, out.
 */
@NullMarked
package org.quietus.plan.make;

import org.jspecify.annotations.NullMarked;
