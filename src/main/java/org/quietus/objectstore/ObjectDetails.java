package org.quietus.objectstore;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a store says about one version without handing out its content.
 *
 * @param size in bytes as stored
 * @param archived whether the content must first be restored from an archive to be read
 * @param linkedElsewhere whether the content has a further name outside the store
 * @param names further keys of the same content, which stays as long as one of them does
 */
public record ObjectDetails(
    Pin pin,
    long size,
    Instant lastModified,
    Map<String, String> metadata,
    Optional<String> storageClass,
    boolean archived,
    Lock lock,
    boolean linkedElsewhere,
    Set<ObjectKey> names) {

  /** Earlier moments are the zeros of clocks and file systems. */
  private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");

  public ObjectDetails {
    metadata = Map.copyOf(metadata);
    names = Set.copyOf(names);
  }

  /**
   * Returns when the content was first created: what {@link Attributes#CREATED} says, otherwise
   * when the version was written.
   *
   * @throws StoreException.Refused if neither is a moment
   */
  public Instant created() {
    String stated = metadata.get(Attributes.CREATED);
    if (stated == null) {
      if (lastModified.isBefore(FIRST)) {
        throw new StoreException.Refused(
            "it has no date: its time of modification, "
                + lastModified
                + ", is a zero that was never set, so that nobody can tell how old it is; set it");
      }
      return lastModified;
    }
    try {
      return Instant.parse(stated);
    } catch (DateTimeParseException e) {
      throw new StoreException.Refused(
          "the metadata '" + Attributes.CREATED + "' of an object is not an ISO-8601 instant");
    }
  }

  @Override
  public String toString() {
    return "details of a version of %d bytes".formatted(size);
  }
}
