package org.quietus.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of the entries of a list, in its order. Only those of which a request was made need
 * memory.
 */
public final class ListStatuses {
  private final HashList list;
  private final Map<String, Optional<ListedStatus>> known;
  private final Set<String> nameless;

  /**
   * Of a list.
   *
   * @param known of the entries that there are requests of; empty while these are not settled
   * @param nameless the entries of which no request can be made
   */
  public ListStatuses(
      HashList list, Map<String, Optional<ListedStatus>> known, Set<String> nameless) {
    this.list = list;
    this.known = known;
    this.nameless = nameless;
  }

  /** The ids of the entries. */
  public List<String> ids() {
    return list.ids();
  }

  /** What became of an entry; empty if it is not settled. */
  public Optional<ListedStatus> of(String id) {
    return known.getOrDefault(
        id, Optional.of(ListedStatus.NOT_FOUND).filter(no -> !nameless.contains(id)));
  }

  /** How many entries have that status, or none if it is empty. */
  public long count(Optional<ListedStatus> status) {
    return ids().stream().filter(id -> of(id).equals(status)).count();
  }
}
