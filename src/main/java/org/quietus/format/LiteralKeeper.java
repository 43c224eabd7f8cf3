package org.quietus.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes values down as the dump spells them, so that they are decoded as they would be there. */
public final class LiteralKeeper implements RowKeeper {
  private static final int BLOCK = 1 << 16;

  private final ByteStore store;
  private final List<Block> blocks = new ArrayList<>();
  private byte[] bytes = new byte[BLOCK];
  private int length;
  private @Nullable Head head;
  private int rows;

  /** Puts them down in that store. */
  public LiteralKeeper(ByteStore store) {
    this.store = store;
  }

  /** What the rows of a block have in common; {@code offset} is that of the first one. */
  private record Head(RowSource source, ValueSpelling spelling, int[] columns, long offset) {
    boolean isOf(LiteralRow row, int[] positions) {
      return source == row.source()
          && spelling == row.spelling()
          && Arrays.equals(columns, positions);
    }
  }

  private record Block(Head head, int rows, long place, int length) {}

  @Override
  public void keep(Row row, int[] columns) throws IOException {
    LiteralRow literals = (LiteralRow) row;
    if (length >= BLOCK || head == null || !head.isOf(literals, columns)) {
      end();
      head = new Head(row.source(), literals.spelling(), columns, row.offset());
    }
    for (int column : columns) {
      int start = literals.start(column);
      int size = literals.end(column) - start;
      room(size + 5);
      for (int left = size; ; left >>>= 7) {
        bytes[length++] = (byte) (left > 0x7f ? left | 0x80 : left);
        if (left <= 0x7f) {
          break;
        }
      }
      System.arraycopy(literals.text(), start, bytes, length, size);
      length += size;
    }
    rows++;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  private void end() throws IOException {
    if (head != null) {
      blocks.add(new Block(head, rows, store.append(bytes, length), length));
    }
    head = null;
    rows = 0;
    length = 0;
  }

  @Override
  public void show(RowVisitor visitor) throws IOException {
    end();
    bytes = new byte[BLOCK];
    for (Block block : blocks) {
      if (visitor.wants(block.head().source())) {
        byte[] content = new byte[block.length()];
        store.read(block.place(), content, block.length());
        KeptRow row =
            new KeptRow(
                block.head().source(),
                block.head().spelling(),
                block.head().columns(),
                content,
                block.head().offset());
        for (int n = 0; n < block.rows(); n++) {
          row.next();
          visitor.visit(row);
        }
      }
    }
  }
}
