package org.quietus.format.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts a file together out of row groups that exist: pages, bloom filters and indexes are copied as
 * they are, and only where they lie is told anew. Schema and metadata stay those of the file that
 * it is made from.
 */
final class Assembly {
  private final FileMetaData file;
  private final OutputStream out;
  private final List<Index> indexes = new ArrayList<>();
  private long at;

  /** An index that is written behind all row groups. */
  private record Index(ColumnChunk of, boolean ofOffsets, byte[] bytes) {}

  /** Begins a file like that one, without row groups. */
  Assembly(FileMetaData like, OutputStream out) throws IOException {
    this.file = like.deepCopy();
    this.out = out;
    file.setRow_groups(new ArrayList<>());
    file.setNum_rows(0);
    write(Footer.MAGIC);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    at += bytes.length;
  }

  private void copy(Spooled from, long place, long length) throws IOException {
    from.copy(place, length, out);
    at += length;
  }

  /** Adds a row group of a file. */
  void add(Spooled from, RowGroup old) throws IOException {
    RowGroup group = old.deepCopy();
    if (group.isSetFile_offset()) {
      group.setFile_offset(at);
    }
    if (group.isSetOrdinal()) {
      group.setOrdinal((short) file.getRow_groups().size());
    }
    for (ColumnChunk chunk : group.getColumns()) {
      pages(from, chunk);
    }
    for (ColumnChunk chunk : group.getColumns()) {
      filter(from, chunk.getMeta_data());
    }
    file.addToRow_groups(group);
    file.setNum_rows(file.getNum_rows() + group.getNum_rows());
  }

  private void pages(Spooled from, ColumnChunk chunk) throws IOException {
    ColumnMetaData meta = chunk.getMeta_data();
    PageWalk pages = PageWalk.of(from, meta);
    long moved = at - pages.start();
    copy(from, pages.start(), pages.length());
    chunk.setFile_offset(chunk.getFile_offset() == 0 ? 0 : at - pages.length());
    if (meta.getData_page_offset() > 0) {
      meta.setData_page_offset(meta.getData_page_offset() + moved);
    }
    if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
      meta.setDictionary_page_offset(meta.getDictionary_page_offset() + moved);
    }
    if (meta.isSetIndex_page_offset()) {
      meta.setIndex_page_offset(meta.getIndex_page_offset() + moved);
    }
    if (chunk.isSetColumn_index_offset()) {
      byte[] index = from.bytes(chunk.getColumn_index_offset(), chunk.getColumn_index_length());
      indexes.add(new Index(chunk, false, index));
    }
    if (chunk.isSetOffset_index_offset()) {
      byte[] index = from.bytes(chunk.getOffset_index_offset(), chunk.getOffset_index_length());
      indexes.add(new Index(chunk, true, moved(index, moved)));
    }
  }

  private static byte[] moved(byte[] index, long by) throws IOException {
    OffsetIndex offsets =
        GroupReader.decoded(() -> Util.readOffsetIndex(new ByteArrayInputStream(index)));
    offsets.getPage_locations().forEach(page -> page.setOffset(page.getOffset() + by));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Util.writeOffsetIndex(offsets, bytes);
    return bytes.toByteArray();
  }

  private void filter(Spooled from, ColumnMetaData meta) throws IOException {
    if (meta.isSetBloom_filter_offset()) {
      BloomPlace filter = BloomPlace.of(from, meta);
      meta.setBloom_filter_offset(at);
      meta.setBloom_filter_length((int) filter.length());
      copy(from, filter.start(), filter.length());
    }
  }

  /** Writes the indexes and what the file says of itself; returns its length. */
  long complete() throws IOException {
    for (boolean ofOffsets : new boolean[] {false, true}) {
      for (Index index : indexes) {
        if (index.ofOffsets() == ofOffsets) {
          place(index);
        }
      }
    }
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(file, footer);
    write(footer.toByteArray());
    write(Footer.tail(footer.size()));
    return at;
  }

  private void place(Index index) throws IOException {
    if (index.ofOffsets()) {
      index.of().setOffset_index_offset(at);
      index.of().setOffset_index_length(index.bytes().length);
    } else {
      index.of().setColumn_index_offset(at);
      index.of().setColumn_index_length(index.bytes().length);
    }
    write(index.bytes());
  }
}
