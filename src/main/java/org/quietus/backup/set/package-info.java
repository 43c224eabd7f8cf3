/**
 * The backup sets of a job: their stores, opened, and what runs, requests and checks ask of them.
 */
@NullMarked
package org.quietus.backup.set;

import org.jspecify.annotations.NullMarked;
