package org.quietus.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.subject.IdentifierHash;

/**
 * A list of persons to be erased, who are known by the hash of an identifier alone; some 250 bytes
 * of memory for each entry, and printed it says nothing.
 */
public final class HashList {
  private final Hashed hashed;
  private final Set<String> ids = new LinkedHashSet<>();
  private final Map<IdentifierHash, String> entries = new HashMap<>();
  private final Map<IdentifierHash, List<String>> further = new HashMap<>();

  HashList(Hashed hashed) {
    this.hashed = hashed;
  }

  /** Takes an entry in; false if there is one of that id. */
  boolean add(String id, IdentifierHash hash) {
    if (!ids.add(id)) {
      return false;
    }
    if (entries.putIfAbsent(hash, id) != null) {
      further.computeIfAbsent(hash, same -> new ArrayList<>()).add(id);
    }
    return true;
  }

  /** What is hashed. */
  public Hashed hashed() {
    return hashed;
  }

  /** The ids of the entries, as the list's maker gave them, in their order. */
  public Collection<String> ids() {
    return Collections.unmodifiableSet(ids);
  }

  /**
   * The ids of the entries that a person is meant by.
   *
   * @param values what the columns hold that are hashed: one, or all of a combined identifier
   */
  public List<String> entries(List<? extends @Nullable Object> values) {
    return hash(values).map(this::entries).orElse(List.of());
  }

  private Optional<IdentifierHash> hash(List<? extends @Nullable Object> values) {
    if (hashed instanceof Hashed.Combined combined) {
      return combined.hash(values);
    }
    @Nullable Object value = values.get(0);
    return value == null ? Optional.empty() : ((Hashed.One) hashed).hash(value.toString());
  }

  private List<String> entries(IdentifierHash hash) {
    String first = entries.get(hash);
    if (first == null) {
      return List.of();
    }
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(further.getOrDefault(hash, List.of()));
    return all;
  }
}
