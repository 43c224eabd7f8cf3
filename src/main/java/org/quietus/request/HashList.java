package org.quietus.request;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.subject.IdentifierHash;

/**
 * A list of persons to be erased, who are known by the hash of an identifier alone; some 100 bytes
 * of memory for each entry, and printed it says nothing.
 */
public final class HashList {
  private final Hashed hashed;
  private final EntryIds ids = new EntryIds();
  private final EntryHashes hashes = new EntryHashes();

  HashList(Hashed hashed) {
    this.hashed = hashed;
  }

  /** Takes an entry in; false if there is one of that id. */
  boolean add(String id, IdentifierHash hash) {
    if (!ids.addNew(id)) {
      return false;
    }
    hashes.add(hash);
    return true;
  }

  /** What is hashed. */
  public Hashed hashed() {
    return hashed;
  }

  /** The ids of the entries, as the list's maker gave them, in their order. */
  public List<String> ids() {
    return Collections.unmodifiableList(ids);
  }

  /** Whether there is an entry of that id. */
  boolean has(String id) {
    return ids.contains(id);
  }

  /**
   * The ids of the entries that a person is meant by.
   *
   * @param values what the columns hold that are hashed: one, or all of a combined identifier
   */
  public List<String> entries(List<? extends @Nullable Object> values) {
    return hash(values).map(hash -> hashes.of(hash).mapToObj(ids::get).toList()).orElse(List.of());
  }

  private Optional<IdentifierHash> hash(List<? extends @Nullable Object> values) {
    if (hashed instanceof Hashed.Combined combined) {
      return combined.hash(values);
    }
    @Nullable Object value = values.get(0);
    return value == null ? Optional.empty() : ((Hashed.One) hashed).hash(value.toString());
  }
}
