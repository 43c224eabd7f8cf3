package org.quietus.target;

import java.util.Optional;
import org.quietus.policy.ObjectSet;

/**
 * What is there of a backup set now, by listing alone.
 *
 * @param objects keys that have content, counted once however many versions they have
 * @param versions of all of them; delete markers are left out
 * @param trouble why the store could not be listed; nothing is counted then
 */
public record BackupStock(
    ObjectSet settings, long objects, long versions, Optional<String> trouble) {}
