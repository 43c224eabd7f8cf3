package org.quietus.format.mysqldump;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.LiteralKeeper;
import org.quietus.format.Reading;
import org.quietus.format.RewriteReport;
import org.quietus.format.RowDecider;
import org.quietus.format.RowKeeper;
import org.quietus.format.RowVisitor;
import org.quietus.format.UnsupportedDump;

/** A dump of many files, none of which can be read without the others. */
abstract class FolderDump implements DumpFormat {
  private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|zst)$");

  /** What holds others to their bytes, so that it would refuse them once they are rewritten. */
  private static final Pattern SEAL =
      Pattern.compile(
          "(?i).*\\.(sig|asc|minisig|p7s|sha1|sha256|sha512|md5)|(sha1|sha256|sha512|md5|b2)sums?(\\.txt)?|checksums?(\\.\\w+)?");

  @Override
  public final boolean isFolder() {
    return true;
  }

  @Override
  public final DumpFormat file(String name, DumpFiles files) throws IOException {
    for (String other : files.current()) {
      if (SEAL.matcher(other).matches()) {
        throw new UnsupportedDump(
            "its folder has a signature or a checksum of files, '%s', by which they would be refused once they are rewritten; remove it"
                .formatted(other),
            0);
      }
    }
    return part(name, files);
  }

  /** How a file is read. */
  abstract DumpFormat part(String name, DumpFiles files) throws IOException;

  /** A name without what says how the file is compressed. */
  static String plain(String name) {
    return COMPRESSED.matcher(name).replaceFirst("");
  }

  /** The name of a file, however it is compressed; empty if there is none, or there are two. */
  static Optional<String> find(DumpFiles files, String plain) {
    Set<String> names = files.names();
    List<String> found =
        Stream.of(plain, plain + ".gz", plain + ".zst").filter(names::contains).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  @Override
  public final RowKeeper keeper(ByteStore store) {
    return new LiteralKeeper(store);
  }

  @Override
  public final Reading scan(InputStream in, RowVisitor visitor) {
    throw alone();
  }

  @Override
  public final RewriteReport rewrite(InputStream in, Copying out, RowDecider decider) {
    throw alone();
  }

  private static IllegalStateException alone() {
    return new IllegalStateException("a dump of many files is read file by file");
  }
}
