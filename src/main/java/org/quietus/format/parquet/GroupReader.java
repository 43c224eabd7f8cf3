package org.quietus.format.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.DictionaryPageReadStore;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.quietus.format.BadDump;
import org.quietus.format.Damaged;
import org.quietus.format.UnreadSource;

/** Decodes columns of a file, one row group after the other. */
final class GroupReader implements Closeable {
  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration(Map.of()))
          .withCodecFactory(new PageCodecs())
          .usePageChecksumVerification()
          .build();

  private final Spooled file;
  private final FileMetaData footer;
  private final ParquetFileReader reader;
  private @Nullable PageReadStore opened;

  GroupReader(Spooled file, FileMetaData footer) throws IOException {
    this.file = file;
    this.footer = footer;
    this.reader = decoded(() -> ParquetFileReader.open(file, OPTIONS));
  }

  /** Another one of the same file, so that columns can be decoded beside those of this one. */
  GroupReader again() throws IOException {
    return new GroupReader(file, footer);
  }

  MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** Readers of some columns of a row group; those of the group before it are of no use then. */
  List<ColumnReader> columns(int group, List<ColumnDescriptor> columns) throws IOException {
    List<ColumnReader> readers = new ArrayList<>();
    if (!columns.isEmpty()) {
      walk(group, columns);
      MessageType projection = Projection.of(schema(), columns);
      reader.setRequestedSchema(projection);
      PageReadStore pages = decoded(() -> reader.readRowGroup(group));
      opened = pages;
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages, Unconverted.GROUP, projection, reader.getFileMetaData().getCreatedBy());
      for (ColumnDescriptor column : columns) {
        readers.add(decoded(() -> store.getColumnReader(column)));
      }
    }
    return readers;
  }

  /** The entries of the dictionary of a column in a row group; null if it lacks some values. */
  @Nullable List<Object> dictionary(int group, ColumnDescriptor column) throws IOException {
    if (!walk(group, List.of(column)).stream().allMatch(PageWalk::inDictionary)) {
      return null;
    }
    List<Object> entries =
        decoded(
            () -> {
              DictionaryPageReadStore dictionaries = reader.getDictionaryReader(group);
              return DictionaryEntries.of(column, dictionaries.readDictionaryPage(column));
            });
    return entries.isEmpty() ? null : entries;
  }

  /** All entries of the dictionary of a column that was opened last. */
  UnusedEntries entries(ColumnDescriptor column) throws IOException {
    PageReadStore pages = Objects.requireNonNull(opened);
    return decoded(
        () ->
            new UnusedEntries(
                DictionaryEntries.of(column, pages.getPageReader(column).readDictionaryPage())));
  }

  /** Whether a dictionary of a row group has an entry that none of its rows has. */
  boolean hasUnusedEntries(int group, int rows) throws IOException {
    for (int n = 0; n < schema().getColumns().size(); n++) {
      List<Encoding> encodings =
          footer.getRow_groups().get(group).getColumns().get(n).getMeta_data().getEncodings();
      boolean dictionary =
          encodings.contains(Encoding.RLE_DICTIONARY)
              || encodings.contains(Encoding.PLAIN_DICTIONARY);
      if (dictionary && hasUnusedEntries(group, rows, schema().getColumns().get(n))) {
        return true;
      }
    }
    return false;
  }

  private boolean hasUnusedEntries(int group, int rows, ColumnDescriptor column)
      throws IOException {
    if (walk(group, List.of(column)).stream().allMatch(PageWalk::inDictionary)) {
      return hasUnusedNumbers(group, rows, column);
    }
    ColumnReader values = columns(group, List.of(column)).get(0);
    UnusedEntries entries = entries(column);
    decoded(
        () -> {
          for (int row = 0; row < rows && !entries.left().isEmpty(); row++) {
            do {
              entries.used(LeafReader.value(values));
              values.consume();
            } while (values.getCurrentRepetitionLevel() > 0);
          }
          return entries;
        });
    return !entries.left().isEmpty();
  }

  /** The same of a column whose values are all in its dictionary, none of which is looked at. */
  private boolean hasUnusedNumbers(int group, int rows, ColumnDescriptor column)
      throws IOException {
    ColumnReader values = columns(group, List.of(column)).get(0);
    PageReadStore pages = Objects.requireNonNull(opened);
    return decoded(
        () -> {
          DictionaryPage page = pages.getPageReader(column).readDictionaryPage();
          int entries = page == null ? 0 : DictionaryEntries.count(column, page);
          BitSet left = new BitSet();
          left.set(0, entries);
          int most = column.getMaxDefinitionLevel();
          for (int row = 0, many = entries; row < rows && many > 0; row++) {
            do {
              if (values.getCurrentDefinitionLevel() == most) {
                int id = Objects.checkIndex(values.getCurrentValueDictionaryID(), entries);
                many -= left.get(id) ? 1 : 0;
                left.clear(id);
              }
              values.consume();
            } while (values.getCurrentRepetitionLevel() > 0);
          }
          return !left.isEmpty();
        });
  }

  /** Memory is taken for pages that are there. */
  private List<PageWalk> walk(int group, List<ColumnDescriptor> columns) throws IOException {
    List<List<String>> paths =
        columns.stream().map(column -> Arrays.asList(column.getPath())).toList();
    List<PageWalk> walks = new ArrayList<>();
    for (ColumnChunk chunk : footer.getRow_groups().get(group).getColumns()) {
      if (paths.contains(chunk.getMeta_data().getPath_in_schema())) {
        walks.add(PageWalk.of(file, chunk.getMeta_data()));
      }
    }
    return walks;
  }

  /** Something that decodes what may be damaged. */
  interface Decoding<T> {
    T done() throws IOException;
  }

  /** Turns whatever cannot be decoded into what it is. */
  static <T> T decoded(Decoding<T> decoding) throws IOException {
    try {
      return decoding.done();
    } catch (BadDump e) {
      throw e;
    } catch (RuntimeException | EOFException e) {
      throw undecodable(e);
    } catch (IOException e) {
      throw e.getCause() == null ? e : undecodable(e); // a structure of the file is no good
    }
  }

  private static Damaged undecodable(Exception why) throws UnreadSource {
    for (Throwable cause = why; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadSource unread) {
        throw unread;
      }
    }
    return new Damaged(
        "a page or an index of the Parquet file cannot be decoded ("
            + why.getClass().getSimpleName()
            + ")",
        0);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
