package org.quietus.request;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;

/** The ids of entries in their order, each once; some 50 bytes of memory for each. */
final class EntryIds extends AbstractList<String> {

  /** The longest id, in characters, all of them ASCII. */
  static final int LONGEST = 36;

  private static final int PAGE = 4_096;
  private static final int WIDTH = LONGEST + 1;

  private final List<byte[]> pages = new ArrayList<>();
  private final Places places = new Places();
  private int size;

  /** Takes an id in; false if it is there. */
  boolean addNew(String id) {
    if (indexOf(id) >= 0) {
      return false;
    }
    if (size % PAGE == 0) {
      pages.add(new byte[PAGE * WIDTH]);
    }
    byte[] bytes = id.getBytes(StandardCharsets.US_ASCII);
    byte[] page = pages.get(size / PAGE);
    int at = size % PAGE * WIDTH;
    page[at] = (byte) bytes.length;
    System.arraycopy(bytes, 0, page, at + 1, bytes.length);
    places.add(size++, hash(id), place -> hash(get(place)));
    return true;
  }

  @Override
  public String get(int index) {
    byte[] page = pages.get(index / PAGE);
    int at = index % PAGE * WIDTH;
    return new String(page, at + 1, page[at], StandardCharsets.US_ASCII);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int indexOf(Object id) {
    return places.find(hash(id.toString()), place -> get(place).equals(id));
  }

  private static long hash(String id) {
    return id.chars().asLongStream().reduce(id.length(), Places::mixed);
  }

  @Override
  public boolean contains(Object id) {
    return indexOf(id) >= 0;
  }
}
