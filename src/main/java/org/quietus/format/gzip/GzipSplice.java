package org.quietus.format.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Copying;
import org.quietus.format.Recoding;

/**
 * Changes gzip content and leaves what stays as it was compressed, bit by bit. What is new is
 * compressed, and with it all up to 32 KiB behind the last change: no reference reaches further
 * back, so that from there on the bits mean the same again. Of several members one comes out.
 */
final class GzipSplice implements Recoding, Copying, DeflateReader.Marks {
  private static final int MOST_GONE = 1 << 20;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final BitSource in;
  private final GzipContent content;
  private final OutputStream sink;
  private final BitSink out;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final byte[] deflated = new byte[1 << 16];
  private final CRC32 checksum = new CRC32();
  private final ByteArrayOutputStream gone = new ByteArrayOutputStream();

  /** What has been copied reaches to there; what stays behind it is held. */
  private Mark copied = new Mark(null, 0, 0);

  private byte[] held = new byte[1 << 16];
  private int heldCount;
  private long place;
  private long length;
  private boolean compressing;
  private long compressTo;

  /** Where content begins with a bit; at the end of a member there is no block. */
  private record Mark(@Nullable DeflateBlock block, long bit, long place) {
    boolean isWithin() {
      return block != null && bit > block.start();
    }
  }

  GzipSplice(InputStream compressed, OutputStream sink) throws IOException {
    this.sink = sink;
    this.in = new BitSource(compressed);
    this.content = new GzipContent(compressed, in, this);
    this.out = new BitSink(sink);
    out.bytes(HEADER, 0, HEADER.length);
  }

  /** Bytes of memory for what may still be copied. */
  int held() {
    return in.size();
  }

  @Override
  public InputStream content() {
    return content;
  }

  @Override
  public Copying copy() {
    return this;
  }

  @Override
  public void at(DeflateBlock block, long bit, long from) {
    marks.add(new Mark(block, bit, from));
  }

  @Override
  public void end(long bit, long from) {
    marks.add(new Mark(null, bit, from));
  }

  @Override
  public void stays(byte[] bytes, int from, int to) throws IOException {
    takeOut();
    keep(bytes, from, to);
  }

  /** What goes may come again at once, as the head of a statement does. */
  @Override
  public void goes(byte[] bytes, int from, int to) throws IOException {
    gone.write(bytes, from, to - from);
    if (gone.size() > MOST_GONE) {
      takeOut();
    }
  }

  @Override
  public void comes(byte[] bytes, int from, int to) throws IOException {
    byte[] before = gone.toByteArray();
    int count = to - from;
    if (before.length >= count && Arrays.equals(before, 0, count, bytes, from, to)) {
      gone.reset();
      keep(bytes, from, to);
      gone.write(before, count, before.length - count);
      return;
    }
    takeOut();
    begin();
    compress(bytes, from, to);
    digest(bytes, from, to);
    changed();
  }

  private void takeOut() throws IOException {
    if (gone.size() > 0) {
      begin();
      place += gone.size();
      changed();
      gone.reset();
    }
  }

  /** Nothing can be copied before there, so the bits of it are not needed. */
  private void changed() {
    compressTo = place + DeflateReader.WINDOW;
    passMarks();
    release();
  }

  private void passMarks() {
    while (!marks.isEmpty() && marks.element().place() < compressTo) {
      copied = marks.remove();
    }
  }

  private void release() {
    in.release(compressing && !marks.isEmpty() ? marks.element().bit() : copied.bit());
  }

  private void digest(byte[] bytes, int from, int to) {
    checksum.update(bytes, from, to - from);
    length += to - from;
  }

  private void keep(byte[] bytes, int from, int to) throws IOException {
    digest(bytes, from, to);
    int start = from;
    if (compressing) {
      start = compressUpToAMark(bytes, from, to);
    }
    if (!compressing) {
      long before = place;
      place += to - start;
      if (copyMarked()) {
        heldCount = 0;
        start += (int) Math.max(0, copied.place() - before);
      }
      hold(bytes, start, to);
    }
    release();
  }

  /** Returns how far the bytes were compressed. */
  private int compressUpToAMark(byte[] bytes, int from, int to) throws IOException {
    passMarks();
    if (marks.isEmpty() || marks.element().place() > place + (to - from)) {
      compress(bytes, from, to);
      place += to - from;
      return to;
    }
    copied = marks.remove();
    int end = from + (int) (copied.place() - place);
    compress(bytes, from, end);
    place = copied.place();
    endCompressing();
    if (copied.isWithin()) {
      DeflateBlock block = block(copied);
      out.write(0, 1);
      out.copy(block.header(), 1, block.headerBits());
    }
    return end;
  }

  private static DeflateBlock block(Mark mark) {
    if (mark.block() == null) {
      throw new IllegalStateException("a member has ended there");
    }
    return mark.block();
  }

  /** Copies what lies before marks that have been passed; returns whether there were any. */
  private boolean copyMarked() throws IOException {
    boolean any = false;
    while (!marks.isEmpty() && marks.element().place() <= place) {
      Mark next = marks.remove();
      if (copied.block() != null) {
        copy(copied.block(), copied.bit(), next.bit());
      }
      copied = next;
      any = true;
    }
    return any;
  }

  private void copy(DeflateBlock block, long first, long last) throws IOException {
    if (block.isStored()) {
      long begin = ((block.start() + 10) & ~7L) + 32;
      store((int) ((last - begin) >>> 3));
      in.copy(begin, last, out);
    } else if (first == block.start()) {
      out.write(0, 1); // it is not the last one
      in.copy(first + 1, last, out);
    } else {
      in.copy(first, last, out);
    }
  }

  private void store(int count) throws IOException {
    out.write(0, 3);
    out.align();
    out.write(count | (long) (~count & 0xffff) << 16, 32);
  }

  private void hold(byte[] bytes, int from, int to) {
    if (heldCount + (to - from) > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, heldCount + (to - from)));
    }
    System.arraycopy(bytes, from, held, heldCount, to - from);
    heldCount += to - from;
  }

  /** From here on content is compressed. */
  private void begin() throws IOException {
    if (compressing) {
      return;
    }
    compressing = true;
    if (copied.isWithin()) {
      DeflateBlock block = block(copied);
      out.write(block.endCode(), block.endBits());
    }
    store(0); // whole bytes follow
    deflater.reset();
    compress(held, 0, heldCount);
    heldCount = 0;
  }

  private void compress(byte[] bytes, int from, int to) throws IOException {
    deflater.setInput(bytes, from, to - from);
    while (!deflater.needsInput()) {
      int count = deflater.deflate(deflated);
      out.bytes(deflated, 0, count);
    }
  }

  private void endCompressing() throws IOException {
    int count;
    do {
      count = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH);
      out.bytes(deflated, 0, count);
    } while (count == deflated.length);
    compressing = false;
  }

  @Override
  public void finish() throws IOException {
    takeOut();
    if (compressing) {
      endCompressing();
    } else {
      copyMarked();
      if (copied.block() != null) {
        throw new IllegalStateException("the content was not copied to its end");
      }
    }
    out.write(3, 10); // a last block with nothing in it
    out.align();
    out.write(checksum.getValue(), 32);
    out.write(length & 0xffffffffL, 32);
    out.flush();
    sink.close();
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    content.close();
  }
}
