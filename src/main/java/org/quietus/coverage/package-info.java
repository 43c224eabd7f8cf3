/**
 * What a policy does not cover: an inventory of the personal data that a database seems to hold,
 * held against what the job file names.
 */
@NullMarked
package org.quietus.coverage;

import org.jspecify.annotations.NullMarked;
