package org.quietus.backup.packed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Very many things in the order in which they were added, which are compressed some hundred at a
 * time: an object of a store takes some 50 bytes. Things that lie beside each other are found
 * quickly one after the other. For one thread at a time.
 */
public final class PackedList<T> extends AbstractList<T> implements RandomAccess {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int BLOCK = 200;

  private final ObjectReader reader;
  private final List<byte[]> blocks = new ArrayList<>();
  private final List<T> last = new ArrayList<>();
  private List<T> unpacked = List.of();
  private int which = -1;

  /** Of things of one type, which JSON can hold. */
  public PackedList(Class<T> type) {
    this.reader = JSON.readerForListOf(type);
  }

  @Override
  public boolean add(T one) {
    last.add(one);
    if (last.size() == BLOCK) {
      blocks.add(packed(last));
      last.clear();
    }
    return true;
  }

  @Override
  public T get(int place) {
    int block = place / BLOCK;
    if (block == blocks.size()) {
      return last.get(place % BLOCK);
    }
    if (block != which) {
      unpacked = unpacked(blocks.get(block));
      which = block;
    }
    return unpacked.get(place % BLOCK);
  }

  @Override
  public int size() {
    return blocks.size() * BLOCK + last.size();
  }

  @Override
  public void clear() {
    blocks.clear();
    last.clear();
    unpacked = List.of();
    which = -1;
  }

  private static byte[] packed(List<?> some) {
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
      try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
        out.write(JSON.writeValueAsBytes(some));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
  }

  private List<T> unpacked(byte[] block) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(block))) {
      return reader.readValue(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
