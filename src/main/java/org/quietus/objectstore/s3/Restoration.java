package org.quietus.objectstore.s3;

/**
 * How archived content is restored to be read.
 *
 * @param days for how long the restored copy stays
 * @param tier how fast, and at which price: {@code Standard}, {@code Bulk} or {@code Expedited}
 */
public record Restoration(int days, String tier) {}
