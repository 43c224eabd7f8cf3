package org.quietus.plan;

import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.policy.Condition;
import org.quietus.policy.Cutoff;
import org.quietus.policy.Keep;

/**
 * A basis on which rows stay, with its cutoff: a row stays unless its {@code keep.from()} is
 * strictly earlier; a NULL there stays too, since nothing tells when its period ends.
 *
 * @param where which rows it is a basis for; all if empty
 */
public record Kept(Keep keep, Column.Type fromType, Cutoff cutoff, Optional<Condition> where) {}
