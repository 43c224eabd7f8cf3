package org.quietus.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.policy.ListFormat;
import org.quietus.subject.HashedType;
import org.quietus.subject.IdentifierHash;

/**
 * A list of persons to be erased, who are known by the hash of an identifier alone; some 250 bytes
 * of memory for each entry, and printed it says nothing.
 */
public final class HashList {
  private final HashedType type;
  private final ListFormat format;
  private final Set<String> ids = new LinkedHashSet<>();
  private final Map<IdentifierHash, String> entries = new HashMap<>();
  private final Map<IdentifierHash, List<String>> further = new HashMap<>();

  HashList(HashedType type, ListFormat format) {
    this.type = type;
    this.format = format;
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
  public HashedType type() {
    return type;
  }

  /** The ids of the entries, as the list's maker gave them, in their order. */
  public Collection<String> ids() {
    return Collections.unmodifiableSet(ids);
  }

  /** The ids of the entries that an identifier as a column holds it is meant by. */
  public List<String> entries(String value) {
    return type.hash(value, format.compared()).map(this::entries).orElse(List.of());
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
