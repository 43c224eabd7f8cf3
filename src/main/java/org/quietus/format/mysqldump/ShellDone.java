package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.ToldRows;
import org.quietus.format.UnsupportedDump;

/**
 * The file {@code @.done.json} of MySQL Shell, with the length of each file of rows and of each
 * table, and since later versions the number of its rows. Source of the rules: {@code
 * Dumper::write_dump_finished_metadata} in modules/util/dump/dumper.cc, and {@code
 * Dump_info::parse_done_metadata} in modules/util/load/dump_reader.cc.
 */
final class ShellDone extends TextFile implements ToldRows {
  private static final String ALL = "dataBytes";
  private static final String TABLES = "tableDataBytes";
  private static final String ROWS = "tableRows";
  private static final String FILES = "chunkFileBytes";

  private final Map<String, Long> lengths;
  private final long all;
  private final Map<List<String>, DumpTableName> tables = new HashMap<>();
  private final Map<List<String>, List<String>> files = new HashMap<>();
  private final Map<DumpTableName, Long> said = new HashMap<>();

  private ShellDone(long all, Map<String, Long> lengths) {
    this.all = all;
    this.lengths = Map.copyOf(lengths);
  }

  /** Reads it, and requires that it does not contradict itself. */
  static ShellDone of(ShellManifest manifest, DumpFiles all, Optional<String> home)
      throws IOException {
    ShellJson json = ShellJson.read(ShellManifest.DONE, all);
    ShellDone done =
        new ShellDone(json.has(ALL) ? json.number(ALL) : 0, json.object(FILES).numbers());
    for (Map.Entry<String, Map<String, ShellTable>> schema : manifest.tables().entrySet()) {
      ShellJson bytes = json.object(TABLES).object(schema.getKey());
      ShellJson rows = json.object(ROWS).object(schema.getKey());
      for (Map.Entry<String, ShellTable> table : schema.getValue().entrySet()) {
        List<String> name = List.of(schema.getKey(), table.getKey());
        done.files.put(name, manifest.files(table.getValue()));
        if (bytes.has(table.getKey())
            && bytes.number(table.getKey()) != done.sum(name, done.lengths)) {
          throw new UnsupportedDump(
              "it says another length of table '%s' than of its files".formatted(table.getKey()),
              0);
        }
        if (rows.has(table.getKey())) {
          DumpTableName declared = table.getValue().declared(all, home).table().name();
          done.tables.put(name, declared);
          done.said.put(declared, rows.number(table.getKey()));
        }
      }
    }
    return done;
  }

  private long sum(List<String> table, Map<String, Long> of) {
    return files.getOrDefault(table, List.of()).stream()
        .mapToLong(file -> of.getOrDefault(file, 0L))
        .sum();
  }

  @Override
  public Map<DumpTableName, Long> said() {
    return said;
  }

  @Override
  public Set<DumpTableName> digested() {
    return Set.of();
  }

  @Override
  public Map<String, Long> lengths() {
    return lengths;
  }

  @Override
  public DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> extents) {
    Map<String, Long> now = new HashMap<>(lengths);
    extents.forEach((file, extent) -> now.computeIfPresent(file, (of, was) -> extent.bytes()));
    long more =
        now.values().stream().mapToLong(n -> n).sum()
            - lengths.values().stream().mapToLong(n -> n).sum();
    return new TextFile(text -> ShellJson.with(text, path -> number(path, rows, now, more)));
  }

  private OptionalLong number(
      List<String> path, Map<DumpTableName, Long> rows, Map<String, Long> now, long more) {
    if (path.equals(List.of(ALL))) {
      return OptionalLong.of(all + more);
    }
    if (path.size() == 2 && path.get(0).equals(FILES)) {
      Long length = now.get(path.get(1));
      return length == null ? OptionalLong.empty() : OptionalLong.of(length);
    }
    if (path.size() != 3) {
      return OptionalLong.empty();
    }
    List<String> table = path.subList(1, 3);
    DumpTableName declared = tables.get(table);
    if (path.get(0).equals(TABLES) && files.containsKey(table)) {
      return OptionalLong.of(sum(table, now));
    }
    return path.get(0).equals(ROWS) && declared != null && rows.containsKey(declared)
        ? OptionalLong.of(rows.getOrDefault(declared, 0L))
        : OptionalLong.empty();
  }
}
