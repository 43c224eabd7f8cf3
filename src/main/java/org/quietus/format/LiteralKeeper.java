package org.quietus.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes values down as the dump spells them, so that they are decoded as they would be there.
 * Before each row stands where it is from, if that is another place than of the row before it.
 */
public final class LiteralKeeper implements RowKeeper {
  private static final int BLOCK = 1 << 16;
  private static final int MOST_OF_NUMBER = 5;

  private final ByteStore store;
  private final List<Head> heads = new ArrayList<>();
  private final Map<Head, Integer> numbers = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private byte[] bytes = new byte[BLOCK];
  private int length;
  private int rows;
  private long offset;
  private final TreeSet<Integer> within = new TreeSet<>();

  private @Nullable RowSource lastSource;
  private @Nullable ValueSpelling lastSpelling;
  private int @Nullable [] lastColumns;
  private int last;

  /** Puts them down in that store. */
  public LiteralKeeper(ByteStore store) {
    this.store = store;
  }

  /** What many rows have in common. */
  private record Head(RowSource source, ValueSpelling spelling, List<Integer> columns) {
    KeptRow row(KeptBytes block, long offset) {
      int[] positions = columns.stream().mapToInt(n -> n).toArray();
      return new KeptRow(source, spelling, positions, block, offset);
    }
  }

  /**
   * Rows that follow each other.
   *
   * @param heads of them, by their numbers
   * @param offset of the first one
   */
  private record Block(int[] heads, int rows, long offset, long place, int length) {}

  @Override
  public void keep(Row row, int[] columns) throws IOException {
    LiteralRow literals = (LiteralRow) row;
    if (length >= BLOCK) {
      end();
    }
    int head = head(literals, columns);
    boolean same = rows > 0 && head == last;
    if (rows == 0) {
      offset = row.offset();
    }
    if (!same) {
      within.add(head);
      last = head;
    }
    room(MOST_OF_NUMBER);
    number(same ? 0 : head + 1);
    for (int column : columns) {
      int start = literals.start(column);
      int size = literals.end(column) - start;
      room(size + MOST_OF_NUMBER);
      number(size);
      System.arraycopy(literals.text(), start, bytes, length, size);
      length += size;
    }
    rows++;
  }

  /** The number of what a row has in common with others; that of the row before it is looked at. */
  private int head(LiteralRow row, int[] columns) {
    if (row.source() == lastSource
        && row.spelling() == lastSpelling
        && Arrays.equals(columns, lastColumns)) {
      return last;
    }
    lastSource = row.source();
    lastSpelling = row.spelling();
    lastColumns = columns;
    List<Integer> positions = Arrays.stream(columns).boxed().toList();
    return numbers.computeIfAbsent(
        new Head(row.source(), row.spelling(), positions),
        head -> {
          heads.add(head);
          return heads.size() - 1;
        });
  }

  /** Seven bits a byte, the lowest first. */
  private void number(int value) {
    int left = value;
    while (left > 0x7f) {
      bytes[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private void end() throws IOException {
    if (rows > 0) {
      int[] of = within.stream().mapToInt(n -> n).toArray();
      blocks.add(new Block(of, rows, offset, store.append(bytes, length), length));
    }
    within.clear();
    rows = 0;
    length = 0;
  }

  @Override
  public void show(RowVisitor visitor) throws IOException {
    end();
    bytes = new byte[BLOCK];
    for (Block block : blocks) {
      boolean any = false;
      boolean[] wanted = new boolean[heads.size()];
      for (int head : block.heads()) {
        wanted[head] = visitor.wants(heads.get(head).source());
        any |= wanted[head];
      }
      if (any) {
        show(block, wanted, visitor);
      }
    }
  }

  private void show(Block block, boolean[] wanted, RowVisitor visitor) throws IOException {
    byte[] content = new byte[block.length()];
    store.read(block.place(), content, block.length());
    KeptBytes bytes = new KeptBytes(content);
    Map<Integer, KeptRow> of = new HashMap<>();
    for (int head : block.heads()) {
      of.put(head, heads.get(head).row(bytes, block.offset()));
    }
    int head = 0;
    for (int n = 0; n < block.rows(); n++) {
      int changed = bytes.number();
      head = changed > 0 ? changed - 1 : head;
      KeptRow row = Objects.requireNonNull(of.get(head));
      row.next();
      if (wanted[head]) {
        visitor.visit(row);
      }
    }
  }
}
