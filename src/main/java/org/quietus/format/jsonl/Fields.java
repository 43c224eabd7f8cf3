package org.quietus.format.jsonl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are looked for, from one place of a record on. Names stand with dots between them
 * and {@code [*]} for each element of an array; a name that has a dot itself is found as well.
 */
final class Fields {
  static final int NONE = -1;
  private static final int MOST_IN_ORDER = 64;
  private static final int LONGEST_IN_ORDER = 64;
  private static final byte[] EACH = "[*]".getBytes(StandardCharsets.UTF_8);

  private final List<byte[]> rest;
  private final List<Integer> columns;
  private final int column;
  private final boolean byName;
  private final boolean byElement;
  private final List<byte[]> names = new ArrayList<>();
  private final List<Fields> children = new ArrayList<>();
  private final List<Named> inOrder = new ArrayList<>();
  private @Nullable Fields elements;

  /** A name of an object that was read before, and what goes on at it. */
  private record Named(byte[] name, @Nullable Fields child) {
    boolean is(byte[] bytes, int from, int length) {
      return name.length == length && Arrays.equals(name, 0, length, bytes, from, from + length);
    }
  }

  private Fields(List<byte[]> rest, List<Integer> columns, int column) {
    this.rest = rest;
    this.columns = columns;
    this.column = column;
    this.byName = rest.stream().anyMatch(path -> !startsWithEach(path));
    this.byElement = rest.stream().anyMatch(Fields::startsWithEach);
  }

  /** Those of a whole record; each is known by its place in the list. */
  static Fields of(List<String> paths) {
    List<byte[]> rest = new ArrayList<>();
    List<Integer> columns = new ArrayList<>();
    for (int n = 0; n < paths.size(); n++) {
      rest.add(paths.get(n).getBytes(StandardCharsets.UTF_8));
      columns.add(n);
    }
    return new Fields(rest, columns, NONE);
  }

  /** Which of the paths ends here, or {@link #NONE}. */
  int column() {
    return column;
  }

  /**
   * Those that go on at a name of an object; null if none does. Most records have the same names in
   * the same order.
   *
   * @param nth which name of its object it is, from 0
   */
  @Nullable Fields named(int nth, byte[] bytes, int from, int to) {
    int length = to - from;
    if (nth < inOrder.size() && inOrder.get(nth).is(bytes, from, length)) {
      return inOrder.get(nth).child();
    }
    @Nullable Fields child = named(bytes, from, to);
    if (nth < MOST_IN_ORDER && nth <= inOrder.size() && length <= LONGEST_IN_ORDER) {
      Named name = new Named(Arrays.copyOfRange(bytes, from, to), child);
      if (nth == inOrder.size()) {
        inOrder.add(name);
      } else {
        inOrder.set(nth, name);
      }
    }
    return child;
  }

  private @Nullable Fields named(byte[] bytes, int from, int to) {
    for (int n = 0; n < names.size(); n++) {
      if (Arrays.equals(names.get(n), 0, names.get(n).length, bytes, from, to)) {
        return children.get(n);
      }
    }
    @Nullable Fields child = after(bytes, from, to);
    if (child != null) {
      names.add(Arrays.copyOfRange(bytes, from, to));
      children.add(child);
    }
    return child;
  }

  /** Those that go on at each element of an array; null if none does. */
  @Nullable Fields each() {
    if (elements == null) {
      elements = after(EACH, 0, EACH.length);
    }
    return elements;
  }

  /** Whether a path goes on at a name of an object here. */
  boolean goesOnByName() {
    return byName;
  }

  /** Whether a path goes on at each element of an array here. */
  boolean goesOnByElement() {
    return byElement;
  }

  private static boolean startsWithEach(byte[] path) {
    return path.length >= EACH.length && Arrays.equals(path, 0, EACH.length, EACH, 0, EACH.length);
  }

  /** Whether a path begins like that; most names of a record lead nowhere. */
  private boolean isAnywhere(byte[] name, int from, int to) {
    int length = to - from;
    for (int n = 0; n < rest.size(); n++) {
      byte[] path = rest.get(n);
      if (path.length >= length && Arrays.equals(path, 0, length, name, from, to)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Fields after(byte[] name, int from, int to) {
    int length = to - from;
    if (!isAnywhere(name, from, to)) {
      return null;
    }
    List<byte[]> left = new ArrayList<>();
    List<Integer> of = new ArrayList<>();
    int ends = NONE;
    for (int n = 0; n < rest.size(); n++) {
      byte[] path = rest.get(n);
      if (length > 0 && path.length >= length && Arrays.equals(path, 0, length, name, from, to)) {
        if (path.length == length) {
          ends = columns.get(n);
        } else if (path[length] == '.' || path[length] == '[') {
          left.add(
              Arrays.copyOfRange(path, path[length] == '.' ? length + 1 : length, path.length));
          of.add(columns.get(n));
        }
      }
    }
    return left.isEmpty() && ends == NONE ? null : new Fields(left, of, ends);
  }
}
