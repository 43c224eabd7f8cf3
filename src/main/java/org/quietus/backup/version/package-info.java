/**
 * The life of object versions: listed, worked off to a named end, swapped and removed.
 *
 * <p>What may go on at once is a unit, which is searched together: an object version by itself, or
 * the objects of one backup. What is listed, what has outlived its period, how many generations
 * stay, and what is noted of a whole set is decided before or after, by one thread. Units that have
 * a key in common go in their order on one thread, and so do dumps with older versions, before all
 * others. All that units share is in turns ({@code BackupTask.Fenced.alone}): transactions with
 * their fence and their holds, questions to today's data, notes, what is remembered of a set; and
 * putting a copy in place or removing a version, together with its entry. Reading, judging,
 * compressing, writing and reading back are not. What needs more than its share says so by {@code
 * OutOfShare}, and is worked off by itself afterwards from where its journal stands, as after a
 * kill. What ends the run lets others finish the unit they are at and begins no other.
 */
@NullMarked
package org.quietus.backup.version;

import org.jspecify.annotations.NullMarked;
