package org.quietus.format.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.quietus.format.Sha256;

/**
 * Digests what a file holds, wherever it lies in it: the pages, filters and indexes of its row
 * groups, and apart from them what its footer says. A file that is put together out of row groups
 * has to give the same digests when it is read again.
 */
final class ContentDigest {
  private final MessageDigest groups = Sha256.begin();
  private final FileMetaData footer;
  private final OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), groups);

  /** One of a file like that, without row groups so far. */
  ContentDigest(FileMetaData like) {
    this.footer = like.deepCopy();
    footer.setRow_groups(new ArrayList<>());
    footer.setNum_rows(0);
  }

  /** Adds a row group as it lies in a file. */
  void add(Spooled from, RowGroup old) throws IOException {
    RowGroup group = old.deepCopy();
    group.unsetFile_offset();
    group.unsetOrdinal();
    for (ColumnChunk chunk : group.getColumns()) {
      add(from, chunk);
    }
    footer.addToRow_groups(group);
    footer.setNum_rows(footer.getNum_rows() + group.getNum_rows());
  }

  private void add(Spooled from, ColumnChunk chunk) throws IOException {
    ColumnMetaData meta = chunk.getMeta_data();
    PageWalk pages = PageWalk.of(from, meta);
    from.copy(pages.start(), pages.length(), sink);
    if (meta.isSetBloom_filter_offset()) {
      BloomPlace filter = BloomPlace.of(from, meta);
      from.copy(filter.start(), filter.length(), sink);
      meta.setBloom_filter_offset(0);
      meta.setBloom_filter_length((int) filter.length());
    }
    if (chunk.isSetColumn_index_offset()) {
      from.copy(chunk.getColumn_index_offset(), chunk.getColumn_index_length(), sink);
      chunk.setColumn_index_offset(0);
    }
    if (chunk.isSetOffset_index_offset()) {
      offsets(from.bytes(chunk.getOffset_index_offset(), chunk.getOffset_index_length()), pages);
      chunk.setOffset_index_offset(0);
      chunk.setOffset_index_length(0);
    }
    relative(chunk, meta, pages.start());
  }

  private void offsets(byte[] index, PageWalk pages) throws IOException {
    OffsetIndex offsets =
        GroupReader.decoded(() -> Util.readOffsetIndex(new ByteArrayInputStream(index)));
    offsets.getPage_locations().forEach(page -> page.setOffset(page.getOffset() - pages.start()));
    Util.writeOffsetIndex(offsets, sink);
  }

  private static void relative(ColumnChunk chunk, ColumnMetaData meta, long start) {
    chunk.setFile_offset(0);
    if (meta.getData_page_offset() > 0) {
      meta.setData_page_offset(meta.getData_page_offset() - start);
    }
    if (meta.isSetDictionary_page_offset() && meta.getDictionary_page_offset() > 0) {
      meta.setDictionary_page_offset(meta.getDictionary_page_offset() - start);
    }
    if (meta.isSetIndex_page_offset()) {
      meta.setIndex_page_offset(meta.getIndex_page_offset() - start);
    }
  }

  /** Of the row groups. */
  String ofGroups() {
    return Sha256.hex(groups);
  }

  /** Of the rest. */
  String ofFooter() throws IOException {
    MessageDigest rest = Sha256.begin();
    Util.writeFileMetaData(footer, new DigestOutputStream(OutputStream.nullOutputStream(), rest));
    return Sha256.hex(rest);
  }
}
