package org.quietus.request;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.quietus.subject.IdentifierHash;

/** The hashes of entries in their order, also several times; some 50 bytes of memory for each. */
final class EntryHashes {
  private static final int PAGE = 4_096;
  private static final int WORDS = 4;
  private static final int NONE = 0;

  private final List<long[]> pages = new ArrayList<>();
  private final List<int[]> same = new ArrayList<>();
  private final Places places = new Places();
  private int size;

  /** Takes the hash of the next entry in. */
  void add(IdentifierHash hash) {
    if (size % PAGE == 0) {
      pages.add(new long[PAGE * WORDS]);
      same.add(new int[PAGE]);
    }
    long[] page = pages.get(size / PAGE);
    int at = size % PAGE * WORDS;
    page[at] = hash.first();
    page[at + 1] = hash.second();
    page[at + 2] = hash.third();
    page[at + 3] = hash.fourth();
    int first = first(hash);
    if (first < 0) {
      places.add(size, code(hash), place -> code(get(place)));
    } else {
      // behind the first one, so that no chain has to be followed
      same.get(size / PAGE)[size % PAGE] = same(first);
      same.get(first / PAGE)[first % PAGE] = size;
    }
    size++;
  }

  /** The entries that have a hash, in their order. */
  IntStream of(IdentifierHash hash) {
    int first = first(hash);
    return first < 0
        ? IntStream.empty()
        : IntStream.concat(
            IntStream.of(first),
            IntStream.iterate(same(first), entry -> entry != NONE, this::same).sorted());
  }

  private int first(IdentifierHash hash) {
    return places.find(code(hash), place -> get(place).equals(hash));
  }

  private static long code(IdentifierHash hash) {
    return LongStream.of(hash.first(), hash.second(), hash.third(), hash.fourth())
        .reduce(0, Places::mixed);
  }

  /** A further entry of the same hash; the very first entry is nobody's further one. */
  private int same(int entry) {
    return same.get(entry / PAGE)[entry % PAGE];
  }

  private IdentifierHash get(int entry) {
    long[] page = pages.get(entry / PAGE);
    int at = entry % PAGE * WORDS;
    return new IdentifierHash(page[at], page[at + 1], page[at + 2], page[at + 3]);
  }
}
